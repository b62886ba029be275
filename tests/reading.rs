//! Whole pages, read: `tests/pages/<case>/page.html` and, in `expect.json` beside it, the outline and the practitioner that
//! it must give. `UPDATE_SNAPSHOTS=1 cargo test --test reading` writes what is read now; look at the difference before it is
//! kept. What others expect of the page (`findings`) stays as it is.

#![cfg(feature = "cli")]
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on fails")]

use serde_json::{Value, json};
use std::{collections::BTreeSet, fs, path::PathBuf};
use vigie::{
    finding::Place,
    html,
    outline::{Block, Governor, Outline, Role, Section, Spot},
    practitioner::Practitioner,
    span::ByteSpan,
    stream,
};

fn pages() -> Vec<(String, PathBuf)> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/pages");
    let mut pages: Vec<_> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap())
        .filter(|entry| entry.path().join("page.html").exists())
        .map(|entry| (entry.file_name().into_string().unwrap(), entry.path()))
        .collect();
    pages.sort();
    pages
}

fn block(block: &Block) -> Value {
    let role = match block.role {
        Role::Heading(level) => format!("heading {level}"),
        role => format!("{role:?}").to_lowercase(),
    };
    let governor = |g: &Governor| format!("{:?} {}", g.kind, g.block).to_lowercase();
    let mut value = json!({ "role": role, "text": block.text });
    if block.context {
        value["context"] = true.into();
    }
    if !block.governors.is_empty() {
        value["governors"] = block.governors.iter().map(governor).collect();
    }
    value
}

/// One block a line, so that a difference can be read.
fn written(expect: &Value) -> String {
    let sections: Vec<String> = expect["sections"]
        .as_array()
        .unwrap()
        .iter()
        .map(|section| {
            let blocks: Vec<String> = section.as_array().unwrap().iter().map(|b| format!("      {b}")).collect();
            format!("    [\n{}\n    ]", blocks.join(",\n"))
        })
        .collect();
    let mut text = format!("{{\n  \"sections\": [\n{}\n  ]", sections.join(",\n"));
    for (key, value) in expect.as_object().unwrap().iter().filter(|(key, _)| *key != "sections") {
        let value = serde_json::to_string_pretty(value).unwrap().replace('\n', "\n  ");
        text.push_str(&format!(",\n  {}: {value}", json!(key)));
    }
    text + "\n}\n"
}

#[test]
fn pages_give_their_outlines() {
    let update = std::env::var_os("UPDATE_SNAPSHOTS").is_some();
    let mut wrong = Vec::new();
    for (name, folder) in pages() {
        let page = fs::read_to_string(folder.join("page.html")).unwrap();
        let path = folder.join("expect.json");
        let expected = fs::read_to_string(&path).unwrap_or_else(|_| "{}".into());
        let expected: Value = serde_json::from_str(&expected).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
        let mut read = expected.clone();
        let sections = html::sections(&page);
        read["sections"] = sections.iter().map(|s| s.blocks.iter().map(block).collect::<Value>()).collect();
        read["practitioner"] = serde_json::to_value(Practitioner::read(&html::facts(&page))).unwrap();
        if update {
            fs::write(&path, written(&read)).unwrap();
        } else if read != expected {
            wrong.push(format!("{name}:\n{}", written(&read)));
        }
    }
    assert!(wrong.is_empty(), "not as expected (UPDATE_SNAPSHOTS=1 writes what is read now):\n{}", wrong.join("\n"));
}

/// Every text and attribute of a stream, by number.
fn nodes(section: &str) -> Vec<(u32, String)> {
    stream::events(section)
        .filter_map(|event| match event {
            stream::Event::Text { node, text } => Some((node, text.to_owned())),
            stream::Event::Open { node, .. } => Some((node, String::new())),
            _ => None,
        })
        .collect()
}

#[test]
fn every_word_is_found_again_where_it_came_from() {
    let mut seen = 0;
    for (name, folder) in pages() {
        let page = fs::read_to_string(folder.join("page.html")).unwrap();
        for section in html::streams(&page) {
            let nodes = nodes(&section);
            let outline = Section::from_stream(&section);
            for (index, block) in outline.blocks.iter().enumerate() {
                let place = Place { block: index, span: ByteSpan::new(0, block.text.len()) };
                let spots = outline.spots(place);
                assert!(!spots.is_empty(), "{name}: {:?} is nowhere", block.text);
                if spots.iter().any(|s| matches!(s, Spot::Attribute { .. })) {
                    continue;
                }
                let mut said = String::new();
                for spot in spots {
                    let Spot::Text { node, start, end } = spot else { unreachable!() };
                    let text: Vec<u16> = nodes[node as usize].1.encode_utf16().collect();
                    said.push_str(&String::from_utf16(&text[start as usize..end as usize]).unwrap());
                    seen += 1;
                }
                let squeezed = |text: &str| text.chars().filter(|c| !c.is_ascii_whitespace()).collect::<String>();
                assert_eq!(squeezed(&said), squeezed(&block.text), "{name}");
            }
        }
    }
    assert!(seen > 100, "only {seen} stretches were compared");
}

