//! The zip file around a pack, in one form only: entries stored, one after the other, lengths and sums before the bytes,
//! nothing between them, one date for all.
//!
//! Own code, not a crate of zip files, on purpose. Readers of zip files believe the directory at the end and pass over what
//! the local headers say, over gaps, over bytes before and after: there, a changed bit or a second file under the same name
//! goes unseen. Here the headers are written a second time from what was read, and compared: every byte of a pack is one that
//! was written. It also keeps packs of old programs the same, bit by bit, whatever a crate comes to do. That any zip reader opens
//! them is tested with those of others.

use super::fault::{Kind, PackError};
use crate::case::Moment;
use std::io::{Read, Write};

const LOCAL: [u8; 4] = *b"PK\x03\x04";
const CENTRAL: [u8; 4] = *b"PK\x01\x02";
const END: [u8; 4] = *b"PK\x05\x06";

/// The lengths of the fixed parts of the three kinds of header.
const LOCAL_BYTES: usize = 30;
const CENTRAL_BYTES: usize = 46;
const END_BYTES: usize = 22;

/// Version 2.0 of the format, of which files in folders are.
const VERSION: u16 = 20;

/// The names are UTF-8.
const UTF8: u16 = 1 << 11;

/// Plain files that their owner may write and all may read, for those who unpack on Unix.
const UNIX: u16 = 3 << 8;
const MODE: u32 = 0o100_644 << 16;

/// The most entries that a zip file has without its extension for large ones, which packs do not use.
pub(super) const MOST_ENTRIES: usize = 65_534;

/// The longest name, in bytes.
const LONGEST_NAME: usize = 200;

/// The largest entry, in bytes: a case with a picture of 16 MB, a page as MHTML and room.
pub(super) const LARGEST_ENTRY: u32 = 96 * 1024 * 1024;

/// The largest pack, in bytes: what 32-bit machines and all zip readers can take.
pub(super) const LARGEST: u64 = 2 * 1024 * 1024 * 1024 - 1;

/// One entry as its header has it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Entry {
    pub(super) name: String,
    pub(super) bytes: u32,
    crc: u32,
    offset: u32,
}

/// The date and time of all entries, as zip files have it: two seconds are its finest step, 1980 its first year.
pub(super) fn stamp(moment: &Moment) -> u32 {
    let utc = moment.utc();
    let year = (utc.year() - 1980).clamp(0, 127) as u32;
    let date = year << 9 | u32::from(u8::from(utc.month())) << 5 | u32::from(utc.day());
    let pairs = u32::from(utc.second()) / 2;
    date << 16 | u32::from(utc.hour()) << 11 | u32::from(utc.minute()) << 5 | pairs
}

pub(super) fn crc(bytes: &[u8]) -> u32 {
    let mut crc = flate2::Crc::new();
    crc.update(bytes);
    crc.sum()
}

/// Numbers in little-endian order, one after the other.
struct Bytes(Vec<u8>);

impl Bytes {
    fn two(&mut self, value: u16) -> &mut Self {
        self.0.extend(value.to_le_bytes());
        self
    }

    fn four(&mut self, value: u32) -> &mut Self {
        self.0.extend(value.to_le_bytes());
        self
    }

    /// What both headers of an entry say: version, flags, method (stored), date, sum, both lengths, length of the name, no extra.
    fn common(&mut self, entry: &Entry, stamp: u32) -> &mut Self {
        self.two(VERSION).two(UTF8).two(0).four(stamp).four(entry.crc).four(entry.bytes).four(entry.bytes);
        self.two(entry.name.len() as u16).two(0)
    }
}

fn local(entry: &Entry, stamp: u32) -> Vec<u8> {
    let mut out = Bytes(LOCAL.to_vec());
    out.common(entry, stamp);
    out.0.extend(entry.name.bytes());
    out.0
}

fn central(entry: &Entry, stamp: u32) -> Vec<u8> {
    let mut out = Bytes(CENTRAL.to_vec());
    out.two(UNIX | VERSION).common(entry, stamp);
    // No comment, first disk, no attributes of its own.
    out.two(0).two(0).two(0).four(MODE).four(entry.offset);
    out.0.extend(entry.name.bytes());
    out.0
}

