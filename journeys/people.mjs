// What people do in journeys: a citizen signs in, fills, files; an official signs in and decides.
import assert from "node:assert/strict";
import { deflateSync } from "node:zlib";
import { accessible, picture, secondFactor } from "./stage.mjs";

/** Waits until the page shows it, asking the server again and again; no fixed pauses. */
export async function until(page, locator, patience = 20_000) {
  const deadline = Date.now() + patience;
  for (;;) {
    try {
      await locator.first().waitFor({ state: "visible", timeout: 400 });
      return locator.first();
    } catch (error) {
      if (Date.now() > deadline) throw new Error(`${page.url()} never showed it: ${error.message}\n${await page.locator("main").innerText()}`);
      await page.reload();
    }
  }
}

/** Presses a button that sends a form and waits until the server took it: who leaves earlier takes it back. */
export async function submit(page, button) {
  const taken = page.waitForResponse((response) => response.request().method() === "POST");
  await button.click();
  await taken;
}

/** Waits until a function answers something. */
export async function eventually(ask, what, patience = 20_000) {
  const deadline = Date.now() + patience;
  while (Date.now() < deadline) {
    const answer = await ask();
    if (answer) return answer;
    await new Promise((resolve) => setImmediate(resolve));
  }
  throw new Error(`never came: ${what}`);
}

/** Chooses a person on the page of the stand's ЕСИА and waits until the portal has them. */
export async function chooseAt(page, stage, lastName) {
  await page.waitForURL((url) => url.origin === new URL(stage.esia).origin);
  await page.getByRole("button", { name: new RegExp(`^${lastName} `) }).click();
  await page.waitForURL((url) => url.origin === stage.portal);
}

/** Signs a citizen in from the top of the page. */
export async function signIn(page, stage, lastName) {
  await page.goto(`${stage.portal}/sign-in?return_to=/account`);
  await chooseAt(page, stage, lastName);
  await page.waitForURL(`${stage.portal}/account`);
}

/** Opens a fresh form of a service; the person is signed in. */
export async function begin(page, stage, service) {
  await page.goto(`${stage.portal}/services/${service}/start`);
  await page.locator("main form button").last().click();
  await page.waitForURL(/\/drafts\/[^/]+\/[a-z]+/);
}

/** Presses «Далее» and waits for the next step. */
export async function next(page, heading) {
  await page.locator(".actions .button[value=next]").click();
  await page.getByRole("heading", { level: 1, name: heading, exact: true }).waitFor();
}

/** Chooses one of the answers shown as buttons. */
export async function choose(page, group, answer) {
  await page.getByRole("group", { name: group }).getByRole("radio", { name: answer, exact: true }).check();
}

/** Fills fields of a step by their paths; a field that an answer brings comes with the next save. */
export async function fill(page, values, plain = false) {
  for (const [path, value] of Object.entries(values)) {
    const field = page.locator(`[data-path="${path}"]`);
    if (plain && !(await field.count())) await submit(page, page.getByRole("button", { name: "Сохранить" }));
    await field.waitFor();
    const first = field.locator("select, textarea, input:not([type=hidden])").first();
    const kind = await first.evaluate((one) => one.type);
    if (kind === "radio") await field.locator(`input[value="${value}"]`).check();
    else if (kind === "checkbox") await first.check();
    else if (kind === "select-one") await first.selectOption(value);
    else await first.fill(value);
  }
}

/** Fills the land plan form of Землев up to its review page. */
export async function fillLandPlan(page, { cadastral = "63:01:0000001:1", plain = false } = {}) {
  await choose(page, "Что нужно сделать", "Получить градостроительный план");
  await choose(page, "На каком основании вы обращаетесь", "Я правообладатель участка");
  await next(page, "О заявителе");
  await next(page, "Участок и стройка");
  await page.getByLabel("Кадастровый номер участка").fill(cadastral);
  await page.getByLabel("Адрес или описание места").fill("город Образцовск, улица Примерная, участок 1");
  await choose(page, "Право на участок записано в ЕГРН", "Да");
  await choose(page, "Что собираетесь строить", "Жилой дом");
  // Without scripts the server asks for the floors once it knows that it is a house.
  if (plain) await page.getByRole("button", { name: "Сохранить" }).click();
  await page.getByLabel("Сколько этажей").fill("2");
  await next(page, "Проверьте заявление");
}

/** Fills the hunting ticket form up to its review page; the photo is given as bytes. */
export async function fillHuntingTicket(page, photo = picture3to4()) {
  await choose(page, "Что нужно сделать", "Получить охотничий билет");
  await next(page, "О заявителе");
  await next(page, "Охотминимум и бланк");
  await choose(page, "С требованиями охотничьего минимума ознакомлен", "Да");
  await page.getByLabel("Фотография 3 на 4").setInputFiles({ name: "foto.png", mimeType: "image/png", buffer: photo });
  await page.getByRole("link", { name: "foto.png" }).waitFor();
  await choose(page, "Как получить бланк", "Бланк не нужен, достаточно записи в реестре");
  await next(page, "Проверьте заявление");
}

/** Sends from the review page; answers the number of the application. */
export async function file(page) {
  await page.getByRole("button", { name: "Отправить заявление" }).click();
  await page.getByRole("heading", { level: 1, name: "Заявление принято" }).waitFor();
  return (await page.locator(".big-number").innerText()).trim();
}

