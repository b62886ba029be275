import init, { welcome } from "../wasm/app.js";
import { stopped } from "./stopped.js";

init().then(welcome).catch(stopped);
