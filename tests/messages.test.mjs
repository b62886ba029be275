// Who may tell the background what: the table of extension/PROTOCOL.md, tried with senders that are not ours, shapes that are not ours,
// and what an older version has left in storage. The background's own modules run here, over interfaces that only remember.

import assert from "node:assert/strict";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { after, before, beforeEach, describe, it } from "node:test";
import { fileURLToPath, pathToFileURL } from "node:url";

const BUILD = fileURLToPath(new URL("../dist/chrome", import.meta.url));
const OWN = "chrome-extension://own/";

/** Stored things, as a browser's area of storage answers for them. */
function area(stored = {}) {
  return {
    stored,
    async get(asked) {
      if (asked === null) return { ...stored };
      if (typeof asked === "object" && !Array.isArray(asked)) return { ...asked, ...Object.fromEntries(Object.entries(stored).filter(([name]) => name in asked)) };
      return Object.fromEntries([asked].flat().filter((name) => name in stored).map((name) => [name, stored[name]]));
    },
    async set(values) {
      Object.assign(stored, values);
    },
    async remove(names) {
      for (const name of [names].flat()) delete stored[name];
    },
  };
}

/** Interfaces of which every one that is not named does nothing, and answers with nothing. */
const silent = (named = {}) =>
  new Proxy(async () => undefined, { get: (_, name) => (Object.hasOwn(named, name) ? named[name] : name === "then" ? undefined : silent()) });

function browser() {
  const tab = { id: 7, url: "https://www.doctolib.fr/a", incognito: false, windowId: 1, index: 0 };
  return silent({
    runtime: { id: "own", getURL: (name) => OWN + name, getManifest: () => ({ version: "0.1.0" }) },
    storage: { local: area(), session: area() },
    tabs: { get: async (id) => (id === 7 ? tab : Promise.reject(new Error("no tab"))), query: async () => [tab], create: async () => tab, sendMessage: async () => ({}) },
    permissions: { getAll: async () => ({ origins: ["https://www.doctolib.fr/*"] }) },
    scripting: silent({ getRegisteredContentScripts: async () => [], executeScript: async () => [{ frameId: 0 }] }),
  });
}

const PAGE = { id: "own", url: `${OWN}pages/settings.html` };
const TAB = { id: "own", url: "https://www.doctolib.fr/a", frameId: 0, tab: { id: 7, url: "https://www.doctolib.fr/a", incognito: false, windowId: 1, index: 0 } };
const REFUSED = { error: "error.message" };

const finding = {
  key: "0123456789abcdef", criterion: "coverage", practice: "refusal", grade: "flag", rule: "refusal.bare",
  reason: { id: "reason.refusal.bare", args: [["words", "CMU"]] }, quote: "Pas de CMU",
  at: { start: 0, end: 10 }, scopeAt: [], card: { over: [], before: [], after: [] }, trace: {},
};
const draft = {
  finding, text: "Pas de CMU",
  page: { url: "https://www.doctolib.fr/a", title: "a", lang: "fr", seenAt: "2026-11-22T10:00:00Z", offset: 60, zone: "Europe/Paris" },
  facts: {}, version: 1, way: "card",
};

/** What a content script may say, in its right shape. */
const FROM_TABS = [
  { type: "hello", origin: 1.5, restored: false },
  { type: "sections", streams: [], profession: "" },
  { type: "summary", flags: 1, checks: 0 },
  { type: "frames" },
  { type: "card", finding, url: TAB.url, facts: {} },
  { type: "draft", draft },
  { type: "dismiss", key: finding.key, dismissed: true },
];
/** What only our own pages may say. */
const FROM_PAGES = [
  { type: "tab", tabId: 7 },
  { type: "scan", tabId: 7 },
  { type: "pause", host: "www.doctolib.fr", paused: true },
  { type: "settings" },
  { type: "set", name: "marks", value: false },
  { type: "restore" },
  { type: "report", tabId: 7, frameId: 0, key: finding.key },
  { type: "paste", draft },
  { type: "handover", id: "x" },
  { type: "discard", id: "x" },
  { type: "clear-drafts" },
  { type: "sources" },
  { type: "fill", tabId: 7, confirmed: "" },
  { type: "inquiry" },
  { type: "inbox" },
  { type: "taken", id: "0".repeat(64) },
  { type: "clear-inbox" },
];

