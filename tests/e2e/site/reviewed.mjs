// Cases for the tests of review, as an older version kept them: five, two of which have the same text. The Rust tests make
// them (src/dossier/review/tests.rs) and read them with every run.

import { readFileSync } from "node:fs";

const CASES = readFileSync(new URL("../../review/cases.jsonl", import.meta.url), "utf8").trim().split("\n").map((line) => JSON.parse(line));

/** Puts the cases into the dossier, from a page of the extension that has opened it. */
export function keepCases(page) {
  return page.run(
    (cases) =>
      new Promise((resolve, reject) => {
        const opening = indexedDB.open("vigie");
        opening.onerror = () => reject(opening.error);
        opening.onsuccess = () => {
          const writing = opening.result.transaction("cases", "readwrite");
          for (const [id, updated, json] of cases) writing.objectStore("cases").put({ id, updated, case: json });
          writing.onabort = () => reject(writing.error);
          writing.oncomplete = () => {
            opening.result.close();
            resolve(true);
          };
        };
      }),
    CASES.map((each) => [each.id, each.updated.utc, JSON.stringify(each)]),
  );
}

/** Takes the dossier away. */
export function forgetCases(page) {
  return page.run(
    () =>
      new Promise((resolve) => {
        const deleting = indexedDB.deleteDatabase("vigie");
        deleting.onsuccess = deleting.onerror = () => chrome.storage.local.remove("reviewer").then(() => resolve(true));
      }),
  );
}
