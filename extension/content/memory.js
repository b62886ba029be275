// What was read of the page, kept so that after a change only what it touched is read again, with the very result that a
// reading of the whole page would have: tests/e2e/memory.test.mjs compares the two after thousands of changes.
//
// The page is kept as *stretches*: each begins before an element where the cutter rested (between two sections, outside of
// tables), and holds the sections read from there to the next one. A change lies in the stretch that begins last before it.
// That one is read again, and reading goes on until it comes to an element where an old stretch begins, in the same state
// as it did: from there on all is as it was.
//
// Which part runs when: nothing runs by itself. `Notes` is fed by the observer, and only collects; `Memory.read` is a
// generator that its caller drives in slices.
"use strict";

(() => {
  const vigie = (globalThis.vigie ??= {});
  const { Cutter, NONE, traitsOf } = vigie.cutter;
  const { begin, shadowRoot, standing, walk } = vigie.reader;
  const { getRootNode, hostOf, isConnected, lastChild, nodeType, parentNode, previousSibling } = vigie.reader.dom;

  /** Places of change noted one by one. What changes in more places at once is read again as a whole, which costs less. */
  const MOST_PLACES = 1_000;
  /** Custom elements without a shadow root that are asked again whether they have one: getting one is no change of the page. */
  const MOST_BARE = 200;

  /** The places of a stretch that is new, and of one that is of no use any more. */
  const NEW = -1;
  const GONE = -2;
  /** Stretches noted for one host before those that are gone are looked for. */
  const MANY_SHOWN = 64;

  /** Where the page has changed since it was read last. */
  class Notes {
    /** Whether all is to be read again. */
    all = false;
    /** Texts and elements that say something else now. */
    touched = new Set();
    /** Places where nodes came or went: `{parent, before}`. */
    gaps = [];
    /** Nodes that were taken away. They may stand elsewhere now. */
    removed = new Set();

    /** Takes note of an observer's records, but for those of our own card. */
    add(records) {
      for (const record of records) {
        if (this.all) return;
        if (record.type === "childList") this.#children(record);
        else this.touched.add(record.target);
        if (this.touched.size + this.gaps.length + this.removed.size > MOST_PLACES) this.everything();
      }
    }

    #children({ target, addedNodes, removedNodes, previousSibling }) {
      const [came, went] = [addedNodes.length, removedNodes.length];
      if (came + went === 1 && vigie.card?.isHost?.(addedNodes[0] ?? removedNodes[0])) return;
      for (let at = 0; at < went && at <= MOST_PLACES; at += 1) this.removed.add(removedNodes[at]);
      // A list that is filled at its end is one place, however often it is.
      const last = this.gaps.at(-1);
      if (came > 0 && previousSibling && last?.parent === target && last.last === previousSibling) last.last = addedNodes[came - 1];
      else this.gaps.push({ parent: target, before: previousSibling, last: came > 0 ? addedNodes[came - 1] : null });
    }

    /** Has all read again. */
    everything() {
      this.all = true;
      this.touched.clear();
      this.gaps = [];
      this.removed.clear();
    }

    get empty() {
      return !this.all && this.touched.size === 0 && this.gaps.length === 0;
    }

    /** Whether a node was taken away, or an element that holds it, as far as a root. */
    moved(node) {
      if (this.removed.size === 0) return false;
      for (let at = node; at; at = above(at)) if (this.removed.has(at)) return true;
      return false;
    }
  }

  /** The element that holds a node: for the first ones in a shadow root, its host. */
  function above(node) {
    const parent = parentNode(node);
    return parent && nodeType(parent) === 11 ? hostOf(parent) : parent;
  }

  class Memory {
    /** The stretches in reading order; the first one begins with the page. */
    stretches = [];
    #page;
    #onRoot;
    #onBare;
    #starts = new Map();
    #roots = new WeakMap();
    /** By host: the stretches in which a slot below it was read, whose words stand elsewhere in the page. */
    #slots = new WeakMap();
    #bare = new Map();

    /**
     * `onRoot(root)` is told of each shadow root whenever it is met, `onBare(element)` of each element that has none and may
     * get one: a custom element, or one that holds nothing.
     */
    constructor(page, onRoot, onBare = () => {}) {
      this.#page = page;
      this.#onRoot = onRoot;
      this.#onBare = onBare;
    }

    /** Forgets everything: the next reading is one of the whole page. */
    forget() {
      this.stretches = [];
      this.#starts.clear();
      this.#bare.clear();
    }

    /**
     * Reads what has changed, or all where nothing is known: gives the sections that are read anew, and `undefined` now and
     * then. `stretches` holds all of them from the first one given, and is whole when the reading is over; one that is
     * dropped before must be forgotten.
     */
    *read(notes) {
      if (notes.all || this.stretches.length === 0) {
        yield* this.#whole();
        return;
      }
      const changed = this.#changed(notes);
      if (changed.length === 0) return;
      const old = this.stretches;
      const read = (this.stretches = []);
      let next = 0;
      for (const place of changed) {
        if (place < next) continue;
        let at = place;
        let begun = null;
        // Where the page has changed so that a stretch begins there no longer, what comes before it is read again too.
        for (; at >= next && !begun; at -= 1) begun = this.#stand(old[at], notes);
        if (!begun) {
          yield* this.#whole();
          return;
        }
        at += 1;
        for (; next < at; next += 1) read.push(old[next]);
        next = yield* this.#walk(begun, { old, from: at, notes });
      }
      for (; next < old.length; next += 1) read.push(old[next]);
      this.#number(old);
    }

    *#whole() {
      const old = this.stretches;
      this.forget();
      const first = { element: null, state: null, sections: [], place: NEW };
      yield* this.#walk(this.#stand(first, null), { old: [], from: -1, notes: null });
      this.#number(old);
    }

    /** The cutter and the steps of a walk that begins where a stretch does; null where nothing can begin there any more. */
    #stand({ element, state }, notes) {
      if (element === null) return { cutter: new Cutter(), steps: begin(this.#page), first: true };
      if (notes.moved(element)) return null;
      const cutter = Cutter.from(state);
      const steps = standing(this.#page, cutter, element);
      return steps && { cutter, steps, first: false };
    }

    /** One walk; the place of the old stretch that it came to, or of none. */
    *#walk({ cutter, steps, first }, { old, from, notes }) {
      let came = old.length;
      const read = this.stretches;
      const add = (element, state) => {
        cutter.owner = { element, state, sections: [], place: NEW };
        read.push(cutter.owner);
      };
      const eyes = {
        bare: (element) => {
          if (this.#bare.size < MOST_BARE) this.#bare.set(element, cutter.owner);
          this.#onBare(element);
        },
        empty: this.#onBare,
        root: (root, host) => {
          // Every time: after a flood nobody listens to it any more.
          this.#onRoot(root);
          this.#roots.set(host, root);
        },
        slot: (path) => {
          for (const { tag, node } of path) {
            if (tag !== "#shadow-root") continue;
            const shown = this.#slots.get(node) ?? new Set();
            if (shown.size > MANY_SHOWN) for (const one of shown) if (one.place === GONE) shown.delete(one);
            this.#slots.set(node, shown.add(cutter.owner));
          }
        },
        stand: (element, tag, attributes) => {
          // What a slot shows stands elsewhere in the page: nobody can come back to its middle.
          if (steps.some(({ list }) => list !== null)) return false;
          const state = cutter.state();
          const before = this.#starts.get(element);
          if (before && before.place > from && old[before.place] === before && alike(before.state, state, tag, attributes) && !notes.moved(element)) {
            came = before.place;
            return true;
          }
          add(element, state);
          cutter.noted = true;
          return false;
        },
      };
      if (first) add(null, null);
      else cutter.owner = read.at(-1);
      for (const section of walk(cutter, steps, eyes)) {
        if (section) section.owner.sections.push(section);
        yield section;
      }
      return came;
    }

    /** Gives the stretches their places, and knows no longer those that are gone. */
    #number(old) {
      for (const one of old) one.place = GONE;
      this.stretches.forEach((one, place) => {
        one.place = place;
        if (one.element) this.#starts.set(one.element, one);
      });
      for (const one of old) if (one.place === GONE && this.#starts.get(one.element) === one) this.#starts.delete(one.element);
      for (const [element, one] of this.#bare) if (one.place === GONE) this.#bare.delete(element);
    }

    /** The places of the stretches to be read again, in order. */
    #changed(notes) {
      const found = new Set();
      const seen = new Set();
      const add = (one) => one && one.place >= 0 && found.add(one.place);
      const look = (node) => this.#before(node, notes, seen, add);
      const rooted = new Set();
      // A slot that comes or goes may take what another one of its root has shown.
      const slots = (node) => {
        const root = getRootNode(node);
        if (nodeType(root) !== 11 || rooted.has(root)) return;
        rooted.add(root);
        this.#shown(hostOf(root), add);
      };
      for (const node of notes.touched) {
        if (!isConnected(node)) continue;
        slots(node);
        const here = this.#starts.get(node);
        // An element that is another kind of element now may end the section before it no longer.
        if (here && here.place > 0) add(this.stretches[here.place - 1]);
        look(node);
      }
      for (const { parent, before } of notes.gaps) {
        if (!isConnected(parent)) continue;
        slots(parent);
        // Where the neighbour is gone or moved, that was noted with a place of its own, which holds this one.
        if (before && (parentNode(before) !== parent || notes.removed.has(before))) continue;
        if (before) look(this.#last(before));
        else if (nodeType(parent) === 11) look(hostOf(parent));
        else if (this.#roots.has(parent)) this.#shown(parent, add);
        else if (nodeType(parent) === 9) add(this.stretches[0]);
        else look(parent);
      }
      for (const [element, one] of this.#bare) if (isConnected(element) && shadowRoot(element)) add(one);
      return [...found].sort((one, other) => one - other);
    }

    /** Adds the stretch that begins last before a node or with it, unless another search went on from there. */
    #before(node, notes, seen, add) {
      for (let at = node; at; ) {
        if (seen.has(at)) return;
        seen.add(at);
        const one = this.#starts.get(at);
        if (one && !notes.moved(at)) {
          add(one);
          return;
        }
        const parent = parentNode(at);
        if (!parent) return;
        if (this.#roots.has(parent)) {
          this.#shown(parent, add);
          return;
        }
        const sibling = previousSibling(at);
        if (sibling) {
          at = this.#last(sibling);
        } else if (nodeType(parent) === 9) {
          add(this.stretches[0]);
          return;
        } else {
          at = nodeType(parent) === 11 ? hostOf(parent) : parent;
        }
      }
    }

    /** What a host holds itself stands where the slots of its shadow root show it. */
    #shown(host, add) {
      for (const one of this.#slots.get(host) ?? NONE) add(one);
    }

    /** The last node in reading order of those below a node, or the node itself. */
    #last(node) {
      for (;;) {
        const below = lastChild(this.#roots.get(node) ?? node);
        if (!below) return node;
        node = below;
      }
    }
  }

  /** Whether two states have the same bearing on what comes from an element on. */
  function alike(one, other, tag, attributes) {
    const { level, names, container, list } = traitsOf(tag);
    // A heading ends the force of those of its level, and what names or holds something has no introduction.
    const inForce = ({ headings }) => (level > 0 && attributes === NONE ? headings.filter((each) => each.level < level) : headings);
    const [mine, its] = [inForce(one), inForce(other)];
    if (mine.length !== its.length) return false;
    for (const [at, each] of mine.entries()) {
      const heading = its[at];
      if (each.level !== heading.level || each.tag !== heading.tag || each.container !== heading.container) return false;
      if (!sameWords(each.words, heading.words)) return false;
    }
    if ((list || !(names || container)) && !sameWords(one.lastRun, other.lastRun)) return false;
    let [a, b] = [one.top, other.top];
    while (a !== b) {
      if (!a || !b || a.node !== b.node || a.tag !== b.tag) return false;
      if (a.container && (a.cuts === one.cuts) !== (b.cuts === other.cuts)) return false;
      if (!sameAttributes(a.attributes, b.attributes) || !sameWords(a.intro, b.intro)) return false;
      if (a.label?.tag !== b.label?.tag || !sameWords(a.label?.words, b.label?.words)) return false;
      [a, b] = [a.above, b.above];
    }
    return true;
  }

  function sameAttributes(one, other) {
    return one.length === other.length && one.every(([name, value], at) => name === other[at][0] && value === other[at][1]);
  }

  function sameWords(one, other) {
    if (one === other) return true;
    if (!one || !other || one.pieces.length !== other.pieces.length) return false;
    return one.pieces.every((piece, at) => {
      const its = other.pieces[at];
      return piece.name === its.name && piece.said === its.said && piece.node === its.node && piece.base === its.base;
    });
  }

  vigie.memory = { Memory, Notes };
})();
