// From a finding to an open report page, by whatever way the user came.

import { putDown } from "./drafts.js";
import { capture } from "./screenshot.js";
import { is, isDraft } from "./shapes.js";
import { unreadable } from "./sites.js";
import { injectInto } from "./tabs.js";

/**
 * From the popup, the menu or the shortcut, all of which let the browser take a picture. Without a key the page's script
 * chooses: the finding under the pointer when the menu was opened, or else the first.
 */
export async function reportFromTab({ tab, frameId, key, way }) {
  const why = unreadable(tab.url);
  if (why) return { error: why };
  const draft = await draftOf(tab, frameId, key);
  if (!draft) return { error: "error.finding" };
  // The picture is to show the words that it is about.
  await chrome.tabs.sendMessage(tab.id, { type: "go", key: draft.finding.key, quiet: true }, { frameId }).catch(() => {});
  return open({ ...draft, way, ...(await capture(tab)) }, tab);
}

/** From the card in the page: a click in a page lets no picture be taken, and the report page says how to add one. */
export async function reportFromCard({ draft, tab }) {
  return open({ ...draft, way: "card", screenshot: null, screenshotWhy: "shot.card" }, tab);
}

async function draftOf(tab, frameId, key) {
  const request = () => chrome.tabs.sendMessage(tab.id, { type: "draft", key }, { frameId });
  let answer;
  try {
    answer = await request();
  } catch {
    // Nothing of ours runs there yet: the click on menu or shortcut allows it.
    try {
      await injectInto(tab.id);
      answer = await request();
    } catch (error) {
      console.warn(error);
      return null;
    }
  }
  return is({ draft: isDraft })(answer) ? answer.draft : null;
}

async function open(draft, tab) {
  const { id, error } = await putDown({
    ...draft,
    version: 1,
    agent: navigator.userAgent,
    extension: chrome.runtime.getManifest().version,
    private: tab.incognito,
  });
  if (error) return { error };
  // After the answer: the new tab closes the popup that waits for it.
  setTimeout(() => void show(id, tab));
  return {};
}

async function show(id, tab) {
  const url = chrome.runtime.getURL(`pages/report.html?draft=${id}`);
  try {
    await chrome.tabs.create({ url, windowId: tab.windowId, index: tab.index + 1, openerTabId: tab.id });
  } catch {
    // Chrome shows the extension's pages in no private window (`incognito: spanning`); any other one will do.
    await chrome.tabs.create({ url }).catch((error) => console.error(error));
  }
}
