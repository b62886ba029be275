// What is read again after a change, and only that, gives what a reading of the whole page gives: thousands of changes at
// random, of every kind that pages make, each compared unit for unit and node for node.

import assert from "node:assert/strict";
import fs from "node:fs";
import http from "node:http";
import path from "node:path";
import { after, before, describe, it } from "node:test";
import { NAMES, ROOT, openBrowser } from "./browsers.mjs";

const SCRIPTS = ["cutter.js", "reader.js", "memory.js"].map((name) => path.join(ROOT, "extension/content", name));
const source = SCRIPTS.map((file) => fs.readFileSync(file, "utf8")).join("\n");

/** A page that grows and changes at random, the same for the same seed. Runs in the page. */
function tools() {
  const { Memory, Notes } = globalThis.vigie.memory;
  let state = 1;
  const seed = (number) => void (state = number * 2654435761 || 1);
  const random = (below) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % below;
  };
  const pick = (list) => list[random(list.length)];
  const WORDS = ["Pas de CMU", "Tarifs :", "sur rendez-vous.", "AME", "Le cabinet", " ", "\n", "Horaires", "le mardi"];
  const TAGS = `p p p span b div div article section li ul h2 h3 h4 details summary dl dt dd button label table tr td th
    blockquote aside option select br nav x-card x-card x-open slot`.split(/\s+/);

  function element(depth) {
    const made = document.createElement(pick(TAGS));
    if (random(12) === 0) made.className = pick(["review", "owner-reply"]);
    if (random(6) === 0) made.setAttribute(pick(["title", "aria-label", "role", "role"]), pick(["heading", "list", "listitem", "Pas d’AME", "none"]));
    let inside = made;
    if (made.localName.startsWith("x-") && random(3) > 0) {
      const root = made.attachShadow({ mode: "open" });
      root.append(element(depth + 2), document.createElement("slot"), element(depth + 2));
      if (random(2)) inside = root;
    }
    if (depth < 5) for (let n = random(4); n > 0; n -= 1) inside.append(random(2) ? pick(WORDS) : element(depth + 1));
    return made;
  }

  /** Every node of the page, those of shadow roots too. */
  function all() {
    const nodes = [];
    const add = (node) => {
      nodes.push(node);
      if (node.shadowRoot) node.shadowRoot.childNodes.forEach(add);
      node.childNodes.forEach(add);
    };
    document.body.childNodes.forEach(add);
    return nodes;
  }

  const holder = (nodes) => {
    const found = pick(nodes.filter((node) => node.nodeType === 1));
    return found?.shadowRoot && random(2) ? found.shadowRoot : (found ?? document.body);
  };

  function change(log) {
    const nodes = all();
    const node = nodes.length > 0 ? pick(nodes) : null;
    const kind = nodes.length > 400 ? 2 : random(10);
    log.push(`${kind} ${node?.nodeName}`);
    if (!node || kind < 2) {
      const parent = random(3) ? holder(nodes) : document.body;
      parent.insertBefore(random(3) ? element(0) : document.createTextNode(pick(WORDS)), pick([...parent.childNodes, null]));
    } else if (kind === 2) {
      node.remove();
    } else if (kind === 3 || kind === 4) {
      const target = holder(nodes.filter((each) => !node.contains(each) && each.getRootNode() === node.getRootNode()));
      target.insertBefore(node, pick([...target.childNodes, null].filter((each) => each !== node)));
    } else if (kind === 5) {
      if (node.nodeType === 3) node.data = pick(WORDS);
      else node.setAttribute(pick(["role", "title", "aria-label", "slot", "contenteditable"]), pick(["heading", "button", "AME", "false", "", "table"]));
    } else if (kind === 6) {
      if (node.nodeType === 3 && node.data.length > 1) node.splitText(1);
      else node.replaceWith(element(1), pick(WORDS));
    } else if (kind === 7) {
      const parent = node.parentNode;
      parent.append(...[...parent.childNodes].sort(() => random(3) - 1));
    } else if (kind === 8 && node.nodeName.startsWith("X-")) {
      node.attachShadow({ mode: "open" }).append(element(2), document.createElement("slot"));
    } else if (node.nodeType === 1) {
      for (const name of ["role", "title", "aria-label"]) node.removeAttribute(name);
    }
  }

  /** The first difference between what the memory holds and what the page says, or null. */
  function difference(memory) {
    const kept = memory.stretches.flatMap(({ sections }) => sections);
    const fresh = [...globalThis.vigie.reader.sections(document)].filter(Boolean);
    const places = (nodes) => nodes.flatMap((place) => (place.base === undefined ? [place] : [place.node, place.base, ...(place.more ?? []).flatMap(({ at, node, base }) => [at, node, base])]));
    for (let n = 0; n < Math.max(kept.length, fresh.length); n += 1) {
      const [one, other] = [kept[n], fresh[n]];
      if (one?.stream !== other?.stream) return `section ${n}: ${JSON.stringify(one?.stream)} instead of ${JSON.stringify(other?.stream)}`;
      const [mine, its] = [places(one.nodes), places(other.nodes)];
      if (one.element !== other.element || mine.length !== its.length || mine.some((node, at) => node !== its[at])) return `section ${n}: other nodes`;
    }
    return null;
  }

  function watched() {
    const observer = new MutationObserver(() => {});
    const watch = (root) =>
      observer.observe(root, { attributeFilter: globalThis.vigie.reader.ATTRIBUTES, characterData: true, childList: true, subtree: true });
    watch(document);
    return { observer, memory: new Memory(document, watch) };
  }

  /** So many rounds of changes from a seed; what went wrong first, or null, and how much was read again. */
  function rounds(from, count) {
    seed(from);
    document.body.replaceChildren();
    for (let n = 0; n < 12; n += 1) document.body.append(element(0));
    const { observer, memory } = watched();
    for (const _ of memory.read(new Notes()));
    let [again, whole] = [0, 0];
    for (let round = 0; round < count; round += 1) {
      const log = [];
      for (let n = random(4); n >= 0; n -= 1) {
        try {
          change(log);
        } catch {
          // A node below itself: the page would not do that either.
        }
      }
      const notes = new Notes();
      notes.add(observer.takeRecords());
      for (const section of memory.read(notes)) if (section) again += 1;
      whole += memory.stretches.reduce((sum, { sections }) => sum + sections.length, 0);
      const wrong = difference(memory);
      if (wrong) return { wrong: `seed ${from}, round ${round} (${log}): ${wrong}`, again, whole };
    }
    return { wrong: null, again, whole };
  }
  return { rounds, watched, difference };
}

