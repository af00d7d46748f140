// The clerk's day by keyboard alone: move in the queue, open, take, go on; and every page of the
// desk by axe, with and without scripts.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { begin, file, fillLandPlan, fits, officialIn, show, signIn, submit, until } from "./people.mjs";
import { accessibleAsShown, desktop, openStage, phone, picture } from "./stage.mjs";

let stage;
before(async () => { stage = await openStage(); });
after(() => stage?.close());

/** The same for a page without scripts. */
async function showPlain(page, name) {
  await picture(page, name);
  await accessibleAsShown(stage, page);
  await fits(page);
}

// Proves: INTAKE-11.
test("a clerk moves, opens, marks, searches and leaves by keys, and the keys can be switched off", { timeout: 90_000 }, async () => {
  const page = await stage.visitor({ viewport: phone });
  await signIn(page, stage, "Землев");
  const numbers = [];
  for (let many = 0; many < 2; many += 1) {
    await begin(page, stage, "land-plan");
    await fillLandPlan(page);
    numbers.push(await file(page));
  }
  const desk = await stage.visitor({ viewport: desktop });
  await officialIn(desk, stage, "chertezheva");
  const rows = desk.locator("a[data-row]");
  await until(desk, rows.nth(1));
  await show(desk, "desk-01-queue");
  const focused = () => desk.evaluate(() => document.activeElement.textContent);
  await desk.keyboard.press("j");
  assert.equal(await focused(), await rows.nth(0).textContent());
  await desk.keyboard.press("ArrowDown");
  assert.equal(await focused(), await rows.nth(1).textContent());
  await desk.keyboard.press("k");
  assert.equal(await focused(), await rows.nth(0).textContent());
  await desk.keyboard.press("x");
  assert.ok(await desk.locator("tbody input[type=checkbox]").nth(0).isChecked(), "x marks the row");
  await desk.keyboard.press("?");
  assert.ok(await desk.locator("#keys").evaluate((one) => one.open), "? shows the keys");
  await desk.keyboard.press("/");
  assert.equal(await desk.evaluate(() => document.activeElement.id), "q");
  await desk.keyboard.type("jk");
  assert.equal(await desk.locator("#q").inputValue(), "jk", "in a field keys are letters");
  await desk.locator("#q").fill("");
  await desk.locator("h1").click();
  await desk.keyboard.press("j");
  await desk.keyboard.press("Enter");
  await desk.waitForURL(/desk\/cases/);
  await show(desk, "desk-02-card");
  await desk.keyboard.press("t");
  await desk.getByText("Заявление взято в работу.").waitFor();
  await desk.keyboard.press("p");
  await desk.waitForURL(/print$/);
  await show(desk, "desk-03-print");
  await desk.keyboard.press("c");
  await desk.waitForURL(/desk\/day/);
  await show(desk, "desk-04-day");
  await desk.keyboard.press("a");
  await desk.waitForURL(/desk\/closed/);
  await show(desk, "desk-05-closed");
  await desk.locator("#keys summary").click();
  await desk.getByLabel("Не пользоваться клавишами").check();
  await desk.locator("h1").click();
  await desk.keyboard.press("q");
  assert.match(desk.url(), /closed/, "switched off, a key does nothing");
  await desk.context().close();
  await page.context().close();
});

