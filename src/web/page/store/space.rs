//! How much room there is, and how to be rid of all of it.

use super::{
    super::fault::Fault,
    database::{self, ALL, Transaction},
    window,
};
use js_sys::{Function, Promise, Reflect};
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;
use web_sys::DomException;

/// The share of the browser's room from which the user is warned, in hundredths.
const ALMOST_FULL: f64 = 80.0;

/// The least room that is left without a warning, in bytes: some two hundred pictures.
const LEAST_ROOM: f64 = 25_000_000.0;

/// The file that `pages/pack-worker.js` writes a pack into. It outlives its page, which offers it to be saved.
const PACK: &str = "vigie-pack";

/// How much room there is, in bytes, as the browser estimates.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Room {
    /// In use.
    pub used: f64,
    /// The most there may be.
    pub most: f64,
}

impl Room {
    /// Whether there will soon be no more room.
    pub fn is_almost_full(&self) -> bool {
        self.used * 100.0 >= self.most * ALMOST_FULL || self.most - self.used < LEAST_ROOM
    }
}

/// How much room there is; none where the browser tells nothing.
pub async fn room() -> Option<Room> {
    let answer = JsFuture::from(ask("estimate")?).await.ok()?;
    let number = |name: &str| Reflect::get(&answer, &name.into()).ok()?.as_f64();
    Some(Room { used: number("usage")?, most: number("quota")? })
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

/// « Tout effacer »: every case, every picture, the log and its tombstones, the device's name.
pub async fn erase_all() -> Result<(), Fault> {
    database::write(&ALL, |stores: Transaction| async move { ALL.iter().try_for_each(|store| stores.clear(store)) })
        .await?;
    window::tell();
    Ok(())
}

/// Takes away the file of the last pack, where there is one.
pub async fn drop_pack() -> Result<(), Fault> {
    // Where the browser gives no folder the worker has written none.
    let Some(asked) = ask("getDirectory") else { return Ok(()) };
    let Ok(folder) = JsFuture::from(asked).await else { return Ok(()) };
    let remove: Function = Reflect::get(&folder, &"removeEntry".into())?.dyn_into()?;
    let removed: Promise = remove.call1(&folder, &PACK.into())?.dyn_into()?;
    match JsFuture::from(removed).await {
        Err(why) if why.dyn_ref::<DomException>().is_none_or(|why| why.name() != "NotFoundError") => Err(why.into()),
        _ => Ok(()),
    }
}
