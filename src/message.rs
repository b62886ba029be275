//! Messages to people: an identifier and arguments, rendered from a catalogue in the reader's language. French is the
//! reference; a language without a message falls back to it.
//!
//! The texts are `src/messages/<language>/*.toml`, checked and compiled to sorted tables by `src/messages/build.rs`. The two
//! wasm builds have none of them: they are given those of the language that is spoken, by `load`. A text names its arguments in braces, `{name}`. A message whose wording depends on a number has a text for each plural
//! form of the language, `key.one` and `key.other` in French, chosen by the argument `n`. Where a script runs from right to left, arguments are
//! isolated from the words around them.

use serde::{Deserialize, Serialize};

/// A sentence to be rendered later, in a language chosen later.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Message {
    /// The catalogue's key, such as `reason.refusal.negated`.
    pub id: String,
    /// Named arguments: words of the page or of the lexicon, always put in as text.
    pub args: Vec<(String, String)>,
}

impl Message {
    /// A message without arguments.
    pub fn new(id: impl Into<String>) -> Self {
        Self { id: id.into(), args: Vec::new() }
    }

    /// The same message with one argument more. `n` also chooses the plural form.
    #[must_use]
    pub fn with(mut self, name: &str, value: impl ToString) -> Self {
        self.args.push((name.to_owned(), value.to_string()));
        self
    }

    /// The argument of that name.
    pub fn argument(&self, name: &str) -> Option<&str> {
        self.args.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }
}

/// A language of the interface.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Language {
    /// French, the reference.
    #[default]
    Fr,
    /// English.
    En,
    /// Arabic.
    Ar,
    /// Spanish.
    Es,
    /// Portuguese, as it is written in Portugal.
    Pt,
    /// Russian.
    Ru,
}

impl Language {
    /// Every language, in the order of the selector.
    pub const ALL: [Self; 6] = [Self::Fr, Self::En, Self::Ar, Self::Es, Self::Pt, Self::Ru];

    /// The BCP 47 tag, which is also the folder's name.
    pub fn code(self) -> &'static str {
        match self {
            Self::Fr => "fr",
            Self::En => "en",
            Self::Ar => "ar",
            Self::Es => "es",
            Self::Pt => "pt",
            Self::Ru => "ru",
        }
    }

    /// The tag by which a browser writes dates and numbers. Arabic has the digits of the Maghreb, which are those of the letters, the
    /// telephone numbers and the articles that stand beside them.
    pub fn locale(self) -> &'static str {
        match self {
            Self::Fr => "fr-FR",
            Self::En => "en-GB",
            Self::Ar => "ar-u-nu-latn",
            Self::Es => "es-ES",
            Self::Pt => "pt-PT",
            Self::Ru => "ru-RU",
        }
    }

    /// The direction of its script, as HTML's `dir` wants it.
    pub fn dir(self) -> &'static str {
        if self == Self::Ar { "rtl" } else { "ltr" }
    }

    /// Its name in itself: what a person who reads no other language looks for.
    pub fn name(self) -> &'static str {
        match self {
            Self::Fr => "Français",
            Self::En => "English",
            Self::Ar => "العربية",
            Self::Es => "Español",
            Self::Pt => "Português",
            Self::Ru => "Русский",
        }
    }

    /// Whether a native reader has checked its texts (`src/messages/languages.toml`).
    pub fn reviewed(self) -> bool {
        REVIEWED.contains(&self.code())
    }

    /// The language of a tag such as `en` or `en-GB`.
    pub fn from_tag(tag: &str) -> Option<Self> {
        let primary = tag.split(['-', '_']).next()?;
        Self::ALL.into_iter().find(|language| language.code().eq_ignore_ascii_case(primary))
    }

    /// The suffix of the plural form of the whole number `n`: CLDR's rules for cardinals. Its `many` of French, Spanish and Portuguese, for
    /// whole millions, is left to `other`.
    fn plural(self, n: u64) -> &'static str {
        match (self, n % 10, n % 100) {
            (Self::Fr, ..) if n <= 1 => ".one",
            (Self::En | Self::Es | Self::Pt, ..) if n == 1 => ".one",
            (Self::Ar, ..) if n == 0 => ".zero",
            (Self::Ar, ..) if n == 1 => ".one",
            (Self::Ar, ..) if n == 2 => ".two",
            (Self::Ar, _, 3..=10) => ".few",
            (Self::Ar, _, 11..=99) => ".many",
            (Self::Ru, _, 11..=14) => ".many",
            (Self::Ru, 1, _) => ".one",
            (Self::Ru, 2..=4, _) => ".few",
            (Self::Ru, ..) => ".many",
            _ => ".other",
        }
    }
}

