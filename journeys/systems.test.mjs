// Who looks after outside systems and the rights of applicants: what is down and what waits, what
// was asked of others, a demand for paper seen at once.
import { after, before, test } from "node:test";
import { begin, eventually, file, fileByForms, fillHuntingTicket, fits, officialIn, send, show, signIn, submit, until } from "./people.mjs";
import { accessibleAsShown, desktop, openStage, phone } from "./stage.mjs";

let stage;
let auditor;
before(async () => {
  stage = await openStage({ exchange: "smev" });
  auditor = await stage.visitor({ viewport: desktop });
  await officialIn(auditor, stage, "zabotina");
});
after(() => stage?.close());

async function fault(system, mode) {
  const answer = await fetch(`${stage.stand.replace(/\/$/, "")}/faults`, {
    method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify({ system, mode }),
  });
  if (!answer.ok) throw new Error(await answer.text());
}

// Proves: INTEG-01.
test("an administrator sees that a system is down, what waits and what is not answered", { timeout: 120_000 }, async () => {
  await auditor.goto(`${stage.portal}/desk/systems`);
  await show(auditor, "systems-01-quiet");
  await fault("mail", "down");
  await fault("smev", "down");
  const page = await stage.visitor({ viewport: phone });
  await signIn(page, stage, "Образцова");
  await page.goto(`${stage.portal}/account/settings`);
  await page.getByRole("checkbox").first().check();
  await page.locator("main form .button").first().click();
  await begin(page, stage, "hunting-ticket");
  await fillHuntingTicket(page);
  await file(page);
  await auditor.goto(`${stage.portal}/desk/systems`);
  await until(auditor, auditor.getByText("Не отвечает с"));
  await show(auditor, "systems-02-mail-down");
  await auditor.setViewportSize(phone);
  await show(auditor, "systems-03-phone");
  await auditor.setViewportSize(desktop);
  await auditor.getByRole("link", { name: "Межведомственные запросы" }).click();
  await until(auditor, auditor.getByRole("rowheader").first());
  await show(auditor, "systems-04-exchange");
  await auditor.setViewportSize(phone);
  await show(auditor, "systems-05-exchange-phone");
  await auditor.setViewportSize(desktop);
  await fault("mail", "none");
  await fault("smev", "none");
  await page.context().close();
});

// Proves: MONITOR-06.
test("a demand for paper is seen by who watches the rights of applicants", { timeout: 120_000 }, async () => {
  await auditor.goto(`${stage.portal}/desk/watch`);
  await show(auditor, "systems-10-watch-empty");
  await fault("smev", "down");
  const page = await stage.visitor({ viewport: phone });
  await signIn(page, stage, "Многодетнова");
  const id = await fileByForms(page, stage, "large-family", {
    request: { "request.kind": "establish" }, family: { "spouse.include": "false" }, certificate: { "certificate.form": "electronic" },
  });
  // The machine moves the case at the same moment: whoever is late looks again.
  await eventually(() => send(auditor, stage, `/desk/cases/${id}/take`, {}).catch(() => false), "the case is taken");
  await auditor.goto(`${stage.portal}/desk/cases/${id}`);
  const form = auditor.locator(`form[action="/desk/cases/${id}/messages"]`);
  await auditor.locator("#words summary").click();
  await form.getByRole("radio", { name: "Заявителю" }).check();
  await form.locator("textarea").fill("Нужна ксерокопия свидетельства.");
  await submit(auditor, form.getByRole("button", { name: "Отправить" }));
  await auditor.goto(`${stage.portal}/desk/watch`);
  await auditor.getByText("От заявителя требуют бумагу").last().waitFor();
  await show(auditor, "systems-11-watch");
  await auditor.setViewportSize(phone);
  await show(auditor, "systems-12-watch-phone");
  const plain = await stage.visitor({ viewport: desktop, javaScript: false });
  await plain.context().addCookies(await auditor.context().cookies());
  await plain.goto(`${stage.portal}/desk/watch?rule=paper-demanded`);
  await accessibleAsShown(stage, plain);
  await fits(plain);
  await fault("smev", "none");
  for (const one of [plain, page]) await one.context().close();
});
