// scripts/release: whether the project is ready to be released, and what is then uploaded by hand. Nothing here writes.

import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "smol-toml";
import { Failure, run } from "./failure.mjs";
import { version } from "./manifest.mjs";

/** Signs that addons.mozilla.org takes for the notes of a version. */
export const MOST_NOTES = 3_000;

/** What CHANGELOG.md says of its newest version: `{version, date, notes: {fr, en}}`; `date` is null where it is not released. */
export function newest(text) {
  const [, head, rest] = text.match(/^## (.+)\n([\s\S]*?)(?=^## |(?![\s\S]))/m) ?? [];
  const [, version, date] = head?.match(/^(\d+\.\d+\.\d+), (\d{4}-\d{2}-\d{2}|non publiée)$/) ?? [];
  if (!version) throw new Failure(`CHANGELOG.md: its first title is "${head ?? ""}", expected such as "0.2.0, 2027-01-31" or "0.2.0, non publiée"`);
  const notes = {};
  for (const [code, title] of [["fr", "Français"], ["en", "English"]]) {
    const words = rest.match(new RegExp(`^### ${title}\\n([\\s\\S]*?)(?=^### |(?![\\s\\S]))`, "m"))?.[1].trim();
    if (!words) throw new Failure(`CHANGELOG.md: ${version} says nothing under "### ${title}"`);
    // Lines are broken for those who edit the file, not for a store's page.
    notes[code] = words.replace(/\n {2,}(?=\S)/g, " ");
    if (notes[code].length > MOST_NOTES) throw new Failure(`CHANGELOG.md: ${version}, "${title}": ${notes[code].length} signs, stores take ${MOST_NOTES}`);
  }
  return { version, date: date === "non publiée" ? null : date, notes };
}

/** What keeps this from being released: a list of sentences, empty where nothing does. */
export function faults({ changelog, manifest, locked, status, tags }) {
  const { version, date } = newest(changelog);
  const found = [];
  if (version !== manifest) found.push(`Cargo.toml is at ${manifest}, CHANGELOG.md at ${version}`);
  if (locked !== manifest) found.push(`Cargo.lock is at ${locked}, Cargo.toml at ${manifest}: run cargo check`);
  if (!date) found.push(`CHANGELOG.md: ${version} has no date yet: write "## ${version}, YYYY-MM-DD"`);
  if (status) found.push(`not committed:\n${status}`);
  if (tags.includes(`v${version}`)) found.push(`there is a tag v${version} already: take the next number in Cargo.toml and CHANGELOG.md`);
  return found;
}

function git(...options) {
  const { status, stdout, stderr, error } = spawnSync("git", options, { maxBuffer: 1 << 26 });
  if (error || status !== 0) throw new Failure(`git ${options[0]}: ${error?.message ?? stderr.toString().trim()}`);
  return stdout.toString().trimEnd();
}

function state() {
  const packages = parse(readFileSync("Cargo.lock", "utf8")).package;
  return {
    changelog: readFileSync("CHANGELOG.md", "utf8"),
    manifest: version(),
    locked: packages.find(({ name }) => name === "vigie")?.version ?? "nothing",
    status: git("status", "--porcelain"),
    tags: git("tag").split("\n"),
  };
}

function upload({ version, notes }) {
  const folder = join("dist", "packages");
  const sums = join(folder, "SHA256SUMS");
  if (!existsSync(sums)) throw new Failure(`${sums} is not there: run scripts/package --verify`);
  const lines = [
    "",
    `Vigie ${version}, commit ${git("rev-parse", "HEAD")}`,
    "",
    readFileSync(sums, "utf8").trimEnd(),
    "",
    "By hand, in this order:",
    `  1. git tag -s v${version} && git push origin v${version}`,
    `  2. addons.mozilla.org: ${folder}/vigie-${version}-firefox.zip, then ${folder}/vigie-${version}-source.zip as its source;`,
    "     notes for reviewers: extension/store/README.md",
    `  3. Chrome Web Store: ${folder}/vigie-${version}-chrome.zip`,
    "  4. listings, pictures and declarations, where they changed: extension/store/",
    `  5. the release page of the repository: the three files, SHA256SUMS, dist/catalogue.html`,
    "",
    "Notes for the stores, in French:",
    "",
    notes.fr,
    "",
    "and in English:",
    "",
    notes.en,
  ];
  console.log(lines.join("\n"));
}

if (process.argv[1] && import.meta.filename === process.argv[1]) {
  await run("scripts/release", () => {
    const now = state();
    const found = faults(now);
    if (found.length > 0) throw new Failure(`this is not ready to be released:\n- ${found.join("\n- ")}`);
    const told = newest(now.changelog);
    if (process.argv[2] === "--upload") upload(told);
    else console.log(`Vigie ${told.version}, ${told.date}: version, changelog and commit agree`);
  });
}
