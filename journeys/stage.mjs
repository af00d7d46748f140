// The stage of every journey: one running okno with its stand, one browser, screenshots, axe.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { createHmac } from "node:crypto";
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";

const root = fileURLToPath(new URL("..", import.meta.url));
const axeSource = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

export const phone = { width: 390, height: 844 };
export const desktop = { width: 1280, height: 900 };

/** Starts the demo on free ports and a browser; `close` ends both and leaves nothing behind. */
export async function openStage({ exchange = "http", regulations, charges = false, at } = {}) {
  const data = mkdtempSync(join(tmpdir(), "okno-journey-"));
  const program = process.env.JOURNEY_PROGRAM ?? join(root, "target/debug/okno");
  let server;
  /** Starts the demo, on the day it is told to be. */
  const start = async (at) => {
    server = spawn(program, ["demo", "--port", "0", "--json", "--exchange", exchange, "--data", data,
      ...(regulations ? ["--regulations", regulations] : []), ...(at ? ["--at", at] : [])], {
      stdio: ["ignore", "pipe", "inherit"],
      // Services that cost something are driven without paying, unless a journey is about payment.
      env: charges ? process.env : { ...process.env, OKNO_TREASURY_SENDER: "" },
    });
    const lines = createInterface({ input: server.stdout });
    const printed = await new Promise((resolve, reject) => {
      lines.once("line", resolve);
      server.once("exit", (code) => reject(new Error(`okno demo ended at once with ${code}`)));
    });
    return JSON.parse(printed);
  };
  const end = async (signal) => {
    server.removeAllListeners("exit");
    const ended = new Promise((resolve) => server.once("exit", resolve));
    server.kill(signal);
    await ended;
  };
  const addresses = await start(at);
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
    args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
      "--disable-component-update", "--disable-sync", "--lang=ru"],
    env: { ...process.env, LANGUAGE: "ru" },
  });
  return {
    ...addresses,
    /** A fresh visitor: own cookies, a screen, with or without JavaScript. */
    async visitor({ viewport = desktop, javaScript = true, ...unknown } = {}) {
      assert.deepEqual(unknown, {}, "a visitor knows a screen and whether scripts run");
      const context = await browser.newContext({
        viewport, javaScriptEnabled: javaScript, locale: "ru-RU", acceptDownloads: true,
        deviceScaleFactor: 1, reducedMotion: "reduce",
      });
      context.setDefaultTimeout(20_000);
      const page = await context.newPage();
      // axe is a script: where none run, a twin that may run it shows the same.
      if (!javaScript) page.twin = () => this.visitor({ viewport: page.viewportSize() });
      return page;
    },
    /** Kills the program in the middle and starts it over the same data at another moment. */
    async again(at) {
      await end("SIGKILL");
      Object.assign(this, await start(at));
    },
    async close() {
      await browser.close();
      await end("SIGTERM");
      rmSync(data, { recursive: true, force: true });
    },
  };
}

/** Takes a picture of the whole page into target/journey/. */
export async function picture(page, name) {
  const folder = join(root, "target/journey");
  mkdirSync(folder, { recursive: true });
  const screen = page.viewportSize();
  const height = await page.evaluate(() => document.documentElement.scrollHeight);
  // As tall as the page, so that what sticks to the lower edge does not cover the middle.
  await page.setViewportSize({ width: screen.width, height: Math.max(height, screen.height) });
  await page.screenshot({ path: join(folder, `${name}.png`), fullPage: true });
  await page.setViewportSize(screen);
}

/** Fails on any serious or critical finding of axe. */
export async function accessible(page) {
  if (page.twin) return accessibleAsShown({ visitor: page.twin }, page);
  await page.evaluate(axeSource);
  const found = await page.evaluate(() => globalThis.axe.run(document, {
    runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
  }));
  const grave = found.violations
    .filter((one) => one.impact === "serious" || one.impact === "critical")
    .map((one) => `${one.id}: ${one.help}\n    ${one.nodes.map((node) => node.html).join("\n    ")}`);
  assert.deepEqual(grave, [], `${page.url()}\n${grave.join("\n")}`);
}

/** The same for a page without scripts: what it shows is shown again where axe may run. */
export async function accessibleAsShown(stage, page) {
  const [url, body] = [page.url(), await page.content()];
  const twin = await stage.visitor({ viewport: page.viewportSize() });
  await twin.route(url, (route) => route.fulfill({ contentType: "text/html; charset=utf-8", body }));
  await twin.goto(url);
  await accessible(twin);
  await twin.context().close();
}

/** The code a telephone would show now (RFC 6238, SHA-1, six digits, thirty seconds). */
export function secondFactor(secret, ahead = 0) {
  const bits = [...secret].map((letter) => "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".indexOf(letter).toString(2).padStart(5, "0")).join("");
  const key = Buffer.from(bits.match(/.{8}/g).map((byte) => parseInt(byte, 2)));
  const step = Buffer.alloc(8);
  step.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30_000) + ahead));
  const hash = createHmac("sha1", key).update(step).digest();
  const at = hash[19] & 15;
  return String((hash.readUInt32BE(at) & 0x7fffffff) % 1_000_000).padStart(6, "0");
}
