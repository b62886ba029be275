//! Bytes that know where they are, and of which some can be gone back to: after a record that says a wrong length, the next one is
//! looked for from its beginning.

use std::{
    io::{self, BufRead, BufReader, Read, Seek, SeekFrom},
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
};

/// Bytes read at once.
const BUFFER: usize = 64 << 10;

/// Bytes in a row, with their number.
pub trait Source: BufRead {
    /// The number of the next byte.
    fn position(&self) -> u64;

    /// Goes to a byte. `false` where these bytes come once and are gone, and it lies behind.
    fn go(&mut self, to: u64) -> io::Result<bool>;
}

/// A file, or a stretch of one.
#[derive(Debug)]
pub struct Stretch<R> {
    inner: BufReader<R>,
    start: u64,
    length: u64,
    at: u64,
    done: Option<(Arc<AtomicU64>, u64)>,
}

impl<R: Read + Seek> Stretch<R> {
    /// All of a file, which is at its beginning.
    pub fn whole(file: R, length: u64) -> Self {
        Self { inner: BufReader::with_capacity(BUFFER, file), start: 0, length, at: 0, done: None }
    }

    /// So many bytes of it from one on, numbered anew.
    pub fn part(mut self, start: u64, length: u64) -> io::Result<Self> {
        self.seek(SeekFrom::Start(start))?;
        let length = length.min(self.length - self.at);
        Ok(Self { start: self.start + self.at, length, at: 0, ..self })
    }

    /// The same; `done` is told how far it is read, after so many bytes that were read before.
    #[must_use]
    pub fn told(mut self, done: Arc<AtomicU64>, before: u64) -> Self {
        self.done = Some((done, before));
        self
    }

    fn tell(&self) {
        if let Some((done, before)) = &self.done {
            done.store(before + self.start + self.at, Ordering::Relaxed);
        }
    }
}

impl<R: Read + Seek> Read for Stretch<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let left = usize::try_from(self.length - self.at).unwrap_or(usize::MAX);
        let most = buffer.len().min(left);
        let read = self.inner.read(&mut buffer[..most])?;
        self.at += read as u64;
        self.tell();
        Ok(read)
    }
}

impl<R: Read + Seek> BufRead for Stretch<R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        let left = usize::try_from(self.length - self.at).unwrap_or(usize::MAX);
        if left == 0 {
            return Ok(&[]);
        }
        let filled = self.inner.fill_buf()?;
        Ok(&filled[..filled.len().min(left)])
    }

    fn consume(&mut self, amount: usize) {
        self.inner.consume(amount);
        self.at += amount as u64;
        self.tell();
    }
}

impl<R: Read + Seek> Seek for Stretch<R> {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        let to = match to {
            SeekFrom::Start(to) => Some(to),
            SeekFrom::End(by) => self.length.checked_add_signed(by),
            SeekFrom::Current(by) => self.at.checked_add_signed(by),
        };
        let to = to.ok_or(io::ErrorKind::InvalidInput)?.min(self.length);
        // Within what is read already nothing is thrown away: an archive is read in leaps.
        self.inner.seek_relative(to as i64 - self.at as i64)?;
        self.at = to;
        Ok(to)
    }
}

impl<R: Read + Seek> Source for Stretch<R> {
    fn position(&self) -> u64 {
        self.at
    }

    fn go(&mut self, to: u64) -> io::Result<bool> {
        self.seek(SeekFrom::Start(to))?;
        Ok(true)
    }
}

/// Bytes that come once: a pipe, or what is being unpacked.
#[derive(Debug)]
pub struct Stream<R> {
    inner: BufReader<R>,
    at: u64,
}

impl<R: Read> Stream<R> {
    /// From the first byte on.
    pub fn new(inner: R) -> Self {
        Self { inner: BufReader::with_capacity(BUFFER / 4, inner), at: 0 }
    }
}

