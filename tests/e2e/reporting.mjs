// What a person does on the report page, for the tests that do it.

import { By, until } from "./browsers.mjs";
import { profile } from "./site/pages.mjs";
import { painted } from "./walk.mjs";

/** The deeds, in the browser and on the site of a walk. */
export function reporting(here) {
  const letter = (report) => report.run(() => document.querySelector("#sheet").innerText.replace(/\s+/g, " "));
  const says = (report, words) =>
    until(`a letter that says ${words}`, async () => {
      const text = await letter(report);
      return words.test(text) || Promise.reject(new Error(text));
    });
  const status = (report, words) =>
    until(`the word « ${words} »`, async () => (await report.run(() => document.querySelector("#status").textContent)).includes(words));
  const click = (report, selector) => report.run((selector) => document.querySelector(selector).click(), selector);
  const to = (report, recipient) => click(report, `input[name=recipient][value=${recipient}]`);
  const tick = async (report) => {
    for (const id of ["reread", "shown", "understood"]) await report.run((id) => document.getElementById(id).checked || document.getElementById(id).click(), id);
  };

  const offered = (report) =>
    report.run(() => [...document.querySelectorAll("input[name=recipient]")].filter((each) => !each.disabled).map((each) => each.value));

  /** Says that the site is a booking platform's. */
  async function isPlatform(report) {
    await click(report, "#platform");
    await until("the way to the platform", async () => (await offered(report)).includes("platform"));
  }

  async function write(report, id, text) {
    await report.driver.switchTo().window(report.handle);
    const field = await report.driver.findElement(By.id(id));
    await report.run((id) => document.getElementById(id).scrollIntoView({ block: "center", behavior: "instant" }), id);
    await field.sendKeys(text);
  }

  /** The question who reports. */
  const asked = (report) => until("the question who reports", () => report.run(() => Boolean(document.querySelector("#roles")?.checkVisibility())));

  async function choose(report, role) {
    await click(report, `input[name=role][value=${role === "mandated" ? "association" : role}]`);
    if (role === "mandated") await click(report, "#mandated");
    // A journalist's letter waits until something is kept.
    if (role === "journalist") return;
    await until("the letter", () => report.run(() => document.querySelector("#sheet").innerText.length > 200));
  }

  /** From a page to its report page, by the popup. */
  async function prepare(role = "person") {
    const { browser, site } = here;
    const tab = await browser.open(site.listed(profile));
    await tab.marksBecome(painted(profile));
    const popup = await browser.popup(tab);
    await popup.says(profile.findings[0].quote);
    await popup.press("Préparer un signalement");
    const report = await browser.tabAt(browser.page("report.html?draft="));
    await asked(report);
    await choose(report, role);
    return report;
  }

  /** The report page of a draft that is put where the background would have put it. */
  async function begin(draft) {
    const id = await here.browser.ask((draft) => {
      const id = crypto.randomUUID();
      return chrome.storage.session.set({ [`draft:${id}`]: { at: Date.now(), draft } }).then(() => id);
    }, draft);
    const report = await here.browser.open(here.browser.page(`report.html?draft=${id}`));
    await asked(report);
    return report;
  }

  return { asked, begin, choose, click, isPlatform, letter, offered, prepare, says, status, tick, to, write };
}

/** The draft of a report page that is open. */
export function draftOf(here, report) {
  return report
    .run(() => new URLSearchParams(location.search).get("draft"))
    .then((id) => here.browser.ask((id) => chrome.storage.session.get(`draft:${id}`).then((all) => all[`draft:${id}`].draft), id));
}
