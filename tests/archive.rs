//! Archives and saved pages, as `vigie::archive` reads them, made here byte by byte.
#![cfg(feature = "cli")]
#![allow(clippy::unwrap_used, clippy::panic, missing_docs, reason = "a test fails by panicking")]

#[path = "archive/made.rs"]
mod made;

use made::{Folder, Record, gzip, members, page, plain, response, zip};
use proptest::{collection::vec, prelude::*, sample::select};
use std::{fmt::Write as _, fs, ops::ControlFlow, path::Path};
use vigie::archive::{Content, Item, Left, Reader};

/// What is read of a file, in order, a line each: what it is, where it stands, and what it says or why it cannot be read.
fn read(path: &Path) -> Vec<String> {
    let mut lines = Vec::new();
    let folder = path.parent().unwrap().to_string_lossy().into_owned() + "/";
    let mut tell = |what: &str, place: &vigie::archive::Place, said: &str| {
        let mut line = format!("{what} {}", place.file.trim_start_matches(&folder));
        if let Some(entry) = &place.entry {
            write!(line, "/{entry}").unwrap();
        }
        for (mark, at) in [("@", place.offset), ("+", place.within)] {
            if let Some(at) = at {
                write!(line, " {mark}{at}").unwrap();
            }
        }
        lines.push(format!("{line} {said}"));
    };
    let ended = Reader::of(&[path.to_owned()]).read(&mut |item| {
        match item {
            Item::Left(Left::Duplicate) => tell("duplicate", &Default::default(), ""),
            Item::Left(Left::Other) => tell("other", &Default::default(), ""),
            Item::Fault(fault) => tell("fault", &fault.place, &fault.why.id),
            Item::Packed(packed) => {
                for page in packed.pages() {
                    match page {
                        Err(fault) => tell("fault", &fault.place, &fault.why.id),
                        Ok(page) => {
                            let (Content::Html(said) | Content::Text(said)) = &page.content;
                            let url = page.url.as_deref().unwrap_or("-");
                            let date = page.date.as_deref().unwrap_or("-");
                            tell("page", &page.place, &format!("{url} {date} {said}"));
                        }
                    }
                }
            }
        }
        ControlFlow::Continue(())
    });
    assert!(ended.is_continue());
    lines
}

/// The same of bytes in a file of that name.
fn read_bytes(name: &str, bytes: &[u8]) -> Vec<String> {
    let folder = Folder::new(&format!("{name}-{:x}", made::sum(bytes)));
    read(&folder.file(name, bytes))
}

/// Three pages, and where each begins in the plain file and in the packed one.
fn three() -> (Vec<Record>, [usize; 3], [usize; 3]) {
    let records: Vec<Record> = ["un", "deux", "trois"].map(|name| response(name, &page(name))).into();
    let starts = |lengths: Vec<usize>| [0, lengths[0], lengths[0] + lengths[1]];
    let plain = starts(records.iter().map(|record| record.bytes().len()).collect());
    let packed = starts(records.iter().map(|record| gzip(&record.bytes()).len()).collect());
    (records, plain, packed)
}

fn line(kind: &str, name: &str, at: usize) -> String {
    let kind = if kind.is_empty() { "a.warc" } else { kind };
    format!("page {kind} @{at} https://exemple.test/{name} 2026-11-22T08:00:00Z {}", page(name))
}

#[test]
fn records_are_read_with_address_date_and_place_plain_and_packed() {
    let (records, at, packed_at) = three();
    let names = ["un", "deux", "trois"];
    let expected: Vec<String> = names.iter().zip(at).map(|(name, at)| line("", name, at)).collect();
    assert_eq!(read_bytes("a.warc", &plain(&records)), expected);
    let expected: Vec<String> = names.iter().zip(packed_at).map(|(name, at)| line("a.warc.gz", name, at)).collect();
    assert_eq!(read_bytes("a.warc.gz", &members(&records)), expected);
    // The name lies: what the bytes are counts.
    let expected: Vec<String> = names.iter().zip(packed_at).map(|(name, at)| line("", name, at)).collect();
    assert_eq!(read_bytes("a.warc", &members(&records)), expected);
    // All in one member: its place, and the place in it.
    let read = read_bytes("a.warc.gz", &gzip(&plain(&records)));
    assert_eq!(read.len(), 3);
    assert!(read[1].starts_with(&format!("page a.warc.gz @0 +{} https://exemple.test/deux", at[1])), "{}", read[1]);
}

