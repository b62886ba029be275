// What the stores' own linter says of the build for Firefox: nothing at all.

import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import fs from "node:fs";
import { test } from "node:test";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));

test("web-ext lint has no error, no warning and no notice", async () => {
  const args = ["lint", "--source-dir", "dist/firefox", "--output", "json", "--no-config-discovery"];
  const out = await new Promise((resolve, reject) => {
    execFile(`${root}/scripts/node_modules/.bin/web-ext`, args, { cwd: root, maxBuffer: 1 << 24 }, (error, stdout) => {
      // It ends with 1 where it found errors, and says which all the same.
      if (stdout) resolve(stdout);
      else reject(error ?? new Error("web-ext lint said nothing"));
    });
  });
  const { summary, errors, warnings, notices } = JSON.parse(out);
  assert.deepEqual([...errors, ...warnings, ...notices], []);
  assert.deepEqual([summary.errors, summary.warnings, summary.notices], [0, 0, 0]);
});

test("what the stores are told is not shipped", () => {
  for (const folder of ["dist/chrome", "dist/firefox", "dist/web"]) {
    const names = fs.readdirSync(`${root}/${folder}`, { recursive: true });
    assert.ok(names.includes("pages/rights.html"), folder);
    assert.deepEqual(names.filter((name) => /(^|\/)store(\/|$)|\.md$/.test(name)), [], folder);
  }
});
