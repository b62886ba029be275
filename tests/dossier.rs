//! The dossier's logs: merging, folding, and finding what was changed.

#![cfg(feature = "cases")]
#![allow(clippy::unwrap_used, clippy::panic, clippy::expect_used, reason = "a test says so by failing")]

use proptest::{collection::vec, prelude::*, sample::Index};
use serde_json::{Value, json};
use vigie::{
    case::{Moment, Sha256Hex},
    dossier::{Act, Device, Dossier, Entry, FlawKind, Log, Outcome, State, Subject, Verdict, log, text_hash},
    finding::{Criterion, Practice},
};

fn moment(second: u32) -> Moment {
    let (minute, second) = (second / 60 % 60, second % 60);
    Moment::new(&format!("2026-11-22T10:{minute:02}:{second:02}Z"), 60, Some("Europe/Paris")).unwrap()
}

fn hash(of: &str) -> Sha256Hex {
    Sha256Hex::of(of.as_bytes())
}

fn device(name: &str) -> Device {
    Device::new(name).unwrap()
}

fn amend(field: &str, value: Value) -> Act {
    Act::Amend { case: "c".to_owned(), field: field.to_owned(), value }
}

fn keep(case: &str) -> Act {
    Act::Keep { case: case.to_owned(), capture: hash(case), state: State::Kept }
}

fn remove(case: &str) -> Act {
    Act::Remove { case: case.to_owned(), capture: hash(case), reason: "essai".to_owned() }
}

fn subject() -> Subject {
    Subject { text: text_hash("Pas de CMU"), criterion: Criterion::Coverage, practice: Practice::Refusal }
}

/// Acts over few names, so that they meet.
fn act() -> impl Strategy<Value = Act> {
    let case = || prop_oneof!["a", "b", "c"];
    let verdict =
        prop_oneof![Just(Verdict::Confirm), Just(Verdict::Reject), Just(Verdict::Skip), Just(Verdict::Withdraw)];
    let outcome = prop_oneof![Just(Outcome::There), Just(Outcome::Changed), Just(Outcome::PageGone)];
    prop_oneof![
        (case(), prop_oneof![Just(State::Kept), Just(State::ToValidate)], "[xy]")
            .prop_map(|(case, state, capture)| Act::Keep { case, capture: hash(&capture), state }),
        (
            case(),
            prop_oneof!["note", "tags"],
            prop_oneof![Just(Value::Null), "[a-zé\"\\\\\n]{0,4}".prop_map(Value::from)]
        )
            .prop_map(|(case, field, value)| Act::Amend { case, field, value }),
        (case(), outcome).prop_map(|(case, outcome)| Act::Recheck { case, outcome, capture: None, text: None }),
        (verdict, prop_oneof!["Marie", "Paul"], any::<bool>()).prop_map(|(verdict, reviewer, settles)| Act::Verdict {
            subject: subject(),
            verdict,
            reviewer,
            lexicon: "1".to_owned(),
            why: None,
            settles,
        }),
        case().prop_map(|case| remove(&case)),
        case().prop_map(|case| Act::Restore { case }),
        (0u64..9).prop_map(|cases| Act::Export { pack: hash("pack"), cases }),
        (0u8..3).prop_map(|n| Act::Unknown(json!({"do": "dance", "steps": [n, {"left": null}]}))),
    ]
}

/// The logs of up to three devices whose clocks are a little apart and often show the same second.
fn logs() -> impl Strategy<Value = Log> {
    vec((0usize..3, 0u32..20, act()), 0..40).prop_map(|acts| {
        let mut log = Log::default();
        for (of, at, act) in acts {
            log.append(&device(["laptop", "phone", "desk"][of]), &moment(at), &act).unwrap();
        }
        log
    })
}

/// A part of a log, as a pack may bring it.
fn part(log: &Log, picks: &[Index]) -> Log {
    let all: Vec<&Entry> = log.entries().collect();
    let picked = picks.iter().filter(|_| !all.is_empty()).map(|pick| (*pick.get(&all)).clone());
    picked.collect()
}

