// The way through the report page: who, what happened, to whom, the text, the ways to send it; what is masked, what was sent,
// and what a reload must not lose.

import assert from "node:assert/strict";
import { it } from "node:test";
import { until } from "./browsers.mjs";
import { reporting } from "./reporting.mjs";
import { profile } from "./site/pages.mjs";
import { walk } from "./walk.mjs";

/**
 * To whom each role can write from this page, before anything is saved. The tests' site is no platform that is known: the
 * notice to it waits for its reader's word.
 */
const OFFERED = {
  person: ["defender", "cpam", "order"],
  representative: ["defender"],
  association: ["defender"],
  mandated: ["defender", "cpam", "order"],
  witness: ["defender"],
  journalist: [],
};

/** Words that stand in each recipient's letter and in no other's. */
const SAYS = {
  defender: /Libre réponse 71120/,
  cpam: /Direction de l’organisme local d’assurance maladie \(CPAM\) Département : Rhône \(69\)/,
  order: /Présidence du conseil départemental de l’Ordre des médecins/,
  platform: /article 16, paragraphe 2, du règlement \(UE\) 2022\/2065/,
  practice: /la rédaction de cette mention|demande de commentaire/,
};

/** All that the extension's databases hold: a text each row. */
const everything = async () => {
  const done = (request) => new Promise((resolve, reject) => ((request.onsuccess = () => resolve(request.result)), (request.onerror = () => reject(request.error))));
  const said = async (value) => {
    if (value instanceof Blob) return value.text();
    if (value instanceof ArrayBuffer || ArrayBuffer.isView(value)) return new TextDecoder().decode(value);
    if (value && typeof value === "object") return (await Promise.all(Object.entries(value).flat().map(said))).join("\n");
    return String(value);
  };
  const texts = [];
  for (const { name } of await indexedDB.databases()) {
    const database = await done(indexedDB.open(name));
    for (const store of database.objectStoreNames) {
      const read = () => database.transaction(store).objectStore(store);
      for (const row of [await done(read().getAllKeys()), await done(read().getAll())].flat()) texts.push(await said(row));
    }
    database.close();
  }
  return texts;
};

