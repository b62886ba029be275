import init, { report } from "../wasm/report.js";
import { stopped } from "./stopped.js";

init({ module_or_path: new URL("../wasm/report.wasm", import.meta.url) }).then(report).catch(stopped);