#[test]
fn what_is_no_page_is_left_out_and_counted() {
    let records = [
        Record::new("warcinfo", "application/warc-fields", b"software: none\r\n"),
        Record::new("request", "application/http; msgtype=request", b"GET / HTTP/1.1\r\n\r\n"),
        Record::http("HTTP/1.1 404 Not Found\r\nContent-Type: text/html\r\n", page("404").as_bytes()),
        Record::http("HTTP/1.1 200 OK\r\nContent-Type: image/png\r\n", &[0; 100_000]),
        Record::new("revisit", "application/http; msgtype=response", b"HTTP/1.1 200 OK\r\n\r\n"),
        Record::new("resource", "image/webp", b"RIFF"),
        Record::new("resource", "text/html; charset=iso-8859-1", b"<p>\xe9"),
        Record::new("conversion", "text/plain", "mots".as_bytes()),
    ];
    for (name, bytes) in [("a.warc", plain(&records)), ("a.warc.gz", members(&records))] {
        let read: Vec<String> =
            read_bytes(name, &bytes).iter().map(|line| line.split(" @").next().unwrap().trim().to_owned()).collect();
        let page = format!("page {name}");
        assert_eq!(
            read,
            ["other", "other", "other", "other", "duplicate", "other", page.as_str(), page.as_str()],
            "{name}"
        );
        let read = read_bytes(name, &bytes);
        assert!(read[6].ends_with("<p>é") && read[7].ends_with(" mots"), "{read:?}");
    }
}

/// The bytes of a file, damaged.
type Damage = fn(&mut Vec<u8>, [usize; 3]);

#[test]
fn a_damaged_record_is_named_and_the_others_are_read() {
    let (records, at, packed_at) = three();
    let plain_cases: [(&str, Damage, usize, &str); 6] = [
        // The length of the second record longer than the file, too long, too short, none, no number; no beginning.
        ("longest", |b, at| made::replace(b, at[1], "Content-Length: ", "Content-Length: 9"), 1, "archive.short"),
        ("long", |b, at| made::replace(b, at[1], "Content-Length: 1", "Content-Length: 2"), 1, "archive.length"),
        ("short", |b, at| made::cut(b, at[1], "Content-Length: ", 1), 1, "archive.length"),
        ("none", |b, at| made::replace(b, at[1], "Content-Length", "Content-Langth"), 1, "archive.length"),
        ("word", |b, at| made::replace(b, at[1], "Content-Length: ", "Content-Length: x"), 1, "archive.length"),
        ("begin", |b, at| made::replace(b, at[1], "WARC/1.1", "WORC/1.1"), 1, "archive.record"),
    ];
    for (name, damage, which, why) in plain_cases {
        let mut bytes = plain(&records);
        let before = bytes.len();
        damage(&mut bytes, at);
        let moved = bytes.len() as isize - before as isize;
        let read = read_bytes("a.warc", &bytes);
        assert_eq!(read.first(), Some(&line("", "un", 0)), "{name}: {read:?}");
        assert_eq!(read.last(), Some(&line("", "trois", at[2].checked_add_signed(moved).unwrap())), "{name}: {read:?}");
        assert!(read[1].starts_with(&format!("fault a.warc @{} {why}", at[which])), "{name}: {read:?}");
        assert_eq!(read.len(), 3, "{name}: {read:?}");
    }
    for (name, damage) in [
        ("a bit", (|b, at| b[at[1] + 60] ^= 1) as Damage),
        ("checksum", |b, at| b[at[2] - 8] ^= 1),
        ("cut", |b, at| drop(b.drain(at[2] - 40..at[2]))),
        ("cut in its head", |b, at| drop(b.drain(at[1] + 5..at[2]))),
        ("garbage", |b, at| b[at[1]..at[2]].fill(0x55)),
    ] {
        let mut bytes = members(&records);
        let before = bytes.len();
        damage(&mut bytes, packed_at);
        let gone = before - bytes.len();
        let read = read_bytes("a.warc.gz", &bytes);
        assert_eq!(read.first(), Some(&line("a.warc.gz", "un", 0)), "{name}: {read:?}");
        assert_eq!(read.last(), Some(&line("a.warc.gz", "trois", packed_at[2] - gone)), "{name}: {read:?}");
        assert!(read[1].starts_with(&format!("fault a.warc.gz @{} ", packed_at[1])), "{name}: {read:?}");
        assert_eq!(read.len(), 3, "{name}: {read:?}");
    }
}

