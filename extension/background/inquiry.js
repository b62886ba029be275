// « Mode enquête »: while it is on, what is found on the pages that the user opens is put down by itself, to be looked at and
// validated in the dossier. Off unless the user turns it on; never in a private window, never on a paused site.
//
// What is put down waits in a database of its own, `vigie-inbox`: the dossier's is the pages' alone, which take up what waits
// here, and only then has it taken away. One draft is one transaction that the browser says it has flushed: a background that
// is ended in the middle has put down all of it or nothing.

import { capture } from "./screenshot.js";
import { isPaused, settings } from "./settings.js";
import { is, isDraft, list } from "./shapes.js";
import { hostOf } from "./sites.js";

const NAME = "vigie-inbox";
const VERSION = 1;
/** What waits, and the hashes of what was ever put down: what the user took out of the dossier does not come back by itself. */
const DRAFTS = "drafts";
const SEEN = "seen";
const AT = "at";

/** Wordings in an hour, after which it rests: nobody looks at more pages, but a page that words itself anew may. */
const MOST = 60;
const HOUR = 60 * 60 * 1000;
/** Hashes that are remembered; the oldest go first. */
const MOST_SEEN = 50_000;
/** Wordings of one frame at a time. */
const MOST_DRAFTS = 32;
/** Since when it rests, in storage.session. */
const FULL = "inquiry:full";

/** The permission without which a browser lets no picture be taken unasked. */
export const PICTURES = { origins: ["<all_urls>"] };

let turn = Promise.resolve();

/** A frame's content script has found wordings with these keys: puts down those that are new. */
export function found(tab, frameId, keys) {
  // One after the other: the pictures, and the number of this hour.
  const next = turn.then(() => take(tab, frameId, keys));
  turn = next.catch((error) => console.error(error));
  return turn;
}

async function take(tab, frameId, keys) {
  const now = await settings();
  if (!now.inquiry || tab.incognito || isPaused(now, hostOf(tab.url)) || keys.length === 0) return;
  const answer = await chrome.tabs.sendMessage(tab.id, { type: "drafts", keys }, { frameId }).catch(() => null);
  if (!is({ drafts: list(isDraft, MOST_DRAFTS) })(answer)) return;
  const database = await open();
  try {
    let picture = null;
    for (const draft of answer.drafts) {
      const id = await nameOf(draft);
      if ((await result(begin(database, [SEEN]).objectStore(SEEN).getKey(id))) !== undefined) continue;
      if (!(await hasRoom(database))) return;
      picture ??= await pictureOf(tab);
      await put(database, id, sparse(draft, picture));
    }
  } finally {
    database.close();
  }
}

/** Of the page nothing but the wording's own section is put down, and whom it is about. */
function sparse(draft, picture) {
  return {
    ...draft,
    ...picture,
    version: 1,
    facts: { ...draft.facts, words: "", links: [], calls: [] },
    way: "inquiry",
    agent: navigator.userAgent,
    extension: chrome.runtime.getManifest().version,
    private: false,
  };
}

async function pictureOf(tab) {
  if (!(await chrome.permissions.contains(PICTURES))) return { screenshot: null, screenshotWhy: "shot.inquiry" };
  return capture(tab);
}

/** The same words on the same page have the same name, whenever they are read. */
async function nameOf({ finding, text, page }) {
  const { origin, pathname } = new URL(page.url);
  const words = [origin, pathname, finding.key, text.split(/\s+/).join(" ")].join("\n");
  const hash = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(words));
  return [...new Uint8Array(hash)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** Whether there is room in this hour; where not, the popup says until when. */
async function hasRoom(database) {
  const since = Date.now() - HOUR;
  const seen = begin(database, [SEEN]).objectStore(SEEN).index(AT);
  const last = await result(seen.getAllKeys(IDBKeyRange.lowerBound(since)));
  if (last.length < MOST) {
    await chrome.storage.session.remove(FULL);
    return true;
  }
  const [first] = await result(begin(database, [SEEN]).objectStore(SEEN).index(AT).getAll(IDBKeyRange.lowerBound(since), 1));
  await chrome.storage.session.set({ [FULL]: first.at + HOUR });
  return false;
}

async function put(database, id, draft) {
  const transaction = begin(database, [DRAFTS, SEEN], "readwrite");
  const at = Date.now();
  transaction.objectStore(DRAFTS).put({ id, at, draft });
  const seen = transaction.objectStore(SEEN);
  seen.put({ id, at });
  seen.count().onsuccess = ({ target }) => {
    let surplus = target.result - MOST_SEEN;
    if (surplus <= 0) return;
    seen.index(AT).openCursor().onsuccess = ({ target: { result: cursor } }) => {
      if (!cursor || surplus <= 0) return;
      surplus -= 1;
      cursor.delete();
      cursor.continue();
    };
  };
  await done(transaction);
}

/** The draft that waits longest, and how many wait; for the dossier, which asks until there is none. */
export async function first() {
  // Whoever has never turned it on has no such database, and asking makes none.
  if (!(await indexedDB.databases()).some(({ name }) => name === NAME)) return { waiting: 0 };
  const database = await open();
  try {
    const drafts = begin(database, [DRAFTS]).objectStore(DRAFTS);
    const [waiting, oldest] = await Promise.all([result(drafts.count()), result(drafts.getAll(null, 1))]);
    return waiting === 0 ? { waiting } : { waiting, id: oldest[0].id, draft: oldest[0].draft };
  } finally {
    database.close();
  }
}

/** The dossier has this one now. */
export async function taken(id) {
  const database = await open();
  try {
    const transaction = begin(database, [DRAFTS], "readwrite");
    transaction.objectStore(DRAFTS).delete(id);
    await done(transaction);
  } finally {
    database.close();
  }
  return {};
}

/** Forgets all that waits and all that was ever put down: part of « tout effacer ». */
export async function clear() {
  const database = await open();
  try {
    const transaction = begin(database, [DRAFTS, SEEN], "readwrite");
    transaction.objectStore(DRAFTS).clear();
    transaction.objectStore(SEEN).clear();
    await done(transaction);
  } finally {
    database.close();
  }
  await chrome.storage.session.remove(FULL);
  return {};
}

/** What settings, popup and dossier show: `{inquiry, pictures, waiting, full: ms or null}`. */
export async function state() {
  const [{ inquiry }, { [FULL]: full = null }] = await Promise.all([settings(), chrome.storage.session.get(FULL)]);
  const known = { inquiry, pictures: await chrome.permissions.contains(PICTURES), waiting: 0, full: full > Date.now() ? full : null };
  try {
    return { ...known, waiting: (await first()).waiting };
  } catch (error) {
    // A browser that keeps nothing, as for a profile without storage: then nothing waits.
    console.warn(error);
    return known;
  }
}

function open() {
  const request = indexedDB.open(NAME, VERSION);
  request.onupgradeneeded = () => {
    request.result.createObjectStore(DRAFTS, { keyPath: "id" });
    request.result.createObjectStore(SEEN, { keyPath: "id" }).createIndex(AT, "at");
  };
  return result(request);
}

function begin(database, stores, mode = "readonly") {
  return database.transaction(stores, mode, { durability: "strict" });
}

function result(request) {
  return new Promise((go, stop) => {
    request.onsuccess = () => go(request.result);
    request.onerror = () => stop(request.error);
  });
}

function done(transaction) {
  return new Promise((go, stop) => {
    transaction.oncomplete = go;
    transaction.onabort = () => stop(transaction.error);
  });
}
