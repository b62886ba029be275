//! Limits of the speciality: the ages of a paediatrician, the women of a midwife, an examination's contra-indications.

use super::cue::{self, Page};
use crate::{
    finding::{Criterion, Finding, Grade},
    lexicon::{self, Effect, Kind},
    outline::Section,
    text,
};

/// Takes away what follows from the speciality that the section names. A contra-indication bears on its own block only.
pub fn limit(section: &Section, without: Option<u16>, findings: &mut Vec<Finding>) {
    let limited = |c: Criterion| matches!(c, Criterion::Age | Criterion::Gender | Criterion::Health | Criterion::Family);
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
        cue::find(page, 0, tokens.len(), &mut cues);
        found.extend(cues.iter().filter(|c| c.is(Kind::Speciality)).filter_map(|c| {
            let entry = c.entry();
            Some((index, entry.criterion?, entry.effect == Some(Effect::Lower)))
        }));
    }
    findings.retain(|f| {
        !found.iter().filter(|f| !f.2).any(|(block, criterion, _)| match criterion {
            Criterion::Health => {
                *block == f.anchor.block && matches!(f.criterion, Criterion::Health | Criterion::Family | Criterion::Age)
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
