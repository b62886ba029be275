// A browser with the extension in, ready for a test: what a person can do in it, and what a test must be able to see.
// Both browsers answer alike; how each does it is in chromium.mjs and firefox.mjs.
//
// The popup is the real one, opened by a click on the toolbar's button (which is what grants activeTab). Questions to the
// extension go through the *bridge*, a tab that shows one of the extension's files as text: it has the extension's
// interfaces and runs none of its code.

import fs from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { By, Key } from "selenium-webdriver";
import { Chromium } from "./chromium.mjs";
import { Firefox } from "./firefox.mjs";
import { Recorder } from "./recorder.mjs";
import { until } from "./wait.mjs";

export { By, Key, until };

export const ROOT = fileURLToPath(new URL("../../", import.meta.url));
const DRIVERS = { chromium: Chromium, firefox: Firefox };
// The build's folders are named after the shops that they are for.
const BUILDS = { chromium: "chrome", firefox: "firefox" };

// What the two browsers ask for by themselves (time, updates, settings, the start page of their search engine): seen in
// the same walk without the extension.
const OWN = /(^|\.)(google|googleapis|gvt1|gstatic|duckduckgo|mozilla|mozgcp)\.(com|net|org)(:443)?$/;

/** The browsers to test, both unless VIGIE_BROWSER names one. */
export const NAMES = process.env.VIGIE_BROWSER ? [process.env.VIGIE_BROWSER] : Object.keys(DRIVERS);

async function paths() {
  try {
    return JSON.parse(await fs.readFile(path.join(ROOT, "target/tools/browsers.json"), "utf8"));
  } catch (error) {
    throw new Error(`the browsers are not known: run scripts/setup first (${error.message})`);
  }
}

/** A function as an expression that calls it. */
function call(body, args) {
  return `(${body})(...${JSON.stringify(args)})`;
}

/** One tab: WebDriver's name for it and the extension's. */
class Tab {
  constructor(browser, handle, id) {
    Object.assign(this, { browser, handle, id });
  }

  get driver() {
    return this.browser.driver;
  }

  async show() {
    await this.driver.switchTo().window(this.handle);
    if (this.id !== null) await this.browser.ask((id) => chrome.tabs.update(id, { active: true }).then(() => null), this.id);
  }

  async go(url) {
    await this.rest();
    await this.driver.switchTo().window(this.handle);
    await this.driver.get(url);
  }

  /** Comes back to a tab that the browser has given up: it is loaded again. */
  async wake() {
    await this.browser.ask((id) => chrome.tabs.update(id, { active: true }).then(() => null), this.id);
    const url = await until("the tab to be loaded again", () =>
      this.browser.ask((id) => chrome.tabs.get(id).then(({ discarded, status, url }) => !discarded && status === "complete" && url), this.id),
    );
    // To Chromium's driver it is another window now.
    if (!(await this.driver.getAllWindowHandles()).includes(this.handle)) ({ handle: this.handle } = await this.browser.tabAt(url));
  }

  async reload() {
    await this.rest();
    await this.driver.switchTo().window(this.handle);
    await this.driver.navigate().refresh();
  }

  /** Runs a function in the page's own world. */
  async run(body, ...args) {
    await this.driver.switchTo().window(this.handle);
    return this.driver.executeScript(`return ${call(body, args)}`);
  }

  /** Sends a message to the content script of a frame; null where there is none. */
  message(message, frameId = 0) {
    return this.browser.ask(
      (id, message, frameId) => chrome.tabs.sendMessage(id, message, { frameId }).then((answer) => answer ?? null, () => null),
      this.id,
      message,
      frameId,
    );
  }

  /** What the content script of a frame has found, once it has read everything. */
  read(frameId = 0, options = {}) {
    return until(
      "the content script to have read the page",
      async () => {
        const list = await this.message({ type: "list" }, frameId);
        return list && list.state !== "reading" ? list : null;
      },
      options,
    );
  }

