// « Revérifier »: the page's hands. A page is opened in a tab that the person sees, read until it says what it said or has had
// its time, and left. What it says is judged by src/dossier/recheck.rs, and so is when the next one may be opened.

import { isPaused, settings } from "../background/settings.js";
import { hostOf } from "../background/sites.js";
import init, { recheck } from "../wasm/dossier.js";
import { stopped } from "./stopped.js";

/** Other times for the test builds, in ms. */
const PACE = {};
/** How long a page is read again that does not say what it said: its words may be on their way, in ms. */
const PATIENCE = PACE.patience ?? 8_000;
/** How long a page may take to arrive, in ms. */
const ARRIVAL = PACE.arrival ?? 30_000;
/** Between two readings, in ms. */
const BETWEEN = Math.min(500, PATIENCE / 4);
/** How long one reading may take: a page that is busy with itself does not answer, in ms. */
const READING = 5_000;

/** What reads a page, in the order in which its parts need each other; the last one answers. Firefox looks from where this page is. */
const READER = ["/content/page.js", "/content/cutter.js", "/content/reader.js", "/content/recheck.js"];

/** Whoever holds this lock opens pages; nobody else does. */
const LOCK = "vigie-recheck";

const clock = new Worker(new URL("clock-worker.js", import.meta.url));
const sleepers = new Map();
let turns = 0;
clock.onmessage = ({ data }) => {
  sleepers.get(data)?.();
  sleepers.delete(data);
};

function sleep(ms) {
  turns += 1;
  clock.postMessage({ turn: turns, ms });
  return new Promise((go) => sleepers.set(turns, go));
}

/** The tab in which pages are opened; the host that was opened last, and the document that was read there. */
let tab = null;
let host = "";
let before = null;

/** Gives way to no other window for as long as this page is open. */
const held = (mine) => (lock) => (mine(lock !== null), lock && new Promise(() => {}));

const hands = {
  spacing: PACE.spacing,

  isPrivate: () => chrome.extension.inIncognitoContext === true,

  /** Whether no other window is at it. */
  first: () => new Promise((mine, failed) => navigator.locks.request(LOCK, { ifAvailable: true }, held(mine)).catch(failed)),

  /** Waits until no other window is. */
  turn: () => new Promise((mine, failed) => navigator.locks.request(LOCK, held(mine)).catch(failed)),

  sleep,

  /** Why a page must not be opened, as the name of an obstacle; empty where it may. */
  async admit(address) {
    if (!URL.canParse(address)) return "address";
    const { protocol, hostname } = new URL(address);
    if (isPaused(await settings(), hostname)) return "paused";
    return (await chrome.permissions.contains({ origins: [`${protocol}//${hostname}/*`] })) ? "" : "permission";
  },

  /**
   * Opens a page and reads it: a report for `Sight::read`, or the name of an obstacle. `enough(report)` says that there is no
   * need to read it again.
   */
  async visit(address, enough) {
    await show(address);
    const opened = Date.now();
    let rest = null;
    let first = null;
    let last = null;
    for (;;) {
      await sleep(BETWEEN);
      const there = await chrome.tabs.get(tab).catch(() => null);
      if (!there) return "left";
      const seen = await read();
      // For a moment the tab still has the page before it.
      const old = seen !== null && seen.born === before;
      rest = there.status !== "complete" || old ? null : (rest ?? Date.now());
      if (seen && !old) {
        if (rest !== null) first ??= seen.born;
        last = { ...seen, left: first !== null && seen.born !== first };
      }
      const over = rest === null ? Date.now() - opened >= ARRIVAL : Date.now() - rest >= PATIENCE;
      const report = last && JSON.stringify({ ...last, endless: over && rest === null });
      if (!over && !(report && enough(report))) continue;
      before = last?.born ?? null;
      return report ?? "unreachable";
    }
  },
};

/** The first page comes to the front; the following ones stay where the person has put the tab, unless they use it for something else. */
async function show(url) {
  const there = tab === null ? null : await chrome.tabs.get(tab).catch(() => null);
  const free = there?.url !== undefined && hostOf(there.url) === host;
  const open = free ? await chrome.tabs.update(tab, { url }).catch(() => null) : null;
  if (!open) before = null;
  tab = (open ?? (await chrome.tabs.create({ url }))).id;
  host = hostOf(url);
}

async function read() {
  const asked = chrome.scripting.executeScript({ target: { tabId: tab }, files: READER, injectImmediately: true });
  // An error page of the browser's own, or the site has sent its visitor to one that may not be read.
  const answer = asked.then(([{ result }]) => result ?? null, () => null);
  const seen = await Promise.race([answer, sleep(READING).then(() => null)]);
  return seen?.url && /^https?:/.test(seen.url) ? seen : null;
}

init({ module_or_path: new URL("../wasm/dossier.wasm", import.meta.url) })
  .then(() => recheck(hands))
  .catch(stopped);
