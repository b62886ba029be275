// Every page on a screen of 360 px, for a finger: nothing is cut off at the side, and what is to be touched is large enough.
// And every page for those who cannot see it: what axe finds wrong.

import assert from "node:assert/strict";
import fs from "node:fs/promises";
import { createRequire } from "node:module";
import { it } from "node:test";
import { until } from "./browsers.mjs";
import { profile } from "./site/pages.mjs";
import { painted, walk } from "./walk.mjs";

const WIDTH = 360;
/** CSS pixels, as the house's style sheets have them (2.75 rem): a fingertip. */
const FINGER = 44;

const AXE = await fs.readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** axe tries styles out where it looks, which the pages' policy forbids; it does without. */
const TOLERATED = /Content.Security.Policy.*style|Applying inline style/;

walk("a narrow screen", (here) => {
  let tab;

  async function pages() {
    tab ??= await here.browser.open(here.site.listed(profile));
    await tab.marksBecome(painted(profile));
    return {
      "settings.html": "Les sites",
      [`popup.html?tab=${tab.id}`]: profile.findings[0].quote,
      "welcome.html": "Vigie",
      "example.html": "Vigie",
      "report.html": "signalement",
    };
  }

  async function open(address, words) {
    const page = await here.browser.open(here.browser.page(address));
    await until(`« ${words} »`, () => page.run((words) => document.body.innerText.includes(words), words));
    await page.run(() => void document.querySelectorAll("details").forEach((each) => (each.open = true)));
    return page;
  }

  async function openReport() {
    const popup = await here.browser.popup(tab);
    await popup.press("Préparer un signalement");
    const report = await here.browser.tabAt(here.browser.page("report.html?draft="));
    await until("the roles", () => report.run(() => Boolean(document.querySelector("#roles")?.checkVisibility())));
    await until("the letter", () =>
      report.run(() => {
        const role = document.querySelector("input[value=witness]");
        if (!role.checked) role.click();
        return document.querySelector("#sheet").innerText.length > 200;
      }),
    );
    return report;
  }

  function measure(page) {
    return page.run((finger) => {
      const shown = [...document.querySelectorAll("body *")].filter((each) => each.checkVisibility() && !each.closest(".unseen"));
      const name = (each) => `${each.tagName.toLowerCase()}#${each.id}.${each.className} « ${each.textContent.trim().slice(0, 30)} »`;
      const wide = shown.filter((each) => each.getBoundingClientRect().right > innerWidth + 0.5).map(name);
      const small = shown
        .filter((each) => each.matches("button, a.button, select, summary, input, textarea"))
        // A box to tick is touched by its label.
        .map((each) => (each.matches("[type=checkbox], [type=radio]") ? (each.closest("label") ?? each) : each))
        .filter((each) => each.getBoundingClientRect().height < finger - 0.5)
        .map((each) => `${name(each)}: ${each.getBoundingClientRect().height} px`);
      return { wide: wide.slice(0, 5), small, scrolls: document.documentElement.scrollWidth > innerWidth };
    }, FINGER);
  }

  it("shows every page whole, with room for a finger", async () => {
    for (const [address, words] of Object.entries(await pages())) {
      const page = await open(address, words);
      await here.browser.narrow(page, WIDTH);
      assert.deepEqual(await measure(page), { wide: [], small: [], scrolls: false }, address);
      await page.close();
    }
    const report = await openReport();
    await here.browser.narrow(report, WIDTH);
    assert.deepEqual(await measure(report), { wide: [], small: [], scrolls: false }, "report.html with a letter");
    await report.close();
  });

  it("and every page to those who read by ear", async () => {
    const rules = async (page, address) => {
      await here.browser.driver.switchTo().window(page.handle);
      await here.browser.driver.executeScript(AXE);
      const found = await here.browser.driver.executeAsyncScript(`
        const done = arguments[arguments.length - 1];
        axe.run(document, { resultTypes: ["violations"] }).then(
          ({ violations }) => done(violations.map(({ id, nodes }) => id + ": " + nodes.map(({ html }) => html.slice(0, 120)).slice(0, 3).join(" | "))),
          (error) => done([String(error)]));`);
      assert.deepEqual(found, [], address);
    };
    for (const [address, words] of Object.entries(await pages())) {
      const page = await open(address, words);
      await rules(page, address);
      await page.close();
    }
    const report = await openReport();
    await rules(report, "report.html with a letter");
    await report.close();
    await tab.close();
  });
}, { tolerated: TOLERATED });
