// A refusal, its complaint and the reopened case: on a telephone and a desktop, with scripts and without.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { choose, fileByForms, fits, officialIn, send, show, signIn, until } from "./people.mjs";
import { accessible, accessibleAsShown, desktop, openStage, phone, picture } from "./stage.mjs";

let stage;
let clerk;
let handler;
before(async () => {
  stage = await openStage();
  clerk = await stage.visitor({ viewport: desktop });
  await officialIn(clerk, stage, "zodchev");
  handler = await stage.visitor({ viewport: desktop });
  await officialIn(handler, stage, "sovestina", { home: "Жалобы" });
});
after(() => stage?.close());

/** Photographs and checks a page, whether it has scripts or not. */
async function seen(page, scripts, name) {
  if (scripts) return show(page, name);
  await picture(page, name);
  await accessibleAsShown(stage, page);
  return fits(page);
}

/** The same person in a browser of another kind. */
async function twinOf(page, like) {
  const twin = await stage.visitor(like);
  await twin.context().addCookies(await page.context().cookies());
  return twin;
}

/** Files a land plan that waits for an official, who refuses it; all by forms. */
async function refused(page) {
  const id = await fileByForms(page, stage, "land-plan", {
    request: { "request.kind": "issue", "applicant.basis": "holder" },
    plot: {
      "plot.cadastral": "63:01:0000001:3", "plot.address": "улица Примерная, участок 1", "plot.area": "1200",
      "title.registered": "true", "building.purpose": "house", "building.floors": "2",
    },
  });
  const card = `/desk/cases/${id}`;
  await clerk.goto(`${stage.portal}${card}`);
  // What comes before the decision the machine does by itself.
  await until(clerk, clerk.getByText("Принять решение"));
  await send(clerk, stage, `${card}/take`, {});
  await until(clerk, clerk.getByRole("link", { name: "Принять решение" }));
  await clerk.goto(`${stage.portal}${card}/decision`);
  const revision = await clerk.locator("main input[name=revision]").first().inputValue();
  await send(clerk, stage, `${card}/decision`, { revision, choice: "no", ground: "G3", words: "На плане не хватает двух точек." });
  return id;
}

for (const [kind, viewport, javaScript] of [["phone", phone, true], ["desktop", desktop, true], ["phone-plain", phone, false], ["desktop-plain", desktop, false]]) {
  // Proves: APPEAL-02, APPEAL-04, APPEAL-05, SM-15.
  test(`a refusal is complained of, another official upholds it and the case is opened again: ${kind}`, { timeout: 180_000 }, async () => {
    const page = await stage.visitor({ viewport, javaScript });
    await signIn(page, stage, "Землев");
    const id = await refused(page);
    await page.goto(`${stage.portal}/cases/${id}`);
    await until(page, page.getByRole("heading", { name: "Почему отказано" }));
    await seen(page, javaScript, `complaint-01-case-${kind}`);
    await page.getByRole("link", { name: "Пожаловаться", exact: true }).click();
    await page.getByRole("heading", { level: 1, name: "Жалоба" }).waitFor();
    assert.equal(await page.getByRole("radio", { name: "Решение" }).isChecked(), true, "the case tells what it is about");
    await seen(page, javaScript, `complaint-02-form-${kind}`);

    // A mistake is told by the server, and what the case told stays.
    await page.getByRole("button", { name: "Отправить жалобу" }).click();
    const list = page.getByRole("alert");
    await list.getByRole("link").first().waitFor();
    for (const link of await list.getByRole("link").all()) assert.equal(await page.locator(await link.getAttribute("href")).count(), 1);
    await seen(page, javaScript, `complaint-03-mistakes-${kind}`);
    await choose(page, "На кого вы жалуетесь", "На должностное лицо органа");
    await page.getByLabel("Что случилось").fill("Точки на плане есть, план приложен.");
    await page.getByLabel("Чего вы хотите").fill("Отменить отказ и выдать план.");
    await page.getByRole("button", { name: "Отправить жалобу" }).click();
    await page.getByText("Жалоба подана.").waitFor();
    await until(page, page.getByText("зарегистрирована", { exact: true }));
    await page.getByText(/^ДО-\d{6}$/).waitFor();
    await seen(page, javaScript, `complaint-04-filed-${kind}`);
    const address = new URL(page.url()).pathname;
    await page.goto(`${stage.portal}/complaints`);
    await seen(page, javaScript, `complaint-05-list-${kind}`);

    const desk = await twinOf(handler, { viewport, javaScript });
    await desk.goto(`${stage.portal}/desk/complaints`);
    await seen(desk, javaScript, `complaint-06-desk-${kind}`);
    await desk.goto(`${stage.portal}/desk${address}`);
    await desk.getByRole("heading", { name: "Доказательства из истории дела" }).waitFor();
    await desk.getByText("На плане не хватает двух точек.").waitFor();
    const offered = await desk.getByLabel("Кому").locator("option").allInnerTexts();
    assert.ok(offered.every((one) => !one.includes("Зодчев")), "who refused is not offered");
    await seen(desk, javaScript, `complaint-07-card-${kind}`);
    await desk.getByRole("button", { name: "Передать", exact: true }).click();
    await desk.getByRole("button", { name: "Начать рассмотрение" }).click();
    await choose(desk, "Что решено", "Удовлетворить: отменить решение, дело рассмотреть снова");
    await desk.getByLabel("Почему так решено").fill("Точки на плане есть. Отказ отменён.");
    await seen(desk, javaScript, `complaint-08-decision-${kind}`);
    await desk.getByRole("button", { name: "Вынести решение" }).click();
    await desk.getByRole("status").waitFor();
    await seen(desk, javaScript, `complaint-09-upheld-${kind}`);

    await page.goto(`${stage.portal}${address}`);
    await page.getByText("Решение по заявлению отменено, заявление рассматривают снова.").waitFor();
    await seen(page, javaScript, `complaint-10-answer-${kind}`);
    await page.goto(`${stage.portal}/cases/${id}`);
    await page.getByText("Дело рассматривается снова").first().waitFor();
    await seen(page, javaScript, `complaint-11-reopened-${kind}`);
    await page.goto(`${stage.portal}/account/notices`);
    await page.getByRole("link", { name: "Жалоба удовлетворена" }).first().click();
    await page.getByText("Точки на плане есть. Отказ отменён.").waitFor();
    await seen(page, javaScript, `complaint-12-notice-${kind}`);
    await desk.context().close();
    await page.context().close();
  });
}

