//! How much room there is, how much is at risk, and how to be rid of all of it.

use super::{
    super::fault::Fault,
    database::{self, ALL, CASES, LOG, Transaction},
    journal, window,
};
use crate::dossier::Act;
use js_sys::{Function, Promise, Reflect};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

/// The share of the browser's room from which the user is warned, in hundredths.
const ALMOST_FULL: f64 = 80.0;

/// The least room that is left without a warning, in bytes: some two hundred pictures.
const LEAST_ROOM: f64 = 25_000_000.0;

/// How it stands with the dossier as a whole.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Space {
    /// Bytes in use, and the most there may be, as the browser estimates; none where it tells nothing.
    pub room: Option<(f64, f64)>,
    /// Whether the browser has promised not to clear it by itself.
    pub persistent: bool,
    /// Cases in the dossier.
    pub cases: u32,
    /// Cases kept since the last export: what a broken disk would take.
    pub unexported: usize,
    /// When the last export was, as `2026-11-21T23:17:48Z`.
    pub exported: Option<String>,
}

impl Space {
    /// Whether there will soon be no more room.
    pub fn is_almost_full(&self) -> bool {
        self.room.is_some_and(|(used, most)| used * 100.0 >= most * ALMOST_FULL || most - used < LEAST_ROOM)
    }
}

/// How it stands with the dossier as a whole.
pub async fn space() -> Result<Space, Fault> {
    let (cases, lines) =
        database::read(&[CASES, LOG], |stores| async move { Ok((stores.count(CASES).await?, stores.all(LOG).await?)) })
            .await?;
    let entries: Vec<_> = lines.iter().filter_map(|line| journal::read(&line).ok()).collect();
    let exports = entries.iter().filter(|entry| matches!(entry.act(), Act::Export { .. })).map(|entry| entry.stamp());
    let last = exports.max().cloned();
    let begun = entries.iter().filter(|entry| matches!(entry.act(), Act::Keep { .. }));
    let since = begun.filter(|entry| last.as_ref().is_none_or(|last| entry.stamp() > last));
    let mut unexported: Vec<&str> = since.filter_map(|entry| entry.act().about()).collect();
    unexported.sort_unstable();
    unexported.dedup();
    Ok(Space {
        room: estimate().await,
        persistent: asked("persisted").await.is_some_and(|answer| answer.is_truthy()),
        cases,
        unexported: unexported.len(),
        exported: last.map(|last| last.at.iso()),
    })
}

async fn estimate() -> Option<(f64, f64)> {
    let answer = asked("estimate").await?;
    let number = |name: &str| Reflect::get(&answer, &name.into()).ok()?.as_f64();
    Some((number("usage")?, number("quota")?))
}

/// Asks the browser not to clear the dossier by itself when room gets short; whatever it answers, the case is kept.
pub fn persist() {
    // With the question out nothing waits for its answer: a browser may show it to the user.
    let _ = ask("persist");
}

/// A question to the browser's storage, where it has such a thing.
fn ask(question: &str) -> Option<Promise> {
    let navigator = Reflect::get(&js_sys::global(), &"navigator".into()).ok()?;
    let storage = Reflect::get(&navigator, &"storage".into()).ok()?;
    let function: Function = Reflect::get(&storage, &question.into()).ok()?.dyn_into().ok()?;
    function.call0(&storage).ok()?.dyn_into().ok()
}

async fn asked(question: &str) -> Option<JsValue> {
    JsFuture::from(ask(question)?).await.ok()
}

/// « Tout effacer »: every case, every picture, the log and its tombstones, the device's name.
pub async fn erase_all() -> Result<(), Fault> {
    database::write(&ALL, |stores: Transaction| async move { ALL.iter().try_for_each(|store| stores.clear(store)) })
        .await?;
    window::tell();
    Ok(())
}
