// scripts/page-case: a saved page with people in it becomes a case without them, and nothing is written without a « oui ».

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { after, before, describe, it } from "node:test";
import { fileURLToPath } from "node:url";
import { cleaned, proposals, replaced } from "../scripts/lib/anonymous.mjs";

const ROOT = fileURLToPath(new URL("..", import.meta.url));

// As if it were real: nobody is called so.
const SAVED = `<!DOCTYPE html>
<!-- saved from url=(0066)https://www.doctolib.fr/dentiste/trouville/zelie-lebrac?pid=practice-98765 -->
<html lang="fr"><head><meta charset="utf-8"><title>Dr Zélie Lebrac, dentiste à Trouville</title>
<meta name="csrf-token" content="secret-token-1234">
<script>window.user = { mail: "moi@courriel.fr" };</script>
<script type="application/ld+json">{"@type":"Dentist","name":"Dr Z\\u00e9lie Lebrac","address":{"@type":"PostalAddress","streetAddress":"48 avenue des Platanes","postalCode":"14360","addressLocality":"Trouville"}}</script></head>
<body><h1 class="dl-profile-header-name"><span itemprop="name">Dr Zélie Lebrac</span></h1><p>Chirurgienne-dentiste</p>
<p>48 avenue des Platanes, 14360 Trouville</p><p>Tél. 02 31 88 45 67, zelie.lebrac@cabinet-lebrac.fr</p>
<a href="/dentiste/trouville/zelie-lebrac?pid=practice-98765">LEBRAC Zélie</a><img alt="Z&eacute;lie Lebrac" src="data:image/png;base64,${"A".repeat(400)}">
<p>Le docteur Lebrac ne prend pas les patients CMU.</p><p>Numéro RPPS : 10003879623</p>
<form><input name="nom" value="Marchand"><textarea>J’ai mal</textarea></form></body></html>`;

const SECRETS = /Lebrac|Z[ée]lie|Platanes|Trouville|14360|98765|31 88 45|10003879623|courriel\.fr|secret-token|Marchand|J’ai mal|AAAA/i;

function run(args, answers = []) {
  const { status, stdout, stderr } = spawnSync("scripts/page-case", args, { cwd: ROOT, input: `${answers.join("\n")}\n`, encoding: "utf8" });
  return { status, said: stdout + stderr };
}

describe("scripts/page-case", () => {
  let folder, saved;
  before(() => {
    folder = fs.mkdtempSync(path.join(ROOT, "target", "page-case-test-"));
    saved = path.join(folder, "saved.html");
    fs.writeFileSync(saved, SAVED);
  });
  after(() => fs.rmSync(folder, { recursive: true }));

  const into = () => path.join(folder, "pages");
  const options = () => [saved, "--into", into(), "--site", "doctolib", "--case", "essai", "--url", "https://www.doctolib.fr/dentiste/lormeil/exemple"];
  const values = ["", "", "", "", "", "", ""];

  it("takes the people out, asks what a person finds, and writes a case whose test passes", () => {
    const answers = ["voir", "oui", "profile", "Un refus dans la présentation.", "oui", ...values, "oui", ""];
    const { status, said } = run(options(), answers);
    assert.equal(status, 0, said);
    assert.match(said, /nom +Zélie Lebrac → /);
    assert.match(said, /téléphone +02 31 88 45 67 → /);
    assert.match(said, /L’essai passe avec doctolib\/essai/);
    const page = fs.readFileSync(path.join(into(), "doctolib/essai/page.html"), "utf8");
    assert.doesNotMatch(page, SECRETS);
    assert.match(page, /class="dl-profile-header-name"/);
    const expect = JSON.parse(fs.readFileSync(path.join(into(), "doctolib/essai/expect.json"), "utf8"));
    assert.deepEqual(expect.findings.map(({ criterion, practice, grade }) => [criterion, practice, grade]), [["coverage", "refusal", "flag"]]);
    assert.equal(expect.practitioner.profession, "chirurgien-dentiste");
    assert.match(expect.practitioner.rpps, /^10\d{9}$/);
    assert.ok(expect.outline.length > 0);
    assert.doesNotMatch(JSON.stringify(expect), SECRETS);

    const again = run(options(), answers);
    assert.equal(again.status, 1);
    assert.match(again.said, /existe déjà/);
  });

  it("does as the person says: changes, leaves, adds; a finding that they do not share is a known alarm", () => {
    const args = options().map((each) => (each === "essai" ? "autre" : each));
    const answers = ["1=Anne Exemple", "+Chirurgienne=Dentiste", "quoi ?", "oui", "profile", "Les réponses d’une personne.", "non", "Un cas d’essai.", "non", "Cité par une autre.", ""];
    const { status, said } = run(args, answers);
    assert.equal(status, 0, said);
    assert.match(said, /« quoi \? » n’a pas été compris/);
    const page = fs.readFileSync(path.join(into(), "doctolib/autre/page.html"), "utf8");
    assert.match(page, /Dr Anne Exemple/);
    assert.match(page, /<p>Dentiste-dentiste<\/p>/);
    const { findings, known, practitioner } = JSON.parse(fs.readFileSync(path.join(into(), "doctolib/autre/expect.json"), "utf8"));
    assert.deepEqual([findings, practitioner], [[], null]);
    assert.ok(known.some(({ alarm, reason }) => alarm && reason === "Cité par une autre."));
  });

  for (const [what, answers] of Object.entries({ "« non »": ["non"], "no more answers": [], "an end in the middle": ["oui", "profile"] })) {
    it(`writes nothing after ${what}`, () => {
      const args = options().map((each) => (each === "essai" ? "rien" : each));
      const { status, said } = run(args, answers);
      assert.equal(status, 1);
      assert.match(said, /rien n’a été écrit/);
      assert.equal(fs.existsSync(path.join(into(), "doctolib/rien")), false);
    });
  }

  it("takes the file's name from where one stands", () => {
    const { stdout } = spawnSync(path.join(ROOT, "scripts/page-case"), ["saved.html"], { cwd: folder, input: "non\n", encoding: "utf8" });
    assert.match(stdout, /Remplacements proposés/);
  });

  const files = {
    "a file that is not there": [null, /n’existe pas/],
    "a folder": ["/", /est un dossier/],
    "an empty file": ["", /n’est pas une page HTML/],
    "plain text": ["Bonjour, pas de CMU.", /n’est pas une page HTML/],
    "a picture": ["\x89PNG\0\0", /octets nuls/],
    "what is too large": [`<html>${" ".repeat(3 << 20)}`, /trop gros : 3 Mo/],
    "letters of no known code": [Buffer.from([0x3c, 0x70, 0x3e, 0xe9]), /UTF-8/],
  };
  for (const [what, [content, message]] of Object.entries(files)) {
    it(`refuses ${what} in one French line`, () => {
      const file = path.join(folder, "bad.html");
      fs.rmSync(file, { recursive: true, force: true });
      if (content === "/") fs.mkdirSync(file);
      else if (content !== null) fs.writeFileSync(file, content);
      const { status, said } = run([file]);
      assert.equal(status, 1);
      assert.match(said, message);
      assert.equal(said.trim().split("\n").length, 1, said);
    });
  }

  it("refuses what it was not told how to name, and no file at all", () => {
    assert.match(run([]).said, /nom d’un fichier/);
    assert.match(run([saved, "--rien"]).said, /option inconnue/);
    const odd = run([saved, "--into", into(), "--site", "../ailleurs", "--case", "x"], ["oui"]);
    assert.match(odd.said, /ne peut pas nommer un dossier/);
    assert.match(run(["--help"]).said, /fait un cas d['’]essai d['’]une page enregistrée/);
  });
});

