// Takes the people out of a saved page: what must go whatever it says (scripts, tokens, what was typed), and what is proposed to
// be replaced by something invented. It works on the text of the file, so that its elements stay as the site made them; a person
// looks at the list before anything is written.

/** What stands for the names, towns and streets that are found, in their order: all invented. */
const FIRST = ["Anatole", "Bérangère", "Célestin", "Dorothée", "Edgar", "Floriane", "Gaspard", "Honorine", "Ignace", "Joséphine"];
const LAST = ["Ferrandou", "Vallombreuse", "Marchedieu", "Tourangeot", "Quercille", "Bellefontaine", "Sarrazot", "Dormeuil", "Lespinasset", "Grandvaux"];
const TOWNS = ["Lormeil", "Brévenne", "Valdrosne", "Chantegrive"];
const STREETS = ["rue des Tisserands", "place du Lavoir", "boulevard des Remparts", "rue des Forges", "quai de l’Écluse"];
/** Beginnings of telephone numbers that are kept for fiction (ARCEP). */
const PHONES = ["019900", "026191", "035301", "046571", "053649"];
const MOBILE = "063998";

const WORD = "[\\p{Lu}][\\p{L}'’-]+";
const TITLED = new RegExp(
  `(?<![\\p{L}])(?:Dr|Docteure?|Pr|Professeure?|M\\.|Mme|Mlle|Madame|Monsieur)\\.?[ \\u00a0]+(${WORD}(?:[ \\u00a0]+(?:de la |d[eu] |l[ea] )?${WORD}){0,2})`,
  "gu",
);
const MAIL = /[\w.+-]+@[\w-]+(?:\.[\w-]+)+/g;
const PHONE = /(?<![\d.])(?:\+33|0033|0)[\s.\u00a0-]?[1-9](?:[\s.\u00a0-]?\d{2}){4}(?!\d)/g;
const STREET =
  /\d{1,4}(?:\s?(?:bis|ter|quater))?,?\s+(?:rue|avenue|av\.|boulevard|bd|place|pl\.|allée|chemin|quai|impasse|route|cours|square|passage|faubourg|esplanade)\s+[^<>,;"\n\d]{3,60}?(?=\s*(?:[,;<"\n–-]|\d{5}|$))/giu;
