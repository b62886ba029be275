//! The vocabulary as data: `src/lexicon/*.toml`, checked, conjugated and packed by `build.rs`, unpacked when the first word is
//! read (`lexicon/store.rs`). A word is found by hashing it once, and the phrases that begin with it lie side by side.

mod store;

use crate::finding::{Criterion, Practice};
use std::sync::LazyLock;
pub(crate) use store::Column;
use store::{BY_WORD, FORMS, Pairs, Tables, hash_of};
pub use store::{HASH_START, NO, Phrase, UNKNOWN, WordId, YES, hash};

/// Examples are for tests and the catalogue: the wasm does not carry them.
#[cfg(any(test, feature = "cli"))]
macro_rules! examples {
    ($list:expr) => {
        &$list
    };
}
#[cfg(not(any(test, feature = "cli")))]
macro_rules! examples {
    ($list:expr) => {
        &[]
    };
}
#[cfg(any(test, feature = "cli"))]
macro_rules! source {
    ($text:expr) => {
        $text
    };
}
#[cfg(not(any(test, feature = "cli")))]
macro_rules! source {
    ($text:expr) => {
        ""
    };
}

include!(concat!(env!("OUT_DIR"), "/lexicon.rs"));

/// The vocabulary as it is searched, with what each word can begin.
struct Lexicon {
    tables: Tables,
    /// For each word a bit a [`Kind`] that begins with it, and [`LONGER`].
    kinds: Vec<u32>,
    /// The first two words of the phrases of the [`GATE`].
    opening: Pairs,
}

/// Without a phrase of one of these kinds in a sentence, or in what governs it, there is nothing to read.
pub const GATE: u32 = bit(Kind::Group) | bit(Kind::Majority) | bit(Kind::Check) | bit(Kind::Benefit) | bit(Kind::Paper);

/// The bit of a word that is a phrase of the [`GATE`] by itself.
const OPENS: u32 = 1 << 30;

/// The bit of a word that begins a phrase of two words or more, beside those of the kinds.
const LONGER: u32 = 1 << 31;

static LEXICON: LazyLock<Lexicon> = LazyLock::new(|| {
    let tables = store::unpack(include_bytes!(concat!(env!("OUT_DIR"), "/lexicon.bin")));
    let of_list = |word: WordId| {
        tables.phrases(tables.word(word).list).iter().fold(0, |kinds, phrase| {
            let kind = bit(Entry::of(phrase).kind);
            let length = match phrase.length {
                0 if kind & GATE != 0 => OPENS,
                0 => 0,
                _ => LONGER,
            };
            kinds | kind | length
        })
    };
    let kinds = tables.words.iter().zip(0..).map(|(word, id)| of_list(id) | of_list(word.lemma)).collect();
    let opening = tables.pairs(|phrase| bit(Entry::of(phrase).kind) & GATE != 0);
    Lexicon { tables, kinds, opening }
});

/// The forms, by their codes.
const FORM: [Form; 1 + FORMS] = [Form::None, Form::Finite, Form::Infinitive, Form::Participle, Form::Past];

/// What an entry's words do in a sentence.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Kind {
    /// Names people who are protected, or their cover.
    Group,
    /// People in general: « patients », « bénéficiaires de ».
    Person,
    /// Receives (+) or refuses (−).
    Act,
    /// Does something with what is named beside it: grants or asks.
    Verb,
    /// What is given when somebody is received: « rendez-vous », « soins ».
    Slot,
    /// What the law grants to the group: « tiers payant ».
    Benefit,
    /// What makes it worse for those of whom it is asked: a fee, more papers, a referral, a quota.
    Burden,
    /// Asked of everybody as a rule: « carte Vitale », « ordonnance ».
    Paper,
    /// ne, pas, aucun, sans, ni, non.
    Negator,
    /// sauf, hors, à l'exception de.
    Exceptive,
    /// uniquement, seulement, réservé à.
    Only,
    /// A day or an hour.
    Time,
    /// The way to ask for an appointment.
    Channel,
    /// oui, ok.
    Yes,
    /// Says that all are treated alike.
    Welcome,
    /// Says that the sentence is about a refusal and makes none: law, news, testimony, what others do, an interface.
    Qualifier,
    /// A look-alike, or a set phrase in which the words mean something else.
    Shield,
    /// The cover as the subject of what it pays for: « couvre », « rembourse ».
    Insurer,
    /// To be looked at by a person, whoever is concerned: « carte Vitale obligatoire ».
    Check,
    /// Makes an obligation of what stands beside it: « obligatoire », « exigé ».
    Must,
    /// Joins or parts clauses: mais, et, que, si.
    Link,
    /// Names those who are not protected: receiving them alone leaves the others out.
    Majority,
    /// The speciality or the equipment that limits whom a practice can treat.
    Speciality,
}

