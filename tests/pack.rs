//! Packs: what is written is read again, whole; what is not what was written is found, and named; tools of others open them.
//! `VIGIE_PACKS=DIR cargo test --test pack` leaves the packs that the tests make in a folder, for those tools (see scripts/test).
#![cfg(feature = "packs")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test says so by failing")]

#[path = "pack/forger.rs"]
mod forger;

use forger::{places, zip};
use serde_json::json;
use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    io::{Cursor, Read, Write},
    path::PathBuf,
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

/// Leaves a pack for the tools of others.
fn leave(name: &str, pack: &[u8]) {
    if let Some(folder) = std::env::var_os("VIGIE_PACKS") {
        fs::create_dir_all(&folder).unwrap();
        fs::write(PathBuf::from(folder).join(name), pack).unwrap();
    }
}

#[test]
fn what_is_written_is_read_again() {
    let cases: Vec<Case> = (1..=4).map(case).collect();
    let (receipt, pack) = packed(&cases);
    leave("cases.wacz", &pack);
    let (contents, read, told) = all_of(&pack).unwrap();
    assert_eq!((read, told), (cases, log()));
    assert_eq!((contents.devices.len(), contents.flaws.len()), (2, 0));
    assert_eq!(contents.sha256, Sha256Hex::of(&pack));
    assert_eq!((receipt.sha256, receipt.bytes, receipt.cases), (contents.sha256, pack.len() as u64, 4));
    assert_eq!((contents.created, contents.cases, contents.pictures), (now(), 4, true));
}

#[test]
fn there_is_no_pack_of_nothing() {
    let head = Head { now: now(), pictures: true, anonymous: false };
    let fault = Writer::new(Vec::new(), head, &log()).unwrap().finish().err().unwrap();
    assert_eq!(fault.message().id, "pack.fault.nothing");
}

#[test]
fn the_same_cases_give_the_same_bytes() {
    let cases = [case(1), case(3)];
    assert_eq!(packed(&cases), packed(&cases));
}

#[test]
fn an_entry_of_a_log_that_was_left_out_is_told() {
    let pack = forged(|entries| {
        let log = entries.iter_mut().find(|(name, _)| name == "vigie/log-ici.jsonl").unwrap();
        let end = log.1.iter().position(|byte| *byte == b'\n').unwrap();
        log.1.drain(..=end);
    });
    assert_eq!(unpacked(&pack).unwrap().0.flaws.len(), 1);
}

#[test]
fn the_table_runs_nothing() {
    let entries = entries(&packed(&[case(1), case(3)]).1);
    let csv = String::from_utf8(entries["vigie/dossier.csv"].clone()).unwrap();
    assert!(csv.starts_with("\u{feff}\"cas\";"), "{csv}");
    assert!(csv.contains("\"'=cmd(), ici\"") && csv.lines().count() == 3, "{csv}");
}

#[test]
fn annotations_quote_what_stands_at_their_place() {
    let entries = entries(&packed(&[case(1), case(4)]).1);
    let page: serde_json::Value = serde_json::from_slice(&entries["vigie/annotations.json"]).unwrap();
    assert_eq!((page["type"].as_str(), page["items"].as_array().map(Vec::len)), (Some("AnnotationPage"), Some(2)));
    for (item, case) in page["items"].as_array().unwrap().iter().zip([case(1), case(4)]) {
        let selectors = &item["target"]["selector"];
        let (start, end) =
            (selectors[1]["start"].as_u64().unwrap() as usize, selectors[1]["end"].as_u64().unwrap() as usize);
        let units: Vec<u16> = case.capture.section.encode_utf16().collect();
        let exact = selectors[0]["exact"].as_str().unwrap();
        assert_eq!(String::from_utf16(&units[start..end]).unwrap(), exact);
        let around =
            format!("{}{exact}{}", selectors[0]["prefix"].as_str().unwrap(), selectors[0]["suffix"].as_str().unwrap());
        assert!(case.capture.section.contains(&around), "{around}");
    }
}

