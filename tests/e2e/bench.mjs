// Measures; never judges a test. The medians stand beside the targets, so that a miss is seen.

import { execFile } from "node:child_process";
import fs from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { gzipSync } from "node:zlib";
import { dossier } from "./bench/dossier.mjs";
import { growth, slices } from "./bench/growth.mjs";
import { loads } from "./bench/loads.mjs";
import { rival } from "./bench/rival.mjs";
import { weight } from "./bench/weight.mjs";
import { NAMES, openBrowser, ROOT } from "./browsers.mjs";
import { HUGE } from "./site/huge.mjs";
import { serve } from "./site/server.mjs";

const RUNS = Number(process.argv[2]);
/** Only what pages that live and their browsers feel of it. */
const living = process.argv.includes("--living");
/** Only a large dossier. */
const shelf = process.argv.includes("--dossier");
/**
 * Upper bounds: ms from the content script's start to the last mark, by page and by state of the background. Each is measured
 * twice: where the script is put into a page that stands there, loaded and drawn, and where it starts by itself while the
 * page loads. There the browser may lay the page out for the first time between two of the script's slices, or has done it
 * just before: what is measured then is the page's own work as well, and its median goes from the one to the other.
 */
const PAINTED = [
  { page: "/grand/10ko", name: "10 KB", warm: 25, cold: 90 },
  { page: "/grand/200ko", name: "200 KB, 5,000 nodes", warm: 60, cold: 140 },
];
/** Upper bounds: KB raw and gzipped. */
const SIZES = { "engine.wasm": [350, 140], "app.wasm": [900, 350], "dossier.wasm": [900, 350], "report.wasm": [900, 350] };
/** Upper bound: ms to compile and start the engine. */
const START = 10;
/** Text that `vigie scan` reads, in MB. */
const VOLUME = 20;

const median = (numbers) => {
  const sorted = [...numbers].sort((one, other) => one - other);
  const middle = sorted.length >> 1;
  return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
};
const rows = [];
const row = (what, value, unit, target) => {
  const verdict = target === undefined ? "" : value <= target ? "ok" : "missed";
  rows.push([what, `${value < 100 ? value.toFixed(1) : Math.round(value)} ${unit}`, target === undefined ? "" : `≤ ${target} ${unit}`, verdict]);
};

async function sizes() {
  for (const [name, [raw, packed]] of Object.entries(SIZES)) {
    const bytes = await fs.readFile(await find(path.join(ROOT, "dist/test-chrome/wasm"), name));
    row(`${name}, raw`, bytes.length / 1000, "KB", raw);
    row(`${name}, gzip`, gzipSync(bytes, { level: 9 }).length / 1000, "KB", packed);
  }
}

/** The wasm of that name; the glue's maker may add to the name's stem. */
async function find(folder, name) {
  const stem = path.basename(name, ".wasm");
  const file = (await fs.readdir(folder)).find((each) => each.startsWith(stem) && each.endsWith(".wasm"));
  if (!file) throw new Error(`no ${name} in ${folder}`);
  return path.join(folder, file);
}

/** The content script's registration, taken away so that pages load without it, and given back. */
const unregister = async () => {
  const registered = await chrome.scripting.getRegisteredContentScripts();
  await chrome.scripting.unregisterContentScripts();
  return registered;
};
const register = (registered) => chrome.scripting.registerContentScripts(registered).then(() => null);
const inject = async (tabId, [{ js, css }]) => {
  const target = { tabId, allFrames: true };
  await chrome.scripting.insertCSS({ target, files: css });
  await chrome.scripting.executeScript({ target, files: js });
  return null;
};

/** One visit: what the content script says that it took, in ms. `registered` is what is put into a page that stands. */
async function visit(browser, tab, url, { cold, registered }) {
  await tab.rest();
  if (cold && !registered) await browser.stopBackground();
  // Not by `tab.go`, which asks the page's script whether it is at rest: that could wake the background.
  await tab.driver.get(url);
  if (registered) {
    // Two frames have begun, and what the second one had to do is done.
    await tab.run(() => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(drawn)))));
    if (cold) await browser.stopBackground();
    await browser.ask(inject, tab.id, registered);
  }
  const list = await tab.read(0, { within: 60_000 });
  if (list.findings.length !== 1) throw new Error(`${url}: ${list.findings.length} findings instead of one`);
  return list.took.first;
}

