//! Checks `src/law/*.toml` and compiles it to static tables. One rule a reader would break: a cell that is only
//! « general » cites the general articles and nothing else.

use super::names::{CRITERIA, PRACTICES};
use serde::{Deserialize, de::DeserializeOwned};
use std::{collections::BTreeSet, fmt::Write, fs, path::Path};
use toml::Spanned;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Articles {
    article: Vec<Article>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Article {
    id: Spanned<String>,
    scope: String,
    short: String,
    name: String,
    says: String,
    url: Option<String>,
    source: String,
    date: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Grounds {
    ground: Vec<Ground>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Ground {
    criterion: Spanned<String>,
    people: String,
    ground: String,
    justification: String,
    source: String,
    date: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Cells {
    cell: Vec<Cell>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Cell {
    criterion: Option<String>,
    practice: Spanned<String>,
    seems: String,
    request: String,
    caution: Option<String>,
    articles: Vec<String>,
    basis: String,
    standing: String,
    reviewer: Option<String>,
    source: String,
    date: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Professions {
    profession: Vec<Profession>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Profession {
    name: Spanned<String>,
    order: String,
    council: Option<String>,
    source: String,
    date: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Additions {
    addition: Vec<Addition>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Addition {
    profession: Spanned<String>,
    criterion: String,
    practices: Vec<String>,
    articles: Vec<String>,
    caution: Option<String>,
    standing: String,
    reviewer: Option<String>,
    source: String,
    date: String,
}

/// One file, for errors that name a line.
struct File {
    name: String,
    text: String,
}

impl File {
    fn read(folder: &Path, name: &str) -> Result<Self, String> {
        let path = folder.join(name);
        let text = fs::read_to_string(&path).map_err(|fault| format!("{}: {fault}", path.display()))?;
        Ok(Self { name: path.display().to_string(), text })
    }

    fn parse<T: DeserializeOwned>(&self) -> Result<T, String> {
        toml::from_str(&self.text).map_err(|fault| {
            let line = fault.span().map_or(1, |span| self.line(span.start));
            format!(
                "{}:{line}: {}: mend the entry, or describe the key in src/law/build.rs",
                self.name,
                fault.message().trim()
            )
        })
    }

    fn line(&self, at: usize) -> usize {
        self.text.get(..at).unwrap_or_default().matches('\n').count() + 1
    }

    fn fault(&self, entry: &Spanned<String>, what: impl std::fmt::Display) -> String {
        format!("{}:{}: entry \"{}\": {what}", self.name, self.line(entry.span().start), entry.get_ref())
    }

    /// What every entry owes: where it is from and when that was read.
    fn sourced(&self, entry: &Spanned<String>, source: &str, date: &str) -> Result<(), String> {
        if source.trim().is_empty() {
            return Err(self.fault(entry, "\"source\" is empty: name the text that was read"));
        }
        let digits =
            |part: Option<&str>, len| part.is_some_and(|p| p.len() == len && p.bytes().all(|b| b.is_ascii_digit()));
        let mut parts = date.split('-');
        if !(digits(parts.next(), 4) && digits(parts.next(), 2) && digits(parts.next(), 2) && parts.next().is_none()) {
            return Err(
                self.fault(entry, format_args!("\"{date}\" is not a date: write the day it was read as 2026-11-21"))
            );
        }
        Ok(())
    }

    fn known(&self, entry: &Spanned<String>, value: &str, of: &[&str]) -> Result<(), String> {
        if of.contains(&value) {
            return Ok(());
        }
        Err(self.fault(entry, format_args!("\"{value}\" is none of {}", of.join(", "))))
    }
}

/// Compiles the files of `folder` into `out`.
pub fn build(folder: &Path, out: &Path) -> Result<(), String> {
    let mut rust = String::new();
    let articles = articles(folder, &mut rust)?;
    grounds(folder, &mut rust)?;
    cells(folder, &articles, &mut rust)?;
    let professions = professions(folder, &mut rust)?;
    additions(folder, &articles, &professions, &mut rust)?;
    fs::write(out.join("law.rs"), rust).map_err(|fault| format!("law.rs: {fault}"))
}

fn articles(folder: &Path, rust: &mut String) -> Result<Vec<Article>, String> {
    let file = File::read(folder, "articles.toml")?;
    let Articles { article: articles } = file.parse()?;
    let mut ids = BTreeSet::new();
    let _ = writeln!(rust, "static ARTICLES: &[Article] = &[");
    for article in &articles {
        file.sourced(&article.id, &article.source, &article.date)?;
        if !ids.insert(article.id.get_ref()) {
            return Err(file.fault(&article.id, "the id is used twice: give one of them another"));
        }
        let Article { short, name, says, url, source, date, .. } = article;
        let id = article.id.get_ref();
        let _ = writeln!(
            rust,
            "    Article {{ id: {id:?}, short: {short:?}, name: {name:?}, says: {says:?}, url: {url:?}, source: {source:?}, date: {date:?} }},"
        );
    }
    let _ = writeln!(rust, "];");
    Ok(articles)
}

fn grounds(folder: &Path, rust: &mut String) -> Result<(), String> {
    let file = File::read(folder, "grounds.toml")?;
    let Grounds { ground: grounds } = file.parse()?;
    let _ = writeln!(rust, "static GROUNDS: &[Ground] = &[");
    for name in CRITERIA {
        let mut found = grounds.iter().filter(|ground| ground.criterion.get_ref() == name);
        let Some(ground) = found.next() else {
            return Err(format!("{}:1: no ground for criterion \"{name}\": add one", file.name));
        };
        if let Some(second) = found.next() {
            return Err(file.fault(&second.criterion, "the criterion stands twice: keep one"));
        }
        file.sourced(&ground.criterion, &ground.source, &ground.date)?;
        file.known(&ground.criterion, &ground.justification, &["never", "medical", "speciality", "unstated"])?;
        if !ground.people.starts_with("personnes ") {
            return Err(file
                .fault(&ground.criterion, "\"people\" must begin with « personnes »: letters put « les » before it"));
        }
        let _ = writeln!(
            rust,
            "    Ground {{ criterion: Criterion::{}, people: letters!({:?}), ground: letters!({:?}), justification: Justification::{} }},",
            variant(name),
            ground.people,
            ground.ground,
            variant(&ground.justification)
        );
    }
    for ground in &grounds {
        file.known(&ground.criterion, ground.criterion.get_ref(), &CRITERIA)?;
    }
    let _ = writeln!(rust, "];");
    Ok(())
}

fn cells(folder: &Path, articles: &[Article], rust: &mut String) -> Result<(), String> {
    let mut seen = BTreeSet::new();
    let _ = writeln!(rust, "static CELLS: &[Cell] = &[");
    for name in ["coverage.toml", "proposals.toml", "general.toml"] {
        let file = File::read(folder, name)?;
        let Cells { cell: cells } = file.parse()?;
        for cell in &cells {
            check_cell(&file, cell, articles)?;
            let key = (cell.criterion.clone(), cell.practice.get_ref().clone());
            if !seen.insert(key) {
                return Err(file.fault(&cell.practice, "the cell stands twice: keep one"));
            }
            // No letter rests on what nobody has reviewed: the general cell of the practice answers instead.
            if cell.standing == "unreviewed" {
                continue;
            }
            let criterion = match &cell.criterion {
                Some(criterion) => format!("Some(Criterion::{})", variant(criterion)),
                None => "None".to_owned(),
            };
            let cited: Vec<_> =
                cell.articles.iter().filter_map(|id| articles.iter().position(|a| a.id.get_ref() == id)).collect();
            let Cell { seems, request, caution, basis, reviewer, source, date, .. } = cell;
            let _ = writeln!(
                rust,
                "    Cell {{ criterion: {criterion}, practice: Practice::{}, seems: letters!({seems:?}), request: letters!({request:?}), \
                 caution: {caution:?}, articles: &{cited:?}, basis: {basis:?}, standing: Standing::{}, reviewer: {reviewer:?}, \
                 source: letters!({source:?}), date: letters!({date:?}) }},",
                variant(cell.practice.get_ref()),
                variant(&cell.standing)
            );
        }
    }
    let _ = writeln!(rust, "];");
    match PRACTICES.iter().find(|practice| !seen.contains(&(None, (**practice).to_owned()))) {
        Some(practice) => {
            Err(format!("{}/general.toml:1: no cell for practice \"{practice}\": add one", folder.display()))
        }
        None => Ok(()),
    }
}

fn check_cell(file: &File, cell: &Cell, articles: &[Article]) -> Result<(), String> {
    let entry = &cell.practice;
    file.sourced(entry, &cell.source, &cell.date)?;
    file.known(entry, entry.get_ref(), &PRACTICES)?;
    if let Some(criterion) = &cell.criterion {
        file.known(entry, criterion, &CRITERIA)?;
    }
    if !cell.seems.split(' ').any(|word| matches!(word, "les" | "leur")) {
        return Err(
            file.fault(entry, "\"seems\" has neither « les » nor « leur »: say what is done to the people concerned")
        );
    }
    if !cell.request.starts_with("que ") {
        return Err(file.fault(entry, "\"request\" must begin with « que »: letters put « pour que … et » before it"));
    }
    let standing = Standing { name: &cell.standing, reviewer: &cell.reviewer, criterion: cell.criterion.as_deref() };
    standing.check(file, entry)?;
    for article in cited(file, entry, &cell.articles, articles)? {
        if cell.standing == "general" && article.scope != "general" {
            return Err(file.fault(
                entry,
                format_args!("a general cell cannot cite \"{}\": have the cell sourced first", article.id.get_ref()),
            ));
        }
        if !matches!(article.scope.as_str(), "general" | "coverage") {
            return Err(file.fault(
                entry,
                format_args!("\"{}\" is a profession's: cite it in deontology.toml", article.id.get_ref()),
            ));
        }
    }
    Ok(())
}

/// What a cell or an addition says that it rests on.
struct Standing<'a> {
    name: &'a str,
    reviewer: &'a Option<String>,
    criterion: Option<&'a str>,
}

impl Standing<'_> {
    fn check(&self, file: &File, entry: &Spanned<String>) -> Result<(), String> {
        file.known(entry, self.name, &["general", "sourced", "unreviewed", "reviewed"])?;
        // Only of the cover were the texts read for each case: see the README of this folder.
        if self.name == "sourced" && self.criterion != Some("coverage") {
            return Err(file.fault(
                entry,
                "only the ground \"coverage\" is sourced: have a jurist review it, or write \"unreviewed\"",
            ));
        }
        if (self.name == "reviewed") != self.reviewer.is_some() {
            return Err(file.fault(entry, "\"standing\" is \"reviewed\" exactly where \"reviewer\" names the jurist"));
        }
        Ok(())
    }
}

/// The articles of these names.
fn cited<'a>(
    file: &File,
    entry: &Spanned<String>,
    ids: &[String],
    articles: &'a [Article],
) -> Result<Vec<&'a Article>, String> {
    if ids.is_empty() {
        return Err(file.fault(entry, "\"articles\" is empty: a letter rests on at least one text"));
    }
    let known = |id: &String| {
        articles.iter().find(|article| article.id.get_ref() == id).ok_or_else(|| {
            file.fault(entry, format_args!("\"{id}\" is not in articles.toml: add it there with its source"))
        })
    };
    ids.iter().map(known).collect()
}

fn professions(folder: &Path, rust: &mut String) -> Result<Vec<String>, String> {
    let file = File::read(folder, "professions.toml")?;
    let Professions { profession: professions } = file.parse()?;
    let _ = writeln!(rust, "static PROFESSIONS: &[Profession] = &[");
    for profession in &professions {
        let entry = &profession.name;
        file.sourced(entry, &profession.source, &profession.date)?;
        file.known(entry, &profession.order, &["departmental", "regional", "none"])?;
        if (profession.order == "none") != profession.council.is_none() {
            return Err(file.fault(entry, "\"council\" names the Order exactly where there is one"));
        }
        let _ = writeln!(
            rust,
            "    Profession {{ name: {:?}, order: Order::{}, council: {:?} }},",
            entry.get_ref(),
            variant(&profession.order),
            profession.council.as_deref().unwrap_or_default()
        );
    }
    let _ = writeln!(rust, "];");
    Ok(professions.into_iter().map(|profession| profession.name.into_inner()).collect())
}

fn additions(folder: &Path, articles: &[Article], professions: &[String], rust: &mut String) -> Result<(), String> {
    let file = File::read(folder, "deontology.toml")?;
    let Additions { addition: additions } = file.parse()?;
    let _ = writeln!(rust, "static ADDITIONS: &[Addition] = &[");
    for addition in &additions {
        let entry = &addition.profession;
        file.sourced(entry, &addition.source, &addition.date)?;
        file.known(entry, entry.get_ref(), &professions.iter().map(String::as_str).collect::<Vec<_>>())?;
        file.known(entry, &addition.criterion, &CRITERIA)?;
        let standing =
            Standing { name: &addition.standing, reviewer: &addition.reviewer, criterion: Some(&addition.criterion) };
        standing.check(&file, entry)?;
        for article in cited(&file, entry, &addition.articles, articles)? {
            if article.scope != *entry.get_ref() {
                return Err(
                    file.fault(entry, format_args!("\"{}\" is not a text of this profession", article.id.get_ref()))
                );
            }
        }
        let mut practices = Vec::new();
        for practice in &addition.practices {
            file.known(entry, practice, &PRACTICES)?;
            practices.push(format!("Practice::{}", variant(practice)));
        }
        if addition.standing == "unreviewed" {
            continue;
        }
        let places: Vec<_> = addition
            .articles
            .iter()
            .filter_map(|id| articles.iter().position(|article| article.id.get_ref() == id))
            .collect();
        let _ = writeln!(
            rust,
            "    Addition {{ profession: {:?}, criterion: Criterion::{}, practices: &[{}], articles: &{places:?}, caution: {:?} }},",
            entry.get_ref(),
            variant(&addition.criterion),
            practices.join(", "),
            addition.caution
        );
    }
    let _ = writeln!(rust, "];");
    Ok(())
}

/// The name of an enumeration's variant.
fn variant(name: &str) -> String {
    let mut characters = name.chars();
    characters.next().map(|first| first.to_uppercase().chain(characters).collect()).unwrap_or_default()
}