#[test]
fn what_reviewers_get_names_nobody() {
    let cases: Vec<Case> = (1..=4).map(|n| anonymous(&case(n)).unwrap()).collect();
    let head = Head { now: now(), pictures: false, anonymous: true };
    let mut writer = Writer::new(Vec::new(), head, &Log::default()).unwrap();
    cases.iter().for_each(|case| writer.case(case).unwrap());
    let (_, pack) = writer.finish().unwrap();
    leave("anonymous.wacz", &pack);
    let (contents, read) = unpacked(&pack).unwrap();
    assert!(contents.anonymous && !contents.pictures);
    assert_eq!(read, cases);
    for (name, bytes) in entries(&pack) {
        let mut text = Vec::new();
        if name.ends_with(".gz") {
            flate2::read::MultiGzDecoder::new(&bytes[..]).read_to_end(&mut text).unwrap();
        } else {
            text = bytes;
        }
        let text = String::from_utf8_lossy(&text);
        for word in ["Exemple", "exemple-1", "maiia", "Firefox", "69001"] {
            assert!(!text.contains(word), "{name} says {word}");
        }
    }
    for (one, copy) in (1..=4).map(case).zip(&cases) {
        assert_eq!(Subject::of(&one.capture), Subject::of(&copy.capture), "verdicts find the case again");
    }
}

#[test]
fn a_letters_parts_are_in_the_pack_under_the_same_hashes() {
    let case = case(1);
    let (_, pack) = packed(std::slice::from_ref(&case));
    let entries = entries(&pack);
    let manifest = &entries["vigie/manifest-01-cas.json"];
    assert_eq!(Sha256Hex::of(manifest), case.capture.manifest.sha256);
    let mut warc = Vec::new();
    flate2::read::MultiGzDecoder::new(&entries["archive/01-cas.warc.gz"][..]).read_to_end(&mut warc).unwrap();
    let warc = String::from_utf8_lossy(&warc);
    for part in &case.capture.manifest.parts {
        let (name, hash) = (&part.name, part.sha256.as_str());
        assert!(warc.contains(&format!("WARC-Block-Digest: sha256:{hash}\r\n")), "{name}");
        assert!(warc.contains(&format!("Vigie-Part: {name}\r\n")), "{name}");
    }
    assert!(!warc.contains("WARC-Type: response"), "no response of a server was seen");
}

#[test]
fn every_part_is_found_under_an_address_of_its_own() {
    let cases = [case(1), case(4)];
    let entries = entries(&packed(&cases).1);
    for (case, known) in cases.iter().zip([true, false]) {
        let mut warc = Vec::new();
        let archive = &entries[&format!("archive/{}.warc.gz", case.id)];
        flate2::read::MultiGzDecoder::new(&archive[..]).read_to_end(&mut warc).unwrap();
        let warc = String::from_utf8_lossy(&warc).into_owned();
        let addresses: Vec<&str> = warc.lines().filter_map(|line| line.strip_prefix("WARC-Target-URI: ")).collect();
        let page = case.capture.page.address.as_str();
        let own = format!("urn:vigie:{}:", case.id);
        assert!(
            addresses.len() > 3 && addresses.iter().collect::<BTreeSet<_>>().len() == addresses.len(),
            "{addresses:?}"
        );
        let of_page = addresses.iter().filter(|address| !address.starts_with(&own));
        let of_page: BTreeSet<String> = of_page.map(|address| address.replace(page, "PAGE")).collect();
        let expected = if known { vec!["PAGE", "urn:view:PAGE"] } else { vec![] };
        assert!(expected.iter().all(|one| of_page.contains(*one)) && of_page.is_empty() != known, "{of_page:?}");
    }
}

/// The entries of a pack by where their headers say that they are: no code of the project.
fn entries(pack: &[u8]) -> BTreeMap<String, Vec<u8>> {
    places(pack).into_iter().map(|place| (place.name, pack[place.start..place.end].to_vec())).collect()
}

/// Flips a bit of each byte in turn, of what entries hold of some, and asks what is said of it.
fn flip(step: usize) {
    let pack = small();
    let places = places(&pack);
    let directory = places.last().unwrap().end;
    let held = |at: usize| places.iter().any(|place| (place.start..place.end).contains(&at));
    for at in (0..pack.len()).filter(|at| at % step == 0 || !held(*at)) {
        let mut altered = pack.clone();
        altered[at] ^= 1 << (at % 8);
        let fault = fault(&altered);
        let Some(place) = places.iter().find(|place| (place.header..place.end).contains(&at)) else {
            assert!(at >= directory, "byte {at} is in no entry");
            // In the directory the entry is named whose line it is; in what ends the file, the last.
            assert!(fault.entry().is_some(), "byte {at}: {fault}");
            continue;
        };
        // The very first bytes are those by which a zip file is known.
        if at < 4 {
            continue;
        }
        // A name is told as it is read, by its changed length too; a signature that is none, after the entry before.
        let told = fault.entry().unwrap_or_default();
        let before = places.iter().rev().find(|before| before.end == place.header);
        let renamed = (place.header + 26..place.start).contains(&at);
        let signature = at < place.header + 4 && before.is_some_and(|before| before.name == told);
        assert!(told == place.name || renamed && !told.is_empty() || signature, "byte {at} of {}: {fault}", place.name);
    }
}

