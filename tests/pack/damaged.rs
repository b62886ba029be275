//! What is not what was written is found, and named.

use super::*;

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
    assert_eq!(refused(&altered).entry(), Some("vigie/case-01-cas.json"));
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
    assert_eq!(refused(&pack).message().id, "pack.fault.surplus");
}
