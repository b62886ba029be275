//! Booking pages as sites have them, with invented people: each `tests/pages/<site>/<case>/page.html` goes through reader,
//! engine and practitioner, and is compared with the `expect.json` beside it, which says what a careful person says.
//! `tests/pages/README.md` tells the format. `UPDATE_SNAPSHOTS=1 cargo test --test pages` rewrites the outlines' digests and
//! nothing else: what must be found is never written by the machine.

#![cfg(all(feature = "cli", feature = "cases"))]
#![allow(clippy::unwrap_used, clippy::panic, clippy::expect_used, reason = "a test that cannot go on fails")]

use serde::Deserialize;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use std::{collections::BTreeMap, fmt::Write as _, fs, io::Write as _, path::PathBuf};
use vigie::{
    engine::{self, Context},
    finding::{Criterion, Finding, Grade, Practice},
    html,
    outline::{Governor, Section},
    practitioner::{Practitioner, Reading, Subject},
    sites::{self, PageKind, recogniser::recognise},
};

/// What `expect.json` holds.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Expect {
    /// The address at which such a page stands.
    url: String,
    kind: Kind,
    /// What the page tries, in a sentence.
    about: String,
    findings: Vec<Expected>,
    /// `null` where the page is about nobody in particular.
    practitioner: Option<BTreeMap<String, Option<String>>>,
    #[serde(default)]
    known: Vec<Known>,
    #[serde(default)]
    outline: Vec<String>,
}

#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "lowercase")]
enum Kind {
    Profile,
    List,
    Funnel,
    Frame,
    Practice,
    Hospital,
    Pharmacy,
    Directory,
}

/// What a careful person finds.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Expected {
    quote: String,
    criterion: Criterion,
    practice: Practice,
    grade: Grade,
    /// Whose card it stands on, on a page about several people.
    practitioner: Option<String>,
}

/// A difference between the person and the machine that is known, with its reason.
#[derive(Deserialize)]
#[serde(untagged, deny_unknown_fields)]
enum Known {
    /// Not found by the machine.
    Miss { miss: String, reason: String },
    /// Found by the machine alone; `practitioner` as in [`Expected`].
    Alarm {
        alarm: String,
        criterion: Criterion,
        practice: Practice,
        grade: Grade,
        practitioner: Option<String>,
        reason: String,
    },
    /// Found, but judged otherwise: as the machine says it.
    Differs { differs: String, criterion: Criterion, practice: Practice, grade: Grade, reason: String },
    /// A value of the practitioner that the machine reads otherwise.
    Read { read: String, value: Option<String>, reason: String },
}

impl Known {
    fn reason(&self) -> &str {
        match self {
            Self::Miss { reason, .. }
            | Self::Alarm { reason, .. }
            | Self::Differs { reason, .. }
            | Self::Read { reason, .. } => reason,
        }
    }
}

struct Page {
    name: String,
    path: PathBuf,
    html: String,
    expect: Expect,
}

fn pages() -> Vec<Page> {
    // scripts/page-case may make its case elsewhere.
    let root = std::env::var_os("VIGIE_PAGES")
        .map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/pages"), PathBuf::from);
    let folders = |of: &PathBuf| -> Vec<PathBuf> {
        let mut found: Vec<_> = fs::read_dir(of).unwrap().map(|e| e.unwrap().path()).filter(|p| p.is_dir()).collect();
        found.sort();
        found
    };
    let sites = folders(&root).into_iter().filter(|site| !site.join("page.html").exists());
    sites
        .flat_map(|site| folders(&site))
        .map(|folder| {
            let name = folder.strip_prefix(&root).unwrap().display().to_string();
            let path = folder.join("expect.json");
            let read = |path: &PathBuf| fs::read_to_string(path).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
            let expect = serde_json::from_str(&read(&path)).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
            Page { name, html: read(&folder.join("page.html")), path, expect }
        })
        .collect()
}

/// One line a section: a hash of its blocks, how many they are, and the first of its own.
fn digest(section: &Section) -> String {
    let governor = |g: &Governor| format!("{:?} {}", g.kind, g.block);
    let blocks: Vec<Value> = section
        .blocks
        .iter()
        .map(|b| {
            let governors: Vec<String> = b.governors.iter().map(governor).collect();
            json!([format!("{:?}", b.role), b.text, b.context, governors])
        })
        .collect();
    let hash = Sha256::digest(json!(blocks).to_string());
    let hash = hash.iter().take(4).fold(String::new(), |mut hex, byte| {
        let _ = write!(hex, "{byte:02x}");
        hex
    });
    let first = section.blocks.iter().find(|b| !b.context).map_or("", |b| b.text.as_str());
    let first: String = first.chars().take(48).collect();
    format!("{hash} {} {first}", section.blocks.len()).trim_end().to_owned()
}

