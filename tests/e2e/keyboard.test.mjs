// The keyboard alone: from the list of mentions to the copied letter without a pointer; where the focus is can be seen at every
// step, nothing covers it, and a question that is asked keeps it until it is answered, and gives it back.

import assert from "node:assert/strict";
import { it } from "node:test";
import { Key, until } from "./browsers.mjs";
import { profile } from "./site/pages.mjs";
import { leave, letter, STATES, visit } from "./states.mjs";
import { painted, walk } from "./walk.mjs";

/** More steps than any page of ours has. */
const MANY = 150;

const press = (page, ...keys) => page.driver.actions().sendKeys(...keys).perform();

/** Frames in which the browser may bring what has the focus into its window, after the key was taken. */
const FRAMES = 120;

const OUTSIDE = "outside of the window";

/**
 * One step by Tab: where the focus is then, and what is wrong with that. Firefox has been seen to lose the jump to what took
 * the focus (once, on a busy machine): like a person, the walk goes back a step and comes again.
 * What our own styles keep out of the window is out of it then, too.
 */
async function step(page) {
  await press(page, Key.TAB);
  const at = await focus(page);
  if (!at.faults.includes(OUTSIDE)) return at;
  await page.driver.actions().keyDown(Key.SHIFT).sendKeys(Key.TAB).keyUp(Key.SHIFT).perform();
  await press(page, Key.TAB);
  const again = await focus(page);
  if (again.of !== at.of) again.faults.push(`not where it was: ${at.of}`);
  return again;
}

/** Where the focus is, and what is wrong with that. */
async function focus(page) {
  for (let frame = 0; ; frame += 1) {
    const at = await look(page);
    if (frame === FRAMES || !at.faults.includes(OUTSIDE)) return at;
    await page.run(() => new Promise((drawn) => requestAnimationFrame(() => drawn())));
  }
}

function look(page) {
  return page.run((OUTSIDE) => {
    const each = document.activeElement;
    const { left, top, width, height } = each.getBoundingClientRect();
    // The middle of what the window shows of it: a letter's field may be taller than the window.
    const [right, bottom] = [Math.min(left + width, innerWidth), Math.min(top + height, innerHeight)];
    const under = document.elementFromPoint((Math.max(left, 0) + right) / 2, (Math.max(top, 0) + bottom) / 2);
    const label = each.closest("label") ?? each.labels?.[0];
    const seen = Boolean(under) && (each.contains(under) || under.contains(each) || Boolean(label?.contains(under)));
    const { outlineStyle, outlineWidth } = getComputedStyle(each);
    const faults = [];
    if (each === document.body) faults.push("lost");
    else {
      if (!each.checkVisibility()) faults.push("on what is hidden");
      if (outlineStyle === "none" || parseFloat(outlineWidth) < 2) faults.push("not to be seen");
      if (!under) faults.push(OUTSIDE);
      else if (!seen) faults.push(`behind ${under.outerHTML.slice(0, 80)}`);
    }
    const where = `${Math.round(top)} to ${Math.round(bottom)} of ${innerHeight} px, scrolled to ${Math.round(scrollY)}, ${document.visibilityState}`;
    const name = each.labels?.[0]?.textContent ?? each.getAttribute("aria-label") ?? each.textContent;
    return { tag: each.tagName, id: each.id, name: name.trim().slice(0, 60), stop: each.dataset?.stop, faults, of: each.outerHTML.slice(0, 120), where };
  }, OUTSIDE);
}

