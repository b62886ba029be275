//! A finding fixed as evidence. Each part has its SHA-256, and one hash over the list of parts holds them together.
//!
//! The hashes prove that nothing has changed since the capture was made, not that the page was genuine.

use super::{
    DraftError, Manifest, Moment, Part, Screenshot, Way, address, context,
    draft::{Draft, Found},
    layout::Layout,
    lines,
    manifest::{Difference, File, JSON, TEXT, json_file},
    one_line,
};
use crate::{
    VERSION,
    finding::{Criterion, Grade, Practice},
    message::Message,
    practitioner::{Facts, Practitioner, Reading, Subject},
    span::{ByteSpan, Utf16Span},
};
use serde::{Deserialize, Serialize};

/// The list of parts that captures are made with.
const FORMAT: u8 = 2;

/// The part that is the section as a page.
const COPY: &str = "rubrique.html";

/// The longest section that is kept, in bytes. Readers cut sections at 256 KB of stream; this is that with room.
const LONGEST_SECTION: usize = 1024 * 1024;

/// The longest quote that is kept, in characters. The whole section stands beside it.
const LONGEST_QUOTE: usize = 20_000;

/// The longest title, reason, rule or version, in characters.
const LONGEST_LINE: usize = 300;

/// The most arguments that a reason has.
const MOST_ARGUMENTS: usize = 16;

/// A finding fixed as evidence.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Capture {
    /// What was found.
    pub finding: CapturedFinding,
    /// The whole section's text, as it was judged.
    pub section: String,
    /// The quote with the sentences around it, word for word.
    pub context: String,
    /// The page.
    pub page: Page,
    /// Of whom the finding speaks: whom its card names, or the page is about; and where each value was read.
    pub practitioner: Practitioner,
    /// When it was seen; of pasted words only the day is known.
    pub seen: Moment,
    /// How the user came to the report.
    pub way: Way,
    /// What read and judged the page.
    pub versions: Versions,
    /// What each line of the section is on its page, as far as it is known.
    pub layout: Layout,
    /// A picture of the page, where the browser allowed one.
    pub screenshot: Option<Screenshot>,
    /// What could not be kept whole, as messages for the user (`letter.note.…`).
    pub notes: Vec<Message>,
    /// Which parts it has: 1 for captures of cases before version 4, 2 for those that have selectors and a readable copy.
    pub format: u8,
    /// The parts and their hashes.
    pub manifest: Manifest,
    /// Whether it was made in a private window, where nothing may be kept. Never written: what is written was kept.
    #[serde(skip)]
    pub private: bool,
}

/// A finding without its places in the page's DOM, which mean nothing once the page is closed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CapturedFinding {
    /// The same words under the same rule have the same key.
    pub key: String,
    /// The ground.
    pub criterion: Criterion,
    /// What is done.
    pub practice: Practice,
    /// How far the words alone carry.
    pub grade: Grade,
    /// The rule's identifier.
    pub rule: String,
    /// Why.
    pub reason: Message,
    /// The words, literally.
    pub quote: String,
    /// Where the words stand in the section's text, in UTF-16 units.
    pub at: Utf16Span,
    /// Where the words that govern them stand, as far as that is in the section.
    #[serde(default)]
    pub scope_at: Vec<Utf16Span>,
    /// How it was concluded, as the engine of that day wrote it: kept as it is, so that a capture still verifies when
    /// the engine has changed.
    pub trace: serde_json::Value,
}

/// A page that was seen.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Page {
    /// Its address, without what could tell who looked at it; empty where the words were pasted and nobody knows it.
    pub address: String,
    /// Its title.
    pub title: String,
    /// Its language, as it says itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lang: Option<String>,
}

/// What read and judged the page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Versions {
    /// This program, which made the capture.
    pub program: String,
    /// The vocabulary and rules that judged, as the trace says.
    pub lexicon: String,
    /// The extension.
    pub extension: String,
    /// The browser, as it presents itself.
    pub browser: String,
}

impl Capture {
    /// The note that says that the page shows several people, and not of whom the finding speaks.
    pub const SEVERAL: &str = "letter.note.several";

    /// The note that says that the words were pasted by the user: there was no page to capture.
    pub const PASTED: &str = "letter.note.pasted";

