// Every page for everybody: who hears it (axe), who sees it dark, on a screen of 360 px, at 200 % of a wide one, with the colours
// or the stillness that they ask of their browser.

import assert from "node:assert/strict";
import fs from "node:fs/promises";
import { createRequire } from "node:module";
import { it } from "node:test";
import { profile } from "./site/pages.mjs";
import { ASKED, STATES, visit } from "./states.mjs";
import { painted, walk } from "./walk.mjs";

/**
 * CSS pixels: a telephone, where what is touched is as large as a fingertip (2.75 rem in the house's style sheets); and what
 * 200 % leaves of a window of 1280.
 */
const WINDOWS = [
  { width: 360, finger: 44 },
  { width: 640, finger: 0 },
];

const AXE = await fs.readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** axe tries styles out where it looks, which the pages' policy forbids; it does without. */
const TOLERATED = /Content.Security.Policy.*style|Applying inline style/;

/** What axe finds wrong on a page: `rules` alone, or all that it knows. */
async function violations(page, rules = null) {
  await page.driver.switchTo().window(page.handle);
  if (!(await page.driver.executeScript("return typeof axe === 'object'"))) await page.driver.executeScript(AXE);
  return page.driver.executeAsyncScript(
    `const [rules, done] = arguments;
    axe.run(document, { resultTypes: ["violations"], ...(rules && { runOnly: rules }) }).then(
      ({ violations }) => done(violations.map(({ id, nodes }) => id + ": " + nodes.map(({ html, failureSummary }) => html.slice(0, 120) + " " + failureSummary.slice(0, 160)).slice(0, 3).join(" | "))),
      (error) => done([String(error)]));`,
    rules,
  );
}

/** What does not fit: beside the window, cut off, laid over something else, too small for a finger. */
function measure(page, finger) {
  return page.run((finger) => {
    // Not what is read out only, nor what waits above the page, behind a dialog.
    const top = document.querySelector("dialog:modal") ?? document.body;
    const shown = [...top.querySelectorAll("*")].filter((each) => each.checkVisibility() && !each.closest(".unseen"));
    const name = (each) => `${each.tagName.toLowerCase()}#${each.id}.${each.className} « ${each.textContent.trim().slice(0, 30)} »`;
    const wide = shown.filter((each) => each.getBoundingClientRect().right > innerWidth + 0.5 || each.getBoundingClientRect().left < -0.5).map(name);
    const field = (each) => each.matches("textarea, input, select");
    const cut = shown
      .filter((each) => !field(each) && each.textContent.trim() && /hidden|clip/.test(getComputedStyle(each).overflow))
      .filter((each) => each.scrollWidth > each.clientWidth + 1 || each.scrollHeight > each.clientHeight + 1)
      .map(name);
    const small = shown
      .filter((each) => each.matches("button, a.button, select, summary, input, textarea"))
      // A box to tick is touched by its label.
      .map((each) => (each.matches("[type=checkbox], [type=radio]") ? (each.closest("label") ?? each) : each))
      .filter((each) => each.getBoundingClientRect().height < finger - 0.5)
      .map((each) => `${name(each)}: ${each.getBoundingClientRect().height} px`);
    // Lines of text and controls that lie on each other. What sticks to the window lies on the page by design.
    const floats = (each) => each && (/sticky|fixed|absolute/.test(getComputedStyle(each).position) || floats(each.parentElement));
    // What scrolls inside its own frame is seen there and nowhere else.
    const framed = ({ left, top, right, bottom }, above) => {
      for (; above; above = above.parentElement) {
        if (getComputedStyle(above).overflow === "visible" || above === document.documentElement) continue;
        const frame = above.getBoundingClientRect();
        [left, top] = [Math.max(left, frame.left), Math.max(top, frame.top)];
        [right, bottom] = [Math.min(right, frame.right), Math.min(bottom, frame.bottom)];
      }
      return { left, top, right, bottom };
    };
    const boxes = [];
    for (const each of shown.filter((each) => !floats(each))) {
      if (each.matches("button, a.button, select, input, textarea, img")) boxes.push({ each, rect: framed(each.getBoundingClientRect(), each.parentElement) });
      for (const text of each.childNodes) {
        if (text.nodeType !== Node.TEXT_NODE || !text.data.trim()) continue;
        const range = document.createRange();
        range.selectNodeContents(text);
        for (const rect of range.getClientRects()) boxes.push({ each, rect: framed(rect, each) });
      }
    }
    const laid = [];
    boxes.sort((one, other) => one.rect.top - other.rect.top);
    boxes.forEach((one, place) => {
      for (const other of boxes.slice(place + 1)) {
        if (other.rect.top > one.rect.bottom) break;
        if (one.each.contains(other.each) || other.each.contains(one.each)) continue;
        const across = Math.min(one.rect.right, other.rect.right) - Math.max(one.rect.left, other.rect.left);
        const down = Math.min(one.rect.bottom, other.rect.bottom) - Math.max(one.rect.top, other.rect.top);
        if (across > 2 && down > 6) laid.push(`${name(one.each)} on ${name(other.each)}`);
      }
    });
    const scrolls = document.documentElement.scrollWidth > innerWidth;
    return { wide: wide.slice(0, 5), cut: cut.slice(0, 5), small: small.slice(0, 5), laid: laid.slice(0, 5), scrolls };
  }, finger);
}

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