const TOWN = /(?<!\d)(\d{5})[ \u00a0]+(\p{Lu}[\p{L}'’-]+(?:[ -](?:\p{Lu}|l[eè]s|en|sur|sous|la|de|du)[\p{L}'’-]*){0,4})/gu;
const NUMBER = /(?<!\d)(?:\d[ \u00a0.]?){8,13}\d(?!\d)/g;
const IDS = /\b(?:[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}|[0-9a-f]{24})\b|(?<=practice-|pid=|centerid=|\bid=")\d{4,}|\b\d{1,2}\.\d{4,}\b/gi;
const PEOPLE = /Person|Physician|Dentist|Author/i;

const digits = (text) => text.replace(/\D/g, "");
const bare = (text) => text.normalize("NFD").replace(/\p{M}/gu, "");
const slug = (text) => bare(text).toLowerCase().replace(/[^a-z0-9]+/g, "-").replace(/^-|-$/g, "");

/** The number with the last digit that makes its Luhn sum right. */
function withKey(body) {
  let sum = 0;
  [...body].reverse().forEach((digit, n) => {
    const double = Number(digit) * (n % 2 === 0 ? 2 : 1);
    sum += double > 9 ? double - 9 : double;
  });
  return body + ((10 - (sum % 10)) % 10);
}

/** `pattern`'s digits replaced by others, in the same writing. */
function written(pattern, others) {
  let at = 0;
  return pattern.replace(/\d/g, () => others[at++] ?? "0");
}

/** The page without what no case needs: `{html, removed}`, with a line for each kind that was taken out. */
export function cleaned(page) {
  const removed = [];
  const take = (what, pattern, by) => {
    let times = 0;
    page = page.replace(pattern, (...found) => {
      const anew = by(...found);
      if (anew !== found[0]) times += 1;
      return anew;
    });
    if (times > 0) removed.push(`${what} : ${times}`);
  };
  take("adresses d’enregistrement", /<!--\s*saved from url[^>]*-->\s*/gi, () => "");
  take("scripts vidés", /(<script\b(?![^>]*\btype\s*=\s*["']?[^"'>]*json)[^>]*>)[\s\S]*?(<\/script>)/gi, (_, open, close) => open + close);
  take("jetons", /(<meta\b[^>]*\b(?:csrf|token)[^>]*\bcontent=")[^"]+"/gi, (_, before) => `${before}"`);
  take("jetons de script", /\snonce="[^"]*"/gi, () => "");
  take("champs remplis", /<input\b[^>]*>/gi, (input) =>
    /type=["']?(?:submit|button|reset|radio|checkbox)/i.test(input) ? input : input.replace(/\svalue=("[^"]*"|'[^']*')/i, ' value=""'));
  take("zones de texte vidées", /(<textarea\b[^>]*>)[^<]+(<\/textarea>)/gi, (_, open, close) => open + close);
  take("images incluses", /data:[^"')\s]{200,}/gi, () => "data:,");
  return { html: page, removed };
}

/** Names in JSON-LD, with whether they are people's. */
function namesOf(scripts) {
  const found = [];
  const walk = (value, depth) => {
    if (depth > 20 || value === null || typeof value !== "object") return;
    if (typeof value.name === "string") found.push({ name: value.name, person: PEOPLE.test(JSON.stringify(value["@type"] ?? "")) });
    if (typeof value.author === "string") found.push({ name: value.author, person: true });
    for (const each of Object.values(value)) walk(each, depth + 1);
  };
  for (const script of scripts) {
    try {
      walk(JSON.parse(script), 0);
    } catch {
      // A page may say anything there; the rest of it is looked at all the same.
    }
  }
  return found;
}

/**
 * What should be replaced, for a person to look at: `[{kind, old, anew}]`. `text` is what the page says, `facts` what it says of
 * the practitioner (see src/practitioner/facts.rs).
 */
export function proposals({ html, text, facts }) {
  const found = new Map();
  const propose = (kind, old, anew) => {
    if (old.length > 2 && !found.has(old)) found.set(old, { kind, old, anew });
  };

  const untitled = (name) => name.replace(/^(?:Dr|Docteure?|Pr|Professeure?|M\.|Mme|Mlle|Madame|Monsieur)\.?[\s\u00a0]+/u, "").trim();
  const named = namesOf(facts.jsonld);
  const people = [facts.adapter?.name ?? "", ...facts.h1.filter((h1) => untitled(h1) !== h1), ...named.filter(({ person }) => person).map(({ name }) => name)]
    .map(untitled)
    .concat([...`${text}\n${facts.title}`.matchAll(TITLED)].map(([, name]) => name))
    .map((name) => name.replace(/[\s\u00a0]+/g, " ").trim())
    .filter((name) => new RegExp(`^${WORD}( |$)`, "u").test(name));
  const lasts = new Set();
  for (const name of people.sort((one, other) => other.split(" ").length - one.split(" ").length)) {
    const words = name.split(" ");
    const last = words.slice(words.length > 1 ? 1 : 0).join(" ");
    if (lasts.has(last.toLowerCase())) continue;
    const at = lasts.size;
    // Past the end of the list, family names are doubled.
    const family = LAST[at % LAST.length] + (at < LAST.length ? "" : `-${LAST[(at + Math.floor(at / LAST.length)) % LAST.length]}`);
    lasts.add(last.toLowerCase());
    propose("nom", name, words.length > 1 ? `${FIRST[at % FIRST.length]} ${family}` : family);
  }
  named.filter(({ person, name }) => !person && /^(?:Cabinet|Centre|Clinique|Pharmacie|Maison|H[oô]pital|Laboratoire|SCM|SELARL)\b/i.test(name))
    .forEach(({ name }, at) => propose("lieu", name, `${name.split(" ")[0]} des Exemples${at > 0 ? ` ${at + 1}` : ""}`));

  [...new Set(html.match(MAIL) ?? [])].filter((mail) => !mail.endsWith(".example"))
    .forEach((mail, at) => propose("courriel", mail, `contact${at + 1}@cabinet.example`));
  [...new Set(html.match(PHONE) ?? [])].forEach((phone) => {
    const plain = digits(phone).replace(/^(?:0033|33)/, "0");
    const start = /^0[67]/.test(plain) ? MOBILE : PHONES["12345".indexOf(plain[1])] ?? PHONES[0];
    const anew = start + plain.slice(6);
    if (plain !== anew) propose("téléphone", phone, written(phone, /^(?:\+33|0033)/.test(phone) ? digits(phone).slice(0, -9) + anew.slice(1) : anew));
  });
  [...new Set(text.match(STREET) ?? [])].forEach((street, at) => propose("adresse", street.trim(), `${at + 2} ${STREETS[at % STREETS.length]}`));
  for (const [, postcode, town] of text.matchAll(TOWN)) {
    const known = found.get(town)?.anew ?? TOWNS[[...found.values()].filter(({ kind }) => kind === "ville").length % TOWNS.length];
    propose("code postal", postcode, `${postcode.slice(0, 2)}999`);
    propose("ville", town, known);
  }
  [...new Set(text.match(NUMBER) ?? [])].filter((number) => !found.has(number) && [9, 11, 14].includes(digits(number).length)).forEach((number, at) => {
    const length = digits(number).length;
    const body = `${length === 11 ? "10" : "9"}${"9".repeat(length - (length === 11 ? 5 : 4))}${String(at + 1).padStart(2, "0")}`;
    propose("numéro", number, written(number, withKey(body.slice(0, length - 1))));
  });
  [...new Set(html.match(IDS) ?? [])].forEach((id, at) => propose("identifiant", id, id.replace(/[0-9a-f]/gi, "0").slice(0, -2) + String((at % 90) + 10)));
  return [...found.values()];
}

const NAMED = { é: "&eacute;", è: "&egrave;", ê: "&ecirc;", à: "&agrave;", â: "&acirc;", ç: "&ccedil;", ô: "&ocirc;", î: "&icirc;", ï: "&iuml;", ë: "&euml;", "’": "&rsquo;", "'": "&#39;" };

/** The writings in which a page may hold a text: as it is, in capitals, in addresses, in JSON, in entities. */
const WRITINGS = [
  (text) => text,
  (text) => text.toUpperCase(),
  (text) => text.toLowerCase(),
  bare,
  (text) => bare(text).toUpperCase(),
  slug,
  (text) => slug(text).replaceAll("-", "_"),
  (text) => text.replaceAll(" ", "\u00a0"),
  (text) => text.replaceAll(" ", "&nbsp;"),
  (text) => text.replaceAll(" ", "+"),
  (text) => text.replaceAll("'", "’"),
  (text) => text.replaceAll("’", "'"),
  encodeURIComponent,
  (text) => text.replace(/[^\0-\x7f]/g, (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, "0")}`),
  (text) => text.replace(/[^\0-\x7f']/g, (letter) => NAMED[letter] ?? `&#${letter.charCodeAt(0)};`),
  (text) => text.replace(/[^\0-\x7f]/g, (letter) => `&#${letter.charCodeAt(0)};`),
  (text) => text.replaceAll("'", "&#39;"),
];

/** What an entry replaces by what: of a person, the name from either end, its family name in capitals, and that name alone. */
function pairs({ kind, old, anew }) {
  const all = [[old, anew]];
  if (kind !== "nom" || !old.includes(" ")) return all;
  const halves = (name) => [name.slice(0, name.indexOf(" ")), name.slice(name.indexOf(" ") + 1)];
  const [first, last] = halves(old);
  const [given, family] = anew.includes(" ") ? halves(anew) : ["", anew];
  const said = (...words) => words.filter(Boolean).join(" ");
  all.push([`${last} ${first}`, said(family, given)], [`${first} ${last.toUpperCase()}`, said(given, family.toUpperCase())]);
  all.push([`${last.toUpperCase()} ${first}`, said(family.toUpperCase(), given)]);
  if (last.length > 3) all.push([last, family]);
  return all;
}

/** The page with each old text, in all its writings, replaced; and how often each was. One pass: nothing is replaced twice. */
export function replaced(html, list) {
  const by = new Map();
  for (const entry of list) {
    for (const [old, anew] of pairs(entry)) {
      for (const writing of WRITINGS) {
        const found = writing(old);
        if (found.length > 2 && !by.has(found)) by.set(found, { anew: writing(anew), entry });
      }
    }
  }
  const times = new Map(list.map((entry) => [entry, 0]));
  if (by.size === 0) return { html, times };
  const sources = [...by.keys()].sort((one, other) => other.length - one.length).map((old) => old.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
  const pattern = new RegExp(`(?<![\\p{L}\\p{N}])(?:${sources.join("|")})(?![\\p{L}\\p{N}])`, "gu");
  const anew = html.replace(pattern, (old) => {
    const { anew, entry } = by.get(old);
    times.set(entry, times.get(entry) + 1);
    return anew;
  });
  return { html: anew, times };
}

/** Runs of capitalised words that are still there and are none of the invented ones: perhaps names. */
export function perhapsNames(text, list) {
  const invented = list.map(({ anew }) => anew.toLowerCase()).join(" | ");
  const runs = text.match(new RegExp(`${WORD}(?:[ \\u00a0]${WORD})+`, "gu")) ?? [];
  return [...new Set(runs)].filter((run) => !invented.includes(run.toLowerCase().split(/[ \u00a0]/).at(-1))).slice(0, 40);
}