#[test]
fn one_flipped_bit_is_found_and_named() {
    flip(7);
}

#[test]
#[ignore = "takes half a minute"]
fn one_flipped_bit_is_found_and_named_in_every_byte() {
    flip(1);
}

#[test]
fn a_name_that_was_changed_in_one_place_only_is_found() {
    let pack = small();
    // The name in the directory alone, as a reader that trusts the directory would take it.
    let last = pack.windows(10).rposition(|name| name == b"case-01-ca").unwrap();
    let mut altered = pack.clone();
    altered[last] = b'd';
    assert_eq!(fault(&altered).entry(), Some("vigie/case-01-cas.json"));
}

#[test]
fn a_pack_that_ends_too_early_is_refused_at_every_length() {
    let pack = small();
    for length in (0..pack.len()).step_by(7) {
        let fault = fault(&pack[..length]);
        assert!(length < 48 || fault.entry().is_some(), "{length} bytes: {fault}");
    }
}

#[test]
fn what_follows_the_end_is_refused() {
    let mut pack = small();
    pack.push(0);
    assert_eq!(fault(&pack).message().id, "pack.fault.surplus");
}

/// The entries of a small pack after `change`, with every list and hash made anew: what a clever forger hands over.
fn forged(change: impl FnOnce(&mut Vec<(String, Vec<u8>)>)) -> Vec<u8> {
    let mut entries = forger::content(&small());
    change(&mut entries);
    forger::pack(entries)
}

/// The archive of the case.
fn archive(entries: &mut [(String, Vec<u8>)]) -> &mut Vec<u8> {
    &mut entries.iter_mut().find(|(name, _)| name == "archive/01-cas.warc.gz").unwrap().1
}

fn replaced(entries: &mut [(String, Vec<u8>)], name: &str, from: &str, to: &str) {
    let entry = entries.iter_mut().find(|(entry, _)| entry == name).unwrap();
    let text = String::from_utf8(entry.1.clone()).unwrap();
    assert!(text.contains(from), "{name} has no {from}");
    entry.1 = text.replace(from, to).into_bytes();
}

#[test]
fn what_the_forger_writes_is_read_when_nothing_was_changed() {
    unpacked(&forged(|_| {})).unwrap();
}

