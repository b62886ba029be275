// Applications that draw themselves again under the marks: one made with React, one made of web components, both built from
// their npm packages when the tests run (see apps/). The marks stay where their words are, and the applications never notice.

import assert from "node:assert/strict";
import { it } from "node:test";
import { BIO_MARK, PEOPLE } from "./apps/people.mjs";
import { until } from "./browsers.mjs";
import { walk } from "./walk.mjs";

const MOTIVE_MARK = "pas de CMU";
/** The React site has the sentence in three elements: a range in each. */
const SPLIT = ["ne prend pas", "les patients CMU"];
const MARKED = PEOPLE.filter(({ mark }) => mark);
const NOTES = MARKED.map(({ mark }) => mark);

/** The slug of each card in the order of the page, with what is painted in it; and whether a mark is on a node that is gone. */
function cards(tab) {
  return tab.run(() => {
    const closest = (node) => {
      for (let at = node; at; at = at.parentNode ?? at.host) if (at.dataset?.slug) return at.dataset.slug;
      return null;
    };
    const deep = (root) => [...root.querySelectorAll("*")].flatMap((each) => (each.shadowRoot ? [each, ...deep(each.shadowRoot)] : [each]));
    const marks = [...CSS.highlights.values()].flatMap((each) => [...each]);
    const gone = marks.filter(({ startContainer }) => !startContainer.isConnected).length;
    const slugs = deep(document).map((each) => each.dataset?.slug).filter(Boolean);
    return { gone, slugs, marks: Object.fromEntries(marks.map((range) => [closest(range.startContainer), range.toString()])) };
  });
}

/** The marks stand on their own cards, in the order in which the cards stand. */
async function marksOnTheirCards(tab, order) {
  await until("the marks on their own cards", async () => {
    const seen = await cards(tab);
    const wanted = Object.fromEntries(MARKED.map(({ slug, mark }) => [slug, mark]));
    assert.deepEqual(seen.slugs, order);
    assert.deepEqual(Object.keys(seen.marks).sort(), Object.keys(wanted).sort());
    for (const [slug, mark] of Object.entries(wanted)) assert.equal(seen.marks[slug], mark);
    assert.equal(seen.gone, 0, `${seen.gone} marks on nodes that are gone`);
    return true;
  });
}

const byName = [...PEOPLE].sort((one, other) => one.name.localeCompare(other.name)).map(({ slug }) => slug);
const byDistance = [...PEOPLE].sort((one, other) => one.distance - other.distance).map(({ slug }) => slug);

/** Clicks as the page's own script would: React hears it like a person's. */
const press = (tab, selector) => tab.run((selector) => void document.querySelector(selector).click(), selector);

async function faultless(tab) {
  assert.deepEqual(await tab.run(() => globalThis.faults), []);
  assert.equal(await tab.run(() => document.querySelector("#fault")?.textContent ?? null), null);
}

