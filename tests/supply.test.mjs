// What is said of the supply chain: what is not asked is never taken for a no.

import assert from "node:assert/strict";
import fs from "node:fs";
import { describe, it } from "node:test";
import { fileURLToPath } from "node:url";
import { advised, audited, foreign } from "../scripts/lib/supply.mjs";

const ROOT = fileURLToPath(new URL("..", import.meta.url));

describe("the supply chain", () => {
  it("takes npm packages from one registry, by their hash", () => {
    for (const folder of ["scripts", "tests"]) assert.deepEqual(foreign(JSON.parse(fs.readFileSync(`${ROOT}/${folder}/package-lock.json`))), [], folder);
  });

  it("names a package that is somebody else's, or that anybody could replace", () => {
    const fine = { version: "1.0.0", integrity: "sha512-x" };
    const packages = {
      "": {},
      "node_modules/a": fine,
      "node_modules/b": { ...fine, resolved: "git+ssh://git@example.org/b.git" },
      "node_modules/a/node_modules/@c/d": { version: "1.0.0" },
      "node_modules/e": { link: true, integrity: "sha512-x" },
    };
    assert.deepEqual(foreign({ packages }), ["b", "@c/d", "e"]);
  });

  it("knows an audit with faults, one without, and one that was not made", () => {
    const one = (severity) => ({ vulnerabilities: { left: { name: "left", severity } } });
    assert.deepEqual(audited(JSON.stringify(one("critical"))), { known: [["left", "critical"]] });
    assert.deepEqual(audited(JSON.stringify(one("low"))), { known: [] });
    assert.deepEqual(audited('{"vulnerabilities":{}}'), { known: [] });
    assert.deepEqual(audited('{"message":"405 Method Not Allowed","error":{"summary":""}}'), { open: "405 Method Not Allowed" });
    assert.ok(audited("").open && audited("{}").open);
  });

  it("knows advice with faults, without, and that which was not to be had", () => {
    assert.deepEqual(advised({ status: 0, stderr: "" }), { known: false });
    assert.deepEqual(advised({ status: 1, stderr: "error[vulnerability]: RUSTSEC-2020-0001\n" }), { known: true });
    const offline = '2026-01-01 10:00:00 [ERROR] failed to fetch advisory database https://example.org/db with cli: failed to clone: ["clone"]\n';
    assert.deepEqual(advised({ status: 1, stderr: offline }), { open: "failed to fetch advisory database https://example.org/db with cli: failed to clone" });
  });
});
