// Half an hour of a person's browsing: the test pages one after the other, in one tab and in new ones, with the popup and the card,
// again and again. What the browser takes of the memory must not grow, and nothing must pile up where the extension keeps things.
// VIGIE_SOAK=30 scripts/test --only soak: so many minutes, in each browser.

import assert from "node:assert/strict";
import { it } from "node:test";
import { effort } from "./bench/weight.mjs";
import { until } from "./browsers.mjs";
import { PAGES, profile } from "./site/pages.mjs";
import { painted, walk } from "./walk.mjs";

const MINUTES = Number(process.env.VIGIE_SOAK ?? 0);

/** How much more the leanest moment of the last quarter may take than that of the second, in MB and as a share: the first warms up. */
const GROWTH = 12;
const SHARE = 0.06;

/** Rounds that one tab lives. Chromium's process of a tab grows by 0.3 MB a round with the extension or without it (README). */
const LIFE = 10;

if (MINUTES > 0) {
  walk("a long day", (here) => {
    it(`of ${MINUTES} minutes ends with the memory that it had, and with nothing piled up`, { timeout: (MINUTES + 5) * 60_000 }, async (test) => {
      const { browser, site } = here;
      const kept = () => browser.ask(() => Promise.all([chrome.storage.session.get(null), chrome.storage.local.get(null)]).then((all) => all.map((one) => Object.keys(one).length)));
      const end = Date.now() + MINUTES * 60_000;
      const taken = [];
      const all = [];
      let [pages, before] = [0, null];
      let tab = await browser.open(site.listed(profile));
      while (Date.now() < end) {
        for (const page of PAGES) {
          await tab.go(site.listed(page));
          await tab.read();
          pages += 1;
        }
        const other = await browser.open(site.listed(profile));
        await other.marksBecome(painted(profile));
        await other.clickMark(painted(profile)[0]);
        await other.cardSays(painted(profile)[0]);
        const popup = await browser.popup(other);
        await popup.says(profile.findings[0].quote);
        await other.show();
        await other.close();
        pages += 1;
        await until("what was kept of the tab to be gone", async () => {
          const now = await kept();
          before ??= now;
          return now.every((count, at) => count <= before[at]) || Promise.reject(new Error(`${now} things kept, ${before} in the first round`));
        });
        const { memory, kinds } = await effort(browser.profile);
        taken.push(memory);
        all.push(kinds);
        if (taken.length % LIFE === 0) {
          const worn = tab;
          tab = await browser.open(site.listed(profile));
          await worn.close();
        }
      }
      const quarter = (nth) => taken.slice(Math.floor((nth * taken.length) / 4), Math.floor(((nth + 1) * taken.length) / 4));
      assert.ok(taken.length >= 8, `too few rounds to compare: ${taken.length}`);
      const [from, to] = [Math.min(...quarter(1)), Math.min(...quarter(3))];
      // Which process grows, where one does: the extension's own, a tab's, or the browser's.
      const mean = (some, kind) => (some.reduce((sum, kinds) => sum + (kinds[kind] ?? 0), 0) / some.length).toFixed(0);
      const [second, last] = [all.slice(all.length / 4, all.length / 2), all.slice((3 * all.length) / 4)];
      for (const kind of Object.keys(all.at(-1))) test.diagnostic(`${here.name}: ${kind}, on average ${mean(second, kind)} MB in the second quarter, ${mean(last, kind)} MB in the last`);
      test.diagnostic(`${here.name}: ${pages} pages, ${from.toFixed(0)} MB in the second quarter, ${to.toFixed(0)} MB in the last`);
      assert.ok(to - from < Math.max(GROWTH, from * SHARE), `${from.toFixed(0)} MB, then ${to.toFixed(0)} MB; every round: ${taken.map((memory) => memory.toFixed(0)).join(" ")}`);
      await tab.close();
    });
  });
}