walk("an application made with React", (here) => {
  /** A page of the application, drawn by the server, marked, and only then taken over by React. */
  async function opened(path, marks) {
    const tab = await here.browser.open(here.site.listed(path));
    await tab.marksBecome(marks);
    await tab.run(() => globalThis.hydrate());
    // React has taken a page over once its nodes know their handlers.
    await until("React", () => tab.run(() => Object.keys(document.querySelector("#root button")).some((key) => key.startsWith("__reactProps"))));
    return tab;
  }

  it("takes over what the server drew, marked as it is, and finds nothing changed", async () => {
    const tab = await opened("/react", NOTES);
    await marksOnTheirCards(tab, byName);
    await faultless(tab);
    await tab.close();
  });

  it("sorts its list, and the marks go with their cards", async () => {
    const tab = await opened("/react", NOTES);
    for (const order of [byDistance, byName, byDistance]) {
      await press(tab, "#order");
      await marksOnTheirCards(tab, order);
    }
    await faultless(tab);
    await tab.close();
  });

  it("draws its cards again, folds them, and filters them away; the marks come and go with their words", async () => {
    const tab = await opened("/react", NOTES);
    for (const { slug } of PEOPLE) await press(tab, `[data-slug="${slug}"] .keep`);
    await until("the cards that are kept", () => tab.run((n) => document.querySelectorAll(".kept").length === n, PEOPLE.length));
    await marksOnTheirCards(tab, byName);
    await press(tab, `[data-slug="${MARKED[0].slug}"] .fold`);
    await tab.marksBecome(NOTES.slice(1));
    await press(tab, `[data-slug="${MARKED[0].slug}"] .fold`);
    await marksOnTheirCards(tab, byName);
    const words = await tab.driver.findElement({ css: "#words" });
    await words.sendKeys("dermato");
    await tab.marksBecome(MARKED.filter(({ job }) => job === "Dermatologue").map(({ mark }) => mark));
    await words.sendKeys("zzz");
    await tab.marksBecome([]);
    for (let letter = 0; letter < "dermatozzz".length; letter += 1) await words.sendKeys("\uE003");
    await marksOnTheirCards(tab, byName);
    await faultless(tab);
    await tab.close();
  });

  it("changes its route: the old marks are gone, the new ones are there, and back", async () => {
    const tab = await opened("/react", NOTES);
    await press(tab, `[data-slug="${PEOPLE[1].slug}"] a`);
    await tab.marksBecome(SPLIT);
    assert.equal(await tab.run(() => location.pathname), `/react/${PEOPLE[1].slug}`);
    await tab.driver.navigate().back();
    await tab.marksBecome(NOTES);
    await marksOnTheirCards(tab, byName);
    await tab.driver.navigate().forward();
    await tab.marksBecome(SPLIT);
    await press(tab, "#back");
    await tab.marksBecome(NOTES);
    const { url } = await tab.read();
    assert.equal(new URL(url).pathname, "/react");
    await faultless(tab);
    await tab.close();
  });

  it("draws a profile a hundred times, one drawing a frame, and the mark stays on its words", async () => {
    const tab = await opened(`/react/${PEOPLE[0].slug}`, SPLIT);
    await tab.run(
      () =>
        new Promise((done) => {
          let left = 100;
          const draw = () => {
            globalThis.drawAgain();
            left -= 1;
            if (left > 0) requestAnimationFrame(draw);
            else requestAnimationFrame(() => done(null));
          };
          draw();
        }),
    );
    await until("the last drawing", () => tab.run(() => document.body.textContent.includes("Vu 100 fois")));
    await tab.marksBecome(SPLIT);
    assert.equal((await tab.read()).findings.length, 1);
    await faultless(tab);
    await tab.close();
  });

  it("opens tabs and a dialog outside of its root; what they say is marked while they are there", async () => {
    const tab = await opened(`/react/${PEOPLE[3].slug}`, SPLIT);
    await press(tab, "#fees");
    await tab.marksBecome([]);
    await press(tab, "#bio");
    await tab.marksBecome(SPLIT);
    await press(tab, "#book");
    await tab.marksBecome([...SPLIT, MOTIVE_MARK]);
    await press(tab, "#close");
    await tab.marksBecome(SPLIT);
    await faultless(tab);
    await tab.close();
  });
});

walk("an application made of web components", (here) => {
  const opened = async (fragment, marks) => {
    const tab = await here.browser.open(here.site.listed(`/components${fragment}`));
    await tab.marksBecome(marks);
    return tab;
  };
  const set = (tab, values) => tab.run((values) => void Object.assign(document.querySelector("booking-site"), values), values);

  it("sorts its list, and the marks go with their cards", async () => {
    const tab = await opened("", NOTES);
    await marksOnTheirCards(tab, byName);
    for (const [order, slugs] of [["distance", byDistance], ["name", byName]]) {
      await set(tab, { order });
      await marksOnTheirCards(tab, slugs);
    }
    await faultless(tab);
    await tab.close();
  });

  it("draws itself again and again, and the marks stay on the words in its slots", async () => {
    const tab = await opened("", NOTES);
    for (let drawn = 1; drawn <= 30; drawn += 1) await set(tab, { drawn });
    await until("the last drawing", () =>
      tab.run(() => document.querySelector("booking-site").shadowRoot.textContent.includes("Dessiné 30 fois")),
    );
    await marksOnTheirCards(tab, byName);
    const fold = (folded) =>
      tab.run(
        (slug, folded) => void (document.querySelector("booking-site").shadowRoot.querySelector(`[data-slug="${slug}"]`).folded = folded),
        MARKED[0].slug,
        folded,
      );
    await fold(true);
    await tab.marksBecome(NOTES.slice(1));
    await fold(false);
    await marksOnTheirCards(tab, byName);
    await faultless(tab);
    await tab.close();
  });

  it("changes its route in the fragment, and reads what stands in a closed shadow root", async () => {
    const tab = await opened("", NOTES);
    await tab.run((slug) => void (location.hash = slug), PEOPLE[2].slug);
    await tab.marksBecome([BIO_MARK]);
    await set(tab, { motives: true });
    await tab.marksBecome([BIO_MARK, MOTIVE_MARK]);
    await tab.driver.navigate().back();
    await marksOnTheirCards(tab, byName);
    await faultless(tab);
    await tab.close();
  });
});
