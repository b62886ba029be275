//! Reading a pack, from its first byte to its last, in one pass: every header, every sum, every hash, every capture. Whoever wants to
//! write down what is in it reads it twice, and writes the second time only: what is wrong is then known before anything changed.

use super::{
    MOST_CASES, PACK_VERSION,
    container::{self, Reader},
    fault::{Kind, PackError},
    hash::Hashing,
    name, warc,
    write::hash,
};
use crate::{
    case::{Blob, CASE_VERSION, Case, Moment, Sha256Hex},
    dossier::{Entry, Flaw, Log},
    json,
};
use serde::Deserialize;
use std::{
    collections::{BTreeMap, BTreeSet},
    io::Read,
};

/// What a pack says of itself, and what was found in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Contents {
    /// The hash of the whole pack, as `sha256sum` gives it for a pack that is not encrypted.
    pub sha256: Sha256Hex,
    /// Its length.
    pub bytes: u64,
    /// When it was made, by its own account.
    pub created: Moment,
    /// The program that made it.
    pub program: String,
    /// How many cases it holds.
    pub cases: usize,
    /// The devices whose logs it holds.
    pub devices: Vec<String>,
    /// What is missing or contradictory in the logs. Each entry is whole all the same.
    pub flaws: Vec<Flaw>,
    /// Whether pictures came along.
    pub pictures: bool,
    /// Whether names and places were taken out.
    pub anonymous: bool,
    /// The entries with their hashes, all of them right.
    pub entries: Vec<(String, Sha256Hex)>,
}

/// What a reader is shown on the way.
pub enum Item {
    /// A case, whole: each part is what its hash says.
    Case(Box<Case>),
    /// The log of a device, each entry what its hash says.
    Log(Vec<Entry>),
}

/// What the first entry says.
#[derive(Deserialize)]
struct Told {
    created: Moment,
    program: String,
    case_version: u64,
    pictures: bool,
    anonymous: bool,
}

/// `datapackage.json`, as far as it is read.
#[derive(Deserialize)]
struct Package {
    resources: Vec<Resource>,
}

#[derive(Deserialize)]
struct Resource {
    path: String,
    hash: String,
    bytes: u64,
}

/// Reads and verifies a pack; `visit` is shown what comes along, and may stop it with a fault of its own.
///
/// # Errors
/// Names the first entry that is not what was written.
pub fn read<R: Read>(source: R, mut visit: impl FnMut(Item) -> Result<(), PackError>) -> Result<Contents, PackError> {
    let mut reader = PackReader::new(source)?;
    while let Some(item) = reader.next()? {
        visit(item)?;
    }
    reader.finish()
}

/// A pack that is being read, an item at a time: for those who have to wait between two.
pub struct PackReader<R: Read> {
    zip: Reader<Hashing<R>>,
    told: Told,
    reading: Reading,
}

impl<R: Read> PackReader<R> {
    /// Begins: reads what the pack says of itself.
    ///
    /// # Errors
    /// Says so if it is no pack, or one of a newer program.
    pub fn new(source: R) -> Result<Self, PackError> {
        let mut zip = Reader::new(Hashing::new(source));
        let Some((entry, bytes)) = zip.next()? else { return Err(PackError::new(Kind::NotZip)) };
        if entry.name != name::PACK {
            return Err(PackError::at(Kind::Foreign, entry.name));
        }
        let told = told(&bytes)?;
        if zip.stamp() != Some(container::stamp(&told.created)) {
            return Err(PackError::at(Kind::Header, entry.name));
        }
        let mut reading = Reading::default();
        reading.seen(&entry.name, &bytes)?;
        Ok(Self { zip, told, reading })
    }

    /// Whether names and places were taken out, as the pack says.
    pub fn is_anonymous(&self) -> bool {
        self.told.anonymous
    }

    /// The next item; `None` once all of the pack was read.
    ///
    /// # Errors
    /// Names the entry that is not what was written.
    #[allow(clippy::should_implement_trait, reason = "an iterator of results would go on after the first fault")]
    pub fn next(&mut self) -> Result<Option<Item>, PackError> {
        while let Some((entry, bytes)) = self.zip.next()? {
            self.reading.seen(&entry.name, &bytes)?;
            if let Some(item) = self.reading.item(&entry.name, bytes)? {
                return Ok(Some(item));
            }
        }
        self.reading.end()?;
        Ok(None)
    }

