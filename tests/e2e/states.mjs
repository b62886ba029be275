// The pages of the extension in each of the states that a person meets: what must hold of all of them is asked of each, at 360 px,
// at 200 %, in the dark, by ear. `whole` ones are for scripts/test --all; the others go with every run.

import { until } from "./browsers.mjs";
import { draftOf, reporting } from "./reporting.mjs";
import { fill } from "./site/dossier.mjs";
import { clear, profile } from "./site/pages.mjs";
import { keep } from "./site/rechecked.mjs";
import { keepCases } from "./site/reviewed.mjs";
import { painted } from "./walk.mjs";

const shows = (page, words) =>
  until(`« ${words} »`, () => page.run((words) => document.body.innerText.replace(/\s+/g, " ").includes(words), words));
const click = (page, selector) => page.run((selector) => document.querySelector(selector).click(), selector);
const seen = (page, selector) =>
  until(`${selector} in sight`, () => page.run((selector) => Boolean(document.querySelector(selector)?.checkVisibility()), selector));

/** A page of the extension, when it has its words. */
async function open(here, address, words) {
  const page = await here.browser.open(here.browser.page(address));
  await shows(page, words);
  return page;
}

/** The popup as a page of its own, over a page of the site. */
async function popup(here, page, words, address = here.site.listed(page)) {
  const tab = await here.browser.open(address);
  await until("the page to be read", () => tab.marksBecome(painted(page)).then(() => true));
  const made = await open(here, `popup.html?tab=${tab.id}`, words);
  made.over = tab;
  return made;
}

/** The report page with its question who reports, from a page by the popup. */
export async function begin(here) {
  const tab = await here.browser.open(here.site.listed(profile));
  await tab.marksBecome(painted(profile));
  const toolbar = await here.browser.popup(tab);
  await toolbar.press("Préparer un signalement");
  const report = await here.browser.tabAt(here.browser.page("report.html?draft="));
  await seen(report, "#roles");
  report.over = tab;
  return report;
}

/** The same with the letter of a person concerned. */
export async function letter(here) {
  const report = await begin(here);
  await click(report, "input[value=person]");
  await until("the letter", () => report.run(() => document.querySelector("#sheet").innerText.length > 200));
  return report;
}

/** Writes into a field as somebody does. */
const put = (page, selector, text) =>
  page.run(
    (selector, text) => {
      const field = document.querySelector(selector);
      field.value = text;
      field.dispatchEvent(new Event("input", { bubbles: true }));
    },
    selector,
    text,
  );

/** The report page of a person concerned, of a draft that is another one than the page gave. */
async function drafted(here, changed, words) {
  const first = await begin(here);
  const report = await reporting(here).begin(changed(await draftOf(here, first)));
  await leave(first);
  await click(report, "input[value=person]");
  await shows(report, words);
  return report;
}

/** Closes a state's page, and the page that it is about. */
export async function leave(page) {
  await page.close();
  await page.over?.close();
}

/** Brings a state about, does something with its page, and takes the state away again. */
export async function visit(here, { open, after }, act) {
  const page = await open(here);
  try {
    await act(page);
  } finally {
    await leave(page);
    await after?.(here);
  }
}

/** A page of texts with its own example in it. */
async function written(here, address, words) {
  const page = await open(here, address, "pas encore de texte");
  // Its words are there before its buttons have been told what they do.
  await until("the example's text", () =>
    page.run(() => {
      const field = document.querySelector("#text");
      if (!field.value) document.querySelector("#example").click();
      return field.value !== "";
    }),
  );
  await shows(page, words);
  return page;
}

/** The page of review with invented cases, and somebody who reviews them. */
async function reviewing(here) {
  const page = await open(here, "review.html", "rien à relire");
  await keepCases(page);
  await page.reload();
  await seen(page, "#introduction");
  return page;
}

async function begun(here) {
  const page = await reviewing(here);
  await page.run(() => {
    document.querySelector("#reviewer-name").value = "Ada";
    document.querySelector("#begin").click();
  });
  await seen(page, "#case");
  return page;
}

/** Takes the dossier and who reviews it away. */
const unreviewed = (here) =>
  here.browser.ask(async () => {
    await new Promise((done) => (indexedDB.deleteDatabase("vigie").onsuccess = done));
    await chrome.storage.local.remove("reviewer");
    return null;
  });

/** A dossier of so many cases. */
async function dossier(here, length) {
  const page = await open(here, "dossier.html", "Rien n’est encore enregistré");
  await fill(page.driver, length);
  await page.reload();
  await seen(page, "#list li");
  return page;
}

const forget = (here) => here.browser.ask(() => new Promise((done) => (indexedDB.deleteDatabase("vigie").onsuccess = () => done(null))));

const pause = (here, paused) => here.browser.ask((paused) => chrome.runtime.sendMessage({ type: "pause", host: "127.0.0.1", paused }), paused);

