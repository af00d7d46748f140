// Nothing typed is lost: autosave, mistakes at once, any step reachable, copies, print, large print, a session that ends.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { begin, chooseAt, choose, fillLandPlan, fits, next, signIn } from "./people.mjs";
import { accessible, desktop, openStage, phone, picture } from "./stage.mjs";

let stage;
before(async () => { stage = await openStage(); });
after(() => stage?.close());

const autosaved = (page) => page.waitForResponse((reply) => reply.url().includes("/autosave") && reply.ok());

/** Opens the draft at a step on another device, signed in anew. */
async function elsewhere(address, lastName = "Землев") {
  const page = await stage.visitor({ viewport: phone });
  await page.goto(address);
  await chooseAt(page, stage, lastName);
  await page.waitForURL(address);
  return page;
}

async function toPlot(page) {
  await signIn(page, stage, "Землев");
  await begin(page, stage, "land-plan");
  await choose(page, "Что нужно сделать", "Получить градостроительный план");
  await choose(page, "На каком основании вы обращаетесь", "Я правообладатель участка");
  await next(page, "О заявителе");
  await next(page, "Участок и стройка");
  return page.url();
}

// Proves: FORM-08, FORM-13.
test("a tab that dies without saving costs at most one autosave, on another device too", async () => {
  const page = await stage.visitor({ viewport: desktop });
  const address = await toPlot(page);
  const comment = page.getByLabel("Комментарий");
  await Promise.all([autosaved(page), comment.pressSequentially("Сохранено само")]);
  await comment.pressSequentially(", а это ещё нет");
  const devtools = await page.context().newCDPSession(page);
  const died = page.waitForEvent("crash");
  devtools.send("Page.crash").catch(() => {});
  await died;
  const again = await elsewhere(address);
  const kept = await again.getByLabel("Комментарий").inputValue();
  assert.ok(kept.startsWith("Сохранено само"), `kept: «${kept}»`);
  assert.ok(await again.getByText(/^Сохранено \d+ [а-я]+ \d{4}/).isVisible());
  await again.context().close();
});

// Proves: FORM-08.
test("a tab that is closed at once keeps what was typed just before", async () => {
  const page = await stage.visitor({ viewport: desktop });
  const address = await toPlot(page);
  await page.getByLabel("Комментарий").fill("Набрано и сразу закрыто");
  await page.goto(stage.portal);
  const again = await elsewhere(address);
  assert.equal(await again.getByLabel("Комментарий").inputValue(), "Набрано и сразу закрыто");
  await again.context().close();
  await page.context().close();
});

// Proves: FORM-03, FORM-04, FORM-08.
test("leaving a field tells what is wrong and how to mend it within 300 ms, and the mistake is saved as it is", async () => {
  const page = await stage.visitor({ viewport: desktop });
  const address = await toPlot(page);
  const field = page.getByLabel("Кадастровый номер участка");
  const place = page.locator("[data-path='plot.cadastral']");
  const took = [];
  for (const wrong of ["1", "63:01", "63:01:1", "слово", "63-01-0000001-1-"]) {
    await field.fill("63:01:0000001:1");
    await field.blur();
    await page.waitForFunction(() => !document.querySelector("[data-path='plot.cadastral'] .wrong-text"));
    await field.fill(wrong);
    took.push(await place.evaluate((field) => new Promise((resolve) => {
      const begun = performance.now();
      new MutationObserver((_, watch) => {
        if (!field.querySelector(".wrong-text")) return;
        watch.disconnect();
        resolve(performance.now() - begun);
      }).observe(field, { childList: true, subtree: true });
      field.querySelector("input").blur();
    })));
  }
  took.sort((one, other) => one - other);
  console.log(`a verdict on a field took ${took.map((ms) => ms.toFixed(0)).join(", ")} ms`);
  assert.ok(took[2] < 300, `the median of ${took} is over 300 ms`);
  assert.equal(await field.getAttribute("aria-invalid"), "true");
  const told = await place.locator(".wrong-text").innerText();
  assert.ok((await place.locator(".wrong-text span").last().innerText()).length > 10, `how to mend it: ${told}`);
  await picture(page, "autosave-01-mistake");
  await accessible(page);
  await page.getByRole("button", { name: "Сохранить" }).click();
  await page.waitForURL(address);
  const again = await elsewhere(address);
  assert.equal(await again.getByLabel("Кадастровый номер участка").inputValue(), "63-01-0000001-1-");
  assert.ok((await again.locator("[data-path='plot.cadastral'] .wrong-text").innerText()).includes(told.trim().slice(0, 20)));
  await again.context().close();
  await page.context().close();
});

