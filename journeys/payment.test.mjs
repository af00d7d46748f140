// What is to be paid: on a telephone and without scripts, with everything filled in; paid by card at
// the provider of the stand, proved by ГИС ГМП; paid twice by somebody else, asked back, settled.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { fileByForms, fits, officialIn, show, signIn, submit, until } from "./people.mjs";
import { accessibleAsShown, desktop, openStage, phone, picture } from "./stage.mjs";

let stage;
before(async () => { stage = await openStage({ charges: true }); });
after(() => stage?.close());

const machine = {
  "machine.kind": "tractor", "machine.condition": "new", "machine.brand": "Образец", "machine.model": "О-82",
  "machine.maker": "Примерский тракторный завод", "machine.year": "2023", "machine.number": "PRIMER00000000019",
  "machine.plate": "0019 ПР 99", "machine.colour": "синий", "machine.mass": "4200", "machine.drive": "wheels",
  "machine.power_unit": "kw", "machine.power": "60", "machine.electric": "false", "machine.volume": "4750",
};

async function owed(page) {
  const id = await fileByForms(page, stage, "self-propelled", {
    request: { "request.kind": "transit" }, owner: { "applicant.proxy": "false" }, machine,
  });
  await page.goto(`${stage.portal}/cases/${id}/payment`);
  await until(page, page.getByText("Можно оплатить"));
  return id;
}

// Proves: PAY-01, PAY-02, PAY-05, PAY-07.
test("a fee is paid by card from a telephone with nothing typed", { timeout: 180_000 }, async () => {
  const page = await stage.visitor({ viewport: phone });
  await signIn(page, stage, "Образцова");
  await page.goto(`${stage.portal}/services/self-propelled/payment`);
  await show(page, "payment-01-nothing-yet");
  const id = await owed(page);
  await fits(page);
  await show(page, "payment-02-due");
  assert.equal(await page.locator("main input:not([type=hidden])").count(), 0, "nothing is typed to pay");
  await page.goto(`${stage.portal}/cases/${id}`);
  await show(page, "payment-03-case");
  await page.getByRole("link", { name: "Перейти к оплате" }).click();
  await page.getByRole("button", { name: "Оплатить картой" }).click();
  await show(page, "payment-04-go");
  await page.getByRole("link", { name: "Перейти на страницу оплаты" }).click();
  await page.getByRole("button", { name: "Оплатить выдуманной картой" }).click();
  await page.waitForURL(/payment\?done=returned/);
  await until(page, page.getByText("ГИС ГМП подтвердила оплату"));
  await show(page, "payment-05-paid");
  await page.goto(`${stage.portal}/account/notices`);
  await page.getByRole("link", { name: "Оплата подтверждена" }).click();
  await show(page, "payment-06-notice");
  await page.context().close();
});

// Proves: PAY-01, PAY-10.
test("what was paid twice is asked back without scripts and settled at the desk", { timeout: 180_000 }, async () => {
  const page = await stage.visitor({ viewport: phone, javaScript: false });
  await signIn(page, stage, "Землев");
  const id = await owed(page);
  const uin = (await page.locator(".card .number").first().innerText()).trim();
  const bank = await stage.visitor({ viewport: desktop });
  await bank.goto(`${stage.stand.replace(/\/$/, "")}/treasury/payments`);
  const row = bank.getByRole("row").filter({ hasText: uin });
  await until(bank, row);
  for (const times of ["1", "2"]) {
    await row.getByRole("button").click();
    await row.getByRole("cell", { name: times, exact: true }).waitFor();
  }
  await bank.context().close();
  await page.goto(`${stage.portal}/cases/${id}/payment`);
  const check = page.getByRole("button", { name: "Спросить сейчас" });
  if (await check.count()) await submit(page, check);
  await until(page, page.getByText("Поступило лишнее"));
  await picture(page, "payment-10-double");
  await accessibleAsShown(stage, page);
  await page.getByLabel("Почему нужно вернуть").fill("Один раз заплатил брат");
  await page.getByRole("button", { name: "Попросить о возврате" }).click();
  await until(page, page.getByText("Возврат рассматривают"));

  const desk = await stage.visitor({ viewport: desktop });
  await officialIn(desk, stage, "traktorov");
  await desk.goto(`${stage.portal}/desk/cases/${id}#charge`);
  await show(desk, "payment-11-desk");
  await desk.getByLabel("Номер и дата заявки на возврат").fill("Заявка 7 от 23.11.2026");
  await submit(desk, desk.getByRole("button", { name: "Вернуть", exact: true }));
  await page.goto(`${stage.portal}/cases/${id}/payment`);
  await until(page, page.getByText("Лишнее возвращают"));
  await picture(page, "payment-12-refunded");
  await accessibleAsShown(stage, page);
  await desk.context().close();
  await page.context().close();
});
