//! « Revérifier »: whether a page still says what a capture fixed. Texts are compared word for word, with white space
//! folded; nothing is judged anew. What the page's reader saw comes from a page that may be hostile: it is only compared.

mod batch;
mod difference;
mod obstacle;

pub use batch::{Batch, Item, SPACING, Step};
pub use difference::{Piece, Sort, difference};
pub use obstacle::Obstacle;

use crate::{
    case::{Again, Capture, Moment, Outcome, Page, Versions, address, one_line},
    json,
    outline::Section,
};
use serde::Deserialize;
use std::collections::HashMap;

/// The longest report of a page's reader that is looked at, in bytes.
const LONGEST: usize = 32 * 1024 * 1024;

/// Two sections are the same one, changed, if they have at least this share of their words in common, in percent.
const SAME: usize = 50;

/// The longest title that is kept, in characters.
const LONGEST_TITLE: usize = 300;

/// What stands for a sign that was masked.
const BLACK: char = '█';

/// A page as `extension/content/recheck.js` saw it.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct Sight {
    /// Its address now.
    pub url: String,
    /// Its title.
    #[serde(default)]
    pub title: String,
    /// What the server answered, where the browser tells; 0 where not.
    #[serde(default)]
    pub status: u32,
    /// The streams of its sections.
    #[serde(default)]
    pub streams: Vec<String>,
    /// Whether a password is asked for.
    #[serde(default)]
    pub password: bool,
    /// The addresses of its frames and scripts.
    #[serde(default)]
    pub sources: Vec<String>,
    /// The address at which this document was loaded: its scripts may have written another one over it.
    #[serde(default)]
    pub loaded: String,
    /// How often the server sent the browser on before it answered, as far as the browser tells.
    #[serde(default)]
    pub redirects: u32,
    /// Whether somebody has clicked or typed in it.
    #[serde(default)]
    pub touched: bool,
    /// Whether another document has taken the place of the one that was read first.
    #[serde(default)]
    pub left: bool,
    /// Whether it went on loading until the time for it was over.
    #[serde(default)]
    pub endless: bool,
}

/// What a page says of a capture's words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// What became of them.
    pub outcome: Outcome,
    /// Why it cannot be told.
    pub obstacle: Option<Obstacle>,
    /// The section's text now.
    pub section: Option<String>,
    /// Whether the quoted words themselves still stand there.
    pub quoted: bool,
}

impl Sight {
    /// Reads what the page's reader reported.
    ///
    /// # Errors
    /// Says what is wrong with it in one line.
    pub fn read(report: &str) -> Result<Self, String> {
        if report.len() > LONGEST {
            return Err(format!("a page of {} bytes is longer than {LONGEST}", report.len()));
        }
        let of = |fault: serde_json::Error| one_line(&fault.to_string(), 200).text;
        json::of(json::tree(report).map_err(of)?).map_err(of)
    }

    /// What the page says of a capture's words.
    pub fn find(&self, capture: &Capture) -> Found {
        let texts: Vec<String> = self.streams.iter().map(|stream| Section::from_stream(stream).text()).collect();
        let found = |outcome, section: Option<&String>, quoted| Found {
            outcome,
            obstacle: None,
            section: section.cloned(),
            quoted,
        };
        let wanted: Vec<&str> = capture.section.split_whitespace().collect();
        if let Some(same) = texts.iter().find(|text| is_same(&wanted, text)) {
            return found(Outcome::There, Some(same), true);
        }
        let gone = Found { outcome: Outcome::PageGone, obstacle: None, section: None, quoted: false };
        if matches!(self.status, 404 | 410) {
            return gone;
        }
        let stopped = |obstacle| Found { outcome: Outcome::Stopped, obstacle: Some(obstacle), ..gone.clone() };
        // Of a page that has not come whole, a section that is not whole says nothing.
        if self.endless {
            return stopped(Obstacle::Endless);
        }
        let moved = self.moved(&capture.page.address);
        // Somewhere else, what is only alike is somebody else's.
        let near = nearest(capture, &wanted, &texts).filter(|(_, quoted)| *quoted || !moved);
        if let Some((text, quoted)) = near {
            return found(Outcome::Changed, Some(text), quoted);
        }
        let characters = texts.iter().map(|text| text.chars().count()).sum();
        if let Some(obstacle) = Obstacle::of(self, moved, characters) {
            return stopped(obstacle);
        }
        match moved {
            true if self.left || self.touched => stopped(Obstacle::Left),
            true if !self.was_sent(&capture.page.address) => stopped(Obstacle::Elsewhere),
            true => gone,
            false if self.says_gone(&texts) => gone,
            false => Found { outcome: Outcome::Gone, ..gone },
        }
    }

