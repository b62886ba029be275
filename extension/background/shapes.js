// What a message must look like before anything is done with it. A content script shares its process with the page it reads:
// what it says is checked like anything else that comes from outside.

/** Longest text that any field of a finding or a draft may have, in UTF-16 units: a section, and what was put around it. */
const MAX_TEXT = 512 * 1024;
/** Facts are capped where they are collected; this is what no honest page reaches. */
const MAX_FACTS = 1024 * 1024;

export const integer = (value) => Number.isSafeInteger(value) && value >= 0;
export const flag = (value) => typeof value === "boolean";
/** A finding's key: 16 hexadecimal digits. */
export const isKey = (value) => typeof value === "string" && /^[0-9a-f]{16}$/.test(value);

/** A SHA-256 hash. */
export const isHash = (value) => typeof value === "string" && /^[0-9a-f]{64}$/.test(value);

/** What may be absent. */
export const optional = (check) => (value) => value === undefined || value === null || check(value);

/** A host, or one with all that is below it: `www.example.org`, `*.example.org`. */
export const isHost = (value) => typeof value === "string" && value.length <= 253 && /^(\*\.)?[a-z0-9._-]+$/.test(value);

/** A text of at most so many UTF-16 units. */
export const text = (most = MAX_TEXT) => (value) => typeof value === "string" && value.length <= most;

/** An array of at most so many things of one kind. */
export const list = (item, most) => (value) => Array.isArray(value) && value.length <= most && value.every(item);

/** An object that has these fields; others are let through, and are nobody's business. */
export const is = (fields) => (value) =>
  typeof value === "object" && value !== null && Object.entries(fields).every(([name, check]) => check(value[name]));

const span = is({ start: integer, end: integer });
const lines = list(text(256), 64);
const pair = (value) => list(text(), 2)(value) && value.length === 2;

/** A finding as the engine answered it; where it is in the DOM is the content script's own affair. */
export const isFound = is({
  key: isKey,
  criterion: text(32),
  practice: text(32),
  grade: (value) => value === "flag" || value === "check",
  rule: text(128),
  reason: is({ id: text(128), args: list(pair, 32) }),
  quote: text(),
  at: span,
  scopeAt: list(span, 256),
  card: is({ over: lines, before: lines, after: lines }),
  trace: (value) => typeof value === "object" && value !== null,
});

/** What a page says of a practitioner: judged in wasm, which leaves out what has a wrong type. */
export const isFacts = (value) => typeof value === "object" && value !== null && JSON.stringify(value).length <= MAX_FACTS;

/** A draft as the content script makes it; the background adds the rest. */
export const isDraft = is({
  finding: isFound,
  text: text(),
  stream: optional(text()),
  page: is({
    url: text(16 * 1024),
    title: text(16 * 1024),
    lang: text(256),
    seenAt: (value) => text(64)(value) && !Number.isNaN(Date.parse(value)),
    offset: Number.isFinite,
    zone: (value) => value === null || text(128)(value),
  }),
  facts: isFacts,
});
