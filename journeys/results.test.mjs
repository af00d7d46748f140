// A result after it was issued: its owner lets a bank read it and takes that back, the authority
// suspends and resumes the entry, a centre prints it, a verifier needs no network.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { fileByForms, fits, officialIn, show, signIn, until } from "./people.mjs";
import { desktop, openStage, phone, picture } from "./stage.mjs";

let stage;
before(async () => { stage = await openStage(); });
after(() => stage?.close());

/** The status of a large family, issued; the page of its owner stands at the application. */
async function issued() {
  const page = await stage.visitor({ viewport: phone });
  await signIn(page, stage, "Многодетнова");
  const none = await stage.visitor({ viewport: phone });
  await signIn(none, stage, "Землев");
  await none.goto(`${stage.portal}/results`);
  await show(none, "results-00-empty");
  await none.context().close();
  const id = await fileByForms(page, stage, "large-family", {
    request: { "request.kind": "establish" }, family: { "spouse.include": "false" }, certificate: { "certificate.form": "electronic" },
  });
  await page.goto(`${stage.portal}/cases/${id}`);
  await (await until(page, page.getByRole("link", { name: "Открыть результат" }))).click();
  const number = (await page.locator("dd.number").first().innerText()).trim();
  return { page, number };
}

// Proves: RESULTREG-02, RESULTREG-03, RESULT-04, RESULT-10, RESULT-11.
test("an owner gives a link and takes it back, the authority suspends and resumes the entry, all is seen", { timeout: 120_000 }, async () => {
  const { page, number } = await issued();
  await show(page, "results-01-result");
  await page.goto(`${stage.portal}/results`);
  await page.getByText(number).waitFor();
  await show(page, "results-02-list");
  await page.locator(".row-title a").first().click();
  await page.getByRole("link", { name: "Кто видит этот результат" }).click();
  await show(page, "results-03-access-empty");
  await page.locator("#whom").fill("Банк «Выдуманный»");
  await page.locator("#purpose").fill("Ипотека для семьи с детьми");
  await page.getByRole("button", { name: "Дать ссылку" }).click();
  const link = await page.getByRole("status").getByRole("link").getAttribute("href");
  await show(page, "results-04-link-given");

  const bank = await stage.visitor({ viewport: desktop, javaScript: false });
  await bank.goto(link);
  assert.ok(!(await bank.content()).includes(number), "nothing is told before the button");
  await picture(bank, "results-05-shared-before");
  await bank.getByRole("button").last().scrollIntoViewIfNeeded();
  await bank.locator("main form button").click();
  await bank.getByText(number).first().waitFor();
  await picture(bank, "results-06-shared");
  await fits(bank);

  await page.goto(page.url().replace(/links$/, "access"));
  await page.getByText("По ссылке: Банк «Выдуманный»").waitFor();
  await show(page, "results-07-read");
  await page.getByRole("button", { name: /^Отозвать/ }).click();
  await page.getByText(/[Оо]тозвана/).first().waitFor();
  await show(page, "results-08-revoked");
  await bank.goto(link);
  await bank.locator("main form button").click().catch(() => {});
  assert.ok(!(await bank.content()).includes(number));
  await picture(bank, "results-09-shared-refused");

  const desk = await stage.visitor({ viewport: desktop });
  await officialIn(desk, stage, "zabotina");
  await desk.goto(`${stage.portal}/desk/entries`);
  await show(desk, "results-10-entries");
  await desk.locator("#q").fill("НЕТ-ТАКОГО");
  await desk.getByRole("button", { name: "Найти" }).click();
  await desk.getByRole("alert").waitFor();
  await show(desk, "results-11-entries-missing");
  await desk.locator("#q").fill(number);
  await desk.getByRole("button", { name: "Найти" }).click();
  await desk.waitForURL(/entries\/.+/);
  await show(desk, "results-12-entry");
  await change(desk, "suspend");
  await desk.getByRole("status").waitFor();
  await show(desk, "results-14-suspended");
  await page.goto(`${stage.portal}/results`);
  await page.getByText("приостановлен").first().waitFor();
  await show(page, "results-15-owner-suspended");
  await page.goto(`${stage.portal}/account/notices`);
  await page.getByRole("link", { name: /Запись реестра/ }).first().click();
  await show(page, "results-16-notice");
  await change(desk, "resume");
  await desk.getByRole("status").waitFor();
  await show(desk, "results-17-resumed");
  await page.goto(`${stage.portal}/results`);
  await page.getByText("действует", { exact: true }).first().waitFor();

  const centre = await stage.visitor({ viewport: desktop });
  await officialIn(centre, stage, "okonnaya", { home: "Печать результата в МФЦ" });
  assert.equal(await centre.getByRole("link", { name: "Заявления" }).count(), 0, "a centre has no queue");
  await show(centre, "results-18-centre");
  await centre.locator("#q").fill(number);
  await centre.getByRole("button", { name: "Найти" }).click();
  await centre.getByText(number).first().waitFor();
  await show(centre, "results-19-centre-found");
  for (const one of [centre, desk, bank, page]) await one.context().close();
});

/** Opens the form of a change at the entry by keyboard, and sends it. */
async function change(desk, what) {
  const form = desk.locator(`form[action$="/${what}"]`);
  const summary = desk.locator("details").filter({ has: form }).locator("summary");
  await summary.focus();
  await desk.keyboard.press("Enter");
  await form.locator("[name=ground]").fill("Проверка сведений о семье");
  await form.locator("[name=act]").selectOption({ index: 1 });
  await form.locator("[name=clause]").fill("5");
  if (what === "suspend") await show(desk, "results-13-suspend");
  await form.getByRole("button").click();
}

// Proves: RESULT-03.
test("who checks without a network reads how, on a telephone and without scripts", { timeout: 60_000 }, async () => {
  const page = await stage.visitor({ viewport: phone });
  await page.goto(`${stage.portal}/check`);
  await show(page, "results-20-check");
  await page.goto(`${stage.portal}/check/offline`);
  await show(page, "results-21-offline");
  const keys = await (await page.request.get(`${stage.portal}/.well-known/okno/keys.json`)).json();
  assert.ok(keys.keys.length > 0);
  const plain = await stage.visitor({ viewport: desktop, javaScript: false });
  await plain.goto(`${stage.portal}/check/offline`);
  await picture(plain, "results-22-offline-desktop");
  await fits(plain);
  await plain.context().close();
  await page.context().close();
});
