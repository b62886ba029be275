// « Vérifier un texte »: what a practice writes is marked where it stands while it is written, with the reason and another way
// to put it; nothing of it becomes markup, leaves, or stays.

import assert from "node:assert/strict";
import { it } from "node:test";
import { By, Key, until } from "./browsers.mjs";
import { walk } from "./walk.mjs";

const MENTION = "Pas d’AME";

/** What stands under a mark, with its look. */
const marks = (tab) => tab.run(() => [...document.querySelectorAll("#copy > mark")].map((mark) => `${mark.dataset.kind}: ${mark.textContent}`));

const headline = (tab) => tab.run(() => document.querySelector("#headline").textContent.replace(/\s+/g, " "));

walk("a text that is written", (here) => {
  let tab;

  async function open() {
    tab ??= await here.browser.open(here.browser.page("check.html"));
    await until("the page", () => tab.run(() => !document.body.dataset.state));
    await write("");
    return tab;
  }

  /** Puts a text into the field as a paste does, at once. */
  async function write(text, id = "text") {
    await tab.run(
      (text, id) => {
        const field = document.getElementById(id);
        field.value = text;
        field.dispatchEvent(new Event("input", { bubbles: true }));
      },
      text,
      id,
    );
  }

  async function marksBecome(expected) {
    await until(`marks on ${JSON.stringify(expected)}`, async () => {
      const found = await marks(tab);
      return JSON.stringify(found) === JSON.stringify(expected) || Promise.reject(new Error(JSON.stringify(found)));
    });
  }

  async function says(words) {
    await until(`« ${words} »`, async () => {
      const said = await headline(tab);
      return said.includes(words) || Promise.reject(new Error(said));
    });
  }

  it("says what it is for while there is nothing to read", async () => {
    await open();
    await says("pas encore de texte");
    assert.deepEqual(await marks(tab), []);
    assert.equal(await tab.run(() => document.querySelector("#mentions").checkVisibility()), false);
  });

  it("marks the words while they are typed, says why, and proposes another way to put it", async () => {
    await open();
    const field = await tab.driver.findElement(By.id("text"));
    await field.sendKeys(`Bonjour. ${MENTION}, merci.\nPatients CMU : le mardi matin uniquement.`);
    await until("two marks", async () => (await marks(tab)).length === 2);
    const [refusal, worse] = await marks(tab);
    assert.match(refusal, /^refusal: .*AME/);
    assert.match(worse, /^worse: .*mardi matin/);
    const said = await tab.run(() =>
      [...document.querySelectorAll("#mentions-list > li")].map((each) => each.innerText.replace(/\s+/g, " ")),
    );
    assert.equal(said.length, 2);
    assert.match(said[0], /refus de recevoir/i);
    assert.match(said[0], /2018-269|225-1/);
    assert.match(said[0], /À retirer.*Retirez cette phrase.*Tous les patients sont reçus/);
    assert.match(await tab.run(() => document.querySelector("#mentions").innerText), /pas encore été relues par un juriste/);
    assert.match(said[1], /À écrire autrement.*aux mêmes horaires/);
    assert.doesNotMatch(said.join(), /\{\w+\}|undefined|rewording\.|illégal/);
  });

  it("has each mark under its own word, also while the text changes", async () => {
    await open();
    await write(`Première ligne.\n\n${MENTION}.\nDernière ligne.`);
    await until("a mark", async () => (await marks(tab)).length === 1);
    const same = () =>
      tab.run(() => {
        const [area, copy] = [document.querySelector("#text"), document.querySelector("#copy")];
        const size = ({ clientWidth, clientHeight, scrollHeight }) => [clientWidth, clientHeight, scrollHeight];
        const font = (element) => {
          const { fontFamily, fontSize, lineHeight, letterSpacing, paddingLeft, paddingTop } = getComputedStyle(element);
          return [fontFamily, fontSize, lineHeight, letterSpacing, paddingLeft, paddingTop];
        };
        return { text: copy.textContent === `${area.value}\u200b`, sizes: [size(area), size(copy)], fonts: [font(area), font(copy)] };
      });
    const check = async () => {
      const { text, sizes, fonts } = await same();
      assert.equal(text, true);
      assert.deepEqual(sizes[0], sizes[1]);
      assert.deepEqual(fonts[0], fonts[1]);
    };
    await check();
    // In one turn, before anything is read again.
    const moved = await tab.run(() => {
      const field = document.querySelector("#text");
      const change = (text) => {
        field.value = text;
        field.dispatchEvent(new Event("input", { bubbles: true }));
        return document.querySelector("#copy > mark")?.textContent ?? null;
      };
      return [change(`Une ligne 😀 de plus.\n${field.value}`), change(`${field.value}\nEt une autre.`), change(field.value.replace("AME", "amie"))];
    });
    assert.match(moved[0], /AME/);
    assert.match(moved[1], /AME/);
    assert.equal(moved[2], null, "words that are no longer there have a mark");
    await check();
    await write("mot ".repeat(3_000));
    await until("the copy", async () => (await same()).text);
    await check();
  });

  it("takes markup for words", async () => {
    await open();
    const text = `<img src=x onerror="document.title='pris'"> <script>document.title='pris'</script> ${MENTION}`;
    await write(text);
    await until("a mark", async () => (await marks(tab)).length === 1);
    const seen = await tab.run(() => ({
      copy: document.querySelector("#copy").textContent,
      elements: document.querySelectorAll("#copy img, #copy script, #mentions img, #mentions script").length,
      title: document.title,
    }));
    assert.deepEqual({ ...seen, title: seen.title.includes("pris") }, { copy: `${text}\u200b`, elements: 0, title: false });
  });

  it("says what it means that nothing is found, and what not", async () => {
    await open();
    await write("Tous les patients sont reçus dans les mêmes conditions, avec une carte Vitale ou une attestation de droits.");
    await says("Rien n’a été repéré");
    const help = await tab.run(() => document.querySelector("#answer").innerText);
    assert.match(help, /ni un certificat/);
  });

  it("reads no text that is too long, and says so", async () => {
    await open();
    await write(`${MENTION}. ${"é".repeat(128 * 1024)}`);
    await says("trop long");
    assert.deepEqual(await marks(tab), []);
    await write(`${"Le cabinet est ouvert. ".repeat(10_000)}\n\n${MENTION}.`);
    await until("the mark at the end of a long text", async () => (await marks(tab)).length === 1);
  });

  it("minds the profession", async () => {
    await open();
    const text = "Je ne reçois pas les patients de plus de 18 ans.";
    await write(text);
    await until("a mark", async () => (await marks(tab)).length === 1);
    await write("Pédiatre", "profession");
    await marksBecome([]);
    await write("", "profession");
    await until("the mark again", async () => (await marks(tab)).length === 1);
  });

  it("is used by keyboard: from a mention to its words, and a proposal into the clipboard", async () => {
    await open();
    await write(`Bonjour.\n${MENTION}.`);
    await until("a mark", async () => (await marks(tab)).length === 1);
    await tab.run(() => {
      navigator.clipboard.writeText = (text) => ((window.copied = text), Promise.resolve());
      document.querySelector("#profession").focus();
    });
    const press = (...keys) => tab.driver.actions().sendKeys(...keys).perform();
    const focused = () => tab.run(() => document.activeElement.dataset.part ?? document.activeElement.id);
    await press(Key.TAB);
    assert.equal(await focused(), "copy");
    await press(Key.ENTER);
    const copied = await until("the copy", () => tab.run(() => window.copied));
    assert.match(copied, /Tous les patients sont reçus/);
    while ((await focused()) !== "go") await press(Key.TAB);
    await press(Key.ENTER);
    await until("the field", async () => (await focused()) === "text");
    const selected = await tab.run(() => {
      const field = document.querySelector("#text");
      return field.value.slice(field.selectionStart, field.selectionEnd);
    });
    assert.match(selected, /AME/);
  });

  it("lets words that were missed leave as a case, without the names that the text tells", async () => {
    await open();
    await until("no such way without a text", () => tab.run(() => !document.querySelector("#missed").checkVisibility()));
    await write("Cabinet du Dr Rose Delambre, 04 99 00 12 34.\nChez le Dr Delambre, passez votre chemin.");
    await says("Rien n’a été repéré");
    await tab.run(() => {
      navigator.clipboard.writeText = (text) => ((window.proposed = text), Promise.resolve());
      const field = document.querySelector("#text");
      const at = field.value.indexOf("Chez le");
      field.setSelectionRange(at, field.value.length - 1);
      document.querySelector("#missed").click();
    });
    await until("the dialog", () => tab.run(() => document.querySelector("#proposal").checkVisibility()));
    const set = (id, value) =>
      tab.run(
        (id, value) => {
          const field = document.getElementById(`proposal-${id}`);
          field.value = value;
          field.dispatchEvent(new Event("input", { bubbles: true }));
        },
        id,
        value,
      );
    await set("practice", "refusal");
    assert.equal(await tab.run(() => document.querySelector("#proposal-copy").disabled), true, "without a ground");
    await set("criterion", "origin");
    await until("the button to copy", () => tab.run(() => !document.querySelector("#proposal-copy").disabled));
    await tab.run(() => document.querySelector("#proposal-copy").click());
    const proposed = await until("the copy", () => tab.run(() => window.proposed));
    assert.match(proposed, /text = "Cabinet du Dr Vallombreuse, …\.\\nChez le Dr Vallombreuse, passez votre chemin\."\n/);
    assert.match(proposed, /criterion = "origin"\npractice = "refusal"\nquote = "Chez le Dr Vallombreuse, passez votre chemin"\n$/);
    // A second time, for another text, in the same dialog.
    await tab.run(() => document.querySelector("#proposal form button").click());
    await write("Un autre texte.");
    await says("Rien n’a été repéré");
    await tab.run(() => {
      document.querySelector("#text").setSelectionRange(0, 0);
      document.querySelector("#missed").click();
    });
    await until("the other text", () =>
      tab.run(() => document.querySelector("#proposal-text").value === "Un autre texte." && document.querySelector("#proposal").open),
    );
    assert.deepEqual(await tab.run(() => ["quote", "practice", "criterion"].map((id) => document.getElementById(`proposal-${id}`).value)), ["", "", ""]);
    await tab.run(() => document.querySelector("#proposal").close());
  });

  it("keeps nothing", async () => {
    await open();
    await write(`${MENTION}.`);
    await until("a mark", async () => (await marks(tab)).length === 1);
    const kept = await here.browser.ask(async () => [
      Object.keys(await chrome.storage.session.get(null)).filter((key) => !key.startsWith("tab:")),
      Object.keys(await chrome.storage.local.get(null)).filter((key) => !["language", "welcomed"].includes(key)),
    ]);
    assert.deepEqual(kept, [[], []]);
    const there = await tab.run(async () => [localStorage.length, sessionStorage.length, (await indexedDB.databases()).length]);
    assert.deepEqual(there, [0, 0, 0]);
    await tab.close();
    tab = null;
  });
});
