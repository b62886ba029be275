use super::*;
use crate::{
    case::{Capture, Moment},
    dossier::{Act, Log, Summary},
    finding::{Criterion, Practice},
};
use serde_json::json;

/// A capture of a page that says `before quote after`, of this practitioner.
fn capture(name: &str, before: &str, quote: &str, after: &str) -> Capture {
    let text = format!("{before}{quote}{after}");
    let units = |text: &str| text.encode_utf16().count();
    let draft = json!({
        "version": 1,
        "finding": {
            "key": "k", "criterion": "coverage", "practice": "refusal", "grade": "flag", "rule": "r",
            "reason": {"id": "reason.refusal.bare", "args": [["words", quote]]},
            "quote": quote, "at": {"start": units(before), "end": units(before) + units(quote)}, "scopeAt": [],
            "trace": {"version": "0.1.0+lexicon.1"}
        },
        "text": text,
        "page": {"url": "https://www.maiia.com/dentiste/69001-lyon/exemple?centerid=5f", "title": name, "seenAt": "2026-07-31T22:05:09Z", "offset": 120, "zone": null},
        "facts": {"jsonld": [], "microdata": [], "h1": [name], "og": {}, "title": "", "site": null, "adapter": {}},
        "way": "menu", "screenshot": null, "agent": "", "extension": "0.1.0", "private": false
    });
    Capture::from_draft(&draft.to_string()).unwrap()
}

fn subject(text: &str) -> Subject {
    let text = crate::case::Sha256Hex::of(text.as_bytes());
    Subject { text, criterion: Criterion::Coverage, practice: Practice::Refusal }
}

/// A log of `(device, reviewer, text, verdict, settles)`, a minute between two.
fn log(given: &[(&str, &str, &str, Verdict, bool)]) -> Log {
    let mut log = Log::default();
    for (minute, (device, reviewer, text, verdict, settles)) in given.iter().enumerate() {
        let at = Moment::new(&format!("2026-11-22T10:{minute:02}:00Z"), 60, None).unwrap();
        let act = Act::Verdict {
            subject: subject(text),
            verdict: *verdict,
            reviewer: (*reviewer).to_owned(),
            lexicon: format!("lexicon.{minute}"),
            why: None,
            settles: *settles,
        };
        log.append(&Device::new(device).unwrap(), &at, &act).unwrap();
    }
    log
}

fn reviewer(name: &str, device: &str) -> Reviewer {
    Reviewer { name: name.to_owned(), device: Device::new(device).unwrap() }
}

use Verdict::{Confirm, Discuss, Reject, Skip, Withdraw};

#[test]
fn the_same_words_are_one_subject_whoever_wrote_them() {
    let one = capture("Dr Camille Fontanel", "Le Dr Fontanel vous reçoit. ", "Pas de CMU", ". Tél. 04 99 00 12 34.");
    let text = text(&one);
    for (other, same) in [
        // Another practitioner, capitals, spaces, a soft hyphen, another number.
        (
            capture("Dr Rose Delambre", "LE DR  DELAMBRE vous re\u{ad}çoit. ", "pas de CMU", ". Tél. 05 36 49 00 11."),
            true,
        ),
        (capture("Dr Rose Delambre", "Le Dr Delambre ne vous reçoit pas. ", "Pas de CMU", "."), false),
        (
            capture("Dr Camille Fontanel", "Le Dr Fontanel vous reçoit. ", "Pas de CMU", " ? Tél. 04 99 00 12 34."),
            false,
        ),
        (
            capture(
                "Dr Camille Fontanel",
                "Le Dr Fontanel vous reçoit. ",
                "Pas de CMU refusé",
                ". Tél. 04 99 00 12 34.",
            ),
            false,
        ),
    ] {
        assert_eq!(super::text(&other) == text, same, "{}", other.context);
    }
    let accent = |quote| super::text(&capture("Dr A", "", quote, ""));
    assert_ne!(accent("Je refuse la CMU"), accent("Je refusé la CMU"));
    assert_eq!(accent("Je refusé la CMU"), accent("JE REFUSE\u{301} LA CMU"));
}

