// scripts/bench --speed: how fast the engine reads the public text of fiches.mjs, on one core, natively and as the wasm that
// is shipped, beside what a list of words would do. Medians; never a test.

import { spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { Failure, run } from "./failure.mjs";
import { sheets } from "./fiches.mjs";

/** The names of groups that a search for words would look for: fixed, so that figures of different days can be compared. */
const GROUPS = "tests/speed/groups.txt";
const WASM = "dist/chrome/wasm";
/** Text that the wasm reads, in bytes: what its memory is measured after. */
const VOLUME = 1e6;
/** Sections are cut at about this many bytes, as those of pages are. */
const SECTION = 8_000;
const RUNS = 9;

const [OPEN, OPENED, CLOSE] = ["\u0001", "\u0004", "\u0005"];

const median = (numbers) => [...numbers].sort((one, other) => one - other)[numbers.length >> 1];
const rows = [];
/** A row; `target` is a bound that `better` (1: more is better, -1: less) says how to meet. */
function row(what, value, unit, target, better = 1) {
  const verdict = target === undefined ? "" : (value - target) * better >= 0 ? "ok" : "missed";
  rows.push([what, `${value < 100 ? value.toFixed(1) : Math.round(value)} ${unit}`, target === undefined ? "" : `${better > 0 ? "≥" : "≤"} ${target} ${unit}`, verdict]);
}

await run("scripts/bench", async () => {
  const all = sheets();
  native(all);
  const { sections, texts, bytes } = cut(all);
  const wasm = await inWasm(sections, bytes);
  const words = inWords(texts, bytes);
  row("wasm, one core: reading", wasm.speed, "MB/s", 20);
  row("JavaScript, the groups' names as one RegExp over folded text", words, "MB/s");
  row("wasm beside that RegExp", wasm.speed / words, "×", 10);
  row("engine.wasm compiled and started", wasm.started, "ms", 10, -1);
  row("engine.wasm's first section (the vocabulary is unpacked)", wasm.first, "ms");
  row("wasm memory after 1 MB of text in sections", wasm.memory / 1e6, "MB", 6, -1);
  const widths = [0, 1, 2, 3].map((column) => Math.max(...rows.map((cells) => cells[column].length)));
  for (const [what, ...cells] of rows) console.log([what.padEnd(widths[0]), ...cells.map((cell, index) => cell.padStart(widths[index + 1]))].join("   "));
});

function native(all) {
  const file = join("target", "fiches", "sheets.txt");
  mkdirSync(join("target", "fiches"), { recursive: true });
  writeFileSync(file, all.map((paragraphs) => paragraphs.join("\n")).join("\n\n"));
  const { status, stdout, stderr } = spawnSync("target/release/examples/speed", [file, GROUPS], { encoding: "utf8" });
  if (status !== 0) throw new Failure(`target/release/examples/speed failed: ${stderr ?? "it is not there"}`);
  const { scan, folding, automaton, sentences, passed } = JSON.parse(stdout);
  row("native, one core: reading", scan, "MB/s", 60);
  row("native: folding alone", folding, "MB/s");
  row("native: aho-corasick alone, the groups' names over folded text", automaton, "MB/s");
  row("sentences that pass the gate", (passed / sentences) * 100, "%");
}

/** The first megabyte, as sections of streams and as plain texts. */
function cut(all) {
  const [sections, texts] = [[], []];
  let [section, length, bytes] = ["", 0, 0];
  for (const paragraph of all.flat()) {
    section += `${OPEN}p${OPENED}${paragraph}${CLOSE}`;
    length += Buffer.byteLength(paragraph);
    texts.push(paragraph);
    if (length < SECTION) continue;
    sections.push(section);
    bytes += length;
    [section, length] = ["", 0];
    if (bytes >= VOLUME) break;
  }
  return { sections, texts, bytes };
}

async function inWasm(sections, bytes) {
  const engine = await import(resolve(WASM, "engine.js"));
  const file = readFileSync(join(WASM, "engine.wasm"));
  // Compiling is measured before anything of the module is kept: what the engine imports is not called by its start.
  const starts = [];
  for (let each = 0; each < RUNS; each += 1) {
    const begun = performance.now();
    const module = await WebAssembly.compile(file);
    const imports = {};
    for (const { module: from, name } of WebAssembly.Module.imports(module)) (imports[from] ??= {})[name] = () => 0;
    const { exports } = await WebAssembly.instantiate(module, imports);
    exports.__wbindgen_start?.();
    starts.push(performance.now() - begun);
  }
  const { memory } = await engine.default({ module_or_path: file });
  const begun = performance.now();
  engine.scan(`${OPEN}p${OPENED}Pas de CMU.${CLOSE}`);
  const first = performance.now() - begun;
  for (const section of sections) engine.scan(section);
  const held = memory.buffer.byteLength;
  const took = [];
  for (let each = 0; each < RUNS; each += 1) {
    const from = performance.now();
    for (const section of sections) engine.scan(section);
    took.push(performance.now() - from);
  }
  return { started: median(starts), first, memory: held, speed: bytes / 1e3 / median(took) };
}

/** What a search for words would do: no folding, no offsets, no judgement. */
function inWords(texts, bytes) {
  const names = readFileSync(GROUPS, "utf8").trim().split("\n").sort((one, other) => other.length - one.length);
  const search = new RegExp(`\\b(?:${names.join("|")})\\b`, "g");
  const folded = texts.map((text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase().replace(/[’'-]/g, " "));
  const took = [];
  for (let each = 0; each < 3; each += 1) {
    const from = performance.now();
    for (const text of folded) for (const _ of text.matchAll(search));
    took.push(performance.now() - from);
  }
  return bytes / 1e3 / median(took);
}
