//! The templates of the letters, `src/report/letters/`, and how they are rendered. Each letter is a set of blocks; a
//! role's template replaces those blocks of `base.jinja` that its letter words otherwise.
//!
//! Two rules of the templates. A block's first line, `# Title`, is its title. `missing(field, words)` leaves a visible
//! gap, « [à compléter : words] », for what only the user knows.

use super::{Missing, Role};
use crate::case::lines;
use minijinja::{AutoEscape, Environment, Error, UndefinedBehavior, Value, syntax::SyntaxConfig};
use std::sync::{Arc, Mutex, PoisonError};

const TEMPLATES: &[(&str, &str)] = &[
    ("base.jinja", include_str!("letters/base.jinja")),
    ("person.jinja", include_str!("letters/person.jinja")),
    ("representative.jinja", include_str!("letters/representative.jinja")),
    ("mandated-association.jinja", include_str!("letters/mandated-association.jinja")),
    ("association.jinja", include_str!("letters/association.jinja")),
    ("witness.jinja", include_str!("letters/witness.jinja")),
    ("journalist.jinja", include_str!("letters/journalist.jinja")),
];

/// How the whole letter looks as HTML.
const PAGE: (&str, &str) = ("letter.html", include_str!("letters/letter.html"));

/// The blocks of a letter as rendered, in the order asked for, and the gaps that were left.
pub(super) struct Rendered {
    pub blocks: Vec<String>,
    pub missing: Vec<Missing>,
}

/// Renders the named blocks of a role's letter.
pub(super) fn blocks(role: Role, names: &[&str], values: Value) -> Result<Rendered, Error> {
    let sources: Vec<_> = TEMPLATES.iter().map(|(name, source)| (*name, french(source))).collect();
    let gaps = Arc::new(Mutex::new(Vec::new()));
    let mut environment = Environment::new();
    environment.set_auto_escape_callback(|_| AutoEscape::None);
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    environment.set_syntax(syntax()?);
    let left = Arc::clone(&gaps);
    environment.add_function("missing", move |field: String, words: String| {
        let gap = Missing { field, words };
        let written = gap.written();
        let mut left = left.lock().unwrap_or_else(PoisonError::into_inner);
        if !left.contains(&gap) {
            left.push(gap);
        }
        written
    });
    // A block that adds to its parent's says `super()|untitled`: the title is its own.
    environment.add_filter("untitled", |block: String| {
        block.trim_start().split_once('\n').map_or(String::new(), |(_, text)| text.to_owned())
    });
    for (name, source) in &sources {
        environment.add_template(name, source)?;
    }
    let mut rendered = environment.get_template(&format!("{}.jinja", role.id()))?.render_captured(values)?;
    let blocks = names
        .iter()
        .map(|name| rendered.with_state_mut(|state| state.render_block(name)).map(|text| lines(&text, usize::MAX).text))
        .collect::<Result<_, _>>()?;
    let missing = gaps.lock().unwrap_or_else(PoisonError::into_inner).clone();
    Ok(Rendered { blocks, missing })
}

/// Renders the whole letter as one HTML element; every word from outside is escaped.
pub(super) fn page(values: Value) -> Result<String, Error> {
    let mut environment = Environment::new();
    environment.set_auto_escape_callback(|_| AutoEscape::Html);
    environment.set_syntax(syntax()?);
    environment.add_template(PAGE.0, PAGE.1)?;
    environment.get_template(PAGE.0)?.render(values)
}

/// Lines that hold nothing but a tag leave no empty line.
fn syntax() -> Result<SyntaxConfig, Error> {
    SyntaxConfig::builder().trim_blocks(true).lstrip_blocks(true).build()
}

/// French typography for words of ours: no line breaks between a word and its punctuation. Done to templates and law
/// texts, never to what a page or a user wrote.
pub(super) fn french(text: &str) -> String {
    const UNBROKEN: &[(&str, &str)] = &[
        ("« ", "«\u{a0}"),
        (" »", "\u{a0}»"),
        (" :", "\u{a0}:"),
        (" ;", "\u{a0};"),
        (" ?", "\u{a0}?"),
        ("n° ", "n°\u{a0}"),
        ("article L", "article\u{a0}L"),
        ("article R", "article\u{a0}R"),
        ("article 2", "article\u{a0}2"),
        ("article 8", "article\u{a0}8"),
    ];
    UNBROKEN.iter().fold(text.to_owned(), |text, (plain, unbroken)| text.replace(plain, unbroken))
}