#[test]
fn a_pseudonymised_copy_keeps_its_subject_and_loses_its_names() {
    for (name, before) in [
        ("Dr Camille Fontanel", "Camille Fontanel, avec le Dr Rose Delambre et M. LE GOFF, vous reçoit. "),
        ("Cabinet dentaire du Port", "Au Cabinet dentaire du Port, écrivez à port@dents.example ou www.port.example. "),
        ("Mme Inès Le Goff", "Mme Le Goff : +33 4 99 00 12 34, 06 39 98 00 01. "),
    ] {
        let one = capture(name, before, "Pas de CMU ni d’AME", ".");
        let masked = one.clone().masked(&names(&one));
        assert_eq!(text(&masked), text(&one), "{}", masked.context);
        assert_eq!(names(&masked).cover(&masked.section).1, 0, "{}", masked.section);
        for word in ["Camille", "Fontanel", "Rose", "Delambre", "GOFF", "Port", "port@", "99 00", "98 00"] {
            assert!(!masked.context.contains(word) && !masked.page.title.contains(word), "{word}: {}", masked.context);
        }
        assert!(masked.context.contains("Pas de CMU ni d’AME"), "{}", masked.context);
    }
}

#[test]
fn words_that_stand_beside_names_are_no_names() {
    let one = capture("Dr Petit", "Dr MARTIN CMU NON. ", "Dr MARTIN AME NON", ".");
    let masked = one.clone().masked(&names(&one));
    assert_eq!(masked.finding.quote, "Dr ██████ AME NON");
}

#[test]
fn a_summary_has_the_subject_that_verdicts_are_bound_to() {
    let one = capture("Dr Camille Fontanel", "", "Pas de CMU", ".");
    let case =
        crate::case::Case::new("a", one.clone(), Moment::new("2026-11-22T10:00:00Z", 60, None).unwrap()).unwrap();
    assert_eq!(Summary::of(&case, &Dossier::default()).subject(), Subject::of(&one));
}

#[test]
fn the_mark_stands_in_its_context() {
    let one = capture("Dr A", "😀 Un mot. ", "Pas de CMU", ". Merci.");
    let shown = Passage::of(&one);
    let marked: Vec<&str> = shown.stretches.iter().filter(|s| s.marked).map(|s| s.words.as_str()).collect();
    assert_eq!((shown.text(), marked), (one.context.clone(), vec!["Pas de CMU"]));
    // A record that was not made here may say nothing of where its words stand.
    let mut lost = one;
    lost.section.clear();
    let shown = Passage::of(&lost);
    assert!(shown.stretches[0].marked && shown.stretches[0].words == "Pas de CMU", "{shown:?}");
}

#[test]
fn verdicts_that_were_passed_taken_back_or_changed_do_not_count() {
    let dossier = Dossier::of(&log(&[
        ("d1", "Ada", "a", Confirm, false),
        ("d1", "Ada", "a", Reject, false),
        ("d1", "Ada", "b", Confirm, false),
        ("d1", "Ada", "b", Withdraw, false),
        ("d1", "Ada", "c", Skip, false),
    ]));
    let said =
        |text: &str| Question::of(&dossier, &subject(text)).opinions().map(|given| given.verdict).collect::<Vec<_>>();
    assert_eq!((said("a"), said("b"), said("c"), said("d")), (vec![Reject], vec![], vec![], vec![]));
    assert_eq!(
        last_of(&dossier, &reviewer("Ada", "d1")).map(|(about, given)| (about, given.verdict)),
        Some((&subject("c"), Skip))
    );
    assert_eq!(last_of(&dossier, &reviewer("Ada", "d2")), None);
}

#[test]
fn people_who_call_themselves_alike_stay_apart() {
    let dossier = Dossier::of(&log(&[("aaaa1", "Ada", "a", Confirm, false), ("bbbb2", "Ada", "a", Reject, false)]));
    let about = subject("a");
    assert_eq!(Question::of(&dossier, &about).standing(), Standing::Divided);
    let among = people(&dossier, [&about]);
    let names: Vec<String> = among.iter().map(|person| called(person, &among)).collect();
    assert_eq!(names, ["Ada (aaaa)", "Ada (bbbb)"]);
    assert_eq!(called(&reviewer("Bo", "aaaa1"), &among), "Bo");
}

#[test]
fn a_settling_verdict_is_one_more_entry() {
    let rows = [
        ("d1", "Ada", "a", Confirm, false),
        ("d2", "Bo", "a", Reject, false),
        ("d1", "Ada", "a", Reject, true),
        ("d2", "Bo", "a", Confirm, true),
        ("d2", "Bo", "a", Withdraw, true),
        ("d1", "Ada", "a", Discuss, true),
    ];
    let standing = |many: usize| Question::of(&Dossier::of(&log(&rows[..many])), &subject("a")).standing();
    use Standing::{Agreed, Divided, Settled};
    let stages: Vec<Standing> = (1..=6).map(standing).collect();
    assert_eq!(stages, [Agreed(Confirm), Divided, Settled(Reject), Settled(Confirm), Settled(Reject), Divided]);
}