#[test]
fn an_archive_that_is_cut_off_is_read_as_far_as_it_goes() {
    let (records, at, packed_at) = three();
    let (whole, packed) = (plain(&records), members(&records));
    for cut in [1, 100, whole.len() - at[2] - 1] {
        let read = read_bytes("a.warc", &whole[..whole.len() - cut]);
        assert_eq!(read[..2], [line("", "un", 0), line("", "deux", at[1])], "{cut}");
        // The empty lines at the end are nothing that is missed.
        let last = if cut == 1 { "page" } else { "fault" };
        assert!(read.len() == 3 && read[2].starts_with(&format!("{last} a.warc @{}", at[2])), "{cut}: {read:?}");
    }
    for cut in [1, 100, packed.len() - packed_at[2] - 1] {
        let read = read_bytes("a.warc.gz", &packed[..packed.len() - cut]);
        assert!(
            read.len() == 3 && read[2] == format!("fault a.warc.gz @{} archive.short", packed_at[2]),
            "{cut}: {read:?}"
        );
    }
}

#[test]
fn what_is_too_large_is_not_kept_in_memory_and_the_rest_is_read() {
    let (records, ..) = three();
    // A response of 2 GB that is not there, one of 2 GB of nothing in 2 MB, and one that is 40 MB when it is unpacked.
    let page_of =
        |bytes: &[u8]| Record::http("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Encoding: gzip\r\n", bytes);
    let bomb = page_of(&gzip(&vec![b' '; 40 << 20]));
    let read = read_bytes("a.warc.gz", &members(&[records[0].clone(), bomb, records[2].clone()]));
    assert!(read[1].starts_with("fault") && read[1].ends_with("archive.large"), "{read:?}");
    assert!(read[2].starts_with("page"), "{read:?}");
    let mut huge = records[1].clone();
    huge.length = Some(2 << 30);
    let read = read_bytes("a.warc", &plain(&[records[0].clone(), huge, records[2].clone()]));
    assert!(read.len() == 3 && read[1].starts_with("fault") && read[2].starts_with("page"), "{read:?}");
}

