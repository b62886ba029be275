// What pages ask for that needs no tab and no content script: to read a text, and the drafts. On the web, where there is no
// background, the page's own script answers with this same table.

import { clearDrafts, discard, handOver, putDown } from "./drafts.js";
import * as engine from "./engine.js";
import { isDraft, list, text } from "./shapes.js";

/** A section is at most 256 KB; read in UTF-16 units, of which each is a byte or more. */
const MAX_STREAM = 256 * 1024;
/** Words in which a page names a profession: a title and a heading. */
const MAX_PROFESSION = 1024;
/** Sections of one message; content scripts send far fewer. */
const MAX_BATCH = 512;

/** What sections say, whoever asks. */
export const SECTIONS = {
  shape: { streams: list(text(MAX_STREAM), MAX_BATCH), profession: text(MAX_PROFESSION) },
  answer: sections,
};

export const FROM_DESK = {
  sections: SECTIONS,
  paste: { shape: { draft: isDraft }, answer: paste },
  handover: { shape: { id: text(64) }, answer: ({ id }) => handOver(id) },
  discard: { shape: { id: text(64) }, answer: ({ id }) => discard(id) },
  "clear-drafts": { shape: {}, answer: clearDrafts },
};

async function sections({ streams, profession }) {
  const answers = [];
  for (const stream of streams) {
    const { text, characters, findings } = await engine.scan(stream, profession);
    answers.push({ text, characters, findings });
  }
  return { sections: answers };
}

/** A text was pasted: nobody saw its page, and there is no picture of it. */
function paste({ draft }, { tab }) {
  return putDown({
    ...draft,
    version: 1,
    way: "pasted",
    screenshot: null,
    screenshotWhy: null,
    agent: navigator.userAgent,
    extension: chrome.runtime.getManifest().version,
    private: Boolean(tab?.incognito),
  });
}