#[test]
fn nobody_sees_what_others_say_before_they_say_something() {
    let dossier = Dossier::of(&log(&[("d1", "Ada", "a", Confirm, false), ("d2", "Bo", "b", Skip, false)]));
    let open = |text: &str, settles| Question::of(&dossier, &subject(text)).is_open_to(&reviewer("Bo", "d2"), settles);
    assert!(!open("a", false) && !open("b", false) && open("a", true));
    assert!(Question::of(&dossier, &subject("a")).is_open_to(&reviewer("Ada", "d1"), false));
}

#[test]
fn one_text_is_asked_once_and_what_was_passed_comes_last() {
    let ids = [("a", "1"), ("b", "2"), ("a", "3"), ("c", "4"), ("d", "5")];
    let queue = |given: &[(&str, &str, &str, Verdict, bool)]| {
        let dossier = Dossier::of(&log(given));
        let mut queue = Queue::of(ids.iter().rev().map(|(text, id)| (subject(text), (*id).to_owned())));
        queue.start(&dossier, &reviewer("Ada", "d1"));
        (queue, dossier)
    };
    let (mut whole, nothing) = queue(&[]);
    let ada = reviewer("Ada", "d1");
    assert_eq!(whole.items().len(), 4);
    let order: Vec<Subject> = whole.items().iter().map(|item| item.subject.clone()).collect();
    let of_a = whole.items().iter().find(|item| item.subject == subject("a")).unwrap();
    assert_eq!(of_a.cases, ["1", "3"]);
    assert_eq!(whole.progress(&nothing, &ada), Progress { done: 0, passed: 0, new: 4 });
    // Without an answer, going on shows the next, and after the last the first again.
    for next in [1, 2, 3, 0] {
        whole.advance(&nothing, &ada);
        assert_eq!(whole.current().unwrap().subject, order[next]);
    }
    assert!(!whole.back());

    let name = |at: usize| ids.iter().map(|(text, _)| *text).find(|text| subject(text) == order[at]).unwrap();
    let (mut left, dossier) = queue(&[
        ("d1", "Ada", name(0), Skip, false),
        ("d1", "Ada", name(1), Confirm, false),
        ("d2", "Bo", name(2), Reject, true),
        ("d2", "Bo", name(3), Reject, false),
    ]);
    assert_eq!(left.current().unwrap().subject, order[3]);
    assert_eq!(left.progress(&dossier, &ada), Progress { done: 1, passed: 1, new: 1 });
    assert_eq!(left.progress(&dossier, &ada).all(), 3);
    assert!(left.back() && left.go(&order[1]) && !left.go(&subject("z")));
    assert_eq!(left.current().unwrap().subject, order[1]);

    let (passed, _) = queue(&[
        ("d1", "Ada", name(0), Skip, false),
        ("d1", "Ada", name(1), Confirm, false),
        ("d1", "Ada", name(2), Confirm, false),
        ("d1", "Ada", name(3), Discuss, false),
    ]);
    assert_eq!(passed.current().unwrap().subject, order[0]);
    let (done, _) = queue(&["a", "b", "c", "d"].map(|text| ("d1", "Ada", text, Reject, false)));
    assert_eq!(done.current(), None);
}

#[test]
fn agreement_is_of_the_verdicts_that_stand() {
    let mut rows = Vec::new();
    for (text, one, other) in
        [("a", Confirm, Confirm), ("b", Reject, Reject), ("c", Confirm, Reject), ("d", Skip, Reject)]
    {
        rows.extend([("d1", "Ada", text, one, false), ("d2", "Bo", text, other, false)]);
    }
    rows.push(("d2", "Bo", "c", Confirm, true));
    let log = log(&rows);
    let dossier = Dossier::of(&log);
    let subjects: Vec<Subject> = dossier.subjects().cloned().collect();
    let agreement = agreement(&dossier, &subjects);
    assert_eq!((agreement.coefficient, agreement.texts, agreement.same), (Coefficient::Kappa, 3, 2));
    let counts: Vec<usize> = reviewers(&dossier, &subjects).into_values().collect();
    assert_eq!(counts, [3, 4]);
    // Whatever the order in which the logs arrive.
    let mut late = Log::default();
    let mut entries: Vec<_> = log.entries().cloned().collect();
    entries.reverse();
    for entry in entries {
        assert!(late.insert(entry));
    }
    assert_eq!(Dossier::of(&late), dossier);
}

