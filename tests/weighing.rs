//! What is weighed where no rule speaks: it is found with the words that weighed, it says so, and the rules alone do not see it.
#![allow(clippy::unwrap_used, missing_docs, reason = "a test fails by panicking")]

use vigie::{
    engine::{self, Context},
    finding::{Finding, Grade},
    message::{Catalogue, Language},
    outline::Section,
};

/// Worded by no rule's verbs: each is found by its words alone.
const WORDED_OTHERWISE: [&str; 4] = [
    "Deux trisomiques par mois, pas un de plus, et sur le créneau de midi.",
    "Les SDF, c'est le Samu social, pas mon cabinet.",
    "Habitants du foyer Adoma : facture EDF exigée avant tout rendez-vous.",
    "Les obèses gagneraient à se prendre en main avant de nous déranger.",
];

fn scan(text: &str, rules_only: bool) -> Vec<Finding> {
    engine::scan(&Section::from_text(text), &Context { rules_only, ..Context::default() })
}

fn weighed(text: &str) -> Vec<Finding> {
    scan(text, false).into_iter().filter(|finding| finding.rule.starts_with("leaning.")).collect()
}

#[test]
fn what_is_found_by_weighing_says_which_words_weighed() {
    let mut seen = 0;
    for text in WORDED_OTHERWISE {
        assert!(!scan(text, false).is_empty(), "nothing is found in « {text} »");
        for finding in weighed(text) {
            seen += 1;
            let leading = &finding.reason.args.iter().find(|(name, _)| name == "leading").unwrap().1;
            let first = leading.split(" », « ").next().unwrap();
            assert!(!first.is_empty() && text.contains(first), "« {first} » is not in « {text} »");
            let why = Catalogue::new(Language::Fr).render(&finding.reason);
            assert!(why.contains(first), "{why}");
            let qualifiers = finding.trace.qualifiers.join("\n");
            assert!(qualifiers.starts_with("leaning ") && qualifiers.contains(first), "{qualifiers}");
        }
    }
    assert!(seen > 0, "no text was found by weighing");
}

#[test]
fn the_rules_alone_say_nothing_by_weight() {
    let of_rules = |text: &&str| scan(text, true).iter().all(|finding| !finding.rule.starts_with("leaning."));
    assert!(WORDED_OTHERWISE.iter().all(of_rules));
}

#[test]
fn what_a_plain_reading_settles_is_not_weighed_against_it() {
    for text in [
        "Nous ne refusons pas les personnes trans.",
        "Aucun patient CMU n'est renvoyé vers l'hôpital.",
        "Je reçois les couples de même sexe.",
    ] {
        assert_eq!(scan(text, false), [], "{text}");
    }
    for text in ["Pas de CMU.", "Nous ne recevons pas les patients AME.", "Personnes trans s'abstenir."] {
        assert!(scan(text, false).iter().any(|finding| finding.grade == Grade::Flag), "{text}");
    }
}
