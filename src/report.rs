//! Letters: what to write, to whom.
