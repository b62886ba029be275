// A page and its file are read alike: the streams that extension/content/reader.js emits from the DOM of each page of
// tests/pages are those that src/html.rs emits from the file, byte for byte; and the reader stands what pages do.

import assert from "node:assert/strict";
import fs from "node:fs";
import http from "node:http";
import path from "node:path";
import { after, before, describe, it } from "node:test";
import { NAMES, ROOT, openBrowser } from "./browsers.mjs";
import { NOTHING_ELSE, cases as all, readFiles } from "./site/cases.mjs";

const cases = all();
const SCRIPTS = ["cutter.js", "reader.js", "facts.js"].map((name) => path.join(ROOT, "extension/content", name));
const source = SCRIPTS.filter((file) => fs.existsSync(file)).map((file) => fs.readFileSync(file, "utf8")).join("\n");

/** Pages whose text or depth is out of proportion, too large to keep as files. The longest word is hidden: browsers take
    minutes to lay it out. */
const LARGE = {
  "a text of a million letters": `<h1>Dr A</h1><p hidden>${"é😀x".repeat(300_000)}</p><p>fin`,
  "five megabytes of sentences": `<h1>Dr A</h1><div>${"Le cabinet reçoit tout le monde. ".repeat(150_000)}</div>`,
  "a hundred thousand nodes": `<h1>Dr A</h1><ul>${"<li><b>CMU</b> : oui</li>".repeat(25_000)}</ul>`,
  "a long table": `<table><caption>Tarifs</caption><tr><th>Acte<th>Prix</tr>${"<tr><td>Bilan<td>30 €".repeat(6_000)}</table>`,
  "four hundred levels": `${"<div><ul><li>a".repeat(130)}`,
};

async function serve(pages) {
  const server = http.createServer((request, response) => {
    const page = pages.get(decodeURIComponent(request.url.slice(1)));
    response.writeHead(page === undefined ? 404 : 200, { "content-type": "text/html; charset=utf-8", ...NOTHING_ELSE });
    response.end(page ?? "");
  });
  await new Promise((done) => server.listen(0, "127.0.0.1", done));
  return { server, at: (name) => `http://127.0.0.1:${server.address().port}/${encodeURIComponent(name)}` };
}

for (const browserName of NAMES) {
  describe(`the reader in ${browserName}`, () => {
    const pages = new Map();
    const expected = new Map();
    let browser, site, folder;

    before(async () => {
      folder = fs.mkdtempSync(path.join(ROOT, "target", "reading-"));
      const files = [];
      for (const { name, file } of cases) {
        files.push(file);
        pages.set(name, fs.readFileSync(files.at(-1), "utf8"));
      }
      for (const [name, page] of Object.entries(LARGE)) {
        files.push(path.join(folder, `${name}.html`));
        fs.writeFileSync(files.at(-1), page);
        pages.set(name, page);
      }
      const read = readFiles(files);
      [...pages.keys()].forEach((name, n) => expected.set(name, read[n]));
      site = await serve(pages);
      // The recorder turns away what the pages' frames would connect to.
      browser = await openBrowser(browserName, { extension: false });
    });

    after(async () => {
      await browser?.close();
      site?.server.close();
      if (folder) fs.rmSync(folder, { recursive: true });
    });

    /** Runs a function in the page, after the reader's source. */
    async function inPage(name, body, ...args) {
      await browser.driver.get(site.at(name));
      return browser.driver.executeScript(`${source}\nreturn (${body})(...arguments)`, ...args);
    }

    const streams = () => [...globalThis.vigie.reader.sections(document)].filter(Boolean).map(({ stream }) => stream);

    for (const name of [...cases.map(({ name }) => name), ...Object.keys(LARGE)]) {
      it(`reads « ${name} » as its file`, async () => {
        const read = await inPage(name, streams);
        const wanted = expected.get(name).streams;
        read.forEach((stream, n) => assert.equal(stream, wanted[n], `section ${n}`));
        assert.equal(read.length, wanted.length);
      });
    }

    for (const { name } of cases) {
      it(`collects the same facts from « ${name} » as from its file`, async () => {
        const facts = await inPage(name, () => globalThis.vigie.facts.collect(document));
        assert.deepEqual(facts, expected.get(name).facts);
      });
    }

    for (const name of ["profile-mention", "shadow-roots", "a text of a million letters", "deep-headings"]) {
      it(`finds every word of « ${name} » again in the DOM`, async () => {
        const wrong = await inPage(name, () => {
          const { reader } = globalThis.vigie;
          for (const { stream, nodes } of [...reader.sections(document)].filter(Boolean)) {
            const parts = stream.match(/\u0001[^\u0004]*\u0004|[\u0005-\u0007]|[^\u0001-\u0007]+/g);
            const numbered = parts.filter((part) => !/^[\u0005-\u0007]/.test(part));
            if (numbered.length !== nodes.length) return `${numbered.length} numbers for ${nodes.length} nodes`;
            for (const [n, part] of numbered.entries()) {
              if (part.startsWith("\u0001")) {
                if (!(nodes[n] instanceof Element)) return `no element for ${part}`;
                continue;
              }
              for (const unit of [0, part.length >> 1, part.length - 1]) {
                const { node, offset } = reader.locate(nodes[n], unit);
                if (node.data[offset] !== part[unit]) return `${part.slice(0, 80)} at ${unit}: ${node.data[offset]}`;
              }
            }
          }
          return null;
        });
        assert.equal(wrong, null);
      });
    }

    it("reads twenty thousand levels, one slice after the other", async () => {
      const [read, slices] = await inPage("empty", () => {
        // In a document that is not shown: laying out such depth is more than some browsers can.
        const page = document.implementation.createHTMLDocument();
        let deepest = page.body;
        for (let level = 0; level < 20_000; level += 1) {
          deepest.append("a");
          deepest = deepest.appendChild(page.createElement(level % 3 ? "div" : "li"));
        }
        const all = [...globalThis.vigie.reader.sections(page)];
        const own = all.filter(Boolean).map(({ stream }) => stream.slice(stream.indexOf("\u0007")));
        return [own.join("").replace(/\u0001[^\u0004]*\u0004|[\u0005-\u0007]/g, ""), all.length];
      });
      assert.equal(read.length, 20_000);
      assert.ok(slices > 1000, `${slices} slices`);
    });

    it("joins texts that stand side by side, replaces halves of pairs and marks, and leaves the page as it was", async () => {
      const [read, place, same] = await inPage("empty", () => {
        const p = document.body.appendChild(document.createElement("p"));
        for (const text of ["Patients C", "MU \ud800 ", "refusés\u0001."]) p.append(document.createTextNode(text));
        const shot = () => `${document.documentElement.outerHTML} ${p.childNodes.length}`;
        const before = shot();
        const [section] = [...globalThis.vigie.reader.sections(document)].filter(Boolean);
        const at = globalThis.vigie.reader.locate(section.nodes.at(-1), "Patients CMU \ud800 ref".length - 1);
        return [section.stream, `${at.node.data.length}:${at.offset}`, before === shot()];
      });
      assert.ok(read.includes("\u0007Patients CMU \ufffd refusés\ufffd.\u0005"), JSON.stringify(read));
      assert.equal(place, "9:2");
      assert.ok(same);
    });
  });
}
