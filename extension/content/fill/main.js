// The fill-in helper's life in one frame. Put into a page only when the user asks for it in the popup (activeTab), never
// registered. It describes the page's fields, puts in what the popup's judgement says, and shows the bar. What stays is the bar,
// and what is needed to undo; both end with « Tout annuler » or with the page.
"use strict";

(() => {
  const { page } = vigie;
  // A second click finds the first one's memory.
  if (vigie.filling || !globalThis.chrome?.runtime?.onMessage) return;
  vigie.filling = true;

  /** The fields as they were described last, which steps are about. */
  let described = [];

  /** What a person calls a field. */
  const titleOf = ({ label, near, placeholder, around }) => label || near || placeholder || around?.[0] || "";

  function describe() {
    described = vigie.fields.find().map((field) => ({ field, description: vigie.fields.describe(field, vigie.hands.isMine) }));
    return { fields: described.map(({ description }) => description) };
  }

  function go(field) {
    const target = field.kind === "radio" ? (field.members.find((each) => vigie.fields.isSeen(each)) ?? field.element) : field.element;
    if (!page.isConnected(target)) return;
    page.show(target, { block: "center", behavior: matchMedia("(prefers-reduced-motion: reduce)").matches ? "instant" : "smooth" });
    page.focus(target, { preventScroll: true });
  }

  /** Does what the plan says, a field after the other: what one of them changes in the page, the next one finds changed. */
  async function fill({ steps, words, cautions }) {
    const wanted = described;
    const offered = [];
    const left = [];
    const how = (outcome) => (outcome ? words[outcome] : "");
    for (const [at, step] of steps.entries()) {
      const one = wanted[at];
      if (!one) break;
      const { field, description } = one;
      const title = titleOf(description);
      const put = (put) => vigie.hands.put(field, description, put, { title, what: put.label });
      if (step.do === "fill") {
        const outcome = await put(step.puts[0]);
        const kept = outcome === "" || outcome === "doubtful";
        if (!kept) left.push({ title, note: how(outcome), go: () => go(field) });
        else if (outcome) vigie.hands.kept().at(-1).note = how(outcome);
      } else if (step.do === "offer") {
        const choices = step.puts.map((each) => ({
          label: each.label,
          // An option in the page's own words; the judge's are folded.
          text: each.option === null ? each.text : (description.options?.[each.option] ?? each.text),
          async put() {
            const outcome = await put(each);
            const failed = outcome !== "" && outcome !== "doubtful";
            return { failed, note: how(outcome) || words.chosen };
          },
        }));
        offered.push({ title, note: step.why, choices, go: () => go(field) });
      } else if (step.do === "leave") {
        left.push({ title, note: step.why, go: () => go(field) });
      }
    }
    const filled = vigie.hands.kept().map(({ field, title, what, note }) => ({ title, what, note, go: () => go(field) }));
    if (filled.length + offered.length > 0) {
      vigie.hands.outline();
      vigie.bar.show({
        words,
        near: (vigie.hands.kept()[0]?.field ?? wanted[0]?.field)?.element,
        filled,
        offered,
        left,
        cautions,
        async undo() {
          const { back, kept, gone } = await vigie.hands.undo();
          const put = (text) => text.replace("{back}", back).replace("{kept}", kept).replace("{gone}", gone);
          return put(kept + gone > 0 ? words.partly : words.undone);
        },
        close: vigie.hands.clear,
      });
    }
    return { filled: filled.length, offered: offered.length, left: left.length };
  }

  function stop() {
    vigie.bar.end();
    vigie.hands.clear();
    chrome.runtime.onMessage.removeListener(hear);
    vigie.filling = false;
  }

  function hear(message, sender, answer) {
    if (sender.id !== chrome.runtime.id || (sender.url !== undefined && !sender.url.startsWith(chrome.runtime.getURL("")))) return false;
    if (message?.type === "fields") {
      answer(describe());
      return false;
    }
    if (message?.type === "fill") {
      fill(message).then(answer, (error) => {
        console.error(error);
        answer({ error: "fill.failed" });
      });
      return true;
    }
    // The site was paused: the reader's script answers.
    if (message?.type === "stop") stop();
    return false;
  }

  chrome.runtime.onMessage.addListener(hear);
})();

// What the background compares with the tab's own address: a frame of another site is none that the user agreed to.
globalThis.origin;