impl<R: Read> Read for Stream<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(buffer)?;
        self.at += read as u64;
        Ok(read)
    }
}

impl<R: Read> BufRead for Stream<R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        self.inner.fill_buf()
    }

    fn consume(&mut self, amount: usize) {
        self.inner.consume(amount);
        self.at += amount as u64;
    }
}

impl<R: Read> Source for Stream<R> {
    fn position(&self) -> u64 {
        self.at
    }

    fn go(&mut self, to: u64) -> io::Result<bool> {
        let Some(ahead) = to.checked_sub(self.at) else { return Ok(false) };
        io::copy(&mut self.by_ref().take(ahead), &mut io::sink())?;
        Ok(true)
    }
}

/// Goes past bytes until some that are looked for are next, or were the last ones where nothing can be gone back to; `None` where they do
/// not come within so many bytes. The first of them must not stand in the others.
pub fn find(source: &mut dyn Source, sought: &[u8], within: u64) -> io::Result<Option<Found>> {
    let end = source.position().saturating_add(within);
    let mut matched = 0;
    while source.position() < end {
        let buffer = source.fill_buf()?;
        if buffer.is_empty() {
            return Ok(None);
        }
        let mut at = 0;
        while at < buffer.len() && matched < sought.len() {
            if matched == 0 {
                match memchr::memchr(sought[0], &buffer[at..]) {
                    Some(ahead) => at += ahead,
                    None => {
                        at = buffer.len();
                        break;
                    }
                }
            } else if buffer[at] != sought[matched] {
                matched = 0;
                continue;
            }
            matched += 1;
            at += 1;
        }
        source.consume(at);
        if matched == sought.len() {
            let at = source.position() - matched as u64;
            let back = source.go(at)?;
            return Ok(Some(if back { Found::Next } else { Found::Passed }));
        }
    }
    Ok(None)
}

/// Where bytes are that were looked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Found {
    /// They are the next ones.
    Next,
    /// They were the last ones.
    Passed,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stretch_ends_where_it_ends() {
        let mut stretch = Stretch::whole(io::Cursor::new(b"0123456789"), 10).part(2, 5).unwrap();
        let mut read = String::new();
        stretch.read_to_string(&mut read).unwrap();
        assert_eq!((read.as_str(), stretch.position()), ("23456", 5));
        assert!(stretch.go(1).unwrap());
        assert_eq!(stretch.fill_buf().unwrap()[0], b'3');
        assert_eq!(stretch.seek(SeekFrom::End(-1)).unwrap(), 4);
        assert_eq!(stretch.fill_buf().unwrap(), b"6");
    }

    #[test]
    fn what_is_looked_for_is_found_across_buffers() {
        // Buffers of two bytes.
        struct Two<'a>(&'a [u8], usize);
        impl Read for Two<'_> {
            fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
                Ok(0)
            }
        }
        impl BufRead for Two<'_> {
            fn fill_buf(&mut self) -> io::Result<&[u8]> {
                Ok(&self.0[self.1..self.0.len().min(self.1 + 2)])
            }
            fn consume(&mut self, amount: usize) {
                self.1 += amount;
            }
        }
        impl Source for Two<'_> {
            fn position(&self) -> u64 {
                self.1 as u64
            }
            fn go(&mut self, to: u64) -> io::Result<bool> {
                self.1 = to as usize;
                Ok(true)
            }
        }
        for (bytes, expected) in
            [("xx\nWA\nWARC", Some(5)), ("\nWARC", Some(0)), ("\nWAR", None), ("x\n\nWARC", Some(2))]
        {
            let mut two = Two(bytes.as_bytes(), 0);
            let found = find(&mut two, b"\nWARC", 100).unwrap();
            assert_eq!(found.map(|_| two.position()), expected, "{bytes:?}");
        }
        assert_eq!(find(&mut Two(b"aaaa\nWARC", 0), b"\nWARC", 2).unwrap(), None);
    }
}
