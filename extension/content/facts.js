// Collects what the page says about the practitioner, as raw strings: src/practitioner.rs judges them, and html::facts
// collects the same from files.
//
// Which part runs when: `collect` runs once, when a report is prepared or the popup asks, and `profession` with each batch of
// sections that the engine judges; both only read the DOM. Numbers and
// lengths are capped, since a page may hold anything.
"use strict";

(() => {
  const vigie = (globalThis.vigie ??= {});

  /** UTF-16 units of one value, and of one JSON-LD script. */
  const VALUE = 300;
  const SCRIPT = 64 * 1024;
  /** Scripts, items of microdata and their properties, headings, words around the registers' names. */
  const SCRIPTS = 10;
  const ITEMS = 20;
  const PROPS = 30;
  const H1 = 5;
  const REGISTERS = 10;
  /** Units of the page's text in which the registers' names are looked for: legal notices stand at the end of short pages. */
  const TEXT = 2 * 1024 * 1024;
  /** Units kept from a register's name on: the name, the number, and what is written between. */
  const AROUND = 80;
  /** Units of a script of data: those of whole pages; one that is longer is left out, since half of it cannot be read. */
  const DATA = 512 * 1024;
  /** Scripts of data, links that call, hosts, words of links that lead to an appointment. */
  const MOST_DATA = 2;
  const PHONES = 5;
  const LINKS = 40;
  const CALLS = 10;
  /** Units of the page's words that show what the page is. */
  const WORDS = 16 * 1024;
  /** Elements of a page that are looked at for links: lists of results have a few thousand. */
  const LOOKED = 4_000;
  /** What is no word of the page. */
  const SKIPPED = new Set(["NOSCRIPT", "SCRIPT", "STYLE", "TEMPLATE", "TEXTAREA"]);

  // What a page may have put other things under is asked of the prototypes.
  const textContent = Object.getOwnPropertyDescriptor(Node.prototype, "textContent").get;
  const { querySelector, querySelectorAll } = Document.prototype;
  const within = Element.prototype.querySelectorAll;
  const { closest, getAttribute } = Element.prototype;
  const get = (element, name) => Reflect.apply(getAttribute, element, [name]);

  const cut = (text, limit) => text.slice(0, limit).toWellFormed();
  const line = (text) => cut((text ?? "").replace(/\s+/g, " ").trim(), VALUE);
  const words = (element) => (element ? line(cut(Reflect.apply(textContent, element, []) ?? "", 8 * VALUE)) : "");

  const { createTreeWalker } = Document.prototype;
  const nodeName = Object.getOwnPropertyDescriptor(Node.prototype, "nodeName").get;
  const nodeType = Object.getOwnPropertyDescriptor(Node.prototype, "nodeType").get;
  const nodeValue = Object.getOwnPropertyDescriptor(Node.prototype, "nodeValue").get;
  const nextNode = Object.getOwnPropertyDescriptor(TreeWalker.prototype, "nextNode").value;

  /** The words of a page from its beginning on, without those of scripts and styles. */
  function wordsOf(page, body) {
    if (!body) return "";
    const name = (node) => Reflect.apply(nodeName, node, []).toUpperCase();
    const walker = Reflect.apply(createTreeWalker, page, [
      body,
      NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT,
      (node) => (SKIPPED.has(name(node)) ? NodeFilter.FILTER_REJECT : NodeFilter.FILTER_ACCEPT),
    ]);
    let words = "";
    for (let node = Reflect.apply(nextNode, walker, []); node && words.length < WORDS; node = Reflect.apply(nextNode, walker, [])) {
      if (Reflect.apply(nodeType, node, []) !== Node.TEXT_NODE) continue;
      const text = Reflect.apply(nodeValue, node, []).slice(0, WORDS).replace(/\s+/g, " ").trim();
      if (text !== "") words += words === "" ? text : ` ${text}`;
    }
    return cut(words, WORDS);
  }

  /** The host of an absolute address, in lower case; empty where it has none. */
  function hostOf(address) {
    const found = /^\s*(?:https?:)?\/\/([a-z0-9.-]+)/i.exec(address ?? "");
    return found ? found[1].toLowerCase() : "";
  }

  /** Distinct values, without empty ones. */
  const each = (values, most) => [...new Set(values.filter((value) => value !== ""))].slice(0, most);

  /** Pages shaped like Doctolib's profiles. */
  const DOCTOLIB = {
    name: ".dl-profile-header-name",
    profession: ".dl-profile-header-speciality",
    address: "div[id^=practice-address-]",
    legal: ".js-profile-legals-details-bloc",
  };

  function collect(page) {
    const one = (selector) => Reflect.apply(querySelector, page, [selector]);
    const all = (selector, most) => [...Reflect.apply(querySelectorAll, page, [selector])].slice(0, most);
    const meta = (name) => {
      const found = one(`meta[property="${name}"]`);
      return found ? line(get(found, "content")) : "";
    };

    const adapter = {};
    for (const [name, selector] of Object.entries(DOCTOLIB)) {
      const said = words(one(selector));
      if (said !== "") adapter[name] = said;
    }
    const shaped = adapter.name !== undefined;

    const microdata = all("[itemscope][itemtype]", ITEMS).map((item) => {
      const own = [...Reflect.apply(within, item, ["[itemprop]"])].filter((property) => {
        const holder = Reflect.apply(closest, property, ["[itemscope]"]);
        return holder === item;
      });
      const props = own.slice(0, PROPS).map((property) => {
        const content = get(property, "content");
        return [line(get(property, "itemprop")), content === null ? words(property) : line(content)];
      });
      return { type: line(get(item, "itemtype")), props };
    });

    const root = one(":root");
    const said = root ? cut(Reflect.apply(textContent, root, []) ?? "", TEXT) : "";
    const registers = [];
    for (const found of said.matchAll(/\b(?:RPPS|FINESS)\b/gi)) {
      if (registers.length >= REGISTERS) break;
      registers.push(line(said.slice(found.index, found.index + AROUND)));
    }

    return {
      jsonld: all('script[type="application/ld+json" i]', SCRIPTS).map((script) =>
        cut(Reflect.apply(textContent, script, []) ?? "", SCRIPT),
      ),
      microdata,
      h1: all("h1", H1).map(words),
      og: { title: meta("og:title"), siteName: meta("og:site_name") },
      title: line(words(one("title"))),
      site: shaped ? "doctolib" : null,
      adapter: shaped ? adapter : null,
      registers,
      phones: each(all('a[href^="tel:" i]', PHONES).map((link) => line(get(link, "href"))), PHONES),
      data: all('script[type="application/json" i]', SCRIPTS)
        .map((script) => Reflect.apply(textContent, script, []) ?? "")
        .filter((text) => text.length <= DATA && text.includes('"publicInformation"'))
        .slice(0, MOST_DATA)
        .map((text) => text.toWellFormed()),
      words: wordsOf(page, one("body")),
      links: each(all("a[href], iframe[src]", LOOKED).map((link) => hostOf(get(link, "href") ?? get(link, "src"))), LINKS),
      calls: each(
        all("a, button, [role=button]", LOOKED).map((link) => words(link)).filter((said) => /rendez|rdv|r[ée]serv|cr[ée]neau/i.test(said) && said.length <= 60),
        CALLS,
      ),
    };
  }

  /** The words in which the page names the profession of whom it is about: those of the profile, or its title and heading. */
  function profession(page) {
    const one = (selector) => words(Reflect.apply(querySelector, page, [selector]));
    const told = one(DOCTOLIB.name) === "" ? "" : one(DOCTOLIB.profession);
    return told || [one("title"), one("h1")].join(" · ");
  }

  vigie.facts = { collect, profession };
})();
