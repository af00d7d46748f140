// The whole citizen journey by keyboard alone: every stop of Tab is seen, nothing traps.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { picture3to4 } from "./people.mjs";
import { desktop, openStage, picture } from "./stage.mjs";

let stage;
before(async () => { stage = await openStage(); });
after(() => stage?.close());

/** Presses a key until the wanted control has the focus; each stop on the way must be visible. */
async function walkTo(page, wanted, key = "Tab", most = 60) {
  await wanted.first().waitFor({ state: "attached" });
  await page.waitForLoadState("load");
  for (let presses = 0; presses < most; presses += 1) {
    await page.keyboard.press(key);
    const stop = await page.evaluate(() => {
      const at = document.activeElement;
      if (!at || at === document.body) return { name: "", seen: true };
      const seen = [at, at.closest(".option"), at.closest(".card")].some((one) => {
        if (!one) return false;
        const style = getComputedStyle(one), box = one.getBoundingClientRect();
        return style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2 && box.width > 4 && box.height > 4;
      });
      return { name: `${at.outerHTML.slice(0, 120)}`, seen };
    });
    assert.ok(stop.seen, `the focus cannot be seen on ${stop.name}`);
    if (await wanted.first().evaluate((one) => one === document.activeElement)) return;
  }
  throw new Error(`${most} presses of ${key} did not reach ${wanted}`);
}

async function press(page, wanted, key = "Enter") {
  await walkTo(page, wanted);
  await page.keyboard.press(key);
}

async function pick(page, group, answer) {
  const radio = page.getByRole("group", { name: group }).getByRole("radio");
  const wanted = page.getByRole("group", { name: group }).getByRole("radio", { name: answer, exact: true });
  await walkTo(page, radio);
  await page.keyboard.press("Space");
  for (let presses = 0; presses < 8 && !(await wanted.isChecked()); presses += 1) await page.keyboard.press("ArrowDown");
  assert.ok(await wanted.isChecked(), `${answer} is chosen by arrows`);
}

async function write(page, label, text) {
  await walkTo(page, page.getByLabel(label));
  await page.keyboard.type(text);
}

const heading = (page, name) => page.getByRole("heading", { level: 1, name, exact: true }).waitFor();
const onward = (page) => page.locator(".actions .button[value=next]");

// Proves: FORM-23.
test("a citizen with a keyboard alone finds, signs in, mends, files and follows", async () => {
  const page = await stage.visitor({ viewport: desktop });
  await page.goto(stage.portal);
  // The first stop skips to the content.
  await page.keyboard.press("Tab");
  const skip = page.getByRole("link", { name: "Перейти к содержанию" });
  assert.ok(await skip.evaluate((one) => one === document.activeElement));
  const box = await skip.boundingBox();
  assert.ok(box.x >= 0 && box.y >= 0, "the skip link shows itself when focused");
  await picture(page, "keyboard-01-skip");
  await page.keyboard.press("Enter");
  await page.keyboard.press("Tab");
  assert.equal(await page.evaluate(() => document.activeElement.id), "q", "past the header at once");
  await page.keyboard.type("земля");
  await page.keyboard.press("Enter");
  await heading(page, "Все услуги");
  await press(page, page.getByRole("link", { name: "Градостроительный план участка" }));
  await heading(page, "Градостроительный план участка");
  await press(page, page.getByRole("link", { name: "Войти и заполнить" }));
  await page.waitForURL((url) => url.origin === new URL(stage.esia).origin);
  const person = page.getByRole("button", { name: /^Землев / });
  for (let presses = 0; presses < 30 && !(await person.evaluate((one) => one === document.activeElement)); presses += 1) await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  await heading(page, "Заявление");
  await press(page, page.getByRole("button", { name: "Заполнить заявление" }));

  await heading(page, "Что нужно сделать");
  await press(page, onward(page));
  await page.locator("#problems").waitFor();
  await page.waitForFunction(() => document.activeElement.id === "problems");
  // The list of mistakes leads to the field.
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  await page.keyboard.press("Space");
  const first = page.getByRole("radio", { name: "Получить градостроительный план" });
  if (!(await first.isChecked())) await pick(page, "Что нужно сделать", "Получить градостроительный план");
  await picture(page, "keyboard-02-mended");
  await pick(page, "На каком основании вы обращаетесь", "Я правообладатель участка");
  await press(page, onward(page));
  await heading(page, "О заявителе");
  await press(page, onward(page));
  await heading(page, "Участок и стройка");
  await write(page, "Кадастровый номер участка", "63:01:0000001:1");
  await write(page, "Адрес или описание места", "город Образцовск, улица Примерная, участок 1");
  await pick(page, "Право на участок записано в ЕГРН", "Да");
  await pick(page, "Что собираетесь строить", "Жилой дом");
  await page.getByLabel("Сколько этажей").waitFor();
  await write(page, "Сколько этажей", "2");
  await picture(page, "keyboard-03-plot");
  await press(page, onward(page));
  await heading(page, "Проверьте заявление");
  await press(page, page.getByRole("button", { name: "Отправить заявление" }));
  await heading(page, "Заявление принято");
  await press(page, page.getByRole("link", { name: "Следить за заявлением" }));
  await heading(page, "Градостроительный план участка");
  // And back with Shift+Tab.
  await walkTo(page, page.getByRole("link", { name: "Личный кабинет" }).last());
  await walkTo(page, page.getByRole("link", { name: "Личный кабинет" }).first(), "Shift+Tab");
  await page.keyboard.press("Enter");
  await page.waitForURL(`${stage.portal}/account`);
  await page.context().close();
});

// Proves: FORM-22, FORM-23.
test("a file is attached and taken away by keyboard alone", async () => {
  const page = await stage.visitor({ viewport: desktop });
  await page.goto(`${stage.portal}/sign-in?return_to=/services/hunting-ticket/start`);
  await page.waitForURL((url) => url.origin === new URL(stage.esia).origin);
  await page.getByRole("button", { name: /^Образцова / }).press("Enter");
  await press(page, page.getByRole("button", { name: "Заполнить заявление" }));
  await heading(page, "Что нужно сделать");
  await pick(page, "Что нужно сделать", "Получить охотничий билет");
  await press(page, onward(page));
  await heading(page, "О заявителе");
  await press(page, onward(page));
  await heading(page, "Охотминимум и бланк");
  const file = page.getByLabel("Фотография 3 на 4");
  // The browser opens its chooser only on a fresh key press; a busy machine may swallow one.
  let chooser;
  for (let attempt = 0; !chooser && attempt < 6; attempt++) {
    await walkTo(page, file);
    const opened = page.waitForEvent("filechooser", { timeout: 4000 }).catch(() => undefined);
    await page.keyboard.press(attempt % 2 === 0 ? "Enter" : "Space");
    chooser = await opened;
  }
  assert.ok(chooser, "the file chooser opens by a key");
  await chooser.setFiles({ name: "foto.png", mimeType: "image/png", buffer: picture3to4() });
  await page.getByRole("link", { name: "foto.png" }).waitFor();
  await press(page, page.getByRole("button", { name: "Убрать файл foto.png" }));
  await page.getByRole("link", { name: "foto.png" }).waitFor({ state: "detached" });
  await page.context().close();
});
