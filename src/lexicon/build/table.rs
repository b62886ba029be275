//! From entries to words and phrases: every term expanded, every verb conjugated. A verb stands in phrases as its lemma, once
//! for all its forms; which words those are is said apart.

use super::{entry::Entry, pack, store, term, verb::Verbs};
use std::{
    collections::{BTreeMap, HashMap, HashSet},
    fmt::Write,
};

struct Phrase {
    entry: usize,
    /// How its verb stands; `None` where the page's word says so.
    form: Option<&'static str>,
    rest: Vec<u16>,
    place: String,
}

/// The forms by their codes; the last is said by the page's word.
const FORMS: [Option<&str>; 6] =
    [Some("None"), Some("Finite"), Some("Infinitive"), Some("Participle"), Some("Past"), None];

/// Numbers below 128 take one byte: so many words get one, beside those of the symbols.
const COMMON: usize = 125;

/// What stands for a verb in phrases: no page's word begins like this.
const LEMMA: char = '~';

/// A term is packed with at most so many words after its first.
fn too_long(words: &[String]) -> Result<(), String> {
    if words.len() <= 1 + store::MOST_ADDED {
        return Ok(());
    }
    Err(format!("the term {:?} has more than {} words: shorten it", words.join(" "), 1 + store::MOST_ADDED))
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
                            too_long(&sequence).unwrap_or_else(|what| faults.push(entry.fault(&what)));
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
        let (lemma, complement) = verb.split_once(' ').unwrap_or((verb, ""));
        let lemma = &term::fold_words(lemma).concat();
        if lemma.is_empty() {
            return Err(format!("no verb in {written:?}"));
        }
        let complements = term::expand(complement)?;
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
                for complement in &complements {
                    let words = [sequence.as_slice(), complement.as_slice()].concat();
                    too_long(&words)?;
                    self.add(entry, form, &words, place);
                }
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

    /// The packed vocabulary.
    pub fn pack(&self) -> Result<Vec<u8>, String> {
        let spelling = |id: u16| self.words[usize::from(id)].as_str();
        let is_verb = |id: u16| spelling(id).starts_with(LEMMA);
        let symbols = term::SYMBOLS.map(|symbol| self.ids[symbol]);
        let mut used: BTreeMap<u16, usize> = BTreeMap::new();
        for (&first, list) in &self.phrases {
            for &word in std::iter::once(&first).chain(list.iter().flat_map(|p| &p.rest)) {
                *used.entry(word).or_insert(0) += 1;
            }
        }
        // The words that most phrases name get the numbers that are shortest to write.
        let mut words: Vec<u16> = used.keys().copied().filter(|id| !is_verb(*id) && !symbols.contains(id)).collect();
        words.sort_by_key(|id| (std::cmp::Reverse(used[id]), spelling(*id)));
        let common = COMMON.min(words.len());
        let (common, rare) = words.split_at_mut(common);
        common.sort_by_key(|id| spelling(*id));
        rare.sort_by_key(|id| spelling(*id));
        words.splice(..0, symbols);
        let mut verbs: Vec<u16> = (1..self.words.len() as u16).filter(|&id| is_verb(id)).collect();
        verbs.sort_by_key(|id| spelling(*id));
        let numbers: HashMap<u16, u16> = words.iter().chain(&verbs).copied().zip(1..).collect();
        let lists = words.iter().chain(&verbs).map(|id| {
            let list = self.phrases.get(id).map_or(&[][..], |list| list);
            let numbered = |p: &Phrase| {
                let form = FORMS.iter().position(|form| *form == p.form).unwrap_or_default() as u8;
                pack::Phrase { entry: p.entry, form, rest: p.rest.iter().map(|word| numbers[word]).collect() }
            };
            let mut list: Vec<_> = list.iter().map(numbered).collect();
            list.sort_by_key(|p| (p.rest.first().copied(), std::cmp::Reverse(p.rest.len())));
            list
        });
        let lists = lists.collect();
        let mut forms: HashMap<u16, Vec<(u8, String)>> = HashMap::new();
        for (word, (lemma, form)) in self.lemmas.iter().filter(|(word, _)| !self.plurals.contains(word)) {
            let code = FORMS.iter().position(|known| *known == Some(form)).unwrap_or_default() as u8;
            forms.entry(*lemma).or_default().push((code, spelling(*word).to_owned()));
        }
        let verbs = verbs.iter().map(|id| pack::Verb { forms: forms.remove(id).unwrap_or_default() }).collect();
        let letters = |id: &u16| if symbols.contains(id) { String::new() } else { spelling(*id).to_owned() };
        pack::Vocabulary { words: words.iter().map(letters).collect(), verbs, lists }.pack()
    }
}

/// The entries as Rust.
pub fn write(entries: &[Entry]) -> String {
    let mut out = String::new();
    let _ =
        write!(out, "/// All entries, in the order of the files.\npub static ENTRIES: [Entry; {}] = [", entries.len());
    for e in entries {
        // A variant is its name with a capital.
        let option = |kind: &str, name: Option<&str>| {
            name.map_or("None".into(), |name| format!("Some({kind}::{}{})", name[..1].to_uppercase(), &name[1..]))
        };
        let _ = writeln!(
            out,
            "Entry {{ id: {:?}, kind: Kind::{}, criterion: {}, practice: {}, effect: {}, sign: {}, weak: {}, check: {}, acute: {}, quiet: {}, name: {:?}, \
             fires: examples!({:?}), silent: examples!({:?}), words: examples!({:?}), verbs: examples!({:?}), source: source!({:?}) }},",
            e.id,
            e.kind(),
            option("Criterion", e.criterion),
            option("Practice", e.practice),
            option("Effect", e.effect),
            e.sign,
            e.weak,
            e.check,
            e.acute,
            e.quiet,
            e.name,
            e.fires,
            e.silent,
            e.terms,
            e.verbs,
            e.source
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
