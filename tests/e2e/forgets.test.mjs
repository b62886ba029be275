// Nothing that a page says is forgotten, whenever it says it: between two slices of a reading, while its answers are on their
// way, after a flood, in a shadow root, under a background that fails. The whole content script runs in a page, with a
// background of the test's own: so the page changes at the very moments that no page could aim at.

import assert from "node:assert/strict";
import fs from "node:fs";
import http from "node:http";
import path from "node:path";
import { after, before, describe, it } from "node:test";
import { JS } from "../../extension/background/scripts.js";
import { NAMES, ROOT, openBrowser, until } from "./browsers.mjs";

// The style sheets are made by the build; all else is as it is written.
const SCRIPTS = JS.filter((name) => name !== "content/sheets.js").map((name) => fs.readFileSync(path.join(ROOT, "extension", name), "utf8"));
const WORDS = "Pas de CMU";

/**
 * What stands in for the browser, in the page: a background that finds the mention in each section, and moments at which
 * the test has a say: `moments.slice()` before a reading and between two slices, `moments.turn()` between two slices of the
 * first reading, which waits for what it gives, `moments.sections(message)` when sections are asked for, which
 * may answer in the background's place.
 */
function stand(words) {
  const moments = (window.moments = {});
  let hear;
  const found = (stream) => {
    const said = stream.slice(stream.indexOf("\u0007") + 1);
    return Array.from({ length: said.split(words).length - 1 }, () => ({ key: "0", grade: "flag", practice: "refusal", quote: words, anchor: [], scope: [] }));
  };
  const answers = {
    hello: () => ({ marks: true, checks: true, dismissed: [] }),
    sections: (message) => moments.sections?.(message) ?? { sections: message.streams.map((stream) => ({ text: "", characters: 1, findings: found(stream) })) },
  };
  const chrome = {
    runtime: {
      id: "test",
      getURL: (name) => `test://${name}`,
      onMessage: { addListener: (listener) => void (hear = listener), removeListener() {} },
      sendMessage: async (message) => answers[message.type]?.(message) ?? {},
    },
  };
  Object.defineProperty(window, "chrome", { value: chrome, configurable: true });
  window.tell = (message) => new Promise((answer) => hear(message, { id: "test" }, answer));
  // A clock that moves each time that it is looked at: there are slices, on however fast a machine.
  const now = performance.now.bind(performance);
  let looks = 0;
  performance.now = () => now() + (looks += 1);
  // What is waited for by the clock comes soon.
  const later = window.setTimeout.bind(window);
  window.setTimeout = (act, pause) => later(act, Math.min(pause, 20));
  const idle = window.requestIdleCallback.bind(window);
  window.requestIdleCallback = (act) => idle((deadline) => {
    moments.slice?.();
    act(deadline);
  }, { timeout: 1 });
  // The first reading does not wait for the page to be idle.
  const turn = globalThis.scheduler.yield.bind(scheduler);
  scheduler.yield = async () => {
    await moments.turn?.();
    await turn();
  };
  window.vigie = { styles: {} };

  window.card = (number, said = "") => {
    const made = document.createElement("article");
    made.innerHTML = `<h2>Dr ${number}</h2><p>Secteur ${number}</p><ul><li>lundi</li><li>mardi</li></ul><p>${said || "Carte Vitale"}</p>`;
    return made;
  };
  window.list = (count) => {
    const list = document.createElement("main");
    for (let number = 0; number < count; number += 1) list.append(window.card(number, number % 10 === 3 ? `${words} (${number})` : ""));
    document.body.replaceChildren(list);
    return list;
  };
}

/** How many mentions the page holds, shadow roots included. Runs in the page. */
const held = (words) => {
  const count = (node) => (node.nodeType === 3 ? node.data.split(words).length - 1 : 0)
    + [...node.childNodes].reduce((sum, each) => sum + count(each), 0) + (node.shadowRoot ? count(node.shadowRoot) : 0);
  return count(document.body);
};

