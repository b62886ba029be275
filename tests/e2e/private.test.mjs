// A private window keeps nothing: no case, no draft, no verdict.

import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import fs from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { it } from "node:test";
import { promisify } from "node:util";
import { ROOT, until } from "./browsers.mjs";
import { profile } from "./site/pages.mjs";
import { painted, walk } from "./walk.mjs";

/** What the extension keeps, but for the numbers on its button: those of a private tab go with it. */
const kept = async () => {
  const databases = (await indexedDB.databases()).map(({ name }) => name);
  const drafts = Object.keys(await chrome.storage.session.get()).filter((key) => key.startsWith("draft"));
  return JSON.stringify([await chrome.storage.local.get(), drafts, databases]);
};

/** Whether no dossier was begun here: to open one that is not there would be to make it. */
const noStore = () =>
  new Promise((done) => {
    const opening = indexedDB.open("vigie");
    opening.onupgradeneeded = () => (opening.transaction.abort(), done(true));
    opening.onerror = (event) => (event.preventDefault(), done(true));
    opening.onsuccess = () => (opening.result.close(), done(false));
  });

walk(
  "a private window",
  (here) => {
    it("shows the marks, prepares the letter, and keeps nothing of it", async () => {
      const { browser, site } = here;
      const before = await browser.ask(kept);
      const tab = await browser.openPrivate(site.listed(profile));
      await tab.marksBecome(painted(profile));

      await tab.clickMark(painted(profile)[1]);
      await tab.pressInCard("Ce n’est pas un problème");
      await tab.marksBecome(painted(profile).filter((_, index) => index !== 1));

      await tab.clickMark(painted(profile)[0]);
      await tab.pressInCard("Préparer un signalement");
      const report = await browser.tabAt(browser.page("report.html?draft="));
      await until("the report", () => report.run(() => Boolean(document.querySelector("#roles")?.checkVisibility())));
      await report.run(() => document.querySelector("input[value=witness]").click());
      await until("the letter", () => report.run(() => document.querySelector("#sheet").innerText.length > 200));
      assert.equal(await report.run(() => document.querySelector("#save").disabled), true);
      assert.equal(await report.run(() => document.querySelector("#private").checkVisibility()), true);
      assert.equal(await browser.ask(kept), before);
      await report.close();
      await tab.close();
    });

    // Chromium shows no page of an extension in a private window: it opens it in an ordinary one (« incognito » is « spanning »).
    const skip = here.name !== "firefox";

    it("neither exports nor imports a dossier, nor opens its pages again, and says where that is done", { skip }, async () => {
      const { browser } = here;
      const before = await browser.ask(kept);
      for (const [name, hidden, words] of [
        ["pack.html", "#export, #import", "Pour exporter ou importer un dossier, ouvrez cette page dans une fenêtre ordinaire"],
        ["recheck.html", "#work, #none", "ouvrez votre dossier dans une fenêtre ordinaire"],
      ]) {
        const tab = await browser.openPrivate(browser.page(name));
        await until(`« ${words} »`, () =>
          tab.run((words) => document.querySelector("#private").checkVisibility() && document.querySelector("#private").textContent.replace(/\s/g, " ").includes(words), words),
        );
        assert.ok(await tab.run((hidden) => [...document.querySelectorAll(hidden)].every((each) => !each.checkVisibility()), hidden), name);
        assert.equal(await tab.run(noStore), true, name);
        await tab.close();
      }
      assert.equal(await browser.ask(kept), before);
    });

    it("verifies a file all the same, and keeps nothing of it", { skip }, async () => {
      const { browser } = here;
      const before = await browser.ask(kept);
      const folder = await fs.mkdtemp(path.join(os.tmpdir(), "vigie-private-"));
      const file = path.join(folder, "dossier.wacz");
      try {
        await promisify(execFile)("cargo", ["run", "--quiet", "--example", "dossier", "--", "1", "1", file], { cwd: ROOT });
        const tab = await browser.openPrivate(browser.page("verify.html"));
        await until("the page", () => tab.run(() => !document.body.dataset.state));
        await tab.run(
          (base64) => {
            const files = new DataTransfer();
            files.items.add(new File([Uint8Array.from(atob(base64), (c) => c.charCodeAt(0))], "dossier.wacz"));
            const field = document.querySelector("#file");
            field.files = files.files;
            field.dispatchEvent(new Event("change"));
            document.querySelector("#go").click();
          },
          (await fs.readFile(file)).toString("base64"),
        );
        await until("that all is whole", () => tab.run(() => /^Tout est intact/.test(document.querySelector("#answer h2").textContent)));
        assert.equal(await tab.run(noStore), true);
        await tab.close();
        assert.equal(await browser.ask(kept), before);
      } finally {
        await fs.rm(folder, { recursive: true });
      }
    });
  },
  { private: true },
);
