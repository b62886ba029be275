//! Limits of the speciality: the ages of a paediatrician, the women of a midwife, an examination's contra-indications.

use super::{
    Context,
    cue::{self, Page},
    leaning,
};
use crate::{
    finding::{Criterion, Finding, Grade, Practice},
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
            let first = word.as_bytes().first();
            let begins = |start: &&str| start.as_bytes().first() == first && word.starts_with(start);
            SPEAKER.contains(&word.as_str()) || PRACTICE.iter().any(begins)
        })
    });
    if !about {
        findings.retain(|f| !long(f));
    }
}

/// Whether a speciality can explain it: that somebody is not received, or elsewhere, or at some hours, for an age, a sex or a state
/// of health. It explains no price, no paper and no scorn, and nobody's transition. A contra-indication stands in the words that
/// the network has read.
fn explains(finding: &Finding) -> bool {
    let who = matches!(finding.practice, Practice::Refusal | Practice::Restriction | Practice::Referral);
    let read = finding.criterion == Criterion::Health && leaning::is(finding);
    who && !read && !finding.trace.cues.iter().any(|cue| cue.entry.starts_with("gender.trans"))
}

/// Takes away what follows from the speciality that the section names, or that the page's subject has. A contra-indication
/// bears on its own block only, and a profession has none.
pub fn limit(section: &Section, context: &Context<'_>, findings: &mut Vec<Finding>) {
    let limited =
        |c: Criterion| matches!(c, Criterion::Age | Criterion::Gender | Criterion::Health | Criterion::Family);
    if !findings.iter().any(|f| limited(f.criterion)) {
        return;
    }
    let mut tokens = Vec::new();
    let mut cues = Vec::new();
    let mut found: Vec<(usize, Criterion, bool)> = Vec::new();
    let texts = section.blocks.iter().map(|block| block.text.as_str());
    for (index, said) in texts.chain([context.profession]).enumerate() {
        text::read(said, &mut tokens);
        if !tokens.iter().any(|t| lexicon::kinds(t.word) & lexicon::bit(Kind::Speciality) != 0) {
            continue;
        }
        let page = Page { block: index, text: said, tokens: &tokens, without: context.without };
        cue::listed(page, 0, tokens.len(), &mut cues);
        found.extend(cues.iter().filter(|c| c.is(Kind::Speciality)).filter_map(|c| {
            let entry = c.entry();
            Some((index, entry.criterion?, entry.effect == Some(Effect::Lower)))
        }));
    }
    findings.retain(|f| {
        !explains(f)
            || !found.iter().filter(|f| !f.2).any(|(block, criterion, _)| match criterion {
                Criterion::Health => {
                    *block == f.anchor.block
                        && matches!(f.criterion, Criterion::Health | Criterion::Family | Criterion::Age)
                }
                _ => *criterion == f.criterion,
            })
    });
    for finding in findings.iter_mut() {
        if found.iter().any(|(_, criterion, lowers)| *lowers && *criterion == finding.criterion && explains(finding)) {
            finding.grade = Grade::Check;
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::{
        engine::{Context, scan},
        finding::{Criterion, Grade},
        outline::Section,
    };

    #[test]
    fn the_profession_limits_as_the_section_s_own_words_do() {
        // What is said, by whom, what is left of it.
        for (text, profession, left) in [
            ("Je ne reçois pas les hommes.", "", Some(Grade::Flag)),
            ("Je ne reçois pas les hommes.", "Sage-femme", None),
            ("Je ne reçois pas les hommes.", "Inès Le Goff, sage-femme à Nantes · Inès Le Goff", None),
            ("Je ne reçois pas les hommes.", "Masseur-kinésithérapeute", Some(Grade::Flag)),
            ("Pas de patients de plus de 70 ans.", "Pédiatre", None),
            ("Pas de patients de plus de 70 ans.", "Orthodontiste", Some(Grade::Check)),
            ("Pas de patients de plus de 70 ans.", "Dentiste", Some(Grade::Flag)),
            // It explains who is received, not at what price, and nobody's transition.
            ("Pas de tiers payant pour les plus de 70 ans.", "Pédiatre", Some(Grade::Flag)),
            ("Je ne reçois pas les personnes trans.", "Gynécologue", Some(Grade::Flag)),
            // Equipment bears on its own block only: a profession is none.
            ("Pas de patients diabétiques.", "IRM, scanner", Some(Grade::Flag)),
        ] {
            let found = scan(&Section::from_text(text), &Context { profession, ..Context::default() });
            assert_eq!(found.first().map(|f| f.grade), left, "{text} ({profession})");
        }
        // Cover is no matter of the profession.
        let cover = scan(&Section::from_text("Pas de CMU."), &Context { profession: "Pédiatre", ..Context::default() });
        assert_eq!(cover.first().map(|f| f.criterion), Some(Criterion::Coverage));
    }
}
