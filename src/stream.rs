//! What the reader of a page emits, without understanding it. Two readers emit it: `extension/content/reader.js` from the
//! DOM and [`html`](crate::html) from a file; the same page gives the same stream, byte for byte.
//!
//! One section is one string:
//!
//! | written | is |
//! | --- | --- |
//! | U+0001 tag (U+0002 name U+0003 value)* U+0004 | an element opens; tag and names in lower case |
//! | U+0005 | the last opened element closes |
//! | U+0006 | from here on, what follows is context: it governs the section from outside |
//! | U+0007 | context ends |
//! | anything else | text |
//!
//! These seven characters never occur in a page's own text: readers write U+FFFD for them, one for one. Elements and
//! texts are numbered together from 0 in the order of the section (a text is what stands between two of the above
//! marks, and is never empty); that number is the `node` of an outline's sources.
