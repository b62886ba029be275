// Packs: a dossier leaves as one file, is verified, and comes back as it was; what is no pack, or is damaged, changes nothing.

import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import fs from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { after, describe, it } from "node:test";
import { promisify } from "node:util";
import { NAMES, openBrowser, ROOT, until } from "./browsers.mjs";
import { keepCases } from "./site/reviewed.mjs";
import { walk } from "./walk.mjs";

const SECRET = "une phrase de passe";

/** What the store has, for comparison. */
const inStore = async () => {
  const asked = (request) => new Promise((resolve, reject) => Object.assign(request, { onsuccess: () => resolve(request.result), onerror: reject }));
  const database = await asked(indexedDB.open("vigie"));
  const all = (name) => asked(database.transaction(name).objectStore(name).getAll());
  const [cases, blobs, summaries] = [await all("cases"), await all("blobs"), await all("summaries")];
  database.close();
  return { cases: cases.map((each) => [each.id, each.case]), blobs: blobs.map(({ sha256 }) => sha256), summaries: summaries.length };
};

/** Gives a file to the import's field, has it looked into, and says what the page says of it. */
const lookInto = async (base64) => {
  const files = new DataTransfer();
  files.items.add(new File([Uint8Array.from(atob(base64), (c) => c.charCodeAt(0))], "dossier.wacz"));
  const field = document.querySelector("#file");
  field.files = files.files;
  field.dispatchEvent(new Event("change"));
  const look = document.querySelector("#look");
  const answered = new Promise((done) => new MutationObserver((_, seen) => !look.disabled && (seen.disconnect(), done())).observe(look, { attributes: true }));
  look.click();
  await answered;
  const status = document.querySelector("#status");
  return { said: status.textContent, fault: status.classList.contains("fault"), held: !document.querySelector("#held").hidden };
};

const run = promisify(execFile);