#[test]
fn a_place_has_its_offset_in_the_text_and_context_is_where_it_was_said() {
    let page = "<h1>Dr É 😀</h1><h2>Refusés</h2><p>un</p><section><h3>Suite</h3><p>CMU</p></section>";
    let outline = Outline::new(html::sections(page));
    let text: Vec<u16> = outline.text().encode_utf16().collect();
    let mut found = BTreeSet::new();
    for (s, section) in outline.sections.iter().enumerate() {
        for (b, block) in section.blocks.iter().enumerate() {
            let at = outline.at(s, Place { block: b, span: ByteSpan::new(0, block.text.len()) }).unwrap();
            let said = String::from_utf16(&text[at.start as usize..at.end as usize]).unwrap();
            assert_eq!(said, block.text);
            found.insert((said, block.context));
        }
    }
    assert!(found.contains(&("Refusés".into(), true)) && found.contains(&("CMU".into(), false)), "{found:?}");
}

#[test]
fn plain_text_has_items_headings_and_introductions() {
    let section = Section::from_text(
        "Accueil des patients\nLe cabinet ne reçoit pas :\n- les  patients CMU\n• l'AME\n\nCarte bancaire acceptée.\n# Titre\n1. Un\n12 rue du Puits",
    );
    let read: Vec<(Role, &str, Vec<usize>)> = section
        .blocks
        .iter()
        .map(|b| (b.role, b.text.as_str(), b.governors.iter().map(|g| g.block).collect()))
        .collect();
    assert_eq!(
        read,
        [
            (Role::Heading(2), "Accueil des patients", vec![]),
            (Role::Paragraph, "Le cabinet ne reçoit pas :", vec![0]),
            (Role::Item, "les patients CMU", vec![1, 0]),
            (Role::Item, "l'AME", vec![1, 0]),
            (Role::Paragraph, "Carte bancaire acceptée.", vec![0]),
            (Role::Heading(1), "Titre", vec![]),
            (Role::Item, "Un", vec![5]),
            (Role::Paragraph, "12 rue du Puits", vec![5]),
        ]
    );
}

#[test]
fn long_pages_are_cut_into_sections_that_fit_a_message() {
    let sentence = "Le cabinet reçoit toutes les personnes, sans exception aucune. ";
    let long = sentence.repeat(20_000);
    for (name, page) in [
        ("one text", format!("<h1>Dr A</h1><p>{long}")),
        ("one word", format!("<h1>Dr A</h1><p>{}", "é😀".repeat(300_000))),
        ("paragraphs", format!("<h1>Dr A</h1>{}", format!("<p>{sentence}</p>").repeat(20_000))),
        ("a table", format!("<h1>Dr A</h1><table><tr><th>x</th></tr>{}", format!("<tr><td>{sentence}").repeat(20_000))),
        ("attributes", format!("<h1>Dr A</h1>{}", format!("<img alt='{sentence}'>").repeat(20_000))),
        ("one attribute", format!("<h1>Dr A</h1><p title='{long}'>x")),
        (
            "a script",
            format!("<h1>Dr A</h1><script type='application/ld+json'>{{\"description\":\"{long}\"}}</script>"),
        ),
    ] {
        let streams = html::streams(&page);
        for section in &streams {
            let units = section.encode_utf16().count();
            assert!(units <= 128 * 1024, "{name}: a stream of {units} units");
        }
        let read: String = streams.iter().map(|s| Section::from_stream(s).text()).collect();
        if name != "one attribute" && name != "a script" {
            let said = read.matches("exception aucune.").count() + read.matches("é😀").count() / 15;
            assert_eq!(said, 20_000, "{name}");
        }
        for section in streams.iter().skip(1).filter(|_| name == "one text") {
            let outline = Section::from_stream(section);
            assert_eq!(outline.blocks[0].text, "Dr A");
            assert!(outline.blocks[0].context);
        }
    }
}

#[test]
fn hostile_nesting_is_read() {
    let depth = 3_000;
    for tag in ["div", "ul><li", "b", "dl><dt", "table><tr><td", "h1><div", "details", "x-y", "blockquote"] {
        let page = format!("{}fin", format!("<{tag}>a ").repeat(depth));
        let read: usize = html::sections(&page).iter().map(|s| s.text().matches('a').count()).sum();
        assert!(read >= depth, "{tag}: {read}");
    }
}
