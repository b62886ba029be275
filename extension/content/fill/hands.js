// Puts texts into fields, and takes them out again. Never into a field that has changed since it was described, is not empty or
// cannot be seen; never a form is sent. What was put where is kept, so that it can be undone where nobody has changed it since.
"use strict";

(() => {
  // A second click finds the first one's memory.
  if (vigie.filling) return;
  const { page } = vigie;

  const setter = (prototype, name) => {
    const { set } = Object.getOwnPropertyDescriptor(prototype, name);
    return (element, value) => Reflect.apply(set, element, [value]);
  };
  const setValue = {
    input: setter(HTMLInputElement.prototype, "value"),
    area: setter(HTMLTextAreaElement.prototype, "value"),
    list: setter(HTMLSelectElement.prototype, "selectedIndex"),
    checked: setter(HTMLInputElement.prototype, "checked"),
  };
  const isChecked = page.getter(HTMLInputElement.prototype, "checked");
  const click = page.method(HTMLElement.prototype, "click");
  const dispatch = page.method(EventTarget.prototype, "dispatchEvent");
  const validity = page.getter(HTMLInputElement.prototype, "validity");
  const styleOf = page.getter(HTMLElement.prototype, "style");
  const attribute = page.method(Element.prototype, "getAttribute");
  const removeAttribute = page.method(Element.prototype, "removeAttribute");

  /** What was put where: element → `{field, description, former, set, title, what}`. */
  const kept = new Map();
  /** Inline styles as they were before a field was outlined. */
  const outlined = new Map();

  /** The page's own scripts answer events; what they do then is there after two turns. */
  const turn = () => new Promise((go) => setTimeout(() => setTimeout(go)));

  function tell(element, ...types) {
    // Plain events: a click that is none of a mouse's activates nothing.
    for (const type of types) dispatch(element, new Event(type, { bubbles: true, composed: true }));
  }

  const held = ({ element, kind, members }) => (kind === "radio" ? members.findIndex((each) => isChecked(each)) : vigie.fields.held(element));

  /** Whether what a field holds is what was put there. */
  const isMine = (field) => kept.has(field.element) && held(field) === kept.get(field.element).set;

  function write({ element, kind, members }, value) {
    if (kind === "radio") {
      if (value >= 0) {
        click(members[value]);
      } else {
        for (const each of members.filter((each) => isChecked(each))) {
          setValue.checked(each, false);
          // React listens for clicks, and sets the button again where its owner does not agree.
          tell(each, "click", "input", "change");
        }
      }
      return;
    }
    if (element instanceof HTMLSelectElement) setValue.list(element, value);
    else if (element instanceof HTMLTextAreaElement) setValue.area(element, value);
    else setValue.input(element, value);
    tell(element, "input", "change");
  }

  /** What must not have changed between the description and the filling. */
  const print = ({ kind, label, name, id, options }) => JSON.stringify([kind, label, name, id, options]);

  /**
   * Puts something into a field: "" where it is in, or why not, as a name among the bar's words: `gone`, `changed`, `refused`;
   * `doubtful` where it is in and the page holds it for wrong.
   */
  async function put(field, description, { text, option = null }, { title, what }) {
    if (!page.isConnected(field.element)) return "gone";
    const mine = isMine(field);
    // A field of ours is described as closed: it is what it was when it was filled.
    const now = vigie.fields.describe(field, () => false);
    const closed = mine && now.closed === "filled" ? "" : now.closed;
    if (closed !== "" || print(now) !== print(description)) return "changed";
    const former = mine ? kept.get(field.element).former : held(field);
    const wanted = option ?? text;
    if (field.kind === "radio" && !field.members[option]) return "changed";
    write(field, wanted);
    await turn();
    if (!page.isConnected(field.element)) return "gone";
    const set = held(field);
    if (set === former) return "refused";
    kept.set(field.element, { field, description, former, set, title, what });
    outline(field);
    const fault = field.element instanceof HTMLInputElement ? validity(field.element) : null;
    const wrong = fault && (fault.patternMismatch || fault.typeMismatch || fault.badInput || fault.tooLong);
    return wrong || (option === null && bare(set) !== bare(text)) ? "doubtful" : "";
  }

  /** A text without what masks put in or take out. */
  const bare = (text) => String(text).replace(/[\s.()\u00a0-]/g, "");

  /** Puts everything back where nobody has changed it since: how many are `back`, `kept` as they are, `gone`. */
  async function undo() {
    const count = { back: 0, kept: 0, gone: 0 };
    for (const [element, { field, former }] of [...kept].reverse()) {
      if (!page.isConnected(element)) {
        count.gone += 1;
      } else if (!isMine(field)) {
        count.kept += 1;
      } else {
        write(field, former);
        await turn();
        if (held(field) === former) count.back += 1;
        else count.kept += 1;
      }
      kept.delete(element);
    }
    clear();
    return count;
  }

  /** A frame around a field that was filled: an inline style, the only thing of ours on an element of the page. */
  function outline({ element, kind, members }) {
    const target = kind === "radio" ? members.find((each) => isChecked(each)) : element;
    if (!target || outlined.has(target)) return;
    const style = styleOf(target);
    const before = ["outline", "outline-offset"].map((name) => [name, style.getPropertyValue(name), style.getPropertyPriority(name)]);
    outlined.set(target, { before, had: attribute(target, "style") !== null });
    style.setProperty("outline", "2px solid #3763a3", "important");
    style.setProperty("outline-offset", "1px", "important");
  }

  /** Takes the frames away. */
  function clear() {
    for (const [element, { before, had }] of outlined) {
      const style = styleOf(element);
      for (const [name, value, priority] of before) {
        if (value) style.setProperty(name, value, priority);
        else style.removeProperty(name);
      }
      if (!had && !attribute(element, "style")) removeAttribute(element, "style");
    }
    outlined.clear();
  }

  /** Runs `act` while no form can be sent by what the page makes of it. */
  async function without(act) {
    const refuse = (event) => {
      event.preventDefault();
      event.stopImmediatePropagation();
    };
    window.addEventListener("submit", refuse, { capture: true });
    try {
      return await act();
    } finally {
      window.removeEventListener("submit", refuse, { capture: true });
    }
  }

  vigie.hands = {
    clear,
    isMine,
    /** What is in the page from this and earlier clicks. */
    kept: () => [...kept.values()],
    outline: () => kept.forEach(({ field }) => isMine(field) && outline(field)),
    put: (...given) => without(() => put(...given)),
    undo: () => without(undo),
  };
})();
