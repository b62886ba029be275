// What the extension takes of the memory, a tab: the private memory of all processes of the browser with ten tabs of a profile,
// less that with two, by tab; and this with the extension, less that without. Linux only: it is read from /proc.

import fs from "node:fs/promises";
import { openBrowser } from "../browsers.mjs";
import { profile } from "../site/pages.mjs";

const [FEW, MANY] = [2, 10];
/** Upper bounds: MB a tab. */
const TARGETS = { chromium: 3, firefox: 6 };
/** Until the browser has put away what it needed for loading, in ms. */
const CALM = 4_000;

/** The private memory of a browser by the folder of its profile, in MB. */
export async function privateMemory(folder) {
  const processes = new Map();
  for (const pid of (await fs.readdir("/proc")).filter((name) => /^\d+$/.test(name))) {
    const read = (file) => fs.readFile(`/proc/${pid}/${file}`, "utf8").catch(() => "");
    const parent = /\) \S (\d+)/.exec(await read("stat"))?.[1];
    processes.set(pid, { parent, own: (await read("cmdline")).includes(folder), memory: await read("smaps_rollup") });
  }
  const belongs = (pid) => {
    for (let at = pid; processes.has(at); at = processes.get(at).parent) if (processes.get(at).own) return true;
    return false;
  };
  let total = 0;
  for (const [pid, { memory }] of processes) {
    if (!belongs(pid)) continue;
    for (const [, size] of memory.matchAll(/^Private_(?:Clean|Dirty):\s+(\d+) kB/gm)) total += Number(size) / 1000;
  }
  return total;
}

async function slope(name, site, extension) {
  const browser = await openBrowser(name, { extension, recorded: false, overheard: false });
  try {
    const at = {};
    for (let tabs = 1; tabs <= MANY; tabs += 1) {
      const tab = await browser.open(site.listed(profile));
      if (extension) await tab.read();
      if (tabs !== FEW && tabs !== MANY) continue;
      await new Promise((go) => setTimeout(go, CALM));
      at[tabs] = await privateMemory(browser.profile);
    }
    return (at[MANY] - at[FEW]) / (MANY - FEW);
  } finally {
    await browser.close();
  }
}

/** Measures in a browser, the median of three: `row(what, value, unit, target)` takes the figure. */
export async function weight(name, site, { row, median }) {
  const differences = [];
  for (let run = 0; run < 3; run += 1) differences.push((await slope(name, site, true)) - (await slope(name, site, false)));
  row(`${name}: memory a tab over no extension`, median(differences), "MB", TARGETS[name]);
}
