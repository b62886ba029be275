//! Judgement: from a section's blocks to findings. Pure, linear, and it cannot fail.

use crate::{finding::Finding, outline::Section};

/// What is known beside the words.
#[derive(Clone, Debug, Default)]
pub struct Context {
    /// The practitioner's profession, in the lexicon's spelling, when known.
    pub profession: Option<String>,
}

/// Reads one section. Findings come in reading order of their anchors.
pub fn scan(section: &Section, context: &Context) -> Vec<Finding> {
    let _ = (section, context);
    Vec::new()
}
