// What a person would see or hear wrong on a page of the extension: what axe finds, and what does not fit its window.

import fs from "node:fs/promises";
import { createRequire } from "node:module";

const AXE = await fs.readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** What axe finds wrong on a page: `rules` alone, or all that it knows. */
export async function violations(page, rules = null) {
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
export function measure(page, finger) {
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
    // A ground that is painted under a field has the field's words, not to be seen.
    for (const each of shown.filter((each) => !floats(each) && !each.closest("[aria-hidden=true]"))) {
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

/** What `measure` says where everything fits. */
export const FITS = { wide: [], cut: [], small: [], laid: [], scrolls: false };
