//! What review takes from the store and puts there: cases to be read, verdicts to be written, and who sits here.

use super::Person;
use crate::{
    case::Case,
    dossier::{Act, Device, Dossier, Entry, State, Subject},
    web::page::{chrome, fault::Fault, store},
};

/// Where `storage.local` keeps who reviews on this device.
const REVIEWER: &str = "reviewer";

/// Everything that review needs of the dossier.
pub struct Shelf {
    /// This device.
    pub device: Device,
    /// What the logs say.
    pub dossier: Dossier,
    /// What is to be reviewed: the cases that the user has looked at, and what verdicts on each are bound to.
    pub cases: Vec<(Subject, String)>,
}

/// Reads the dossier.
pub async fn load() -> Result<Shelf, Fault> {
    let (summaries, _) = store::summaries().await?;
    let (log, _) = store::log().await?;
    let kept = summaries.into_iter().filter(|summary| summary.state == State::Kept && !summary.removed);
    let cases = kept.map(|summary| (summary.subject(), summary.id)).collect();
    Ok(Shelf { device: store::device().await?, dossier: Dossier::of(&log), cases })
}

/// A case; none where it is gone.
pub async fn case(id: &str) -> Result<Option<Case>, Fault> {
    Ok(store::get(id).await?.map(|opened| opened.case))
}

/// Writes an act; it is on the disk when this is done.
pub async fn append(act: Act) -> Result<Vec<Entry>, Fault> {
    store::write(vec![act]).await
}

/// Calls `heard` when another window has changed the dossier.
pub fn hear(heard: impl Fn() + 'static) {
    store::on_change(heard);
}

/// Who reviews on this device, if somebody has said so.
pub async fn person() -> Option<Person> {
    chrome::stored(REVIEWER).await
}

/// Forgets who reviews.
pub async fn forget_person() -> Result<(), Fault> {
    chrome::store(REVIEWER, &None::<Person>).await
}

/// Keeps who reviews.
pub async fn keep_person(person: &Person) -> Result<(), Fault> {
    chrome::store(REVIEWER, person).await
}
