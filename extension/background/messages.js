// Every message to the background: who sent it, whether it has the shape of extension/PROTOCOL.md, and who answers.

import * as badge from "./badge.js";
import { FROM_DESK, SECTIONS } from "./desk.js";
import * as engine from "./engine.js";
import { isForm, putHelper, sources } from "./forms.js";
import * as inquiry from "./inquiry.js";
import { onDemandChanged, pausedChanged, tellPages } from "./registration.js";
import { reportFromCard, reportFromTab } from "./report.js";
import { forPages, isPaused, language, restoreAll, setDismissed, setPaused, setSwitch, settings, SWITCHES } from "./settings.js";
import { flag, integer, is, isDraft, isFacts, isFound, isHash, isHost, isKey, list, optional, text } from "./shapes.js";
import { covers, hostIn, hostOf, isOwn, listedPatterns, unreadable } from "./sites.js";
import { injectInto } from "./tabs.js";
import { nameOn } from "./who.js";

/** What content scripts may say. */
const FROM_TABS = {
  hello: { shape: { origin: Number.isFinite, restored: flag }, answer: hello },
  sections: SECTIONS,
  summary: { shape: { flags: integer, checks: integer, keys: optional(list(isKey, 32)) }, answer: summary },
  frames: { shape: {}, answer: frames },
  card: { shape: { finding: isFound, url: text(16 * 1024), facts: isFacts }, answer: card },
  draft: { shape: { draft: isDraft }, answer: draft },
  dismiss: { shape: { key: isKey, dismissed: flag }, answer: dismiss },
};

/** What the popup and the pages may say. */
const FROM_PAGES = {
  ...FROM_DESK,
  tab: { shape: { tabId: integer }, answer: tab },
  scan: { shape: { tabId: integer }, answer: scan },
  pause: { shape: { host: isHost, paused: flag }, answer: pause },
  settings: { shape: {}, answer: state },
  set: { shape: { name: (value) => SWITCHES.includes(value), value: flag }, answer: set },
  restore: { shape: {}, answer: restore },
  report: { shape: { tabId: integer, frameId: integer, key: isKey }, answer: report },
  inquiry: { shape: {}, answer: inquiry.state },
  inbox: { shape: {}, answer: inquiry.first },
  taken: { shape: { id: isHash }, answer: ({ id }) => inquiry.taken(id) },
  "clear-inbox": { shape: {}, answer: inquiry.clear },
  sources: { shape: {}, answer: sources },
  fill: { shape: { tabId: integer, confirmed: text(253) }, answer: fill },
};

/** The promise of an answer, or null for what is not for the background. */
export function answer(message, sender) {
  if (sender.id !== chrome.runtime.id) return null;
  const known = (isOwn(sender.url) && own(FROM_PAGES, message?.type)) || (sender.tab && own(FROM_TABS, message?.type));
  if (!known || !is(known.shape)(message)) return Promise.resolve({ error: "error.message" });
  return Promise.resolve(known.answer(message, sender)).catch((error) => {
    if (error instanceof engine.EngineFault) {
      console.error(error);
      return { error: error.messageId };
    }
    throw error;
  });
}

function own(table, type) {
  return typeof type === "string" && Object.hasOwn(table, type) ? table[type] : null;
}

async function hello({ origin, restored }, { tab, frameId, url }) {
  const now = await settings();
  // A script that was already on its way when its site was paused is sent home.
  const stop = isPaused(now, hostOf(tab.url ?? url));
  if (!stop) void badge.started(tab.id, frameId, { origin, restored });
  const chosen = await forPages();
  return { ...chosen, inquiry: chosen.inquiry && !tab.incognito, stop };
}

async function summary({ flags, checks, keys }, { tab, frameId }) {
  await badge.counted(tab.id, frameId, { flags, checks });
  if (keys) await inquiry.found(tab, frameId, keys);
  return {};
}

async function frames(_, { tab }) {
  await badge.recount(tab.id);
  return {};
}

async function card(question) {
  const [tag, name] = await Promise.all([language(), nameOn(question)]);
  return { card: await engine.card(question.finding, tag, name) };
}

async function draft({ draft }, { tab }) {
  return reportFromCard({ draft, tab });
}

async function dismiss({ key, dismissed }, { tab }) {
  // What is done in a private window is not remembered; the content script keeps to it until its page is left.
  if (!tab.incognito) await setDismissed(key, dismissed);
  return {};
}

async function tab({ tabId }) {
  const tab = await chrome.tabs.get(tabId).catch(() => null);
  if (!tab) return { error: "error.tab" };
  // A page that was read on a click may have been left for one that nothing of ours runs in.
  await badge.recount(tabId);
  const [{ asked, frames }, patterns, now] = await Promise.all([badge.known(tabId), listedPatterns(), settings()]);
  const host = hostOf(tab.url);
  const { marks, checks, onDemand, inquiry } = now;
  const covering = patterns.find((pattern) => covers(pattern, tab.url));
  const known = {
    host,
    // What a pause of this site is a pause of.
    site: covering ? hostIn(covering) : host,
    why: null,
    frames: Object.keys(frames).map(Number).sort((a, b) => a - b),
    private: tab.incognito,
    form: isForm(tab.url),
    marks,
    checks,
    onDemand,
    inquiry: inquiry && !tab.incognito,
  };
  if (isOwn(tab.url) && known.frames.length > 0) return { ...known, state: "listed" };
  const why = unreadable(tab.url);
  if (why) return { ...known, state: "unreadable", why };
  if (isPaused(now, host)) return { ...known, state: "paused" };
  if (covering && !onDemand) return { ...known, state: "listed" };
  return { ...known, state: asked ? "asked" : "idle" };
}

async function scan({ tabId }) {
  const { state, why, error } = await tab({ tabId });
  if (error) return { error };
  if (state === "unreadable") return { error: why };
  if (state === "paused") return { error: "error.paused" };
  try {
    const frames = await injectInto(tabId);
    await badge.asked(tabId);
    return { frames };
  } catch (refusal) {
    // The address looked readable and the browser thinks otherwise: a PDF without an ending, an error page, a policy.
    console.warn(refusal);
    return { error: "popup.why.other" };
  }
}

async function fill({ tabId, confirmed }) {
  const { state, error } = await tab({ tabId });
  if (error) return { error };
  return state === "paused" ? { error: "error.paused" } : putHelper({ tabId, confirmed });
}

async function pause({ host, paused }) {
  await setPaused(host, paused);
  await pausedChanged(host);
  return {};
}

/** What the page of settings shows. */
async function state() {
  const [{ marks, checks, onDemand, dismissed, paused }, granted, mode] = await Promise.all([settings(), listedPatterns(), inquiry.state()]);
  return { marks, checks, onDemand, dismissed: dismissed.length, paused, granted, inquiry: mode };
}

async function set({ name, value }) {
  await setSwitch(name, value);
  if (name === "onDemand") await onDemandChanged();
  else await tellPages();
  if (name === "inquiry") await badge.sayMode();
  return {};
}

async function restore() {
  await restoreAll();
  await tellPages();
  return {};
}

async function report({ tabId, frameId, key }) {
  const tab = await chrome.tabs.get(tabId).catch(() => null);
  return tab ? reportFromTab({ tab, frameId, key, way: "popup" }) : { error: "error.tab" };
}
