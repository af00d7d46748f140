// The whole citizen journey with JavaScript switched off: plain pages and forms do everything.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { begin, choose, file, fillLandPlan, next, picture3to4, signIn, until } from "./people.mjs";
import { accessible, openStage, phone, picture } from "./stage.mjs";

let stage;
before(async () => { stage = await openStage(); });
after(() => stage?.close());

/** The same page in a browser that may run axe: same cookies, same address. */
async function checked(page) {
  const twin = await stage.visitor({ viewport: phone });
  await twin.context().addCookies(await page.context().cookies());
  await twin.goto(page.url());
  await accessible(twin);
  await twin.context().close();
}

// Proves: FORM-01, FORM-08, FORM-14, FORM-20, FORM-23.
test("a citizen without JavaScript finds a service, mends a mistake, files and follows", async () => {
  const page = await stage.visitor({ viewport: phone, javaScript: false });
  await page.goto(stage.portal);
  await page.getByLabel("Название услуги или ваш вопрос").fill("гпзу");
  await page.getByRole("button", { name: "Найти" }).click();
  await page.getByRole("link", { name: "Градостроительный план участка" }).click();
  await page.getByRole("link", { name: "Войти и заполнить" }).click();
  await page.getByRole("button", { name: /^Землев / }).click();
  await page.getByRole("button", { name: "Заполнить заявление" }).click();
  await checked(page);
  // A mistake is told by the server, and what was typed stays.
  await page.locator(".actions .button[value=next]").click();
  const list = page.getByRole("alert");
  await list.getByRole("link").first().waitFor();
  const target = await list.getByRole("link").first().getAttribute("href");
  assert.equal(await page.locator(target).count(), 1, "the list of mistakes leads to the field");
  await picture(page, "nojs-01-mistake");
  await checked(page);
  await fillLandPlan(page, { plain: true });
  await picture(page, "nojs-02-review");
  await checked(page);
  const number = await file(page);
  await checked(page);
  await page.getByRole("link", { name: "Следить за заявлением" }).click();
  await page.getByText(number).first().waitFor();
  await until(page, page.getByRole("link", { name: "Заявление зарегистрировано" }));
  await checked(page);
  await page.context().close();
});

// Proves: FORM-10, FORM-11, FORM-23.
test("without JavaScript children come from ЕСИА, and records are added and removed by buttons", async () => {
  const page = await stage.visitor({ viewport: phone, javaScript: false });
  await signIn(page, stage, "Многодетнова");
  await begin(page, stage, "large-family");
  await choose(page, "Что нужно сделать", "Установить статус и получить удостоверение");
  await next(page, "О заявителе");
  await next(page, "Дети и второй родитель");
  const names = () => page.locator("[name^='children.'][name$='.firstName']").evaluateAll((all) => all.map((one) => one.value));
  assert.deepEqual(await names(), ["Мария", "Степан", "Полина", "Тимофей"]);
  await page.getByRole("button", { name: "Добавить: ребёнок" }).click();
  await page.locator("[name='children.4.firstName']").waitFor();
  await page.locator("[name='children.4.firstName']").fill("Лишний");
  await page.getByRole("button", { name: "Сохранить" }).click();
  await picture(page, "nojs-03-children");
  await checked(page);
  assert.deepEqual(await names(), ["Мария", "Степан", "Полина", "Тимофей", "Лишний"]);
  await page.getByRole("button", { name: /Убрать: ребёнок 5/ }).click();
  await page.locator("[name='children.4.firstName']").waitFor({ state: "detached" });
  assert.deepEqual(await names(), ["Мария", "Степан", "Полина", "Тимофей"]);
  await choose(page, "Внести в удостоверение второго родителя", "Нет");
  await next(page, "Удостоверение");
  await choose(page, "Вид удостоверения", "Электронное, в личный кабинет");
  await next(page, "Проверьте заявление");
  await checked(page);
  const number = await file(page);
  assert.match(number, /^[А-Я]+-\d{4}-\d{6}-\d\d$/);
  await page.context().close();
});

// Proves: FORM-22.
test("without JavaScript a photo goes with the step, and a wrong file is refused at its field", async () => {
  const page = await stage.visitor({ viewport: phone, javaScript: false });
  await signIn(page, stage, "Образцова");
  await begin(page, stage, "hunting-ticket");
  await choose(page, "Что нужно сделать", "Получить охотничий билет");
  await next(page, "О заявителе");
  await next(page, "Охотминимум и бланк");
  await choose(page, "С требованиями охотничьего минимума ознакомлен", "Да");
  await page.getByLabel("Фотография 3 на 4").setInputFiles({ name: "photo.png", mimeType: "image/png", buffer: Buffer.from("это не снимок") });
  await page.locator(".actions .button[value=next]").click();
  await page.locator(".field.wrong", { hasText: "Фотография 3 на 4" }).waitFor();
  assert.ok(await page.getByRole("radio", { name: "Да", exact: true }).isChecked(), "the rest of the step is saved");
  await picture(page, "nojs-04-wrong-file");
  await page.getByLabel("Фотография 3 на 4").setInputFiles({ name: "foto.png", mimeType: "image/png", buffer: picture3to4() });
  await choose(page, "Как получить бланк", "Заберу бланк в МФЦ");
  await next(page, "Проверьте заявление");
  await page.getByText("foto.png").waitFor();
  await checked(page);
  await file(page);
  await page.context().close();
});
