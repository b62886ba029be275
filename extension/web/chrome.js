// The few interfaces of extensions that the pages use, for pages that stand on the web: the same pages, the same wasm, and no
// extension. What the background does there is done by answers.js here, in the page itself. Runs before any module.
"use strict";

(() => {
  /** Where Vigie is served, whatever the path. */
  const base = new URL("./", document.currentScript.src);
  const url = (path) => new URL(path, base).href;

  /** scripts/build writes the version here. */
  const VERSION = "__VERSION__";

  /** What a page shows when its wasm cannot run: there are no words of the catalogue then. */
  const STOPPED =
    "Vigie ne peut pas s’ouvrir ici. Rechargez cette page, ou essayez avec un navigateur plus récent. Le 39 28 (Défenseur des droits) répond gratuitement.";

  /** Other pages of the same server may keep things too. */
  const PREFIX = "vigie:";

  /** An area of `chrome.storage`, kept by the browser; by this page alone where the browser keeps nothing for pages. */
  function area(kept) {
    let store;
    try {
      store = globalThis[kept];
      store.getItem(PREFIX);
    } catch {
      const memory = new Map();
      store = {
        getItem: (key) => memory.get(key) ?? null,
        setItem: (key, value) => void memory.set(key, value),
        removeItem: (key) => void memory.delete(key),
        key: (at) => [...memory.keys()][at] ?? null,
        get length() {
          return memory.size;
        },
      };
    }
    const names = () => Array.from({ length: store.length }, (_, at) => store.key(at)).filter((key) => key?.startsWith(PREFIX));
    const each = (keys) => (keys === null ? names().map((key) => key.slice(PREFIX.length)) : [keys].flat());
    return {
      async get(keys) {
        const items = each(keys).map((key) => [key, store.getItem(PREFIX + key)]);
        return Object.fromEntries(items.filter(([, text]) => text !== null).map(([key, text]) => [key, JSON.parse(text)]));
      },
      // A full store throws, as the extension's does.
      async set(items) {
        for (const [key, value] of Object.entries(items)) store.setItem(PREFIX + key, JSON.stringify(value));
      },
      async remove(keys) {
        for (const key of each(keys)) store.removeItem(PREFIX + key);
      },
    };
  }

  const nobody = { addListener() {} };

  globalThis.chrome = {
    runtime: {
      id: "web",
      getURL: url,
      getManifest: () => ({ version: VERSION }),
      sendMessage: async (message) => (await import(url("answers.js"))).answer(message),
      onMessage: nobody,
    },
    storage: { local: area("localStorage"), session: area("sessionStorage"), onChanged: nobody },
    i18n: { getMessage: () => STOPPED },
  };

  // Browsers give it to pages that came encrypted only.
  if (!crypto.randomUUID) {
    crypto.randomUUID = () => Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");
  }

  document.documentElement.dataset.platform = "web";

  // Without it, Vigie works as long as its server is there.
  navigator.serviceWorker?.register(url("service-worker.js"), { scope: base.pathname }).catch((error) => console.info(error));
})();
