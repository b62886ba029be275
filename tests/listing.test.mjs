// What the stores are told (extension/store): within their limits, and no more and no less than the manifest asks for.

import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import { describe, it } from "node:test";
import { fileURLToPath } from "node:url";
import { PNG } from "pngjs";
import { parse } from "smol-toml";

const ROOT = fileURLToPath(new URL("..", import.meta.url));
const STORE = path.join(ROOT, "extension/store");
const read = (name) => fs.readFileSync(path.join(ROOT, name), "utf8");

/** Signs that a store takes, the smaller number where both take the same text. */
const MOST = {
  name: 50, // Firefox; Chrome takes 75
  summary: 250, // Firefox
  description: 15_000, // Firefox; Chrome takes 16,000
  manifest: 132, // Chrome, and what Firefox shows of a manifest
  reason: 1_000, // Chrome, for each permission and for the purpose
};

/** The sections of a listing: name, Firefox's summary, category, description. */
function listing(language) {
  const text = read(`extension/store/listing.${language}.md`);
  const sections = [...text.matchAll(/^## .+\n+([\s\S]*?)(?=^## |(?![\s\S]))/gm)].map(([, words]) => words.trim());
  assert.equal(sections.length, 4, `listing.${language}.md`);
  const [name, summary, , description] = sections;
  return { name, summary, description };
}

const manifest = () => JSON.parse(read("extension/manifest.json"));

describe("the listings", () => {
  for (const language of ["fr", "en"]) {
    it(`fit the stores in ${language}`, () => {
      for (const [part, words] of Object.entries(listing(language))) {
        const { length } = words.replace(/\s+/g, " ");
        assert.ok(length > 0 && length <= MOST[part], `${part}: ${length} signs, ${MOST[part]} at most`);
      }
    });

    it(`say in ${language} how to object`, () => {
      const { description } = listing(language);
      assert.match(description, language === "fr" ? /Vous êtes le praticien \?/ : /Are you the practitioner\?/);
      assert.match(description, /Ma fiche est soulignée à tort/);
      assert.match(description, /« Proposer une correction »/);
    });
  }

  it("tell what the card tells: the way by the names that its places have, in every language", () => {
    const languages = fs.readdirSync(path.join(ROOT, "src/messages"), { withFileTypes: true }).filter((entry) => entry.isDirectory());
    assert.equal(languages.length, 6);
    for (const { name: language } of languages) {
      const text = (key, file) => parse(read(`src/messages/${language}/${file}.toml`))[key];
      const told = text("card.objection.text", "card");
      const places = [["check.open", "check"], ["popup.saved", "popup"], ["review.headline", "review"], ["review.propose", "review"]];
      for (const place of places.map(([key, file]) => text(key, file))) {
        assert.ok(place && told.includes(place), `${language}: the card does not name "${place}"`);
        if (["fr", "en"].includes(language)) assert.ok(listing(language).description.includes(place), `${language}: the listing does not name "${place}"`);
      }
    }
  });

  it("are as long in one language as in the other", () => {
    const points = (language) => listing(language).description.match(/^• /gm).length;
    assert.equal(points("fr"), points("en"));
  });

  it("have a summary in the manifest, in every language, that Chrome takes whole", () => {
    for (const language of fs.readdirSync(path.join(ROOT, "extension/_locales"))) {
      const { name, description } = JSON.parse(read(`extension/_locales/${language}/messages.json`));
      assert.ok(description.message.length <= MOST.manifest, `${language}: ${description.message.length} signs`);
      assert.ok(name.message.length <= MOST.name, language);
    }
  });
});

describe("what reviewers are told", () => {
  const told = read("extension/store/README.md");
  const part = (title) => told.match(new RegExp(`^## ${title}.*\\n([\\s\\S]*?)(?=^## |(?![\\s\\S]))`, "m"))[1];
  const { both, chrome, firefox } = manifest();

  it("has a reason for every permission of the manifest, and for no other", async () => {
    const rows = [...part("Permissions").matchAll(/^\| `([^`]+)` \| (.+) \|$/gm)];
    const { hosts } = await import("../scripts/lib/manifest.mjs");
    const named = [both, chrome, firefox].flatMap(({ permissions = [], optional_permissions: optional = [] }) => [...permissions, ...optional]);
    const asked = [...new Set([...named, ...hosts(path.join(ROOT, "src/sites.toml")).required])];
    assert.deepEqual(rows.map(([, name]) => name).sort(), asked.sort());
    for (const [, name, reason] of rows) assert.ok(reason.length > 30 && reason.length <= MOST.reason, name);
  });

  it("has one purpose, in the length of its field", () => assert.ok(part("Single purpose").trim().length <= MOST.reason));

  it("declares what the manifest declares", () => {
    const { gecko } = firefox.browser_specific_settings;
    assert.deepEqual(gecko.data_collection_permissions, { required: ["none"] });
    assert.match(part("Declarations"), /`none`: nothing is collected or transmitted/);
    assert.match(part("Declarations"), new RegExp(`Firefox ${parseInt(gecko.strict_min_version)}, Chrome ${chrome.minimum_chrome_version},`));
  });

  it("quotes the example page word for word", () => {
    const page = read("extension/pages/example.html").replace(/\s+/g, " ");
    const quotes = [...told.matchAll(/« ([^»]+) » \((?:solid|dashed|dotted)/g)].map(([, words]) => words.replace(/\s+/g, " "));
    assert.equal(quotes.length, 3);
    for (const quote of quotes) assert.ok(page.includes(quote), quote);
  });
});

describe("the pictures", () => {
  for (const language of ["fr", "en"]) {
    it(`are of the stores' size and kind in ${language}`, () => {
      const folder = path.join(STORE, "pictures", language);
      const names = fs.readdirSync(folder);
      assert.ok(names.length >= 1 && names.length <= 5, `${names.length} pictures, five at most`);
      for (const name of names) {
        const bytes = fs.readFileSync(path.join(folder, name));
        const { width, height, alpha } = PNG.sync.read(bytes);
        assert.deepEqual({ width, height }, { width: 1280, height: 800 }, name);
        assert.equal(alpha, false, `${name} has an alpha channel, which Chrome's store refuses`);
      }
    });
  }
});

describe("the privacy policy", () => {
  it("has the same tables and titles in both languages", () => {
    const shape = (language) => {
      const text = read(`extension/store/privacy.${language}.md`);
      return { rows: text.match(/^\| /gm).length, titles: text.match(/^## /gm).length, day: /2026|2027|2028/.exec(text)?.[0] };
    };
    assert.deepEqual(shape("fr"), shape("en"));
  });
});
