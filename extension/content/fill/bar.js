// The bar of the fill-in helper: what was filled, what is for the user to choose, what was left, and the way back. One closed
// shadow root in the top layer, as the card's; words of the page and of the catalogue go in as text; a click counts only if a
// person made it.
"use strict";

(() => {
  if (vigie.filling) return;
  const { page } = vigie;

  /** UTF-16 units of a text that are shown of it. */
  const MOST_SHOWN = 90;

  /** Lines of a list: nobody reads more, and a hostile page has thousands. */
  const MOST_LINES = 60;

  let open = null;

  function element(tag, { text, ...attributes } = {}, ...children) {
    const made = page.create(tag);
    for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
    if (text !== undefined) made.textContent = text;
    made.append(...children);
    return made;
  }

  function button(text, act, attributes = {}) {
    const made = element("button", { type: "button", text, ...attributes });
    made.addEventListener("click", (event) => {
      if (event.isTrusted) act(made);
    });
    return made;
  }

  const short = (text) => (text.length > MOST_SHOWN ? `${text.slice(0, MOST_SHOWN).trimEnd()}…` : text);

  function sheet() {
    const made = new CSSStyleSheet();
    made.replaceSync(vigie.sheets.fill);
    return made;
  }

  /** The page's own modal dialog makes everything outside of it inert: there, the bar must be inside. */
  const placeFor = (field) => (field && page.closest(field, "dialog:modal")) || page.root();

  /**
   * Shows the bar. `filled` and `left` are `[{title, what, note, go}]`, `offered` `[{title, note, go, choices: [{label, text, put}]}]`; `put`
   * gives a note on how it went. `undo` gives what is to be said of it, `close` is told that the bar goes.
   */
  function show({ words, near, filled, offered, left, cautions, undo, close }) {
    take();
    const status = element("p", { class: "status", role: "status" });
    const name = ({ title, go }) => button(title || words.unnamed, go, { class: "field", dir: "auto", "aria-description": words.go });
    const line = (each) =>
      element(
        "li",
        {},
        name(each),
        ...(each.what ? [element("span", { class: "what", text: each.what })] : []),
        ...(each.note ? [element("span", { class: "note", text: each.note })] : []),
      );
    const choice = (each) => {
      const note = element("span", { class: "note", text: each.note });
      const buttons = each.choices.map(({ put }) =>
        button("", async (pressed) => {
          for (const other of buttons) other.disabled = true;
          const said = await put();
          for (const other of buttons) other.disabled = false;
          if (!said.failed) for (const other of buttons) other.setAttribute("aria-pressed", String(other === pressed));
          note.textContent = said.note;
          status.textContent = said.note;
        }, { "aria-pressed": "false", class: "choice" }),
      );
      for (const [at, { label, text }] of each.choices.entries()) {
        buttons[at].append(element("strong", { text: label }), element("span", { text: short(text), dir: "auto", lang: "fr" }));
      }
      return element("li", {}, name(each), note, ...buttons);
    };
    const group = (title, all, make, folded) => {
      if (all.length === 0) return [];
      const rest = all.length > MOST_LINES ? [element("li", { text: "…" })] : [];
      const list = element("ul", {}, ...all.slice(0, MOST_LINES).map(make), ...rest);
      const count = element("span", { class: "count", text: String(all.length) });
      const summary = element("summary", {}, element("span", { text: title }), count);
      return [element("details", folded ? {} : { open: "" }, summary, list)];
    };
    const whole = element(
      "div",
      { id: "whole" },
      element("p", { text: words.note }),
      ...(cautions.length > 0 ? [element("ul", { class: "cautions" }, ...cautions.map((text) => element("li", { text })))] : []),
      ...group(words.offered, offered, choice, false),
      ...group(words.filled, filled, line, offered.length > 0),
      ...group(words.left, left, line, true),
    );
    const fold = button(words.fold, () => {
      whole.hidden = !whole.hidden;
      fold.textContent = whole.hidden ? words.unfold : words.fold;
      fold.setAttribute("aria-expanded", String(!whole.hidden));
    }, { "aria-expanded": "true", "aria-controls": "whole", class: "quiet" });
    const back = button(words.undo, async () => {
      back.disabled = true;
      status.textContent = await undo();
      whole.hidden = true;
      fold.hidden = true;
      back.hidden = true;
      bar.focus();
    });
    const bar = element(
      "section",
      { class: "helper", role: "region", "aria-labelledby": "title", tabindex: "-1", lang: words.lang, dir: words.dir },
      element("header", {}, element("h2", { id: "title", text: words.title }), fold, button("×", end, { class: "close", "aria-label": words.close })),
      status,
      whole,
      element("div", { class: "buttons" }, back, button(words.close, end, { class: "first" })),
    );
    const host = element("div", { popover: "manual" });
    vigie.hosts.add(host);
    const root = host.attachShadow({ mode: "closed" });
    root.adoptedStyleSheets = [sheet()];
    root.append(bar);
    open = { host, status, close };
    page.append(placeFor(near), host);
    host.showPopover();
    bar.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || !event.isTrusted) return;
      event.stopPropagation();
      if (!whole.hidden && !fold.hidden) fold.click();
    });
    back.hidden = filled.length === 0 && offered.length === 0;
    bar.focus({ preventScroll: true });
  }

  /** Takes the bar out of the page. */
  function take() {
    open?.host.remove();
    open = null;
  }

  function end() {
    const close = open?.close;
    take();
    close?.();
  }

  vigie.hosts ??= new WeakSet();
  vigie.bar = {
    end,
    show,
    /** The element of ours in the page, while there is one. */
    get host() {
      return open?.host ?? null;
    },
  };
})();
