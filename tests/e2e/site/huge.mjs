// Pages as no practice writes them: very long, very full, or hostile. Made when asked for, never kept.

import { card, escape, jsonld, layout, who } from "./layout.mjs";

// Ordinary sentences of booking pages, none of which is about anybody.
export const SENTENCES = [
  "Le cabinet est ouvert du lundi au vendredi de neuf heures à dix-huit heures.",
  "Merci de prévenir le secrétariat en cas d’empêchement, au moins un jour à l’avance.",
  "La carte bancaire et les chèques sont acceptés au cabinet.",
  "Le stationnement est possible dans la rue voisine, et l’arrêt de bus est à deux pas.",
  "Pensez à apporter vos ordonnances et vos derniers résultats d’analyses.",
  "Les consultations durent vingt minutes en moyenne, davantage pour un premier rendez-vous.",
  "Le docteur suit aussi bien les enfants que les adultes.",
  "Une téléconsultation peut être proposée après un premier examen.",
];
export const MENTION = "Patients bénéficiaires de la CMU non acceptés";
/** What a page says instead, once it has changed. */
export const LATER = "AME refusée";

/** Text of about so many letters in so many paragraphs, with one mention in the middle, unless it is empty. */
function prose(letters, nodes, mention = `${MENTION}.`) {
  const each = Math.max(1, Math.floor(letters / nodes));
  const paragraphs = [];
  for (let index = 0; index < nodes; index += 1) {
    let text = SENTENCES[index % SENTENCES.length];
    while (text.length < each) text += ` ${SENTENCES[(index + text.length) % SENTENCES.length]}`;
    paragraphs.push(text.slice(0, each));
  }
  if (mention !== "") paragraphs[Math.floor(nodes / 2)] = mention;
  return paragraphs;
}

/** Sections of twenty paragraphs, as long pages have them. */
function sections(paragraphs) {
  const cards = [];
  for (let index = 0; index < paragraphs.length; index += 20) {
    const content = paragraphs.slice(index, index + 20).map((text) => `<p>${escape(text)}</p>`);
    cards.push(card(`Informations, partie ${index / 20 + 1}`, content.join("\n")));
  }
  return cards.join("\n");
}

const person = who({ initials: "SD", name: "Dr Simone Delaunay", profession: "Médecin généraliste", place: "1 rue du Port, 29200 Brest" });
const around = (title, content, head = "") => layout({ title, head, kind: "single", body: `<div class="stack">${person}${content}</div>` });

// Text that UTF-8 cannot carry has to be written by the page itself.
const script = (code) => `<script>document.querySelector("[data-here]").textContent = ${code};</script>`;
const here = `<p data-here></p>`;

/** Once it sees its first words marked, which it can, it takes them back: there, the reading has only begun. */
const CHANGES = `const paragraph = document.querySelector("[data-here]");
const watching = setInterval(() => {
  if (![...CSS.highlights.values()].some((each) => each.size > 0)) return;
  clearInterval(watching);
  paragraph.firstChild.data = "Les patients de la CMU sont acceptés.";
  const next = document.createElement("p");
  next.textContent = "${LATER}.";
  paragraph.after(next);
  globalThis.changedAt = Date.now();
}, 1);`;

const HOSTILE_NAME = `Dr <img src=x onerror="document.title='pris'"> & "Fils"`;
const deep = `${'{"a":['.repeat(20_000)}1${"]}".repeat(20_000)}`;

/** By path: the page, made on the spot. */
export const HUGE = {
  "/grand/10ko": () => around("10 Ko", sections(prose(8_000, 60))),
  "/grand/200ko": () => around("200 Ko en 5 000 nœuds", sections(prose(200_000, 5_000))),
  "/grand/5mo": () => around("5 Mo", sections(prose(5_000_000, 4_000))),
  "/grand/100000-noeuds": () => around("100 000 nœuds", sections(prose(2_000_000, 100_000))),
  "/grand/un-million-de-lettres": () =>
    around("Un million de lettres", card("Texte", `<p>${"a".repeat(500_000)}. ${MENTION}. ${"b".repeat(500_000)}</p>`)),
  "/mauvais/substituts": () =>
    around("Substituts isolés", card("Texte", here) + script(`"\\ud83d pas lisible \\udc00. ${MENTION}. \\udfff\\ud800"`)),
  "/mauvais/ecritures": () =>
    around(
      "Écritures mêlées",
      card(
        "Texte",
        `<p dir="rtl">الطبيب يستقبل جميع المرضى. ${MENTION}. שלום וברוכים הבאים</p><p>\u202e${SENTENCES[0]}\u202c Добро пожаловать 欢迎 👩🏽‍⚕️</p>`,
      ),
    ),
  "/mauvais/nom": () =>
    layout({
      title: HOSTILE_NAME,
      head: jsonld({ "@type": "Physician", name: HOSTILE_NAME, address: { streetAddress: HOSTILE_NAME, addressLocality: { toString: 1 } } }),
      body: `<div class="stack">${who({ initials: "<b>", name: HOSTILE_NAME, profession: "<script>alert(1)</script>", place: HOSTILE_NAME })}${card("Texte", `<p>${MENTION} &lt;img src=x onerror=alert(1)&gt;.</p>`)}</div>`,
    }),
  "/mauvais/jsonld": () =>
    around(
      "JSON-LD hostile",
      card("Texte", `<p>${MENTION}.</p>`),
      [
        `<script type="application/ld+json">{"@type": "Physician", "name": </script>`,
        `<script type="application/ld+json">${deep}</script>`,
        `<script type="application/ld+json">{"@type": ["Physician", 7, null], "name": [[]], "address": 12, "identifier": {"value": false}}</script>`,
        jsonld({ "@type": "Physician", name: "x".repeat(2_000_000) }),
        `<script type="application/ld+json">${"[".repeat(5)}</script>`,
      ].join("\n"),
    ),
};

/** Pages that are each the subject of one test: one that changes while it is read, one that brings the engine of the test builds down. */
export const TRYING = {
  "/change": () =>
    around("Change pendant la lecture", `${card("Texte", `<p data-here>${MENTION}.</p>`)}${sections(prose(4_000_000, 8_000, ""))}<script>${CHANGES}</script>`),
  "/panne": () =>
    around("Panne du moteur", `${card("Avant", `<p>${MENTION}.</p>`)}${card("Texte", "<p>Une phrase qui met le moteur en panne.</p>")}`),
};
