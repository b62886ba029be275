// What the user has chosen, in storage.local. Nothing here tells which pages were visited: paused hosts are the user's own
// list, and a dismissed key is a hash of words that many pages share.

import { flag, isHost, isKey, text } from "./shapes.js";
import { isBelow } from "./sites.js";

/** At most so many dismissed keys are kept, the oldest going first: at 16 letters each, some 40 KB. */
const MAX_DISMISSED = 2_000;

const DEFAULTS = { paused: [], dismissed: [], marks: true, checks: true, onDemand: false, inquiry: false, language: null };

/**
 * Those that are on or off: whether marks are painted, whether what is to be checked is shown, whether nothing is read unasked,
 * whether what is found is put down by itself (« mode enquête »).
 */
export const SWITCHES = ["marks", "checks", "onDemand", "inquiry"];

let turn = Promise.resolve();

/** What each of them looks like; of a list, an item. */
const SHAPES = { paused: isHost, dismissed: isKey, marks: flag, checks: flag, onDemand: flag, inquiry: flag, language: text(64) };

/** All settings. What is stored may be another version's, or damaged: what is not of its shape is as if it were not there. */
export async function settings() {
  const stored = await chrome.storage.local.get(DEFAULTS);
  const sound = ([name, otherwise]) => {
    const value = stored[name];
    if (Array.isArray(otherwise)) return [name, Array.isArray(value) ? value.filter(SHAPES[name]) : otherwise];
    return [name, SHAPES[name](value) ? value : otherwise];
  };
  return Object.fromEntries(Object.entries(DEFAULTS).map(sound));
}

/** What content scripts need to know of them. */
export async function forPages() {
  const { marks, checks, inquiry, dismissed } = await settings();
  return { marks, checks, inquiry, dismissed };
}

/** The language of the interface: the chosen one, or else the first that the user asks pages for. */
export async function language() {
  return (await settings()).language ?? navigator.language;
}

/** Whether a host is paused. */
export function isPaused({ paused }, host) {
  return paused.some((written) => isBelow(written, host));
}

/**
 * Pauses a host, or one with all that is below it (`*.example.org`), or takes it up again: then every pause goes that keeps
 * any of it from being read.
 */
export function setPaused(host, paused) {
  const bare = host.replace(/^\*\./, "");
  const bears = (written) => isBelow(written, bare) || isBelow(host, written.replace(/^\*\./, ""));
  return change((now) => ({ paused: paused ? toggled(now.paused, host, true) : now.paused.filter((written) => !bears(written)) }));
}

/** Turns one of the switches. */
export function setSwitch(name, value) {
  return change(() => ({ [name]: value }));
}

/** Brings back everything that the user has dismissed. */
export function restoreAll() {
  return change(() => ({ dismissed: [] }));
}

/** Remembers or forgets that the user has dismissed a finding. */
export function setDismissed(key, isDismissed) {
  return change((now) => ({ dismissed: toggled(now.dismissed, key, isDismissed).slice(-MAX_DISMISSED) }));
}

function toggled(list, item, isIn) {
  const others = list.filter((other) => other !== item);
  return isIn ? [...others, item] : others;
}

/** Changes are made one after the other, or two at once would lose one of them. */
function change(make) {
  const next = turn.then(async () => chrome.storage.local.set(make(await settings())));
  turn = next.catch(() => {});
  return next;
}
