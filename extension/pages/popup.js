import init, { popup } from "../wasm/app.js";
import { stopped } from "./stopped.js";

// By its address: the popup of the toolbar has none of a tab.
document.documentElement.classList.toggle("page", location.search !== "");

init({ module_or_path: new URL("../wasm/app.wasm", import.meta.url) }).then(popup).catch(stopped);