#[test]
fn a_proposal_has_no_names_and_says_what_is_missing() {
    let one = capture(
        "Dr Camille Fontanel",
        "Le Dr Camille Fontanel (04 99 00 12 34) vous reçoit. ",
        "Fontanel : pas de CMU",
        ".",
    );
    let mut proposal = Proposal::of(&one, Reject);
    assert_eq!(proposal.text, "Le Dr Vallombreuse (…) vous reçoit. Vallombreuse : pas de CMU.");
    assert_eq!((proposal.expected, proposal.found), (Expected::Clear, Expected::Flag));
    let toml = proposal.toml();
    assert!(
        toml.starts_with("[[case]]\n") && toml.contains("grade = \"clear\"\n") && !toml.contains("practice"),
        "{toml}"
    );
    assert!(!toml.contains("Fontanel") && !toml.contains("99 00"), "{toml}");
    proposal.expected = Expected::Check;
    assert!(proposal.lacks().is_none() && proposal.toml().contains("quote = \"Vallombreuse : pas de CMU\"\n"));
    proposal.quote = "autre chose".to_owned();
    assert_eq!(proposal.lacks(), Some(Lack::Elsewhere));
    proposal.text = " \n".to_owned();
    assert_eq!(proposal.lacks(), Some(Lack::Text));
}

#[test]
fn words_that_were_missed_are_proposed_once_they_are_marked_and_named() {
    let one =
        capture("Dr Camille Fontanel", "Pas de CMU.\n", "Le Dr Fontanel ne voit pas ces gens-là", ". 04 99 00 12 34");
    let names = Names::of(&one);
    let mut proposal = Proposal::missed(&one.section, "", &names);
    // The page's title is the practitioner's name, and its text begins with another word in a capital.
    assert_eq!(proposal.text, "Pas de CMU.\nLe Dr Vallombreuse ne voit pas ces gens-là. …");
    assert_eq!((proposal.expected, proposal.found), (Expected::Flag, Expected::Clear));
    assert_eq!((proposal.lacks(), proposal.criterion, proposal.practice), (Some(Lack::Words), None, None));
    // Words that are pasted from the page have the name that the text no longer has.
    proposal.quote = names.replaced("Le Dr Fontanel ne voit pas ces gens-là");
    assert_eq!(proposal.lacks(), Some(Lack::Choice));
    proposal.practice = Some(Practice::Refusal);
    assert_eq!(proposal.lacks(), Some(Lack::Choice));
    proposal.criterion = Some(Criterion::Coverage);
    assert_eq!(proposal.lacks(), None);
    let toml = proposal.toml();
    assert!(toml.contains("name = \"missed coverage refusal\"\n") && toml.contains("said clear\"\n"), "{toml}");
    assert!(!toml.contains("Fontanel") && !toml.contains("99 00"), "{toml}");
}

#[test]
fn a_text_that_nobody_captured_loses_the_names_that_it_tells() {
    let text = "Le Dr Rose Delambre (rose@cabinet.example, 04 99 00 12 34) ne prend pas ces gens-là.";
    let proposal = Proposal::missed(text, "Rose Delambre", &Names::of_text(text));
    assert_eq!(proposal.text, "Le Dr Vallombreuse (…, …) ne prend pas ces gens-là.");
    assert_eq!(proposal.quote, "Vallombreuse");
}

#[test]
fn of_a_long_text_the_lines_about_the_words_are_proposed() {
    let line = "Une phrase de la page qui ne dit rien de plus.\n";
    let text = format!("{}Ces gens-là s’abstiennent.\n{}", line.repeat(200), line.repeat(200));
    let mut proposal = Proposal::missed(&text, "Ces gens-là s’abstiennent", &Names::of_text(&text));
    (proposal.criterion, proposal.practice) = (Some(Criterion::Origin), Some(Practice::Refusal));
    assert_eq!(proposal.lacks(), None);
    let case = proposal.cleaned().text;
    assert!(case.chars().count() <= 2_000 && case.chars().count() > 1_800, "{}", case.chars().count());
    let rest = case.replace(line, "");
    assert_eq!(rest.replace(line.trim(), ""), "Ces gens-là s’abstiennent.\n", "whole lines, on both sides");
    // The words at the end, in one line, and not there at all.
    for (text, words) in [
        (format!("{}Ces gens-là", "mot ".repeat(6_000)), "Ces gens-là"),
        (format!("{}Ces  GENS-là ici", "mot\u{a0}".repeat(6_000)), "ces gens-là"),
        ("é".repeat(30_000), "rien de cela"),
    ] {
        let proposal = Proposal::missed(&text, words, &Names::of_text(&text)).cleaned();
        assert!(proposal.text.chars().count() <= 2_000 && !proposal.text.is_empty());
        let there = proposal.text.to_lowercase().replace("  ", " ").contains(&words.to_lowercase());
        assert_eq!(there, words != "rien de cela", "{words}");
    }
}

