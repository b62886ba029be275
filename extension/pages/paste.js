import init, { check } from "../wasm/app.js";
import { stopped } from "./stopped.js";

init({ module_or_path: new URL("../wasm/app.wasm", import.meta.url) }).then(check).catch(stopped);
