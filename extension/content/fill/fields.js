// The fields of a page's forms, described for whoever judges them (src/report/form): what a person reads at each, what it is
// called, and why it must not be touched. Only answers; changes nothing. A form's fields have names that answer in place of
// the DOM's own: everything is asked through the prototypes (see content/page.js).
"use strict";

(() => {
  if (vigie.filling) return;
  const { page } = vigie;
  const { getter, method } = page;

  /** Fields that are described; the judge looks at 500 and says that there were more. */
  const MOST_FIELDS = 501;
  /** Elements that are looked at: more than any form has, and a tenth of a second. */
  const MOST_ELEMENTS = 100_000;
  /** Options of a list. */
  const MOST_OPTIONS = 400;
  /** UTF-16 units of a text, and text nodes in which they are looked for: what is longer is no label. */
  const MOST_TEXT = 240;
  const MOST_NODES = 200;
  /** CSS pixels: what is smaller in either direction nobody types into. */
  const SMALLEST = 8;
  /** Elements around a field that are asked whether they let it be seen. */
  const MOST_ABOVE = 60;

  const all = {
    document: method(Document.prototype, "querySelectorAll"),
    fragment: method(DocumentFragment.prototype, "querySelectorAll"),
    element: method(Element.prototype, "querySelectorAll"),
  };
  const byId = { document: method(Document.prototype, "getElementById"), fragment: method(DocumentFragment.prototype, "getElementById") };
  const attribute = method(Element.prototype, "getAttribute");
  const box = method(Element.prototype, "getBoundingClientRect");
  const checkVisibility = method(Element.prototype, "checkVisibility");
  const children = getter(Element.prototype, "children");
  const host = getter(ShadowRoot.prototype, "host");
  const localName = getter(Element.prototype, "localName");
  const parentNode = getter(Node.prototype, "parentNode");
  const previous = getter(Node.prototype, "previousSibling");
  const previousElement = getter(Element.prototype, "previousElementSibling");
  const shadowRoot = getter(Element.prototype, "shadowRoot");
  const slot = getter(Element.prototype, "assignedSlot");
  const walker = method(Document.prototype, "createTreeWalker");
  const computed = (element) => getComputedStyle(element);

  const inputs = Object.fromEntries(
    ["checked", "defaultChecked", "disabled", "form", "labels", "maxLength", "name", "readOnly", "type", "value"].map((name) => [
      name,
      getter(HTMLInputElement.prototype, name),
    ]),
  );
  const areas = Object.fromEntries(
    ["disabled", "labels", "maxLength", "name", "readOnly", "value"].map((name) => [name, getter(HTMLTextAreaElement.prototype, name)]),
  );
  const lists = Object.fromEntries(
    ["disabled", "labels", "multiple", "name", "options", "selectedIndex"].map((name) => [name, getter(HTMLSelectElement.prototype, name)]),
  );
  const option = {
    disabled: getter(HTMLOptionElement.prototype, "disabled"),
    text: getter(HTMLOptionElement.prototype, "text"),
    initial: getter(HTMLOptionElement.prototype, "defaultSelected"),
  };
  const ask = (element) => (element instanceof HTMLInputElement ? inputs : element instanceof HTMLTextAreaElement ? areas : lists);

  /** Inputs that are described as what they are; others are buttons, or of a kind that no report fills. */
  const TYPES = new Set(["text", "search", "email", "tel", "url", "number", "date", "password", "file", "checkbox", "radio"]);
  /** Words in these are nobody's label. */
  const SILENT = new Set(["select", "option", "textarea", "script", "style", "template", "noscript", "button", "svg", "datalist"]);

  /** The words below a node, as far as a label goes. */
  function words(node, most = MOST_TEXT) {
    const look = (each) => {
      if (each instanceof Element) return SILENT.has(localName(each)) ? NodeFilter.FILTER_REJECT : NodeFilter.FILTER_SKIP;
      return NodeFilter.FILTER_ACCEPT;
    };
    const steps = walker(document, node, NodeFilter.SHOW_TEXT | NodeFilter.SHOW_ELEMENT, look);
    let text = "";
    for (let nodes = 0; nodes < MOST_NODES && text.length < most && steps.nextNode(); nodes += 1) {
      text = `${text} ${steps.currentNode.data.slice(0, most)}`.replace(/\s+/g, " ").trimStart();
    }
    return text.slice(0, most).trim();
  }

  const isControl = (node) => node instanceof HTMLInputElement || node instanceof HTMLTextAreaElement || node instanceof HTMLSelectElement;
  const CONTROLS = "input:not([type=hidden]), select, textarea";
  const rootOf = (node) => page.rootOf(node);
  const inRoot = (root, table) => (root instanceof Document ? table.document : root instanceof DocumentFragment ? table.fragment : table.element);

  /** What an attribute that lists ids names, in the element's own tree. */
  function named(element, name) {
    const ids = (attribute(element, name) ?? "").slice(0, 1000).trim().split(/\s+/).filter(Boolean).slice(0, 10);
    const root = rootOf(element);
    if (!(root instanceof Document || root instanceof DocumentFragment)) return "";
    const find = inRoot(root, byId);
    return ids.map((id) => find(root, id)).filter(Boolean).map((each) => words(each)).join(" ").slice(0, MOST_TEXT);
  }

  /** Labels of a control, and where a component wraps it, what the page says at that. */
  function label(element) {
    const own = [...(ask(element).labels(element) ?? [])].slice(0, 4).map((each) => words(each)).filter(Boolean).join(" ");
    const said = named(element, "aria-labelledby") || own || attribute(element, "aria-label")?.slice(0, MOST_TEXT) || "";
    if (said) return said;
    const root = rootOf(element);
    if (!(root instanceof ShadowRoot)) return "";
    const around = host(root);
    const id = attribute(around, "id");
    const outer = rootOf(around);
    const by = id && id.length < 200 ? inRoot(outer, all)(outer, `label[for="${CSS.escape(id)}"]`)[0] : null;
    return (by && words(by)) || named(around, "aria-labelledby") || (attribute(around, "aria-label") ?? attribute(around, "label") ?? "").slice(0, MOST_TEXT);
  }

  /** The element around a node, through shadow roots. */
  function above(node) {
    const parent = slot(node) ?? parentNode(node);
    if (parent instanceof ShadowRoot) return host(parent);
    return parent instanceof Element ? parent : null;
  }

  const controlsIn = (element) => all.element(element, CONTROLS).length;

  /** Whether an element holds another control, one that a component has in its shadow root, or the label of one. */
  const isTaken = (element) => controlsIn(element) > 0 || all.element(element, "label").length > 0 || [element, ...[...all.element(element, "*")].slice(0, MOST_NODES)].some((each) => shadowRoot(each));

  /** The words beside a control that has no label: those of what holds it and nothing else, or what stands before that. */
  function near(element) {
    let at = element;
    for (let steps = 0; steps < 5; steps += 1) {
      const around = above(at);
      if (!around || localName(around) === "body" || localName(around) === "form" || controlsIn(around) > 1) break;
      // What stands around a component is not told apart by counting: it says its words itself.
      if (parentNode(around) instanceof ShadowRoot || parentNode(at) instanceof ShadowRoot) return words(around);
      at = around;
      const said = words(at);
      if (said) return said;
    }
    if (/^(td|th|dd)$/.test(localName(at))) {
      const cell = previousElement(at);
      return cell && !isTaken(cell) ? words(cell) : columnOf(at);
    }
    for (let before = previous(at), steps = 0; before && steps < 4; before = previous(before), steps += 1) {
      if (before instanceof Element && (isControl(before) || isTaken(before))) return "";
      const said = before instanceof Text ? before.data.slice(0, MOST_TEXT).trim() : before instanceof Element ? words(before) : "";
      if (said) return said;
    }
    return "";
  }

  /** What stands at the head of a table's column. */
  function columnOf(cell) {
    const row = above(cell);
    const table = row && page.closest(row, "table");
    const first = table && all.element(table, "tr")[0];
    if (!first || first === row) return "";
    const head = children(first)[[...children(row)].indexOf(cell)];
    return head && controlsIn(head) === 0 ? words(head) : "";
  }

  /** Legends around an element, the nearest first. */
  function around(element, heading) {
    const found = [];
    for (let at = above(element), steps = 0; at && steps < MOST_ABOVE && found.length < 4; at = above(at), steps += 1) {
      const role = attribute(at, "role");
      let said = "";
      if (localName(at) === "fieldset") {
        const legend = [...children(at)].slice(0, 5).find((each) => localName(each) === "legend");
        said = legend ? words(legend) : "";
      }
      if (localName(at) === "fieldset" || role === "group" || role === "radiogroup" || role === "region" || localName(at) === "section") {
        said ||= named(at, "aria-labelledby") || (attribute(at, "aria-label") ?? "").slice(0, MOST_TEXT);
      }
      if (said) found.push(said);
    }
    return heading ? [...found, heading] : found;
  }

  /** Whether a person can see an element and get at it. */
  function isSeen(element) {
    const shown = checkVisibility(element, { opacityProperty: true, visibilityProperty: true, contentVisibilityAuto: true });
    if (!shown) return false;
    const own = box(element);
    if (own.width < SMALLEST || own.height < SMALLEST) return false;
    // Far off to the left or above: where traps stand, and nobody can scroll to.
    if (own.right + scrollX <= 0 || own.bottom + scrollY <= 0) return false;
    for (let at = element, steps = 0; at && steps < MOST_ABOVE; at = above(at), steps += 1) {
      if (attribute(at, "aria-hidden") === "true" || attribute(at, "inert") !== null) return false;
      // What body and root hide, the window scrolls.
      if (at === element || /^(body|html)$/.test(localName(at))) continue;
      const { overflowX, overflowY, clipPath } = computed(at);
      if (clipPath.startsWith("inset(") && /inset\((100|50)%/.test(clipPath)) return false;
      if (overflowX === "visible" && overflowY === "visible") continue;
      const { width, height } = box(at);
      if (width < SMALLEST || height < SMALLEST) return false;
    }
    return true;
  }

  /** A group's and a box's own square is often drawn by its label. */
  const isReached = (element) => isSeen(element) || [...(inputs.labels(element) ?? [])].some((each) => isSeen(each) && isHere(element));
  const isHere = (element) => computed(element).display !== "none" && computed(element).visibility !== "hidden";

  /** Whether changing an element sends a form, as far as its own attributes say. */
  function sends(element) {
    const form = element instanceof HTMLInputElement ? inputs.form(element) : page.closest(element, "form");
    const handlers = [element, form].flatMap((each) => (each ? ["onchange", "oninput", "onclick", "onblur"].map((name) => attribute(each, name)) : []));
    return handlers.some((code) => code && /submit|location|\.click\(/i.test(code.slice(0, 2000)));
  }

  /** The option that a list shows by itself. */
  function initial(list) {
    const options = [...lists.options(list)];
    const marked = options.findLastIndex((each) => option.initial(each));
    return marked >= 0 ? marked : options.findIndex((each) => !option.disabled(each));
  }

  /** What a control holds: a text, or which option. */
  function held(element) {
    if (element instanceof HTMLSelectElement) return lists.selectedIndex(element);
    return ask(element).value(element);
  }

  /** What stands in the way of filling it; "" where nothing does. `mine` says whether what it holds was put there by us. */
  function closed(field, mine) {
    const { element, kind, members } = field;
    const seen = kind === "radio" || kind === "checkbox" ? members.some(isReached) : isSeen(element);
    if (!seen) return "hidden";
    const locked = (each) => (kind === "editor" ? false : ask(each).disabled(each) || page.matches(each, ":disabled") || attribute(each, "aria-disabled") === "true");
    if (members.every(locked) || (element instanceof HTMLSelectElement && lists.multiple(element))) return "locked";
    if (!(element instanceof HTMLSelectElement) && kind !== "radio" && kind !== "editor") {
      if (ask(element).readOnly?.(element) || attribute(element, "aria-readonly") === "true") return "locked";
    }
    if (mine(field)) return "ours";
    if (kind === "radio") {
      if (members.some((each) => inputs.checked(each))) return "filled";
    } else if (element instanceof HTMLSelectElement) {
      const at = lists.selectedIndex(element);
      if (at > 0 && at !== initial(element)) return "filled";
    } else if (kind !== "editor" && kind !== "checkbox" && kind !== "file" && held(element).trim() !== "") {
      return "filled";
    }
    return members.some(sends) ? "sends" : "";
  }

  /** What a control is called for the judge: `null` for what is no field. */
  function kindOf(element) {
    if (element instanceof HTMLSelectElement) return "select";
    if (element instanceof HTMLTextAreaElement) return "textarea";
    if (element instanceof HTMLInputElement) {
      const type = inputs.type(element);
      if (type === "hidden" || !TYPES.has(type)) return null;
      return type === "text" && attribute(element, "role") === "combobox" ? "combobox" : type;
    }
    // An editor of the page's own: seen, and left.
    return page.matches(element, '[contenteditable=""], [contenteditable="true"], [contenteditable="plaintext-only"]') ? "editor" : null;
  }

  /**
   * The fields of the page in its order, as `{element, members, kind, heading}`: a group of which one is chosen is one field, and
   * its buttons are the members.
   */
  function find() {
    const fields = [];
    const groups = new Map();
    let heading = "";
    let looked = 0;
    const read = (root) => {
      for (const element of inRoot(root, all)(root, "*")) {
        if (fields.length >= MOST_FIELDS || (looked += 1) > MOST_ELEMENTS) return;
        if (vigie.hosts?.has(element)) continue;
        const inner = shadowRoot(element);
        if (inner) read(inner);
        if (/^h[2-6]$/.test(localName(element))) {
          if (isSeen(element)) heading = words(element);
          continue;
        }
        const control = isControl(element);
        if (!control && attribute(element, "contenteditable") === null) continue;
        const kind = kindOf(element);
        if (!kind) continue;
        if (kind === "radio") {
          const key = `${inputs.name(element)}`;
          const owner = inputs.form(element) ?? root;
          const known = groups.get(owner) ?? groups.set(owner, new Map()).get(owner);
          const group = key && known.get(key);
          if (group) {
            group.members.push(element);
            continue;
          }
          const made = { element, members: [element], kind, heading };
          known.set(key, made);
          fields.push(made);
        } else {
          fields.push({ element, members: [element], kind, heading });
        }
      }
    };
    read(document);
    return fields;
  }

  /** The words of a radio button. */
  const choiceOf = (element) => label(element) || near(element) || (attribute(element, "value") ?? "").slice(0, MOST_TEXT);

  /** A field for the judge. `mine` as for `closed`. */
  function describe(field, mine) {
    const { element, kind, members, heading } = field;
    const state = closed(field, mine);
    // Nobody sees it: nothing of it goes anywhere.
    if (state === "hidden" || state === "ours") return { kind, closed: state };
    const group = kind === "radio";
    const asked = kind === "editor" ? named(element, "aria-labelledby") || (attribute(element, "aria-label") ?? "").slice(0, MOST_TEXT) : label(element);
    const legends = around(element, heading);
    const said = group ? (legends.shift() ?? "") : asked;
    const options = group
      ? members.slice(0, MOST_OPTIONS).map(choiceOf)
      : kind === "select" && [...lists.options(element)].slice(0, MOST_OPTIONS).map((each) => (option.disabled(each) ? "" : option.text(each).slice(0, MOST_TEXT)));
    const most = kind === "select" || group || kind === "editor" ? -1 : ask(element).maxLength(element);
    const name = kind === "editor" ? "" : ask(element).name(element);
    return {
      kind,
      closed: state,
      label: said,
      near: said || group ? "" : near(element),
      placeholder: (attribute(element, "placeholder") ?? "").slice(0, MOST_TEXT),
      name: (name || nameAround(element)).slice(0, MOST_TEXT),
      id: (attribute(element, "id") ?? "").slice(0, MOST_TEXT),
      autocomplete: (attribute(element, "autocomplete") ?? "").slice(0, 100),
      around: legends,
      ...(most >= 0 && { most }),
      ...(options && { options }),
    };
  }

  /** The name of the component that wraps a nameless control. */
  function nameAround(element) {
    const root = rootOf(element);
    return root instanceof ShadowRoot ? (attribute(host(root), "name") ?? "") : "";
  }

  vigie.fields = { closed, describe, find, held, isSeen };
})();
