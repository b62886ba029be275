// Chromium, driven by chromedriver for what a person does, and by a second websocket to its debugger for what WebDriver
// has no word for: the toolbar, the popup, the background, the console.

import crypto from "node:crypto";
import chrome from "selenium-webdriver/chrome.js";
import { WebSocket } from "ws";
import { until } from "./wait.mjs";

/** A websocket to the browser's debugger: commands with answers, events by name. */
class Debugger {
  #socket;
  #next = 0;
  #waiting = new Map();
  #listeners = new Map();

  static async connect(address) {
    const { webSocketDebuggerUrl } = await (await fetch(`http://${address}/json/version`)).json();
    const socket = new WebSocket(webSocketDebuggerUrl, { perMessageDeflate: false, maxPayload: 1 << 28 });
    await new Promise((resolve, reject) => socket.once("open", resolve).once("error", reject));
    const self = new Debugger();
    self.#socket = socket;
    socket.on("message", (data) => self.#receive(JSON.parse(data)));
    socket.on("close", () => {
      for (const { reject } of self.#waiting.values()) reject(new Error("the browser's debugger is gone"));
    });
    return self;
  }

  on(method, listener) {
    this.#listeners.set(method, listener);
  }

  send(method, params = {}, sessionId = undefined) {
    const id = ++this.#next;
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject, method, sessionId });
      this.#socket.send(JSON.stringify({ id, method, params, sessionId }), (error) => {
        // Asked of a browser that has crashed or was ended, it would be waited for until the test's time is over.
        if (error && this.#waiting.delete(id)) reject(new Error(`${method}: the browser is gone (${error.message})`));
      });
    });
  }

  /** A session has ended with its target: nothing that was asked in it will be answered. */
  ended(sessionId) {
    for (const [id, { reject, method, ...asked }] of this.#waiting) {
      if (asked.sessionId !== sessionId) continue;
      this.#waiting.delete(id);
      reject(new Error(`${method}: the target is gone`));
    }
  }

  close() {
    this.#socket.close();
  }

  #receive({ id, method, params, sessionId, result, error }) {
    if (id === undefined) {
      this.#listeners.get(method)?.(params, sessionId);
      return;
    }
    const waiting = this.#waiting.get(id);
    this.#waiting.delete(id);
    if (error) waiting.reject(new Error(`${waiting.method}: ${error.message}`));
    else waiting.resolve(result);
  }
}

// Chrome's identifier of an extension: the first 16 bytes of the SHA-256 of its key, or else of the path of its folder, in
// the letters a–p.
function identifier(key, folder) {
  const from = key ? Buffer.from(key, "base64") : folder;
  const digest = crypto.createHash("sha256").update(from).digest("hex").slice(0, 32);
  return [...digest].map((digit) => String.fromCharCode(97 + parseInt(digit, 16))).join("");
}

// The closed shadow root of a popover, wherever it stands: the pages of the tests have none of their own.
function closedRoot(node) {
  const attributes = node.attributes ?? [];
  const closed = node.shadowRoots?.find((root) => root.shadowRootType === "closed");
  if (closed && attributes.includes("popover")) return closed;
  for (const child of [...(node.children ?? []), ...(node.shadowRoots ?? [])]) {
    const found = closedRoot(child);
    if (found) return found;
  }
  return null;
}

// The tab in front, for the background.
const FRONT = "chrome.tabs.query({ active: true, lastFocusedWindow: true }).then(([tab]) => tab)";

export class Chromium {
  name = "chromium";
  #debugger;
  #sessions = new Map(); // target → session
  #targets = new Map(); // session → address of its target
  #logged = [];

