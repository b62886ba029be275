// The browser is killed at random moments while cases are kept, kept again and taken away. Afterwards no finished one may be
// lost and none be broken; the log is whole. What the store says is judged here from its bytes, without the project's own code.
//
// VIGIE_SEED repeats a run's moments (the browser's own pace is its own).

import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import fs from "node:fs/promises";
import { after, describe, it } from "node:test";
import { By, NAMES, openBrowser, until } from "./browsers.mjs";

/** Kills in each browser: 10 together, and 100 with VIGIE_ALL. Firefox takes three times as long to come back. */
const KILLS = { chromium: 7, firefox: 3 };
const TIMES = process.env.VIGIE_ALL ? 10 : 1;
/** The longest time that a browser lives on after its first case, in ms: a handful of cases. */
const LONGEST = 1_200;

const SEED = Number(process.env.VIGIE_SEED ?? Date.now() % 1_000_000);

/** Numbers from 0 to 1 that a seed repeats. */
function numbers(seed) {
  let state = seed | 1;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 2 ** 32;
  };
}

function draft(words, picture) {
  const quote = "CMU : uniquement le mardi matin";
  const text = `Accueil du cabinet.\n${quote}. ${words}`;
  const start = text.indexOf(quote);
  return {
    version: 1,
    finding: {
      key: words, criterion: "coverage", practice: "restriction", grade: "flag", rule: "coverage.slot.1", quote,
      reason: { id: "reason.slot", args: [["group", "CMU"]] }, at: { start, end: start + quote.length }, scopeAt: [],
      card: { over: [], before: [], after: [] },
      trace: { rule: "coverage.slot.1", clause: quote, cues: [], scope: [], ended_by: null, qualifiers: [], version: "0.1.0" },
    },
    text,
    page: { url: "https://cabinet-exemple.fr/", title: "Dr Exemple", lang: "fr", seenAt: "2026-11-22T10:00:00Z", offset: 60, zone: null },
    facts: { jsonld: [], microdata: [], h1: ["Dr Exemple"], og: {}, title: "", site: null, adapter: null },
    way: "popup",
    screenshot: { data: `data:image/png;base64,${picture}`, width: 2, height: 1 },
    screenshotWhy: null, agent: "test", extension: "0", private: false,
  };
}

/** The browser's own process: the one that was started with this profile and is nobody's child of its. */
async function processOf(profile) {
  for (const name of await fs.readdir("/proc")) {
    if (!/^\d+$/.test(name)) continue;
    const line = await fs.readFile(`/proc/${name}/cmdline`, "utf8").catch(() => "");
    const given = line.split("\0");
    const ours = given.some((each) => each === profile || each === `--user-data-dir=${profile}`);
    const driver = /driver/.test(given[0]);
    if (ours && !driver && !given.some((each) => /^--type=|^-contentproc/.test(each))) return Number(name);
  }
  throw new Error(`no process has the profile ${profile}`);
}

