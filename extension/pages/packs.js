// What the pages of packs share: a worker for one task, what it says, the hash to be noted.

import { said } from "../wasm/pack.js";

/** The catalogue's text for a message, `args` as an object. */
export const text = (id, args = {}) => said(JSON.stringify({ id, args: Object.entries(args).map(([name, value]) => [name, String(value)]) }));

/** What one task became: `{done}` or `{fault}`; `fault` is null where the worker died. */
export function work(task, progress = () => {}) {
  const worker = new Worker(new URL("pack-worker.js", import.meta.url), { type: "module" });
  let stop;
  const ended = new Promise((resolve) => {
    stop = () => resolve({ stopped: true });
    worker.onerror = (event) => {
      event.preventDefault();
      resolve({ fault: { message: { id: "pack.worker", args: [] } } });
    };
    worker.onmessage = ({ data }) => {
      if (data.done || data.fault) resolve(data);
      else progress(data.at / data.of);
    };
    worker.postMessage(task);
  }).finally(() => worker.terminate());
  return { ended, stop };
}

/** Shows how far a task is, and lets it be stopped. */
export async function shown(task) {
  const busy = document.getElementById("busy");
  const bar = busy.querySelector("progress");
  const words = busy.querySelector("[data-part=words]");
  const progress = (share) => {
    bar.value = share;
    words.textContent = text("pack.busy", { n: Math.floor(share * 100) });
  };
  const { ended, stop } = work(task, progress);
  progress(0);
  busy.hidden = false;
  busy.querySelector("button").onclick = stop;
  try {
    return await ended;
  } finally {
    busy.hidden = true;
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