walk("packs", (here) => {
  let page;
  const on = (body, ...args) => page.run(body, ...args);
  const click = (selector) => on((selector) => document.querySelector(selector).click(), selector);
  const shown = (selector) => until(`${selector} in sight`, () => on((selector) => document.querySelector(selector).checkVisibility(), selector));
  const says = (words) => until(`« ${words} »`, () => on((words) => document.querySelector("#status").textContent.replace(/\s/g, " ").includes(words), words));

  const stored = () => page.run(inStore);

  /** The exports that the log tells of, and when the last one was. */
  const exports = () =>
    on(async () => {
      const asked = (request) => new Promise((resolve, reject) => Object.assign(request, { onsuccess: () => resolve(request.result), onerror: reject }));
      const database = await asked(indexedDB.open("vigie"));
      const log = await asked(database.transaction("log").objectStore("log").getAll());
      const row = await asked(database.transaction("meta").objectStore("meta").get("exports"));
      database.close();
      return [log.map(({ entry }) => JSON.parse(entry).act).filter((act) => act.do === "export"), row?.last];
    });

  async function open(path) {
    page = await here.browser.open(here.browser.page(path));
    await until("the page", () => on(() => !document.body.dataset.state));
  }

  /** Exports, and keeps the file beside the page. */
  async function make(secret = "") {
    await on((secret) => {
      const make = URL.createObjectURL;
      URL.createObjectURL = (blob) => make.call(URL, (window.file = blob));
      for (const id of ["secret", "again"]) document.getElementById(id).value = secret;
    }, secret);
    await click("#make");
    await shown("#ready");
    // The file that the browser keeps for the extension is written anew with the next pack.
    await on(async () => (window.file = new Blob([await window.file.arrayBuffer()])));
  }

  /** Chooses a file: the one that was made, changed by `change(bytes)`. */
  const choose = (change = (bytes) => bytes) =>
    on(`async () => {
      const bytes = (${change})(new Uint8Array(await window.file.arrayBuffer()));
      const files = new DataTransfer();
      files.items.add(new File([bytes], "dossier.wacz"));
      const field = document.querySelector("#file");
      field.files = files.files;
      field.dispatchEvent(new Event("change"));
    }`);

  /** Has the file that was made read with `button`, and a damaged one before that can end; once a page. Waits until both workers are gone. */
  async function chooseTwice(button) {
    await on(async (button) => {
      const bytes = new Uint8Array(await window.file.arrayBuffer());
      const choose = (bytes, name) => {
        const files = new DataTransfer();
        files.items.add(new File([bytes], name));
        const field = document.querySelector("#file");
        field.files = files.files;
        field.dispatchEvent(new Event("change"));
        document.querySelector(button).click();
      };
      const end = Worker.prototype.terminate;
      window.gone = 0;
      Worker.prototype.terminate = function () {
        end.call(this);
        window.gone += 1;
      };
      choose(bytes, "entier.wacz");
      choose(bytes.with(bytes.length >> 1, bytes[bytes.length >> 1] ^ 1), "autre.wacz");
    }, button);
    await until("the end of both", () => on(() => window.gone === 2));
    assert.equal(await on(() => document.querySelector("#busy").checkVisibility()), false);
  }

  const wipe = () => on(() => new Promise((resolve) => (indexedDB.deleteDatabase("vigie").onsuccess = () => resolve(true))));

  it("brings a dossier back as it was", async () => {
    await open("dossier.html");
    await keepCases(page);
    await page.reload();
    await until("the list", () => on(() => document.querySelectorAll("#list > li").length > 0));
    const before = await stored();
    await page.go(here.browser.page("pack.html"));
    await until("the number of cases", () => on(() => /\d/.test(document.querySelector("#which").textContent)));
    await make();
    assert.match(await on(() => document.querySelector("#digest").textContent), /^[0-9a-f]{64}$/);
    assert.match(await on(() => document.querySelector("#save").download), /^vigie-\d{4}-\d\d-\d\d\.wacz$/);
    // The dossier has left when its file is taken, and not before; the log has it, with the pack's hash.
    assert.deepEqual(await exports(), [[], null]);
    await on(() => {
      addEventListener("click", (event) => event.preventDefault(), { once: true });
      document.querySelector("#save").click();
    });
    const digest = await on(() => document.querySelector("#digest").textContent);
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
    await until("a word", () => on(() => document.querySelector("#status").classList.contains("fault") && document.querySelector("#status").textContent !== ""));
    await choose((bytes) => bytes.with(bytes.length >> 1, bytes[bytes.length >> 1] ^ 1));
    await click("#look");
    await until("a word", () => on(() => document.querySelector("#status").classList.contains("fault") && !document.querySelector("#look").disabled));
    assert.equal(await on(() => document.querySelector("#held").checkVisibility()), false);
    assert.deepEqual(await stored(), before);
  });

  it("offers for import what was chosen last, not what was looked into before", async () => {
    await chooseTwice("#look");
    assert.deepEqual(
      await on(() => [document.querySelector("#held").checkVisibility(), document.querySelector("#look").disabled, document.querySelector("#status").className]),
      [false, false, "fault"],
    );
  });

  // What refuses them is one program in both browsers.
  it("refuses every bad pack that the project's own tests know, in its words", { skip: here.name !== "chromium" }, async () => {
    const folder = await fs.mkdtemp(path.join(os.tmpdir(), "vigie-bad-packs-"));
    try {
      await run("cargo", ["test", "--quiet", "--test", "pack", "--", "hostile", "damaged::a_name", "damaged::what_follows"], {
        cwd: ROOT,
        env: { ...process.env, VIGIE_BAD_PACKS: folder },
      });
      const names = await fs.readdir(folder);
      assert.ok(names.length > 30, `only ${names.length} bad packs`);
      const texts = new Map((await on(async () => (await fetch("../messages/fr.txt")).text())).split("\n").map((line) => line.split(/ = (.*)/)));
      const before = await stored();
      for (const name of names) {
        const bytes = (await fs.readFile(path.join(folder, name))).toString("base64");
        const { said, fault, held } = await page.run(lookInto, bytes);
        const expected = texts.get(name.split(" ")[1]);
        assert.ok(expected, name);
        const parts = expected.split(/\{\w+\}/);
        assert.ok(parts.every((part) => said.includes(part)), `${name}: « ${said} » is not « ${expected} »`);
        assert.deepEqual({ fault, held }, { fault: true, held: false }, `${name}: ${said}`);
      }
      assert.deepEqual(await stored(), before);
    } finally {
      await fs.rm(folder, { recursive: true });
    }
  });

  it("keeps a pack closed to whoever does not know its passphrase", async () => {
    await make(SECRET);
    await choose();
    await click("#look");
    await shown("#opens");
    await on(() => (document.querySelector("#passphrase").value = "une autre"));
    await click("#look");
    await says("Ce n’est pas la bonne phrase de passe");
    await on((secret) => (document.querySelector("#passphrase").value = secret), SECRET);
    await click("#look");
    await shown("#held");
  });

  it("is verified on a page of its own", async () => {
    await on(() => (document.querySelector("#secret").value = document.querySelector("#again").value = ""));
    await make();
    const bytes = await on(async () => [...new Uint8Array(await window.file.arrayBuffer())]);
    await page.go(here.browser.page("verify.html"));
    await until("the page", () => on(() => !document.body.dataset.state));
    await on((bytes) => void (window.file = new Blob([new Uint8Array(bytes)])), bytes);
    await choose();
    await click("#go");
    await shown("#found");
    assert.match(await on(() => document.querySelector("#answer h2").textContent), /^Tout est intact/);
    // Under the next file's name nothing stands that was found in this one.
    await choose((bytes) => bytes.with(bytes.length >> 1, bytes[bytes.length >> 1] ^ 1));
    assert.equal(await on(() => document.querySelector("#answer").checkVisibility()), false);
    await click("#go");
    await until("the entry that is not", () => on(() => document.querySelector("#answer").dataset.tone === "altered"));
    await choose();
    await click("#go");
    await shown("#found");
    await chooseTwice("#go");
    assert.deepEqual(await on(() => [document.querySelector("#answer").dataset.tone, document.querySelector("#found").checkVisibility()]), ["altered", false]);
  });
});

