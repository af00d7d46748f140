// Interagency requests over СМЭВ as the demo has them by default: the case is decided by the answers,
// and its person sees who was asked, when, with what and by which clause.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { begin, file, fillHuntingTicket, fits, show, signIn, until } from "./people.mjs";
import { accessibleAsShown, desktop, openStage, phone, picture } from "./stage.mjs";

let stage;
before(async () => { stage = await openStage({ exchange: "smev" }); });
after(() => stage?.close());

// Proves: PROCEDURE-06, SCHEME-02, INTEG-01, SEC-03.
test("answers over СМЭВ decide a case, and its person sees who was asked about them", { timeout: 90_000 }, async () => {
  const page = await stage.visitor({ viewport: phone });
  await signIn(page, stage, "Образцова");
  await begin(page, stage, "hunting-ticket");
  await fillHuntingTicket(page);
  await file(page);
  await page.getByRole("link", { name: "Следить за заявлением" }).click();
  await until(page, page.getByRole("link", { name: "Открыть результат" }), 40_000);
  await page.getByRole("link", { name: "Кто и что о вас спрашивал" }).click();
  await page.getByRole("heading", { level: 1, name: "Кто и что о вас спрашивал" }).waitFor();
  assert.ok(await page.getByText("Ответ получен").count() > 0);
  assert.ok(await page.getByText("СНИЛС").count() > 0, "with what they were asked");
  await show(page, "exchange-01-asked");
  const first = page.url();

  // The same person asks for the same again: what is known and fresh is not asked twice.
  const plain = await stage.visitor({ viewport: desktop, javaScript: false });
  await plain.context().addCookies(await page.context().cookies());
  await plain.goto(first);
  await picture(plain, "exchange-02-asked-desktop");
  await accessibleAsShown(stage, plain);
  await fits(plain);
  const other = await stage.visitor({ viewport: phone });
  await signIn(other, stage, "Землев");
  const refused = await other.goto(first);
  assert.equal(refused.status(), 404, "nobody else sees it");
  for (const one of [other, plain, page]) await one.context().close();
});
