//! What holds for every text.
#![allow(clippy::unwrap_used, missing_docs, reason = "a test fails by panicking")]

use proptest::prelude::*;
use vigie::{
    engine::{self, Context},
    finding::Finding,
    outline::{Block, Role, Section},
};

/// Wordings that are found, to be put into other texts.
const WORDINGS: [&str; 5] = [
    "Les bénéficiaires de la CMU ne sont pas acceptés.",
    "Pas d'AME.",
    "C2S : uniquement le mardi matin.",
    "Pas de tiers payant pour la CMU.",
    "Les patients à l'aide médicale d'État ne sont pas reçus.",
];

fn scan(text: &str) -> Vec<Finding> {
    let block =
        Block { role: Role::Paragraph, text: text.into(), context: false, governors: Vec::new(), sources: Vec::new() };
    engine::scan(&Section { blocks: vec![block] }, &Context::default())
}

fn kinds(findings: &[Finding]) -> Vec<(String, &'static str)> {
    findings.iter().map(|f| (format!("{:?} {:?} {:?}", f.criterion, f.practice, f.grade), f.rule)).collect()
}

/// Letters with their accents apart, as some systems write them.
fn decomposed(text: &str) -> String {
    text.chars()
        .flat_map(|c| match c {
            'é' => vec!['e', '\u{301}'],
            'É' => vec!['E', '\u{301}'],
            'à' => vec!['a', '\u{300}'],
            'ç' => vec!['c', '\u{327}'],
            c => vec![c],
        })
        .collect()
}

proptest! {
    #[test]
    fn spans_lie_in_the_text_on_characters(text in "\\PC{0,80}", wording in 0..WORDINGS.len(), tail in "\\PC{0,40}") {
        let text = format!("{text} {} {tail}", WORDINGS[wording]);
        for finding in scan(&text) {
            let words = text.get(finding.anchor.span.start..finding.anchor.span.end);
            prop_assert!(words.is_some_and(|w| !w.is_empty()));
            prop_assert_eq!(words, Some(finding.quote.as_str()));
        }
    }

    #[test]
    fn any_unicode_is_read(text in any::<String>()) {
        scan(&text);
        engine::scan(&Section::from_text(&text), &Context::default());
    }

    #[test]
    fn what_is_not_seen_before_a_wording_moves_it_and_nothing_else(
        wording in 0..WORDINGS.len(),
        before in prop::collection::vec(prop::sample::select(vec!['\u{a0}', '\u{ad}', '\u{202f}', '\u{200b}', '🙂']), 1..4),
    ) {
        let before: String = before.into_iter().collect();
        let plain = scan(WORDINGS[wording]);
        let moved = scan(&format!("{before}{}", WORDINGS[wording]));
        prop_assert_eq!(kinds(&plain), kinds(&moved));
        for (plain, moved) in plain.iter().zip(&moved) {
            prop_assert_eq!(plain.anchor.span.start + before.len(), moved.anchor.span.start);
        }
    }
}

#[test]
fn accents_apart_and_curly_apostrophes_change_nothing() {
    for wording in WORDINGS {
        let found = kinds(&scan(wording));
        assert!(!found.is_empty(), "{wording}");
        assert_eq!(found, kinds(&scan(&decomposed(wording))), "{wording}");
        assert_eq!(found, kinds(&scan(&wording.replace('\'', "’"))), "{wording}");
    }
}

#[test]
fn the_same_text_gives_the_same_findings() {
    for wording in WORDINGS {
        assert_eq!(scan(wording), scan(wording));
    }
}

#[test]
fn long_words_and_endless_sentences_are_read_to_their_end() {
    let word = "a".repeat(1_000_000);
    assert!(scan(&word).is_empty());
    assert_eq!(scan(&format!("{word} {}", WORDINGS[1])).len(), 1);
    let endless = "patients AME, ".repeat(100_000);
    assert!(!scan(&format!("{endless} {}", WORDINGS[0])).is_empty());
}

/// Each of these once made reading look back over the whole block for every word of it: minutes for a few hundred kilobytes.
#[test]
fn what_looks_back_does_not_look_back_over_everything() {
    for hostile in ["AME ", "- AME ", "corps étranger et complet "] {
        let endless = hostile.repeat(100_000);
        assert!(!scan(&format!("{}. {endless}", WORDINGS[0])).is_empty(), "{hostile}");
    }
}
