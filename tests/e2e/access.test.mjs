// Every page for everybody: who hears it (axe), who sees it dark, on a screen of 360 px, at 200 % of a wide one, with the colours
// or the stillness that they ask of their browser.

import assert from "node:assert/strict";
import { it } from "node:test";
import { inflateSync } from "node:zlib";
import { until } from "./browsers.mjs";
import { FITS, measure, violations } from "./look.mjs";
import { plain } from "./site/forms.mjs";
import { profile } from "./site/pages.mjs";
import { ASKED, leave, letter, STATES, visit } from "./states.mjs";
import { painted, walk } from "./walk.mjs";

/**
 * CSS pixels: a telephone, where what is touched is as large as a fingertip (2.75 rem in the house's style sheets), also with the
 * spaces that RGAA 10.12 lets a reader ask for; what 200 % leaves of a window of 1280, and what 400 % does (RGAA 10.11).
 */
const WINDOWS = [
  { width: 640, finger: 0 },
  { width: 360, finger: 44 },
  { width: 320, finger: 44 },
  { width: 360, finger: 0, spaced: true },
];

/** Line, paragraph, letters and words further apart, by a rule of the page's own sheet: its policy lets no other in. */
const spread = () => {
  const sheet = document.styleSheets[0];
  sheet.insertRule("p { margin-block-end: 2em !important }", sheet.cssRules.length);
  sheet.insertRule("* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important }", sheet.cssRules.length);
};

/** axe tries styles out where it looks, which the pages' policy forbids; it does without. */
const TOLERATED = /Content.Security.Policy.*style|Applying inline style/;

/** What moves on a page. */
function moving(page) {
  return page.run(() =>
    [...document.querySelectorAll("*")]
      .filter((each) => {
        const { transitionDuration, animationName, scrollBehavior } = getComputedStyle(each);
        return /[1-9]/.test(transitionDuration) || animationName !== "none" || scrollBehavior === "smooth";
      })
      .map((each) => each.outerHTML.slice(0, 80)),
  );
}

/** What only its ground sets apart, which the colours of the system take away. */
function flat(page) {
  return page.run(() =>
    [...document.querySelectorAll("button, a.button, select, input, textarea, .box, .note")]
      .filter((each) => each.checkVisibility() && !each.matches("[type=checkbox], [type=radio], [type=file]"))
      .filter((each) => {
        const { borderTopStyle, borderTopWidth } = getComputedStyle(each);
        return borderTopStyle === "none" || parseFloat(borderTopWidth) === 0;
      })
      .map((each) => each.outerHTML.slice(0, 80)),
  );
}

/** How many pages a PDF has: Firefox packs what says so. */
function leavesOf(pdf) {
  const text = pdf.toString("latin1");
  const packed = [...text.matchAll(/stream\r?\n([^]*?)\r?\nendstream/g)].map(([, bytes]) => {
    try {
      return inflateSync(Buffer.from(bytes, "latin1")).toString("latin1");
    } catch {
      // A picture, or letters.
      return "";
    }
  });
  return [text, ...packed].join("\n").match(/\/Type\s*\/Page\b/g)?.length ?? 0;
}

walk("a page for everybody", (here) => {
  for (const state of ASKED) {
    it(`${state.name}: by ear, in the dark, still, in the system's colours, narrow and enlarged`, () =>
      visit(here, state, async (page) => {
        await page.run(() => void document.querySelectorAll("details").forEach((each) => (each.open = true)));
        assert.deepEqual(await violations(page), [], "light");
        // Still, so that no colour is on its way when axe looks.
        await here.browser.look(page, { dark: true, still: true });
        assert.deepEqual(await violations(page, ["color-contrast", "link-in-text-block"]), [], "dark");
        assert.deepEqual(await moving(page), [], "moves");
        await here.browser.look(page, { forced: true });
        assert.deepEqual(await flat(page), [], "the system's colours");
        await here.browser.look(page, {});
        for (const { width, finger, spaced } of WINDOWS) {
          await here.browser.narrow(page, width);
          if (spaced) await page.run(spread);
          assert.deepEqual(await measure(page, finger), FITS, `${width} px${spaced ? ", further apart" : ""}`);
        }
      }));
  }

  it("« Vos droits » on paper: two leaves at most", async () => {
    await visit(here, STATES.find(({ name }) => name === "« Vos droits »"), async (page) => {
      for (const language of process.env.VIGIE_ALL ? ["en", "es", "pt", "ru", "ar", "fr"] : ["fr"]) {
        await here.browser.ask((language) => chrome.storage.local.set({ language }).then(() => null), language);
        await page.reload();
        await until("the page in its language", () => page.run((language) => document.documentElement.lang === language && !document.body.dataset.state, language));
        const leaves = leavesOf(Buffer.from(await page.driver.printPage(), "base64"));
        assert.ok(leaves === 1 || leaves === 2, `${language}: ${leaves} leaves`);
      }
    });
  });

  /** axe does not reach into a closed root: what stands in ours is put on a page without anything else, and asked there. */
  async function askRoot(tab, words) {
    const { markup, styles } = await until(words, () =>
      here.browser.backend.runInCard(tab.handle, (root) => ({
        markup: [...root.children].filter((each) => each.localName !== "style").map((each) => each.outerHTML).join(""),
        styles: [...root.adoptedStyleSheets, ...root.styleSheets].flatMap((sheet) => [...sheet.cssRules].map((rule) => rule.cssText)).join("\n"),
      })),
    );
    assert.ok(styles.includes(":host"), styles.slice(0, 200));
    const copy = await here.browser.open(here.site.listed("/site.css"));
    await copy.run(
      (markup, styles) => {
        document.documentElement.lang = "fr";
        document.title = "Dans la page";
        document.body.innerHTML = `<style>${styles} body { background: Canvas; color: CanvasText }</style><main><h1>Dans la page</h1>${markup}</main>`;
        for (const each of document.querySelectorAll("details")) each.open = true;
      },
      markup,
      styles,
    );
    for (const dark of [false, true]) {
      await here.browser.look(copy, { dark, still: true });
      assert.deepEqual(await violations(copy), [], dark ? "dark" : "light");
    }
    await here.browser.look(copy, {});
    await copy.close();
  }

  it("the card in a page: by ear, light and dark", async () => {
    const tab = await here.browser.open(here.site.listed(profile));
    await tab.marksBecome(painted(profile));
    await tab.clickMark(painted(profile)[0]);
    await tab.cardSays("Préparer un signalement");
    await askRoot(tab, "the card");
    await tab.close();
  });

  if (process.env.VIGIE_ALL) {
    it("the bar over a form that was filled: by ear, light and dark", async () => {
      const report = await letter(here);
      await report.run(() => {
        const field = document.querySelector("#f-happened");
        field.value = "On m’a dit non au téléphone.";
        field.dispatchEvent(new Event("input", { bubbles: true }));
      });
      await until("the words in the session", () =>
        here.browser.ask(() => chrome.storage.session.get(null).then((all) => Object.keys(all).some((key) => key.startsWith("words:")))),
      );
      const tab = await here.browser.open(here.site.defender(plain));
      const popup = await here.browser.popup(tab);
      await popup.says("Ce site est celui du Défenseur des droits");
      await popup.press("Préremplir ce formulaire");
      await askRoot(tab, "the bar");
      await tab.close();
      await leave(report);
    });
  }
}, { tolerated: TOLERATED });