// Proves: FORM-11.
test("back and forth between steps keeps everything, also in branches an answer hides", async () => {
  const page = await stage.visitor({ viewport: desktop });
  await signIn(page, stage, "Землев");
  await begin(page, stage, "land-plan");
  const jump = async (step) => {
    await page.getByRole("navigation", { name: "Шаги заявления" }).getByRole("button", { name: step }).click();
    await page.getByRole("heading", { level: 1, name: step === "Проверка и отправка" ? "Проверьте заявление" : step }).waitFor();
  };
  await choose(page, "Что нужно сделать", "Изменить выданный план");
  await page.getByLabel("Номер выданного плана").fill("ГП-2024-000007-00");
  await page.getByLabel("Что изменить и почему").fill("Адрес участка уточнён.");
  await jump("Участок и стройка");
  await page.getByLabel("Кадастровый номер участка").fill("63:01");
  await jump("О заявителе");
  await page.getByLabel("Телефон").fill("12");
  await jump("Что нужно сделать");
  await choose(page, "Что нужно сделать", "Получить градостроительный план");
  await page.getByLabel("Номер выданного плана").waitFor({ state: "detached" });
  await jump("Проверка и отправка");
  await page.getByRole("heading", { name: "Эти ответы не будут отправлены" }).waitFor();
  await picture(page, "autosave-02-hidden");
  await accessible(page);
  await page.goBack();
  await page.getByRole("heading", { level: 1, name: "Что нужно сделать" }).waitFor();
  await jump("Участок и стройка");
  assert.equal(await page.getByLabel("Кадастровый номер участка").inputValue(), "63:01");
  await jump("О заявителе");
  assert.equal(await page.getByLabel("Телефон").inputValue(), "12");
  await jump("Что нужно сделать");
  await choose(page, "Что нужно сделать", "Изменить выданный план");
  await page.getByLabel("Номер выданного плана").waitFor();
  assert.equal(await page.getByLabel("Номер выданного плана").inputValue(), "ГП-2024-000007-00");
  assert.equal(await page.getByLabel("Что изменить и почему").inputValue(), "Адрес участка уточнён.");
  await page.context().close();
});

// Proves: FORM-06, FORM-09.
test("a draft can be copied as PDF and as JSON, printed, and read in large print", async () => {
  const page = await stage.visitor({ viewport: desktop });
  await signIn(page, stage, "Землев");
  await begin(page, stage, "land-plan");
  await fillLandPlan(page);
  const copy = async (name) => page.request.get(await page.getByRole("link", { name, exact: true }).evaluate((link) => link.href));
  const pdf = await copy("Скачать PDF");
  assert.equal((await pdf.body()).subarray(0, 5).toString(), "%PDF-");
  const json = JSON.stringify(await (await copy("Скачать для программ (JSON)")).json());
  assert.ok(json.includes("63:01:0000001:1") && json.includes("Землев"));
  await page.emulateMedia({ media: "print" });
  assert.ok(await page.getByText("63:01:0000001:1").isVisible());
  assert.ok(await page.getByText(/Черновик, не отправлен/).isVisible(), "the paper says that it is a draft");
  assert.ok(!(await page.getByRole("button", { name: "Отправить заявление" }).isVisible()));
  await picture(page, "autosave-03-print");
  await page.emulateMedia({ media: "screen" });
  const before = await page.evaluate(() => parseFloat(getComputedStyle(document.body).fontSize));
  await page.getByRole("button", { name: "Версия для слабовидящих" }).click();
  await page.getByRole("button", { name: "Обычная версия" }).waitFor();
  assert.ok(await page.evaluate(() => parseFloat(getComputedStyle(document.body).fontSize)) >= before * 1.4);
  await picture(page, "autosave-04-large-print");
  await accessible(page);
  await fits(page);
  await page.setViewportSize(phone);
  await fits(page);
  await page.getByRole("button", { name: "Обычная версия" }).click();
  await page.getByRole("button", { name: "Версия для слабовидящих" }).waitFor();
  await page.context().close();
});

// Proves: FORM-08, SEC-01.
test("a session that ends in the middle costs nothing: sign in again next door and go on", async () => {
  const page = await stage.visitor({ viewport: desktop });
  const address = await toPlot(page);
  await Promise.all([autosaved(page), page.getByLabel("Комментарий").pressSequentially("До конца сеанса")]);
  await page.context().clearCookies();
  await page.getByLabel("Комментарий").pressSequentially(" и после");
  await page.locator("#saved").getByText(/время сеанса истекло/).waitFor();
  await picture(page, "autosave-05-signed-out");
  // Going on does not throw the answers away either.
  await page.locator(".actions .button[value=next]").click();
  await page.locator("#saved").getByText(/время сеанса истекло/).waitFor();
  assert.equal(await page.getByLabel("Комментарий").inputValue(), "До конца сеанса и после");
  const [neighbour] = await Promise.all([page.context().waitForEvent("page"), page.getByRole("link", { name: "Войти в новой вкладке" }).click()]);
  await chooseAt(neighbour, stage, "Землев");
  await neighbour.waitForURL(`${stage.portal}/account`);
  await neighbour.close();
  await Promise.all([autosaved(page), page.evaluate(() => dispatchEvent(new Event("focus")))]);
  await page.locator("#saved").getByText(/^Сохранено/).waitFor();
  const again = await elsewhere(address);
  assert.equal(await again.getByLabel("Комментарий").inputValue(), "До конца сеанса и после");
  await again.context().close();
  await page.context().close();
});
