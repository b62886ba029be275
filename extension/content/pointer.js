// The pointer over marks: resting on one or clicking it opens its card. Listens only while there are marks.
(() => {
  const vigie = (globalThis.vigie ??= {});

  /** The pointer rests so long on a mark before its card opens, and is gone so long before it closes, in ms. */
  const DWELL = 250;
  const LEAVE = 400;

  let life = null;
  let menu = null;

  /** Begins to listen, unless it does already. `open(mark, {focus, pinned})` opens a card. */
  function watch({ signal, open }) {
    if (life || signal.aborted) return;
    life = new AbortController();
    const options = { capture: true, passive: true, signal: life.signal };
    let spot = null;
    let over = null;
    let dwelling = null;
    let leaving = null;
    life.signal.addEventListener("abort", () => {
      clearTimeout(dwelling);
      clearTimeout(leaving);
    });

    // A page can make events of its own; only those of a person count.
    window.addEventListener("pointermove", (event) => {
      if (!event.isTrusted || event.pointerType === "touch") return;
      if (spot === null) requestAnimationFrame(follow);
      spot = [event.clientX, event.clientY];
    }, options);
    window.addEventListener("click", (event) => {
      if (!event.isTrusted || event.button !== 0) return;
      if (vigie.card.host && event.composedPath().includes(vigie.card.host)) return;
      clearTimeout(dwelling);
      const mark = vigie.paint.at(event.clientX, event.clientY);
      if (mark) open(mark, { focus: true, pinned: true });
      else vigie.card.close();
    }, options);
    window.addEventListener("contextmenu", (event) => {
      menu = event.isTrusted ? (vigie.paint.at(event.clientX, event.clientY)?.found.key ?? null) : null;
    }, options);

    function follow() {
      const [x, y] = spot;
      spot = null;
      if (options.signal.aborted) return;
      vigie.paint.keep();
      const mark = vigie.card.near(x, y) ? vigie.card.mark : vigie.paint.at(x, y);
      if (mark === vigie.card.mark) {
        clearTimeout(leaving);
        leaving = null;
      } else if (vigie.card.mark && !vigie.card.pinned) {
        leaving ??= setTimeout(() => {
          leaving = null;
          if (!vigie.card.pinned) vigie.card.close();
        }, LEAVE);
      }
      if (mark === over) return;
      over = mark;
      clearTimeout(dwelling);
      // A card that was opened on purpose is not taken away from under its reader.
      if (mark && !vigie.card.pinned) dwelling = setTimeout(() => open(mark, { focus: false, pinned: false }), DWELL);
    }
  }

  /** Stops listening. */
  function leave() {
    life?.abort();
    [life, menu] = [null, null];
  }

  vigie.pointer = {
    leave,
    watch,
    /** The key of the mark under the pointer when a context menu was last opened, or null. */
    get menu() {
      return menu;
    },
  };
})();
