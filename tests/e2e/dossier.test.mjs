// « Mon dossier » with hundreds of cases: only what is in sight is there, and all of it can be found, gone through by keys, sorted,
// followed, counted and erased.

import assert from "node:assert/strict";
import { it } from "node:test";
import { By, Key, until } from "./browsers.mjs";
import { fill, invented } from "./site/dossier.mjs";
import { walk } from "./walk.mjs";

/** Cases in the dossier; each tenth is one that was seen again, and no row of its own. */
const CASES = 400;
const all = Array.from({ length: CASES }, (_, n) => invented(n));
const rowsOf = (is) => new Set(all.filter(is).map(({ same }) => same)).size;
const ROWS = rowsOf(() => true);
const scans = ({ practitioner, quote }) => /Chloé/.test(practitioner) && /Échographie/.test(quote);
const aged = rowsOf(({ criterion }) => criterion === "age");

walk("the dossier", (here) => {
  const run = (body, ...args) => here.browser.driver.executeScript(`return (${body})(...arguments)`, ...args);
  const click = (selector) => run((selector) => document.querySelector(selector).click(), selector);
  const count = (words) => until(words, async () => (await run(() => document.querySelector("#count").textContent)).replace(/\s/g, " ") === words);
  const rows = () => run(() => [...document.querySelectorAll("#list > li")].map((row) => row.dataset.case));
  const press = (...keys) => here.browser.driver.actions().sendKeys(...keys).perform();
  const place = () => run(() => Number(document.activeElement.closest("#list > li")?.getAttribute("aria-posinset")));

  async function open(query = "") {
    await here.browser.driver.get(here.browser.page(`dossier.html${query}`));
    await until("the page", () => run(() => !document.body.dataset.state && document.querySelector("#count").textContent !== ""));
  }

  async function search(words) {
    const field = await here.browser.driver.findElement(By.id("words"));
    await field.clear();
    await field.sendKeys(words);
  }

  async function choose(select, value) {
    await run(
      (select, value) => {
        const field = document.querySelector(select);
        field.value = value;
        field.dispatchEvent(new Event("change", { bubbles: true }));
      },
      select,
      value,
    );
  }

  it("teaches when it is empty", async () => {
    await here.browser.open(here.browser.page("dossier.html"));
    await until("what to do", () => run(() => document.querySelector("#none").checkVisibility()));
    assert.equal(await run(() => document.querySelector("#tools").checkVisibility()), false);
  });

  it("holds the rows in sight and a few more, each with its place among all", async () => {
    await fill(here.browser.driver, CASES);
    await open();
    await count(`${ROWS} mentions`);
    const few = await run(() => document.querySelectorAll("#list > li").length);
    assert.ok(few > 3 && few < 40, `${few} rows`);
    assert.equal(await run(() => document.querySelector("#list > li").getAttribute("aria-setsize")), String(ROWS));
    await run(() => scrollTo(0, document.body.scrollHeight));
    await until("the last row", async () => (await run(() => [...document.querySelectorAll("#list > li")].at(-1).getAttribute("aria-posinset"))) === String(ROWS));
    assert.ok((await rows()).length < 40);
    // None lies over another.
    const overlaps = await run(() =>
      [...document.querySelectorAll("#list > li")].map((row) => row.getBoundingClientRect()).filter((box, at, all) => at > 0 && box.top < all[at - 1].bottom).length,
    );
    assert.equal(overlaps, 0);
  });

  it("reminds quietly that it is in this browser only, and keeps still when it is told to", async () => {
    const shown = () => run(() => document.querySelector("#reminder").checkVisibility());
    const told = (words) =>
      until(`« ${words} »`, async () => (await run(() => document.querySelector("#reminder-text").textContent)).replace(/[\s\u2066-\u2069]+/g, " ").includes(words));
    const exported = (exports) =>
      run(
        (exports) =>
          new Promise((resolve, reject) => {
            const opening = indexedDB.open("vigie");
            opening.onsuccess = () => {
              const transaction = opening.result.transaction("meta", "readwrite");
              transaction.objectStore("meta").put({ name: "exports", ...exports });
              transaction.oncomplete = () => (opening.result.close(), resolve(null));
              transaction.onabort = reject;
            };
          }),
        exports,
      );
    await exported({});
    await open();
    await told(`aucun fichier ne l’a encore. Cas concernés : ${CASES}`);
    await click("#reminder-later");
    await until("no reminder", async () => !(await shown()));
    await open();
    assert.equal(await shown(), false);
    // All invented cases were changed after this export, none after the next.
    await exported({ last: { utc: "2026-10-20T10:00:00Z", offset: 120 } });
    await open();
    await told(`Dernier export : le 20 oct. 2026. Cas ajoutés ou modifiés depuis : ${CASES}`);
    await exported({ last: { utc: "2026-11-20T10:00:00Z", offset: 60 } });
    await open();
    assert.equal(await shown(), false);
  });

  it("finds words however they are written, and says what a filter would give", async () => {
    await open();
    await search("ECHOGRAPHIE chloe");
    await count(`${rowsOf(scans)} mentions sur ${ROWS}`);
    await click("#filters > summary");
    await until("the options", () => run(() => document.querySelector("#by-site").options.length > 1));
    assert.deepEqual(await run(() => [...document.querySelector("#by-site").options].map(({ text }) => text)), ["Tout", `cabinet-exemple.fr (${all.filter(scans).length})`]);
    await choose("#by-department", "2A");
    await count(`${rowsOf((one) => scans(one) && one.department === "2A")} mentions sur ${ROWS}`);
    await search("introuvable");
    await until("that nothing is found", () => run(() => document.querySelector("#nothing").checkVisibility()));
    await click("#clear");
    await count(`${ROWS} mentions`);
    await open("?stage=to_validate");
    await count(`${rowsOf(({ state }) => state === "to_validate")} mentions sur ${ROWS}`);
  });

  it("is gone through by keys alone", async () => {
    await open();
    await run(() => document.querySelector("#list [data-part=open]").focus());
    await press(Key.ARROW_DOWN, Key.ARROW_DOWN, Key.ARROW_DOWN, Key.ARROW_UP);
    assert.equal(await place(), 3);
    await press("x");
    assert.match(await run(() => document.querySelector("#chosen-count").textContent), /^Choisies\s: 1$/);
    await press(Key.END);
    assert.equal(await place(), ROWS);
    assert.equal(await run(() => document.activeElement.checkVisibility()), true);
    // Far from where it scrolls to, the row with the focus keeps it.
    await run(() => scrollTo(0, 0));
    await until("the first row", () => run(() => document.querySelector('#list > li[aria-posinset="1"]') !== null));
    assert.equal(await place(), ROWS);
    await press(Key.HOME);
    assert.equal(await place(), 1);
    await press("s");
    await until("its follow-up", () => run(() => document.querySelector("#follow").open));
    await press(Key.ESCAPE);
    await until("the row again", async () => (await place()) === 1);
    await press("/");
    assert.equal(await run(() => document.activeElement.id), "words");
  });

  it("joins what was seen more than once, and keeps what is written beside it", async () => {
    await open(`?page=${all[9].page}`);
    const joined = "#list [data-case=case-9]";
    await until("the row", () => run((joined) => document.querySelector(joined) !== null, joined));
    assert.equal(await run((joined) => document.querySelector(joined).querySelector("[data-part=times]").textContent, joined), "Vue 2 fois");
    await run((joined) => document.querySelector(joined).querySelector("[data-part=times]").click(), joined);
    await until("both captures", () => run(() => document.querySelectorAll("#captures a").length === 2));
    await here.browser.driver.findElement(By.id("follow-tags")).sendKeys("à rappeler, Été");
    await here.browser.driver.findElement(By.id("follow-note")).sendKeys("Appelé deux fois.");
    await choose("#follow-stage", "answered");
    await click("#follow-save");
    await until("word that it is kept", async () => (await run(() => document.querySelector("#status").textContent)) === "C’est noté.");
    await open();
    await search("ete appele");
    await count(`1 mention sur ${ROWS}`);
    await until("its state", async () => /Réponse reçue/.test(await run(() => document.querySelector("#list").innerText)));
    await click("#list [data-part=follow]");
    await until("what happened", async () => /État\s: Réponse reçue/.test(await run(() => document.querySelector("#timeline").innerText)));
    assert.equal(await run(() => document.querySelector("#follow-note").value), "Appelé deux fois.");
  });

  it("does with all that is chosen what is asked once", async () => {
    await open("?criterion=age");
    await count(`${aged} mentions sur ${ROWS}`);
    await click("#pick-all");
    await click("#bulk-tag");
    await here.browser.driver.findElement(By.id("ask-tag")).sendKeys("lot", Key.ENTER);
    await until("word that it is kept", async () => (await run(() => document.querySelector("#status").textContent)) === "C’est noté.");
    await open("?tag=lot");
    await count(`${aged} mentions sur ${ROWS}`);
    await click("#pick-all");
    await click("#bulk-remove");
    // The button that has the focus erases nothing.
    assert.equal(await run(() => document.activeElement.id), "ask-no");
    await here.browser.driver.findElement(By.id("ask-reason")).sendKeys("essai");
    await click("#ask-yes");
    await until("word that it is erased", async () => (await run(() => document.querySelector("#status").textContent)) === "C’est effacé.");
    await open();
    await count(`${ROWS - aged} mentions`);
  });

  it("counts what is on the list, and gives each count as a file", async () => {
    await open("?site=Doctolib");
    await click("#figures > summary");
    await until("the charts", () => run(() => document.querySelectorAll(".chart tbody tr").length > 0));
    const sums = await run(() => [...document.querySelectorAll(".chart")].map((chart) => [...chart.querySelectorAll("[data-part=number]")].reduce((sum, each) => sum + Number(each.textContent), 0)));
    const shown = Number((await run(() => document.querySelector("#count").textContent)).match(/^\d+/)[0]);
    assert.deepEqual(sums, Array(5).fill(shown));
    const file = (kind) =>
      here.browser.driver.executeAsyncScript((kind, done) => {
        const make = URL.createObjectURL;
        HTMLAnchorElement.prototype.click = function () {};
        URL.createObjectURL = (blob) => {
          const name = blob.type;
          blob.arrayBuffer().then((bytes) => done([name, [...new Uint8Array(bytes)]]));
          return make.call(URL, blob);
        };
        document.querySelector(`#chart-criterion [data-part=${kind}]`).click();
      }, kind);
    const [, csv] = await file("csv");
    assert.match(Buffer.from(csv).toString(), /^\ufeff"Motif";"Mentions"\r\n"/);
    const [media, svg] = await file("svg");
    assert.equal(media, "image/svg+xml");
    assert.match(Buffer.from(svg).toString(), /^<svg .*<title id="title">Par motif<\/title>/);
    const [kind, png] = await file("png");
    assert.equal(kind, "image/png");
    assert.ok(png.length > 5_000, `${png.length} bytes`);
  });
});
