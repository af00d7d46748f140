// A hall chosen together with an application: held, filed with it, seen in the account and on the case.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { begin, file, officialIn, openAtDesk, show, signIn, submit, until } from "./people.mjs";
import { desktop, openStage, phone } from "./stage.mjs";

let stage;
before(async () => { stage = await openStage(); });
after(async () => { await stage?.close(); });

const one = (part, last, born, snils, number) => ({
  [`${part}.last_name`]: last, [`${part}.first_name`]: "Проба", [`${part}.middle_name`]: "",
  [`${part}.birthdate`]: born, [`${part}.birthplace`]: "город Образцовск", [`${part}.snils`]: snils,
  [`${part}.phone`]: "", [`${part}.email`]: `${part}@example.com`, [`${part}.citizenship`]: "russia",
  [`${part}.address`]: "город Образцовск, улица Примерная, дом 18", [`${part}.identity_kind`]: "passport",
  [`${part}.identity_number`]: number, [`${part}.identity_date`]: "10.05.2019",
  [`${part}.identity_issuer`]: "Отдел МВД города Образцовска", [`${part}.before`]: "false",
  [`${part}.surname`]: "keep", [`${part}.free`]: "true", [`${part}.willing`]: "true",
});

/** Answers questions by the names of their controls; a question that follows from an answer comes once it is saved. */
async function fill(page, answers) {
  for (const [name, answer] of Object.entries(answers)) {
    const control = page.locator(`[name="${name}"]`);
    if (await control.count() === 0) await submit(page, page.locator(".actions [name=action][value=save]"));
    const kind = await control.last().evaluate((field) => field.type);
    if (kind === "radio") await page.locator(`[name="${name}"][value="${answer}"]`).check();
    else if (kind === "checkbox") await control.last().check();
    else if (kind === "select-one") await control.selectOption(answer);
    else await control.fill(answer);
  }
}

async function onwards(page) {
  const before = new URL(page.url()).pathname;
  await page.locator(".actions .button[value=next]").click();
  await page.waitForURL((url) => url.pathname !== before);
}

/** Goes to the step with the office and answers what the hall depends on; stays there. */
async function toHall(page) {
  await begin(page, stage, "marriage");
  await fill(page, { "request.kind": "file", "request.filer": "bride", "filing.way": "together" });
  await onwards(page);
  await fill(page, { "wedding.office": "central", "wedding.solemn": "true", "urgent.cause": "none" });
  await submit(page, page.locator(".actions [name=action][value=save]"));
  await page.getByRole("button", { name: "Выберите время" }).waitFor();
  return page.url().split("?")[0];
}

/** Chooses the first free time of a day in the list. */
async function pick(page, day) {
  await page.locator("#date").selectOption({ index: day });
  await page.getByRole("button", { name: "Показать время" }).click();
  await page.locator("#times button").first().waitFor();
}

async function rest(page) {
  await fill(page, { "passport.mark": "true", "payment.payer": "bride" });
  await onwards(page);
  await fill(page, one("groom", "Пробный", "01.05.1995", "112-233-445 95", "99 00 000018"));
  await onwards(page);
  await fill(page, one("bride", "Образцова", "15.07.1997", "112-233-446 96", "99 00 000019"));
  await onwards(page);
  await onwards(page);
}

// Proves: BOOK-02, BOOK-07, BOOK-11, BOOK-12.
test("a hall is chosen on a telephone, held, filed with the application and kept on its case", { timeout: 300_000 }, async () => {
  const page = await stage.visitor({ viewport: phone });
  await signIn(page, stage, "Образцова");
  const step = await toHall(page);
  assert.equal(await page.locator('[name="wedding.date"]').count(), 0, "the day is not typed");
  await show(page, "hall-01-step");
  await page.getByRole("button", { name: "Выберите время" }).click();
  await page.getByRole("heading", { level: 1, name: "Выберите время" }).waitFor();
  await pick(page, 0);
  await show(page, "hall-02-times");
  await page.locator("#times button").first().click();
  await page.getByRole("heading", { name: "Время придержано за вами" }).waitFor();
  await show(page, "hall-03-held");
  const held = (await page.locator(".big-number").innerText()).split(" (")[0];
  await page.getByRole("link", { name: "Вернуться к заявлению" }).click();
  await page.waitForURL(step);
  await page.getByText("Придержано за вами до").waitFor();
  await show(page, "hall-04-step-held");
  await rest(page);
  await page.getByRole("heading", { level: 1, name: "Проверьте заявление" }).waitFor();
  await show(page, "hall-05-review");
  const number = await file(page);
  await page.goto(`${stage.portal}/appointments`);
  await page.getByText("вы записаны").waitFor();
  await show(page, "hall-06-appointments");
  await page.locator("main h3 a").first().click();
  await page.getByRole("link", { name: "Открыть заявление" }).waitFor();
  assert.equal((await page.locator(".big-number").innerText()).split(" (")[0], held, "the time that was held is booked");
  await show(page, "hall-07-appointment");
  await page.getByRole("link", { name: "Открыть заявление" }).click();
  await page.getByRole("heading", { name: "Назначенное время" }).waitFor();
  await show(page, "hall-08-case");

  const desk = await stage.visitor({ viewport: desktop });
  await officialIn(desk, stage, "svadebnova");
  await until(desk, desk.getByRole("link", { name: number, exact: true }));
  await openAtDesk(desk, stage, number);
  await desk.getByText("Назначенное время").waitFor();
  await show(desk, "hall-09-desk");
});

// Proves: BOOK-02, BOOK-11, BOOK-12, FORM-23.
test("without scripts nothing is filed without the time, it is changed, let go and chosen again", { timeout: 300_000 }, async () => {
  const page = await stage.visitor({ viewport: desktop, javaScript: false });
  await signIn(page, stage, "Многодетнова");
  const step = await toHall(page);
  const draft = step.replace(/\/[a-z]+$/, "");
  await page.goto(`${draft}/review`);
  await page.getByRole("alert").getByRole("link", { name: /Зал торжественной регистрации: время не выбрано/ }).click();
  await page.getByRole("heading", { level: 1, name: "Выберите время" }).waitFor();
  const other = await stage.visitor({ viewport: desktop, javaScript: false });
  await signIn(other, stage, "Землев");
  await toHall(other);
  await other.getByRole("button", { name: "Выберите время" }).click();
  await pick(other, 1);
  await pick(page, 1);
  await page.locator("#times button").first().click();
  await page.getByRole("heading", { name: "Время придержано за вами" }).waitFor();
  await other.locator("#times button").first().click();
  await other.getByRole("alert").getByText("Это время только что заняли.").waitFor();
  await show(other, "hall-10-too-late");
  await pick(page, 2);
  await page.locator("#times button").last().click();
  await page.getByRole("heading", { name: "Время придержано за вами" }).waitFor();
  await page.getByRole("button", { name: "Отпустить время" }).click();
  await page.getByRole("heading", { level: 2, name: "День" }).waitFor();
  await show(page, "hall-11-let-go");
  await pick(page, 2);
  await page.locator("#times button").first().click();
  await page.getByRole("link", { name: "Вернуться к заявлению" }).click();
  await rest(page);
  await show(page, "hall-12-review");
  await file(page);
  const odd = await page.request.get(`${draft}/time/hall?date=2027-02-31`);
  assert.ok(odd.status() < 500, "a date that is no date");
});
