// Draws extension/icons/vigie-*.png and extension/web/icons/vigie-*.png from vigie.svg, with Chromium as the pen: run by hand when the drawing has changed
// (node scripts/lib/icons.mjs); the pictures are kept with the sources.

import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { Failure, run } from "./failure.mjs";

const SOURCE = "extension/icons/vigie.svg";

/** What is drawn: file, size, and how much of it the drawing takes; telephones cut what is « masked » to their own shape. */
const PICTURES = [
  ...[16, 32, 48, 128].map((size) => ({ file: `extension/icons/vigie-${size}.png`, size, part: 1 })),
  ...[192, 512].map((size) => ({ file: `extension/web/icons/vigie-${size}.png`, size, part: 1 })),
  { file: "extension/web/icons/vigie-masked-512.png", size: 512, part: 0.75 },
];

/** Runs in the browser: draws each and leaves the pictures in the page's text. */
async function draw(source, pictures) {
  const image = new Image();
  image.src = source;
  await image.decode();
  const drawn = pictures.map(({ size, part }) => {
    const canvas = Object.assign(document.createElement("canvas"), { width: size, height: size });
    const pen = canvas.getContext("2d");
    const edge = (size * (1 - part)) / 2;
    if (edge > 0) {
      pen.fillStyle = "#2f4b7c";
      pen.fillRect(0, 0, size, size);
    }
    pen.drawImage(image, edge, edge, size * part, size * part);
    return canvas.toDataURL("image/png").split(",")[1];
  });
  document.body.textContent = `[${drawn.join()}]`;
}

await run("icons", () => {
  const chromium = process.env.CHROMIUM ?? "chromium";
  const source = `data:image/svg+xml;base64,${readFileSync(SOURCE).toString("base64")}`;
  const work = mkdtempSync(join(tmpdir(), "vigie-icons-"));
  try {
    const page = join(work, "page.html");
    writeFileSync(page, `<body><script>(${draw})("${source}", ${JSON.stringify(PICTURES)})</script>`);
    const dom = execFileSync(chromium, [
      "--headless=new", "--no-sandbox", "--disable-gpu", `--user-data-dir=${join(work, "profile")}`,
      "--virtual-time-budget=5000", "--dump-dom", `file://${page}`,
    ], { stdio: ["ignore", "pipe", "ignore"] }).toString();
    const pictures = /\[([A-Za-z0-9+/=,]+)\]/.exec(dom)?.[1].split(",");
    if (pictures?.length !== PICTURES.length) throw new Error("the page did not draw them all");
    PICTURES.forEach(({ file }, at) => {
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, Buffer.from(pictures[at], "base64"));
      console.log(file);
    });
  } catch (error) {
    throw new Failure(`${chromium} did not draw the icons: ${error.message.split("\n")[0]} (CHROMIUM names another one)`);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
});
