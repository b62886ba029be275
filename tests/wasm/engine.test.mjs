// The engine that is shipped says of every case what the native one says, letter for letter.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import fs from "node:fs";
import { before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { parse } from "smol-toml";

const root = fileURLToPath(new URL("../..", import.meta.url));
const OPEN = "\u0001";
const OPENED = "\u0004";
const CLOSE = "\u0005";

/** Every sentence of tests/cases, by file and name. */
function cases() {
  const all = [];
  for (const file of fs.readdirSync(`${root}/tests/cases`).filter((name) => name.endsWith(".toml")).sort()) {
    const { case: single = [], list = [] } = parse(fs.readFileSync(`${root}/tests/cases/${file}`, "utf8"));
    const listed = list.flatMap(({ name, texts }) => texts.map((text, each) => ({ name: `${name} ${each + 1}`, text })));
    for (const { name, text } of [...single, ...listed]) if (text) all.push({ id: `${file} ${name}`, text });
  }
  return all;
}

const escape = (text) => text.replace(/[&<>]/g, (letter) => `&#${letter.charCodeAt(0)};`);
const said = ({ quote, criterion, practice, grade, rule }, start, end) =>
  JSON.stringify({ quote, start, end, criterion, practice, grade, rule });

let engine;
before(async () => {
  engine = await import(`${root}/dist/chrome/wasm/engine.js`);
  await engine.default({ module_or_path: fs.readFileSync(`${root}/dist/chrome/wasm/engine.wasm`) });
});

test("every case, in wasm as on the command line", () => {
  const all = cases();
  assert.ok(all.length > 0, "tests/cases has no case");
  const input = all.map(({ id, text }) => JSON.stringify({ id, html: `<p>${escape(text)}</p>` })).join("\n");
  const output = execFileSync(`${root}/target/debug/vigie`, ["scan", "--jsonl"], { input, maxBuffer: 1 << 28 });
  const lines = output.toString().trimEnd().split("\n");
  assert.equal(lines.length, all.length);
  for (const [index, { id, text }] of all.entries()) {
    const native = JSON.parse(lines[index]);
    assert.equal(native.id, id);
    const { findings } = engine.scan(`${OPEN}p${OPENED}${text}${CLOSE}`);
    assert.deepEqual(
      findings.map((found) => said(found, found.at.start, found.at.end)),
      native.findings.map((found) => said(found, found.start, found.end)),
      id,
    );
  }
});

test("answers a stream that is no stream, and the next one too", () => {
  for (const stream of ["", CLOSE.repeat(1000), `${OPEN}p`, OPENED, `${OPEN}p${OPENED}`.repeat(20_000), "\ud800"]) {
    assert.deepEqual(engine.scan(stream).findings, []);
  }
  const { findings } = engine.scan(`${OPEN}p${OPENED}pas de CMU${CLOSE}`);
  assert.deepEqual(findings.map(({ quote }) => quote), ["pas de CMU"]);
});

test("a card says in the reader's language what was found, and refuses what is no finding", () => {
  const { findings } = engine.scan(`${OPEN}p${OPENED}Le cabinet ne reçoit pas les patients CMU.${CLOSE}`);
  const texts = (language) => fs.readFileSync(`${root}/dist/chrome/messages/card/${language}.txt`, "utf8");
  const card = (found, tag) => engine.card(found, tag, texts(engine.language(tag)), texts("fr"));
  const [french, english, arabic] = ["fr", "en-GB", "ar"].map((tag) => card(findings[0], tag));
  assert.equal(french.quote, findings[0].quote);
  assert.match(french.reason, /ne sont pas reçus/);
  assert.match(french.basis, /L\.1110-3/);
  assert.deepEqual([french.lang, english.lang, french.ask], ["fr", "en", ""]);
  assert.deepEqual([arabic.lang, arabic.dir], ["ar", "rtl"]);
  assert.equal(new Set([french, english, arabic].map(({ reason }) => reason)).size, 3);
  assert.deepEqual(["ru-RU", "pt_BR", "de", ""].map((tag) => engine.language(tag)), ["ru", "pt", "fr", "fr"]);
  const [criterion, quote] = [{ ...findings[0], criterion: "colour" }, { ...findings[0], quote: 7 }];
  assert.throws(() => card(criterion, "fr"), (said) => said.includes("\"colour\""));
  assert.throws(() => card(quote, "fr"), (said) => said.includes("\"quote\""));
});
