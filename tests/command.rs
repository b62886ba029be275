//! The command line, as a shell sees it.
#![cfg(feature = "cli")]
#![allow(clippy::unwrap_used, missing_docs, reason = "a test fails by panicking")]

use std::{
    io::Write,
    process::{Command, Output, Stdio},
};

fn vigie(arguments: &[&str], input: &str) -> Output {
    let mut child = Command::new(env!("CARGO_BIN_EXE_vigie"))
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(input.as_bytes()).unwrap();
    child.wait_with_output().unwrap()
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

#[test]
fn jsonl_answers_each_line_in_order_with_utf16_offsets() {
    let input = "{\"id\":1,\"text\":\"😀 Pas de CMU.\"}\n{\"id\":\"b\",\"text\":\"CMU acceptée.\"}\n{\"id\":3,\"html\":\"<p>Bonjour</p><p>CMU refusée</p>\"}\n";
    let output = vigie(&["scan", "--jsonl"], input);
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    let lines: Vec<serde_json::Value> =
        text(&output.stdout).lines().map(|l| serde_json::from_str(l).unwrap()).collect();
    assert_eq!(lines.iter().map(|l| l["id"].clone()).collect::<Vec<_>>(), [serde_json::json!(1), "b".into(), 3.into()]);
    let first = &lines[0]["findings"][0];
    assert_eq!(
        (first["quote"].as_str(), first["start"].as_u64(), first["end"].as_u64()),
        (Some("Pas de CMU"), Some(3), Some(13))
    );
    assert_eq!((first["criterion"].as_str(), first["practice"].as_str()), (Some("coverage"), Some("refusal")));
    assert_eq!(lines[1]["findings"], serde_json::json!([]));
    assert_eq!(lines[2]["findings"][0]["start"], 8, "« Bonjour » and its line feed stand before");
}

#[test]
fn a_bad_line_is_named_and_the_others_are_answered() {
    let output =
        vigie(&["scan", "--jsonl"], "{\"id\":1,\"text\":\"a\"}\nnonsense\n\n{\"id\":2}\n{\"id\":3,\"text\":\"b\"}\n");
    assert_eq!(output.status.code(), Some(2));
    assert_eq!(text(&output.stdout).lines().count(), 2);
    let errors = text(&output.stderr);
    assert!(errors.contains("line 2:") && errors.contains("line 4:"), "{errors}");
}

#[test]
fn scan_names_quote_and_reason_without_colours_in_a_pipe() {
    let output = vigie(&["scan", "-"], "Le cabinet ne reçoit pas les patients CMU.");
    let seen = text(&output.stdout);
    assert!(seen.contains("« ne reçoit pas les patients CMU »") && seen.contains("ne sont pas reçus"), "{seen}");
    assert!(!seen.contains('\u{1b}'));
}

#[test]
fn a_file_that_is_not_there_is_named() {
    let output = vigie(&["scan", "no-such-page.html"], "");
    assert_eq!(output.status.code(), Some(1));
    assert!(text(&output.stderr).contains("no-such-page.html"));
}

/// Two labelled texts: one that is found, and one that nobody should be told of.
const LABELLED: &str = concat!(
    r#"{"id":1,"text":"Pas de CMU.","label":"flag","findings":[{"quote":"Pas de CMU","criterion":"coverage","practice":"refusal"}]}"#,
    "\n",
    r#"{"id":2,"html":"<p>Pas d'AME.</p>","label":"clear","findings":[]}"#,
    "\n",
);

#[test]
fn the_catalogue_says_what_fires_why_and_how_well() {
    let page = text(&vigie(&["catalogue", "-"], LABELLED).stdout);
    for part in [
        "# Catalogue des règles de Vigie",
        "| - | 2 | 1 | 1 | 1 | 1 | 0 |",
        "### coverage.cmu",
        "- Signalé\u{a0}: Pas de CMU.",
        "- Laissé\u{a0}: CMU acceptée.",
        "- Mesuré\u{a0}: trouvé 1 fois, 0 en fausse alerte, 0 à vérifier pour rien.",
        "| refusal.bare | refus de recevoir ou de soigner |",
        "décision-cadre",
    ] {
        assert!(page.contains(part), "{part:?} is not in the catalogue");
    }
    let bare = page.lines().find(|line| line.starts_with("| refusal.bare |")).unwrap();
    assert!(bare.ends_with("| 1 | 1 | 0 |"), "{bare}");
    // Every ground has a chapter, and every cell of the law a row.
    assert_eq!(page.lines().filter(|line| line.starts_with("## Qui est visé")).count(), 12);
    assert_eq!(page, text(&vigie(&["catalogue", "-"], LABELLED).stdout), "the same data, other bytes");
}

#[test]
fn the_catalogue_is_a_page_too_and_measures_nothing_unasked() {
    let page = text(&vigie(&["catalogue", "--html"], "").stdout);
    assert!(page.starts_with("<!doctype html>\n<html lang=\"fr\">"), "{}", &page[..60]);
    assert!(page.contains("<h3>coverage.cmu</h3>") && !page.contains("Mesuré"));
    assert!(!page.contains("<script") && !page.contains("http-equiv"));
    let (open, close) = (page.matches("<td>").count(), page.matches("</td>").count());
    assert!(open > 400 && open == close, "{open} cells begin, {close} end");
}

#[test]
fn a_corpus_that_cannot_be_read_is_named_with_its_line() {
    let output = vigie(&["catalogue", "-"], "{\"id\":1,\"text\":\"a\"}\n{\"id\":2}\n");
    assert_eq!((output.status.code(), output.stdout.len()), (Some(1), 0));
    assert!(text(&output.stderr).contains("-:2:"), "{}", text(&output.stderr));
}
