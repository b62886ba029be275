//! Judgement: from a section's blocks to findings. Pure, linear, and it cannot fail.
//!
//! A block is folded once; a sentence is read further only where it, or what governs it, names a group. Its cues are cut
//! into pieces; each piece, with the topic, heading or label that governs it, makes at most one frame.

mod clause;
mod cue;
mod frame;
mod judge;

use crate::{
    finding::Finding,
    lexicon::{self, Kind},
    outline::{BlockIndex, Governs, Section},
    text::{self, Token},
};
use clause::{Border, Piece};
use cue::Cue;
use frame::Surroundings;
use judge::Evidence;

/// What is known beside the words.
#[derive(Clone, Debug, Default)]
pub struct Context {
    /// The practitioner's profession, in the lexicon's spelling, when known.
    pub profession: Option<String>,
}

/// Without one of these in a sentence, or in what governs it, there is nothing to read.
const GATE: u32 = lexicon::bit(Kind::Group) | lexicon::bit(Kind::Benefit) | lexicon::bit(Kind::Paper);

/// Labels and introductions are no longer than this, in bytes: what is longer governs nothing, and is not read again for each
/// of the blocks under it.
const LONGEST_LABEL: usize = 2_000;

/// A piece of another place that governs: a heading, a label, the sentence before.
#[derive(Clone, Debug)]
struct Head {
    cues: Vec<Cue>,
    name: &'static str,
}

/// Reads one section. Findings come in reading order of their anchors.
pub fn scan(section: &Section, _context: &Context) -> Vec<Finding> {
    let mut tokens = Vec::new();
    let mut governor = Vec::new();
    let mut masks: Vec<u32> = Vec::with_capacity(section.blocks.len());
    let mut findings = Vec::new();
    for (index, block) in section.blocks.iter().enumerate() {
        text::read(&block.text, &mut tokens);
        masks.push(mask(&tokens));
        let governed = block.governors.iter().fold(0, |all, g| {
            all | masks.get(g.block).copied().unwrap_or_else(|| {
                // Few blocks are governed by a later one, such as a table's foot.
                text::read(
                    section.blocks.get(g.block).filter(|b| b.text.len() <= LONGEST_LABEL).map_or("", |b| &b.text),
                    &mut governor,
                );
                mask(&governor)
            })
        });
        if block.context || (masks[index] | governed) & GATE == 0 || masks[index] == 0 {
            continue;
        }
        let heads = heads(section, index);
        read_block(section, index, &tokens, &heads, &mut findings);
    }
    findings
}

fn mask(tokens: &[Token]) -> u32 {
    tokens.iter().fold(0, |mask, t| mask | lexicon::kinds(t.word))
}

/// What governs a block, outermost first.
fn heads(section: &Section, index: BlockIndex) -> Vec<Head> {
    let mut heads = Vec::new();
    for governor in section.blocks[index].governors.iter().rev() {
        let Some(block) =
            section.blocks.get(governor.block).filter(|b| governor.block != index && b.text.len() <= LONGEST_LABEL)
        else {
            continue;
        };
        let mut tokens = Vec::new();
        text::read(&block.text, &mut tokens);
        // Only the last sentence of an introduction leads into its list.
        let Some(sentence) = clause::sentences(&block.text, &tokens).pop() else { continue };
        let mut cues = Vec::new();
        cue::find(&block.text, &tokens, sentence.tokens.start, sentence.tokens.end, governor.block, &mut cues);
        let leads = governor.kind != Governs::Intro || block.text.trim_end().ends_with([':', '→']);
        if leads && !cues.is_empty() {
            drop_unmeant(&mut cues, sentence.tokens.start, &[]);
            heads.push(Head { cues, name: governs_name(governor.kind) });
        }
    }
    heads
}

