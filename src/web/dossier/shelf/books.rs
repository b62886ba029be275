//! What the page asks of the store, in its own words.

use crate::{
    case::{lines, one_line},
    dossier::{Act, Dossier, Entry, LONGEST_TAG, MOST_TAGS, Stage, State, Summary, stage as stages},
    report::Reported,
    web::page::{fault::Fault, store},
};
use serde_json::{Value, json};

/// The fields of the log that a user writes beside a case.
const TAGS: &str = "tags";
const NOTE: &str = "note";

/// The longest note and the longest reason, in characters.
const LONGEST_NOTE: usize = 10_000;
const LONGEST_REASON: usize = 300;

/// What is known of some cases beside their summaries.
pub struct Story {
    /// What the logs say of them.
    pub entries: Vec<Entry>,
    /// The reports that they remember.
    pub reports: Vec<(String, Reported)>,
}

impl Story {
    /// The whole note of a case.
    pub fn note(&self, id: &str) -> Option<String> {
        let mut dossier = Dossier::default();
        self.entries.iter().for_each(|entry| dossier.apply(entry));
        Some(dossier.case(id)?.field(NOTE)?.as_str()?.to_owned())
    }
}

/// Reads what is known of some cases.
pub async fn story(cases: &[Summary]) -> Result<Story, Fault> {
    let mut reports = Vec::new();
    for one in cases.iter().filter(|one| one.reported.is_some()) {
        if let Some(opened) = store::get(&one.id).await? {
            reports.extend(opened.case.reported.into_iter().map(|report| (one.id.clone(), report)));
        }
    }
    let (log, _) = store::log().await?;
    let about = |entry: &&Entry| entry.act().about().is_some_and(|id| cases.iter().any(|one| one.id == id));
    Ok(Story { entries: log.entries().filter(about).cloned().collect(), reports })
}

/// The tags that somebody wrote: words between commas, each once.
pub fn tags(written: &str) -> Vec<String> {
    let mut tags: Vec<String> = Vec::new();
    for tag in written.split([',', ';', '،', '\n']).map(|tag| one_line(tag, LONGEST_TAG).text) {
        if !tag.is_empty() && !tags.contains(&tag) && tags.len() < MOST_TAGS {
            tags.push(tag);
        }
    }
    tags
}

/// Writes the tags of cases.
pub async fn tag(changes: &[(String, Vec<String>)]) -> Result<(), Fault> {
    store::write(changes.iter().map(|(case, tags)| amend(case, TAGS, json!(tags))).collect()).await.map(drop)
}

/// Writes how far cases are.
pub async fn stage(ids: &[String], stage: Stage) -> Result<(), Fault> {
    store::write(ids.iter().map(|id| amend(id, stages::FIELD, json!(stage.name()))).collect()).await.map(drop)
}

/// Writes what was changed beside a mention, for each time that it was seen. `stage` is none where the choice was left as it was.
pub async fn follow(cases: &[Summary], stage: Option<Stage>, tags: &[String], note: &str) -> Result<(), Fault> {
    let note = lines(note, LONGEST_NOTE).text;
    let waiting: Vec<String> =
        cases.iter().filter(|one| one.state == State::ToValidate).map(|one| one.id.clone()).collect();
    let story = story(cases).await?;
    let mut acts = Vec::new();
    for one in cases {
        if let Some(stage) = stage {
            acts.push(amend(&one.id, stages::FIELD, json!(stage.name())));
        }
        if one.tags != tags {
            acts.push(amend(&one.id, TAGS, json!(tags)));
        }
        if story.note(&one.id).unwrap_or_default() != note {
            acts.push(amend(&one.id, NOTE, json!(note)));
        }
    }
    // Whoever says how far a case is has looked at it.
    let looked = if stage.is_some() { waiting } else { Vec::new() };
    if acts.is_empty() && looked.is_empty() { Ok(()) } else { store::validate(&looked, acts).await.map(drop) }
}

/// Says that somebody has looked at these cases.
pub async fn validate(ids: &[String]) -> Result<(), Fault> {
    store::validate(ids, Vec::new()).await.map(drop)
}

/// Takes cases away, and keeps a trace of it.
pub async fn remove(ids: &[String], reason: &str) -> Result<(), Fault> {
    store::remove(ids, &one_line(reason, LONGEST_REASON).text).await
}

fn amend(case: &str, field: &str, value: Value) -> Act {
    Act::Amend { case: case.to_owned(), field: field.to_owned(), value }
}
