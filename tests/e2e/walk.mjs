// The frame of every test in the browsers: the same walk in each of them, one browser and one site a walk, and at its end
// what must hold of all of them.

import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { NAMES, openBrowser } from "./browsers.mjs";
import { serve } from "./site/server.mjs";

/** What Firefox says of its own accord when a page is left while it waits for an answer; nothing in the page can keep it from that. */
const LEFT = /Promise (resolved|rejected) (after context unloaded|while context is inactive)|destroyed before query/;

/**
 * Describes a walk: `body(here)` declares its tests; `here.browser` and `here.site` are there when they run. `provoked` is
 * what the consoles must say because a test brings it about, and nothing else, `tolerated` what a browser says of its own
 * accord; the other options are those of the browser.
 */
export function walk(subject, body, { provoked = null, tolerated = null, ...options } = {}) {
  for (const name of NAMES) {
    describe(`${subject}, in ${name}`, () => {
      const here = { name };
      before(async () => {
        here.site = await serve();
        here.browser = await openBrowser(name, options);
      });
      after(async () => {
        await here.browser?.close();
        await here.site?.stop();
      });
      body(here);
      it("leaves the console without a complaint, and the network without a request", async () => {
        const said = await here.browser.complaints();
        const complaints = said.filter(({ text }) => !LEFT.test(text) && !tolerated?.test(text));
        assert.deepEqual(complaints.filter(({ text }) => !provoked?.test(text)), []);
        if (provoked) assert.ok(complaints.length > 0, "the fault that was provoked left no trace in the console");
        assert.deepEqual(here.browser.foreignRequests(), []);
      });
    });
  }
}

/** What identifies a finding, for comparison: its words, and what is said of them. */
export function identities(findings) {
  const all = findings.map(({ quote, criterion, practice, grade, rule }) => ({ quote, criterion, practice, grade, rule }));
  return all.sort((one, other) => (one.quote < other.quote ? -1 : 1));
}

/** The words painted for a page of the site. */
export function painted(page) {
  return page.marks ?? page.findings.map(({ quote }) => quote);
}
