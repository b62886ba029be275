//! From a frame to a finding: anchor, scope, quote, reason and trace.

use super::{cue::Cue, frame::Frame};
use crate::{
    VERSION,
    finding::{Finding, Place, Trace, TracedCue},
    lexicon::{ENTRIES, Kind},
    message::Message,
    outline::{BlockIndex, Section},
    span::ByteSpan,
    text,
};

/// What a frame was put together from.
pub struct Evidence<'a> {
    /// The section.
    pub section: &'a Section,
    /// The block that was read.
    pub index: BlockIndex,
    /// The cues of the piece and of what governs it.
    pub cues: &'a [Cue],
    /// What gave scope, and how.
    pub scope: &'a [&'static str],
    /// What ended the piece.
    pub ended_by: &'static str,
    /// Qualifiers, used or looked for in vain.
    pub qualifiers: Vec<String>,
}

/// Two self-standing parts of one wording stand at most this many bytes apart: « pas de CMU, pas d'AME ».
const ADJOINING: usize = 8;

/// Makes the finding, or joins it to the one before where both are parts of one wording of this sentence.
pub fn add(findings: &mut Vec<Finding>, sentence: usize, frame: &Frame, evidence: &Evidence) {
    let made = finding(frame, evidence);
    let Some(made) = made else { return };
    if let Some(last) = findings[sentence..].last_mut() {
        let same = last.practice == made.practice && last.grade == made.grade && last.scope == made.scope;
        let near = last.anchor.block == made.anchor.block
            && last.anchor.span.start <= made.anchor.span.start
            && made.anchor.span.start <= last.anchor.span.end + ADJOINING;
        let overlaps = made.anchor.span.start < last.anchor.span.end;
        if last.criterion == made.criterion && near && (same || overlaps) {
            // What overlaps is one wording: the graver practice names it.
            if made.practice < last.practice && made.grade >= last.grade {
                last.practice = made.practice;
                last.rule = made.rule;
                last.reason = made.reason;
                last.trace.rule = made.trace.rule;
            }
            last.anchor.span = last.anchor.span.join(made.anchor.span);
            last.quote = quote(evidence.section, &last.scope, last.anchor);
            last.trace.cues.extend(made.trace.cues);
            return;
        }
    }
    findings.push(made);
}

fn finding(frame: &Frame, evidence: &Evidence) -> Option<Finding> {
    let used = |c: &&Cue| !matches!(c.kind(), Kind::Link | Kind::Shield) || c.block != evidence.index;
    let span = |block: BlockIndex| {
        evidence.cues.iter().filter(used).filter(|c| c.block == block).map(|c| c.span).reduce(ByteSpan::join)
    };
    let anchor = Place { block: evidence.index, span: span(evidence.index)? };
    let mut scope: Vec<Place> = Vec::new();
    for cue in evidence.cues.iter().filter(|c| c.block != evidence.index) {
        if !scope.iter().any(|p| p.block == cue.block)
            && let Some(span) = span(cue.block)
        {
            // In order from the start: a sort would take more room in engine.wasm than this whole file.
            let at = scope.partition_point(|p| p.block < cue.block);
            scope.insert(at, Place { block: cue.block, span });
        }
    }
    let words = |cue: &Cue| cue.span.of(&evidence.section.blocks[cue.block].text).to_string();
    let mut args = Vec::new();
    if let Some(group) = frame.group {
        let name = ENTRIES[usize::from(group)].name;
        args.push(("group".to_string(), name.to_string()));
        if let Some(cue) = evidence.cues.iter().find(|c| c.entry == group) {
            args.push(("words".to_string(), words(cue)));
        }
    }
    let clause = anchor.span.of(&evidence.section.blocks[evidence.index].text).to_string();
    Some(Finding {
        anchor,
        quote: quote(evidence.section, &scope, anchor),
        scope,
        criterion: frame.criterion,
        practice: frame.practice,
        grade: frame.grade,
        rule: frame.rule,
        reason: Message { id: format!("reason.{}", frame.rule), args },
        trace: Trace {
            rule: frame.rule.to_string(),
            clause,
            cues: evidence.cues.iter().map(|c| traced(evidence.section, c)).collect(),
            scope: evidence.scope.iter().map(|s| (*s).to_string()).collect(),
            ended_by: Some(evidence.ended_by.to_string()),
            qualifiers: evidence.qualifiers.clone(),
            version: VERSION.to_string(),
        },
    })
}

/// A cue as a trace records it.
pub fn traced(section: &Section, cue: &Cue) -> TracedCue {
    TracedCue {
        entry: cue.entry().id.into(),
        kind: format!("{:?}", cue.kind()).to_ascii_lowercase(),
        words: section.blocks.get(cue.block).map_or("", |b| cue.span.of(&b.text)).to_string(),
    }
}

fn quote(section: &Section, scope: &[Place], anchor: Place) -> String {
    let mut places: Vec<Place> = scope.to_vec();
    let at = places.partition_point(|p| (p.block, p.span.start) < (anchor.block, anchor.span.start));
    places.insert(at, anchor);
    let words: Vec<&str> =
        places.iter().filter_map(|p| section.blocks.get(p.block).map(|b| p.span.of(&b.text))).collect();
    text::joined(&words, " ")
}
