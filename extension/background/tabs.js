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

/**
 * Takes away everything of ours in a tab. Where the permission is `withdrawn` the style sheet stays until the page goes; it
 * styles nothing any more. Chrome would neither take it away nor refuse to, but wait until the user gives the permission back.
 */
export async function stopIn(tabId, { withdrawn = false } = {}) {
  // No answer means that nothing of ours runs there.
  const answer = await chrome.tabs.sendMessage(tabId, { type: "stop" }).catch(() => null);
  if (answer && !withdrawn) {
    await chrome.scripting.removeCSS({ target: { tabId, allFrames: true }, files: CSS }).catch((error) => console.warn(error));
  }
  await badge.forget(tabId);
}
