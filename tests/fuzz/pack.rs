//! Packs: as bytes that were changed, which must never be believed; and made anew, with every list and hash, around one entry that was
//! changed, so that what is behind the hashes is reached.

use super::{Seeds, draft, forger, fuzz};
use flate2::{Compression, read::MultiGzDecoder, write::GzEncoder};
use serde_json::json;
use std::io::{Read, Write};
use vigie::{
    case::{Capture, Case, Moment, Sha256Hex},
    dossier::{Act, Device, Log},
    pack::{Contents, Head, Item, PackError, Writer, opened, read, sealed},
};

/// How a record of an archive begins.
const RECORD: &str = "WARC/1.1\r\n";

/// How what was packed with gzip begins.
const GZIP: [u8; 2] = [0x1f, 0x8b];

fn now() -> Moment {
    Moment::new("2026-11-22T09:30:00Z", 60, Some("Europe/Paris")).unwrap()
}

/// Two cases, one with a picture, and what a device wrote of one.
fn pack() -> Vec<u8> {
    let mut log = Log::default();
    let act = Act::Amend { case: "un".to_owned(), field: "tags".to_owned(), value: json!(["à revoir"]) };
    log.append(&Device::new("ici").unwrap(), &now(), &act).unwrap();
    let cases =
        [("un", json!(null)), ("deux", json!({"data": "data:image/png;base64,iVBORw0KGgo=", "width": 9, "height": 9}))];
    let cases: Vec<_> = cases
        .map(|(id, picture)| {
            let mut draft = draft();
            draft["screenshot"] = picture;
            Case::new(id, Capture::from_draft(&draft.to_string()).unwrap(), now()).unwrap()
        })
        .into();
    written(&cases, &log, Head { now: now(), pictures: true, anonymous: false })
}

fn written(cases: &[Case], log: &Log, head: Head) -> Vec<u8> {
    let mut writer = Writer::new(Vec::new(), head, log).unwrap();
    cases.iter().for_each(|case| writer.case(case).unwrap());
    writer.finish().unwrap().1
}

/// Bytes as a text, which is what is changed and kept: a character a byte.
fn text(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| char::from(*byte)).collect()
}

/// The bytes of such a text; what is no byte was put in, and stands there as UTF-8.
fn bytes(text: &str) -> Vec<u8> {
    let mut bytes = Vec::new();
    for character in text.chars() {
        match u8::try_from(u32::from(character)) {
            Ok(byte) => bytes.push(byte),
            Err(_) => bytes.extend(character.to_string().bytes()),
        }
    }
    bytes
}

/// All that a pack holds, once it is believed.
fn taken(source: impl Read) -> Result<(Contents, Vec<Case>, Log), PackError> {
    let (mut cases, mut log) = (Vec::new(), Log::default());
    let contents = read(source, |item| {
        match item {
            Item::Case(case) => cases.push(*case),
            Item::Log(entries) => drop(log.merge(entries.into_iter().collect())),
        }
        Ok(())
    })?;
    Ok((contents, cases, log))
}

#[test]
fn pack_of_changed_bytes() {
    let whole = pack();
    let mut seal = sealed(Vec::new(), "mot de passe").unwrap();
    seal.write_all(&whole[..600]).unwrap();
    let closed = seal.finish().unwrap();
    let original = whole.clone();
    fuzz("pack-bytes", &Seeds::Texts(vec![text(&whole), text(&closed)]), move |input| {
        let changed = bytes(input);
        // So little work is never asked for: what is tried is how the head of what was encrypted is read.
        if let Ok(source) = opened(&changed[..], Some("mot de passe"), 3)
            && taken(source).is_ok()
        {
            assert!(changed == original, "a pack that was changed is believed");
        }
    });
}

/// The records of an archive, each packed for itself; what is packed already stays.
fn archived(unpacked: &[u8]) -> Vec<u8> {
    if unpacked.starts_with(&GZIP) {
        return unpacked.to_vec();
    }
    let starts = unpacked.windows(RECORD.len()).enumerate().filter(|(_, window)| *window == RECORD.as_bytes());
    let mut places: Vec<usize> = starts.map(|(at, _)| at).filter(|at| *at > 0).collect();
    places.push(unpacked.len());
    let (mut packed, mut from) = (Vec::new(), 0);
    for to in places {
        let mut member = GzEncoder::new(packed, Compression::fast());
        member.write_all(&unpacked[from..to]).unwrap();
        packed = member.finish().unwrap();
        from = to;
    }
    packed
}

/// The entries of the pack, where one is another: the first line of `input` is its name, the rest what it holds; without a rest it is
/// taken out, and under a name that none has it is put in.
fn changed(mut entries: Vec<(String, Vec<u8>)>, input: &str) -> Vec<(String, Vec<u8>)> {
    let Some((name, rest)) = input.split_once('\n') else {
        entries.retain(|(name, _)| name != input);
        return entries;
    };
    let rest = bytes(rest);
    let rest = if name.ends_with(".warc.gz") { archived(&rest) } else { rest };
    let short: String = name.chars().take(300).collect();
    match entries.iter_mut().find(|(entry, _)| *entry == short) {
        Some((_, held)) => *held = rest,
        None => entries.push((short, rest)),
    }
    entries
}

#[test]
fn pack_made_anew() {
    let entries = forger::content(&pack());
    taken(&forger::pack(entries.clone())[..]).unwrap();
    let mut seeds = Vec::new();
    for (name, held) in &entries {
        seeds.push(format!("{name}\n{}", text(held)));
        if name.ends_with(".warc.gz") {
            let mut unpacked = Vec::new();
            MultiGzDecoder::new(&held[..]).read_to_end(&mut unpacked).unwrap();
            let seed = format!("{name}\n{}", text(&unpacked));
            taken(&forger::pack(changed(entries.clone(), &seed))[..]).unwrap();
            seeds.push(seed);
        }
    }
    fuzz("pack", &Seeds::Texts(seeds), |input| {
        let pack = forger::pack(changed(entries.clone(), input));
        let Ok((contents, cases, log)) = taken(&pack[..]) else { return };
        assert_eq!((contents.bytes, contents.cases), (pack.len() as u64, cases.len()));
        assert_eq!(contents.sha256, Sha256Hex::of(&pack));
        for case in &cases {
            let kept = case.to_json();
            assert_eq!(Case::from_json(&kept).unwrap().to_json(), kept, "what was taken in cannot be kept");
        }
        if !cases.is_empty() {
            let head = Head { now: contents.created, pictures: contents.pictures, anonymous: contents.anonymous };
            let again = taken(&written(&cases, &log, head)[..]).unwrap();
            assert!((again.1, again.2) == (cases, log), "what was taken in is another when it is handed on");
        }
    });
}
