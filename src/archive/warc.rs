//! WARC files, one record after the other, plain or with gzip members. The `warc` crate reads them too; it does not say where a record
//! stands, keeps each whole in memory, and ends at the first that is damaged.
//!
//! A record counts once its end is seen to be one: its bytes are all there, the member's checksum is right, and what follows is a record
//! or nothing. Where that is not so it is told, and the next beginning is looked for from just after its own.

use super::{
    Fault, Form, Item, LARGEST, Left, Packed, Place, response,
    source::{self, Found, Source, Stream},
};
use flate2::bufread::GzDecoder;
use std::{
    io::{self, BufRead, Read},
    ops::ControlFlow,
};

/// Bytes of a record's own headers.
const HEADERS: usize = 64 << 10;
/// Bytes without a record after which the rest of a file is given up.
const WITHOUT: u64 = 256 << 20;

/// Bytes of the two empty lines behind a record.
const END: u64 = 4;
const BEGINNING: &[u8] = b"WARC/";
const NEXT: &[u8] = b"\nWARC/1.";
const MEMBER: &[u8] = &[0x1f, 0x8b, 0x08];

/// Who takes what is found, and how far it is.
struct Reading<'a> {
    each: &'a mut dyn FnMut(Item) -> ControlFlow<()>,
    place: Place,
    /// Where the last record began.
    last: Place,
    /// Whether anything of the member shows that it is one.
    begun: bool,
    /// Whether nothing was found, and nothing told.
    silent: bool,
}

/// Why reading ends before its end: nobody wants more, or nothing more can be read.
enum End {
    Unwanted,
    Failed(io::Error),
}

impl From<io::Error> for End {
    fn from(error: io::Error) -> Self {
        Self::Failed(error)
    }
}

impl Reading<'_> {
    fn give(&mut self, item: Item) -> Result<(), End> {
        self.silent = false;
        (self.each)(item).is_continue().then_some(()).ok_or(End::Unwanted)
    }

    fn tell(&mut self, fault: Fault) -> Result<(), End> {
        self.give(Item::Fault(fault))
    }

    /// A record begins at a byte of the file, or of one of its members.
    fn begins(&mut self, member: Option<u64>, at: u64) -> Place {
        let within = member.and((at > 0).then_some(at));
        self.last = Place { offset: Some(member.unwrap_or(at)), within, ..self.place.clone() };
        self.last.clone()
    }
}

