// The other ways to a report: the keyboard's shortcut and the context menu. In Firefox the browser's own keys and menu are
// used; Chromium lets no debugger reach them, so that there the background is called as the browser would call it, without
// the permission that a true key or click gives, and hence without a picture.

import assert from "node:assert/strict";
import { it } from "node:test";
import { until } from "./browsers.mjs";
import { clear, profile } from "./site/pages.mjs";
import { painted, walk } from "./walk.mjs";

const [refusal, restriction] = painted(profile);

const drafts = () =>
  chrome.storage.session.get(null).then((all) =>
    Object.entries(all)
      .filter(([key]) => key.startsWith("draft:"))
      .map(([, { draft }]) => ({ way: draft.way, quote: draft.finding.quote, pictured: Boolean(draft.screenshot) })),
  );

walk("a report", (here) => {
  async function openProfile() {
    const tab = await here.browser.open(here.site.listed(profile));
    await tab.marksBecome(painted(profile));
    return tab;
  }

  async function ends(way, quote) {
    const { browser } = here;
    const report = await browser.tabAt(browser.page("report.html?draft="));
    await until("the quote on the report page", async () => (await report.run(() => document.body.innerText)).includes(quote));
    const made = (await browser.ask(drafts)).find((draft) => draft.way === way);
    assert.deepEqual(made, { way, quote, pictured: browser.name === "firefox" });
    await report.close();
  }

  it("is prepared at the shortcut, about the first refusal", async () => {
    const tab = await openProfile();
    await here.browser.shortcut(tab, "report");
    await ends("shortcut", refusal);
    await tab.close();
  });

  it("is prepared from the context menu, about the words that it was opened over", async () => {
    const tab = await openProfile();
    await here.browser.menu(tab, restriction, "report");
    await ends("menu", restriction);
    await tab.close();
  });

  it("is not prepared where nothing was found: the popup says so, in a tab where the browser opens none", async () => {
    const tab = await here.browser.open(here.site.listed(clear));
    await tab.read();
    const address = here.browser.page("popup.html");
    const before = (await here.browser.ask(drafts)).length;
    await here.browser.shortcut(tab, "report");
    await until("the popup", () => here.browser.backend.isOpen(address));
    await until("its words", () => here.browser.askAt(address, () => document.body.innerText.includes("Aucune mention repérée")));
    assert.equal((await here.browser.ask(drafts)).length, before);
    await tab.close();
  });
});
