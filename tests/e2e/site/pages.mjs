// The invented pages, each with what Vigie must find there. `findings` are the identities that the tests ask for: the
// words quoted, the criterion, the practice, the grade, the rule; `marks` are the words painted, where they are not the quotes.

import { booking, card, facts, jsonld, layout, who } from "./layout.mjs";

const p = (text) => `<p>${text}</p>`;
const flag = (quote, practice, rule) => ({ quote, criterion: "coverage", practice, grade: "flag", rule });
const check = (quote, practice, rule) => ({ quote, criterion: "coverage", practice, grade: "check", rule });

const physician = (name, street, town, rpps) => ({
  "@context": "https://schema.org",
  "@type": "Physician",
  name,
  medicalSpecialty: "Médecin généraliste",
  identifier: rpps,
  address: { "@type": "PostalAddress", streetAddress: street, postalCode: town.slice(0, 5), addressLocality: town.slice(6), addressCountry: "FR" },
});

const profile = {
  path: "/medecin-generaliste/lyon/camille-fontanel",
  findings: [
    flag("Patients bénéficiaires de la CMU ou de l’AME non acceptés", "refusal", "refusal.negated"),
    flag("C2S : uniquement le mardi matin", "restriction", "restriction.only"),
    check("Pas de tiers payant", "payment", "check.no-third-party"),
  ],
  page: layout({
    title: "Dr Camille Fontanel, médecin généraliste à Lyon – Rendez-vous Santé (exemple)",
    crumbs: ["Accueil", "Médecin généraliste", "Lyon 3e"],
    head: jsonld(physician("Dr Camille Fontanel", "14 rue des Tanneurs", "69003 Lyon", "10003879623")),
    body: `<div class="stack">
${who({ initials: "CF", name: "Dr Camille Fontanel", profession: "Médecin généraliste", place: "14 rue des Tanneurs, 69003 Lyon", tags: ["Conventionnée secteur 1", "Carte Vitale acceptée", "Téléconsultation"] })}
${card("Présentation", p("Le docteur Camille Fontanel vous reçoit au cabinet médical des Tanneurs, dans le 3<sup>e</sup> arrondissement. Elle suit les adultes comme les enfants, pour la médecine de tous les jours, la prévention et les vaccins.") + p("Patients bénéficiaires de la CMU ou de l’AME non acceptés."))}
${card("Tarifs et remboursement", facts([["Consultation", "30 €"], ["Consultation de moins de 6 ans", "35 €"], ["Moyens de paiement", "Chèques, espèces, carte bancaire"]]) + p("Pas de tiers payant."))}
${card("Informations pratiques", `<h3>Accès</h3>${p("Métro Place Guichard, ligne B. Cabinet au 2<sup>e</sup> étage avec ascenseur.")}<h3>Horaires</h3><ul><li>Du lundi au vendredi, de 9 h à 12 h et de 14 h à 18 h</li><li>C2S : uniquement le mardi matin</li></ul>`)}
${card("Langues parlées", p("Français, anglais, portugais"))}
${card("Informations légales", `<details><summary>Voir les informations légales</summary>${facts([["Numéro RPPS", "10003879623"], ["Forme", "Cabinet individuel"]])}</details>`)}
</div>
${booking(["Consultation de médecine générale", "Suivi d’un enfant", "Vaccination", "Certificat"])}`,
  }),
};

