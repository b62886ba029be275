//! Whom a page is about: name, profession, address, RPPS, as far as the page says, and where each value was read.