/// The texts of one language, sorted by key.
type Table = &'static [(&'static str, &'static str)];

include!(concat!(env!("OUT_DIR"), "/languages.rs"));

#[cfg(not(feature = "wasm"))]
include!(concat!(env!("OUT_DIR"), "/messages.rs"));

#[cfg(feature = "wasm")]
mod loaded;
#[cfg(feature = "wasm")]
pub use loaded::load;
#[cfg(feature = "wasm")]
use loaded::lookup;

/// Around what a text is given in a script that runs the other way: first strong isolate, pop directional isolate (UAX 9).
const ISOLATE: (char, char) = ('\u{2068}', '\u{2069}');

/// The texts in one language.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Catalogue {
    /// The language of its texts.
    pub language: Language,
}

impl Catalogue {
    /// The catalogue of a language.
    pub fn new(language: Language) -> Self {
        Self { language }
    }

    /// The text of a key, in French where the language has none. An unknown key is answered with itself: it shows what is
    /// missing, and a page goes on working.
    pub fn text<'a>(&self, id: &'a str) -> &'a str {
        self.find(id).unwrap_or(id)
    }

    /// Whether the key has a text, in this language or in French.
    pub fn has(&self, id: &str) -> bool {
        self.find(id).is_some()
    }

    /// The message's text with its arguments in place. An argument that is not given leaves its `{name}` to be seen.
    pub fn render(&self, message: &Message) -> String {
        let mut text = self.template(message);
        let mut rendered = String::with_capacity(text.len() + 32);
        // One pass over the template: what an argument says is never read for further arguments.
        while let Some((before, name, after)) = text
            .split_once('{')
            .and_then(|(before, tail)| tail.split_once('}').map(|(name, after)| (before, name, after)))
        {
            rendered.push_str(before);
            match message.argument(name) {
                // A French quote or a figure must not turn the words around it.
                Some(value) if self.language.dir() == "rtl" => {
                    rendered.push(ISOLATE.0);
                    rendered.push_str(value);
                    rendered.push(ISOLATE.1);
                }
                Some(value) => rendered.push_str(value),
                None => rendered.extend(["{", name, "}"]),
            }
            text = after;
        }
        rendered.push_str(text);
        rendered
    }

    fn template<'a>(&self, message: &'a Message) -> &'a str {
        let Some(n) = message.argument("n") else { return self.text(&message.id) };
        // A fallback takes the plural forms of the language that it falls back to.
        for language in [self.language, Language::Fr] {
            let form = n.parse().map_or(".other", |n| language.plural(n));
            for key in [format!("{}{form}", message.id), format!("{}.other", message.id)] {
                if let Some(text) = lookup(language, &key) {
                    return text;
                }
            }
        }
        self.text(&message.id)
    }

    fn find(&self, id: &str) -> Option<&'static str> {
        lookup(self.language, id).or_else(|| lookup(Language::Fr, id))
    }
}

#[cfg(not(feature = "wasm"))]
fn lookup(language: Language, id: &str) -> Option<&'static str> {
    let (_, table) = TEXTS.iter().find(|(code, _)| *code == language.code())?;
    let at = table.binary_search_by_key(&id, |(key, _)| key).ok()?;
    table.get(at).map(|(_, text)| *text)
}

#[cfg(all(test, not(feature = "wasm")))]
mod tests;
