// Reads the page into streams, section by section, and understands nothing: see src/stream.rs for what is read and how it
// is written; cutter.js writes them. src/html.rs and src/stream/cutter.rs do the same for files, step for step;
// tests/e2e/reading.test.mjs compares the two byte for byte.
//
// Which part runs when: nothing runs by itself. `sections` and `walk` are generators that their caller drives in slices and
// may drop at any time; memory.js uses the second to read again only what has changed. They only read the DOM, keep no
// listener, and ask for nothing by a name that the page could have put something else under (getters are taken from the
// prototypes once).
"use strict";

(() => {
  const vigie = (globalThis.vigie ??= {});
  const { ATTRIBUTE_LIMIT, BLOCKS, Cutter, HARD_LIMIT, NONE, SPOKEN, clean, head, isBlank, words } = vigie.cutter;

  /** Nodes between two looks at the caller's clock: some tens of microseconds. */
  const STRIDE = 32;

  // The tables of src/stream/tag.rs.
  const SKIPPED = words(`applet audio canvas datalist embed frame frameset iframe link meta noembed noframes noscript object
    param rp script source style template track video`);
  const HOSTS = words(`article aside blockquote body div footer h1 h2 h3 h4 h5 h6 header main nav p section span`);
  const ROLES = new Map([
    ["article", "article"], ["button", "button"], ["tab", "button"], ["cell", "td"], ["gridcell", "td"],
    ["columnheader", "th"], ["rowheader", "th"], ["definition", "dd"], ["alertdialog", "dialog"], ["dialog", "dialog"],
    ["grid", "table"], ["table", "table"], ["treegrid", "table"], ["list", "ul"], ["listitem", "li"], ["option", "option"],
    ["row", "tr"], ["term", "dt"],
  ]);
  const SCOPES = new Map([["columnheader", "col"], ["rowheader", "row"]]);
  const BUTTONS = words("button reset submit");

  // The lists of src/html/review.rs.
  const HOLDERS = words(`article aside blockquote dd div dl figure li ol p section span ul`);
  const REVIEWS = words(`avis-client avis-clients avis-google avis-patient avis-patients client-review client-reviews comment-body
    comment-content comment-list commentlist comments-area customer-review customer-reviews google-reviews
    patient-review patient-reviews review review-body review-card review-content review-item review-list review-
    text reviews reviews-list temoignage temoignages testimonial testimonials user-review user-reviews`);

  /** What changes the stream when it changes: for a mutation observer. */
  const ATTRIBUTES = [...SPOKEN, "type", "id", "scope", "headers", "colspan", "rowspan", "role", "aria-level", "slot", "name",
    "contenteditable"];

  // The DOM's own getters and methods: a form with an input named `childNodes` answers them all the same.
  const getter = (prototype, name) => {
    const get = Object.getOwnPropertyDescriptor(prototype, name)?.get;
    return get ? (node) => get.call(node) : () => null;
  };
  const nodeType = getter(Node.prototype, "nodeType");
  const firstChild = getter(Node.prototype, "firstChild");
  const nextSibling = getter(Node.prototype, "nextSibling");
  const lastChild = getter(Node.prototype, "lastChild");
  const previousSibling = getter(Node.prototype, "previousSibling");
  const parentNode = getter(Node.prototype, "parentNode");
  const isConnected = getter(Node.prototype, "isConnected");
  const hostOf = getter(ShadowRoot.prototype, "host");
  const data = getter(CharacterData.prototype, "data");
  const localName = getter(Element.prototype, "localName");
  const namespaceURI = getter(Element.prototype, "namespaceURI");
  const openRoot = getter(Element.prototype, "shadowRoot");
  const anyRoot = getter(Element.prototype, "openOrClosedShadowRoot");
  const { getRootNode } = Node.prototype;
  const { getAttribute, hasAttributes } = Element.prototype;
  const attribute = (element, name) => getAttribute.call(element, name);
  const hasAny = (element) => hasAttributes.call(element);
  const { assignedNodes } = HTMLSlotElement.prototype;
  /** A shadow root in a stream: no element has this name. */
  const ROOT = "#shadow-root";
  const HTML = "http://www.w3.org/1999/xhtml";

  function effective(tag, role, level) {
    if (role === null) return tag;
    const first = role.replace(/^[ \t\n\f\r]+/, "").split(/[ \t\n\f\r]/, 1)[0].toLowerCase();
    if (first === "heading") {
      const said = (level ?? "").replace(/^[ \t\n\f\r]+|[ \t\n\f\r]+$/g, "");
      return /^[1-6]$/.test(said) ? `h${said}` : "h2";
    }
    if (first === "none" || first === "presentation") return BLOCKS.has(tag) && tag !== "br" ? "div" : tag;
    return ROLES.get(first) ?? tag;
  }

  /** The attributes that are written for an element, in their order. */
  function read(element, own, tag, kind, role) {
    let found = NONE;
    const add = (name, value) => {
      if (value === null || isBlank(value)) return;
      if (found === NONE) found = [];
      found.push([name, head(clean(value), ATTRIBUTE_LIMIT)]);
    };
    if (own === "img" || own === "area" || own === "input") add("alt", attribute(element, "alt"));
    add("title", attribute(element, "title"));
    add("aria-label", attribute(element, "aria-label"));
    if (own === "input" || own === "textarea") add("placeholder", attribute(element, "placeholder"));
    if (own === "input" && BUTTONS.has(kind)) add("value", attribute(element, "value"));
    if (own === "optgroup" || own === "option") add("label", attribute(element, "label"));
    if (own === "script") add("type", attribute(element, "type"));
    if (tag === "td" || tag === "th") {
      if (tag === "th") add("id", attribute(element, "id"));
      add("scope", SCOPES.get(role?.trim()) ?? attribute(element, "scope"));
      add("headers", attribute(element, "headers"));
      add("colspan", attribute(element, "colspan"));
      add("rowspan", attribute(element, "rowspan"));
    }
    return found;
  }

  /** What is known of names, so that they are looked at once: in lower case, and whether it is a custom element's. */
  const lower = new Map();
  function inLowerCase(name) {
    let known = lower.get(name);
    if (known === undefined) {
      if (lower.size > 1000) lower.clear();
      lower.set(name, (known = name.toLowerCase()));
    }
    return known;
  }

  /** By the value of a class or an id: whether it names reviews. A page has few such values on many elements. */
  const named = new Map();
  function namesReview(value) {
    if (value === null) return false;
    let known = named.get(value);
    if (known === undefined) {
      if (named.size > 1000) named.clear();
      known = value.split(/[ \t\n\f\r]+/).some((word) => REVIEWS.has(word.toLowerCase().split("__")[0].split("--")[0]));
      named.set(value, known);
    }
    return known;
  }

  const hasWord = (value, is) => value !== null && value.split(/[ \t\n\f\r]+/).some(is);

  /** Whether an element holds what patients say of a practitioner. */
  function isReview(element) {
    return (
      namesReview(attribute(element, "class")) ||
      namesReview(attribute(element, "id")) ||
      hasWord(attribute(element, "itemprop"), (word) => word === "review" || word === "reviews") ||
      hasWord(attribute(element, "itemtype"), (word) => word.endsWith("schema.org/Review"))
    );
  }

  const ANSWERS = words("answer reply reponse response");
  const isAnswer = (element) =>
    hasWord(attribute(element, "class"), (word) => ANSWERS.has(word.toLowerCase().split(/[-_]/).at(-1)));

  /** Whose words a reader stands in: the page's own; a patient's, which are not read; the practice's answer to them. */
  const [PAGE, PATIENT, ANSWER] = [0, 1, 2];
  function voiceWithin(voice, element, own) {
    if (voice === ANSWER || !HOLDERS.has(own)) return voice;
    if (voice === PATIENT) return isAnswer(element) ? ANSWER : PATIENT;
    return isReview(element) ? PATIENT : PAGE;
  }

  const isCustom = (own) => own.includes("-");

  /** Whether the browser answers of closed roots as fast as of open ones: Firefox does. */
  const ANSWERS_ALL = "openOrClosedShadowRoot" in Element.prototype;

  /** The shadow root of an element whose first child is known, closed ones too where the browser gives them to extensions. */
  function shadowRoot(element, own, first) {
    const custom = isCustom(own);
    if (!custom && !HOSTS.has(own)) return null;
    if (ANSWERS_ALL) return anyRoot(element);
    const open = openRoot(element);
    if (open) return open;
    // In Chromium, asking costs more than all the rest: an ordinary element that has children is not asked.
    if (!custom && first) return null;
    try {
      return globalThis.chrome?.dom?.openOrClosedShadowRoot?.(element) ?? null;
    } catch {
      return null;
    }
  }

  /** Pages that are read once, and forgotten: nobody asks where the sections stand. */
  const BLIND = { bare() {}, empty() {}, root() {}, slot() {}, stand: () => false };

  /**
   * The page's sections in reading order: `{stream, nodes, element}` each, and `undefined` now and then so that the
   * caller can look at its clock. `nodes[n]` is the element that is the stream's node n, or for a text the DOM's, or
   * `{node, base, more}` where it is not that from its beginning to its end: see `locate`.
   */
  function* sections(page) {
    const cutter = new Cutter();
    yield* walk(cutter, begin(page), BLIND);
  }

  const step = (next, voice, list = NONE) => ({ next, list: list.length > 0 ? list : null, at: 0, voice });

  /**
   * The steps of a walk: a stack of our own, since pages nest deeper than the program's. `next` walks siblings, `list` what
   * a slot shows; `voice` is whose words they are. There is one for the page's children, and one for the children of each element that the cutter has open.
   */
  function begin(page) {
    return [step(firstChild(page), PAGE)];
  }

  /**
   * The steps that stand before an element, in a cutter that stood there before; null where the page has changed so that
   * it stands there no longer.
   */
  function standing(page, cutter, element) {
    const { path } = cutter;
    const steps = [];
    let child = element;
    for (let at = path.length - 1; at >= 0; at -= 1) {
      const { tag, node } = path[at];
      const parent = child ? parentNode(child) : node;
      if (tag === ROOT) {
        if (!parent || nodeType(parent) !== 11 || hostOf(parent) !== node) return null;
        steps[at] = step(null, PAGE);
        // The frame above is the host itself.
        child = null;
      } else {
        if (parent !== node) return null;
        steps[at] = step(nextSibling(node), PAGE);
        child = node;
      }
    }
    if (parentNode(child ?? element) !== page) return null;
    steps[path.length] = step(element, PAGE);
    for (const [at, { tag, node }] of path.entries()) {
      const own = inLowerCase(localName(node));
      steps[at + 1].voice = tag === ROOT || !hasAny(node) ? steps[at].voice : voiceWithin(steps[at].voice, node, own);
    }
    return steps;
  }

  /**
   * Walks on from there. `eyes` are told of what is met on the way: `bare(element)`, a custom element without a shadow root;
   * `empty(element)`, an ordinary one that may have one and holds nothing; `root(root, host)`, a shadow root; `slot(path)`, a slot below these open elements; `stand(element, tag, attributes)`,
   * an element before which nothing is under way, where the walk ends if the answer is yes.
   */
  function* walk(cutter, steps, eyes) {
    let stride = 0;
    let ended = false;
    while (steps.length > 0 && !ended) {
      const here = steps[steps.length - 1];
      let node;
      if (here.list) {
        node = here.list[here.at];
        here.at += 1;
      } else {
        node = here.next;
        if (node) here.next = nextSibling(node);
      }
      if (!node) {
        steps.pop();
        if (steps.length > 0) cutter.close();
      } else {
        const type = nodeType(node);
        if (type === 3) {
          let said = data(node);
          let parts = null;
          // The DOM may hold one run of words as several texts side by side.
          while (!here.list && here.next && nodeType(here.next) === 3) {
            parts ??= [{ at: 0, node }];
            parts.push({ at: said.length, node: here.next });
            said += data(here.next);
            here.next = nextSibling(here.next);
            if (parts.length % STRIDE === 0) yield undefined;
          }
          // What patients say is passed by.
          if (here.voice === PATIENT) said = "";
          if (said.length <= HARD_LIMIT) cutter.text(clean(said), node, said === "" ? null : parts);
          else yield* long(cutter, said.isWellFormed() ? said : said.toWellFormed(), node, parts);
        } else if (type === 1) {
          ended = enter(node, cutter, steps, eyes);
        }
      }
      if (cutter.sections.length > 0) yield* taken(cutter);
      stride += 1;
      if (stride % STRIDE === 0) yield undefined;
    }
    if (ended) return true;
    cutter.cut();
    yield* taken(cutter);
    return false;
  }

  /** Without a generator of its own for the few sections, which there are many of. */
  function taken(cutter) {
    const { sections } = cutter;
    cutter.sections = [];
    return sections;
  }

  function* long(cutter, said, node, parts) {
    for (const _ of cutter.long(said, node, parts)) {
      yield* taken(cutter);
      yield undefined;
    }
  }

  /** The card and the fill-in helper's bar are none of the page. */
  const isOurs = (element) => element === vigie.card?.host || element === vigie.bar?.host;

  /** Goes into an element, or passes it by; whether the walk ends before it. */
  function enter(element, cutter, steps, eyes) {
    const own = inLowerCase(localName(element));
    const any = hasAny(element);
    const kind = any && (own === "input" || own === "script") ? (attribute(element, "type") ?? "").trim().toLowerCase() : "";
    if (SKIPPED.has(own) && !(own === "script" && kind === "application/ld+json")) return false;
    if (own === "title" && namespaceURI(element) === HTML) return false;
    if (own === "input" && kind === "hidden") return false;
    let tag = own;
    let attributes = NONE;
    let { voice } = steps[steps.length - 1];
    if (any) {
      const editable = attribute(element, "contenteditable");
      if (editable !== null && editable.trim().toLowerCase() !== "false") return false;
      if (isOurs(element)) return false;
      voice = voiceWithin(voice, element, own);
      if (voice === PATIENT && own === "script") return false;
      const role = attribute(element, "role");
      tag = effective(own, role, role === null ? null : attribute(element, "aria-level"));
      if (voice !== PATIENT) attributes = read(element, own, tag, kind, role);
    } else if (isOurs(element)) {
      return false;
    }
    const traits = cutter.approach(tag);
    if (!cutter.noted && cutter.rests && eyes.stand(element, tag, attributes)) return true;
    cutter.open(tag, attributes, element, traits);
    if (own === "textarea") {
      steps.push(step(null, voice));
      return false;
    }
    const first = firstChild(element);
    const root = shadowRoot(element, own, first);
    if (root) {
      eyes.root(root, element);
      cutter.open(ROOT, NONE, element);
      steps.push(step(null, voice), step(firstChild(root), voice));
      return false;
    }
    if (isCustom(own)) eyes.bare(element);
    else if (!first && HOSTS.has(own)) eyes.empty(element);
    const slot = own === "slot" && element instanceof HTMLSlotElement;
    if (slot) eyes.slot(cutter.path);
    const assigned = slot ? assignedNodes.call(element) : NONE;
    steps.push(step(assigned.length > 0 ? null : first, voice, assigned));
    return false;
  }

  /** The DOM's text and the offset in it of a unit of a stream's text. */
  function locate(place, unit) {
    if (place instanceof Text) return { node: place, offset: unit };
    let part = { at: 0, node: place.node, base: place.base };
    for (const more of place.more ?? NONE) if (more.at <= unit) part = more;
    return { node: part.node, offset: part.base + unit - part.at };
  }

  vigie.reader = {
    ATTRIBUTES,
    begin,
    isCustom: (element) => isCustom(localName(element)),
    /** The DOM's own getters, by which no page can deceive. */
    dom: { firstChild, getRootNode: (node) => getRootNode.call(node), hostOf, isConnected, lastChild, nodeType, parentNode, previousSibling },
    locate,
    sections,
    /** The shadow root of an element, as far as a reading would see it. */
    shadowRoot: (element) => shadowRoot(element, inLowerCase(localName(element)), firstChild(element)),
    standing,
    walk,
  };
})();