    /// What was found, once `next` has given `None`.
    ///
    /// # Errors
    /// Names what is missing of a pack that was not read to its end.
    pub fn finish(self) -> Result<Contents, PackError> {
        let Self { zip, told, reading } = self;
        reading.end()?;
        let (sha256, bytes, _) = zip.into_source().finish();
        Ok(Contents {
            sha256,
            bytes,
            created: told.created,
            program: crate::case::one_line(&told.program, 40).text,
            cases: reading.cases,
            devices: reading.devices,
            flaws: reading.flaws,
            pictures: told.pictures,
            anonymous: told.anonymous,
            entries: reading.entries.into_iter().map(|(name, hash, _)| (name, hash)).collect(),
        })
    }
}

fn told(bytes: &[u8]) -> Result<Told, PackError> {
    let tree = tree(name::PACK, bytes)?;
    if tree.get("format").is_none_or(|format| format != "vigie-pack") {
        return Err(PackError::at(Kind::Foreign, name::PACK));
    }
    let content = |fault: serde_json::Error| PackError::content(name::PACK, fault);
    let version = json::version(&tree).map_err(content)?;
    if version > PACK_VERSION {
        return Err(PackError::at(Kind::Newer(version), name::PACK));
    }
    let told: Told = json::of(tree).map_err(content)?;
    if told.case_version > CASE_VERSION {
        return Err(PackError::at(Kind::Newer(told.case_version), name::PACK));
    }
    Ok(told)
}

fn tree(name: &str, bytes: &[u8]) -> Result<serde_json::Value, PackError> {
    json::tree(text(name, bytes)?).map_err(|fault| PackError::content(name, fault))
}

fn text<'a>(name: &str, bytes: &'a [u8]) -> Result<&'a str, PackError> {
    std::str::from_utf8(bytes).map_err(|fault| PackError::content(name, fault))
}

/// How far the reading is.
#[derive(Default)]
struct Reading {
    /// Name, hash and length of what was read, in order.
    entries: Vec<(String, Sha256Hex, u64)>,
    /// The names in small letters: on many file systems `A` and `a` are one file.
    names: BTreeSet<String>,
    /// The archive of a case whose record comes next, and its case.
    archive: Option<(String, Vec<u8>)>,
    /// The list of parts that comes next.
    manifest: Option<(String, String)>,
    cases: usize,
    devices: Vec<String>,
    flaws: Vec<Flaw>,
    package: Option<Vec<u8>>,
    ended: bool,
}

impl Reading {
    fn seen(&mut self, name: &str, bytes: &[u8]) -> Result<(), PackError> {
        if self.ended || (self.package.is_some() && name != name::DIGEST) {
            return Err(PackError::at(Kind::Unlisted, name));
        }
        if !self.names.insert(name.to_ascii_lowercase()) {
            return Err(PackError::at(Kind::Twice, name));
        }
        self.entries.push((name.to_owned(), Sha256Hex::of(bytes), bytes.len() as u64));
        Ok(())
    }

    fn item(&mut self, name: &str, bytes: Vec<u8>) -> Result<Option<Item>, PackError> {
        let misplaced = || Err(PackError::at(Kind::Misplaced, name));
        let between = |start: &str, end: &str| Some(name.strip_prefix(start)?.strip_suffix(end)?.to_owned());
        if let Some((expected, manifest)) = self.manifest.take() {
            if name != expected {
                return Err(PackError::at(Kind::Missing, expected));
            }
            if manifest.as_bytes() != bytes {
                return Err(PackError::at(Kind::Altered, name));
            }
            return Ok(None);
        }
        if let Some((id, archive)) = self.archive.take() {
            if name != name::case(&id) {
                return Err(PackError::at(Kind::Missing, name::case(&id)));
            }
            let case = case(&id, &archive, &bytes)?;
            self.manifest = Some((name::manifest(&id), case.capture.manifest_json()));
            self.cases += 1;
            if self.cases > MOST_CASES {
                return Err(PackError::at(Kind::Large(self.cases as u64, MOST_CASES as u64), name));
            }
            return Ok(Some(Item::Case(Box::new(case))));
        }
        if let Some(id) = between("archive/", ".warc.gz") {
            self.archive = Some((id, bytes));
        } else if let Some(device) = between("vigie/log-", ".jsonl") {
            let entries = text(name, &bytes)?.lines().map(Entry::read).collect::<Result<Vec<_>, _>>();
            let entries = entries.map_err(|fault| PackError::content(name, fault))?;
            if let Some(other) = entries.iter().find(|entry| entry.device().as_str() != device) {
                let other = other.device().as_str();
                return Err(PackError::content(name, format!("it has an entry of device {other}")));
            }
            self.flaws.extend(entries.iter().cloned().collect::<Log>().flaws());
            self.devices.push(device);
            return Ok(Some(Item::Log(entries)));
        } else if name.starts_with("vigie/case-") || name.starts_with("vigie/manifest-") {
            return misplaced();
        } else if name == name::SUMS {
            self.sums(&bytes)?;
        } else if name == name::PACKAGE {
            self.listed(&bytes)?;
            self.package = Some(bytes);
        } else if name == name::DIGEST {
            self.digest(&bytes)?;
            self.ended = true;
        }
        Ok(None)
    }

