import init, { texts } from "../wasm/app.js";
import { stopped } from "./stopped.js";

const print = document.getElementById("print");
// Browsers of telephones print from nowhere, or not from an extension.
print.hidden = typeof window.print !== "function";
print.addEventListener("click", () => window.print());

init({ module_or_path: new URL("../wasm/app.wasm", import.meta.url) }).then(texts).catch(stopped);
