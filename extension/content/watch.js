// Takes note of what changes in the page, root by root, and of nothing else: reading it is the affair of others.
//
// Which part runs when: the observer's callback, as long as the page changes. A flood of records ends it: then all counts as
// changed, and nobody listens before the next reading has the roots observed again.
"use strict";

(() => {
  const vigie = (globalThis.vigie ??= {});

  /** Records of change between two readings. More are a flood. */
  const FLOOD = 10_000;

  class Watch {
    /** What has changed since it was taken last. */
    notes = new vigie.memory.Notes();
    #records = 0;
    #observed = new WeakSet();
    #observer;
    #heard;

    /** `heard()` is told after each note that was taken; `effort` counts what that costs. */
    constructor({ effort, heard }) {
      this.#heard = heard;
      this.#observer = new MutationObserver((list) =>
        effort.run(() => {
          this.#note(list);
          heard();
        }),
      );
    }

    /** Observes the document, or a shadow root that the reader meets: each of them once, until a flood ends it. */
    root(root) {
      if (this.#observed.has(root)) return;
      this.#observed.add(root);
      this.#observer.observe(root, {
        attributeFilter: vigie.reader.ATTRIBUTES,
        characterData: true,
        childList: true,
        subtree: true,
      });
    }

    /** Whether a shadow root is observed, or will be when all is read again. */
    knows(root) {
      return this.notes.all || this.#observed.has(root);
    }

    /** Takes note of an element that says something else now, as somebody else has seen. */
    touch(element) {
      this.notes.touched.add(element);
      this.#heard();
    }

    /** Whether the page has changed so often that nobody listens any more. */
    get flooded() {
      return this.#records > FLOOD;
    }

    /** Takes note of what the browser has not told yet. */
    catchUp() {
      this.#note(this.#observer.takeRecords());
    }

    /** Hands over the notes for a reading that begins now; from now on the document is observed, whatever was before. */
    take() {
      this.catchUp();
      const { notes } = this;
      this.notes = new vigie.memory.Notes();
      this.#records = 0;
      // After the last note: that may have been the drop too many.
      this.root(document);
      return notes;
    }

    stop() {
      this.#observer.disconnect();
    }

    #note(list) {
      this.#records += list.length;
      this.notes.add(list);
      if (!this.flooded) return;
      this.stop();
      this.#observed = new WeakSet();
      this.notes.everything();
    }
  }

  vigie.watch = { Watch };
})();