    /// Whether the list for `sha256sum` names what was read so far, and nothing else.
    fn sums(&self, bytes: &[u8]) -> Result<(), PackError> {
        let before = self.entries.iter().filter(|(name, ..)| name != name::SUMS);
        let lines: String = before.map(|(name, hash, _)| format!("{}  {name}\n", hash.as_str())).collect();
        if lines.as_bytes() == bytes { Ok(()) } else { Err(PackError::at(Kind::Altered, name::SUMS)) }
    }

    /// Whether `datapackage.json` names what was read, each with its hash and length, and nothing else.
    fn listed(&self, bytes: &[u8]) -> Result<(), PackError> {
        let package: Package =
            json::of(tree(name::PACKAGE, bytes)?).map_err(|fault| PackError::content(name::PACKAGE, fault))?;
        let mut listed = BTreeMap::new();
        for resource in &package.resources {
            if listed.insert(resource.path.as_str(), resource).is_some() {
                return Err(PackError::at(Kind::Twice, &resource.path));
            }
        }
        for (name, hash, bytes) in self.entries.iter().filter(|(name, ..)| name != name::PACKAGE) {
            let Some(resource) = listed.remove(name.as_str()) else {
                return Err(PackError::at(Kind::Unlisted, name));
            };
            if resource.hash.strip_prefix("sha256:") != Some(hash.as_str()) || resource.bytes != *bytes {
                return Err(PackError::at(Kind::Altered, name));
            }
        }
        match listed.keys().next() {
            Some(name) => Err(PackError::at(Kind::Missing, name)),
            None => Ok(()),
        }
    }

    fn digest(&self, bytes: &[u8]) -> Result<(), PackError> {
        let tree = tree(name::DIGEST, bytes)?;
        let Some(package) = &self.package else { return Err(PackError::at(Kind::Misplaced, name::DIGEST)) };
        if tree.get("path").is_none_or(|path| path != name::PACKAGE) {
            return Err(PackError::content(name::DIGEST, "it names another file"));
        }
        if tree.get("hash").is_none_or(|said| *said != hash(package)) {
            return Err(PackError::at(Kind::Altered, name::PACKAGE));
        }
        Ok(())
    }

    fn end(&self) -> Result<(), PackError> {
        if !self.ended {
            return Err(PackError::at(
                Kind::Missing,
                if self.package.is_some() { name::DIGEST } else { name::PACKAGE },
            ));
        }
        if let Some((id, _)) = &self.archive {
            return Err(PackError::at(Kind::Missing, name::case(id)));
        }
        if let Some((name, _)) = &self.manifest {
            return Err(PackError::at(Kind::Missing, name));
        }
        Ok(())
    }
}

/// A case out of its archive and its record.
fn case(id: &str, archive: &[u8], record: &[u8]) -> Result<Case, PackError> {
    let (archive_name, case_name) = (name::archive(id), name::case(id));
    let members = warc::read(archive).map_err(|why| PackError::content(&archive_name, why))?;
    // Only what no text holds is put back from the archive, under the hash that its record claims: the case takes it again.
    // Comparing the records comes afterwards.
    let blob = |(head, body): &(String, Vec<u8>)| {
        Some(Blob { sha256: warc::claimed(head)?, media: String::new(), bytes: body.clone() })
    };
    let blobs: Vec<Blob> = members.iter().filter_map(blob).collect();
    let case = Case::join(text(&case_name, record)?, &blobs).map_err(|fault| match fault.altered() {
        Some(part) => PackError::at(Kind::Part(part.to_owned()), &case_name),
        None => PackError::content(&case_name, fault),
    })?;
    if case.id != id {
        return Err(PackError::content(&case_name, format!("it is the record of \"{}\"", case.id)));
    }
    let files = case.capture.files();
    warc::compare(&case, &files, &members).map_err(|part| PackError::at(Kind::Part(part), &archive_name))?;
    Ok(case)
}
