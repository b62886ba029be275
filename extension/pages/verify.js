import init, { open, said } from "../wasm/pack.js";
import { copies, dropped, put, shown, tell, text } from "./packs.js";
import { stopped } from "./stopped.js";

const get = (id) => document.getElementById(id);

/** Ends the newest verification. */
let newest = new AbortController();

async function verify(file) {
  newest.abort();
  const { signal } = (newest = new AbortController());
  const secret = get("passphrase");
  tell("");
  get("answer").hidden = true;
  get("go").disabled = true;
  const { done, fault } = await shown({ task: "verify", file, passphrase: secret.value || undefined }, signal);
  // Another file was chosen meanwhile: what is found is not that one's.
  if (signal.aborted) return;
  get("go").disabled = false;
  if (done) return whole(done);
  if (!fault) return tell(text("pack.fault.stopped"));
  const asks = fault.asks || fault.wrong;
  if (asks) {
    get("secret").hidden = false;
    secret.focus();
  }
  if (asks || !fault.entry) return tell(said(JSON.stringify(fault.message)), true);
  altered(fault);
}

/** A file of which every entry is what was written. */
function whole(found) {
  const answer = get("answer");
  answer.dataset.tone = "whole";
  put(answer, "title", text("pack.verify.whole", { n: found.entries.length }));
  put(answer, "detail", text("pack.verify.told", { n: found.cases, day: found.created.slice(0, 10), program: found.program }));
  put(answer, "anonymous", found.anonymous ? text("pack.verify.anonymous") : "");
  put(answer, "flaws", found.flaws ? text("pack.verify.flaws", { n: found.flaws }) : "");
  get("digest").textContent = found.file;
  get("inner").textContent = found.sha256;
  get("inner-row").hidden = found.file === found.sha256;
  get("found").hidden = false;
  const rows = found.entries.map(([name, sha256]) => {
    const row = document.createElement("li");
    for (const words of [name, sha256]) row.append(Object.assign(document.createElement("code"), { textContent: words }));
    return row;
  });
  get("entries").replaceChildren(...rows);
  uncover(answer);
}

/** A file of which an entry is not. */
function altered(fault) {
  const answer = get("answer");
  answer.dataset.tone = "altered";
  put(answer, "title", text("pack.verify.bad"));
  put(answer, "detail", said(JSON.stringify(fault.message)));
  put(answer, "anonymous", text("pack.verify.bad.help"));
  put(answer, "flaws", "");
  get("found").hidden = true;
  uncover(answer);
}

function uncover(answer) {
  answer.hidden = false;
  answer.querySelector("h2").focus();
}

function begin() {
  const field = get("file");
  const go = () => field.files[0] && verify(field.files[0]);
  field.addEventListener("change", () => {
    newest.abort();
    tell("");
    get("answer").hidden = true;
    get("secret").hidden = true;
    get("passphrase").value = "";
    get("go").disabled = !field.files[0];
  });
  get("form").addEventListener("submit", (event) => {
    event.preventDefault();
    go();
  });
  dropped((file) => {
    const files = new DataTransfer();
    files.items.add(file);
    field.files = files.files;
    field.dispatchEvent(new Event("change"));
    go();
  });
  copies(get("copy"), get("digest"));
}

init({ module_or_path: new URL("../wasm/pack.wasm", import.meta.url) })
  .then(open)
  .then(begin)
  .catch(stopped);
