// The report page where things are not as usual: words that leave it open, other recipients, a page that is full of tricks, a
// process that ends under its reader, and what comes out on paper.

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { it } from "node:test";
import { until } from "./browsers.mjs";
import { draftOf, reporting } from "./reporting.mjs";
import { profile } from "./site/pages.mjs";
import { walk } from "./walk.mjs";

/** What a page can put where a name is expected: markup, an expression, control characters, letters that run backwards. */
const TRICK = `<img src=x onerror="document.title='pris'"><script>document.title='pris'</script>{{ 7 * 7 }}\u0000\u0007\u001b\u202egnort\u2066</textarea>`;
/** What is left of it to be read. */
const READ = `<img src=x onerror="document.title='pris'">`;

/** The same value with the trick behind every text, but for the keys that the engine itself writes. */
function tricked(value) {
  if (typeof value === "string") return value + TRICK;
  if (Array.isArray(value)) return value.map(tricked);
  return value && typeof value === "object" ? Object.fromEntries(Object.entries(value).map(([key, each]) => [key, tricked(each)])) : value;
}

/** Debian's package poppler-utils has it. */
const reads = spawnSync("pdftotext", ["-v"]).error === undefined;

/** The words of a PDF, leaf by leaf, with their boxes in points: `[{width, height, words: [{text, left, top, right, bottom}]}]`. */
function words(pdf) {
  const { status, stdout, stderr } = spawnSync("pdftotext", ["-bbox", "-", "-"], { input: pdf, encoding: "utf8", maxBuffer: 1 << 26 });
  assert.equal(status, 0, stderr);
  const plain = (text) => text.replace(/&lt;/g, "<").replace(/&gt;/g, ">").replace(/&quot;/g, '"').replace(/&amp;/g, "&");
  return stdout.split(/<page /).slice(1).map((page) => {
    const [, width, height] = page.match(/width="([\d.]+)" height="([\d.]+)"/).map(Number);
    const words = [...page.matchAll(/<word xMin="([-\d.]+)" yMin="([-\d.]+)" xMax="([-\d.]+)" yMax="([-\d.]+)">(.*?)<\/word>/g)].map(([, left, top, right, bottom, text]) => ({ text: plain(text), left: +left, top: +top, right: +right, bottom: +bottom }));
    return { width, height, words };
  });
}

/** A millimetre in points. */
const MM = 72 / 25.4;