/** Signs an official in with password and the code of their telephone. */
export async function officialIn(page, stage, login, on = {}) {
  const one = stage.staff.find((member) => member.login === login);
  await page.goto(`${stage.portal}/desk`);
  await on.password?.();
  await page.getByLabel("Имя для входа").fill(one.login);
  await page.getByLabel("Пароль").fill(one.password);
  await page.getByRole("button", { name: "Продолжить" }).click();
  await page.locator("#code").waitFor();
  await on.code?.();
  const inside = page.getByRole("heading", { level: 1, name: on.home ?? "Заявления" });
  // A code is good once: who signs in twice in half a minute uses the next one.
  for (const ahead of [0, 1]) {
    await page.locator("#code").fill(secondFactor(one.totp_secret, ahead));
    await page.locator("main form").first().getByRole("button").click();
    await inside.or(page.getByRole("alert")).first().waitFor();
    if (await inside.isVisible()) break;
  }
  await inside.waitFor();
}

/** Opens a case from the queue by its number. */
export async function openAtDesk(page, stage, number) {
  await page.goto(`${stage.portal}/desk`);
  await page.getByRole("link", { name: number, exact: true }).click();
  await page.getByRole("heading", { level: 1, name: `Заявление ${number}` }).waitFor();
}

/** No page may be wider than the screen. */
export async function fits(page) {
  const wide = await page.evaluate(() => {
    const most = document.documentElement.clientWidth;
    if (document.documentElement.scrollWidth <= most) return [];
    return [...document.querySelectorAll("main *, header *, footer *")]
      .filter((one) => one.getBoundingClientRect().right > most + 1 && !one.closest(".unseen, .scroll"))
      .map((one) => one.outerHTML.slice(0, 120));
  });
  assert.deepEqual(wide, [], `${page.url()} scrolls sideways`);
}

/** Photographs a page and checks that everybody can use it. */
export async function show(page, name) {
  await picture(page, name);
  await accessible(page);
  await fits(page);
}

/** A PNG of 300 by 400: a plain portrait background, made by hand. */
export function picture3to4(width = 300, height = 400) {
  const table = Array.from({ length: 256 }, (_, n) => { let c = n; for (let k = 0; k < 8; k += 1) c = c & 1 ? 0xedb88320 ^ (c >>> 1) : c >>> 1; return c >>> 0; });
  const check = (bytes) => { let c = 0xffffffff; for (const byte of bytes) c = table[(c ^ byte) & 255] ^ (c >>> 8); return (c ^ 0xffffffff) >>> 0; };
  const chunk = (kind, data) => {
    const body = Buffer.concat([Buffer.from(kind, "latin1"), data]);
    const out = Buffer.alloc(body.length + 8);
    out.writeUInt32BE(data.length, 0); body.copy(out, 4); out.writeUInt32BE(check(body), body.length + 4);
    return out;
  };
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0); head.writeUInt32BE(height, 4); head.set([8, 2, 0, 0, 0], 8);
  const rows = Buffer.alloc((width * 3 + 1) * height, 0xd8);
  for (let row = 0; row < height; row += 1) rows[row * (width * 3 + 1)] = 0;
  return Buffer.concat([Buffer.from([137, 80, 78, 71, 13, 10, 26, 10]), chunk("IHDR", head), chunk("IDAT", deflateSync(rows)), chunk("IEND", Buffer.alloc(0))]);
}

/** Sends a form of the portal as the page would, without drawing the page; answers where it leads. */
export async function send(page, stage, path, fields) {
  const answer = await page.request.post(`${stage.portal}${path}`, {
    form: fields, maxRedirects: 0, headers: { origin: stage.portal, "sec-fetch-site": "same-origin" },
  });
  assert.equal(answer.status(), 303, `${path}: ${answer.status()} ${(await answer.text()).replace(/<[^>]+>/g, " ").slice(0, 2000)}`);
  return answer.headers().location;
}

/** Fills and files by forms alone, where the filling is not what is looked at; answers the case. */
export async function fileByForms(page, stage, service, steps) {
  const draft = await send(page, stage, `/services/${service}/start`, { fresh: "1" });
  for (const [step, answers] of Object.entries(steps)) await send(page, stage, `${draft}/${step}`, { ...answers, action: "save" });
  return (await send(page, stage, `${draft}/file`, {})).split("/")[2];
}

/** Works a case as its official would, by forms alone, until it stands on the list of what is handed out, or experts are wanted, or `done` says so. */
export async function seeThrough(desk, stage, id, { no = [], done = async () => false } = {}) {
  const deadline = Date.now() + 60_000;
  const card = `/desk/cases/${id}`;
  while (Date.now() < deadline) {
    if (await done()) return;
    if ((await (await desk.request.get(`${stage.portal}/desk/handout`)).text()).includes(id)) return;
    await desk.goto(`${stage.portal}${card}`);
    const leads = async (end) => await desk.locator(`a[href="${card}${end}"]`).count() > 0;
    const act = async (end, to, fields) => {
      await desk.goto(`${stage.portal}${card}${end}`);
      const revision = await desk.locator("main input[name=revision]").first().inputValue();
      const found = await desk.locator("[name^='found:']").evaluateAll((all) => all.map((one) => one.getAttribute("name")));
      const stated = Object.fromEntries(found.map((name) => [name, no.includes(name.slice(6)) ? "no" : "yes"]));
      // The machine may have been faster: then it is looked at again.
      await send(desk, stage, `${card}${to}`, { revision, ...stated, ...fields }).catch((error) => { if (!error.message.includes(": 409 ")) throw error; });
    };
    if (await leads("/act/assess")) return;
    if (await desk.locator(`form[action="${card}/take"]`).count()) await send(desk, stage, `${card}/take`, {});
    else if (await leads("/act/end")) await act("/act/end", "/act/end", { step: "do" });
    else if (await leads("/intake")) await act("/intake", "/intake", { choice: "yes" });
    else if (await leads("/decision")) await act("/decision", "/decision", { choice: "yes" });
    else if (await leads("/result")) await act("/result", "/result", {});
  }
  throw new Error(`no result: ${await desk.locator("main").innerText()}`);
}
