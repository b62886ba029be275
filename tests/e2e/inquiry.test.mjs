// « Mode enquête »: what is marked on the pages that are opened waits for the dossier by itself, once, and is validated there.

import assert from "node:assert/strict";
import { it } from "node:test";
import { until } from "./browsers.mjs";
import { profile, table } from "./site/pages.mjs";
import { painted, walk } from "./walk.mjs";

const flagsOf = (page) => page.findings.filter(({ grade }) => grade === "flag").length;

walk("« mode enquête »", (here) => {
  const visit = async (page) => {
    const tab = await here.browser.open(here.site.listed(page));
    await tab.marksBecome(painted(page));
    await tab.close();
  };
  const state = (settings) => settings.run(() => chrome.runtime.sendMessage({ type: "inquiry" }));
  const waiting = (settings, number) => until(`${number} to wait`, async () => (await state(settings)).waiting === number);
  const stages = (dossier) => dossier.run(() => [...document.querySelectorAll("#list [data-part=stage]")].map((stage) => stage.textContent));

  it("puts nothing down unless it is turned on", async () => {
    await visit(profile);
    const settings = await here.browser.open(here.browser.page("settings.html"));
    await until("the switch", () => settings.run(() => document.querySelector("#inquiry")?.checkVisibility()));
    assert.deepEqual(await state(settings), { inquiry: false, pictures: false, waiting: 0, full: null });
    await settings.run(() => document.querySelector("#inquiry").click());
    await until("the mode", async () => (await state(settings)).inquiry);
    await visit(profile);
    // What was marked before was not put down: it would stand here twice.
    await waiting(settings, flagsOf(profile));
    await settings.close();
  });

  it("puts the same words of the same page down once", async () => {
    const settings = await here.browser.open(here.browser.page("settings.html"));
    await visit(profile);
    // Pages take their turn: when those of the next are there, those of the one before were looked at.
    await visit(table);
    await waiting(settings, flagsOf(profile) + flagsOf(table));
    await settings.close();
  });

  it("is taken up by the dossier, to be validated", async () => {
    const all = flagsOf(profile) + flagsOf(table);
    const dossier = await here.browser.open(here.browser.page("dossier.html"));
    await until("all of them", async () => (await stages(dossier)).length === all);
    assert.deepEqual(new Set(await stages(dossier)), new Set(["À valider"]));
    await until("word of it", () => dossier.run((all) => document.querySelector("#status").textContent.startsWith(`${all} mentions gardées`), all));
    assert.equal((await state(dossier)).waiting, 0);
    await dossier.run(() => document.querySelector("#list [data-part=follow]").click());
    await until("its follow-up", () => dossier.run(() => document.querySelector("#follow").open));
    await dossier.run(() => (document.querySelector("#follow-stage").value = "kept"));
    await dossier.run(() => document.querySelector("#follow-save").click());
    await until("one validated", async () => (await stages(dossier)).filter((stage) => stage === "À valider").length === all - 1);
    await dossier.close();
  });

  it("is over with the popup's button, and all of it with « Tout effacer »", async () => {
    const tab = await here.browser.open(here.site.listed(profile));
    await tab.marksBecome(painted(profile));
    const popup = await here.browser.popup(tab);
    await popup.press("Arrêter le mode enquête");
    await popup.says("Le mode enquête est arrêté.");
    await tab.close();
    const dossier = await here.browser.open(here.browser.page("dossier.html"));
    await until("the list", async () => (await stages(dossier)).length > 0);
    assert.equal((await state(dossier)).inquiry, false);
    // An export leaves its file, and a report that was begun its draft.
    await dossier.run(async () => {
      await (await navigator.storage.getDirectory()).getFileHandle("vigie-pack", { create: true });
      await chrome.storage.session.set({ "draft:essai": { at: 1, draft: {} }, "words:essai": {}, "picture:essai": {} });
    });
    await dossier.run(() => document.querySelector("#erase").click());
    // The button that has the focus erases nothing.
    assert.equal(await dossier.run(() => document.activeElement.id), "erase-no");
    await dossier.run(() => document.querySelector("#erase-yes").click());
    await until("word that it is erased", () => dossier.run(() => document.querySelector("#status").textContent === "Tout le dossier est effacé."));
    assert.deepEqual(await stages(dossier), []);
    const left = await dossier.run(async () => {
      const counts = [];
      for (const { name, version } of await indexedDB.databases()) {
        const database = await new Promise((go) => (indexedDB.open(name, version).onsuccess = ({ target }) => go(target.result)));
        for (const store of database.objectStoreNames) {
          counts.push(await new Promise((go) => (database.transaction(store).objectStore(store).count().onsuccess = ({ target }) => go(`${store}: ${target.result}`))));
        }
        database.close();
      }
      const files = await Array.fromAsync((await navigator.storage.getDirectory()).keys());
      const session = Object.keys(await chrome.storage.session.get(null)).filter((key) => key.endsWith(":essai"));
      return [...counts.filter((count) => !count.endsWith(": 0")), ...files, ...session];
    });
    assert.deepEqual(left, []);
    await dossier.close();
  });
});
