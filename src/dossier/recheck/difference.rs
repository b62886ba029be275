//! What has changed between two texts, word by word.

use similar::{
    DiffOp,
    algorithms::{Capture, Compact, Replace, myers},
};

/// The longest texts that are compared word by word, in bytes together: comparing takes longer the more they differ.
const LONGEST: usize = 200_000;

/// What became of a stretch of words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sort {
    /// Both texts have it.
    Same,
    /// Only the older one has it.
    Removed,
    /// Only the newer one has it.
    Added,
}

/// A stretch of words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Piece {
    /// What became of it.
    pub sort: Sort,
    /// The words, with the white space between them.
    pub text: String,
}

/// The two texts as one: what stayed, what went, what came.
pub fn difference(old: &str, new: &str) -> Vec<Piece> {
    let piece = |sort, text: &str| Piece { sort, text: text.to_owned() };
    if old.len() + new.len() > LONGEST {
        return vec![piece(Sort::Removed, old), piece(Sort::Added, new)];
    }
    let (old, new) = (words(old), words(new));
    // The one algorithm: the crate's own way in, which lets its caller choose, brings five of them into the program (330 KB).
    let mut found = Compact::new(Replace::new(Capture::new()), &old[..], &new[..]);
    let Ok(()) = myers::diff(&mut found, &old[..], 0..old.len(), &new[..], 0..new.len());
    let mut pieces: Vec<Piece> = Vec::new();
    let mut put = |sort, words: &[&str]| {
        if !words.is_empty() {
            pieces.push(piece(sort, &words.concat()));
        }
    };
    for op in found.into_inner().into_inner().into_ops() {
        let (removed, added) = (&old[op.old_range()], &new[op.new_range()]);
        if let DiffOp::Equal { .. } = op {
            put(Sort::Same, removed);
        } else {
            put(Sort::Removed, removed);
            put(Sort::Added, added);
        }
    }
    joined(pieces)
}

/// The words of a text, and the white space between them.
fn words(text: &str) -> Vec<&str> {
    let mut words = Vec::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let end = rest.find(|c: char| c.is_whitespace() != first.is_whitespace()).unwrap_or(rest.len());
        let (word, after) = rest.split_at(end);
        words.push(word);
        rest = after;
    }
    words
}

/// Words that went together are one stretch, and so are words that came: what is alike between them is only white space.
fn joined(pieces: Vec<Piece>) -> Vec<Piece> {
    let mut all: Vec<Piece> = Vec::new();
    let (mut removed, mut added) = (String::new(), String::new());
    let flush = |all: &mut Vec<Piece>, removed: &mut String, added: &mut String| {
        for (sort, text) in [(Sort::Removed, std::mem::take(removed)), (Sort::Added, std::mem::take(added))] {
            if !text.is_empty() {
                all.push(Piece { sort, text });
            }
        }
    };
    let mut pieces = pieces.into_iter().peekable();
    while let Some(piece) = pieces.next() {
        let changes = !removed.is_empty() || !added.is_empty();
        match piece.sort {
            Sort::Removed => removed.push_str(&piece.text),
            Sort::Added => added.push_str(&piece.text),
            Sort::Same if changes && pieces.peek().is_some() && piece.text.trim().is_empty() => {
                removed.push_str(&piece.text);
                added.push_str(&piece.text);
            }
            Sort::Same => {
                flush(&mut all, &mut removed, &mut added);
                all.push(piece);
            }
        }
    }
    flush(&mut all, &mut removed, &mut added);
    all
}
