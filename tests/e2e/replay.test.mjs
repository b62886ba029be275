// A pack in ReplayWeb.page, which its makers wrote for archives of their format: it opens the file, lists the page, and shows the readable
// copy of the section that Vigie kept. With VIGIE_ALL alone: the program is fetched once, held by its hash, from npm.

import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import fs from "node:fs/promises";
import http from "node:http";
import os from "node:os";
import path from "node:path";
import { after, describe, it } from "node:test";
import { promisify } from "node:util";
import { openBrowser, ROOT, until } from "./browsers.mjs";

const run = promisify(execFile);

/** The program, which has a hundred dependencies of its own that its two files do without: so it is no dependency of the tests. */
const PROGRAM = {
  name: "replaywebpage@2.5.3",
  integrity: "sha512-nCj2PSON3BxeSJKE8AsYPyULv0XPZKJWfy4l9PyQre9SqwLZ+WKZVs/sfLqPOQ4GrH+0YkjbwOhr8cSTH08gsQ==",
};
const SKIP = process.env.VIGIE_ALL ? false : "with VIGIE_ALL=1 (scripts/test --all)";

/** Its two files, as text. */
async function program() {
  const folder = path.join(ROOT, "target/tools/replaywebpage");
  const archive = path.join(folder, "replaywebpage-2.5.3.tgz");
  await fs.mkdir(folder, { recursive: true });
  await fs.access(archive).catch(() => run("npm", ["pack", PROGRAM.name, "--silent", "--pack-destination", folder]));
  const is = `sha512-${createHash("sha512").update(await fs.readFile(archive)).digest("base64")}`;
  assert.equal(is, PROGRAM.integrity, `${archive} is not what it was; delete it, and it is fetched again`);
  await run("tar", ["-xzf", archive, "-C", folder, "package/ui.js", "package/sw.js"]);
  const file = (name) => fs.readFile(path.join(folder, "package", name));
  return { ui: await file("ui.js"), worker: await file("sw.js") };
}

/** A pack of one invented case, the address of its page, and the words that were marked. */
async function pack() {
  const folder = await fs.mkdtemp(path.join(os.tmpdir(), "vigie-packs-"));
  const make = (...file) => run("cargo", ["run", "--quiet", "--example", "dossier", "--", "1", "1", ...file], { cwd: ROOT });
  try {
    const { capture } = JSON.parse(JSON.parse((await make()).stdout).case.case);
    await make(path.join(folder, "one.wacz"));
    return { file: await fs.readFile(path.join(folder, "one.wacz")), address: capture.page.address, quote: capture.finding.quote };
  } finally {
    await fs.rm(folder, { recursive: true });
  }
}

/** Serves these under 127.0.0.1, parts of them to whoever asks for a part. */
async function serve(files) {
  const server = http.createServer((request, response) => {
    const { pathname } = new URL(request.url, "http://127.0.0.1");
    const [type, body] = files[pathname] ?? [];
    if (!body) return void response.writeHead(404).end();
    const whole = Buffer.from(body);
    const part = /^bytes=(\d*)-(\d*)$/.exec(request.headers.range ?? "");
    const [from, to] = !part ? [0, whole.length] : part[1] ? [Number(part[1]), part[2] ? Number(part[2]) + 1 : whole.length] : [whole.length - Number(part[2]), whole.length];
    const head = { "content-type": type, "accept-ranges": "bytes", "content-length": Math.min(to, whole.length) - from };
    if (part) head["content-range"] = `bytes ${from}-${Math.min(to, whole.length) - 1}/${whole.length}`;
    response.writeHead(part ? 206 : 200, head).end(request.method === "HEAD" ? undefined : whole.subarray(from, to));
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  return { origin: `http://127.0.0.1:${server.address().port}`, stop: () => (server.closeAllConnections(), new Promise((resolve) => server.close(resolve))) };
}

/** What the replayed page says, in whatever frame and shadow tree it is; its address has `mp_/` and the page's own in it. */
const words = () => {
  const of = (root) => {
    let text = root.location?.href.includes("mp_/") ? root.body.innerText : "";
    for (const each of root.querySelectorAll("*")) {
      if (each.shadowRoot) text += of(each.shadowRoot);
      if (each.localName === "iframe" && each.contentDocument) text += of(each.contentDocument);
    }
    return text;
  };
  return of(document);
};

describe("a pack in ReplayWeb.page, in chromium", { skip: SKIP }, () => {
  let browser, site;
  after(async () => {
    await browser?.close();
    await site?.stop();
  });

  it("shows the section that was kept", async () => {
    const [{ ui, worker }, { file, address, quote }] = [await program(), await pack()];
    const page = `<!doctype html><meta charset="utf-8"><title>Archive</title><script src="/ui.js"></script>
      <replay-web-page source="/one.wacz" url="${address}" replaybase="/replay/" embed="default" style="block-size: 800px; display: block"></replay-web-page>`;
    site = await serve({
      "/": ["text/html", page],
      "/ui.js": ["text/javascript", ui],
      "/replay/sw.js": ["text/javascript", worker],
      "/one.wacz": ["application/wacz", file],
    });
    browser = await openBrowser("chromium", { extension: false, recorded: false, overheard: false });
    await browser.driver.get(site.origin);
    await until("the section in ReplayWeb.page", async () => {
      const text = await browser.driver.executeScript(`return (${words})()`);
      return text.includes(quote) || Promise.reject(new Error(text));
    }, { within: 60_000 });
  });
});
