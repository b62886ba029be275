// « Préremplir ce formulaire »: from a report that is being written, or a saved one, into forms of many makes. Which field gets what
// is asserted to the last one, and that nothing is sent, nothing else touched, and all of it undone.

import assert from "node:assert/strict";
import { it } from "node:test";
import { until } from "./browsers.mjs";
import * as forms from "./site/forms.mjs";
import { profile } from "./site/pages.mjs";
import { painted, walk } from "./walk.mjs";

const FILL = "Préremplir ce formulaire";

const WORDS = {
  happened: "On m’a dit non au téléphone.",
  when: "le 21 novembre 2026",
  steps: "Courrier au cabinet.",
  name: "Dominique Modèle",
  address: "2 place du Modèle\n74000 Annecy",
  email: "dominique@example.org",
  phone: "06 12 34 56 78",
};

/** What every field of a page holds, by id, through open shadow roots; nameless ones are counted together. */
const held = (tab) =>
  tab.run(() => {
    const all = {};
    const value = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, "value").get;
    const read = (root) => {
      for (const each of root.querySelectorAll("*")) {
        if (each.shadowRoot) read(each.shadowRoot);
        const id = Element.prototype.getAttribute.call(each, "id") ?? "";
        if (each instanceof HTMLInputElement && /^(radio|checkbox)$/.test(each.type)) all[id] = each.checked;
        else if (each instanceof HTMLInputElement) all[id] = `${id ? "" : (all[id] ?? "")}${value.call(each)}`;
        else if (each instanceof HTMLTextAreaElement || each instanceof HTMLSelectElement) all[id] = each.value;
        else if (each.isContentEditable) all[id] = each.textContent;
      }
    };
    read(document);
    return all;
  });

