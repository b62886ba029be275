// Forms as different people build them, all invented, with what each of their fields must hold when it was filled from the report
// of tests/e2e/fill.test.mjs. `filled` are the fields by their id; whatever is not named there keeps what it holds.

import { application } from "../apps/build.mjs";

/** Watches what a page must never notice: that a form is sent. What is typed into it is counted. */
const WATCH = `<script>window.submits = 0; window.inputs = 0; window.faults = [];
document.addEventListener("submit", (event) => { submits += 1; event.preventDefault(); });
addEventListener("input", () => { inputs += 1; }, true);
addEventListener("error", ({ message }) => faults.push(message));
addEventListener("message", ({ data, source }) => data === "inputs" && source.postMessage({ inputs }, "*"));</script>`;

const STYLE = `<style>body { font: 16px system-ui; margin: 2rem auto; max-inline-size: 44rem; padding-inline: 1rem } label, legend { display: block }
input:not([type=radio], [type=checkbox]), select, textarea { inline-size: 20rem; padding: .4rem } fieldset { margin-block: 1rem } p { margin-block: .6rem }
.sr { position: absolute; left: -9999px } .none { display: none }</style>`;

const page = (title, body) =>
  `<!doctype html><html lang="fr"><head><meta charset="utf-8"><title>${title} (exemple)</title><link rel="icon" href="data:,">${STYLE}${WATCH}</head><body><h1>${title}</h1>${body}</body></html>`;

const line = (id, label, attributes = "") => `<p><label for="${id}">${label}</label><input id="${id}" name="${id}" ${attributes}></p>`;

const plain = {
  path: "/formulaire/simple",
  filled: {
    "role-victim": true,
    nom: "Modèle",
    prenom: "Dominique",
    email: "dominique@example.org",
    email2: "dominique@example.org",
    tel: "0612345678",
    voie: "2 place du Modèle",
    cp: "74000",
    ville: "Annecy",
    organisme: "Dr Camille Fontanel",
    "organisme-cp": "69003",
    jour: "2026-11-21",
    faits: /^Le [^]*Patients bénéficiaires de la CMU[^]*On m’a dit non au téléphone\.$/,
    demarches: "Courrier au cabinet.",
    domaine: "sante",
  },
  offered: ["Critère de discrimination"],
  page: page(
    "Saisir le Défenseur des droits",
    `<form action="/formulaire/envoye">
<fieldset><legend>Vous êtes *</legend><label><input type="radio" name="role" id="role-victim" value="v"> Victime</label>
<label><input type="radio" name="role" id="role-witness" value="t"> Témoin</label></fieldset>
<fieldset><legend>Vos coordonnées</legend>${line("nom", "Nom *", 'autocomplete="family-name"')}${line("prenom", "Prénom *")}
${line("naissance", "Date de naissance", 'type="date"')}${line("email", "Adresse électronique *", 'type="email" required')}
${line("email2", "Confirmez votre adresse électronique", 'type="email"')}${line("tel", "Téléphone", 'type="tel" maxlength="10" pattern="0[0-9]{9}"')}
${line("voie", "N° et libellé de la voie")}${line("cp", "Code postal", 'maxlength="5"')}${line("ville", "Ville")}
<p><label for="pays">Pays</label><select id="pays"><option>France</option><option>Belgique</option></select></p></fieldset>
<fieldset><legend>Organisme ou personne mis en cause</legend>${line("organisme", "Nom de l’organisme")}${line("organisme-cp", "Code postal")}
${line("organisme-mail", "Courriel", 'type="email"')}</fieldset>
<h2>Les faits</h2>${line("jour", "Date des faits", 'type="date"')}
<p><label for="faits">Décrivez les faits *</label><textarea id="faits" rows="6"></textarea></p>
<p><label for="demarches">Démarches déjà effectuées</label><textarea id="demarches"></textarea></p>
<p><label for="deja">Avez-vous déjà un dossier ?</label><input id="deja" value="DDD-42"></p>
<p><label for="domaine">Dans quel domaine ?</label><select id="domaine"><option value="">Choisir</option><option value="emploi">Emploi</option><option value="sante">Santé</option></select></p>
<p><label for="critere">Critère de discrimination</label><select id="critere"><option value="">Choisir</option><option value="o">Origine</option><option value="e">Vulnérabilité résultant de la situation économique</option></select></p>
${line("piece", "Pièces jointes", 'type="file"')}${line("secret", "Mot de passe", 'type="password"')}
<p><label><input type="checkbox" id="accord"> J’accepte que mes nom et prénom soient traités</label></p>
${line("code", "Recopiez le code de sécurité")}
<input type="hidden" name="nom" id="cache"><p class="sr"><label for="piege">Courriel</label><input id="piege" tabindex="-1"></p>
<div class="none">${line("replie", "Prénom")}</div>${line("fige", "Ville", "disabled")}${line("lu", "Nom", "readonly")}
<button>Envoyer</button></form>`,
  ),
};

