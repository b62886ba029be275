// What a browser for telephones lacks (keys and menus for extensions, windows, numbers on the button, a popup that opens by
// itself, pictures of a tab, printing): taken away from the extension before it starts, everything else works, and the pages
// show another way.

import assert from "node:assert/strict";
import fs from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { after, before, describe, it } from "node:test";
import { NAMES, openBrowser, ROOT, until } from "./browsers.mjs";
import { profile } from "./site/pages.mjs";
import { serve } from "./site/server.mjs";
import { painted } from "./walk.mjs";

const FOLDERS = { chromium: "chrome", firefox: "firefox" };

/** Runs before anything of the extension, in its background and in each of its pages. */
const WITHOUT = `
const missing = (object, name) => {
  if (!object || !(name in object)) return;
  try { delete object[name]; } catch {}
  if (name in object) Object.defineProperty(object, name, { value: undefined, configurable: true });
  if (object[name] !== undefined) throw new Error("the tests could not take away " + name);
};
for (const name of ["commands", "contextMenus", "windows"]) missing(chrome, name);
for (const name of ["openPopup", "setBadgeBackgroundColor", "setBadgeTextColor", "setBadgeText"]) missing(chrome.action, name);
missing(chrome.tabs, "captureVisibleTab");
const create = chrome.tabs.create.bind(chrome.tabs);
Object.defineProperty(chrome.tabs, "create", { configurable: true, value: (properties) => {
  for (const name of ["windowId", "openerTabId"]) if (name in properties) throw new TypeError("unexpected property " + name);
  return create(properties);
} });
if (globalThis.document) missing(globalThis, "print");
globalThis.taken = true;
`;

/** A copy of the tests' build that lacks all this. */
async function bare(name) {
  const folder = await fs.mkdtemp(path.join(os.tmpdir(), "vigie-without-"));
  await fs.cp(path.join(ROOT, "dist", `test-${FOLDERS[name]}`), folder, { recursive: true });
  await fs.writeFile(path.join(folder, "without.js"), WITHOUT);
  const scripts = ["background.js", ...["popup", "report", "settings", "welcome"].map((page) => `pages/${page}.js`)];
  for (const script of scripts) {
    const file = path.join(folder, script);
    await fs.writeFile(file, `import "${"../".repeat(script.split("/").length - 1) || "./"}without.js";\n${await fs.readFile(file, "utf8")}`);
  }
  return folder;
}

for (const name of NAMES) {
  describe(`without what a telephone's browser lacks, in ${name}`, () => {
    let browser;
    let site;
    let build;
    before(async () => {
      site = await serve();
      build = await bare(name);
      browser = await openBrowser(name, { build });
    });
    after(async () => {
      await browser?.close();
      await site?.stop();
      await fs.rm(build, { recursive: true, force: true });
    });

    it("pages are read, and the popup shows what was found", async () => {
      const tab = await browser.open(site.listed(profile));
      await tab.marksBecome(painted(profile));
      const popup = await browser.popup(tab);
      await popup.says(profile.findings[0].quote);
      // The background itself lacks it: nothing was written on the button.
      assert.equal(await browser.badge(tab), "");
      await tab.close();
    });

    it("a report is prepared without a picture, says how to add one, and is copied where nothing prints", async () => {
      const tab = await browser.open(site.listed(profile));
      await tab.marksBecome(painted(profile));
      const popup = await browser.popup(tab);
      await popup.press("Préparer un signalement");
      const report = await browser.tabAt(browser.page("report.html?draft="));
      await until("the roles", () => report.run(() => Boolean(document.querySelector("#roles")?.checkVisibility())));
      assert.equal(await report.run(() => globalThis.taken), true);
      await report.run(() => document.querySelector("input[value=witness]").click());
      await until("the letter", () => report.run(() => document.querySelector("#sheet").innerText.length > 200));
      const seen = await report.run(() => ({
        print: document.querySelector("#print").checkVisibility(),
        instead: document.querySelector("#print-none").checkVisibility(),
        copy: document.querySelector("#copy").checkVisibility(),
        words: document.body.innerText,
      }));
      assert.deepEqual([seen.print, seen.instead, seen.copy], [false, true, true]);
      assert.match(seen.words, /capture d’écran|copie d’écran/);
      await report.close();
      await tab.close();
    });

    it("the settings do what keys and menus did, and say so", async () => {
      const tab = await browser.open(site.listed(profile));
      await tab.marksBecome(painted(profile));
      const settings = await browser.open(browser.page("settings.html"));
      await until("the sites", () => settings.run(() => document.querySelectorAll(".site").length > 0));
      assert.equal(await settings.run(() => document.querySelector("#keys-none").checkVisibility()), true);
      await settings.run(() => document.querySelector("#marks").click());
      await tab.marksBecome([]);
      await settings.run(() => document.querySelector("#marks").click());
      await tab.marksBecome(painted(profile));
      await settings.run(() => document.querySelector('[data-focus="pause 127.0.0.1"]').click());
      await tab.marksBecome([]);
      await settings.close();
      await tab.close();
    });
  });
}