walk("a form that is filled", (here) => {
  const bar = (tab) =>
    here.browser.backend.runInCard(tab.handle, (root) => {
      const words = (selector) => [...root.querySelectorAll(selector)].map((each) => each.textContent.replace(/\s+/g, " ").trim());
      const lists = Object.fromEntries(
        [...root.querySelectorAll("details")].map((each) => [
          each.querySelector("summary span").textContent,
          [...each.querySelectorAll("li")].map((line) => line.textContent.replace(/\s+/g, " ")),
        ]),
      );
      return { title: words("h2").join(), status: words(".status").join(), lists, cautions: words(".cautions li"), focused: root.activeElement?.className ?? null };
    });

  /** Presses a button of the bar as a person would, unfolding what it stands in. */
  async function press(tab, words) {
    const place = await until(`a button « ${words} » in the bar`, () =>
      here.browser.backend.runInCard(
        tab.handle,
        `((root) => {
          const found = [...root.querySelectorAll("button, summary")].find((each) => each.textContent.includes(${JSON.stringify(words)}));
          found?.closest("details")?.setAttribute("open", "");
          if (!found?.checkVisibility()) return null;
          found.scrollIntoView({ block: "nearest", behavior: "instant" });
          const { left, top, width, height } = found.getBoundingClientRect();
          return { x: left + width / 2, y: top + height / 2 };
        })`,
      ),
    );
    await tab.click(place.x, place.y);
  }

  const opened = (tab) => until("the bar", async () => (await bar(tab))?.title === "Formulaire prérempli");

  /** A report that is being written: its tab stays open. */
  let report;
  async function written() {
    if (report) return;
    const tab = await here.browser.open(here.site.listed(profile));
    await tab.marksBecome(painted(profile));
    const popup = await here.browser.popup(tab);
    await popup.press("Préparer un signalement");
    report = await here.browser.tabAt(here.browser.page("report.html?draft="));
    await until("the roles", () => report.run(() => Boolean(document.querySelector("#roles")?.checkVisibility())));
    await report.run((words) => {
      document.querySelector("input[name=role][value=person]").click();
      for (const [name, text] of Object.entries(words)) {
        const field = document.querySelector(`[data-field="${name}"]`);
        field.value = text;
        field.dispatchEvent(new Event("input", { bubbles: true }));
      }
    }, WORDS);
    await until("the words in the session", () =>
      here.browser.ask((email) => chrome.storage.session.get(null).then((all) => Object.entries(all).some(([key, value]) => key.startsWith("words:") && value.answers.email === email)), WORDS.email),
    );
    await tab.close();
  }

  /** Opens a form on the Défenseur's site and fills it from the popup. */
  async function fill(form) {
    await written();
    const tab = await here.browser.open(here.site.defender(form));
    const before = await held(tab);
    await again(tab);
    return { tab, before };
  }

  async function again(tab) {
    const popup = await here.browser.popup(tab);
    await popup.says("Ce site est celui du Défenseur des droits");
    await popup.press(FILL);
    await until("the end of the popup", async () => !(await here.browser.backend.isOpen(here.browser.page("popup.html"))));
    await opened(tab);
  }

  /** Every field holds what it must: what is filled what it gets, and every other what it held. */
  async function holds(tab, filled, before) {
    const after = await until("the fields", async () => {
      const now = await held(tab);
      for (const [id, value] of Object.entries(before)) {
        if (!(id in now)) continue;
        const wanted = id in filled ? filled[id] : value;
        if (wanted instanceof RegExp) assert.match(now[id], wanted, id);
        else assert.equal(now[id], wanted, id);
      }
      return now;
    });
    for (const id of Object.keys(filled)) assert.ok(id in after, `there is no field ${id}`);
    assert.equal(await tab.run(() => window.submits), 0, "the form was sent");
    assert.deepEqual(await tab.run(() => window.faults), []);
    return after;
  }

  it("is not offered where there is no report", async () => {
    const tab = await here.browser.open(here.site.defender(forms.plain));
    const popup = await here.browser.popup(tab);
    await popup.says("Aucune mention repérée");
    assert.equal(await popup.run(() => document.querySelector("#fill").checkVisibility()), false);
    await tab.close();
  });

  const NAMES = { plain: "plain", table: "a table", floating: "floating labels", shadow: "shadow roots", labelled: "aria-labelledby" };
  for (const [name, what] of Object.entries(NAMES)) {
    it(`fills a form of ${what}, and undoes it`, async () => {
      const form = forms[name];
      const filled = { ...form.filled };
      if (name === "labelled") filled.l5 = new URL(here.site.listed(profile)).href;
      const { tab, before } = await fill(form);
      await holds(tab, filled, before);
      if (form.offered) {
        const { lists } = await bar(tab);
        assert.equal(lists["À vous de choisir"].length, form.offered.length);
        for (const [at, title] of form.offered.entries()) assert.ok(lists["À vous de choisir"][at].includes(title), lists["À vous de choisir"][at]);
      }
      assert.ok(await tab.run(() => document.querySelectorAll("[style*=outline]").length + [...document.querySelectorAll("*")].filter((each) => each.shadowRoot?.querySelector("[style*=outline]")).length), "nothing is outlined");
      await press(tab, "Tout annuler");
      await until("the end of it", async () => /C’est annulé/.test((await bar(tab)).status) || Promise.reject(new Error(JSON.stringify(await bar(tab)))));
      await holds(tab, {}, before);
      assert.equal(await tab.run(() => document.querySelectorAll("[style*=outline]").length), 0, "an outline stays");
      await press(tab, "Fermer");
      await until("the end of the bar", async () => (await bar(tab)) === null);
      assert.equal(await tab.run(() => document.querySelectorAll("[popover]").length), 0);
      await tab.close();
    });
  }

  it("fills a form of React's, which knows what it holds, draws it again, and gives it back", async () => {
    const { tab, before } = await fill(forms.react);
    await holds(tab, forms.react.filled, before);
    const state = () => tab.run(() => JSON.parse(document.querySelector("output").textContent));
    const known = await state();
    assert.deepEqual({ ...known, facts: "" }, { first: "Dominique", last: "Modèle", phone: WORDS.phone, facts: "", role: "victim", domain: "care" });
    assert.match(known.facts, forms.react.filled["r-facts"]);
    await tab.run(() => document.querySelector("#again").click());
    await holds(tab, forms.react.filled, before);
    await press(tab, "Tout annuler");
    // A choice that its page holds on to cannot be taken back, and the bar says so.
    await until("the end of it", async () => /Remis comme avant : 5. Laissés, car ils ont changé depuis : 1/.test((await bar(tab)).status) || Promise.reject(new Error((await bar(tab)).status)));
    assert.deepEqual(await state(), { first: "", last: "", phone: "", facts: "", role: "victim", domain: "" });
    await tab.close();
  });

  it("fills one step after the other, at a click each, and undoes both", async () => {
    const { tab, before } = await fill(forms.steps);
    await holds(tab, forms.steps.filled, before);
    await press(tab, "Fermer");
    await tab.run(() => document.querySelector("#one button").click());
    await again(tab);
    await holds(tab, { ...forms.steps.filled, ...forms.steps.next }, before);
    assert.equal((await bar(tab)).lists["Préremplis"].length, 5);
    await press(tab, "Tout annuler");
    await until("the end of it", async () => /C’est annulé/.test((await bar(tab)).status));
    await holds(tab, {}, before);
    await tab.close();
  });

  it("does not fill twice, and leaves what its user has changed since", async () => {
    const { tab, before } = await fill(forms.steps);
    const inputs = await tab.run(() => window.inputs);
    await again(tab);
    assert.equal(await tab.run(() => window.inputs), inputs, "a field was filled again");
    await tab.run(() => {
      document.querySelector("#nom").value = "Autre";
    });
    await press(tab, "Tout annuler");
    await until("what was left", async () => /Remis comme avant : 2. Laissés, car ils ont changé depuis : 1/.test((await bar(tab)).status));
    await holds(tab, { nom: "Autre" }, before);
    await tab.close();
  });

  it("is not led astray by names, nor by 5,000 fields, nor by a label of a megabyte, and lets nothing be sent", async () => {
    const { tab, before } = await fill(forms.hostile);
    const after = await held(tab);
    assert.equal(after.h5, before.h5);
    assert.equal(after.constructor, "Dominique");
    assert.equal(after.h3, WORDS.email);
    assert.equal(after[""].includes("Dominique"), false, "one of many alike was guessed");
    assert.equal(await tab.run(() => window.submits), 0, "the form was sent");
    assert.deepEqual(await tab.run(() => window.faults), []);
    const { lists, cautions } = await bar(tab);
    assert.ok(cautions.some((text) => /plus de 500 champs/.test(text)), JSON.stringify(cautions));
    assert.ok(lists["Laissés tels quels"].some((text) => /enverrait le formulaire/.test(text)));
    await press(tab, "Fermer");
    await tab.close();
  });

  it("says which fields went or changed while it was at work", async () => {
    const { tab, before } = await fill(forms.changing);
    await holds(tab, forms.changing.filled, before);
    const { lists } = await bar(tab);
    for (const words of forms.changing.left) assert.ok(lists["Laissés tels quels"].some((text) => words.test(text)), JSON.stringify(lists));
    await tab.close();
  });

  it("offers what it does not decide, and writes what is chosen", async () => {
    const { tab } = await fill(forms.plain);
    await press(tab, "Le motif qui paraît en cause");
    await until("the choice", async () => (await held(tab)).critere === "e");
    assert.match((await bar(tab)).status, /C’est écrit/);
    await press(tab, "Tout annuler");
    await until("the end of it", async () => (await held(tab)).critere === "");
    await tab.close();
  });

  it("does nothing for a click that the page makes by itself", async () => {
    const { tab } = await fill(forms.steps);
    await tab.run(() => {
      const host = document.querySelector("[popover]");
      host.dispatchEvent(new MouseEvent("click", { bubbles: true, composed: true }));
      document.elementFromPoint(innerWidth - 40, innerHeight - 40)?.click();
    });
    assert.equal((await held(tab)).prenom, "Dominique");
    assert.equal((await bar(tab)).title, "Formulaire prérempli");
    await tab.close();
  });

  it("fills the form of a frame of the same site, and never that of another's", async () => {
    await written();
    const tab = await here.browser.open(here.site.defender(forms.framed));
    const foreign = () =>
      tab.run(
        () =>
          new Promise((done) => {
            addEventListener("message", ({ data }) => done(data.inputs), { once: true });
            window.foreign.postMessage("inputs", "*");
          }),
      );
    await until("the other site's frame", async () => (await foreign()) === 0);
    const popup = await here.browser.popup(tab);
    await popup.press(FILL);
    await until("the end of the popup", async () => !(await here.browser.backend.isOpen(here.browser.page("popup.html"))));
    await until("the frame's form", () => tab.run(() => window.own.document.querySelector("#mail").value === "dominique@example.org"));
    assert.equal(await foreign(), 0, "something was written into another site's frame");
    await tab.close();
  });

  it("says where it recognises nothing, and puts nothing into the page", async () => {
    await written();
    const tab = await here.browser.open(here.site.defender(forms.nothing));
    const popup = await here.browser.popup(tab);
    await popup.press(FILL);
    await popup.says("n’a reconnu aucun champ");
    assert.equal(await tab.run(() => document.querySelectorAll("[popover]").length), 0);
    await tab.close();
  });

  it("names any other site and asks first", async () => {
    await written();
    const tab = await here.browser.open(here.site.other(forms.steps));
    const popup = await here.browser.popup(tab);
    await popup.press(FILL);
    await popup.says("Ce site est 127.0.0.2. Ce n’est pas celui du Défenseur des droits");
    assert.equal((await held(tab)).prenom, "", "filled before it was asked");
    const next = await here.browser.popup(tab);
    await next.press(FILL);
    await next.press("Ne pas préremplir");
    await next.press(FILL);
    await next.press("Préremplir sur 127.0.0.2");
    await opened(tab);
    assert.equal((await held(tab)).prenom, "Dominique");
    await tab.close();
  });

  it("refuses where the tab has gone to another site than was asked about", async () => {
    const tab = await here.browser.open(here.site.other(forms.steps));
    // The click lets the extension into the page, and no more.
    await (await here.browser.popup(tab)).says("Aucune mention repérée");
    for (const confirmed of ["", "example.org"]) {
      const answer = await here.browser.askAt(here.browser.page("report.html"), (message) => chrome.runtime.sendMessage(message), { type: "fill", tabId: tab.id, confirmed });
      assert.deepEqual(answer, { error: "fill.moved" });
    }
    await tab.close();
  });

  // Last: it takes the report away.
  it("fills from a saved report", async () => {
    await written();
    await report.run(() => {
      for (const id of ["reread", "shown", "understood"]) document.getElementById(id)?.click();
      document.querySelector("#save").click();
    });
    await until("the report to be saved", () => here.browser.ask(() => chrome.storage.session.get(null).then((all) => !Object.keys(all).some((key) => key.startsWith("draft:")))));
    await report.close();
    const tab = await here.browser.open(here.site.defender(forms.steps));
    const popup = await here.browser.popup(tab);
    await until("the saved report", () => popup.run(() => /^Enregistré : « Patients bénéficiaires/.test(document.querySelector("#fill-from").selectedOptions[0]?.textContent.replace(/\s/g, " "))));
    await popup.press(FILL);
    await opened(tab);
    assert.equal((await held(tab)).mail, WORDS.email);
    await tab.close();
  });
});
