// The sheets of the public text (fiches.mjs) that scripts/train learns silence from: every other one, as a file of JSON lines.
// The others are for measuring, in scripts/bench --silence.

import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { run } from "./failure.mjs";
import { sheets } from "./fiches.mjs";

/** Whether a sheet, by its place, is one that is learned from. */
export const learned = (place) => place % 2 === 0;

if (process.argv[1] && import.meta.filename === process.argv[1]) {
  await run("scripts/train", () => {
    const folder = join("target", "fiches");
    mkdirSync(folder, { recursive: true });
    const file = join(folder, "silent.jsonl");
    const paragraphs = sheets().filter((_, place) => learned(place)).flat();
    writeFileSync(file, paragraphs.map((text) => `${JSON.stringify({ text })}\n`).join(""));
    console.log(file);
  });
}
