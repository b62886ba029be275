// A site that is switched off has no script, no observer, no message and no write.

import assert from "node:assert/strict";
import { it } from "node:test";
import { until } from "./browsers.mjs";
import { late, profile } from "./site/pages.mjs";
import { painted, walk } from "./walk.mjs";

/** What the extension keeps, whole. */
const kept = () =>
  Promise.all([chrome.storage.local.get(), chrome.storage.session.get(), indexedDB.databases()]).then((all) => JSON.stringify(all));

/** Whether a content script is at work in a tab, asked in the extension's own world there. */
const running = (tabId) =>
  chrome.scripting
    .executeScript({ target: { tabId }, func: () => Boolean(globalThis.vigie?.running && !globalThis.vigie.running.signal?.aborted) })
    .then(([{ result }]) => result);

walk("a pause", (here) => {
  it("ends everything in the tabs that are open, and lets nothing start in new ones", async () => {
    const { browser, site } = here;
    const open = await browser.open(site.listed(late));
    await open.marksBecome(painted(late));
    assert.equal(await browser.ask(running, open.id), true);

    const popup = await browser.popup(open);
    await popup.press("Mettre en pause sur ce site");
    await open.marksBecome([]);
    await until("the end of the script", async () => !(await browser.ask(running, open.id)));
    assert.equal(await open.message({ type: "list" }), null, "somebody still listens");
    assert.equal(await browser.badge(open), "");

    // The bridge hears every message that a content script sends.
    await browser.ask(() => {
      window.heard = [];
      chrome.runtime.onMessage.addListener((message) => void window.heard.push(message.type));
      return null;
    });
    const before = await browser.ask(kept);
    await open.run(() => window.rerender({}));
    const fresh = await browser.open(site.listed(profile));
    await fresh.run(() => new Promise((done) => requestIdleCallback(() => requestIdleCallback(done))));
    assert.equal(await browser.ask(running, fresh.id), false, "a script runs in a new tab");
    const nothing = (tabId) => chrome.scripting.executeScript({ target: { tabId }, func: () => "vigie" in globalThis }).then(([{ result }]) => result);
    assert.equal(await browser.ask(nothing, fresh.id), false, "something of ours stands in a new tab, and may observe");
    assert.equal(await fresh.message({ type: "list" }), null);
    assert.deepEqual(await fresh.marked(), []);
    assert.deepEqual(await open.marked(), []);
    assert.deepEqual(await browser.ask(() => window.heard), []);
    assert.equal(await browser.ask(kept), before, "something was written");

    // And the same ears do hear, once the pause is over.
    const again = await browser.popup(fresh);
    await again.press("Reprendre sur ce site");
    await fresh.marksBecome(painted(profile));
    await until("messages of the script", () => browser.ask(() => window.heard.includes("hello")));
    await open.marksBecome(painted(late));
  });
});