/// The file with its last key, `outline`, written anew; the rest stays as a person wrote it.
fn with_outline(file: &str, outline: &[String]) -> String {
    let kept = file.split("\n  \"outline\":").next().unwrap().trim_end().trim_end_matches('}').trim_end();
    let lines: Vec<String> = outline.iter().map(|line| format!("    {}", json!(line))).collect();
    format!("{},\n  \"outline\": [\n{}\n  ]\n}}\n", kept.trim_end_matches(','), lines.join(",\n"))
}

fn words(text: &str) -> Vec<String> {
    text.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).map(str::to_lowercase).collect()
}

/// Whether the shorter of two quotes shares half of its words, in a row, with the longer.
fn shares(one: &str, other: &str) -> bool {
    let (one, other) = (words(one), words(other));
    let (short, long) = if one.len() <= other.len() { (one, other) } else { (other, one) };
    let need = short.len().div_ceil(2).max(1);
    short.windows(need).any(|run| long.windows(need).any(|other| other == run))
}

/// What was compared, over all pages.
#[derive(Default)]
struct Count {
    expected: usize,
    flags: usize,
    found: usize,
    misses: usize,
    alarms: usize,
    differs: usize,
    reads: usize,
}

/// Whose card each finding stands on, however it is judged.
fn compare_subjects(expect: &Expect, found: &[(Finding, Subject)], faults: &mut Vec<String>) {
    let alarms = expect.known.iter().filter_map(|known| match known {
        Known::Alarm { alarm, practitioner, .. } => Some((alarm, practitioner)),
        _ => None,
    });
    let people: Vec<_> = expect.findings.iter().map(|f| (&f.quote, &f.practitioner)).chain(alarms).collect();
    for (finding, subject) in found {
        let named = match subject {
            Subject::Card(who) => who.name.as_ref().map(|name| name.value.as_str()),
            Subject::Page | Subject::Unsure => None,
        };
        // The same words may stand on several cards.
        let on = people.iter().filter(|(quote, _)| shares(&finding.quote, quote)).map(|(_, person)| person.as_deref());
        let mut on: Vec<_> = on.collect();
        if on.is_empty() {
            on.push(None);
        }
        if !on.iter().any(|person| named.map(words) == person.map(words)) {
            faults.push(format!("{:?} stands on the card of {on:?}, read as that of {named:?}", finding.quote));
        }
    }
}

fn compare_findings(expect: &Expect, found: &[(Finding, Subject)], count: &mut Count, faults: &mut Vec<String>) {
    let class = |f: &Finding| (f.criterion, f.practice, f.grade);
    compare_subjects(expect, found, faults);
    let mut left: Vec<&Finding> = found.iter().map(|(finding, _)| finding).collect();
    let mut take = |wanted: (Criterion, Practice, Grade), quote: &str| {
        let at = left.iter().position(|f| class(f) == wanted && shares(&f.quote, quote))?;
        Some(left.remove(at))
    };
    let mut missed: Vec<&Expected> = Vec::new();
    for wanted in &expect.findings {
        count.expected += 1;
        count.flags += usize::from(wanted.grade == Grade::Flag);
        match take((wanted.criterion, wanted.practice, wanted.grade), &wanted.quote) {
            Some(_) => count.found += 1,
            None => missed.push(wanted),
        }
    }
    for known in &expect.known {
        let mut forgive = |quote: &str| {
            let at = missed.iter().position(|wanted| wanted.quote == quote);
            at.map(|at| missed.remove(at)).is_some()
        };
        let (still, quote) = match known {
            Known::Miss { miss, .. } => {
                count.misses += 1;
                (forgive(miss), miss)
            }
            Known::Alarm { alarm, criterion, practice, grade, .. } => {
                count.alarms += 1;
                (take((*criterion, *practice, *grade), alarm).is_some(), alarm)
            }
            Known::Differs { differs, criterion, practice, grade, .. } => {
                count.differs += 1;
                (take((*criterion, *practice, *grade), differs).is_some() && forgive(differs), differs)
            }
            Known::Read { .. } => continue,
        };
        if !still {
            faults.push(format!("known, but no longer so, or so twice: {quote:?}: take it out of `known`"));
        }
    }
    for wanted in missed {
        let Expected { quote, criterion, practice, grade, .. } = wanted;
        let other = left.iter().position(|f| shares(&f.quote, quote)).map(|at| left.remove(at));
        let (as_read, entry) = match other {
            Some(f) => {
                let (c, p, g) = class(f);
                ("judged otherwise", json!({"differs": quote, "criterion": c, "practice": p, "grade": g, "reason": ""}))
            }
            None => ("not found", json!({"miss": quote, "reason": ""})),
        };
        faults.push(format!("{as_read}, where a person says {grade:?} {criterion:?} {practice:?}: {entry}"));
    }
    for f in left {
        let (c, p, g) = class(f);
        let entry = json!({"alarm": f.quote, "criterion": c, "practice": p, "grade": g, "reason": ""});
        faults.push(format!("found by {} alone: {entry}", f.rule));
    }
}

