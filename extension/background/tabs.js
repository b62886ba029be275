// Putting the content scripts into a tab, and taking them out again.

import * as badge from "./badge.js";
import { CSS, JS } from "./scripts.js";

/**
 * Starts the content scripts in every frame of a tab that may be reached; gives the frames. A frame where they run already
 * is left as it is: they see to that themselves.
 */
export async function injectInto(tabId) {
  const target = { tabId, allFrames: true };
  await chrome.scripting.insertCSS({ target, files: CSS });
  const results = await chrome.scripting.executeScript({ target, files: JS });
  return results.map(({ frameId }) => frameId).sort((a, b) => a - b);
}

/** Takes away everything of ours in a tab. */
export async function stopIn(tabId) {
  // No answer means that nothing of ours runs there.
  await chrome.tabs.sendMessage(tabId, { type: "stop" }).catch(() => {});
  await chrome.scripting.removeCSS({ target: { tabId, allFrames: true }, files: CSS }).catch(() => {});
  await badge.forget(tabId);
}
