// The pages of tests/pages as files: the reader's own cases in its folder, booking pages one level below.

import fs from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";

const FOLDER = fileURLToPath(new URL("../../pages/", import.meta.url));

/** What a server says beside a page, so that the browser fetches nothing that it names (frames of booking sites, pictures, scripts). */
export const NOTHING_ELSE = { "content-security-policy": "default-src 'none'; style-src 'unsafe-inline'" };

/** The name of every case and where its page is, in order: `[{name: "doctolib/results-cards", file}]`. */
export function cases() {
  const files = fs.readdirSync(FOLDER, { recursive: true }).filter((file) => path.basename(file) === "page.html");
  return files.sort().map((file) => ({ name: path.dirname(file).split(path.sep).join("/"), file: path.join(FOLDER, file) }));
}
