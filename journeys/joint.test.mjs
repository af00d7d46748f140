// A joint application: the bride invites the groom from her telephone, he fills in and signs his part
// without scripts at a desk, she sends it, both see the case.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { begin, file, fill, send, show, signIn, submit } from "./people.mjs";
import { accessibleAsShown, desktop, openStage, phone } from "./stage.mjs";

let stage;
before(async () => { stage = await openStage(); });
after(async () => { await stage?.close(); });

const next = (page) => submit(page, page.locator(".actions .button[value=next]"));

/** A day far enough ahead, as people type it. */
function weddingDay() {
  const day = new Date(Date.now() + 100 * 24 * 3600 * 1000);
  return day.toISOString().slice(0, 10).split("-").reverse().join(".");
}

/** Holds the first free time of the hall. */
async function chooseHall(page) {
  const step = new URL(page.url()).pathname;
  await page.getByRole("button", { name: "Выберите время" }).click();
  await page.locator("#date").selectOption({ index: 1 });
  await page.getByRole("button", { name: "Показать время" }).click();
  await page.locator("#times button").first().click();
  await page.getByRole("heading", { name: "Время придержано за вами" }).waitFor();
  await page.getByRole("link", { name: "Вернуться к заявлению" }).click();
  await page.waitForURL((url) => url.pathname === step);
}

const person = (who, more) => Object.fromEntries(Object.entries(more).map(([name, value]) => [`${who}.${name}`, value]));

const hers = {
  last_name: "Образцова", first_name: "Анна", middle_name: "Викторовна", birthdate: "26.05.1990", birthplace: "город Образцовск",
  email: "anna@example.test", citizenship: "russia", nationality: "тайная народность",
  address: "город Образцовск, улица Примерная, дом 1", identity_kind: "passport", identity_number: "99 20 000001",
  identity_date: "15.06.2020", identity_issuer: "Отдел МВД города Образцовска", before: "false", surname: "keep", free: "true", willing: "true",
};

// Proves: FORM-07, RESULT-11.
test("a bride invites a groom, each fills in a part, both see the case", { timeout: 240_000 }, async () => {
  const bride = await stage.visitor({ viewport: phone });
  await signIn(bride, stage, "Образцова");
  await begin(bride, stage, "marriage");
  await fill(bride, { "request.kind": "file", "request.filer": "bride", "filing.way": "together", "filing.invite": "true" });
  await show(bride, "joint-01-choice");
  await next(bride);
  await fill(bride, { "wedding.office": "central", "wedding.solemn": "true", "urgent.cause": "none" });
  await chooseHall(bride);
  await fill(bride, { "passport.mark": "false", "payment.payer": "bride" });
  await next(bride);
  await bride.getByRole("heading", { level: 1, name: "О женихе" }).waitFor();
  assert.equal(await bride.locator("[data-path]").count(), 1, "of the groom only whom to invite");
  await fill(bride, { "groom.snils": "900-000-002 83" });
  await show(bride, "joint-02-whom");
  await next(bride);
  await bride.getByRole("heading", { level: 1, name: "О невесте" }).waitFor();
  await fill(bride, { ...person("bride", hers), "bride.snils": "900-000-001 82" });
  await next(bride);
  await next(bride);
  await bride.getByRole("heading", { level: 1, name: "Проверьте заявление" }).waitFor();
  const review = bride.url();
  assert.equal(await bride.getByRole("button", { name: "Отправить заявление" }).count(), 0);
  await show(bride, "joint-03-invite");
  await submit(bride, bride.getByRole("button", { name: "Пригласить" }));
  await bride.getByText("приглашение отправлено").waitFor();
  await bride.locator("#parts").scrollIntoViewIfNeeded();
  await show(bride, "joint-04-invited");

  const groom = await stage.visitor({ viewport: desktop, javaScript: false });
  await signIn(groom, stage, "Примеров");
  await groom.getByRole("heading", { name: "Вас приглашают" }).waitFor();
  await show(groom, "joint-05-account");
  await groom.locator("#invited + ul a").first().click();
  await groom.getByText("Образцова Анна Викторовна").waitFor();
  const invitation = groom.url();
  await show(groom, "joint-06-invitation");
  await submit(groom, groom.getByRole("button", { name: "Открыть и заполнить свою часть" }));
  await groom.getByRole("heading", { level: 1, name: "О женихе" }).waitFor();
  assert.equal(await groom.locator('[data-path="groom.last_name"] input').inputValue(), "Примеров", "from his own account");
  await fill(groom, person("groom", {
    birthplace: "город Образцовск", email: "primerov@example.test", citizenship: "russia", nationality: "скрытая народность",
    address: "город Образцовск, улица Примерная, дом 2", identity_kind: "passport", before: "false", surname: "keep", free: "true", willing: "true",
  }), true);
  await show(groom, "joint-07-own-part");
  await next(groom);
  await groom.waitForURL(invitation);
  await show(groom, "joint-08-to-sign");
  const shown = await groom.content();
  assert.ok(shown.includes("скрытая народность") && !shown.includes("тайная народность"), "hers stays hers");
  await submit(groom, groom.getByRole("button", { name: "Подписать свою часть" }));
  await groom.getByText("Вы подписали свою часть").waitFor();
  await show(groom, "joint-09-signed");

  const stranger = await stage.visitor({ viewport: phone });
  await signIn(stranger, stage, "Землев");
  assert.equal((await stranger.goto(invitation)).status(), 404);

  await bride.goto(review);
  await bride.getByText("часть подписана").waitFor();
  assert.ok(!(await bride.content()).includes("скрытая народность"), "his stays his");
  await bride.locator("#parts").scrollIntoViewIfNeeded();
  await show(bride, "joint-10-ready");
  await bride.goto(review.replace(/review.*/, "wedding"));
  await bride.getByText("его подпись снимется").waitFor();
  await bride.goto(review);
  const number = await file(bride);
  await bride.goto(`${stage.portal}/account`);
  await bride.getByText(number).waitFor();

  await bride.getByRole("heading", { level: 3, name: "Регистрация брака" }).getByRole("link").click();
  await bride.getByText("Фамилия жениха: Примеров").waitFor();
  const known = await bride.locator("main").innerText();
  assert.ok(!known.includes("000002") && !known.includes("скрытая"), "what his account says of his passport stays his");

  await groom.goto(`${stage.portal}/account`);
  await groom.getByText(number).waitFor();
  await show(groom, "joint-11-both");
  await groom.locator("#joint + ul a").first().click();
  await groom.getByText("Вы подписали часть этого заявления").waitFor();
  await show(groom, "joint-12-case");
  assert.ok(!(await groom.content()).includes("тайная"));
  await accessibleAsShown(stage, groom);
});

