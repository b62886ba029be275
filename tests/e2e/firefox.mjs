// Firefox, driven by geckodriver for what a person does, and by scripts in the browser's own context for what WebDriver
// has no word for: the toolbar, the popup, the background, the console.

import firefox from "selenium-webdriver/firefox.js";
import { until } from "./wait.mjs";

// Any will do, as long as it is the same after a restart.
const UUID = "5e2a1f00-0000-4000-8000-000000000001";

// Shared by the scripts below: the extension, the window in front, and the element that shows a page of ours.
const BROWSER = `
  const { ExtensionParent } = ChromeUtils.importESModule("resource://gre/modules/ExtensionParent.sys.mjs");
  const extension = ExtensionParent.GlobalManager.getExtension(arguments[0]);
  const win = Services.wm.getMostRecentWindow("navigator:browser");
  const shows = (address) => [...Services.wm.getEnumerator("navigator:browser")]
    .flatMap((each) => [...each.document.querySelectorAll("browser")])
    .find((each) => each.currentURI?.spec.startsWith(address));
`;

// Runs in the process of the page: a sandbox, because the page's own content security policy forbids eval.
const FRAME = `(async () => {
  const answer = {};
  try {
    const sandbox = Cu.Sandbox(content, { sandboxPrototype: content, wantXrays: false });
    const input = AS_PERSON ? content.windowUtils.setHandlingUserInput(true) : null;
    try {
      answer.value = Cu.evalInSandbox(EXPRESSION, sandbox);
    } finally {
      input?.destruct();
    }
    answer.value = await answer.value;
  } catch (error) {
    answer.error = String(error?.message ?? error);
  }
  sendAsyncMessage(NAME, answer);
})()`;

// Runs in each process: what its pages said to the console.
const PROCESS = `(() => {
  const said = [];
  try {
    const storage = Cc["@mozilla.org/consoleAPI-storage;1"].getService(Ci.nsIConsoleAPIStorage);
    for (const each of storage.getEvents()) {
      said.push({ level: each.level, text: Array.from(each.arguments, String).join(" "), address: each.filename ?? "" });
    }
  } catch (error) {
    said.push({ level: "error", text: "the console of a process cannot be read: " + error, address: "" });
  }
  sendAsyncMessage(NAME, said);
})()`;

export class Firefox {
  name = "firefox";

  static async open({ paths, profile, extension, manifest, proxy, headless, allowPrivate }) {
    const self = new Firefox();
    self.id = manifest?.browser_specific_settings.gecko.id;
    self.origin = extension && `moz-extension://${UUID}`;
    const options = new firefox.Options();
    options.setBinary(paths.firefox);
    options.addArguments("-profile", profile);
    if (headless) options.addArguments("-headless");
    const preferences = {
      "extensions.webextensions.uuids": JSON.stringify({ [self.id]: UUID }),
      // An extension loaded for a test goes with the browser; what it kept must be there after the restart.
      "extensions.webextensions.keepStorageOnUninstall": true,
      "extensions.webextensions.keepUuidOnUninstall": true,
      "extensions.webextOptionalPermissionPrompts": false,
      "intl.accept_languages": "fr",
      // A jump that is asked for while the window still glides to another may be lost: a person waits until it stands.
      "general.smoothScroll": false,
    };
    if (proxy) {
      Object.assign(preferences, {
        "network.proxy.type": 1,
        "network.proxy.http": "127.0.0.1",
        "network.proxy.http_port": proxy,
        "network.proxy.ssl": "127.0.0.1",
        "network.proxy.ssl_port": proxy,
        "network.proxy.no_proxies_on": "",
        "network.proxy.allow_hijacking_localhost": true,
      });
    }
    for (const [name, value] of Object.entries(preferences)) options.setPreference(name, value);
    const service = new firefox.ServiceBuilder(paths.geckodriver).addArguments("--allow-system-access").build();
    self.driver = firefox.Driver.createSession(options, service);
    self.version = (await self.driver.getCapabilities()).get("browserVersion");
    if (extension) await self.#install(extension, allowPrivate);
    return self;
  }

  /** Runs an expression in the extension's page whose address starts so: its value, awaited, through JSON. */
  async evaluate(address, expression, { asPerson = false } = {}) {
    const script = `${BROWSER}
      const frame = shows(arguments[1]);
      if (!frame) return { error: "no page at " + arguments[1] };
      return new Promise((resolve) => {
        const name = "vigie-test:" + Math.random();
        const listener = ({ data }) => { frame.messageManager.removeMessageListener(name, listener); resolve(data); };
        frame.messageManager.addMessageListener(name, listener);
        const code = arguments[2].replace("NAME", () => JSON.stringify(name));
        frame.messageManager.loadFrameScript("data:application/javascript;charset=utf-8," + encodeURIComponent(code), false);
      });`;
    const code = FRAME.replace("EXPRESSION", () => JSON.stringify(expression)).replace("AS_PERSON", String(asPerson));
    const { value, error } = await this.#privileged(script, address, code);
    if (error) throw new Error(error);
    return value;
  }

