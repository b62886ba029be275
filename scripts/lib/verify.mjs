// scripts/package --verify: whether the packages are what their sources give, elsewhere and again. The source archive is unpacked
// into two folders with names of other lengths; each has its own store of crates, so that nothing of this machine's can help.

import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { homedir, tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { unzipSync } from "fflate";
import { Failure } from "./failure.mjs";

/** The folders below which the sources are unpacked: of other depth and length, with a space. */
const PLACES = ["a", "elsewhere/and deeper"];

/** A name space without a network; empty where the system gives none to this user. */
function cutOff() {
  const way = ["unshare", "--user", "--map-root-user", "--net"];
  return spawnSync(way[0], [...way.slice(1), "true"]).status === 0 ? way : [];
}

/** The store of crates that cargo has filled, as the next build finds it: what was downloaded, and nothing that was unpacked or built. */
function crates(from, to) {
  mkdirSync(to, { recursive: true });
  for (const part of ["registry/cache", "registry/index"]) {
    if (existsSync(join(from, part))) cpSync(join(from, part), join(to, part), { recursive: true });
  }
}

function unpack(archive, folder) {
  for (const [name, bytes] of Object.entries(unzipSync(readFileSync(archive)))) {
    if (name.endsWith("/")) continue;
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), bytes);
  }
}

/** Names of files that differ between two packages, or that only one has. */
function differences(one, other) {
  const [left, right] = [one, other].map((bytes) => unzipSync(bytes));
  const names = [...new Set([...Object.keys(left), ...Object.keys(right)])].sort();
  return names.filter((name) => !left[name] || !right[name] || !Buffer.from(left[name]).equals(Buffer.from(right[name])));
}

/** Builds the source archive of `folder` twice and compares; fails with the names of the files that differ. */
export function verify(folder, name, browsers) {
  const home = mkdtempSync(join(tmpdir(), "vigie-verify-"));
  const away = cutOff();
  try {
    PLACES.forEach((place, turn) => {
      const root = join(home, place);
      const offline = turn > 0;
      unpack(join(folder, `${name}-source.zip`), root);
      crates(process.env.CARGO_HOME ?? join(homedir(), ".cargo"), join(root, "crates"));
      const env = { ...process.env, CARGO_HOME: join(root, "crates"), SOURCE_DATE_EPOCH: String(1_000_000_000 * (turn + 1)), TZ: offline ? "Asia/Tokyo" : "UTC" };
      if (offline) Object.assign(env, { CARGO_NET_OFFLINE: "true", npm_config_offline: "true" });
      const command = [...(offline ? away : []), "sh", "scripts/package"];
      console.log(`building from the source archive in ${root}${offline ? (away.length > 0 ? ", without a network" : ", told to be offline (no name space to be had)") : ""}`);
      const { status, error } = spawnSync(command[0], command.slice(1), { cwd: join(root, name), env, stdio: ["ignore", "inherit", "inherit"] });
      if (error || status !== 0) throw new Failure(`the source archive cannot be built in ${root}${error ? `: ${error.message}` : ": the reason is above"}`);
      for (const browser of browsers) {
        const file = `${name}-${browser}.zip`;
        const [here, there] = [join(folder, file), join(root, name, "dist", "packages", file)].map((path) => readFileSync(path));
        if (!here.equals(there)) {
          // What was built elsewhere goes: this stays, to be looked at.
          const other = join(folder, `other-${file}`);
          writeFileSync(other, there);
          throw new Failure(`${file} is another one when built in ${root} (kept as ${other}): ${differences(here, there).join(", ") || "the order or times of its entries"}`);
        }
        console.log(`${file}: the same ${here.length} bytes, SHA-256 ${createHash("sha256").update(here).digest("hex")}`);
      }
      // What was built takes gigabytes.
      rmSync(root, { recursive: true, force: true });
    });
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
}
