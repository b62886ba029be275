//! The exports of app.wasm, for the pages.
