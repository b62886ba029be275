// The popup: the accessible list of what was found, on listed sites at once and on every other page at a click.

import assert from "node:assert/strict";
import { it } from "node:test";
import { until } from "./browsers.mjs";
import { clear, profile } from "./site/pages.mjs";
import { painted, walk } from "./walk.mjs";

walk("the popup", (here) => {
  it("lists the findings of the page", async () => {
    const tab = await here.browser.open(here.site.listed(profile));
    await tab.marksBecome(painted(profile));
    const popup = await here.browser.popup(tab);
    for (const { quote, grade } of profile.findings) if (grade === "flag") await popup.says(quote);
    await popup.says("2 mentions susceptibles d’être discriminatoires");
    const quotes = await popup.run(() => [...document.querySelectorAll("[data-part=quote]")].map((each) => each.textContent.trim()));
    assert.deepEqual(quotes.sort(), profile.findings.map(({ quote }) => quote).sort());
    await tab.close();
  });

  it("is wide enough to read, and never scrolls sideways", async () => {
    const tab = await here.browser.open(here.site.listed(profile));
    const popup = await here.browser.popup(tab);
    await popup.says(profile.findings[0].quote);
    await until("its width", async () => {
      const seen = await popup.run(() => [innerWidth, document.documentElement.scrollWidth, document.documentElement.clientWidth]);
      return (seen[0] >= 360 && seen[0] <= 400 && seen[1] === seen[2]) || Promise.reject(new Error(String(seen)));
    });
    await tab.close();
  });

  it("fits into a window of 320 px, and into one of 400 px at twice the size, where it is a page of its own", async () => {
    const tab = await here.browser.open(here.site.listed(profile));
    await tab.marksBecome(painted(profile));
    const page = await here.browser.open(here.browser.page(`popup.html?tab=${tab.id}`));
    await until("its words", () => page.run((words) => document.body.innerText.includes(words), profile.findings[0].quote));
    for (const width of [320, 200]) {
      const widest = await page.run((width) => {
        document.documentElement.style.inlineSize = `${width}px`;
        const shown = [...document.querySelectorAll("body *")].filter((each) => each.checkVisibility());
        const right = Math.max(...shown.map((each) => each.getBoundingClientRect().right));
        document.documentElement.style.inlineSize = "";
        return right;
      }, width);
      assert.ok(widest <= width + 0.5, `${widest} px in ${width}`);
    }
    await page.close();
    await tab.close();
  });

  it("says kindly that nothing was found, and what was read", async () => {
    const tab = await here.browser.open(here.site.listed(clear));
    await tab.read();
    const popup = await here.browser.popup(tab);
    await popup.says("Aucune mention repérée sur cette page");
    await popup.says(/A été lu : \d+ parties?/);
    await tab.close();
  });

  it("moves to a finding", async () => {
    const tab = await here.browser.open(here.site.listed(profile));
    await tab.marksBecome(painted(profile));
    await tab.run(() => {
      document.body.style.paddingTop = "3000px";
      scrollTo(0, 0);
    });
    const popup = await here.browser.popup(tab);
    await popup.press("Voir dans la page");
    await until("the page to have moved", () => tab.run(() => scrollY > 0));
    await tab.close();
  });

  it("reads a page that is on no list, because of the click", async () => {
    const tab = await here.browser.open(here.site.other(profile));
    assert.equal(await tab.message({ type: "list" }), null, "nothing runs on the page before the click");
    const popup = await here.browser.popup(tab);
    await popup.says(profile.findings[0].quote);
    await popup.says("Ce site n’est pas dans la liste de Vigie");
    await tab.marksBecome(painted(profile));
    await tab.close();
  });

  it("names a frame of another site that was not read, and leads to it by itself", async () => {
    const tab = await here.browser.open(here.site.listed(clear));
    await tab.read();
    const elsewhere = here.site.other(profile);
    await tab.run((elsewhere, own) => {
      const add = (src, width) => {
        const frame = Object.assign(document.createElement("iframe"), { src });
        Object.assign(frame.style, { width: `${width}px`, height: "300px" });
        document.body.prepend(frame);
      };
      add(elsewhere, 600);
      add(elsewhere.replace("127.0.0.2", "127.0.0.4"), 20);
      add(own, 600);
    }, elsewhere, here.site.listed(profile));
    const popup = await here.browser.popup(tab);
    await popup.says("Une partie de la page vient d’un autre site");
    const links = await popup.run(() => [...document.querySelectorAll("#unread a")].map(({ href, textContent }) => [href, textContent]));
    assert.deepEqual(links, [[elsewhere, new URL(elsewhere).host]]);
    await tab.close();
  });

  it("names a page of the browser as one that nobody can read", async () => {
    const tab = await here.browser.open(here.name === "firefox" ? "about:support" : "chrome://version");
    const popup = await here.browser.popup(tab);
    await popup.says("C’est une page du navigateur lui-même");
    await tab.close();
  });
});
