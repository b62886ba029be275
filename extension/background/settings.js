// What the user has chosen, in storage.local. Nothing here tells which pages were visited: paused hosts are the user's own
// list, and a dismissed key is a hash of words that many pages share.

/** At most so many dismissed keys are kept, the oldest going first: at 16 letters each, some 40 KB. */
const MAX_DISMISSED = 2_000;

const DEFAULTS = { paused: [], dismissed: [], marks: true, language: null };

let turn = Promise.resolve();

/** All settings. */
export function settings() {
  return chrome.storage.local.get(DEFAULTS);
}

/** The hosts that are paused. */
export async function paused() {
  return (await settings()).paused;
}

/** The language of the interface: the chosen one, or else the first that the user asks pages for. */
export async function language() {
  return (await settings()).language ?? navigator.language;
}

/** Pauses a host or takes it up again. */
export function setPaused(host, isPaused) {
  return change((now) => ({ paused: toggled(now.paused, host, isPaused) }));
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
