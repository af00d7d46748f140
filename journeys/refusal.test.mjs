// Refusals: by an official with a ground and words, by the machine; each says why and what to do.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { begin, file, fillHuntingTicket, fillLandPlan, officialIn, openAtDesk, show, signIn, until } from "./people.mjs";
import { desktop, openStage, phone } from "./stage.mjs";

let stage;
before(async () => { stage = await openStage(); });
after(() => stage?.close());

// Proves: PROCEDURE-03, RESULT-09, STATUS-02.
test("an official refuses only by a ground of the regulation, and the citizen reads why and what to do", async () => {
  const page = await stage.visitor({ viewport: phone });
  await signIn(page, stage, "Землев");
  await begin(page, stage, "land-plan");
  await fillLandPlan(page, { cadastral: "63:01:0000001:3" });
  const number = await file(page);
  const desk = await stage.visitor({ viewport: desktop });
  await officialIn(desk, stage, "zodchev");
  await openAtDesk(desk, stage, number);
  await desk.getByRole("button", { name: "Взять в работу" }).click();
  await (await until(desk, desk.getByRole("link", { name: "Принять решение" }))).click();
  await desk.getByRole("radio", { name: "Отказать", exact: true }).check();
  await desk.getByRole("button", { name: "Утвердить решение" }).click();
  await desk.getByRole("alert").waitFor();
  await show(desk, "refusal-01-no-ground");
  await desk.getByRole("radio", { name: "Отказать", exact: true }).check();
  await desk.getByRole("checkbox", { name: /^G3\./ }).check();
  await desk.getByLabel("Пояснение для заявителя").fill("На плане не хватает двух поворотных точек.");
  await show(desk, "refusal-02-ground");
  await desk.getByRole("button", { name: "Утвердить решение" }).click();
  await desk.getByText("Отказ оформлен, заявитель уведомлён.").waitFor();
  await show(desk, "refusal-03-desk");

  await page.getByRole("link", { name: "Следить за заявлением" }).click();
  await until(page, page.getByRole("heading", { name: "Почему отказано" }));
  await page.getByText("Закажите межевание, внесите границы в ЕГРН и подайте заявление снова.").first().waitFor();
  await page.getByText("На плане не хватает двух поворотных точек.").first().waitFor();
  await page.getByText("190-ФЗ, п. 57.3.4").first().waitFor();
  await show(page, "refusal-04-case");
  await (await until(page, page.getByRole("link", { name: "В услуге отказано" }))).click();
  await page.getByText("На плане не хватает двух поворотных точек.").waitFor();
  await show(page, "refusal-05-notice");
  await desk.context().close();
  await page.context().close();
});

// Proves: INTAKE-09, RESULT-09.
test("the machine refuses by a fact of a register and says how to contest it", async () => {
  const page = await stage.visitor({ viewport: phone });
  await signIn(page, stage, "Примеров");
  await begin(page, stage, "hunting-ticket");
  await fillHuntingTicket(page);
  await file(page);
  await page.getByRole("link", { name: "Следить за заявлением" }).click();
  await until(page, page.getByText("По сведениям МВД у вас есть непогашенная или неснятая судимость за умышленное преступление."));
  await page.getByText("Если сведения ошибочны, обратитесь в МВД за исправлением и подайте заявление снова.").first().waitFor();
  await show(page, "refusal-06-machine");
  assert.equal(await page.getByRole("link", { name: "Открыть результат" }).count(), 0);
  await page.context().close();
});

// Proves: FORM-18, SEC-01.
test("an account that may not apply is told why and what to do", async () => {
  for (const [person, heading] of [["Стандартов", "Нужна подтверждённая учётная запись"], ["Ведомственный", "Эту услугу нельзя получить с такой учётной записью"]]) {
    const page = await stage.visitor({ viewport: phone });
    await signIn(page, stage, person);
    if (person === "Ведомственный") {
      await page.goto(`${stage.portal}/account/settings`);
      await page.getByRole("radio").last().check();
      await page.getByRole("button", { name: "Выбрать" }).click();
    }
    await page.goto(`${stage.portal}/services/land-plan/start`);
    await page.getByRole("heading", { level: 1, name: heading }).waitFor();
    await show(page, `refusal-07-${person === "Стандартов" ? "assurance" : "state-body"}`);
    await page.context().close();
  }
});
