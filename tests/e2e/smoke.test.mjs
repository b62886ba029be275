// The extension is there and alive: everything else rests on that.

import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { NAMES, openBrowser } from "./browsers.mjs";
import { profile } from "./site/pages.mjs";
import { serve } from "./site/server.mjs";

for (const name of NAMES) {
  describe(`the extension in ${name}`, () => {
    let browser, site;
    before(async () => {
      site = await serve();
      browser = await openBrowser(name);
    });
    after(async () => {
      await browser?.close();
      await site?.stop();
    });

    it("asks for no more than the four permissions that the README explains", async () => {
      const { permissions } = await browser.ask(() => chrome.runtime.getManifest());
      assert.deepEqual([...permissions].sort(), ["activeTab", "contextMenus", "scripting", "storage"]);
    });

    it("puts no content script into its manifest", async () => {
      const manifest = await browser.ask(() => chrome.runtime.getManifest());
      assert.equal(manifest.content_scripts, undefined);
      assert.equal(manifest.web_accessible_resources, undefined);
    });

    it("answers from its background", async () => {
      const tab = await browser.open(site.listed(profile));
      const answer = await browser.ask((tabId) => chrome.runtime.sendMessage({ type: "tab", tabId }), tab.id);
      assert.equal(answer.host, "127.0.0.1");
    });

    it("opens its popup at a click on its button", async () => {
      const tab = await browser.open(site.listed(profile));
      const popup = await browser.popup(tab);
      await popup.says("Vigie");
    });
  });
}
