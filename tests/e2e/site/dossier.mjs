// A dossier of invented cases: summaries as the store keeps them, enough for the dossier page. The same number gives the same ones.

const CRITERIA = ["coverage", "poverty", "origin", "language", "religion", "health", "disability", "orientation", "gender", "family", "age", "residence"];
const PRACTICES = ["refusal", "restriction", "documents", "payment", "referral", "stigma"];
const HOSTS = ["www.doctolib.fr", "www.maiia.com", "www.keldoc.com", "cabinet-exemple.fr"];
const DEPARTMENTS = ["69", "75", "2A", "974", ""];
const QUOTES = ["Les bénéficiaires de la CMU ne sont pas acceptés.", "Pas d’AME.", "Patients C2S : le mardi matin uniquement.", "Échographie : chèque de caution pour les patients CMU."];

const hex = (n, digits) => n.toString(16).padStart(digits, "0");

/** The case of a number. Each tenth is the ninth seen again. */
export function invented(n) {
  const like = n % 10 === 9 ? n - 1 : n;
  const day = new Date(Date.UTC(2026, 0, 1 + (n % 300))).toISOString().slice(0, 10);
  return {
    id: `case-${n}`,
    host: HOSTS[like % 4],
    page: hex(like, 16),
    practitioner: `Dr ${["Hélène", "Zoé", "Amine", "Chloé"][like % 4]} Exemple ${like}`,
    profession: "Médecin généraliste",
    department: DEPARTMENTS[like % 5],
    criterion: CRITERIA[like % 12],
    practice: PRACTICES[like % 6],
    grade: like % 3 ? "flag" : "check",
    ...(n % 7 ? {} : { state: "to_validate" }),
    seen: `${day}T10:00:00Z`,
    day,
    updated: `2026-11-01T10:${hex(0, 2)}:00Z`,
    quote: QUOTES[like % 4],
    text: hex(like, 64),
    same: hex(like, 16),
    capture: hex(n, 64),
    bytes: 120_000,
  };
}

/** Puts that many into the store of the page that is in front, which has opened it. */
export async function fill(driver, length) {
  const summaries = Array.from({ length }, (_, n) => invented(n));
  await driver.executeAsyncScript(
    (summaries, done) => {
      const opening = indexedDB.open("vigie");
      opening.onsuccess = () => {
        const transaction = opening.result.transaction("summaries", "readwrite");
        for (const one of summaries) transaction.objectStore("summaries").put({ id: one.id, text: one.text, summary: JSON.stringify(one) });
        transaction.oncomplete = () => (opening.result.close(), done(null));
        transaction.onabort = () => done(String(transaction.error));
      };
    },
    summaries,
  );
}
