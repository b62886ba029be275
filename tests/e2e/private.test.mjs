// A private window keeps nothing: no case, no draft, no verdict.

import assert from "node:assert/strict";
import { it } from "node:test";
import { until } from "./browsers.mjs";
import { profile } from "./site/pages.mjs";
import { painted, walk } from "./walk.mjs";

/** What the extension keeps, but for the numbers on its button: those of a private tab go with it. */
const kept = async () => {
  const databases = (await indexedDB.databases()).map(({ name }) => name);
  const drafts = Object.keys(await chrome.storage.session.get()).filter((key) => key.startsWith("draft"));
  return JSON.stringify([await chrome.storage.local.get(), drafts, databases]);
};

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
  },
  { private: true },
);
