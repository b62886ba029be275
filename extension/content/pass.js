// One reading of the page, in slices: the sections that the memory reads anew go to the background in batches, what comes back
// becomes marks. A section that says what one before it said is not sent. Runs only when main.js asks.
"use strict";

(() => {
  const vigie = (globalThis.vigie ??= {});
  const { NONE } = vigie.cutter;

  /** What a slice may take, in ms: at 60 frames a second, a page keeps 12 of 16 for itself. */
  const SLICE = 4;
  /** A page that is not idle is read all the same after so many ms. */
  const IDLE = 100;
  /** UTF-16 units of stream in one message: large enough that messages cost little, small enough that both processes work at once. */
  const BATCH = 32 * 1024;
  /** Messages under way: so that a page of 200 KB is read while the background, which has to be started first, comes up. */
  const IN_FLIGHT = 8;
  /** UTF-16 units of stream read of one document. 5 MB of text and its tags lie well below; what is longer is no booking page. */
  const MAX_STREAM = 12 * 1024 * 1024;
  /** Attributes can stand for an element's whole content; longer than this, marking that would paint what was not meant. */
  const MAX_ATTRIBUTE_MARK = 200;

  /**
   * UTF-16 units of stream kept with their answers, and how many that are in the page no longer, since a page that opens and
   * closes says the same again. Beyond the first, what is read again is asked for again: that costs time, but no memory.
   */
  const MAX_KEPT = 1024 * 1024;
  const SPARE = 128 * 1024;

  /** Gives the page a turn: at once in the first pass, for which somebody waits; when the page is idle later. */
  function turn(urgent) {
    if (urgent) {
      if (globalThis.scheduler?.yield) return scheduler.yield();
      return new Promise((go) => {
        const { port1, port2 } = new MessageChannel();
        port1.onmessage = () => {
          port1.close();
          go();
        };
        port2.postMessage(null);
      });
    }
    // A page that is never idle is read all the same, a slice now and then.
    return new Promise((go) => requestIdleCallback(() => go(), { timeout: IDLE }));
  }

  class Reading {
    /** Answers by the section's stream, which the browser hashes faster than a script could. */
    #answers = new Map();
    #kept = 0;
    #memory;
    #ask;
    #effort;
    /** UTF-16 units of stream in the page, as it was read last. */
    #units = 0;

    /**
     * `ask(streams)` gives an answer a stream, null for one that the engine could not read; `onRoot(root)` is told of shadow
     * roots whenever they are met, `onBare(element)` of elements that may get one; `effort` counts.
     */
    constructor({ ask, onRoot, onBare, effort }) {
      this.#ask = ask;
      this.#effort = effort;
      this.#memory = new vigie.memory.Memory(document, onRoot, onBare);
    }

    /** Forgets all answers and what was read: they were about somebody else. */
    forget() {
      this.#answers.clear();
      this.#kept = 0;
      this.#memory.forget();
    }

    /**
     * Reads what has changed by these notes, or everything. Gives `{marks, characters, sections, limit, slices}`;
     * `partly(marks)` is told what is known so far each time that something was found.
     */
    async pass(options) {
      try {
        return await this.#pass(options);
      } catch (error) {
        this.#memory.forget();
        throw error;
      }
    }

    async #pass({ signal, urgent, notes, partly }) {
      const flights = new Set();
      const count = { free: urgent };
      let batch = [];
      let size = 0;
      let slices = 1;
      let full = false;
      let units = 0;
      // The first answer that did not come: its sections are not known, whatever else is.
      let failure = null;

      const flush = () => {
        if (batch.length === 0) return;
        const sent = batch;
        [batch, size] = [[], 0];
        const flight = this.#ask(sent.map(({ stream }) => stream)).then((answers) => {
          if (signal.aborted) return;
          this.#effort.run(() => {
            answers.forEach((answer, each) => this.#settle(sent[each], answer));
            if (urgent && !failure && answers.some((answer) => answer?.findings.length > 0)) partly(tally(this.#memory.stretches).marks);
          }, count);
        });
        const landing = flight
          .catch((error) => {
            failure ??= { error };
          })
          .finally(() => flights.delete(landing));
        flights.add(landing);
      };
      const check = () => {
        if (signal.aborted) throw new vigie.Stopped();
        if (failure) throw failure.error;
      };

      let begun = performance.now();
      for (const section of this.#memory.read(notes)) {
        if (section) {
          section.units = section.stream.length;
          units += section.units;
          if (units > MAX_STREAM) {
            full = true;
            break;
          }
          const known = this.#answers.get(section.stream);
          if (known) {
            this.#settle(section, known);
          } else {
            if (size > 0 && size + section.units > BATCH) flush();
            batch.push(section);
            size += section.units;
          }
        }
        if (performance.now() - begun < SLICE) continue;
        this.#effort.add(performance.now() - begun, count);
        await turn(urgent);
        while (flights.size >= IN_FLIGHT) await Promise.race(flights);
        check();
        slices += 1;
        begun = performance.now();
      }
      flush();
      this.#effort.add(performance.now() - begun, count);
      while (flights.size > 0) await Promise.race(flights);
      check();
      begun = performance.now();
      const { stretches } = this.#memory;
      const all = tally(stretches);
      const { marks, characters, sections, failed } = all;
      this.#units = all.units;
      // A page may also have grown beyond it bit by bit. What stands behind the limit is not known: the next time all is read.
      full ||= all.units > MAX_STREAM;
      if (full) this.#memory.forget();
      this.#prune(stretches);
      this.#effort.add(performance.now() - begun, count);
      return { marks, characters, sections, limit: full ? "limit.size" : failed ? "limit.engine" : null, slices };
    }

    /** The engine has answered: from now on the section is its marks. Its words are in the page. */
    #settle(section, answer) {
      section.failed = !answer;
      section.characters = answer?.characters ?? 0;
      section.marks = answer ? answer.findings.map((found) => toMark(found, section, answer)) : NONE;
      if (answer && !this.#answers.has(section.stream) && this.#kept < MAX_KEPT) {
        this.#answers.set(section.stream, answer.findings.length > 0 ? answer : { characters: answer.characters, findings: NONE });
        this.#kept += section.units;
      }
      section.nodes = null;
      if (this.#kept >= MAX_KEPT) section.stream = null;
    }

    /** Forgets answers to what the page said once. */
    #prune(stretches) {
      if (this.#kept <= this.#units + SPARE) return;
      const kept = new Map();
      this.#kept = 0;
      for (const { sections } of stretches) {
        for (const { stream, units } of sections) {
          const answer = stream === null ? undefined : this.#answers.get(stream);
          if (!answer || kept.has(stream)) continue;
          kept.set(stream, answer);
          this.#kept += units;
        }
      }
      this.#answers = kept;
    }
  }

  /** All that is known of the page. */
  function tally(stretches) {
    const all = { marks: [], characters: 0, sections: 0, units: 0, failed: false };
    for (const stretch of stretches) {
      for (const { marks, characters, units, failed } of stretch.sections) {
        all.sections += 1;
        all.units += units;
        all.characters += characters ?? 0;
        all.failed ||= failed === true;
        if (marks?.length > 0) all.marks.push(...marks);
      }
    }
    return all;
  }

  /** A finding and where it is in the DOM; without ranges where the page shows nothing of it that could be painted. */
  function toMark(found, section, answer) {
    const ranges = [];
    for (const spot of found.anchor) {
      const range = toRange(spot, section.nodes[spot.node]);
      if (!range) continue;
      const last = ranges.at(-1);
      // Text that was cut into several nodes of the stream is one text to a reader.
      if (last && last.endContainer === range.startContainer && last.endOffset === range.startOffset) {
        last.setEnd(range.endContainer, range.endOffset);
      } else {
        ranges.push(range);
      }
    }
    return { found, ranges, text: answer.text, stream: section.stream, element: section.element };
  }

  function toRange(spot, place) {
    if (!place) return null;
    const range = new Range();
    if (spot.attribute) {
      const words = vigie.page.words(place)?.trim() ?? "";
      if (words === "" || words.length > MAX_ATTRIBUTE_MARK) return null;
      range.selectNodeContents(place);
      return range;
    }
    if (!(place instanceof Text || place.node) || spot.start >= spot.end) return null;
    const first = vigie.reader.locate(place, spot.start);
    const last = vigie.reader.locate(place, spot.end - 1);
    // The page may have changed the text while the engine read it; the observer has seen that, and the next pass will.
    if (first.offset >= (first.node.length ?? 0) || last.offset >= (last.node.length ?? 0)) return null;
    range.setStart(first.node, first.offset);
    range.setEnd(last.node, last.offset + 1);
    return range;
  }

  vigie.pass = { Reading, SLICE, turn };
})();
