// scripts/build: from the sources to unpacked extensions. Each step is left out when what it reads has not changed: cargo sees
// to it for itself, the steps after it compare hashes.

import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { once } from "node:events";
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { text as everything } from "node:stream/consumers";
import { parseArgs } from "node:util";
import { gzipSync } from "node:zlib";
import { Failure, run } from "./failure.mjs";
import { BROWSERS, manifest, version } from "./manifest.mjs";
import { site } from "./web.mjs";

const HELP = `scripts/build [--dev] [--test]

Builds the extension from its sources: dist/chrome and dist/firefox, to be loaded unpacked; and dist/web, the pages that need
no extension, for any web server (python3 -m http.server -d dist/web).

  --dev   compile quickly, without optimising the wasm: for work on the extension
  --test  build dist/test-chrome and dist/test-firefox as well: the same with a fixed id in Chrome, with
          http://127.0.0.1 and http://localhost among the sites that are read, http://127.0.0.3 among those of the Défenseur
          des droits, with an engine that a page can bring down, and with less time between pages that are opened again
  --help  this text`;

/** The wasm builds of the one crate, by feature, and the cargo profile of each: see Cargo.toml. */
const PROFILES = { engine: "wasm", app: "wasm-page", dossier: "wasm-page", pack: "wasm", report: "wasm-page" };
const PARTS = Object.keys(PROFILES);

/**
 * How large a function may be that the compiler copies to where it is called: 225 unless told, for programs that nobody has to load.
 * A setting of LLVM's that no cargo profile has: the engine is 9 KB smaller with it (2 KB of its gzip), and a few hundredths slower.
 */
const INLINED = { engine: 80 };

/** What rustc 1.95 may use of wasm, for wasm-opt: it refuses a module with a feature that it was not told of. */
const WASM_FEATURES = [
  "--enable-bulk-memory",
  "--enable-bulk-memory-opt",
  "--enable-multivalue",
  "--enable-mutable-globals",
  "--enable-nontrapping-float-to-int",
  "--enable-reference-types",
  "--enable-sign-ext",
  "--enable-simd",
];

/** Files of extension/ that are sources of the build and do not go into the extension. */
const NOT_SHIPPED = new Set(["manifest.json", "PROTOCOL.md"]);

/** Folders of extension/ that do not go into the extension: what only dist/web needs, what the stores are told, what pages hold. */
const NOT_SHIPPED_FOLDERS = ["web/", "store/", "parts/"];

/** What several pages hold: a page says where by a line that is a comment with the part's name. */
const PART = /^ *<!-- (parts\/\w+\.html) -->\n/gm;

/** What only dist/web needs. */
const WEB = "extension/web";

/** Style sheets that scripts in pages need as text: they cannot fetch files of the extension, and a page must not either. */
const SHEETS = {
  "content/sheets.js": { marks: ["styles/marks.css"], card: ["styles/tokens.css", "styles/card.css"] },
  "content/fill/sheets.js": { fill: ["styles/tokens.css", "styles/fill.css"] },
};

/** The host of this machine that the test builds take for the Défenseur des droits'. */
export const TEST_FORM = "127.0.0.3";

/** What « revérifier » takes its time for, in ms, in the test builds: from page to page, for words on their way, for a page's arrival. */
const TEST_PACE = { spacing: 600, patience: 600, arrival: 2_000 };

/** Words that bring the engine of the test builds down. */
export const TRAP = "phrase qui met le moteur en panne";