// Firefox gives what has « unlimitedStorage » no bound that a test could lower, and neither does Chromium: here it has none of it.
describe("an import on a full disk, in chromium", { skip: !NAMES.includes("chromium") }, () => {
  let browser, folder;
  after(async () => {
    await browser?.close();
    if (folder) await fs.rm(folder, { recursive: true });
  });

  it("says what to do, and the dossier is what it was", async () => {
    folder = await fs.mkdtemp(path.join(os.tmpdir(), "vigie-full-"));
    const [build, file] = [path.join(folder, "extension"), path.join(folder, "dossier.wacz")];
    await fs.cp(path.join(ROOT, "dist/test-chrome"), build, { recursive: true });
    const manifest = JSON.parse(await fs.readFile(path.join(build, "manifest.json"), "utf8"));
    const permissions = manifest.permissions.filter((name) => name !== "unlimitedStorage");
    assert.ok(permissions.length < manifest.permissions.length);
    await fs.writeFile(path.join(build, "manifest.json"), JSON.stringify({ ...manifest, permissions }));
    await run("cargo", ["run", "--quiet", "--example", "dossier", "--", "3", "1", file], { cwd: ROOT });
    const pack = (await fs.readFile(file)).toString("base64");

    browser = await openBrowser("chromium", { build, recorded: false, overheard: false });
    let page = await browser.open(browser.page("dossier.html"));
    await until("the page", () => page.run(() => !document.body.dataset.state));
    await keepCases(page);
    await page.reload();
    await until("the list", () => page.run(() => document.querySelectorAll("#list > li").length > 0));
    // How much room there is Chromium asks itself seldom: a new one asks at once.
    browser = await browser.restart();
    page = await browser.open(browser.page("pack.html"));
    await until("the number of cases", () => page.run(() => /\d/.test(document.querySelector("#which").textContent)));
    const before = await page.run(inStore);
    assert.equal(before.cases.length, 5);

    const origin = await page.run(() => location.origin);
    const bound = (quota) => page.driver.sendDevToolsCommand("Storage.overrideQuotaForOrigin", { origin, ...quota });
    const take = async (words) => {
      assert.equal((await page.run(lookInto, pack)).held, true);
      await page.run(() => document.querySelector("#go").click());
      await until(`« ${words} »`, async () => {
        const said = (await page.run(() => document.querySelector("#status").textContent)).replace(/\s/g, " ");
        return said.includes(words) || Promise.reject(new Error(said));
      });
    };
    await bound({ quotaSize: 1 });
    await take("il n’y a plus assez de place. Rien n’a changé dans votre dossier. Libérez de la place, puis recommencez.");
    assert.deepEqual(await page.run(inStore), before);
    await bound({});
    await take("Cas ajoutés : 3");
  });
});