#[test]
fn hostile_packs_are_refused_and_the_entry_named() {
    type Change = fn(&mut Vec<(String, Vec<u8>)>);
    let bomb = |bytes: usize| {
        let mut member = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
        member.write_all(b"WARC/1.1\r\n\r\n").unwrap();
        member.write_all(&vec![0; bytes]).unwrap();
        member.write_all(b"\r\n\r\n").unwrap();
        member.finish().unwrap()
    };
    let cases: &[(&str, &str, Change)] = &[
        ("name", "../../etc/passwd", |entries| entries.push(("../../etc/passwd".to_owned(), Vec::new()))),
        ("name", "/etc/passwd", |entries| entries.push(("/etc/passwd".to_owned(), Vec::new()))),
        ("name", "C:\\x", |entries| entries.push(("C:\\x".to_owned(), Vec::new()))),
        ("name", "vigie/.x", |entries| entries.push(("vigie/.x".to_owned(), Vec::new()))),
        ("twice", "LISEZMOI/LISEZMOI.txt", |entries| {
            entries.push(("LISEZMOI/LISEZMOI.txt".to_owned(), b"other".to_vec()));
        }),
        ("twice", "vigie/Case-01-CAS.json", |entries| entries.push(("vigie/Case-01-CAS.json".to_owned(), Vec::new()))),
        ("misplaced", "vigie/case-02.json", |entries| entries.push(("vigie/case-02.json".to_owned(), Vec::new()))),
        ("missing", "vigie/case-02.json", |entries| entries.push(("archive/02.warc.gz".to_owned(), Vec::new()))),
        ("newer", "vigie/pack.json", |entries| {
            replaced(entries, "vigie/pack.json", "\"version\":1", "\"version\":2");
        }),
        ("newer", "vigie/pack.json", |entries| {
            replaced(entries, "vigie/pack.json", "\"case_version\":", "\"case_version\":9");
        }),
        ("foreign", "vigie/pack.json", |entries| {
            replaced(entries, "vigie/pack.json", "vigie-pack", "another");
        }),
        ("foreign", "vigie/log-ailleurs.jsonl", |entries| {
            entries.remove(0);
        }),
        ("part", "vigie/case-01-cas.json", |entries| {
            replaced(entries, "vigie/case-01-cas.json", "mardi matin. Merci", "lundi matin. Merci");
        }),
        ("part", "vigie/case-01-cas.json", |entries| {
            replaced(entries, "vigie/case-01-cas.json", "exemple-1", "exemple-2");
        }),
        ("content", "vigie/case-01-cas.json", |entries| {
            replaced(entries, "vigie/case-01-cas.json", "\"id\":\"01-cas\"", "\"id\":\"02-cas\"");
        }),
        ("content", "vigie/case-01-cas.json", |entries| replaced(entries, "vigie/case-01-cas.json", "{", "")),
        ("altered", "vigie/manifest-01-cas.json", |entries| {
            replaced(entries, "vigie/manifest-01-cas.json", "citation", "quotation");
        }),
        ("content", "archive/01-cas.warc.gz", |entries| archive(entries).truncate(100)),
        ("part", "archive/01-cas.warc.gz", |entries| {
            let twice = archive(entries).clone();
            archive(entries).extend(twice);
        }),
        ("part", "vigie/case-01-cas.json", |entries| archive(entries).clear()),
        ("content", "vigie/log-ici.jsonl", |entries| replaced(entries, "vigie/log-ici.jsonl", "utc", "utk")),
        ("content", "vigie/log-ici.jsonl", |entries| replaced(entries, "vigie/log-ici.jsonl", "\"ici\"", "\"autre\"")),
    ];
    for (id, entry, change) in cases {
        let fault = fault(&forged(change));
        assert_eq!(
            (fault.message().id.as_str(), fault.entry()),
            (format!("pack.fault.{id}").as_str(), Some(*entry)),
            "{fault}"
        );
    }
    for (records, bytes) in [(1, 80 * 1024 * 1024), (9, 9 * 1024 * 1024)] {
        let fault = fault(&forged(|entries| *archive(entries) = bomb(bytes).repeat(records)));
        assert_eq!(fault.entry(), Some("archive/01-cas.warc.gz"));
        assert!(fault.to_string().contains("unpack to more than"), "{fault}");
    }
}

#[test]
fn lists_that_do_not_fit_are_refused_and_the_entry_named() {
    let pack = small();
    let all: Vec<(String, Vec<u8>)> =
        places(&pack).into_iter().map(|place| (place.name, pack[place.start..place.end].to_vec())).collect();
    let of = |entries: &[(String, Vec<u8>)]| {
        zip(&entries.iter().map(|(name, bytes)| (name.as_str(), bytes.as_slice())).collect::<Vec<_>>())
    };
    assert_eq!(of(&all), pack, "what the test writes is what is written");
    let without = |name: &str| all.iter().filter(|(entry, _)| entry != name).cloned().collect::<Vec<_>>();
    for (id, entry, entries) in [
        ("missing", "datapackage.json", without("datapackage.json")),
        ("missing", "datapackage-digest.json", without("datapackage-digest.json")),
        ("altered", "SHA256SUMS", without("pages/pages.jsonl")),
    ] {
        let fault = fault(&of(&entries[..]));
        // Without the list, its digest stands where it does not belong.
        let told = (fault.message().id, fault.entry().map(str::to_owned));
        let expected = (format!("pack.fault.{id}"), Some(entry.to_owned()));
        let digest = ("pack.fault.misplaced".to_owned(), Some("datapackage-digest.json".to_owned()));
        assert!(told == expected || entry == "datapackage.json" && told == digest, "{fault}");
    }
    for (from, to, id, entry) in [
        ("\"path\":\"pages/pages.jsonl\"", "\"path\":\"pages/none.jsonl\"", "unlisted", "pages/pages.jsonl"),
        ("\"path\":\"pages/pages.jsonl\"", "\"path\":\"SHA256SUMS\"", "twice", "SHA256SUMS"),
    ] {
        let mut entries = all.clone();
        replaced(&mut entries, "datapackage.json", from, to);
        let fault = fault(&of(&entries));
        assert_eq!((fault.message().id, fault.entry()), (format!("pack.fault.{id}"), Some(entry)));
    }
    let mut entries = all;
    replaced(&mut entries, "datapackage.json", "\"title\":\"Vigie", "\"title\":\"Other");
    assert_eq!(fault(&of(&entries)).entry(), Some("datapackage.json"));
}

