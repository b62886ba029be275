// The report: one click from the popup to a letter that says what was seen, where and when; kept only when its author says
// so, and found again when the background was stopped and the browser restarted.

import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { it } from "node:test";
import { By, until } from "./browsers.mjs";
import { profile, results } from "./site/pages.mjs";
import { painted, walk } from "./walk.mjs";

const [{ quote }] = profile.findings;

/** What the sheet of the letter says, its white space as one space. */
const letter = (report) => report.run(() => document.querySelector("#sheet").innerText.replace(/\s+/g, " "));

async function press(report, id) {
  await report.driver.switchTo().window(report.handle);
  const button = await report.driver.findElement(By.id(id));
  await report.run((id) => document.getElementById(id).scrollIntoView({ block: "center", behavior: "instant" }), id);
  await button.click();
}

async function type(report, id, text) {
  await report.driver.switchTo().window(report.handle);
  await report.driver.findElement(By.id(id)).sendKeys(text);
}

walk("the report", (here) => {
  /** From a page to its report page, by the popup, as a witness. */
  async function prepare(page = profile) {
    const { browser, site } = here;
    const tab = await browser.open(site.listed(page));
    await tab.marksBecome(painted(page));
    const popup = await browser.popup(tab);
    await popup.says(page.findings[0].quote);
    await popup.press("Préparer un signalement");
    const report = await browser.tabAt(browser.page("report.html?draft="));
    await until("the question who reports", () => report.run(() => Boolean(document.querySelector("#roles")?.checkVisibility())));
    await report.run(() => document.querySelector("input[value=witness]").click());
    await until("the letter", () => report.run(() => document.querySelector("#sheet").innerText.length > 200));
    return report;
  }

  it("says what was seen, where, when, of whom, on which grounds, and asks for an assessment", async () => {
    const report = await prepare();
    const text = await letter(report);
    assert.ok(text.includes(quote), text);
    assert.ok(text.includes("Camille Fontanel"), text);
    assert.ok(text.includes("14 rue des Tanneurs"), text);
    assert.ok(text.includes(here.site.listed(profile)), text);
    assert.match(text, /\b20\d\d\b.*UTC|UTC.*\b20\d\d\b/);
    assert.match(text, /L\.\s?1110-3/);
    assert.match(text, /225-1/);
    assert.match(text, /article 8/i, "a witness asks the Defender to act of its own motion");
    assert.doesNotMatch(text, /illégal|raciste|coupable|\{\w+\}|undefined|\[object/i);
    await report.close();
  });

  it("hands over every file that the letter lists: on paper after it, and to be saved", async () => {
    const report = await prepare();
    const text = await letter(report);
    const listed = [...text.matchAll(/fichier «\s(\S+)\s», empreinte SHA-256\s: ([0-9a-f]{64})/g)].map(([, name, hash]) => ({ name, hash }));
    assert.ok(listed.some(({ name }) => name === "rubrique.txt"), text);
    const links = await report.run(() => [...document.querySelectorAll("#enclosures a")].map(({ download, protocol }) => ({ download, protocol })));
    assert.deepEqual(links, [...listed.map(({ name }) => name), "empreintes.json"].map((download) => ({ download, protocol: "blob:" })));
    const annexes = await report.run(async () => {
      const annexes = [];
      for (const annex of document.querySelectorAll("#annexes .annex")) {
        const picture = annex.querySelector("img");
        await picture?.decode();
        annexes.push({ file: annex.querySelector("[data-part=file]").textContent, text: annex.querySelector(".annex-text").textContent, width: picture?.naturalWidth ?? null });
      }
      return annexes;
    });
    assert.equal(annexes.length, listed.length);
    listed.forEach(({ name, hash }, each) => {
      const annex = annexes[each];
      assert.ok(annex.file.includes(name) && annex.file.includes(hash), annex.file);
      if (annex.width === null) assert.equal(createHash("sha256").update(annex.text).digest("hex"), hash);
      else assert.ok(annex.width > 0);
    });
    await report.close();
  });

  it("names, of a list of results, nobody but the one whose entry has the words", async () => {
    const report = await prepare(results);
    const name = await report.run(() => document.querySelector("#p-name").value);
    assert.ok(["", "Dr Hugo Lemaire"].includes(name), name);
    const text = await letter(report);
    assert.ok(text.includes(results.findings[0].quote), text);
    assert.doesNotMatch(text, /Estève|Belkacem|3 soignants/);
    await report.close();
  });

  it("shows the screenshot that the toolbar's click allowed", async () => {
    const report = await prepare();
    const { width, height } = await until("the screenshot", () =>
      report.run(() => {
        const image = document.querySelector("#screenshot-image");
        return image.checkVisibility() && image.naturalWidth ? { width: image.naturalWidth, height: image.naturalHeight } : null;
      }),
    );
    assert.ok(width > 300 && height > 200, `${width} × ${height}`);
    await report.close();
  });

  it("takes over what its author writes, and keeps it apart from its own words", async () => {
    const report = await prepare();
    await type(report, "f-happened", "J’ai lu cette page en aidant une amie.");
    await until("the words in the letter", async () => (await letter(report)).includes("J’ai lu cette page en aidant une amie."));
    await report.close();
  });

  it("is copied as it stands, once its author has read it again", async () => {
    const report = await prepare();
    // The clipboard of a machine is no test's to overwrite or to trust: what would go there is caught.
    const address = here.browser.page("report.html?draft=");
    await here.browser.askAt(address, () => {
      navigator.clipboard.writeText = (text) => ((window.copied = text), Promise.resolve());
    });
    for (const line of ["reread", "shown", "understood"]) await press(report, line);
    await press(report, "copy");
    const copied = await until("the copy", () => here.browser.askAt(address, () => window.copied));
    assert.ok(copied.includes(quote), copied);
    assert.ok(copied.includes("Camille Fontanel"), copied);
    assert.doesNotMatch(copied, /<\w+/);
    await report.close();
  });

  it("leads to the Defender's form by a plain link, and sends nothing", async () => {
    const report = await prepare();
    const link = await report.run(() => document.querySelector("#open-form").href);
    assert.equal(link, "https://formulaire.defenseurdesdroits.fr/");
    await report.close();
  });

  it("is kept when its author says so, and found again after the background was stopped and the browser restarted", async () => {
    const report = await prepare();
    await type(report, "f-happened", "À retrouver après le redémarrage.");
    await press(report, "save");
    await until("word that it is kept", () => report.run(() => document.querySelector("#save-help, #status").innerText.length > 0));
    await until("the record", () =>
      report.run(
        () =>
          new Promise((done, failed) => {
            const opening = indexedDB.open("vigie");
            opening.onerror = () => failed(opening.error);
            opening.onsuccess = () => {
              const counting = opening.result.transaction("cases").objectStore("cases").count();
              counting.onsuccess = () => (opening.result.close(), done(counting.result > 0));
            };
          }),
      ),
    );
    await here.browser.stopBackground();
    here.browser = await here.browser.restart();
    const saved = await here.browser.open(here.browser.page("dossier.html"));
    await until("the report in the list", async () => (await saved.run(() => document.body.innerText)).includes(quote));
    await saved.driver.findElement(By.css("#list [data-part=open]")).click();
    await until("the letter again", async () => (await letter(saved)).includes("À retrouver après le redémarrage."));
    assert.ok((await letter(saved)).includes("Camille Fontanel"));
    await saved.close();
  });
});
