//! The compiled tables: words behind a perfect hash, phrases side by side by their first word. A verb stands in phrases as
//! its lemma, once for all its forms: the tables are shipped to every user.

use super::{entry::Entry, term, verb::Verbs};
use crate::lexicon::perfect;
use std::{
    collections::{BTreeMap, HashMap, HashSet},
    fmt::Write,
};

const HASH_START: u32 = 0x811c_9dc5;

/// Shorter words would be taken for others if a letter could be missing.
const LONG_WORD: usize = 6;

struct Phrase {
    entry: usize,
    /// How its verb stands; `None` where the page's word says so.
    form: Option<&'static str>,
    rest: Vec<u16>,
    place: String,
}

/// What stands for a verb in phrases: no page's word begins like this.
const LEMMA: char = '~';

/// Words that follow first words, each run of them once.
#[derive(Default)]
struct Pool {
    words: Vec<u16>,
    places: HashMap<Vec<u16>, usize>,
}

impl Pool {
    fn place(&mut self, run: &[u16]) -> usize {
        if let Some(&at) = self.places.get(run) {
            return at;
        }
        let at = self.words.len();
        self.words.extend_from_slice(run);
        self.places.insert(run.to_vec(), at);
        at
    }
}

fn hash(word: &str) -> u32 {
    word.bytes().fold(HASH_START, |h, b| (h ^ u32::from(b)).wrapping_mul(0x0100_0193))
}

/// The tables before they are written.
pub struct Table {
    words: Vec<String>,
    ids: HashMap<String, u16>,
    phrases: BTreeMap<u16, Vec<Phrase>>,
    /// The verb that a word is a form of, and which.
    lemmas: BTreeMap<u16, (u16, &'static str)>,
    /// Words that stand for their singular, and are not looked up themselves.
    plurals: HashSet<u16>,
}

impl Table {
    /// Expands all entries; what is wrong is added to `faults`.
    pub fn new(entries: &[Entry], verbs: &Verbs, faults: &mut Vec<String>) -> Self {
        let mut table = Self {
            words: vec![String::new()],
            ids: HashMap::new(),
            phrases: BTreeMap::new(),
            lemmas: BTreeMap::new(),
            plurals: HashSet::new(),
        };
        for symbol in term::SYMBOLS {
            table.id(symbol);
        }
        for (index, entry) in entries.iter().enumerate() {
            for written in &entry.terms {
                match term::expand(written) {
                    Ok(sequences) => {
                        for sequence in sequences {
                            if let Some(other) = table.add(index, Some("None"), &sequence, &entry.place) {
                                faults.push(entry.fault(&format!(
                                    "the term {:?} is already at {other}: keep it in one entry",
                                    sequence.join(" ")
                                )));
                            }
                        }
                    }
                    Err(what) => faults.push(entry.fault(&what)),
                }
            }
        }
        // Written terms come first: a conjugated form that is also a term of its own gives way.
        for (index, entry) in entries.iter().enumerate() {
            for written in &entry.verbs {
                if let Err(what) = table.add_verb(index, written, verbs, &entry.place) {
                    faults.push(entry.fault(&what));
                }
            }
        }
        table.fold_plurals();
        table
    }

    /// Makes one word of a plural and its singular, as the look-up of a page's words does: otherwise a plural that stands in
    /// some phrase would hide the phrases of its singular.
    fn fold_plurals(&mut self) {
        let singular = |word: &str| {
            word.strip_suffix('s')
                .filter(|s| !s.ends_with('s'))
                .or_else(|| word.strip_suffix('x').filter(|s| s.ends_with('u')))
                .filter(|s| s.len() > 2)
                .and_then(|s| self.ids.get(s))
                .copied()
        };
        let aliases: HashMap<u16, u16> =
            self.ids.iter().filter_map(|(word, &id)| singular(word).map(|s| (id, s))).collect();
        let alias = |id: u16| aliases.get(&id).copied().unwrap_or(id);
        let mut phrases: BTreeMap<u16, Vec<Phrase>> = BTreeMap::new();
        for (first, list) in std::mem::take(&mut self.phrases) {
            for mut phrase in list {
                phrase.rest.iter_mut().for_each(|word| *word = alias(*word));
                let list = phrases.entry(alias(first)).or_default();
                match list.iter_mut().find(|p| p.rest == phrase.rest) {
                    Some(same) if same.form != Some("None") && phrase.form == Some("None") => *same = phrase,
                    Some(_) => {}
                    None => list.push(phrase),
                }
            }
        }
        self.phrases = phrases;
        for (word, lemma) in self.lemmas.clone() {
            self.lemmas.entry(alias(word)).or_insert(lemma);
        }
        for &plural in aliases.keys() {
            self.plurals.insert(plural);
        }
    }

