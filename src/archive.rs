//! Files of pages, for `vigie scan`: saved pages (HTML, MHTML), web archives (WARC, WARC.gz, WACZ), and folders of them.
//!
//! Reading has two halves. [`Reader`] goes through the files in order on one thread and takes each page out as it is packed; memory
//! holds one page of it, however long the file. [`Packed::pages`] unpacks, on whichever thread judges the page. What cannot be read is a
//! [`Fault`] that says where it stands, and the rest goes on: archives are made by many programs, and some are cut off.

mod mhtml;
mod page;
mod response;
mod shape;
mod source;
mod wacz;
mod warc;

use crate::message::Message;
use serde::Serialize;
use source::Stretch;
use std::{
    fs::File,
    io::{self, Read},
    ops::ControlFlow,
    path::{Path, PathBuf},
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
};
use walkdir::WalkDir;

/// Bytes of one page, packed and unpacked: the longest pages that people save, with their pictures in them, are half of that.
pub const LARGEST: u64 = 32 << 20;

/// The name that stands for standard input.
const STANDARD: &str = "-";

/// Where a page or a fault stands.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Place {
    /// The file.
    pub file: Arc<str>,
    /// The entry of a WACZ, or the part of a saved page.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub entry: Option<String>,
    /// The byte of the file, or of the entry, at which its record begins; that of the gzip member where it is packed, as in an index.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub offset: Option<u64>,
    /// The byte of what is unpacked from that member at which it begins, where another record stands before it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub within: Option<u64>,
}

/// What could not be read, where, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// Where.
    pub place: Place,
    /// Why, as a sentence.
    pub why: Box<Message>,
    /// Whether nothing of the file could be read.
    pub whole: bool,
}

impl Fault {
    fn new(place: &Place, why: &str) -> Self {
        Self { place: place.clone(), why: Box::new(Message::new(format!("archive.{why}"))), whole: false }
    }

    fn with(mut self, name: &str, value: impl ToString) -> Self {
        self.why = Box::new(self.why.with(name, value));
        self
    }

    fn too_large(place: &Place) -> Self {
        Self::new(place, "large").with("most", LARGEST >> 20)
    }

    fn io(place: &Place, error: &io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::UnexpectedEof => Self::new(place, "short"),
            _ => Self::new(place, "unreadable").with("error", error),
        }
    }
}

/// What reading comes to, in order.
#[derive(Debug)]
pub enum Item {
    /// Something that may hold pages.
    Packed(Packed),
    /// Something that cannot be read.
    Fault(Fault),
    /// Something that is no page, or is one that stands elsewhere.
    Left(Left),
}

/// Why something is left out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Left {
    /// The archive says that it is the same as an earlier one.
    Duplicate,
    /// A picture, a script, a redirection, an answer that says that there is no such page.
    Other,
}

/// A page as it stands in its file.
#[derive(Debug)]
pub struct Packed {
    /// Where.
    pub place: Place,
    url: Option<String>,
    date: Option<String>,
    form: Form,
    bytes: Vec<u8>,
}

/// What the bytes are.
#[derive(Debug)]
enum Form {
    /// HTML, and the encoding that stands beside it.
    Html(Option<String>),
    /// The words of a page, without markup.
    Text,
    /// An HTTP response, head and body.
    Response,
    /// A saved page with its pictures.
    Mhtml,
}

/// A page that can be read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Page {
    /// Where it stands.
    pub place: Place,
    /// Its address, where the file says it.
    pub url: Option<String>,
    /// When it was taken, as the file says it.
    pub date: Option<String>,
    /// Its markup, or its words.
    pub content: Content,
}

/// What a page says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Content {
    /// With its markup.
    Html(String),
    /// Without.
    Text(String),
}

impl Default for Content {
    fn default() -> Self {
        Self::Text(String::new())
    }
}

