// Keeps all of Vigie's files when it is opened for the first time, each checked against its hash; from then on they come from
// there, and no page asks the server for anything. A new version (scripts/build writes its hashes here, so that this file
// differs) is fetched whole beside the old one and takes its place once no page of the old one is open.

const VERSION = "__VERSION__";
/** Path and hash of every file. */
const FILES = [];

const { scope } = registration;
/** Caches belong to a whole server: the path tells whose this is. */
const OURS = `vigie ${scope} `;
const NAME = OURS + VERSION;
const KEPT = new Set(FILES.map(([path]) => new URL(path, scope).pathname));

addEventListener("install", (event) =>
  event.waitUntil(
    keep().catch(async (error) => {
      // Half of a version is of no use to anybody.
      await caches.delete(NAME);
      throw error;
    }),
  ),
);
addEventListener("activate", (event) => event.waitUntil(forget().then(() => clients.claim())));
addEventListener("fetch", (event) => {
  const path = pathOf(event.request);
  if (event.request.method === "GET" && KEPT.has(path)) event.respondWith(kept(path));
});

async function keep() {
  const cache = await caches.open(NAME);
  await Promise.all(
    FILES.map(async ([path, integrity]) => {
      const url = new URL(path, scope);
      const answer = await fetch(url, { integrity, cache: "no-cache" });
      if (!answer.ok) throw new Error(`${path}: ${answer.status}`);
      // Some servers send /index.html on to /: browsers take no such answer for a page.
      const { headers } = answer;
      await cache.put(url.pathname, answer.redirected ? new Response(await answer.blob(), { headers }) : answer);
    }),
  );
}

async function forget() {
  const names = await caches.keys();
  await Promise.all(names.filter((name) => name.startsWith(OURS) && name !== NAME).map((name) => caches.delete(name)));
}

/** What follows the path (a share, the name of a draft) is for the page and not for the server. */
function pathOf({ url }) {
  const { pathname } = new URL(url);
  return pathname.endsWith("/") ? `${pathname}index.html` : pathname;
}

async function kept(path) {
  const cache = await caches.open(NAME);
  // A cache that the browser has thrown away.
  return (await cache.match(path)) ?? fetch(path);
}
