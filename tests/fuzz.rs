//! What comes from outside may be anything: streams, pages, JSON-LD, the fields of a form, drafts, stored cases, packs. Nearly right inputs,
//! changed at random, go in; nothing may panic, and what comes out must hold together.
//!
//! Some hundred rounds with a fixed seed go with every run. `VIGIE_FUZZ=300 cargo test --release --test fuzz` runs each target for
//! so many seconds with a new seed, and keeps every input that fails in `tests/fuzz/TARGET/`, which every run reads first.
#![cfg(all(feature = "cli", feature = "cases"))]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test says so by failing")]

#[allow(dead_code, reason = "where headers begin is asked by other tests")]
#[path = "pack/forger.rs"]
mod forger;
#[path = "fuzz/mutator.rs"]
mod mutator;
#[path = "fuzz/pack.rs"]
mod pack;

use mutator::Mutator;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use std::{
    env, fs, panic,
    path::{Path, PathBuf},
    time::{Duration, Instant, SystemTime},
};
use vigie::{
    case::{Capture, Case, Moment},
    engine::{self, Context},
    html,
    outline::Section,
    practitioner::{Facts, Practitioner},
    report::{
        Answers,
        form::{Entries, Plan, Step, Words, plan},
    },
    sites::recogniser::recognise,
    stream,
};

/// Rounds of a run that is not told for how long.
const ROUNDS: usize = 150;

/// Words that the reader, the vocabulary and the judges of practitioners look for.
const WORDS: [&str; 30] = [
    "\u{1}",
    "\u{2}",
    "\u{3}",
    "\u{4}",
    "\u{5}",
    "\u{6}",
    "\u{7}",
    "\u{1}li\u{4}",
    "\u{1}h2\u{4}",
    "\u{1}td\u{4}",
    "CMU",
    "AME ",
    "pas de ",
    "sauf ",
    " ne ",
    " ni ",
    "uniquement ",
    "enfants ",
    "de moins de 6 ans",
    "RPPS 10003879623",
    "<table><tr><th>",
    "</div>",
    "<template>",
    "<details><summary>",
    "<!--",
    "<script type=\"application/ld+json\">",
    "\"@type\":\"Physician\",",
    "\\u00e9",
    "]}",
    "&#x1;",
];

/// What a target is tried with.
enum Seeds {
    Texts(Vec<String>),
    Values(Vec<Value>),
}

/// Tries a target with what was kept of earlier runs, then with changed seeds, for as long as this run is told to.
fn fuzz(target: &str, seeds: &Seeds, check: impl Fn(&str) + panic::RefUnwindSafe) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fuzz").join(target);
    for kept in files(&folder) {
        let input = fs::read_to_string(&kept).unwrap();
        assert!(panic::catch_unwind(|| check(&input)).is_ok(), "{}: fails again", kept.display());
    }
    let long = env::var("VIGIE_FUZZ").ok().map(|seconds| Duration::from_secs(seconds.parse().unwrap()));
    let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap();
    let seed = if long.is_some() { now.as_secs() } else { 1 };
    let mut mutator = Mutator::new(seed, &WORDS);
    let texts: Vec<String> = match seeds {
        Seeds::Texts(texts) => texts.clone(),
        Seeds::Values(values) => values.iter().map(Value::to_string).collect(),
    };
    let (begun, mut rounds) = (Instant::now(), 0);
    while long.map_or(rounds < ROUNDS, |long| begun.elapsed() < long) {
        let input = match seeds {
            Seeds::Texts(texts) => {
                let from = mutator.pick(texts);
                mutator.text(from, texts)
            }
            Seeds::Values(values) => {
                let from = mutator.pick(values);
                mutator.value(from, &texts).to_string()
            }
        };
        if panic::catch_unwind(|| check(&input)).is_err() {
            let name = hex(&input);
            let kept =
                if long.is_some() { folder.join(&name) } else { env::temp_dir().join(format!("vigie-fuzz-{name}")) };
            fs::create_dir_all(kept.parent().unwrap()).unwrap();
            fs::write(&kept, &input).unwrap();
            panic!("{target}: round {rounds} from seed {seed} fails; its input is {}", kept.display());
        }
        rounds += 1;
    }
    if long.is_some() {
        println!("{target}: {rounds} rounds from seed {seed} in {} s", begun.elapsed().as_secs());
    }
}

