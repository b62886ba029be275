//! Why a pack cannot be written, opened or believed. Every fault that has a place names the exact entry.

use crate::{case::one_line, message::Message};
use std::{fmt, io};

/// Why a pack cannot be written, opened or believed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PackError {
    kind: Kind,
    entry: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// It is no zip file at all.
    NotZip,
    /// It is a zip file that this program did not write, or that another program wrote anew.
    Foreign,
    /// It is encrypted, and no passphrase was given.
    Encrypted,
    /// The passphrase does not open it.
    Passphrase,
    /// Opening it takes more memory than an old machine has: the work factor it asks for.
    Costly(u8),
    /// It is encrypted for somebody's key, not with a passphrase.
    Recipient,
    /// The encrypted file is damaged.
    Sealed,
    /// It ends too early.
    Truncated,
    /// Bytes stand where none belong.
    Surplus,
    /// The zip's own note of an entry (name, length, place, date) is not what it was when the pack was written.
    Header,
    /// A name that no entry of a pack has.
    Name,
    /// Two entries of one name.
    Twice,
    /// The bytes are not those that the hash was taken of.
    Altered,
    /// The list of contents names an entry that is not there.
    Missing,
    /// An entry that the list of contents does not name.
    Unlisted,
    /// An entry that does not stand where it belongs.
    Misplaced,
    /// More than a pack may hold: what there is, and what is allowed.
    Large(u64, u64),
    /// There is nothing to write.
    Nothing,
    /// A newer version of Vigie wrote it.
    Newer(u64),
    /// The entry cannot be read.
    Content(String),
    /// A part of a capture, or the capture's own record, in an entry.
    Part(String),
    /// The file could not be read or written.
    Io(String),
    /// The user stopped it.
    Stopped,
}

impl PackError {
    pub(super) fn new(kind: Kind) -> Self {
        Self { kind, entry: None }
    }

    pub(super) fn at(kind: Kind, entry: impl AsRef<str>) -> Self {
        Self { kind, entry: Some(one_line(entry.as_ref(), 120).text) }
    }

    pub(super) fn content(entry: impl AsRef<str>, why: impl fmt::Display) -> Self {
        Self::at(Kind::Content(one_line(&why.to_string(), 300).text), entry)
    }

    /// The same fault, at an entry, if it has no place yet.
    pub(super) fn within(mut self, entry: &str) -> Self {
        self.entry.get_or_insert_with(|| one_line(entry, 120).text);
        self
    }

    pub(super) fn is_truncated(&self) -> bool {
        self.kind == Kind::Truncated
    }

    /// The entry of the pack that is meant, where the fault has a place.
    pub fn entry(&self) -> Option<&str> {
        self.entry.as_deref()
    }

    /// Whether the file is encrypted and no passphrase was given: not a fault, but a question to ask.
    pub fn asks_passphrase(&self) -> bool {
        self.kind == Kind::Encrypted
    }

    /// Whether the passphrase was the wrong one, so that another may be tried.
    pub fn is_wrong_passphrase(&self) -> bool {
        self.kind == Kind::Passphrase
    }

    /// The fault of the user who stopped what was under way.
    pub fn stopped() -> Self {
        Self::new(Kind::Stopped)
    }

    /// The same for the user.
    pub fn message(&self) -> Message {
        let message = Message::new(format!("pack.fault.{}", self.kind.name()));
        let message = message.with("entry", self.entry.as_deref().unwrap_or("…"));
        match &self.kind {
            Kind::Large(is, most) => message.with("is", is).with("most", most),
            Kind::Costly(factor) => message.with("factor", factor),
            Kind::Newer(version) => message.with("version", version),
            Kind::Content(why) | Kind::Io(why) => message.with("detail", why),
            Kind::Part(part) => message.with("part", part),
            _ => message,
        }
    }
}

impl Kind {
    /// The last part of its message's identifier.
    fn name(&self) -> &'static str {
        match self {
            Self::NotZip => "zip",
            Self::Foreign => "foreign",
            Self::Encrypted => "encrypted",
            Self::Passphrase => "passphrase",
            Self::Costly(_) => "costly",
            Self::Recipient => "recipient",
            Self::Sealed => "sealed",
            Self::Truncated => "truncated",
            Self::Surplus => "surplus",
            Self::Header => "header",
            Self::Name => "name",
            Self::Twice => "twice",
            Self::Altered => "altered",
            Self::Missing => "missing",
            Self::Unlisted => "unlisted",
            Self::Misplaced => "misplaced",
            Self::Large(..) => "large",
            Self::Nothing => "nothing",
            Self::Newer(_) => "newer",
            Self::Content(_) => "content",
            Self::Part(_) => "part",
            Self::Io(_) => "io",
            Self::Stopped => "stopped",
        }
    }
}

impl fmt::Display for PackError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(entry) = &self.entry {
            write!(f, "entry \"{entry}\": ")?;
        }
        match &self.kind {
            Kind::NotZip => write!(f, "not a zip file"),
            Kind::Foreign => write!(f, "a zip file, but not one that Vigie wrote"),
            Kind::Encrypted => write!(f, "the pack is encrypted, and there is no passphrase"),
            Kind::Passphrase => write!(f, "the passphrase does not open the pack"),
            Kind::Costly(factor) => write!(f, "a work factor of {factor} takes too much memory"),
            Kind::Recipient => write!(f, "encrypted for a key, not with a passphrase"),
            Kind::Sealed => write!(f, "the encrypted file is damaged"),
            Kind::Truncated => write!(f, "the file ends too early"),
            Kind::Surplus => write!(f, "bytes that do not belong there"),
            Kind::Header => write!(f, "the zip's header is not as it was written"),
            Kind::Name => write!(f, "not a name that a pack's entry can have"),
            Kind::Twice => write!(f, "there are two of this name"),
            Kind::Altered => write!(f, "the bytes are not those of the hash"),
            Kind::Missing => write!(f, "listed, but not there"),
            Kind::Unlisted => write!(f, "there, but not listed"),
            Kind::Misplaced => write!(f, "not where it belongs"),
            Kind::Large(is, most) => write!(f, "{is} is more than {most}"),
            Kind::Nothing => write!(f, "there are no cases"),
            Kind::Newer(version) => write!(f, "version {version} is newer than this program"),
            Kind::Content(why) => write!(f, "{why}"),
            Kind::Part(part) => write!(f, "the capture's part \"{part}\" is not what it was"),
            Kind::Io(why) => write!(f, "{why}"),
            Kind::Stopped => write!(f, "stopped"),
        }
    }
}

impl std::error::Error for PackError {}

impl From<io::Error> for PackError {
    fn from(error: io::Error) -> Self {
        // What the encryption's reader and ours found on the way travels inside the error.
        match error.downcast::<Self>() {
            Ok(inner) => inner,
            Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => Self::new(Kind::Truncated),
            Err(error) => Self::new(Kind::Io(one_line(&error.to_string(), 300).text)),
        }
    }
}

impl From<PackError> for io::Error {
    fn from(error: PackError) -> Self {
        Self::other(error)
    }
}
