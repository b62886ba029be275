// The card beside a mark: what it says, what its buttons do, and that only a person can press them.

import assert from "node:assert/strict";
import { it } from "node:test";
import { Key, until } from "./browsers.mjs";
import { profile } from "./site/pages.mjs";
import { painted, walk } from "./walk.mjs";

const [refusal, restriction, doubt] = painted(profile);

walk("the card", (here) => {
  async function openProfile() {
    const tab = await here.browser.open(here.site.listed(profile));
    await tab.marksBecome(painted(profile));
    return tab;
  }

  it("opens at a click on a mark, with the quote, a reason and the two ways on", async () => {
    const tab = await openProfile();
    await tab.clickMark(refusal);
    const { text, buttons } = await tab.cardSays(refusal);
    assert.match(text, /susceptible d’être discriminatoire/i);
    assert.match(text, /L\.\s?1110-3/);
    assert.ok(buttons.some((each) => each.text === "Préparer un signalement"), text);
    assert.ok(buttons.some((each) => each.text === "Ce n’est pas un problème"), text);
    await tab.close();
  });

  it("covers nothing of its mark, and leaves the page to a picture that is taken of it", async () => {
    const tab = await openProfile();
    for (const words of [refusal, restriction, doubt]) {
      await tab.clickMark(words);
      await tab.cardSays("problème");
      const mark = await tab.whereMarked(words);
      await until("a card that stands beside its mark", async () => {
        const { left, top, right, bottom } = (await tab.card()).box;
        const apart = left >= mark.left + mark.width || right <= mark.left || top >= mark.top + mark.height || bottom <= mark.top;
        return apart || Promise.reject(new Error(JSON.stringify([left, top, right, bottom, mark])));
      });
      const { findings } = await tab.read();
      await tab.message({ type: "go", key: findings[0].key, quiet: true });
      assert.equal(await tab.card(), null);
    }
    await tab.close();
  });

  it("says, to whom the page is about, how to object, when they ask", async () => {
    const tab = await openProfile();
    await tab.clickMark(refusal);
    const { text } = await tab.cardSays("Vous êtes le praticien ?");
    assert.ok(!text.includes("Proposer une correction"), "it stands over a page: not before it is asked for");
    await tab.pressInCard("Vous êtes le praticien ?");
    await tab.cardSays("Proposer une correction");
    const { width, height } = await tab.run(() => ({ width: innerWidth, height: innerHeight }));
    // It has grown, and is put right when the browser tells of it.
    await until("the card whole in the window", async () => {
      const { box } = await tab.card();
      return (box.left >= 0 && box.top >= 0 && box.right <= width && box.bottom <= height) || Promise.reject(new Error(JSON.stringify(box)));
    });
    await tab.close();
  });

  it("closes with the Escape key", async () => {
    const tab = await openProfile();
    await tab.clickMark(restriction);
    await tab.cardSays(restriction);
    await tab.driver.actions().sendKeys(Key.ESCAPE).perform();
    await until("the end of the card", async () => (await tab.card()) === null);
    await tab.close();
  });

  it("asks first, where the words alone do not settle it", async () => {
    const tab = await openProfile();
    await tab.clickMark(doubt);
    const { buttons } = await tab.cardSays("Est-ce un problème ?");
    assert.ok(!buttons.some(({ text }) => text === "Préparer un signalement"), "the letter comes after the answer");
    await tab.close();
  });

  it("does not open for a click that the page makes by itself", async () => {
    const tab = await openProfile();
    const { left, top, height } = await tab.whereMarked(refusal);
    await tab.run(
      (x, y) => {
        const options = { bubbles: true, composed: true, clientX: x, clientY: y };
        document.elementFromPoint(x, y).dispatchEvent(new MouseEvent("click", options));
      },
      left + 12,
      top + height / 2,
    );
    // A true click on another mark afterwards: its card is the only one.
    await tab.clickMark(restriction);
    const { text } = await tab.cardSays(restriction);
    assert.ok(!text.includes(refusal));
    await tab.close();
  });

  it("leads to the report page", async () => {
    const tab = await openProfile();
    await tab.clickMark(refusal);
    await tab.cardSays(refusal);
    await tab.pressInCard("Préparer un signalement");
    const report = await here.browser.tabAt(here.browser.page("report.html"));
    await until("the quote on the report page", async () => (await report.run(() => document.body.innerText)).includes(refusal));
    await report.close();
  });

  // Last: what is put aside stays aside for the whole walk.
  it("takes a mark away that is no problem, here and after a reload", async () => {
    const tab = await openProfile();
    await tab.clickMark(restriction);
    await tab.cardSays(restriction);
    await tab.pressInCard("Ce n’est pas un problème");
    const others = painted(profile).filter((words) => words !== restriction);
    await tab.marksBecome(others);
    await tab.reload();
    await tab.marksBecome(others);
    await tab.close();
  });
});
