import init, { dossier } from "../wasm/dossier.js";
import { stopped } from "./stopped.js";

init({ module_or_path: new URL("../wasm/dossier.wasm", import.meta.url) }).then(dossier).catch(stopped);
