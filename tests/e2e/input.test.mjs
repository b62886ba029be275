// Pages as no practice writes them: each is answered with what could be read and a clear word, nothing hangs, and nothing
// of the page becomes markup of ours.

import assert from "node:assert/strict";
import { it } from "node:test";
import { until } from "./browsers.mjs";
import { HUGE, MENTION } from "./site/huge.mjs";
import { walk } from "./walk.mjs";

// Reading five million letters takes its time, on a machine that does other things too.
const PATIENCE = { within: 90_000 };
const LONG = ["/grand/5mo", "/grand/100000-noeuds"];

walk("a page that is too much", (here) => {
  for (const path of Object.keys(HUGE)) {
    // The two longest are read by `scripts/test --all`.
    const skip = LONG.includes(path) && !process.env.VIGIE_ALL;
    it(`is read, or said to be read in part: ${path}`, { skip }, async () => {
      const tab = await here.browser.open(here.site.listed(path));
      const { state, limit, findings, characters } = await tab.read(0, PATIENCE);
      assert.ok(characters > 0, "nothing was read");
      if (state === "done") {
        assert.deepEqual(findings.map(({ quote }) => quote), [MENTION]);
      } else {
        assert.equal(state, "partial");
        assert.match(limit, /^limit\./, "a part was left out without a word");
      }
      // The page still answers, and so does the popup.
      assert.equal(await tab.run(() => document.title !== "pris"), true);
      const popup = await here.browser.popup(tab);
      await popup.says(/mentions? susceptible|Aucune mention repérée|n’a pas pu être lue/);
      await tab.close();
    });
  }

  it("keeps markup in a name as text, in the popup, the card and the letter", async () => {
    const tab = await here.browser.open(here.site.listed("/mauvais/nom"));
    await tab.marksBecome([MENTION]);
    await tab.clickMark(MENTION);
    await tab.pressInCard("Préparer un signalement");
    const report = await here.browser.tabAt(here.browser.page("report.html?draft="));
    await until("the question who reports", () => report.run(() => Boolean(document.querySelector("#roles")?.checkVisibility())));
    await report.run(() => document.querySelector("input[value=witness]").click());
    await until("the name, as text", () => report.run(() => document.body.innerText.includes("<img src=x onerror=")));
    assert.equal(await report.run(() => document.querySelectorAll("img[src=x], #sheet script").length), 0);
    await report.close();
    await tab.close();
  });
});
