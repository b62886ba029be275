// scripts/package: what the stores are sent. The same sources give the same bytes: entries are sorted, times are fixed, and
// nothing depends on the machine but the compiler and the tools, whose versions are pinned.

import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { zipSync } from "fflate";
import { build, filesBelow } from "./build.mjs";
import { Failure, run } from "./failure.mjs";
import { BROWSERS, version } from "./manifest.mjs";
import { verify } from "./verify.mjs";

const HELP = `scripts/package [--verify] [--help]

Builds the extension and makes, in dist/packages:

  vigie-VERSION-chrome.zip    for the Chrome Web Store
  vigie-VERSION-firefox.zip   for addons.mozilla.org
  vigie-VERSION-source.zip    the sources of the last commit, which reviewers ask for
  SHA256SUMS                  their SHA-256

Then web-ext checks what is meant for Firefox; a warning is a failure. Without git, as in an unpacked source archive, the sources are
not packed again.

  --verify  afterwards unpacks the source archive into two other folders, builds there twice from nothing (the second time
            without a network, where the system allows that), and compares the packages byte for byte; many minutes`;

const FOLDER = join("dist", "packages");

/** The time of every entry: zip knows no time zone and nothing before 1980, so that only the middle of a day is safe. */
const TIME = new Date(2020, 0, 1, 12, 0, 0);

function git(...options) {
  const { status, stdout, stderr, error } = spawnSync("git", options, { maxBuffer: 1 << 28 });
  if (error || status !== 0) throw new Failure(`git ${options[0]}: ${error?.message ?? stderr.toString().trim()}`);
  return stdout;
}

function packed(folder) {
  const entries = filesBelow(folder).map((name) => [name, [readFileSync(join(folder, name)), { mtime: TIME, level: 9 }]]);
  return Buffer.from(zipSync(Object.fromEntries(entries)));
}

function lint(folder) {
  const { stdout, status, error } = spawnSync(
    "scripts/node_modules/.bin/web-ext",
    ["lint", "--source-dir", folder, "--output", "json", "--no-config-discovery"],
    { maxBuffer: 1 << 26 },
  );
  if (error) throw new Failure(`web-ext: ${error.message} (npm ci in scripts/ brings it)`);
  let result;
  try {
    result = JSON.parse(stdout.toString());
  } catch {
    throw new Failure(`web-ext lint ended with ${status} and no result`);
  }
  const { errors, warnings, notices } = result.summary;
  for (const one of [...result.errors, ...result.warnings, ...result.notices]) {
    console.error(`${one._type} ${one.code} ${one.file ?? ""}:${one.line ?? ""} ${one.message}`);
  }
  if (errors + warnings + notices > 0) throw new Failure(`web-ext lint: ${errors} errors, ${warnings} warnings, ${notices} notices`);
  console.log("web-ext lint: 0 errors, 0 warnings, 0 notices");
}

await run("scripts/package", async () => {
  let options;
  try {
    options = parseArgs({ options: { verify: { type: "boolean" }, help: { type: "boolean" } } }).values;
  } catch (error) {
    throw new Failure(`${error.message.split("\n")[0]} (see scripts/package --help)`);
  }
  if (options.help) {
    console.log(HELP);
    return;
  }
  const sources = existsSync(".git");
  const changed = sources && git("status", "--porcelain").length > 0;
  if (options.verify && !sources) throw new Failure("--verify compares what is committed: this is no clone of the repository");
  if (options.verify && changed) throw new Failure("--verify compares what is committed, and there are changes that are not");
  await build();
  lint(join("dist", "firefox"));
  mkdirSync(FOLDER, { recursive: true });
  for (const old of readdirSync(FOLDER)) rmSync(join(FOLDER, old));
  const name = `vigie-${version()}`;
  const packages = BROWSERS.map((browser) => [`${name}-${browser}.zip`, packed(join("dist", browser))]);
  if (changed) console.warn("there are changes that are not committed: the source archive does not hold them, the packages do");
  if (sources) packages.push([`${name}-source.zip`, git("archive", "--format=zip", `--prefix=${name}/`, "HEAD")]);
  else console.log("no git here: the sources are not packed again");
  const sums = packages.map(([file, bytes]) => {
    writeFileSync(join(FOLDER, file), bytes);
    console.log(`${join(FOLDER, file)}: ${(bytes.length / 1000).toFixed(0)} KB`);
    return `${createHash("sha256").update(bytes).digest("hex")}  ${file}\n`;
  });
  writeFileSync(join(FOLDER, "SHA256SUMS"), sums.join(""));
  if (options.verify) verify(FOLDER, name, BROWSERS);
});
