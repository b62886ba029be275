//! The vocabulary as it is shipped, and as it is searched. Every user loads it, so it is packed: written words front-coded,
//! verbs as stems that share their endings, phrases as numbers of words. [`unpack`] makes of it, once, a hash table of all
//! spellings and lists of phrases; that takes about a millisecond, where an automaton would take a hundred. `build.rs` takes
//! in this file too, and unpacks what it wrote before it ships it.
//!
//! The packed form is a run of bytes: six counts (words that phrases name by their letters, verbs, classes of endings, lists,
//! phrases, spellings of words and forms), the lengths of the eight columns, the columns. Like stands beside like, since the file is compressed
//! on its way. Numbers are LEB128. Words are ASCII letters; a byte from 128 on ends them.
//!
//! | column | holds |
//! | --- | --- |
//! | words | for each word: 128 + how many letters it shares with the one before, then its other letters |
//! | stems | for each verb, the same of what all its forms begin with |
//! | class | for each verb: its class |
//! | endings | for each class its endings: 128 + the form's code, then the letters; 128 at the end |
//! | list | for each word, then for each verb: 0 for no list, 1 for the next new one, else 1 + the number of a list |
//! | shapes | for each phrase: 128 if it ends its list, + 64 if its verb's form stands in `entries`, + 4 × how many words it adds, + how many it shares with the further words of the phrase before |
//! | entries | for each phrase: its entry, and perhaps its form's code |
//! | rests | for each phrase: the words that it adds |

use std::ops::Range;

/// A word of the lexicon: as a phrase names it, as a verb's lemma, or as one of the ways in which a verb stands. What differs
/// for no phrase has one number.
pub type WordId = u16;

/// The word that is in no entry.
pub const UNKNOWN: WordId = 0;

/// The word of symbols that say no: it has no letters.
pub const NO: WordId = 1;
/// The word of symbols that say yes.
pub const YES: WordId = 2;

/// Ways in which a verb can stand: codes 1 to 4.
pub const FORMS: usize = 4;

/// The code of a phrase's form where the page's word says it.
pub const BY_WORD: u8 = 5;

/// Shorter words would be taken for others if a letter could be missing.
const LONG_WORD: usize = 6;

/// Where a word's hash begins.
pub const HASH_START: u64 = 0xcbf2_9ce4_8422_2325;

/// One step of the hash: FNV-1a.
#[inline]
pub fn hash(hash: u64, letter: u8) -> u64 {
    (hash ^ u64::from(letter)).wrapping_mul(0x0100_0000_01b3)
}

/// The hash of a whole word.
pub fn hash_of(letters: &[u8]) -> u64 {
    letters.iter().fold(HASH_START, |h, &l| hash(h, l))
}

/// What is known of a word.
#[derive(Clone, Copy, Default)]
pub struct Word {
    /// The list of the phrases that begin with it; 0 for none.
    pub list: u16,
    /// The verb that it is a form of; [`UNKNOWN`] for none.
    pub lemma: WordId,
    /// Which form: 0 for none.
    pub form: u8,
}

/// A phrase of an entry: the words that follow its first one. A verb in it stands for all its forms.
#[derive(Clone, Copy, Debug)]
pub struct Phrase {
    /// The entry's place in the list of entries.
    pub entry: u16,
    /// How its verb stands, or [`BY_WORD`].
    pub(super) form: u8,
    /// The first of its further words; [`UNKNOWN`] for none.
    pub(super) second: WordId,
    /// Where its further words begin in `sequence`.
    pub(super) at: u16,
    /// How many further words.
    pub(super) length: u8,
}

/// The vocabulary as it is searched.
#[derive(Default)]
pub struct Tables {
    /// Open addressing: in each slot the hash of a spelling, whose last 16 bits make room for the word's number.
    slots: Vec<u64>,
    /// A bit for each of many beginnings of a hash: what has none is no word, which is seen without a look at the slots.
    known: Vec<u64>,
    /// By number; number 0 is the unknown word's.
    pub words: Vec<Word>,
    /// Where each list's phrases begin and end; list 0 is empty.
    pub lists: Vec<(u16, u16)>,
    /// The phrases: in a list those of one word first, then by their second word, longest first.
    pub phrases: Vec<Phrase>,
    /// The further words of the phrases.
    pub sequence: Vec<WordId>,
    /// The first two words of the phrases.
    pub pairs: Pairs,
}

/// A filter of pairs of words: says no only where there is no such pair.
#[derive(Default)]
pub struct Pairs(Vec<u64>);

/// How many words of 64 bits say which hashes are known: about ten bits for each spelling.
const KNOWN: usize = 1 << 11;

/// Where those say so.
#[inline]
fn known(hash: u64) -> (usize, u64) {
    ((hash >> 53) as usize, 1 << (hash >> 32 & 63))
}

/// How many words of 64 bits: about ten bits for each pair of a vocabulary of this size.
const PAIRS: usize = 2048;

