// The page's own answers. A form's fields and a document's images have names, and answer under them in place of the DOM's
// own properties, for content scripts too: whoever asks an element or the document of a page for something asks here.
// The getters and methods are taken from the prototypes once. Only answers; starts nothing.
"use strict";

(() => {
  const vigie = (globalThis.vigie ??= {});

  const getter = (prototype, name) => {
    const get = Object.getOwnPropertyDescriptor(prototype, name)?.get;
    return (node) => (get ? Reflect.apply(get, node, []) : undefined);
  };
  const method = (prototype, name) => {
    const act = prototype[name];
    return (node, ...given) => (act ? Reflect.apply(act, node, given) : undefined);
  };
  const of = (prototype, name) => {
    const ask = getter(prototype, name);
    return () => ask(document);
  };
  const parent = getter(Node.prototype, "parentNode");
  const root = of(Document.prototype, "documentElement");
  const view = of(Document.prototype, "defaultView");
  const lang = getter(HTMLElement.prototype, "lang");

  vigie.page = {
    active: of(Document.prototype, "activeElement"),
    append: method(Element.prototype, "append"),
    base: of(Node.prototype, "baseURI"),
    body: of(Document.prototype, "body"),
    caret: (x, y, options) => method(Document.prototype, "caretPositionFromPoint")(document, x, y, options) ?? null,
    closest: method(Element.prototype, "closest"),
    create: (tag) => method(Document.prototype, "createElement")(document, tag),
    focus: method(HTMLElement.prototype, "focus"),
    getter,
    /** Whether the document has no window any more: in Firefox, setting a timer there throws. */
    gone: () => view() === null,
    hidden: of(Document.prototype, "hidden"),
    holds: method(Element.prototype, "querySelector"),
    isConnected: getter(Node.prototype, "isConnected"),
    lang: () => (root() instanceof HTMLElement ? lang(root()) : ""),
    listen: method(EventTarget.prototype, "addEventListener"),
    matches: method(Element.prototype, "matches"),
    method,
    parent: (node) => (parent(node) instanceof Element ? parent(node) : null),
    prerendering: of(Document.prototype, "prerendering"),
    root,
    rootOf: method(Node.prototype, "getRootNode"),
    show: method(Element.prototype, "scrollIntoView"),
    title: of(Document.prototype, "title"),
    words: getter(Node.prototype, "textContent"),
  };
})();
