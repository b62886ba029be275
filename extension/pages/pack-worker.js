// A worker for one task, thrown away afterwards: its memory never shrinks. It reads cases and blobs from the store and writes a pack,
// or reads a pack, and merges it into the store. Nothing is fetched but the program and the French texts of the extension itself.

import init, { Pack, needs, speak, take, verify } from "../wasm/pack.js";

/** Cases that are fetched from the store at a time. */
const BATCH = 16;

/** The name of the file that is written while a pack is made; taken away by the next one. */
const FILE = "vigie-pack";

const STORE = "vigie";

const start = async ({ data }) => {
  try {
    await init({ module_or_path: new URL("../wasm/pack.wasm", import.meta.url) });
    const done = await { verify: read(verify), take: read((of, passphrase) => take(of, settle, passphrase)), write }[data.task](data);
    postMessage({ done });
  } catch (error) {
    postMessage(told(error));
  }
};

addEventListener("message", start, { once: true });

/** Asks the page before that is written which cannot be stopped any more: a page on which it was stopped does not answer. */
function settle() {
  const answered = new Promise((go) => addEventListener("message", go, { once: true }));
  postMessage({ settling: true });
  return answered;
}

/** An error as the page is told of it. The program throws what it has to say as JSON; the words of all else are for the console. */
function told(error) {
  try {
    const fault = JSON.parse(typeof error === "string" ? error : "");
    const detail = fault.message.args.find(([name]) => name === "detail")?.[1];
    // A file that somebody damaged is no failure of this program.
    if (detail) console[fault.message.id === "pack.fault.content" ? "info" : "error"](detail);
    return { fault };
  } catch {
    console.error(error);
    return error instanceof DOMException ? { fault: said("pack.fault.io") } : { lost: true };
  }
}

const said = (id) => ({ message: { id, args: [] }, entry: null, asks: false, wrong: false });

/** Reads a file, from its first byte to its last. */
const read = (work) => async ({ file, passphrase }) => {
  const reader = new FileReaderSync();
  let told = 0;
  const of = (at, length) => {
    if (at - told > file.size / 100) postMessage({ at: (told = at), of: file.size });
    return new Uint8Array(reader.readAsArrayBuffer(file.slice(at, at + length)));
  };
  return JSON.parse(await work(of, passphrase));
};

async function write({ now, cases, pictures, anonymous, passphrase }) {
  speak(await (await fetch(new URL("../messages/fr.txt", import.meta.url))).text());
  const database = await store();
  if (!database) throw JSON.stringify(said("pack.fault.nothing"));
  const out = await sink();
  try {
    const all = await answer(database.transaction("cases").objectStore("cases").getAllKeys());
    const chosen = cases ? all.filter((id) => cases.includes(id)) : all;
    // The logs tell of all cases: they go along with all of them only.
    const log = cases || anonymous ? "" : await lines(database);
    const pack = new Pack(JSON.stringify(now), pictures, anonymous, log, passphrase, out.put);
    const left = [];
    for (let at = 0; at < chosen.length; at += BATCH) {
      for (const [id, stored, blobs] of await batch(database, chosen.slice(at, at + BATCH))) {
        if (!pack.add(stored, blobs)) left.push(id);
      }
      postMessage({ at: Math.min(at + BATCH, chosen.length), of: chosen.length });
    }
    const receipt = JSON.parse(pack.finish());
    return { ...receipt, left, blob: await out.close() };
  } catch (error) {
    await out.drop();
    throw error;
  } finally {
    database.close();
  }
}

/** The store as it is; null where there is none: opening would make an empty one, which no page could bring to its schema. */
function store() {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(STORE);
    let absent = false;
    request.onupgradeneeded = () => {
      absent = true;
      request.transaction.abort();
    };
    request.onsuccess = () => resolve(request.result);
    request.onerror = (event) => {
      event.preventDefault();
      if (absent) resolve(null);
      else reject(request.error);
    };
  });
}

/** Some cases with the blobs that they need, all of one moment. */
async function batch(database, ids) {
  const names = ["cases", "blobs"].filter((name) => database.objectStoreNames.contains(name));
  const transaction = database.transaction(names);
  const records = await Promise.all(ids.map((id) => answer(transaction.objectStore("cases").get(id))));
  return Promise.all(
    records.filter(Boolean).map(async ({ id, case: stored }) => {
      const wanted = names.length > 1 ? needs(stored) : [];
      const blobs = await Promise.all(wanted.map((sha256) => answer(transaction.objectStore("blobs").get(sha256))));
      return [id, stored, blobs.filter(Boolean)];
    }),
  );
}

async function lines(database) {
  if (!database.objectStoreNames.contains("log")) return "";
  const entries = await answer(database.transaction("log").objectStore("log").getAll());
  return entries.map(({ entry }) => entry).join("\n");
}

/** Where the file grows: a file of the browser's own for this extension; where it has none, in parts of a blob. */
async function sink() {
  try {
    const root = await navigator.storage.getDirectory();
    const handle = await root.getFileHandle(FILE, { create: true });
    const file = await handle.createSyncAccessHandle();
    file.truncate(0);
    let at = 0;
    return {
      put: (bytes) => {
        if (file.write(bytes, { at }) !== bytes.length) throw new Error("no room left");
        at += bytes.length;
      },
      close: async () => {
        file.flush();
        file.close();
        return handle.getFile();
      },
      drop: async () => {
        file.close();
        await root.removeEntry(FILE);
      },
    };
  } catch {
    let parts = [];
    return { put: (bytes) => void parts.push(new Blob([bytes])), close: async () => new Blob(parts), drop: async () => void (parts = []) };
  }
}

function answer(request) {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}
