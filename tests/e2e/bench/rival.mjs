// Beside our marks: what mark.js takes to highlight a fixed list of 36 group terms (tests/speed/terms.txt) on the same pages,
// which it does by wrapping text nodes, and without understanding a word.

import fs from "node:fs/promises";
import path from "node:path";
import { openBrowser, ROOT } from "../browsers.mjs";

/** Measures so many runs in a browser; `row(what, value, unit)` takes the medians. */
export async function rival(name, site, pages, { runs, row, median }) {
  const source = await fs.readFile(path.join(ROOT, "tests/node_modules/mark.js/dist/mark.min.js"), "utf8");
  const terms = (await fs.readFile(path.join(ROOT, "tests/speed/terms.txt"), "utf8")).split("\n").filter(Boolean);
  if (terms.length !== 36) throw new Error(`tests/speed/terms.txt: ${terms.length} terms instead of 36`);
  const browser = await openBrowser(name, { extension: false, recorded: false, overheard: false });
  try {
    for (const { page, name: title } of pages) {
      const took = [];
      for (let run = 0; run <= runs; run += 1) {
        await browser.driver.get(site.listed(page));
        const ms = await browser.driver.executeAsyncScript(
          `${source}\nconst [terms, done] = arguments; const begun = performance.now();
          new Mark(document.body).mark(terms, { separateWordSearch: false, done: () => done(performance.now() - begun) });`,
          terms,
        );
        // The first visit fills the browser's own caches.
        if (run > 0) took.push(ms);
      }
      row(`${name}: mark.js with 36 terms on ${title}`, median(took), "ms");
    }
  } finally {
    await browser.close();
  }
}
