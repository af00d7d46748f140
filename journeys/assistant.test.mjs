// «Спросить словами»: a person on a telephone types what they need, is asked again where that is not
// clear, and takes the answers along into the application; with scripts and without.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { fits, show, submit } from "./people.mjs";
import { accessibleAsShown, desktop, openStage, phone, picture } from "./stage.mjs";

let stage;
before(async () => { stage = await openStage(); });
after(() => stage?.close());

// Proves: PROFILE-02, PROFILE-08.
for (const [name, look] of [["phone", { viewport: phone }], ["desktop-plain", { viewport: desktop, javaScript: false }]]) {
  test(`a talk finds the service, asks again and ends with what is needed (${name})`, { timeout: 120_000 }, async () => {
    const page = await stage.visitor(look);
    const seen = async (step) => { await fits(page); await picture(page, `assistant-${name}-${step}`); await accessibleAsShown(stage, page); };
    const say = async (words) => {
      await page.getByRole("textbox").fill(words);
      await submit(page, page.getByRole("button", { name: "Отправить", exact: true }));
    };
    await page.goto(stage.portal);
    await page.getByRole("link", { name: "Спросить словами" }).click();
    await page.getByRole("heading", { level: 1, name: "Спросить словами" }).waitFor();
    await seen("01-first");
    await say("абракадабра");
    await page.getByText(/Такой услуги не нашлось/).waitFor();
    assert.equal(await page.getByRole("textbox").inputValue(), "абракадабра", "what was typed stays");
    await say("земля");
    await page.getByText("Какая услуга вам нужна?").waitFor();
    await seen("02-which");
    await say("охотничий билет");
    await page.getByLabel("Что нужно сделать").waitFor();
    await say("билет");
    await page.getByText(/Подходит несколько ответов/).waitFor();
    await seen("03-again");
    // The keyboard alone: Enter in the box sends.
    await page.getByRole("textbox").fill("аннулировать");
    await Promise.all([page.waitForURL(/assistant/), page.getByRole("textbox").press("Enter")]);
    await page.getByText("Аннулировать билет").first().waitFor();
    for (let asked = 0; asked < 12 && !(await page.locator("#outcome").count()); asked += 1) {
      await submit(page, page.getByRole("button", { name: "Не знаю" }));
    }
    await page.locator("#outcome").waitFor();
    await seen("04-outcome");
    await submit(page, page.getByRole("button", { name: "Подробно и с объяснениями" }));
    await page.getByRole("heading", { level: 2, name: "Вы ответили" }).waitFor();
    assert.ok(await page.getByText("Аннулировать билет").count());
    await show(page, `assistant-${name}-05-details`);
    await page.context().close();
  });
}
