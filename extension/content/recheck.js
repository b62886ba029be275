// What a page says now, for « revérifier »: the streams of all its sections, read in one go, and what tells a login or a
// captcha. Put into a tab that was opened for this alone, after page.js, cutter.js and reader.js; the last line is the answer.
// Runs once; keeps nothing, listens to nothing.
"use strict";

(() => {
  const vigie = (globalThis.vigie ??= {});
  const { page } = vigie;
  /** UTF-16 units of stream: as the reading of a page has it. */
  const MOST = 12 * 1024 * 1024;
  /** Frames and scripts whose addresses are told, and how much of each. */
  const MOST_SOURCES = 200;
  const LONGEST_SOURCE = 300;

  const select = page.method(Document.prototype, "querySelectorAll");
  const attribute = page.method(Element.prototype, "getAttribute");
  const boxes = page.method(Element.prototype, "getClientRects");

  function streams() {
    const all = [];
    let units = 0;
    for (const section of vigie.reader.sections(document)) {
      if (!section) continue;
      units += section.stream.length;
      if (units > MOST) break;
      all.push(section.stream);
    }
    return all;
  }

  const [navigation] = performance.getEntriesByType("navigation");
  return {
    url: location.href,
    title: page.title(),
    status: navigation?.responseStatus ?? 0,
    streams: streams(),
    password: [...select(document, 'input[type="password"]')].some((field) => boxes(field).length > 0),
    loaded: navigation?.name ?? "",
    redirects: navigation?.redirectCount ?? 0,
    touched: navigator.userActivation?.hasBeenActive ?? false,
    // What tells this document from the next one in its tab.
    born: performance.timeOrigin,
    sources: [...select(document, "iframe[src], script[src]")].slice(0, MOST_SOURCES).map((element) => attribute(element, "src").slice(0, LONGEST_SOURCE)),
  };
})();
