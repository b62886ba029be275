import init, { report } from "../wasm/app.js";
import { stopped } from "./stopped.js";

init().then(report).catch(stopped);