#[test]
fn what_is_no_archive_is_told_once() {
    for (name, bytes, expected) in [
        ("empty.warc", b"".as_slice(), "fault empty.warc archive.empty"),
        ("png.warc", b"\x89PNG\r\n\x1a\n", "fault png.warc @0 archive.record"),
        ("cut.warc.gz", b"\x1f\x8b", "fault cut.warc.gz @0 archive.short"),
        ("empty.wacz", b"", "fault empty.wacz archive.zip"),
        ("text.wacz", b"not a zip", "fault text.wacz archive.zip"),
        ("text.mhtml", b"only words", "fault text.mhtml archive.mhtml"),
        ("png.html", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0", "fault png.html archive.binary"),
        ("empty.html", b"", "page empty.html - - "),
    ] {
        assert_eq!(read_bytes(name, bytes), [expected], "{name}");
    }
}

#[test]
fn a_wacz_is_read_entry_by_entry() {
    let (records, at, packed_at) = three();
    let bytes = zip(&[
        ("datapackage.json", b"{}", true),
        ("archive/un.warc.gz", &members(&records), false),
        ("archive/deux.warc", &plain(&records[..1]), true),
        ("../../etc/trois.warc", &plain(&records[..2]), false),
        ("pages/pages.jsonl", b"", false),
    ]);
    let read = read_bytes("a.wacz", &bytes);
    let places: Vec<&str> = read.iter().map(|line| line.split(" https").next().unwrap()).collect();
    let of_file = |at: [usize; 3]| at.map(|at| format!("page a.wacz/archive/un.warc.gz @{at}"));
    let [un, deux, trois] = of_file(packed_at);
    assert_eq!(
        places,
        [
            un,
            deux,
            trois,
            "page a.wacz/archive/deux.warc @0".to_owned(),
            "page a.wacz/../../etc/trois.warc @0".to_owned(),
            format!("page a.wacz/../../etc/trois.warc @{}", at[1]),
        ]
    );
    // A damage in one entry is named, and the others are read.
    let start = bytes.windows(8).position(|eight| eight == &members(&records)[packed_at[1]..packed_at[1] + 8]);
    let mut damaged = bytes.clone();
    damaged[start.unwrap_or(60) + 40] ^= 4;
    let read = read_bytes("a.wacz", &damaged);
    assert_eq!(read.iter().filter(|line| line.starts_with("fault")).count(), 1, "{read:?}");
    assert_eq!(read.iter().filter(|line| line.starts_with("page")).count(), 5, "{read:?}");
    let none = zip(&[("archive/data.warc.txt", b"", false)]);
    assert_eq!(read_bytes("b.wacz", &none), ["fault b.wacz archive.empty"]);
}

#[test]
fn a_saved_page_has_its_frames_with_it() {
    let mhtml = concat!(
        "From: <Saved by Blink>\r\nSnapshot-Content-Location: https://exemple.test/cabinet\r\nSubject: Cabinet\r\n",
        "Date: Sun, 22 Nov 2026 08:00:00 -0000\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n\ttype=\"text/html\";\r\n",
        "\tboundary=\"----B----\"\r\n\r\n\r\n------B----\r\nContent-Type: text/html\r\nContent-ID: <a@mhtml.blink>\r\n",
        "Content-Transfer-Encoding: quoted-printable\r\nContent-Location: https://exemple.test/cabinet\r\n\r\n",
        "<meta charset=3D\"utf-8\"><p>re=C3=A7u=\r\n ici</p>\r\n",
        "------B----\r\nContent-Type: image/png\r\nContent-Transfer-Encoding: base64\r\nContent-Location: https://exemple.test/a.png\r\n\r\niVBORw0KGgo=\r\n",
        "------B----\r\nContent-Type: text/html; charset=\"iso-8859-1\"\r\nContent-Transfer-Encoding: quoted-printable\r\n",
        "Content-Location: cid:frame@mhtml.blink\r\n\r\n<p>Cadre =E9troit</p>\r\n------B------\r\n",
    );
    assert_eq!(
        read_bytes("a.mhtml", mhtml.as_bytes()),
        [
            "page a.mhtml/https://exemple.test/cabinet https://exemple.test/cabinet 2026-11-22T08:00:00Z <meta charset=\"utf-8\"><p>reçu ici</p>",
            "page a.mhtml/cid:frame@mhtml.blink cid:frame@mhtml.blink 2026-11-22T08:00:00Z <p>Cadre étroit</p>",
        ]
    );
}

#[test]
fn a_folder_is_read_in_the_order_of_its_names() {
    let folder = Folder::new("folder");
    for (name, bytes) in [
        ("b.html", b"<p>b".as_slice()),
        ("a/2.htm", b"<p>a2"),
        ("a/10.xhtml", b"<p>a10"),
        ("a/notes.txt", b"notes"),
        ("a/picture.png", b"\x89PNG"),
        ("c.warc", b""),
    ] {
        folder.file(name, bytes);
    }
    fs::create_dir_all(folder.0.join("empty.html")).unwrap();
    let read: Vec<String> =
        read(&folder.0).iter().map(|line| line.split('/').skip(1).collect::<Vec<_>>().join("/")).collect();
    assert_eq!(read, ["a/10.xhtml - - <p>a10", "a/2.htm - - <p>a2", "b.html - - <p>b", "c.warc archive.empty"]);
}

/// Bytes as archives are not: any, those of an archive with some changed, and pieces of archives one behind the other.
fn damaged() -> impl Strategy<Value = (&'static str, Vec<u8>)> {
    let (records, ..) = three();
    let whole = [
        ("a.warc", plain(&records)),
        ("a.warc.gz", members(&records)),
        ("a.warc.gz", gzip(&plain(&records))),
        ("a.wacz", zip(&[("a.warc.gz", &members(&records), false), ("b.warc", &plain(&records), true)])),
        ("a.mhtml", b"Content-Type: multipart/related; boundary=B\r\n\r\n--B\r\nContent-Type: text/html\r\n\r\n<p>a\r\n--B--\r\n".to_vec()),
        ("a.html", page("un").into_bytes()),
    ];
    let starts = ["WARC/1.1\r\n", "Content-Length: 99999999999999999999\r\n", "Content-Length: -1\r\n\r\n", "\x1f\x7f"]
        .map(str::as_bytes);
    let pieces = whole.iter().map(|(_, bytes)| bytes.clone()).chain(starts.map(<[u8]>::to_vec)).collect::<Vec<_>>();
    let wild = (select(whole.iter().map(|(name, _)| *name).collect::<Vec<_>>()), vec(any::<u8>(), 0..2000));
    let joined =
        (select(vec!["a.warc", "a.warc.gz"]), vec((select(pieces), 0.0..1.0_f64), 1..6)).prop_map(|(name, pieces)| {
            let cut = |(bytes, part): (Vec<u8>, f64)| bytes[..(bytes.len() as f64 * part) as usize].to_vec();
            (name, pieces.into_iter().flat_map(cut).collect())
        });
    let changed = (select(whole.to_vec()), vec((0.0..1.0_f64, any::<u8>(), 0..4_usize), 1..8)).prop_map(
        |((name, mut bytes), changes)| {
            for (at, byte, gone) in changes {
                let at = (bytes.len() as f64 * at) as usize;
                let end = (at + gone).min(bytes.len());
                bytes.splice(at..end, [byte]);
            }
            (name, bytes)
        },
    );
    prop_oneof![wild, joined, changed]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 150, failure_persistence: None, ..ProptestConfig::default() })]

    /// Whatever a file holds, reading it ends, and every record is a page, a fault or neither: nothing is told twice for a place.
    #[test]
    fn any_bytes_are_read_to_their_end((name, bytes) in damaged()) {
        let read = read_bytes(name, &bytes);
        // The list of a zip may name the same bytes twice.
        let read: Vec<String> = read.into_iter().filter(|_| name != "a.wacz").collect();
        let mut places: Vec<&str> = read.iter().filter(|line| line.starts_with("fault")).map(String::as_str).collect();
        let told = places.len();
        places.dedup();
        prop_assert_eq!(told, places.len(), "{:?}", read);
    }

    /// What stands before a damage is read as it was.
    #[test]
    fn what_stands_before_a_damage_is_read(at in 0.0..1.0_f64, byte in any::<u8>()) {
        let (records, starts, packed_starts) = three();
        for (name, mut bytes, starts) in [("a.warc", plain(&records), starts), ("a.warc.gz", members(&records), packed_starts)] {
            let at = (bytes.len() as f64 * at) as usize;
            bytes[at] ^= byte;
            let before = starts.iter().filter(|start| **start <= at).count() - 1;
            let read = read_bytes(name, &bytes);
            for (index, which) in ["un", "deux", "trois"].into_iter().enumerate().take(before) {
                prop_assert_eq!(&read[index], &line(name, which, starts[index]));
            }
        }
    }
}