    fn id(&mut self, word: &str) -> u16 {
        if let Some(&id) = self.ids.get(word) {
            return id;
        }
        let id = self.words.len() as u16;
        self.words.push(word.into());
        self.ids.insert(word.into(), id);
        id
    }

    /// Adds all forms of a verb: « prendre en charge », or « vous ~refuser » where words stand before it.
    fn add_verb(&mut self, entry: usize, written: &str, verbs: &Verbs, place: &str) -> Result<(), String> {
        let (before, verb) = written.split_once('~').unwrap_or(("", written));
        let words = term::fold_words(verb);
        let Some((lemma, complement)) = words.split_first() else { return Err(format!("no verb in {written:?}")) };
        let verb = format!("{LEMMA}{lemma}");
        let id = self.id(&verb);
        let mut forms = vec![(None, verb)];
        for (form, word) in verbs.forms(lemma)? {
            let word_id = self.id(&word);
            // A word can be a form of one verb only; for a second one its phrases are written out.
            if self.lemmas.entry(word_id).or_insert((id, form)).0 != id {
                forms.push((Some(form), word));
            }
        }
        for (form, word) in forms {
            for mut sequence in term::expand(before)? {
                sequence.push(word.clone());
                sequence.extend_from_slice(complement);
                self.add(entry, form, &sequence, place);
            }
        }
        Ok(())
    }

    /// Adds a phrase, or says where it is already.
    fn add(&mut self, entry: usize, form: Option<&'static str>, words: &[String], place: &str) -> Option<String> {
        let ids: Vec<u16> = words.iter().map(|w| self.id(w)).collect();
        let (first, rest) = ids.split_first()?;
        let phrases = self.phrases.entry(*first).or_default();
        if let Some(same) = phrases.iter().find(|p| p.rest == rest) {
            return (same.entry != entry).then(|| same.place.clone());
        }
        phrases.push(Phrase { entry, form, rest: rest.to_vec(), place: place.into() });
        None
    }

    /// How each word may be written: a doubled consonant is often forgotten (« aceptons », « consomateurs »).
    fn keys(&self) -> Vec<(String, u16)> {
        let written = |id: usize, word: &str| !self.plurals.contains(&(id as u16)) && !word.starts_with(LEMMA);
        let plain = || self.words.iter().enumerate().skip(1).filter(|&(id, word)| written(id, word));
        let mut keys: Vec<(String, u16)> = plain().map(|(id, word)| (word.clone(), id as u16)).collect();
        let mut taken: HashSet<String> = keys.iter().map(|(word, _)| word.clone()).collect();
        for (id, word) in plain().filter(|(_, word)| word.len() >= LONG_WORD) {
            let mut careless = String::new();
            for letter in word.chars() {
                if !careless.ends_with(letter) || "aeiou".contains(letter) {
                    careless.push(letter);
                }
            }
            if taken.insert(careless.clone()) {
                keys.push((careless, id as u16));
            }
        }
        keys
    }

