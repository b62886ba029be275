//! The exports of engine.wasm, for the background.
