//! Judgements that hang on one sign, one comparison, one « or »: each was found by changing that place on purpose (`scripts/mutants`)
//! and seeing that no other test noticed. By the rules alone: what is weighed would hide what they say.
#![cfg(feature = "cli")]
#![allow(missing_docs, reason = "a test fails by panicking")]

use vigie::{
    engine::{self, Context},
    html,
};

fn rules(page: &str) -> Vec<&'static str> {
    let context = Context { rules_only: true, ..Context::default() };
    html::sections(page)
        .iter()
        .flat_map(|section| engine::scan(section, &context))
        .map(|finding| finding.rule)
        .collect()
}

#[test]
fn a_symbol_negates_an_act_that_receives_and_repeats_one_that_refuses() {
    assert_eq!(rules("<p>🚫 CMU acceptée</p>"), ["refusal.negated"]);
    assert_eq!(rules("<p>🚫 Prise en charge des patients CMU</p>"), ["refusal.negated"]);
    assert_eq!(rules("<p>🚫 CMU refusée</p>"), ["refusal.refused"]);
    assert_eq!(rules("<p>🚫 pas de CMU</p>"), ["refusal.bare"]);
}

#[test]
fn a_heading_that_is_a_name_or_an_offer_governs_nothing() {
    let under = |heading: &str| rules(&format!("<h2>{heading}</h2><p>Pas de rendez-vous le samedi.</p>"));
    assert!(!under("Patients sourds").is_empty(), "this one is a label");
    for name in ["Maison des sourds", "Association des sourds du Rhône", "Accueil des enfants", "Recevoir les enfants"]
    {
        assert_eq!(under(name), [""; 0], "{name}");
    }
}

#[test]
fn no_paper_no_care_needs_an_act_or_an_appointment_and_not_both() {
    assert_eq!(rules("<p>Pas de rendez-vous sans carte Vitale.</p>"), ["check.no-paper-no-care"]);
    assert_eq!(rules("<p>Nous ne recevons pas sans carte Vitale.</p>"), ["check.no-paper-no-care"]);
}
