// « Revérifier »: the pages of the dossier are opened again one by one, and what they say is written down; a login or a captcha is
// left to the person; the work goes on where it was after a restart.

import assert from "node:assert/strict";
import { it } from "node:test";
import { By, until } from "./browsers.mjs";
import { keep, OPEN, QUOTE } from "./site/rechecked.mjs";
import { ENDLESS } from "./site/server.mjs";
import { walk } from "./walk.mjs";

/** In the order in which they are kept: what each must come to, and what the log says of it. */
const PAGES = {
  la: "there",
  change: "changed",
  partie: "gone",
  absente: "page_gone",
  deplacee: "page_gone",
};

walk(
  "« revérifier »",
  (here) => {
    const listed = (path) => here.site.listed(path);
    const other = (path) => here.site.other(path);
    const shown = (page, selector) => until(`${selector} in sight`, () => page.run((selector) => Boolean(document.querySelector(selector)?.checkVisibility()), selector));
    const says = (page, selector, words) =>
      until(`« ${words} »`, async () => {
        const text = (await page.run((selector) => document.querySelector(selector).innerText, selector)).replace(/\s+/g, " ");
        return text.includes(words) || Promise.reject(new Error(text));
      });
    const press = (page, id) => page.run((id) => document.getElementById(id).click(), id);
    const open = async (query = "") => {
      const page = await here.browser.open(here.browser.page(`recheck.html${query}`));
      await shown(page, ":is(#work, #none, #other):not([hidden])");
      return page;
    };
    /** Ticks a case of the dossier page. Only the rows in sight are there: it is scrolled to. */
    const tick = (page, n) =>
      until(`case ${n} in the list`, () =>
        page.run((n) => {
          const pick = document.querySelector(`#list [data-case$="${n}"] [data-part=pick]`);
          const ends = scrollY + innerHeight >= document.documentElement.scrollHeight - 1;
          if (pick) pick.click();
          else scrollTo(0, ends ? 0 : scrollY + innerHeight / 2);
          return Boolean(pick);
        }, n),
      );
    const outcomes = (page) =>
      page.run(() => Object.fromEntries([...document.querySelectorAll("#results > li")].map((row) => [row.dataset.case.replace(/^0+(?=.)/, ""), row.dataset.outcome])));
    /** The log's acts of this kind, in order, and the cases with what was captured again. */
    const kept = () =>
      here.browser.ask(async () => {
        const asked = (request) => new Promise((resolve, reject) => Object.assign(request, { onsuccess: () => resolve(request.result), onerror: () => reject(request.error) }));
        const database = await asked(indexedDB.open("vigie"));
        const all = (name) => asked(database.transaction(name).objectStore(name).getAll());
        const [cases, log] = [await all("cases"), await all("log")];
        database.close();
        const number = (id) => Number(id);
        return {
          acts: log.map(({ entry }) => JSON.parse(entry).act).filter((act) => act.do === "recheck").map(({ case: id, outcome, capture, text }) => ({ n: number(id), outcome, fixed: Boolean(capture), text: Boolean(text) })),
          again: Object.fromEntries(cases.map(({ id, case: text }) => [number(id), JSON.parse(text).again.map(({ outcome, section }) => [outcome, section])])),
        };
      });
    const visited = () => here.browser.tabAt(listed("/revu/"));

    it("teaches what it does, and has nothing to open in an empty dossier", async () => {
      const page = await open();
      await shown(page, "#none");
      await page.close();
    });

    it("opens the pages one by one, stops at a login, and goes on after a restart of the browser", async () => {
      await keep(here, [...Object.keys(PAGES).map((name) => listed(`/revu/${name}`)), other("/revu/la"), listed("/revu/connexion"), listed("/revu/captcha")]);
      let page = await open();
      await says(page, "#ready", "8 pages à rouvrir");
      await press(page, "start");
      await says(page, "#obstacle", "se connecter");
      await says(page, "#count", "6 sur 8");
      assert.deepEqual(await outcomes(page), { 0: "there", 1: "changed", 2: "gone", 3: "page_gone", 4: "page_gone", 5: "stopped" });
      await says(page, "#results", "n’a pas l’autorisation");
      // What went and what came, for eyes and ears.
      await page.run(() => document.querySelector("[data-outcome=changed] summary").click());
      const changes = await page.run(() => ["del", "ins"].map((tag) => [...document.querySelectorAll(`[data-outcome=changed] ${tag}`)].map((each) => each.textContent.replace(/\s+/g, " ").trim()).join(" | ")));
      assert.match(changes[0], /^Retiré : Pas/);
      assert.match(changes[1], /^Ajouté : .*acceptée/);

      await here.browser.stopBackground();
      here.browser = await here.browser.restart();
      page = await open();
      await says(page, "#ready", "En pause");
      await says(page, "#count", "6 sur 8");
      await until("what was seen before", async () => Object.keys(await outcomes(page)).length === 6);
      await press(page, "resume");
      // Until its tab is there, the page shows what it showed before.
      const tab = await visited();
      await says(page, "#ready", "En pause");
      await says(page, "#obstacle", "se connecter");
      assert.equal(await tab.run(() => location.pathname), "/revu/connexion");
      OPEN.add("connexion");
      await press(page, "resume");
      await says(page, "#obstacle", "captcha");
      assert.equal((await outcomes(page))[6], "there");
      await press(page, "pass");
      await says(page, "#ready", "Toutes les pages ont été vues");
      await tab.close();
      await page.close();
      OPEN.clear();

      const { acts, again } = await kept();
      // What was not opened, and what waited for somebody, is nobody's result.
      assert.deepEqual(acts.map(({ n, outcome }) => [n, outcome]), [...Object.values(PAGES).entries(), [6, "there"]]);
      assert.deepEqual(acts.map(({ fixed, text }) => [fixed, text]), [[true, true], [true, true], [true, false], [true, false], [true, false], [true, true]]);
      assert.ok(again[0][0][1].includes(QUOTE) && again[1][0][1].includes("La CMU est acceptée"));
      assert.deepEqual([again[5], again[7]], [[], []]);
      const dossier = await here.browser.open(here.browser.page("dossier.html"));
      await until("what was seen, in the list", async () => (await dossier.run(() => document.querySelector("#list").innerText)).includes("La page n’existe plus"));
      await dossier.close();
    });

    it("takes what was chosen, one window at a time", async () => {
      const dossier = await here.browser.open(here.browser.page("dossier.html"));
      await shown(dossier, "#list li");
      // Cases 7 (a captcha) and 0.
      for (const n of [7, 0]) await tick(dossier, n);
      await press(dossier, "bulk-recheck");
      await shown(dossier, "#work");
      const second = await open();
      await shown(second, "#other");
      await press(dossier, "start");
      await says(dossier, "#obstacle", "captcha");
      await (await visited()).close();
      await press(dossier, "resume");
      const tab = await visited();
      await says(dossier, "#ready", "En pause");
      await tab.close();
      await press(dossier, "pass");
      await says(dossier, "#ready", "Toutes les pages ont été vues");
      await until("both results", async () => JSON.stringify(await outcomes(dossier)) === '{"0":"there","7":"stopped"}');
      await dossier.close();
      await shown(second, "#start");
      await second.close();
    });

    it("waits for no page without end, heeds a tab that is closed, and forgets its work with the dossier", async () => {
      const dossier = await here.browser.open(here.browser.page("dossier.html"));
      await shown(dossier, "#erase");
      await press(dossier, "erase");
      await press(dossier, "erase-yes");
      await shown(dossier, "#none");
      assert.ok(!(await here.browser.ask(() => chrome.storage.local.get("recheck"))).recheck);
      await keep(here, [listed(ENDLESS), "http://127.0.0.1:9/absente"]);
      await dossier.close();
      const page = await open();
      await press(page, "start");
      // By the extension: a driver waits for a page to be there, and this one never is.
      await until("its tab, to be closed", () =>
        here.browser.ask(async () => {
          const tabs = await chrome.tabs.query({ url: "http://127.0.0.1/*" });
          await chrome.tabs.remove(tabs.map(({ id }) => id));
          return tabs.length > 0;
        }),
      );
      await says(page, "#obstacle", "L’onglet a été fermé");
      await press(page, "resume");
      await says(page, "#ready", "Toutes les pages ont été vues");
      await says(page, "#results", "ne finit pas d’arriver");
      await says(page, "#results", "n’est pas arrivée");
      assert.deepEqual((await kept()).acts.map(({ outcome, fixed }) => [outcome, fixed]), [["stopped", false], ["stopped", false]]);
      await page.close();
    });
    /** The dossier page, with nothing kept but these addresses. */
    async function anew(addresses) {
      const dossier = await here.browser.open(here.browser.page("dossier.html"));
      await shown(dossier, "#erase");
      await press(dossier, "erase");
      await press(dossier, "erase-yes");
      await shown(dossier, "#none");
      await keep(here, addresses);
      return dossier;
    }

    /** Chooses a case of the dossier page. */
    const pick = async (dossier, n) => {
      await dossier.go(here.browser.page("dossier.html"));
      await tick(dossier, n);
    };

    it("asks which counts where something else was chosen meanwhile", { skip: !process.env.VIGIE_ALL && "only with scripts/test --all" }, async () => {
      const dossier = await anew(["connexion", "la", "change"].map((name) => listed(`/revu/${name}`)));
      let page = await open();
      await press(page, "start");
      await says(page, "#obstacle", "se connecter");
      await (await visited()).close();
      await page.close();
      // The old one.
      await pick(dossier, 1);
      await press(dossier, "bulk-recheck");
      await says(dossier, "#choice", "Un travail n’est pas fini. Vous pouvez le reprendre, ou le laisser pour la page que vous venez de choisir (1)");
      await says(dossier, "#count", "0 sur 3");
      await press(dossier, "resume");
      const tab = await visited();
      await says(dossier, "#obstacle", "se connecter");
      assert.equal(await dossier.run(() => document.querySelector("#choice").checkVisibility()), false);
      await tab.close();
      // The new one.
      await pick(dossier, 1);
      await press(dossier, "bulk-recheck");
      await shown(dossier, "#instead");
      await press(dossier, "instead");
      await says(dossier, "#ready", "1 page à rouvrir");
      await press(dossier, "start");
      await says(dossier, "#ready", "Toutes les pages ont été vues");
      assert.deepEqual(await outcomes(dossier), { 1: "there" });
      assert.deepEqual((await kept()).acts.map(({ n, outcome }) => [n, outcome]), [[1, "there"]]);
      await (await visited()).close();
      await dossier.close();
    });

    it("leaves out what was removed meanwhile, and takes a site up once it may be read", async () => {
      const dossier = await anew([...["connexion", "la", "change"].map((name) => listed(`/revu/${name}`)), other("/revu/la")]);
      const page = await open();
      await press(page, "start");
      await says(page, "#obstacle", "se connecter");
      await pick(dossier, 1);
      await press(dossier, "bulk-remove");
      await shown(dossier, "#ask");
      await dossier.run(() => document.querySelector("#ask-yes").click());
      await until("the case to be gone", () => dossier.run(() => !document.querySelector('#list [data-case$="1"]')));
      await press(page, "pass");
      await says(page, "#ready", "Toutes les pages ont été vues");
      await until("the other results", async () => JSON.stringify(await outcomes(page)) === '{"0":"stopped","2":"changed","3":"stopped"}');
      assert.deepEqual((await kept()).acts.map(({ n, outcome }) => [n, outcome]), [[2, "changed"]]);
      // The question of the browser itself is answered with yes.
      await page.show();
      await (await page.driver.findElement(By.css("[data-part=allow]"))).click();
      await says(page, "#status", "est autorisé");
      await says(page, "#ready", "En pause");
      await press(page, "resume");
      await says(page, "#ready", "Toutes les pages ont été vues");
      await until("the site's own result", async () => (await outcomes(page))[3] === "there");
      assert.deepEqual((await kept()).acts.map(({ n, outcome }) => [n, outcome]), [[2, "changed"], [3, "there"]]);
      await page.close();
      await dossier.close();
    });
  },
  // A page is left as soon as it has said what it said, also while its marks' own questions are on their way.
  { tolerated: /context unloaded/, granted: ["http://127.0.0.2/*"] },
);