fn governs_name(kind: Governs) -> &'static str {
    match kind {
        Governs::Heading => "heading",
        Governs::Intro => "intro",
        Governs::Term => "term",
        Governs::Row => "row",
        Governs::Column => "column",
        Governs::Summary => "summary",
        Governs::Parent => "parent",
    }
}

fn drop_unmeant(cues: &mut Vec<Cue>, first: usize, shields: &[Cue]) {
    let keep: Vec<bool> =
        (0..cues.len()).map(|i| !cues[i].is(Kind::Group) || cue::meant(cues, i, first, shields)).collect();
    let mut keep = keep.into_iter();
    cues.retain(|_| keep.next().unwrap_or(true));
}

fn read_block(section: &Section, index: BlockIndex, tokens: &[Token], heads: &[Head], findings: &mut Vec<Finding>) {
    let block = &section.blocks[index];
    let mut carried: Option<Head> = None;
    let mut shields: Vec<Cue> = Vec::new();
    let mut cues = Vec::new();
    let headed =
        heads.iter().any(|h| h.cues.iter().any(|c| matches!(c.kind(), Kind::Group | Kind::Benefit | Kind::Paper)));
    let bits = |range: std::ops::Range<usize>| tokens[range].iter().fold(0, |m, t| m | lexicon::kinds(t.word));
    if bits(0..tokens.len()) & lexicon::bit(Kind::Shield) != 0 {
        cue::find(&block.text, tokens, 0, tokens.len(), index, &mut shields);
        shields.retain(|c| c.is(Kind::Shield));
    }
    for sentence in clause::sentences(&block.text, tokens) {
        if !headed && carried.is_none() && bits(sentence.tokens.clone()) & GATE == 0 {
            continue;
        }
        cue::find(&block.text, tokens, sentence.tokens.start, sentence.tokens.end, index, &mut cues);
        drop_unmeant(&mut cues, sentence.tokens.start, &shields);
        let pieces = clause::pieces(tokens, &sentence, &cues);
        let reading = Reading { section, index, cues: &cues, pieces: &pieces, heads, carried: carried.as_ref() };
        let quiet = sentence.question || cues.iter().any(|c| c.is(Kind::Report));
        if !quiet {
            reading.judge(findings);
        }
        let has_group = cues.iter().any(|c| c.is(Kind::Group));
        let reported = cues.iter().any(|c| c.is(Kind::Report));
        carried = (has_group && !reported).then(|| Head {
            cues: cues
                .iter()
                .filter(|c| sentence.question && !c.is(Kind::Link) || matches!(c.kind(), Kind::Group | Kind::Person))
                .copied()
                .collect(),
            name: if sentence.question { "question" } else { "sentence before" },
        });
    }
}

/// Whether a cue says something of a group.
fn bears(cue: &Cue) -> bool {
    matches!(
        cue.kind(),
        Kind::Act
            | Kind::Verb
            | Kind::Benefit
            | Kind::Burden
            | Kind::Negator
            | Kind::Yes
            | Kind::Time
            | Kind::Channel
            | Kind::Exceptive
    )
}

/// One sentence with what governs it.
struct Reading<'a> {
    section: &'a Section,
    index: BlockIndex,
    cues: &'a [Cue],
    pieces: &'a [Piece],
    heads: &'a [Head],
    carried: Option<&'a Head>,
}