fn union(left: &Log, right: &Log) -> Log {
    let mut union = left.clone();
    union.merge(right.clone());
    union
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn merging_is_commutative_associative_and_idempotent(
        whole in logs(), picks in [vec(any::<Index>(), 0..30), vec(any::<Index>(), 0..30), vec(any::<Index>(), 0..30)],
    ) {
        let [a, b, c] = picks.map(|picks| part(&whole, &picks));
        prop_assert_eq!(union(&a, &b), union(&b, &a));
        prop_assert_eq!(union(&union(&a, &b), &c), union(&a, &union(&b, &c)));
        prop_assert_eq!(union(&a, &a), a.clone());
        prop_assert_eq!(union(&union(&a, &b), &b), union(&a, &b));
        prop_assert_eq!(union(&a, &Log::default()), a.clone());
        // What is merged is what the two say together, in whatever order an entry comes, and however often.
        let mut folded = Dossier::of(&b);
        a.entries().chain(b.entries()).chain(a.entries()).for_each(|entry| folded.apply(entry));
        prop_assert_eq!(folded, Dossier::of(&union(&a, &b)));
    }

    #[test]
    fn the_order_of_entries_is_nothing(whole in logs(), seed in any::<u64>()) {
        let mut entries: Vec<&Entry> = whole.entries().collect();
        entries.sort_by_key(|entry| Sha256Hex::of(format!("{seed}{}", entry.hash().as_str()).as_bytes()));
        let mut folded = Dossier::default();
        entries.into_iter().for_each(|entry| folded.apply(entry));
        prop_assert_eq!(folded, Dossier::of(&whole));
    }

    #[test]
    fn an_entry_is_read_as_it_was_written(whole in logs()) {
        for entry in whole.entries() {
            let read = log::read(entry.device().as_str(), entry.seq(), entry.hash().as_str(), entry.text()).unwrap();
            prop_assert_eq!(&read, entry);
        }
        prop_assert_eq!(whole.flaws(), []);
    }

    #[test]
    fn one_flipped_bit_is_found_and_named(whole in logs(), at in any::<Index>(), place in any::<Index>(), bit in 0u8..8) {
        let entries: Vec<&Entry> = whole.entries().collect();
        prop_assume!(!entries.is_empty());
        let entry = at.get(&entries);
        let (device, seq) = (entry.device().as_str(), entry.seq());
        // The text, the hash, the device's name and the number under which it is kept: a bit of any of them.
        let mut bytes = [entry.text(), entry.hash().as_str(), device].map(|text| text.as_bytes().to_vec());
        let lengths = bytes.each_ref().map(Vec::len);
        let mut number = seq;
        let place = place.index(lengths.iter().sum::<usize>() + 4);
        match place {
            _ if place < lengths[0] => bytes[0][place] ^= 1 << bit,
            _ if place < lengths[0] + lengths[1] => bytes[1][place - lengths[0]] ^= 1 << bit,
            _ if place < lengths.iter().sum() => bytes[2][place - lengths[0] - lengths[1]] ^= 1 << bit,
            _ => number ^= 1 << bit,
        }
        // What is no text any more is not even a record.
        let [Ok(text), Ok(hash), Ok(named)] = bytes.map(String::from_utf8) else { return Ok(()) };
        let flaw = log::read(&named, number, &hash, &text).unwrap_err();
        prop_assert_eq!((flaw.device.as_str(), flaw.seq), (named.as_str(), number));
        prop_assert!(matches!(flaw.kind, FlawKind::Altered(_)), "{}", flaw);
    }

    #[test]
    fn an_entry_that_was_taken_out_is_missed(whole in logs(), at in any::<Index>()) {
        let entries: Vec<&Entry> = whole.entries().collect();
        prop_assume!(!entries.is_empty());
        let gone = *at.get(&entries);
        let rest: Log = entries.iter().filter(|entry| **entry != gone).map(|entry| (*entry).clone()).collect();
        let last = whole.last(gone.device()) == Some(gone);
        let flaws: Vec<_> = rest.flaws().into_iter().map(|flaw| (flaw.device, flaw.seq, flaw.kind)).collect();
        let missed = (gone.device().as_str().to_owned(), gone.seq() + 1, FlawKind::Missing);
        prop_assert_eq!(flaws, if last { vec![] } else { vec![missed] });
    }

    #[test]
    fn whatever_stands_there_is_no_panic(text in "\\PC{0,60}", act in "[\\[\\]{}\",:a-z0-9]{0,40}") {
        let _ = Entry::read(&text);
        let entry = format!("{{\"act\":{act},\"at\":{{\"offset\":60,\"utc\":\"2026-11-22T10:00:00Z\"}},\"device\":\"d\",\"prev\":null,\"seq\":0}}");
        if let Ok(entry) = Entry::read(&entry) {
            Dossier::default().apply(&entry);
            prop_assert!(entry.text().contains(&act));
        }
    }
}