const steps = {
  path: "/formulaire/etapes",
  filled: { prenom: "Dominique", nom: "Modèle", mail: "dominique@example.org" },
  next: { faits: /Patients bénéficiaires/, attentes: /^Je vous demande/ },
  page: page(
    "Votre demande en deux étapes",
    `<form><section id="one"><h2>Vos coordonnées</h2>${line("prenom", "Votre prénom")}${line("nom", "Votre nom")}${line("mail", "Votre courriel", 'type="email"')}
<button type="button" onclick="one.hidden = true; two.hidden = false">Suivant</button></section>
<section id="two" hidden><h2>Votre situation</h2><p><label for="faits">Expliquez votre situation</label><textarea id="faits"></textarea></p>
<p><label for="attentes">Qu’attendez-vous du Défenseur des droits ?</label><textarea id="attentes"></textarea></p><button>Envoyer</button></section></form>`,
  ),
};

const table = {
  path: "/formulaire/tableau",
  filled: { a1: "Modèle", a2: "Dominique", a3: "74000", a4: "Annecy", a5: "dominique@example.org", a6: "Dr Camille Fontanel" },
  page: page(
    "Réclamation",
    `<form><table><tr><td>Nom :</td><td><input id="a1"></td><td>Prénom :</td><td><input id="a2"></td></tr>
<tr><td>Code postal</td><td><input id="a3"></td><td>Ville</td><td><input id="a4"></td></tr><tr><th>Courriel</th><td colspan="3"><input id="a5"></td></tr></table>
<table><tr><th>Professionnel mis en cause</th><th>Téléphone du secrétariat</th></tr><tr><td><input id="a6"></td><td><input id="a7" type="tel"></td></tr></table></form>`,
  ),
};

const floating = {
  path: "/formulaire/flottant",
  filled: { b1: "Dominique", b2: "Modèle", b3: "06 12 34 56 78", b4: /^2 place du Modèle\n74000 Annecy$/ },
  page: page(
    "Contact",
    `<style>.f { position: relative; margin-block: 1.5rem } .f label, .f span { position: absolute; top: .6rem; left: .6rem; pointer-events: none }
.f input:not(:placeholder-shown) + *, .f input:focus + * { top: -1rem; font-size: .8rem }</style><form>
<div class="f"><input id="b1" placeholder=" "><label for="b1">Prénom</label></div><div class="f"><input id="b2" placeholder=" "><label>Nom</label></div>
<div class="f"><input id="b3" type="tel" placeholder=" "><span>Téléphone</span></div><div class="f"><textarea id="b4" placeholder="Adresse postale"></textarea></div></form>`,
  ),
};

const react = {
  path: "/formulaire/react",
  filled: {
    "r-first": "Dominique",
    "r-last": "Modèle",
    "r-phone": "06 12 34 56 78",
    "r-facts": /Patients bénéficiaires/,
    "r-victim": true,
    "r-domain": "care",
  },
};

const component = (id, attributes, inner) =>
  `<x-field id="${id}-host" ${attributes}><template shadowrootmode="open"><style>input { padding: .4rem }</style>${inner}</template></x-field>`;

const shadow = {
  path: "/formulaire/composants",
  filled: { s1: "Dominique", s2: "Modèle", s3: "dominique@example.org", s4: "74000" },
  page: page(
    "Formulaire de composants",
    `<form>${component("s1", "", '<label for="s1">Prénom</label><input id="s1">')}${component("s2", 'label="Nom de famille"', '<input id="s2">')}
<p><label for="s3-host">Courriel</label>${component("s3", "", '<input id="s3">')}</p>
<x-outer><template shadowrootmode="open"><x-field name="codePostal"><template shadowrootmode="open"><input id="s4"></template></x-field></template></x-outer></form>`,
  ),
};

