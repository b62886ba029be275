//! A reader and a writer that hash what goes through them.

use super::PackError;
use crate::case::Sha256Hex;
use sha2::{Digest, Sha256};
use std::io::{self, Read, Write};

/// The hash of all that comes.
///
/// # Errors
/// Says so if it cannot be read to its end.
pub fn hashed(source: impl Read) -> Result<Sha256Hex, PackError> {
    let mut source = Hashing::new(source);
    io::copy(&mut source, &mut io::sink())?;
    Ok(source.finish().0)
}

/// Hashes what is written to, or read from, what it stands around.
pub struct Hashing<T> {
    inner: T,
    hash: Sha256,
    bytes: u64,
}

impl<T> Hashing<T> {
    /// Around this.
    pub fn new(inner: T) -> Self {
        Self { inner, hash: Sha256::new(), bytes: 0 }
    }

    /// What went through: its hash and its length; and what it stood around.
    pub fn finish(self) -> (Sha256Hex, u64, T) {
        (Sha256Hex::from_digest(&self.hash.finalize()), self.bytes, self.inner)
    }

    fn add(&mut self, bytes: &[u8]) {
        self.hash.update(bytes);
        self.bytes += bytes.len() as u64;
    }
}

impl<W: Write> Write for Hashing<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.inner.write(bytes)?;
        self.add(&bytes[..written]);
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.inner.flush()
    }
}

impl<R: Read> Read for Hashing<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(into)?;
        self.add(&into[..read]);
        Ok(read)
    }
}
