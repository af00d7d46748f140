// A hunting ticket that the machine decides: seconds from filing to an extract, and a letter that tells nothing.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, before, test } from "node:test";
import { begin, eventually, file, fillHuntingTicket, show, signIn, until } from "./people.mjs";
import { desktop, openStage } from "./stage.mjs";

let stage;
before(async () => { stage = await openStage(); });
after(() => stage?.close());

const sent = async () => (await fetch(new URL("/sent", stage.stand))).json();

// Proves: INTAKE-09, PROCEDURE-02, RESULT-01, RESULTREG-01, RESULTREG-03, STATUS-03, STATUS-07, STATUS-08.
test("the machine decides a hunting ticket within ten seconds, and the letter about it holds nothing sensitive", async () => {
  const page = await stage.visitor({ viewport: desktop });
  await signIn(page, stage, "Образцова");
  await page.getByRole("link", { name: "Настройки" }).click();
  await page.getByRole("checkbox", { name: /anna\.obraztsova@example\.test/ }).check();
  await page.getByRole("button", { name: "Сохранить" }).click();
  await page.getByText("Сохранено.").waitFor();
  await show(page, "automatic-01-settings");
  await begin(page, stage, "hunting-ticket");
  await fillHuntingTicket(page);
  await show(page, "automatic-02-review");
  const filed = Date.now();
  const number = await file(page);
  await page.getByText("anna.obraztsova@example.test").waitFor();
  await page.getByRole("link", { name: "Следить за заявлением" }).click();
  await until(page, page.getByText("Услуга оказана"), 10_000);
  const seconds = (Date.now() - filed) / 1000;
  console.log(`decided by the machine in ${seconds.toFixed(1)} s`);
  assert.ok(seconds < 10, `decided in ${seconds} s`);
  await show(page, "automatic-03-case");

  await page.getByRole("link", { name: "Открыть результат" }).click();
  await page.getByText("Силу имеет запись реестра.").waitFor();
  await show(page, "automatic-04-entry");
  const [extract] = await Promise.all([page.waitForEvent("download"), page.getByRole("link", { name: /^Выписка по состоянию/ }).click()]);
  assert.equal(readFileSync(await extract.path()).subarray(0, 5).toString(), "%PDF-");
  const check = await page.getByRole("link", { name: "Открыть страницу проверки" }).evaluate((link) => link.href);
  const anybody = await stage.visitor();
  await anybody.goto(check);
  await anybody.getByRole("heading", { level: 1, name: "Действителен" }).waitFor();
  assert.ok(!(await anybody.locator("body").innerText()).includes("Образцова"));
  await show(anybody, "automatic-05-verified");

  const letters = await eventually(async () => {
    const mine = (await sent()).filter((letter) => letter.to.includes("anna.obraztsova") && letter.text.includes(number));
    return mine.length >= 2 && mine;
  }, "letters about registration and decision");
  for (const letter of letters) {
    const told = `${letter.subject}\n${letter.text}`;
    for (const secret of ["Образцова", "Анна", "900-000-001", "9900", "26.05.1990", "судимост"]) {
      assert.ok(!told.includes(secret), `«${secret}» stands in a letter:\n${told}`);
    }
    assert.ok(told.includes(stage.portal), "the letter leads to the account");
  }
  await page.context().close();
});
