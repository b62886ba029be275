// What happens to a page while a script of ours is in it: it is left and come back to, the extension is updated under it, the
// engine fails on a passage.

import assert from "node:assert/strict";
import { it } from "node:test";
import { until } from "./browsers.mjs";
import { MENTION } from "./site/huge.mjs";
import { clear, late, profile } from "./site/pages.mjs";
import { painted, walk } from "./walk.mjs";

walk("a page", (here) => {
  it("that comes back out of the browser's memory has its marks and its number again, and is not read anew", async () => {
    const { browser, site } = here;
    const tab = await browser.open(site.listed(profile));
    await tab.marksBecome(painted(profile));
    await until("the badge", async () => (await browser.badge(tab)) === "2");
    const { startedAt } = await tab.read();
    await tab.run(() => void (window.kept = true));
    await tab.go(site.listed(clear));
    await tab.read();
    await until("the end of the badge", async () => (await browser.badge(tab)) === "");
    await tab.driver.navigate().back();
    assert.equal(await tab.run(() => window.kept), true, "the browser has not kept the page: this proves nothing");
    await until("the badge again", async () => (await browser.badge(tab)) === "2");
    await tab.marksBecome(painted(profile));
    assert.equal((await tab.read()).startedAt, startedAt);
    await tab.clickMark(painted(profile)[0]);
    await tab.cardSays(painted(profile)[0]);
    await tab.driver.navigate().forward();
    await until("the end of the badge", async () => (await browser.badge(tab)) === "");
    await tab.close();
  });

  it("that the browser gave up for want of memory is read anew when somebody comes back, and nothing of it is left", async () => {
    const { browser, site } = here;
    const tab = await browser.open(site.listed(profile));
    await tab.marksBecome(painted(profile));
    const { startedAt } = await tab.read();
    // Of this document alone.
    await tab.run(() => {
      window.old = true;
      document.querySelector("h1").insertAdjacentHTML("afterend", "<p>AME refusée.</p>");
    });
    await tab.marksBecome([...painted(profile), "AME refusée"]);
    await until("the badge", async () => (await browser.badge(tab)) === "3");
    const front = await browser.open(site.listed(clear));
    await front.read();
    const back = await browser.discard(tab);
    assert.equal(await back.message({ type: "alive" }), null, "a script of ours is at work in a page that was given up");
    await back.wake();
    await back.marksBecome(painted(profile));
    assert.equal(await back.run(() => window.old ?? null), null, "the browser has kept the page: this proves nothing");
    assert.notEqual((await back.read()).startedAt, startedAt);
    await until("the badge of the new document", async () => (await browser.badge(back)) === "2");
    const popup = await browser.popup(back);
    await popup.says(painted(profile)[0]);
    assert.doesNotMatch(await popup.text(), /AME refusée/);
    await back.clickMark(painted(profile)[0]);
    await back.cardSays(painted(profile)[0]);
    // To some browsers it is another tab now: of the one that is gone nothing is known any more.
    const gone = await browser.ask(async () => {
      const open = (await chrome.tabs.query({})).map(({ id }) => `tab:${id}`);
      return Object.keys(await chrome.storage.session.get()).filter((name) => name.startsWith("tab:") && !open.includes(name));
    });
    assert.deepEqual(gone, [], `${tab.id} ${back.id}`);
    await front.close();
    await back.close();
  });

  it("that is open while the extension is updated is read by the new script, and the old one is quiet", async () => {
    const { browser, site } = here;
    const tab = await browser.open(site.listed(late));
    await tab.marksBecome(painted(late));
    const { startedAt } = await tab.read();
    await browser.reloadExtension(tab);
    const now = await until("the new script", async () => {
      const list = await tab.message({ type: "list" });
      return list && list.state !== "reading" && list;
    });
    assert.notEqual(now.startedAt, startedAt);
    // Both would see this, were the old one still there: what it does about it goes to nobody.
    await tab.run(() => window.rerender({ open: false }));
    await tab.marksBecome([]);
    await tab.run(() => window.rerender({ open: true }));
    await tab.marksBecome(painted(late));
    await tab.clickMark(painted(late)[0]);
    await tab.cardSays(painted(late)[0]);
    assert.equal(await tab.run(() => document.querySelectorAll("[popover]").length), 1);
    await until("the badge", async () => (await browser.badge(tab)) === "1");
    await tab.close();
  });
});

walk(
  "an engine that fails on a passage",
  (here) => {
    it("costs that passage, which is said, and nothing else", async () => {
      const { browser, site } = here;
      const tab = await browser.open(site.listed("/panne"));
      const { findings, state, limit } = await tab.read();
      assert.deepEqual(findings.map(({ quote }) => quote), [MENTION]);
      assert.deepEqual([state, limit], ["partial", "limit.engine"]);
      await tab.marksBecome([MENTION]);
      const popup = await browser.popup(tab);
      await popup.says("Un passage de cette page n’a pas pu être lu");
      await tab.go(site.listed(profile));
      assert.equal((await tab.read()).state, "done");
      await tab.marksBecome(painted(profile));
      await tab.close();
    });
  },
  { provoked: /memory access out of bounds|index out of bounds|RuntimeError/ },
);
