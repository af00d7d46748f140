// «Узнать условия для себя»: before sign-in on a telephone, with and without scripts; the answers go
// into the application; a wrong answer is told at its question; nothing is left when it is not sent.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { chooseAt, fits, show, signIn, submit } from "./people.mjs";
import { accessibleAsShown, desktop, openStage, phone, picture } from "./stage.mjs";

let stage;
before(async () => { stage = await openStage(); });
after(() => stage?.close());

const go = (page) => submit(page, page.getByRole("button", { name: "Далее", exact: true }));

// Proves: PROFILE-01, PROFILE-05, PROFILE-06, PROFILE-08.
test("a citizen on a telephone learns what is needed, and the answers go into the application", { timeout: 120_000 }, async () => {
  const page = await stage.visitor({ viewport: phone });
  await page.goto(`${stage.portal}/services/building-permit`);
  await page.getByRole("link", { name: "Узнать условия для себя" }).click();
  await page.getByRole("heading", { level: 1, name: "Что нужно именно вам" }).waitFor();
  await fits(page);
  await page.getByText("Что изменится от ответа").click();
  await show(page, "questions-01-first");
  // Nothing chosen: the question stays and says so.
  await go(page);
  await page.getByRole("alert").getByRole("link").waitFor();
  await show(page, "questions-02-missing");
  for (let asked = 0; asked < 8; asked += 1) {
    if (await page.getByRole("button", { name: "Подать заявление с этими ответами" }).count()) break;
    await page.getByRole("radio").first().check();
    await go(page);
  }
  await page.getByRole("heading", { name: "Почему так" }).waitFor();
  await fits(page);
  await show(page, "questions-03-outcome");
  for (const block of ["Что понадобится", "Срок", "Стоимость", "Как принимается решение", "Почему могут отказать", "А если ответить иначе"]) {
    assert.ok(await page.getByRole("heading", { level: 2, name: block }).count(), block);
  }
  const title = await page.getByRole("heading", { level: 1 }).innerText();
  await submit(page, page.getByRole("button", { name: /^Изменить/ }).first());
  await page.getByRole("radio").last().check();
  await go(page);
  assert.ok(title.length > 5);
  await page.context().close();
});

// Proves: PROFILE-03, PROFILE-06, PROFILE-08.
test("without scripts: a wrong date is told, «не знаю» goes on, and what was said stands in the form", { timeout: 120_000 }, async () => {
  const page = await stage.visitor({ viewport: desktop, javaScript: false });
  await page.goto(`${stage.portal}/services/hunting-ticket/questions`);
  await page.getByLabel("Получить охотничий билет").check();
  await go(page);
  await page.getByRole("heading", { level: 1, name: /билет/i }).waitFor();
  await picture(page, "questions-10-outcome");
  await accessibleAsShown(stage, page);
  await submit(page, page.getByRole("button", { name: "Проверить, не откажут ли" }));
  await submit(page, page.getByRole("button", { name: "Не знаю" }));
  const date = page.getByLabel("Дата рождения");
  if (await date.count()) {
    await date.fill("32.13.1990");
    await go(page);
    await page.getByRole("alert").waitFor();
    assert.equal(await date.inputValue(), "32.13.1990", "what was typed stays");
    await picture(page, "questions-11-wrong");
    await date.fill("05.03.1990");
    await go(page);
  }
  await picture(page, "questions-12-further");
  await accessibleAsShown(stage, page);
  await page.getByRole("button", { name: "Подать заявление с этими ответами" }).click();
  await page.getByRole("link", { name: "Войти через Госуслуги" }).click();
  await chooseAt(page, stage, "Образцова");
  await page.getByText(/Перенесём в заявление/).waitFor();
  await picture(page, "questions-13-carried");
  await page.getByRole("button", { name: "Заполнить заявление" }).click();
  await page.waitForURL(/\/drafts\//);
  assert.ok(await page.getByLabel("Получить охотничий билет").isChecked(), "the answer stands in the form");
  const cookies = await page.context().cookies();
  assert.ok(!cookies.some((one) => one.name === "okno_answers"), "the answers are in the application and nowhere else");
  // Who is signed in is not asked for what the account holds.
  await page.goto(`${stage.portal}/services/hunting-ticket/questions`);
  await page.getByText(/Уже известно и не спрашиваем/).waitFor();
  await page.context().close();
});
