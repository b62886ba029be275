// Draws extension/icons/vigie-*.png from vigie.svg, with Chromium as the pen: run by hand when the drawing has changed
// (node scripts/lib/icons.mjs), the pictures are kept with the sources.

import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Failure, run } from "./failure.mjs";

const SIZES = [16, 32, 48, 128];
const FOLDER = "extension/icons";

await run("icons", () => {
  const chromium = process.env.CHROMIUM ?? "chromium";
  const drawing = readFileSync(join(FOLDER, "vigie.svg"), "utf8");
  const work = mkdtempSync(join(tmpdir(), "vigie-icons-"));
  try {
    for (const size of SIZES) {
      const page = join(work, `${size}.html`);
      writeFileSync(page, `<style>html,body{margin:0;background:transparent}svg{display:block;width:${size}px;height:${size}px}</style>${drawing}`);
      const picture = join(FOLDER, `vigie-${size}.png`);
      execFileSync(chromium, [
        "--headless=new", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--default-background-color=00000000",
        "--force-device-scale-factor=1", `--user-data-dir=${join(work, "profile")}`, `--window-size=${size},${size}`,
        `--screenshot=${picture}`, `file://${page}`,
      ], { stdio: "ignore" });
      console.log(picture);
    }
  } catch (error) {
    throw new Failure(`${chromium} did not draw the icons: ${error.message.split("\n")[0]} (CHROMIUM names another one)`);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
});
