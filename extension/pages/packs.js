// What the pages of packs share: a worker for one task, what it says, the hash to be noted.

import { said } from "../wasm/pack.js";

/** The catalogue's text for a message, `args` as an object. */
export const text = (id, args = {}) => said(JSON.stringify({ id, args: Object.entries(args).map(([name, value]) => [name, String(value)]) }));

/**
 * What one task became: `{done}`, `{fault}` or `{stopped}`. Before the worker makes cases of what it brought it asks, and `settling` is
 * called; from then on nothing stops it, and where it was stopped before it gets no answer: « Rien n’a changé » is true.
 */
function work(task, progress, settling) {
  const worker = new Worker(new URL("pack-worker.js", import.meta.url), { type: "module" });
  let stop;
  let written = false;
  const ended = new Promise((resolve) => {
    // What a worker that died while it wrote has done nobody knows: all of it, or nothing.
    const lost = (id) => resolve({ fault: { message: { id: written ? "pack.import.unsure" : id, args: [] } } });
    stop = () => written || resolve({ stopped: true });
    worker.onerror = (event) => {
      event.preventDefault();
      console.error(event.message);
      lost("pack.worker");
    };
    worker.onmessage = ({ data }) => {
      if (data.done || data.fault) resolve(data);
      else if (data.lost) lost("pack.unknown");
      else if (data.settling) {
        written = true;
        settling();
        worker.postMessage("go");
      } else progress(data.at / data.of);
    };
    worker.postMessage(task);
  }).finally(() => worker.terminate());
  return { ended, stop };
}

/** The task that the bar stands for. */
let newest;

/** Shows how far a task is, and lets it be stopped; `signal` stops it too. */
export async function shown(task, signal) {
  const busy = document.getElementById("busy");
  const bar = busy.querySelector("progress");
  const words = busy.querySelector("[data-part=words]");
  const button = busy.querySelector("button");
  const progress = (share) => {
    if (newest !== ended) return;
    bar.value = share;
    words.textContent = text("pack.busy", { n: Math.floor(share * 100) });
  };
  const settling = () => {
    if (newest !== ended) return;
    button.disabled = true;
    words.textContent = text("pack.settling");
  };
  const { ended, stop } = work(task, progress, settling);
  newest = ended;
  progress(0);
  busy.hidden = false;
  button.disabled = false;
  button.onclick = stop;
  signal?.addEventListener("abort", stop);
  try {
    return await ended;
  } finally {
    // A newer task may have the bar by now.
    if (newest === ended) busy.hidden = true;
  }
}

/** Says something in the page's live region. */
export function tell(words, fault = false) {
  const status = document.getElementById("status");
  status.textContent = words;
  status.classList.toggle("fault", fault);
}

/** Puts a text into the part of an element; without one the part is hidden. */
export function put(root, name, words) {
  const part = root.querySelector(`[data-part=${name}]`);
  part.textContent = words;
  part.hidden = !words;
}

/** A button that copies what another element says. */
export function copies(button, source) {
  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(source.textContent);
      tell(text("pack.copied"));
    } catch {
      getSelection().selectAllChildren(source);
    }
  });
}

/** Lets a file be dropped anywhere on the page. */
export function dropped(take) {
  addEventListener("dragover", (event) => event.preventDefault());
  addEventListener("drop", (event) => {
    event.preventDefault();
    const [file] = event.dataTransfer?.files ?? [];
    if (file) take(file);
  });
}