/** Builds; `say` is told each step. Gives the folders made. */
export async function build({ dev = false, test = false, say = console.log } = {}) {
  const parts = await allParts(dev, say);
  const wasm = new Map(PARTS.flatMap((part) => parts[part].made.map(([name, bytes]) => [`wasm/${name}`, bytes])));
  const { tables } = parts.report;
  const data = ["rewordings.json", "form.txt"].map((name) => [name, readFileSync(join(tables, name))]);
  const texts = [...messages(tables), ...data];
  const shared = new Map([...sources(), ...wasm, ...texts, ...sheets()]);
  const made = [];
  for (const isTest of test ? [false, true] : [false]) {
    for (const browser of BROWSERS) {
      const folder = join("dist", isTest ? `test-${browser}` : browser);
      const text = `${JSON.stringify(manifest(browser, { test: isTest }), null, 2)}\n`;
      const files = new Map([...shared, ["manifest.json", Buffer.from(text)]]);
      if (isTest) {
        files.set("wasm/engine.js", fragile(shared.get("wasm/engine.js")));
        files.set("pages/recheck.js", hurried(shared.get("pages/recheck.js")));
        files.set("background/forms.js", withForm(shared.get("background/forms.js")));
      }
      assemble(folder, files);
      made.push(folder);
    }
  }
  const web = site(shared, new Map(filesBelow(WEB).map((name) => [name, readFileSync(join(WEB, name))])), version());
  assemble("dist/web", web);
  made.push("dist/web");
  for (const part of PARTS) {
    const bytes = wasm.get(`wasm/${part}.wasm`);
    say(`${part}.wasm: ${kb(bytes.length)} (${kb(gzipSync(bytes, { level: 9 }).length)} gzip)${dev ? ", not optimised" : ""}`);
  }
  const sent = [...web.values()].reduce((sum, bytes) => sum + gzipSync(bytes, { level: 9 }).length, 0);
  const held = [...web.values()].reduce((sum, bytes) => sum + bytes.length, 0);
  say(`dist/web: ${web.size} files, ${kb(held)} (${kb(sent)} gzip)`);
  say(`built ${made.join(", ")}`);
  return made;
}

/**
 * The engine's glue for the tests: a text with these words is looked for beyond the end of the engine's memory. The engine
 * itself is the one that is shipped, and what happens to it is what a fault in it would do: a trap, in the middle of a call.
 */
function fragile(script) {
  const entry = "export function scan(stream, profession) {\n";
  const text = script.toString();
  if (!text.includes(entry)) throw new Failure("wasm/engine.js: there is no scan(stream, profession) for the tests to bring down");
  return Buffer.from(text.replace(entry, `${entry}    if (stream.includes("${TRAP}")) return wasm.scan(0xfffffff0, 64, 0, 0);\n`));
}

/** The Défenseur des droits' sites for the tests: one on this machine is one of them. */
function withForm(script) {
  const entry = "const FORMS = [";
  const text = script.toString();
  if (!text.includes(entry)) throw new Failure("background/forms.js: there is no list of sites for the tests to add theirs to");
  return Buffer.from(text.replace(entry, `${entry}"http://${TEST_FORM}", `));
}

/** « Revérifier » for the tests, which have not ten seconds for each page. */
function hurried(script) {
  const entry = "const PACE = {};";
  const text = script.toString();
  if (!text.includes(entry)) throw new Failure("pages/recheck.js: there is no pace for the tests to quicken");
  return Buffer.from(text.replace(entry, `const PACE = ${JSON.stringify(TEST_PACE)};`));
}

function kb(bytes) {
  return `${(bytes / 1000).toFixed(0)} KB`;
}

/** The wasm-bindgen tool, at the version of the crate: compiled once, from the workspace. */
async function buildBindgen(say) {
  const tool = join("target", "tools", "debug", "vigie-bindgen");
  if (!existsSync(tool)) say("vigie-bindgen: compiling (once, a minute or two)");
  await command("cargo", ["build", "--quiet", "--locked", "--package", "vigie-bindgen", "--target-dir", "target/tools"]);
  return tool;
}

/**
 * What the compiler is told beside its profile: of copying small functions; and that four numbers may be added at once, for what reads
 * with a network. Every browser that the extension runs in can do that (Chrome since 91, Firefox since 89).
 */
const told = (part) => (INLINED[part] ? [`-Cllvm-args=-inline-threshold=${INLINED[part]}`, "-Ctarget-feature=+simd128"] : []);

/**
 * What makes the compiler name files without the folders of this machine: they stand in the wasm, in the words of panics, and the
 * same sources would give other bytes elsewhere. Where crates lie is cargo's affair: it is asked.
 */
async function unplaced() {
  const { packages, workspace_root: root } = JSON.parse(await command("cargo", ["metadata", "--locked", "--format-version", "1"], { heard: true }));
  const registries = packages.filter(({ source }) => source).map(({ manifest_path: file }) => dirname(dirname(file)));
  return [...new Set([...registries, root])].sort().map((folder) => `--remap-path-prefix=${folder}=`);
}