#[test]
fn the_last_writer_wins_field_by_field() {
    let (laptop, phone) = (device("laptop"), device("phone"));
    let mut log = Log::default();
    for (of, at, act) in [
        (&laptop, 10, amend("note", json!("first"))),
        (&phone, 30, amend("note", json!("last"))),
        (&laptop, 20, amend("note", json!("between"))),
        (&laptop, 40, amend("tags", json!(["lyon"]))),
        (&phone, 35, amend("tags", json!(["paris"]))),
        // In the same second the place in the log decides, then the device's name.
        (&laptop, 50, amend("status", json!("one"))),
        (&laptop, 50, amend("status", json!("two"))),
        (&phone, 50, amend("status", json!("three"))),
        (&laptop, 60, amend("gone", json!(1))),
        (&laptop, 61, amend("gone", Value::Null)),
    ] {
        log.append(of, &moment(at), &act).unwrap();
    }
    let dossier = Dossier::of(&log);
    let fate = dossier.case("c").unwrap();
    assert_eq!(fate.field("note"), Some(&json!("last")));
    assert_eq!(fate.field("tags"), Some(&json!(["lyon"])));
    assert_eq!(fate.field("status"), Some(&json!("three")));
    assert_eq!(fate.field("gone"), None);
    assert_eq!(fate.touched().unwrap().at, moment(61));
}

#[test]
fn a_tombstone_wins_over_a_later_import_and_only_a_restoration_brings_back() {
    let (own, other) = (device("own"), device("other"));
    let mut log = Log::default();
    log.append(&own, &moment(1), &keep("c")).unwrap();
    log.append(&own, &moment(2), &remove("c")).unwrap();
    let mut dossier = Dossier::of(&log);
    let (stamp, removal) = dossier.tombstone("c", &hash("c")).unwrap();
    assert_eq!((stamp.device.as_str(), removal.reason.as_str()), ("own", "essai"));

    let mut import = Log::default();
    import.append(&other, &moment(30), &keep("c")).unwrap();
    import.append(&other, &moment(31), &amend("note", json!("x"))).unwrap();
    import.entries().for_each(|entry| dossier.apply(entry));
    assert!(dossier.tombstone("c", &hash("another capture of the same case")).is_some());
    // The same capture under another name is the same record.
    assert!(dossier.tombstone("d", &hash("c")).is_some());
    assert!(dossier.tombstone("d", &hash("d")).is_none());

    dossier.apply(&log.append(&own, &moment(40), &Act::Restore { case: "c".to_owned() }).unwrap());
    assert!(dossier.tombstone("c", &hash("c")).is_none() && dossier.tombstone("d", &hash("c")).is_none());
    dossier.apply(&log.append(&own, &moment(41), &remove("c")).unwrap());
    assert!(dossier.tombstone("c", &hash("c")).is_some());
}

#[test]
fn a_clock_that_is_ahead_locks_nothing() {
    let (slow, fast) = (device("a-slow"), device("b-fast"));
    let mut log = Log::default();
    log.append(&fast, &moment(600), &amend("note", json!("from the future"))).unwrap();
    let (act, now) = (amend("note", json!("mine")), moment(1));
    let at = Dossier::of(&log).moment(&slow, &act, &now);
    assert_eq!(at, moment(601));
    log.append(&slow, &at, &act).unwrap();
    let dossier = Dossier::of(&log);
    assert_eq!(dossier.case("c").unwrap().field("note"), Some(&json!("mine")));
    // Other fields, and moments that hold as they are, are not moved.
    assert_eq!(dossier.moment(&slow, &amend("tags", json!([])), &now), now);
    assert_eq!(dossier.moment(&fast, &act, &moment(602)), moment(602));
}

