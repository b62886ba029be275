//! The only code that knows wasm-bindgen, web-sys and the extension's interfaces.

#[cfg(feature = "app")]
mod app;
#[cfg(feature = "engine")]
mod engine;