for (const name of NAMES) {
  describe(`a reading in ${name}`, () => {
    let browser, server;

    before(async () => {
      server = http.createServer((request, response) => {
        response.writeHead(200, { "content-type": "text/html; charset=utf-8" });
        response.end('<!doctype html><html lang="fr"><link rel="icon" href="data:,"><title>Essai</title><body></body></html>');
      });
      await new Promise((done) => server.listen(0, "127.0.0.1", done));
      browser = await openBrowser(name, { extension: false, recorded: false });
    });

    after(async () => {
      await browser?.close();
      server?.close();
    });

    const inPage = (body, ...args) => browser.driver.executeScript(`return (${body})(...arguments)`, ...args);

    /** A page that was just loaded, made by `make`, with the content script in it. */
    async function begin(make, ...args) {
      await browser.driver.get(`http://127.0.0.1:${server.address().port}/`);
      await inPage(stand, WORDS);
      await inPage(make, ...args);
      await browser.driver.executeScript(SCRIPTS.join("\n;\n"));
    }

    /** Waits until the script says that it has read all, and looks whether it has. */
    async function knowsAll() {
      const list = await until("all to be read", async () => {
        const { settled } = await inPage(() => window.tell({ type: "alive" }));
        const list = await inPage(() => window.tell({ type: "list" }));
        return settled && list.took.first !== null ? list : Promise.reject(new Error(`${settled} ${list.state} ${list.limit} ${list.findings.length}`));
      }, { within: 30_000 });
      assert.equal(list.findings.length, await inPage(held, WORDS));
      // By the clock of these tests every page is in a hurry.
      assert.ok(list.limit === null || list.limit === "limit.restless", list.limit);
      assert.ok(list.findings.length > 0);
    }

    it("knows that it has lost an answer that failed while it went on", async () => {
      await begin(() => {
        window.list(1_500);
        // All four times that the message is sent. The reading stands between two slices meanwhile, and then goes on.
        let failures = 0;
        let first;
        let gone;
        const lost = new Promise((go) => (gone = go));
        window.moments.sections = ({ streams }) => {
          first ??= streams[0];
          if (streams[0] !== first || failures === 4) return null;
          failures += 1;
          if (failures === 4) setTimeout(gone);
          return Promise.reject(new Error("the background is gone"));
        };
        window.moments.turn = () => first && lost;
        window.failures = () => failures;
      });
      await until("the failures", () => inPage(() => window.failures() === 4));
      await knowsAll();
    });

    it("asks again for an answer that never comes", async () => {
      await begin(() => {
        window.list(30);
        let lost = false;
        window.moments.sections = () => {
          if (lost) return null;
          lost = true;
          return new Promise(() => {});
        };
      });
      await knowsAll();
    });

    it("listens to a shadow root again after a flood", async () => {
      await begin((words) => {
        const list = window.list(3);
        const host = list.appendChild(document.createElement("div"));
        host.attachShadow({ mode: "open" }).append(window.card("x", words));
      }, WORDS);
      await knowsAll();
      await inPage(() => {
        const text = document.querySelector("h2").firstChild;
        for (let each = 0; each < 20_000; each += 1) text.data = String(each);
      });
      await until("the flood to be read", () => inPage(() => window.tell({ type: "alive" }).then(({ settled }) => settled)));
      await inPage((words) => document.querySelector("main > div").shadowRoot.append(window.card("y", words)), WORDS);
      await until("the other mention", async () => {
        const { findings } = await inPage(() => window.tell({ type: "list" }));
        return findings.length === (await inPage(held, WORDS)) || Promise.reject(new Error(String(findings.length)));
      });
      await knowsAll();
    });

    it("hears that the address has become another one while it reads", async () => {
      await begin(() => {
        window.list(30);
        window.moments.sections = () => {
          if (location.pathname !== "/autre") history.pushState({}, "", "/autre");
          return null;
        };
        window.passes = 0;
        window.moments.slice = () => void (window.passes += 1);
      });
      await until("another reading", () => inPage(() => window.passes > 0));
      await knowsAll();
    });

    for (let seed = 1; seed <= 6; seed += 1) {
      it(`forgets nothing of a page that changes at the worst moments (${seed})`, async () => {
        await begin((words, seed) => {
          let state = seed * 2654435761;
          const random = (below) => {
            state ^= state << 13;
            state ^= state >>> 17;
            state ^= state << 5;
            return (state >>> 0) % below;
          };
          const list = window.list(120);
          const host = document.body.appendChild(document.createElement("div"));
          host.attachShadow({ mode: "open" }).append(window.card("s"));
          const pick = () => list.children[random(list.children.length)];
          const kinds = [
            () => list.append(...Array.from({ length: 20 }, (_, n) => window.card(`n${n}`, n === 7 ? words : ""))),
            () => pick().before(window.card("b", words)),
            () => pick().remove(),
            () => list.prepend(pick()),
            () => void (pick().querySelector("li").textContent = random(2) ? words : "jeudi"),
            () => host.shadowRoot.append(window.card("r", random(2) ? words : "")),
            () => {
              const text = pick().querySelector("h2").firstChild;
              for (let each = 0; each < 12_000; each += 1) text.data = `Dr ${each}`;
            },
          ];
          let left = 60;
          const change = () => {
            if (left === 0 || random(3) > 0) return;
            left -= 1;
            // A flood is rare.
            kinds[random(12) === 0 ? 6 : random(6)]();
          };
          window.moments.slice = change;
          window.moments.sections = () => {
            change();
            // Answers come in any order, and now and then none comes.
            return random(20) === 0 ? Promise.reject(new Error("lost")) : null;
          };
          // The page goes on by itself, so that all its changes come.
          const go = () => {
            change();
            if (left > 0) setTimeout(go, 20);
            else window.ended = true;
          };
          setTimeout(go, 20);
        }, WORDS, seed);
        await until("the last change", () => inPage(() => window.ended === true), { within: 60_000 });
        await knowsAll();
      });
    }
  });
}
