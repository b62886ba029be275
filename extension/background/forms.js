// « Préremplir ce formulaire »: on which sites it needs no question, from which reports, and putting the helper into a tab.

import { drafts } from "./drafts.js";
import { hostOf, unreadable } from "./sites.js";

/**
 * The Défenseur des droits' own sites: there the helper works at once. Anywhere else the popup names the host and asks.
 * Source: https://www.defenseurdesdroits.fr/, « Saisir le Défenseur des droits », 22 November 2026.
 */
const FORMS = ["https://formulaire.defenseurdesdroits.fr", "https://www.defenseurdesdroits.fr", "https://defenseurdesdroits.fr"];

/** The helper's parts, in the order in which they need each other. The last one answers with its frame's origin. */
const FILL = [
  "content/fill/sheets.js",
  "content/page.js",
  "content/fill/fields.js",
  "content/fill/hands.js",
  "content/fill/bar.js",
  "content/fill/main.js",
];

/** Whether an address is one of the Défenseur des droits' own. */
export function isForm(address) {
  try {
    const { protocol, hostname } = new URL(address);
    return FORMS.includes(`${protocol}//${hostname}`);
  } catch {
    return false;
  }
}

/** UTF-16 units of a quote that a list shows. */
const MAX_QUOTE = 80;

/** The reports of this session that a form can be filled from, the last one first. */
export async function sources() {
  const all = (await drafts()).filter(([, draft]) => typeof draft?.finding?.quote === "string");
  return { drafts: all.map(([id, { finding, page }]) => ({ id, quote: finding.quote.slice(0, MAX_QUOTE), host: hostOf(page.url) })) };
}

/**
 * Puts the helper into a tab (activeTab); gives the frames that are of the tab's own site. `confirmed` is the host that the user
 * was asked about: where the tab has gone elsewhere since, they are asked again.
 */
export async function putHelper({ tabId, confirmed }) {
  const tab = await chrome.tabs.get(tabId).catch(() => null);
  if (!tab) return { error: "error.tab" };
  const why = unreadable(tab.url);
  if (why) return { error: why };
  if (!isForm(tab.url) && (confirmed === "" || confirmed !== hostOf(tab.url))) return { error: "fill.moved" };
  try {
    const results = await chrome.scripting.executeScript({ target: { tabId, allFrames: true }, files: FILL });
    const { origin } = new URL(tab.url);
    return { frames: results.filter(({ result }) => result === origin).map(({ frameId }) => frameId).sort((a, b) => a - b) };
  } catch (refusal) {
    console.warn(refusal);
    return { error: "popup.why.other" };
  }
}
