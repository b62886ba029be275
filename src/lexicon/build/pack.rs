//! The vocabulary as it is shipped: written here, read in `../store.rs`, which says what stands where.

use super::store::{self, MOST_SHARED, WordId};
use std::collections::HashMap;

/// What is packed. Words are numbered from 1, verbs go on after them.
pub struct Vocabulary {
    /// The words that phrases name by their letters; the first two stand for symbols.
    pub words: Vec<String>,
    /// The verbs.
    pub verbs: Vec<Verb>,
    /// For each word, then for each verb: the phrases that begin with it, as they are searched.
    pub lists: Vec<Vec<Phrase>>,
}

/// A verb.
pub struct Verb {
    /// Its forms, each with its code.
    pub forms: Vec<(u8, String)>,
}

/// A phrase that begins with some word.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Phrase {
    pub entry: usize,
    /// The code of its form: 0 for none.
    pub form: u8,
    pub rest: Vec<WordId>,
}

/// Packed bytes in the making.
#[derive(Default)]
pub struct Column(pub Vec<u8>);

impl Column {
    /// A number, as LEB128.
    pub fn number(&mut self, mut number: usize) {
        while number >= 128 {
            self.0.push(number as u8 | 128);
            number >>= 7;
        }
        self.0.push(number as u8);
    }

    fn front_coded(&mut self, word: &str, before: &str) {
        let shared = word.bytes().zip(before.bytes()).take_while(|(one, other)| one == other).count();
        self.0.push(128 | shared as u8);
        self.0.extend_from_slice(&word.as_bytes()[shared..]);
    }
}

impl Verb {
    /// What all forms begin with.
    fn stem(&self) -> &str {
        let Some((_, first)) = self.forms.first() else { return "" };
        let shared = |form: &str| first.bytes().zip(form.bytes()).take_while(|(one, other)| one == other).count();
        let length = self.forms.iter().map(|(_, form)| shared(form)).min().unwrap_or(0);
        &first[..length]
    }

    /// What follows the stem, as a class of endings is packed.
    fn endings(&self) -> Vec<u8> {
        let stem = self.stem().len();
        let mut endings: Vec<(u8, &str)> = self.forms.iter().map(|(form, word)| (*form, &word[stem..])).collect();
        endings.sort_unstable();
        endings.dedup();
        let packed = endings.iter().flat_map(|(form, ending)| std::iter::once(128 | form).chain(ending.bytes()));
        packed.chain([128]).collect()
    }
}

impl Vocabulary {
    /// Packs it, and looks up all of it in what is unpacked again.
    pub fn pack(&self) -> Result<Vec<u8>, String> {
        let mut shipped: HashMap<&[Phrase], usize> = HashMap::from([(&[][..], 0)]);
        let mut classes: HashMap<Vec<u8>, usize> = HashMap::new();
        let mut columns: [Column; 8] = Default::default();
        let [words, stems, class_of, endings, list_of, shapes, entries, rests] = &mut columns;
        let mut before = "";
        for word in &self.words {
            words.front_coded(word, before);
            before = word;
        }
        before = "";
        for verb in &self.verbs {
            stems.front_coded(verb.stem(), before);
            before = verb.stem();
            let next = classes.len();
            class_of.number(*classes.entry(verb.endings()).or_insert_with_key(|class| {
                endings.0.extend_from_slice(class);
                next
            }));
        }
        let mut phrases = 0;
        for list in &self.lists {
            let next = shipped.len();
            let number = *shipped.entry(list).or_insert(next);
            let new = number == next;
            list_of.number(if number == 0 {
                0
            } else if new {
                1
            } else {
                1 + number
            });
            if new {
                phrases += list.len();
                pack_list(list, shapes, entries, rests);
            }
        }
        let spellings = self.words.len() + self.verbs.iter().map(|verb| verb.forms.len()).sum::<usize>();
        let counts = [self.words.len(), self.verbs.len(), classes.len(), shipped.len() - 1, phrases, spellings];
        let mut packed = Column::default();
        counts.into_iter().chain(columns.iter().map(|c| c.0.len())).for_each(|number| packed.number(number));
        columns.iter().for_each(|column| packed.0.extend_from_slice(&column.0));
        self.check(&store::unpack(&packed.0))?;
        Ok(packed.0)
    }

    /// What is packed must come out again: two words may have one hash, and the numbers of words, phrases and what follows
    /// in them have room for 65,535.
    fn check(&self, tables: &store::Tables) -> Result<(), String> {
        let verb_at = 1 + self.words.len();
        let known = |word: &str| usize::from(tables.find(store::hash_of(word.as_bytes())));
        for (at, word) in self.words.iter().enumerate().filter(|(_, word)| !word.is_empty()) {
            if known(word) != at + 1 {
                return Err(format!("{word:?} is read as another word: change HASH_START in src/lexicon/store.rs"));
            }
        }
        for (at, verb) in self.verbs.iter().enumerate() {
            for (form, word) in &verb.forms {
                let read = tables.words.get(known(word)).copied().unwrap_or_default();
                if (usize::from(read.lemma), read.form) != (verb_at + at, *form) {
                    return Err(format!("{word:?} is read as another word: change HASH_START in src/lexicon/store.rs"));
                }
            }
        }
        for (number, list) in (1..).zip(&self.lists) {
            let read: Vec<Phrase> = tables.words.get(number).map_or_else(Vec::new, |word| {
                let phrases = tables.phrases(word.list).iter();
                phrases.map(|p| Phrase { entry: p.entry.into(), form: p.form, rest: tables.rest(p).to_vec() }).collect()
            });
            if read != *list {
                return Err(
                    "the vocabulary has outgrown its packed form: widen the numbers in src/lexicon/store.rs".into()
                );
            }
        }
        Ok(())
    }
}

/// A list's phrases, each as what it has that the one before has not.
fn pack_list(list: &[Phrase], shapes: &mut Column, entries: &mut Column, rests: &mut Column) {
    let mut before: &[WordId] = &[];
    for (at, phrase) in list.iter().enumerate() {
        let shared = phrase.rest.iter().zip(before).take_while(|(one, other)| one == other).count().min(MOST_SHARED);
        let added = phrase.rest.len() - shared;
        let last = u8::from(at + 1 == list.len()) << 7;
        shapes.0.push(last | u8::from(phrase.form != 0) << 6 | (added << 2 | shared) as u8);
        entries.number(phrase.entry);
        if phrase.form != 0 {
            entries.0.push(phrase.form);
        }
        phrase.rest[shared..].iter().for_each(|&word| rests.number(word.into()));
        before = &phrase.rest;
    }
}
