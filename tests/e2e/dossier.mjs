// A dossier of invented cases in a browser's store, for tests and measurements: the rows that scripts/examples/dossier.rs makes
// with the project's own code, and pictures whose bytes are made where they are kept.

import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { ROOT } from "./browsers.mjs";

/** Cases that one transaction brings in: some thirty megabytes of pictures. */
const BATCH = 250;

/** Writes `count` invented cases into the store of the extension; the browser's bridge or a page of ours is in front. */
export async function fill(browser, count, { seed = 1, profile = "dev" } = {}) {
  // Any page of ours brings the store to its present schema.
  await browser.driver.switchTo().window(browser.bridge);
  await browser.driver.get(browser.page("dossier.html"));
  await browser.driver.wait(() => browser.driver.executeScript(() => document.querySelector("#none:not([hidden]), #all:not([hidden])") !== null), 30_000);
  await browser.driver.manage().setTimeouts({ script: 120_000 });
  let batch = [];
  for await (const line of lines(count, seed, profile)) {
    batch.push(line);
    if (batch.length === BATCH) {
      await put(browser, batch);
      batch = [];
    }
  }
  if (batch.length > 0) await put(browser, batch);
}

async function* lines(count, seed, profile) {
  const maker = spawn("cargo", ["run", "--quiet", "--profile", profile, "--example", "dossier", "--", String(count), String(seed)], {
    cwd: ROOT,
    stdio: ["ignore", "pipe", "inherit"],
  });
  const ended = new Promise((resolve, reject) => maker.once("error", reject).once("close", resolve));
  yield* createInterface({ input: maker.stdout });
  const status = await ended;
  if (status !== 0) throw new Error(`the maker of invented cases ended with ${status}`);
}

async function put(browser, lines) {
  const failed = await browser.driver.executeAsyncScript((lines, done) => {
    const picture = ({ sha256, media, seed, bytes }) => {
      const words = new Uint32Array(bytes / 4);
      let state = seed;
      for (let place = 0; place < words.length; place += 1) {
        state ^= state << 13;
        state ^= state >>> 17;
        state ^= state << 5;
        words[place] = state;
      }
      const data = new Uint8Array(words.buffer);
      data.set([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
      return { sha256, media, data };
    };
    const opening = indexedDB.open("vigie");
    opening.onerror = () => done(String(opening.error));
    opening.onsuccess = () => {
      const database = opening.result;
      const transaction = database.transaction(["cases", "summaries", "blobs", "log"], "readwrite");
      for (const line of lines) {
        const row = JSON.parse(line);
        transaction.objectStore("cases").put(row.case);
        transaction.objectStore("summaries").put(row.summary);
        transaction.objectStore("blobs").put(picture(row.picture));
        for (const entry of row.log) transaction.objectStore("log").put(entry);
      }
      transaction.oncomplete = () => (database.close(), done(null));
      transaction.onabort = () => done(String(transaction.error));
    };
  }, lines);
  if (failed) throw new Error(`the invented cases could not be kept: ${failed}`);
}