// Proves: RATE-01, RATE-02, RATE-03, RATE-05, RATE-06.
for (const [kind, viewport, javaScript] of [["phone", phone, true], ["desktop-plain", desktop, false]]) {
  test(`a procedure that ended is rated, or is not, and a low mark is looked into: ${kind}`, { timeout: 120_000 }, async () => {
    const page = await stage.visitor({ viewport, javaScript });
    await signIn(page, stage, "Землев");
    const id = await refused(page);
    await page.goto(`${stage.portal}/cases/${id}`);
    await until(page, page.getByRole("heading", { name: "Почему отказано" }));
    const summary = page.locator("#rating summary").first();
    const title = (await summary.innerText()).replace("Оценить: ", "");
    await summary.click();
    const form = page.locator("#rating details").first();
    await form.getByRole("button", { name: "Отправить оценку" }).click();
    await page.getByText("Не поставлено ни одной оценки.").waitFor();
    await seen(page, javaScript, `rating-01-nothing-${kind}`);
    await form.getByRole("group", { name: /^Вежливость/ }).getByRole("radio", { name: "2", exact: true }).check();
    await form.getByLabel(/^Что было хорошо/).fill("Долго не отвечали.");
    await form.getByRole("button", { name: "Отправить оценку" }).click();
    await page.getByText("Спасибо, оценка принята.").waitFor();
    await page.getByText(`Изменить оценку: ${title}`).waitFor();
    await seen(page, javaScript, `rating-02-given-${kind}`);

    const desk = await twinOf(handler, { viewport, javaScript });
    await desk.goto(`${stage.portal}/desk/ratings`);
    assert.equal(await desk.getByText("Долго не отвечали.").count(), 0, "a list of sums names nobody");
    await desk.getByRole("heading", { name: "Низкие оценки ждут разбора" }).waitFor();
    await seen(desk, javaScript, `rating-03-desk-${kind}`);
    await desk.locator("section[aria-labelledby=follow] a").last().click();
    await desk.getByRole("heading", { level: 1, name: "Разбор низкой оценки" }).waitFor();
    await seen(desk, javaScript, `rating-04-follow-up-${kind}`);
    await desk.getByLabel("Что было не так и что сделано").fill("Ответы задержал реестр, обмен починен.");
    await desk.getByRole("button", { name: "Разбор закончен" }).click();
    await desk.getByRole("heading", { level: 1, name: "Оценки качества" }).waitFor();
    await desk.context().close();
    await page.context().close();
  });
}

// Proves: APPEAL-02, APPEAL-04.
test("a complaint without a case goes to another body, and its citizen is told and takes it back", { timeout: 120_000 }, async () => {
  const page = await stage.visitor({ viewport: phone });
  await signIn(page, stage, "Образцова");
  await page.getByRole("link", { name: "Жалобы" }).click();
  await show(page, "complaint-20-none");
  await page.getByRole("link", { name: "Подать жалобу" }).click();
  await page.getByLabel("Орган", { exact: true }).selectOption({ label: "Управление архитектуры и градостроительства города Озёрска-Приозёрского" });
  await choose(page, "На кого вы жалуетесь", "На орган");
  await choose(page, "Что вы обжалуете", "Действие");
  await page.getByRole("radio", { name: "Отказали в приёме документов" }).check();
  await page.getByLabel("Что случилось").fill("Не приняли документы на охотничий билет.");
  await page.getByLabel("Чего вы хотите").fill("Принять документы.");
  await show(page, "complaint-21-form");
  await page.getByRole("button", { name: "Отправить жалобу" }).click();
  await page.getByText("Жалоба подана.").waitFor();
  const address = new URL(page.url()).pathname;
  await handler.goto(`${stage.portal}/desk${address}`);
  await handler.getByText("Переслать по назначению").click();
  await handler.getByLabel("Орган региона").selectOption({ label: "Министерство природных ресурсов региона «Приозёрье»" });
  await handler.getByLabel("Почему жалоба не к нам").fill("Охотничьи билеты выдаёт министерство.");
  await show(handler, "complaint-22-redirect");
  await handler.getByRole("button", { name: "Переслать", exact: true }).click();
  await handler.getByRole("heading", { level: 1, name: "Жалобы" }).waitFor();
  await page.reload();
  await page.getByText("Охотничьи билеты выдаёт министерство.").waitFor();
  await show(page, "complaint-23-redirected");
  await page.getByText("Отозвать жалобу").first().click();
  await page.getByRole("button", { name: "Отозвать жалобу" }).click();
  await page.getByText("Жалоба отозвана.").waitFor();
  await accessible(page);
  await page.context().close();
});