fn end(entries: usize, bytes: u32, offset: u32) -> Vec<u8> {
    let mut out = Bytes(END.to_vec());
    out.two(0).two(0).two(entries as u16).two(entries as u16).four(bytes).four(offset).two(0);
    out.0
}

/// A name that is the same on every file system: relative, no way up, no signs that one of them reads otherwise.
pub(super) fn is_name(name: &str) -> bool {
    name.len() <= LONGEST_NAME
        && name.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'/' | b'.' | b'-' | b'_'))
        && name.split('/').all(|part| !part.is_empty() && !part.starts_with('.') && !part.ends_with('.'))
}

/// Writes entries one by one.
pub(super) struct Writer<W> {
    sink: W,
    stamp: u32,
    at: u64,
    entries: Vec<Entry>,
}

impl<W: Write> Writer<W> {
    pub(super) fn new(sink: W, stamp: u32) -> Self {
        Self { sink, stamp, at: 0, entries: Vec::new() }
    }

    pub(super) fn entry(&mut self, name: &str, bytes: &[u8]) -> Result<(), PackError> {
        if !is_name(name) {
            return Err(PackError::at(Kind::Name, name));
        }
        if bytes.len() as u64 > u64::from(LARGEST_ENTRY) {
            return Err(PackError::at(Kind::Large(bytes.len() as u64, LARGEST_ENTRY.into()), name));
        }
        if self.entries.len() >= MOST_ENTRIES {
            return Err(PackError::new(Kind::Large(self.entries.len() as u64 + 1, MOST_ENTRIES as u64)));
        }
        let offset = u32::try_from(self.at).unwrap_or(u32::MAX);
        let entry = Entry { name: name.to_owned(), bytes: bytes.len() as u32, crc: crc(bytes), offset };
        self.put(&local(&entry, self.stamp))?;
        self.put(bytes)?;
        self.entries.push(entry);
        Ok(())
    }

    /// Writes the directory, and gives the sink back.
    pub(super) fn finish(mut self) -> Result<W, PackError> {
        let offset = self.at as u32;
        for entry in std::mem::take(&mut self.entries) {
            self.put(&central(&entry, self.stamp))?;
            self.entries.push(entry);
        }
        self.put(&end(self.entries.len(), (self.at - u64::from(offset)) as u32, offset))?;
        self.sink.flush()?;
        Ok(self.sink)
    }

    fn put(&mut self, bytes: &[u8]) -> Result<(), PackError> {
        self.at += bytes.len() as u64;
        if self.at > LARGEST {
            return Err(PackError::new(Kind::Large(self.at, LARGEST)));
        }
        Ok(self.sink.write_all(bytes)?)
    }
}

/// Reads entries one by one, from the first byte to the last.
pub(super) struct Reader<R> {
    source: R,
    at: u64,
    stamp: Option<u32>,
    entries: Vec<Entry>,
}

impl<R: Read> Reader<R> {
    pub(super) fn new(source: R) -> Self {
        Self { source, at: 0, stamp: None, entries: Vec::new() }
    }

