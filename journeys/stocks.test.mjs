// Limited resources: places published, a line kept, an offer taken on a telephone, and a lottery
// drawn in public that everybody can draw again.
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { eventually, fileByForms, fits, officialIn, send, show, signIn, until } from "./people.mjs";
import { accessibleAsShown, desktop, openStage, phone, picture } from "./stage.mjs";

const root = fileURLToPath(new URL("..", import.meta.url));
let stage;
let folder;
before(async () => {
  folder = mkdtempSync(join(tmpdir(), "okno-lottery-"));
  cpSync(join(root, "region"), join(folder, "region"), { recursive: true });
  for (const service of ["hunting-draw", "land-large-family"]) {
    cpSync(join(root, "regulations", service), join(folder, "regulations", service), { recursive: true });
  }
  // A list of the real regulation closes on a day of June; here it may be closed on any day.
  const file = join(folder, "regulations/hunting-draw/regulation.yaml");
  const text = readFileSync(file, "utf8");
  const anyDay = text.replace("request.filed >= draw_opens and request.filed <= draw_closes", "request.filed >= draw_opens")
    .replace("    closes: draw_closes\n", "");
  assert.ok(anyDay.length < text.length);
  writeFileSync(file, anyDay);
  stage = await openStage({ regulations: join(folder, "regulations") });
});
after(async () => { await stage?.close(); rmSync(folder, { recursive: true, force: true }); });

const sha256 = (text) => createHash("sha256").update(text).digest("hex");

// Proves: PROCEDURE-09.
test("a lottery is published, its list closed, drawn, and drawn again by anybody", { timeout: 120_000 }, async () => {
  const desk = await stage.visitor({ viewport: desktop });
  await officialIn(desk, stage, "lesnova");
  await desk.goto(`${stage.portal}/desk/stocks`);
  await show(desk, "stocks-01-empty");
  await desk.getByRole("link", { name: "Разрешения на копытных и медведя" }).click();
  await desk.getByLabel("Охотничье угодье").selectOption("lesnoye");
  await desk.getByLabel("На кого охота").selectOption("elk");
  await desk.getByLabel("Сезон охоты").selectOption("autumn");
  await desk.getByLabel("Всего").fill("0");
  await desk.getByLabel("Откуда будет взято открытое число").fill("Выдуманный тираж № 7 от 1 декабря");
  await desk.getByRole("button", { name: "Опубликовать" }).click();
  await desk.getByRole("alert").waitFor();
  await show(desk, "stocks-02-wrong");
  await desk.getByLabel("Всего").fill("1");
  await desk.getByRole("button", { name: "Опубликовать" }).click();
  await desk.waitForURL(/stocks\/[0-9a-f]+$/);
  await show(desk, "stocks-03-published");
  const stock = desk.url().split("/").pop();

  const cases = {};
  const claim = { "request.kind": "claim", "hunt.species": "elk", "hunt.ground": "lesnoye", "hunt.season": "autumn", "hunt.animal": "male" };
  for (const person of ["Образцова", "Землев", "Многодетнова"]) {
    const page = await stage.visitor({ viewport: phone });
    await signIn(page, stage, person);
    const id = await fileByForms(page, stage, "hunting-draw", { request: claim, applicant: { "ticket.number": "63 012345" } });
    cases[person] = { page, id };
  }
  const { page, id } = cases["Образцова"];
  await page.goto(`${stage.portal}/cases/${id}/place`);
  await until(page, page.getByText("Вы участвуете в жеребьёвке"));
  await show(page, "stocks-04-in-the-lottery");
  const visitor = await stage.visitor({ viewport: phone });
  await visitor.goto(`${stage.portal}/draws/${stock}`);
  await visitor.getByText("Отпечаток секрета").first().waitFor();
  await show(visitor, "stocks-05-before");

  await desk.goto(`${stage.portal}/desk/stocks/${stock}`);
  await until(desk, desk.getByRole("row").nth(3));
  await show(desk, "stocks-06-line");
  await desk.getByRole("button", { name: "Закрыть список" }).focus();
  await desk.keyboard.press("Enter");
  await desk.getByRole("button", { name: "Провести жеребьёвку" }).waitFor();
  await visitor.reload();
  await show(visitor, "stocks-07-list");
  await desk.getByLabel("Открытое число").fill("7 14 21 28 35");
  await show(desk, "stocks-08-draw");
  await desk.getByRole("button", { name: "Провести жеребьёвку" }).click();
  await desk.getByText("Порядок определён").first().waitFor();
  await show(desk, "stocks-09-drawn");

  await visitor.reload();
  await show(visitor, "stocks-10-protocol");
  const plain = await stage.visitor({ viewport: desktop, javaScript: false });
  await plain.goto(`${stage.portal}/draws/${stock}`);
  await picture(plain, "stocks-11-protocol-desktop");
  await accessibleAsShown(stage, plain);
  await fits(plain);
  const protocol = await (await visitor.request.get(`${stage.portal}/draws/${stock}/protocol.json`)).json();
  const { secret, randomness, commitment } = protocol.lot;
  assert.equal(sha256(secret), commitment);
  const again = protocol.participants.map(({ number }) => [sha256(`${secret}\n${randomness}\n${number}`), number]).sort();
  assert.equal(again.length, 3);
  const shown = await plain.locator("tbody th").allInnerTexts();
  assert.deepEqual(shown.map((one) => one.trim()), again.map(([, number]) => number));

  const outcomes = await eventually(async () => {
    const said = [];
    for (const { page: theirs, id: theirCase } of Object.values(cases)) {
      await theirs.goto(`${stage.portal}/cases/${theirCase}/place`);
      said.push((await theirs.locator(".big-number").first().innerText()).trim());
    }
    return said.every((one) => !one.includes("участвуете")) && said;
  }, "what became of each");
  assert.equal(outcomes.filter((one) => one === "Место досталось вам").length, 1);
  assert.equal(outcomes.filter((one) => one.startsWith("Не досталось")).length, 2);
  await show(page, "stocks-12-outcome");
  for (const one of [desk, visitor, plain, ...Object.values(cases).map((one) => one.page)]) await one.context().close();
});

