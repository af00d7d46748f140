// Services that begin by events of registers: an offer accepted on a telephone, one declined without
// scripts, a consent after which a service begins by itself, and a consent taken back.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { eventually, show, signIn, submit, until } from "./people.mjs";
import { accessibleAsShown, desktop, openStage, phone, picture } from "./stage.mjs";

let stage;
before(async () => { stage = await openStage(); });
after(async () => { await stage?.close(); });

/** Presses a button of the stand: something invented happens to an invented person. */
async function happens(lastName, what) {
  const page = await stage.visitor();
  await page.goto(`${stage.stand.replace(/\/$/, "")}/events`);
  const heading = page.getByRole("heading", { level: 2, name: new RegExp(`^${lastName} `) });
  const button = heading.locator("xpath=following-sibling::form[button]").getByRole("button", { name: what }).first();
  await submit(page, button);
  await page.getByText("Сообщено").waitFor();
  await page.context().close();
}

// Proves: PROACTIVE-01, PROACTIVE-02, PROACTIVE-04, PROACTIVE-05.
test("an offer is seen with its reasons and accepted on a telephone, and the case says why it began", { timeout: 120_000 }, async () => {
  const page = await stage.visitor({ viewport: phone });
  await signIn(page, stage, "Землев");
  await happens("Землев", "Родился третий ребёнок");
  const offers = page.getByRole("region", { name: "Вам положено" });
  await until(page, offers, 60_000);
  await offers.getByText("В семье стало трое детей.").waitFor();
  await offers.getByText("ЕГР ЗАГС").first().waitFor();
  await offers.locator("summary").first().click();
  await show(page, "proactive-01-offer");
  await submit(page, offers.getByRole("button", { name: /^Да, начать услугу/ }));
  await page.waitForURL(/\/cases\/[0-9a-f]+/);
  await until(page, page.locator(".note").filter({ hasText: "Услуга начата без заявления" }), 8_000);
  await page.getByText("Почему она начата: В семье стало трое детей.").waitFor();
  await show(page, "proactive-02-case");
  const address = page.url();
  await page.goto(`${stage.portal}/account/notices`);
  await page.getByRole("link", { name: "Вам положена услуга" }).first().click();
  await page.getByText("Без вашего ответа ничего не начнётся.").waitFor();
  await show(page, "proactive-03-notice");
  await page.goto(address);
  await until(page, page.locator("main").getByText(/Услуга оказана|Статус/).first());
});

// Proves: PROACTIVE-02, PROACTIVE-04, PROACTIVE-05.
test("without scripts offers are declined, and one opens a draft that knows what the register said", { timeout: 120_000 }, async () => {
  const page = await stage.visitor({ viewport: desktop, javaScript: false });
  await signIn(page, stage, "Образцова");
  await happens("Образцова", "Установлена инвалидность");
  const card = (title) => page.locator("article.card").filter({ hasText: title });
  await until(page, card("Компенсация за жильё"), 60_000);
  await picture(page, "proactive-04-offers-plain");
  await accessibleAsShown(stage, page);
  await submit(page, card("арковочное").getByRole("button", { name: /^Не сейчас/ }));
  await page.getByText("Мы убрали предложение. Подать заявление можно в любой день.").waitFor();
  await picture(page, "proactive-05-declined-plain");
  assert.equal(await card("арковочное").count(), 0);
  await submit(page, card("Компенсация за жильё").getByRole("button", { name: /^Да, открыть заявление/ }));
  await page.waitForURL(/\/drafts\/[0-9a-f]+/);
  await picture(page, "proactive-06-draft-plain");
  assert.equal(await page.getByLabel("К какой категории вы относитесь").inputValue().catch(() => "disabled"), "disabled");
});

// Proves: PROACTIVE-01, PROACTIVE-03, PROACTIVE-04, PROACTIVE-05.
test("after a consent a service begins by itself, can be declined, and a consent taken back stops the next", { timeout: 180_000 }, async () => {
  const page = await stage.visitor({ viewport: phone });
  await signIn(page, stage, "Переездова");
  await page.getByRole("link", { name: "Согласия" }).click();
  await page.getByRole("heading", { level: 1, name: "Согласия" }).waitFor();
  await show(page, "proactive-07-consents");
  await submit(page, page.getByRole("button", { name: /^Согласен\s*«Статус многодетной семьи»/ }));
  await page.getByText("Согласие дано. Оно действует с этой минуты.").waitFor();
  await page.locator("summary").filter({ hasText: /Что было раньше\s*«Статус многодетной семьи»/ }).click();
  await show(page, "proactive-08-given");
  await happens("Переездова", "Родился третий ребёнок");
  await page.goto(`${stage.portal}/account`);
  await (await until(page, page.getByRole("link", { name: "Статус многодетной семьи" }), 60_000)).click();
  await page.getByText("Вы согласились получать эту услугу без заявления").first().waitFor();
  await show(page, "proactive-09-began");
  await page.getByRole("link", { name: "Отказаться от услуги" }).click();
  await submit(page, page.getByRole("button", { name: "Да, отказаться" }));
  await page.waitForURL(/\/cases\/[0-9a-f]+\?done=declined/);
  await page.goto(`${stage.portal}/account/consents`);
  await submit(page, page.getByRole("button", { name: /^Отозвать\s*«Статус многодетной семьи»/ }));
  await page.getByText("Согласие отозвано. Оно перестало действовать сразу.").waitFor();
  await show(page, "proactive-10-withdrawn");
  await happens("Переездова", "Родился третий ребёнок");
  await page.goto(`${stage.portal}/account`);
  await until(page, page.getByRole("region", { name: "Вам положено" }), 60_000);
  const running = await eventually(async () => await page.locator("ul.rows li").count(), "the list of cases");
  assert.equal(running, 1, "only an offer, no second case");
});
