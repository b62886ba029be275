//! What is written is read again, whole, and is what others can read.

use super::*;

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
