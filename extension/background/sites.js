// Which addresses are read by themselves, which may be read on a click, and which no extension may read.

/** Hosts where browsers let no extension run, whatever its permissions. */
const STORES = new Set(["chromewebstore.google.com", "addons.mozilla.org"]);
const OLD_CHROME_STORE = /^https:\/\/chrome\.google\.com\/webstore(\/|$)/;

/** A match pattern of one site: of a host, or of a domain with all that is below it. */
const ONE_SITE = /^(https?|\*):\/\/(\*\.)?([^/*]+)\/\*$/;

/**
 * The match patterns that are read by themselves: the sites that the user grants at this moment. Whoever lets the extension
 * read every site in the browser's settings has named none: pages that no pattern of one site covers are read on a click.
 */
export async function listedPatterns() {
  const { origins = [] } = await chrome.permissions.getAll();
  return origins.filter((pattern) => ONE_SITE.test(pattern));
}

/** Whether a page's address is covered by a match pattern of one site. */
export function covers(pattern, address) {
  const parts = ONE_SITE.exec(pattern);
  const url = parse(address);
  if (!parts || !url) return false;
  const [, scheme, wild = "", host] = parts;
  if (scheme === "*" ? !/^https?:$/.test(url.protocol) : url.protocol !== `${scheme}:`) return false;
  return isBelow(`${wild}${host}`, url.hostname);
}

/** Whether a host is the one that is written, or below it where that begins with `*.`. */
export function isBelow(written, host) {
  const bare = written.replace(/^\*\./, "");
  return host === bare || (bare !== written && host.endsWith(`.${bare}`));
}

/** What a match pattern of one site says of its host: `www.example.org`, `*.example.org`. */
export function hostIn(pattern) {
  const [, , wild = "", host = ""] = ONE_SITE.exec(pattern) ?? [];
  return `${wild}${host}`;
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
