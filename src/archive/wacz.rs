//! WACZ: a zip with WARCs in it. They are stored in it as they are, and are read where they stand; where one is packed once more, it is
//! unpacked on the way, and what follows a damage in it is lost.

use super::{Fault, Item, Place, source, source::Stretch, warc};
use std::{fs::File, io, ops::ControlFlow};
use zip::{CompressionMethod, ZipArchive, result::ZipError};

/// Entries of one file. Each takes memory while it is read, and no archive of people has a hundredth of it.
const ENTRIES: usize = 100_000;

/// Reads the WARCs of one file. What is stored is read through a second opening of it: its list takes the first.
pub fn read(
    mut file: Stretch<File>,
    again: &dyn Fn() -> io::Result<Stretch<File>>,
    place: Place,
    each: &mut dyn FnMut(Item) -> ControlFlow<()>,
) -> ControlFlow<()> {
    let told = |error: ZipError| match error {
        ZipError::Io(error) => Fault::io(&place, &error),
        other => Fault::new(&place, "zip").with("error", other),
    };
    let mut zip = match ZipArchive::new(&mut file) {
        Ok(zip) if zip.len() <= ENTRIES => zip,
        Ok(_) => {
            return each(Item::Fault(Fault { whole: true, ..Fault::new(&place, "entries").with("most", ENTRIES) }));
        }
        Err(error) => return each(Item::Fault(Fault { whole: true, ..told(error) })),
    };
    let mut any = false;
    for index in 0..zip.len() {
        // Which it is, as far as the list says it.
        let listed = zip.name_for_index(index).and_then(Result::ok).map(Into::into);
        let entry = match zip.by_index(index) {
            Ok(entry) => entry,
            Err(error) => {
                let fault = told(error);
                each(Item::Fault(Fault { place: Place { entry: listed, ..place.clone() }, ..fault }))?;
                continue;
            }
        };
        let name = String::from_utf8_lossy(entry.name_raw()).into_owned();
        let lower = name.to_ascii_lowercase();
        if !lower.ends_with(".warc") && !lower.ends_with(".warc.gz") {
            continue;
        }
        any = true;
        let place = Place { entry: Some(name), ..place.clone() };
        if entry.compression() != CompressionMethod::Stored {
            warc::read(&mut source::Stream::new(entry), place, each)?;
            continue;
        }
        let (start, length) = (entry.data_start(), entry.compressed_size());
        drop(entry);
        match again().and_then(|file| file.part(start.unwrap_or_default(), length)) {
            Ok(mut within) => warc::read(&mut within, place, each)?,
            Err(error) => each(Item::Fault(Fault::io(&place, &error)))?,
        }
    }
    if !any {
        each(Item::Fault(Fault { whole: true, ..Fault::new(&place, "empty") }))?;
    }
    ControlFlow::Continue(())
}