  /** The same, as if a person had done it; only what the expression does at once counts. */
  evaluateAsPerson(address, expression) {
    return this.evaluate(address, expression, { asPerson: true });
  }

  async clickToolbar() {
    const script = `${BROWSER}
      return ExtensionParent.apiManager.global.browserActionFor(extension).triggerAction(win);`;
    await this.#privileged(script);
  }

  /** Presses the keys of a command of the manifest: those that WebDriver presses reach the page only. */
  async pressShortcut({ modifiers, key }) {
    const script = `${BROWSER}
      const keys = [...win.document.querySelectorAll('keyset[id^="ext-keyset-id-"] > key')];
      const found = keys.find((each) => each.getAttribute("key") === arguments[2] && each.getAttribute("modifiers") === arguments[1]);
      if (!found) throw new Error("no such keys: " + keys.map((each) => each.outerHTML).join());
      found.doCommand();`;
    await this.#privileged(script, modifiers, key);
  }

  /** Chooses an entry of ours in the context menu that is open. */
  async chooseMenu(id) {
    const script = `${BROWSER}
      const menu = win.document.getElementById("contentAreaContextMenu");
      const entry = menu.state === "open" && menu.querySelector('[id$="-menuitem-_' + arguments[1] + '"]');
      if (!entry) return false;
      entry.doCommand();
      menu.hidePopup();
      return true;`;
    await until("the entry in the context menu", () => this.#privileged(script, id));
  }

  /** Loads the extension anew, as an update does. */
  async reloadExtension() {
    const script = `
      const { AddonManager } = ChromeUtils.importESModule("resource://gre/modules/AddonManager.sys.mjs");
      return AddonManager.getAddonByID(arguments[0]).then((addon) => addon.reload());`;
    await this.#privileged(script);
  }

  async closePopup(address) {
    await this.#privileged(`${BROWSER} shows(arguments[1])?.closest("panel")?.hidePopup();`, address);
  }

  /** A picture of an extension's page that WebDriver has no handle for: the popup. */
  async screenshotOf(address) {
    const script = `${BROWSER}
      const frame = shows(arguments[1]);
      return (async () => {
        const snapshot = frame.browsingContext.currentWindowGlobal.drawSnapshot(null, win.devicePixelRatio, "white");
        const bitmap = await snapshot;
        const canvas = new win.OffscreenCanvas(bitmap.width, bitmap.height);
        canvas.getContext("2d").drawImage(bitmap, 0, 0);
        const bytes = new Uint8Array(await (await canvas.convertToBlob()).arrayBuffer());
        return win.btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""));
      })();`;
    return Buffer.from(await this.#privileged(script, address), "base64");
  }

  /** Runs a function on what stands in the closed shadow root of ours in the page in front; null where there is none. */
  async runInCard(_handle, expression) {
    const script = `${BROWSER}
      return new Promise((resolve) => {
        const frame = win.gBrowser.selectedBrowser;
        const name = "vigie-test:" + Math.random();
        const listener = ({ data }) => { frame.messageManager.removeMessageListener(name, listener); resolve(data); };
        frame.messageManager.addMessageListener(name, listener);
        const code = "(" + arguments[1] + ")(" + JSON.stringify(name) + ")";
        frame.messageManager.loadFrameScript("data:application/javascript;charset=utf-8," + encodeURIComponent(code), false);
      });`;
    const code = `(name) => {
      try {
        const roots = [...content.document.querySelectorAll("[popover]")].map((each) => each.openOrClosedShadowRoot);
        const root = roots.find(Boolean);
        sendAsyncMessage(name, { value: root ? (${expression})(root) : null });
      } catch (error) {
        sendAsyncMessage(name, { error: String(error) });
      }
    }`;
    const { value, error } = await this.#privileged(script, code);
    if (error) throw new Error(error);
    return value;
  }

  async isOpen(address) {
    return this.#privileged(`${BROWSER} return Boolean(shows(arguments[1]));`, address);
  }

  async setSites(allowed) {
    const script = `${BROWSER}
      const { ExtensionPermissions } = ChromeUtils.importESModule("resource://gre/modules/ExtensionPermissions.sys.mjs");
      const origins = extension.manifest.host_permissions;
      return ExtensionPermissions[arguments[1]](extension.id, { permissions: [], origins }, extension).then(() => null);`;
    await this.#privileged(script, allowed ? "add" : "remove");
  }

  /** Firefox is told in its preferences that every question has been answered with yes. */
  async allowSite() {}

  async withdrawSite(pattern) {
    const script = `${BROWSER}
      const { ExtensionPermissions } = ChromeUtils.importESModule("resource://gre/modules/ExtensionPermissions.sys.mjs");
      return ExtensionPermissions.remove(extension.id, { permissions: [], origins: [arguments[1]] }, extension).then(() => null);`;
    await this.#privileged(script, pattern);
  }

  /** Firefox takes the margins of the page's own sheet, and its size from whoever prints. */
  async print(handle) {
    await this.driver.switchTo().window(handle);
    return Buffer.from(await this.driver.printPage({ width: 21, height: 29.7 }), "base64");
  }

  async narrow(_handle, width) {
    const script = `${BROWSER}
      const frame = win.gBrowser.selectedBrowser;
      frame.style.width = arguments[1] + "px";
      frame.style.flex = "none";`;
    await this.#privileged(script, width);
  }

  async look(_handle, { dark, still, forced }) {
    const script = `
      const [, dark, still, forced] = arguments;
      Services.prefs.setIntPref("layout.css.prefers-color-scheme.content-override", dark ? 0 : 1);
      Services.prefs.setIntPref("ui.prefersReducedMotion", still ? 1 : 0);
      Services.prefs.setIntPref("browser.display.document_color_use", forced ? 2 : 1);`;
    await this.#privileged(script, dark, still, forced);
  }

  async stopBackground() {
    await this.#privileged(`${BROWSER} return extension.terminateBackground().then(() => null);`);
  }

  /** What the consoles said: `{level, text, address, ours}`. */
  async logged() {
    // What console.error and its like said stays in the process that said it: each is asked.
    const script = `
      const level = ({ flags }) =>
        flags & Ci.nsIScriptError.warningFlag ? "warning" : flags & Ci.nsIScriptError.infoFlag ? "info" : "error";
      const errors = Services.console.getMessageArray().filter((each) => each instanceof Ci.nsIScriptError)
        .map((each) => ({ level: level(each), text: each.errorMessage, address: each.sourceName ?? "" }));
      return new Promise((resolve) => {
        const name = "vigie-test:" + Math.random();
        const children = Array.from({ length: Services.ppmm.childCount }, (_, index) => Services.ppmm.getChildAt(index));
        const processes = children.filter((each) => !each.isInProcess);
        let waiting = processes.length;
        const listener = ({ data }) => {
          errors.push(...data);
          waiting -= 1;
          if (waiting > 0) return;
          Services.ppmm.removeMessageListener(name, listener);
          resolve(errors);
        };
        Services.ppmm.addMessageListener(name, listener);
        const code = arguments[1].replace("NAME", () => JSON.stringify(name));
        const address = "data:application/javascript;charset=utf-8," + encodeURIComponent(code);
        for (const each of processes) each.loadProcessScript(address, false);
      });`;
    const logged = await this.#privileged(script, PROCESS);
    return logged.map((each) => ({ ...each, ours: Boolean(this.origin) && each.address.startsWith(this.origin) }));
  }

  async quit() {
    await this.driver.quit();
  }

  async #install(extension, allowPrivate) {
    // Not the driver's own installAddon: it packs the folder and knows no private windows.
    const script = `
      const [path, id, allowPrivate] = arguments;
      const { AddonManager } = ChromeUtils.importESModule("resource://gre/modules/AddonManager.sys.mjs");
      const { ExtensionPermissions } = ChromeUtils.importESModule("resource://gre/modules/ExtensionPermissions.sys.mjs");
      const { FileUtils } = ChromeUtils.importESModule("resource://gre/modules/FileUtils.sys.mjs");
      return (async () => {
        if (allowPrivate) {
          await ExtensionPermissions.add(id, { permissions: ["internal:privateBrowsingAllowed"], origins: [] });
        }
        await AddonManager.installTemporaryAddon(new FileUtils.File(path));
      })();`;
    await this.#inChrome(() => this.driver.executeScript(script, extension, this.id, Boolean(allowPrivate)));
  }

  #privileged(script, ...args) {
    return this.#inChrome(() => this.driver.executeScript(script, this.id, ...args));
  }

  async #inChrome(action) {
    await this.driver.setContext(firefox.Context.CHROME);
    try {
      return await action();
    } finally {
      await this.driver.setContext(firefox.Context.CONTENT);
    }
  }
}