/// How a verb's form stands in its sentence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// Not a verb.
    None,
    /// With a subject, or an imperative.
    Finite,
    /// « accepter »
    Infinitive,
    /// « accepté »
    Participle,
    /// « acceptait », « a accepté »: what was, and may be no more.
    Past,
}

/// What a qualifier does to the grade of what it bears on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Effect {
    /// Nothing is found.
    Clear,
    /// What would be a flag is to be checked.
    Lower,
}

/// An entry of the lexicon.
#[derive(Clone, Copy, Debug)]
pub struct Entry {
    /// Its identifier, never reused.
    pub id: &'static str,
    /// What it does.
    pub kind: Kind,
    /// For groups: the ground.
    pub criterion: Option<Criterion>,
    /// For burdens and checks: what is done.
    pub practice: Option<Practice>,
    /// Which way it counts: for acts +1 receives and −1 refuses; for verbs +1 grants and −1 withholds.
    pub sign: i8,
    /// For qualifiers: what they do to the grade.
    pub effect: Option<Effect>,
    /// For groups: the words alone are not enough, something beside them must say that they are meant. For papers and
    /// burdens: what is asked is light.
    pub weak: bool,
    /// For groups: the words alone never settle it, at most it is to be checked.
    pub check: bool,
    /// For groups: they are meant only where the -é is written, or everything in capitals: « retraité » is no « retraite ».
    pub acute: bool,
    /// For groups with `weak`: only patients named before them confirm them; at the head of a note they mean nothing yet.
    pub quiet: bool,
    /// For groups: its name in a reason.
    pub name: &'static str,
    /// Texts in which something must be found.
    pub fires: &'static [&'static str],
    /// Texts in which nothing may be flagged.
    pub silent: &'static [&'static str],
    /// Its terms, as its file spells them.
    pub words: &'static [&'static str],
    /// Its verbs, as its file spells them.
    pub verbs: &'static [&'static str],
    /// Where the wording was seen, or why it is here.
    pub source: &'static str,
}

impl Entry {
    /// The entry that a phrase belongs to.
    pub fn of(phrase: &Phrase) -> &'static Entry {
        &ENTRIES[usize::from(phrase.entry)]
    }
}

/// The word of so many folded letters, of which these are the last two, in the plural too: number is a matter of code, not of
/// lists.
#[inline]
pub fn word(length: usize, last: [u8; 2], hash: u64, hash_without_last: u64) -> WordId {
    let tables = &LEXICON.tables;
    let found = tables.find(hash);
    if found != UNKNOWN || length <= 3 {
        return found;
    }
    match last {
        [before, b's'] if before != b's' => tables.find(hash_without_last),
        [b'u', b'x'] => tables.find(hash_without_last),
        _ => UNKNOWN,
    }
}

/// The word of these folded letters, in the plural too.
pub fn singular(letters: &[u8]) -> WordId {
    let [before @ .., last] = letters else { return exact(letters) };
    let hash_before = hash_of(before);
    let last_two = [before.last().copied().unwrap_or_default(), *last];
    word(letters.len(), last_two, hash(hash_before, *last), hash_before)
}

