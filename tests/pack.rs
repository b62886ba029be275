//! Packs: what is written is read again, whole; what is not what was written is found, and named; tools of others open them.
//! `VIGIE_PACKS=DIR cargo test --test pack` leaves the packs that the tests make in a folder, for those tools (see scripts/test).
#![cfg(feature = "packs")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test says so by failing")]

#[path = "pack/closed.rs"]
mod closed;
#[path = "pack/damaged.rs"]
mod damaged;
#[path = "pack/forger.rs"]
mod forger;
#[path = "pack/hostile.rs"]
mod hostile;
#[path = "pack/written.rs"]
mod written;

use forger::{places, zip};
use serde_json::json;
use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    io::{Cursor, Read, Write},
    path::PathBuf,
    sync::atomic::{AtomicUsize, Ordering::Relaxed},
};
use vigie::{
    case::{Capture, Case, Moment, Sha256Hex},
    dossier::{Act, Device, Log, Subject},
    pack::{Contents, Head, Item, MOST_WORK, PackError, Receipt, Writer, anonymous, opened, read, sealed},
};

const PNG: &str = "data:image/png;base64,iVBORw0KGgo=";

fn now() -> Moment {
    Moment::new("2026-11-22T09:30:00Z", 60, Some("Europe/Paris")).unwrap()
}

/// A case of page `n`; the third has no picture, the fourth was pasted.
fn case(n: usize) -> Case {
    let text = format!("Cabinet n° {n} 🙂\nMoyens de paiement\nCMU : uniquement le mardi matin. Merci.");
    let quote = "CMU : uniquement le mardi matin";
    let start = text[..text.find(quote).unwrap()].encode_utf16().count();
    let pasted = n == 4;
    let url = if pasted {
        String::new()
    } else {
        format!("https://www.maiia.com/dentiste/69001-lyon/exemple-{n}?centerid=5f&x=1")
    };
    let draft = json!({
        "version": 1,
        "finding": {
            "key": "k1", "criterion": "coverage", "practice": "restriction", "grade": "flag", "rule": "coverage.slot.1",
            "reason": {"id": "reason.slot", "args": [["group", "CMU"]]},
            "quote": quote, "at": {"start": start, "end": start + quote.len()}, "scopeAt": [],
            "trace": {"rule": "coverage.slot.1", "version": "0.1.0+lexicon.1"}
        },
        "text": text,
        "page": {"url": url, "title": format!("Dr Exemple {n}"), "lang": "fr", "seenAt": "2026-07-31T22:05:09Z", "offset": 120, "zone": "Europe/Paris"},
        "facts": {"jsonld": [], "microdata": [], "h1": ["Dr Exemple"], "og": {}, "title": "", "site": null, "adapter": {}},
        "way": if pasted { "pasted" } else { "menu" },
        "screenshot": if n >= 3 { json!(null) } else { json!({"data": PNG, "width": 1280, "height": 800}) },
        "agent": "Mozilla/5.0 Firefox/153.0", "extension": "0.1.0", "private": false
    });
    Case::new(&format!("0{n}-cas"), Capture::from_draft(&draft.to_string()).unwrap(), now()).unwrap()
}

/// What two devices wrote.
fn log() -> Log {
    let mut log = Log::default();
    for (device, case) in [("ici", "01-cas"), ("ici", "03-cas"), ("ailleurs", "01-cas")] {
        let act = Act::Amend { case: case.to_owned(), field: "tags".to_owned(), value: json!(["=cmd()", device]) };
        log.append(&Device::new(device).unwrap(), &now(), &act).unwrap();
    }
    log
}

fn packed(cases: &[Case]) -> (Receipt, Vec<u8>) {
    let head = Head { now: now(), pictures: true, anonymous: false };
    let mut writer = Writer::new(Vec::new(), head, &log()).unwrap();
    for case in cases {
        writer.case(case).unwrap();
    }
    writer.finish().unwrap()
}

fn small() -> Vec<u8> {
    packed(&[case(1)]).1
}

/// Everything that a pack holds.
fn unpacked(pack: &[u8]) -> Result<(Contents, Vec<Case>), PackError> {
    let (contents, cases, _) = all_of(pack)?;
    Ok((contents, cases))
}

fn all_of(pack: &[u8]) -> Result<(Contents, Vec<Case>, Log), PackError> {
    let (mut cases, mut log) = (Vec::new(), Log::default());
    let contents = read(pack, |item| {
        match item {
            Item::Case(case) => cases.push(*case),
            Item::Log(entries) => drop(log.merge(entries.into_iter().collect())),
        }
        Ok(())
    })?;
    Ok((contents, cases, log))
}

fn fault(pack: &[u8]) -> PackError {
    unpacked(pack).expect_err("the pack is believed")
}

/// The same; the pack is left for the page that must refuse it too, in the folder that `VIGIE_BAD_PACKS` names, and what is said of it
/// stands in its name.
fn refused(pack: &[u8]) -> PackError {
    static MANY: AtomicUsize = AtomicUsize::new(0);
    let fault = fault(pack);
    if let Some(folder) = std::env::var_os("VIGIE_BAD_PACKS") {
        let name = format!("{} {}", MANY.fetch_add(1, Relaxed), fault.message().id);
        fs::create_dir_all(&folder).unwrap();
        fs::write(PathBuf::from(folder).join(name), pack).unwrap();
    }
    fault
}

/// Leaves a pack for the tools of others.
fn leave(name: &str, pack: &[u8]) {
    if let Some(folder) = std::env::var_os("VIGIE_PACKS") {
        fs::create_dir_all(&folder).unwrap();
        fs::write(PathBuf::from(folder).join(name), pack).unwrap();
    }
}

/// The entries of a pack by where their headers say that they are: no code of the project.
fn entries(pack: &[u8]) -> BTreeMap<String, Vec<u8>> {
    places(pack).into_iter().map(|place| (place.name, pack[place.start..place.end].to_vec())).collect()
}

/// The entries of a small pack after `change`, with every list and hash made anew: what a clever forger hands over.
fn forged(change: impl FnOnce(&mut Vec<(String, Vec<u8>)>)) -> Vec<u8> {
    let mut entries = forger::content(&small());
    change(&mut entries);
    forger::pack(entries)
}
