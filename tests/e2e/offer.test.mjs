// A site that no list has: offered where the page is one of a practice, asked for at the click, read at every visit, listed in
// the settings, and gone from everywhere when the permission is taken back, in the settings or in the browser's own.

import assert from "node:assert/strict";
import { it } from "node:test";
import { until } from "./browsers.mjs";
import { empty, profile } from "./site/pages.mjs";
import { painted, walk } from "./walk.mjs";

const PATTERN = "http://127.0.0.2/*";

const matches = () => chrome.scripting.getRegisteredContentScripts().then((all) => all.flatMap(({ matches }) => matches));

walk(
  "an offer",
  (here) => {
    const registered = async () => (await here.browser.ask(matches)).includes(PATTERN);
    const idle = (tab) => tab.run(() => new Promise((done) => requestIdleCallback(() => requestIdleCallback(done))));

    async function accept() {
      const tab = await here.browser.open(here.site.other(profile));
      const popup = await here.browser.popup(tab);
      await popup.says("Cette page semble être celle d’un cabinet");
      assert.equal(await registered(), false, "registered before anybody agreed");
      await popup.click("Analyser ce site à chaque visite");
      await until("the registration", registered);
      await popup.says("ce site est lu à chaque visite");
      await popup.says("Mettre en pause sur ce site");
      return tab;
    }

    async function unread() {
      await until("the end of the registration", async () => !(await registered()));
      const fresh = await here.browser.open(here.site.other(profile));
      await idle(fresh);
      assert.equal(await fresh.message({ type: "list" }), null, "a script runs in a new tab");
      assert.deepEqual(await fresh.marked(), []);
      await fresh.close();
    }

    it("is not made on a page that is none of a practice", async () => {
      const tab = await here.browser.open(here.site.other(empty));
      const popup = await here.browser.popup(tab);
      await popup.says("Aucune mention repérée");
      assert.equal(await popup.run(() => document.querySelector("#offer").checkVisibility()), false);
      await tab.close();
    });

    it("is kept: the site is read at the next visit, and stands in the settings", async () => {
      const tab = await accept();
      const next = await here.browser.open(here.site.other(profile));
      await next.marksBecome(painted(profile));
      const settings = await here.browser.open(here.browser.page("settings.html"));
      const entry = (site) => settings.run((site) => document.querySelector(`[data-site="${site}"]`)?.dataset.state ?? null, site);
      await until("the site in the settings", async () => (await entry("127.0.0.2")) === "read");

      await settings.run(() => document.querySelector('[data-focus="revoke 127.0.0.2"]').click());
      await until("the site to be gone from the settings", async () => (await entry("127.0.0.2")) === null);
      await next.marksBecome([]);
      await until("the end of the script", async () => (await next.message({ type: "list" })) === null);
      await unread();
      for (const each of [settings, next, tab]) await each.close();
    });

    it("ends when the permission is taken back in the browser's own settings", async () => {
      const tab = await accept();
      const next = await here.browser.open(here.site.other(profile));
      await next.marksBecome(painted(profile));
      await here.browser.withdrawSite(PATTERN);
      await next.marksBecome([]);
      await until("the end of the script", async () => (await next.message({ type: "list" })) === null);
      await unread();
      await next.close();
      await tab.close();
    });
  },
  { granted: [PATTERN] },
);
