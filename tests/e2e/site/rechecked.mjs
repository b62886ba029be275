// Pages of the tests' site that are opened again by « revérifier »: what each says now, and the drafts by which they come into the
// dossier, as if all of them had said the same when they were seen.

import { until } from "../wait.mjs";
import { card, layout } from "./layout.mjs";

/** The words that all of them had said. */
export const QUOTE = "Pas de CMU au cabinet";

const page = (title, cards) => layout({ title: `${title} – Rendez-vous Santé (exemple)`, body: `<div class="stack">${cards.join("")}</div>` });
const hours = card("Horaires", "<p>Du lundi au vendredi, de neuf heures à dix-sept heures, sur rendez-vous.</p>");
const payment = (words) => card("Moyens de paiement", `<p>Carte bancaire et chèques.</p><p>${words}.</p>`);
const bare = (title, body) => `<!doctype html><html lang="fr"><meta charset="utf-8"><title>${title}</title><link rel="icon" href="data:,"><body>${body}</body></html>`;
const same = { body: page("Dr Ada Exemple", [hours, payment(QUOTE)]) };

/** The pages that let their visitor in: somebody has logged in there. */
export const OPEN = new Set();

/** What stands at `/revu/…`. */
const ANSWERS = {
  la: () => same,
  change: () => ({ body: page("Dr Ada Exemple", [hours, payment("La CMU est acceptée au cabinet")]) }),
  partie: () => ({ body: page("Dr Ada Exemple", [hours]) }),
  absente: () => ({ status: 404, body: bare("Introuvable", "<p>Rien ici.</p>") }),
  deplacee: () => ({ status: 302, headers: { location: "/revu/accueil" } }),
  accueil: () => ({ body: page("Accueil", [card("Bienvenue", "<p>Trouvez un soignant près de chez vous.</p>")]) }),
  connexion: () => (OPEN.has("connexion") ? same : { body: bare("Se connecter", '<form><label>Mot de passe <input type="password"></label></form>') }),
  captcha: () => ({ body: bare("Un instant…", "<p>Êtes-vous une personne ?</p>") }),
};

/** What the site answers at a path; null elsewhere. */
export function rechecked(path) {
  const make = ANSWERS[/^\/revu\/(\w+)$/.exec(path)?.[1]];
  return make ? { type: "text/html", body: "", ...make() } : null;
}

/**
 * Has the dossier take up a wording of each of these addresses, in this order, by way of « mode enquête », whose drafts are what
 * the content script reads. Leaves nothing open.
 */
export async function keep(here, addresses) {
  const { browser, site } = here;
  const tab = await browser.open(site.listed("/revu/la"));
  const { findings } = await tab.read();
  const keys = findings.filter(({ quote }) => quote.includes("CMU")).map(({ key }) => key);
  const { drafts } = await tab.message({ type: "drafts", keys });
  const like = (url, n) => ({ ...drafts[0], page: { ...drafts[0].page, url }, facts: { ...drafts[0].facts, title: `Dr Ada Exemple ${n + 1}`, h1: [`Dr Ada Exemple ${n + 1}`] } });
  await browser.ask(
    (drafts) =>
      new Promise((resolve, reject) => {
        const opening = indexedDB.open("vigie-inbox", 1);
        opening.onupgradeneeded = () => {
          for (const name of ["drafts", "seen"]) opening.result.createObjectStore(name, { keyPath: "id" }).createIndex("at", "at");
        };
        opening.onerror = () => reject(opening.error);
        opening.onsuccess = () => {
          const writing = opening.result.transaction("drafts", "readwrite");
          drafts.forEach((draft, n) => {
            const sent = { ...draft, version: 1, way: "inquiry", agent: navigator.userAgent, extension: "1.0.0", private: false, screenshot: null, screenshotWhy: "shot.inquiry" };
            writing.objectStore("drafts").put({ id: String(n).padStart(64, "0"), at: n, draft: sent });
          });
          writing.oncomplete = () => (opening.result.close(), resolve(true));
          writing.onabort = () => reject(writing.error);
        };
      }),
    addresses.map(like),
  );
  await tab.go(browser.page("dossier.html"));
  await until("the cases", () => tab.run((n) => document.querySelector("#status").textContent.startsWith(`${n} mention`), addresses.length));
  await tab.close();
}
