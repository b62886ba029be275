// The browser is killed at random moments while cases are kept, kept again and taken away, while a pack is merged, and while wordings are
// reviewed. Afterwards no finished case and no finished verdict may be lost and none be broken; a pack is there whole, or nothing of
// it is and the page says so; the log is whole. What the store says is judged here from its bytes, without the project's own code.
//
// VIGIE_SEED repeats a run's moments (the browser's own pace is its own).

import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import fs from "node:fs/promises";
import path from "node:path";
import { after, describe, it } from "node:test";
import { promisify } from "node:util";
import { By, NAMES, openBrowser, ROOT, until } from "./browsers.mjs";

/** Kills in each browser: 10 together, and 100 with VIGIE_ALL. Firefox takes three times as long to come back. */
const KILLS = { chromium: { keep: 3, merge: 2, review: 2 }, firefox: { keep: 1, merge: 1, review: 1 } };
const TIMES = process.env.VIGIE_ALL ? 10 : 1;
/** The longest time that a browser lives on after its first case or verdict, in ms: a handful of them. */
const LONGEST = 1_200;
/** Cases of the pack that is merged: somewhat more than a second of it. */
const MERGED = process.env.VIGIE_ALL ? 400 : 120;

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

/** Brings a pack; `said` has that it was begun, and what the page said at its end. */
async function merge(browser, file, said) {
  const { driver } = browser;
  await driver.switchTo().newWindow("tab");
  await driver.get(browser.page("pack.html"));
  await seen("the page of packs", () => driver.executeScript(() => !document.body.dataset.state));
  await driver.findElement(By.id("file")).sendKeys(file);
  await seen("the file to be taken", () => driver.executeScript(() => !document.querySelector("#look").disabled));
  await driver.executeScript(() => document.querySelector("#look").click());
  await seen("what it holds", () => driver.executeScript(() => document.querySelector("#held").checkVisibility()));
  said.begun = true;
  await driver.executeScript(() => document.querySelector("#go").click());
  await seen("the end of the import", () => driver.executeScript(() => document.querySelector("#status").textContent.includes("Importé")));
  said.merged = true;
}

/** Reviews until the browser is gone; `said.given` has how many verdicts the page said were kept. */
async function review(browser, random, said) {
  const { driver } = browser;
  const given = () => driver.executeScript(() => Number(document.querySelector("#queue").dataset.given));
  await driver.switchTo().newWindow("tab");
  await driver.get(browser.page("review.html"));
  await seen("the page of review", () => driver.executeScript(() => ["introduction", "case"].some((id) => document.getElementById(id).checkVisibility())));
  if (await driver.executeScript(() => document.querySelector("#introduction").checkVisibility())) {
    await driver.executeScript(() => {
      document.querySelector("#reviewer-name").value = "Ada";
      document.querySelector("input[name=part][value=review]").checked = true;
      document.querySelector("#begin").click();
    });
  }
  await seen("a wording", () => driver.executeScript(() => document.querySelector("#case").checkVisibility()));
  assert.equal(await given(), said.given, "the verdicts that the page counts");
  for (;;) {
    await driver.executeScript((verdict) => document.querySelector(verdict).click(), random() < 0.5 ? "#confirm" : "#discuss");
    await seen("the verdict to be kept", async () => (await given()) === said.given + 1);
    said.given += 1;
  }
}

/** Everything that the store has; of blobs what their bytes hash to. */
function rows(browser) {
  return browser.ask(async () => {
    const asked = (request) => new Promise((resolve, reject) => Object.assign(request, { onsuccess: () => resolve(request.result), onerror: reject }));
    const database = await asked(indexedDB.open("vigie"));
    const all = {};
    for (const name of database.objectStoreNames) all[name] = await asked(database.transaction(name).objectStore(name).getAll());
    database.close();
    const hash = async (data) => Array.from(new Uint8Array(await crypto.subtle.digest("SHA-256", data)), (byte) => byte.toString(16).padStart(2, "0")).join("");
    all.blobs = await Promise.all(all.blobs.map(async ({ data, sha256 }) => ({ sha256, is: await hash(data) })));
    return all;
  });
}

