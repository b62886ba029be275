// The card beside a mark: what was seen, why it matters, what can be done. Made when it is asked for, in one closed shadow root
// in the top layer, and taken away with it. Words of the page and of the catalogue go in as text, never as markup; a click
// counts only if a person made it.
(() => {
  const vigie = (globalThis.vigie ??= {});
  const { page } = vigie;

  /** Between the card and its mark, and between the card and the edge of the window, in px. */
  const GAP = 8;

  let open = null;
  // The fill-in helper's bar is one of them.
  const hosts = (vigie.hosts ??= new WeakSet());

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
      if (event.isTrusted) act();
    });
    return made;
  }

  /**
   * Shows the card of a mark. `words` are the catalogue's; `report` and `dismiss` are what the buttons do, `report` giving
   * what is to be said where it did not work, or null. `focus` moves the keyboard's focus into the card, and closing gives it back.
   */
  function show({ mark, words, focus, pinned, report, dismiss }) {
    if (open?.mark === mark) {
      open.pinned ||= pinned;
      if (focus) open.card.focus();
      return;
    }
    close();
    const before = focus ? page.active() : null;

    const title = element("h2", { id: "title", text: words.title });
    const failed = element("p", { class: "failed", role: "alert", hidden: "" });
    const prepare = button(words.report, async () => {
      prepare.disabled = true;
      const fault = await report();
      prepare.disabled = false;
      failed.textContent = fault;
      failed.hidden = !fault;
      if (!fault) close();
    }, { class: "first" });
    const basis = element("p", { class: "basis", text: words.basis });
    const drop = () => {
      close();
      dismiss();
    };
    const actions = element("div", { class: "buttons" }, prepare, button(words.dismiss, drop));
    const parts = [basis, failed, actions];
    if (words.ask) {
      // What the words alone do not settle, the person is asked first; only a yes brings law and letter.
      for (const part of [basis, actions]) part.hidden = true;
      const yes = button(words.yes, () => {
        question.hidden = true;
        for (const part of [basis, actions]) part.hidden = false;
        place();
        prepare.focus();
      }, { class: "first" });
      const question = element(
        "div",
        {},
        element("p", { class: "ask", text: words.ask }),
        element("div", { class: "buttons" }, yes, button(words.no, drop)),
      );
      parts.unshift(question);
    }
    const objection = element("details", {}, element("summary", { text: words.objection }), element("p", { text: words.objecting }));
    objection.addEventListener("toggle", () => place());
    parts.push(objection);
    const card = element(
      "section",
      { class: `card ${vigie.paint.look(mark.found)}`, role: "dialog", "aria-labelledby": "title", tabindex: "-1", lang: words.lang, dir: words.dir },
      element("header", {}, title, button("×", () => close(), { class: "close", "aria-label": words.close })),
      ...(words.who ? [element("p", { class: "who", text: words.who })] : []),
      element("blockquote", { text: words.quote, lang: "fr", dir: "auto" }),
      element("p", { text: words.reason }),
      ...parts,
    );

    const host = element("div", { popover: "manual" });
    hosts.add(host);
    const root = host.attachShadow({ mode: "closed" });
    vigie.styles.add(root, vigie.styles.sheet("card"));
    root.append(card);
    // Everything outside an open modal dialog is inert, the top layer included: there, the card must be inside.
    page.append(dialogOf(mark) ?? page.root(), host);
    host.showPopover();

    const ending = new AbortController();
    open = { mark, host, card, pinned, before, ending };
    const listen = (target, type, act, options) => target.addEventListener(type, act, { signal: ending.signal, ...options });
    listen(window, "keydown", (event) => {
      if (event.key !== "Escape" || !event.isTrusted) return;
      // The page's own dialog, if the card stands over one, must not close with it.
      event.stopImmediatePropagation();
      event.preventDefault();
      close();
    }, { capture: true });
    let waiting = false;
    const follow = () => {
      if (waiting) return;
      waiting = true;
      requestAnimationFrame(() => {
        waiting = false;
        place();
      });
    };
    listen(window, "scroll", follow, { capture: true, passive: true });
    listen(window, "resize", follow);
    place();
    if (focus) card.focus({ preventScroll: true });
  }

  /** The modal dialog that a mark stands in, or null. */
  function dialogOf({ ranges }) {
    const place = ranges[0]?.startContainer;
    const element = place instanceof Element ? place : place && page.parent(place);
    return element ? page.closest(element, "dialog:modal") : null;
  }

  /** Puts the card below its mark, or above it, or beside it: where there is room; always whole inside the window. */
  function place() {
    if (!open) return;
    const rect = vigie.paint.box(open.mark);
    if (!rect) {
      close();
      return;
    }
    const { card } = open;
    const { width, height } = card.getBoundingClientRect();
    const [across, down] = [page.root().clientWidth, window.innerHeight];
    const [lastLeft, lastTop] = [across - width - GAP, down - height - GAP];
    const [below, above] = [rect.bottom + GAP, rect.top - GAP - height];
    const [after, before] = [rect.right + GAP, rect.left - GAP - width];
    let { left } = rect;
    let top = below;
    if (below > lastTop && above >= GAP) {
      top = above;
    } else if (below > lastTop && (after <= lastLeft || before >= GAP)) {
      left = after <= lastLeft ? after : before;
      top = rect.top;
    }
    card.style.left = `${Math.max(GAP, Math.min(left, lastLeft))}px`;
    card.style.top = `${Math.max(GAP, Math.min(top, lastTop))}px`;
  }

  /** Takes the card away, and gives the focus back to where it was. */
  function close() {
    if (!open) return;
    const { host, before, ending } = open;
    const hadFocus = page.active() === host;
    open = null;
    ending.abort();
    host.remove();
    if (hadFocus && before && page.isConnected(before)) page.focus(before, { preventScroll: true });
  }

  /** Whether a point of the viewport lies on the card or between it and its mark. */
  function near(x, y) {
    if (!open) return false;
    const rect = open.card.getBoundingClientRect();
    const reach = 2 * GAP;
    return x >= rect.left - reach && x <= rect.right + reach && y >= rect.top - reach && y <= rect.bottom + reach;
  }

  vigie.card = {
    close,
    near,
    show,
    /** The element of ours in the page, while there is one: readers pass it by. */
    get host() {
      return open?.host ?? null;
    },
    /** Whether a node is, or was, such an element. */
    isHost: (node) => hosts.has(node),
    /** The mark whose card is open. */
    get mark() {
      return open?.mark ?? null;
    },
    /** Whether the card stays when the pointer leaves. */
    get pinned() {
      return open?.pinned ?? false;
    },
  };
})();