describe("what is proposed", () => {
  const nobody = { jsonld: [], h1: [], title: "", adapter: null };
  const listOf = (text) => proposals({ html: text, text, facts: nobody });

  it("knows names, addresses, telephones, mail and numbers as pages write them", () => {
    const list = listOf("Le Dr Aymeric de Brissandre et Mme Lucie Montaubert, 12 bis rue de la Paix, 75011 Paris. +33 1 42 55 66 77 ou 06.12.34.56.78, a.b@c.fr, SIRET 123 456 789 01234");
    const kinds = Object.fromEntries(list.map(({ kind, old }) => [old, kind]));
    for (const [old, kind] of [
      ["Aymeric de Brissandre", "nom"], ["Lucie Montaubert", "nom"], ["12 bis rue de la Paix", "adresse"], ["75011", "code postal"], ["Paris", "ville"],
      ["+33 1 42 55 66 77", "téléphone"], ["06.12.34.56.78", "téléphone"], ["a.b@c.fr", "courriel"], ["123 456 789 01234", "numéro"],
    ]) assert.equal(kinds[old], kind, `${old} in ${JSON.stringify(kinds)}`);
    const anew = (old) => list.find((entry) => entry.old === old).anew;
    assert.match(anew("+33 1 42 55 66 77"), /^\+33 1 99 00 \d\d \d\d$/);
    assert.match(anew("06.12.34.56.78"), /^06\.39\.98\.\d\d\.\d\d$/);
    assert.match(anew("75011"), /^75999$/);
  });

  it("replaces each in all its writings, at once, and leaves longer words alone", () => {
    const list = [{ kind: "nom", old: "Zoé Léger", anew: "Anne Zoé" }];
    const { html, times } = replaced("Zoé Léger, ZOÉ LÉGER, LÉGER Zoé, /zoe-leger, Zo\\u00e9 L\\u00e9ger, Zo&eacute; L&eacute;ger, Léger, légèrement, Légers", list);
    assert.equal(html, "Anne Zoé, ANNE ZOÉ, ZOÉ Anne, /anne-zoe, Anne Zo\\u00e9, Anne Zo&eacute;, Zoé, légèrement, Légers");
    assert.equal(times.get(list[0]), 7);
  });

  it("keeps JSON that sites read, and empties every other script", () => {
    const { html } = cleaned('<script type="application/json">{"a":1}</script><script nonce="x">let a</script><script src="/a.js"></script>');
    assert.equal(html, '<script type="application/json">{"a":1}</script><script></script><script src="/a.js"></script>');
  });
});
