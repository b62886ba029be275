// Pages that live: lists that grow, views that render again without end, addresses that change without loading. Each has the
// functions by which a test sets it off.

import { MENTION } from "./huge.mjs";
import { card, layout } from "./layout.mjs";

/** A result card as booking sites have them; every fortieth has a mention. Runs in the page. */
function cardOf(number) {
  const names = ["Paul Estève", "Sana Belkacem", "Hugo Lemaire", "Inès Le Goff", "Awa Keita", "Théo Vasseur", "Louise Marchal"];
  const places = ["11 cours des Alpes, 38000 Grenoble", "6 place Notre-Dame, 38000 Grenoble", "40 rue du Drac, 38100 Grenoble"];
  const made = document.createElement("div");
  made.className = "card result";
  const hours = ["9:00", "9:20", "10:40", "14:20", "16:40"].map((hour) => `<button type="button">${hour}</button>`).join("");
  made.innerHTML = `<div><h3><a href="/resultats#${number}">Dr ${names[number % names.length]} (${number})</a></h3>
<p>Médecin généraliste</p><p>${places[number % places.length]}</p><p>Conventionnée secteur 1 – Carte Vitale acceptée</p></div>
<div class="slots"><b>lundi ${1 + (number % 28)}</b>${hours}</div><a href="/resultats#${number}">Prendre rendez-vous</a>`;
  if (number % 40 === 7) {
    const note = document.createElement("p");
    note.textContent = window.mention;
    made.firstChild.append(note);
  }
  return made;
}

/** Runs in the page: so many cards in batches, one every so many ms. */
function grow({ count, size, pause }) {
  const list = document.querySelector("#results");
  let number = 0;
  const step = () => {
    for (let each = 0; each < size && number < count; each += 1) list.append(window.cardOf((number += 1)));
    if (number < count) setTimeout(step, pause);
    else window.grown = true;
  };
  step();
}

/** Runs in the page: a view that is rendered again in every frame, all its nodes new. */
function churn({ count }) {
  window.churning = true;
  let round = 0;
  const render = () => {
    round += 1;
    const made = Array.from({ length: count }, (_, number) => window.cardOf(number));
    made[0].querySelector("p").textContent = `Vu ${round} fois`;
    document.querySelector("#results").replaceChildren(...made);
    if (window.churning) requestAnimationFrame(render);
  };
  render();
}

/** Runs in the page: about so many records of change a second, in small tasks, for as long as it is not told to stop. */
function storm({ perSecond }) {
  window.churning = true;
  const note = document.querySelector("#note");
  const channel = new MessageChannel();
  const begun = performance.now();
  window.stormed = 0;
  channel.port1.onmessage = () => {
    if (!window.churning) return;
    const due = ((performance.now() - begun) / 1000) * perSecond;
    for (let each = 0; each < 500 && window.stormed < due; each += 1) note.firstChild.data = String((window.stormed += 1));
    channel.port2.postMessage(null);
  };
  channel.port2.postMessage(null);
}

/** Runs in the page: another view under another address, as single-page applications do. */
function visit(path, words) {
  history.pushState({}, "", path);
  document.querySelector("#results").replaceChildren();
  document.querySelector("#note").textContent = words;
}

const script = `<script>window.mention = ${JSON.stringify(`${MENTION}.`)};
${[cardOf, grow, churn, storm, visit].map((each) => `window.${each.name} = ${each};`).join("\n")}</script>`;

/** By path: the page, made on the spot. */
export const LIVING = {
  "/vivant": () =>
    layout({
      title: "Une liste qui vit",
      kind: "single",
      body: `<h1>Médecins à Grenoble</h1>${card("À savoir", `<p id="note">Le cabinet est ouvert.</p>`)}<div id="results" class="stack"></div>${script}`,
    }),
};
