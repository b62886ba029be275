// The demonstration: one invented page with the extension at work on it, to try by hand or, headless, to read and to look
// at. It does what a person would do, and prints what the popup says.

import fs from "node:fs/promises";
import path from "node:path";
import { parseArgs } from "node:util";
import { openBrowser, until } from "./browsers.mjs";
import { profile } from "./site/pages.mjs";
import { serve } from "./site/server.mjs";

const { values } = parseArgs({
  options: { browser: { type: "string" }, out: { type: "string" }, headless: { type: "boolean", default: false } },
});
/** Letters of a line of print. */
const WIDTH = 92;

/** A paragraph in lines that begin so many letters from the margin. */
function wrap(text, margin) {
  const lines = [""];
  for (const word of text.split(/\s+/)) {
    const line = lines.at(-1);
    if (line && margin + line.length + word.length >= WIDTH) lines.push(word);
    else lines[lines.length - 1] = line ? `${line} ${word}` : word;
  }
  return lines.map((line) => " ".repeat(margin) + line).join("\n");
}

/** What the popup lists, group by group, in its own words. */
function readPopup(popup) {
  return popup.run(() => {
    const words = (element) => element?.textContent.replace(/\s+/g, " ").trim() ?? "";
    return {
      headline: words(document.querySelector("#headline")),
      read: words(document.querySelector("#read")),
      groups: [...document.querySelectorAll(".group")]
        .filter((group) => group.querySelector(".finding") && !group.hidden)
        .map((group) => ({
          title: words(group.querySelector("h2 [data-text], summary [data-text]")),
          findings: [...group.querySelectorAll(".finding")].map((finding) => ({
            quote: words(finding.querySelector("[data-part=quote]")),
            reason: words(finding.querySelector("[data-part=reason]")),
            about: words(finding.querySelector(".about")),
          })),
        })),
    };
  });
}

function print({ headline, read, groups }, title, address) {
  const lines = ["", title, address, "", headline];
  for (const { title, findings } of groups) {
    lines.push("", `  ${title}`);
    for (const { quote, reason, about } of findings) {
      lines.push("", wrap(`« ${quote} »`, 4), wrap(reason, 6), wrap(about, 6));
    }
  }
  lines.push("", read, "");
  console.log(lines.join("\n"));
}

async function pictures(browser, site) {
  await fs.mkdir(values.out, { recursive: true });
  const save = async (name, picture) => {
    const file = path.join(values.out, `${name}.png`);
    await fs.writeFile(file, picture);
    console.log(`  ${file}`);
  };
  await browser.driver.manage().window().setRect({ width: 1280, height: 1080 });
  const tab = await browser.open(site.listed(profile));
  const { findings, title } = await tab.read();
  const [first] = findings;
  if (!first) throw new Error("nothing was found on the example page: the extension does not do its work");
  await until("the marks", async () => (await tab.marked()).length >= findings.length);
  const page = await tab.screenshot();

  const popup = await browser.popup(tab);
  await popup.says(first.quote);
  print(await readPopup(popup), title, site.listed(profile));
  console.log("images :");
  await save("page", page);
  await save("popup", await popup.screenshot());

  await popup.press("Préparer un signalement");
  const report = await browser.tabAt(browser.page("report.html?draft="));
  await until("the question who reports", () => report.run(() => Boolean(document.querySelector("#roles")?.checkVisibility())));
  await report.run(() => document.querySelector("input[value=witness]").click());
  await until("the letter", () => report.run(() => document.querySelector("#sheet").innerText.length > 200));
  await report.run(() => scrollTo({ top: 0, behavior: "instant" }));
  await save("report", Buffer.from(await report.driver.takeScreenshot(), "base64"));
  await report.close();

  await tab.show();
  await tab.clickMark((await tab.marked())[0]);
  await until("the card", () => tab.card());
  await save("card", await tab.screenshot());
}

async function byHand(browser, site) {
  const tab = await browser.open(site.listed(profile));
  console.log(`\n${site.listed(profile)}`);
  console.log("Passages soulignés : cliquez dessus, ou sur le bouton de Vigie (pièce de puzzle, en haut à droite).");
  console.log("Fermez le navigateur pour terminer.");
  let gone = false;
  process.once("SIGINT", () => (gone = true));
  while (!gone) {
    await new Promise((resolve) => setTimeout(resolve, 500));
    gone ||= await tab.driver.getAllWindowHandles().then((handles) => handles.length === 0, () => true);
  }
}

const site = await serve();
let browser;
try {
  // By hand the browser goes its usual way; headless, through the recorder that lets nothing out.
  browser = await openBrowser(values.browser, { headless: values.headless, recorded: values.headless });
  await (values.headless ? pictures : byHand)(browser, site);
} catch (error) {
  console.error(`scripts/demo: ${error.message}`);
  process.exitCode = 1;
} finally {
  await browser?.close().catch(() => {});
  await site.stop();
}