/// The values of the practitioner that a person writes down, as the machine reads them.
fn read_values(practitioner: &Practitioner) -> BTreeMap<&'static str, Option<String>> {
    let value = serde_json::to_value(practitioner).unwrap();
    let at = |pointer: &str| value.pointer(pointer).and_then(Value::as_str).map(str::to_owned);
    BTreeMap::from([
        ("name", at("/name/value")),
        ("profession", at("/profession/value")),
        ("address", at("/address/value")),
        ("postcode", at("/place/postcode")),
        ("town", at("/place/town")),
        ("rpps", at("/rpps/value")),
        ("finess", at("/finess/value")),
        ("phone", at("/phone/value")),
        ("convention", at("/convention/value")),
    ])
}

fn compare_practitioner(expect: &Expect, read: &Practitioner, count: &mut Count, faults: &mut Vec<String>) {
    let nobody = BTreeMap::from([("name".to_owned(), None)]);
    let wanted = expect.practitioner.as_ref().unwrap_or(&nobody);
    let read = read_values(read);
    let same = |one: &Option<String>, other: &Option<String>| {
        one.as_deref().map(words).unwrap_or_default() == other.as_deref().map(words).unwrap_or_default()
    };
    for field in wanted.keys() {
        assert!(read.contains_key(field.as_str()), "{field:?} is no value of a practitioner: {:?}", read.keys());
    }
    for (field, value) in wanted {
        let read = &read[field.as_str()];
        let known = expect.known.iter().find_map(|known| match known {
            Known::Read { read, value, .. } if read == field => Some(value),
            _ => None,
        });
        match known {
            _ if same(read, value) => {
                if known.is_some() {
                    faults.push(format!("known to be read otherwise, but no longer: {field}: take it out of `known`"));
                }
            }
            Some(known) if same(known, read) => count.reads += 1,
            _ => {
                let entry = json!({"read": field, "value": read, "reason": ""});
                faults.push(format!("{field} is {value:?}, read otherwise: {entry}"));
            }
        }
    }
}

#[test]
fn pages_are_read_as_a_careful_person_reads_them() {
    let update = std::env::var_os("UPDATE_SNAPSHOTS").is_some();
    let pages = pages();
    let mut count = Count::default();
    let mut wrong = Vec::new();
    for page in &pages {
        let mut faults = Vec::new();
        let sections = html::sections(&page.html);
        let outline: Vec<String> = sections.iter().map(digest).collect();
        if update {
            let file = fs::read_to_string(&page.path).unwrap();
            // The other tests read the file meanwhile.
            let anew = page.path.with_extension("anew");
            fs::write(&anew, with_outline(&file, &outline)).unwrap();
            fs::rename(&anew, &page.path).unwrap();
        } else if outline != page.expect.outline {
            faults.push(format!("the outline is another one:\n      {}", outline.join("\n      ")));
        }
        let facts = html::facts(&page.html);
        let profession = facts.profession();
        let context = Context { profession: &profession, ..Context::default() };
        let about = Reading::of(&facts, &page.expect.url);
        let judged = |section| {
            let findings = engine::scan(section, &context).into_iter();
            let about = &about;
            findings.map(move |f: Finding| {
                let subject = about.subject(&section.card(f.anchor), &f.quote);
                (f, subject)
            })
        };
        let found: Vec<(Finding, Subject)> = sections.iter().flat_map(judged).collect();
        compare_findings(&page.expect, &found, &mut count, &mut faults);
        compare_practitioner(&page.expect, &Practitioner::of_page(&facts, &page.expect.url), &mut count, &mut faults);
        if !faults.is_empty() {
            wrong.push(format!("{}:\n    {}", page.name, faults.join("\n    ")));
        }
    }
    let Count { expected, flags, found, misses, alarms, differs, reads } = count;
    // Not `println!`: the numbers are shown when the test passes, too.
    let _ = writeln!(
        std::io::stdout(),
        "{} pages: {expected} findings expected ({flags} flags, {} checks), {found} found as expected; \
         known: {misses} missed, {differs} judged otherwise, {alarms} false alarms, {reads} values of practitioners",
        pages.len(),
        expected - flags,
    );
    assert!(
        wrong.is_empty(),
        "{} pages are not read as expected (UPDATE_SNAPSHOTS=1 rewrites the outlines' digests; what a machine reads otherwise \
         goes into `known` with its reason):\n{}",
        wrong.len(),
        wrong.join("\n")
    );
}

