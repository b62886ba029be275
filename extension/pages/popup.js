import init, { popup } from "../wasm/app.js";
import { stopped } from "./stopped.js";

// By its address: the popup of the toolbar has none of a tab.
document.documentElement.classList.toggle("page", location.search !== "");

/** Fills the form of a tab's page. What does it is large, and most popups never need it. */
async function fill(...told) {
  const report = await import("../wasm/report.js");
  await report.default({ module_or_path: new URL("../wasm/report.wasm", import.meta.url) });
  return report.fill(...told);
}

init({ module_or_path: new URL("../wasm/app.wasm", import.meta.url) }).then(() => popup(fill)).catch(stopped);
