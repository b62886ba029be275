//! A pasted text is read as the same text is elsewhere, and what is found stands where it says.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test says so by failing")]

use std::fs;
use vigie::{
    engine::{self, Context},
    outline::{Section, Spot},
    pasted::{LONGEST, sections},
    stream::HARD_LIMIT,
};

/// What is found in a text: rule, grade, quote, and the words that stand where it says.
fn found(text: &str) -> Vec<(String, String, String, String)> {
    let units: Vec<u16> = text.encode_utf16().collect();
    let mut all = Vec::new();
    for pasted in sections(text) {
        let section = Section::from_stream(&pasted.stream);
        for finding in engine::scan(&section, &Context::default()) {
            let mut words = Vec::new();
            for spot in section.spots(finding.anchor) {
                let Spot::Text { node, start, end } = spot else { panic!("{text}: an attribute in a text") };
                let at = pasted.at(node, start, end).unwrap();
                words.push(String::from_utf16(&units[at.start as usize..at.end as usize]).unwrap());
            }
            let anchor = finding.anchor.span.of(&section.blocks[finding.anchor.block].text).to_owned();
            all.push((finding.rule.to_owned(), format!("{:?}", finding.grade), anchor, words.join(" ")));
        }
    }
    all
}

fn folded(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Every text of `tests/cases`.
fn texts() -> Vec<String> {
    let mut texts = Vec::new();
    for file in fs::read_dir("tests/cases").unwrap() {
        let table: toml::Table = fs::read_to_string(file.unwrap().path()).unwrap().parse().unwrap();
        for entry in table.values().filter_map(toml::Value::as_array).flatten() {
            texts.extend(entry.get("text").and_then(|text| text.as_str()).map(str::to_owned));
            let list = entry.get("texts").and_then(|texts| texts.as_array());
            texts.extend(list.into_iter().flatten().filter_map(|text| text.as_str()).map(str::to_owned));
        }
    }
    assert!(texts.len() > 500, "{}", texts.len());
    texts
}

#[test]
fn a_text_is_found_in_as_elsewhere() {
    let mut differ = Vec::new();
    for text in texts() {
        let elsewhere: Vec<_> = engine::scan(&Section::from_text(&text), &Context::default())
            .into_iter()
            .map(|finding| (finding.rule.to_owned(), format!("{:?}", finding.grade)))
            .collect();
        let here: Vec<_> = found(&text).into_iter().map(|(rule, grade, ..)| (rule, grade)).collect();
        if here != elsewhere {
            differ.push((text, here, elsewhere));
        }
    }
    assert!(differ.is_empty(), "{} texts: {differ:#?}", differ.len());
}

#[test]
fn what_is_found_stands_where_it_says() {
    let texts = texts();
    let whole = texts.join("\n\n");
    let mut count = 0;
    for text in texts.iter().chain([&whole]) {
        for (rule, _, anchor, words) in found(text) {
            assert_eq!(folded(&words), folded(&anchor), "{rule}");
            count += 1;
        }
    }
    assert!(count > 500, "{count}");
}

#[test]
fn lines_that_are_wrapped_are_one_sentence() {
    let text = "Bonjour 😀 et bienvenue,\n\nLe cabinet du docteur Moreau ne reçoit pas les patients qui ont la\ncouverture maladie universelle.\n";
    let all = found(text);
    assert_eq!(all.len(), 1, "{all:?}");
    assert!(all[0].3.contains("ne reçoit pas") && all[0].3.contains("couverture"), "{all:?}");
}

#[test]
fn markup_and_marks_of_streams_are_text() {
    for text in [
        "<b>Pas de CMU</b>",
        "Pas de\u{1} CMU\u{4}\u{5}",
        "<script>alert(1)</script>\nPas de CMU",
        "\u{6}Pas de CMU\u{7}",
        "Pas de CMU <img src=x onerror=alert(1)>.",
        "Pas de CMU <br> <b>svp</b>",
    ] {
        let all = found(text);
        assert_eq!(all.len(), 1, "{text:?}: {all:?}");
    }
}

#[test]
fn what_governs_a_long_text_governs_its_later_sections() {
    let filler = "Le cabinet est ouvert du lundi au vendredi. ".repeat(1_000);
    let text = format!("# Patients CMU\n\n{filler}\n\n{filler}\n\nPas de rendez-vous.\n\n{filler}\n");
    let parts = sections(&text);
    assert!(parts.len() > 2, "{}", parts.len());
    let all = found(&text);
    assert!(all.iter().any(|(.., words)| words.contains("Pas de rendez-vous")), "{all:?}");
}

#[test]
fn no_section_is_longer_than_a_message_may_be() {
    let mut longest = 0;
    for text in [
        "é".repeat(LONGEST / 2),
        "mot ".repeat(LONGEST / 4),
        "- a\n".repeat(LONGEST / 4),
        "ligne\n".repeat(LONGEST / 6),
    ] {
        let parts = sections(&text);
        for part in &parts {
            longest = longest.max(part.stream.encode_utf16().count());
        }
        let words: usize = parts.iter().map(|part| Section::from_stream(&part.stream).text().len()).sum();
        assert!(words * 10 > folded(&text).len() * 2, "{words} of {}", text.len());
    }
    assert!(longest <= 256 * 1024 && longest > HARD_LIMIT / 4, "{longest}");
    for text in ["", " \n\t\n ", "\n\n\n"] {
        assert!(sections(text).is_empty());
    }
}