/// The word of exactly these folded letters.
pub fn exact(letters: &[u8]) -> WordId {
    LEXICON.tables.find(hash_of(letters))
}

/// The bits of the kinds of entries that begin with this word.
#[inline]
pub fn kinds(word: WordId) -> u32 {
    LEXICON.begins(word) & !(LONGER | OPENS)
}

/// The bit of a kind in [`kinds`].
#[inline]
pub const fn bit(kind: Kind) -> u32 {
    1 << kind as u32
}

impl Lexicon {
    #[inline]
    fn begins(&self, word: WordId) -> u32 {
        self.kinds.get(usize::from(word)).copied().unwrap_or_default()
    }

    /// The phrases that begin with exactly this word: those of one word first, then by their second word, longest first.
    fn phrases(&self, word: WordId) -> &[Phrase] {
        self.tables.phrases(self.tables.word(word).list)
    }

    /// A word as a phrase may name it: itself, and the verb that it is a form of. One of them may be [`UNKNOWN`], which begins
    /// no phrase.
    fn readings(&self, word: WordId) -> [WordId; 2] {
        [word, self.tables.word(word).lemma]
    }
}

/// The first phrase of one word, but those of an entry that is left out.
pub fn alone(word: WordId, without: Option<u16>) -> Option<&'static Phrase> {
    let lexicon = &*LEXICON;
    let mut lists = lexicon.readings(word).into_iter().map(|word| lexicon.phrases(word));
    lists.find_map(|list| list.iter().take_while(|p| p.length == 0).find(|p| Some(p.entry) != without))
}

/// Whether a phrase of the [`GATE`] may begin with this word, before this one: says no only where none does.
pub fn may_open(first: WordId, second: WordId) -> bool {
    let lexicon = &*LEXICON;
    let begins = lexicon.begins(first);
    begins & OPENS != 0
        || begins & LONGER != 0 && second != UNKNOWN && {
            let follows = lexicon.readings(second);
            lexicon
                .readings(first)
                .into_iter()
                .any(|first| follows.iter().any(|second| lexicon.opening.has(first, *second)))
        }
}

/// Tells the phrases that begin with these two words: for each way to read the two, the longest first.
pub fn of_two(first: WordId, second: WordId, mut tell: impl FnMut(&'static Phrase)) {
    let lexicon = &*LEXICON;
    if second == UNKNOWN || lexicon.begins(first) & LONGER == 0 {
        return;
    }
    for first in lexicon.readings(first) {
        for second in lexicon.readings(second) {
            // Few words of a page begin a phrase with the word after them.
            if second == UNKNOWN || !lexicon.tables.pairs.has(first, second) {
                continue;
            }
            let all = lexicon.phrases(first);
            let from = all.partition_point(|phrase| phrase.second < second);
            all.iter().skip(from).take_while(|phrase| phrase.second == second).for_each(&mut tell);
        }
    }
}

/// What a phrase's word may be to stand for this word of the page; [`UNKNOWN`] stands in no phrase.
pub fn readings(word: WordId) -> [WordId; 2] {
    LEXICON.readings(word)
}

/// Whether a phrase's word stands for this word of the page.
pub fn stands_for(named: WordId, word: WordId) -> bool {
    word != UNKNOWN && (named == word || named == LEXICON.tables.word(word).lemma)
}

impl Phrase {
    /// How its verb stands, if it has one, where these are the page's words for it.
    pub fn form(&self, first: WordId, following: impl IntoIterator<Item = WordId>) -> Form {
        let code = if self.form == BY_WORD {
            // The verb is the first of its words that the phrase does not name literally.
            let literal = rest(self).iter().zip(following).find(|(named, word)| *named != word);
            LEXICON.tables.word(literal.map_or(first, |(_, word)| word)).form
        } else {
            self.form
        };
        FORM.get(usize::from(code)).copied().unwrap_or(Form::None)
    }
}

/// The words of a phrase after its first one.
pub fn rest(phrase: &Phrase) -> &'static [WordId] {
    LEXICON.tables.rest(phrase)
}