// Proves: FORM-07.
test("the invited says no, the one who files is told why and invites again", { timeout: 120_000 }, async () => {
  const bride = await stage.visitor({ viewport: phone, javaScript: false });
  await signIn(bride, stage, "Многодетнова");
  const draft = await send(bride, stage, "/services/marriage/start", { fresh: "1" });
  const steps = {
    request: { "request.kind": "file", "request.filer": "bride", "filing.way": "together", "filing.invite": "true" },
    wedding: { "wedding.office": "central", "wedding.solemn": "false", "urgent.cause": "none", "wedding.date": weddingDay(), "passport.mark": "false", "payment.payer": "bride" },
    groom: { "groom.snils": "900-000-007 88" },
    bride: { ...person("bride", hers), "bride.snils": "900-000-006 87" },
};
  for (const [step, answers] of Object.entries(steps)) await send(bride, stage, `${draft}/${step}`, { ...answers, action: "save" });
  await bride.goto(`${stage.portal}${draft}/review`);
  await submit(bride, bride.getByRole("button", { name: "Пригласить" }));
  await bride.getByText("приглашение отправлено").waitFor();

  const groom = await stage.visitor({ viewport: phone, javaScript: false });
  await signIn(groom, stage, "Землев");
  await groom.locator("#invited + ul a").first().click();
  await groom.locator("summary", { hasText: "Отказаться" }).click();
  await groom.getByLabel("Причина (не обязательно)").fill("Давайте в другом году");
  await show(groom, "joint-13-no");
  await submit(groom, groom.getByRole("button", { name: "Отказаться от участия" }));
  await groom.getByText("Вы отказались.").waitFor();

  await bride.goto(`${stage.portal}${draft}/review`);
  await bride.getByText("Давайте в другом году").waitFor();
  await show(bride, "joint-14-told");
  await submit(bride, bride.getByRole("button", { name: "Пригласить" }));
  await bride.getByText("приглашение отправлено").waitFor();
  await submit(bride, bride.getByRole("button", { name: "Отозвать приглашение" }));
  await bride.getByText("приглашение отозвано").waitFor();
});
