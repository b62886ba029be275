//! A passphrase around a pack: the *age* format (age-encryption.org/v1), which other programs open too.

use super::fault::{Kind, PackError};
use age::{
    DecryptError, Decryptor, Encryptor,
    scrypt::{Identity, Recipient},
    secrecy::SecretString,
    stream::{StreamReader, StreamWriter},
};
use std::{
    io::{self, Chain, Cursor, Read, Write},
    iter,
};

/// The work factor of what is written, as a power of two: 2¹⁵ rounds take 32 MB, and a second or two on an old machine.
pub const WORK: u8 = 15;

/// The highest work factor that a page takes on: 128 MB. More would stop an old machine before it answers.
pub const MOST_WORK: u8 = 17;

/// How an age file begins.
const MAGIC: &[u8] = b"age-encryption.org/v1\n";

/// Encrypts what is written to it. `finish` has to be called at the end.
pub struct Sealed<W: Write>(StreamWriter<W>);

/// Encrypts into `sink` with a passphrase.
///
/// # Errors
/// Says so if the sink takes nothing.
pub fn sealed<W: Write>(sink: W, passphrase: &str) -> Result<Sealed<W>, PackError> {
    let mut recipient = Recipient::new(SecretString::from(passphrase.to_owned()));
    recipient.set_work_factor(WORK);
    let encryptor = Encryptor::with_recipients(iter::once(&recipient as &dyn age::Recipient))
        .map_err(|fault| PackError::new(Kind::Io(fault.to_string())))?;
    Ok(Sealed(encryptor.wrap_output(sink)?))
}

impl<W: Write> Sealed<W> {
    /// Writes the last block, and gives the sink back.
    ///
    /// # Errors
    /// Says so if the sink takes nothing more.
    pub fn finish(self) -> Result<W, PackError> {
        Ok(self.0.finish()?)
    }
}

impl<W: Write> Write for Sealed<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.0.flush()
    }
}

type Start<R> = Chain<Cursor<Vec<u8>>, R>;

/// The bytes of a pack, whether it was encrypted or not.
pub enum Opened<R: Read> {
    /// It was not.
    Plain(Start<R>),
    /// It was, and the passphrase opened it.
    Unsealed(Box<StreamReader<Start<R>>>),
}

/// Looks whether a pack is encrypted, and opens it.
///
/// # Errors
/// Says so if it needs a passphrase, if this is the wrong one, or if trying it would take more work than `most`.
pub fn opened<R: Read>(mut source: R, passphrase: Option<&str>, most: u8) -> Result<Opened<R>, PackError> {
    let mut start = Vec::new();
    source.by_ref().take(MAGIC.len() as u64).read_to_end(&mut start)?;
    let is_sealed = start == MAGIC;
    let start = Cursor::new(start).chain(source);
    if !is_sealed {
        return Ok(Opened::Plain(start));
    }
    let decryptor = Decryptor::new(start).map_err(fault)?;
    if !decryptor.is_scrypt() {
        return Err(PackError::new(Kind::Recipient));
    }
    let Some(passphrase) = passphrase else { return Err(PackError::new(Kind::Encrypted)) };
    let mut identity = Identity::new(SecretString::from(passphrase.to_owned()));
    identity.set_max_work_factor(most);
    let reader = decryptor.decrypt(iter::once(&identity as &dyn age::Identity)).map_err(fault)?;
    Ok(Opened::Unsealed(Box::new(reader)))
}

fn fault(error: DecryptError) -> PackError {
    match error {
        DecryptError::ExcessiveWork { required, .. } => PackError::new(Kind::Costly(required)),
        DecryptError::NoMatchingKeys | DecryptError::KeyDecryptionFailed | DecryptError::DecryptionFailed => {
            PackError::new(Kind::Passphrase)
        }
        DecryptError::Io(error) if error.kind() != io::ErrorKind::InvalidData => error.into(),
        _ => PackError::new(Kind::Sealed),
    }
}

impl<R: Read> Opened<R> {
    /// Whether it was encrypted.
    pub fn is_unsealed(&self) -> bool {
        matches!(self, Self::Unsealed(_))
    }
}

impl<R: Read> Read for Opened<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        match self {
            Self::Plain(source) => source.read(into),
            Self::Unsealed(reader) => reader.read(into).map_err(|error| match error.kind() {
                io::ErrorKind::InvalidData => PackError::new(Kind::Sealed).into(),
                _ => error,
            }),
        }
    }
}
