// Content scripts are registered here and nowhere else: none stands in the manifest, so that on a paused site, or one whose
// permission was taken back, nothing of the extension runs at all.

import { paused } from "./settings.js";
import { covers, hostOf, listedPatterns } from "./sites.js";
import { injectInto, stopIn } from "./tabs.js";
import { CSS, JS } from "./scripts.js";

const ID = "reading";

let turn = Promise.resolve();

/**
 * Brings the registration in line with permissions and pauses. `openTabs` also starts the scripts in the tabs that are open:
 * a registration holds for the next navigation only. `withdrawn` are match patterns that may be read no longer: what runs
 * there is stopped.
 */
export async function refresh({ openTabs = false, withdrawn = [] } = {}) {
  // One after the other: two at once would both try to register the same id. The tabs are no part of it: one whose page does
  // not finish loading would keep every later change waiting.
  const registering = turn.then(register);
  turn = registering.catch(() => {});
  const { matches, away } = await registering;
  if (withdrawn.length > 0) {
    await each(await chrome.tabs.query({}), (tab) => {
      // Without the permission the tab's address is not to be seen either: every tab that cannot be told apart is asked.
      if (!tab.url || withdrawn.some((pattern) => covers(pattern, tab.url))) return stopIn(tab.id, { withdrawn: true });
    });
  }
  if (openTabs && matches.length > 0) {
    await each(await chrome.tabs.query({ url: matches }), (tab) => {
      if (!tab.discarded && !away.includes(hostOf(tab.url))) return injectInto(tab.id);
    });
  }
}

/** A site was paused or taken up again: its open tabs follow at once. */
export async function pausedChanged(host, isPaused) {
  await refresh();
  const patterns = await listedPatterns();
  await each(await chrome.tabs.query({}), async (tab) => {
    if (hostOf(tab.url) !== host) return;
    if (isPaused) await stopIn(tab.id);
    else if (patterns.some((pattern) => covers(pattern, tab.url))) await injectInto(tab.id);
  });
}

/** Registers the scripts for what is granted at this moment and not paused; gives both lists. */
async function register() {
  const matches = await listedPatterns();
  const away = await paused();
  const registered = await chrome.scripting.getRegisteredContentScripts({ ids: [ID] });
  if (matches.length === 0) {
    if (registered.length > 0) await chrome.scripting.unregisterContentScripts({ ids: [ID] });
  } else {
    const script = {
      id: ID,
      matches,
      excludeMatches: away.map((host) => `*://${host}/*`),
      js: JS,
      css: CSS,
      allFrames: true,
      // about:blank and srcdoc frames of a listed page carry wording like any other part of it.
      matchOriginAsFallback: true,
      persistAcrossSessions: true,
      runAt: "document_idle",
    };
    if (registered.length > 0) await chrome.scripting.updateContentScripts([script]);
    else await chrome.scripting.registerContentScripts([script]);
  }
  return { matches, away };
}

async function each(tabs, act) {
  // A tab that goes away or refuses must not keep the others from being done.
  const done = await Promise.allSettled(tabs.map(async (tab) => act(tab)));
  for (const { reason } of done) if (reason) console.warn(reason);
}