async function painted(name, site) {
  const browser = await openBrowser(name, { recorded: false, overheard: false });
  try {
    for (const stands of [true, false]) {
      const registered = stands ? await browser.ask(unregister) : null;
      for (const { page, name: title, ...targets } of PAINTED) {
        for (const [state, target] of Object.entries(targets)) {
          const tab = await browser.open("about:blank");
          const took = [];
          // The first visit fills the browser's own caches.
          await visit(browser, tab, site.listed(page), { cold: false, registered });
          const options = { cold: state === "cold", registered };
          for (let run = 0; run < RUNS; run += 1) took.push(await visit(browser, tab, site.listed(page), options));
          row(`${name}: marks on ${title}, ${stands ? "" : "while it loads, "}${state}`, median(took), "ms", target);
          await tab.close();
        }
      }
      if (registered) await browser.ask(register, registered);
    }
    row(`${name}: engine.wasm compiled and started`, median(await started(browser)), "ms", START);
  } finally {
    await browser.close();
  }
}

/** Compiles and starts the engine in a page of the extension, again and again. */
async function started(browser) {
  const file = path.basename(await find(path.join(ROOT, "dist/test-chrome/wasm"), "engine.wasm"));
  return browser.ask(
    async (file, runs) => {
      const bytes = await (await fetch(chrome.runtime.getURL(`wasm/${file}`))).arrayBuffer();
      const times = [];
      for (let run = 0; run < runs; run += 1) {
        const begun = performance.now();
        const module = await WebAssembly.compile(bytes);
        // What the engine imports is called when it reads, not when it starts: anything will do.
        const imports = {};
        for (const { module: from, name } of WebAssembly.Module.imports(module)) (imports[from] ??= {})[name] = () => 0;
        const { exports } = await WebAssembly.instantiate(module, imports);
        exports.__wbindgen_start?.();
        times.push(performance.now() - begun);
      }
      return times;
    },
    file,
    RUNS,
  );
}

async function native() {
  const folder = await fs.mkdtemp(path.join(os.tmpdir(), "vigie-bench-"));
  try {
    const page = HUGE["/grand/200ko"]();
    const text = page.replace(/<[^>]*>/g, "").replace(/\n\s*/g, "\n");
    const file = path.join(folder, "prose.txt");
    await fs.writeFile(file, text.repeat(Math.ceil((VOLUME * 1e6) / Buffer.byteLength(text))));
    const { size } = await fs.stat(file);
    const took = [];
    for (let run = 0; run < 5; run += 1) {
      const begun = performance.now();
      await new Promise((resolve, reject) => {
        const done = (error, out) => (error && !out ? reject(error) : resolve());
        execFile(path.join(ROOT, "target/release/vigie"), ["scan", file], { maxBuffer: 1 << 30 }, done);
      });
      took.push((performance.now() - begun) / 1000);
    }
    row("vigie scan, plain text", size / 1e6 / median(took), "MB/s");
  } finally {
    await fs.rm(folder, { recursive: true });
  }
}

const site = await serve();
try {
  if (!shelf) await sizes();
  for (const name of NAMES) {
    if (!living) await dossier(name, { runs: RUNS, row, median });
    if (shelf) continue;
    if (!living) await painted(name, site);
    await slices(name, site, PAINTED, { runs: RUNS, row });
    await growth(name, site, row);
    await rival(name, site, PAINTED, { runs: Math.min(RUNS, 5), row, median });
    await loads(name, site, { row, unregister, register });
    await weight(name, site, { row, median });
  }
  if (!living && !shelf) await native();
} finally {
  await site.stop();
}
const widths = [0, 1, 2, 3].map((column) => Math.max(...rows.map((cells) => cells[column].length)));
for (const [what, ...cells] of rows) {
  console.log([what.padEnd(widths[0]), ...cells.map((cell, index) => cell.padStart(widths[index + 1]))].join("   "));
}
console.log(`medians of ${RUNS} runs on ${os.cpus().length} × ${os.cpus()[0].model.trim()}, ${os.platform()}`);
