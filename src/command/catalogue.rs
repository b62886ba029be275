//! `vigie catalogue`: the public catalogue of rules, written from the data that the engine reads: what fires and what does
//! not, legal basis, source, and what each rule finds in labelled texts. The same data gives the same bytes.

mod measure;
mod page;

use measure::{Measures, Tally};
use page::Part;
use std::{
    collections::BTreeMap,
    io::{self, Write},
    path::PathBuf,
    process::ExitCode,
};
use vigie::{
    VERSION,
    engine::{self, Context},
    finding::{Criterion, Practice},
    law::{self, Standing},
    lexicon::{ENTRIES, Entry, Kind},
    message::{Catalogue, Language, Message},
    outline::Section,
};

/// Examples of a rule: more say nothing new.
const EXAMPLES: usize = 3;

/// Examples of rules that no entry's examples set off; those of entries are learned from, these are only shown.
const OTHER_EXAMPLES: [&str; 1] = ["Pas de rendez-vous sans carte Vitale."];

/// Writes the catalogue, with what the corpora say of it.
pub fn run(html: bool, corpora: &[PathBuf]) -> io::Result<ExitCode> {
    let measures = measure::measure(corpora)?;
    let writer = Writer { texts: Catalogue::new(Language::Fr), measured: !corpora.is_empty(), measures };
    let parts = writer.parts();
    let page = if html { page::html(&writer.text("title"), &parts) } else { page::markdown(&parts) };
    let mut out = io::stdout().lock();
    out.write_all(page.as_bytes())?;
    out.flush()?;
    Ok(ExitCode::SUCCESS)
}

/// A rule as its examples show it.
struct Rule {
    practice: Practice,
    examples: Vec<&'static str>,
}

/// Every rule, by the examples that set it off.
fn rules() -> BTreeMap<&'static str, Rule> {
    let mut rules: BTreeMap<&'static str, Rule> = BTreeMap::new();
    for example in ENTRIES.iter().flat_map(|entry| entry.fires).chain(&OTHER_EXAMPLES) {
        let rules_only = Context { rules_only: true, ..Context::default() };
        for finding in engine::scan(&Section::from_text(example), &rules_only) {
            let rule =
                rules.entry(finding.rule).or_insert_with(|| Rule { practice: finding.practice, examples: Vec::new() });
            if rule.examples.len() < EXAMPLES && !rule.examples.contains(example) {
                rule.examples.push(example);
            }
        }
    }
    rules
}

/// What the catalogue is written with.
struct Writer {
    texts: Catalogue,
    measures: Measures,
    measured: bool,
}

impl Writer {
    fn text(&self, key: &str) -> String {
        self.texts.text(&format!("catalogue.{key}")).to_string()
    }

    fn said(&self, key: &str, arguments: &[(&str, &str)]) -> String {
        let message = Message::new(format!("catalogue.{key}"));
        self.texts.render(&arguments.iter().fold(message, |message, (name, value)| message.with(name, value)))
    }

    fn name(&self, group: &str, value: impl std::fmt::Debug) -> String {
        let key = format!("{group}.{value:?}").to_lowercase();
        self.texts.text(&key).to_string()
    }

    fn head(&self, keys: &[&str]) -> Vec<String> {
        let numbers: &[&str] = if self.measured { &["hits", "alarms", "needless"] } else { &[] };
        keys.iter().chain(numbers).map(|key| self.text(key)).collect()
    }

    /// A row's numbers, where something was measured.
    fn numbers(&self, tally: Option<&Tally>) -> Vec<String> {
        let tally = tally.copied().unwrap_or_default();
        let all = [tally.hits, tally.alarms, tally.needless];
        if self.measured { all.iter().map(usize::to_string).collect() } else { Vec::new() }
    }

    fn parts(&self) -> Vec<Part> {
        let rules = rules();
        let mut parts = vec![
            Part::Heading(1, self.text("title")),
            Part::Text(self.text("intro")),
            Part::Text(self.said(
                "version",
                &[("version", VERSION), ("rules", &rules.len().to_string()), ("entries", &ENTRIES.len().to_string())],
            )),
        ];
        if self.measured {
            self.corpora(&mut parts);
        }
        self.rules(&rules, &mut parts);
        self.weighing(&mut parts);
        self.law(&mut parts);
        for criterion in Criterion::ALL {
            let name = self.name("criterion", criterion);
            parts.push(Part::Heading(2, self.said("groups", &[("criterion", &name)])));
            let named = |e: &&Entry| {
                matches!(e.kind, Kind::Group | Kind::Majority | Kind::Paper | Kind::Check | Kind::Speciality)
                    && e.criterion == Some(criterion)
            };
            ENTRIES.iter().filter(named).for_each(|entry| self.entry(entry, &mut parts));
        }
        parts.push(Part::Heading(2, self.text("words")));
        parts.push(Part::Text(self.text("words.about")));
        ENTRIES.iter().filter(|e| e.criterion.is_none()).for_each(|entry| self.entry(entry, &mut parts));
        parts
    }

