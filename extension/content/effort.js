// What our script costs the page, in ms of its main thread: how much in all, in slices of what length, and how long to leave
// the page alone before it is read again. Only counts; asks for nothing and starts nothing.
"use strict";

(() => {
  const vigie = (globalThis.vigie ??= {});

  /** Reading again may take this share of the time: a page that changes without end is read without end, but slowly. */
  const SHARE = 0.05;
  /** What may be taken in one go before the share counts, in ms: what ordinary pages need. */
  const BURST = 100;
  /** Width of a class of slices, in ms, and their number: the last one holds all that are longer. */
  const CLASS = 0.5;
  const CLASSES = 65;

  class Effort {
    total = 0;
    longest = 0;
    slices = new Array(CLASSES).fill(0);
    #debt = 0;
    #since = 0;

    /** A slice took so long. What the user waits for is `free`. */
    add(took, { free = false } = {}) {
      this.total += took;
      this.longest = Math.max(this.longest, took);
      this.slices[Math.min(CLASSES - 1, Math.floor(took / CLASS))] += 1;
      if (!free) this.#debt = this.#owed() + took;
    }

    /** Does something, and counts it. */
    run(act, options) {
      const begun = performance.now();
      try {
        return act();
      } finally {
        this.add(performance.now() - begun, options);
      }
    }

    /** How long the page is to be left alone, in ms. */
    get pause() {
      return Math.max(0, this.#owed() - BURST) / SHARE;
    }

    #owed() {
      const now = performance.now();
      const owed = Math.max(0, this.#debt - (now - this.#since) * SHARE);
      [this.#debt, this.#since] = [owed, now];
      return owed;
    }
  }

  vigie.effort = { Effort };
})();
