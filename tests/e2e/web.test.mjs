// dist/web: the pages that need no extension, from any server, at any path. Once they are loaded, nobody is asked for anything,
// and they work when the server is gone.

import assert from "node:assert/strict";
import fs from "node:fs/promises";
import { createRequire } from "node:module";
import http from "node:http";
import path from "node:path";
import { after, before, describe, it } from "node:test";
import { By, NAMES, openBrowser, ROOT, until } from "./browsers.mjs";

const MENTION = "Pas d’AME au cabinet";
const FOLDER = "/outils/vigie/";
/** The same, but for one file that somebody changed on its way. */
const CHANGED = "/change/vigie/";
const AXE = await fs.readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const TYPES = { html: "text/html", js: "text/javascript", css: "text/css", json: "application/json", wasm: "application/wasm", svg: "image/svg+xml", png: "image/png", txt: "text/plain", webmanifest: "application/manifest+json" };

/** A server that knows nothing but files: `{origin, asked, stop(), start()}`. */
async function serve() {
  const asked = [];
  let server;
  let port = 0;
  const here = {
    asked,
    async start() {
      server = http.createServer(async (request, response) => {
        const { pathname } = new URL(request.url, "http://127.0.0.1");
        asked.push(pathname);
        const folder = [FOLDER, CHANGED].find((each) => pathname.startsWith(each));
        const name = folder ? pathname.slice(folder.length) || "index.html" : null;
        try {
          let bytes = await fs.readFile(path.join(ROOT, "dist/web", name));
          if (folder === CHANGED && name === "pages/check.js") bytes = Buffer.concat([bytes, Buffer.from("//")]);
          response.writeHead(200, { "content-type": TYPES[name.split(".").at(-1)] ?? "application/octet-stream" }).end(bytes);
        } catch {
          response.writeHead(404).end();
        }
      });
      await new Promise((resolve, reject) => server.once("error", reject).listen(port, "127.0.0.1", resolve));
      port = server.address().port;
      here.origin = `http://127.0.0.1:${port}`;
    },
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  await here.start();
  return here;
}

for (const name of NAMES) {
  describe(`the pages on the web, in ${name}`, () => {
    let server;
    let browser;
    let tab;

    before(async () => {
      server = await serve();
      browser = await openBrowser(name, { extension: false });
    });
    after(async () => {
      await browser?.close();
      await server?.stop().catch(() => {});
    });

    const page = (name) => `${server.origin}${FOLDER}${name}`;
    const ready = () => until("the page", () => tab.run(() => Boolean(document.body) && !document.body.dataset.state && Boolean(document.querySelector("main"))));
    const kept = () =>
      tab.run(async () => ({
        local: Object.keys(localStorage),
        session: Object.keys(sessionStorage).map((key) => key.replace(/:[^:]*$/, "")),
        databases: (await indexedDB.databases()).map(({ name }) => name),
        cookies: document.cookie,
      }));

    async function write(text) {
      await tab.run((text) => {
        const field = document.getElementById("text");
        field.value = text;
        field.dispatchEvent(new Event("input", { bubbles: true }));
      }, text);
    }

    async function marked() {
      return until("a mark", () => tab.run(() => document.querySelector("#copy > mark")?.textContent));
    }

    async function violations() {
      await browser.driver.switchTo().window(tab.handle);
      await browser.driver.executeScript(AXE);
      return browser.driver.executeAsyncScript(`
        const done = arguments[arguments.length - 1];
        axe.run(document, { resultTypes: ["violations"] }).then(
          ({ violations }) => done(violations.map(({ id, nodes }) => id + ": " + nodes.map(({ html }) => html.slice(0, 120)).slice(0, 3).join(" | "))),
          (error) => done([String(error)]));`);
    }

    it("open from the folder's own address, and keep themselves for later", async () => {
      tab = await browser.open(page(""));
      await until("the first page", async () => (await tab.run(() => location.pathname)).endsWith("pages/paste.html"));
      await ready();
      assert.deepEqual(await kept(), { local: [], session: [], databases: [], cookies: "" });
      await until("the service worker", () => tab.run(async () => Boolean((await navigator.serviceWorker.ready).active)));
      const links = await tab.run(() => [...document.querySelectorAll("nav a")].filter((each) => each.checkVisibility()).map((each) => each.textContent));
      assert.ok(links.length >= 3, links);
    });

    it("can be installed, and be shared to", async () => {
      const manifest = await tab.run(async () => (await fetch(document.querySelector("link[rel=manifest]").href)).json());
      assert.deepEqual(manifest.share_target.params, { title: "title", text: "text", url: "url" });
      assert.equal(manifest.share_target.method, "GET");
      assert.ok(manifest.icons.some(({ sizes }) => sizes === "192x192") && manifest.icons.some(({ sizes }) => sizes === "512x512"));
      for (const { src, sizes } of manifest.icons.filter(({ sizes }) => sizes !== "any")) {
        const size = await tab.run(async (src) => {
          const image = new Image();
          image.src = new URL(`../${src}`, location.href);
          await image.decode();
          return `${image.naturalWidth}x${image.naturalHeight}`;
        }, src);
        assert.equal(size, sizes, src);
      }
    });

    it("keep no file that was changed on its way", async () => {
      await tab.driver.get(`${server.origin}${CHANGED}pages/check.html`);
      await ready();
      const end = await tab.run(async () => {
        const { installing } = await navigator.serviceWorker.register("../service-worker.js", { scope: "../" });
        if (!installing) return "none was begun";
        return new Promise((done) => {
          const look = () => /redundant|activated/.test(installing.state) && done(installing.state);
          installing.addEventListener("statechange", look);
          look();
        });
      });
      assert.equal(end, "redundant");
      await until("nothing kept of it", () => tab.run(async () => (await caches.keys()).every((name) => !name.includes("/change/"))));
    });

    it("work when the server is gone, and ask for nothing", async () => {
      await tab.driver.get(page("pages/check.html"));
      await ready();
      await server.stop();
      const before = server.asked.length;
      await tab.driver.get(page("pages/check.html?x=1"));
      await ready();
      await write(`${MENTION}.`);
      assert.match(await marked(), /AME/);
      assert.match(await tab.run(() => document.querySelector("#mentions-list").innerText), /À retirer/);
      assert.equal(server.asked.length, before);
      assert.deepEqual(await kept(), { local: [], session: [], databases: [], cookies: "" });
    });

    it("take in what another application shares, and leave no trace of it in the address", async () => {
      const shared = new URLSearchParams({ title: "Cabinet du Port", text: `"${MENTION}."\n https://www.doctolib.fr/dentiste/lyon/a-b?pid=1#:~:text=x` });
      await tab.driver.get(page(`pages/paste.html?${shared}`));
      await ready();
      assert.match(await marked(), /AME/);
      const fields = await tab.run(() => ["text", "address", "title"].map((id) => document.getElementById(id).value));
      assert.deepEqual(fields, [`${MENTION}.`, "https://www.doctolib.fr/dentiste/lyon/a-b?pid=1#:~:text=x", "Cabinet du Port"]);
      assert.equal(await tab.run(() => location.search), "");
      await tab.driver.get(page("pages/paste.html?url=https%3A%2F%2Fwww.maiia.com%2Fx"));
      await ready();
      assert.match(await tab.run(() => document.querySelector("#shared").innerText), /Copiez le texte de la page/);
      await tab.driver.get(page(`pages/paste.html?${shared}`));
      await ready();
      await marked();
    });

    it("lead from a mention to the printed letter, which says that the text was copied", async () => {
      await tab.run(() => document.querySelector("[data-part=report]").click());
      await until("the report", async () => (await tab.run(() => location.pathname)).endsWith("pages/report.html"));
      await until("the roles", () => tab.run(() => Boolean(document.querySelector("#roles")?.checkVisibility())));
      await tab.run(() => document.querySelector("input[value=witness]").click());
      const letter = await until("the letter", () => tab.run(() => document.querySelector("#sheet").innerText.replace(/\s+/g, " ")));
      assert.match(letter, /recopié par l’auteur de ce courrier/);
      assert.ok(letter.includes(MENTION) && letter.includes("https://www.doctolib.fr/dentiste/lyon/a-b"), letter);
      assert.doesNotMatch(letter, /[0-9a-f]{64}|était affichée|copie d’écran|undefined|\{\w+\}/);
      assert.equal(await tab.run(() => document.querySelector("#fingerprints").checkVisibility()), false);
      assert.match(await tab.run(() => document.querySelector("#evidence-notes").innerText), /Vigie n’a pas vu la page/);
      await tab.run(() => ((window.print = () => (window.printed = true)), ["reread", "shown", "understood"].forEach((id) => document.getElementById(id).click())));
      await tab.run(() => document.querySelector("#print").click());
      await until("the printer", () => tab.run(() => window.printed));
      const gone = await tab.run(() => [...document.querySelectorAll('a[data-only="extension"]')].filter((each) => each.checkVisibility()).length);
      assert.equal(gone, 0);
    });

    it("keep nothing that was not asked to be kept, and forget it again", async () => {
      const drafted = await kept();
      assert.deepEqual({ ...drafted, session: [...new Set(drafted.session)].sort() }, { local: [], session: ["vigie:draft", "vigie:words"], databases: [], cookies: "" });
      // The draft outlives a reload, like any other.
      // Firefox's driver reloads past the service worker, as nobody's own click does.
      await tab.run(() => ((window.before = true), void setTimeout(() => location.reload())));
      await until("the letter again", () => tab.run(() => !window.before && document.querySelector("#sheet")?.innerText.length > 200));
      await tab.run(() => document.querySelector("#save").click());
      await until("the case", async () => (await tab.run(() => location.search)).startsWith("?case="));
      const saved = await kept();
      assert.deepEqual([saved.session, saved.databases], [[], ["vigie"]]);
      await tab.run(() => document.querySelector("#erase").click());
      await tab.run(() => document.querySelector("#confirm-yes").click());
      await until("the end of it", () => tab.run(() => document.querySelector("#erased").checkVisibility()));
      const left = await tab.run(
        () =>
          new Promise((done) => {
            const opening = indexedDB.open("vigie");
            opening.onsuccess = () => {
              const counting = opening.result.transaction("cases").objectStore("cases").count();
              counting.onsuccess = () => (opening.result.close(), done(counting.result));
            };
          }),
      );
      assert.equal(left, 0);
      assert.deepEqual((await kept()).session, []);
    });

    it("are whole on a narrow screen, and for those who read by ear", async () => {
      await browser.narrow(tab, 360);
      for (const address of ["pages/paste.html", "pages/check.html", "pages/dossier.html", "pages/rights.html"]) {
        await tab.driver.get(page(address));
        await ready();
        await until("its heading", () => tab.run(() => [...document.querySelectorAll("h1")].some((each) => each.checkVisibility())));
        if (/paste|check/.test(address)) {
          await write(`${MENTION}. Carte Vitale obligatoire.\nPatients CMU : le mardi matin uniquement.`);
          await marked();
        }
        assert.deepEqual(await violations(), [], address);
        assert.equal(await tab.run(() => document.documentElement.scrollWidth > innerWidth), false, address);
      }
    });

    it("asked nobody else, from the first page to the last", async () => {
      assert.deepEqual(browser.foreignRequests(), []);
      const outside = server.asked.filter((path) => ![FOLDER, CHANGED].some((folder) => path.startsWith(folder)) && path !== "/favicon.ico");
      assert.deepEqual(outside, []);
      await server.start();
    });
  });
}
