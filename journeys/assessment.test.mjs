// A teacher is assessed at a distance: the way is chosen and a recording sent on a telephone, it is
// made anew once, three experts score it at the desk, the result sheet names nobody.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { fileByForms, fits, officialIn, seeThrough, show, signIn, until } from "./people.mjs";
import { accessibleAsShown, desktop, openStage, phone, picture } from "./stage.mjs";

let stage;
before(async () => { stage = await openStage(); });
after(() => stage?.close());

const video = (mark) => ({
  name: `urok-${mark}.mp4`, mimeType: "video/mp4",
  buffer: Buffer.concat([Buffer.from([0, 0, 0, 0x18]), Buffer.from("ftypmp42\0\0\0\0mp42isom\0\0\0\x08free\0\0\0\x09mdat", "latin1"), Buffer.from([mark])]),
});

async function score(desk, points) {
  for (const [index, one] of points.entries()) await desk.locator(`#score-${index + 1}`).fill(one);
  await desk.getByLabel("Что установлено, словами").fill("Уроки хороши, вклад заметен.");
  await desk.getByRole("button", { name: "Внести лист" }).click();
}

// Proves: REMOTE-01, REMOTE-02.
test("a recording is sent from a telephone and scored by three experts", { timeout: 180_000 }, async () => {
  const page = await stage.visitor({ viewport: phone });
  await signIn(page, stage, "Образцова");
  const id = await fileByForms(page, stage, "teacher-attestation", {
    request: { "request.category": "first", "request.again": "false" },
    applicant: { "work.place": "school-1", "work.position": "teacher", "work.subject": "Математика", "work.years": "12" },
  });
  const head = await stage.visitor({ viewport: desktop });
  await officialIn(head, stage, "diplomova");
  await seeThrough(head, stage, id);

  await page.goto(`${stage.portal}/cases/${id}`);
  await page.getByRole("link", { name: /Оценка/ }).first().click();
  await page.getByRole("heading", { level: 1, name: "Оценка" }).waitFor();
  await show(page, "assessment-01-ways");
  await page.getByRole("radio", { name: "Прислать запись или снимки" }).check();
  await page.getByRole("button", { name: "Выбрать" }).click();
  await page.getByRole("alert").waitFor();
  await show(page, "assessment-02-no-consent");
  await page.getByRole("radio", { name: "Прислать запись или снимки" }).check();
  await page.getByRole("checkbox").check();
  await page.getByRole("button", { name: "Выбрать" }).click();
  await page.getByRole("status").waitFor();
  await show(page, "assessment-03-hand-in");
  await page.getByLabel("Файл").setInputFiles(video(1));
  await page.getByLabel("Пояснение").fill("Открытый урок в пятом классе");
  await page.getByRole("button", { name: "Передать" }).click();
  await page.getByText("Материалы переданы").waitFor();
  await show(page, "assessment-04-waits");

  const expert = await stage.visitor({ viewport: desktop });
  await officialIn(expert, stage, "ekspertova");
  await expert.goto(`${stage.portal}/desk/cases/${id}`);
  await show(expert, "assessment-05-card");
  await expert.getByRole("link", { name: "Посмотреть присланное для оценки" }).click();
  await expert.getByRole("radio", { name: /Нет/ }).check();
  await expert.getByRole("button", { name: "Ответить" }).click();
  await expert.getByRole("alert").waitFor();
  await show(expert, "assessment-06-judge");
  await expert.getByLabel("Что не так").fill("Не слышно учеников.");
  await expert.getByRole("button", { name: "Ответить" }).click();
  await expert.getByText("Ответ записан.").waitFor();
  await page.reload();
  await page.getByText("Не слышно учеников.").waitFor();
  await show(page, "assessment-07-anew");
  await page.getByLabel("Файл").setInputFiles(video(2));
  await page.getByRole("button", { name: "Передать" }).click();
  await page.getByText("Материалы переданы").waitFor();

  await expert.goto(`${stage.portal}/desk/cases/${id}/act/assess`);
  await show(expert, "assessment-08-sheet");
  await score(expert, ["31", "15", "18", "12", ""]);
  await expert.getByRole("alert").waitFor();
  await expert.setViewportSize(phone);
  await show(expert, "assessment-09-sheet-wrong-phone");
  await expert.setViewportSize(desktop);
  await score(expert, ["25", "15,5", "18", "12", "10"]);
  await expert.getByText("Лист оценки внесён.").waitFor();
  const second = await stage.visitor({ viewport: phone });
  await officialIn(second, stage, "otsenkin");
  const third = await stage.visitor({ viewport: desktop });
  await officialIn(third, stage, "balnova");
  for (const one of [second, third]) {
    await one.goto(`${stage.portal}/desk/cases/${id}/act/assess`);
    await score(one, ["24", "15", "18", "12", "10"]);
    await one.getByText("Лист оценки внесён.").waitFor();
  }
  await show(second, "assessment-10-card-phone");
  const done = async () => (await (await page.request.get(`${stage.portal}/cases/${id}/assessment`)).text()).includes("Результат:");
  await seeThrough(head, stage, id, { done });
  await page.goto(`${stage.portal}/cases/${id}/assessment`);
  await until(page, page.getByText("Результат:"));
  assert.equal(await page.getByText("Экспертова").count(), 0, "no expert is named");
  await show(page, "assessment-11-result");
  const plain = await stage.visitor({ viewport: desktop, javaScript: false });
  await plain.context().addCookies(await page.context().cookies());
  await plain.goto(`${stage.portal}/cases/${id}/assessment`);
  await picture(plain, "assessment-12-result-desktop");
  await accessibleAsShown(stage, plain);
  await fits(plain);
  for (const one of [plain, third, second, expert, head, page]) await one.context().close();
});