const FITS = { wide: [], cut: [], small: [], laid: [], scrolls: false };

walk("a page for everybody", (here) => {
  for (const state of ASKED) {
    it(`${state.name}: by ear, in the dark, narrow and enlarged`, () =>
      visit(here, state, async (page) => {
        await page.run(() => void document.querySelectorAll("details").forEach((each) => (each.open = true)));
        assert.deepEqual(await violations(page), [], "light");
        // Still, so that no colour is on its way when axe looks.
        await here.browser.look(page, { dark: true, still: true });
        assert.deepEqual(await violations(page, ["color-contrast", "link-in-text-block"]), [], "dark");
        await here.browser.look(page, {});
        for (const { width, finger } of WINDOWS) {
          await here.browser.narrow(page, width);
          assert.deepEqual(await measure(page, finger), FITS, `${width} px`);
        }
      }));
  }

  it("the card in a page: by ear, light and dark", async () => {
    const tab = await here.browser.open(here.site.listed(profile));
    await tab.marksBecome(painted(profile));
    await tab.clickMark(painted(profile)[0]);
    await tab.cardSays("Préparer un signalement");
    // axe does not reach into a closed root: what stands there is put on a page without anything else.
    const { markup, styles } = await here.browser.backend.runInCard(tab.handle, (root) => ({
      markup: root.querySelector(".card").outerHTML,
      styles: [...root.adoptedStyleSheets, ...root.styleSheets].flatMap((sheet) => [...sheet.cssRules].map((rule) => rule.cssText)).join("\n"),
    }));
    await tab.close();
    assert.ok(styles.includes(".card"), styles.slice(0, 200));
    const copy = await here.browser.open(here.site.listed("/site.css"));
    await copy.run(
      (markup, styles) => {
        document.documentElement.lang = "fr";
        document.title = "La carte";
        document.body.innerHTML = `<style>${styles} body { background: Canvas; color: CanvasText }</style><main><h1>La carte</h1>${markup}</main>`;
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
  });

  it("keeps still for who asks for it, and shows every control without colours of its own", async () => {
    const states = STATES.filter(({ name }) => process.env.VIGIE_ALL || name === "the report");
    for (const state of states) {
      await visit(here, state, async (page) => {
        await here.browser.look(page, { still: true });
        assert.deepEqual(await moving(page), [], state.name);
        await here.browser.look(page, { forced: true });
        assert.deepEqual(await flat(page), [], state.name);
        await here.browser.look(page, {});
      });
    }
  });
}, { tolerated: TOLERATED });
