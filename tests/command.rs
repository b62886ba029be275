//! The command line, as a shell sees it.
#![cfg(feature = "cli")]
#![allow(clippy::unwrap_used, missing_docs, reason = "a test fails by panicking")]

use std::{
    fs,
    io::Write,
    path::PathBuf,
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

/// A folder with an archive of two pages, of which the second is cut off, a page without a mention, and what is none.
fn archived(name: &str) -> PathBuf {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("command").join(name);
    fs::create_dir_all(&folder).unwrap();
    let page = "<!doctype html><meta charset=utf-8><title>Dr Ada Essai, dentiste à Brest</title><h1>Dr Ada Essai</h1><p>=Pas de CMU ; merci.</p>";
    let http = format!("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n{page}");
    let record = format!(
        "WARC/1.1\r\nWARC-Type: response\r\nWARC-Target-URI: https://exemple.test/ada\r\nWARC-Date: 2026-11-22T08:00:00Z\r\n\
         Content-Type: application/http; msgtype=response\r\nContent-Length: {}\r\n\r\n{http}\r\n\r\n",
        http.len()
    );
    let cut = &record[..record.len() - 40];
    fs::write(folder.join("a.warc"), format!("{record}{cut}")).unwrap();
    fs::write(folder.join("b.html"), "<title>Rien</title><p>CMU acceptée.</p>").unwrap();
    fs::write(folder.join("c.png"), b"\x89PNG").unwrap();
    folder
}

#[test]
fn an_archive_is_told_page_by_page_and_what_is_cut_off_by_its_place() {
    let folder = archived("person");
    let file = folder.join("a.warc").display().to_string();
    let output = vigie(&["scan", &folder.display().to_string()], "");
    let (seen, errors) = (text(&output.stdout), text(&output.stderr));
    assert_eq!(output.status.code(), Some(2), "{errors}");
    assert!(seen.starts_with(&format!("https://exemple.test/ada ({file}, position 0)\u{a0}: 1 mention\n")), "{seen}");
    assert!(seen.contains("Dr Ada Essai") && seen.contains("« Pas de CMU »"), "{seen}");
    assert!(!seen.contains("b.html"), "of a folder it is said what was found: {seen}");
    assert!(errors.contains(&format!("{file}, position ")) && errors.contains("s’arrête avant la fin"), "{errors}");
    assert!(errors.ends_with("2 pages lues, 1 mention, 1 entrée illisible\n"), "{errors:?}");
}

#[test]
fn an_archive_as_json_lines_has_a_line_for_each_page_and_each_fault() {
    let folder = archived("lines");
    let output = vigie(&["scan", "--jsonl", &folder.display().to_string()], "");
    assert_eq!(output.status.code(), Some(2));
    let lines: Vec<serde_json::Value> =
        text(&output.stdout).lines().map(|l| serde_json::from_str(l).unwrap()).collect();
    let [page, fault, clear] = lines.as_slice() else { unreachable!("{lines:?}") };
    let file = folder.join("a.warc").display().to_string();
    assert_eq!((page["file"].as_str(), page["offset"].as_u64()), (Some(file.as_str()), Some(0)));
    assert_eq!(
        (page["url"].as_str(), page["date"].as_str()),
        (Some("https://exemple.test/ada"), Some("2026-11-22T08:00:00Z"))
    );
    assert_eq!(page["title"], "Dr Ada Essai, dentiste à Brest");
    assert_eq!(page["practitioner"]["name"]["value"], "Dr Ada Essai");
    assert_eq!(page["findings"][0]["quote"], "Pas de CMU");
    assert!(
        fault["error"].as_str().is_some_and(|why| !why.is_empty()) && fault["offset"].as_u64() > Some(0),
        "{fault}"
    );
    assert_eq!((clear["title"].as_str(), clear["findings"].as_array().map(Vec::len)), (Some("Rien"), Some(0)));
    assert!(clear.get("url").is_none() && clear.get("offset").is_none(), "{clear}");
}

#[test]
fn an_archive_as_a_table_opens_in_a_french_spreadsheet() {
    let folder = archived("table");
    let (archive, page) = (folder.join("a.warc"), folder.join("b.html"));
    let output = vigie(&["scan", "--csv", &archive.display().to_string(), &page.display().to_string()], "");
    let seen = text(&output.stdout);
    let rows: Vec<&str> = seen.strip_prefix('\u{feff}').unwrap().split_terminator("\r\n").collect();
    let [head, row] = rows.as_slice() else { unreachable!("{seen}") };
    assert!(head.starts_with("\"Fichier\";\"Entrée\";\"Position\";"), "{head}");
    assert!(row.contains(";0;\"https://exemple.test/ada\";") && row.contains(";\"Dr Ada Essai\";"), "{row}");
    assert_eq!(head.matches("\";").count(), row.matches(';').count(), "{row}");
}

#[test]
fn an_archive_on_standard_input_is_known_by_its_first_bytes() {
    let archive = fs::read_to_string(archived("pipe").join("a.warc")).unwrap();
    let output = vigie(&["scan", "--csv"], &archive);
    assert_eq!(output.status.code(), Some(2));
    assert!(text(&output.stdout).contains("https://exemple.test/ada"), "{}", text(&output.stdout));
}

#[test]
fn a_page_without_a_mention_is_told_where_it_was_asked_for() {
    let page = archived("clear").join("b.html").display().to_string();
    let output = vigie(&["scan", &page], "");
    assert_eq!((output.status.code(), text(&output.stderr).as_str()), (Some(0), ""));
    assert_eq!(text(&output.stdout), format!("{page}\u{a0}: rien à signaler\n"));
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

#[test]
fn verify_says_what_a_pack_proves_and_which_entry_is_not_what_it_was() {
    use vigie::{
        case::{Case, Moment},
        dossier::Log,
        pack::{Head, Writer},
    };
    let now = Moment::new("2026-11-22T09:30:00Z", 60, None).unwrap();
    let head = Head { now, pictures: true, anonymous: false };
    let mut writer = Writer::new(Vec::new(), head, &Log::default()).unwrap();
    writer.case(&Case::from_json(include_str!("case/version-3.json")).unwrap()).unwrap();
    let (receipt, mut pack) = writer.finish().unwrap();
    let file = std::env::temp_dir().join(format!("vigie-{}.wacz", std::process::id()));
    std::fs::write(&file, &pack).unwrap();
    let verify = || vigie(&["verify", file.to_str().unwrap()], "");
    let output = verify();
    let said = text(&output.stdout);
    assert_eq!(output.status.code(), Some(0), "{said}");
    assert!(said.contains(receipt.sha256.as_str()) && said.contains("Ce que cela ne prouve pas"), "{said}");
    let at = pack.windows(10).position(|ten| ten == b"sha256sum ").unwrap();
    pack[at] ^= 1;
    std::fs::write(&file, &pack).unwrap();
    let output = verify();
    std::fs::remove_file(&file).unwrap();
    assert_eq!(output.status.code(), Some(1));
    let said = text(&output.stdout);
    assert!(said.contains("LISEZMOI/LISEZMOI.txt") && said.contains("son empreinte est différente"), "{said}");
}
