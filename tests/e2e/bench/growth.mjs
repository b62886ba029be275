// What the extension costs a page that grows: 2,000 result cards appended in batches of 20, one every 50 ms, as a list does
// that somebody scrolls through. The content script counts its own time (extension/content/effort.js): reading, answers,
// marks, and what its observer is told.

import { openBrowser, until } from "../browsers.mjs";

const CARDS = { count: 2_000, size: 20, pause: 50 };
/** Every fortieth card has a mention. */
const MENTIONS = CARDS.count / 40;
/** Upper bounds, in ms: all of it; 99 % of the slices; any slice, but for the collection of garbage. */
const TARGETS = { total: 150, most: 6, longest: 16 };
/** Width of a class of slices in the content script's count, in ms. */
const CLASS = 0.5;

/** The length that so many of the slices do not exceed, in ms, to the class. */
export function quantile(slices, share) {
  const all = slices.reduce((sum, count) => sum + count, 0);
  let seen = 0;
  for (const [at, count] of slices.entries()) {
    seen += count;
    if (seen >= share * all) return (at + 1) * CLASS;
  }
  return slices.length * CLASS;
}

/** Measures once in a browser: `row(what, value, unit, target)` takes the figures. */
export async function growth(name, site, row) {
  const browser = await openBrowser(name, { recorded: false, overheard: false });
  try {
    const tab = await browser.open(site.listed("/vivant"));
    await tab.read();
    const { effort: before } = await tab.message({ type: "alive" });
    await tab.run((cards) => window.grow(cards), CARDS);
    await until("all cards to be read", async () => {
      const { findings, state } = await tab.message({ type: "list" });
      return (await tab.run(() => window.grown)) && state === "done" && findings.length === MENTIONS ? true : Promise.reject(new Error(`${findings.length} ${state}`));
    }, { within: 60_000 });
    await tab.rest();
    const { effort: after } = await tab.message({ type: "alive" });
    const slices = after.slices.map((count, at) => count - before.slices[at]);
    row(`${name}: 2,000 cards in batches of 20, script time`, after.total - before.total, "ms", TARGETS.total);
    row(`${name}: 99 % of its ${slices.reduce((sum, count) => sum + count, 0)} slices`, quantile(slices, 0.99), "ms", TARGETS.most);
    row(`${name}: its longest slice`, after.longest, "ms", TARGETS.longest);
    // What changed while it was read is read once more when the page rests: no part of the list's growth, and no secret either.
    const { effort: settled } = await until("the list to be read for good", async () => {
      const alive = await tab.message({ type: "alive" });
      return alive.settled && alive;
    }, { within: 60_000 });
    row(`${name}: reading it once more when it rests`, settled.total - after.total, "ms");
    await tab.close();
  } finally {
    await browser.close();
  }
}

/** The slices of the first reading of pages that are just loading, over so many visits each. */
export async function slices(name, site, pages, { runs, row }) {
  const browser = await openBrowser(name, { recorded: false, overheard: false });
  try {
    for (const { page, name: title } of pages) {
      const tab = await browser.open(site.listed(page));
      let all = [];
      for (let run = 0; run <= runs; run += 1) {
        await tab.go(site.listed(page));
        await tab.read();
        const { effort } = await tab.message({ type: "alive" });
        all = effort.slices.map((count, at) => count + (all[at] ?? 0));
      }
      row(`${name}: 99 % of the slices of the first reading of ${title}`, quantile(all, 0.99), "ms", TARGETS.most);
      await tab.close();
    }
  } finally {
    await browser.close();
  }
}
