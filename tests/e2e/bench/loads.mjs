// What the extension does to the loading of a page: 50 loads with its content scripts and 50 without, in turn, on the page of
// 200 KB; the upper bound (95 %) of the mean of the paired differences.

import { openBrowser } from "../browsers.mjs";

const PAIRS = 50;
/** Upper bounds: this share of the time without, or so many ms, whichever is more. */
const SHARE = 0.05;
const LEAST = 10;
/** Of the normal distribution, one-sided: 50 pairs are enough of them. */
const Z95 = 1.645;

const timing = () =>
  new Promise((done) => {
    const [{ domContentLoadedEventEnd }] = performance.getEntriesByType("navigation");
    let largest = 0;
    new PerformanceObserver((list) => {
      for (const { startTime } of list.getEntries()) largest = Math.max(largest, startTime);
    }).observe({ type: "largest-contentful-paint", buffered: true });
    // Two frames and a task: what was painted is in the list.
    requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(() => done([domContentLoadedEventEnd, largest]), 50)));
  });

/** Measures in a browser: `row(what, value, unit, target)` takes the bounds. */
export async function loads(name, site, { row, unregister, register }) {
  const browser = await openBrowser(name, { recorded: false, overheard: false });
  try {
    const tab = await browser.open(site.listed("/grand/200ko"));
    const pairs = [];
    for (let pair = 0; pair <= PAIRS; pair += 1) {
      const both = {};
      // Which of the two comes first changes from pair to pair.
      for (const on of pair % 2 ? [true, false] : [false, true]) {
        const registered = on ? null : await browser.ask(unregister);
        await tab.driver.switchTo().window(tab.handle);
        await tab.driver.get(site.listed("/grand/200ko"));
        both[on] = await tab.run(timing);
        if (on) await tab.rest();
        else await browser.ask(register, registered);
      }
      // The first pair fills the browser's own caches.
      if (pair > 0) pairs.push(both);
    }
    for (const [at, what] of ["DOMContentLoaded", "largest paint"].entries()) {
      const differences = pairs.map((both) => both.true[at] - both.false[at]);
      const mean = differences.reduce((sum, each) => sum + each, 0) / differences.length;
      const variance = differences.reduce((sum, each) => sum + (each - mean) ** 2, 0) / (differences.length - 1);
      const without = pairs.reduce((sum, both) => sum + both.false[at], 0) / pairs.length;
      const bound = mean + Z95 * Math.sqrt(variance / differences.length);
      row(`${name}: later ${what} (${Math.round(without)} ms without), upper bound`, bound, "ms", Math.max(LEAST, without * SHARE));
    }
    await tab.close();
  } finally {
    await browser.close();
  }
}