    /// What it says, fixed to be kept with the case. Of a capture in which words are masked nothing new is kept: the same
    /// words would stand in it.
    pub fn again(&self, capture: &Capture, found: &Found, seen: Moment, versions: Versions) -> Again {
        let masked = capture.section.contains(BLACK) || capture.page.title.contains(BLACK);
        let (title, section) = match (masked, found.outcome) {
            (true, Outcome::There) => (capture.page.title.clone(), capture.section.clone()),
            (true, _) => (String::new(), String::new()),
            _ => (one_line(&self.title, LONGEST_TITLE).text, found.section.clone().unwrap_or_default()),
        };
        let address = match (masked, address::public(&self.url)) {
            (false, Ok(address)) => address,
            _ => capture.page.address.clone(),
        };
        Again::new(found.outcome, seen, Page { address, title, lang: None }, section, versions)
    }

    /// Whether the site has sent its visitor to another page than the one at `address`.
    fn moved(&self, address: &str) -> bool {
        !address.contains("***") && place(&self.url) != place(address)
    }

    /// Whether it was surely the site that has sent its visitor elsewhere, and no person who used the tab meanwhile: its server
    /// has, within the site, or the scripts of the very page that was opened.
    fn was_sent(&self, address: &str) -> bool {
        self.redirects > 0 || place(&self.loaded) == place(address)
    }

    /// Whether the page says itself that there is none.
    fn says_gone(&self, texts: &[String]) -> bool {
        const WORDS: &[&str] = &[
            "page introuvable",
            "page non trouvée",
            "page inexistante",
            "page n'existe pas",
            "page n'existe plus",
            "page n’existe pas",
            "page n’existe plus",
            "profil introuvable",
            "profil n'existe plus",
            "profil n’existe plus",
            "page not found",
            "erreur 404",
            "error 404",
        ];
        let first = texts.iter().flat_map(|text| text.lines()).take(12).map(|line| one_line(line, 200).text);
        let says = |words: &str| WORDS.iter().any(|known| words.to_lowercase().contains(known));
        says(&self.title) || first.into_iter().any(|line| says(&line))
    }
}

/// What an address says of the place of a page: host and path.
fn place(address: &str) -> String {
    let address = address::public(address).unwrap_or_else(|_| address.to_owned());
    let rest = address.split_once("://").map_or(address.clone(), |(_, rest)| rest.to_owned());
    let path = rest.split(['?', '#']).next().unwrap_or_default().trim_end_matches('/');
    path.trim_start_matches("www.").to_lowercase()
}

/// Whether a text is the wanted one, word for word. A masked sign stands for any.
fn is_same(wanted: &[&str], text: &str) -> bool {
    let mut words = text.split_whitespace();
    wanted.iter().all(|wanted| words.next().is_some_and(|word| is_same_word(wanted, word))) && words.next().is_none()
}

fn is_same_word(wanted: &str, word: &str) -> bool {
    if !wanted.contains(BLACK) {
        return wanted == word;
    }
    let black = BLACK as u16;
    let (mut wanted, mut word) = (wanted.encode_utf16(), word.encode_utf16());
    loop {
        match (wanted.next(), word.next()) {
            (None, None) => return true,
            (Some(wanted), Some(unit)) if wanted == black || wanted == unit => {}
            _ => return false,
        }
    }
}

/// The section that was the capture's: one that holds the quoted words, or has its heading or most of its words; and
/// whether the quoted words are in it.
fn nearest<'a>(capture: &Capture, wanted: &[&str], texts: &'a [String]) -> Option<(&'a String, bool)> {
    let fold = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    let quote = fold(&capture.finding.quote);
    let units: Vec<u16> = capture.section.encode_utf16().collect();
    let at = capture.finding.at.start as usize..capture.finding.at.end as usize;
    let anchor = fold(&units.get(at).map(String::from_utf16_lossy).unwrap_or_default());
    let holds = |text: &str| {
        let text = fold(text);
        [&quote, &anchor].into_iter().any(|words| !words.is_empty() && text.contains(words.as_str()))
    };
    let heading = capture.section.lines().next().map(fold).filter(|_| capture.section.contains('\n'));
    let likeness = |text: &String| {
        let named = heading.is_some() && text.lines().next().map(fold) == heading;
        let shared = shared(wanted, text);
        // Of two that are alike the one under the same heading; a heading alone says which it was only with some words more.
        if shared >= SAME || (named && shared * 4 >= SAME) { shared + usize::from(named) } else { 0 }
    };
    let quoting = texts.iter().filter(|text| holds(text)).max_by_key(|text| shared(wanted, text));
    if let Some(text) = quoting {
        return Some((text, true));
    }
    let text = texts.iter().max_by_key(|text| likeness(text))?;
    (likeness(text) > 0).then_some((text, false))
}

/// The share of words that two texts have in common, in percent of both together.
fn shared(wanted: &[&str], text: &str) -> usize {
    let mut left: HashMap<&str, usize> = HashMap::new();
    for word in wanted {
        *left.entry(word).or_default() += 1;
    }
    let (mut common, mut all) = (0, wanted.len());
    for word in text.split_whitespace() {
        all += 1;
        if let Some(times) = left.get_mut(word).filter(|times| **times > 0) {
            *times -= 1;
            common += 1;
        }
    }
    usize::checked_div(200 * common, all).unwrap_or_default()
}
