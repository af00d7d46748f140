// From the printed address to a verified result, on a phone and on a desktop, with pictures of each step.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, before, test } from "node:test";
import { choose, chooseAt, file, next, officialIn, openAtDesk, show, until } from "./people.mjs";
import { desktop, openStage, phone, picture } from "./stage.mjs";

let stage, desk;
before(async () => { stage = await openStage(); desk = await stage.visitor({ viewport: desktop }); });
after(() => stage?.close());

async function findAndSignIn(page, look) {
  await page.goto(stage.portal);
  await look("home");
  await page.getByLabel("Название услуги или ваш вопрос").fill("градостроителный план");
  await page.getByRole("button", { name: "Найти" }).click();
  const found = page.getByRole("link", { name: "Градостроительный план участка" });
  await found.waitFor();
  await look("search");
  await found.click();
  await page.getByRole("heading", { level: 1, name: "Градостроительный план участка" }).waitFor();
  for (const block of ["Кто может получить", "Что понадобится", "Срок", "Стоимость", "Результат", "Как принимается решение", "Почему могут отказать"]) {
    await page.getByRole("heading", { level: 2, name: block, exact: true }).waitFor();
  }
  await look("service");
  await page.getByRole("link", { name: "Войти и заполнить" }).click();
  await page.waitForURL((url) => url.origin === new URL(stage.esia).origin);
  await look.picture("esia");
  await chooseAt(page, stage, "Землев");
  await look("start");
  await page.getByRole("button", { name: "Заполнить заявление" }).click();
}

async function fill(page, look) {
  await page.getByRole("heading", { level: 1, name: "Что нужно сделать" }).waitFor();
  await look("step-1");
  await choose(page, "Что нужно сделать", "Получить градостроительный план");
  await choose(page, "На каком основании вы обращаетесь", "Я правообладатель участка");
  await next(page, "О заявителе");
  assert.equal(await page.getByLabel("Фамилия").inputValue(), "Землев");
  assert.ok(await page.getByText("Из вашего профиля Госуслуг").count() >= 3, "each known answer names its source");
  await look("step-2");
  await next(page, "Участок и стройка");
  await page.getByLabel("Кадастровый номер участка").fill("63:01:000");
  await page.getByLabel("Адрес или описание места").fill("город Образцовск, улица Примерная, участок 1");
  await page.locator(".wrong-text").first().waitFor();
  await choose(page, "Право на участок записано в ЕГРН", "Да");
  await choose(page, "Что собираетесь строить", "Жилой дом");
  await page.getByLabel("Сколько этажей").fill("2");
  await page.locator(".actions .button[value=next]").click();
  await page.locator("#problems").waitFor();
  await look("mistake");
  await page.getByLabel("Кадастровый номер участка").fill("63:01:0000001:1");
  await next(page, "Проверьте заявление");
  await look("review");
}

/** The official takes the case, reads reasons, grants, previews and signs. */
async function decide(number, look) {
  await openAtDesk(desk, stage, number);
  const take = desk.getByRole("button", { name: "Взять в работу" });
  if (await take.count()) await take.click();
  await desk.getByRole("button", { name: "Вернуть в очередь" }).waitFor();
  await until(desk, desk.getByRole("link", { name: "Принять решение" }));
  const criteria = desk.locator("#criteria");
  await criteria.getByRole("rowheader", { name: "Заявитель вправе просить о плане этого участка." }).waitFor();
  await criteria.getByText("190-ФЗ, п. 57.3.4").first().waitFor();
  assert.equal(await desk.locator("#queries .because").count(), 0, "every source answered");
  assert.equal(await desk.locator("#queries").getByText("ответ получен").count(), 3);
  await look("desk-card");
  await desk.getByRole("link", { name: "Принять решение" }).click();
  await desk.getByRole("radio", { name: "Предоставить услугу" }).check();
  await look("desk-decision");
  await desk.getByRole("button", { name: "Утвердить решение" }).click();
  await desk.getByText("Решение принято.").waitFor();
  await (await until(desk, desk.getByRole("link", { name: "Посмотреть и подписать результат" }))).click();
  await look("desk-sign");
  const draft = await desk.request.get(await desk.getByRole("link", { name: "Открыть документ до подписания (PDF)" }).evaluate((link) => link.href));
  assert.equal((await draft.body()).subarray(0, 5).toString(), "%PDF-");
  await desk.getByRole("button", { name: "Подписать и выдать" }).click();
  await desk.getByText("Результат подписан и выдан, заявитель уведомлён.").waitFor();
  await look("desk-done");
}