// Proves: INTAKE-11.
test("without scripts a clerk acts upon many and writes to the applicant", { timeout: 90_000 }, async () => {
  const page = await stage.visitor({ viewport: phone });
  await signIn(page, stage, "Многодетнова");
  await begin(page, stage, "land-plan");
  await fillLandPlan(page, { plain: false });
  const number = await file(page);
  const desk = await stage.visitor({ viewport: desktop, javaScript: false });
  await officialIn(desk, stage, "zodchev");
  await desk.goto(`${stage.portal}/desk?q=${encodeURIComponent(number)}`);
  await desk.getByRole("checkbox", { name: number }).check();
  await desk.getByRole("button", { name: "Дальше" }).click();
  await showPlain(desk, "desk-06-bulk");
  await desk.getByLabel("Причина").fill("Беру срочное");
  await desk.getByRole("button", { name: "Выполнить" }).click();
  await desk.getByText("Выполнено по 1 из 1.").waitFor();
  await showPlain(desk, "desk-07-bulk-done");
  await desk.getByRole("link", { name: number }).click();
  await desk.getByText("Написать", { exact: true }).click();
  await desk.getByRole("radio", { name: /^Заявителю/ }).check();
  await desk.getByLabel("Текст").fill("Уточните, где вход на участок.");
  await desk.getByRole("button", { name: "Отправить" }).click();
  await desk.getByText("Уточните, где вход на участок.").waitFor();
  await showPlain(desk, "desk-08-message");
  await page.getByRole("link", { name: "Следить за заявлением" }).click();
  await until(page, page.getByText("Уточните, где вход на участок."));
  await show(page, "desk-09-applicant");
  await fits(page);
  await desk.context().close();
  await page.context().close();
});

// Proves: INTAKE-11, PROCEDURE-04.
test("a clerk keeps a view of the queue, plans the day, asks the applicant and reads the answer", { timeout: 120_000 }, async () => {
  const page = await stage.visitor({ viewport: phone });
  await signIn(page, stage, "Образцова");
  await begin(page, stage, "land-plan");
  await fillLandPlan(page, { cadastral: "63:01:0000001:2" });
  const number = await file(page);
  const desk = await stage.visitor({ viewport: desktop });
  await officialIn(desk, stage, "zodchev");
  await desk.getByLabel("Услуга").selectOption({ label: "Градостроительный план участка" });
  await desk.getByRole("button", { name: "Показать" }).click();
  await desk.waitForURL(/service=land-plan/);
  await until(desk, desk.getByRole("link", { name: number, exact: true }));
  await desk.locator("#view-name").fill("Планы участков");
  await show(desk, "desk-10-filtered");
  const kept = desk.url();
  await submit(desk, desk.getByRole("button", { name: /^Сохранить/ }));
  await desk.goto(`${stage.portal}/desk`);
  await desk.getByRole("link", { name: "Планы участков", exact: true }).click();
  assert.equal(new URL(desk.url()).searchParams.get("service"), "land-plan", `${kept} is kept`);
  await show(desk, "desk-11-view");
  await desk.getByRole("link", { name: number, exact: true }).click();
  await desk.getByRole("button", { name: "Взять в работу" }).click();
  await desk.getByText("Написать", { exact: true }).click();
  await desk.getByRole("radio", { name: /^Заявителю/ }).check();
  await desk.getByLabel("Текст").fill("Есть ли подъезд с улицы?");
  await desk.getByRole("button", { name: "Отправить" }).click();
  await desk.getByText("Есть ли подъезд с улицы?").waitFor();

  await page.getByRole("link", { name: "Следить за заявлением" }).click();
  await until(page, page.getByText("Есть ли подъезд с улицы?"));
  await page.getByLabel("Сообщение").fill("Есть, с южной стороны.");
  await page.getByRole("button", { name: "Отправить" }).click();
  await page.getByText("Есть, с южной стороны.").waitFor();
  await show(page, "desk-12-answered");
  await desk.goto(`${stage.portal}/desk/day`);
  await desk.getByText("Есть, с южной стороны.").waitFor();
  await show(desk, "desk-13-day");
  await desk.locator("#messages a[data-row]").first().click();
  await desk.getByText("Есть, с южной стороны.").waitFor();
  const small = await stage.visitor({ viewport: phone });
  await small.context().addCookies(await desk.context().cookies());
  for (const [path, name] of [["/desk", "queue"], ["/desk/day", "day"], [new URL(desk.url()).pathname, "card"]]) {
    await small.goto(stage.portal + path);
    await show(small, `desk-14-phone-${name}`);
  }
  for (const one of [small, desk, page]) await one.context().close();
});