/// Reads all records.
pub fn read(source: &mut dyn Source, place: Place, each: &mut dyn FnMut(Item) -> ControlFlow<()>) -> ControlFlow<()> {
    let mut reading = Reading { each, last: place.clone(), place, begun: false, silent: true };
    let done = match source.fill_buf().map(|start| start.starts_with(&MEMBER[..2])) {
        Ok(true) => members(source, &mut reading),
        Ok(false) => records(source, None, &mut reading),
        Err(error) => Err(error.into()),
    };
    let told = match done {
        Ok(()) if reading.silent => {
            let empty = Fault { whole: true, ..Fault::new(&reading.place, "empty") };
            reading.tell(empty)
        }
        Err(End::Failed(error)) => {
            let fault = Fault::io(&reading.last, &error);
            reading.tell(fault)
        }
        done => done,
    };
    if told.is_err() { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
}

/// The members of a packed file: usually one for each record, sometimes one for all.
fn members(source: &mut dyn Source, reading: &mut Reading<'_>) -> Result<(), End> {
    let mut sought = false;
    loop {
        let start = source.position();
        let next = source.fill_buf()?;
        if next.is_empty() {
            return Ok(());
        }
        reading.begun = false;
        let fault = if next[0] == MEMBER[0] {
            let place = reading.begins(Some(start), 0);
            let mut member = Stream::new(GzDecoder::new(&mut *source));
            match records(&mut member, Some(start), reading) {
                Ok(()) => {
                    sought = false;
                    continue;
                }
                Err(End::Unwanted) => return Err(End::Unwanted),
                Err(End::Failed(error)) if reading.begun => Fault::io(&reading.last, &error),
                Err(End::Failed(error)) => Fault::io(&place, &error),
            }
        } else {
            Fault::new(&reading.begins(Some(start), 0), "member")
        };
        // What was looked for in a damage may only look like a member.
        if !sought || reading.begun {
            reading.tell(fault)?;
        }
        // From just behind the beginning of the damaged one, if there is a way back.
        source.go(start + 1)?;
        if source::find(source, MEMBER, WITHOUT)? != Some(Found::Next) {
            return Ok(());
        }
        sought = true;
    }
}

/// The records of a plain file, or of one member.
fn records(source: &mut dyn Source, member: Option<u64>, reading: &mut Reading<'_>) -> Result<(), End> {
    let mut begun = None;
    loop {
        blank(source)?;
        // The beginning of the first line may be behind already.
        let at = begun.take().unwrap_or(source.position());
        if source.fill_buf()?.is_empty() {
            return Ok(());
        }
        let place = reading.begins(member, at);
        let fault = match record(source, &place, &mut reading.begun)? {
            Ok(item) => {
                // Past its end: behind two empty lines something else begins, or nothing; behind one of a careless writer, another record. At
                // the end of a member its checksum is looked at.
                let blank = blank(source)?;
                let next = source.fill_buf()?.first();
                if next.is_none() || blank >= END || blank > 0 && next == BEGINNING.first() {
                    reading.give(item)?;
                    continue;
                }
                Fault::new(&place, "length")
            }
            Err(fault) => fault,
        };
        reading.tell(fault)?;
        source.go(at + 1)?;
        begun = match source::find(source, NEXT, WITHOUT)? {
            Some(Found::Next) => None,
            Some(Found::Passed) => Some(source.position() - NEXT.len() as u64 + 1),
            None => return Ok(()),
        };
    }
}

/// Goes past the ends of lines between records, and says how many bytes they are.
fn blank(source: &mut dyn Source) -> io::Result<u64> {
    let start = source.position();
    loop {
        let next = source.fill_buf()?;
        let blank = next.iter().take_while(|byte| matches!(byte, b'\r' | b'\n')).count();
        if blank == 0 {
            return Ok(source.position() - start);
        }
        source.consume(blank);
    }
}

/// What a record says of itself.
#[derive(Default)]
struct Headers {
    kind: String,
    length: Option<u64>,
    media: String,
    url: Option<String>,
    date: Option<String>,
    segment: Option<u64>,
}

/// The headers of a record, to the empty line behind them. `None` where there are none.
fn headers(source: &mut dyn Source) -> io::Result<Option<Headers>> {
    let mut headers = Headers::default();
    let mut left = HEADERS as u64;
    let mut first = true;
    loop {
        let mut line = Vec::new();
        (&mut *source).take(left).read_until(b'\n', &mut line)?;
        left -= line.len() as u64;
        if line.last() != Some(&b'\n') {
            return Ok(None);
        }
        let line = String::from_utf8_lossy(line.trim_ascii_end());
        if std::mem::replace(&mut first, false) {
            // The letters before the number may have been read already.
            let version = line.strip_prefix("WARC/1.").unwrap_or(&line);
            if version.is_empty() || !version.bytes().all(|byte| byte.is_ascii_digit()) {
                return Ok(None);
            }
            continue;
        }
        if line.is_empty() {
            return Ok(Some(headers));
        }
        let Some((name, value)) = line.split_once(':') else { continue };
        let value = value.trim();
        match name.trim().to_ascii_lowercase().as_str() {
            "warc-type" => headers.kind = value.to_ascii_lowercase(),
            "content-length" => headers.length = value.parse().ok(),
            "content-type" => headers.media = value.to_ascii_lowercase(),
            "warc-target-uri" => headers.url = Some(value.trim_matches(['<', '>']).to_owned()),
            "warc-date" => headers.date = Some(value.to_owned()),
            "warc-segment-number" => headers.segment = value.parse().ok(),
            _ => {}
        }
    }
}

/// One record: what it holds, or why it cannot be read.
fn record(source: &mut dyn Source, place: &Place, begun: &mut bool) -> io::Result<Result<Item, Fault>> {
    let Some(headers) = headers(source)? else { return Ok(Err(Fault::new(place, "record"))) };
    *begun = true;
    let Some(length) = headers.length else { return Ok(Err(Fault::new(place, "length"))) };
    let end = source.position().saturating_add(length);
    let (media, charset) = response::media(&headers.media);
    let mut form = match headers.kind.as_str() {
        "response" if media == "application/http" => Some(Form::Response),
        "resource" if response::is_page(&media) => Some(Form::Html(charset)),
        "conversion" if media == "text/plain" => Some(Form::Text),
        _ => None,
    };
    let mut bytes = Vec::new();
    if matches!(form, Some(Form::Response)) {
        (&mut *source).take(length.min(response::HEAD as u64)).read_to_end(&mut bytes)?;
        form = form.filter(|_| response::may_be_page(&bytes) != Some(false));
    }
    let item = match form {
        Some(_) if headers.segment.is_some() => Item::Fault(Fault::new(place, "segment")),
        Some(_) if length > LARGEST => Item::Fault(Fault::too_large(place)),
        Some(form) => {
            (&mut *source).take(length - bytes.len() as u64).read_to_end(&mut bytes)?;
            Item::Packed(Packed { place: place.clone(), url: headers.url, date: headers.date, form, bytes })
        }
        None if headers.kind == "revisit" => Item::Left(Left::Duplicate),
        None => Item::Left(Left::Other),
    };
    source.go(end)?;
    Ok(if source.position() < end { Err(Fault::new(place, "short")) } else { Ok(item) })
}
