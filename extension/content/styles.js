// Style sheets for shadow roots: constructed ones, which no page's content security policy can refuse.
(() => {
  const vigie = (globalThis.vigie ??= {});
  const made = new Map();

  /** The sheet of that name (see scripts/build), made once. */
  function sheet(name) {
    if (!made.has(name)) {
      const constructed = new CSSStyleSheet();
      constructed.replaceSync(vigie.sheets[name]);
      made.set(name, constructed);
    }
    return made.get(name);
  }

  /** Gives a shadow root a sheet. */
  function add(root, one) {
    root.adoptedStyleSheets = [...root.adoptedStyleSheets, one];
  }

  /** Takes it back. */
  function remove(root, one) {
    root.adoptedStyleSheets = [...root.adoptedStyleSheets].filter((other) => other !== one);
  }

  vigie.styles = { add, remove, sheet };
})();
