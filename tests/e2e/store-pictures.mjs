// The stores' screenshots: what a person sees, at the size that both stores take. scripts/store-pictures calls it.

import fs from "node:fs/promises";
import path from "node:path";
import { PNG } from "pngjs";
import { openBrowser, until } from "./browsers.mjs";
import { profile } from "./site/pages.mjs";
import { serve } from "./site/server.mjs";

const [language, out] = process.argv.slice(2);

/** The size of every picture, in px: the larger of Chrome's two, and one that Firefox takes. */
const WIDTH = 1280;
const HEIGHT = 800;
/** Where the popup hangs below the toolbar, from the right edge of the window, in px. */
const POPUP = { right: 24, top: 0 };
const SHADOW = 12;

/** Without an alpha channel, as Chrome's store wants it. */
const packed = (image) => PNG.sync.write(image, { colorType: 2, inputHasAlpha: true, deflateLevel: 9 });

/** The upper left of a picture, at the stores' size; what is missing is white. */
function cut(picture) {
  const image = PNG.sync.read(picture);
  const made = new PNG({ width: WIDTH, height: HEIGHT });
  made.data.fill(255);
  PNG.bitblt(image, made, 0, 0, Math.min(WIDTH, image.width), Math.min(HEIGHT, image.height), 0, 0);
  return made;
}

/** The popup over the page, where the browser hangs it: a browser takes no picture of both. */
function laid(page, popup) {
  const below = cut(page);
  const above = PNG.sync.read(popup);
  const [left, width, height] = [WIDTH - above.width - POPUP.right, above.width, Math.min(above.height, HEIGHT - POPUP.top)];
  for (let y = Math.max(0, POPUP.top - SHADOW); y < Math.min(HEIGHT, POPUP.top + height + SHADOW); y += 1) {
    for (let x = left - SHADOW; x < Math.min(WIDTH, left + width + SHADOW); x += 1) {
      const away = Math.max(left - x, x - left - width + 1, POPUP.top - y, y - POPUP.top - height + 1, 0);
      const light = 1 - 0.25 * (1 - away / SHADOW) ** 2;
      for (let channel = 0; channel < 3; channel += 1) below.data[(y * WIDTH + x) * 4 + channel] *= light;
    }
  }
  PNG.bitblt(above, below, 0, 0, width, height, left, POPUP.top);
  return below;
}

async function pictures(browser, site) {
  const folder = path.join(out, language);
  await fs.mkdir(folder, { recursive: true });
  const save = async (name, image) => {
    const file = path.join(folder, `${name}.png`);
    const bytes = packed(image);
    await fs.writeFile(file, bytes);
    console.log(`  ${file}: ${image.width} × ${image.height}, ${(bytes.length / 1000).toFixed(0)} KB`);
  };
  await browser.ask((language) => chrome.storage.local.set({ language }), language);
  // The window's own frame is taken off: what counts is the page's size.
  const tab = await browser.open(site.listed(profile));
  const [wide, high] = await tab.run(() => [outerWidth - innerWidth, outerHeight - innerHeight]);
  await browser.driver.manage().window().setRect({ width: WIDTH + wide, height: HEIGHT + high });
  await until("the window's size", () => tab.run((width, height) => innerWidth === width && innerHeight === height, WIDTH, HEIGHT));
  const { findings } = await tab.read();
  if (findings.length === 0) throw new Error("nothing was found on the example page: the extension does not do its work");
  await until("the marks", async () => (await tab.marked()).length >= findings.length);
  const bare = await tab.screenshot();
  await tab.clickMark((await tab.marked())[0]);
  await until("the card", () => tab.card());
  await save("1-page", cut(await tab.screenshot()));
  await tab.reload();
  await until("the marks", async () => (await tab.marked()).length >= findings.length);

  const popup = await browser.popup(tab);
  await popup.says(findings[0].quote);
  await save("2-popup", laid(bare, await popup.screenshot()));
  await popup.press(language === "fr" ? "Préparer un signalement" : "Prepare a report");
  const report = await browser.tabAt(browser.page("report.html?draft="));
  await until("the question who reports", () => report.run(() => Boolean(document.querySelector("#roles")?.checkVisibility())));
  await report.run(() => document.querySelector("input[value=witness]").click());
  await until("the letter", () => report.run(() => document.querySelector("#sheet").innerText.length > 200));
  await report.run(() => document.querySelector("#sheet").scrollIntoView({ block: "start", behavior: "instant" }));
  await save("3-report", cut(Buffer.from(await report.driver.takeScreenshot(), "base64")));
  await report.close();

  const check = await browser.open(browser.page("check.html"));
  await until("the example's text", () =>
    check.run(() => {
      const field = document.querySelector("#text");
      if (field && !field.value) document.querySelector("#example")?.click();
      return Boolean(field?.value) && document.querySelectorAll("main blockquote, main mark").length > 0;
    }),
  );
  await save("4-check", cut(await check.screenshot()));
  await check.close();

  const rights = await browser.open(browser.page("rights.html"));
  await until("« Vos droits »", () => rights.run(() => document.body.dataset.state !== "loading" && document.body.innerText.length > 500));
  await save("5-rights", cut(await rights.screenshot()));
}

const site = await serve();
let browser;
try {
  browser = await openBrowser("chromium", { headless: true });
  await pictures(browser, site);
} catch (error) {
  console.error(`scripts/store-pictures: ${error.message}`);
  process.exitCode = 1;
} finally {
  await browser?.close().catch(() => {});
  await site.stop();
}
