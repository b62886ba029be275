//! The compiled tables: words in a hash table with open addressing, phrases side by side by their first word.

use super::{entry::Entry, term, verb::Verbs};
use std::{
    collections::{BTreeMap, HashMap, HashSet},
    fmt::Write,
};

const HASH_START: u32 = 0x811c_9dc5;

/// Shorter words would be taken for others if a letter could be missing.
const LONG_WORD: usize = 6;

struct Phrase {
    entry: usize,
    form: &'static str,
    rest: Vec<u16>,
    place: String,
}

/// The tables before they are written.
pub struct Table {
    words: Vec<String>,
    ids: HashMap<String, u16>,
    phrases: BTreeMap<u16, Vec<Phrase>>,
    /// Words that stand for their singular, and are not looked up themselves.
    plurals: HashSet<u16>,
}

impl Table {
    /// Expands all entries; what is wrong is added to `faults`.
    pub fn new(entries: &[Entry], verbs: &Verbs, faults: &mut Vec<String>) -> Self {
        let mut table =
            Self { words: vec![String::new()], ids: HashMap::new(), phrases: BTreeMap::new(), plurals: HashSet::new() };
        for symbol in term::SYMBOLS {
            table.id(symbol);
        }
        for (index, entry) in entries.iter().enumerate() {
            for written in &entry.terms {
                match term::expand(written) {
                    Ok(sequences) => {
                        for sequence in sequences {
                            if let Some(other) = table.add(index, "None", &sequence, &entry.place) {
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
                    Some(same) if same.form != "None" && phrase.form == "None" => *same = phrase,
                    Some(_) => {}
                    None => list.push(phrase),
                }
            }
        }
        self.phrases = phrases;
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
        for (form, word) in verbs.forms(lemma)? {
            for mut sequence in term::expand(before)? {
                sequence.push(word.clone());
                sequence.extend_from_slice(complement);
                self.add(entry, form, &sequence, place);
            }
        }
        Ok(())
    }

    /// Adds a phrase, or says where it is already.
    fn add(&mut self, entry: usize, form: &'static str, words: &[String], place: &str) -> Option<String> {
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
        let plain = || self.words.iter().enumerate().skip(1).filter(|(id, _)| !self.plurals.contains(&(*id as u16)));
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
    pub fn write(mut self, entries: &[Entry]) -> String {
        let mut out = String::new();
        let (mut letters, mut words, mut phrases, mut sequence) =
            (String::new(), String::new(), String::new(), Vec::new());
        let (mut phrase_count, mut word_count) = (0, 0);
        for id in 0..self.words.len() {
            let mut list = self.phrases.remove(&(id as u16)).unwrap_or_default();
            list.sort_by_key(|p| (p.rest.first().copied(), std::cmp::Reverse(p.rest.len())));
            let kinds = list.iter().fold(0u32, |k, p| k | 1 << entries[p.entry].kind);
            let _ = write!(words, "Word {{ phrases: {phrase_count}, count: {}, kinds: {kinds} }},", list.len());
            word_count += 1;
            for phrase in list {
                let _ = write!(
                    phrases,
                    "Phrase {{ entry: {}, form: Form::{}, at: {}, length: {} }},",
                    phrase.entry,
                    phrase.form,
                    sequence.len(),
                    phrase.rest.len()
                );
                sequence.extend(phrase.rest);
                phrase_count += 1;
            }
        }
        let keys = self.keys();
        let mut slots = vec![0u16; (keys.len() * 2).next_power_of_two()];
        let mut key_table = String::new();
        for (index, (word, id)) in keys.iter().enumerate() {
            let _ = write!(key_table, "Key {{ at: {}, length: {}, word: {id} }},", letters.len(), word.len());
            letters.push_str(word);
            let hash = word.bytes().fold(HASH_START, |h, b| (h ^ u32::from(b)).wrapping_mul(0x0100_0193));
            let mut slot = (hash ^ (hash >> 15)) as usize & (slots.len() - 1);
            while slots[slot] != 0 {
                slot = (slot + 1) & (slots.len() - 1);
            }
            slots[slot] = index as u16 + 1;
        }
        let _ = write!(
            out,
            "/// Where a word's hash begins.\npub const HASH_START: u32 = {HASH_START};\n\
             /// The word of symbols that say no.\npub const NO: WordId = 1;\n\
             /// The word of symbols that say yes.\npub const YES: WordId = 2;\n\
             static LETTERS: &str = {letters:?};\nstatic KEYS: [Key; {}] = [{key_table}];\nstatic WORDS: [Word; {word_count}] = [{words}];\n\
             static PHRASES: [Phrase; {phrase_count}] = [{phrases}];\nstatic SEQUENCE: [WordId; {}] = {sequence:?};\n\
             static SLOTS: [WordId; {}] = {slots:?};\n",
            keys.len(),
            sequence.len(),
            slots.len()
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
                "Entry {{ id: {:?}, kind: Kind::{}, criterion: {}, practice: {}, effect: {}, sign: {}, weak: {}, name: {:?}, \
                 fires: examples!({:?}), silent: examples!({:?}) }},",
                e.id,
                e.kind(),
                option("Criterion", e.criterion),
                option("Practice", e.practice),
                option("Effect", e.effect),
                e.sign,
                e.weak,
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
        out
    }
}
