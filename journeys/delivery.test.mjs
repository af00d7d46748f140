// A result that is a thing: its owner chooses a locker on a telephone, the desk makes it on a blank
// and sends it; another is fetched at the window with a document and a declared original.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { fileByForms, fits, officialIn, seeThrough, send, show, signIn, until } from "./people.mjs";
import { accessibleAsShown, desktop, openStage, phone, picture } from "./stage.mjs";

let stage;
let inspector;
before(async () => {
  stage = await openStage();
  inspector = await stage.visitor({ viewport: desktop });
  await officialIn(inspector, stage, "traktorov");
});
after(() => stage?.close());

const machine = {
  "machine.kind": "tractor", "machine.condition": "new", "machine.brand": "Образец", "machine.model": "О-82",
  "machine.maker": "Примерский тракторный завод", "machine.year": "2023", "machine.number": "PRIMER00000000015",
  "machine.plate": "0015 ПР 99", "machine.colour": "синий", "machine.mass": "4200", "machine.drive": "wheels",
  "machine.power_unit": "kw", "machine.power": "60", "machine.electric": "false", "machine.volume": "4750",
};

// Proves: DELIVERY-01, DELIVERY-02.
test("a plate travels to a locker chosen on a telephone", { timeout: 180_000 }, async () => {
  const page = await stage.visitor({ viewport: phone });
  await signIn(page, stage, "Образцова");
  const id = await fileByForms(page, stage, "self-propelled", {
    request: { "request.kind": "transit" }, owner: { "applicant.proxy": "false" }, machine,
  });
  const desk = inspector;
  await seeThrough(desk, stage, id, { no: ["papers.doubted"] });

  await page.goto(`${stage.portal}/cases/${id}/delivery`);
  await show(page, "delivery-01-choose");
  await page.getByRole("radio", { name: "В постамате" }).check();
  await page.getByLabel(/^Адрес/).fill("Тридевятое царство, изба 1");
  await page.locator("main form .button").click();
  await page.getByRole("alert").waitFor();
  assert.equal(await page.getByRole("radio", { name: "В постамате" }).isChecked(), true, "what was chosen stays");
  await show(page, "delivery-02-nowhere");
  await page.getByLabel(/^Адрес/).fill("г. Озёрск-Приозёрский, ул. Примерная, д. 1");
  await page.locator("main form .button").click();
  await page.getByRole("status").waitFor();
  await show(page, "delivery-03-chosen");

  await desk.goto(`${stage.portal}/desk/handout`);
  await show(desk, "delivery-04-list");
  await desk.getByRole("link", { name: "Знак «Транзит»" }).click();
  await show(desk, "delivery-05-item");
  await desk.getByRole("button", { name: "Изготовлен" }).click();
  await show(desk, "delivery-06-made");
  await desk.locator("button[value=give]").click();
  await show(desk, "delivery-07-given");
  await until(page, page.locator(".big-number"));
  await show(page, "delivery-08-code");
  await desk.goto(`${stage.portal}/desk/blanks`);
  await show(desk, "delivery-09-blanks");
  await desk.setViewportSize(phone);
  await show(desk, "delivery-10-blanks-phone");
  await desk.goto(`${stage.portal}/desk/handout`);
  await show(desk, "delivery-11-list-phone");
  await desk.setViewportSize(desktop);
  await page.context().close();
});