  /** The words under each of the extension's highlights, as the page sees them: `{name: [text…]}`. */
  marks() {
    return this.run(() =>
      Object.fromEntries([...CSS.highlights].map(([name, ranges]) => [name, [...ranges].map((range) => range.toString())])),
    );
  }

  /** Every word under a mark, whatever its look. */
  async marked() {
    return Object.values(await this.marks()).flat();
  }

  /** The marks once their words are those expected, in any order. */
  async marksBecome(expected) {
    const sorted = JSON.stringify([...expected].sort());
    await until(`marks on ${sorted}`, async () => {
      const marked = (await this.marked()).map((text) => text.replace(/\s+/g, " ").trim());
      return JSON.stringify(marked.sort()) === sorted || Promise.reject(new Error(JSON.stringify(marked)));
    });
  }

  /** Where the words under a mark stand in the window, scrolled into view: `{left, top, width, height}` in CSS pixels. */
  async whereMarked(words) {
    await this.show();
    return this.run((words) => {
      for (const highlight of CSS.highlights.values()) {
        for (const range of highlight) {
          if (!range.toString().replace(/\s+/g, " ").includes(words)) continue;
          range.startContainer.parentElement.scrollIntoView({ block: "center", behavior: "instant" });
          const { left, top, width, height } = range.getClientRects()[0];
          return { left, top, width, height };
        }
      }
      throw new Error(`no mark on ${words}`);
    }, words);
  }

  /** Clicks, as a person would, on the words under a mark. */
  async clickMark(words) {
    const { left, top, height } = await this.whereMarked(words);
    await this.click(left + 12, top + height / 2);
  }

  async click(x, y) {
    await this.driver.switchTo().window(this.handle);
    await this.driver.actions().move({ x: Math.round(x), y: Math.round(y) }).click().perform();
  }

  /** The card, if it is open: where it stands, its words, and its buttons with the middle of each. */
  async card() {
    return this.browser.backend.runInCard(this.handle, (root) => {
      const visible = (element) => element.checkVisibility();
      const { left, top, right, bottom } = root.querySelector(".card").getBoundingClientRect();
      return {
        box: { left, top, right, bottom },
        // French spaces before its high punctuation are no matter here.
        text: [...root.querySelectorAll("h1, h2, p, blockquote, button, summary")].filter(visible)
          .map((each) => each.textContent.replace(/\s+/g, " ")).join("\n"),
        buttons: [...root.querySelectorAll("button, summary")].filter(visible).map((each) => {
          const { left, top, width, height } = each.getBoundingClientRect();
          return { text: each.textContent.replace(/\s+/g, " "), x: left + width / 2, y: top + height / 2 };
        }),
      };
    });
  }

  /** The card, once it is open and says this. */
  cardSays(words) {
    return until(`a card that says « ${words} »`, async () => {
      const card = await this.card();
      return card?.text.includes(words) ? card : Promise.reject(new Error(card?.text ?? "no card"));
    });
  }

  /** Clicks, as a person would, on a button of the card. */
  async pressInCard(words) {
    const { buttons } = await this.cardSays(words);
    const { x, y } = buttons.find(({ text }) => text.includes(words));
    await this.click(x, y);
  }

  async screenshot() {
    await this.show();
    return Buffer.from(await this.driver.takeScreenshot(), "base64");
  }

  async close() {
    await this.rest();
    await this.driver.switchTo().window(this.handle);
    await this.driver.close();
    await this.driver.switchTo().window(this.browser.bridge);
  }

  /**
   * Waits until no content script in the tab waits for an answer any more: of a message that is on its way when its page is
   * left, Firefox writes into the console.
   */
  async rest() {
    if (this.id === null) return;
    const busy = async (id) => {
      const { [`tab:${id}`]: tab } = await chrome.storage.session.get(`tab:${id}`);
      const asked = ["0", ...Object.keys(tab?.frames ?? {})].map((frameId) =>
        chrome.tabs.sendMessage(id, { type: "alive" }, { frameId: Number(frameId) }).catch(() => null),
      );
      return (await Promise.all(asked)).some((answer) => answer?.busy);
    };
    await until("the content scripts to be at rest", async () => !(await this.browser.ask(busy, this.id)), { within: 90_000 });
  }
}

