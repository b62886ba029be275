// What the documents say of the project is so: links lead somewhere, files and commands that are named exist, every dependency has
// its reason, and the changelog can be released.

import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import { describe, it } from "node:test";
import { fileURLToPath } from "node:url";
import { parse } from "smol-toml";
import { faults, newest } from "../scripts/lib/release.mjs";

const ROOT = fileURLToPath(new URL("..", import.meta.url));
const at = (name) => path.join(ROOT, name);
const read = (name) => fs.readFileSync(at(name), "utf8");

/** Every document, but what belongs to others or is made. */
function documents(folder = "") {
  return fs.readdirSync(at(folder), { withFileTypes: true }).flatMap((entry) => {
    const name = path.join(folder, entry.name);
    if (entry.isDirectory()) return ["node_modules", "target", "dist", ".git", "out"].includes(entry.name) ? [] : documents(name);
    return entry.name.endsWith(".md") ? [name] : [];
  });
}

/** Documents that speak of the code: what they name must be there. */
const OF_CODE = ["ARCHITECTURE.md", "README.md", ".github/CONTRIBUTING.md", ".github/CONTRIBUTING.en.md", ".github/DEPENDENCIES.md"];
const STEPS = new Set(read("scripts/test").match(/^STEPS='(.*)'$/m)[1].split(" "));

const code = (text) => [...text.matchAll(/`([^`\n]+)`/g)].map(([, words]) => words);
const blocks = (text) => [...text.matchAll(/^ *```sh\n([\s\S]*?)^ *```/gm)].flatMap(([, words]) => words.split("\n"));

describe("the documents", () => {
  it("link to what is there", () => {
    const all = documents();
    assert.ok(all.length > 10, `${all.length} documents`);
    const broken = all.flatMap((name) =>
      [...read(name).matchAll(/\]\(([^)\s]+)\)/g)]
        .map(([, link]) => link.split("#")[0])
        .filter((link) => link && !/^[a-z]+:/.test(link) && !fs.existsSync(at(path.join(path.dirname(name), link))))
        .map((link) => `${name}: ${link}`),
    );
    assert.deepEqual(broken, []);
  });

  it("name files that are there", () => {
    const homes = ["", "extension/"];
    const missing = OF_CODE.flatMap((name) =>
      code(read(name))
        .filter((words) => /^(src|extension|scripts|tests|content|background|styles)\/[\w./-]+$/.test(words))
        .filter((words) => !homes.some((home) => fs.existsSync(at(home + words))) && !words.startsWith("scripts/node_modules"))
        .map((words) => `${name}: ${words}`),
    );
    assert.deepEqual(missing, []);
  });

  it("name commands that can be run", () => {
    const wrong = OF_CODE.flatMap((name) => {
      const text = read(name);
      return [...code(text), ...blocks(text)].flatMap((line) => {
        const tests = line.startsWith("cargo test") ? [...line.matchAll(/--test (\S+)/g)].filter(([, test]) => !fs.existsSync(at(`tests/${test}.rs`))) : [];
        const only = [...line.matchAll(/--only (\S+)/g)].filter(([, step]) => step !== "NAME" && !STEPS.has(step) && !fs.existsSync(at(`tests/e2e/${step}.test.mjs`)));
        return [...tests, ...only].map(([words]) => `${name}: ${words}`);
      });
    });
    assert.deepEqual(wrong, []);
  });

  it("give every dependency its reason, and no other", () => {
    const rows = [...read(".github/DEPENDENCIES.md").matchAll(/^\| `([^`]+)` \| ([^|]+) \| ([^|]+) \|$/gm)].map(([, name, , why]) => ({ name, why: why.trim() }));
    const crates = ["Cargo.toml", "scripts/bindgen/Cargo.toml"].flatMap((file) => {
      const told = parse(read(file));
      return ["dependencies", "build-dependencies", "dev-dependencies"].flatMap((kind) => Object.keys(told[kind] ?? {}));
    });
    const packages = ["scripts/package.json", "tests/package.json"].flatMap((file) => {
      const told = JSON.parse(read(file));
      return Object.keys({ ...told.dependencies, ...told.devDependencies });
    });
    const tools = ["geckodriver", "cargo-deny", "cargo-mutants", "replaywebpage"];
    assert.deepEqual(rows.map(({ name }) => name).sort(), [...new Set([...crates, ...packages, ...tools])].sort());
    assert.deepEqual(rows.filter(({ why }) => why.length < 8), []);
  });
});

describe("the changelog", () => {
  const good = "# Changes\n\n## 0.2.0, 2027-01-31\n\n### Français\n\n- Une ligne\n  et sa suite.\n\n### English\n\n- One.\n\n## 0.1.0, 2026-12-01\n\n### Français\n\n- A\n";
  const ready = { changelog: good, manifest: "0.2.0", locked: "0.2.0", status: "", tags: ["v0.1.0"] };

  it("is at the version of the program, and fits the stores", () => {
    assert.equal(newest(read("CHANGELOG.md")).version, parse(read("Cargo.toml")).package.version);
  });

  it("gives the notes of its newest version in both languages", () => {
    assert.deepEqual(newest(good), { version: "0.2.0", date: "2027-01-31", notes: { fr: "- Une ligne et sa suite.", en: "- One." } });
  });

  for (const [what, text, says] of [
    ["no version", "# Changes\n", /first title is ""/],
    ["a version that is none", good.replace("0.2.0,", "next,"), /"next, 2027-01-31"/],
    ["nothing in English", good.replace("### English", "### Anglais"), /nothing under "### English"/],
    ["too much", good.replace("One.", "One. ".repeat(700)), /stores take 3000/],
  ]) {
    it(`is refused with ${what}`, () => assert.throws(() => newest(text), { message: says }));
  }

  it("lets a version out that is dated, committed, new, and the same everywhere", () => assert.deepEqual(faults(ready), []));

  for (const [what, change, says] of [
    ["is not dated", { changelog: good.replace("2027-01-31", "non publiée") }, "no date"],
    ["is not that of Cargo.toml", { manifest: "0.3.0", locked: "0.3.0" }, "Cargo.toml is at 0.3.0"],
    ["is not that of Cargo.lock", { locked: "0.1.0" }, "Cargo.lock is at 0.1.0"],
    ["is not committed", { status: " M README.md" }, "README.md"],
    ["was released before", { tags: ["v0.1.0", "v0.2.0"] }, "tag v0.2.0"],
  ]) {
    it(`holds a version back that ${what}`, () => {
      const found = faults({ ...ready, ...change });
      assert.equal(found.length, 1);
      assert.ok(found[0].includes(says), found[0]);
    });
  }
});
