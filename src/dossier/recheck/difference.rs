//! What has changed between two texts, word by word.

use similar::{ChangeTag, TextDiff};

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
    let mut pieces: Vec<Piece> = Vec::new();
    for change in TextDiff::from_words(old, new).iter_all_changes() {
        let sort = match change.tag() {
            ChangeTag::Equal => Sort::Same,
            ChangeTag::Delete => Sort::Removed,
            ChangeTag::Insert => Sort::Added,
        };
        match pieces.last_mut() {
            Some(last) if last.sort == sort => last.text.push_str(change.value()),
            _ => pieces.push(piece(sort, change.value())),
        }
    }
    joined(pieces)
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