    fn corpora(&self, parts: &mut Vec<Part>) {
        parts.push(Part::Heading(2, self.text("measures")));
        parts.push(Part::Text(self.text("measures.about")));
        let rows = self.measures.corpora.iter().map(|corpus| {
            let mut row = vec![
                corpus.name.clone(),
                corpus.texts.to_string(),
                corpus.labelled.to_string(),
                corpus.found.to_string(),
            ];
            row.extend(self.numbers(Some(&corpus.all)));
            row
        });
        let rows = rows.collect();
        let head = self.head(&["corpus", "texts", "labelled", "found"]);
        parts.push(Part::Table { head, rows, numbers: true });
    }

    fn rules(&self, rules: &BTreeMap<&'static str, Rule>, parts: &mut Vec<Part>) {
        parts.push(Part::Heading(2, self.text("rules")));
        parts.push(Part::Text(self.text("rules.about")));
        let rows = rules.iter().map(|(id, rule)| {
            let says = self.texts.render(&Message::new(format!("reason.{id}")).with("words", "…"));
            let examples = rule.examples.iter().map(|e| format!("«\u{a0}{e}\u{a0}»")).collect::<Vec<_>>().join(" ");
            let mut row = vec![(*id).to_string(), self.name("practice", rule.practice), says, examples];
            row.extend(self.numbers(self.measures.rules.get(*id)));
            row
        });
        let rows = rows.collect();
        parts.push(Part::Table { head: self.head(&["rule", "practice", "says", "example"]), rows, numbers: false });
    }

    /// What is weighed where no rule speaks: what it says.
    fn weighing(&self, parts: &mut Vec<Part>) {
        parts.push(Part::Heading(2, self.text("weighing")));
        parts.push(Part::Text(self.text("weighing.about")));
        let rows = Practice::ALL.map(|practice| {
            let id = engine::leaning(practice);
            let message = Message::new(format!("reason.{id}")).with("leading", "…");
            let mut row = vec![id.to_string(), self.name("practice", practice), self.texts.render(&message)];
            row.extend(self.numbers(self.measures.rules.get(id)));
            row
        });
        let head = self.head(&["rule", "practice", "says"]);
        parts.push(Part::Table { head, rows: rows.to_vec(), numbers: false });
    }

    fn law(&self, parts: &mut Vec<Part>) {
        parts.push(Part::Heading(2, self.text("law")));
        parts.push(Part::Text(self.text("law.about")));
        let mut rows = Vec::new();
        for criterion in Criterion::ALL {
            for practice in Practice::ALL {
                let cell = law::cell(criterion, practice);
                let standing = match cell.standing {
                    Standing::General => "standing.general",
                    Standing::Sourced => "standing.sourced",
                    Standing::Reviewed => "standing.reviewed",
                };
                rows.push(vec![
                    self.name("criterion", criterion),
                    self.name("practice", practice),
                    cell.seems.to_string(),
                    cell.articles().map(|article| article.short).collect::<Vec<_>>().join(" ; "),
                    self.text(standing),
                ]);
            }
        }
        let keys = ["criterion", "practice", "seems", "articles", "standing"];
        let head = keys.iter().map(|key| self.text(key)).collect();
        parts.push(Part::Table { head, rows, numbers: false });
    }

    fn entry(&self, entry: &Entry, parts: &mut Vec<Part>) {
        parts.push(Part::Heading(3, entry.id.to_string()));
        let mut points = Vec::new();
        let mut point = |key: &str, name: &str, value: &str| {
            if !value.is_empty() {
                points.push(self.said(key, &[(name, value.trim_end_matches('.'))]));
            }
        };
        point("named", "name", entry.name);
        point("terms", "words", &entry.words.join(", "));
        point("verbs", "words", &entry.verbs.join(", "));
        point("source", "source", entry.source);
        for (holds, key) in [(entry.weak && entry.kind == Kind::Group, "weak"), (entry.check, "check")] {
            if holds {
                points.push(self.text(key));
            }
        }
        points.extend(entry.fires.iter().map(|text| self.said("fires", &[("text", text)])));
        points.extend(entry.silent.iter().map(|text| self.said("silent", &[("text", text)])));
        if self.measured {
            let Tally { hits, alarms, needless } = self.measures.entries.get(entry.id).copied().unwrap_or_default();
            let [hits, alarms, needless] = [hits, alarms, needless].map(|n| n.to_string());
            points.push(self.said("measured", &[("hits", &hits), ("alarms", &alarms), ("needless", &needless)]));
        }
        parts.push(Part::List(points));
    }
}
