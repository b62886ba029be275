// Collects what the page says about the practitioner, as raw strings: src/practitioner.rs judges them, and html::facts
// collects the same from files.
//
// Which part runs when: `collect` runs once, when a report is prepared or the popup asks; it only reads the DOM. Numbers and
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

  // What a page may have put other things under is asked of the prototypes.
  const textContent = Object.getOwnPropertyDescriptor(Node.prototype, "textContent").get;
  const { querySelector, querySelectorAll } = Document.prototype;
  const within = Element.prototype.querySelectorAll;
  const { closest, getAttribute } = Element.prototype;
  const get = (element, name) => Reflect.apply(getAttribute, element, [name]);

  const cut = (text, limit) => text.slice(0, limit).toWellFormed();
  const line = (text) => cut((text ?? "").replace(/\s+/g, " ").trim(), VALUE);
  const words = (element) => (element ? line(cut(Reflect.apply(textContent, element, []) ?? "", 8 * VALUE)) : "");

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
    };
  }

  vigie.facts = { collect };
})();
