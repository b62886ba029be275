// scripts/bench --silence: what vigie says of a public text that speaks of the same people and the same things and refuses
// nobody.

import { spawnSync } from "node:child_process";
import { Failure, run } from "./failure.mjs";
import { sheets } from "./fiches.mjs";
import { learned } from "./silent.mjs";

/** Upper bounds: paragraphs in 10,000 of which something is said. */
const TARGETS = { flag: 1, check: 10 };

await run("scripts/bench", () => {
  const paragraphs = sheets().flatMap((paragraphs, place) => paragraphs.map((text) => ({ text, learned: learned(place) })));
  const input = paragraphs.map(({ text }, id) => JSON.stringify({ id, text })).join("\n");
  const { status, stdout, stderr } = spawnSync("target/release/vigie", ["scan", "--jsonl"], { input, encoding: "utf8", maxBuffer: 1 << 30 });
  if (status !== 0) throw new Failure(`vigie scan --jsonl failed: ${stderr ?? ""}`);
  const fired = { flag: [], check: [] };
  for (const line of stdout.trimEnd().split("\n")) {
    const { id, findings } = JSON.parse(line);
    const worst = findings.find(({ grade }) => grade === "flag") ?? findings[0];
    if (worst) fired[worst.grade].push({ ...worst, ...paragraphs[id] });
  }
  for (const [grade, all] of Object.entries(fired)) {
    for (const [rule, hits] of [...grouped(all)].sort(([, one], [, other]) => other.length - one.length)) {
      console.log(`\n${grade}, ${rule}: ${hits.length}`);
      for (const { quote, text } of hits) console.log(`  « ${quote} »  in  ${text.length > 240 ? `${text.slice(0, 240)}…` : text}`);
    }
  }
  console.log();
  for (const [what, such] of [["paragraphs that scripts/train does not see", ({ learned }) => !learned], ["all paragraphs", () => true]]) {
    const count = paragraphs.filter(such).length;
    console.log(`${count} ${what}`);
    for (const [grade, all] of Object.entries(fired)) {
      const hits = all.filter(such).length;
      const share = (hits / count) * 10_000;
      console.log(`${grade.padEnd(5)} ${String(hits).padStart(6)}   ${share.toFixed(1)} in 10,000   ≤ ${TARGETS[grade]}   ${share <= TARGETS[grade] ? "ok" : "missed"}`);
    }
  }
});

function name({ criterion, rule }) {
  return `${criterion} ${rule}`;
}

function grouped(all) {
  const groups = new Map();
  for (const each of all) groups.set(name(each), [...(groups.get(name(each)) ?? []), each]);
  return groups;
}
