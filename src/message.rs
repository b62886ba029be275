//! Messages to people: an identifier and arguments, rendered from a catalogue in the reader's language. French is the
//! reference; a language without a message falls back to it.

use serde::{Deserialize, Serialize};

/// A sentence to be rendered later, in a language chosen later.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Message {
    /// The catalogue's key, such as `reason.refusal.negated`.
    pub id: String,
    /// Named arguments: words of the page or of the lexicon, always put in as text.
    pub args: Vec<(String, String)>,
}