impl Reading<'_> {
    fn judge(&self, findings: &mut Vec<Finding>) {
        // Pieces before a colon that govern, and the topic that a comma leaves open.
        let mut colons: Vec<&Piece> = Vec::new();
        let mut topic: Option<&Piece> = None;
        let mut before: Option<Border> = None;
        let first_finding = findings.len();
        for (at, piece) in self.pieces.iter().enumerate() {
            // « pour tous » holds for what stands between two strong borders.
            let strong = |p: &&Piece| p.border == Border::Strong;
            let from = self.pieces[..at].iter().rposition(|p| strong(&p)).map_or(0, |p| p + 1);
            let to = self.pieces[at..].iter().position(|p| strong(&p)).map_or(self.pieces.len(), |p| at + p + 1);
            let equal = self.cues[self.pieces[from].cues.start..self.pieces[to - 1].cues.end]
                .iter()
                .any(|c| c.is(Kind::Welcome));
            let own = &self.cues[piece.cues.clone()];
            let grouped = |cues: &[Cue]| cues.iter().any(|c| c.is(Kind::Group));
            let core = |cues: &[Cue]| {
                cues.iter()
                    .any(|c| matches!(c.kind(), Kind::Act | Kind::Verb | Kind::Benefit | Kind::Burden | Kind::Slot))
            };
            if matches!(before, Some(Border::Strong)) {
                topic = None;
                if piece.border == Border::Colon {
                    colons.clear();
                }
            }
            let mut gathered: Vec<Cue> = Vec::new();
            let mut scope: Vec<&'static str> = Vec::new();
            let mut governed = false;
            let mut add = |cues: &[Cue], name: &'static str, gathered: &mut Vec<Cue>| {
                let fits = (!grouped(own) && !grouped(gathered)) || !core(own);
                let doubled = grouped(cues) && (grouped(own) || grouped(gathered));
                if fits && !doubled && !cues.is_empty() {
                    gathered.extend_from_slice(cues);
                    scope.push(name);
                    governed = true;
                }
            };
            for colon in &colons {
                add(&self.cues[colon.cues.clone()], "colon", &mut gathered);
            }
            if let Some(topic) = topic {
                add(&self.cues[topic.cues.clone()], "topic", &mut gathered);
            }
            let mut outer: Vec<Cue> = Vec::new();
            if !grouped(own) && !grouped(&gathered) {
                let they = self.cues.iter().any(|c| c.is_entry(lexicon::id::LINK_THEY));
                if let Some(carried) = self.carried.filter(|c| c.name == "question" || they) {
                    let people: Vec<Cue> = carried
                        .cues
                        .iter()
                        .filter(|c| matches!(c.kind(), Kind::Group | Kind::Person))
                        .copied()
                        .collect();
                    add(if core(own) { &people } else { &carried.cues }, carried.name, &mut outer);
                }
            }
            for head in self.heads {
                let inner = grouped(own) || grouped(&gathered) || grouped(&outer);
                let useful = if inner { !core(own) && !core(&gathered) } else { true };
                if useful && !(inner && grouped(&head.cues)) {
                    add(&head.cues, head.name, &mut outer);
                }
            }
            outer.extend(gathered);
            outer.extend_from_slice(own);
            let labelled = scope.iter().any(|s| !matches!(*s, "topic" | "question" | "sentence before"));
            let around = Surroundings { topic: governed, labelled, equal, end: piece.tokens.end };
            let framed = if grouped(&outer) {
                frame::frame(&outer, around)
            } else if piece.border == Border::Colon {
                None
            } else {
                frame::unaddressed(&outer, around)
            };
            if let Some(framed) = framed {
                let evidence = Evidence {
                    section: self.section,
                    index: self.index,
                    cues: &outer,
                    scope: &scope,
                    ended_by: piece.border.name(),
                };
                judge::add(findings, first_finding, &framed, &evidence);
                if grouped(own) && piece.border != Border::Colon {
                    topic = None;
                }
            }
            match piece.border {
                Border::Colon => {
                    if before != Some(Border::Colon) {
                        colons.clear();
                    }
                    colons.push(piece);
                    topic = None;
                }
                _ if grouped(own) => topic = own.iter().all(|c| !bears(c)).then_some(piece),
                _ if own.iter().any(|c| matches!(c.kind(), Kind::Benefit | Kind::Burden)) && colons.is_empty() => {
                    topic = Some(piece)
                }
                _ if framed.is_some() && colons.is_empty() => topic = None,
                _ => {}
            }
            before = Some(piece.border);
        }
    }
}