/** Waits for what the page does. Unlike `until` it ends at once with the browser. */
async function seen(what, check) {
  const end = Date.now() + 20_000;
  while (!(await check())) {
    if (Date.now() > end) throw new Error(`waited in vain for ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** Keeps cases until the browser is gone; `said` has what the page said was done. */
async function keep(browser, random, said, name) {
  const { driver } = browser;
  const done = (words) =>
    seen(`the word « ${words} »`, () => driver.executeScript((words) => document.querySelector("#status").textContent.includes(words), words));
  const save = async () => {
    await driver.executeScript(() => {
      document.querySelector("#status").textContent = "";
      document.querySelector("#save").click();
    });
    await done("enregistré");
  };
  await driver.switchTo().newWindow("tab");
  for (let place = 0; ; place += 1) {
    const id = `${name}-${place}`;
    const head = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
    const body = Buffer.from(Array.from({ length: 40_000 }, () => Math.floor(random() * 256)));
    const whole = draft(id, Buffer.concat([head, body]).toString("base64"));
    await browser.ask((key, draft) => chrome.storage.session.set({ [key]: { at: 0, draft } }).then(() => null), `draft:${id}`, whole);
    await driver.get(browser.page(`report.html?draft=${id}`));
    await seen("the report", () => driver.executeScript(() => document.querySelector("#save-help")?.textContent));
    await save();
    said.kept.set(id, "");
    if (random() < 0.5) {
      const words = `encore ${place}`;
      await driver.executeScript(() => document.querySelector("input[value=witness]").click());
      await driver.findElement(By.id("f-happened")).sendKeys(words);
      said.trying.set(id, words);
      await save();
      said.kept.set(id, words);
    }
    if (random() < 0.3) {
      said.trying.set(id, null);
      await driver.executeScript(() => document.querySelector("#erase").click());
      await seen("the question", () => driver.executeScript(() => document.querySelector("#confirm").open));
      await driver.executeScript(() => document.querySelector("#confirm-yes").click());
      await seen("the end of it", () => driver.executeScript(() => document.querySelector("#erased")?.checkVisibility()));
      said.kept.delete(id);
      said.removed.add(id);
    }
  }
}

/** Everything that the store has, bytes as base64. */
function rows(browser) {
  return browser.ask(async () => {
    const asked = (request) => new Promise((resolve, reject) => Object.assign(request, { onsuccess: () => resolve(request.result), onerror: reject }));
    const database = await asked(indexedDB.open("vigie"));
    const all = {};
    for (const name of database.objectStoreNames) all[name] = await asked(database.transaction(name).objectStore(name).getAll());
    database.close();
    all.blobs = all.blobs.map(({ data, ...rest }) => ({ ...rest, data: btoa(Array.from(data, (byte) => String.fromCharCode(byte)).join("")) }));
    return all;
  });
}

const sha256 = (bytes) => createHash("sha256").update(bytes).digest("hex");

/** What must hold of a store, whatever happened to its browser. */
function judge({ cases, summaries, blobs, log, meta }, said) {
  const needed = new Set();
  for (const { id, blobs: own, case: text } of cases) {
    const { capture } = JSON.parse(text);
    const { sha256: manifest, parts } = capture.manifest;
    assert.equal(sha256(JSON.stringify({ format: "vigie-capture", parts, version: 1 })), manifest, `the list of parts of ${id}`);
    const picture = parts.find(({ name }) => name === "capture.png");
    assert.deepEqual(own, [picture.sha256], `the blobs of ${id}`);
    needed.add(picture.sha256);
    const summary = summaries.find((each) => each.id === id);
    assert.equal(JSON.parse(summary?.summary ?? "null")?.capture, manifest, `the summary of ${id}`);
    const keeps = log.map(({ entry }) => JSON.parse(entry).act).filter((act) => act.do === "keep" && act.case === id);
    assert.equal(keeps.at(-1)?.capture, manifest, `the log of ${id}`);
  }
  assert.equal(summaries.length, cases.length);
  assert.deepEqual(new Set(blobs.map((blob) => blob.sha256)), needed, "the blobs are those that cases need");
  for (const blob of blobs) assert.equal(sha256(Buffer.from(blob.data, "base64")), blob.sha256);
  let prev = null;
  for (const [place, { seq, hash, entry }] of log.sort((one, other) => one.seq - other.seq).entries()) {
    assert.deepEqual([seq, hash, JSON.parse(entry).prev], [place, sha256(entry), prev]);
    prev = hash;
  }
  const head = meta.find(({ name }) => name === "device");
  if (log.length > 0) assert.deepEqual(head.last, [log.length - 1, prev], "the end of the log");
  // What was said to be done is done; of what was under way either is right.
  for (const [id, words] of said.kept) {
    const found = cases.find((each) => each.id === id);
    if (!found && said.trying.get(id) === null) continue;
    const happened = JSON.parse(found?.case ?? "null")?.answers.happened;
    assert.ok([words, said.trying.get(id)].includes(happened), `${id}: ${happened}`);
  }
  for (const id of said.removed) assert.ok(!cases.some((each) => each.id === id), `${id} is there again`);
}

for (const name of NAMES) {
  describe(`a killed browser, in ${name}`, () => {
    let browser;
    after(() => browser?.close());

    const kills = KILLS[name] * TIMES;

    it(`keeps what it kept, ${kills} times (VIGIE_SEED=${SEED})`, async () => {
      const random = numbers(SEED);
      const said = { kept: new Map(), trying: new Map(), removed: new Set() };
      browser = await openBrowser(name, { recorded: false, overheard: false });
      for (let kill = 0; kill < kills; kill += 1) {
        const process_ = await processOf(browser.profile);
        const working = keep(browser, random, said, `k${kill}`).then(
          () => null,
          (error) => error,
        );
        await Promise.race([until("a case", () => said.kept.size + said.removed.size > kill, { within: 30_000 }), working]);
        await new Promise((resolve) => setTimeout(resolve, random() * LONGEST));
        process.kill(process_, "SIGKILL");
        const ended = await working;
        await browser.backend.quit().catch(() => {});
        await until("the end of the process", () => fs.stat(`/proc/${process_}`).then(() => false, () => true));
        browser = await openBrowser(name, { ...browser.options, profile: browser.profile });
        assert.ok(!ended.message.startsWith("waited in vain"), `the page failed before the browser: ${ended.message}`);
        judge(await rows(browser), said);
      }
      assert.ok(said.kept.size > 0);
    });
  });
}
