//! Vigie reads medical booking pages and finds wording that is susceptible of being discriminatory.
//!
//! The way of a page: [`stream`] (what a reader emits) → [`outline`] (what the page says, in reading order) → [`text`]
//! (folded, with a map back) → [`lexicon`] (vocabulary as data) → [`engine`] (judgement) → [`finding`]. Nothing on this
//! way knows a browser or a clock, and nothing on it can fail. [`practitioner`] says whom a page is about, [`sites`] where it stands, [`law`] and
//! [`report`] what to write, [`case`] what to keep, [`dossier`] what became of it; [`pasted`] reads what somebody copied, and [`rewording`] says how to put it otherwise. `web` alone knows wasm-bindgen and the extension's interfaces.

#[cfg(feature = "cli")]
pub mod archive;
pub mod engine;
pub mod finding;
#[cfg(feature = "cli")]
pub mod html;
pub mod law;
pub mod lexicon;
pub mod message;
pub mod outline;
pub mod practitioner;
pub mod sites;
pub mod span;
pub mod stream;
pub mod text;

#[cfg(feature = "cases")]
pub mod case;
#[cfg(feature = "cases")]
pub mod dossier;
#[cfg(feature = "cases")]
mod json;
#[cfg(feature = "packs")]
pub mod pack;
#[cfg(feature = "cases")]
pub mod pasted;
#[cfg(feature = "cases")]
pub mod report;
#[cfg(feature = "cases")]
pub mod rewording;

#[cfg(feature = "wasm")]
mod web;

/// The version of the program and of its rules, as findings and captures record it.
pub const VERSION: &str = env!("CARGO_PKG_VERSION");
