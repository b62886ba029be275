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
export const privateMemory = async (folder) => (await effort(folder)).memory;

/** What kind of process a command line starts, in its browser's own words: "browser", "renderer", "extension", "tab", "gpu-process", … */
function kind(line) {
  const args = line.split(/[\0 ]/).filter(Boolean);
  if (args.includes("--extension-process")) return "extension";
  if (args.includes("-contentproc")) return args.at(-1);
  return args.find((arg) => arg.startsWith("--type="))?.slice("--type=".length) ?? "browser";
}

/** The same, by kind of process, and the seconds that its living processes have worked. */
export async function effort(folder) {
  const processes = new Map();
  for (const pid of (await fs.readdir("/proc")).filter((name) => /^\d+$/.test(name))) {
    const read = (file) => fs.readFile(`/proc/${pid}/${file}`, "utf8").catch(() => "");
    const stat = await read("stat");
    const [, parent, ticks] = /\) \S (\d+)(?: \S+){9} (\d+ \d+)/.exec(stat) ?? [];
    const line = await read("cmdline");
    processes.set(pid, { parent, ticks, kind: kind(line), own: line.includes(folder) });
  }
  const belongs = (pid) => {
    for (let at = pid; processes.has(at); at = processes.get(at).parent) if (processes.get(at).own) return true;
    return false;
  };
  const total = { memory: 0, worked: 0, kinds: {} };
  for (const [pid, { kind, ticks = "0 0" }] of processes) {
    if (!belongs(pid)) continue;
    // The kernel walks a process's whole memory for this: of the browser's own only.
    const memory = await fs.readFile(`/proc/${pid}/smaps_rollup`, "utf8").catch(() => "");
    for (const [, size] of memory.matchAll(/^Private_(?:Clean|Dirty):\s+(\d+) kB/gm)) {
      total.memory += Number(size) / 1000;
      total.kinds[kind] = (total.kinds[kind] ?? 0) + Number(size) / 1000;
    }
    // A hundred ticks are a second on every Linux.
    for (const part of ticks.split(" ")) total.worked += Number(part) / 100;
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
