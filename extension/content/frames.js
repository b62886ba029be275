// The frames of other sites that stand in a page. What is in them is read only where the browser lets us: the popup says of the
// others that they were not.
"use strict";

(() => {
  const vigie = (globalThis.vigie ??= {});
  const { page } = vigie;

  /** Smaller frames hold counters, buttons and advertisements, in px. */
  const LEAST = { width: 240, height: 120 };
  /** More than these nobody would open one by one. */
  const MOST = 5;
  const LONGEST = 2_000;

  const all = page.method(Document.prototype, "querySelectorAll");
  const box = page.method(Element.prototype, "getBoundingClientRect");
  const source = page.getter(HTMLIFrameElement.prototype, "src");
  const visible = page.method(Element.prototype, "checkVisibility");

  /** The address of a frame of another site that is large enough to hold words and can be seen, or null. */
  function foreign(frame) {
    const address = source(frame);
    if (!address || address.length > LONGEST || !visible(frame)) return null;
    const { width, height } = box(frame);
    if (width < LEAST.width || height < LEAST.height) return null;
    if (!URL.canParse(address)) return null;
    const { protocol, origin, href } = new URL(address);
    return /^https?:$/.test(protocol) && origin !== location.origin ? href : null;
  }

  vigie.frames = {
    /** The addresses of the visible frames of other sites, one a site. */
    foreign() {
      const found = new Map();
      for (const frame of all(document, "iframe")) {
        const address = foreign(frame);
        if (address) found.set(new URL(address).origin, address);
        if (found.size === MOST) break;
      }
      return [...found.values()];
    },
  };
})();
