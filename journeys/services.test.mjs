// Every service on a telephone: its page and the first step of its form; two new services filled
// to the number: an apostille with its long list of countries, a felling with records in records.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { accessible, openStage, phone, picture } from "./stage.mjs";
import { begin, file, fits, signIn } from "./people.mjs";

let stage;
before(async () => { stage = await openStage(); });
after(async () => { await stage.close(); });

const paper = Buffer.from("%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer << /Root 1 0 R >>\n%%EOF\n");

// Proves: CAT-05, CAT-13, UX-01.
test("every service has its page and its form on a telephone", { timeout: 300_000 }, async () => {
  const page = await stage.visitor({ viewport: phone });
  await signIn(page, stage, "Образцова");
  await page.goto(`${stage.portal}/search`);
  await accessible(page);
  await fits(page);
  await picture(page, "services-catalogue");
  const links = await page.locator(".cards h3 a").evaluateAll((all) => all.map((one) => one.getAttribute("href")));
  assert.ok(links.length >= 20, `${links.length} services are offered`);
  assert.ok(!links.includes("/services/kindergarten"), "a template is not offered, only what municipalities made of it");
  for (const link of links) {
    await page.goto(stage.portal + link);
    await accessible(page);
    await fits(page);
    if (link.endsWith("/address")) await picture(page, "services-address");
    await begin(page, stage, link.split("/").pop());
    await accessible(page);
    await fits(page);
  }
});

test("one variant among many is chosen from a list, without scripts", async () => {
  const page = await stage.visitor({ viewport: phone, javaScript: false });
  await page.goto(`${stage.portal}/services/address`);
  await page.locator("#variant").selectOption({ index: 5 });
  await page.getByRole("button", { name: "Показать" }).click();
  await page.waitForURL(/\?variant=/);
  await fits(page);
});

/** Answers the questions of a step by the names of their controls; a question that is not there
 * yet follows from an answer, and the server asks it once the step is saved. */
async function fill(page, answers) {
  for (const [name, answer] of Object.entries(answers)) {
    if (name === "press") {
      await page.locator(`[name=action][value="${answer}"]`).click();
      continue;
    }
    const control = page.locator(`[name="${name}"]`);
    if (await control.count() === 0) await page.locator("[name=action][value=save]").first().click();
    const kind = await control.last().evaluate((one) => one.type);
    if (kind === "radio") await page.locator(`[name="${name}"][value="${answer}"]`).check();
    else if (kind === "select-one") await control.selectOption(answer);
    else if (kind === "file") await control.setInputFiles({ name: "obrazec.pdf", mimeType: "application/pdf", buffer: paper });
    else await control.fill(answer);
  }
}

/** Goes through a form, a step after the other, and sends it; answers the number. */
async function walk(page, steps) {
  for (const answers of steps) {
    await fill(page, answers);
    await page.locator("[name=action][value=save]").first().click();
    await fits(page);
    const before = new URL(page.url()).pathname;
    await page.locator(".actions .button[value=next]").click();
    assert.notEqual(new URL(page.url()).pathname, before, await page.locator("main").innerText());
  }
  return file(page);
}

test("an apostille is asked for with a country out of two hundred and fifty", { timeout: 120_000 }, async () => {
  const page = await stage.visitor({ viewport: phone, javaScript: false });
  await signIn(page, stage, "Образцова");
  await begin(page, stage, "apostille");
  const countries = await page.locator("select option").count();
  assert.ok(countries > 100, `${countries} countries`);
  await picture(page, "services-apostille");
  const number = await walk(page, [
    { "request.kind": "education", "request.country": "fra" },
    { "applicant.role": "holder", "applicant.foreign": "false" },
    {
      "documents.0.kind": "bachelor", "documents.0.number": "0000001", "documents.0.date": "28.06.2019",
      "documents.0.issuer": "Озёрский государственный университет", "documents.0.consular": "false",
      "documents.0.place": "here", "documents.0.name": "Примерова Проба Образцовна",
      "documents.0.scan": "", "documents.0.passport_copy": "", "name.changed": "false",
    },
    { delivery: "authority" },
  ]);
  assert.match(number, /^МО-/);
});

test("a felling is asked for with trees inside of groups", { timeout: 120_000 }, async () => {
  const page = await stage.visitor({ viewport: phone, javaScript: false });
  await signIn(page, stage, "Образцова");
  await begin(page, stage, "tree-felling");
  const start = new Date(Date.now() + 60 * 86_400_000).toISOString().slice(0, 10).split("-").reverse().join(".");
  const steps = [
    { "request.kind": "issue", "request.purpose": "insolation" },
    { "applicant.form": "owners", "organisation.name": "Товарищество «Примерное»", "applicant.post": "председатель", "representative.acts": "false" },
    {
      "site.address": "город Образцовск, улица Примерная, дом 20", "site.description": "Газон под окнами",
      "site.cadastral": "63:01:0000001:20", "site.yard": "true", "meeting.decision": "",
    },
    {
      "works.description": "Убрать тополь и обрезать куст", "works.start": start, "works.plan": "",
      "plants.0.place": "Газон у первого подъезда", "plants.0.trees.0.kind": "tree",
      "plants.0.trees.0.species": "poplar", "plants.0.trees.0.diameter": "48", "plants.0.trees.0.count": "2",
      press: "add:plants.0.trees",
      "plants.0.trees.1.kind": "shrub", "plants.0.trees.1.count": "5", "compensation.form": "money",
    },
  ];
  const number = await walk(page, steps);
  assert.match(number, /^КБ-/);
  await page.goto(`${stage.portal}/account`);
  await page.getByText(number).first().waitFor();
});