/** The page « Revérifier » with the pages of a site that are kept, and with its work stopped at a login; the dossier and the work go after it. */
const rechecking = {
  async open(here) {
    await keep(here, ["la", "change", "partie", "connexion"].map((name) => here.site.listed(`/revu/${name}`)));
    const page = await open(here, "recheck.html", "4 pages à rouvrir");
    return page;
  },
  async after(here) {
    await forget(here);
    await here.browser.ask(() => chrome.storage.local.remove("recheck").then(() => null));
  },
};

export const STATES = [
  { name: "the popup with mentions", open: (here) => popup(here, profile, profile.findings[0].quote) },
  { name: "the popup without any", whole: true, open: (here) => popup(here, clear, "Aucune mention repérée") },
  {
    name: "the popup over a page that cannot be read",
    whole: true,
    async open(here) {
      const tab = await here.browser.open(here.browser.page("welcome.html"));
      const page = await open(here, `popup.html?tab=${tab.id}`, "ne peut pas être lue");
      page.over = tab;
      return page;
    },
  },
  {
    name: "the popup on a paused site",
    whole: true,
    async open(here) {
      await pause(here, true);
      const tab = await here.browser.open(here.site.listed(profile));
      const page = await open(here, `popup.html?tab=${tab.id}`, "Reprendre sur ce site");
      page.over = tab;
      return page;
    },
    after: (here) => pause(here, false),
  },
  {
    name: "the question before a form is filled in",
    async open(here) {
      // Its draft stays when its page is closed: there is a report to fill from.
      await leave(await begin(here));
      const page = await popup(here, profile, "Préremplir ce formulaire");
      await click(page, "#fill-start");
      await seen(page, "#fill-go");
      return page;
    },
  },
  { name: "« Vos droits »", open: (here) => open(here, "rights.html", "Refus de soins") },
  { name: "no text to check", whole: true, open: (here) => open(here, "check.html", "pas encore de texte") },
  { name: "a checked text", open: (here) => written(here, "check.html", "Comment l’écrire autrement") },
  { name: "a text to report", whole: true, open: (here) => written(here, "paste.html", "Préparer un signalement") },
  { name: "the first-run page", whole: true, open: (here) => open(here, "welcome.html", "Repérer") },
  { name: "the example", whole: true, open: (here) => open(here, "example.html", "Camille Exemple") },
  { name: "the settings", open: (here) => open(here, "settings.html", "Les sites") },
  { name: "a dossier with nothing in it", whole: true, open: (here) => open(here, "dossier.html", "Aucun signalement") },
  { name: "a draft that is gone", whole: true, open: (here) => open(here, "report.html?draft=none", "n’existe plus") },
  { name: "the question who reports", whole: true, open: begin },
  {
    name: "the report",
    async open(here) {
      const report = await letter(here);
      // Everything that can be open at once.
      for (const selector of ["#retouch", "#copy", "[data-part=change]", "#sent-add"]) {
        if (await report.run((selector) => document.querySelector(selector)?.checkVisibility() ?? false, selector)) await click(report, selector);
      }
      await seen(report, "#sent li");
      return report;
    },
  },
  {
    name: "the report to the Order, by blocks",
    whole: true,
    async open(here) {
      const report = await letter(here);
      await click(report, "input[name=recipient][value=order]");
      for (const line of ["#reread", "#shown", "#understood"]) await click(report, line);
      await click(report, "#copy-blocks");
      await seen(report, "#blocks li");
      return report;
    },
  },
  {
    name: "the report of a journalist, who is to keep something first",
    whole: true,
    async open(here) {
      const report = await begin(here);
      await click(report, "input[value=journalist]");
      await seen(report, "#letter-none");
      return report;
    },
  },
  {
    name: "the report of a mandated association",
    whole: true,
    async open(here) {
      const report = await begin(here);
      for (const selector of ["input[value=association]", "#mandated"]) await click(report, selector);
      await seen(report, "#sheet .letter-block");
      return report;
    },
  },
  {
    name: "the report without a picture, with masked words, an emptied block and a letter that is sent",
    whole: true,
    async open(here) {
      const report = await letter(here);
      for (const selector of ["#screenshot-remove", "#platform"]) await click(report, selector);
      await put(report, "#mask", "docteur, vaccins");
      await click(report, "#mask-apply");
      await shows(report, "Ces mots sont masqués");
      await click(report, "[data-block=basis] [data-part=change]");
      await put(report, "[data-block=basis] textarea", "");
      for (const selector of ["[data-block=basis] [data-part=change]", "#sent-add"]) await click(report, selector);
      await seen(report, "#also-list button");
      return report;
    },
  },
  {
    name: "the report of words that leave it open",
    whole: true,
    open: (here) => drafted(here, (draft) => ({ ...draft, finding: { ...draft.finding, grade: "check" } }), "ne suffisent pas à eux seuls"),
  },
  { name: "the report of a text that was pasted", whole: true, open: (here) => drafted(here, (draft) => ({ ...draft, way: "pasted", screenshot: null, screenshotWhy: null }), "Faits constatés") },
  {
    name: "the report from a private window",
    whole: true,
    open: (here) => drafted(here, (draft) => ({ ...draft, private: true }), "fenêtre privée"),
  },
  {
    name: "the question whether to erase",
    // It keeps the focus: nothing else on its page can have it.
    asks: true,
    async open(here) {
      const report = await letter(here);
      await click(report, "#erase");
      await seen(report, "#confirm");
      return report;
    },
  },
  {
    name: "what is erased",
    whole: true,
    async open(here) {
      const report = await letter(here);
      await click(report, "#erase");
      await click(report, "#confirm-yes");
      await seen(report, "#erased");
      return report;
    },
  },
  {
    name: "a dossier of one mention",
    whole: true,
    async open(here) {
      const report = await letter(here);
      await click(report, "#save");
      await shows(report, "C’est enregistré");
      await report.go(here.browser.page("dossier.html"));
      await seen(report, "#list li");
      return report;
    },
    after: forget,
  },
  {
    name: "a dossier of many, with everything open",
    async open(here) {
      const page = await dossier(here, 60);
      for (const selector of ["#filters > summary", "#figures > summary", "#keys > summary", "#pick-all"]) await click(page, selector);
      await seen(page, ".chart");
      return page;
    },
    after: forget,
  },
  {
    name: "the question whether to erase the whole dossier",
    async open(here) {
      const page = await dossier(here, 3);
      await click(page, "#erase");
      await seen(page, "#erase-ask");
      return page;
    },
    after: forget,
  },
  { name: "a dossier that leaves as a file, or comes back", whole: true, open: (here) => open(here, "pack.html", "Importer") },
  { name: "a file to be verified", whole: true, open: (here) => open(here, "verify.html", "Vérifier un fichier") },
  {
    name: "the follow-up of a mention",
    whole: true,
    asks: true,
    async open(here) {
      const page = await dossier(here, 12);
      await page.run(() => document.querySelector("#list [data-part=times]:not([hidden])").click());
      await seen(page, "#timeline li");
      return page;
    },
    after: forget,
  },
  {
    name: "the question whether to erase several",
    whole: true,
    asks: true,
    async open(here) {
      const page = await dossier(here, 12);
      for (const selector of ["#pick-all", "#bulk-remove"]) await click(page, selector);
      await seen(page, "#ask");
      return page;
    },
    after: forget,
  },
  { name: "pages to be opened again", whole: true, ...rechecking },
  {
    name: "what opening pages again has shown, up to a login",
    async open(here) {
      const page = await rechecking.open(here);
      await click(page, "#start");
      await shows(page, "demande de se connecter");
      await click(page, "[data-outcome=changed] summary");
      page.over = await here.browser.tabAt(here.site.listed("/revu/"));
      await page.show();
      return page;
    },
    after: rechecking.after,
  },
  { name: "nothing to review", whole: true, open: (here) => open(here, "review.html", "rien à relire"), after: unreviewed },
  { name: "the question who reviews", whole: true, open: reviewing, after: unreviewed },
  {
    name: "a wording to review",
    async open(here) {
      const page = await begun(here);
      await click(page, "#reveal");
      await click(page, "#discuss");
      await until("the next one", () => page.run(() => document.querySelector("#queue").dataset.given === "1"));
      await click(page, "#back");
      await seen(page, "#case-own");
      return page;
    },
    after: unreviewed,
  },
  {
    name: "what reviewers said",
    whole: true,
    async open(here) {
      const page = await begun(here);
      for (const [given, verdict] of ["discuss", "reject", "confirm"].entries()) {
        await click(page, `#${verdict}`);
        await until("the verdict", () => page.run((n) => document.querySelector("#queue").dataset.given === String(n), given + 1));
      }
      await click(page, "#go-agreement");
      await seen(page, "#divided li");
      await page.run(() => (document.querySelector("#decided-box").open = true));
      return page;
    },
    after: unreviewed,
  },
  {
    name: "a correction to propose",
    whole: true,
    async open(here) {
      const page = await begun(here);
      await click(page, "#propose");
      await seen(page, "#proposal-case");
      return page;
    },
    after: unreviewed,
  },
  {
    name: "words that were missed, to propose",
    asks: true,
    async open(here) {
      const page = await begun(here);
      await click(page, "#missed");
      await seen(page, "#proposal-case");
      await page.run(() => document.querySelector("#proposal-text").setSelectionRange(0, 5));
      await click(page, "#proposal-take");
      await shows(page, "Choisissez ce qui est fait");
      return page;
    },
    after: unreviewed,
  },
  {
    name: "words that were missed in a text, to propose",
    whole: true,
    asks: true,
    async open(here) {
      const page = await written(here, "check.html", "Comment l’écrire autrement");
      await click(page, "#missed");
      await seen(page, "#proposal-case");
      return page;
    },
  },
];

/** Those that this run asks of. */
export const ASKED = STATES.filter(({ whole }) => !whole || process.env.VIGIE_ALL);
