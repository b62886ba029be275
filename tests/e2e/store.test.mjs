// Saved cases: kept with the strictest durability that the browser has, found again after the schema changed, shown as
// unreadable when they are, and gone when their owner says so.

import assert from "node:assert/strict";
import { it } from "node:test";
import { until } from "./browsers.mjs";
import { profile } from "./site/pages.mjs";
import { painted, walk } from "./walk.mjs";

walk("saved reports", (here) => {
  const run = (body, ...args) => here.browser.driver.executeScript(body, ...args);
  const status = (words) => until(`the word « ${words} »`, async () => (await run(() => document.querySelector("#status").textContent)).includes(words));
  const list = (length) =>
    until(`${length} saved reports`, () =>
      run((length) => {
        const rows = [...document.querySelectorAll("#saved-list > li")].map((row) => row.innerText);
        return rows.length === length && rows;
      }, length),
    );

  it("saves a draft, and forgets the draft itself", async () => {
    const { browser, site } = here;
    const tab = await browser.open(site.listed(profile));
    await tab.marksBecome(painted(profile));
    const popup = await browser.popup(tab);
    await popup.says(profile.findings[0].quote);
    await popup.press("Préparer un signalement");
    const report = await until("the report's address", async () => {
      const addresses = await browser.ask(() => chrome.tabs.query({}).then((tabs) => tabs.map(({ url }) => url)));
      return addresses.find((address) => address?.startsWith(browser.page("report.html?draft=")));
    });
    await browser.driver.switchTo().newWindow("tab");
    await browser.driver.get(report);
    await until("the question who reports", () => run(() => document.querySelector("#roles")?.checkVisibility()));
    await run(() => {
      const transaction = IDBDatabase.prototype.transaction;
      IDBDatabase.prototype.transaction = function (stores, mode, options) {
        if (mode === "readwrite") document.body.dataset.durability = options?.durability;
        return transaction.call(this, stores, mode, options);
      };
      document.querySelector("input[value=witness]").click();
    });
    await until("the letter", () => run(() => document.querySelector("#sheet").innerText.length > 200));
    await run(() => document.querySelector("#save").click());
    await status("enregistré");
    assert.equal(await run(() => document.body.dataset.durability), "strict");
    await until("the draft to be gone", async () =>
      (await browser.ask(() => chrome.storage.session.get(null).then(Object.keys))).every((key) => !/^(draft|words):/.test(key)),
    );
    await browser.driver.get(browser.page("report.html"));
    assert.equal((await list(1)).length, 1);
  });

  it("brings a store of version 1 to the present one, and drops nothing that it cannot read", async () => {
    const { driver } = here.browser;
    await driver.executeAsyncScript((done) => {
      const asked = (request) => new Promise((resolve, reject) => Object.assign(request, { onsuccess: () => resolve(request.result), onerror: reject }));
      (async () => {
        const now = await asked(indexedDB.open("vigie"));
        const records = await asked(now.transaction("cases").objectStore("cases").getAll());
        now.close();
        await asked(indexedDB.deleteDatabase("vigie"));
        const opening = indexedDB.open("vigie", 1);
        opening.onupgradeneeded = () => opening.result.createObjectStore("cases", { keyPath: "id" });
        const old = await asked(opening);
        const transaction = old.transaction("cases", "readwrite");
        for (const record of [...records, { id: "odd", junk: 1 }]) transaction.objectStore("cases").put(record);
        await new Promise((resolve) => (transaction.oncomplete = resolve));
        old.close();
      })().then(done, done);
    });
    await driver.navigate().refresh();
    const rows = await list(2);
    assert.ok(rows[0].includes(profile.findings[0].quote), rows[0]);
    assert.ok(rows[1].includes("Signalement illisible"), rows[1]);
    const stores = await driver.executeAsyncScript((done) => {
      const opening = indexedDB.open("vigie");
      opening.onsuccess = () => {
        done([...opening.result.objectStoreNames]);
        opening.result.close();
      };
    });
    assert.deepEqual(stores, ["cases", "meta"]);
  });

  it("erases what its owner erases, and only that", async () => {
    await run(() => document.querySelector("#saved-list > li:last-child [data-part=delete]").click());
    await until("the question", () => run(() => document.querySelector("#confirm").open));
    await run(() => document.querySelector("#confirm-yes").click());
    const [row] = await list(1);
    assert.ok(row.includes(profile.findings[0].quote), row);
  });
});
