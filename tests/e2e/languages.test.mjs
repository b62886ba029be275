// Every page in every language: in its own words and its own direction, French where it is French, nothing cut off or laid over
// something else. A run of every day looks at the two languages that are least like French; scripts/test --all at all of them.

import assert from "node:assert/strict";
import fs from "node:fs";
import { it } from "node:test";
import { Key, ROOT, until } from "./browsers.mjs";
import { FITS, measure, violations } from "./look.mjs";
import { profile } from "./site/pages.mjs";
import { STATES, visit } from "./states.mjs";
import { painted, walk } from "./walk.mjs";

const DIRECTIONS = { en: "ltr", ar: "rtl", es: "ltr", pt: "ltr", ru: "ltr" };
const LANGUAGES = process.env.VIGIE_ALL ? Object.keys(DIRECTIONS) : ["ar", "ru"];
const DAILY = ["the popup with mentions", "« Vos droits »", "the first-run page", "the settings", "the report"];
const LOOKED_AT = STATES.filter(({ name, asks }) => !asks && (process.env.VIGIE_ALL || DAILY.includes(name)));

/** A telephone, where what is touched is as large as a fingertip, and a desk. */
const WINDOWS = [
  { width: 360, finger: 44 },
  { width: 1280, finger: 0 },
];

/** axe tries styles out where it looks, which the pages' policy forbids; it does without. */
const TOLERATED = /Content.Security.Policy.*style|Applying inline style/;

/** The texts of a language, as the extension ships them. */
function texts(language) {
  const lines = fs.readFileSync(`${ROOT}/dist/test-chrome/messages/${language}.txt`, "utf8").trimEnd().split("\n");
  return new Map(lines.map((line) => [line.slice(0, line.indexOf(" = ")), line.slice(line.indexOf(" = ") + 3)]));
}

const plain = (text) => text.replace(/[\u2066-\u2069]/g, "").replace(/\s+/g, " ").trim();

const FRENCH = texts("fr");

walk("the languages", (here) => {
  const speak = (language) => here.browser.ask((language) => chrome.storage.local.set({ language }).then(() => null), language);

  /** Loads a page again in a language. It is left first: the settings hear of the change, and would ask while they are left. */
  async function turn(page, language) {
    const address = await page.run(() => location.href);
    await page.go("about:blank");
    await speak(language);
    await page.go(address);
    await until(`the page in ${language}`, () =>
      page.run((language) => document.documentElement.lang === language && !document.querySelector("body[data-state=loading], #answer[data-tone=reading]"), language),
    );
    await page.run(() => void document.querySelectorAll("details").forEach((each) => (each.open = true)));
  }

  for (const state of LOOKED_AT) {
    it(`${state.name}: ${LANGUAGES.join(", ")}`, async () => {
      await visit(here, state, async (page) => {
        try {
          for (const language of LANGUAGES) {
            await turn(page, language);
            const known = texts(language);
            const { dir, foreign, said, unchecked } = await page.run(() => ({
              dir: document.documentElement.dir,
              // What the page, the letter and their author say is French, and says so.
              foreign: [...document.querySelectorAll("[data-part=quote], #sheet [data-part=text], #evidence-context, #about-quote")]
                .filter((each) => each.textContent.trim() && each.closest("[lang]").lang !== "fr")
                .map((each) => each.outerHTML.slice(0, 120)),
              said: [...document.querySelectorAll("[data-text]")].map((each) => [each.dataset.text, each.textContent]),
              unchecked: document.querySelector(".unchecked")?.textContent ?? "",
            }));
            assert.equal(dir, DIRECTIONS[language]);
            assert.deepEqual(foreign, [], `${language}: French that does not say so`);
            assert.equal(plain(unchecked), plain(known.get("language.unchecked")), language);
            assert.ok(said.length > 2, `${language}: ${said.length} texts`);
            // Some have been given other words since: whatever they say, it is not French.
            const left = said.filter(([key, words]) => plain(words) === plain(FRENCH.get(key)) && plain(words) !== plain(known.get(key)));
            assert.deepEqual(left, [], `${language}: left in French`);
            for (const { width, finger } of WINDOWS) {
              await here.browser.narrow(page, width);
              assert.deepEqual(await measure(page, finger), FITS, `${language}, ${width} px`);
            }
            if (DIRECTIONS[language] === "rtl" || process.env.VIGIE_ALL) assert.deepEqual(await violations(page), [], language);
          }
        } finally {
          await speak("fr");
        }
      });
    });
  }

  it("the letter is French, and each passage of it is explained beside it", async () => {
    const state = STATES.find(({ name }) => name === "the report");
    await visit(here, state, async (page) => {
      const letter = () => page.run(() => [...document.querySelectorAll("#sheet [data-part=text]")].map((each) => each.textContent).join("\n"));
      const meanings = () =>
        page.run(() => [...document.querySelectorAll("#sheet .meaning")].filter((each) => each.checkVisibility()).map((each) => [each.lang, each.dir, each.textContent]));
      try {
        const french = await letter();
        assert.deepEqual(await meanings(), []);
        await turn(page, "ar");
        await until("the letter", async () => (await letter()).length > 200);
        assert.equal(await letter(), french);
        const said = await meanings();
        assert.equal(said.length, await page.run(() => document.querySelectorAll("#sheet .letter-block").length));
        const known = texts("ar");
        for (const [lang, dir, words] of said) assert.deepEqual([lang, dir, [...known.values()].map(plain).includes(plain(words))], ["ar", "rtl", true]);
        assert.ok(await page.run(() => document.querySelector("#letter-meaning").checkVisibility()));
      } finally {
        await speak("fr");
      }
    });
  });

  it("the card in a page", async () => {
    const tab = await here.browser.open(here.site.listed(profile));
    await tab.marksBecome(painted(profile));
    try {
      for (const language of Object.keys(DIRECTIONS)) {
        await speak(language);
        await tab.clickMark(painted(profile)[0]);
        await tab.cardSays(texts(language).get("card.report"));
        const said = await here.browser.backend.runInCard(tab.handle, (root) => {
          const card = root.querySelector(".card");
          const quote = card.querySelector("blockquote");
          const box = card.getBoundingClientRect();
          const inside = [...card.querySelectorAll("h2, p, blockquote, button")].map((each) => each.getBoundingClientRect())
            .filter(({ width }) => width > 0)
            .every(({ left, right }) => left >= box.left && right <= box.right);
          return { lang: card.lang, dir: card.dir, quote: quote.lang, inside };
        });
        assert.deepEqual(said, { lang: language, dir: DIRECTIONS[language], quote: "fr", inside: true });
        await tab.driver.actions().sendKeys(Key.ESCAPE).perform();
        await until("the end of the card", async () => (await tab.card()) === null);
      }
    } finally {
      await speak("fr");
    }
    await tab.close();
  });
}, { tolerated: TOLERATED });