    /// Whether the user pasted the words, so that nothing fixes what a page showed.
    pub fn is_pasted(&self) -> bool {
        self.way == Way::Pasted
    }

    /// Fixes a draft (`Draft` of extension/PROTOCOL.md, as JSON) as evidence.
    ///
    /// # Errors
    /// Names the value that is missing or cannot be right. A picture that is none, facts that cannot be read and texts
    /// that are too long are not errors: the capture is made without them and says so in its notes.
    pub fn from_draft(json: &str) -> Result<Self, DraftError> {
        let draft = Draft::read(json)?;
        let mut notes = Vec::new();
        if draft.text.len() > LONGEST_SECTION {
            return Err(DraftError::value("text", format!("{} bytes is longer than any section", draft.text.len())));
        }
        let at = anchor(&draft.text, &draft.finding)?;
        let pasted = draft.way == Way::Pasted;
        if pasted {
            notes.push(Message::new(Self::PASTED));
        }
        let page = Page {
            address: match draft.page.url.trim() {
                "" if pasted => String::new(),
                url => address::public(url).map_err(|why| DraftError::value("page.url", why))?,
            },
            title: one_line(&draft.page.title, LONGEST_LINE).text,
            lang: draft.page.lang.map(|lang| one_line(&lang, 35).text).filter(|lang| !lang.is_empty()),
        };
        let seen = Moment::new(&draft.page.seen_at, draft.page.offset, draft.page.zone.as_deref())
            .map_err(|why| DraftError::value("page.seenAt", why))?;
        let screenshot = draft.screenshot.and_then(|picture| {
            Screenshot::from_data_url(&picture.data, picture.width, picture.height)
                .map_err(|why| notes.push(note("letter.note.screenshot", &why)))
                .ok()
        });
        let versions = Versions {
            program: VERSION.to_owned(),
            lexicon: one_line(draft.finding.trace["version"].as_str().unwrap_or_default(), LONGEST_LINE).text,
            extension: one_line(&draft.extension, LONGEST_LINE).text,
            browser: one_line(&draft.agent, LONGEST_LINE).text,
        };
        let reading = Reading::of(&Facts::from_value(&draft.facts), &draft.page.url);
        let practitioner = match reading.subject(&draft.finding.card, &draft.finding.quote) {
            Subject::Page => reading.practitioner,
            Subject::Card(who) => *who,
            Subject::Unsure => {
                notes.push(Message::new(Self::SEVERAL));
                Practitioner::default()
            }
        };
        let finding = captured(draft.finding, &draft.text, at, &mut notes);
        let mut capture = Self {
            context: context::around(&draft.text, at).of(&draft.text).to_owned(),
            page,
            practitioner,
            seen,
            way: draft.way,
            versions,
            layout: draft.stream.and_then(|stream| Layout::of(&stream, &draft.text)).unwrap_or_default(),
            format: FORMAT,
            screenshot,
            notes,
            manifest: Manifest::of(Vec::new()),
            finding,
            private: draft.private,
            section: draft.text,
        };
        capture.seal();
        Ok(capture)
    }

    /// The same capture without its picture, sealed anew: for a user who does not want to hand it over.
    #[must_use]
    pub fn without_screenshot(mut self) -> Self {
        self.screenshot = None;
        self.seal();
        self
    }

    /// The same capture with a picture that the user added, sealed anew.
    #[must_use]
    pub fn with_screenshot(mut self, screenshot: Screenshot) -> Self {
        self.screenshot = Some(screenshot);
        self.seal();
        self
    }

    /// The parts as files: name, media type, bytes. They are what the hashes are taken over.
    pub fn files(&self) -> Vec<File> {
        const HTML: &str = "text/html; charset=utf-8";

        let mut files = vec![
            ("citation.txt".to_owned(), TEXT, self.context.clone().into_bytes()),
            ("constat.json".to_owned(), JSON, json_file(&self.finding)),
            ("horodatage.json".to_owned(), JSON, json_file(&self.seen)),
            ("outils.json".to_owned(), JSON, json_file(&(&self.versions, self.way, &self.notes))),
            ("page.json".to_owned(), JSON, json_file(&self.page)),
            ("praticien.json".to_owned(), JSON, json_file(&self.practitioner)),
            ("rubrique.txt".to_owned(), TEXT, self.section.clone().into_bytes()),
        ];
        // Of pasted words nobody saw the page: there is no place in it, and no copy of it.
        if self.format >= FORMAT && !self.is_pasted() {
            files.push((COPY.to_owned(), HTML, self.snapshot().into_bytes()));
            files.push(("selecteurs.json".to_owned(), JSON, json_file(&self.selectors())));
        }
        if let Some(screenshot) = &self.screenshot {
            files.push((screenshot.media().file().to_owned(), screenshot.media().mime(), screenshot.bytes().to_vec()));
        }
        files.sort_by(|(left, ..), (right, ..)| left.cmp(right));
        files
    }

