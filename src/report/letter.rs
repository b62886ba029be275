//! A letter: blocks in the order of the Defender's online form, and what it still lacks.

use super::{Answers, LONGEST_EDIT, Recipient, Role, matter::Matter, recipient::withheld, template};
use crate::{
    case::{Capture, Mask, answer},
    law,
    message::Message,
};
use serde::Serialize;
use std::{collections::BTreeMap, fmt};

/// The most captures that one letter carries: a clerk reads them all.
const MOST_CAPTURES: usize = 20;

/// The blocks of a letter: identifier, place in the letter, whose words.
const BLOCKS: [(&str, Layout, Source); 13] = [
    ("sender", Layout::Sender, Source::User),
    ("recipient", Layout::Recipient, Source::Tool),
    ("place", Layout::Place, Source::User),
    ("subject", Layout::Subject, Source::Tool),
    ("opening", Layout::Opening, Source::Tool),
    ("concerned", Layout::Body, Source::Tool),
    ("seen", Layout::Body, Source::Tool),
    ("account", Layout::Body, Source::User),
    ("steps", Layout::Body, Source::User),
    ("basis", Layout::Body, Source::Tool),
    ("request", Layout::Body, Source::Tool),
    ("closing", Layout::Closing, Source::Tool),
    ("enclosures", Layout::Enclosures, Source::Tool),
];

/// A letter.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Letter {
    /// Who writes.
    pub role: Role,
    /// To whom.
    pub recipient: Recipient,
    /// Its blocks, in order; those that say nothing are left out.
    pub blocks: Vec<Block>,
    /// What only the user knows and has not said: gaps that stand in the text.
    pub missing: Vec<Missing>,
    /// What goes with it.
    pub enclosures: Vec<Enclosure>,
    /// What the user should know before it leaves, to be shown beside it.
    pub cautions: Vec<Message>,
}

/// One block of a letter, to be copied into one field of a form.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Block {
    /// Its name; `letter.block.<id>` in the catalogue explains it in the reader's language.
    pub id: &'static str,
    /// Its title, in French as the letter.
    pub title: String,
    /// Its words. Paragraphs are separated by an empty line.
    pub text: String,
    /// Whose words they are.
    pub source: Source,
    /// Whether the user rewrote it.
    pub edited: bool,
    /// Where it stands in the letter.
    pub layout: Layout,
}

/// Whose words a block has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Source {
    /// The tool's.
    Tool,
    /// The user's.
    User,
}

/// Where a block stands in a letter.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Layout {
    /// Top left: who writes.
    Sender,
    /// Right: to whom.
    Recipient,
    /// Right: place and date.
    Place,
    /// « Objet : … ».
    Subject,
    /// The form of address and the first paragraph, without a heading.
    Opening,
    /// A paragraph or more under its title.
    Body,
    /// The closing words and the signature, without a heading.
    Closing,
    /// The list of what goes with it.
    Enclosures,
}

/// A gap that only the user can fill.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Missing {
    /// The field of [`Answers`] that fills it.
    pub field: String,
    /// What is to be said there, in French as the letter.
    pub words: String,
}

impl Missing {
    /// How every gap begins, to be found in a text.
    pub const OPENING: &str = "[à compléter";

    /// The gap as it stands in the text.
    pub fn written(&self) -> String {
        format!("{}\u{a0}: {}]", Self::OPENING, self.words)
    }
}

/// Something that goes with a letter.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Enclosure {
    /// Its number in the letter.
    pub number: usize,
    /// What it is.
    pub title: String,
    /// The capture that it is of, counted from 0.
    pub capture: usize,
    /// The part of that capture.
    pub part: String,
    /// The part's hash; empty for words that the user pasted, which no capture fixes.
    pub sha256: String,
}

/// Why there is no letter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LetterError {
    /// There is no capture to write about.
    NoCapture,
    /// There are more captures than one letter carries.
    TooMany(usize),
    /// Somebody in this role does not write to this recipient about this, and why.
    Recipient(Role, Recipient, Message),
    /// The words alone do not settle it: the user has to add a fact of their own.
    NeedsFact,
    /// A template is broken.
    Template(String),
}

impl LetterError {
    /// The same for the user.
    pub fn message(&self) -> Message {
        if let Self::Recipient(_, _, why) = self {
            return why.clone();
        }
        let id = match self {
            Self::NoCapture => "letter.error.no-capture",
            Self::TooMany(_) => "letter.error.too-many",
            Self::Recipient(..) => "letter.error.recipient",
            Self::NeedsFact => "letter.error.needs-fact",
            Self::Template(_) => "letter.error.template",
        };
        let args = match self {
            Self::Template(_) => vec![("detail".to_owned(), self.to_string())],
            Self::TooMany(_) => vec![("most".to_owned(), MOST_CAPTURES.to_string())],
            _ => Vec::new(),
        };
        Message { id: id.to_owned(), args }
    }
}

impl fmt::Display for LetterError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoCapture => write!(f, "there is no capture to write about"),
            Self::TooMany(captures) => {
                write!(f, "{captures} captures are more than the {MOST_CAPTURES} that one letter carries")
            }
            Self::Recipient(role, recipient, why) => {
                write!(f, "the role \"{}\" does not write to \"{}\": {}", role.id(), recipient.id(), why.id)
            }
            Self::NeedsFact => write!(f, "the wording alone does not settle it: a fact of the user's own is needed"),
            Self::Template(why) => write!(f, "a letter's template is broken: {why}"),
        }
    }
}

impl std::error::Error for LetterError {}

