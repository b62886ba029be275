// Content scripts are registered here and nowhere else: none stands in the manifest, so that on a paused site, or one whose
// permission was taken back, nothing of the extension runs at all.

import { forPages, isPaused, settings } from "./settings.js";
import { covers, hostOf, isBelow, listedPatterns } from "./sites.js";
import { injectInto, stopIn } from "./tabs.js";
import { CSS, JS } from "./scripts.js";

const ID = "reading";

let turn = Promise.resolve();

/**
 * Brings the registration in line with permissions and settings. `openTabs` also starts the scripts in the tabs that are open:
 * a registration holds for the next navigation only. `withdrawn` are match patterns that may be read no longer: what runs
 * there is stopped.
 */
export async function refresh({ openTabs = false, withdrawn = [] } = {}) {
  // One after the other: two at once would both try to register the same id. The tabs are no part of it: one whose page does
  // not finish loading would keep every later change waiting.
  const registering = turn.then(register);
  turn = registering.catch(() => {});
  const { matches, now } = await registering;
  if (withdrawn.length > 0) {
    await each(await chrome.tabs.query({}), (tab) => {
      // Without the permission the tab's address is not to be seen either: every tab that cannot be told apart is asked.
      if (!tab.url || withdrawn.some((pattern) => covers(pattern, tab.url))) return stopIn(tab.id, { withdrawn: true });
    });
  }
  if (openTabs && matches.length > 0) {
    await each(await chrome.tabs.query({ url: matches }), (tab) => {
      if (!tab.discarded && !isPaused(now, hostOf(tab.url))) return injectInto(tab.id);
    });
  }
}

/**
 * A host, or one with all that is below it, was paused or taken up again. What is registered is in line when this is done; the
 * tabs that are open follow, and nobody waits for them: one whose page does not finish loading answers when it does.
 */
export async function pausedChanged(host) {
  await refresh();
  const [patterns, now] = await Promise.all([listedPatterns(), settings()]);
  const follow = async (tab) => {
    if (!isBelow(host, hostOf(tab.url))) return;
    if (isPaused(now, hostOf(tab.url))) await stopIn(tab.id);
    else if (!now.onDemand && !tab.discarded && patterns.some((pattern) => covers(pattern, tab.url))) await injectInto(tab.id);
  };
  void chrome.tabs.query({}).then((tabs) => each(tabs, follow));
}

/** From now on nothing is read unasked, or the listed sites are again. */
export async function onDemandChanged() {
  const { onDemand } = await settings();
  await refresh();
  if (!onDemand) return void refresh({ openTabs: true }).catch((error) => console.error(error));
  void chrome.tabs.query({}).then((tabs) => each(tabs, (tab) => stopIn(tab.id)));
}

/** Tells the content scripts that are at work what the user has chosen. */
export async function tellPages() {
  const chosen = await forPages();
  // No answer means that nothing of ours runs there.
  for (const tab of await chrome.tabs.query({})) {
    const message = { type: "settings", ...chosen, inquiry: chosen.inquiry && !tab.incognito };
    chrome.tabs.sendMessage(tab.id, message).catch(() => {});
  }
}

/** Registers the scripts for what is granted at this moment and not paused; gives both. */
async function register() {
  const now = await settings();
  const matches = now.onDemand ? [] : await listedPatterns();
  const registered = await chrome.scripting.getRegisteredContentScripts({ ids: [ID] });
  if (matches.length === 0) {
    if (registered.length > 0) await chrome.scripting.unregisterContentScripts({ ids: [ID] });
  } else {
    const script = {
      id: ID,
      matches,
      excludeMatches: now.paused.map((host) => `*://${host}/*`),
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
  return { matches, now };
}

async function each(tabs, act) {
  // A tab that goes away or refuses must not keep the others from being done.
  const done = await Promise.allSettled(tabs.map(async (tab) => act(tab)));
  for (const { reason } of done) if (reason) console.warn(reason);
}
