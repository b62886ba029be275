// The extension is there and alive: everything else rests on that.

import assert from "node:assert/strict";
import { it } from "node:test";
import { profile } from "./site/pages.mjs";
import { walk } from "./walk.mjs";

walk("the extension", (here) => {
  it("asks for no more than the four permissions that the README explains", async () => {
    const { permissions } = await here.browser.ask(() => chrome.runtime.getManifest());
    assert.deepEqual([...permissions].sort(), ["activeTab", "contextMenus", "scripting", "storage", "unlimitedStorage"]);
  });

  it("puts no content script into its manifest", async () => {
    const manifest = await here.browser.ask(() => chrome.runtime.getManifest());
    assert.equal(manifest.content_scripts ?? null, null);
    assert.equal(manifest.web_accessible_resources ?? null, null);
  });

  it("answers from its background", async () => {
    const tab = await here.browser.open(here.site.listed(profile));
    const answer = await here.browser.ask((tabId) => chrome.runtime.sendMessage({ type: "tab", tabId }), tab.id);
    assert.equal(answer.host, "127.0.0.1");
  });

  it("opens its popup at a click on its button", async () => {
    const tab = await here.browser.open(here.site.listed(profile));
    const popup = await here.browser.popup(tab);
    await popup.says("Vigie");
  });
});