fn hex(input: &str) -> String {
    Sha256::digest(input).iter().take(6).map(|byte| format!("{byte:02x}")).collect()
}

/// The files of a folder, sorted; none where there is no folder.
fn files(folder: &Path) -> Vec<PathBuf> {
    let mut all: Vec<_> = fs::read_dir(folder).into_iter().flatten().map(|entry| entry.unwrap().path()).collect();
    all.sort();
    all
}

/// Every page of `tests/pages`, at whatever depth.
fn pages() -> Vec<String> {
    fn below(folder: &Path, found: &mut Vec<String>) {
        for path in files(folder) {
            if path.is_dir() {
                below(&path, found);
            } else if path.ends_with("page.html") {
                found.push(fs::read_to_string(path).unwrap());
            }
        }
    }
    let mut found = Vec::new();
    below(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/pages"), &mut found);
    assert!(found.len() > 40, "{} pages", found.len());
    found
}

/// What must hold of whatever a section says.
fn judged(section: &Section) {
    let text = section.text();
    let units = text.encode_utf16().count();
    for finding in engine::scan(section, &Context { profession: "Pédiatre", ..Context::default() }) {
        let block = &section.blocks[finding.anchor.block];
        assert!(!block.context, "a finding in what only governs: {:?}", finding.quote);
        let words = block.text.get(finding.anchor.span.start..finding.anchor.span.end);
        assert!(words.is_some_and(|words| !words.is_empty()), "an anchor beside the words: {:?}", finding.anchor);
        assert!(!finding.quote.is_empty());
        for place in finding.scope.iter().chain([&finding.anchor]) {
            section.spots(*place);
            // What governs from outside is not in the section's own text.
            match section.at(*place) {
                Some(at) => assert!(at.start < at.end && at.end as usize <= units, "{at:?} of {units} units"),
                None => assert!(section.blocks[place.block].context, "a place that is in no text: {place:?}"),
            }
        }
        section.card(finding.anchor);
    }
}

#[test]
fn stream() {
    let seeds = pages().iter().flat_map(|page| html::streams(page)).collect();
    fuzz("stream", &Seeds::Texts(seeds), |input| {
        stream::events(input).count();
        judged(&Section::from_stream(input));
        judged(&Section::from_text(input));
    });
}

#[test]
fn page() {
    fuzz("page", &Seeds::Texts(pages()), |input| {
        for stream in html::streams(input) {
            assert!(stream.encode_utf16().count() <= 2 * stream::HARD_LIMIT, "a stream that no message carries");
            judged(&Section::from_stream(&stream));
        }
        let facts = html::facts(input);
        Practitioner::of_page(&facts, "https://www.doctolib.fr/medecin-generaliste/lyon/a-b");
        recognise(&facts, "cabinet-exemple.fr");
    });
}

#[test]
fn jsonld() {
    let seeds: Vec<String> = pages().iter().flat_map(|page| html::facts(page).jsonld).collect();
    assert!(seeds.len() > 10, "{} scripts", seeds.len());
    fuzz("jsonld", &Seeds::Texts(seeds), |input| {
        Practitioner::read(&Facts { jsonld: vec![input.to_owned()], ..Facts::default() });
        let page = format!("<h1>A</h1><script type=\"application/ld+json\">{input}</script>");
        html::sections(&page).iter().for_each(judged);
    });
}

/// A draft as the content script makes it.
fn draft() -> Value {
    let quote = "Les patients CMU ou AME ne sont pas acceptés.";
    json!({
        "version": 1,
        "finding": {
            "key": "0123456789abcdef", "criterion": "coverage", "practice": "refusal", "grade": "flag", "rule": "refusal.negated",
            "reason": {"id": "reason.refusal.negated", "args": [["words", "CMU"]]},
            "quote": quote, "at": {"start": 6, "end": 6 + quote.encode_utf16().count()}, "scopeAt": [{"start": 0, "end": 5}],
            "trace": {"version": "0.1.0", "rule": "refusal.negated", "clause": quote, "cues": [], "scope": [], "qualifiers": [], "ended_by": null}
        },
        "text": format!("Infos\n{quote}\nMerci."),
        "page": {
            "url": "https://www.doctolib.fr/dentiste/lyon/camille-exemple?pid=1#a", "title": "Dr Camille Exemple", "lang": "fr",
            "seenAt": "2026-11-21T22:17:48.120Z", "offset": 60, "zone": "Europe/Paris"
        },
        "facts": {
            "jsonld": ["{\"@type\":\"Dentist\",\"name\":\"Dr Camille Exemple\"}"], "microdata": [{"type": "a", "props": [["name", "b"]]}],
            "h1": ["Dr Camille Exemple"], "og": {"title": "t", "siteName": "s"}, "title": "Dr Camille Exemple", "site": "doctolib",
            "adapter": {"name": "Dr Camille Exemple", "profession": "Dentiste", "address": "1 rue de l’Exemple, 69001 Lyon"},
            "registers": ["RPPS 10003879623"], "phones": ["0199001234"], "data": [], "words": "", "links": [], "calls": []
        },
        "way": "popup", "screenshot": null, "screenshotWhy": "shot.none", "agent": "test", "extension": "0.1.0", "private": false
    })
}

fn case() -> Case {
    let capture = Capture::from_draft(&draft().to_string()).unwrap();
    let mut case =
        Case::new("test", capture, Moment::new("2026-11-22T08:00:00Z", 60, Some("Europe/Paris")).unwrap()).unwrap();
    let long = "J’ai appelé le cabinet, et l’on m’a dit qu’il ne prenait pas la CMU. ".repeat(40);
    case.answers = Answers {
        happened: long,
        name: "Dominique Modèle".into(),
        email: "d@example.org".into(),
        ..Answers::default()
    };
    case
}

#[test]
fn draft_from_a_page() {
    fuzz("draft", &Seeds::Values(vec![draft()]), |input| {
        if let Ok(capture) = Capture::from_draft(input) {
            let now = Moment::new("2026-11-22T08:00:00Z", 60, None).unwrap();
            let kept = Case::new("test", capture, now).unwrap().to_json();
            assert_eq!(Case::from_json(&kept).unwrap().to_json(), kept, "what was taken in cannot be kept");
        }
    });
}

#[test]
fn stored_case() {
    let seed = serde_json::from_str(&case().to_json()).unwrap();
    fuzz("case", &Seeds::Values(vec![seed]), |input| {
        if let Ok(case) = Case::from_json(input) {
            let again = case.to_json();
            assert_eq!(Case::from_json(&again).unwrap().to_json(), again, "what was read cannot be kept");
        }
    });
}

#[test]
fn form() {
    let mut seeds = Vec::new();
    for file in files(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/forms")) {
        let table: toml::Value = toml::from_str(&fs::read_to_string(file).unwrap()).unwrap();
        let forms = serde_json::to_value(table).unwrap()["form"].as_array().unwrap().clone();
        seeds.extend(forms.iter().map(|form| form["fields"].clone()));
    }
    let entries = Entries::of(&case());
    let words = Words::own();
    fuzz("form", &Seeds::Values(seeds), |input| {
        let described: Value = serde_json::from_str(input).unwrap();
        let fields = described.as_array().cloned().unwrap_or_default();
        let Plan { steps, .. } = plan(&described, &entries, &words);
        assert_eq!(steps.len(), fields.len().min(500));
        for (field, step) in fields.iter().zip(&steps) {
            let said = |name: &str| field.get(name).and_then(Value::as_str).unwrap_or_default();
            let untouchable = matches!(said("closed"), "hidden" | "locked" | "filled" | "ours" | "sends")
                || matches!(said("kind"), "file" | "password" | "editor");
            let options = field.get("options").and_then(Value::as_array).map_or(0, Vec::len);
            let (puts, filled) = match step {
                Step::Fill(put) => (std::slice::from_ref(put), true),
                Step::Offer(puts, _) => (puts.as_slice(), false),
                Step::Leave(_) | Step::Pass => continue,
            };
            assert!(!untouchable, "{field} gets {puts:?}");
            for put in puts {
                assert!(put.option.is_none_or(|option| option < options), "{field} has no option {:?}", put.option);
                let most = field.get("most").and_then(Value::as_u64).filter(|most| filled && *most > 0);
                assert!(most.is_none_or(|most| put.text.chars().count() as u64 <= most), "{field} gets {:?}", put.text);
            }
        }
    });
}
