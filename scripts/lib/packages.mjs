// The npm packages of a folder, as its lock file names them: installed where they are missing or the lock has changed. It
// stands apart, with nothing but Node to run it, because what uses the packages cannot even be loaded without them.

import { spawnSync } from "node:child_process";
import { copyFileSync, existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Failure, run } from "./failure.mjs";

/** Without a network npm would try for minutes before it says so. */
const PATIENCE = ["--prefer-offline", "--fetch-retries=2", "--fetch-retry-mintimeout=1000", "--fetch-retry-maxtimeout=5000"];

/** What helps whoever has no network. */
const ONCE = "the packages that the lock file names are downloaded once, from registry.npmjs.org: later builds need no network";

await run("npm packages", () => process.argv.slice(2).forEach(install));

function install(folder) {
  const lock = join(folder, "package-lock.json");
  const installed = join(folder, "node_modules", ".vigie-lock");
  if (existsSync(installed) && readFileSync(installed).equals(readFileSync(lock))) return;
  console.log(`installing the npm packages of ${folder}/`);
  const options = { cwd: folder, stdio: ["ignore", "inherit", "inherit"] };
  const { status, error } = spawnSync("npm", ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error", ...PATIENCE], options);
  if (error?.code === "ENOENT") throw new Failure("npm was not found: install it with Node, version 20 or later");
  if (status !== 0) throw new Failure(`npm ci failed in ${folder}/${error ? ` (${error.message})` : `: its message is above; ${ONCE}`}`);
  copyFileSync(lock, installed);
}