impl Pairs {
    #[inline]
    fn place(first: WordId, second: WordId) -> (usize, u64) {
        let mixed = (u32::from(first) << 16 | u32::from(second)).wrapping_mul(0x9e37_79b1);
        (mixed as usize >> 6 & (PAIRS - 1), 1 << (mixed >> 20 & 63))
    }

    fn add(&mut self, first: WordId, second: WordId) {
        let (at, bit) = Self::place(first, second);
        if let Some(bits) = self.0.get_mut(at) {
            *bits |= bit;
        }
    }

    /// Whether some phrase may begin with these two.
    #[inline]
    pub fn has(&self, first: WordId, second: WordId) -> bool {
        let (at, bit) = Self::place(first, second);
        self.0.get(at).is_some_and(|bits| bits & bit != 0)
    }
}

/// The bits of a slot that hold the word's number. That another word has the other 48 bits of one of some ten thousand words
/// has a chance of one in 10^10.
const NUMBER: u64 = 0xffff;

/// What a phrase can share with the one before, at most.
pub const MOST_SHARED: usize = 3;
/// What a phrase can add, at most.
pub const MOST_ADDED: usize = 15;

/// What is left to read of packed bytes. Past the end stands nothing but zeros.
#[derive(Clone, Copy, Default)]
pub struct Column<'a>(pub &'a [u8]);

impl<'a> Column<'a> {
    /// One byte; 0 where there is none.
    pub fn byte(&mut self) -> u8 {
        let Some((&byte, after)) = self.0.split_first() else { return 0 };
        self.0 = after;
        byte
    }

    /// A number of up to 28 bits.
    #[inline(never)]
    pub fn number(&mut self) -> usize {
        let (mut number, mut shift) = (0, 0);
        loop {
            let byte = self.byte();
            number |= usize::from(byte & 127) << shift;
            shift += 7;
            if byte < 128 || shift > 21 {
                return number;
            }
        }
    }

    /// The next bytes; fewer where there are no more.
    pub fn take(&mut self, length: usize) -> Column<'a> {
        let (taken, after) = self.0.split_at(length.min(self.0.len()));
        self.0 = after;
        Column(taken)
    }

    /// Letters, up to what ends them.
    fn letters(&mut self) -> &'a [u8] {
        let length = self.0.iter().take_while(|&&letter| letter < 128).count();
        self.take(length).0
    }

    fn front_coded(&mut self, word: &mut Vec<u8>) {
        let shared = self.byte() & 127;
        word.truncate(shared.into());
        word.extend_from_slice(self.letters());
    }
}

/// A word as far as it is spelled: its hash, and that of its letters without the second of two like consonants, which is
/// often forgotten: « aceptons », « consomateurs ».
#[derive(Clone, Copy)]
struct Spelling {
    hash: u64,
    careless: u64,
    last: u8,
    length: usize,
}

impl Default for Spelling {
    fn default() -> Self {
        Self { hash: HASH_START, careless: HASH_START, last: 0, length: 0 }
    }
}

impl Spelling {
    fn and(mut self, letters: &[u8]) -> Self {
        for &letter in letters {
            self.hash = hash(self.hash, letter);
            if letter != self.last || b"aeiou".contains(&letter) {
                self.careless = hash(self.careless, letter);
            }
            self.last = letter;
        }
        self.length += letters.len();
        self
    }
}

/// Makes tables of the packed vocabulary.
pub fn unpack(packed: &[u8]) -> Tables {
    let mut rest = Column(packed);
    let mut counts = [0; 6];
    counts.iter_mut().for_each(|count| *count = rest.number());
    let [words, verbs, classes, lists, phrases, spellings] = counts;
    let mut lengths = [0; 8];
    lengths.iter_mut().for_each(|length| *length = rest.number());
    let [mut written, mut stems, mut class_of, mut endings, mut list_of, shapes, entries, rests] =
        lengths.map(|length| rest.take(length));
    // A third of the slots or more stays free, careless spellings included: most words of a page are unknown, which a free slot
    // says at once.
    let mut tables = Tables {
        slots: vec![0; (spellings * 7 / 4).next_power_of_two()],
        known: vec![0; KNOWN],
        words: vec![Word::default(); 1 + words + verbs * (1 + FORMS)],
        lists: Vec::with_capacity(lists + 1),
        phrases: Vec::with_capacity(phrases),
        sequence: Vec::with_capacity(phrases + phrases / 2),
        pairs: Pairs::default(),
    };
    let classes: Vec<Column> = (0..classes)
        .map(|_| {
            let length = endings.0.iter().position(|&byte| byte == 128).unwrap_or(endings.0.len());
            let class = endings.take(length);
            endings.byte();
            class
        })
        .collect();
    let mut careless = Vec::new();
    let mut letters = Vec::new();
    for number in 1..=words {
        written.front_coded(&mut letters);
        if !letters.is_empty() {
            tables.spell(Spelling::default().and(&letters), number, &mut careless);
        }
    }
    letters.clear();
    for verb in 0..verbs {
        stems.front_coded(&mut letters);
        let stem = Spelling::default().and(&letters);
        let mut endings = classes.get(class_of.number()).copied().unwrap_or_default();
        while let form @ 1.. = endings.byte() & 127 {
            let number = usize::from(form) + words + verbs + verb * FORMS;
            let known = tables.spell(stem.and(endings.letters()), number, &mut careless);
            if let Some(word) = tables.words.get_mut(known) {
                (word.lemma, word.form) = ((1 + words + verb) as WordId, form);
            }
        }
    }
    // Careless spellings come last: they give way to whatever else is written so.
    for (hash, number) in careless {
        tables.enter(hash, number);
    }
    let mut newest = 0;
    for word in tables.words.iter_mut().skip(1).take(words + verbs) {
        word.list = match list_of.number() as u16 {
            0 => 0,
            1 => {
                newest += 1;
                newest
            }
            known => known - 1,
        };
    }
    tables.list(lists, shapes, entries, rests);
    tables.pairs = tables.pairs(|_| true);
    tables
}

