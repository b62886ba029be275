//! One block's words: the original, its folded form, and the map between their offsets.