const clear = {
  path: "/sage-femme/nantes/ines-le-goff",
  findings: [],
  page: layout({
    title: "Inès Le Goff, sage-femme à Nantes – Rendez-vous Santé (exemple)",
    crumbs: ["Accueil", "Sage-femme", "Nantes"],
    head: jsonld({ "@context": "https://schema.org", "@type": "MedicalBusiness", name: "Inès Le Goff", address: "3 allée des Tilleuls, 44000 Nantes" }),
    body: `<div class="stack">
${who({ initials: "IL", name: "Inès Le Goff", profession: "Sage-femme", place: "3 allée des Tilleuls, 44000 Nantes", tags: ["Conventionnée", "Tiers payant"] })}
${card("Présentation", p("Inès Le Goff accompagne les femmes avant, pendant et après la grossesse. Nouvelles patientes bienvenues.") + p("CMU, C2S et AME acceptées. Tiers payant pour les bénéficiaires de la complémentaire santé solidaire."))}
${card("Tarifs et remboursement", facts([["Consultation", "26,50 €"], ["Moyens de paiement", "Carte bancaire, chèques"], ["Dépassements", "Aucun dépassement pour les patientes C2S ou AME"]]))}
${card("Informations pratiques", p("Merci d’annuler au moins 24 heures à l’avance. Pas de visite à domicile.") + p("Cabinet au 1<sup>er</sup> étage sans ascenseur."))}
</div>
${booking(["Suivi de grossesse", "Rééducation", "Contraception"])}`,
  }),
};

const strict = {
  path: "/dentiste/lille/theo-vasseur",
  // Nothing may run in this page but what comes from outside of it.
  headers: { "content-security-policy": "default-src 'none'; script-src 'none'; style-src 'self'; img-src data:; frame-ancestors 'none'" },
  findings: [flag("Pas de CMU", "refusal", "refusal.bare")],
  page: layout({
    title: "Dr Théo Vasseur, chirurgien-dentiste à Lille – Rendez-vous Santé (exemple)",
    body: `<div class="stack">${who({ initials: "TV", name: "Dr Théo Vasseur", profession: "Chirurgien-dentiste", place: "8 rue du Beffroi, 59000 Lille" })}
${card("Informations pratiques", p("Pas de CMU."))}</div>${booking(["Détartrage", "Urgence dentaire"])}`,
  }),
};

const late = {
  path: "/ophtalmologue/rennes/awa-keita",
  findings: [flag("AME non acceptée", "refusal", "refusal.negated")],
  page: layout({
    title: "Dr Awa Keita, ophtalmologue à Rennes – Rendez-vous Santé (exemple)",
    head: `<script src="/late.js" defer></script>`,
    body: `<div class="stack">${who({ initials: "AK", name: "Dr Awa Keita", profession: "Ophtalmologue", place: "21 quai des Lices, 35000 Rennes" })}
<div id="root"><section class="card"><p>Chargement…</p></section></div></div>${booking(["Contrôle de la vue", "Fond d’œil"])}`,
  }),
};

const shadow = {
  path: "/kinesitherapeute/tours/noe-charpentier",
  findings: [flag("Pas de CMU acceptée", "refusal", "refusal.negated")],
  page: layout({
    title: "Noé Charpentier, masseur-kinésithérapeute à Tours – Rendez-vous Santé (exemple)",
    body: `<div class="stack">${who({ initials: "NC", name: "Noé Charpentier", profession: "Masseur-kinésithérapeute", place: "5 rue de la Loire, 37000 Tours" })}
<practice-card><template shadowrootmode="open"><link rel="stylesheet" href="/site.css"><section class="card"><h2>Présentation</h2><p>Pas de CMU acceptée.</p></section></template></practice-card></div>${booking(["Bilan", "Rééducation"])}`,
  }),
};

const framed = {
  path: "/cadre/informations",
  findings: [flag("pas d’AME", "refusal", "refusal.bare")],
  page: `<!doctype html><html lang="fr"><meta charset="utf-8"><title>Informations du cabinet</title><link rel="icon" href="data:,"><link rel="stylesheet" href="/site.css"><body><section class="card"><h2>Informations du cabinet</h2><p>À savoir : pas d’AME.</p></section></body></html>`,
};

const frame = {
  path: "/pediatre/metz/louise-marchal",
  findings: [],
  page: layout({
    title: "Dr Louise Marchal, pédiatre à Metz – Rendez-vous Santé (exemple)",
    body: `<div class="stack">${who({ initials: "LM", name: "Dr Louise Marchal", profession: "Pédiatre", place: "2 place des Charrons, 57000 Metz" })}
<iframe src="${framed.path}" title="Informations du cabinet"></iframe></div>${booking(["Visite du premier mois", "Vaccination"])}`,
  }),
};