#[test]
fn what_is_no_pack_is_refused() {
    let zeros = vec![0; 5000];
    let other = zip(&[("hello.txt", b"hello")]);
    for (id, file) in [
        ("zip", &b""[..]),
        ("zip", b"PK"),
        ("zip", b"<!doctype html><title>not a zip</title> of any kind at all"),
        ("zip", &zeros),
        ("foreign", &other),
        // A file out of another program: deflated.
        ("foreign", b"PK\x03\x04\x14\0\0\0\x08\0\0\0\0\0\0\0\0\0\x05\0\0\0\x05\0\0\0\x01\0\0\0aaaaaa"),
    ] {
        assert_eq!(fault(file).message().id, format!("pack.fault.{id}"), "{file:?}");
    }
}

/// A source without an end.
struct Endless;

impl Read for Endless {
    fn read(&mut self, into: &mut [u8]) -> std::io::Result<usize> {
        into.fill(b'x');
        Ok(into.len())
    }
}

#[test]
fn a_header_that_promises_much_takes_no_room() {
    let mut pack = zip(&[("vigie/pack.json", b"{}")]);
    for at in [18, 22] {
        pack[at..at + 4].copy_from_slice(&u32::MAX.to_le_bytes());
    }
    let fault = read(pack[..47].chain(Endless), |_| Ok(())).unwrap_err();
    assert_eq!((fault.message().id.as_str(), fault.entry()), ("pack.fault.large", Some("vigie/pack.json")));
}

#[test]
fn a_passphrase_closes_and_opens() {
    let pack = small();
    let mut sealed = sealed(Vec::new(), "mot de passe é").unwrap();
    sealed.write_all(&pack).unwrap();
    let file = sealed.finish().unwrap();
    assert!(!file.windows(8).any(|eight| eight == b"mardi ma"));
    let of = |file: &[u8], passphrase| -> Result<Contents, PackError> {
        let source = opened(Cursor::new(file.to_vec()), passphrase, MOST_WORK)?;
        read(source, |_| Ok(()))
    };
    assert_eq!(of(&file, Some("mot de passe é")).unwrap().sha256, Sha256Hex::of(&pack));
    assert!(of(&file, None).unwrap_err().asks_passphrase());
    assert!(of(&file, Some("mot de passe e")).unwrap_err().is_wrong_passphrase());
    assert_eq!(of(&pack, Some("unneeded")).unwrap().cases, 1);
    for (at, id) in [(file.len() - 1, "sealed"), (file.len() / 2, "sealed")] {
        let mut altered = file.clone();
        altered[at] ^= 1;
        assert_eq!(of(&altered, Some("mot de passe é")).unwrap_err().message().id, format!("pack.fault.{id}"));
    }
    let short = of(&file[..file.len() - 100], Some("mot de passe é")).unwrap_err().message().id;
    assert!(["pack.fault.sealed", "pack.fault.truncated"].contains(&short.as_str()), "{short}");
}

#[test]
fn a_file_that_asks_for_too_much_work_is_refused_before_it_is_tried() {
    let file = b"age-encryption.org/v1\n-> scrypt bBjlhJVYZeE4aqUdmtRHfw 30\n\
                 ZV/AhotwSGqaPCU43cepl4WYUouAa17a3xpu4G2yi5k\n--- fgMiVLJHMlg9fW7CVG/hPS5EAU4Zeg19LyCP7SoH5nA\nxxxxxxxxxxxxxxxxxxxx";
    let fault = opened(&file[..], Some("password"), MOST_WORK).err().unwrap();
    assert_eq!(fault.message().id, "pack.fault.costly", "{fault}");
    assert_eq!(fault.message().argument("factor"), Some("30"));
}

#[test]
fn whoever_reads_may_stop() {
    let stopped = read(&small()[..], |_| Err(PackError::stopped())).unwrap_err();
    assert_eq!(stopped, PackError::stopped());
}
