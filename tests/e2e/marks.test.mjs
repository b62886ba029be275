// What is found and what is painted: the right words, all of them, and nothing else; the page itself stays as it was.

import assert from "node:assert/strict";
import { it } from "node:test";
import { PNG } from "pngjs";
import { until } from "./browsers.mjs";
import { LATER } from "./site/huge.mjs";
import { clear, empty, frame, framed, late, profile, results, shadow, strict, table } from "./site/pages.mjs";
import { identities, painted, walk } from "./walk.mjs";

/** The colours in a rectangle of a screenshot, each with how often it stands there. */
function colours(screenshot, { left, top, width, height }, scale) {
  const image = PNG.sync.read(screenshot);
  const seen = new Map();
  for (let y = Math.floor(top * scale); y < (top + height) * scale; y += 1) {
    for (let x = Math.floor(left * scale); x < (left + width) * scale; x += 1) {
      const at = (y * image.width + x) * 4;
      const colour = image.data.subarray(at, at + 3).toString("hex");
      seen.set(colour, (seen.get(colour) ?? 0) + 1);
    }
  }
  return seen;
}

function commonest(seen) {
  return [...seen].sort((one, other) => other[1] - one[1])[0][0];
}

walk("marks", (here) => {
  for (const [what, page] of Object.entries({
    "on a profile with a refusal, a restriction and a doubt": profile,
    "under a content security policy that forbids every script": strict,
    "in a page that renders late": late,
    "in an open shadow root": shadow,
    "in a list of results": results,
    "in a table, with the label of the row": table,
  })) {
    it(`stand ${what}`, async () => {
      const tab = await here.browser.open(here.site.listed(page));
      await tab.marksBecome(painted(page));
      const { findings } = await tab.read();
      assert.deepEqual(identities(findings), identities(page.findings));
      await tab.close();
    });
  }

  for (const [what, page] of Object.entries({ "on a page that is clear": clear, "on an empty page": empty })) {
    it(`do not stand ${what}`, async () => {
      const tab = await here.browser.open(here.site.listed(page));
      const { findings, state } = await tab.read();
      assert.deepEqual(findings, []);
      assert.equal(state, "done");
      assert.deepEqual(await tab.marked(), []);
      assert.equal(await here.browser.badge(tab), "");
      await tab.close();
    });
  }

  it("stand in a frame of the same site, and are counted with the page's", async () => {
    const tab = await here.browser.open(here.site.listed(frame));
    const words = () =>
      tab.run(() => [...document.querySelector("iframe").contentWindow.CSS.highlights.values()].flatMap((each) => [...each].map(String)));
    await until("the mark in the frame", async () => JSON.stringify(await words()) === JSON.stringify(painted(framed)));
    await until("the badge", async () => (await here.browser.badge(tab)) === String(framed.findings.length));
    await tab.close();
  });

  it("are counted on the button, refusals and worse treatment alone", async () => {
    const tab = await here.browser.open(here.site.listed(profile));
    const flags = profile.findings.filter(({ grade }) => grade === "flag").length;
    await until("the badge", async () => (await here.browser.badge(tab)) === String(flags));
    await tab.close();
  });

  it("can be seen: each has a ground of its own colour in the screenshot", async () => {
    const tab = await here.browser.open(here.site.listed(profile));
    await tab.marksBecome(painted(profile));
    for (const words of painted(profile)) {
      const place = await tab.whereMarked(words);
      const scale = await tab.run(() => devicePixelRatio);
      const screenshot = await tab.screenshot();
      const marked = commonest(colours(screenshot, place, scale));
      const beside = commonest(colours(screenshot, { ...place, left: place.left - 12, width: 10 }, scale));
      assert.notEqual(marked, beside, `« ${words} » looks like the page around it`);
    }
    await tab.close();
  });

  it("look three ways that differ by more than colour", async () => {
    const tab = await here.browser.open(here.site.listed(profile));
    await tab.marksBecome(painted(profile));
    const marks = await tab.marks();
    const names = Object.keys(marks).filter((name) => marks[name].length > 0);
    assert.equal(names.length, 3);
    const styles = await tab.run(
      (names) =>
        names.map((name) => getComputedStyle(document.body, `::highlight(${name})`).textDecorationStyle),
      names,
    );
    assert.equal(new Set(styles).size, 3, `underlines: ${styles}`);
    await tab.close();
  });

  it("follow a page that renders again, whose nodes stay its own", async () => {
    const tab = await here.browser.open(here.site.listed(late));
    await tab.marksBecome(painted(late));
    await tab.run(() => window.rerender({}));
    await tab.marksBecome(painted(late));
    await tab.run(() => window.rerender({ open: false }));
    await tab.marksBecome([]);
    await tab.run(() => window.rerender({ open: true }));
    await tab.marksBecome(painted(late));
    await tab.close();
  });

  it("follow a page that changes while it is read for the first time", async () => {
    // On a page that changed when all was read already, nothing is proved: it is opened again.
    for (let tries = 1; ; tries += 1) {
      const tab = await here.browser.open(here.site.listed("/change"));
      await tab.marksBecome([LATER]);
      const { findings, startedAt, took } = await tab.read();
      assert.deepEqual(findings.map(({ quote }) => quote), [LATER]);
      const after = (await tab.run(() => globalThis.changedAt)) - Date.parse(startedAt);
      await tab.close();
      if (after < took.first) return;
      assert.ok(tries < 5, `it changed after ${after} ms, when all was read after ${took.first} ms: this proves nothing`);
    }
  });

  it("leave the page's own nodes as they were", async () => {
    const tab = await here.browser.open(here.site.listed(profile));
    await tab.marksBecome(painted(profile));
    const html = await tab.run(() => document.body.outerHTML);
    const served = await (await fetch(here.site.listed(profile))).text();
    const expected = await tab.run((text) => new DOMParser().parseFromString(text, "text/html").body.outerHTML, served);
    assert.equal(html, expected);
    await tab.close();
  });
});