    /// The list of parts in canonical JSON, whose SHA-256 is the manifest's hash.
    pub fn manifest_json(&self) -> String {
        self.manifest.canonical()
    }

    /// Takes every hash again and compares.
    ///
    /// # Errors
    /// Names the first part that is not what it was when the capture was made, is missing, or was added.
    pub fn verify(&self) -> Result<(), Difference> {
        let altered = |part: &str| Err(Difference::of(part));
        // Of what no part is made nothing may be said either.
        match () {
            () if self.format > FORMAT => altered("manifest"),
            () if !self.layout.lines.is_empty() && !self.layout.fits(&self.section) => altered(COPY),
            () => self.manifest.compare(&Manifest::of(self.files())),
        }
    }

    /// The hash of one part.
    pub fn part(&self, name: &str) -> Option<&Part> {
        self.manifest.parts.iter().find(|part| part.name == name)
    }

    pub(super) fn seal(&mut self) {
        self.manifest = Manifest::of(self.files());
    }
}

fn note(id: &str, detail: &str) -> Message {
    Message { id: id.to_owned(), args: vec![("detail".to_owned(), detail.to_owned())] }
}

/// Where the anchor stands in the section, in bytes. A letter quotes literally, so words that are not where the draft
/// says are refused: a report must never show what the page did not.
fn anchor(text: &str, found: &Found) -> Result<ByteSpan, DraftError> {
    let span = to_bytes(text, found.at).ok_or_else(|| {
        DraftError::value("finding.at", format!("{}..{} is not in the text", found.at.start, found.at.end))
    })?;
    let words = fold(span.of(text));
    if words.is_empty() || !fold(&found.quote).contains(&words) {
        let quote = one_line(&found.quote, 80).text;
        return Err(DraftError::value("finding.quote", format!("\"{quote}\" is not what stands at its place")));
    }
    Ok(span)
}

/// White space folded, for comparison.
fn fold(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A stretch in UTF-16 units as bytes of `text`, if it is one.
pub(super) fn to_bytes(text: &str, span: Utf16Span) -> Option<ByteSpan> {
    let mut units = 0;
    let (mut start, mut end) = (None, None);
    for at in text.char_indices().map(|(at, _)| at).chain([text.len()]) {
        if units == span.start {
            start = Some(at);
        }
        if units == span.end {
            end = Some(at);
            break;
        }
        units += text[at..].chars().next().map_or(0, |c| c.len_utf16() as u32);
    }
    let span = ByteSpan::new(start?, end?);
    (span.start < span.end).then_some(span)
}

fn argument(text: &str) -> String {
    one_line(text, LONGEST_LINE).text
}

fn captured(found: Found, text: &str, at: ByteSpan, notes: &mut Vec<Message>) -> CapturedFinding {
    let quote = lines(&found.quote, LONGEST_QUOTE);
    if quote.cut {
        notes.push(note("letter.note.quote", &LONGEST_QUOTE.to_string()));
    }
    CapturedFinding {
        key: one_line(&found.key, LONGEST_LINE).text,
        criterion: found.criterion,
        practice: found.practice,
        grade: found.grade,
        rule: one_line(&found.rule, LONGEST_LINE).text,
        reason: Message {
            id: one_line(&found.reason.id, LONGEST_LINE).text,
            args: found
                .reason
                .args
                .into_iter()
                .take(MOST_ARGUMENTS)
                .map(|(name, value)| (argument(&name), argument(&value)))
                .collect(),
        },
        quote: quote.text,
        at: at.to_utf16(text),
        scope_at: found.scope_at.into_iter().filter(|scope| to_bytes(text, *scope).is_some()).collect(),
        trace: found.trace,
    }
}
