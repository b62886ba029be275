// Cuts a page into sections while it is walked, by the rule of src/stream.rs: twin of src/stream/cutter.rs, step for step.
//
// Which part runs when: nothing runs by itself; reader.js makes one `Cutter` for each reading and feeds it.
"use strict";

(() => {
  const vigie = (globalThis.vigie ??= {});

  // The limits of src/stream.rs, in UTF-16 units; their reasons stand there.
  const SOFT_LIMIT = 48 * 1024;
  const HARD_LIMIT = 64 * 1024;
  const CUT_WINDOW = 4096;
  const REOPENED = 64;
  const CONTEXT_LIMIT = 1000;
  const ATTRIBUTE_LIMIT = 4096;
  const REOPENED_ATTRIBUTE_LIMIT = 120;
  const HEADINGS = 12;
  const CAPTURES = 4;

  // The tables of src/stream/tag.rs.
  const words = (list) => new Set(list.trim().split(/\s+/));
  const BLOCKS = words(`address article aside blockquote body br button caption center dd details dialog dir div dl dt
    fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 head header hgroup hr html input label legend li listing main
    menu nav ol optgroup option p plaintext pre script search section select summary table tbody td textarea tfoot th thead
    tr ul xmp`);
  const SECTIONING = words("article aside details dialog footer main nav script section");
  const CONTAINERS = words(`article aside blockquote body dd details dialog fieldset figure footer li main nav option section
    #shadow-root td th`);
  const LISTS = words("dl menu ol select table ul");
  const NAMES = words("caption dt h1 h2 h3 h4 h5 h6 legend summary");
  const SPOKEN = words("alt title aria-label placeholder value label");
  const NONE = Object.freeze([]);

  /** What the tables say of a tag, looked up once: a page has few tags and many elements. */
  const traits = new Map();
  function traitsOf(tag) {
    let known = traits.get(tag);
    if (known === undefined) {
      known = {
        level: /^h[1-6]$/.test(tag) ? Number(tag[1]) : 0,
        block: BLOCKS.has(tag),
        sectioning: SECTIONING.has(tag),
        container: CONTAINERS.has(tag),
        list: LISTS.has(tag),
        names: NAMES.has(tag),
        cell: tag === "td" || tag === "th",
        opening: `\u0001${tag}\u0004`,
      };
      // A page can make up names without end.
      if (traits.size > 1000) traits.clear();
      traits.set(tag, known);
    }
    return known;
  }

  const isBlank = (text) => !/[^ \t\n\f\r]/.test(text);
  const isSpace = (unit) => unit === 32 || unit === 9 || unit === 10 || unit === 12 || unit === 13;
  const clean = (text) => {
    const formed = text.isWellFormed() ? text : text.toWellFormed();
    return /[\u0001-\u0007]/.test(formed) ? formed.replace(/[\u0001-\u0007]/g, "\ufffd") : formed;
  };

  /** The longest beginning of a well-formed text that has at most `limit` units and no half of a pair. */
  function head(text, limit) {
    if (text.length <= limit) return text;
    const last = text.charCodeAt(limit - 1);
    return text.slice(0, last >= 0xd800 && last < 0xdc00 ? limit - 1 : Math.max(limit, 0));
  }

  function opening(tag, attributes, limit) {
    if (attributes.length === 0) return traitsOf(tag).opening;
    let written = `\u0001${tag}`;
    for (const [name, value] of attributes) written += `\u0002${name}\u0003${head(value, limit)}`;
    return `${written}\u0004`;
  }

  /** The beginning of a block's words, to be said again as context. */
  class Words {
    pieces = [];
    units = 0;
    worded = false;

    add(name, said, node, base) {
      if (this.units >= CONTEXT_LIMIT) return;
      const kept = head(said, CONTEXT_LIMIT - this.units);
      if (kept === "") return;
      this.units += kept.length;
      this.worded ||= !isBlank(kept);
      this.pieces.push({ name, said: kept, node, base });
    }

    clear() {
      if (this.units === 0) return;
      this.pieces = [];
      this.units = 0;
      this.worded = false;
    }
  }

  /** Twin of src/stream/cutter.rs. */
  class Cutter {
    path = [];
    containers = [];
    tables = [];
    headings = [];
    captures = [];
    run = new Words();
    lastRun = null;
    written = "";
    nodes = [];
    /** The units of the text that was written last, and came from the last of `nodes`; 0 once a mark came after it. */
    lastText = 0;
    element = null;
    units = 0;
    started = false;
    worded = false;
    floor = 0;
    cuts = 0;
    sections = [];
    /** Whose the sections are that end from now on: the reader's affair. */
    owner = null;
    /** Whether the reader has noted where the section that begins next stands. */
    noted = false;

    /** What comes before `open`: the element may end the section that is under way, and the run. */
    approach(tag) {
      const traits = traitsOf(tag);
      const { level, block, sectioning } = traits;
      if ((sectioning || level > 0) && this.tables.length === 0 && !this.inHeading()) this.cut();
      if (block) this.endRun();
      if (this.started && this.units >= SOFT_LIMIT) {
        const row = tag === "tr" || this.tables.length === 0;
        if (this.units >= HARD_LIMIT || (block && row)) this.cut();
      }
      return traits;
    }

    /** Whether all that bears on what comes can be told by `state`: nothing is under way. */
    get rests() {
      return !this.started && this.tables.length === 0 && this.captures.length === 0 && this.run.units === 0;
    }

    /** What bears on what comes, where the cutter rests. */
    state() {
      return { top: this.path.at(-1) ?? null, headings: this.headings.slice(), lastRun: this.lastRun, cuts: this.cuts };
    }

    /** A cutter that goes on from there. */
    static from(state) {
      const cutter = new Cutter();
      for (let frame = state.top; frame; frame = frame.above) cutter.path.push(frame);
      cutter.path.reverse();
      cutter.path.forEach((frame, at) => {
        if (frame.container) cutter.containers.push(at);
      });
      cutter.headings = state.headings.slice();
      cutter.lastRun = state.lastRun;
      cutter.cuts = state.cuts;
      return cutter;
    }

    /** `traits` are what `approach` gave. */
    open(tag, attributes, node, traits = traitsOf(tag)) {
      const { level, container, list, names, cell } = traits;
      const worded = attributes !== NONE && attributes.some(([name]) => SPOKEN.has(name));
      if (worded || tag === "table") this.start();
      if (level > 0) this.headings = this.headings.filter((other) => other.level < level);
      const at = this.path.length;
      if (container) this.containers.push(at);
      let firstRow = false;
      if (this.tables.length > 0) {
        const table = this.path[this.tables.at(-1)];
        if (tag === "tr") table.rows += 1;
        firstRow = table.rows <= 1;
      }
      if (tag === "table") this.tables.push(at);
      let intro = null;
      if (list) [intro, this.lastRun] = [this.lastRun, null];
      if (names || container) this.lastRun = null;
      if ((names || (cell && firstRow)) && this.captures.length < CAPTURES) {
        this.captures.push({ frame: at, words: new Words() });
      }
      if (this.started) {
        const written = attributes === NONE ? traits.opening : opening(tag, attributes, ATTRIBUTE_LIMIT);
        this.mark(written, node);
        this.units += written.length;
      }
      if (worded) {
        this.worded = true;
        for (const [name, value] of attributes) if (SPOKEN.has(name)) this.note(name, value, node, 0);
      }
      const above = this.path.at(-1) ?? null;
      this.path.push({ tag, traits, attributes, node, above, container, cuts: this.cuts, intro, label: null, rows: 0, header: null });
    }

    inHeading() {
      return this.captures.some((capture) => traitsOf(this.path[capture.frame].tag).level > 0);
    }

    /** `node` is the DOM's text that the words come from; if there are several, `parts` names each: `{at, node}`. */
    text(said, node, parts) {
      // Nearly every text is one node that fits: a page has thousands, and each object saved is garbage saved.
      if (parts === null && said.length <= HARD_LIMIT - this.units) {
        const blank = isBlank(said);
        if (said === "" || (blank && !this.started)) return;
        this.start();
        this.place(node, 0, said.length);
        this.written += said;
        this.units += said.length;
        this.worded ||= !blank;
        this.note(null, said, node, 0);
        return;
      }
      for (const _ of this.long(said, node, parts));
    }

    /** The same for a text of any length, well-formed but not cleaned, a section's worth at a time. */
    *long(said, node, parts) {
      parts ??= [{ at: 0, node }];
      let from = 0;
      const json = this.path.at(-1)?.tag === "script";
      while (from < said.length) {
        const rest = from === 0 ? said : said.slice(from);
        if (!this.started && isBlank(rest)) return;
        const room = Math.max(HARD_LIMIT - this.units, 0);
        const fits = head(rest, room);
        const kept = clean(fits.length === rest.length || json ? fits : wholeWords(fits, room));
        if (kept !== "") {
          this.start();
          const places = between(parts, from, from + kept.length);
          for (const [n, { at, node, base }] of places.entries()) {
            this.place(node, base, (n + 1 < places.length ? places[n + 1].at : kept.length) - at);
          }
          this.written += kept;
          this.units += kept.length;
          this.worded ||= !isBlank(kept);
          this.note(null, kept, places[0].node, places[0].base);
        }
        from += kept.length;
        if (json) return;
        if (from < said.length) this.cut();
        yield;
      }
    }

    close() {
      const frame = this.path.pop();
      if (!frame) return;
      const at = this.path.length;
      const { tag, container, traits } = frame;
      const { block, level, list, sectioning } = traits;
      if (block) this.endRun();
      if (this.captures.length > 0 && this.captures.at(-1).frame === at) this.name(frame, this.captures.pop().words);
      if (container) this.containers.pop();
      while (this.headings.length > 0 && this.headings.at(-1).container >= at) this.headings.pop();
      if (this.tables.length > 0 && this.tables.at(-1) === at) this.tables.pop();
      if (container || level > 0 || list || tag === "button" || tag === "input") this.lastRun = null;
      if (this.started) {
        if (at < this.floor) {
          this.cut();
        } else {
          this.mark("\u0005", null);
          this.units += 1;
        }
      }
      if (this.tables.length === 0 && (sectioning || (container && this.cuts !== frame.cuts))) this.cut();
    }

    name(frame, named) {
      const { level } = traitsOf(frame.tag);
      if (level > 0) {
        if (named.worded) {
          this.headings.push({ level, tag: frame.tag, container: this.containers.at(-1) ?? -1, words: named });
          if (this.headings.length > HEADINGS) this.headings.shift();
        }
        return;
      }
      if (frame.tag === "td" || frame.tag === "th") {
        if (this.tables.length > 0) {
          const table = this.path[this.tables.at(-1)];
          (table.header ??= []).push({ tag: frame.tag, attributes: frame.attributes, words: named });
        }
        return;
      }
      const holder = { summary: "details", legend: "fieldset", caption: "table" }[frame.tag];
      const parent = this.path.at(-1);
      // A heading in a summary is context already.
      const said = frame.tag === "summary" && this.headings.at(-1)?.container === this.path.length - 1;
      if (parent && (!holder || parent.tag === holder)) {
        const label = named.worded && !said ? { tag: frame.tag, words: named } : null;
        // Not in place: a state may hold on to the frame as it was.
        if (label !== parent.label) this.path[this.path.length - 1] = { ...parent, label };
      }
    }

    note(name, said, node, base) {
      this.run.add(name, said, node, base);
      for (const capture of this.captures) capture.words.add(name, said, node, base);
    }

    endRun() {
      if (this.run.worded) this.lastRun = this.run;
      if (this.run.worded) this.run = new Words();
      else this.run.clear();
    }

    cut() {
      if (this.worded) {
        const { written: stream, nodes, element, owner } = this;
        this.sections.push({ stream, nodes, element, owner });
      }
      this.written = "";
      this.nodes = [];
      this.lastText = 0;
      this.units = 0;
      this.started = false;
      this.worded = false;
      this.noted = false;
      this.cuts += 1;
    }

    /** Writes a mark; `node` is the element that it opens, if it opens one. */
    mark(written, node) {
      this.written += written;
      if (node) this.nodes.push(node);
      this.lastText = 0;
    }

    /**
     * Keeps where a text of so many units comes from: as the DOM's text itself where it is that text from its beginning.
     * What follows another text without a mark between is one text with it.
     */
    place(node, base, length) {
      if (this.lastText > 0) {
        const last = this.nodes.length - 1;
        let place = this.nodes[last];
        if (!place.more) {
          place = place.node ? { ...place, more: [] } : { node: place, base: 0, more: [] };
          this.nodes[last] = place;
        }
        place.more.push({ at: this.lastText, node, base });
      } else {
        this.nodes.push(base === 0 ? node : { node, base });
      }
      this.lastText += length;
    }

    start() {
      if (this.started) return;
      this.started = true;
      const { path } = this;
      this.floor = Math.max(path.length - REOPENED, 0);
      this.element = this.containers.length > 0 ? path[this.containers.at(-1)].node : (path[0]?.node ?? null);
      this.mark("\u0006", null);
      for (const other of this.headings) if (other.container < this.floor) this.say(other.words, other.tag, NONE, null);
      for (let at = this.floor; at < path.length; at += 1) {
        const frame = path[at];
        if (frame.intro) this.say(frame.intro, "p", NONE, frame.node);
        this.mark(opening(frame.tag, frame.attributes, REOPENED_ATTRIBUTE_LIMIT), frame.node);
        for (const other of this.headings) if (other.container === at) this.say(other.words, other.tag, NONE, frame.node);
        if (frame.label && (frame.label.tag !== "dt" || path[at + 1]?.tag === "dd")) {
          this.say(frame.label.words, frame.label.tag, NONE, frame.node);
        }
        if (frame.rows > 1 && frame.header?.some(({ tag }) => tag === "th")) {
          this.mark("\u0001tr\u0004", frame.node);
          for (const cell of frame.header) this.say(cell.words, cell.tag, cell.attributes, frame.node);
          this.mark("\u0005", null);
        }
      }
      this.mark("\u0007", null);
    }

    /** Writes a block of context. Its elements are none of the page's: they stand for the one that holds them. */
    say({ pieces }, tag, attributes, holder) {
      const stand = holder ?? this.element ?? pieces[0]?.node ?? {};
      this.mark(opening(tag, attributes, REOPENED_ATTRIBUTE_LIMIT), stand);
      for (const { name, said, node, base } of pieces) {
        if (name === null) {
          this.mark("\u0001span\u0004", stand);
          this.place(node, base, said.length);
          this.written += said;
        } else {
          this.mark(opening("span", [[name, said]], CONTEXT_LIMIT), node);
        }
        this.mark("\u0005", null);
      }
      this.mark("\u0005", null);
    }
  }

  /** The beginning that ends with a sentence, or else with white space, as in src/stream/cutter.rs. */
  function wholeWords(fits, room) {
    let space = 0;
    for (let at = fits.length - 1; at >= Math.max(fits.length - CUT_WINDOW, 0); at -= 1) {
      if (!isSpace(fits.charCodeAt(at))) continue;
      if (at > 0 && ".!?".includes(fits[at - 1])) return fits.slice(0, at + 1);
      space ||= at + 1;
    }
    if (space > 0) return fits.slice(0, space);
    return room < CUT_WINDOW ? "" : fits;
  }

  /** The parts between two offsets of the words, counted from the first: `{at, node, base}` each. */
  function between(parts, from, to) {
    const places = [];
    for (let n = 0; n < parts.length; n += 1) {
      const { at, node } = parts[n];
      const end = n + 1 < parts.length ? parts[n + 1].at : Infinity;
      if (end > from && at < to) places.push({ at: Math.max(at - from, 0), node, base: Math.max(from - at, 0) });
    }
    return places;
  }

  vigie.cutter = { ATTRIBUTE_LIMIT, BLOCKS, Cutter, HARD_LIMIT, NONE, SPOKEN, clean, head, isBlank, traitsOf, words };
})();
