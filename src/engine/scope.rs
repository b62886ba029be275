//! What governs a block from outside: headings, labels, introductions, the sentence before. Each is read once for its
//! section, however many blocks it governs.

use super::{
    clause,
    cue::{self, Cue, Cues, Page},
    drop_unmeant, kinds, opens,
};
use crate::{
    finding::Criterion,
    lexicon::Kind,
    outline::{BlockIndex, Governor, Governs, Section},
    text,
};
use std::borrow::Cow;

/// Labels and introductions are no longer than this, in bytes: what is longer governs nothing.
const LONGEST_LABEL: usize = 600;

/// A heading with more words than this that the lexicon does not know is a title.
const LONGEST_TITLE: usize = 2;

/// A piece of another place that governs: a heading, a label, the sentence before.
#[derive(Clone, Debug)]
pub struct Head<'a> {
    /// Its cues.
    pub cues: Cow<'a, [Cue]>,
    /// How it governs.
    pub name: &'static str,
    /// It is a question.
    pub question: bool,
}

impl Head<'_> {
    /// Whether a cue is one of its block's.
    pub fn holds(&self, cue: &Cue) -> bool {
        self.cues.first().is_some_and(|c| c.block == cue.block)
    }
}

/// A governor as read.
#[derive(Default)]
struct Read {
    /// Something of the gate stands in it.
    opens: bool,
    /// The cues of its last sentence, which leads into what it governs.
    cues: Vec<Cue>,
    question: bool,
    /// It ends like an introduction.
    leads: bool,
}

/// The governors of a section.
pub struct Heads<'a> {
    section: &'a Section,
    without: Option<u16>,
    read: Vec<Option<Read>>,
}

impl<'a> Heads<'a> {
    /// Nothing is read yet.
    pub fn new(section: &'a Section, without: Option<u16>) -> Self {
        Self { section, without, read: Vec::new() }
    }

    fn read(&mut self, index: BlockIndex) -> Option<&Read> {
        let block = self.section.blocks.get(index).filter(|b| b.text.len() <= LONGEST_LABEL)?;
        if self.read.len() <= index {
            self.read.resize_with(index + 1, || None);
        }
        let without = self.without;
        let read = self.read.get_mut(index)?;
        Some(read.get_or_insert_with(|| {
            let mut tokens = Vec::new();
            text::read(&block.text, &mut tokens);
            let mut read = Read {
                opens: opens(&block.text, &tokens, kinds(&tokens)),
                leads: block.text.trim_end().ends_with([':', '→']),
                ..Read::default()
            };
            if let Some(sentence) = clause::sentences(&block.text, &tokens).pop() {
                let page = Page { block: index, text: &block.text, tokens: &tokens, without };
                cue::find(page, sentence.tokens.start, sentence.tokens.end, &mut read.cues);
                drop_unmeant(&mut read.cues, sentence.tokens.start, &[]);
                read.question = sentence.question;
            }
            read
        }))
    }

    /// Whether something of the gate stands in what governs a block. All of that is read.
    pub fn open(&mut self, governors: &[Governor]) -> bool {
        governors.iter().fold(false, |open, g| self.read(g.block).is_some_and(|read| read.opens) | open)
    }

    /// Reads the questions that stand shortly before a block.
    pub fn ask(&mut self, index: BlockIndex) {
        for at in index.saturating_sub(ANSWERS)..index {
            if self.section.blocks.get(at).is_some_and(|b| b.text.trim_end().ends_with('?')) {
                self.read(at);
            }
        }
    }

    /// What governs a block, outermost first; after [`open`](Self::open), which reads it.
    pub fn over(&self, index: BlockIndex) -> Vec<Head<'_>> {
        let governors = self.section.blocks.get(index).map_or(&[][..], |b| &b.governors);
        governors
            .iter()
            .rev()
            .filter(|g| g.block != index)
            .filter_map(|governor| {
                let read = self.read.get(governor.block)?.as_ref()?;
                let leads = governor.kind != Governs::Intro || read.leads;
                // « Maison des sourds » is a name, and no label of all that follows.
                let strange: usize = read.cues.iter().map(|c| c.strange).sum();
                let acts = read.cues.has(Kind::Act);
                let everyday = read.cues.has(Kind::Group)
                    && read.cues.iter().all(|c| c.entry().criterion != Some(Criterion::Coverage));
                let named =
                    governor.kind == Governs::Heading && (strange > LONGEST_TITLE || everyday && (acts || strange > 0));
                (leads && !named && !read.cues.is_empty()).then(|| Head {
                    cues: Cow::Borrowed(&read.cues),
                    name: name(governor.kind),
                    question: read.question,
                })
            })
            .collect()
    }

    /// The question of payment that stands before a block: « Faut-il payer ? », then « Avec la C2S : non. », « Avec l'AME : non. ».
    pub fn asked(&self, index: BlockIndex) -> Option<Head<'_>> {
        let from = index.saturating_sub(ANSWERS);
        let read = (from..index).rev().find_map(|at| self.read.get(at)?.as_ref().filter(|r| r.question))?;
        let pays = read.cues.has(Kind::Burden) && !read.cues.has(Kind::Group);
        pays.then(|| Head { cues: Cow::Borrowed(&read.cues), name: "question", question: true })
    }
}

/// Answers in blocks of their own that a question may have.
const ANSWERS: usize = 4;

/// How a governor is named in a trace.
fn name(kind: Governs) -> &'static str {
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

/// What a sentence leaves for the next: all of a question, and whom another one speaks of.
pub fn carried(cues: &[Cue], question: bool) -> Option<Head<'static>> {
    let has_group = cues.has(Kind::Group);
    let reported = cues.has(Kind::Qualifier);
    (has_group && !reported).then(|| Head {
        cues: cues
            .iter()
            .filter(|c| question && !c.is(Kind::Link) || matches!(c.kind(), Kind::Group | Kind::Person))
            .copied()
            .collect(),
        name: if question { "question" } else { "sentence before" },
        question,
    })
}
