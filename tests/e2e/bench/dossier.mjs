// scripts/bench --dossier: how a dossier of 5,000 invented cases with pictures of 120 KB opens, is filtered, leaves as a pack and comes
// back. What the machine adds of its own counts: the browser and its disk. Memory is the private memory of all processes of the
// browser, at its highest while it works, over what it was before: the extension's pages, its worker, and what keeps their data.

import { openBrowser } from "../browsers.mjs";
import { fill } from "../dossier.mjs";
import { effort } from "./weight.mjs";

const CASES = 5_000;
/** Upper bounds: ms, ms, s, s, MB of private memory over what the browser held before. */
const TARGETS = { opens: 500, filters: 50, exports: 30, imports: 40, memory: 300 };
/** How often memory is looked at, in ms. */
const LOOK = 500;
/** What nothing here takes, in ms. */
const LONGEST = 300_000;

/** The time from the navigation's start until rows are drawn. */
const opened = (done) => {
  const look = () => {
    const list = document.querySelector("#list");
    if (list?.checkVisibility() && list.childElementCount > 0) requestAnimationFrame(() => setTimeout(() => done(performance.now())));
    else requestAnimationFrame(look);
  };
  look();
};

/** The time from a change of the tools until what is found is counted and laid out. */
const filtered = (id, value, done) => {
  const control = document.getElementById(id);
  const count = document.getElementById("count");
  const begun = performance.now();
  const watching = new MutationObserver(() => {
    watching.disconnect();
    void document.body.offsetHeight;
    done(performance.now() - begun);
  });
  watching.observe(count, { childList: true, characterData: true, subtree: true });
  control.value = value ?? control.options[1].value;
  control.dispatchEvent(new Event(control.matches("select") ? "change" : "input", { bubbles: true }));
};

/** Questions, one after the other: tool, and value; without one the first that there is. */
const QUESTIONS = [["words", "camille"], ["words", ""], ["by-criterion"], ["by-practice"], ["by-criterion", "*"], ["by-department"]];

/** Clicks, and waits until something is shown, or the page says so; gives the seconds, or what the page says is wrong. */
const until = (click, shown, words, done) => {
  const status = document.querySelector("#status");
  const begun = performance.now();
  document.querySelector(click).click();
  const look = () => {
    const said = words && status.textContent.replace(/\s/g, " ").includes(words);
    if (status.classList.contains("fault") && status.textContent) done(status.textContent);
    else if (said || (shown && document.querySelector(shown).checkVisibility())) done((performance.now() - begun) / 1000);
    else setTimeout(look, 20);
  };
  look();
};

/** Keeps the file that is made next: the browser's own, on the disk, as the one is that its user saves. */
const hold = () => {
  const make = URL.createObjectURL;
  URL.createObjectURL = (blob) => make.call(URL, (window.file = blob));
};

/** Empties the store, as a new machine's is, and gives the pack that was just made to the import's field. */
const bring = (done) => {
  const give = () => {
    const chosen = new DataTransfer();
    chosen.items.add(new File([window.file], "dossier.wacz"));
    const field = document.querySelector("#file");
    field.files = chosen.files;
    field.dispatchEvent(new Event("change", { bubbles: true }));
    done(null);
  };
  const opening = indexedDB.open("vigie");
  opening.onerror = () => done(String(opening.error));
  opening.onsuccess = () => {
    const database = opening.result;
    const names = ["cases", "summaries", "blobs", "log"];
    const emptied = database.transaction(names, "readwrite");
    for (const name of names) emptied.objectStore(name).clear();
    emptied.oncomplete = () => (database.close(), give());
    emptied.onabort = () => done(String(emptied.error));
  };
};

/** Does something; says how much more private memory the browser held meanwhile at most, in MB, and how long its processors worked, in s. */
async function most(browser, work) {
  const before = await effort(browser.profile);
  let [highest, ended] = [before.memory, false];
  const looking = (async () => {
    while (!ended) {
      highest = Math.max(highest, (await effort(browser.profile)).memory);
      await new Promise((go) => setTimeout(go, LOOK));
    }
  })();
  try {
    const result = await work();
    return { result, memory: highest - before.memory, worked: (await effort(browser.profile)).worked - before.worked };
  } finally {
    ended = true;
    await looking;
  }
}

/** Measures in a browser: `row(what, value, unit, target)` takes the figures. */
export async function dossier(name, { runs, row, median }) {
  const browser = await openBrowser(name, { recorded: false, overheard: false });
  try {
    const step = process.env.VIGIE_STEPS ? (...said) => console.error(name, ...said) : () => {};
    await fill(browser, CASES, { profile: "release" });
    step("filled");
    await browser.driver.manage().setTimeouts({ script: LONGEST });
    const { driver } = browser;
    const [opens, filters] = [[], []];
    for (let run = 0; run < runs; run += 1) {
      await driver.get(browser.page("dossier.html"));
      opens.push(await driver.executeAsyncScript(opened));
      // The tools hold their values from when they are opened.
      await driver.executeScript(() => (document.querySelector("#filters").open = true));
      await driver.wait(() => driver.executeScript(() => document.querySelector("#by-department").options.length > 1), 30_000);
      for (const [id, value = null] of QUESTIONS) filters.push(await driver.executeAsyncScript(filtered, id, value));
    }
    step({ opens, filters });
    row(`${name}: a dossier of 5,000 opens`, median(opens), "ms", TARGETS.opens);
    row(`${name}: it is filtered`, median(filters), "ms", TARGETS.filters);
    await driver.get(browser.page("pack.html"));
    await browser.driver.wait(() => driver.executeScript(() => /\d/.test(document.querySelector("#which").textContent)), 30_000);
    await driver.executeScript(hold);
    const click = async (...step) => {
      const took = await driver.executeAsyncScript(until, ...step);
      if (typeof took === "string") throw new Error(`${step[0]}: ${took}`);
      return took;
    };
    const out = await most(browser, () => click("#make", "#ready", null));
    step(out);
    row(`${name}: it is exported`, out.result, "s", TARGETS.exports);
    row(`${name}: memory of the export`, out.memory, "MB", TARGETS.memory);
    const fault = await driver.executeAsyncScript(bring);
    if (fault) throw new Error(`the pack could not be brought back: ${fault}`);
    const back = await most(browser, async () => {
      const looked = await click("#look", "#held", null);
      const taken = await click("#go", null, `Cas ajoutés : ${CASES}`);
      step({ looked, taken });
      return looked + taken;
    });
    step(back);
    row(`${name}: it is imported`, back.result, "s", TARGETS.imports);
    row(`${name}: memory of the import`, back.memory, "MB", TARGETS.memory);
  } finally {
    await browser.close();
  }
}
