//! What each line of a section's text is on its page: heading, item, cell. With the text it is all that a readable copy of
//! the section needs, and the text is there once, so that what is masked in it is masked everywhere.

use crate::outline::{BlockIndex, Governs, Role, Section};
use serde::{Deserialize, Serialize};

/// The deepest list that is shown as one.
const DEEPEST: usize = 6;

/// The most names of what governs the section from above, and the longest, in characters.
const MOST_ABOVE: usize = 8;
const LONGEST_ABOVE: usize = 200;

/// The lines of a section and what stands over them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Layout {
    /// Headings and labels of earlier sections that govern this one, the outermost first.
    pub above: Vec<String>,
    /// What each line of the section's text is; where their number is not that of the lines, nothing is known of them.
    pub lines: Vec<Line>,
}

/// What a line is; written as `h2`, `p`, `li1`, `row td`, `th`, `dt`, `dd`, `summary`, `choice`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum Line {
    /// A heading of level 1 to 6.
    Heading(u8),
    /// A paragraph, or words that a page shows or speaks in another way.
    Paragraph,
    /// An item of a list, this deep, from 1.
    Item(u8),
    /// A table's cell; the first of its row or not, a header or not.
    Cell {
        /// Whether a row begins with it.
        first: bool,
        /// Whether it names its row or column.
        label: bool,
    },
    /// A term of a list of descriptions.
    Term,
    /// A description in such a list.
    Definition,
    /// What names something that opens.
    Summary,
    /// A choice.
    Choice,
}

impl Layout {
    /// The layout of a section by its stream, if that is the stream of this text.
    pub(super) fn of(stream: &str, text: &str) -> Option<Self> {
        let section = Section::from_stream(stream);
        (section.text() == text).then(|| Self { above: above(&section), lines: lines(&section) })
    }

    /// Whether there is something known of each line of this text.
    pub(super) fn fits(&self, text: &str) -> bool {
        self.lines.len() == text.split('\n').count()
    }
}

impl From<Line> for String {
    fn from(line: Line) -> Self {
        match line {
            Line::Heading(level) => format!("h{level}"),
            Line::Item(depth) => format!("li{depth}"),
            Line::Cell { first, label } => {
                format!("{}{}", if first { "row " } else { "" }, if label { "th" } else { "td" })
            }
            Line::Paragraph => "p".to_owned(),
            Line::Term => "dt".to_owned(),
            Line::Definition => "dd".to_owned(),
            Line::Summary => "summary".to_owned(),
            Line::Choice => "choice".to_owned(),
        }
    }
}

impl TryFrom<String> for Line {
    type Error = String;

    fn try_from(written: String) -> Result<Self, String> {
        let level = |prefix: &str| written.strip_prefix(prefix)?.parse().ok().filter(|level| (1..=6).contains(level));
        Ok(match written.as_str() {
            "p" => Self::Paragraph,
            "dt" => Self::Term,
            "dd" => Self::Definition,
            "summary" => Self::Summary,
            "choice" => Self::Choice,
            "td" | "th" | "row td" | "row th" => {
                Self::Cell { first: written.starts_with("row"), label: written.ends_with("th") }
            }
            _ => match (level("h"), level("li")) {
                (Some(level), _) => Self::Heading(level),
                (_, Some(depth)) => Self::Item(depth),
                _ => return Err(format!("\"{}\" is no kind of line", super::one_line(&written, 40).text)),
            },
        })
    }
}

fn above(section: &Section) -> Vec<String> {
    let names = section.blocks.iter().filter(|block| block.context);
    let names = names.map(|block| super::one_line(&block.text, LONGEST_ABOVE).text).filter(|name| !name.is_empty());
    let mut names: Vec<String> = names.collect();
    // The nearest say most.
    names.drain(..names.len().saturating_sub(MOST_ABOVE));
    names
}

fn lines(section: &Section) -> Vec<Line> {
    let mut lines = Vec::new();
    let mut row = Row::default();
    for (index, block) in section.blocks.iter().enumerate().filter(|(_, block)| !block.context) {
        let line = match block.role {
            Role::Heading(level) => Line::Heading(level),
            Role::Item => Line::Item(depth(section, index)),
            Role::Cell | Role::Label => {
                let by = block.governors.iter().find(|governor| governor.kind == Governs::Row).map(|by| by.block);
                row.cell(index, by, block.role == Role::Label)
            }
            Role::Term => Line::Term,
            Role::Definition => Line::Definition,
            Role::Summary => Line::Summary,
            Role::Option => Line::Choice,
            Role::Paragraph | Role::Attribute | Role::Description => Line::Paragraph,
        };
        if !matches!(line, Line::Cell { .. }) {
            row = Row::default();
        }
        // A block is one line: white space in it is folded. Where a page has one all the same, it is several alike.
        lines.extend(std::iter::repeat_n(line, block.text.split('\n').count()));
    }
    lines
}

/// How many items hold this one, and itself.
fn depth(section: &Section, mut index: BlockIndex) -> u8 {
    let mut deep = 1;
    while deep < DEEPEST {
        let parent = section.blocks[index].governors.iter().find(|governor| governor.kind == Governs::Parent);
        let Some(parent) = parent.map(|parent| parent.block).filter(|parent| *parent < index) else { break };
        index = parent;
        deep += 1;
    }
    deep as u8
}

/// The row of a table under way: a cell belongs to it if the row's first cell governs it; labels that nothing governs are a
/// row of names.
#[derive(Default)]
struct Row {
    first: Option<BlockIndex>,
    named: bool,
}

impl Row {
    fn cell(&mut self, index: BlockIndex, by: Option<BlockIndex>, label: bool) -> Line {
        let goes_on = match (self.first, by) {
            (None, _) => false,
            (Some(first), Some(by)) => by == first,
            (Some(_), None) => self.named && label,
        };
        if !goes_on {
            self.first = Some(index);
            self.named = label && by.is_none();
        }
        Line::Cell { first: !goes_on, label }
    }
}
