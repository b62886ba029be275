// Pages that attack their reader: each is read as far as it can be, what cannot is said in the popup, nothing hangs, and
// nothing is thrown into the page.

import assert from "node:assert/strict";
import { it } from "node:test";
import { By, until } from "./browsers.mjs";
import { HOSTILE } from "./site/hostile.mjs";
import { MENTION } from "./site/huge.mjs";
import { walk } from "./walk.mjs";

// Ten million letters take their time, on a machine that does other things too.
const PATIENCE = { within: 90_000 };

/** What a page may have put other things under is asked of a document of its own. */
const marked = (tab) =>
  tab.driver.executeScript(`return [...CSS.highlights.values()].flatMap((each) => [...each].map(String))`);

walk("a page that attacks", (here) => {
  for (const [path, { marks, found = 1, limit = null, alone = false }] of Object.entries(HOSTILE)) {
    if (alone) continue;
    it(`is read, and hears nothing of it: ${path}`, async () => {
      const { browser, site } = here;
      const tab = await browser.open(site.listed(path));
      const list = await until("the page to be read as it is at the end", async () => {
        const list = await tab.message({ type: "list" });
        const seen = list?.findings.filter(({ quote }) => quote === MENTION).length ?? 0;
        return list?.state !== "reading" && seen >= Math.max(found, marks) && list?.limit === limit ? list : Promise.reject(new Error(`${seen} ${list?.limit}`));
      }, PATIENCE);
      assert.ok(list.characters > 0);
      await until(`${marks} marks`, async () => {
        const words = (await marked(tab)).map((text) => text.trim()).filter((text) => text !== "");
        // What is hidden can be marked too.
        return (marks === 0 ? words.length === 0 : words.length >= marks && words.every((text) => text === MENTION)) || Promise.reject(new Error(JSON.stringify(words)));
      }, PATIENCE);
      assert.deepEqual(await tab.driver.executeScript("return window.thrown"), [], "something was thrown into the page");
      const popup = await browser.popup(tab);
      await popup.says(MENTION);
      if (limit === "limit.unmarked") await popup.says("Cette page efface les surlignages");
      await tab.close();
    });
  }

  it("by taking the names of the extension's interfaces is not read, or is, and the popup answers", async () => {
    const { browser, site } = here;
    const tab = await browser.open(site.listed("/hostile/interfaces"));
    const popup = await browser.popup(tab);
    await popup.says(here.name === "firefox" ? MENTION : /n’a pas pu|ne peut pas/);
    assert.deepEqual(await tab.run(() => window.thrown), []);
    await tab.close();
  });

  it("by clicks and keys that nobody made moves no card", async () => {
    const { browser, site } = here;
    const tab = await browser.open(site.listed("/hostile/clics"));
    await tab.marksBecome([MENTION]);
    const dispatch = () =>
      tab.run(() => {
        const [range] = [...CSS.highlights.values()].flatMap((each) => [...each]);
        const { left, top, height } = range.getBoundingClientRect();
        const at = { bubbles: true, composed: true, cancelable: true, clientX: left + 12, clientY: top + height / 2, button: 0, pointerType: "mouse" };
        const targets = [range.startContainer.parentElement, ...document.querySelectorAll("[popover]"), window];
        for (const target of targets) {
          for (const type of ["pointermove", "pointerdown", "mousedown", "pointerup", "mouseup", "click", "contextmenu"]) target.dispatchEvent(new PointerEvent(type, at));
          target.dispatchEvent(new KeyboardEvent("keydown", { key: "Escape", bubbles: true }));
          target.dispatchEvent(new KeyboardEvent("keydown", { key: "Enter", bubbles: true }));
          target.click?.();
        }
      });
    await dispatch();
    // A person's click opens one; by then the others would have.
    assert.equal(await tab.card(), null);
    await tab.clickMark(MENTION);
    const before = await tab.cardSays(MENTION);
    await dispatch();
    assert.deepEqual(await tab.card(), before);
    // It goes with a person's key.
    await tab.driver.findElement(By.css("body")).sendKeys("\uE00C");
    await until("the end of the card", async () => (await tab.card()) === null);
    await tab.close();
  });

  it("has the words in frames without an address of their own read", async () => {
    const { browser, site } = here;
    const tab = await browser.open(site.listed("/hostile/sortes-de-cadres"));
    await until("the badge of all frames", async () => {
      const badge = await browser.badge(tab);
      return badge === "4" || Promise.reject(new Error(badge));
    });
    await tab.close();
  });
});
