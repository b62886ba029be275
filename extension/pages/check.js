// For both pages on which a text is put: to check one before it is published, and to report one from elsewhere.
import init, { check } from "../wasm/app.js";
import { missed } from "./missed.js";
import { stopped } from "./stopped.js";

init({ module_or_path: new URL("../wasm/app.wasm", import.meta.url) }).then(() => check(missed)).catch(stopped);
