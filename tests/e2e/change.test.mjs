// Pages that change under the reader: what is read again, what it costs, and what is said where it costs too much.

import assert from "node:assert/strict";
import { it } from "node:test";
import { until } from "./browsers.mjs";
import { MENTION } from "./site/huge.mjs";
import { walk } from "./walk.mjs";

/** The share of the processor that reading again may take, and what it may take once beyond it, in ms: effort.js. */
const SHARE = 0.05;
const BURST = 100;
/** What one pass, which is not interrupted for the share's sake, may take in a test's page, in ms, on a machine under load. */
const PASS = 150;

const effort = async (tab) => (await tab.message({ type: "alive" })).effort.total;

walk("a page that changes", (here) => {
  it("by a list that grows to 10,000 cards is read to its end, in its share of the time", async () => {
    const { browser, site } = here;
    const tab = await browser.open(site.listed("/vivant"));
    await tab.read();
    const [before, begun] = [await effort(tab), Date.now()];
    await tab.run(() => window.grow({ count: 10_000, size: 100, pause: 30 }));
    await until("all mentions", async () => {
      const { findings } = await tab.message({ type: "list" });
      return findings.length === 250 || Promise.reject(new Error(`${findings.length} of 250`));
    }, { within: 180_000 });
    const [took, passed] = [(await effort(tab)) - before, Date.now() - begun];
    assert.ok(took <= passed * SHARE + BURST + PASS, `${took} ms of ${passed}`);
    await tab.close();
  });

  for (const [what, start] of Object.entries({
    "by 50,000 records a second": () => window.storm({ perSecond: 50_000 }),
    "by rendering itself again in every frame": () => window.churn({ count: 600 }),
  })) {
    it(`${what} keeps nearly all of its time, hears of it in the popup, and is read when it rests`, async () => {
      const { browser, site } = here;
      const tab = await browser.open(site.listed("/vivant"));
      await tab.read();
      const [before, begun] = [await effort(tab), Date.now()];
      await tab.run(start);
      const said = await until("the word that it changes too fast", async () => {
        const list = await tab.message({ type: "list" });
        return list.limit === "limit.restless" && list;
      }, { within: 60_000 });
      assert.equal(said.state, "partial");
      const popup = await browser.popup(tab);
      await popup.says("Cette page change plus vite");
      // Two seconds more of it, by the page's own clock.
      await tab.run(() => void (window.until = performance.now() + 2_000));
      await until("two seconds", () => tab.run(() => performance.now() > window.until));
      const [took, passed] = [(await effort(tab)) - before, Date.now() - begun];
      assert.ok(took <= passed * SHARE + BURST + PASS, `${took} ms of ${passed}`);
      await tab.run(() => {
        window.churning = false;
        document.querySelector("#note").textContent = window.mention;
      });
      await until("the end of the word, and the mention", async () => {
        const { limit, findings } = await tab.message({ type: "list" });
        return limit === null && findings.some(({ quote }) => quote.includes("CMU")) ? true : Promise.reject(new Error(`${limit} ${findings.length}`));
      }, { within: 60_000 });
      await tab.close();
    });
  }

  it("by another view under another address has the marks of that view, and of no other", async () => {
    const { browser, site } = here;
    const tab = await browser.open(site.listed("/vivant"));
    await tab.run(() => window.visit("/vivant/a", window.mention));
    await tab.marksBecome([MENTION]);
    await tab.run(() => window.visit("/vivant/b", "Le cabinet reçoit tout le monde."));
    await tab.marksBecome([]);
    await until("the end of the badge", async () => (await browser.badge(tab)) === "");
    await tab.run(() => window.visit("/vivant/c", "AME refusée."));
    await tab.marksBecome(["AME refusée"]);
    assert.match((await tab.message({ type: "list" })).url, /\/vivant\/c$/);
    await tab.driver.navigate().back();
    await tab.close();
  });

  it("by moving and removing what is marked has its marks moved and removed", async () => {
    const { browser, site } = here;
    const tab = await browser.open(site.listed("/vivant"));
    await tab.run(() => window.visit("/vivant", window.mention));
    await tab.marksBecome([MENTION]);
    const top = () => tab.run(() => [...CSS.highlights.values()].flatMap((each) => [...each])[0]?.getBoundingClientRect().top ?? null);
    const before = await top();
    await tab.run(() => document.querySelector("main").append(document.querySelector("#note")));
    await until("the mark below", async () => (await top()) > before);
    await tab.marksBecome([MENTION]);
    await tab.run(() => document.querySelector("#note").remove());
    await tab.marksBecome([]);
    await tab.close();
  });

  it("in a tab that nobody looks at waits until somebody does", async () => {
    const { browser, site } = here;
    const tab = await browser.open(site.listed("/vivant"));
    await tab.read();
    const { effort: before } = await tab.message({ type: "alive" });
    const front = await browser.open("about:blank");
    await front.show();
    await until("the tab to be hidden", () => tab.browser.ask((id) => chrome.tabs.get(id).then(({ active }) => !active), tab.id));
    // By the extension, since WebDriver would bring the tab to the front.
    await browser.ask(
      (id) => chrome.scripting.executeScript({ target: { tabId: id }, func: () => void (document.querySelector("#note").textContent = "AME refusée.") }).then(() => null),
      tab.id,
    );
    // What a pass needs comes and goes.
    await browser.ask((id) => chrome.scripting.executeScript({ target: { tabId: id }, func: () => new Promise((go) => setTimeout(() => requestIdleCallback(() => go(null)), 1_500)) }).then(() => null), tab.id);
    const { effort: after } = await tab.message({ type: "alive" });
    assert.ok(after.slices.reduce((sum, count) => sum + count) <= before.slices.reduce((sum, count) => sum + count) + 1, "it was read, or more than noted");
    await tab.show();
    await tab.marksBecome(["AME refusée"]);
    await front.close();
    await tab.close();
  });

  it("by shadow roots that come after their hosts were read has what they say marked, however they show", async () => {
    const { browser, site } = here;
    const tab = await browser.open(site.listed("/vivant"));
    await tab.read();
    await tab.run(() => {
      // In a frame of its own height each, but for the last one: the page does not grow with what is in it.
      const held = ["<div id=empty></div>", "<section id=closed></section>", "<p><late-words></late-words></p>", "<div id=still style='height: 60px'><p>Chargement</p></div>"];
      const hosts = held.map((host) => `<div style="height: 80px; overflow: auto">${host}</div>`).join("");
      document.querySelector("#results").innerHTML = `${hosts}<div id="grows"><p>Chargement</p></div>`;
    });
    const settled = () => until("the page to be known", async () => (await tab.message({ type: "alive" })).settled);
    await settled();
    const marked = [];
    /** Words in a root that a host gets now, each with others after the group's name. */
    const attach = (selector, mode, words) =>
      tab.run((selector, mode, words) => {
        const root = document.querySelector(selector).attachShadow({ mode });
        root.innerHTML = `<p>${words}</p>`;
      }, selector, mode, words);
    const said = async (words) => {
      marked.push(words);
      await tab.marksBecome(marked);
    };

    await attach("#empty", "open", "AME refusée");
    await said("AME refusée");
    await attach("#closed", "closed", "CMU refusée");
    await said("CMU refusée");
    await attach("late-words", "open", "C2S refusée");
    await said("C2S refusée");
    // Nothing has another size: it is read when somebody comes to it.
    await attach("#still", "open", "CSS refusée");
    const { x, y } = await tab.run(() => {
      const { left, top } = document.querySelector("#still").shadowRoot.firstChild.getBoundingClientRect();
      return { x: left + 5, y: top + 5 };
    });
    await tab.driver.actions().move({ x: Math.round(x), y: Math.round(y) }).perform();
    await said("CSS refusée");
    await settled();
    // In place of what its host held: the page has grown, and is looked through.
    await attach("#grows", "open", "<span style='display: block; height: 300px'>Pas d’AME</span>");
    await said("Pas d’AME");
    // A root in one that came late. In place of what its host held, Chromium gives open ones only.
    await tab.run((mode) => {
      const inner = document.querySelector("#grows").shadowRoot.appendChild(document.createElement("div"));
      inner.textContent = "Chargement";
      inner.attachShadow({ mode }).innerHTML = "<p>Pas de CMU</p>";
    }, here.name === "firefox" ? "closed" : "open");
    await said("Pas de CMU");
    await tab.close();
  });
});