/** Takes the merged cases out of the store again, with the log that came with them. */
function forgetMerged(browser) {
  return browser.ask(async () => {
    const asked = (request) => new Promise((resolve, reject) => Object.assign(request, { onsuccess: () => resolve(request.result), onerror: reject }));
    const database = await asked(indexedDB.open("vigie"));
    const transaction = database.transaction(["cases", "summaries", "blobs", "log"], "readwrite");
    const store = (name) => transaction.objectStore(name);
    for (const { id, blobs } of await asked(store("cases").getAll())) {
      if (!id.startsWith("invented-")) continue;
      for (const [name, key] of [["cases", id], ["summaries", id], ...blobs.map((sha256) => ["blobs", sha256])]) store(name).delete(key);
    }
    store("log").delete(IDBKeyRange.bound(["invented"], ["invented", []]));
    await new Promise((resolve, reject) => Object.assign(transaction, { oncomplete: resolve, onabort: reject }));
    database.close();
    return null;
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
  for (const { sha256, is } of blobs) assert.equal(is, sha256);
  const head = meta.find(({ name }) => name === "device");
  for (const device of new Set(log.map((line) => line.device))) {
    let prev = null;
    const chain = log.filter((line) => line.device === device).sort((one, other) => one.seq - other.seq);
    for (const [place, { seq, hash, entry }] of chain.entries()) {
      assert.deepEqual([seq, hash, JSON.parse(entry).prev], [place, sha256(entry), prev]);
      prev = hash;
    }
    if (device === head?.id) assert.deepEqual(head.last, [chain.length - 1, prev], "the end of the log");
  }
  // What was said to be done is done; of what was under way either is right.
  for (const [id, words] of said.kept) {
    const found = cases.find((each) => each.id === id);
    if (!found && said.trying.get(id) === null) continue;
    const happened = JSON.parse(found?.case ?? "null")?.answers.happened;
    assert.ok([words, said.trying.get(id)].includes(happened), `${id}: ${happened}`);
  }
  for (const id of said.removed) assert.ok(!cases.some((each) => each.id === id), `${id} is there again`);
}

/** The pack that is merged. */
async function pack(folder) {
  const file = path.join(folder, "invented.wacz");
  await promisify(execFile)("cargo", ["run", "--quiet", "--example", "dossier", "--", String(MERGED), String(SEED), file], { cwd: ROOT });
  return file;
}

for (const name of NAMES) {
  describe(`a killed browser, in ${name}`, () => {
    let browser;
    after(() => browser?.close());

    const random = numbers(SEED);
    const said = { kept: new Map(), trying: new Map(), removed: new Set(), given: 0 };
    const kills = (of) => KILLS[name][of] * TIMES;

    /** Kills the browser at a random moment after `begun`, and opens it again with what it left. */
    async function kill(work, begun) {
      const process_ = await processOf(browser.profile);
      const working = work().then(
        () => null,
        (error) => error,
      );
      await Promise.race([until("the work to begin", begun, { within: 30_000 }), working]);
      await new Promise((resolve) => setTimeout(resolve, random() * LONGEST));
      process.kill(process_, "SIGKILL");
      const ended = await working;
      await browser.backend.quit().catch(() => {});
      await until("the end of the process", () => fs.stat(`/proc/${process_}`).then(() => false, () => true));
      browser = await openBrowser(name, { ...browser.options, profile: browser.profile });
      if (ended) assert.ok(!/^waited in vain|^the verdicts/.test(ended.message), `the page failed before the browser: ${ended.message}`);
    }

    it(`keeps what it kept, ${kills("keep")} times (VIGIE_SEED=${SEED})`, async () => {
      browser = await openBrowser(name, { recorded: false, overheard: false });
      for (let time = 0; time < kills("keep"); time += 1) {
        const before = said.kept.size + said.removed.size;
        await kill(() => keep(browser, random, said, `k${time}`), () => said.kept.size + said.removed.size > before);
        judge(await rows(browser), said);
      }
      // What was kept may have been removed again.
      assert.ok(said.kept.size + said.removed.size > 0);
    });

    it(`merges a pack or does not, ${kills("merge")} times`, async () => {
      const file = await pack(browser.profile);
      const there = ({ cases, log }) => [cases.filter(({ id }) => id.startsWith("invented-")).length, log.some(({ device }) => device === "invented")];
      for (let time = 0; time < kills("merge"); time += 1) {
        await forgetMerged(browser);
        Object.assign(said, { begun: false, merged: false });
        await kill(() => merge(browser, file, said), () => said.begun);
        const stopped = (await rows(browser)).meta.some(({ name }) => name === "arriving");
        await browser.driver.switchTo().newWindow("tab");
        await browser.driver.get(browser.page("dossier.html"));
        const words = () => browser.driver.executeScript(() => document.querySelector("#status").textContent);
        if (stopped) await until("the page to say that an import was stopped", async () => (await words()).includes("Un import s’est arrêté"));
        const after = await rows(browser);
        judge(after, said);
        assert.ok(["0,false", `${MERGED},true`].includes(String(there(after))), `of the pack there is ${there(after)}`);
        if (said.merged) assert.equal(there(after)[0], MERGED);
        assert.ok(!after.meta.some(({ name }) => name === "arriving"));
      }
      // Whoever does it again has all of it.
      await merge(browser, file, said);
      assert.deepEqual(there(await rows(browser)), [MERGED, true]);
    });

    it(`keeps verdicts, ${kills("review")} times`, async () => {
      for (let time = 0; time < kills("review"); time += 1) {
        const before = said.given;
        await kill(() => review(browser, random, said), () => said.given > before);
        const after = await rows(browser);
        judge(after, said);
        const own = after.meta.find(({ name }) => name === "device")?.id;
        const given = after.log.filter(({ device, entry }) => device === own && JSON.parse(entry).act.do === "verdict").length;
        assert.ok([said.given, said.given + 1].includes(given), `${given} verdicts are there, ${said.given} were said to be`);
        said.given = given;
      }
    });
  });
}