/// Writes the letter of somebody in `role` about these captures. Letters are always in French, the Defender's working
/// language.
///
/// # Errors
/// No capture or too many, a recipient that the role does not write to, or a `check` without a fact of the user's own.
pub fn letter(
    captures: &[&Capture],
    answers: &Answers,
    role: Role,
    recipient: Recipient,
) -> Result<Letter, LetterError> {
    if captures.is_empty() {
        return Err(LetterError::NoCapture);
    }
    if captures.len() > MOST_CAPTURES {
        return Err(LetterError::TooMany(captures.len()));
    }
    let answers = answers.cleaned();
    if let Some(why) = withheld(role, recipient, captures, &answers) {
        return Err(LetterError::Recipient(role, recipient, why));
    }
    let matter = Matter::of(captures, &answers, role, recipient);
    if matter.unsettled && !answers.tells_a_fact() {
        return Err(LetterError::NeedsFact);
    }
    let rendered = template::blocks(&matter).map_err(|fault| LetterError::Template(fault.to_string()))?;
    if rendered.len() != BLOCKS.len() {
        return Err(LetterError::Template(format!("base.jinja has {} blocks, not {}", rendered.len(), BLOCKS.len())));
    }
    let blocks = BLOCKS
        .iter()
        .zip(rendered)
        .filter(|(_, text)| !text.is_empty())
        .map(|((id, layout, source), rendered)| {
            let (title, text) = titled(&rendered);
            Block { id, title, text, source: *source, edited: false, layout: *layout }
        })
        .collect();
    let mut letter = Letter {
        role,
        recipient,
        blocks,
        missing: matter.gaps(),
        cautions: cautions(captures, &answers, &matter),
        enclosures: matter.enclosures,
    };
    letter.forget_filled();
    Ok(letter)
}

impl Letter {
    /// The same letter with the blocks that the user rewrote (`LetterState::edits` of a case, by role and block). What
    /// belongs to another role's letter is left aside.
    #[must_use]
    pub fn with_edits(mut self, edits: &BTreeMap<String, String>) -> Self {
        for block in &mut self.blocks {
            if let Some(text) = edits.get(&self.recipient.edit(self.role, block.id)) {
                block.text = answer(text, LONGEST_EDIT);
                block.edited = true;
            }
        }
        self.forget_filled();
        self
    }

    /// The blocks that leave: not those that the user emptied.
    pub fn said(&self) -> impl Iterator<Item = &Block> {
        self.blocks.iter().filter(|block| !block.is_emptied())
    }

    /// The whole letter as text, to be copied or kept.
    pub fn text(&self) -> String {
        let mut text = String::new();
        for block in self.said() {
            if !text.is_empty() {
                text.push_str("\n\n");
            }
            match block.layout {
                Layout::Subject => text.extend([&block.title, "\u{a0}: ", &block.text]),
                Layout::Body | Layout::Enclosures => text.extend([&block.title, "\n\n", &block.text]),
                _ => text.push_str(&block.text),
            }
        }
        text.push('\n');
        text
    }

    /// The block of that name.
    pub fn block(&self, id: &str) -> Option<&Block> {
        self.blocks.iter().find(|block| block.id == id)
    }

    /// A gap is missing only as long as it stands somewhere.
    fn forget_filled(&mut self) {
        let blocks = &self.blocks;
        self.missing.retain(|gap| blocks.iter().any(|block| block.text.contains(&gap.written())));
    }
}

impl Block {
    /// Whether the user left nothing of it.
    pub fn is_emptied(&self) -> bool {
        self.text.is_empty()
    }

    /// Its paragraphs.
    pub fn paragraphs(&self) -> impl Iterator<Item = &str> {
        self.text.split("\n\n")
    }
}

/// The title and the words of a rendered block.
fn titled(rendered: &str) -> (String, String) {
    let (title, text) = rendered.split_once('\n').unwrap_or((rendered, ""));
    match title.strip_prefix("# ") {
        Some(title) => (title.trim().to_owned(), text.trim().to_owned()),
        None => (String::new(), rendered.to_owned()),
    }
}

/// What the user should know before the letter leaves, each once.
fn cautions(captures: &[&Capture], answers: &Answers, matter: &Matter<'_>) -> Vec<Message> {
    let mut cautions: Vec<Message> = Vec::new();
    let mut say = |caution: Option<Message>| cautions.extend(caution);
    // Before the practice itself, who wrote comes first; before a platform, whether it is one.
    say(match (matter.recipient, matter.role) {
        (Recipient::Practice, Role::Journalist) => Some(Message::new("letter.caution.journalist")),
        (Recipient::Practice, _) => Some(Message::new("letter.caution.practice")),
        (Recipient::Platform, _) => Some(Message::new("letter.caution.platform")),
        (Recipient::Consumers, _) => Some(Message::new("letter.caution.consumers")),
        _ => None,
    });
    let name = Mask::of_name(&answers.name);
    say(captures.iter().any(|capture| capture.holds(&name)).then(|| Message::new("letter.caution.named")));
    for capture in captures {
        let (criterion, practice) = (capture.finding.criterion, capture.finding.practice);
        say(law::caution(criterion));
        say(law::cell(criterion, practice).caution());
        for addition in matter.profession().into_iter().flat_map(|known| known.additions(criterion, practice)) {
            say(addition.caution());
        }
    }
    if matter.recipient != Recipient::Practice || matter.role == Role::Journalist {
        answers.cautions().into_iter().for_each(|caution| say(Some(caution)));
    }
    let mut seen = Vec::new();
    cautions.retain(|caution| {
        !seen.contains(&caution.id) && {
            seen.push(caution.id.clone());
            true
        }
    });
    cautions
}
