// What a page shows in a browser that cannot run it: one sentence, said aloud, and nothing half done.

import assert from "node:assert/strict";
import fs from "node:fs";
import { describe, it } from "node:test";
import { fileURLToPath } from "node:url";

const ROOT = fileURLToPath(new URL("..", import.meta.url));
const read = (name) => fs.readFileSync(`${ROOT}/${name}`, "utf8");
const load = (code) => import(`data:text/javascript,${encodeURIComponent(code)}`);

describe("a browser that is too old", () => {
  it("is refused by the manifest, in the browser's own words", () => {
    const { chrome, firefox } = JSON.parse(read("extension/manifest.json"));
    assert.match(chrome.minimum_chrome_version, /^\d+$/);
    const { gecko, gecko_android: android } = firefox.browser_specific_settings;
    for (const { strict_min_version: version } of [gecko, android]) assert.match(version, /^\d+\.\d+$/);
  });

  it("gets one sentence on a page that cannot start, in place of all that it cannot do", async () => {
    const shown = { attributes: {}, children: ["a form that does nothing"] };
    globalThis.document = {
      createElement: () => ({ setAttribute: (name, value) => (shown.attributes[name] = value) }),
      body: { removeAttribute: (name) => (shown.taken = name), replaceChildren: (...children) => (shown.children = children) },
    };
    globalThis.chrome = { i18n: { getMessage: (name) => `[${name}]` } };
    const { error } = console;
    console.error = (told) => (shown.told = told);
    try {
      const { stopped } = await load(read("extension/pages/stopped.js"));
      stopped(new Error("WebAssembly is not there"));
    } finally {
      console.error = error;
    }
    assert.deepEqual(shown.children.map(({ textContent }) => textContent), ["[pageStopped]"]);
    assert.deepEqual(shown.attributes, { role: "alert" });
    assert.equal(shown.taken, "data-state");
    assert.equal(shown.told.message, "WebAssembly is not there");
  });

  it("gets it in its language, with what to do", () => {
    for (const language of fs.readdirSync(`${ROOT}/extension/_locales`)) {
      const { pageStopped } = JSON.parse(read(`extension/_locales/${language}/messages.json`));
      assert.ok(pageStopped.message.length > 40, language);
    }
  });

  it("gets it from every page that needs wasm", () => {
    const files = fs.readdirSync(`${ROOT}/extension/pages`);
    // A page's own script has its name; a worker, and what pages share, has no page to say anything on.
    const scripts = files.filter((name) => name.endsWith(".js") && files.includes(name.replace(/js$/, "html")));
    const pages = scripts.filter((name) => /from "\.\.\/wasm\//.test(read(`extension/pages/${name}`)));
    assert.ok(pages.length > 5, `${pages.length} pages`);
    assert.deepEqual(pages.filter((name) => !/\bcatch\(stopped\)/.test(read(`extension/pages/${name}`))), []);
  });
});