// Proves: FORM-16, INTAKE-06.
test("a declared original is shown at the window where the result is fetched", { timeout: 180_000 }, async () => {
  const page = await stage.visitor({ viewport: phone });
  await signIn(page, stage, "Образцова");
  const draft = await send(page, stage, "/services/self-propelled/start", { fresh: "1" });
  for (const [step, answers] of Object.entries({
    request: { "request.kind": "deregister", "deregister.reason": "export", "event.date": "2026-11-20" },
    owner: { "applicant.proxy": "false" }, machine,
  })) await send(page, stage, `${draft}/${step}`, { ...answers, action: "save" });
  await page.goto(`${stage.portal}${draft}/review`);
  await page.getByRole("checkbox", { name: "Прежнее свидетельство о регистрации" }).check();
  await show(page, "delivery-20-declared");
  await page.getByRole("button", { name: "Отправить заявление" }).click();
  await page.getByRole("heading", { level: 1, name: "Заявление принято" }).waitFor();
  const id = page.url().split("/").at(-2);

  // A code of the telephone is good once: the official stays at the desk they signed in at.
  await seeThrough(inspector, stage, id, { no: ["papers.doubted"] });
  const desk = inspector;
  await desk.goto(`${stage.portal}/desk/handout/${id}/mark`);
  await desk.getByRole("button", { name: "Изготовлен" }).click();
  await desk.getByLabel("Предъявлен документ").selectOption("passport");
  await desk.getByLabel(/цифр/).fill("111");
  await desk.locator("input[name=face]").check();
  await desk.locator("section form .button").click();
  await desk.getByRole("alert").waitFor();
  await show(desk, "delivery-21-wrong-document");
  await desk.goto(`${stage.portal}/desk/cases/${id}/act/originals`);
  await desk.locator("button[value=do]").click();
  await desk.getByRole("alert").waitFor();
  await show(desk, "delivery-22-originals");
  await desk.goto(`${stage.portal}/desk/handout/${id}/mark`);
  await desk.getByLabel("Предъявлен документ").selectOption("passport");
  await desk.getByLabel(/цифр/).fill("000001");
  await desk.locator("input[name=face]").check();
  await desk.locator("input[name=original0]").check();
  await desk.locator("section form .button").click();
  await desk.getByRole("heading", { level: 1, name: "Расписка в получении" }).waitFor();
  await show(desk, "delivery-23-receipt");
  await page.goto(`${stage.portal}/cases/${id}/delivery`);
  await show(page, "delivery-24-handed-over");
  await page.context().close();
});

// Proves: DUP-01, DUP-02.
test("a notary makes a duplicate, and its owner attaches it on a telephone", { timeout: 180_000 }, async () => {
  const page = await stage.visitor({ viewport: phone });
  await signIn(page, stage, "Землев");
  await page.goto(`${stage.portal}/documents`);
  await show(page, "duplicates-01-none");
  const account = (await page.locator("main .number").first().innerText()).trim();
  const notary = await stage.visitor({ viewport: desktop });
  await officialIn(notary, stage, "notarova", { home: "Электронные дубликаты" });
  await show(notary, "duplicates-02-notary");
  await notary.getByRole("link", { name: "Доверенность" }).click();
  await notary.getByLabel(/учётной записи/).fill(account);
  await notary.getByLabel(/Фамилия/).fill("Землев");
  await notary.getByLabel("Номер в реестре нотариуса").fill("99/1-н");
  await notary.locator("main form .button").click();
  await notary.getByRole("alert").waitFor();
  await show(notary, "duplicates-03-lacks");
  await notary.getByLabel("Дата").fill("01.10.2026");
  await notary.getByLabel("Нотариус", { exact: true }).fill("Нотарова А. П.");
  await notary.getByLabel("Кому выдана").fill("Землев Пётр");
  await notary.getByLabel(/Образ|образ/).setInputFiles({ name: "doverennost.pdf", mimeType: "application/pdf", buffer: Buffer.from("%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer << /Root 1 0 R >>\n%%EOF\n") });
  await notary.locator("main form .button").click();
  await notary.waitForURL(`${stage.portal}/desk/duplicates`);
  await show(notary, "duplicates-04-made");
  await page.reload();
  await show(page, "duplicates-05-own");

  const draft = await send(page, stage, "/services/apostille/start", { fresh: "1" });
  await send(page, stage, `${draft}/applicant`, { "applicant.role": "proxy", action: "save" });
  await page.goto(`${stage.portal}${draft}/documents/applicant.power`);
  await show(page, "duplicates-06-pick");
  await page.locator("main form .button").first().click();
  await page.waitForURL(new RegExp(`${draft}/applicant`));
  await page.getByText("Доверенность").first().waitFor();
  const plain = await stage.visitor({ viewport: desktop, javaScript: false });
  await plain.context().addCookies(await page.context().cookies());
  await plain.goto(`${stage.portal}/documents`);
  await picture(plain, "duplicates-07-desktop");
  await accessibleAsShown(stage, plain);
  await fits(plain);
  for (const one of [plain, notary, page]) await one.context().close();
});