#[test]
fn acts_that_are_not_known_are_passed_on_and_change_nothing() {
    for act in [
        json!({"do": "dance"}),
        json!({"do": "keep", "case": "../../etc", "capture": hash("c").as_str(), "state": "kept"}),
        json!({"do": "keep", "case": "c", "capture": "abc", "state": "kept"}),
        json!({"do": "keep", "case": "c", "capture": hash("c").as_str(), "state": "kept", "mood": "new in version 9"}),
        json!({"do": "amend", "case": "c", "field": "no\nline", "value": 1}),
        json!({"do": "amend", "case": "c", "field": "note"}),
        json!({"do": "verdict", "subject": {"text": 1}, "verdict": "confirm", "reviewer": "r", "lexicon": "1"}),
        json!([]),
        json!(null),
    ] {
        let mut log = Log::default();
        let entry = log.append(&device("d"), &moment(0), &Act::Unknown(act.clone())).unwrap();
        assert!(!entry.act().is_known(), "{act}");
        let read = Entry::read(entry.text()).unwrap();
        assert_eq!((read.act(), read.text()), (&Act::Unknown(act.clone()), entry.text()));
        assert_eq!(Dossier::of(&log), Dossier::default(), "{act}");
    }
}

#[test]
fn what_is_no_entry_is_refused_in_words() {
    let at = r#""at":{"offset":60,"utc":"2026-11-22T10:00:00Z"}"#;
    let far = r#""at":{"offset":60,"utc":"9998-11-22T10:00:00Z"}"#;
    for (text, said) in [
        ("".to_owned(), "not JSON"),
        ("[".repeat(200), "not JSON"),
        (format!("\"{}\"", "x".repeat(70_000)), "longer than"),
        (format!(r#"{{ "act":{{}},{at},"device":"d","prev":null,"seq":0}}"#), "canonical"),
        (format!(r#"{{"act":{{}},"act":{{}},{at},"device":"d","prev":null,"seq":0}}"#), "canonical"),
        (format!(r#"{{"act":{{}},{at},"device":"d/..","prev":null,"seq":0}}"#), "\"d/..\""),
        (format!(r#"{{"act":{{}},{at},"device":"d","prev":null,"seq":-1}}"#), "-1"),
        (format!(r#"{{"act":{{}},{at},"device":"d","prev":null,"seq":1}}"#), "\"prev\""),
        (format!(r#"{{"act":{{}},{at},"device":"d","prev":"abc","seq":1}}"#), "\"prev\""),
        (r#"{"act":{},"at":1,"device":"d","prev":null,"seq":0}"#.to_owned(), "\"at\""),
        (format!(r#"{{"act":{{}},{far},"device":"d","prev":null,"seq":0}}"#), "\"at\""),
    ] {
        let error = Entry::read(&text).unwrap_err().to_string();
        assert!(error.contains(said), "{text:.80}: {error}");
    }
    assert!(Entry::write(&device("d"), None, &moment(0), &amend("note", json!("x".repeat(70_000)))).is_err());
}

#[test]
fn a_profile_that_was_copied_and_went_on_twice_loses_nothing() {
    let own = device("own");
    let mut one = Log::default();
    one.append(&own, &moment(1), &keep("a")).unwrap();
    let mut two = one.clone();
    one.append(&own, &moment(2), &keep("b")).unwrap();
    two.append(&own, &moment(3), &keep("c")).unwrap();
    let both = union(&one, &two);
    assert_eq!(Dossier::of(&both).cases().map(|(id, _)| id).collect::<Vec<_>>(), ["a", "b", "c"]);
    let [flaw] = &both.flaws()[..] else { panic!("{:?}", both.flaws()) };
    assert_eq!((flaw.seq, &flaw.kind), (1, &FlawKind::Fork));
    assert_eq!(flaw.to_string(), "device own has two entries 1");
}