describe("the background", () => {
  const here = {};
  before(async () => {
    // The build's files are modules by what loads them; Node wants to be told.
    here.folder = fs.mkdtempSync(path.join(os.tmpdir(), "vigie-messages-"));
    fs.cpSync(BUILD, here.folder, { recursive: true });
    fs.writeFileSync(path.join(here.folder, "package.json"), '{"type": "module"}');
    globalThis.chrome = browser();
    globalThis.navigator ??= { userAgent: "test", language: "fr" };
    const from = (name) => import(pathToFileURL(path.join(here.folder, "background", name)));
    ({ answer: here.answer } = await from("messages.js"));
    here.settings = await from("settings.js");
  });
  after(() => fs.rmSync(here.folder, { recursive: true, force: true }));
  beforeEach(() => {
    globalThis.chrome = browser();
  });

  for (const message of [...FROM_TABS, ...FROM_PAGES]) {
    it(`does not answer another extension: ${message.type}`, () => assert.equal(here.answer(message, { ...PAGE, id: "other" }), null));
  }

  for (const message of FROM_PAGES) {
    it(`refuses a content script what is for pages: ${message.type}`, async () => assert.deepEqual(await here.answer(message, TAB), REFUSED));

    for (const url of ["chrome-extension://owned/pages/settings.html", "https://own/pages/settings.html", "https://example.org/?chrome-extension://own/", "", undefined]) {
      it(`refuses a sender at ${url} what is for pages: ${message.type}`, async () => assert.deepEqual(await here.answer(message, { id: "own", url }), REFUSED));
    }
  }

  for (const message of FROM_TABS.filter(({ type }) => type !== "sections")) {
    it(`refuses who has no tab what is for content scripts: ${message.type}`, async () =>
      assert.deepEqual(await here.answer(message, { id: "own", url: TAB.url }), REFUSED));
  }

  for (const [sender, messages] of [[TAB, FROM_TABS], [PAGE, FROM_PAGES]]) {
    for (const message of messages) {
      it(`takes a message of its shape, and none that lacks a part or has another: ${message.type}`, async () => {
        // What is asked for is not there in this test: that is said in other words.
        const right = await here.answer(message, sender).catch(() => ({}));
        assert.notDeepEqual(right, REFUSED);
        for (const part of Object.keys(message).filter((name) => name !== "type")) {
          const { [part]: _, ...without } = message;
          assert.deepEqual(await here.answer(without, sender), REFUSED, `without ${part}`);
          // What a page says of a practitioner may be nothing at all: wasm judges it.
          const none = part === "facts" ? [] : [{}];
          for (const other of [null, ...none, () => {}, NaN, "x".repeat(2 ** 20), -Infinity]) {
            assert.deepEqual(await here.answer({ ...message, [part]: other }, sender), REFUSED, `${part}: ${String(other).slice(0, 20)}`);
          }
        }
      });
    }
  }

  for (const message of [null, undefined, 1, "settings", [], {}, { type: 5 }, { type: "__proto__" }, { type: "constructor" }, { type: "toString" }, { type: ["settings"] }]) {
    it(`refuses what is no message: ${JSON.stringify(message)}`, async () => {
      for (const sender of [PAGE, TAB]) assert.deepEqual(await here.answer(message, sender), REFUSED);
    });
  }

  it("reads the settings of the first version, which knew fewer", async () => {
    Object.assign(chrome.storage.local.stored, { paused: ["www.doctolib.fr"], dismissed: [finding.key], marks: false });
    assert.deepEqual(await here.settings.settings(), { paused: ["www.doctolib.fr"], dismissed: [finding.key], marks: false, checks: true, onDemand: false, inquiry: false, language: null });
    await here.settings.setPaused("www.maiia.com", true);
    assert.deepEqual(chrome.storage.local.stored.paused, ["www.doctolib.fr", "www.maiia.com"]);
  });

  it("takes damaged settings for none, and keeps of a list what is whole", async () => {
    Object.assign(chrome.storage.local.stored, { paused: ["www.doctolib.fr", 5, "a b", null], dismissed: { length: 3 }, marks: "no", checks: null, onDemand: 1, language: {} });
    assert.deepEqual(await here.settings.settings(), { paused: ["www.doctolib.fr"], dismissed: [], marks: true, checks: true, onDemand: false, inquiry: false, language: null });
    assert.equal((await here.answer({ type: "hello", origin: 1, restored: false }, TAB)).stop, true, "a site that was paused is paused");
  });
});
