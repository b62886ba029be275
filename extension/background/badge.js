// The number on the button: the flags of all frames of a tab. Which frames there are stands in storage.session, since the
// background is ended between two messages; it holds numbers only, and is gone with the browser's session.

import { settings } from "./settings.js";

/** A calm blue that white figures can be read on (7.6:1); red would shout at a worried reader. */
const COLOUR = "#2f4b7c";

/** The same for « mode enquête », so that it can be seen that it is on: a calm green (7.7:1), and a dot. */
const COLOUR_INQUIRY = "#1b5e44";
const DOT = "•";

/** Larger numbers do not fit and say nothing more. */
const MOST_SHOWN = 99;

const EMPTY = { origin: 0, asked: false, frames: {} };

let turn = Promise.resolve();

/** What is known of a tab: `{origin, asked, frames: {frameId: {origin, flags, checks}}}`. */
export async function known(tabId) {
  await turn;
  return read(tabId);
}

/**
 * A frame's content script has started. `origin` is its document's `performance.timeOrigin`: frames that are older than the
 * tab's page belong to the page before it. `restored` says that it comes out of the browser's memory of pages, where that
 * does not hold: there, the page comes first, and its frames after it.
 */
export function started(tabId, frameId, { origin, restored }) {
  return change(tabId, (tab) => {
    const frames = { ...tab.frames, [frameId]: { origin, flags: 0, checks: 0 } };
    if (frameId !== 0) return { ...tab, frames };
    const current = Object.entries(frames).filter(([id, frame]) => (restored ? id === "0" : frame.origin >= origin));
    return { origin, asked: tab.asked && tab.origin === origin, frames: Object.fromEntries(current) };
  });
}

/** A frame has read: so many flags and checks. */
export function counted(tabId, frameId, { flags, checks }) {
  return change(tabId, (tab) => {
    const frame = { origin: tab.origin, ...tab.frames[frameId], flags, checks };
    return { ...tab, frames: { ...tab.frames, [frameId]: frame } };
  });
}

/** Frames have been taken out of the page: those that do not answer are counted no longer. */
export async function recount(tabId) {
  const { frames } = await known(tabId);
  const gone = [];
  for (const id of Object.keys(frames)) {
    await chrome.tabs.sendMessage(tabId, { type: "alive" }, { frameId: Number(id) }).catch(() => gone.push(id));
  }
  if (gone.length === 0) return;
  await change(tabId, (tab) => {
    const left = Object.entries(tab.frames).filter(([id]) => !gone.includes(id));
    return { ...tab, asked: tab.asked && left.length > 0, frames: Object.fromEntries(left) };
  });
}

/** The user has asked for this page to be read. */
export function asked(tabId) {
  return change(tabId, (tab) => ({ ...tab, asked: true }));
}

/** Nothing of ours runs in the tab any more. */
export function forget(tabId) {
  turn = turn
    .then(() => chrome.storage.session.remove(place(tabId)))
    .then(() => show(tabId, 0))
    .catch(() => {});
  return turn;
}

function change(tabId, make) {
  turn = turn
    .then(async () => {
      const tab = make(await read(tabId));
      await chrome.storage.session.set({ [place(tabId)]: tab });
      await show(tabId, Object.values(tab.frames).reduce((sum, frame) => sum + frame.flags, 0));
    })
    .catch((error) => console.error(error));
  return turn;
}

async function read(tabId) {
  const { [place(tabId)]: tab } = await chrome.storage.session.get(place(tabId));
  return tab ?? EMPTY;
}

function place(tabId) {
  return `tab:${tabId}`;
}

/**
 * « Mode enquête » was turned on or off, or the browser has started: the button says so, also in tabs where nothing was read. What
 * it says without a tab it says wherever nothing else is said.
 */
export async function sayMode() {
  const { inquiry } = await settings();
  try {
    await Promise.all([
      chrome.action.setBadgeBackgroundColor?.({ color: inquiry ? COLOUR_INQUIRY : COLOUR }),
      chrome.action.setBadgeText?.({ text: inquiry ? DOT : "" }),
    ]);
  } catch (error) {
    console.warn(error);
  }
  const tabs = Object.keys(await chrome.storage.session.get(null)).filter((key) => key.startsWith(place("")));
  for (const key of tabs) await change(Number(key.slice(place("").length)), (tab) => tab);
}

async function show(tabId, flags) {
  const number = flags === 0 ? "" : flags > MOST_SHOWN ? `${MOST_SHOWN}+` : String(flags);
  try {
    const inquiry = (await settings()).inquiry && !(await chrome.tabs.get(tabId)).incognito;
    const text = inquiry ? `${DOT}${number}` : number;
    // A browser for telephones has no such number: its user sees it in the popup.
    await Promise.all([
      chrome.action.setBadgeBackgroundColor?.({ tabId, color: inquiry ? COLOUR_INQUIRY : COLOUR }),
      chrome.action.setBadgeTextColor?.({ tabId, color: "#ffffff" }),
      chrome.action.setBadgeText?.({ tabId, text }),
    ]);
  } catch {
    // The tab has been closed meanwhile: there is no button of it to write on.
  }
}
