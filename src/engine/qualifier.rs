//! Qualifiers: what makes a sentence speak about a refusal instead of making one. They clear a frame or lower its grade, and
//! never raise it. Those of vocabulary are entries of the lexicon; those of grammar are here: question, quotation, history.

use super::{
    clause::Piece,
    cue::{Cue, Cues},
    frame::Frame,
    reading::Reading,
};
use crate::{
    finding::Grade,
    lexicon::{Effect, Form, Kind, id},
    span::ByteSpan,
    text::{Shape, Token},
};

/// What is left of a frame.
pub struct Weighed {
    /// Its grade; none where it is cleared.
    pub grade: Option<Grade>,
    /// The qualifiers that lowered it, and those that were looked for in vain.
    pub trace: Vec<String>,
}

/// The grammar's own qualifiers, as a trace names them.
const QUESTION: &str = "question";
const QUOTATION: &str = "quotation";
const HISTORY: &str = "history";
const APART: &str = "stands by itself";

/// Weighs a frame that stands in a piece; `cues` are the piece's with those of what governs it.
pub fn weigh(reading: &Reading, frame: &Frame, piece: &Piece, cues: &[Cue], scope: &[&str]) -> Weighed {
    let own = &reading.cues[piece.cues.clone()];
    let spoken = |c: &&Cue| matches!(c.kind(), Kind::Act | Kind::Verb);
    // « nous ne recevons pas… » does what it says, whatever the rest of the sentence is about.
    let performed = own.iter().filter(spoken).any(|c| c.form == Form::Finite && c.own && !c.reflexive)
        || own.windows(2).any(|p| p[0].own && p[0].is_entry(id::NEGATION_NE) && p[1].form == Form::Finite);
    let said = own.iter().filter(spoken).any(|c| c.form == Form::Past);
    // What refuses must stand in the quotation, not the group alone: « les patients "CMU" ne sont pas reçus ».
    let mut refusing = cues
        .iter()
        .filter(|c| {
            c.block == reading.index && matches!(c.kind(), Kind::Act | Kind::Verb | Kind::Negator | Kind::Burden)
        })
        .peekable();
    let within = |c: &Cue| reading.quotations.iter().any(|q| q.start <= c.span.start && c.span.end <= q.end);
    let whole = reading.quotations.iter().any(|q| {
        let inside = |c: &&Cue| c.block == reading.index && q.start <= c.span.start && c.span.end <= q.end;
        let said: Vec<&Cue> = cues.iter().filter(inside).collect();
        said.iter().any(|c| c.is(Kind::Group))
            && said.iter().any(|c| matches!(c.kind(), Kind::Negator) || c.is(Kind::Act) && c.entry().sign < 0)
    });
    let quoted = whole || refusing.peek().is_some() && refusing.all(within);
    // Under a heading that names the group, « nous n'acceptons plus de nouveaux patients » may be said to everybody.
    let they = own.has_entry(id::LINK_THEY);
    let complete =
        own.iter().any(|c| c.is(Kind::Person) || c.is(Kind::Act) && c.own || c.is_entry(id::NEGATION_NE) && c.own);
    let apart = scope == ["heading"] && !they && complete && !own.has(Kind::Group);
    let mut effects: Vec<(&'static str, Effect)> = Vec::new();
    for (present, name, effect) in [
        (reading.question, QUESTION, Effect::Clear),
        (quoted, QUOTATION, Effect::Clear),
        (said, HISTORY, Effect::Clear),
        (apart, APART, Effect::Lower),
    ] {
        if present {
            effects.push((name, effect));
        }
    }
    let first_act = own.iter().position(|c| matches!(c.kind(), Kind::Act | Kind::Verb | Kind::Negator));
    for (index, cue) in reading.cues.iter().enumerate() {
        let here = piece.cues.contains(&index);
        let Some(effect) = cue.entry().effect else { continue };
        let applies = match cue.entry {
            // Those whose subject is somebody else must stand where a subject stands.
            id::REPORT_OTHERS => {
                (here || !performed) && index == 0 && first_act.is_none_or(|act| piece.cues.start + act >= index)
            }
            _ => here || !performed,
        };
        if applies {
            effects.push((cue.entry().id, effect));
        }
    }
    for cue in cues.iter().chain(reading.heads.iter().flat_map(|h| h.cues.iter())) {
        if let Some(effect) =
            cue.entry().effect.filter(|_| cue.block != reading.index && cue.entry != id::REPORT_OTHERS)
        {
            effects.push((cue.entry().id, effect));
        }
    }
    let cleared = effects.iter().any(|e| e.1 == Effect::Clear);
    let mut trace: Vec<String> = effects.iter().map(|e| e.0.to_string()).collect();
    trace.dedup();
    for name in [QUESTION, QUOTATION, HISTORY, "report.law", "report.told", "report.others", "welcome.equal"] {
        if !trace.iter().any(|t| t == name) {
            trace.push(format!("no {name}"));
        }
    }
    let grade = if effects.is_empty() { frame.grade } else { Grade::Check };
    Weighed { grade: (!cleared).then_some(grade), trace }
}

/// The stretches of a block that stand in quotation marks. One that is never closed runs to the block's end.
pub fn quotations(tokens: &[Token]) -> Vec<ByteSpan> {
    let mut found = Vec::new();
    let mut open: Option<usize> = None;
    for token in tokens {
        match (token.shape, open) {
            (Shape::Sign('«'), None) | (Shape::Sign('"'), None) => open = Some(token.span.end),
            (Shape::Sign('»') | Shape::Sign('"'), Some(from)) => {
                found.push(ByteSpan::new(from, token.span.start));
                open = None;
            }
            _ => {}
        }
    }
    if let (Some(from), Some(last)) = (open, tokens.last()) {
        found.push(ByteSpan::new(from, last.span.end));
    }
    found
}
