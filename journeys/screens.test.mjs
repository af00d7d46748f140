// Narrow screens, large text, light and dark: every main page stays whole.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { begin, file, fillLandPlan, fits, officialIn, openAtDesk, signIn } from "./people.mjs";
import { accessible, desktop, openStage, picture } from "./stage.mjs";

let stage, citizen, desk, places;
before(async () => {
  stage = await openStage();
  citizen = await stage.visitor({ viewport: desktop });
  await signIn(citizen, stage, "Землев");
  await begin(citizen, stage, "land-plan");
  const draft = new URL(citizen.url()).pathname.replace(/\/[a-z]+$/, "");
  await fillLandPlan(citizen);
  await citizen.goto(`${stage.portal}${draft}/review`);
  const number = await file(citizen);
  const accepted = new URL(citizen.url()).pathname;
  desk = await stage.visitor({ viewport: desktop });
  await officialIn(desk, stage, "zodchev");
  await openAtDesk(desk, stage, number);
  const card = new URL(desk.url()).pathname;
  await citizen.goto(`${stage.portal}/services/land-plan/start`);
  await citizen.locator("main form button").last().click();
  await citizen.waitForURL(/\/drafts\/[^/]+\/[a-z]+/);
  const step = new URL(citizen.url()).pathname;
  places = [
    ...["/", "/search?q=билет", "/assistant", "/services/large-family", "/services/land-plan/text", "/check", "/nowhere", "/account", "/account/notices",
      "/account/settings", "/account/readings", step, step.replace(/[a-z]+$/, "plot"), step.replace(/[a-z]+$/, "review"), accepted, accepted.replace("/accepted", "")]
      .map((place) => [citizen, place]),
    ...["/desk", card, `${card}/decision`].map((place) => [desk, place]),
  ];
});
after(() => stage?.close());

// Proves: FORM-23.
test("no page scrolls sideways at 320 px and at 200 % zoom", async () => {
  for (const [page, place] of places) {
    for (const width of [320, 640]) {
      await page.setViewportSize({ width, height: 700 });
      await page.goto(stage.portal + place);
      await fits(page);
    }
    await page.evaluate(() => { document.documentElement.style.fontSize = "200%"; });
    await fits(page);
    await page.setViewportSize(desktop);
  }
});

// Proves: FORM-23.
test("in the dark every page has no grave finding of axe", async () => {
  await citizen.emulateMedia({ colorScheme: "dark" });
  await desk.emulateMedia({ colorScheme: "dark" });
  for (const [index, [page, place]] of places.entries()) {
    await page.goto(stage.portal + place);
    await accessible(page);
    await picture(page, `dark-${String(index + 1).padStart(2, "0")}`);
  }
  const ground = await citizen.evaluate(() => getComputedStyle(document.body).backgroundColor);
  assert.notEqual(ground, "rgb(246, 245, 241)");
});
