// A visitor served at a service centre: identified by the passport, the application typed in with the
// citizen's own form, signed by hand, filed, the receipt taken away; and what the operator cannot see.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { begin, fillLandPlan, choose, next, officialIn, picture3to4, show, signIn } from "./people.mjs";
import { desktop, openStage, phone } from "./stage.mjs";

let stage;
before(async () => { stage = await openStage(); });
after(async () => { await stage?.close(); });

const home = { home: "Печать результата в МФЦ" };

/** Types the visitor from their documents; the operator has seen the passport. */
async function receive(page, { surname, given, patronymic, born, passport, snils }) {
  await page.getByLabel("Фамилия").fill(surname);
  await page.getByLabel("Имя", { exact: true }).fill(given);
  await page.getByLabel("Отчество").fill(patronymic);
  await page.getByLabel("Дата рождения").fill(born);
  await page.getByLabel("Серия и номер паспорта").fill(passport);
  await page.getByLabel("СНИЛС", { exact: true }).fill(snils);
}

/** Marks the signature, sends, and gives the number on the receipt. */
async function fileSigned(page, name) {
  await page.getByRole("button", { name: "Отправить заявление" }).click();
  await page.getByRole("alert").getByText("не отмечено, что посетитель подписал").waitFor();
  await show(page, `${name}-unsigned`);
  const paper = await page.request.get(await page.getByRole("link", { name: "Заявление для подписи (PDF)" }).evaluate((link) => link.href));
  assert.equal(paper.headers()["content-type"], "application/pdf");
  await page.getByLabel("Посетитель прочитал распечатку и подписал её").check();
  await page.getByRole("button", { name: "Отправить заявление" }).click();
  await page.getByRole("link", { name: "Расписка с номером" }).waitFor();
  await show(page, `${name}-card`);
  await page.getByRole("link", { name: "Расписка с номером" }).click();
  await page.getByRole("heading", { level: 1, name: "Заявление принято" }).waitFor();
  await show(page, `${name}-receipt`);
  return (await page.locator(".big-number").innerText()).trim();
}

// Proves: FORM-17, SEC-03.
test("a visitor unknown to the portal is served on a telephone and finds the application at home", { timeout: 180_000 }, async () => {
  const page = await stage.visitor({ viewport: phone });
  await officialIn(page, stage, "okonnaya", home);
  await page.goto(`${stage.portal}/desk/visitors`);
  await show(page, "centre-01-empty");
  await page.getByRole("link", { name: "Принять посетителя" }).click();
  await receive(page, { surname: "Образцова", given: "Анна", patronymic: "Викторовна", born: "1990-05-26", passport: "9920 000001", snils: "900-000-001 83" });
  await page.getByRole("button", { name: "Продолжить" }).click();
  await page.getByRole("alert").getByText("Проверка личности: не отмечена").waitFor();
  await show(page, "centre-02-wrong");
  await page.getByLabel("СНИЛС", { exact: true }).fill("900-000-001 82");
  await page.getByLabel("Я вижу подлинник паспорта").check();
  await page.getByRole("button", { name: "Продолжить" }).click();
  await page.getByRole("heading", { level: 1, name: "Образцова Анна Викторовна" }).waitFor();
  await show(page, "centre-03-identified");
  await page.getByRole("button", { name: "Выбрать услугу" }).click();
  await page.getByText("Вы оформляете заявление за посетителя МФЦ.").waitFor();
  await show(page, "centre-04-services");
  await begin(page, stage, "hunting-ticket");
  await choose(page, "Что нужно сделать", "Получить охотничий билет");
  await next(page, "О заявителе");
  await page.getByLabel("Место рождения").fill("город Образцовск");
  await page.getByLabel("Адрес места жительства").fill("город Образцовск, улица Примерная, дом 1");
  await show(page, "centre-05-applicant");
  await next(page, "Охотминимум и бланк");
  await choose(page, "С требованиями охотничьего минимума ознакомлен", "Да");
  await page.getByLabel("Фотография 3 на 4").setInputFiles({ name: "foto.png", mimeType: "image/png", buffer: picture3to4() });
  await page.getByRole("link", { name: "foto.png" }).waitFor();
  await choose(page, "Как получить бланк", "Бланк не нужен, достаточно записи в реестре");
  await next(page, "Проверьте заявление");
  const number = await fileSigned(page, "centre-06");
  await page.goto(`${stage.portal}/desk/visitors`);
  await page.getByText(number).waitFor();
  await show(page, "centre-07-day");
  for (const closed of ["/account", "/results", "/documents", "/account/notices"]) {
    assert.equal((await page.request.get(`${stage.portal}${closed}`)).status(), 403, closed);
  }

  const own = await stage.visitor({ viewport: phone });
  await signIn(own, stage, "Образцова");
  await own.getByText(number).first().waitFor();
  await own.goto(`${stage.portal}/account/readings`);
  await own.getByText("Обслуживание заявителя в МФЦ").first().waitFor();
});

// Proves: FORM-17, INTAKE-13.
test("without scripts a known visitor is served, a repeat is warned of, and the visit ends", { timeout: 180_000 }, async () => {
  const own = await stage.visitor({ viewport: desktop });
  await signIn(own, stage, "Землев");
  const given = { surname: "Землев", given: "Захар", patronymic: "Андреевич", born: "1974-09-17", passport: "9920 000007", snils: "900-000-007 88" };
  const page = await stage.visitor({ viewport: desktop, javaScript: false });
  await officialIn(page, stage, "okonnaya", home);
  await page.goto(`${stage.portal}/desk/visitors/new`);
  await receive(page, given);
  await page.getByLabel("Я вижу подлинник паспорта").check();
  await page.getByRole("button", { name: "Продолжить" }).click();
  await page.getByRole("button", { name: "Выбрать услугу" }).click();
  await begin(page, stage, "land-plan");
  await fillLandPlan(page, { plain: true });
  await show(page, "centre-10-review");
  const number = await fileSigned(page, "centre-11");
  assert.match(number, /-\d{6}-/);
  await page.getByRole("link", { name: "К посетителю" }).click();
  await page.getByRole("button", { name: "Выбрать услугу" }).click();
  await begin(page, stage, "land-plan");
  await fillLandPlan(page, { plain: true });
  await page.getByText("Похоже, вы уже подали такое заявление").waitFor();
  await show(page, "centre-12-repeat");
  await page.getByRole("link", { name: "К посетителю" }).click();
  await page.getByRole("button", { name: "Закончить обслуживание" }).click();
  await page.getByRole("heading", { level: 1, name: "Посетители" }).waitFor();
  await page.goto(`${stage.portal}/account`);
  assert.equal(new URL(page.url()).origin, new URL(stage.esia).origin, "the visitor is let go");
});
