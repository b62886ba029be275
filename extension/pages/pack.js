// The page that exports and imports: what the worker writes is offered to be saved, what it has verified is merged.

import init, { exported, kept, merge, open, said } from "../wasm/pack.js";
import { copies, put, shown, tell, text } from "./packs.js";
import { stopped } from "./stopped.js";

const get = (id) => document.getElementById(id);

/** Cases that are merged at a time, and what they may hold together, in bytes: all of a batch is in memory at once. */
const BATCH = { cases: 32, bytes: 16 << 20 };

/** The cases that another page has chosen; all where none did. */
const chosen = new URLSearchParams(location.search).get("cases")?.split(",").filter(Boolean) ?? null;

function failed({ fault }) {
  if (!fault) return tell(text("pack.fault.stopped"));
  tell(said(JSON.stringify(fault.message)), true);
}

// ── Export

async function make() {
  const secret = get("secret").value;
  if (secret !== get("again").value) {
    tell(text("pack.secret.differ"), true);
    return get("again").focus();
  }
  tell("");
  get("ready").hidden = true;
  get("make").disabled = true;
  const anonymous = get("anonymous").checked;
  const at = new Date();
  const now = { utc: at.toISOString(), offset: -at.getTimezoneOffset(), zone: Intl.DateTimeFormat().resolvedOptions().timeZone };
  const result = await shown({ task: "write", now, cases: chosen, pictures: get("pictures").checked && !anonymous, anonymous, passphrase: secret || undefined });
  get("make").disabled = false;
  if (!result.done) return failed(result);
  const { file, sha256, cases, left, blob } = result.done;
  const link = get("save");
  URL.revokeObjectURL(link.href);
  link.href = URL.createObjectURL(blob);
  link.download = `vigie-${now.utc.slice(0, 10)}.wacz${secret ? ".age" : ""}`;
  get("digest").textContent = file;
  get("left").textContent = text("pack.ready.left", { n: left.length });
  get("left").hidden = !left.length;
  get("ready").hidden = false;
  get("ready").querySelector("h2").focus();
  if (!chosen && !anonymous) await exported(sha256, cases).catch((error) => console.warn(error));
}

// ── Import

/** What the file is that was looked into, and its passphrase. */
let held;

async function look() {
  const [file] = get("file").files;
  if (!file) return;
  const passphrase = get("passphrase").value || undefined;
  tell("");
  get("held").hidden = true;
  get("look").disabled = true;
  const { done, fault } = await shown({ task: "verify", file, passphrase });
  get("look").disabled = false;
  if (!done) {
    if (fault?.asks || fault?.wrong) {
      get("opens").hidden = false;
      get("passphrase").focus();
    }
    return failed({ fault });
  }
  held = { file, passphrase };
  put(get("held"), "title", text("pack.verify.whole", { n: done.entries.length }));
  put(get("held"), "detail", text("pack.verify.told", { n: done.cases, day: done.created.slice(0, 10), program: done.program }));
  get("held").hidden = false;
  get("go").focus();
}

async function take() {
  get("go").disabled = true;
  const sum = { added: 0, known: 0, removed: 0 };
  let batch = { log: "", cases: [], bytes: 0 };
  let broken;
  const flush = async () => {
    const { log, cases } = batch;
    batch = { log: "", cases: [], bytes: 0 };
    for (const [name, n] of Object.entries(JSON.parse(await merge(log, cases)))) sum[name] += n;
  };
  const item = async ({ kind, words, blobs, taken }) => {
    if (kind === "log") batch.log += `${words}\n`;
    else batch.cases.push({ stored: words, blobs });
    batch.bytes += blobs.reduce((bytes, { data }) => bytes + data.length, words.length);
    try {
      if (batch.cases.length >= BATCH.cases || batch.bytes >= BATCH.bytes) await flush();
      taken.postMessage(null);
    } catch (error) {
      broken = error;
      get("busy").querySelector("button").click();
    }
  };
  const result = await shown({ task: "take", ...held }, { item });
  try {
    if (broken) throw broken;
    if (result.done) {
      await flush();
      tell(text("pack.import.done", sum));
    } else {
      failed(result);
    }
  } catch (error) {
    tell(text("pack.fault.io", { detail: String(error) }), true);
  }
  get("go").disabled = false;
  get("held").hidden = true;
  await count();
}

async function count() {
  const n = chosen?.length ?? (await kept());
  get("which").textContent = n ? text("pack.which", { n }) : text("pack.none");
  get("wishes").hidden = !n;
}

async function begin() {
  const on = (id, event, work) =>
    get(id).addEventListener(event, (given) => {
      if (event === "submit") given.preventDefault();
      work();
    });
  on("export", "submit", make);
  on("secret", "input", () => {
    get("again-row").hidden = !get("secret").value;
    if (!get("secret").value) get("again").value = "";
  });
  on("anonymous", "change", () => {
    get("pictures").disabled = get("anonymous").checked;
  });
  on("import", "submit", look);
  on("go", "click", take);
  on("file", "change", () => {
    get("opens").hidden = true;
    get("passphrase").value = "";
    get("held").hidden = true;
    get("look").disabled = !get("file").files[0];
  });
  copies(get("copy"), get("digest"));
  await count();
}

init({ module_or_path: new URL("../wasm/pack.wasm", import.meta.url) })
  .then(open)
  .then(begin)
  .catch(stopped);
