// What the user decides: when Vigie reads, what it shows, what was dismissed.

import assert from "node:assert/strict";
import { it } from "node:test";
import { until } from "./browsers.mjs";
import { clear, doubtful, profile } from "./site/pages.mjs";
import { ENDLESS } from "./site/server.mjs";
import { painted, walk } from "./walk.mjs";

const registered = () => chrome.scripting.getRegisteredContentScripts().then((all) => all.length);
const flags = profile.findings.filter(({ grade }) => grade === "flag").map(({ quote }) => quote);

walk("the settings", (here) => {
  const idle = (tab) => tab.run(() => new Promise((done) => requestIdleCallback(() => requestIdleCallback(done))));

  async function openSettings() {
    const settings = await here.browser.open(here.browser.page("settings.html"));
    await until("the sites", () => settings.run(() => document.querySelectorAll(".site").length > 0));
    return settings;
  }

  const turn = (settings, id) => settings.run((id) => document.getElementById(id).click(), id);
  const stateOf = (settings, site) => settings.run((site) => document.querySelector(`[data-site="${site}"]`)?.dataset.state, site);

  it("list every site with its state and permission", async () => {
    const settings = await openSettings();
    const seen = await settings.run(() =>
      Object.fromEntries([...document.querySelectorAll(".site")].map((each) => [each.dataset.site, each.dataset.state])),
    );
    const { optional_host_permissions: optional, host_permissions: required } = await here.browser.ask(() => chrome.runtime.getManifest());
    const hosts = (patterns) => patterns.map((pattern) => pattern.replace(/^https?:\/\/|\/\*$/g, "")).filter((host) => host !== "*" && host !== "<all_urls>");
    for (const host of hosts(required)) assert.equal(seen[host], "read", host);
    for (const host of hosts(optional)) assert.equal(seen[host], "missing", host);
    await settings.close();
  });

  it("pause a site and take it up again, and the popup resumes without waiting for the other tabs", async () => {
    const { browser, site } = here;
    const tab = await browser.open(site.listed(profile));
    await tab.marksBecome(painted(profile));
    const settings = await openSettings();
    await settings.run(() => document.querySelector('[data-focus="pause 127.0.0.1"]').click());
    await tab.marksBecome([]);
    await until("the pause to be shown", async () => (await stateOf(settings, "127.0.0.1")) === "paused");
    const endless = await browser.ask((url) => chrome.tabs.create({ url, active: false }).then(({ id }) => id), site.listed(ENDLESS));
    const popup = await browser.popup(tab);
    await popup.press("Reprendre sur ce site");
    await popup.says(flags[0]);
    await tab.marksBecome(painted(profile));
    await until("the end of the pause to be shown", async () => (await stateOf(settings, "127.0.0.1")) === "read");
    await browser.ask((id) => chrome.tabs.remove(id).then(() => null), endless);
    for (const each of [settings, tab]) await each.close();
  });

  it("let nothing run unasked, and a click read the page", async () => {
    const { browser, site } = here;
    const tab = await browser.open(site.listed(profile));
    await tab.marksBecome(painted(profile));
    const settings = await openSettings();
    await turn(settings, "when-demand");
    await tab.marksBecome([]);
    await until("the end of the registration", async () => (await browser.ask(registered)) === 0);
    assert.equal(await stateOf(settings, "www.doctolib.fr"), "demand");
    const fresh = await browser.open(site.listed(profile));
    await idle(fresh);
    assert.equal(await fresh.message({ type: "list" }), null, "a script runs unasked");
    assert.deepEqual(await fresh.marked(), []);
    const popup = await browser.popup(fresh);
    await popup.says("Vigie lit seulement sur demande");
    await popup.says(flags[0]);
    await fresh.marksBecome(painted(profile));
    await turn(settings, "when-visit");
    await tab.marksBecome(painted(profile));
    for (const each of [fresh, settings, tab]) await each.close();
  });

  it("take the marks away and leave the findings in the popup", async () => {
    const { browser, site } = here;
    const tab = await browser.open(site.listed(profile));
    await tab.marksBecome(painted(profile));
    const settings = await openSettings();
    await turn(settings, "marks");
    await tab.marksBecome([]);
    const popup = await browser.popup(tab);
    for (const quote of flags) await popup.says(quote);
    await popup.says("Les marques sont masquées");
    assert.equal(await browser.badge(tab), "2");
    const next = await browser.open(site.listed(profile));
    await next.read();
    assert.deepEqual(await next.marked(), []);
    // The same by the keyboard.
    await browser.shortcut(next, "marks");
    await next.marksBecome(painted(profile));
    await tab.marksBecome(painted(profile));
    for (const each of [next, settings, tab]) await each.close();
  });

  it("hide what is only to be checked", async () => {
    const { browser, site } = here;
    const tab = await browser.open(site.listed(profile));
    await tab.marksBecome(painted(profile));
    const settings = await openSettings();
    await turn(settings, "checks");
    await tab.marksBecome(flags);
    const popup = await browser.popup(tab);
    await popup.says("1 passage à vérifier est masqué");
    assert.equal(await popup.run(() => document.querySelector("#group-check").checkVisibility()), false);
    await turn(settings, "checks");
    await tab.marksBecome(painted(profile));
    await settings.close();
    await tab.close();
  });

  it("bring back what was dismissed, which stays away on every page until then", async () => {
    const { browser, site } = here;
    const tab = await browser.open(site.listed(profile));
    await tab.marksBecome(painted(profile));
    const popup = await browser.popup(tab);
    await popup.press("Ce n’est pas un problème");
    const left = painted(profile).filter((quote) => quote !== flags[0]);
    await tab.marksBecome(left);
    const next = await browser.open(site.listed(profile));
    await next.marksBecome(left);
    const settings = await openSettings();
    await until("the number", () => settings.run(() => document.querySelector("#dismissed").textContent.includes("écarté 1 passage")));
    await turn(settings, "restore");
    await next.marksBecome(painted(profile));
    await tab.marksBecome(painted(profile));
    await until("the number", () => settings.run(() => document.querySelector("#dismissed").textContent.includes("aucun passage")));
    for (const each of [next, settings, tab]) await each.close();
  });

  it("pause the site from the context menu", async () => {
    const { browser, site } = here;
    const tab = await browser.open(site.listed(profile));
    await tab.marksBecome(painted(profile));
    await browser.menu(tab, flags[0], "pause");
    await tab.marksBecome([]);
    await until("the end of the script", async () => (await tab.message({ type: "list" })) === null);
    const popup = await browser.popup(tab);
    await popup.press("Reprendre sur ce site");
    await tab.marksBecome(painted(profile));
    await tab.close();
  });

  it("show whom the page is about, and where that was read", async () => {
    const { browser, site } = here;
    const tab = await browser.open(site.listed(profile));
    const popup = await browser.popup(tab);
    await popup.press("Le professionnel, selon la page");
    for (const words of ["Dr Camille Fontanel", "médecin généraliste", "Rhône (69)", "10003879623", "secteur 1", "moteurs de recherche"]) {
      await popup.says(words);
    }
    const other = await browser.open(site.listed(clear));
    const again = await browser.popup(other);
    await again.press("Le professionnel, selon la page");
    await again.says("sage-femme");
    await other.close();
    await tab.close();
  });

  it("show what the page says against itself, in the popup and in the report", async () => {
    const { browser, site } = here;
    const tab = await browser.open(site.listed(doubtful));
    await tab.marksBecome(painted(doubtful));
    const popup = await browser.popup(tab);
    await popup.press("Le professionnel, selon la page");
    await popup.says("4 doutes");
    await popup.says("La page dit aussi : « Dr Malo Kerbrat » (dans le titre de la page)");
    await popup.says("« 02 99 00 56 78 » (dans le texte de la page)");
    await popup.says("La clé de contrôle de ce numéro est fausse");
    await popup.press("Préparer un signalement");
    const report = await browser.tabAt(browser.page("report.html?draft="));
    const against = (name) => report.run((name) => document.querySelector(`#p-${name}-also`)?.innerText ?? "", name);
    await until("what the page says against the name", async () => (await against("name")).includes("Dr Malo Kerbrat"));
    assert.match(await against("rpps"), /10003879624/);
    assert.equal(await report.run(() => document.querySelector("#p-department").innerText.includes("Seine-Maritime (76)")), true);
    await report.close();
    await tab.close();
  });
});
