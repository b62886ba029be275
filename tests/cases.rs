//! Sentences as data: what each file of `tests/cases/` says must be found, and nothing else; and every example that an entry
//! of the lexicon carries.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs, reason = "a test fails by panicking")]

use serde::Deserialize;
use vigie::{
    engine::{self, Context},
    finding::{Criterion, Finding, Grade, Practice},
    lexicon::{ENTRIES, Kind},
    outline::Section,
};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    case: Vec<Case>,
    #[serde(default)]
    list: Vec<List>,
}

/// Texts that must all be read alike.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct List {
    name: String,
    grade: String,
    criterion: Option<Criterion>,
    practice: Option<Practice>,
    texts: Vec<String>,
}

/// One text, and what must be found in it.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    name: String,
    text: String,
    #[allow(dead_code, reason = "for the reader of the file")]
    source: Option<String>,
    /// flag, check or clear
    grade: String,
    criterion: Option<Criterion>,
    practice: Option<Practice>,
    /// Shares half of the shorter one's words with the finding's quote.
    quote: Option<String>,
}

fn scan(text: &str) -> Vec<Finding> {
    engine::scan(&Section::from_text(text), &Context::default())
}

fn cases() -> Vec<(String, Case)> {
    let mut cases = Vec::new();
    for file in std::fs::read_dir("tests/cases").unwrap() {
        let path = file.unwrap().path();
        let parsed: File = toml::from_str(&std::fs::read_to_string(&path).unwrap())
            .unwrap_or_else(|e| panic!("{}: {e}", path.display()));
        let listed = parsed.list.into_iter().flat_map(|list| {
            let List { name, grade, criterion, practice, texts } = list;
            texts.into_iter().map(move |text| Case {
                name: name.clone(),
                text,
                source: None,
                grade: grade.clone(),
                criterion,
                practice,
                quote: None,
            })
        });
        cases.extend(parsed.case.into_iter().chain(listed).map(|case| (path.display().to_string(), case)));
    }
    cases
}

/// What is known to be read otherwise than it is meant (`tests/contradicted.toml`).
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Contradicted {
    /// By the network alone: the rules read it right.
    texts: Vec<String>,
    /// By both.
    unread: Vec<String>,
}

fn contradicted() -> Contradicted {
    toml::from_str(&std::fs::read_to_string("tests/contradicted.toml").unwrap()).unwrap()
}

/// What the rules alone find.
fn ruled(text: &str) -> Vec<Finding> {
    engine::scan(&Section::from_text(text), &Context { rules_only: true, ..Context::default() })
}

fn fault(case: &Case, findings: &[Finding]) -> Option<String> {
    let seen = findings
        .iter()
        .map(|f| format!("{:?} {:?} {:?} {:?}", f.grade, f.criterion, f.practice, f.quote))
        .collect::<Vec<_>>();
    let right = match case.grade.as_str() {
        "clear" => findings.is_empty(),
        grade => findings.iter().any(|f| {
            (grade == "flag") == (f.grade == Grade::Flag)
                && Some(f.criterion) == case.criterion
                && Some(f.practice) == case.practice
                && case.quote.as_deref().is_none_or(|quote| shares(&f.quote, quote))
        }),
    };
    (!right).then(|| {
        format!(
            "{}: {:?}\n    wanted {} {:?} {:?}, saw {seen:?}",
            case.name, case.text, case.grade, case.criterion, case.practice
        )
    })
}

fn shares(found: &str, wanted: &str) -> bool {
    let words = |s: &str| {
        s.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).map(str::to_lowercase).collect::<Vec<_>>()
    };
    let (found, wanted) = (words(found), words(wanted));
    let (short, long) = if found.len() <= wanted.len() { (found, wanted) } else { (wanted, found) };
    let need = short.len().div_ceil(2).max(1);
    short.windows(need).any(|run| long.windows(need).any(|other| other == run))
}

#[test]
fn texts_are_read_as_their_cases_say() {
    let contradicted = contradicted();
    let faults: Vec<_> = cases()
        .iter()
        .filter_map(|(file, case)| {
            let fault = |found: &[Finding]| fault(case, found).map(|fault| format!("{file}: {fault}"));
            let (by_network, unread) =
                (contradicted.texts.contains(&case.text), contradicted.unread.contains(&case.text));
            if !by_network && !unread {
                return fault(&scan(&case.text));
            }
            let by_rules = fault(&ruled(&case.text)).filter(|_| by_network);
            let by_rules = by_rules.map(|fault| format!("by the rules alone, {fault}"));
            let agreed = fault(&scan(&case.text)).is_none();
            by_rules.or_else(|| agreed.then(|| format!("take it out of tests/contradicted.toml: {:?}", case.text)))
        })
        .collect();
    assert!(faults.is_empty(), "{} cases fail:\n{}", faults.len(), faults.join("\n"));
}

