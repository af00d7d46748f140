// Reception by appointment: a time chosen on a telephone and without scripts, moved, cancelled; the
// day at the desk; a timetable that will not drop anybody.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { chooseAt, officialIn, show, signIn, until } from "./people.mjs";
import { accessibleAsShown, desktop, openStage, phone } from "./stage.mjs";

let stage;
before(async () => { stage = await openStage(); });
after(async () => { await stage?.close(); });

const visit = () => `${stage.portal}/services/marriage/visit?line=zags-central.window`;

/** Chooses the first free time of a day in the list; gives the address of the page with it. */
async function firstTime(page, day = 0) {
  await page.goto(visit());
  const days = page.locator("#days .slots a");
  await until(page, days);
  await days.nth(day).click();
  await page.locator("#times a").first().click();
  await page.locator("#confirm").waitFor();
}

/** Books the first free time of a day; gives the address of the appointment. */
async function book(page, day) {
  await firstTime(page, day);
  await page.getByRole("button", { name: "Записаться" }).click();
  await page.waitForURL(/\/appointments\/[0-9a-f]+\?done=booked$/);
  return page.url().split("?")[0];
}

// Proves: BOOK-01, BOOK-02, BOOK-04, BOOK-07, BOOK-12, BOOK-14.
test("a visit is chosen before sign-in, booked, put into the calendar and told of", { timeout: 120_000 }, async () => {
  const page = await stage.visitor({ viewport: phone });
  await page.goto(`${stage.portal}/services/marriage`);
  await page.getByRole("link", { name: "Записаться на приём" }).click();
  await page.getByRole("heading", { level: 1, name: "Запись на приём" }).waitFor();
  await show(page, "reception-01-places");
  await firstTime(page);
  await show(page, "reception-02-check");
  const chosen = await page.locator("#confirm dd strong").innerText();
  await page.getByRole("link", { name: "Войти и записаться" }).click();
  await chooseAt(page, stage, "Образцова");
  await page.getByRole("button", { name: "Записаться" }).click();
  await page.getByText("Вы записаны. Уведомление — в личном кабинете.").waitFor();
  await show(page, "reception-03-booked");
  const shown = await page.locator(".big-number").innerText();
  assert.equal(shown.split(" (")[0], chosen.split(" (")[0], "the time that was chosen is the time that is booked");
  const calendar = await page.request.get(`${page.url().split("?")[0]}/visit.ics`);
  assert.match(await calendar.text(), /BEGIN:VEVENT[\s\S]*STATUS:CONFIRMED/);
  await page.goto(`${stage.portal}/account/notices`);
  await page.getByRole("link", { name: "Вы записаны на приём" }).click();
  await show(page, "reception-04-notice");
  await page.getByRole("link", { name: "Открыть запись" }).click();
  await page.getByRole("button", { name: "Сообщить, если освободится время раньше" }).click();
  await page.getByText("Мы сообщим, если освободится время раньше.").waitFor();
  await page.goto(`${stage.portal}/appointments`);
  await show(page, "reception-05-list");
  await accessibleAsShown(stage, page);
});

// Proves: BOOK-02, BOOK-11, BOOK-12, FORM-23.
test("without scripts a visit is booked, moved and cancelled, and who is late is offered another", { timeout: 120_000 }, async () => {
  const page = await stage.visitor({ viewport: desktop, javaScript: false });
  await signIn(page, stage, "Землев");
  const late = await stage.visitor({ viewport: phone, javaScript: false });
  await signIn(late, stage, "Многодетнова");
  await firstTime(late, 2);
  const address = await book(page, 2);
  await late.getByRole("button", { name: "Записаться" }).click();
  await late.getByRole("alert").getByText("Это время только что заняли.").waitFor();
  await show(late, "reception-06-too-late");
  await late.getByRole("alert").getByRole("link").first().click();
  await late.getByRole("button", { name: "Записаться" }).click();
  await late.waitForURL(/done=booked$/);
  await page.getByRole("combobox").selectOption({ index: 3 });
  await page.getByRole("button", { name: "Показать время" }).click();
  await show(page, "reception-07-move");
  await page.locator("#move .times button").last().click();
  await page.getByText("Запись перенесена.").waitFor();
  await page.locator("summary", { hasText: "Отменить запись" }).click();
  await page.getByRole("button", { name: "Отменить запись" }).click();
  await page.getByText("Запись отменена.").waitFor();
  await show(page, "reception-08-cancelled");
  assert.equal(page.url().split("?")[0], address);
});

// Proves: BOOK-03, BOOK-06, BOOK-10, BOOK-12, BOOK-13.
test("the desk receives by the list of the day and a timetable loses nobody", { timeout: 180_000 }, async () => {
  const citizen = await stage.visitor({ viewport: phone });
  await signIn(citizen, stage, "Образцова");
  const address = await book(citizen, 4);
  await citizen.goto(visit());
  const href = await citizen.locator("#days .slots a").nth(4).getAttribute("href");
  const date = /date=([0-9-]+)/.exec(href)[1];
  const day = `${stage.portal}/desk/reception?line=zags-central.window&date=${date}`;

  const desk = await stage.visitor({ viewport: desktop });
  await officialIn(desk, stage, "svadebnova");
  await desk.goto(day);
  await show(desk, "reception-10-day");
  const offered = await desk.getByLabel("Время", { exact: true }).locator("option").allInnerTexts();
  const kept = await desk.locator("tbody tr", { hasText: "интернет" }).locator("th").allInnerTexts();
  assert.ok(kept.length >= 8 && kept.every((one) => !offered.includes(one.split(" ")[0])), "the desk is not offered what is kept");
  await desk.getByLabel("Как обращаться к посетителю").fill("Посетитель Пробный");
  await desk.getByRole("button", { name: "Записаться" }).click();
  await desk.getByText("записан у окна или по телефону").waitFor();
  await desk.locator("tbody a").first().click();
  await desk.getByText("Этот просмотр записан").waitFor();
  await show(desk, "reception-11-who");

  const keeper = await stage.visitor({ viewport: desktop });
  await officialIn(keeper, stage, "chasova", { home: "Приём по записи" });
  await keeper.goto(day);
  await keeper.getByRole("link", { name: "Расписание приёма" }).click();
  await show(keeper, "reception-12-schedule");
  await keeper.getByLabel("Часы приёма").fill("");
  await keeper.getByLabel("Основание изменения").first().fill("Учёба сотрудников");
  await keeper.getByRole("button", { name: "Сохранить день" }).click();
  await keeper.getByRole("alert").getByText("Решите по каждой").waitFor();
  await show(keeper, "reception-13-in-the-way");
  const links = await keeper.getByRole("alert").getByRole("link").evaluateAll((all) => all.map((one) => one.href));
  assert.equal(links.length, 2);
  for (const link of links) {
    await keeper.goto(link);
    await keeper.getByLabel("Почему приёма не будет").fill("В этот день учёба сотрудников");
    await keeper.getByRole("button", { name: "Отменить и уведомить" }).click();
    await keeper.waitForURL(/desk\/reception/);
  }
  await keeper.goto(`${stage.portal}/desk/schedule?line=zags-central.window&date=${date}`);
  await keeper.getByLabel("Часы приёма").fill("");
  await keeper.getByLabel("Основание изменения").first().fill("Учёба сотрудников");
  await keeper.getByRole("button", { name: "Сохранить день" }).click();
  await keeper.getByText("Расписание сохранено.").waitFor();
  await show(keeper, "reception-14-kept");

  await citizen.goto(address);
  await citizen.getByText("В этот день учёба сотрудников").waitFor();
  await show(citizen, "reception-15-told");
});