/** The popup, open. It closes when anything else gets the focus, so a test does not turn to a tab meanwhile. */
class Popup {
  constructor(browser, address) {
    Object.assign(this, { browser, address });
  }

  async run(body, ...args) {
    return JSON.parse(await this.browser.backend.evaluate(this.address, jsonOf(body, args)));
  }

  text() {
    return this.run(() => document.body.innerText);
  }

  async says(expected) {
    await until(`the popup to say ${expected}`, async () => {
      const text = (await this.text()).replace(/\s+/g, " ");
      return (expected instanceof RegExp ? expected.test(text) : text.includes(expected)) || Promise.reject(new Error(text));
    });
  }

  /** Presses the first visible button or link whose words contain these. */
  async press(words) {
    await until(`a button « ${words} » in the popup`, () =>
      this.run((words) => {
        const all = [...document.querySelectorAll("button, a[href], summary")];
        const found = all.find((each) => each.checkVisibility() && !each.disabled && each.textContent.includes(words));
        // After the answer: what the button does may close the popup.
        if (found) setTimeout(() => found.click());
        return Boolean(found);
      }, words),
    );
  }

  /** The same as a person's own click, for what browsers allow to nobody else. */
  async click(words) {
    await until(`a button « ${words} » in the popup`, async () =>
      JSON.parse(await this.browser.backend.evaluateAsPerson(this.address, `(() => {
        const found = [...document.querySelectorAll("button")].find((each) => each.checkVisibility() && each.textContent.includes(${JSON.stringify(words)}));
        found?.click();
        return JSON.stringify(Boolean(found));
      })()`)),
    );
  }

  async screenshot() {
    // It grows to its width, and is drawn, after it has its words.
    await until("the popup to have its width", () => this.run(() => innerWidth >= 320));
    await this.run(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done(null)))));
    return this.browser.backend.screenshotOf(this.address);
  }
}

function jsonOf(body, args) {
  return `(async () => JSON.stringify((await ${call(body, args)}) ?? null))()`;
}

class Browser {
  /** What was held against the extension before a restart. */
  #earlier = { complaints: [], requests: [] };

  /** The tabs that a test has in hand already. */
  #given = new Set();

  static async open(name, { profile, extension = true, headless = true, private: allowPrivate = false, recorded = true, overheard = true, granted = [], build } = {}) {
    const self = new Browser();
    const folder = build ?? path.join(ROOT, "dist", `test-${BUILDS[name]}`);
    self.name = name;
    self.options = { extension, headless, private: allowPrivate, recorded, overheard, granted, build };
    self.profile = profile ?? (await fs.mkdtemp(path.join(os.tmpdir(), "vigie-profile-")));
    self.recorder = recorded ? await Recorder.start() : null;
    const manifest = extension ? await manifestOf(folder) : null;
    self.backend = await DRIVERS[name].open({
      paths: await paths(),
      profile: self.profile,
      extension: extension ? folder : null,
      manifest,
      proxy: self.recorder?.port,
      headless,
      allowPrivate,
      overheard,
    });
    self.manifest = manifest;
    await self.driver.manage().setTimeouts({ pageLoad: 120_000, script: 10_000 });
    self.bridge = await self.driver.getWindowHandle();
    if (extension) {
      await self.driver.get(self.#bridgeAddress);
      // The tests read French, whatever this machine speaks.
      await self.ask(() => chrome.storage.local.set({ language: "fr" }).then(() => null));
      for (const pattern of granted) await self.backend.allowSite(pattern);
    }
    return self;
  }

  get driver() {
    return this.backend.driver;
  }

  get origin() {
    return this.backend.origin;
  }

  /** The address of a page of the extension. */
  page(name) {
    return `${this.origin}/pages/${name}`;
  }

  get #bridgeAddress() {
    return `${this.origin}/background.js`;
  }

