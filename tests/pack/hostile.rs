//! Packs that somebody made to deceive or to exhaust, and files that are none.

use super::*;

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
        let fault = refused(&forged(change));
        assert_eq!(
            (fault.message().id.as_str(), fault.entry()),
            (format!("pack.fault.{id}").as_str(), Some(*entry)),
            "{fault}"
        );
    }
    for (records, bytes) in [(1, 80 * 1024 * 1024), (9, 9 * 1024 * 1024)] {
        let fault = refused(&forged(|entries| *archive(entries) = bomb(bytes).repeat(records)));
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
        let fault = refused(&of(&entries[..]));
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
        let fault = refused(&of(&entries));
        assert_eq!((fault.message().id, fault.entry()), (format!("pack.fault.{id}"), Some(entry)));
    }
    let mut entries = all;
    replaced(&mut entries, "datapackage.json", "\"title\":\"Vigie", "\"title\":\"Other");
    assert_eq!(refused(&of(&entries)).entry(), Some("datapackage.json"));
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
        assert_eq!(refused(file).message().id, format!("pack.fault.{id}"), "{file:?}");
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
