// dist/web: the pages that need no extension, as a static site. They are the extension's own, with three lines more in their
// head; extension/web has what stands in for the browser there.

import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { posix } from "node:path";
import { Failure } from "./failure.mjs";

/** The pages that work without an extension. */
const PAGES = ["check", "dossier", "paste", "report", "rights", "verify"].filter((page) => existsSync(`extension/pages/${page}.html`));

/** What they need of the extension, beside its styles, icons, texts and the wasm. */
const SCRIPTS = ["pages/stopped.js", "pages/missed.js", "pages/packs.js", "pages/pack-worker.js", ...["desk", "drafts", "engine", "instance", "shapes"].map((name) => `background/${name}.js`)];
const FOLDERS = /^(styles|icons|wasm|messages)\//;
const NOT_NEEDED = /^styles\/(card|fill|marks|popup|recheck|settings|welcome|example)\.css$/;

/**
 * No source but the site itself, as in the extension; a page cannot forbid to be framed by itself. `connect-src` is for the
 * page's own wasm and texts.
 */
const POLICY =
  "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self' data: blob:; connect-src 'self'; " +
  "manifest-src 'self'; worker-src 'self'; base-uri 'none'; form-action 'none'";

const CHARSET = '    <meta charset="utf-8">\n';
/** Before anything else is loaded: the policy, and the interfaces that the pages' scripts expect. */
const HEAD = `${CHARSET}    <meta http-equiv="Content-Security-Policy" content="${POLICY}">
    <meta name="referrer" content="no-referrer">
    <link rel="manifest" href="../manifest.webmanifest">
    <link rel="icon" href="../icons/vigie.svg">
    <link rel="apple-touch-icon" href="../icons/vigie-192.png">
    <script src="../chrome.js"></script>
`;

/** The site's files by path, from the extension's (`shared`), those of extension/web (`own`) and the version. */
export function site(shared, own, version) {
  const files = new Map();
  for (const [name, bytes] of shared) {
    const script = /^pages\/(\w+)\.js$/.exec(name)?.[1];
    const needed = FOLDERS.test(name) ? !NOT_NEEDED.test(name) : SCRIPTS.includes(name) || PAGES.includes(script) || name === "rewordings.json";
    if (needed) files.set(name, bytes);
  }
  for (const page of PAGES) {
    const name = `pages/${page}.html`;
    const text = shared.get(name).toString();
    if (text.split(CHARSET).length !== 2) throw new Failure(`extension/${name}: its head has no line « ${CHARSET.trim()} » of its own`);
    files.set(name, Buffer.from(text.replace(CHARSET, HEAD)));
  }
  for (const [name, bytes] of own) files.set(name, bytes);
  files.set("chrome.js", filled(own.get("chrome.js"), "chrome.js", [['"__VERSION__"', JSON.stringify(version)]]));
  // What names all others comes last.
  const worker = "service-worker.js";
  files.delete(worker);
  const hashes = [...files].map(([name, bytes]) => [name, `sha256-${createHash("sha256").update(bytes).digest("base64")}`]).sort();
  const whole = createHash("sha256").update(JSON.stringify(hashes)).digest("hex").slice(0, 16);
  const list = `[\n${hashes.map((each) => `  ${JSON.stringify(each)},\n`).join("")}]`;
  files.set(worker, filled(own.get(worker), worker, [['"__VERSION__"', JSON.stringify(`${version} ${whole}`)], ["FILES = []", `FILES = ${list}`]]));
  check(files);
  return files;
}

function filled(bytes, name, gaps) {
  let text = bytes.toString();
  for (const [gap, filling] of gaps) {
    if (!text.includes(gap)) throw new Failure(`extension/web/${name}: there is no ${gap} for the build to fill in`);
    text = text.replace(gap, () => filling);
  }
  return Buffer.from(text);
}

/** What a file of the site asks for by its own address. */
const ASKED = [
  [/\.html$/, /(?:href|src)="([^"#?:]+)(?:[?#][^"]*)?"/g],
  [/\.html$/, /content="0; url=([^"]+)"/g],
  [/\.js$/, /(?:from|import) "([^"]+)"/g],
  [/\.js$/, /new URL\("([^"]+)", import\.meta\.url\)/g],
  [/\.css$/, /@import "([^"]+)"/g],
  [/\.webmanifest$/, /"(?:src|url|start_url|action)": "([^"]*\.[^"]*)"/g],
];

/** Pages that the web has not: links to them carry `data-only="extension"` and are hidden there. */
const ELSEWHERE = new Set(["pages/welcome.html", "pages/settings.html", "pages/example.html"]);

/** Every relative address leads to a file of the site. */
function check(files) {
  for (const [name, bytes] of files) {
    for (const [ending, address] of ASKED) {
      if (!ending.test(name)) continue;
      const text = bytes.toString().replaceAll(/<a [^>]*data-only="extension"[^>]*>/g, "");
      for (const [, asked] of text.matchAll(address)) {
        const target = posix.join(posix.dirname(name), asked);
        if (files.has(target)) continue;
        const why = ELSEWHERE.has(target) ? 'give the link data-only="extension"' : "scripts/lib/web.mjs does not bring it along";
        throw new Failure(`dist/web/${name}: ${asked} is no file of the site: ${why}`);
      }
    }
  }
}
