// Which addresses are read by themselves, which may be read on a click, and which no extension may read.

/** Hosts where browsers let no extension run, whatever its permissions. */
const STORES = new Set(["chromewebstore.google.com", "addons.mozilla.org"]);
const OLD_CHROME_STORE = /^https:\/\/chrome\.google\.com\/webstore(\/|$)/;

/** The match patterns that are read by themselves: those of the manifest that the user grants at this moment. */
export async function listedPatterns() {
  const { host_permissions: required = [], optional_host_permissions: optional = [] } = chrome.runtime.getManifest();
  const { origins = [] } = await chrome.permissions.getAll();
  const granted = new Set(origins);
  return [...required, ...optional].filter((pattern) => granted.has(pattern));
}

/** Whether a page's address is covered by a match pattern of the form that src/sites.toml allows. */
export function covers(pattern, address) {
  const parts = /^(https?):\/\/(\*\.)?([^/]+)\/\*$/.exec(pattern);
  const url = parse(address);
  if (!parts || !url) return false;
  const [, scheme, wild, host] = parts;
  if (url.protocol !== `${scheme}:`) return false;
  return url.hostname === host || (Boolean(wild) && url.hostname.endsWith(`.${host}`));
}

/** The host of an address, without its port; empty where there is none. */
export function hostOf(address) {
  return parse(address)?.hostname ?? "";
}

/** Why an address cannot be read, as a message id, or null where it can. */
export function unreadable(address) {
  const url = parse(address);
  if (!url) return "popup.why.browser";
  if (url.protocol === "file:") return "popup.why.file";
  if (url.protocol.endsWith("-extension:")) return "popup.why.extension";
  if (url.protocol !== "https:" && url.protocol !== "http:") return "popup.why.browser";
  if (STORES.has(url.hostname) || OLD_CHROME_STORE.test(url.href)) return "popup.why.store";
  if (url.pathname.toLowerCase().endsWith(".pdf")) return "popup.why.pdf";
  return null;
}

/** A page of the extension itself. */
export function isOwn(address) {
  return typeof address === "string" && address.startsWith(chrome.runtime.getURL(""));
}

function parse(address) {
  try {
    return new URL(address);
  } catch {
    return null;
  }
}
