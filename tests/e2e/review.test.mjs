// Review by volunteers: one wording at a time without names, by keys as by buttons; each verdict is on the disk before the next
// wording is shown; nobody sees what others said before they have said something; a correction leaves without names.

import assert from "node:assert/strict";
import { it } from "node:test";
import { Key, until } from "./browsers.mjs";
import { keepCases } from "./site/reviewed.mjs";
import { walk } from "./walk.mjs";

walk("review by volunteers", (here) => {
  let tab;

  const text = (id) => tab.run((id) => document.getElementById(id).innerText.replace(/\s+/g, " ").trim(), id);
  const shown = (id) => tab.run((id) => document.getElementById(id).checkVisibility(), id);
  const press = (...keys) => tab.driver.actions().sendKeys(...keys).perform();
  const click = (id) => tab.run((id) => document.getElementById(id).click(), id);
  const seen = (id) => until(`#${id} in sight`, () => shown(id));
  const says = (id, words) =>
    until(`« ${words} » in #${id}`, async () => {
      const said = await text(id);
      return said.includes(words) || Promise.reject(new Error(said));
    });
  const given = (n) =>
    until(`${n} verdicts on the disk`, async () => {
      const now = await tab.run(() => document.getElementById("queue").dataset.given);
      return now === String(n) || Promise.reject(new Error(now));
    });

  async function open(words) {
    await tab?.close();
    tab = await here.browser.open(here.browser.page("review.html"));
    await until(`« ${words} »`, () => tab.run((words) => document.body.innerText.includes(words), words));
  }

  async function begin(name, part = "review") {
    await seen("introduction");
    await tab.run(
      (name, part) => {
        document.getElementById("reviewer-name").value = name;
        document.querySelector(`input[name=part][value=${part}]`).checked = true;
        document.getElementById("begin").click();
      },
      name,
      part,
    );
    await says("person-name", name);
  }

  it("says what to do where there is nothing to review", async () => {
    await open("rien à relire");
    assert.equal(await shown("introduction"), false);
    await keepCases(tab);
  });

  it("asks once who reviews, and shows one wording without names", async () => {
    await open("Avant de commencer");
    await click("begin");
    assert.equal(await shown("introduction"), true, "a reviewer without a name");
    await begin("Ada");
    await seen("case");
    // Five cases, two of them with the same text.
    assert.equal(await text("case-title"), "Mention 1 sur 4");
    assert.equal(await text("progress-text"), "0 sur 4 relues");
    assert.equal(await tab.run(() => document.activeElement.id), "case-title");
    for (let at = 1; at <= 4; at++) {
      const said = await text("case");
      assert.doesNotMatch(said, /Fontanel|Delambre|Kerbrat|Le Goff|99 00/, said);
      assert.match(said, /\S/);
      assert.ok((await tab.run(() => document.querySelector("#case mark").textContent)).length > 5);
      await press(Key.ARROW_RIGHT);
      if (at < 4) await says("case-title", `Mention ${at + 1} sur 4`);
    }
    await says("case-title", "Mention 1 sur 4");
    await click("reveal");
    assert.match(await text("whose"), /(Dr|M\.) \S+ \S+.*www\.maiia\.com/);
    assert.equal(await tab.run(() => document.getElementById("reveal").getAttribute("aria-expanded")), "true");
  });

  it("lets words that were missed leave as a case, by the keyboard alone", async () => {
    const focused = () => tab.run(() => document.activeElement.id);
    const upTo = async (id) => {
      for (let n = 0; (await focused()) !== id; n++) {
        assert.ok(n < 20, `no way to #${id} by the keyboard, only to #${await focused()}`);
        await press(Key.TAB);
      }
    };
    // One whose text greets with the practitioner's name.
    for (let at = 2; !(await text("case-quote")).includes("du lundi"); at++) {
      await press(Key.ARROW_RIGHT);
      await says("case-title", `Mention ${at} sur 4`);
    }
    await tab.run(() => {
      navigator.clipboard.writeText = (text) => ((window.copied = text), Promise.resolve());
      document.getElementById("case-title").focus();
    });
    await upTo("missed");
    await press(Key.ENTER);
    await seen("proposal");
    assert.equal(await text("proposal-title"), "Proposer une mention manquée");
    assert.equal(await focused(), "proposal-text");
    // The whole text without names, and nothing chosen for whoever proposes it.
    const before = await tab.run(() => ["text", "quote", "expected", "practice", "criterion"].map((id) => document.getElementById(`proposal-${id}`).value));
    assert.match(before[0], /^Le Dr Vallombreuse vous reçoit du lundi au vendredi\.\nPas de CMU\.\nMerci\.$/);
    assert.deepEqual(before.slice(1), ["", "flag", "", ""]);
    await says("proposal-hint", "Sélectionnez dans le texte");
    await upTo("proposal-take");
    await press(Key.ENTER);
    await says("proposal-hint", "Sélectionnez d’abord");
    assert.equal(await focused(), "proposal-text");
    let keys = tab.driver.actions().keyDown(Key.SHIFT);
    for (const _ of "Le Dr Vallombreuse vous reçoit") keys = keys.sendKeys(Key.ARROW_RIGHT);
    await keys.keyUp(Key.SHIFT).perform();
    await upTo("proposal-take");
    await press(Key.ENTER);
    await until("the words in their field", () =>
      tab.run(() => document.getElementById("proposal-quote").value === "Le Dr Vallombreuse vous reçoit"),
    );
    await says("proposal-hint", "Choisissez");
    assert.equal(await tab.run(() => document.getElementById("proposal-copy").disabled), true);
    await upTo("proposal-practice");
    await press(Key.ARROW_DOWN);
    await upTo("proposal-criterion");
    await press(Key.ARROW_DOWN);
    // What is pasted from the page itself loses the name too.
    await tab.run(() => {
      const quote = document.getElementById("proposal-quote");
      quote.value = "Le Dr Fontanel vous reçoit";
      quote.dispatchEvent(new Event("input", { bubbles: true }));
    });
    await upTo("proposal-copy");
    await press(Key.ENTER);
    const copied = await until("the copy", () => tab.run(() => window.copied));
    assert.match(copied, /^\[\[case\]\]\nname = "missed coverage refusal"\ntext = "Le Dr Vallombreuse vous/);
    assert.match(copied, /said clear"\ngrade = "flag"\ncriterion = "coverage"\npractice = "refusal"\nquote = "Le Dr Vallombreuse vous reçoit"\n$/);
    assert.doesNotMatch(copied, /Fontanel/);
    await press(Key.ESCAPE);
    await until("the end of the dialog", async () => !(await shown("proposal")));
    assert.equal(await focused(), "missed");
    assert.equal(await text("progress-text"), "0 sur 4 relues", "what was written in the dialog was a verdict");
    await tab.run(() => document.getElementById("case-title").focus());
    while ((await text("case-title")) !== "Mention 1 sur 4") {
      const before = await text("case-title");
      await press(Key.ARROW_RIGHT);
      await until("the next one", async () => (await text("case-title")) !== before);
    }
  });

  it("takes verdicts by keys and by buttons, and takes the last one back", async () => {
    await press("o");
    await given(1);
    await says("status", "Enregistré : Confirmer.");
    await says("case-title", "Mention 2 sur 4");
    await press(Key.ARROW_LEFT);
    await says("case-own", "Votre avis : Confirmer");
    await press("n");
    await says("case-title", "Mention 2 sur 4");
    await given(1);
    await press("a");
    await says("progress-text", "0 sur 4");
    await says("case-title", "Mention 1 sur 4");
    assert.equal(await shown("case-own"), false);
    await click("confirm");
    await given(1);
    // What is written is no command, and goes with the verdict.
    await tab.run(() => document.getElementById("why").focus());
    await press("nd12");
    assert.equal(await tab.run(() => document.getElementById("why").value), "nd12");
    await given(1);
    await click("discuss");
    await given(2);
    await press("p");
    await given(3);
    await says("progress-text", "2 sur 4 relues, 1 passée");
    await press("2");
    await given(4);
    // What was passed over comes last.
    await says("case-title", "Mention 3 sur 4");
    await press("4");
    await says("status", "Enregistré : Passer.");
    await press("1");
    await seen("finished");
  });

  it("has every verdict after a restart of the page, and keys that can be switched off", async () => {
    await open("Tout est relu");
    await press(Key.ARROW_LEFT);
    await says("case-own", "Votre avis");
    await click("keys");
    await press("n");
    await press("?");
    await click("keys-help");
    await seen("keys-dialog");
    await press(Key.ESCAPE);
    await until("the end of the dialog", async () => !(await shown("keys-dialog")));
    assert.match(await text("case-own"), /Votre avis/);
    await click("keys");
    assert.equal(await tab.run(() => document.getElementById("queue").dataset.keys), "on");
  });

  it("shows nobody what others said before they have said something", async () => {
    await click("person-change");
    await begin("Bo");
    await click("go-agreement");
    await seen("agreement");
    assert.match(await text("divided-hidden"), /n’est pas montrée/);
    assert.doesNotMatch(await text("agreement"), /nd12/);
    assert.equal(await tab.run(() => document.querySelectorAll("#divided > li, #decided > li").length), 0);
    await click("go-queue");
    for (const [n, key] of ["n", "n", "n", "n"].entries()) {
      await press(key);
      await given(n + 1);
    }
    await seen("finished");
  });

  it("shows agreement with its n, and settles what is seen differently with one more verdict", async () => {
    await click("finished-agreement");
    await says("agreement-figure", "Kappa de Cohen");
    assert.match(await text("agreement-figure"), /n = 4/);
    assert.match(await text("people"), /Ada 4.*Bo 4/);
    const before = await tab.run(() => document.querySelectorAll("#divided > li").length);
    assert.equal(await text("divided-title"), `${before} désaccords à régler`);
    assert.match(await text("divided"), /Ada À discuter.*nd12.*Bo Pas un problème/);
    await tab.run(() => {
      const first = document.querySelector("#divided > li");
      first.querySelector("[data-part=why]").value = "Lu ensemble.";
      first.querySelector("[data-part=reject]").click();
    });
    await says("status", "La décision est enregistrée");
    await until("one less", () => tab.run((before) => document.querySelectorAll("#divided > li").length === before - 1, before));
    await tab.run(() => (document.getElementById("decided-box").open = true));
    assert.match(await text("decided"), /Réglé par Bo le .*Pas un problème\. Lu ensemble\./);
  });

  it("lets a correction leave without names, as it was edited", async () => {
    await tab.run(() => {
      navigator.clipboard.writeText = (text) => ((window.copied = text), Promise.resolve());
      document.querySelector("#divided [data-part=propose]").click();
    });
    await seen("proposal");
    const proposed = await text("proposal-case");
    assert.match(proposed, /^\[\[case\]\].*grade = "clear"/);
    assert.doesNotMatch(proposed, /Fontanel|Delambre|Kerbrat|Le Goff|99 00/);
    await tab.run(() => {
      const set = (id, value) => {
        const field = document.getElementById(id);
        field.value = value;
        field.dispatchEvent(new Event("input", { bubbles: true }));
      };
      set("proposal-expected", "flag");
      set("proposal-text", "Pas de \"CMU\" ici.");
      set("proposal-quote", "autre chose");
    });
    await says("proposal-hint", "n’y sont pas");
    assert.equal(await tab.run(() => document.getElementById("proposal-copy").disabled), true);
    await tab.run(() => {
      const field = document.getElementById("proposal-quote");
      field.value = "Pas de \"CMU\"";
      field.dispatchEvent(new Event("input", { bubbles: true }));
    });
    await until("the button to copy", () => tab.run(() => !document.getElementById("proposal-copy").disabled));
    await click("proposal-copy");
    const copied = await until("the copy", () => tab.run(() => window.copied));
    assert.match(copied, /text = "Pas de \\"CMU\\" ici\."\n.*grade = "flag"\n/s);
    assert.match(copied, /quote = "Pas de \\"CMU\\""\n$/);
  });

  it("tells the dossier what reviewers say", async () => {
    const tallies = await tab.run(
      () =>
        new Promise((resolve, reject) => {
          const opening = indexedDB.open("vigie");
          opening.onerror = reject;
          opening.onsuccess = () => {
            const all = opening.result.transaction("summaries").objectStore("summaries").getAll();
            all.onsuccess = () => {
              opening.result.close();
              resolve(all.result.map(({ summary }) => JSON.parse(summary).tally));
            };
          };
        }),
    );
    assert.equal(tallies.length, 5);
    assert.ok(tallies.every(({ reject }) => reject >= 1), JSON.stringify(tallies));
    assert.equal(tallies.filter(({ settled }) => settled === "reject").length >= 1, true);
    await tab.close();
    tab = null;
  });
});
