// A reader chooses a language at the foot of any page: English and Tatar lead from the first page to a
// filled application, and every page stays accessible; with scripts and without.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { begin, fits, signIn, submit } from "./people.mjs";
import { accessibleAsShown, openStage, phone, picture } from "./stage.mjs";

let stage;
before(async () => { stage = await openStage(); });
after(() => stage?.close());

// Proves: FORM-23.
for (const [language, name, javaScript] of [["en", "English", true], ["tt", "Татарча", false]]) {
  test(`the way to an application in ${name}`, { timeout: 180_000 }, async () => {
    const page = await stage.visitor({ viewport: phone, javaScript });
    const seen = async (step) => {
      assert.equal(await page.locator("html").getAttribute("lang"), language);
      await fits(page);
      await picture(page, `language-${language}-${step}`);
      await accessibleAsShown(stage, page);
      const shell = await page.locator("header.top nav, footer.bottom").allInnerTexts();
      if (language === "en") assert.ok(!/[а-яё]/i.test(shell.join(" ").replace(/Русский|Татарча|Приозёрье|«Приозёрье»/g, "")), shell.join(" "));
      assert.ok(!/\b(nav|footer|form|error|account)-[a-z-]+\b/.test(shell.join(" ")), "a key is shown for a message");
    };
    await page.goto(stage.portal);
    await submit(page, page.getByRole("button", { name, exact: true }));
    await seen("01-home");
    for (const [step, path] of [["02-search", "search?q=охота"], ["03-service", "services/hunting-ticket"], ["03-stand", "services/hunting-ticket/stand"], ["04-questions", "services/hunting-ticket/questions"], ["05-assistant", "assistant"], ["06-check", "check"]]) {
      await page.goto(new URL(path, stage.portal).href);
      await seen(step);
    }
    await signIn(page, stage, "Образцова");
    await seen("07-account");
    await begin(page, stage, "hunting-ticket");
    await seen("08-form");
    await page.goto(page.url().replace(/[^/]+$/, "review"));
    await seen("09-review");
    for (const [step, path] of [["10-settings", "account/settings"], ["11-missing", "no-such-page"]]) {
      await page.goto(new URL(path, stage.portal).href);
      await seen(step);
    }
    await submit(page, page.getByRole("button", { name: "Русский", exact: true }));
    assert.equal(await page.locator("html").getAttribute("lang"), "ru");
    await page.context().close();
  });
}
