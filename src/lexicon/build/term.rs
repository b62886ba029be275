//! Terms: words apart by spaces, `a|b` for either, `(a)` for perhaps, `{a b|c}` where a
//! choice has several words, `a·e` for both genders.

use crate::lexicon::letter::{Letter, fold};

/// The word that stands for symbols that say no, and for those that say yes.
pub const SYMBOLS: [&str; 2] = ["✗", "✓"];

/// All sequences of folded words that a term stands for.
pub fn expand(term: &str) -> Result<Vec<Vec<String>>, String> {
    let mut all = vec![Vec::new()];
    for part in parts(term)? {
        let (part, perhaps) = match part.strip_prefix('(').and_then(|p| p.strip_suffix(')')) {
            Some(inner) => (inner, true),
            None => (part.strip_prefix('{').and_then(|p| p.strip_suffix('}')).unwrap_or(part), false),
        };
        let mut next = if perhaps { all.clone() } else { Vec::new() };
        for choice in part.split('|') {
            for gender in genders(choice)? {
                let words = fold_words(&gender);
                if words.is_empty() {
                    return Err(format!("the term {term:?} has an empty word"));
                }
                for sequence in &all {
                    next.push(sequence.iter().chain(&words).cloned().collect());
                }
            }
        }
        all = next;
    }
    if !term.trim().is_empty() {
        all.retain(|s: &Vec<String>| !s.is_empty());
    }
    Ok(all)
}

/// The parts of a term: apart by spaces, but what stands in braces is one.
fn parts(term: &str) -> Result<Vec<&str>, String> {
    let mut parts = Vec::new();
    let mut rest = term.trim();
    while !rest.is_empty() {
        let end = match (rest.starts_with('{'), rest.find('}')) {
            (true, Some(end)) => end + 1,
            (true, None) => return Err(format!("the term {term:?} opens a brace and does not close it")),
            (false, _) => rest.find(char::is_whitespace).unwrap_or(rest.len()),
        };
        let (part, after) = rest.split_at(end);
        parts.push(part);
        rest = after.trim_start();
    }
    Ok(parts)
}

/// Both genders of a word that is written with a middle dot: `handicapé·e`, `sportif·ve`, `européen·ne`, `chômeur·euse`,
/// `consommateur·trice`, `étranger·ère`, `social·e`.
fn genders(word: &str) -> Result<Vec<String>, String> {
    let Some((masculine, end)) = word.split_once('·') else { return Ok(vec![word.to_string()]) };
    let replaced = match end {
        "e" | "ne" | "le" | "te" | "se" | "esse" => "",
        "ve" => "f",
        "euse" => "eur",
        "trice" => "teur",
        "ère" => "er",
        "che" | "que" => "c",
        _ => return Err(format!("the word {word:?} has an unknown feminine ending: write both forms, apart by |")),
    };
    let stem = masculine
        .strip_suffix(replaced)
        .ok_or_else(|| format!("the word {word:?} does not end in {replaced:?}: write both forms, apart by |"))?;
    Ok(vec![masculine.to_string(), format!("{stem}{end}")])
}

/// The folded words of a text: what is between apostrophes, hyphens and spaces.
pub fn fold_words(text: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    for c in text.chars() {
        if SYMBOLS.contains(&c.to_string().as_str()) {
            words.push(c.to_string());
            words.push(String::new());
            continue;
        }
        let Some(last) = words.last_mut() else { continue };
        match fold(c) {
            Letter::Word([first, second]) => {
                last.push(first as char);
                if second != 0 {
                    last.push(second as char);
                }
            }
            Letter::Accented(letter, _) => last.push(letter as char),
            Letter::Mark(_) | Letter::Nothing => {}
            _ => words.push(String::new()),
        }
    }
    words.retain(|w| !w.is_empty());
    words
}
