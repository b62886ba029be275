import init, { example } from "../wasm/app.js";
import { stopped } from "./stopped.js";

init().then(example).catch(stopped);