/**
 * Every wasm build with its glue, by part: side by side, since the last and longest step of each takes one core; those that cargo puts in
 * one file, one after the other.
 */
async function allParts(dev, say) {
  const bindgen = await buildBindgen(say);
  const places = await unplaced();
  const made = {};
  const oneByOne = async (file) => {
    for (const part of PARTS) {
      if (compiledTo(part, dev) === file) made[part] = await glue(part, bindgen, places, dev, say);
    }
  };
  const files = new Set(PARTS.map((part) => compiledTo(part, dev)));
  const ends = await Promise.allSettled([...files].map(oneByOne));
  const failed = ends.find(({ status }) => status === "rejected");
  if (failed) throw failed.reason;
  return made;
}

/** The cargo profile of a part. */
const profileOf = (part, dev) => (dev ? "wasm-dev" : PROFILES[part]);

/** Parts that are compiled with the same flags share what they are made of: cargo keeps what each feature gives apart. */
const targetOf = (part) => join("target", INLINED[part] ? part : "pages");

/** Where cargo puts a part's wasm: in one file for all those of a folder and a profile. */
const compiledTo = (part, dev) => join(targetOf(part), "wasm32-unknown-unknown", profileOf(part, dev), "vigie.wasm");

/** One wasm build and its JavaScript glue, as [name, bytes], and the folder of the tables that it was built from. */
async function glue(part, bindgen, places, dev, say) {
  const profile = profileOf(part, dev);
  const compiled = compiledTo(part, dev);
  say(`${part}.wasm: compiling${dev ? " (dev)" : ""}`);
  const flags = dev ? [] : ["--config", `target.wasm32-unknown-unknown.rustflags=${JSON.stringify([...told(part), ...places])}`];
  const output = await command(
    "cargo",
    [
      ...flags, "build", "--quiet", "--locked", "--lib", "--no-default-features", "--features", part, "--message-format=json-render-diagnostics",
      "--profile", profile, "--target", "wasm32-unknown-unknown", "--target-dir", targetOf(part),
    ],
    { heard: true },
  );
  const folder = join("target", "glue", profile, part);
  const stamp = join(folder, "made-from");
  const from = hash([readFileSync(compiled), readFileSync(bindgen), Buffer.from(WASM_FEATURES.join())]);
  if (!existsSync(stamp) || readFileSync(stamp, "utf8") !== from) {
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder, { recursive: true });
    await command(bindgen, [compiled, folder, part]);
    const bound = join(folder, `${part}_bg.wasm`);
    const finished = join(folder, `${part}.wasm`);
    if (!dev) {
      say(`${part}.wasm: optimising`);
      await command("scripts/node_modules/.bin/wasm-opt", [...WASM_FEATURES, "-Oz", "--strip-debug", bound, "-o", finished]);
    } else {
      writeFileSync(finished, readFileSync(bound));
    }
    const script = join(folder, `${part}.js`);
    writeFileSync(script, readFileSync(script, "utf8").replaceAll(`${part}_bg.wasm`, `${part}.wasm`));
    writeFileSync(stamp, from);
  }
  return { made: [`${part}.js`, `${part}.wasm`].map((name) => [name, readFileSync(join(folder, name))]), tables: tablesOf(output) };
}

/** The folder of our own build script, of all those that cargo tells of. */
function tablesOf(output) {
  const scripts = output
    .split("\n")
    .filter((line) => line.startsWith("{"))
    .map((line) => JSON.parse(line))
    .filter(({ reason, package_id: id }) => reason === "build-script-executed" && /[/#]vigie[@#]/.test(id));
  if (scripts.length !== 1) throw new Failure(`cargo tells of ${scripts.length} folders of build.rs; one was expected`);
  return scripts[0].out_dir;
}

/** What people read on pages, a file a language. */
function messages(tables) {
  const folder = join(tables, "messages");
  return filesBelow(folder).map((name) => [`messages/${name}`, readFileSync(join(folder, name))]);
}

function hash(chunks) {
  const sum = createHash("sha256");
  for (const chunk of chunks) sum.update(chunk);
  return sum.digest("hex");
}

/** Every file below a folder, by its path in it, sorted. */
export function filesBelow(folder) {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath ?? entry.path, entry.name)).replaceAll("\\", "/"))
    .sort();
}

