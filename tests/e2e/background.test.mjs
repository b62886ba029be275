// The background may be ended at any moment: whoever was waiting for it asks again.

import assert from "node:assert/strict";
import { it } from "node:test";
import { until } from "./browsers.mjs";
import { MENTION } from "./site/huge.mjs";
import { profile } from "./site/pages.mjs";
import { painted, walk } from "./walk.mjs";

/** Nothing is on its way any more, and nothing will be: Firefox logs what a page or the background leaves unanswered. */
const settles = (tab) => until("the reading to be settled", async () => (await tab.message({ type: "alive" })).settled);

walk("the background", (here) => {
  it("may be ended in the middle of a reading: the marks come all the same", async () => {
    const { browser, site } = here;
    const tab = await browser.open("about:blank");
    // The page lets go of its loading at once: the reading is still going on when the driver has its answer.
    await tab.run((url) => void setTimeout(() => location.assign(url)), site.listed("/grand/5mo"));
    await until("the middle of the reading", async () => {
      const list = await tab.message({ type: "list" });
      assert.ok(list === null || list.state === "reading", "the page is read before anybody could be stopped");
      return list;
    });
    await browser.stopBackground();
    // Nobody can have answered in its place: the reading was in its middle when it ended, or this proves nothing.
    assert.equal((await tab.message({ type: "list" })).state, "reading");
    const { findings, state } = await tab.read();
    assert.deepEqual(findings.map(({ quote }) => quote), [MENTION]);
    assert.equal(state, "done");
    await tab.marksBecome([MENTION]);
    // The last that the script has to say: Firefox logs what is still on its way when a tab is closed.
    await until("the badge", async () => (await browser.badge(tab)) === "1");
    await settles(tab);
    await tab.close();
  });

  it("is woken by the popup, the card and the badge of a page that was read before it ended", async () => {
    const { browser, site } = here;
    const tab = await browser.open(site.listed(profile));
    await tab.marksBecome(painted(profile));
    await settles(tab);
    await browser.stopBackground();
    await tab.clickMark(painted(profile)[0]);
    await tab.cardSays("Préparer un signalement");
    await settles(tab);
    await browser.stopBackground();
    const popup = await browser.popup(tab);
    await popup.says("2 mentions");
    await until("the badge", async () => (await browser.badge(tab)) === "2");
    await settles(tab);
    await tab.close();
  });
});
