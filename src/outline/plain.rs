//! Outlines of plain text.

use super::{Block, BlockIndex, Governor, Governs, Role, Section};

/// Characters of a line that may still be a title.
const TITLE_LIMIT: usize = 60;

const BULLETS: &[char] = &['-', '–', '•', '*', '·', '▪', '◦', '‣', '●'];

/// A line without the bullet or the number that makes it an item.
pub fn item(line: &str) -> Option<&str> {
    let rest = match line.strip_prefix(BULLETS) {
        Some(rest) => rest,
        None => {
            let digits = line.bytes().take_while(u8::is_ascii_digit).count();
            line.get(digits..)?.strip_prefix(['.', ')']).filter(|_| (1..=2).contains(&digits))?
        }
    };
    let words = rest.trim_start();
    (words.len() < rest.len() && !words.is_empty()).then_some(words)
}

/// Whether a line announces what follows it.
pub fn introduces(line: &str) -> bool {
    line.trim_end().ends_with([':', '：'])
}

/// Characters from which a line is long enough that its sentence may go on in the next one.
const WRAPPED: usize = 40;

/// Words that a phrase seldom ends with: a line that does goes on below.
const UNFINISHED: &[&str] = &[
    "a", "au", "aux", "avec", "ce", "ces", "de", "des", "du", "en", "et", "la", "le", "les", "leur", "ne", "ni", "ou",
    "par", "pas", "pour", "que", "qui", "sans", "ses", "sur", "un", "une", "à",
];

/// Whether a line's sentence may go on in the next one.
pub fn goes_on(line: &str) -> bool {
    let line = line.trim_end();
    let unfinished = || line.split_ascii_whitespace().next_back().is_some_and(|word| UNFINISHED.contains(&word));
    !line.ends_with(['.', '!', '?', ':', ';', '…']) && (line.chars().count() >= WRAPPED || unfinished())
}

fn is_title(line: &str) -> bool {
    line.chars().count() <= TITLE_LIMIT
        && !line.ends_with(['.', '!', '?', '…', ':', ';', ','])
        && line.chars().next().is_some_and(|c| c.is_uppercase() || c.is_ascii_digit())
}

/// A line of a plain text.
pub struct Line<'a> {
    /// A heading, an item or a part of a paragraph.
    pub role: Role,
    /// Its words, without the bullet or the number signs before them: a stretch of the text.
    pub words: &'a str,
}

/// The lines of a text, what each one is; `None` for one that says nothing.
pub fn lines(text: &str) -> Vec<Option<Line<'_>>> {
    let trimmed: Vec<&str> = text.lines().map(str::trim).collect();
    let read = |n: usize| {
        let line = *trimmed.get(n).filter(|line| !line.is_empty())?;
        let next = trimmed.get(n + 1).copied().unwrap_or_default();
        let after_blank = n == 0 || trimmed[n - 1].is_empty();
        let marked = line.bytes().take_while(|b| *b == b'#').count();
        let (role, words) = if (1..=6).contains(&marked) && line[marked..].starts_with(' ') {
            (Role::Heading(marked as u8), line[marked..].trim())
        } else if let Some(words) = item(line) {
            (Role::Item, words)
        } else if after_blank && !next.is_empty() && item(next).is_none() && is_title(line) {
            (Role::Heading(2), line)
        } else {
            (Role::Paragraph, line)
        };
        Some(Line { role, words })
    };
    (0..trimmed.len()).map(read).collect()
}

pub fn build(text: &str) -> Section {
    let lines = lines(text);
    let mut blocks: Vec<Block> = Vec::new();
    let mut headings: Vec<(u8, BlockIndex)> = Vec::new();
    let mut intro: Option<BlockIndex> = None;
    let mut in_items = false;
    for (n, line) in lines.iter().enumerate() {
        let before_items = lines.get(n + 1).and_then(Option::as_ref).is_some_and(|next| next.role == Role::Item);
        let Some(Line { role, words, .. }) = line else {
            // Items may stand one blank line below what introduces them.
            if !before_items {
                intro = None;
            }
            continue;
        };
        let role = *role;
        let index = blocks.len();
        if let Role::Heading(level) = role {
            headings.retain(|(l, _)| *l < level);
            intro = None;
        } else if role == Role::Paragraph && (in_items || introduces(words)) {
            intro = None;
        }
        let mut governors = Vec::new();
        governors.extend(intro.map(|block| Governor { kind: Governs::Intro, block }));
        governors.extend(headings.iter().rev().map(|(_, block)| Governor { kind: Governs::Heading, block: *block }));
        blocks.push(Block { role, text: fold(words), context: false, governors, sources: Vec::new() });
        match role {
            Role::Heading(level) => headings.push((level, index)),
            Role::Paragraph if introduces(words) || before_items => intro = Some(index),
            _ => {}
        }
        in_items = role == Role::Item;
    }
    Section { blocks }
}

fn fold(words: &str) -> String {
    // Most lines have one space between their words as it is.
    if words.as_bytes().windows(2).all(|pair| pair[0] > b' ' || pair[0] == b' ' && pair[1] > b' ') {
        return words.to_owned();
    }
    let mut folded = String::with_capacity(words.len());
    for word in words.split_ascii_whitespace() {
        if !folded.is_empty() {
            folded.push(' ');
        }
        folded.push_str(word);
    }
    folded
}
