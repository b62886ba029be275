// The page that exports and imports: what the worker writes is offered to be saved, what it has verified is merged.

import init, { exported, kept, open, said, swept } from "../wasm/pack.js";
import { copies, put, shown, tell, text } from "./packs.js";
import { stopped } from "./stopped.js";

const get = (id) => document.getElementById(id);

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
  // The dossier has left when its owner takes the file: the reminder counts from there.
  const whole = !chosen && !anonymous && get("pictures").checked;
  link.onclick = whole ? () => void exported(sha256, cases).catch((error) => console.warn(error)) : null;
}

// ── Import

/** What the file is that was looked into, and its passphrase. */
let held;

/** Ends the newest look into a file. */
let looking = new AbortController();

async function look() {
  const [file] = get("file").files;
  if (!file) return;
  const passphrase = get("passphrase").value || undefined;
  const { signal } = (looking = new AbortController());
  tell("");
  get("held").hidden = true;
  get("look").disabled = true;
  const { done, fault } = await shown({ task: "verify", file, passphrase }, signal);
  // Another file was chosen meanwhile: this one is not to be imported under its name.
  if (signal.aborted) return;
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
  // A dossier that is begun so is not to be cleared by the browser itself when room gets short; whatever it answers.
  void navigator.storage.persist?.();
  const result = await shown({ task: "take", ...held });
  if (result.done) tell(text("pack.import.done", result.done));
  else {
    // What an import leaves behind that was stopped is no part of the dossier.
    await swept().catch((error) => console.warn(error));
    failed(result);
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
  // The store of a private window is another one, and gone with it: an import would be lost, and there is nothing to export.
  if (chrome.extension.inIncognitoContext) {
    for (const form of ["export", "import"]) get(form).hidden = true;
    get("private").hidden = false;
    return;
  }
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
    looking.abort();
    tell("");
    get("opens").hidden = true;
    get("passphrase").value = "";
    get("held").hidden = true;
    get("look").disabled = !get("file").files[0];
  });
  copies(get("copy"), get("digest"));
  await count();
  // It waits for an import in another window, and this page does not.
  void swept().then((left) => left && tell(text("pack.import.broken"))).catch((error) => console.warn(error));
}

init({ module_or_path: new URL("../wasm/pack.wasm", import.meta.url) })
  .then(open)
  .then(begin)
  .catch(stopped);