async function receive(page, number, look) {
  await page.goto(`${stage.portal}/account`);
  await look("account");
  await page.locator("li", { hasText: number }).getByRole("link").first().click();
  await until(page, page.getByText("Услуга оказана"));
  await look("case");
  await page.getByRole("link", { name: "Принято положительное решение" }).click();
  await page.getByText("Результат находится в личном кабинете, на странице заявления.").waitFor();
  await look("notice");
  await page.getByRole("link", { name: "Открыть заявление" }).click();
  await page.getByRole("link", { name: "Открыть результат" }).click();
  await look("result");
  const document = await download(page, "Документ (PDF)");
  assert.equal(document.subarray(0, 5).toString(), "%PDF-");
  const signature = await download(page, "Электронная подпись (файл p7s)");
  assert.equal(signature[0], 0x30, "CMS in DER");
  return page.getByRole("link", { name: "Открыть страницу проверки" }).evaluate((link) => link.href);
}

async function download(page, name) {
  const [got] = await Promise.all([page.waitForEvent("download"), page.getByRole("link", { name }).click()]);
  return readFileSync(await got.path());
}

async function verify(address, viewport, look) {
  const anybody = await stage.visitor({ viewport });
  await anybody.goto(address);
  await anybody.getByRole("heading", { level: 1, name: "Действителен" }).waitFor();
  const told = await anybody.locator("body").innerText();
  for (const secret of ["Землев", "Захар", "63:01:0000001:1", "900-000-007"]) assert.ok(!told.includes(secret), `${secret} is not told to anybody`);
  await look("verified", anybody);
  await anybody.context().close();
}

async function journey(kind, viewport, signInAtDesk) {
  const begun = Date.now();
  let count = 0;
  const name = (what) => `${kind}-${String((count += 1)).padStart(2, "0")}-${what}`;
  const page = await stage.visitor({ viewport });
  const look = (what, on = page) => show(on, name(what));
  look.picture = (what) => picture(page, name(what));
  await findAndSignIn(page, look);
  await fill(page, look);
  const number = await file(page);
  assert.match(number, /^ГА-\d{4}-\d{6}-\d\d$/);
  await page.getByText(/Решение (до|не позднее) \d+ [а-я]+ \d{4}/).waitFor();
  await look("accepted");
  const atDesk = (what) => look(what, desk);
  await signInAtDesk(atDesk);
  await decide(number, atDesk);
  const address = await receive(page, number, look);
  await verify(address, viewport, look);
  const seconds = (Date.now() - begun) / 1000;
  console.log(`${kind}: from the printed address to a verified result in ${seconds.toFixed(1)} s, pictures and checks included`);
  assert.ok(seconds < 300);
  await page.context().close();
}

// Proves: CAT-05, FORM-01, FORM-03, FORM-04, FORM-10, FORM-14, FORM-23, INTAKE-04, STATUS-02, STATUS-10, RESULT-02, RESULT-04, RESULT-10, SEC-01.
test("a newcomer with a phone goes from the printed address to a verified result", async () => {
  await journey("phone", phone, async (atDesk) => {
    await officialIn(desk, stage, "zodchev", { password: () => atDesk("desk-sign-in"), code: () => atDesk("desk-code") });
    await atDesk("desk-queue");
  });
});

// Proves: CAT-10, FORM-23, RESULT-10.
test("a newcomer at a desktop goes from the printed address to a verified result", async () => {
  await journey("desktop", desktop, async () => {});
});

// Proves: SEC-03.
test("the applicant sees which official read the application and why", async () => {
  const page = await stage.visitor();
  await page.goto(`${stage.portal}/sign-in?return_to=/account/readings`);
  await chooseAt(page, stage, "Землев");
  await page.getByRole("cell", { name: /^рассмотрение заявления ГА-.* его исполнителем$/ }).first().waitFor();
  await show(page, "desktop-90-readings");
  await page.context().close();
});

// Proves: FORM-23.
test("pages of other services and of the catalogue have no grave finding of axe and fit the screen", async () => {
  const page = await stage.visitor({ viewport: phone });
  const places = ["/search?q=xyzxyz", "/categories/family", "/life/hunting-trip", "/services/large-family", "/services/hunting-ticket/text",
    "/services/large-family/sample", "/authorities/social-ministry", "/check", "/check/AAAA-AAAA-AAAA", "/sign-in?return_to=/", "/nowhere", "/desk/sign-in"];
  for (const place of places) {
    await page.goto(stage.portal + place);
    await show(page, `phone-9-${place.replace(/[^a-z]+/g, "-").replace(/^-|-$/g, "")}`);
  }
  await page.context().close();
});