const labelled = {
  path: "/formulaire/aria",
  filled: { l1: "Modèle", l2: "Dominique", l3: "Annecy", l4: "Dr Camille Fontanel", l5: "https" },
  page: page(
    "Formulaire ARIA",
    `<form><div role="group" aria-labelledby="t1"><div id="t1">Vous</div><div id="n">Nom de famille</div><input id="l1" aria-labelledby="n">
<div id="p1">Votre</div><div id="p2">prénom</div><input id="l2" aria-labelledby="p1 p2 inconnu"><input id="l3" aria-label="Ville"></div>
<div role="group" aria-label="Le professionnel mis en cause"><div id="q">Nom</div><input id="l4" aria-labelledby="q"></div>
<div id="u">Adresse de la page internet</div><input type="url" id="l5" aria-labelledby="u">
<div id="e">Décrivez les faits</div><div id="l6" contenteditable="true" role="textbox" aria-labelledby="e"></div></form>`,
  ),
};

const hostile = {
  path: "/formulaire/hostile",
  filled: { constructor: "Dominique", h2: "Modèle", h3: "dominique@example.org" },
  page: page(
    "Formulaire hostile",
    `<form id="form"><fieldset><legend>Vos coordonnées</legend><p><label for="constructor">Prénom</label><input id="constructor" name="__proto__"></p>
<p><label for="h2">Nom de famille &lt;script&gt;faults.push("script")&lt;/script&gt;</label><input id="h2" name="elements"></p>
<p><label for="h3">Courriel</label><input id="h3" name="submit"></p></fieldset>
${["getAttribute", "querySelectorAll", "parentNode", "labels", "closest", "children", "matches", "action", "id", "style", "hasOwnProperty", "toString"].map((name) => `<input type="hidden" name="${name}">`).join("")}
<p><label for="h4" id="long"></label><input id="h4" name="prototype"></p><p><label for="h5">Domaine</label>
<select id="h5" onchange="this.form.requestSubmit()"><option>Choisir</option><option>Santé</option></select></p></form>
<img name="getElementById"><form name="querySelector"></form><form name="createTreeWalker"></form><form name="addEventListener"></form>
<script>long.textContent = "Nom ".repeat(250000);
Object.defineProperty(h2, "value", { get: () => "piège", set() { throw new Error("refused"); } });
for (const name of ["getAttribute", "matches", "dispatchEvent"]) h3[name] = () => { throw new Error("refused"); };
const many = document.createElement("form");
many.innerHTML = Array.from({ length: 5000 }, (_, at) => \`<label>Prénom \${at} <input name="toString"></label>\`).join("");
document.body.append(many);
h3.addEventListener("input", () => form.requestSubmit());</script>`,
  ),
};

/** Its fields go, come and change while it is filled. */
const changing = {
  path: "/formulaire/changeant",
  filled: { c1: "Dominique", c5: "Annecy" },
  page: page(
    "Formulaire qui change",
    `<form>${line("c1", "Votre prénom")}${line("c2", "Votre nom")}${line("c3", "Votre courriel")}${line("c4", "Votre téléphone")}${line("c5", "Votre ville")}</form>
<script>c1.addEventListener("input", () => { c2.closest("p").remove(); document.querySelector("[for=c3]").textContent = "Nom de votre chat";
c4.disabled = true; }, { once: true });</script>`,
  ),
  left: [/n’est plus sur la page/, /a changé entre-temps/],
};

/** A form in a frame of its own site, and a fuller one in a frame of another, which nobody agreed to. */
const framed = {
  path: "/formulaire/cadres",
  page: page(
    "Formulaire dans un cadre",
    `<iframe name="own" src="${steps.path}" width="600" height="400"></iframe><iframe name="foreign" width="600" height="400"></iframe>
<script>foreign.location = "http://127.0.0.1:" + location.port + "${plain.path}";</script>`,
  ),
};

const nothing = { path: "/formulaire/vide", filled: {}, page: page("Rien à remplir", `<form><label>Couleur préférée <input id="v"></label></form>`) };

export { changing, floating, framed, hostile, labelled, nothing, plain, react, shadow, steps, table };

const STATIC = new Map([plain, steps, table, floating, shadow, labelled, hostile, changing, framed, nothing].map((form) => [form.path, form]));

/** What stands at a path of these; null elsewhere. */
export async function form(path) {
  if (path === "/formulaire/react.js") return application("/apps/form.js");
  if (path === react.path) return { type: "text/html", body: page("Formulaire React", `<div id="root"></div><script src="/formulaire/react.js"></script>`) };
  const found = STATIC.get(path);
  return found ? { type: "text/html", body: found.page } : null;
}
