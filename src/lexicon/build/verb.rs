//! Conjugation: from a lemma to the forms that booking pages use. Verbs in -er, -ir (finir) and -re (rendre) by rule; the
//! others from `verbs.toml`.

use super::term;
use serde::Deserialize;
use std::collections::HashMap;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    verb: Vec<Irregular>,
}

/// A verb that no rule makes.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Irregular {
    lemma: String,
    /// The six forms of the present tense, from « je » to « ils ».
    present: String,
    /// The stem of imperfect and present participle: « recev ».
    stem: String,
    /// The stem of future and conditional: « recevr ».
    future: String,
    /// The masculine past participle.
    participle: String,
    /// The third persons of the subjunctive.
    #[serde(default)]
    subjunctive: String,
}

/// No rule conjugates verbs with these endings.
const IRREGULAR: [&str; 9] = ["oir", "ire", "ttre", "aitre", "ivre", "prendre", "indre", "venir", "tenir"];

/// The irregular verbs.
#[derive(Default)]
pub struct Verbs(HashMap<String, Irregular>);

impl Verbs {
    /// Reads `verbs.toml`.
    pub fn add(&mut self, file: &str, text: &str) -> Result<(), String> {
        let parsed: File = toml::from_str(text).map_err(|e| {
            let at = e.span().map_or(0, |s| s.start);
            let line = text.as_bytes()[..at.min(text.len())].iter().filter(|&&b| b == b'\n').count() + 1;
            format!("{file}:{line}: {}", e.message())
        })?;
        for verb in parsed.verb {
            if verb.present.split_whitespace().count() != 6 {
                return Err(format!("{file}: verb {:?}: present needs six forms, from « je » to « ils »", verb.lemma));
            }
            let key = term::fold_words(&verb.lemma).concat();
            if self.0.insert(key, verb).is_some() {
                return Err(format!("{file}: a verb is there twice: take one away"));
            }
        }
        Ok(())
    }

    /// The folded forms of a folded lemma, each with its [form](crate::lexicon).
    pub fn forms(&self, lemma: &str) -> Result<Vec<(&'static str, String)>, String> {
        let mut forms = vec![("Infinitive", lemma.to_string())];
        let mut stem_forms = |stem: &str, future: &str, participle: &str| {
            // Participles first: « refuse » is one where an accent says so, which the text knows and the table does not.
            forms.push(("Participle", participle.into()));
            forms.push(("Participle", format!("{participle}e")));
            for end in ["ais", "ait", "ions", "iez", "aient", "ant"] {
                forms.push((if end == "ant" { "Participle" } else { "Past" }, format!("{stem}{end}")));
            }
            for end in ["ai", "a", "ons", "ez", "ont", "ait", "ions", "aient"] {
                forms.push(("Finite", format!("{future}{end}")));
            }
        };
        let mut finite = Vec::new();
        if let Some(verb) = self.0.get(lemma) {
            let f = |s: &str| term::fold_words(s).concat();
            stem_forms(&f(&verb.stem), &f(&verb.future), &f(&verb.participle));
            finite.extend(verb.present.split_whitespace().map(f));
            finite.extend(verb.subjunctive.split_whitespace().map(f));
        } else if let Some(stem) = lemma.strip_suffix("er") {
            let soft = match stem.as_bytes().last() {
                Some(b'g') => format!("{stem}e"),
                _ => stem.to_string(),
            };
            // « envoyer »: envoie, enverra is rare enough here to be read as « envoiera » too.
            let mute = match stem.strip_suffix('y') {
                Some(short) => format!("{short}i"),
                None if stem.ends_with("pel") || stem.ends_with("jet") => format!("{stem}{}", &stem[stem.len() - 1..]),
                None => stem.to_string(),
            };
            stem_forms(&soft, &format!("{mute}er"), &format!("{stem}e"));
            finite.extend([
                format!("{mute}e"),
                format!("{mute}es"),
                format!("{mute}ent"),
                format!("{stem}ez"),
                format!("{soft}ons"),
            ]);
        } else if IRREGULAR.iter().any(|end| lemma.ends_with(end)) {
            return Err(format!("no rule conjugates {lemma:?}: add it to verbs.toml"));
        } else if let Some(stem) = lemma.strip_suffix("ir") {
            stem_forms(&format!("{stem}iss"), lemma, &format!("{stem}i"));
            for end in ["is", "it", "issons", "issez", "issent", "isse"] {
                finite.push(format!("{stem}{end}"));
            }
        } else if let Some(stem) = lemma.strip_suffix("re") {
            stem_forms(stem, &format!("{stem}r"), &format!("{stem}u"));
            for end in ["s", "", "ons", "ez", "ent", "e"] {
                finite.push(format!("{stem}{end}"));
            }
        } else {
            return Err(format!("no rule conjugates {lemma:?}: add it to verbs.toml"));
        }
        forms.extend(finite.into_iter().map(|f| ("Finite", f)));
        Ok(forms)
    }
}
