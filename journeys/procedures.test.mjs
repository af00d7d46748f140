// What people do beside filing and deciding: a fact contested, a person called, the desk's doings.
import { after, before, test } from "node:test";
import { begin, file, fillLandPlan, officialIn, openAtDesk, show, signIn, until } from "./people.mjs";
import { desktop, openStage, phone } from "./stage.mjs";

let stage;
before(async () => { stage = await openStage(); });
after(() => stage?.close());

// Proves: PROFILE-09, PROCEDURE-05.
test("a citizen contests a fact on a telephone, and an official settles it at the desk", async () => {
  const page = await stage.visitor({ viewport: phone });
  await signIn(page, stage, "Землев");
  await begin(page, stage, "land-plan");
  await fillLandPlan(page);
  const number = await file(page);
  await page.getByRole("link", { name: "Следить за заявлением" }).click();
  const area = await until(page, page.locator("li.card", { hasText: "Площадь по ЕГРН" }));
  await area.locator("summary").click();
  await area.getByRole("button", { name: "Сообщить об ошибке" }).click();
  await page.getByText("Нужно указать причину словами.").waitFor();
  await show(page, "procedures-01-contest-blank");
  await area.getByLabel("Что неверно и как должно быть").fill("По межеванию 1500 метров");
  await area.getByRole("button", { name: "Сообщить об ошибке" }).click();
  await page.getByRole("status").getByText("Ваше несогласие записано.").waitFor();
  await show(page, "procedures-02-contested");

  for (const viewport of [desktop, phone]) {
    const desk = await stage.visitor({ viewport });
    await officialIn(desk, stage, viewport === desktop ? "zodchev" : "chertezheva");
    await openAtDesk(desk, stage, number);
    await show(desk, `procedures-03-card-${viewport.width}`);
    if (viewport === desktop) {
      await desk.getByRole("button", { name: "Взять в работу" }).click();
      await desk.getByRole("link", { name: "Разобрать спор о сведении" }).click();
      await desk.getByRole("button", { name: "Закрыть спор" }).click();
      await desk.getByRole("alert").waitFor();
      await show(desk, "procedures-04-settle-wrong");
      await desk.getByRole("radio", { name: "Сведение верно, оставить" }).check();
      await desk.getByLabel("Причина").fill("Росреестр подтвердил площадь.");
      await desk.getByRole("button", { name: "Закрыть спор" }).click();
      await desk.getByText("Спор закрыт, заявитель уведомлён.").waitFor();
      await show(desk, "procedures-05-settled");
    }
    await desk.context().close();
  }
  await page.reload();
  await page.getByText("Росреестр подтвердил площадь.").first().waitFor();
  await page.context().close();
});

// Proves: STATUS-04.
test("an auditor sees the report of late notices", async () => {
  const desk = await stage.visitor({ viewport: desktop });
  await officialIn(desk, stage, "zabotina");
  await desk.getByRole("link", { name: "Опоздавшие уведомления" }).click();
  await desk.getByRole("heading", { level: 1, name: "Опоздавшие уведомления" }).waitFor();
  await show(desk, "procedures-06-late");
  await desk.context().close();
});
