// What scripts/package made is what the stores get: it holds what was built and nothing else, and it works in both browsers
// without anything that only the test builds have. `scripts/test --all` makes it first.

import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { after, before, describe, it } from "node:test";
import { unzipSync } from "fflate";
import { NAMES, ROOT, openBrowser } from "./browsers.mjs";
import { profile } from "./site/pages.mjs";
import { serve } from "./site/server.mjs";
import { painted } from "./walk.mjs";

const FOLDER = path.join(ROOT, "dist/packages");
const BUILDS = { chromium: "chrome", firefox: "firefox" };

const bytesOf = (name) => fs.readFileSync(path.join(FOLDER, name));
const named = (ending) => fs.readdirSync(FOLDER).find((name) => name.endsWith(ending)) ?? assert.fail(`no ${ending} in ${FOLDER}`);

describe("the packages", { skip: !process.env.VIGIE_ALL && "only with scripts/test --all" }, () => {
  it("have the sums that are named beside them", () => {
    const sums = bytesOf("SHA256SUMS").toString().trimEnd().split("\n").map((line) => line.split("  "));
    assert.equal(sums.length, 3);
    for (const [sum, name] of sums) assert.equal(createHash("sha256").update(bytesOf(name)).digest("hex"), sum, name);
  });

  it("hold the sources of one commit, without what was built from them", () => {
    const names = Object.keys(unzipSync(bytesOf(named("-source.zip"))));
    for (const wanted of ["Cargo.lock", "scripts/package", "extension/manifest.json", "src/lib.rs", "README.md"]) {
      assert.ok(names.some((name) => name.endsWith(`/${wanted}`)), wanted);
    }
    assert.deepEqual(names.filter((name) => /\/(target|dist|node_modules)\//.test(name) || name.endsWith(".wasm")), []);
  });

  for (const browserName of NAMES) {
    describe(`for ${browserName}`, () => {
      const here = {};
      before(async () => {
        here.folder = fs.mkdtempSync(path.join(os.tmpdir(), "vigie-package-"));
        for (const [name, bytes] of Object.entries(unzipSync(bytesOf(named(`-${BUILDS[browserName]}.zip`))))) {
          const file = path.join(here.folder, name);
          fs.mkdirSync(path.dirname(file), { recursive: true });
          fs.writeFileSync(file, bytes);
        }
        here.site = await serve();
        here.browser = await openBrowser(browserName, { build: here.folder });
      });
      after(async () => {
        await here.browser?.close();
        await here.site?.stop();
        if (here.folder) fs.rmSync(here.folder, { recursive: true });
      });

      it("holds what was built, byte for byte", () => {
        const built = path.join(ROOT, "dist", BUILDS[browserName]);
        const files = (folder) =>
          fs.readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
            .map((entry) => path.relative(folder, path.join(entry.parentPath ?? entry.path, entry.name))).sort();
        assert.deepEqual(files(here.folder), files(built));
        for (const name of files(built)) assert.ok(fs.readFileSync(path.join(here.folder, name)).equals(fs.readFileSync(path.join(built, name))), name);
      });

      it("reads a page at a click, and nothing before it", async () => {
        const tab = await here.browser.open(here.site.listed(profile));
        assert.equal(await tab.message({ type: "list" }), null);
        const popup = await here.browser.popup(tab);
        await popup.says(profile.findings[0].quote);
        await tab.marksBecome(painted(profile));
        await tab.close();
        assert.deepEqual(await here.browser.complaints(), []);
        assert.deepEqual(here.browser.foreignRequests(), []);
      });
    });
  }
});
