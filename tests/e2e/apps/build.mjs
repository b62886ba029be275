// Builds the two applications from their npm packages, once a run of the tests, and makes the pages that hold them.

import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const here = (name) => fileURLToPath(new URL(name, import.meta.url));
const built = new Map();

/** An entry and its packages as one script. Packages that look at it are built as for development: they then say more. */
async function bundle(entry, platform = "browser") {
  const { outputFiles } = await build({
    entryPoints: [here(entry)],
    bundle: true,
    write: false,
    platform,
    format: "iife",
    jsx: "automatic",
    target: "es2022",
    conditions: ["development"],
    define: { "process.env.NODE_ENV": '"development"' },
    logLevel: "silent",
  });
  return outputFiles[0].text;
}

function once(name, make) {
  if (!built.has(name)) built.set(name, make());
  return built.get(name);
}

/** The React site's markup at an address, as a server draws it. */
async function drawn(url) {
  const program = await once("server", () => bundle("server.jsx", "node"));
  return execFileSync(process.execPath, ["-", url], { input: program, encoding: "utf8" });
}

const page = (title, body, script) => `<!doctype html>
<html lang="fr">
<head><meta charset="utf-8"><title>${title}</title><link rel="icon" href="data:,"></head>
<body>
${body}
<script src="${script}"></script>
</body>
</html>
`;

/** What stands at a path of the two sites; null elsewhere. */
export async function application(path) {
  if (path === "/apps/react.js") return { type: "text/javascript", body: await once(path, () => bundle("react.jsx")) };
  if (path === "/apps/components.js") return { type: "text/javascript", body: await once(path, () => bundle("components.mjs")) };
  if (path === "/apps/form.js") return { type: "text/javascript", body: await once(path, () => bundle("form.jsx")) };
  if (path === "/components") return { type: "text/html", body: page("Composants", "<booking-site></booking-site>", "/apps/components.js") };
  if (!/^\/react(\/[a-z-]+)?$/.test(path)) return null;
  return { type: "text/html", body: page("Soignants à Lormeil", `<div id="root">${await once(path, () => drawn(path))}</div>`, "/apps/react.js") };
}
