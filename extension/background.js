// The background: the one engine for all tabs, and who may ask it what. It keeps nothing in memory that it could not do
// without: Chrome ends it after half a minute of rest. Every listener stands here, at the top level of the first turn, or
// a woken service worker would miss the event that woke it.

import * as badge from "./background/badge.js";
import * as engine from "./background/engine.js";
import { answer } from "./background/messages.js";
import * as registration from "./background/registration.js";
import { isPaused, setPaused, settings, setSwitch } from "./background/settings.js";
import { covers, hostIn, hostOf, listedPatterns } from "./background/sites.js";
import { reportFromTab } from "./background/report.js";
import { injectInto } from "./background/tabs.js";

const MENU = { report: "report", scan: "scan", marks: "marks", pause: "pause" };

chrome.runtime.onMessage.addListener((message, sender, sendResponse) => {
  const answered = answer(message, sender);
  if (!answered) return false;
  answered.then(sendResponse, (error) => {
    console.error(error);
    sendResponse({ error: "error.background" });
  });
  return true;
});

chrome.runtime.onInstalled.addListener(({ reason }) => {
  chrome.contextMenus?.removeAll(() => {
    for (const id of Object.values(MENU)) {
      chrome.contextMenus.create({ id, title: chrome.i18n.getMessage(id), contexts: ["page", "frame", "selection", "link"] });
    }
  });
  follow({ openTabs: true });
  if (reason === "install") void welcome();
});

chrome.runtime.onStartup.addListener(() => {
  follow();
  void badge.sayMode();
});
chrome.permissions.onAdded.addListener(() => follow({ openTabs: true }));
chrome.permissions.onRemoved.addListener(({ origins = [] }) => follow({ withdrawn: origins }));

chrome.tabs.onRemoved.addListener((tabId) => void badge.forget(tabId));
// In Chromium, a tab that is given up for want of memory is another one afterwards.
chrome.tabs.onReplaced?.addListener((_, tabId) => void badge.forget(tabId));

// Firefox for Android has neither menus nor keys for extensions: there, popup and settings are the way to all of this.
chrome.contextMenus?.onClicked.addListener((info, tab) => {
  if (!tab) return;
  if (info.menuItemId === MENU.scan) {
    // Firefox opens the popup only in the very turn of the click; the popup scans by itself where nothing was read yet.
    openPopup(tab).catch(() => injectInto(tab.id));
  } else if (info.menuItemId === MENU.report) {
    void reportOrShow(tab, info.frameId ?? 0, "menu");
  } else if (info.menuItemId === MENU.marks) {
    void toggleMarks();
  } else if (info.menuItemId === MENU.pause) {
    void togglePause(tab);
  }
});

chrome.commands?.onCommand.addListener((command, tab) => {
  if (command === "report" && tab) void reportOrShow(tab, 0, "shortcut");
  if (command === "marks") void toggleMarks();
});

// Not awaited: the module compiles while the first message is still on its way.
engine.start().catch(() => {});

function follow(change) {
  registration.refresh(change).catch((error) => console.error(error));
}

async function reportOrShow(tab, frameId, way) {
  const { error } = await reportFromTab({ tab, frameId, key: null, way });
  // Nothing found, or nothing that can be read: the popup says so in words.
  if (error) await openPopup(tab).catch(() => chrome.tabs.create({ url: chrome.runtime.getURL(`pages/popup.html?tab=${tab.id}`) }));
}

/** Marks on or off, everywhere: what was found stays in the popup. */
async function toggleMarks() {
  const { marks } = await settings();
  await setSwitch("marks", !marks);
  await registration.tellPages();
}

/** Pauses the site of a tab or takes it up again; on a site that is not read unasked there is nothing to pause. */
async function togglePause(tab) {
  const host = hostOf(tab.url);
  const [patterns, now] = await Promise.all([listedPatterns(), settings()]);
  const covering = patterns.find((pattern) => covers(pattern, tab.url));
  const paused = isPaused(now, host);
  if (!covering && !paused) return;
  const site = covering ? hostIn(covering) : host;
  await setPaused(site, !paused);
  await registration.pausedChanged(site);
}

/** Rejects where the browser cannot open it: then it is opened as a page. */
async function openPopup(tab) {
  await chrome.action.openPopup({ windowId: tab.windowId });
}

async function welcome() {
  const { welcomed } = await chrome.storage.local.get("welcomed");
  if (welcomed) return;
  await chrome.storage.local.set({ welcomed: true });
  await chrome.tabs.create({ url: chrome.runtime.getURL("pages/welcome.html") });
}
