// One reading of the page, in slices: the reader's sections go to the background in batches, what comes back becomes marks.
// A section whose hash is known from the pass before is not sent again. Runs only when main.js asks.
(() => {
  const vigie = (globalThis.vigie ??= {});

  /** What a slice may take, in ms: at 60 frames a second, a page keeps 12 of 16 for itself. */
  const SLICE = 4;
  /** UTF-16 units of stream in one message: large enough that messages cost little, small enough that both processes work at once. */
  const BATCH = 32 * 1024;
  /** Messages under way: so that a page of 200 KB is read while the background, which has to be started first, comes up. */
  const IN_FLIGHT = 8;
  /** UTF-16 units of stream read of one document. 5 MB of text and its tags lie well below; what is longer is no booking page. */
  const MAX_STREAM = 12 * 1024 * 1024;
  /** Attributes can stand for an element's whole content; longer than this, marking that would paint what was not meant. */
  const MAX_ATTRIBUTE_MARK = 200;

  const NOTHING = { text: "", findings: [] };

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
    // A page that is never idle is read all the same, a slice a second.
    return new Promise((go) => requestIdleCallback(() => go(), { timeout: 1_000 }));
  }

  class Reading {
    /** Answers by section: those of the last pass. */
    #answers = new Map();

    /** `ask(streams)` gives an answer a stream, null for one that the engine could not read. */
    constructor(ask) {
      this.ask = ask;
    }

    /**
     * Reads the whole document once. Gives `{marks, characters, sections, limit, roots}`; `partly(marks)` is told what is
     * known so far each time that something was found.
     */
    async pass({ signal, urgent, partly }) {
      const done = { marks: [], characters: 0, sections: 0, limit: null };
      const slots = [];
      const seen = new Map();
      const flights = new Set();
      let batch = [];
      let size = 0;
      let read = 0;

      const take = (slot, section, answer) => {
        done.characters += answer.characters;
        slots[slot] = answer.findings.map((found) => toMark(found, section, answer)).filter(Boolean);
      };
      const flush = () => {
        if (batch.length === 0) return;
        const sent = batch;
        [batch, size] = [[], 0];
        const flight = this.ask(sent.map(({ section }) => section.stream)).then((answers) => {
          if (signal.aborted) return;
          let found = false;
          answers.forEach((answer, each) => {
            const { slot, section, id } = sent[each];
            if (!answer) {
              done.limit = "limit.engine";
              return;
            }
            const kept = answer.findings.length > 0 ? answer : { ...NOTHING, characters: answer.characters };
            seen.set(id, kept);
            take(slot, section, kept);
            found ||= kept.findings.length > 0;
          });
          if (found) partly(slots.flat());
        });
        flights.add(flight);
        const landed = () => flights.delete(flight);
        flight.then(landed, landed);
      };

      let until = performance.now() + SLICE;
      for (const section of vigie.reader.sections(document)) {
        if (section?.stream) {
          read += section.stream.length;
          if (read > MAX_STREAM) {
            done.limit = "limit.size";
            break;
          }
          const slot = slots.push([]) - 1;
          done.sections += 1;
          const id = `${section.hash}:${section.stream.length}`;
          const known = this.#answers.get(id);
          if (known) {
            seen.set(id, known);
            take(slot, section, known);
          } else {
            if (size > 0 && size + section.stream.length > BATCH) flush();
            batch.push({ slot, section, id });
            size += section.stream.length;
          }
        }
        if (performance.now() < until) continue;
        await turn(urgent);
        while (flights.size >= IN_FLIGHT) await Promise.race(flights);
        if (signal.aborted) throw new vigie.Stopped();
        until = performance.now() + SLICE;
      }
      flush();
      while (flights.size > 0) await Promise.race(flights);
      if (signal.aborted) throw new vigie.Stopped();
      this.#answers = seen;
      done.marks = slots.flat();
      return done;
    }
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
    return { found, ranges, text: answer.text, element: section.element };
  }

  function toRange(spot, place) {
    if (!place) return null;
    const range = document.createRange();
    if (spot.attribute) {
      const words = place.textContent?.trim() ?? "";
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

  vigie.pass = { Reading };
})();
