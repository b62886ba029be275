// Marks on a page: three CSS highlights, and which mark lies under a point. Runs only when main.js asks; keeps nothing once
// `clear` was called. The page's DOM is read and never written, but for the style sheet that an open shadow root needs.
(() => {
  const vigie = (globalThis.vigie ??= {});
  const { rootOf } = vigie.page;

  /** The look of a mark, which is also the highlight's name; what each looks like is in styles/marks.css. */
  const LOOKS = ["note-1", "note-2", "note-3"];

  /** More marks than this cannot be looked at one by one; painting and hit-testing stay cheap. */
  const MAX_PAINTED = 2_000;

  /** Around a line of text, in px: what a finger or an unsteady hand may miss it by. */
  const REACH = 3;

  /** The interface by which Firefox lets content scripts into shadow roots; Chrome has another. */
  const IS_FIREFOX = "openOrClosedShadowRoot" in Element.prototype;

  /** How often a page may take our highlights away and they are put back: a page that goes on doing it is left to it. */
  const RESTORED = 10;

  const own = new Map();
  const dressed = new Map();
  let painted = [];
  let byNode = new Map();
  let restored = 0;

  const look = ({ grade, practice }) => (grade === "check" ? LOOKS[2] : practice === "refusal" ? LOOKS[0] : LOOKS[1]);

  const same = (a, b) =>
    a.startContainer === b.startContainer &&
    a.startOffset === b.startOffset &&
    a.endContainer === b.endContainer &&
    a.endOffset === b.endOffset;

  const unchanged = (marks) =>
    marks.length === painted.length &&
    marks.every((mark, at) => {
      const before = painted[at];
      if (before === mark) return true;
      return (
        before.found.key === mark.found.key &&
        before.ranges.length === mark.ranges.length &&
        before.ranges.every((range, each) => same(range, mark.ranges[each]))
      );
    });

  /** Paints exactly these marks, `{found, ranges}` each. */
  function show(marks) {
    const few = marks.length > MAX_PAINTED ? marks.slice(0, MAX_PAINTED) : marks;
    // The ranges that are painted already follow the page's changes by themselves.
    if (unchanged(few)) {
      painted = few.map((mark, at) => Object.assign(mark, { ranges: painted[at].ranges }));
      index();
      return;
    }
    painted = few;
    index();
    for (const name of LOOKS) {
      const ranges = painted.filter((mark) => look(mark.found) === name).flatMap((mark) => mark.ranges);
      if (ranges.length === 0) {
        take(name);
        continue;
      }
      const highlight = new Highlight(...ranges);
      own.set(name, highlight);
      CSS.highlights.set(name, highlight);
    }
    for (const root of roots()) dress(root);
  }

  function index() {
    byNode = new Map();
    for (const mark of painted) {
      for (const range of mark.ranges) {
        const node = range.startContainer;
        if (!byNode.has(node)) byNode.set(node, []);
        byNode.get(node).push(mark);
      }
    }
  }

  /** The shadow roots that marks lie in, at whatever depth. */
  function roots() {
    const found = new Set();
    for (const node of byNode.keys()) {
      for (let root = rootOf(node); root instanceof ShadowRoot; root = rootOf(root.host)) found.add(root);
    }
    return found;
  }

  /**
   * Firefox applies a document's `::highlight` rules to no shadow root: there, each root gets the sheet. Chrome does, and its
   * roots are left as they are.
   */
  function dress(root) {
    if (dressed.has(root) || !IS_FIREFOX) return;
    const sheet = vigie.styles.sheet("marks");
    vigie.styles.add(root, sheet);
    dressed.set(root, sheet);
  }

  /** Takes a highlight away if it is still ours: after an update the next version of us paints under the same name. */
  function take(name) {
    if (own.has(name) && CSS.highlights.get(name) === own.get(name)) CSS.highlights.delete(name);
    own.delete(name);
  }

  /**
   * Puts back what the page has taken away; whether the marks are there. Asked where something happens anyhow: nothing tells
   * of it.
   */
  function keep() {
    const taken = [...own].filter(([name, highlight]) => CSS.highlights.get(name) !== highlight);
    if (taken.length === 0) return true;
    if (restored >= RESTORED) return false;
    restored += 1;
    for (const [name, highlight] of taken) CSS.highlights.set(name, highlight);
    return true;
  }

  /** Leaves nothing behind. */
  function clear() {
    for (const name of LOOKS) take(name);
    for (const [root, sheet] of dressed) vigie.styles.remove(root, sheet);
    dressed.clear();
    painted = [];
    byNode = new Map();
  }

  const holds = (rect, x, y) =>
    x >= rect.left - REACH && x <= rect.right + REACH && y >= rect.top - REACH && y <= rect.bottom + REACH;

  /** The mark under a point of the viewport, or null. Of several, the shortest: a longer one can be reached beside it. */
  function at(x, y) {
    if (painted.length === 0) return null;
    const caret = vigie.page.caret(x, y, { shadowRoots: [...roots()] });
    // The caret is only a quick way to the few marks that can be meant; their own boxes decide.
    const near = caret ? (byNode.get(caret.offsetNode) ?? []) : painted;
    const hit = near.filter(({ ranges }) => ranges.some((range) => [...range.getClientRects()].some((rect) => holds(rect, x, y))));
    return hit.sort((a, b) => a.found.quote.length - b.found.quote.length)[0] ?? null;
  }

  /** The first box of a mark on the page, or null where nothing of it is shown. */
  function box(mark) {
    for (const range of mark.ranges) {
      for (const rect of range.getClientRects()) if (rect.width > 0 && rect.height > 0) return rect;
    }
    return null;
  }

  vigie.paint = { at, box, clear, keep, look, show };
})();
