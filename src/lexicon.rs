//! The vocabulary as data: `src/lexicon/*.toml`, checked and compiled to static tables by `build.rs`.
