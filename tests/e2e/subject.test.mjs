// Of whom a finding speaks where a page shows several people: whoever its own card names, in the popup and on the report page; and
// nobody, with a word about it, where the card does not say.

import assert from "node:assert/strict";
import { it } from "node:test";
import { until } from "./browsers.mjs";
import { walk } from "./walk.mjs";

const LIST = "/pages/maiia/results";
const NOTE = "un seul créneau par semaine";
const NAME = "M. Isidore Fontvieille";
const OTHERS = /Aubertin|Bastide|Dumontier/;

walk("a list of results", (here) => {
  /** The page, read, and the finding of the note. */
  async function open() {
    const tab = await here.browser.open(here.site.listed(LIST));
    return { tab, found: await noted(tab) };
  }

  async function noted(tab) {
    const { findings } = await tab.read();
    const found = findings.find(({ quote }) => quote.includes(NOTE));
    assert.ok(found, JSON.stringify(findings));
    return found;
  }

  /** What the popup says beside the quote. */
  async function entry(popup) {
    await popup.says(NOTE);
    return popup.run((words) => {
      const all = [...document.querySelectorAll("li.finding")];
      return all.find((each) => each.textContent.includes(words)).querySelector("[data-part=card]").textContent;
    }, NOTE);
  }

  async function reported() {
    const report = await here.browser.tabAt(here.browser.page("report.html?draft="));
    await until("the question who reports", () => report.run(() => Boolean(document.querySelector("#roles")?.checkVisibility())));
    await report.run(() => document.querySelector("input[value=witness]").click());
    await until("the letter", () => report.run(() => document.querySelector("#sheet").innerText.length > 200));
    return report;
  }

  const fields = (report) =>
    report.run(() => {
      const value = (name) => document.getElementById(`p-${name}`).value;
      const said = (id) => document.getElementById(id).textContent;
      return {
        name: value("name"),
        profession: value("profession"),
        address: value("address"),
        hint: said("p-name-also"),
        notes: said("evidence-notes"),
        letter: said("sheet"),
      };
    });

  it("is reported from a finding's own card, with its practitioner's name, profession and address", async () => {
    const { tab, found } = await open();
    await tab.clickMark(found.quote);
    await tab.cardSays(NOTE);
    await tab.pressInCard("Préparer un signalement");
    const report = await reported();
    const { name, profession, address, letter } = await fields(report);
    assert.equal(name, NAME);
    assert.match(profession, /pédicure-podologue/i);
    assert.equal(address, "4 rue Neuve, 59999 Lormeil");
    assert.ok(letter.includes(NAME), letter);
    assert.doesNotMatch(letter, OTHERS);
    await report.close();
    await tab.close();
  });

  it("is listed in the popup with whose card each finding stands on", async () => {
    const { tab } = await open();
    const popup = await here.browser.popup(tab);
    assert.equal((await entry(popup)).replace(/\s+/g, " "), `Fiche : ${NAME}`);
    await tab.close();
  });

  it("names nobody where the card does not, and asks", async () => {
    const { tab } = await open();
    await tab.run((name) => {
      const heading = [...document.querySelectorAll("h2")].find((each) => each.textContent === name);
      heading.textContent = "Une fiche";
    }, NAME);
    await until("the card's new heading", async () => (await noted(tab)).card.over.includes("Une fiche"));
    const popup = await here.browser.popup(tab);
    assert.match(await entry(popup), /^Plusieurs personnes/);
    await popup.run((words) => {
      const item = [...document.querySelectorAll("li.finding")].find((each) => each.textContent.includes(words));
      setTimeout(() => item.querySelector("[data-part=report]").click());
    }, NOTE);
    const report = await reported();
    const { name, hint, notes, letter } = await fields(report);
    assert.equal(name, "");
    assert.match(hint, /Écrivez le nom/);
    assert.match(notes, /Plusieurs personnes/);
    assert.doesNotMatch(letter, OTHERS);
    await report.close();
    await tab.close();
  });

  it("has its own name on a finding's card, as words, whatever the page puts into it", async () => {
    const { browser } = here;
    const { tab, found } = await open();
    /** The card's line, and how it stands in the card and the window. */
    const line = () =>
      browser.backend.runInCard(tab.handle, String((root) => {
        const card = root.querySelector(".card");
        const who = root.querySelector(".who");
        const [outer, inner] = [card, who ?? card].map((each) => each.getBoundingClientRect());
        const fits = outer.left >= 0 && outer.right <= root.ownerDocument.defaultView.innerWidth && inner.left >= outer.left && inner.right <= outer.right && card.scrollWidth <= card.clientWidth;
        return { text: who?.textContent.replace(/\s+/g, " ") ?? null, markup: who?.childElementCount ?? 0, dir: card.dir, fits };
      }));
    const rename = async (from, to) => {
      await tab.run((from, to) => {
        const heading = [...document.querySelectorAll("h2")].find((each) => each.textContent === from);
        heading.textContent = to;
      }, from, to);
      await until("the card's new heading", async () => (await noted(tab)).card.over.some((over) => over !== from) || (await noted(tab)).card.over.length === 0);
      await tab.message({ type: "go", key: found.key, quiet: true });
    };
    const shown = async () => {
      await tab.clickMark(NOTE);
      await tab.cardSays(NOTE);
      return line();
    };
    assert.deepEqual(await shown(), { text: `Fiche : ${NAME}`, markup: 0, dir: "ltr", fits: true });

    // Turned round, and as markup.
    const hostile = "Dr \u202e<b>Rose</b>\u2066 Delambre";
    await rename(NAME, hostile);
    const turned = await shown();
    assert.doesNotMatch(turned.text ?? "", /[\u202a-\u202e\u2066-\u2069]/);
    assert.deepEqual([turned.markup, turned.fits], [0, true]);

    // What is no name by its length is none.
    await rename(hostile, `Dr ${"Rose".repeat(125)}`);
    const long = await shown();
    assert.deepEqual([long.text, long.fits], [null, true]);

    await browser.ask(() => chrome.storage.local.set({ language: "ar" }).then(() => null));
    await tab.reload();
    await noted(tab);
    await browser.narrow(tab, 360);
    const arabic = await shown();
    assert.deepEqual([arabic.dir, arabic.fits], ["rtl", true]);
    assert.ok(arabic.text.includes(`\u2068${NAME}\u2069`), arabic.text);
    await browser.ask(() => chrome.storage.local.set({ language: "fr" }).then(() => null));
    await tab.close();
  });
});
