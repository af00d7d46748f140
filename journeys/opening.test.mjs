// The second at which the schools open: a prepared draft waits, is not sent too early, and goes at once.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { begin, file, fill, show, signIn, submit } from "./people.mjs";
import { desktop, openStage, phone } from "./stage.mjs";

const evening = "2026-03-31T18:00:00+04:00";
const midnight = "2026-04-01T00:00:00+04:00";

let stage;
before(async () => { stage = await openStage({ at: evening }); });
after(async () => { await stage?.close(); });

const steps = [
  { "request.kind": "first", "schools.0.school": "school-1" },
  { "applicant.phone": "+7 900 000-00-07", "applicant.relation": "parent" },
  {
    "child.last_name": "Образцов", "child.first_name": "Проба", "child.middle_name": "", "child.birthdate": "20.05.2019",
    "child.snils": "087-654-303 00", "child.foreign": "false", "birth.record": "321",
    "child.registration": "город Образцовск, улица Примерная, дом 7", "child.lives_there": "true",
  },
  {
    "right.kind": "none", "adapted.need": "false", "language.education": "russian", "language.native": "russian",
    "language.republic": "false", "rules.read": "true", "data.consent": "true",
  },
];

for (const javaScript of [true, false]) {
  const way = javaScript ? "with scripts" : "without scripts";
  // Proves: FORM-13, FORM-14, FORM-23, PROFILE-04.
  test(`a first-grade application is prepared in the evening and goes at the opening second, ${way}`, { timeout: 240_000 }, async () => {
    const page = await stage.visitor({ viewport: javaScript ? phone : desktop, javaScript });
    // The telephone stands at the same evening as the portal.
    if (javaScript) await page.clock.install({ time: new Date(evening) });
    await signIn(page, stage, javaScript ? "Образцова" : "Землев");
    await begin(page, stage, "first-grade");
    for (const [at, answers] of steps.entries()) {
      if (at === 0 && !(await page.locator("[data-path='schools.0.school']").count())) {
        await submit(page, page.getByRole("button", { name: "Добавить" }));
      }
      await fill(page, answers, !javaScript);
      await show(page, `opening-0${at + 1}-step-${javaScript}`);
      await submit(page, page.locator(".actions .button[value=next]"));
    }
    await page.getByRole("heading", { level: 1, name: "Проверьте заявление" }).waitFor();
    await page.getByRole("heading", { name: "Приём ещё не открыт" }).waitFor();
    await show(page, `opening-05-early-${javaScript}`);
    const review = new URL(page.url()).pathname;
    if (javaScript) {
      // What the page does by itself at midnight, by the telephone's clock.
      await page.clock.fastForward("06:00:00");
      assert.equal(await page.locator("#foreseen").count(), 0);
      // A telephone whose clock is fast sends too early: the server says so, and nothing is lost.
      await submit(page, page.getByRole("button", { name: "Отправить заявление" }));
      await page.getByRole("heading", { level: 1, name: "Проверьте заявление" }).waitFor();
    } else {
      await page.getByRole("button", { name: "Отправить заявление" }).click();
      assert.equal(new URL(page.url()).pathname, review, "the browser asks for the tick first");
    }
    await stage.again(midnight);
    await page.goto(`${stage.portal}${review}`);
    assert.equal(await page.locator("#foreseen").count(), 0);
    await show(page, `opening-06-open-${javaScript}`);
    const number = await file(page);
    assert.match(number, /-2026-/);
    await show(page, `opening-07-sent-${javaScript}`);
    await stage.again(evening);
  });
}
