// The booking pages of tests/pages in the browsers, with the extension in: what it finds there is what the library finds in their
// files, page by page; every mark is on words of the page; and no page asks the network for anything.

import assert from "node:assert/strict";
import { it } from "node:test";
import { cases, readFiles } from "./site/cases.mjs";
import { walk } from "./walk.mjs";

const PAGES = cases().filter(({ name }) => name.includes("/"));
const EXPECTED = new Map(readFiles(PAGES.map(({ file }) => file)).map((read, n) => [PAGES[n].name, read]));

const sorted = (findings) =>
  findings.map(({ quote, criterion, practice, grade }) => `${grade} ${criterion} ${practice} ${quote}`).sort();

/** Words that can be painted stand in the document: those of attributes and of closed choices cannot. */
const squeezed = (text) => text.replace(/\s+/g, " ").trim();

walk("the booking pages", (here) => {
  // One tab for all, as a person goes from page to page.
  let tab = null;

  for (const { name } of PAGES) {
    it(`« ${name} » is read as its file`, async () => {
      const address = here.site.listed(`/pages/${name}`);
      if (tab) await tab.go(address);
      else tab = await here.browser.open(address);
      const { findings, state } = await tab.read();
      const expected = EXPECTED.get(name);
      assert.equal(state, "done");
      assert.deepEqual(sorted(findings), sorted(expected.findings));
      const said = squeezed(await tab.run(() => document.documentElement.textContent));
      for (const words of await tab.marked()) assert.ok(said.includes(squeezed(words)), `« ${words} » is not on the page`);
    });
  }

  it("leave nothing behind when the last one is closed", async () => {
    await tab.close();
  });
});
