// What surrounds the content of every invented page. The brand, the people, the addresses and the numbers are made up.

const LOGO = `<svg viewBox="0 0 32 32" aria-hidden="true"><rect x="2" y="5" width="28" height="25" rx="7" fill="#0f6f76"/><path d="M9 2v7M23 2v7" stroke="#0f6f76" stroke-width="3" stroke-linecap="round"/><path d="M10 18.5l4.4 4.5L23 14" fill="none" stroke="#fff" stroke-width="3" stroke-linecap="round" stroke-linejoin="round"/></svg>`;

/** Text that may stand in an element or an attribute. */
export function escape(text) {
  return text.replace(/[&<>"]/g, (letter) => `&#${letter.charCodeAt(0)};`);
}

/** A page of the invented site. `head` and `body` are markup, `crumbs` words. */
export function layout({ title, head = "", crumbs = [], body, kind = "" }) {
  const trail = crumbs.length ? `<p class="crumbs">${crumbs.map(escape).join(" › ")}</p>` : "";
  return `<!doctype html>
<html lang="fr">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escape(title)}</title>
<meta property="og:site_name" content="Rendez-vous Santé (exemple)">
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/site.css">
${head}
</head>
<body>
<header class="bar"><div>
<a class="brand" href="/">${LOGO}<span>Rendez-vous Santé <small>(exemple)</small></span></a>
<nav><a href="/resultats">Trouver un soignant</a><a href="/">Toutes les pages d’exemple</a></nav>
</div></header>
${trail}
<main class="page ${kind}">
${body}
</main>
<p class="notice">Site inventé pour les essais de Vigie. Toute ressemblance avec des personnes existantes serait fortuite.</p>
</body>
</html>
`;
}

/** One card of a page: its heading and its content as markup. */
export function card(heading, content) {
  return `<section class="card"><h2>${escape(heading)}</h2>\n${content}\n</section>`;
}

/** The header of a profile. */
export function who({ initials, name, profession, place, tags = [] }) {
  const items = tags.map((tag) => `<li>${escape(tag)}</li>`).join("");
  return `<section class="card"><div class="who"><div class="face" aria-hidden="true">${escape(initials)}</div><div>
<h1>${escape(name)}</h1><p>${escape(profession)}</p><p>${escape(place)}</p></div></div>
${items && `<ul class="tags">${items}</ul>`}</section>`;
}

/** The column where an appointment is taken. */
export function booking(motives) {
  const hours = ["9:00", "9:20", "10:40", "11:00", "14:20", "—", "15:00", "16:40", "17:20"];
  const slots = hours.map((hour) => `<span${hour === "—" ? ' class="none"' : ""}>${hour}</span>`).join("");
  return `<aside class="card book"><h2>Prendre rendez-vous en ligne</h2>
<label for="motive">Motif de la consultation</label>
<select id="motive">${motives.map((motive) => `<option>${escape(motive)}</option>`).join("")}</select>
<div class="slots"><b>lun. 23</b><b>mar. 24</b><b>mer. 25</b>${slots}</div>
<button type="button">Choisir ce créneau</button></aside>`;
}

/** A description for machines, as the real sites carry it. */
export function jsonld(data) {
  return `<script type="application/ld+json">${JSON.stringify(data).replaceAll("<", "\\u003c")}</script>`;
}

/** A list of terms with what stands beside each. */
export function facts(pairs) {
  const rows = pairs.map(([term, text]) => `<dt>${escape(term)}</dt><dd>${escape(text)}</dd>`).join("\n");
  return `<dl class="facts">\n${rows}\n</dl>`;
}
