// What the user takes back in the browser's settings is taken back at once: the scripts of the sites concerned are gone from
// the open tabs and start in no new one.

import assert from "node:assert/strict";
import { it } from "node:test";
import { until } from "./browsers.mjs";
import { profile } from "./site/pages.mjs";
import { painted, walk } from "./walk.mjs";

const registered = () => chrome.scripting.getRegisteredContentScripts().then((all) => all.flatMap(({ matches }) => matches));

walk("a permission", (here) => {
  it("that is taken back takes the scripts with it, and brings them again when it is given again", async () => {
    const { browser, site } = here;
    const open = await browser.open(site.listed(profile));
    await open.marksBecome(painted(profile));
    assert.ok((await browser.ask(registered)).some((pattern) => pattern.includes("127.0.0.1")));

    await browser.setSites(false);
    await until("the end of the registration", async () => !(await browser.ask(registered)).some((pattern) => pattern.includes("127.0.0.1")));
    await open.marksBecome([]);
    await until("the end of the script", async () => (await open.message({ type: "list" })) === null);
    const fresh = await browser.open(site.listed(profile));
    await fresh.run(() => new Promise((done) => requestIdleCallback(() => requestIdleCallback(done))));
    assert.equal(await fresh.message({ type: "list" }), null, "a script runs in a new tab");
    assert.deepEqual(await fresh.marked(), []);

    // A click on the button is a permission of its own.
    const popup = await browser.popup(fresh);
    await popup.says(profile.findings[0].quote);

    // Without a reload: the pages that are open are read at once.
    await browser.setSites(true);
    await until("the registration", async () => (await browser.ask(registered)).some((pattern) => pattern.includes("127.0.0.1")));
    await open.marksBecome(painted(profile));
    const next = await browser.open(site.listed(profile));
    await next.marksBecome(painted(profile));
    await next.close();
    await fresh.close();
    await open.close();
  });
});
