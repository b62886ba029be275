//! `vigie scan`: pages, archives and folders of them, judged on all cores, in order.
//!
//! One thread reads, and hands on what it finds in parcels; all cores judge a parcel, while the next ones are read; then it is written. So
//! memory holds a few parcels, however long the input.

mod form;
mod judged;

pub use form::Form;
pub use judged::{Found, found};

use form::Writer;
use indicatif::{ProgressBar, ProgressStyle};
use judged::{Judged, judge};
use rayon::prelude::*;
use std::{
    io::{self, Write},
    ops::ControlFlow,
    path::PathBuf,
    process::ExitCode,
    sync::mpsc::{Receiver, SyncSender, sync_channel},
    thread,
};
use vigie::{
    archive::{Item, Left, Reader},
    message::{Catalogue, Language, Message},
    outline::Section,
};

/// Bytes of pages, and items, that are judged together: many, so that no core waits long for the last of them.
const PARCEL: usize = 8 << 20;
const ITEMS: usize = 1024;
/// Parcels that are read ahead.
const AHEAD: usize = 1;

/// What the exit status says where a part of the input could not be read.
const SOME_UNREAD: u8 = 2;

/// Reads the files and writes what was found. 2 where an entry could not be read, 1 where a whole file could not.
pub fn run(files: &[PathBuf], form: Form) -> io::Result<ExitCode> {
    let standard = [PathBuf::from("-")];
    let reader = Reader::of(if files.is_empty() { &standard } else { files });
    // Of one page it is said that nothing was found; of an archive, what was.
    let each_page = files.iter().all(|file| !file.is_dir());
    let bar = progress(&reader);
    let (send, receive) = sync_channel(AHEAD);
    let mut count = Count::default();
    let written = thread::scope(|scope| {
        let done = reader.done();
        scope.spawn(move || parcels(reader, &send));
        let mut writer = Writer::new(form, each_page);
        let written = write_all(receive, &mut writer, &mut count, |count| {
            bar.set_position(done.load(std::sync::atomic::Ordering::Relaxed));
            bar.set_message(count.short());
        });
        bar.finish_and_clear();
        written
    });
    written?;
    if !each_page || count.archived {
        eprintln!("{}", count.told());
    }
    Ok(match () {
        () if count.whole > 0 => ExitCode::FAILURE,
        () if count.faults > 0 => ExitCode::from(SOME_UNREAD),
        () => ExitCode::SUCCESS,
    })
}

/// The bar on standard error; none where that is no terminal.
fn progress(reader: &Reader) -> ProgressBar {
    let bar = ProgressBar::new(reader.bytes);
    if let Ok(style) = ProgressStyle::with_template("{bar:30} {percent} %  {msg}  {eta}") {
        bar.set_style(style);
    }
    bar
}

/// Reads everything and hands it on.
fn parcels(reader: Reader, send: &SyncSender<Vec<Item>>) {
    let (mut parcel, mut size) = (Vec::new(), 0);
    let ended = reader.read(&mut |item| {
        if let Item::Packed(packed) = &item {
            size += packed.size();
        }
        parcel.push(item);
        if size < PARCEL && parcel.len() < ITEMS {
            return ControlFlow::Continue(());
        }
        size = 0;
        match send.send(std::mem::take(&mut parcel)) {
            Ok(()) => ControlFlow::Continue(()),
            Err(_) => ControlFlow::Break(()),
        }
    });
    if ended.is_continue() {
        // Nobody waits for it only where writing has failed, which is told there.
        let _ = send.send(parcel);
    }
}

/// Judges and writes parcel by parcel. Where writing fails the reader's thread ends with its next parcel.
fn write_all(
    receive: Receiver<Vec<Item>>,
    writer: &mut Writer,
    count: &mut Count,
    tick: impl Fn(&Count),
) -> io::Result<()> {
    let mut out = io::stdout().lock();
    for parcel in receive {
        let judged: Vec<Judged> = parcel.into_par_iter().with_max_len(1).flat_map_iter(judge).collect();
        let (mut bytes, mut faults) = (Vec::new(), Vec::new());
        for judged in &judged {
            count.add(judged);
            writer.write(judged, &mut bytes)?;
            if let Judged::Fault(fault) = judged {
                faults.push(format!("vigie: {}", form::told(fault)));
            }
        }
        writer.flush(&mut bytes);
        out.write_all(&bytes)?;
        if !faults.is_empty() {
            eprintln!("{}", faults.join("\n"));
        }
        tick(count);
    }
    out.flush()
}

/// What was read.
#[derive(Debug, Default)]
struct Count {
    pages: usize,
    found: usize,
    duplicates: usize,
    others: usize,
    faults: usize,
    /// Files of which nothing could be read.
    whole: usize,
    /// Whether an archive was among the files.
    archived: bool,
}

impl Count {
    fn add(&mut self, judged: &Judged) {
        match judged {
            Judged::Page(page) => {
                self.pages += 1;
                self.found += page.findings.len();
                self.archived |= page.place.offset.is_some();
            }
            Judged::Left(Left::Duplicate) => self.duplicates += 1,
            Judged::Left(Left::Other) => self.others += 1,
            Judged::Fault(fault) => {
                self.faults += 1;
                self.whole += usize::from(fault.whole);
            }
        }
    }

    fn short(&self) -> String {
        said(&[("pages", self.pages), ("found", self.found)])
    }

    fn told(&self) -> String {
        let more = [("duplicates", self.duplicates), ("others", self.others), ("faults", self.faults)];
        let more: Vec<_> = more.into_iter().filter(|(_, n)| *n > 0).collect();
        said(&[&[("pages", self.pages), ("found", self.found)], more.as_slice()].concat())
    }
}

fn said(counts: &[(&str, usize)]) -> String {
    let catalogue = Catalogue::new(Language::Fr);
    let said = counts.iter().map(|(what, n)| catalogue.render(&Message::new(format!("archive.{what}")).with("n", n)));
    said.collect::<Vec<_>>().join(", ")
}

/// A page's sections.
pub fn sections(html: &str) -> Vec<Section> {
    vigie::html::sections(html)
}
