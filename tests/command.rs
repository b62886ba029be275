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