    /// The next entry with its bytes; `None` once the directory was read, all of it was as it must be, and nothing followed.
    pub(super) fn next(&mut self) -> Result<Option<(Entry, Vec<u8>)>, PackError> {
        let offset = self.at;
        let signature: [u8; 4] = self.array()?;
        match signature {
            LOCAL => {}
            CENTRAL if !self.entries.is_empty() => return self.directory(offset).map(|()| None),
            _ => return Err(self.lost(if self.entries.is_empty() { Kind::NotZip } else { Kind::Header })),
        }
        let head: [u8; LOCAL_BYTES - 4] = self.array()?;
        let four = |at: usize| u32::from_le_bytes([head[at], head[at + 1], head[at + 2], head[at + 3]]);
        let two = |at: usize| u16::from_le_bytes([head[at], head[at + 1]]);
        let name = self.bytes(u64::from(two(22)).min(LONGEST_NAME as u64 + 1)).map_err(|error| self.after(error))?;
        let name = String::from_utf8_lossy(&name).into_owned();
        let entry = Entry { bytes: four(14), crc: four(10), offset: offset as u32, name };
        if self.entries.is_empty() && (two(2), two(4)) != (UTF8, 0) {
            // The first entry already is written as other programs write theirs.
            return Err(PackError::at(Kind::Foreign, entry.name));
        }
        if !is_name(&entry.name) {
            return Err(PackError::at(Kind::Name, entry.name));
        }
        let stamp = *self.stamp.get_or_insert(four(6));
        let written = local(&entry, stamp);
        if written[4..LOCAL_BYTES] != head[..] {
            return Err(PackError::at(Kind::Header, entry.name));
        }
        if entry.bytes > LARGEST_ENTRY {
            return Err(PackError::at(Kind::Large(entry.bytes.into(), LARGEST_ENTRY.into()), entry.name));
        }
        if self.entries.len() >= MOST_ENTRIES {
            return Err(PackError::new(Kind::Large(self.entries.len() as u64 + 1, MOST_ENTRIES as u64)));
        }
        let bytes = self.bytes(entry.bytes.into()).map_err(|error| error.within(&entry.name))?;
        if crc(&bytes) != entry.crc {
            return Err(PackError::at(Kind::Altered, entry.name));
        }
        self.entries.push(entry.clone());
        Ok(Some((entry, bytes)))
    }

    pub(super) fn into_source(self) -> R {
        self.source
    }

    /// The date of all entries, once the first was read.
    pub(super) fn stamp(&self) -> Option<u32> {
        self.stamp
    }

    /// Reads the directory, whose first four bytes were read.
    fn directory(&mut self, offset: u64) -> Result<(), PackError> {
        let stamp = self.stamp.unwrap_or_default();
        for (place, entry) in std::mem::take(&mut self.entries).into_iter().enumerate() {
            let written = central(&entry, stamp);
            // The first signature told that the directory begins.
            let from = if place == 0 { 4 } else { 0 };
            let read = self.bytes((written.len() - from) as u64).map_err(|error| error.within(&entry.name))?;
            if read[..] != written[from..] {
                return Err(PackError::at(Kind::Header, entry.name));
            }
            debug_assert_eq!(written.len(), CENTRAL_BYTES + entry.name.len());
            self.entries.push(entry);
        }
        let bytes = (self.at - offset) as u32;
        if self.bytes(END_BYTES as u64).map_err(|error| self.after(error))?
            != end(self.entries.len(), bytes, offset as u32)
        {
            return Err(self.lost(Kind::Surplus));
        }
        if self.source.read(&mut [0])? != 0 {
            return Err(self.lost(Kind::Surplus));
        }
        Ok(())
    }

    /// A fault with no place of its own: after the last entry that was read.
    fn lost(&self, kind: Kind) -> PackError {
        match self.entries.last() {
            Some(entry) => PackError::at(kind, &entry.name),
            None => PackError::new(kind),
        }
    }

    /// The same fault, told after the last entry that was read.
    fn after(&self, error: PackError) -> PackError {
        match self.entries.last() {
            Some(entry) => error.within(&entry.name),
            // What is shorter than one header never was a zip file.
            None if error.is_truncated() => PackError::new(Kind::NotZip),
            None => error,
        }
    }

    fn array<const N: usize>(&mut self) -> Result<[u8; N], PackError> {
        let bytes = self.bytes(N as u64).map_err(|error| self.after(error))?;
        bytes.try_into().map_err(|_| PackError::new(Kind::Truncated))
    }

    /// Room is made for what comes, not for what a header promises.
    fn bytes(&mut self, length: u64) -> Result<Vec<u8>, PackError> {
        let mut bytes = Vec::new();
        let read = self.source.by_ref().take(length).read_to_end(&mut bytes)? as u64;
        self.at += read;
        if read < length {
            return Err(PackError::new(Kind::Truncated));
        }
        if self.at > LARGEST {
            return Err(PackError::new(Kind::Large(self.at, LARGEST)));
        }
        Ok(bytes)
    }
}
