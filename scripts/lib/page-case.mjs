// scripts/page-case: a new case of tests/pages from a saved page. It asks and shows in French, since those who report pages read
// it; nothing is written before a person has looked at the list and said « oui ».

import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { cleaned, perhapsNames, proposals, replaced } from "./anonymous.mjs";
import { Failure, run } from "./failure.mjs";
import { Person } from "./person.mjs";

/** Larger than any page of a booking site without its pictures; the readers take more. */
const LARGEST = 2 * 1024 * 1024;
const KINDS = ["profile", "list", "funnel", "frame", "practice", "hospital", "pharmacy", "directory"];
const CRITERIA = ["coverage", "poverty", "origin", "language", "religion", "health", "disability", "orientation", "gender", "family", "age", "residence"];
const PRACTICES = ["refusal", "restriction", "documents", "payment", "referral", "stigma"];
const GRADES = ["flag", "check"];
const VALUES = ["name", "profession", "address", "postcode", "town", "rpps", "finess"];

/** A path as it was given, from where its user stands. */
const from = (path) => resolve(process.env.VIGIE_FROM ?? ".", path);

await run("scripts/page-case", async () => {
  const { file, options } = asked();
  const page = read(file);
  const person = new Person();
  try {
    await make(page, options, person);
  } finally {
    person.leave();
  }
});

function asked() {
  let parsed;
  try {
    const options = Object.fromEntries(["site", "case", "url", "into"].map((name) => [name, { type: "string" }]));
    parsed = parseArgs({ options, allowPositionals: true });
  } catch (error) {
    throw new Failure(`option inconnue ou sans valeur (voir --help) : ${error.message}`);
  }
  const { positionals, values } = parsed;
  if (positionals.length !== 1) throw new Failure("il faut le nom d’un fichier, et d’un seul (voir --help)");
  const into = values.into === undefined ? "tests/pages" : from(values.into);
  return { file: positionals[0], options: { ...values, into } };
}

