// Shadow roots that come late. A page may attach one to an element that was read long ago, and that is no change of which an
// observer of mutations is told. What is seen is what follows from it: an empty element takes up room, the page grows, somebody
// points at what was not there before.
//
// Which part runs when: the observer of sizes, when the browser has laid out the page and one of the few elements that it was
// given has another size; `meet` when the pointer or the focus has come to another element; `look`, through the whole page,
// when main.js asks, which is while the page rests. Nothing runs by a clock, and nothing of the page is replaced.
"use strict";

(() => {
  const vigie = (globalThis.vigie ??= {});
  const { SLICE, turn } = vigie.pass;
  const { isCustom, shadowRoot } = vigie.reader;
  const { getRootNode, hostOf, isConnected, parentNode } = vigie.reader.dom;

  /** Elements whose size is observed. A browser looks at each of them whenever it has laid out the page. */
  const MOST = 200;
  /** Elements between two looks at the clock. */
  const STRIDE = 64;

  const { composedPath } = Event.prototype;
  const { createTreeWalker } = Document.prototype;
  const { nextNode } = TreeWalker.prototype;

  class LateRoots {
    /** By element whose size is observed: those that may have got a root when it has another one. */
    #waiting = new Map();
    /** Whose first size was told: an observer tells of it, too. */
    #sized = new WeakSet();
    #told = new WeakSet();
    /** Whether it looks through the page. */
    looking = false;
    #known;
    #found;
    #effort;
    #sizes;

    /**
     * `known(root)` says whether a root is read already, `found(host)` is told of a host whose root is not, once a root;
     * `grown()` is told when the page has another size; `effort` counts.
     */
    constructor({ known, found, grown, effort }) {
      this.#known = known;
      this.#found = found;
      this.#effort = effort;
      this.#sizes = new ResizeObserver((entries) =>
        effort.run(() => {
          for (const { target } of entries) {
            if (!this.#sized.has(target)) this.#sized.add(target);
            else if (this.#waiting.has(target)) this.#resized(target);
            else grown();
          }
        }),
      );
    }

    /** Observes the size of the page, which is that of its first two elements, whatever style they have. */
    begin() {
      const { body, root } = vigie.page;
      for (const element of [root(), body()]) if (element) this.#sizes.observe(element);
    }

    /** An element without a root that may get one. */
    await(element) {
      this.#observe(element, element);
      // What is set inline, as custom elements are unless told otherwise, has no size by itself.
      const parent = isCustom(element) ? parentNode(element) : null;
      if (parent instanceof Element) this.#observe(parent, element);
    }

    /** Somebody has come to an element: whether it has a root that was not read, or stands in one. */
    meet(event) {
      const [node] = composedPath.call(event);
      if (!(node instanceof Element)) return;
      this.#ask(node);
      for (let root = getRootNode(node); root instanceof ShadowRoot; root = getRootNode(hostOf(root))) this.#tell(root, hostOf(root));
    }

    /** Looks at every element of the page, in slices, while it is idle. */
    async look(signal) {
      if (this.looking) return;
      this.looking = true;
      try {
        const roots = [document];
        let begun = performance.now();
        for (let count = 1; roots.length > 0; ) {
          const walker = createTreeWalker.call(document, roots.pop(), NodeFilter.SHOW_ELEMENT);
          for (let element = nextNode.call(walker); element; element = nextNode.call(walker), count += 1) {
            const root = shadowRoot(element);
            if (root && !this.#tell(root, element)) roots.push(root);
            if (count % STRIDE !== 0 || performance.now() - begun < SLICE) continue;
            this.#effort.add(performance.now() - begun);
            await turn(false);
            if (signal.aborted) return;
            begun = performance.now();
          }
        }
        this.#effort.add(performance.now() - begun);
      } finally {
        this.looking = false;
      }
    }

    stop() {
      this.#sizes.disconnect();
      this.#waiting.clear();
    }

    #observe(target, element) {
      const those = this.#waiting.get(target);
      if (those) {
        if (those.size < MOST) those.add(element);
        return;
      }
      if (this.#waiting.size >= MOST) return;
      this.#waiting.set(target, new Set([element]));
      this.#sizes.observe(target);
    }

    #resized(target) {
      for (const element of this.#waiting.get(target)) {
        // One that is gone may come back; it is read again then, and waits again.
        if (!isConnected(element) || this.#ask(element)) this.#waiting.get(target).delete(element);
      }
      if (this.#waiting.get(target).size > 0) return;
      this.#waiting.delete(target);
      this.#sized.delete(target);
      this.#sizes.unobserve(target);
    }

    /** Whether an element has a root, which is told if it was not read. */
    #ask(element) {
      const root = shadowRoot(element);
      if (root) this.#tell(root, element);
      return root !== null;
    }

    /** Tells a root that was not read; whether it did. What stands where nothing is read is told once, and stays unread. */
    #tell(root, host) {
      if (this.#known(root) || this.#told.has(root) || vigie.card.isHost(host)) return false;
      this.#told.add(root);
      this.#found(host);
      return true;
    }
  }

  vigie.roots = { LateRoots };
})();
