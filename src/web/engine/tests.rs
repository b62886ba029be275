//! What the background promises to the content script, without a browser.

use super::*;

/// The card of a finding, with the texts that the extension ships.
fn card_of(found: &Carded, language: Language) -> Card {
    named_card_of(found, language, None)
}

/// The same on a page whose card names somebody.
fn named_card_of(found: &Carded, language: Language, name: Option<&str>) -> Card {
    for (language, texts) in [
        (Language::Fr, include_str!(concat!(env!("OUT_DIR"), "/messages/card/fr.txt"))),
        (Language::En, include_str!(concat!(env!("OUT_DIR"), "/messages/card/en.txt"))),
        (Language::Ar, include_str!(concat!(env!("OUT_DIR"), "/messages/card/ar.txt"))),
        (Language::Es, include_str!(concat!(env!("OUT_DIR"), "/messages/card/es.txt"))),
        (Language::Pt, include_str!(concat!(env!("OUT_DIR"), "/messages/card/pt.txt"))),
        (Language::Ru, include_str!(concat!(env!("OUT_DIR"), "/messages/card/ru.txt"))),
    ] {
        message::load(language, texts.to_owned());
    }
    Card::of(found, language, name)
}

fn found(criterion: Criterion, practice: Practice, grade: Grade) -> Carded {
    Carded {
        criterion,
        practice,
        grade,
        reason: Message::new("reason.not.in.the.catalogue"),
        quote: "<b>Pas de CMU</b>".to_owned(),
    }
}

fn finding(rule: &'static str, practice: Practice, quote: &str) -> Finding {
    Finding {
        anchor: crate::finding::Place { block: 0, span: crate::span::ByteSpan::new(0, quote.len()) },
        scope: Vec::new(),
        quote: quote.to_owned(),
        criterion: Criterion::Coverage,
        practice,
        grade: Grade::Flag,
        rule,
        reason: Message::default(),
        trace: Trace::default(),
    }
}

#[test]
fn a_key_is_stable_across_versions() {
    // Users' dismissals are kept under it.
    assert_eq!(key(&finding("coverage.refusal", Practice::Refusal, "Pas de CMU")), "b900e7c945f7a7d1");
}

#[test]
fn a_key_follows_the_words_and_not_their_dress() {
    let plain = key(&finding("r", Practice::Refusal, "Pas de CMU ni d'AME"));
    for dressed in ["PAS  de CMU, ni d’AME !", "— pas de cmu ni d'ÂME", "pas\u{ad} de C\u{200b}MU ni d'A\u{302}ME"]
    {
        assert_eq!(plain, key(&finding("r", Practice::Refusal, dressed)), "{dressed}");
    }
    for other in [
        finding("r", Practice::Refusal, "Pas de CMU ni d'ACS"),
        finding("s", Practice::Refusal, "Pas de CMU ni d'AME"),
        finding("r", Practice::Payment, "Pas de CMU ni d'AME"),
        finding("r", Practice::Refusal, "Pas de CMU ni d'AME 无"),
    ] {
        assert_ne!(plain, key(&other));
    }
    // Letters of scripts that folding does not know are told apart all the same.
    assert_ne!(key(&finding("r", Practice::Refusal, "不接待")), key(&finding("r", Practice::Refusal, "请预约")));
}

#[test]
fn a_card_has_a_word_for_everything_in_every_language() {
    for language in Language::ALL {
        for grade in [Grade::Flag, Grade::Check] {
            let card = card_of(&found(Criterion::Coverage, Practice::Payment, grade), language);
            for text in [
                &card.title,
                &card.basis,
                &card.yes,
                &card.no,
                &card.report,
                &card.dismiss,
                &card.close,
                &card.failed,
                &card.full,
                &card.objection,
                &card.objecting,
            ] {
                assert!(
                    !text.is_empty() && !text.starts_with("card.") && !text.starts_with("error."),
                    "{text:?} in {language:?}"
                );
            }
            assert_eq!(card.ask.is_empty(), grade == Grade::Flag);
        }
    }
}

#[test]
fn a_card_cites_what_the_law_has_for_its_ground_and_practice() {
    let card = |criterion, practice| card_of(&found(criterion, practice, Grade::Flag), Language::Fr).basis;
    let basis = |criterion| card(criterion, Practice::Refusal);
    assert!(basis(Criterion::Coverage).contains("2018-269"));
    assert!(!basis(Criterion::Age).contains("2018-269"));
    assert!(basis(Criterion::Age).contains("225-1"));
    assert_ne!(card(Criterion::Coverage, Practice::Payment), basis(Criterion::Coverage));
    for (criterion, practice) in [(Criterion::Coverage, Practice::Payment), (Criterion::Age, Practice::Refusal)] {
        let basis = Catalogue::new(Language::Fr).render(&law::basis(criterion, practice));
        assert!(card(criterion, practice).ends_with(&basis), "{basis}");
    }
}

#[test]
fn a_card_quotes_markup_as_text() {
    let card = card_of(&found(Criterion::Coverage, Practice::Refusal, Grade::Flag), Language::Fr);
    assert_eq!(card.quote, "<b>Pas de CMU</b>");
}

#[test]
fn a_card_says_whose_it_is_in_every_language_where_that_is_known() {
    let found = found(Criterion::Coverage, Practice::Refusal, Grade::Flag);
    for language in Language::ALL {
        let card = named_card_of(&found, language, Some("<i>Dr Rose Delambre</i>"));
        assert!(card.who.contains("<i>Dr Rose Delambre</i>"), "{}", card.who);
        assert!(card.who.len() > "<i>Dr Rose Delambre</i>".len() + 3, "{}", card.who);
        assert_eq!(card_of(&found, language).who, "");
    }
    // A name in another script is not torn out of its line.
    let arabic = named_card_of(&found, Language::Ar, Some("Dr Rose Delambre"));
    assert!(arabic.who.ends_with("\u{2068}Dr Rose Delambre\u{2069}"), "{:?}", arabic.who);
}
