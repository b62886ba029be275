// scripts/bench --archive: how many pages of an archive `vigie scan` reads in a second on all cores, and how much memory that takes.

import { spawn } from "node:child_process";
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync, statSync, writeSync } from "node:fs";
import os from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { SENTENCES } from "../../tests/e2e/site/huge.mjs";
import { Failure, run } from "./failure.mjs";

/** Bytes of a page, and those of them that are words to be read: the rest is markup, as booking pages have it. */
const PAGE = 100_000;
const WORDS = 0.2;
/** Pages of the large archive (1 GB) and of the small one, which shows whether memory grows with the input. */
const LARGE = 10_000;
const SMALL = 1_000;
/** How often each is read; the median counts. */
const RUNS = 3;
/** Lower bound: pages a second on two cores. Upper bounds: MB of memory, and how much more of it the large archive takes. */
const FAST = 600;
const MEMORY = 200;
const GROWTH = 1.25;

/** Numbers that are the same in every run. */
let state = 1;
const random = (below) => {
  state = (state * 48_271) % 0x7fff_ffff;
  return state % below;
};
const profiles = readFileSync("tests/corpus/plain.jsonl", "utf8").trimEnd().split("\n").map((line) => JSON.parse(line).text);
const escaped = (text) => text.replace(/[&<>]/g, (letter) => `&#${letter.charCodeAt(0)};`);
const word = () => Math.trunc(random(0x7fff_ffff)).toString(36);

/** A page about an invented practitioner: a whole invented profile, one in eight with a mention, and what else booking pages say, in markup that says nothing. */
function page(number) {
  const parts = [
    `<!doctype html><html lang="fr"><head><meta charset="utf-8"><title>Dr Camille Essai ${number}, médecin généraliste à Lormeil</title></head>`,
    `<body><main><h1>Dr Camille Essai ${number}</h1>`,
  ];
  let bytes = parts.join("").length;
  let said = 0;
  const add = (html) => {
    parts.push(html);
    bytes += Buffer.byteLength(html);
  };
  const say = (text) => {
    said += Buffer.byteLength(text);
    add(`<div class="dl-card dl-card-${word()}" data-id="${word()}"><p class="dl-text dl-text-body">${escaped(text)}</p></div>\n`);
  };
  if (number % 8 === 0) add("<section><h2>Informations</h2><p>Patients bénéficiaires de la CMU non acceptés.</p></section>");
  add("<section><h2>Présentation</h2>");
  profiles[random(profiles.length)].split("\n").forEach(say);
  add("</section><section><h2>Informations pratiques</h2>");
  while (bytes < PAGE) {
    if (said < bytes * WORDS) {
      const at = random(SENTENCES.length);
      say(SENTENCES.slice(at, at + 2).join(" "));
    } else {
      const link = `<a class="dl-button dl-button-${word()}" href="/lormeil/${word()}/${word()}" data-test="${word()}${word()}"></a>`;
      add(`<div class="col ${word()} ${word()}"><span class="icon" style="width:${random(99)}px">${link}</span></div>\n`);
    }
  }
  return `${parts.join("")}</section></main></body></html>`;
}

function record(number) {
  const http = Buffer.from(`HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n${page(number)}`);
  const head =
    `WARC/1.1\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:uuid:00000000-0000-4000-8000-${String(number).padStart(12, "0")}>\r\n` +
    `WARC-Date: 2026-11-22T08:00:00Z\r\nWARC-Target-URI: https://exemple.test/${number}\r\n` +
    `Content-Type: application/http; msgtype=response\r\nContent-Length: ${http.length}\r\n\r\n`;
  return Buffer.concat([Buffer.from(head), http, Buffer.from("\r\n\r\n")]);
}

/** Writes the archives: the large one plain and packed, the small one plain. */
function make(files) {
  const open = Object.fromEntries(Object.entries(files).map(([name, file]) => [name, openSync(file, "w")]));
  for (let number = 0; number < LARGE; number += 1) {
    const bytes = record(number);
    writeSync(open.plain, bytes);
    writeSync(open.packed, gzipSync(bytes, { level: 1 }));
    if (number < SMALL) writeSync(open.small, bytes);
  }
  Object.values(open).forEach((descriptor) => closeSync(descriptor));
}

/** One run: seconds, and the most memory that the process held, in MB (by /proc; nothing elsewhere than on Linux). */
function scan(file, pages) {
  return new Promise((resolve, reject) => {
    const begun = performance.now();
    const child = spawn("target/release/vigie", ["scan", "--jsonl", file], { stdio: ["ignore", "ignore", "pipe"] });
    let told = "";
    let memory = 0;
    const look = () => {
      try {
        memory = Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${child.pid}/status`, "utf8"))?.[1] ?? memory * 1000) / 1000;
      } catch {
        // It has ended.
      }
    };
    const looking = setInterval(look, 20);
    child.stderr.on("data", (bytes) => (told += bytes));
    child.on("error", reject);
    child.on("close", (status) => {
      clearInterval(looking);
      if (status !== 0 || !told.startsWith(`${pages} `)) reject(new Failure(`vigie scan ${file} ended with ${status}: ${told}`));
      resolve({ seconds: (performance.now() - begun) / 1000, memory });
    });
  });
}

async function measured(file, pages) {
  const runs = [];
  for (let each = 0; each < RUNS; each += 1) runs.push(await scan(file, pages));
  const median = (of) => runs.map(of).sort((one, other) => one - other)[RUNS >> 1];
  return { speed: pages / median(({ seconds }) => seconds), memory: median(({ memory }) => memory) };
}

await run("scripts/bench", async () => {
  const folder = mkdtempSync(join(os.tmpdir(), "vigie-archive-"));
  try {
    const files = { plain: join(folder, "plain.warc"), packed: join(folder, "packed.warc.gz"), small: join(folder, "small.warc") };
    make(files);
    const large = await measured(files.plain, LARGE);
    const packed = await measured(files.packed, LARGE);
    const small = await measured(files.small, SMALL);
    const row = (what, value, bound, kept) => {
      const verdict = bound === "" ? "" : kept ? "ok" : "missed";
      console.log([what.padEnd(64), value.padStart(14), bound.padStart(14), verdict.padStart(8)].join("   ").trimEnd());
    };
    const name = `${(statSync(files.plain).size / 1e9).toFixed(2)} GB of pages of ${PAGE / 1000} KB, ${WORDS * 100} % words`;
    row(`${name}, WARC`, `${Math.round(large.speed)} pages/s`, `≥ ${FAST} pages/s`, large.speed >= FAST);
    row(`the same as WARC.gz (${Math.round(statSync(files.packed).size / 1e6)} MB)`, `${Math.round(packed.speed)} pages/s`, "", true);
    row("most memory, WARC", `${Math.round(large.memory)} MB`, `≤ ${MEMORY} MB`, large.memory <= MEMORY);
    row("most memory, WARC.gz", `${Math.round(packed.memory)} MB`, `≤ ${MEMORY} MB`, packed.memory <= MEMORY);
    const grown = large.memory / small.memory;
    row(`over what a tenth of it takes (${Math.round(small.memory)} MB)`, `${grown.toFixed(2)} ×`, `≤ ${GROWTH} ×`, grown <= GROWTH);
    console.log(`medians of ${RUNS} runs on ${os.cpus().length} × ${os.cpus()[0].model.trim()}`);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