walk("the way through a report", (here) => {
  const { click, choose, isPlatform, letter, offered, prepare, says, status, tick, to, write } = reporting(here);

  it("offers each role the recipients that it may write to, and a letter and its paper to each", async () => {
    const report = await prepare("person");
    for (const [role, expected] of Object.entries(OFFERED)) {
      if (role === "witness") await report.run(() => document.querySelector("#mandated").checked && document.querySelector("#mandated").click());
      await choose(report, role);
      assert.deepEqual(await offered(report), expected, role);
      if (role === "journalist") {
        assert.equal(await letter(report), "");
        assert.match(await report.run(() => document.querySelector("#letter-none").innerText), /Enregistrez d’abord/);
        await click(report, "#save");
        await says(report, SAYS.practice);
        assert.deepEqual(await offered(report), ["practice"]);
        await click(report, "#erase");
        await click(report, "#confirm-yes");
        await until("the word that it is gone", () => report.run(() => document.querySelector("#erased").checkVisibility()));
        continue;
      }
      for (const recipient of expected) {
        await to(report, recipient);
        await says(report, SAYS[recipient]);
        const text = await letter(report);
        assert.ok(text.includes(profile.findings[0].quote), text);
        assert.doesNotMatch(text, /illégal|raciste|coupable|\{\w+\}|undefined|\[object/i);
        // The whole matrix on paper takes a minute a browser; strain.test.mjs reads one letter's paper each time.
        if (process.env.VIGIE_ALL) {
          const paper = Buffer.from(await report.driver.printPage(), "base64");
          assert.equal(paper.subarray(0, 5).toString(), "%PDF-", `${role} to ${recipient}`);
          assert.ok(paper.length > 10_000, `${role} to ${recipient}: ${paper.length} bytes`);
        }
      }
    }
    await report.close();
  });

  it("leaves the address that it does not know as a gap, which leads to its field", async () => {
    const report = await prepare();
    await to(report, "cpam");
    await says(report, /\[à compléter : adresse postale du destinataire\]/);
    await report.run(() => [...document.querySelectorAll("#missing-list button")].find((gap) => /adresse postale du destinataire/.test(gap.textContent)).click());
    assert.equal(await report.run(() => document.activeElement.id), "to-address");
    await write(report, "to-address", "3 avenue du Modèle, 69003 Lyon");
    await says(report, /Rhône \(69\) 3 avenue du Modèle, 69003 Lyon/);
    // What was said of one recipient is not said of another.
    await to(report, "order");
    await says(report, /\[à compléter : adresse postale du destinataire\]/);
    await report.close();
  });

  it("writes to the site itself only when its reader says that it is a platform's, and takes it back", async () => {
    const report = await prepare();
    const question = await report.run(() => document.querySelector(".unknown-site").innerText.replace(/\s+/g, " "));
    assert.match(question, /À qui est le site 127\.0\.0\.1 \?.*le courrier arriverait au cabinet, avec votre nom/);
    assert.equal(await report.run(() => document.querySelector("input[value=platform]").disabled), true);
    await isPlatform(report);
    assert.equal(await report.run(() => document.activeElement.id === "platform" || document.activeElement === document.body), true);
    await to(report, "platform");
    await says(report, SAYS.platform);
    await report.reload();
    await says(report, SAYS.platform);
    await click(report, "#platform");
    await says(report, SAYS.defender);
    assert.ok(!(await offered(report)).includes("platform"));
    await report.close();
  });

  it("leaves out of the letter what its author emptied, and gives it back", async () => {
    const report = await prepare();
    const emptied = (text) =>
      report.run((text) => {
        document.querySelector("[data-block=basis] [data-part=change]").click();
        const field = document.querySelector("[data-block=basis] textarea");
        field.value = text;
        field.dispatchEvent(new Event("input", { bubbles: true }));
        document.querySelector("[data-block=basis] [data-part=change]").click();
      }, text);
    const whole = await letter(report);
    await emptied("");
    const block = () => report.run(() => document.querySelector("[data-block=basis]").innerText.replace(/\s+/g, " "));
    await until("the word that it is emptied", async () => /Vidé par vous/.test(await block()));
    assert.match(await report.run(() => document.querySelector("#checklist-emptied").innerText), /vidés.*: 1\./);
    const address = here.browser.page("report.html?draft=");
    await here.browser.askAt(address, () => void (navigator.clipboard.writeText = (text) => ((window.copied = text), Promise.resolve())));
    await tick(report);
    await click(report, "#copy");
    const copied = await until("the copy", () => here.browser.askAt(address, () => window.copied ?? null));
    assert.doesNotMatch(copied, /225-1|\n\n\n/);
    assert.equal(await report.run(() => [...document.querySelectorAll("#blocks h3")].some((title) => /textes|droit|appréc/i.test(title.textContent) && !title.parentElement.querySelector("[data-part=text]").textContent)), false);
    await report.reload();
    await until("the word again", async () => /Vidé par vous/.test(await block()));
    await report.run(() => document.querySelector("[data-block=basis] [data-part=reset]").click());
    await until("the proposal again", async () => (await letter(report)) === whole);
    assert.equal(await report.run(() => document.querySelector("#checklist-emptied").checkVisibility()), false);
    await report.close();
  });

  it("tells what happened in the words that were ticked", async () => {
    const report = await prepare();
    await click(report, "[data-event=papers]");
    await says(report, /– Des justificatifs supplémentaires ont été demandés\./);
    await click(report, "[data-event=papers]");
    await until("the words to go", async () => !/justificatifs supplémentaires/.test(await letter(report)));
    await report.close();
  });

  it("lets nothing out before the three lines are ticked, for each letter anew", async () => {
    const report = await prepare();
    const address = here.browser.page("report.html?draft=");
    await here.browser.askAt(address, () => {
      navigator.clipboard.writeText = (text) => ((window.copied = text), Promise.resolve());
      window.files = [];
      // The page's own policy lets nothing be fetched, not even these.
      const blobs = new Map();
      const make = URL.createObjectURL;
      URL.createObjectURL = (blob) => {
        const address = make.call(URL, blob);
        blobs.set(address, blob);
        return address;
      };
      const { click } = HTMLAnchorElement.prototype;
      HTMLAnchorElement.prototype.click = function () {
        if (!this.download) return click.call(this);
        window.files.push({ name: this.download, blob: blobs.get(this.href) });
      };
    });
    await click(report, "#reread");
    await click(report, "#copy");
    await status(report, "trois lignes");
    assert.equal(await here.browser.askAt(address, () => window.copied ?? null), null);
    await tick(report);
    await click(report, "#copy");
    await until("the copy", () => here.browser.askAt(address, () => window.copied));
    for (const id of ["#save-text", "#save-html"]) await click(report, id);
    const files = await until("both files", async () => {
      const files = await here.browser.askAt(address, () => Promise.all(window.files.map(async ({ name, blob }) => ({ name, text: await blob.text() }))));
      return files.length === 2 && files;
    });
    assert.deepEqual(files.map(({ name }) => name), ["vigie-defender.txt", "vigie-defender.html"]);
    for (const { text } of files) assert.ok(text.includes(profile.findings[0].quote), text);
    assert.match(files[1].text, /^<!doctype html>/);
    await isPlatform(report);
    await to(report, "platform");
    await until("an empty checklist", () => report.run(() => !document.querySelector("#reread").checked && !document.querySelector("#shown").checked));
    await report.close();
  });

  it("prepares a message where the recipient has an address", async () => {
    const report = await prepare();
    assert.equal(await report.run(() => document.querySelector("#mail").checkVisibility()), false);
    await isPlatform(report);
    await to(report, "platform");
    await write(report, "to-email", "moderation@example.org");
    const href = await until("the link", () => report.run(() => document.querySelector("#mail").checkVisibility() && document.querySelector("#mail").href));
    assert.match(href, /^mailto:moderation@example\.org\?subject=notification%20au%20titre/);
    assert.ok(href.length <= 2000, `${href.length}`);
    await report.close();
  });

  it("opens the way to the practice only once the report is kept, and then says nothing of its author", async () => {
    const report = await prepare();
    await write(report, "f-name", "Dominique Modèle");
    assert.equal(await report.run(() => document.querySelector("input[name=recipient][value=practice]").disabled), true);
    await click(report, "#save");
    await until("the way to the practice", () => report.run(() => !document.querySelector("input[name=recipient][value=practice]").disabled));
    await to(report, "practice");
    await says(report, SAYS.practice);
    assert.doesNotMatch(await letter(report), /Dominique|joint/);
    assert.equal(await report.run(() => document.querySelector("#enclosed").checkVisibility()), false);
    await report.close();
  });

  it("remembers what was sent, with the days that follow, until its author corrects or deletes it", async () => {
    const report = await prepare();
    await to(report, "cpam");
    await click(report, "#sent-add");
    await until("the line", () => report.run(() => document.querySelectorAll("#sent > li").length === 1));
    assert.match(await report.run(() => document.querySelector("#sent").innerText), /Assurance maladie \(CPAM\)[^]*Accusé de réception/);
    await report.run(() => {
      const on = document.querySelector("#sent [data-part=on]");
      on.value = "2026-11-02";
      on.dispatchEvent(new Event("change"));
    });
    await until("the days", async () => /10 novembre 2026[^]*2 décembre 2026[^]*2 février 2027/.test(await report.run(() => document.querySelector("#sent [data-part=due]").innerText)));
    assert.match(await report.run(() => document.querySelector("[data-recipient=cpam]").innerText), /signalé le 2 novembre 2026/);
    await click(report, "#save");
    await status(report, "enregistré");
    await report.go(here.browser.page("dossier.html"));
    await until("the report in the list", async () => /Signalée · 2 nov\. 2026/.test((await report.run(() => document.querySelector("#list").innerText)).replace(/\s/g, " ")));
    await click(report, "#list [data-part=open]");
    await until("the line again", () => report.run(() => document.querySelectorAll("#sent > li").length === 1));
    // Of a case that is kept, what was written since is remembered apart: a note does not get lost between the two.
    await write(report, "f-happened", "Écrit après.");
    await click(report, "#sent-add");
    await until("two lines", () => report.run(() => document.querySelectorAll("#sent > li").length === 2));
    await status(report, "noté et enregistré");
    await report.reload();
    await until("both lines again", () => report.run(() => document.querySelectorAll("#sent > li").length === 2));
    assert.match(await letter(report), /Écrit après\./);
    await click(report, "#sent > li:last-child [data-part=delete]");
    await until("one line", () => report.run(() => document.querySelectorAll("#sent > li").length === 1));
    await click(report, "#sent [data-part=delete]");
    await until("no line", () => report.run(() => document.querySelectorAll("#sent > li").length === 0));
    await report.close();
  });

  it("takes the words along to the next recipient once a letter is sent, and reads each again", async () => {
    const report = await prepare();
    await write(report, "f-happened", "Refusée deux fois au téléphone.");
    await click(report, "[data-event=refused]");
    const also = () => report.run(() => [...document.querySelectorAll("#also-list button")].filter((each) => each.checkVisibility()).map((each) => each.textContent.replace(/\s+/g, " ")));
    assert.deepEqual(await also(), [], "nothing is sent yet");
    await tick(report);
    await click(report, "#sent-add");
    const complaint = "Préparer aussi un courrier à « Assurance maladie (CPAM) »";
    await until("the others", async () => (await also()).includes(complaint));
    await report.run((words) => [...document.querySelectorAll("#also-list button")].find((each) => each.textContent.replace(/\s+/g, " ") === words).click(), complaint);
    await says(report, SAYS.cpam);
    assert.match(await letter(report), /Refusée deux fois au téléphone\./);
    assert.equal(await report.run(() => document.activeElement.id), "letter-title");
    assert.equal(await report.run(() => document.querySelector("#reread").checked), false, "each letter is read again");
    await click(report, "#sent-add");
    // The fund sends the Order a copy: it is offered no more.
    await until("what is left", async () => JSON.stringify(await also()) === "[]");
    const sent = await report.run(() => [...document.querySelectorAll("#sent > li [data-part=name]")].map((each) => each.textContent.replace(/\s+/g, " ")));
    assert.deepEqual(sent, ["Signalé à : Défenseur des droits", "Signalé à : Assurance maladie (CPAM)"]);
    await isPlatform(report);
    await until("the platform", async () => /Le site qui publie la page/.test(`${await also()}`));
    await report.close();
  });

  it("masks words and areas of the picture before the hashes are taken, and keeps to it after a reload", async () => {
    const report = await prepare();
    const id = await report.run(() => new URLSearchParams(location.search).get("draft"));
    await write(report, "f-happened", "À ne pas perdre.");
    await click(report, "[data-event=refused]");
    await to(report, "order");
    const hashes = () => report.run(() => Object.fromEntries([...document.querySelectorAll("#evidence-hashes dt")].map((name) => [name.textContent, name.nextElementSibling.textContent])));
    const before = await hashes();
    await report.run(() => (document.querySelector("#masking").open = true));
    await write(report, "mask", "docteur camille, vaccins");
    await click(report, "#mask-apply");
    await status(report, "masqués");
    const after = await hashes();
    assert.notEqual(after["rubrique.txt"], before["rubrique.txt"]);
    const shown = await report.run(() => document.querySelector("#annexes").textContent + document.querySelector("#evidence-context").textContent);
    assert.match(shown, /█{7} █{7} Fontanel|███████/);
    assert.doesNotMatch(shown, /vaccins/);

    await click(report, "#retouch");
    const set = (zone) =>
      report.run((zone) => {
        for (const [id, value] of Object.entries(zone)) {
          document.getElementById(id).value = value;
          document.getElementById(id).dispatchEvent(new Event("input"));
        }
      }, zone);
    const pixel = (x, y) =>
      report.run(
        async (x, y) => {
          const image = document.querySelector("#screenshot-image");
          await image.decode();
          const canvas = document.createElement("canvas");
          [canvas.width, canvas.height] = [image.naturalWidth, image.naturalHeight];
          const context = canvas.getContext("2d");
          context.drawImage(image, 0, 0);
          const [red, green, blue] = context.getImageData(canvas.width * x, canvas.height * y, 1, 1).data;
          return { red, green, blue, width: canvas.width };
        },
        x,
        y,
      );
    const whole = await pixel(0.3, 0.3);
    await set({ "zone-left": 20, "zone-top": 20, "zone-width": 20, "zone-height": 20 });
    await click(report, "#zone-black");
    await status(report, "L’image est changée");
    assert.deepEqual(await pixel(0.3, 0.3), { ...whole, red: 0, green: 0, blue: 0 });
    assert.notEqual((await hashes())["capture.png"], before["capture.png"]);
    await set({ "zone-left": 0, "zone-top": 0, "zone-width": 50, "zone-height": 50 });
    await click(report, "#zone-keep");
    await until("half a picture", async () => Math.abs((await pixel(0.1, 0.1)).width - whole.width / 2) <= 1);
    const changed = await hashes();

    await until("the picture to be remembered", () =>
      here.browser.ask(() => chrome.storage.session.get(null).then((all) => Object.keys(all).some((key) => key.startsWith("picture:")))),
    );
    await here.browser.stopBackground();
    await report.reload();
    await until("the words again", () => report.run(() => /À ne pas perdre/.test(document.querySelector("#sheet")?.innerText ?? "")));
    assert.equal(await report.run(() => document.querySelector("input[name=recipient]:checked").value), "order");
    assert.equal(await report.run(() => document.querySelector("[data-event=refused]").checked), true);
    assert.deepEqual(await hashes(), changed);

    // What is kept holds the masked words nowhere: neither in a record nor in a file beside it.
    const others = await report.run(everything);
    await click(report, "#save");
    await status(report, "enregistré");
    const kept = (await report.run(everything)).filter((row) => !others.includes(row)).join("\n");
    assert.match(kept, /À ne pas perdre/, "the case is not among what was read");
    assert.match(kept, /médecine de tous les jours/, "the section is not among what was read");
    assert.doesNotMatch(kept, /vaccins|docteur camille/i);
    await until("nothing of it in the session", () =>
      here.browser.ask((id) => chrome.storage.session.get(null).then((all) => !Object.keys(all).some((key) => key.endsWith(id))), id),
    );
    await report.close();
  });

  it("lets nothing leave but what is on the page, though a block is still open", async () => {
    const report = await prepare();
    await click(report, "[data-event=refused]");
    await click(report, "#sheet [data-part=change]");
    const typed = "Ma propre version de ce passage.";
    await report.run((typed) => {
      const field = document.querySelector("#sheet textarea[data-part=edit]:not([hidden])");
      field.value = typed;
      field.dispatchEvent(new Event("input", { bubbles: true }));
    }, typed);
    const shown = () => report.run(() => [...document.querySelectorAll("#sheet [data-part=text]")].filter((each) => each.checkVisibility()).map((each) => each.textContent).join("\n"));
    assert.ok(!(await shown()).includes(typed), "it is a field still: this proves nothing");
    await report.run(() => dispatchEvent(new Event("beforeprint")));
    assert.ok((await shown()).includes(typed), "what the browser's own menu prints");
    await click(report, "#sheet [data-part=change]");
    await report.run((typed) => {
      const field = document.querySelector("#sheet textarea[data-part=edit]:not([hidden])");
      field.value = `${typed} Encore.`;
      field.dispatchEvent(new Event("input", { bubbles: true }));
    }, typed);
    for (const line of ["#reread", "#shown", "#understood"]) await click(report, line);
    assert.ok((await shown()).includes(`${typed} Encore.`), "what is printed");
    assert.equal(await report.run(() => document.querySelector("#understood").checked), true);
    const blocks = await report.run(() => [...document.querySelectorAll("#blocks [data-part=text]")].map((each) => each.textContent).join("\n"));
    assert.ok(blocks.includes(`${typed} Encore.`), "what is copied block by block");
    await report.close();
  });

  it("keeps what somebody has written when other reports are begun", async () => {
    // The drafts of the tests before this one.
    await here.browser.ask(() => chrome.runtime.sendMessage({ type: "clear-drafts" }));
    const report = await prepare();
    await write(report, "f-happened", "Pas encore fini.");
    const id = await report.run(() => new URLSearchParams(location.search).get("draft"));
    await until("the words to be remembered", () => here.browser.ask((id) => chrome.storage.session.get(`words:${id}`).then((all) => Object.keys(all).length === 1), id));
    // As many drafts as fit, each put down later than this one.
    await here.browser.ask(async (id) => {
      const { [`draft:${id}`]: own } = await chrome.storage.session.get(`draft:${id}`);
      const draft = { ...own.draft, screenshot: null };
      const drafts = Array.from({ length: 9 }, (_, n) => [`draft:plus-tard-${n}`, { at: Date.now() + n, draft }]);
      await chrome.storage.session.set({ ...Object.fromEntries(drafts), "picture:plus-tard-0": {} });
      return null;
    }, id);
    await (await prepare()).close();
    const left = await here.browser.ask(() => chrome.storage.session.get(null).then((all) => Object.keys(all)));
    assert.ok(left.includes(`draft:${id}`) && left.includes(`words:${id}`));
    assert.ok(!left.includes("draft:plus-tard-0") && !left.includes("picture:plus-tard-0"), `${left}`);
    await report.reload();
    await until("the words again", () => report.run(() => /Pas encore fini/.test(document.querySelector("#sheet")?.innerText ?? "")));
    // Where all eight have words, the ninth is refused, and costs none of them anything.
    const [answer, gone] = await here.browser.ask(async (id) => {
      const before = await chrome.storage.session.get(null);
      const drafts = Object.keys(before).filter((key) => key.startsWith("draft:"));
      const words = drafts.map((key) => [key.replace("draft", "words"), { answers: { happened: "Écrit aussi." } }]);
      await chrome.storage.session.set(Object.fromEntries(words.filter(([key]) => key !== `words:${id}`)));
      const answer = await chrome.runtime.sendMessage({ type: "paste", draft: before[`draft:${id}`].draft });
      const after = await chrome.storage.session.get(null);
      return [{ ...answer, drafts: drafts.length }, Object.keys(before).filter((key) => !Object.hasOwn(after, key))];
    }, id);
    assert.deepEqual([answer, gone], [{ error: "error.room", drafts: 8 }, []]);
    await here.browser.ask(() => chrome.storage.session.get(null).then((all) => chrome.storage.session.remove(Object.keys(all).filter((key) => key.includes("plus-tard")))).then(() => null));
    await report.close();
  });

  it("leaves nothing behind for the next one at the computer", async () => {
    const report = await prepare();
    await write(report, "f-happened", "À effacer.");
    assert.equal(await report.run(() => document.querySelector("#erase").checkVisibility()), true);
    const { bottom } = await report.run(() => document.querySelector("#erase").getBoundingClientRect().toJSON());
    assert.ok(bottom <= (await report.run(() => innerHeight)), "always in sight");
    // One more draft is open, and one is kept: only that one stays.
    const other = await prepare();
    await write(other, "f-happened", "Dans l’autre.");
    await click(other, "#save");
    await status(other, "enregistré");
    await write(other, "f-happened", " Pas encore gardé.");
    const third = await prepare("witness");
    await write(third, "f-happened", "Dans le troisième.");
    await click(report, "#erase");
    assert.match(await report.run(() => document.querySelector("#confirm-text").innerText), /tous les brouillons de cette session[^]*enregistrés restent/);
    await click(report, "#confirm-yes");
    for (const gone of [report, third]) {
      await until("the word that it is gone", () => gone.run(() => document.querySelector("#erased").checkVisibility()));
      assert.equal(await gone.run(() => document.querySelector("#report")), null);
    }
    await until("the case as it was kept", async () => /Dans l’autre\./.test(await letter(other)) && !/Pas encore gardé/.test(await letter(other)));
    const left = await here.browser.ask(() => chrome.storage.session.get(null).then((all) => Object.keys(all).filter((key) => /^(draft|words|picture):/.test(key))));
    assert.deepEqual(left, []);
    assert.deepEqual((await here.browser.ask(() => chrome.runtime.sendMessage({ type: "sources" }))).drafts, []);
    for (const page of [report, other, third]) await page.close();
  });
});
