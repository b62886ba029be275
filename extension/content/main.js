// The content script's life in one frame.
//
// Which part runs when: this file starts everything, once a document; the other files only lend functions. A tab that nobody
// looks at is not read before somebody does, or asks. After the first pass nothing runs until the page changes (an observer
// that only takes note), is pointed at (only while there are marks), or somebody asks. `stop` ends all of it: observers,
// listeners, marks, card. On a site that is switched off this file is not even there.
(() => {
  const vigie = (globalThis.vigie ??= {});
  const { page } = vigie;
  // A second injection, by a click on the popup for one, finds the first one at work.
  // An element of the name « chrome » takes the place of the interfaces in Chrome: there, nothing can be asked or answered.
  if (vigie.running || !globalThis.chrome?.runtime?.onMessage) return;

  const startedAt = new Date();
  const started = performance.now();

  /** From a change of the page to the pass that reads it, in ms: changes come in showers. Then it may be busy a little longer. */
  const SETTLE = 150;
  const IDLE = 50;
  /** How long a flood is left alone, in ms: until the next pass, which reads all, nobody listens. */
  const EBB = 1_000;
  /** How long a page has rested that is read once more as a whole, because it changed while it was read, in ms. */
  const QUIET = 2_000;
  /** How long it is said that a page changes too fast, after the last time that it did, in ms. */
  const SAID = 2_000;
  /** Two frames make the scrolling visible; a tab that is hidden draws none, in ms. */
  const DRAWN = 200;
  /** Findings that « mode enquête » puts down of one frame at a time. */
  const MOST_KEYS = 32;

  const life = new AbortController();
  const { signal } = life;
  vigie.running = life;

  const listen = (target, type, act, options) => target && page.listen(target, type, act, { signal, passive: true, ...options });
  const sleep = (ms) => new Promise((go) => setTimeout(go, ms));

  let settings = { marks: true, checks: true, inquiry: false, dismissed: new Set() };
  let marks = [];
  let last = { characters: 0, sections: 0, limit: null };
  let took = { first: null, done: null };
  let told = "";

  const { send, waiting } = vigie.wire(signal, () => stop());

  /** How often a page may name another profession, and all is read again for it: one that counts in its title does not end. */
  const RENAMED = 20;
  /** In what words the page names the profession, under what address and title, and how often it has changed them. */
  let profession = "";
  let named = { at: "", times: 0 };

  /** Asks the page what it calls the profession, where that may be another one now: answers are for those words. */
  function name() {
    const at = `${location.href} ${page.title()}`;
    // As long as there is no heading one may come.
    if ((at === named.at && !profession.endsWith("· ")) || named.times > RENAMED) return;
    const words = vigie.facts.profession(document);
    named = { at, times: named.times + (words === profession ? 0 : 1) };
    if (words === profession) return;
    profession = words;
    reading.forget();
  }

  /** An answer a stream; null where the engine could not read it. One that brings it down must not take the others along. */
  async function ask(streams) {
    const answer = await send({ type: "sections", streams, profession });
    if (answer.sections?.length === streams.length) return answer.sections;
    if (streams.length === 1) return [null];
    const alone = [];
    for (const stream of streams) alone.push(...(await ask([stream])));
    return alone;
  }

  /** What the user has chosen, from the background. */
  function choose({ marks, checks, inquiry, dismissed }) {
    settings = { marks: marks !== false, checks: checks !== false, inquiry: inquiry === true, dismissed: new Set(dismissed) };
  }

  /** Whether a finding is one that the user wants to see. */
  const wants = ({ found }) => !settings.dismissed.has(found.key) && (settings.checks || found.grade !== "check");

  function tell() {
    const shown = marks.filter(wants);
    const flags = shown.filter(({ found }) => found.grade === "flag").length;
    const summary = { type: "summary", flags, checks: shown.length - flags };
    // In « mode enquête » it matters what was found and where, not only how much.
    if (settings.inquiry) summary.keys = shown.filter(({ found }) => found.grade === "flag").map(({ found }) => found.key).slice(0, MOST_KEYS);
    const said = JSON.stringify(summary) + (settings.inquiry ? address() : "");
    if (said === told) return;
    told = said;
    send(summary).catch(() => {});
  }

  /** A frame that is taken out of the page can say nothing any more: its parent does. */
  function count({ all, removed }) {
    const holds = (node) => node instanceof Element && (page.matches(node, "iframe, frame") || page.holds(node, "iframe, frame"));
    if (all || [...removed].some(holds)) send({ type: "frames" }).catch(() => {});
  }

  const effort = new vigie.effort.Effort();
  let busy = false;
  let timer = null;
  /** Whether the page changes its address: its words may belong to somebody else now. */
  let moved = false;
  /** Whether the page is to be read once more when it rests, since it changed under the reader or the reading failed. */
  let doubted = false;
  let quiet = null;
  /** Whether a shadow root may have come of which nobody is told: then the page is looked through when it rests. */
  let unsure = false;
  /** Until when it is said that the page changes faster than it may be read. */
  let behind = 0;
  /** How many readings, one after the other, the page changed under the reader. */
  let lost = 0;

  const watch = new vigie.watch.Watch({ effort, heard });
  const late = new vigie.roots.LateRoots({ effort, known: (root) => watch.knows(root), found: (host) => watch.touch(host), grown: suspect });
  const reading = new vigie.pass.Reading({
    ask,
    effort,
    onRoot: (root) => signal.aborted || watch.root(root),
    onBare: (element) => signal.aborted || late.await(element),
  });

  function heard() {
    if (watch.flooded) {
      clearTimeout(timer);
      timer = null;
    }
    later();
  }

  /** One pass. `again` is the one that follows when the page rests: what fails in it has to wait for the page to change. */
  async function read({ urgent = false, again = false } = {}) {
    if (busy || signal.aborted) return;
    [busy, timer, moved] = [true, null, false];
    // Before a word is read: what changes behind the reader's back during the pass is read again after it.
    const now = watch.take();
    let failed = false;
    try {
      name();
      const greeted = took.first === null ? hello() : null;
      greeted?.catch(() => {});
      const partly = async (known) => {
        await greeted;
        if (!signal.aborted && urgent) paint(known);
      };
      const done = await reading.pass({ signal, urgent, notes: now, partly: (known) => void partly(known).catch(() => {}) });
      await greeted;
      if (signal.aborted) return;
      // A reader under whom the page moved what it had before it may have lost its way.
      watch.catchUp();
      const { notes } = watch;
      const isLost = done.slices > 1 && (notes.all || notes.removed.size > 0);
      if (isLost) notes.everything();
      lost = isLost ? lost + 1 : 0;
      if (lost > 1) behind = performance.now() + SAID;
      doubted ||= !notes.empty;
      effort.run(() => {
        marks = done.marks;
        last = done;
        paint(marks);
        took = { first: took.first ?? performance.now() - started, done: performance.now() - started };
        tell();
        if (!urgent) count(now);
      }, { free: urgent });
      firstDone();
    } catch (error) {
      if (error instanceof vigie.Stopped) return;
      failed = true;
      doubted ||= !again;
      watch.notes.everything();
      last = { ...last, limit: "limit.background" };
      // The next reading that comes to its end is worth a word, with the same numbers too: an open popup says what failed.
      told = "";
      took.done = performance.now() - started;
      firstDone();
      console.warn(error);
    } finally {
      busy = false;
    }
    // What failed is tried again when the page changes next, and once when it rests.
    if (waits() && !failed) later();
    else rest();
  }

  /** Whether something has changed that nobody has read yet. */
  const waits = () => moved || !watch.notes.empty;

  /** Something has happened that may have come of a shadow root. */
  function suspect() {
    if (unsure && quiet !== null) return;
    unsure = true;
    // What changes as well is read before.
    if (took.first !== null && timer === null && !busy && !page.hidden()) rest();
  }

  /** Has the page looked through for shadow roots that have come late. */
  async function look() {
    unsure = false;
    await late.look(signal);
    // What changes under its eyes may have been passed by.
    unsure ||= waits();
  }

  /** Has the page read once more, as a whole, when nothing has changed for a while: nothing that was overlooked stays so. */
  function rest() {
    clearTimeout(quiet);
    quiet = null;
    if ((!doubted && !unsure) || page.gone()) return;
    quiet = setTimeout(() => {
      quiet = null;
      requestIdleCallback(() => {
        if (busy || timer !== null || page.hidden() || signal.aborted) return;
        if (!doubted) {
          void look();
          return;
        }
        [doubted, unsure] = [false, false];
        watch.notes.everything();
        void read({ again: true });
      }, { timeout: IDLE });
    }, Math.max(QUIET, effort.pause));
  }

  let firstDone;
  const first = new Promise((go) => {
    firstDone = go;
  });

  async function hello({ restored = false } = {}) {
    const answer = await send({ type: "hello", origin: performance.timeOrigin, restored });
    if (answer.stop) {
      stop();
      throw new vigie.Stopped();
    }
    choose(answer);
  }

  /** Something has changed: reads again once the shower is over, the page is idle, and our share of the time allows it. */
  function later() {
    clearTimeout(quiet);
    quiet = null;
    if (timer !== null || busy || signal.aborted || page.hidden() || page.gone()) return;
    // After an update of the extension this copy of the script belongs to nobody.
    if (!chrome.runtime?.id) {
      stop();
      return;
    }
    const flood = watch.flooded ? EBB : 0;
    const pause = Math.max(flood, effort.pause);
    if (pause > SETTLE) behind = performance.now() + pause + SAID;
    timer = setTimeout(() => {
      requestIdleCallback(() => {
        if (page.hidden()) timer = null;
        else void read();
      }, { timeout: IDLE });
    }, Math.max(SETTLE, pause));
  }

  function elsewhere() {
    moved = true;
    later();
  }

  /** The first reading: of a page that is looked at, or asked for. */
  function begin() {
    if (took.first === null && !last.limit) void read({ urgent: true });
  }

  /** What the page may have done to our marks without changing itself, and a change that waited for the tab to be looked at. */
  function shown() {
    if (page.hidden() || signal.aborted) return;
    begin();
    vigie.paint.keep();
    if (waits()) later();
    else suspect();
  }

  /** Why not everything was read, or not at once, as a message id; null where it was. */
  function limit() {
    return last.limit ?? (performance.now() < behind ? "limit.restless" : vigie.paint.keep() ? null : "limit.unmarked");
  }

  function paint(known) {
    vigie.paint.keep();
    const shown = settings.marks ? known.filter((mark) => mark.ranges.length > 0 && wants(mark)) : [];
    vigie.paint.show(shown);
    if (vigie.card.mark && !shown.some((mark) => mark === vigie.card.mark)) {
      // The same words may stand there again, read anew: then the card stays.
      if (!shown.some(({ found }) => found.key === vigie.card.mark.found.key)) vigie.card.close();
    }
    if (shown.length > 0) vigie.pointer.watch({ signal, open });
    else vigie.pointer.leave();
  }

  /** What was asked of the card last, while its words are still on their way. */
  let wanted = null;

  async function open(mark, { focus, pinned }) {
    // Of several that were asked for the last one counts, but a pointer that rests takes nothing away from a click.
    if (wanted?.pinned && !pinned) return;
    const mine = (wanted = { pinned });
    try {
      const { card, error } = await send({ type: "card", finding: bare(mark.found), url: address(), facts: facts() });
      if (wanted !== mine || error || signal.aborted) return;
      vigie.card.show({
        mark,
        words: card,
        focus,
        pinned,
        report: async () => {
          const { error } = await send({ type: "draft", draft: draft(mark) }).catch((failure) => ({ error: String(failure) }));
          return error === "error.room" ? card.full : error ? card.failed : null;
        },
        dismiss: () => dismiss(mark.found.key, true),
      });
    } catch {
      // The background is gone for good: the mark still says that something is there, the popup says the rest.
    } finally {
      if (wanted === mine) wanted = null;
    }
  }

  /** A finding without its places in the DOM, which mean nothing elsewhere. */
  function bare({ anchor, scope, ...found }) {
    return found;
  }

  function facts() {
    return vigie.facts.collect(document);
  }

  /** The address as the user sees it: a srcdoc frame has none of its own. */
  function address() {
    if (location.protocol !== "about:") return location.href;
    try {
      return window.top.location.href;
    } catch {
      return page.base();
    }
  }

  function draft(mark) {
    const now = new Date();
    return {
      version: 1,
      finding: bare(mark.found),
      text: mark.text,
      stream: mark.stream,
      page: {
        url: address(),
        title: page.title(),
        lang: page.lang(),
        seenAt: now.toISOString(),
        offset: -now.getTimezoneOffset(),
        zone: Intl.DateTimeFormat().resolvedOptions().timeZone ?? null,
      },
      facts: facts(),
    };
  }

  async function dismiss(key, dismissed) {
    if (dismissed) settings.dismissed.add(key);
    else settings.dismissed.delete(key);
    paint(marks);
    tell();
    await send({ type: "dismiss", key, dismissed });
  }

  const find = (key) => marks.find(({ found }) => found.key === key) ?? null;

  /** The mark that a menu or a shortcut means: under the pointer when the menu opened, or in the card, or else the first. */
  function meant() {
    const shown = marks.filter(wants);
    return find(vigie.pointer.menu) ?? vigie.card.mark ?? shown.find(({ found }) => found.grade === "flag") ?? shown[0] ?? null;
  }

  async function go(key, quiet) {
    const mark = find(key);
    const place = mark?.ranges[0]?.startContainer;
    const element = place?.nodeType === Node.ELEMENT_NODE ? place : ((place && page.parent(place)) ?? mark?.element);
    if (!mark || !element || !page.isConnected(element)) return { found: false };
    // The picture that is taken after a quiet one is of the page, not of a card over it.
    if (quiet) {
      wanted = null;
      vigie.card.close();
    }
    page.show(element, { block: "center", behavior: "instant" });
    await Promise.race([
      new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn))),
      sleep(DRAWN),
    ]);
    const visible = vigie.paint.box(mark) !== null;
    if (visible && !quiet && settings.marks) void open(mark, { focus: true, pinned: true });
    return { found: true, visible };
  }

  function listed() {
    return {
      url: address(),
      title: page.title(),
      characters: last.characters,
      sections: last.sections,
      state: took.first === null && !last.limit ? "reading" : limit() ? "partial" : "done",
      limit: limit(),
      startedAt: startedAt.toISOString(),
      took,
      findings: marks.map((mark) => ({
        ...bare(mark.found),
        visible: vigie.paint.box(mark) !== null,
        dismissed: settings.dismissed.has(mark.found.key),
      })),
      facts: facts(),
      foreign: vigie.frames.foreign(),
    };
  }

  const answers = {
    list: () => {
      begin();
      return listed();
    },
    go: ({ key, quiet }) => go(key, quiet === true),
    draft: async ({ key }) => {
      // By menu or shortcut the script may have been started for this very question.
      begin();
      await first;
      const mark = key === null ? meant() : find(key);
      return mark ? { draft: draft(mark) } : { error: "error.finding" };
    },
    drafts: ({ keys }) => ({ drafts: keys.slice(0, MOST_KEYS).map(find).filter(Boolean).map(draft) }),
    dismiss: async ({ key, dismissed }) => {
      await dismiss(key, dismissed === true);
      return {};
    },
    settings: (chosen) => {
      choose(chosen);
      paint(marks);
      // Said again even where the numbers are the same: an open popup draws its lists anew.
      told = "";
      tell();
      return {};
    },
    alive: () => ({ busy: busy || waiting() > 0, settled: !busy && timer === null && !doubted && !unsure && !late.looking && !waits(), effort: { total: effort.total, longest: effort.longest, slices: effort.slices } }),
    stop: () => {
      stop();
      return {};
    },
  };

  function hear(message, sender, respond) {
    // Only from ourselves, and not from a content script: those have a tab and the page's address.
    if (sender.id !== chrome.runtime.id || !Object.hasOwn(answers, message?.type)) return false;
    if (sender.url !== undefined && !sender.url.startsWith(chrome.runtime.getURL(""))) return false;
    Promise.resolve(answers[message.type](message)).then(respond, () => respond({ error: "error.page" }));
    return true;
  }

  function stop() {
    if (signal.aborted) return;
    life.abort();
    watch.stop();
    late.stop();
    clearTimeout(timer);
    clearTimeout(quiet);
    vigie.pointer.leave();
    vigie.card.close();
    vigie.paint.clear();
    marks = [];
    firstDone();
    if (vigie.running === life) vigie.running = null;
    try {
      chrome.runtime.onMessage.removeListener(hear);
    } catch {
      // The extension is gone, and the listener with it.
    }
  }

  function start() {
    if (signal.aborted) return;
    chrome.runtime.onMessage.addListener(hear);
    // A page that changes its address without loading may keep its words in place and change what they belong to.
    for (const type of ["popstate", "hashchange"]) listen(window, type, elsewhere);
    listen(globalThis.navigation, "currententrychange", elsewhere);
    listen(document, "visibilitychange", shown);
    // A shadow root that comes after its host was read is no change that is told.
    late.begin();
    listen(window, "load", suspect);
    for (const type of ["pointerover", "focusin"]) listen(window, type, (event) => effort.run(() => late.meet(event)), { capture: true });
    listen(window, "pageshow", (event) => {
      if (!event.persisted) return;
      // Back out of the browser's memory of pages: meanwhile the background has counted another page in this tab.
      told = "";
      hello({ restored: true }).then(() => {
        paint(marks);
        tell();
        shown();
      }, () => {});
    });
    shown();
  }

  if (page.prerendering()) listen(document, "prerenderingchange", start, { once: true });
  else start();
})();