    /// The tables as Rust.
    pub fn write(self, entries: &[Entry]) -> Result<String, String> {
        let mut out = String::new();
        let keys = self.keys();
        let (shifts, slots) = perfect::place(keys.iter().map(|(word, _)| hash(word)).collect());
        if shifts.is_empty() {
            return Err("two words have one hash: change HASH_START in src/lexicon/build/table.rs".into());
        }
        // A word's number is its slot's, counted from 1; verbs, which no page writes, come behind.
        let mut numbers = vec![0u16; self.words.len()];
        let mut shipped: Vec<Option<(u16, bool)>> = Vec::new();
        let (mut lengths, mut prints) = (Vec::new(), Vec::new());
        for (slot, key) in slots.iter().enumerate() {
            let (word, id) = key.map_or(("", 0), |key| (keys[key].0.as_str(), keys[key].1));
            let plain = word == self.words[usize::from(id)];
            if plain {
                numbers[usize::from(id)] = slot as u16 + 1;
            }
            shipped.push(key.map(|_| (id, plain)));
            lengths.push(word.len() as u8);
            prints.push(perfect::print(word.as_bytes()));
        }
        for (id, word) in self.words.iter().enumerate() {
            if word.starts_with(LEMMA) {
                shipped.push(Some((id as u16, true)));
                numbers[id] = shipped.len() as u16;
            }
        }
        let number = |id: u16| numbers[usize::from(id)];
        let (mut words, mut lists, mut phrases) = (String::new(), String::new(), String::new());
        let mut phrase_count = 0;
        let mut sequences = Pool::default();
        let mut known: HashMap<String, usize> = HashMap::new();
        for word in std::iter::once(None).chain(shipped.iter().copied()) {
            let id = word.map_or(0, |(id, _)| id);
            let mut list: Vec<(Vec<u16>, &Phrase)> = self.phrases.get(&id).map_or_else(Vec::new, |list| {
                list.iter().map(|p| (p.rest.iter().map(|&word| number(word)).collect(), p)).collect()
            });
            list.sort_by_key(|(rest, _)| (rest.first().copied(), std::cmp::Reverse(rest.len())));
            let kinds = list.iter().fold(0u32, |k, (_, p)| k | 1 << entries[p.entry].kind);
            let mut written = String::new();
            for (rest, phrase) in &list {
                let form = phrase.form.map_or("None".into(), |form| format!("Some(Form::{form})"));
                let at = sequences.place(rest);
                let (entry, length) = (phrase.entry, rest.len());
                let _ = write!(written, "Phrase {{ entry: {entry}, form: {form}, at: {at}, length: {length} }},");
            }
            // Words that begin the same phrases share the list of them.
            let next = known.len();
            let list = *known.entry(written).or_insert_with_key(|written| {
                phrases.push_str(written);
                let _ = write!(lists, "List {{ phrases: {phrase_count}, count: {}, kinds: {kinds} }},", list.len());
                phrase_count += list.len();
                next
            });
            // A careless spelling reads as its word does: as a form of the same verb, or else of the word itself.
            let itself = word.filter(|(_, plain)| !plain).map_or(0, |(id, _)| number(id));
            let (lemma, form) = self.lemmas.get(&id).map_or((itself, "None"), |&(lemma, form)| (number(lemma), form));
            let _ = write!(words, "Word {{ list: {list}, lemma: {lemma}, form: Form::{form} }},");
        }
        let (word_count, list_count, sequence) = (shipped.len() + 1, known.len(), sequences.words);
        let [no, yes] = term::SYMBOLS.map(|symbol| self.ids.get(symbol).map_or(0, |&id| number(id)));
        let _ = write!(
            out,
            "/// Where a word's hash begins.\npub const HASH_START: u32 = {HASH_START};\n\
             /// The word of symbols that say no.\npub const NO: WordId = {no};\n\
             /// The word of symbols that say yes.\npub const YES: WordId = {yes};\n\
             static LENGTHS: [u8; {}] = {lengths:?};\nstatic PRINTS: [u32; {}] = {prints:?};\n\
             static SHIFTS: [u16; {}] = {shifts:?};\nstatic WORDS: [Word; {word_count}] = [{words}];\n\
             static LISTS: [List; {list_count}] = [{lists}];\nstatic PHRASES: [Phrase; {phrase_count}] = [{phrases}];\n\
             static SEQUENCE: [WordId; {}] = {sequence:?};\n",
            lengths.len(),
            prints.len(),
            shifts.len(),
            sequence.len()
        );
        let _ = write!(
            out,
            "/// All entries, in the order of the files.\npub static ENTRIES: [Entry; {}] = [",
            entries.len()
        );
        for e in entries {
            let option = |kind: &str, v: Option<&str>| v.map_or("None".into(), |v| format!("Some({kind}::{v})"));
            let _ = writeln!(
                out,
                "Entry {{ id: {:?}, kind: Kind::{}, criterion: {}, practice: {}, effect: {}, sign: {}, weak: {}, check: {}, name: {:?}, \
                 fires: examples!({:?}), silent: examples!({:?}) }},",
                e.id,
                e.kind(),
                option("Criterion", e.criterion),
                option("Practice", e.practice),
                option("Effect", e.effect),
                e.sign,
                e.weak,
                e.check,
                e.name,
                e.fires,
                e.silent
            );
        }
        out.push_str("];\n/// The places of the entries in [`ENTRIES`], by name.\n#[allow(missing_docs, reason = \"the names are the ids\")]\npub mod id {");
        for (index, e) in entries.iter().enumerate() {
            let name = e.id.to_uppercase().replace(['.', '-'], "_");
            let _ = write!(out, "pub const {name}: u16 = {index};");
        }
        out.push_str("}\n");
        Ok(out)
    }
}