/** The example page runs the content scripts by itself: its list must be that of the background. */
function checkExample() {
  const named = (file, pattern) => [...readFileSync(file, "utf8").matchAll(pattern)].map(([, name]) => name).join("\n");
  const page = named("extension/pages/example.html", /<script defer src="\.\.\/(content\/[^"]+)"/g);
  const background = named("extension/background/scripts.js", /"(content\/[^"]+)"/g);
  if (page !== background) {
    throw new Failure(`extension/pages/example.html: its content scripts are not those of extension/background/scripts.js, in this order:\n${background}`);
  }
}

/** What extension/ holds as it is shipped. */
function sources() {
  checkExample();
  return filesBelow("extension")
    .filter((name) => !NOT_SHIPPED.has(name) && !NOT_SHIPPED_FOLDERS.some((folder) => name.startsWith(folder)))
    .map((name) => [name, whole(name, readFileSync(join("extension", name)))]);
}

/** A file with the parts that it names in it. */
function whole(name, bytes) {
  if (!name.endsWith(".html")) return bytes;
  return Buffer.from(bytes.toString().replace(PART, (_, part) => readFileSync(join("extension", part), "utf8")));
}

/** A page's element of this name would answer in place of what is ours, as long as nothing of ours has it. */
const OWN = 'if (!Object.hasOwn(globalThis, "vigie")) Object.defineProperty(globalThis, "vigie", { value: {} });';

/** The style sheets as content scripts that hand them to the others. */
function sheets() {
  return Object.entries(SHEETS).map(([script, sheets]) => {
    const texts = Object.fromEntries(
      Object.entries(sheets).map(([name, files]) => [name, files.map((file) => readFileSync(join("extension", file), "utf8")).join("\n")]),
    );
    const code = `// Made by scripts/build from extension/styles.\n${OWN}\nvigie.sheets = { ...vigie.sheets, ...${JSON.stringify(texts, null, 2)} };\n`;
    return [script, Buffer.from(code)];
  });
}

/** Makes a folder hold exactly these files, touching only those that differ: a browser that has it loaded sees no needless change. */
function assemble(folder, files) {
  for (const name of filesBelow(folder)) {
    if (!files.has(name)) rmSync(join(folder, name));
  }
  for (const [name, bytes] of files) {
    const path = join(folder, name);
    if (existsSync(path) && statSync(path).size === bytes.length && readFileSync(path).equals(bytes)) continue;
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, bytes);
  }
}

/** Flags in the environment would take the place of ours. */
const { RUSTFLAGS: _, CARGO_ENCODED_RUSTFLAGS: __, ...ENVIRONMENT } = process.env;

/** Runs a command, its errors shown as they are; a failure names it. What it says is shown, or given back where it is to be `heard`. */
async function command(program, options, { heard = false } = {}) {
  const child = spawn(program, options, { env: ENVIRONMENT, stdio: ["ignore", heard ? "pipe" : "inherit", "inherit"] });
  const said = heard ? everything(child.stdout) : "";
  const [status, signal] = await once(child, "close").catch((error) => {
    throw new Failure(error.code === "ENOENT" ? `${program} was not found: install it, or run scripts/setup` : `${program}: ${error.message}`);
  });
  const hint = program === "cargo" ? "; the crates that Cargo.lock names are downloaded once, from crates.io: later builds need no network" : "";
  if (status !== 0) throw new Failure(`${program} failed${signal ? ` (${signal})` : ""}: its message is above${hint}`);
  return said;
}

if (process.argv[1] && import.meta.filename === process.argv[1]) {
  await run("scripts/build", async () => {
    let options;
    try {
      options = parseArgs({ options: { dev: { type: "boolean" }, test: { type: "boolean" }, help: { type: "boolean" } } }).values;
    } catch (error) {
      throw new Failure(`${error.message.split("\n")[0]} (see scripts/build --help)`);
    }
    if (options.help) console.log(HELP);
    else await build(options);
  });
}