impl Packed {
    /// How many bytes it takes while it waits.
    pub fn size(&self) -> usize {
        self.bytes.len()
    }

    /// Unpacks it. A saved page may hold several, one for each frame; an answer may turn out to be no page.
    pub fn pages(self) -> Vec<Result<Page, Fault>> {
        let Self { place, url, date, form, bytes } = self;
        let page = |content| Page { place: place.clone(), url: url.clone(), date: date.clone(), content };
        match form {
            Form::Mhtml => mhtml::pages(&place, &bytes),
            Form::Text => vec![Ok(page(Content::Text(page::decoded(bytes, None))))],
            Form::Html(charset) => vec![page::checked(bytes, &place).map(|bytes| {
                let html = page::decoded(bytes, charset.as_deref());
                let url = url.clone().or_else(|| page::saved_from(&html));
                Page { url, ..page(Content::Html(html)) }
            })],
            Form::Response => {
                let unpacked = response::unpacked(&bytes, &place);
                vec![unpacked.and_then(|(body, charset)| {
                    let body = page::checked(body, &place)?;
                    Ok(page(Content::Html(page::decoded(body, charset.as_deref()))))
                })]
            }
        }
    }
}

/// What a file is, by its name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Html,
    Text,
    Mhtml,
    Warc,
    Wacz,
}

fn kind(path: &Path) -> Option<Kind> {
    let name = path.file_name()?.to_string_lossy().to_ascii_lowercase();
    let ends = |endings: &[&str]| endings.iter().any(|ending| name.ends_with(ending));
    Some(match () {
        () if ends(&[".html", ".htm", ".xhtml"]) => Kind::Html,
        () if ends(&[".mhtml", ".mht"]) => Kind::Mhtml,
        () if ends(&[".warc", ".warc.gz"]) => Kind::Warc,
        () if ends(&[".wacz"]) => Kind::Wacz,
        () if ends(&[".txt"]) => Kind::Text,
        () => return None,
    })
}

/// Whether a name says that a file holds pages, or that it is a folder.
pub fn is_named_so(path: &Path) -> bool {
    kind(path).is_some() || path.is_dir()
}

/// Goes through files in order.
#[derive(Debug, Default)]
pub struct Reader {
    files: Vec<PathBuf>,
    faults: Vec<Fault>,
    /// Bytes of all files.
    pub bytes: u64,
    done: Arc<AtomicU64>,
}

impl Reader {
    /// The files that are named (`-` is standard input), and those that stand in the folders that are, each folder in the order of its names. In a folder only what
    /// is named as a page or an archive counts; links are not followed, since they may lead round in a circle.
    pub fn of(paths: &[PathBuf]) -> Self {
        let mut reader = Self::default();
        for path in paths {
            if path == Path::new(STANDARD) {
                reader.files.push(path.clone());
                continue;
            }
            for found in WalkDir::new(path).sort_by_file_name().follow_root_links(true) {
                match found {
                    Ok(entry) if entry.file_type().is_dir() => {}
                    Ok(entry) if entry.depth() == 0 || kind(entry.path()).is_some_and(|kind| kind != Kind::Text) => {
                        reader.bytes += entry.metadata().map_or(0, |about| about.len());
                        reader.files.push(entry.into_path());
                    }
                    Ok(_) => {}
                    Err(error) => {
                        let place = Place { file: named(error.path().unwrap_or(path)), ..Place::default() };
                        let error = error.io_error().map_or_else(|| error.to_string(), ToString::to_string);
                        let fault = Fault::new(&place, "unreadable").with("error", error);
                        reader.faults.push(Fault { whole: true, ..fault });
                    }
                }
            }
        }
        reader
    }

    /// How many bytes of the files were read so far, while another thread reads.
    pub fn done(&self) -> Arc<AtomicU64> {
        Arc::clone(&self.done)
    }