impl Tables {
    /// Enters a spelling of a word, and gives the word's number: another where it is known already.
    fn spell(&mut self, spelling: Spelling, number: usize, careless: &mut Vec<(u64, usize)>) -> usize {
        let known = self.enter(spelling.hash, number);
        if spelling.careless != spelling.hash && spelling.length >= LONG_WORD {
            careless.push((spelling.careless, known));
        }
        known
    }

    fn enter(&mut self, hash: u64, number: usize) -> usize {
        let at = self.slot(hash);
        match self.slots.get_mut(at) {
            Some(free) if *free == 0 => {
                *free = hash & !NUMBER | number as u64;
                let (place, bit) = known(hash);
                if let Some(bits) = self.known.get_mut(place) {
                    *bits |= bit;
                }
                number
            }
            Some(known) => (*known & NUMBER) as usize,
            None => number,
        }
    }

    /// The slot of a spelling: the first that has its hash, or is free.
    #[inline]
    fn slot(&self, hash: u64) -> usize {
        let mask = self.slots.len().wrapping_sub(1);
        let mut at = (hash ^ hash >> 29) as usize & mask;
        while let Some(&kept) = self.slots.get(at)
            && kept != 0
            && (kept ^ hash) & !NUMBER != 0
        {
            at = (at + 1) & mask;
        }
        at
    }

    /// The word whose spelling has this hash.
    #[inline]
    pub fn find(&self, hash: u64) -> WordId {
        let (place, bit) = known(hash);
        if self.known.get(place).is_none_or(|bits| bits & bit == 0) {
            return UNKNOWN;
        }
        self.slots.get(self.slot(hash)).map_or(UNKNOWN, |kept| (kept & NUMBER) as WordId)
    }

    /// What is known of a word.
    #[inline]
    pub fn word(&self, word: WordId) -> Word {
        self.words.get(usize::from(word)).copied().unwrap_or_default()
    }

    fn list(&mut self, lists: usize, mut shapes: Column, mut entries: Column, mut rests: Column) {
        self.lists.push((0, 0));
        let mut rest: Vec<WordId> = Vec::new();
        for _ in 0..lists {
            let from = self.phrases.len() as u16;
            rest.clear();
            loop {
                let shape = shapes.byte();
                rest.truncate(usize::from(shape) & MOST_SHARED);
                for _ in 0..(shape >> 2) & MOST_ADDED as u8 {
                    rest.push(rests.number() as WordId);
                }
                let entry = entries.number() as u16;
                let form = if shape & 64 != 0 { entries.byte() } else { 0 };
                let at = self.sequence.len() as u16;
                let second = rest.first().copied().unwrap_or(UNKNOWN);
                self.phrases.push(Phrase { entry, form, second, at, length: rest.len() as u8 });
                self.sequence.extend_from_slice(&rest);
                if shape & 128 != 0 || shapes.0.is_empty() {
                    break;
                }
            }
            self.lists.push((from, self.phrases.len() as u16));
        }
    }

    /// The first two words of the phrases that are such.
    pub fn pairs(&self, such: impl Fn(&Phrase) -> bool) -> Pairs {
        let mut pairs = Pairs(vec![0; PAIRS]);
        for (word, first) in self.words.iter().zip(0..) {
            let longer = self.phrases(word.list).iter().filter(|phrase| phrase.length > 0 && such(phrase));
            longer.for_each(|phrase| pairs.add(first, phrase.second));
        }
        pairs
    }

    /// The phrases of a list.
    pub fn phrases(&self, list: u16) -> &[Phrase] {
        self.phrases.get(self.range(list)).unwrap_or_default()
    }

    fn range(&self, list: u16) -> Range<usize> {
        let (from, to) = self.lists.get(usize::from(list)).copied().unwrap_or_default();
        from.into()..to.into()
    }

    /// The words of a phrase after its first one.
    pub fn rest(&self, phrase: &Phrase) -> &[WordId] {
        let at = usize::from(phrase.at);
        self.sequence.get(at..at + usize::from(phrase.length)).unwrap_or_default()
    }
}