/** Goes on by Tab until the focus is on what `selector` names; every step on the way must be in order. */
async function tabTo(page, selector) {
  const passed = [];
  for (let count = 0; count < MANY; count += 1) {
    const at = await step(page);
    assert.deepEqual(at.faults, [], `${selector}, step ${count}: ${at.of} (${at.where})`);
    passed.push(at);
    if (await page.run((selector) => document.activeElement.matches(selector), selector)) return passed;
  }
  throw new Error(`${selector} is not reached: ${passed.map(({ tag, id, name }) => `${tag}#${id} ${name}`).join(", ")}`);
}

walk("the keyboard alone", (here) => {
  const says = (page, selector, words) =>
    until(`« ${words} »`, async () => {
      const text = await page.run((selector) => document.querySelector(selector).textContent.replace(/\s+/g, " "), selector);
      return text.includes(words) || Promise.reject(new Error(text.slice(-400)));
    });

  it("leads from the list of mentions to the letter, copied", async () => {
    const tab = await here.browser.open(here.site.listed(profile));
    await tab.marksBecome(painted(profile));
    const list = await here.browser.open(here.browser.page(`popup.html?tab=${tab.id}`));
    await until("the mentions", () => list.run(() => Boolean(document.querySelector("[data-part=report]"))));
    await tabTo(list, "[data-part=report]");
    await press(list, Key.ENTER);
    const report = await here.browser.tabAt(here.browser.page("report.html?draft="));
    await until("the roles", () => report.run(() => Boolean(document.querySelector("#roles")?.checkVisibility())));
    // The clipboard of a machine is no test's to overwrite.
    await here.browser.askAt(here.browser.page("report.html?draft="), () => void (navigator.clipboard.writeText = () => Promise.resolve()));

    await tabTo(report, "input[name=role]");
    await press(report, Key.SPACE);
    await until("the letter", () => report.run(() => document.querySelector("#sheet").innerText.length > 200));
    assert.equal(await report.run(() => document.querySelector("input[name=role]:checked").value), "person");
    await tabTo(report, "[data-event=refused]");
    await press(report, Key.SPACE);
    await says(report, "#sheet", "refusé");
    await tabTo(report, "#f-happened");
    await press(report, "Écrit au clavier.");
    await says(report, "#sheet", "Écrit au clavier.");
    await tabTo(report, "input[name=recipient]");
    await press(report, Key.ARROW_DOWN);
    await until("the next recipient", () => report.run(() => document.querySelector("input[name=recipient]:checked").value === "cpam"));
    await says(report, "#sheet", "Écrit au clavier.");
    // A block of the letter, changed where it stands.
    await tabTo(report, "[data-part=change]");
    await press(report, Key.ENTER);
    await until("the block's field", () => report.run(() => document.activeElement.matches("textarea[data-part=edit]")));
    await tabTo(report, "[data-part=change]");
    await press(report, Key.ENTER);
    for (const line of ["#reread", "#shown", "#understood"]) {
      await tabTo(report, line);
      await press(report, Key.SPACE);
      assert.equal(await report.run((line) => document.querySelector(line).checked, line), true);
    }
    await tabTo(report, "#copy");
    await press(report, Key.ENTER);
    await says(report, "#status", "La lettre est copiée");
    assert.equal((await focus(report)).id, "copy");
    assert.equal(await report.run(() => document.querySelector("#status").getAttribute("role")), "status");
    await report.close();
    await list.close();
    await tab.close();
  });

  it("stays in a question until it is answered, and comes back to where it was asked", async () => {
    const report = await letter(here);
    await report.run(() => document.querySelector("#save").focus());
    await tabTo(report, "#erase");
    await press(report, Key.ENTER);
    await until("the question", () => report.run(() => document.querySelector("#confirm").open));
    const inside = () => report.run(() => document.querySelector("#confirm").contains(document.activeElement) || document.activeElement === document.body);
    assert.equal(await report.run(() => document.querySelector("#confirm").contains(document.activeElement)), true, "the question has the focus");
    for (let step = 0; step < 6; step += 1) {
      await press(report, Key.TAB);
      assert.equal(await inside(), true, `outside after ${step + 1} steps`);
    }
    await press(report, Key.ESCAPE);
    await until("the end of the question", () => report.run(() => !document.querySelector("#confirm").open));
    assert.equal((await focus(report)).id, "erase");
    assert.deepEqual((await focus(report)).faults, []);
    await leave(report);
  });

  // Those with the most controls; every one of them takes half a minute a browser.
  const most = ["the popup with mentions", "the report"];
  for (const state of STATES.filter(({ asks, name }) => !asks && (process.env.VIGIE_ALL || most.includes(name)))) {
    it(`reaches every control of ${state.name}`, () =>
      visit(here, state, async (page) => {
        const stops = await page.run(() => {
          const controls = document.querySelectorAll("a[href], button, select, input, textarea, summary, [tabindex='0']");
          // One of a group of radio buttons takes the focus for all.
          const names = [...controls]
            .filter((each) => each.checkVisibility() && !each.disabled)
            .map((each, place) => (each.dataset.stop = each.type === "radio" ? each.name : String(place)));
          // From the top, wherever the state was brought about.
          document.body.tabIndex = -1;
          document.body.focus();
          return [...new Set(names)];
        });
        await page.show();
        const reached = new Set();
        for (let count = 0; count < MANY; count += 1) {
          const at = await step(page);
          // Past the last one, the browser's own bars have it.
          if (at.faults.includes("lost")) break;
          assert.deepEqual(at.faults, [], `${at.of} (${at.where})`);
          // Or it goes round.
          if (reached.size > 1 && at.stop === [...reached][0]) break;
          if (at.stop !== undefined) reached.add(at.stop);
        }
        assert.deepEqual([...reached].sort(), stops.sort());
      }));
  }
});
