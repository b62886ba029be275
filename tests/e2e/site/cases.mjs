// The pages of tests/pages as files: the reader's own cases in its folder, booking pages one level below.

import { execFileSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";

const ROOT = fileURLToPath(new URL("../../../", import.meta.url));
const FOLDER = fileURLToPath(new URL("../../pages/", import.meta.url));

/** What a server says beside a page, so that the browser fetches nothing that it names (frames of booking sites, pictures, scripts). */
export const NOTHING_ELSE = { "content-security-policy": "default-src 'none'; style-src 'unsafe-inline'" };

/** The name of every case and where its page is, in order: `[{name: "doctolib/results-cards", file}]`. */
export function cases() {
  const files = fs.readdirSync(FOLDER, { recursive: true }).filter((file) => path.basename(file) === "page.html");
  return files.sort().map((file) => ({ name: path.dirname(file).split(path.sep).join("/"), file: path.join(FOLDER, file) }));
}

/** What the library reads in each of these files: `{streams, text, facts, practitioner, findings}`. */
export function readFiles(files) {
  const run = ["run", "--quiet", "--example", "outline", "--", "--json", ...files];
  const said = execFileSync("cargo", run, { cwd: ROOT, encoding: "utf8", maxBuffer: 1 << 28 });
  return said.trimEnd().split("\n").map((line) => JSON.parse(line));
}

/** What stands at `/pages/…` of the tests' site; null elsewhere. */
export function saved(address) {
  const found = cases().find(({ name }) => address === `/pages/${name}`);
  if (!found) return null;
  // Chromium connects to a frame's host before it sees that the policy forbids the frame.
  const body = fs.readFileSync(found.file, "utf8").replace(/(<iframe\b[^>]*\s)src="https:/g, '$1data-src="https:');
  return { type: "text/html", body, headers: NOTHING_ELSE };
}