const result = (name, profession, place, note) =>
  `<article class="card result"><div><h2>${name}</h2><p>${profession}, ${place}</p><p>${note}</p></div><button type="button">Voir les créneaux</button></article>`;

const results = {
  path: "/resultats",
  findings: [flag("CMU s’abstenir", "refusal", "refusal.refused")],
  page: layout({
    title: "Médecins à Grenoble – Rendez-vous Santé (exemple)",
    kind: "single",
    body: `<div class="stack"><h1>3 soignants à Grenoble</h1>
${result("Dr Paul Estève", "Médecin généraliste", "11 cours des Alpes", "Reçoit sans rendez-vous le samedi matin.")}
${result("Dr Hugo Lemaire", "Dermatologue", "40 rue du Drac", "CMU s’abstenir.")}
${result("Dr Sana Belkacem", "Médecin généraliste", "6 place Notre-Dame", "C2S et AME acceptées.")}</div>`,
  }),
};

const table = {
  path: "/centre/montpellier/centre-des-aubes",
  findings: [flag("Patients AME Jeudi uniquement", "restriction", "restriction.only")],
  marks: ["Jeudi uniquement"],
  page: layout({
    title: "Centre dentaire des Aubes à Montpellier – Rendez-vous Santé (exemple)",
    kind: "single",
    body: card(
      "Qui reçoit quand",
      `<table><thead><tr><th>Public</th><th>Accueil</th></tr></thead><tbody>
<tr><th scope="row">Adultes</th><td>Du lundi au samedi</td></tr>
<tr><th scope="row">Patients AME</th><td>Jeudi uniquement</td></tr>
<tr><th scope="row">Enfants</th><td>Le mercredi de préférence</td></tr></tbody></table>`,
    ),
  }),
};

/** A page that contradicts itself about whom it is about. */
const doubtful = {
  path: "/dentiste/rouen/malo-kerbrat",
  findings: [flag("Pas de CMU", "refusal", "refusal.bare")],
  page: layout({
    title: "Dr Malo Kerbrat, chirurgien-dentiste à Rouen – Rendez-vous Santé (exemple)",
    head: jsonld({ "@context": "https://schema.org", "@type": "Dentist", name: "Cabinet dentaire du Port", telephone: "+33299001234", address: "7 quai du Havre, 76000 Rouen" }),
    body: `<div class="stack">${who({ initials: "MK", name: "Dr Malo Kerbrat", profession: "Chirurgien-dentiste", place: "9 rue des Carmes, 76000 Rouen", tags: ["Conventionné secteur 1"] })}
${card("Informations pratiques", p("Pas de CMU."))}
${card("Informations légales", p("Numéro RPPS : 10003879624"))}
<p><a href="tel:+33299005678">Appeler le cabinet</a></p></div>${booking(["Contrôle"])}`,
  }),
};

const empty = { path: "/vide", findings: [], page: `<!doctype html><html lang="fr"><title></title><link rel="icon" href="data:,"><body></body></html>` };

const home = {
  path: "/",
  findings: [],
  page: layout({
    title: "Rendez-vous Santé (exemple)",
    kind: "single",
    body: card(
      "Pages d’exemple",
      `<ul>${[profile, clear, strict, late, shadow, frame, results, table]
        .map(({ path, page }) => `<li><a href="${path}">${page.match(/<title>(.*?) – /)?.[1] ?? path}</a></li>`)
        .join("")}</ul>`,
    ),
  }),
};

export { clear, doubtful, empty, frame, framed, home, late, profile, results, shadow, strict, table };

/** Every page that is the same for every visit. */
export const PAGES = [clear, doubtful, empty, frame, framed, home, late, profile, results, shadow, strict, table];
