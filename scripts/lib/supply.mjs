// What others made and Vigie is built with: where it comes from, under which licence, and whether a fault in it is known. A question
// that cannot be asked (no network, a registry without that service) is said to be open; it is never taken for a no.

import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Failure, run } from "./failure.mjs";

const FOLDERS = ["scripts", "tests"];

/** What cargo-deny says when it cannot have RustSec's database. */
const NO_DATABASE = /failed to (?:fetch|load|open|acquire)[^\n]*advisory database/i;

/**
 * Packages of a lock file that are not the registry's, or not held by a SHA-512. The lock files name no address: what has one was put
 * there by hand.
 */
export function foreign(lock) {
  return Object.entries(lock.packages)
    .filter(([place, { resolved, link, integrity = "" }]) => place && (resolved || link || !integrity.startsWith("sha512-")))
    .map(([place]) => place.replace(/^.*node_modules\//, ""));
}

/** What an answer of `npm audit --json` says: `{known: [name, severity]…}` from « high » on, or `{open: why}`. */
export function audited(text) {
  let answer;
  try {
    answer = JSON.parse(text);
  } catch {
    return { open: "npm audit gave no answer" };
  }
  if (!answer.vulnerabilities) return { open: answer.message ?? answer.error?.summary ?? "npm audit gave no list" };
  const known = Object.values(answer.vulnerabilities)
    .filter(({ severity }) => severity === "high" || severity === "critical")
    .map(({ name, severity }) => [name, severity]);
  return { known };
}

/** What `cargo deny check advisories` came to: `{known: bool}`, or `{open: why}`. */
export function advised({ status, stderr }) {
  if (status === 0) return { known: false };
  const line = stderr.split("\n").find((words) => NO_DATABASE.test(words));
  return line ? { open: line.replace(/^.*\[ERROR\] /, "").split(": [")[0] } : { known: true };
}

function asked(program, options, more = {}) {
  const { status, stdout, stderr, error } = spawnSync(program, options, { maxBuffer: 1 << 28, encoding: "utf8", ...more });
  if (error) throw new Failure(`${program}: ${error.message}`);
  return { status, stdout, stderr };
}

function deny(checks) {
  const own = join("target", "tools", "bin", "cargo-deny");
  return asked(existsSync(own) ? own : "cargo-deny", ["--workspace", "--locked", "--log-level", "error", "check", "--hide-inclusion-graph", ...checks]);
}

if (process.argv[1] && import.meta.filename === process.argv[1]) {
  await run("supply", () => {
    const wrong = [];
    const all = deny(["licenses", "bans", "sources"]);
    if (all.status !== 0) wrong.push(`cargo deny check licenses bans sources:\n${all.stdout}${all.stderr}`);
    else console.log("crates: licences, bans and sources are as .deny.toml allows");

    const advice = deny(["advisories"]);
    const { known, open } = advised(advice);
    if (open) console.log(`crates: NOT CHECKED for known faults: ${open}`);
    else if (known) wrong.push(`cargo deny check advisories:\n${advice.stdout}${advice.stderr}`);
    else console.log("crates: no known fault");

    for (const folder of FOLDERS) {
      const strangers = foreign(JSON.parse(readFileSync(join(folder, "package-lock.json"), "utf8")));
      if (strangers.length > 0) wrong.push(`${folder}/package-lock.json: not from npm's registry with a SHA-512: ${strangers.join(", ")}`);
      else console.log(`${folder}: every npm package is the registry's, and held by its hash`);
      const { known = [], open } = audited(asked("npm", ["audit", "--json", "--audit-level=high"], { cwd: folder }).stdout);
      if (open) console.log(`${folder}: NOT CHECKED for known faults: ${open}`);
      else if (known.length > 0) wrong.push(`${folder}: npm audit: ${known.map((one) => one.join(" ")).join(", ")}`);
      else console.log(`${folder}: npm audit knows no fault of weight`);
    }
    if (wrong.length > 0) throw new Failure(wrong.join("\n"));
  });
}