#[test]
fn each_qualifier_keeps_some_case_from_a_false_alarm() {
    let cases = cases();
    let idle: Vec<_> = ENTRIES
        .iter()
        .enumerate()
        .filter(|(_, entry)| matches!(entry.kind, Kind::Qualifier | Kind::Welcome | Kind::Insurer))
        .filter(|(index, _)| {
            let rules = Context { rules_only: true, ..Context::default() };
            let without = Context { without: u16::try_from(*index).ok(), ..rules };
            !cases
                .iter()
                .any(|(_, case)| fault(case, &engine::scan(&Section::from_text(&case.text), &without)).is_some())
        })
        .map(|(_, entry)| entry.id)
        .collect();
    assert!(idle.is_empty(), "no case of tests/cases fails without these entries: {idle:?}");
}

#[test]
fn entries_fire_and_keep_silent_as_their_examples_say() {
    let mut faults = Vec::new();
    let contradicted = contradicted();
    let known = |text: &str| contradicted.texts.iter().any(|known| known == text);
    let read = |text: &str| if known(text) { ruled(text) } else { scan(text) };
    for entry in &ENTRIES {
        for text in entry.fires {
            let findings = read(text);
            if known(text) && !scan(text).is_empty() {
                faults.push(format!("take it out of tests/contradicted.toml: {text:?}"));
            }
            let used = findings.iter().any(|f| f.trace.cues.iter().any(|c| c.entry == entry.id));
            let carries = !matches!(
                entry.kind,
                Kind::Welcome | Kind::Qualifier | Kind::Insurer | Kind::Shield | Kind::Link | Kind::Speciality
            );
            if findings.is_empty() || carries && !used {
                faults.push(format!("{}: should fire, with this entry among its cues: {text:?}", entry.id));
            }
        }
        for text in entry.silent {
            if let Some(finding) = read(text).iter().find(|f| f.grade == Grade::Flag) {
                faults.push(format!(
                    "{}: should not be flagged: {text:?}, saw {} {:?}",
                    entry.id, finding.rule, finding.quote
                ));
            }
        }
    }
    assert!(faults.is_empty(), "{} examples fail:\n{}", faults.len(), faults.join("\n"));
}

/// A correction that a volunteer proposes (src/dossier/review/proposal.rs) is a case as it stands, and says what they said.
#[cfg(feature = "cases")]
#[test]
fn what_a_reviewer_proposes_is_a_case() {
    use vigie::dossier::review::{Expected, Proposal};
    for (expected, text, quote) in [
        (Expected::Clear, "« La CMU ? » demandez-vous.\nTous les patients sont reçus.", ""),
        (Expected::Flag, "Pas de \"CMU\" \\ ni d’AME.\u{0}\t'''\nMerci \u{1f642}", "Pas de \"CMU\" \\ ni d’AME"),
        (Expected::Check, "Carte Vitale obligatoire.", "Carte Vitale obligatoire"),
    ] {
        let proposal = Proposal {
            name: "lu à l’écran\nle soir".to_owned(),
            text: text.to_owned(),
            expected,
            criterion: Some(Criterion::Coverage),
            practice: Some(Practice::Refusal),
            quote: quote.to_owned(),
            found: Expected::Flag,
        }
        .cleaned();
        assert_eq!(proposal.lacks(), None, "{proposal:?}");
        let file: File = toml::from_str(&proposal.toml()).unwrap_or_else(|e| panic!("{}: {e}", proposal.toml()));
        let [case] = &file.case[..] else { panic!("{}", proposal.toml()) };
        assert_eq!((&case.name, &case.text, &*case.grade), (&proposal.name, &proposal.text, expected.name()));
        let found = (expected != Expected::Clear).then_some((Criterion::Coverage, Practice::Refusal, quote));
        assert_eq!(case.criterion.zip(case.practice).zip(case.quote.as_deref()).map(|((c, p), q)| (c, p, q)), found);
        assert!(case.source.as_deref().is_some_and(|source| source.contains("names removed")));
    }
}

/// So is what somebody says was missed: every ground and everything that is done has its name in the format.
#[cfg(feature = "cases")]
#[test]
fn what_was_missed_is_a_case_once_it_is_proposed() {
    use vigie::dossier::review::{Names, Proposal};
    let text = "Dr Rose Delambre :\n« Le quai bleu » \\ se tait.\r\nMerci.";
    for criterion in Criterion::ALL {
        for practice in Practice::ALL {
            let mut proposal = Proposal::missed(text, "« Le quai bleu » \\ se tait", &Names::of_text(text));
            (proposal.criterion, proposal.practice) = (Some(criterion), Some(practice));
            assert_eq!(proposal.lacks(), None);
            let file: File = toml::from_str(&proposal.toml()).unwrap_or_else(|e| panic!("{}: {e}", proposal.toml()));
            let [case] = &file.case[..] else { panic!("{}", proposal.toml()) };
            assert_eq!((case.criterion, case.practice, &*case.grade), (Some(criterion), Some(practice), "flag"));
            assert_eq!(case.text, "Dr Vallombreuse :\n« Le quai bleu » \\ se tait.\nMerci.");
            assert_eq!(case.quote.as_deref(), Some("« Le quai bleu » \\ se tait"));
            // It is one that fails until the rules know the words, and says how.
            assert!(fault(case, &scan(&case.text)).is_some_and(|fault| fault.contains("wanted flag")));
        }
    }
}