/** The page's text; what is no page, or too large, is refused. */
function read(file) {
  let bytes;
  try {
    const place = from(file);
    if (statSync(place).isDirectory()) throw new Failure(`« ${file} » est un dossier : donnez le fichier HTML qu’il accompagne`);
    if (statSync(place).size > LARGEST) {
      const size = (statSync(place).size / 1024 / 1024).toLocaleString("fr", { maximumFractionDigits: 1 });
      throw new Failure(`« ${file} » est trop gros : ${size} Mo, 2 Mo au plus (enregistrez le HTML seul, sans les images)`);
    }
    bytes = readFileSync(place);
  } catch (error) {
    if (error instanceof Failure) throw error;
    if (error.code === "ENOENT") throw new Failure(`« ${file} » n’existe pas`);
    throw new Failure(`« ${file} » ne peut pas être lu (${error.code ?? error.message})`);
  }
  if (bytes.includes(0)) throw new Failure(`« ${file} » n’est pas une page HTML : il contient des octets nuls (une image, un PDF, une archive ?)`);
  const start = bytes.subarray(0, 2048).toString("latin1");
  const western = /charset\s*=\s*["']?(?:iso-8859-1|iso-8859-15|windows-1252)/i;
  let text;
  try {
    text = new TextDecoder(western.test(start) ? "windows-1252" : "utf-8", { fatal: true }).decode(bytes);
  } catch {
    throw new Failure(`« ${file} » n’est pas écrit en UTF-8, et ne dit pas en quoi il l’est`);
  }
  if (!/<(?:!doctype\s+html|html|head|body|main|div|p|h1)\b/i.test(text)) throw new Failure(`« ${file} » n’est pas une page HTML : aucun élément n’y a été reconnu`);
  return text.replace(western, "charset=utf-8");
}

/** What the library reads in a page. */
function described(html) {
  mkdirSync("target", { recursive: true });
  const folder = mkdtempSync(join("target", "page-case-"));
  try {
    const file = join(folder, "page.html");
    writeFileSync(file, html);
    const { status, stdout, stderr } = spawnSync("cargo", ["run", "--quiet", "--example", "outline", "--", "--json", file], { encoding: "utf8", maxBuffer: 1 << 28 });
    if (status !== 0) throw new Failure(`la page n’a pas pu être lue par cargo run --example outline : ${stderr}`);
    return JSON.parse(stdout);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

async function make(saved, options, person) {
  const { html, removed } = cleaned(saved);
  if (removed.length > 0) console.log(`Retiré de la page (${removed.join(" ; ")}).`);
  const { text, facts } = described(html);
  const list = await agreed(html, text, proposals({ html, text, facts }), person);
  const page = replaced(html, list).html;
  const { folder, site, name } = await place(options, person);
  const url = options.url ?? (await person.answers("Adresse où se trouve une telle page (avec des noms inventés, elle aussi) :"));
  if (!URL.canParse(url) || !url.startsWith("https://")) throw new Failure(`« ${url} » n’est pas une adresse qui commence par https:// : rien n’a été écrit`);
  const kind = await person.chooses("De quel genre est-elle ?", KINDS, "profile");
  const about = await person.answers("Qu’essaie-t-elle, en une phrase :");
  if (about === "") throw new Failure("un cas dit ce qu’il essaie : rien n’a été écrit");
  const seen = described(page);
  const known = [];
  const practitioner = await who(seen.practitioner, known, person);
  const findings = await found(seen, known, person);
  const expect = { url, kind, about, findings, practitioner, ...(known.length > 0 && { known }) };
  write(folder, page, expect);
  digest(resolve(options.into), `${site}/${name}`);
}

/** The list of what is replaced, as the person wants it. */
async function agreed(html, text, list, person) {
  for (;;) {
    const { html: anew, times } = replaced(html, list);
    console.log(`\n${list.length > 0 ? "Remplacements proposés :" : "Rien n’a été trouvé à remplacer."}`);
    list.forEach(({ kind, old, anew: by }, n) => console.log(`${String(n + 1).padStart(4)}  ${kind.padEnd(11)} ${old} → ${by} (${times.get(list[n])} fois)`));
    const left = perhapsNames(described(anew).text, list);
    if (left.length > 0) console.log(`Restent peut-être des noms : ${left.join(" ; ")}`);
    console.log("\n« 3=autre » change un remplacement, « -3 » le retire, « +ancien=nouveau » en ajoute un, « voir » montre la page remplacée.");
    const answer = await person.answers("Avez-vous relu, et tout est-il inventé ? « oui » continue, « non » renonce :");
    const change = /^(\d+)\s*=\s*(.+)$/.exec(answer);
    const more = /^\+\s*([^=]+?)\s*=\s*(.+)$/.exec(answer);
    const less = /^-\s*(\d+)$/.exec(answer);
    if (answer === "oui") return list;
    if (answer === "non") throw new Failure("rien n’a été écrit");
    if (answer === "voir") console.log(`\n${described(anew).text}`);
    else if (change && list[change[1] - 1]) list = list.map((entry, n) => (n === change[1] - 1 ? { ...entry, anew: change[2] } : entry));
    else if (less && list[less[1] - 1]) list = list.filter((_, n) => n !== less[1] - 1);
    else if (more) list = [...list, { kind: "ajouté", old: more[1], anew: more[2] }];
    else console.log(`« ${answer} » n’a pas été compris.`);
  }
}

/** Where the case will stand; nothing is there yet. */
async function place(options, person) {
  const site = options.site ?? (await person.answers("Dossier du site (doctolib, practice, hospital…) :"));
  const name = options.case ?? (await person.answers("Nom du cas (minuscules, chiffres, tirets) :"));
  for (const part of [site, name]) {
    if (!/^[a-z0-9]+(?:-[a-z0-9]+)*$/.test(part)) throw new Failure(`« ${part} » ne peut pas nommer un dossier : minuscules, chiffres et tirets ; rien n’a été écrit`);
  }
  const folder = join(options.into, site, name);
  if (existsSync(folder)) throw new Failure(`${folder} existe déjà : donnez un autre nom ; rien n’a été écrit`);
  return { folder, site, name };
}

/** Whom the page is about, as the person says; where the machine differs goes into `known`. */
async function who(read, known, person) {
  if (!(await person.says("\nLa page parle-t-elle d’une personne ou d’une maison en particulier ?"))) {
    if (read.name) known.push({ read: "name", value: read.name.value, reason: await because(person) });
    return null;
  }
  const said = {};
  for (const value of VALUES) {
    const machine = (value === "postcode" || value === "town" ? read.place?.[value] : read[value]?.value) ?? null;
    const answer = await person.answers(`${value}, lu ${machine === null ? "nulle part" : `« ${machine} »`} (vide : c’est juste ; « - » : n’y est pas ; sinon la bonne valeur) :`);
    const right = answer === "" ? machine : answer === "-" ? null : answer;
    if (right !== null || machine !== null) said[value] = right;
    if (right !== machine) known.push({ read: value, value: machine, reason: await because(person) });
  }
  return said;
}

async function because(person) {
  for (;;) {
    const reason = await person.answers("  Pourquoi la machine lit-elle autrement, en une phrase :");
    if (reason !== "") return reason;
  }
}

/** What a careful person finds: what the machine found, agreed to or not, and what it missed. */
async function found(seen, known, person) {
  const findings = [];
  for (const finding of seen.findings) {
    const { quote, criterion, practice, grade } = finding;
    if (await person.says(`La machine trouve « ${quote} » (${criterion}, ${practice}, ${grade}). Une personne soigneuse dirait-elle de même ?`)) findings.push(finding);
    else known.push({ alarm: quote, criterion, practice, grade, reason: await because(person) });
  }
  const said = words(seen.text);
  for (;;) {
    const quote = await person.answers("Une mention que la machine n’a pas trouvée, telle qu’elle est écrite (vide : il n’y en a pas) :");
    if (quote === "") return findings;
    if (!said.includes(words(quote))) {
      console.log("La page ne dit pas cela.");
      continue;
    }
    const criterion = await person.chooses("  Critère", CRITERIA, "coverage");
    const practice = await person.chooses("  Pratique", PRACTICES, "refusal");
    const grade = await person.chooses("  Degré", GRADES, "flag");
    findings.push({ quote, criterion, practice, grade });
    known.push({ miss: quote, reason: await because(person) });
  }
}

function words(text) {
  return ` ${(text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []).join(" ")} `;
}

/** The two files; a finding or a known difference a line, as those beside them are. */
function write(folder, page, expect) {
  const lines = Object.entries(expect).map(([key, value]) => {
    if (!Array.isArray(value) || value.length === 0) return `  ${JSON.stringify(key)}: ${JSON.stringify(value, null, 2).replaceAll("\n", "\n  ")}`;
    return `  ${JSON.stringify(key)}: [\n${value.map((each) => `    ${JSON.stringify(each)}`).join(",\n")}\n  ]`;
  });
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "page.html"), page.endsWith("\n") ? page : `${page}\n`);
  writeFileSync(join(folder, "expect.json"), `{\n${lines.join(",\n")}\n}\n`);
  console.log(`\nÉcrit : ${join(folder, "page.html")}, ${join(folder, "expect.json")}`);
}

/** Adds the digest of the outline, and runs the test that will read the case from now on. */
function digest(pages, name) {
  const test = (update) =>
    spawnSync("cargo", ["test", "--quiet", "--test", "pages", "--", "--exact", "pages_are_read_as_a_careful_person_reads_them"], {
      env: { ...process.env, VIGIE_PAGES: pages, ...(update && { UPDATE_SNAPSHOTS: "1" }) },
      encoding: "utf8",
      maxBuffer: 1 << 26,
    });
  test(true);
  const { status, stdout } = test(false);
  if (status !== 0) throw new Failure(`les fichiers sont écrits, mais l’essai ne passe pas :\n${stdout}`);
  console.log(`L’essai passe avec ${name}. Relisez les deux fichiers une dernière fois avant de les partager (git diff).`);
}
