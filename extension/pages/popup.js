import init, { popup } from "../wasm/app.js";
import { stopped } from "./stopped.js";

init().then(popup).catch(stopped);