    /// Reads all of them. `each` may end it.
    pub fn read(self, each: &mut dyn FnMut(Item) -> ControlFlow<()>) -> ControlFlow<()> {
        let mut before = 0;
        for fault in self.faults {
            each(Item::Fault(fault))?;
        }
        for path in &self.files {
            if path == Path::new(STANDARD) {
                Self::read_stream(io::stdin().lock(), STANDARD, each)?;
                continue;
            }
            let place = Place { file: named(path), ..Place::default() };
            let about = std::fs::metadata(path);
            if about.as_ref().is_ok_and(|about| !about.is_file())
                && let Ok(pipe) = File::open(path)
            {
                Self::read_stream(pipe, &place.file, each)?;
                continue;
            }
            let size = about.map_or(0, |about| about.len());
            let opened =
                || File::open(path).map(|file| Stretch::whole(file, size).told(Arc::clone(&self.done), before));
            match (opened(), kind(path)) {
                (Err(error), _) => each(Item::Fault(Fault { whole: true, ..Fault::io(&place, &error) }))?,
                (Ok(mut file), Some(Kind::Warc)) => warc::read(&mut file, place, each)?,
                (Ok(file), Some(Kind::Wacz)) => wacz::read(file, &opened, place, each)?,
                (Ok(file), kind) => saved(kind, file, place, each)?,
            }
            before += size;
            self.done.store(before, Ordering::Relaxed);
        }
        ControlFlow::Continue(())
    }

    /// Reads what comes from elsewhere than a file. Its first bytes say what it is.
    fn read_stream(mut input: impl Read, name: &str, each: &mut dyn FnMut(Item) -> ControlFlow<()>) -> ControlFlow<()> {
        let place = Place { file: name.into(), ..Place::default() };
        let mut start = Vec::new();
        if let Err(error) = input.by_ref().take(8).read_to_end(&mut start) {
            return each(Item::Fault(Fault { whole: true, ..Fault::io(&place, &error) }));
        }
        let all = io::Cursor::new(start.clone()).chain(input);
        match start.as_slice() {
            [0x1f, 0x8b, ..] | [b'W', b'A', b'R', b'C', b'/', ..] => {
                warc::read(&mut source::Stream::new(all), place, each)
            }
            _ => saved(None, all, place, each),
        }
    }
}

fn named(path: &Path) -> Arc<str> {
    path.to_string_lossy().into()
}

/// One page in a file of its own. Without a name that says what it is, it is HTML if it begins like it, and a text otherwise.
fn saved(
    kind: Option<Kind>,
    input: impl Read,
    place: Place,
    each: &mut dyn FnMut(Item) -> ControlFlow<()>,
) -> ControlFlow<()> {
    // Pictures count in a saved page with all that belongs to it.
    let most = if kind == Some(Kind::Mhtml) { 2 * LARGEST } else { LARGEST };
    let mut bytes = Vec::new();
    let read = input.take(most + 1).read_to_end(&mut bytes);
    each(match read {
        Err(error) => Item::Fault(Fault { whole: true, ..Fault::io(&place, &error) }),
        Ok(_) if bytes.len() as u64 > most => Item::Fault(Fault { whole: true, ..Fault::too_large(&place) }),
        Ok(_) => {
            let form = match kind {
                Some(Kind::Mhtml) => Form::Mhtml,
                Some(Kind::Text) => Form::Text,
                None if !page::begins_with_a_tag(&bytes) => Form::Text,
                _ => Form::Html(None),
            };
            Item::Packed(Packed { place, url: None, date: None, form, bytes })
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_say_what_a_file_is() {
        for (name, expected) in [
            ("a.HTML", Some(Kind::Html)),
            ("a.mht", Some(Kind::Mhtml)),
            ("a.warc.gz", Some(Kind::Warc)),
            ("a.gz", None),
            ("a.wacz", Some(Kind::Wacz)),
            ("a.jsonl", None),
        ] {
            assert_eq!(kind(Path::new(name)), expected, "{name}");
        }
    }
}
