// Serves the invented pages on this machine: under 127.0.0.1, which the tests' build of the extension lists, under
// 127.0.0.2, which it does not, and under 127.0.0.3, which it takes for the Défenseur des droits'.

import fs from "node:fs/promises";
import http from "node:http";
import { application } from "../apps/build.mjs";
import { saved } from "./cases.mjs";
import { form } from "./forms.mjs";
import { HOSTILE } from "./hostile.mjs";
import { HUGE, TRYING } from "./huge.mjs";
import { LIVING } from "./living.mjs";
import { PAGES } from "./pages.mjs";
import { rechecked } from "./rechecked.mjs";

const FILES = { "/site.css": "text/css", "/late.js": "text/javascript" };
/** A page that never finishes loading. */
export const ENDLESS = "/sans-fin";
const BY_PATH = new Map(PAGES.map((page) => [page.path, page]));

async function answer(path) {
  const page = BY_PATH.get(path);
  if (page) return { type: "text/html", body: page.page, headers: page.headers };
  const make = HUGE[path] ?? TRYING[path] ?? LIVING[path.replace(/^\/vivant\/\w+$/, "/vivant")] ?? HOSTILE[path]?.make;
  if (make) return { type: "text/html", body: make() };
  if (FILES[path]) return { type: FILES[path], body: await fs.readFile(new URL(`.${path}`, import.meta.url)) };
  return saved(path) ?? (await form(path)) ?? application(path);
}

/** Starts the site: `{listed(path), other(path), stop()}`; the paths are those of pages.mjs and huge.mjs, or a page. */
export async function serve({ port = 0 } = {}) {
  const server = http.createServer(async (request, response) => {
    const { pathname } = new URL(request.url, "http://127.0.0.1");
    if (pathname === ENDLESS) {
      // Never ended: a page that goes on loading for as long as somebody waits for it.
      response.writeHead(200, { "content-type": "text/html; charset=utf-8" }).write("<!doctype html><title>Sans fin</title><p>Chargement…");
      return;
    }
    const found = rechecked(pathname) ?? (await answer(pathname));
    if (!found) {
      response.writeHead(404, { "content-type": "text/plain; charset=utf-8" }).end("page inconnue");
      return;
    }
    response.writeHead(found.status ?? 200, { "content-type": `${found.type}; charset=utf-8`, "cache-control": "no-cache", ...found.headers });
    response.end(found.body);
  });
  // All of 127.0.0.0/8 and nothing else would be better; no address says that, so strangers are turned away by hand.
  server.on("connection", (socket) => {
    if (!/^(::ffff:)?127\./.test(socket.remoteAddress ?? "")) socket.destroy();
  });
  await new Promise((resolve, reject) => server.once("error", reject).listen(port, "0.0.0.0", resolve));
  const at = (host, page) => `http://${host}:${server.address().port}${page.path ?? page}`;
  return {
    listed: (page) => at("127.0.0.1", page),
    other: (page) => at("127.0.0.2", page),
    /** As one of the Défenseur des droits' own. */
    defender: (page) => at("127.0.0.3", page),
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