#[test]
fn missed_words_leave_in_an_address_too() {
    let text = "Ces gens-là & co s’abstiennent.";
    let mut proposal = Proposal::missed(text, "Ces gens-là", &Names::of_text(text));
    (proposal.criterion, proposal.practice) = (Some(Criterion::Origin), Some(Practice::Refusal));
    let link = proposal.link("https://forge.example/vigie/vigie", "Une mention manquée").unwrap();
    let query: std::collections::BTreeMap<_, _> = url::Url::parse(&link).unwrap().query_pairs().into_owned().collect();
    assert_eq!(query["body"], format!("```toml\n{}```\n", proposal.toml()));
    assert!(query["body"].contains("criterion = \"origin\"\npractice = \"refusal\"\nquote = \"Ces gens-là\"\n"));
}

#[test]
fn a_proposal_leaves_in_an_address_if_it_is_short() {
    let mut proposal = Proposal::of(&capture("Dr A", "", "Pas de « CMU » & co", "."), Reject);
    let link = proposal.link("https://forge.example/vigie/vigie/", "Une correction").unwrap();
    let url = url::Url::parse(&link).unwrap();
    assert_eq!((url.host_str(), url.path()), (Some("forge.example"), "/vigie/vigie/issues/new"));
    let query: std::collections::BTreeMap<_, _> = url.query_pairs().into_owned().collect();
    assert_eq!(query["title"], "Une correction");
    assert_eq!(query["body"], format!("```toml\n{}```\n", proposal.toml()));
    assert_eq!(proposal.link("", "Une correction"), None);
    proposal.text = "é".repeat(1_500);
    assert_eq!(proposal.link("https://forge.example/vigie/vigie", "Une correction"), None);
}

/// What the browser tests review: tests/review/cases.json, one case a line. `UPDATE_SNAPSHOTS=1` writes them anew.
#[test]
fn the_cases_of_the_browser_tests_are_cases() {
    let file = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/review/cases.jsonl");
    if std::env::var_os("UPDATE_SNAPSHOTS").is_some() {
        let made = [
            ("Dr Camille Fontanel", "Le Dr Fontanel vous reçoit du lundi au vendredi.\n", "Pas de CMU", ".\nMerci."),
            ("Dr Rose Delambre", "Le Dr Delambre vous reçoit du lundi au vendredi.\n", "Pas de CMU", ".\nMerci."),
            ("M. Malo Kerbrat", "Cabinet de M. Malo Kerbrat.\n", "Patients AME : s’abstenir", ". Tél. 04 99 00 12 34."),
            (
                "Dr Inès Le Goff",
                "Chez nous, personne n’est trié : ",
                "la CMU est acceptée",
                ", comme toutes les autres.",
            ),
            ("Dr Malo Kerbrat", "", "Carte Vitale obligatoire pour la C2S", "."),
        ];
        let at = Moment::new("2026-11-22T10:00:00Z", 60, Some("Europe/Paris")).unwrap();
        let lines = made.iter().enumerate().map(|(index, (name, before, quote, after))| {
            let case =
                crate::case::Case::new(&format!("review-{index}"), capture(name, before, quote, after), at.clone());
            case.unwrap().to_json() + "\n"
        });
        std::fs::create_dir_all(file.parent().unwrap()).unwrap();
        std::fs::write(&file, lines.collect::<String>()).unwrap();
    }
    let lines = std::fs::read_to_string(file).unwrap();
    let cases: Vec<_> = lines.lines().map(|line| crate::case::Case::from_json(line).unwrap()).collect();
    let subjects: std::collections::BTreeSet<Subject> = cases.iter().map(|case| Subject::of(&case.capture)).collect();
    assert_eq!((cases.len(), subjects.len()), (5, 4));
}