  static async open(given) {
    if (given.allowPrivate) {
      // Chromium loads an extension anew to let it into private windows, and one from --load-extension only at its start.
      const once = await Chromium.open({ ...given, allowPrivate: false });
      await once.#configure({ incognitoAccess: true });
      await once.quit();
    }
    const { paths, profile, extension, manifest, proxy, headless, overheard } = given;
    const self = new Chromium();
    self.origin = extension && `chrome-extension://${identifier(manifest.key, extension)}`;
    const options = new chrome.Options();
    options.setChromeBinaryPath(paths.chromium);
    // Tabs that the extension itself opens are windows for the driver only if it is told so.
    options.get("goog:chromeOptions").enableExtensionTargets = true;
    options.addArguments(
      "--no-sandbox",
      "--disable-gpu",
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
      "--disable-features=OptimizationHints,MediaRouter",
      "--enable-unsafe-extension-debugging",
      "--lang=fr",
      "--accept-lang=fr",
      "--window-size=1280,900",
      `--user-data-dir=${profile}`,
    );
    if (proxy) {
      // Without the second argument Chromium takes the way round the proxy to its own machine.
      options.addArguments(`--proxy-server=127.0.0.1:${proxy}`, "--proxy-bypass-list=<-loopback>");
    }
    if (extension) options.addArguments(`--load-extension=${extension}`);
    if (headless) options.addArguments("--headless=new");
    const service = new chrome.ServiceBuilder(paths.chromedriver).build();
    self.driver = chrome.Driver.createSession(options, service);
    const capabilities = await self.driver.getCapabilities();
    self.version = capabilities.get("browserVersion");
    self.#debugger = await Debugger.connect(capabilities.get("goog:chromeOptions").debuggerAddress);
    self.#debugger.on("Target.detachedFromTarget", ({ targetId, sessionId }) => {
      self.#sessions.delete(targetId);
      self.#targets.delete(sessionId);
      self.#debugger.ended(sessionId);
    });
    if (overheard) await self.#listen();
    if (extension) await until("the extension's background in Chromium", () => self.#background());
    return self;
  }

  /** Runs an expression in the extension's page whose address starts so: its value, awaited, through JSON. */
  async evaluate(address, expression) {
    const target = await this.#target((info) => info.type === "page" && info.url.startsWith(address));
    if (!target) throw new Error(`no page at ${address}`);
    return this.#run(target.targetId, expression);
  }

  /** The same, as if a person had done it. */
  async evaluateAsPerson(address, expression) {
    const target = await this.#target((info) => info.type === "page" && info.url.startsWith(address));
    if (!target) throw new Error(`no page at ${address}`);
    return this.#run(target.targetId, expression, { userGesture: true });
  }

  /** The same in the background itself. */
  async evaluateInBackground(expression) {
    const target = await until("the extension's background in Chromium", () => this.#background());
    return this.#run(target.targetId, expression);
  }

  /** Clicks on the extension's button in the toolbar, for the tab that WebDriver calls so. */
  async clickToolbar(handle) {
    // The debugger counts tabs and the pages in them apart; the button belongs to the tab, whose page has the handle.
    const page = await this.#target((info) => info.targetId === handle);
    const { targetInfos } = await this.#debugger.send("Target.getTargets", { filter: [{ type: "tab" }] });
    const tab = targetInfos.find((info) => info.url === page?.url);
    const targetId = tab?.targetId ?? handle;
    await this.#debugger.send("Extensions.triggerAction", { id: new URL(this.origin).host, targetId });
  }

  /** Calls who listens to a command of the manifest, as the browser would: no debugger reaches the browser's own keys. */
  async pressShortcut({ command }) {
    await this.evaluateInBackground(`${FRONT}.then((tab) => chrome.commands.onCommand.dispatch(${JSON.stringify(command)}, tab))`);
  }

  /** Calls who listens to the entry of the context menu, as the browser would: headless, there is no menu. */
  async chooseMenu(id) {
    const info = JSON.stringify({ menuItemId: id, frameId: 0, editable: false });
    await this.evaluateInBackground(`${FRONT}.then((tab) => chrome.contextMenus.onClicked.dispatch(${info}, tab))`);
  }

  /** Loads the extension anew, as an update does. */
  async reloadExtension() {
    const before = await this.#background();
    const handle = await this.driver.getWindowHandle();
    await this.driver.switchTo().newWindow("tab");
    await this.driver.get("chrome://extensions");
    // Without the developer's mode Chromium loads no unpacked extension anew.
    await this.driver.executeScript(
      `return chrome.developerPrivate.updateProfileConfiguration({ inDeveloperMode: true })
        .then(() => chrome.developerPrivate.reload(arguments[0], { failQuietly: false }))`,
      new URL(this.origin).host,
    );
    await this.driver.close();
    await this.driver.switchTo().window(handle);
    await until("the extension to be loaded anew", async () => {
      const now = await this.#background();
      return now && now.targetId !== before?.targetId;
    });
  }

  async closePopup(address) {
    const target = await this.#target((info) => info.type === "page" && info.url.startsWith(address));
    if (!target) return;
    // It may close by itself at this very moment.
    await this.#debugger.send("Target.closeTarget", { targetId: target.targetId }).catch((error) => {
      if (!/No target/.test(error.message)) throw error;
    });
  }

  /** A picture of an extension's page that WebDriver has no handle for: the popup. */
  async screenshotOf(address) {
    const target = await this.#target((info) => info.type === "page" && info.url.startsWith(address));
    const session = await this.#attach(target.targetId);
    const { data } = await this.#debugger.send("Page.captureScreenshot", {}, session);
    return Buffer.from(data, "base64");
  }

  /** Runs a function on what stands in the closed shadow root of ours in a page; null where there is none. */
  async runInCard(handle, expression) {
    const session = await this.#attach(handle);
    const send = (method, params) => this.#debugger.send(method, params, session);
    const { root } = await send("DOM.getDocument", { depth: -1, pierce: true });
    const inside = closedRoot(root);
    if (!inside) return null;
    const { object } = await send("DOM.resolveNode", { backendNodeId: inside.backendNodeId });
    const { result, exceptionDetails } = await send("Runtime.callFunctionOn", {
      objectId: object.objectId,
      functionDeclaration: `function () { return (${expression})(this); }`,
      returnByValue: true,
    });
    if (exceptionDetails) throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text);
    return result.value;
  }

  async isOpen(address) {
    return Boolean(await this.#target((info) => info.type === "page" && info.url.startsWith(address)));
  }

  async setSites(allowed) {
    const before = await this.driver.getWindowHandle();
    await this.driver.switchTo().newWindow("tab");
    await this.#configure({ hostAccess: allowed ? "ON_ALL_SITES" : "ON_CLICK" });
    await this.driver.close();
    await this.driver.switchTo().window(before);
  }

  /**
   * Chromium's question cannot be answered without a window. What was granted in the browser's own settings and given back by
   * the extension is granted again without one.
   */
  async allowSite(pattern) {
    await this.#inExtensions("return chrome.developerPrivate.addHostPermission(arguments[0], arguments[1])", pattern);
    await this.evaluate(this.origin, `chrome.permissions.remove({ origins: [${JSON.stringify(pattern)}] })`);
  }

  async withdrawSite(pattern) {
    await this.#inExtensions("return chrome.developerPrivate.removeHostPermission(arguments[0], arguments[1])", pattern);
  }

  async #inExtensions(script, pattern) {
    const before = await this.driver.getWindowHandle();
    await this.driver.switchTo().newWindow("tab");
    await this.driver.get("chrome://extensions");
    await this.driver.executeScript(script, new URL(this.origin).host, pattern);
    await this.driver.close();
    await this.driver.switchTo().window(before);
  }

  async narrow(handle, width) {
    const session = await this.#attach(handle);
    const metrics = { width, height: 740, deviceScaleFactor: 1, mobile: false };
    await this.#debugger.send("Emulation.setDeviceMetricsOverride", metrics, session);
    await this.#debugger.send("Emulation.setTouchEmulationEnabled", { enabled: true, maxTouchPoints: 5 }, session);
  }

  async look(handle, { dark, still, forced }) {
    const session = await this.#attach(handle);
    const features = [
      { name: "prefers-color-scheme", value: dark ? "dark" : "light" },
      { name: "prefers-reduced-motion", value: still ? "reduce" : "no-preference" },
      { name: "forced-colors", value: forced ? "active" : "none" },
    ];
    await this.#debugger.send("Emulation.setEmulatedMedia", { features }, session);
  }

  /** Whoever waits for the background wakes it again at once, under the same name even: its end is known by what it forgot. */
  async stopBackground() {
    const target = await this.#background();
    if (!target) return;
    await this.#run(target.targetId, "void (globalThis.notYetStopped = true)");
    await this.#debugger.send("Target.closeTarget", { targetId: target.targetId });
    await until("the end of the background in Chromium", async () => {
      const now = await this.#background();
      if (!now || now.targetId !== target.targetId) return true;
      const forgot = this.#run(now.targetId, "!globalThis.notYetStopped").catch(() => false);
      // One that has just ended may still be listed, and answers nothing: then the list is looked at again.
      return Promise.race([forgot, new Promise((go) => setTimeout(go, 250))]);
    });
  }

  /** The page as a PDF, of the size and with the margins that it asks for. */
  async print(handle) {
    const session = await this.#attach(handle);
    const { data } = await this.#debugger.send("Page.printToPDF", { preferCSSPageSize: true }, session);
    return Buffer.from(data, "base64");
  }

  /**
   * Ends the process that draws a page of the extension, as a memory that runs full does, and loads its pages again: they all
   * share the one. WebDriver must be at a page of somebody else's meanwhile, or it ends too.
   */
  async crash(handle) {
    const session = await this.#attach(handle);
    const crashed = new Promise((done) => this.#debugger.on("Target.targetCrashed", ({ targetId }) => targetId === handle && done()));
    // It ends before it could answer.
    this.#debugger.send("Page.crash", {}, session).catch(() => {});
    await crashed;
    const { targetInfos } = await this.#debugger.send("Target.getTargets");
    const ours = targetInfos.filter(({ type, url }) => type === "page" && url.startsWith(this.origin));
    await Promise.all(ours.map(async ({ targetId }) => this.#debugger.send("Page.reload", {}, await this.#attach(targetId))));
  }

  /** What the consoles said: `{level, text, address, ours}`. */
  async logged() {
    return this.#logged;
  }

  async quit() {
    this.#debugger.close();
    await this.driver.quit();
  }

  // What the user sets on the browser's page of extensions.
  async #configure(changes) {
    await this.driver.get("chrome://extensions");
    await this.driver.executeScript(
      "return chrome.developerPrivate.updateExtensionConfiguration(arguments[0])",
      { extensionId: new URL(this.origin).host, ...changes },
    );
  }

  async #target(is) {
    const { targetInfos } = await this.#debugger.send("Target.getTargets");
    return targetInfos.find(is);
  }

  #background() {
    return this.#target((info) => info.type === "service_worker" && info.url.startsWith(this.origin));
  }

  #attach(targetId) {
    if (!this.#sessions.has(targetId)) {
      const attached = this.#debugger.send("Target.attachToTarget", { targetId, flatten: true });
      this.#sessions.set(targetId, attached.then(({ sessionId }) => sessionId));
    }
    return this.#sessions.get(targetId);
  }

  async #run(targetId, expression, { userGesture = false } = {}) {
    const session = await this.#attach(targetId);
    const parameters = { expression, awaitPromise: true, returnByValue: true, userGesture };
    const { result, exceptionDetails } = await this.#debugger.send("Runtime.evaluate", parameters, session);
    if (exceptionDetails) {
      throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text);
    }
    return result.value;
  }

  async #listen() {
    const note = (level, text, address, session) => {
      // The address first: a target that leaves a page of ours says what the next page logs before it says where it is.
      const place = address || this.#targets.get(session);
      this.#logged.push({ level, text, address: address ?? "", ours: Boolean(this.origin && place?.startsWith(this.origin)) });
    };
    this.#debugger.on("Runtime.consoleAPICalled", ({ type, args, stackTrace }, session) => {
      const text = args.map((each) => each.value ?? each.description ?? each.type).join(" ");
      note(type, text, stackTrace?.callFrames.at(0)?.url, session);
    });
    this.#debugger.on("Runtime.exceptionThrown", ({ exceptionDetails }, session) => {
      const { text, exception, url, stackTrace } = exceptionDetails;
      note("error", exception?.description ?? text, url ?? stackTrace?.callFrames.at(0)?.url, session);
    });
    this.#debugger.on("Log.entryAdded", ({ entry }, session) => note(entry.level, entry.text, entry.url, session));
    this.#debugger.on("Target.targetCreated", ({ targetInfo }) => this.#overhear(targetInfo));
    this.#debugger.on("Target.targetInfoChanged", ({ targetInfo }) => this.#name(targetInfo));
    await this.#debugger.send("Target.setDiscoverTargets", { discover: true });
  }

  async #name({ targetId, url }) {
    const session = await this.#sessions.get(targetId);
    if (session) this.#targets.set(session, url);
  }

  // The consoles of the pages and of the extension; a target that ends at once is no loss.
  async #overhear({ targetId, type, url }) {
    if (type !== "page" && type !== "service_worker") return;
    try {
      const session = await this.#attach(targetId);
      this.#targets.set(session, url);
      await this.#debugger.send("Runtime.enable", {}, session);
      await this.#debugger.send("Log.enable", {}, session);
    } catch (error) {
      if (!/no target|not found|closed|gone|detached/i.test(error.message)) throw error;
    }
  }
}
