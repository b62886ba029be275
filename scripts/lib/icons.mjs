// Draws extension/icons/vigie-*.png from vigie.svg, with Chromium as the pen: run by hand when the drawing has changed
// (node scripts/lib/icons.mjs); the pictures are kept with the sources.

import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Failure, run } from "./failure.mjs";

const SIZES = [16, 32, 48, 128];
const FOLDER = "extension/icons";

/** Runs in the browser: draws at each size and leaves the pictures in the page's text. */
async function draw(source, sizes) {
  const image = new Image();
  image.src = source;
  await image.decode();
  const pictures = sizes.map((size) => {
    const canvas = Object.assign(document.createElement("canvas"), { width: size, height: size });
    canvas.getContext("2d").drawImage(image, 0, 0, size, size);
    return canvas.toDataURL("image/png").split(",")[1];
  });
  document.body.textContent = `[${pictures.join()}]`;
}

await run("icons", () => {
  const chromium = process.env.CHROMIUM ?? "chromium";
  const source = `data:image/svg+xml;base64,${readFileSync(join(FOLDER, "vigie.svg")).toString("base64")}`;
  const work = mkdtempSync(join(tmpdir(), "vigie-icons-"));
  try {
    const page = join(work, "page.html");
    writeFileSync(page, `<body><script>(${draw})("${source}", [${SIZES}])</script>`);
    const dom = execFileSync(chromium, [
      "--headless=new", "--no-sandbox", "--disable-gpu", `--user-data-dir=${join(work, "profile")}`,
      "--virtual-time-budget=5000", "--dump-dom", `file://${page}`,
    ], { stdio: ["ignore", "pipe", "ignore"] }).toString();
    const pictures = /\[([A-Za-z0-9+/=,]+)\]/.exec(dom)?.[1].split(",");
    if (pictures?.length !== SIZES.length) throw new Error("the page did not draw them all");
    SIZES.forEach((size, at) => {
      const file = join(FOLDER, `vigie-${size}.png`);
      writeFileSync(file, Buffer.from(pictures[at], "base64"));
      console.log(file);
    });
  } catch (error) {
    throw new Failure(`${chromium} did not draw the icons: ${error.message.split("\n")[0]} (CHROMIUM names another one)`);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
});
