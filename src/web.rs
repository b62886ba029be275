//! The only code that knows wasm-bindgen, web-sys and the extension's interfaces. Each wasm has a module of its exports; pages
//! share `page`.

#[cfg(feature = "app")]
mod app;
#[cfg(feature = "dossier")]
mod dossier;
#[cfg(feature = "engine")]
mod engine;
// What one of them does not use another does: all of them together use all of it.
#[cfg(feature = "pack")]
mod pack;
#[cfg(feature = "page")]
#[cfg_attr(
    not(all(feature = "app", feature = "dossier", feature = "pack", feature = "report")),
    allow(dead_code, unused_imports)
)]
mod page;
#[cfg(feature = "report")]
mod report;
