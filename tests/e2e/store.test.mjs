// Saved cases: kept with the strictest durability that the browser has, found again after the schema changed, shown as
// unreadable when they are, and gone when their owner says so.

import assert from "node:assert/strict";
import { it } from "node:test";
import { By, until } from "./browsers.mjs";
import { profile, table } from "./site/pages.mjs";
import { painted, walk } from "./walk.mjs";

walk("saved reports", (here) => {
  const run = (body, ...args) => here.browser.driver.executeScript(body, ...args);
  const status = (words) => until(`the word « ${words} »`, async () => (await run(() => document.querySelector("#status").textContent)).includes(words));
  const list = (length) =>
    until(`${length} saved reports`, () =>
      run((length) => {
        const rows = [...document.querySelectorAll("#list > li")].map((row) => row.innerText);
        return rows.length === length && rows;
      }, length),
    );

  /** What the store has: cases and summaries as they are, the hashes of its blobs, the acts of its log. */
  const stored = () =>
    here.browser.driver.executeAsyncScript((done) => {
      const asked = (request) => new Promise((resolve, reject) => Object.assign(request, { onsuccess: () => resolve(request.result), onerror: reject }));
      (async () => {
        const database = await asked(indexedDB.open("vigie"));
        const all = (name) => asked(database.transaction(name).objectStore(name).getAll());
        const [cases, summaries, blobs, log] = [await all("cases"), await all("summaries"), await all("blobs"), await all("log")];
        database.close();
        return { cases, summaries, blobs: blobs.map(({ sha256 }) => sha256), log: log.map(({ entry }) => JSON.parse(entry).act) };
      })().then(done, done);
    });

  /** Erases what a button is of: a row by its « Suivi », a record that cannot be read by its own. */
  async function erase(button) {
    await run((button) => document.querySelector(button).click(), button);
    if (await run(() => document.querySelector("#follow").open)) await run(() => document.querySelector("#follow-remove").click());
    await until("the question", () => run(() => document.querySelector("#ask").open));
    await run(() => document.querySelector("#ask-yes").click());
  }

  /** A report page with a letter on it, written by a witness, in front; gives its address. */
  async function prepare(page = profile) {
    const { browser, site } = here;
    const tab = await browser.open(site.listed(page));
    await tab.marksBecome(painted(page));
    const popup = await browser.popup(tab);
    await popup.says(page.findings[0].quote);
    await popup.press("Préparer un signalement");
    const report = await browser.tabAt(browser.page("report.html?draft="));
    await until("the question who reports", () => report.run(() => document.querySelector("#roles")?.checkVisibility()));
    await report.run(() => document.querySelector("input[value=witness]").click());
    await until("the letter", () => report.run(() => document.querySelector("#sheet").innerText.length > 200));
    return report.run(() => location.href);
  }

  async function write(words) {
    await here.browser.driver.findElement(By.id("f-happened")).sendKeys(words);
    await until("the words to be remembered", () =>
      here.browser.ask((words) => chrome.storage.session.get(null).then((all) => JSON.stringify(all).includes(words)), words),
    );
  }

  it("saves a draft, and forgets the draft itself", async () => {
    await prepare();
    await run(() => {
      const transaction = IDBDatabase.prototype.transaction;
      IDBDatabase.prototype.transaction = function (stores, mode, options) {
        if (mode === "readwrite") document.body.dataset.durability = options?.durability;
        return transaction.call(this, stores, mode, options);
      };
      document.querySelector("#save").click();
    });
    await status("enregistré");
    assert.equal(await run(() => document.body.dataset.durability), "strict");
    await until("the draft to be gone", async () =>
      (await here.browser.ask(() => chrome.storage.session.get(null).then(Object.keys))).every((key) => !/^(draft|words):/.test(key)),
    );
    await here.browser.driver.get(here.browser.page("dossier.html"));
    assert.equal((await list(1)).length, 1);
  });

  for (const [when, put] of Object.entries({
    "at once": () => {
      throw new DOMException("full", "QuotaExceededError");
    },
    // What the request took, the disk refuses: the browser aborts the transaction.
    "in the end": function (...args) {
      const { transaction } = this;
      const request = IDBObjectStore.prototype.put.kept.apply(this, args);
      Object.defineProperty(transaction, "error", { value: new DOMException("full", "QuotaExceededError") });
      request.addEventListener("success", () => transaction.abort());
      return request;
    },
  })) {
    it(`loses nothing when there is no room left, which the browser says ${when}`, async () => {
      // Of another page: what is seen twice of one is one row.
      const address = await prepare(table);
      await write("À ne pas perdre.");
      await run(`const put = ${put}; put.kept = IDBObjectStore.prototype.put; IDBObjectStore.prototype.put = put;`);
      await run(() => document.querySelector("#save").click());
      await status("Il n’y a plus de place");
      await status("Rien n’est perdu");
      assert.equal(await run(() => document.querySelector("#status").checkVisibility()), true);
      assert.equal(await run(() => location.href), address, "it is no saved report");
      // What is on the page can be read, and what is behind it is still there.
      await until("the words in the letter", () => run(() => document.querySelector("#sheet").innerText.includes("À ne pas perdre.")));
      await here.browser.driver.get(here.browser.page("dossier.html"));
      await list(1);
      await here.browser.driver.get(address);
      await until("the words again", () => run(() => document.querySelector("#sheet").innerText.includes("À ne pas perdre.")));
      // With room again, it is saved as ever; then it goes, for the next test.
      await run(() => document.querySelector("#save").click());
      await status("enregistré");
      await here.browser.driver.get(here.browser.page("dossier.html"));
      await list(2);
      await erase("#list > li:first-child [data-part=follow]");
      await list(1);
    });
  }

  it("brings a store of version 1 to the present one, and drops nothing that it cannot read", async () => {
    const { driver } = here.browser;
    await driver.executeAsyncScript((done) => {
      const asked = (request) => new Promise((resolve, reject) => Object.assign(request, { onsuccess: () => resolve(request.result), onerror: reject }));
      (async () => {
        const now = await asked(indexedDB.open("vigie"));
        const records = await asked(now.transaction("cases").objectStore("cases").getAll());
        const pictures = new Map((await asked(now.transaction("blobs").objectStore("blobs").getAll())).map(({ sha256, data }) => [sha256, data]));
        now.close();
        await asked(indexedDB.deleteDatabase("vigie"));
        const opening = indexedDB.open("vigie", 1);
        opening.onupgradeneeded = () => opening.result.createObjectStore("cases", { keyPath: "id" });
        const old = await asked(opening);
        const transaction = old.transaction("cases", "readwrite");
        // As version 1 kept them: the picture's bytes in the case itself.
        for (const { id, updated, case: text } of records) {
          const whole = JSON.parse(text);
          const { screenshot } = whole.capture;
          if (screenshot) {
            const data = pictures.get(screenshot.sha256);
            delete screenshot.sha256;
            delete screenshot.bytes;
            screenshot.data = btoa(Array.from(data, (byte) => String.fromCharCode(byte)).join(""));
          }
          transaction.objectStore("cases").put({ id, updated, case: JSON.stringify(whole) });
        }
        transaction.objectStore("cases").put({ id: "odd", junk: 1 });
        await new Promise((resolve) => (transaction.oncomplete = resolve));
        old.close();
      })().then(done, done);
    });
    await driver.navigate().refresh();
    const [row] = await list(1);
    assert.ok(row.includes(profile.findings[0].quote), row);
    const illegible = await run(() => document.querySelector("#illegible").innerText);
    assert.match(illegible, /Signalement illisible[^]*odd/);
    // Opening it verifies every part, the picture too.
    await run(() => document.querySelector("#list [data-part=open]").click());
    await until("the report", () => run(() => document.querySelector("#roles")?.checkVisibility()));
    await driver.get(here.browser.page("dossier.html"));
    await list(1);
    const [kept] = (await stored()).cases.filter(({ id }) => id !== "odd");
    const { blobs, summaries, log } = await stored();
    assert.deepEqual([kept.blobs, summaries.length], [blobs, 1]);
    assert.ok(!kept.case.includes('"data"'), "the picture is still in the case");
    assert.deepEqual(log.map((entry) => entry.do), ["keep"]);
    const stores = await driver.executeAsyncScript((done) => {
      const opening = indexedDB.open("vigie");
      opening.onsuccess = () => {
        done([...opening.result.objectStoreNames]);
        opening.result.close();
      };
    });
    assert.deepEqual(stores, ["blobs", "cases", "log", "meta", "summaries"]);
  });

  it("erases what its owner erases, and only that", async () => {
    await erase("#illegible-list [data-part=remove]");
    await until("the odd one to be gone", () => run(() => !document.querySelector("#illegible").checkVisibility()));
    const [row] = await list(1);
    assert.ok(row.includes(profile.findings[0].quote), row);
  });

  it("does not write over what another window has saved", async () => {
    const { driver } = here.browser;
    const open = async () => {
      await driver.get(here.browser.page("dossier.html"));
      await list(1);
      await run(() => document.querySelector("#list [data-part=open]").click());
      await until("the report", () => run(() => document.querySelector("#roles")?.checkVisibility()));
    };
    const first = await driver.getWindowHandle();
    await open();
    await driver.switchTo().newWindow("tab");
    const second = await driver.getWindowHandle();
    await open();
    await write("Écrit ici.");
    await run(() => document.querySelector("#save").click());
    await status("enregistré");
    const before = await stored();
    await driver.switchTo().window(first);
    await run(() => document.querySelector("#save").click());
    await status("dans une autre fenêtre");
    assert.deepEqual(await stored(), before);
    // Read anew, it can be saved again.
    await driver.navigate().refresh();
    await until("the words of the other window", () => run(() => document.querySelector("#f-happened")?.value.includes("Écrit ici.")));
    await run(() => document.querySelector("#save").click());
    await status("enregistré");
    assert.equal((await stored()).cases[0].revision, before.cases[0].revision + 1);
    await driver.close();
    await driver.switchTo().window(second);
  });

  it("leaves a tombstone and no picture of what is taken away", async () => {
    await here.browser.driver.get(here.browser.page("dossier.html"));
    await list(1);
    await erase("#list > li [data-part=follow]");
    await until("the empty dossier", () => run(() => document.querySelector("#none").checkVisibility()));
    const { cases, summaries, blobs, log } = await stored();
    assert.deepEqual([cases, summaries, blobs], [[], [], []]);
    assert.equal(log.at(-1).do, "remove");
  });
});
