// What is injected into a page, in the order in which the parts need each other.

/** The content scripts. */
export const JS = [
  "content/sheets.js",
  "content/page.js",
  "content/cutter.js",
  "content/reader.js",
  "content/memory.js",
  "content/watch.js",
  "content/facts.js",
  "content/frames.js",
  "content/styles.js",
  "content/wire.js",
  "content/effort.js",
  "content/paint.js",
  "content/card.js",
  "content/pointer.js",
  "content/pass.js",
  "content/roots.js",
  "content/main.js",
];

/** The style sheet of the marks. */
export const CSS = ["styles/marks.css"];