walk("a report under strain", (here) => {
  const { begin, choose, click, letter, offered, prepare, says, to, write } = reporting(here);
  /** The draft of a page, without its picture. */
  let found;
  const draft = async () => {
    if (!found) {
      const report = await prepare();
      found = await draftOf(here, report);
      await report.close();
    }
    return { ...found, screenshot: null };
  };
  // What only the program decides, and no browser, is asked of both where there is time.
  const once = here.name === "chromium" || process.env.VIGIE_ALL ? it : it.skip;

  it("writes of words that leave it open only what its author adds a fact to", async () => {
    const tab = await here.browser.open(here.site.listed(profile));
    const check = profile.findings.find(({ grade }) => grade === "check").quote;
    await until("the mark", async () => (await tab.marked()).some((text) => text.includes(check)));
    await tab.clickMark(check);
    // The card asks whether it is a problem at all; what follows its answer is the way to the report.
    await tab.pressInCard("Oui");
    await tab.pressInCard("Préparer un signalement");
    const report = await here.browser.tabAt(here.browser.page("report.html?draft="));
    await until("the question who reports", () => report.run(() => Boolean(document.querySelector("#roles")?.checkVisibility())));
    await click(report, "input[name=role][value=person]");
    await until("the word that a fact is needed", () => report.run(() => /ne suffisent pas à eux seuls/.test(document.querySelector("#letter-none").innerText)));
    assert.equal(await letter(report), "");
    assert.equal(await report.run(() => document.querySelector("#leave").checkVisibility()), false, "a way out without a letter");
    await write(report, "f-happened", "Oui.");
    assert.equal(await letter(report), "", "that is no fact");
    await write(report, "f-happened", " On m’a demandé d’avancer les frais.");
    await says(report, /On m’a demandé d’avancer les frais\./);
    assert.ok((await letter(report)).includes(check));
    await report.run(() => {
      const field = document.querySelector("#f-happened");
      field.value = "";
      field.dispatchEvent(new Event("input", { bubbles: true }));
    });
    await until("no letter again", async () => (await letter(report)) === "");
    await report.close();
    await tab.close();
  });

  once("writes to the mediator where a profession has no Order", async () => {
    const report = await begin(await draft());
    await choose(report, "person");
    assert.ok((await offered(report)).includes("order"));
    await report.run(() => {
      const field = document.querySelector("#p-profession");
      field.value = "Orthophoniste";
      field.dispatchEvent(new Event("input", { bubbles: true }));
    });
    await until("the mediator", async () => (await offered(report)).includes("mediator"));
    assert.ok(!(await offered(report)).includes("order"));
    await to(report, "mediator");
    await says(report, /Médiateur de l’organisme local d’assurance maladie \(CPAM\) Département : Rhône \(69\)/);
    assert.equal(await report.run(() => document.querySelector("#open-form").checkVisibility()), false);
    await report.close();
  });

  once("writes to SignalConso of prices, and of nothing else", async () => {
    const page = await here.browser.open(here.browser.page("paste.html"));
    const quote = "CMU : supplément de 20 €";
    await page.run((text) => {
      const field = document.querySelector("#text");
      field.value = text;
      field.dispatchEvent(new Event("input", { bubbles: true }));
    }, `Tarifs du cabinet\n${quote}.`);
    await until("the mention", () => page.run(() => Boolean(document.querySelector("#mentions-list [data-part=report]")?.checkVisibility())));
    await click(page, "#mentions-list [data-part=report]");
    await until("the report", () => page.run(() => Boolean(document.querySelector("#roles")?.checkVisibility())));
    await choose(page, "witness");
    assert.deepEqual((await offered(page)).filter((one) => one === "dgccrf"), ["dgccrf"]);
    await to(page, "dgccrf");
    await says(page, /supplément de 20 €/);
    assert.equal(await page.run(() => document.querySelector("#open-form").href), "https://signal.conso.gouv.fr/");
    assert.match(await page.run(() => document.querySelector("#letter-cautions").innerText), /SignalConso avertit le professionnel/);
    await page.close();
  });

  it("shows as words what a page meant as markup, in every field", async () => {
    const { finding, page, facts, ...rest } = await draft();
    const quote = `Patients CMU non acceptés ${TRICK}`;
    const before = `Avant ${TRICK}\n`;
    const report = await begin({
      ...rest,
      finding: { ...finding, quote, at: { start: before.length, end: before.length + quote.length }, trace: {} },
      text: `${before}${quote}\nAprès ${TRICK}`,
      stream: undefined,
      page: { ...page, title: tricked(page.title), url: `${page.url}?q=${encodeURIComponent(TRICK)}` },
      facts: { ...tricked(facts), site: "doctolib", adapter: tricked({ name: "Dr Exemple", profession: "Médecin", address: "1 rue X, 69003 Lyon" }) },
    });
    await choose(report, "person");
    await report.run((trick) => {
      for (const field of document.querySelectorAll("[data-field], [data-practitioner]")) {
        field.value += trick;
        field.dispatchEvent(new Event("input", { bubbles: true }));
      }
    }, TRICK);
    for (const recipient of ["defender", "cpam"]) {
      await to(report, recipient);
      await until("the letter", async () => (await report.run(() => document.querySelector("#sheet").textContent.length)) > 500);
      const seen = await report.run(() => ({
        title: document.title,
        elements: document.querySelectorAll("#report script, #report img:not(#screenshot-image), #report [onerror]").length,
        sheet: document.querySelector("#sheet").textContent,
        // What the page's section says is shown to the letter, as its hash has it, and isolated from what stands around it.
        turned: [...document.querySelectorAll("#report *")]
          .filter((each) => /\u202e/.test([...each.childNodes].filter((node) => node.nodeType === Node.TEXT_NODE).map((node) => node.data).join("")))
          .filter((each) => !each.matches("#evidence-context, .annex-text") || getComputedStyle(each).unicodeBidi === "normal")
          .map((each) => each.outerHTML.slice(0, 120)),
      }));
      assert.ok(!seen.title.includes("pris") && seen.elements === 0, recipient);
      assert.ok(seen.sheet.split(READ).length > 5, `${recipient}: the words of the page, and its reader's own, as they are`);
      // eslint-disable-next-line no-control-regex
      assert.doesNotMatch(seen.sheet, /[\u0000\u0007\u001b\u202a-\u202e\u2066-\u2069]/, recipient);
      assert.deepEqual(seen.turned, [], `${recipient}: nothing else on the page runs backwards`);
    }
    await report.close();
  });

  it("comes out on paper: two leaves, every block, no line cut", { skip: reads ? false : "pdftotext (poppler-utils) is not there" }, async () => {
    const report = await begin(await draft());
    await choose(report, "person");
    await report.run(() => {
      const said = { happened: "Au téléphone, le secrétariat m’a répondu que le cabinet ne prenait pas la C2S.", when: "le 3 novembre 2026", steps: "J’ai écrit au cabinet.", name: "Dominique Modèle", address: "1 rue du Modèle\n69003 Lyon", email: "dominique@example.org", phone: "06 12 34 56 78", place: "Lyon" };
      for (const [name, text] of Object.entries(said)) {
        const field = document.querySelector(`[data-field="${name}"]`);
        field.value = text;
        field.dispatchEvent(new Event("input", { bubbles: true }));
      }
    });
    await says(report, /ne prenait pas la C2S/);
    for (const recipient of process.env.VIGIE_ALL ? ["defender", "cpam", "order"] : ["defender"]) {
      await to(report, recipient);
      const blocks = await report.run(() => [...document.querySelectorAll("#sheet .letter-block")].map((block) => [...block.querySelectorAll("h3, [data-part=text] p")].map((each) => each.textContent)));
      assert.ok(blocks.length >= 12, `${blocks.length} blocks`);
      const leaves = words(await here.browser.print(report));
      // A4, and what stands in its margins is the number of the leaf.
      for (const { width, height } of leaves) assert.deepEqual([Math.round(width / MM), Math.round(height / MM)], [210, 297]);
      const inside = leaves.map(({ height, words }) => words.filter(({ top }) => top < height - 20 * MM));
      const bare = (text) => text.replace(/\s/g, "");
      const of = (some) => bare(some.map(({ text }) => text).join(""));
      const annex = inside.findIndex((some) => /^Pièce/.test(of(some)));
      assert.ok(annex === 1 || annex === 2, `the letter has ${annex} leaves`);
      const paper = of(inside.slice(0, annex).flat());
      for (const line of blocks.flat().flatMap((text) => text.split("\n"))) assert.ok(paper.includes(bare(line)), `${recipient}: « ${line} » is not on paper:\n${paper}`);
      inside.forEach((some, leaf) => {
        const { width, height } = leaves[leaf];
        for (const { text, left, top, right, bottom } of some) {
          const fits = left >= 19 * MM && right <= width - 19 * MM && top >= 20 * MM && bottom <= height - 19 * MM;
          assert.ok(fits, `leaf ${leaf + 1}: « ${text} » at ${[left, top, right, bottom].map((each) => Math.round(each / MM))} mm`);
        }
      });
      assert.doesNotMatch(paper, /Modifier|Textepropos/, "the page's own buttons");
    }
    await report.close();
  });

  // Last, as WebDriver does not see its pages again. Only Chromium's debugger can end the process of a page.
  if (here.name === "chromium") {
    it("loses at most half a second of typing when the process of its page ends", async () => {
      const { browser } = here;
      const report = await begin(await draft());
      await choose(report, "witness");
      const id = await report.run(() => new URLSearchParams(location.search).get("draft"));
      await report.run(() => {
        const field = document.querySelector("#f-happened");
        field.value = "Vers ";
        // As fast as somebody types.
        setInterval(() => {
          field.value += `${Date.now()} `;
          field.dispatchEvent(new Event("input", { bubbles: true }));
        }, 50);
      });
      const kept = () => browser.ask((id) => chrome.storage.session.get(`words:${id}`).then((all) => all[`words:${id}`]?.answers.happened ?? ""), id);
      // As its page counts: what is kept must not say when.
      await until("two seconds of typing", () => report.run(() => document.querySelector("#f-happened").value.split(" ").length > 40));
      await browser.open(here.site.listed("/site.css"));
      const ended = Date.now();
      await browser.backend.crash(report.handle);
      const last = Number((await kept()).trim().split(" ").at(-1));
      assert.ok(ended - last <= 500, `${ended - last} ms of typing are lost`);
      // The draft is still offered, and its page has the words again.
      const { drafts } = await browser.ask(() => chrome.runtime.sendMessage({ type: "sources" }));
      assert.ok(drafts.some((one) => one.id === id));
      // WebDriver takes the tab for dead for good.
      const address = browser.page(`report.html?draft=${id}`);
      await until("the words again", () => browser.askAt(address, (last) => document.querySelector("#sheet")?.textContent.includes(last), String(last)));
    });
  }
});
