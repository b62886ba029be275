//! Limits of the speciality: the ages of a paediatrician, the women of a midwife, an examination's contra-indications.

use super::cue::{self, Page};
use crate::{
    finding::{Criterion, Finding, Grade},
    lexicon::{self, Effect, Kind},
    outline::Section,
    text::{self, letter::lowered},
};

/// Beginnings of words by which a text shows that it is about a practice and its patients.
const PRACTICE: [&str; 84] = [
    "cabinet",
    "docteur",
    "médecin",
    "généralist",
    "generalist",
    "dent",
    "orthod",
    "kiné",
    "kine",
    "ostéo",
    "osteo",
    "infirm",
    "sage-femme",
    "gynéco",
    "gyneco",
    "obstétr",
    "pédiatr",
    "psych",
    "ophtalm",
    "optic",
    "optiq",
    "lunett",
    "verres",
    "lentille",
    "audio",
    "dermat",
    "cardio",
    "radio",
    "imagerie",
    "échogra",
    "mammo",
    "scanner",
    "laboratoire",
    "labo",
    "prélèv",
    "pharmac",
    "orthop",
    "podo",
    "pédicur",
    "semelle",
    "diétét",
    "nutrition",
    "thérap",
    "hypno",
    "sophro",
    "acupunct",
    "chirurg",
    "implant",
    "prothès",
    "détartr",
    "carie",
    "clinique",
    "hôpital",
    "patient",
    "consult",
    "téléconsult",
    "rdv",
    "rendez-vous",
    "séance",
    "seance",
    "soign",
    "soins",
    "soin",
    "secrétari",
    "secretari",
    "créneau",
    "creneau",
    "agenda",
    "réserv",
    "reserv",
    "comptoir",
    "vaccin",
    "massage",
    "rééduc",
    "praticien",
    "honoraires",
    "maternité",
    "urolog",
    "rhumat",
    "endocrin",
    "salle",
    "suivi",
    "frottis",
    "gériat",
];

/// Words in which somebody speaks of himself, as no law does.
const SPEAKER: [&str; 11] = ["je", "j", "nous", "notre", "nos", "mon", "ma", "mes", "moi", "dr", "dre"];

/// A note of so many words needs no other sign that it is about a practice: « Célibataires s'abstenir ».
const NOTE: usize = 20;

/// Takes away, outside the cover, what long texts say that are not about a practice: laws, benefits, administration.
pub fn elsewhere(section: &Section, findings: &mut Vec<Finding>) {
    let long = |f: &Finding| {
        f.criterion != Criterion::Coverage
            && section.blocks.get(f.anchor.block).is_some_and(|b| b.text.split_whitespace().nth(NOTE).is_some())
    };
    if !findings.iter().any(long) {
        return;
    }
    let about = section.blocks.iter().any(|block| {
        let parts = |c: char| c.is_ascii() && !c.is_ascii_alphanumeric() && c != '-' || matches!(c, '’' | '«' | '»');
        block.text.split(parts).any(|word| {
            let word = lowered(word);
            SPEAKER.contains(&word.as_str()) || PRACTICE.iter().any(|start| word.starts_with(start))
        })
    });
    if !about {
        findings.retain(|f| !long(f));
    }
}

/// Takes away what follows from the speciality that the section names. A contra-indication bears on its own block only.
pub fn limit(section: &Section, without: Option<u16>, findings: &mut Vec<Finding>) {
    let limited =
        |c: Criterion| matches!(c, Criterion::Age | Criterion::Gender | Criterion::Health | Criterion::Family);
    if !findings.iter().any(|f| limited(f.criterion)) {
        return;
    }
    let mut tokens = Vec::new();
    let mut cues = Vec::new();
    let mut found: Vec<(usize, Criterion, bool)> = Vec::new();
    for (index, block) in section.blocks.iter().enumerate() {
        text::read(&block.text, &mut tokens);
        if !tokens.iter().any(|t| lexicon::kinds(t.word) & lexicon::bit(Kind::Speciality) != 0) {
            continue;
        }
        let page = Page { block: index, text: &block.text, tokens: &tokens, without };
        cue::listed(page, 0, tokens.len(), &mut cues);
        found.extend(cues.iter().filter(|c| c.is(Kind::Speciality)).filter_map(|c| {
            let entry = c.entry();
            Some((index, entry.criterion?, entry.effect == Some(Effect::Lower)))
        }));
    }
    findings.retain(|f| {
        !found.iter().filter(|f| !f.2).any(|(block, criterion, _)| match criterion {
            Criterion::Health => {
                *block == f.anchor.block
                    && matches!(f.criterion, Criterion::Health | Criterion::Family | Criterion::Age)
            }
            _ => *criterion == f.criterion,
        })
    });
    for finding in findings.iter_mut() {
        if found.iter().any(|(_, criterion, lowers)| *lowers && *criterion == finding.criterion) {
            finding.grade = Grade::Check;
        }
    }
}
