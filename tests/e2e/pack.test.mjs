// Packs: a dossier leaves as one file, is verified, and comes back as it was; what is no pack, or is damaged, changes nothing.

import assert from "node:assert/strict";
import { it } from "node:test";
import { until } from "./browsers.mjs";
import { keepCases } from "./site/reviewed.mjs";
import { walk } from "./walk.mjs";

const SECRET = "une phrase de passe";

walk("packs", (here) => {
  let page;
  const run = (body, ...args) => page.run(body, ...args);
  const click = (selector) => run((selector) => document.querySelector(selector).click(), selector);
  const shown = (selector) => until(`${selector} in sight`, () => run((selector) => document.querySelector(selector).checkVisibility(), selector));
  const says = (words) => until(`« ${words} »`, () => run((words) => document.querySelector("#status").textContent.replace(/\s/g, " ").includes(words), words));

  /** What the store has, for comparison. */
  const stored = () =>
    run(async () => {
      const asked = (request) => new Promise((resolve, reject) => Object.assign(request, { onsuccess: () => resolve(request.result), onerror: reject }));
      const database = await asked(indexedDB.open("vigie"));
      const all = (name) => asked(database.transaction(name).objectStore(name).getAll());
      const [cases, blobs, summaries] = [await all("cases"), await all("blobs"), await all("summaries")];
      database.close();
      return { cases: cases.map((each) => [each.id, each.case]), blobs: blobs.map(({ sha256 }) => sha256), summaries: summaries.length };
    });

  /** The exports that the log tells of, and when the last one was. */
  const exports = () =>
    run(async () => {
      const asked = (request) => new Promise((resolve, reject) => Object.assign(request, { onsuccess: () => resolve(request.result), onerror: reject }));
      const database = await asked(indexedDB.open("vigie"));
      const log = await asked(database.transaction("log").objectStore("log").getAll());
      const row = await asked(database.transaction("meta").objectStore("meta").get("exports"));
      database.close();
      return [log.map(({ entry }) => JSON.parse(entry).act).filter((act) => act.do === "export"), row?.last];
    });

  async function open(path) {
    page = await here.browser.open(here.browser.page(path));
    await until("the page", () => run(() => !document.body.dataset.state));
  }

  /** Exports, and keeps the file beside the page. */
  async function make(secret = "") {
    await run((secret) => {
      const make = URL.createObjectURL;
      URL.createObjectURL = (blob) => make.call(URL, (window.file = blob));
      for (const id of ["secret", "again"]) document.getElementById(id).value = secret;
    }, secret);
    await click("#make");
    await shown("#ready");
    // The file that the browser keeps for the extension is written anew with the next pack.
    await run(async () => (window.file = new Blob([await window.file.arrayBuffer()])));
  }

  /** Chooses a file: the one that was made, changed by `change(bytes)`. */
  const choose = (change = (bytes) => bytes) =>
    run(`async () => {
      const bytes = (${change})(new Uint8Array(await window.file.arrayBuffer()));
      const files = new DataTransfer();
      files.items.add(new File([bytes], "dossier.wacz"));
      const field = document.querySelector("#file");
      field.files = files.files;
      field.dispatchEvent(new Event("change"));
    }`);

  const wipe = () => run(() => new Promise((resolve) => (indexedDB.deleteDatabase("vigie").onsuccess = () => resolve(true))));

  it("brings a dossier back as it was", async () => {
    await open("dossier.html");
    await keepCases(page);
    await page.reload();
    await until("the list", () => run(() => document.querySelectorAll("#list > li").length > 0));
    const before = await stored();
    await page.go(here.browser.page("pack.html"));
    await until("the number of cases", () => run(() => /\d/.test(document.querySelector("#which").textContent)));
    await make();
    assert.match(await run(() => document.querySelector("#digest").textContent), /^[0-9a-f]{64}$/);
    assert.match(await run(() => document.querySelector("#save").download), /^vigie-\d{4}-\d\d-\d\d\.wacz$/);
    // The dossier has left when its file is taken, and not before; the log has it, with the pack's hash.
    assert.deepEqual(await exports(), [[], null]);
    await run(() => {
      addEventListener("click", (event) => event.preventDefault(), { once: true });
      document.querySelector("#save").click();
    });
    const digest = await run(() => document.querySelector("#digest").textContent);
    await until("the export in the log", async () => (await exports())[0].length === 1);
    const [[left], last] = await exports();
    assert.deepEqual([left.pack, left.cases], [digest, before.cases.length]);
    assert.match(last.utc, /^\d{4}-/);
    await wipe();
    await choose();
    await click("#look");
    await shown("#held");
    await click("#go");
    await says(`Cas ajoutés : ${before.cases.length}`);
    assert.deepEqual(await stored(), before);
    // A second time nothing is new.
    await choose();
    await click("#look");
    await shown("#held");
    await click("#go");
    await says(`Cas ajoutés : 0. Cas que vous aviez déjà, restés comme ils étaient : ${before.cases.length}`);
    assert.deepEqual(await stored(), before);
  });

  it("names what is no pack, or is not what was written, and changes nothing", async () => {
    const before = await stored();
    await choose(() => new TextEncoder().encode("pas un dossier"));
    await click("#look");
    await says("Ce n’est pas un fichier de dossier Vigie");
    await choose((bytes) => bytes.slice(0, bytes.length / 2));
    await click("#look");
    await until("a word", () => run(() => document.querySelector("#status").classList.contains("fault") && document.querySelector("#status").textContent !== ""));
    await choose((bytes) => bytes.with(bytes.length >> 1, bytes[bytes.length >> 1] ^ 1));
    await click("#look");
    await until("a word", () => run(() => document.querySelector("#status").classList.contains("fault") && !document.querySelector("#look").disabled));
    assert.equal(await run(() => document.querySelector("#held").checkVisibility()), false);
    assert.deepEqual(await stored(), before);
  });

  it("keeps a pack closed to whoever does not know its passphrase", async () => {
    await make(SECRET);
    await choose();
    await click("#look");
    await shown("#opens");
    await run(() => (document.querySelector("#passphrase").value = "une autre"));
    await click("#look");
    await says("Ce n’est pas la bonne phrase de passe");
    await run((secret) => (document.querySelector("#passphrase").value = secret), SECRET);
    await click("#look");
    await shown("#held");
  });

  it("is verified on a page of its own", async () => {
    await run(() => (document.querySelector("#secret").value = document.querySelector("#again").value = ""));
    await make();
    const bytes = await run(async () => [...new Uint8Array(await window.file.arrayBuffer())]);
    await page.go(here.browser.page("verify.html"));
    await until("the page", () => run(() => !document.body.dataset.state));
    await run((bytes) => void (window.file = new Blob([new Uint8Array(bytes)])), bytes);
    await choose();
    await click("#go");
    await shown("#found");
    assert.match(await run(() => document.querySelector("#answer h2").textContent), /^Tout est intact/);
    await choose((bytes) => bytes.with(bytes.length >> 1, bytes[bytes.length >> 1] ^ 1));
    await click("#go");
    await until("the entry that is not", () => run(() => document.querySelector("#answer").dataset.tone === "altered"));
  });
});