#[test]
fn what_is_expected_stands_on_the_page() {
    let mut wrong = Vec::new();
    for page in pages() {
        let Page { name, html, expect, .. } = page;
        let said: Vec<String> = html::sections(&html).iter().map(Section::text).collect();
        let said = words(&said.join("\n"));
        let mut fault = |what: String| wrong.push(format!("{name}: {what}"));
        if !expect.url.starts_with("https://") {
            fault(format!("{:?} is no address", expect.url));
        }
        if expect.about.is_empty() || expect.known.iter().any(|known| known.reason().is_empty()) {
            fault("`about`, or a reason, is empty".to_owned());
        }
        for wanted in &expect.findings {
            let quote = words(&wanted.quote);
            // A quote joins the heading, label or introduction to what it governs: its words stand in this order.
            let mut rest = said.iter();
            if quote.is_empty() || !quote.iter().all(|word| rest.any(|other| other == word)) {
                fault(format!("{:?} is not said", wanted.quote));
            }
            if let Some(person) = &wanted.practitioner
                && !said.windows(words(person).len()).any(|run| run == words(person))
            {
                fault(format!("nobody is called {person:?}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Every kind of page is there, and most of them are harmless, as most pages are.
#[test]
fn there_are_pages_of_every_kind() {
    let pages = pages();
    let worded = pages.iter().filter(|page| !page.expect.findings.is_empty()).count();
    assert!(pages.len() >= 40, "only {} pages", pages.len());
    assert!(worded * 5 >= pages.len() && worded * 2 < pages.len(), "{worded} of {} pages carry wording", pages.len());
    for kind in [
        Kind::Profile,
        Kind::List,
        Kind::Funnel,
        Kind::Frame,
        Kind::Practice,
        Kind::Hospital,
        Kind::Pharmacy,
        Kind::Directory,
    ] {
        assert!(pages.iter().any(|page| page.expect.kind == kind), "no page is a {kind:?}");
    }
}

#[test]
fn addresses_say_what_their_pages_are() {
    let mut wrong = Vec::new();
    let mut told = 0;
    for page in pages() {
        let Some(kind) = sites::page(&page.expect.url).and_then(|page| page.kind) else { continue };
        told += 1;
        let fits = match kind {
            PageKind::Booking => matches!(page.expect.kind, Kind::Funnel | Kind::Frame),
            PageKind::Results => matches!(page.expect.kind, Kind::List | Kind::Directory | Kind::Pharmacy),
            PageKind::Profile => !matches!(page.expect.kind, Kind::List | Kind::Funnel),
        };
        if !fits {
            wrong.push(format!("{}: {kind:?}, not {:?}: {}", page.name, page.expect.kind, page.expect.url));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(told >= 20, "only {told} addresses say what their page is");
}

/// Pages of hosts that no list knows: how many of those of practices are told by what they say, and that no other is.
#[test]
fn pages_of_unknown_hosts_are_recognised() {
    // They speak of care, and are no practice's page to make an appointment from.
    const OTHERS: &[&str] = &["practice/association-rights-clear", "practice/wordpress-blog-clear"];
    // So many today; a practice's page about its fees says little of what it is.
    const AT_LEAST: usize = 4;
    let (mut all, mut missed) = (0, Vec::new());
    for page in pages() {
        let (host, _) = sites::host_and_path(&page.expect.url).expect("an address");
        if sites::of_host(&host).is_some() {
            continue;
        }
        let recognised = recognise(&html::facts(&page.html), &host).is_some();
        if OTHERS.contains(&page.name.as_str()) {
            assert!(!recognised, "{} is no practice's", page.name);
            continue;
        }
        all += 1;
        if !recognised {
            missed.push(page.name);
        }
    }
    let found = all - missed.len();
    let _ = writeln!(
        std::io::stdout(),
        "{found} of {all} pages of unknown hosts are recognised; not {}",
        missed.join(", ")
    );
    assert!(found >= AT_LEAST, "only {found} of {all} pages of unknown hosts are recognised");
}