for (const browserName of NAMES) {
  describe(`the memory in ${browserName}`, () => {
    let browser, server;

    before(async () => {
      server = http.createServer((request, response) => {
        response.writeHead(200, { "content-type": "text/html; charset=utf-8" });
        response.end('<!doctype html><html lang="fr"><link rel="icon" href="data:,"><body></body></html>');
      });
      await new Promise((done) => server.listen(0, "127.0.0.1", done));
      browser = await openBrowser(browserName, { extension: false, recorded: false });
      await browser.driver.get(`http://127.0.0.1:${server.address().port}/`);
    });

    after(async () => {
      await browser?.close();
      server?.close();
    });

    const inPage = (body, ...args) =>
      browser.driver.executeScript(`${source}\nconst tools = (${tools})();\nreturn (${body})(...arguments)`, ...args);

    it("holds what the page says, whatever has changed", async () => {
      let [read, held] = [0, 0];
      for (let seed = 1; seed <= 60; seed += 1) {
        const { wrong, again, whole } = await inPage((seed) => tools.rounds(seed, 40), seed);
        assert.equal(wrong, null);
        read += again;
        held += whole;
      }
      // A memory that forgets everything would pass too.
      assert.ok(read < held / 2, `${read} sections read again of ${held}`);
    });

    it("reads a list again where it has grown, and nothing else", async () => {
      const { read, wrong } = await inPage(() => {
        const card = (n) => `<article><h2>Dr ${n}</h2><p>Secteur 1</p></article><div><h3>Dr ${n}</h3><p>Secteur 2</p></div>`;
        document.body.innerHTML = `<main><h1>Résultats</h1><div id="list">${Array.from({ length: 200 }, (_, n) => card(n)).join("")}</div></main><footer>Fin</footer>`;
        const { observer, memory } = tools.watched();
        const { Notes } = globalThis.vigie.memory;
        for (const _ of memory.read(new Notes()));
        const list = document.querySelector("#list");
        for (let n = 0; n < 20; n += 1) list.insertAdjacentHTML("beforeend", card(`x${n}`));
        list.children[77].querySelector("p, h3").firstChild.data = "Secteur 3";
        const notes = new Notes();
        notes.add(observer.takeRecords());
        const read = [...memory.read(notes)].filter(Boolean).length;
        return { read, wrong: tools.difference(memory) };
      });
      assert.equal(wrong, null);
      assert.ok(read > 40 && read < 60, `${read} sections`);
    });
  });
}