// Proves: PROCEDURE-09.
test("a family waits, is offered a plot and takes it on a telephone", { timeout: 120_000 }, async () => {
  const desk = await stage.visitor({ viewport: desktop });
  await officialIn(desk, stage, "mezheva");
  await send(desk, stage, "/desk/stocks/new", {
    service: "land-large-family", resource: "plots", key0: "00701000", key1: "house", pieces: "0", reserve: "0",
  });
  await desk.goto(`${stage.portal}/desk/stocks`);
  await show(desk, "stocks-20-list");

  const page = await stage.visitor({ viewport: phone });
  await signIn(page, stage, "Многодетнова");
  const children = {};
  for (const [index, name] of ["Первый", "Второй", "Третий"].entries()) {
    Object.assign(children, {
      [`children.${index}.name`]: `Многодетнов ${name}`, [`children.${index}.birthDate`]: `201${index}-05-05`,
      [`children.${index}.record`]: `99-ААА-00000${index}`, [`children.${index}.lives_together`]: "true",
    });
  }
  const id = await fileByForms(page, stage, "land-large-family", {
    request: { "request.kind": "enrol", "plot.purpose": "house", "plot.municipality": "00701000", "money.instead": "false" },
    applicant: { "spouse.joins": "false" }, family: { ...children, "land.given_before": "false" },
  });
  await page.goto(`${stage.portal}/cases/${id}`);
  await until(page, page.getByRole("link", { name: "Ваше место в очереди и предложения" }));
  await page.getByRole("link", { name: "Ваше место в очереди и предложения" }).click();
  await page.getByText("Ваше место 1 из 1").waitFor();
  await show(page, "stocks-21-place");

  await desk.getByRole("link", { name: "Участки для многодетных семей" }).first().click();
  await desk.getByLabel("Добавить мест").fill("1");
  await desk.getByRole("button", { name: "Сохранить" }).click();
  await show(desk, "stocks-22-extended");
  await until(page, page.getByRole("button", { name: "Принять" }));
  await show(page, "stocks-23-offered");
  await page.getByRole("button", { name: "Принять" }).focus();
  await page.keyboard.press("Enter");
  await page.getByRole("status").waitFor();
  await show(page, "stocks-24-accepted");
  assert.equal(await page.getByRole("button", { name: "Принять" }).count(), 0);
  await page.goto(`${stage.portal}/account/notices`);
  await page.getByRole("link", { name: "Вам предложено место" }).click();
  await show(page, "stocks-25-notice");
  for (const one of [desk, page]) await one.context().close();
});