  /** Runs a function with the extension's interfaces. */
  ask(body, ...args) {
    return this.askAt(this.#bridgeAddress, body, ...args);
  }

  /** The same in the page of the extension whose address begins so. */
  async askAt(address, body, ...args) {
    return JSON.parse(await this.backend.evaluate(address, jsonOf(body, args)));
  }

  /** A new tab, in front, at this address. */
  async open(url) {
    await this.driver.switchTo().newWindow("tab");
    const handle = await this.driver.getWindowHandle();
    let id = null;
    if (this.origin) {
      // The one address whose tab the extension may know by its address alone.
      const marker = `${this.#bridgeAddress}?tab=${handle}`;
      await this.driver.get(marker);
      id = await until("the new tab's number", () =>
        this.ask((url) => chrome.tabs.query({}).then((tabs) => tabs.find((tab) => tab.url === url)?.id), marker),
      );
    }
    const tab = new Tab(this, handle, id);
    this.#given.add(handle);
    await this.driver.get(url);
    return tab;
  }

  /** A tab in a new private window; the browser was opened with `private: true`. */
  async openPrivate(url) {
    const before = await this.driver.getAllWindowHandles();
    const id = await this.ask(
      (url) => chrome.windows.create({ incognito: true, url }).then(({ tabs }) => tabs[0].id),
      url,
    );
    const handle = await until("the private window", async () =>
      (await this.driver.getAllWindowHandles()).find((each) => !before.includes(each)),
    );
    return new Tab(this, handle, id);
  }

  /** Has the browser give up a tab that is not in front, as it does when memory runs short: the tab, as it is called then. */
  async discard(tab) {
    await tab.rest();
    const id = await this.ask((id) => chrome.tabs.discard(id).then((given) => given?.id ?? id), tab.id);
    await until("the tab to be given up", () => this.ask((id) => chrome.tabs.get(id).then(({ discarded }) => discarded), id));
    return new Tab(this, tab.handle, id);
  }

  /** The next tab that shows an address that begins so, opened by the extension itself. */
  async tabAt(address) {
    return until(`a tab at ${address}`, async () => {
      for (const handle of await this.driver.getAllWindowHandles()) {
        if (this.#given.has(handle)) continue;
        await this.driver.switchTo().window(handle);
        if (!(await this.driver.getCurrentUrl()).startsWith(address)) continue;
        this.#given.add(handle);
        return new Tab(this, handle, null);
      }
      return null;
    });
  }

  /** A click on the extension's button in the toolbar, over this tab. */
  async popup(tab) {
    const address = this.page("popup.html");
    // A second click would only close the first one's popup.
    await this.backend.closePopup(address);
    await until("the end of the last popup", async () => !(await this.backend.isOpen(address)));
    await tab.show();
    // What is open now is not what the popup will open: `tabAt` must not go and look at it, which would bring it to the front
    // and take the page out of the screenshot.
    for (const handle of await this.driver.getAllWindowHandles()) this.#given.add(handle);
    await this.backend.clickToolbar(tab.handle);
    await until("the popup", () => this.backend.isOpen(address));
    return new Popup(this, address);
  }

  /** The keys of a command of the manifest, pressed over this tab. */
  async shortcut(tab, command) {
    await tab.show();
    for (const handle of await this.driver.getAllWindowHandles()) this.#given.add(handle);
    const keys = this.manifest.commands[command].suggested_key.default.split("+");
    await this.backend.pressShortcut({ command, key: keys.at(-1), modifiers: keys.slice(0, -1).join().toLowerCase() });
  }

  /** An entry of ours in the context menu over the words under a mark. */
  async menu(tab, words, id) {
    const { left, top, height } = await tab.whereMarked(words);
    for (const handle of await this.driver.getAllWindowHandles()) this.#given.add(handle);
    await this.driver.actions().move({ x: Math.round(left + 12), y: Math.round(top + height / 2) }).contextClick().perform();
    await this.backend.chooseMenu(id);
  }

  /** The extension is loaded anew, as an update does; its own tabs go. */
  async reloadExtension(tab) {
    await tab.show();
    const { bridge } = this;
    await this.backend.reloadExtension();
    await until("the end of the extension's tabs", async () => !(await this.driver.getAllWindowHandles()).includes(bridge));
    await this.driver.switchTo().window(tab.handle);
    await this.driver.switchTo().newWindow("tab");
    this.bridge = await this.driver.getWindowHandle();
    await this.driver.get(this.#bridgeAddress);
  }

  /** What stands on the button in the toolbar, for this tab. */
  badge(tab) {
    return this.ask((tabId) => chrome.action.getBadgeText({ tabId }), tab.id);
  }

  /** What the user does in the browser's own settings: lets the extension read its sites, or no longer. */
  setSites(allowed) {
    return this.backend.setSites(allowed);
  }

  /** The same for one site that is optional, as a match pattern. */
  withdrawSite(pattern) {
    return this.backend.withdrawSite(pattern);
  }

  /** A tab as narrow as a telephone, with touch where the browser can be made to say so. */
  async narrow(tab, width) {
    await tab.show();
    await this.backend.narrow(tab.handle, width);
    await until(`a window of ${width} px`, () => tab.run((width) => innerWidth === width, width));
  }

  /** A tab as a PDF, as « Imprimer » makes it. */
  print(tab) {
    return this.backend.print(tab.handle);
  }

  /** What a person has asked of their browser: a dark page, one that keeps still, one in the colours of their system. */
  async look(tab, { dark = false, still = false, forced = false }) {
    await tab.show();
    await this.backend.look(tab.handle, { dark, still, forced });
    const matches = (dark, still, forced) =>
      matchMedia("(prefers-color-scheme: dark)").matches === dark &&
      matchMedia("(prefers-reduced-motion: reduce)").matches === still &&
      matchMedia("(forced-colors: active)").matches === forced &&
      // A colour on its way to the new look is of neither.
      document.getAnimations().every((each) => !(each instanceof CSSTransition));
    await until("the look that was asked for", () => tab.run(matches, dark, still, forced));
  }

  stopBackground() {
    return this.backend.stopBackground();
  }

  /** What the consoles hold against the extension: errors of its own files. It may warn, of what it answers in words too. */
  async complaints() {
    const logged = await this.backend.logged();
    return [...this.#earlier.complaints, ...logged.filter((each) => each.ours && /^(error|assert)$/.test(each.level))];
  }

  /** Requests that neither went to this machine nor are known as the browser's own. */
  foreignRequests() {
    const asked = this.recorder?.requests ?? [];
    return [...this.#earlier.requests, ...asked.filter(({ host }) => !/^(127\.|localhost)/.test(host) && !OWN.test(host))];
  }

  /** Ends the browser and starts it again with the same profile. */
  async restart(options = {}) {
    const earlier = { complaints: await this.complaints(), requests: this.foreignRequests() };
    await this.#quit();
    const again = await Browser.open(this.name, { ...this.options, ...options, profile: this.profile });
    again.#earlier = earlier;
    return again;
  }

  async close() {
    await this.#quit();
    // The browser's children may still be writing when it is gone.
    await fs.rm(this.profile, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
  }

  async #quit() {
    try {
      await this.backend.quit();
    } finally {
      await this.recorder?.stop();
    }
  }
}

async function manifestOf(folder) {
  try {
    return JSON.parse(await fs.readFile(path.join(folder, "manifest.json"), "utf8"));
  } catch (error) {
    throw new Error(`no extension to test in ${folder}: run scripts/build --test first (${error.message})`);
  }
}

/**
 * Opens a browser: `extension: false` for one without it, `private: true` to let
 * the extension into private windows, `profile` to go on with one,
 * `recorded: false` without the proxy that writes down every request, `overheard: false` without the ears on its consoles.
 */
export function openBrowser(name, options) {
  return Browser.open(name, options);
}
