//! The parts of a capture as records of a WARC 1.1 file (ISO 28500:2017), one gzip member each.
//!
//! They are `resource` records: what a reader of a page kept of it. Nothing here saw an HTTP response, so none is claimed. Own
//! code: the crate for WARC files keeps no place of a member in its file, which the index needs, and lets headers be written in any
//! order; here a record's head is written in one way, and a reader writes it again and compares.

use crate::case::{Case, File, Sha256Hex};
use flate2::{Compression, bufread::GzDecoder, write::GzEncoder};
use std::io::{self, Read, Write};

/// The most that all records of a case are, in bytes once unpacked: what a case can hold, and no bomb.
const LARGEST: u64 = 64 * 1024 * 1024;

/// The most records of one case.
const MOST_RECORDS: usize = 64;

/// A part of a case where the archive has it.
pub(super) struct Record {
    /// Under which address it is found.
    pub(super) uri: String,
    pub(super) part: String,
    pub(super) media: &'static str,
    pub(super) sha256: Sha256Hex,
    /// The record's head, with the blank line after it.
    head: String,
    /// Where its member stands in the file.
    pub(super) offset: usize,
    pub(super) length: usize,
}

/// The records of a case, in the order of its parts, with the heads that they have; not yet placed.
pub(super) fn records(case: &Case, files: &[File]) -> Vec<Record> {
    let main = main_part(files);
    let record = |(name, media, bytes): &File| {
        let uri = uri(case, name, media, main);
        let sha256 = match case.capture.part(name) {
            Some(part) => part.sha256.clone(),
            None => Sha256Hex::of(bytes),
        };
        let digest = sha256.as_str();
        let head = format!(
            "WARC/1.1\r\nWARC-Type: resource\r\nWARC-Record-ID: {}\r\nWARC-Date: {}\r\nWARC-Target-URI: {uri}\r\n\
             WARC-Block-Digest: sha256:{digest}\r\nWARC-Payload-Digest: sha256:{digest}\r\nVigie-Case: {}\r\n\
             Vigie-Part: {name}\r\nContent-Type: {media}\r\nContent-Length: {}\r\n\r\n",
            identifier(&format!("{}/{name}/{digest}", case.id)),
            case.capture.seen.iso(),
            case.id,
            bytes.len(),
        );
        Record { uri, part: name.clone(), media, sha256, head, offset: 0, length: 0 }
    };
    files.iter().map(record).collect()
}

/// The address under which the readable part of a case is found: the page's, and a name of ours where nobody knows it.
pub(super) fn main_uri(case: &Case, files: &[File]) -> String {
    let main = main_part(files);
    let media = files.iter().find(|(name, ..)| name == main).map_or("", |(_, media, _)| media);
    uri(case, main, media, main)
}

/// What a reader of archives shows for the page: the readable copy of the section, where there is one, else its text.
fn main_part(files: &[File]) -> &str {
    files.iter().find(|(_, media, _)| media.starts_with("text/html")).map_or("rubrique.txt", |(name, ..)| name)
}

/// Pictures and texts of a page are named as the crawlers of the format's makers name them.
fn uri(case: &Case, name: &str, media: &str, main: &str) -> String {
    let address = &case.capture.page.address;
    match name {
        _ if address.is_empty() => format!("urn:vigie:{}:{name}", case.id),
        _ if name == main => address.clone(),
        _ if media.starts_with("image/") => format!("urn:view:{address}"),
        "rubrique.txt" => format!("urn:text:{address}"),
        _ => format!("urn:vigie:{}:{name}", case.id),
    }
}

/// A record's identifier, the same whenever the same record is written: a UUID of version 8, out of a hash.
fn identifier(of: &str) -> String {
    let hash = Sha256Hex::of(of.as_bytes());
    let hex = hash.as_str();
    format!("<urn:uuid:{}-{}-8{}-a{}-{}>", &hex[..8], &hex[8..12], &hex[13..16], &hex[17..20], &hex[20..32])
}

/// The whole file: who wrote it, then the records, which learn their places.
pub(super) fn write(case: &Case, files: &[File], records: &mut [Record]) -> io::Result<Vec<u8>> {
    let mut out = member(&info(case), b"", true)?;
    for ((_, media, bytes), record) in files.iter().zip(records) {
        record.offset = out.len();
        // Pictures are compressed as they are.
        let packs = media.starts_with("text/") || *media == "application/json";
        out.extend(member(&record.head, bytes, packs)?);
        record.length = out.len() - record.offset;
    }
    Ok(out)
}

/// The first record of a WARC file, whole: it says what the file is.
fn info(case: &Case) -> String {
    let body = "software: Vigie\r\nformat: WARC File Format 1.1\r\nconformsTo: \
                http://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/\r\n\
                description: parts of a capture, kept by a reader of the page; not what the server sent\r\n";
    let digest = Sha256Hex::of(body.as_bytes());
    format!(
        "WARC/1.1\r\nWARC-Type: warcinfo\r\nWARC-Record-ID: {}\r\nWARC-Date: {}\r\nWARC-Filename: {}.warc.gz\r\n\
         WARC-Block-Digest: sha256:{}\r\nContent-Type: application/warc-fields\r\nContent-Length: {}\r\n\r\n{body}",
        identifier(&format!("{}/warcinfo", case.id)),
        case.capture.seen.iso(),
        case.id,
        digest.as_str(),
        body.len()
    )
}

fn member(head: &str, bytes: &[u8], packs: bool) -> io::Result<Vec<u8>> {
    let level = if packs { Compression::default() } else { Compression::none() };
    let mut out = GzEncoder::new(Vec::with_capacity(bytes.len() + 1024), level);
    out.write_all(head.as_bytes())?;
    out.write_all(bytes)?;
    out.write_all(b"\r\n\r\n")?;
    out.finish()
}

/// The members of a file, unpacked: heads and bodies, of which nothing is believed yet.
///
/// # Errors
/// Says in one line what is broken.
pub(super) fn read(file: &[u8]) -> Result<Vec<(String, Vec<u8>)>, String> {
    let mut rest = file;
    let mut members = Vec::new();
    let mut room = LARGEST;
    while !rest.is_empty() {
        if members.len() > MOST_RECORDS {
            return Err(format!("more than {MOST_RECORDS} records"));
        }
        let mut unpacked = Vec::new();
        let mut decoder = GzDecoder::new(rest);
        decoder.by_ref().take(room + 1).read_to_end(&mut unpacked).map_err(|fault| fault.to_string())?;
        let Some(left) = room.checked_sub(unpacked.len() as u64) else {
            return Err(format!("its first {} records unpack to more than {LARGEST} bytes", members.len() + 1));
        };
        room = left;
        rest = decoder.into_inner();
        let end = unpacked.windows(4).position(|four| four == b"\r\n\r\n");
        let (Some(end), true) = (end, unpacked.ends_with(b"\r\n\r\n")) else {
            return Err(format!("record {} has no end", members.len() + 1));
        };
        if end + 8 > unpacked.len() {
            return Err(format!("record {} has no end", members.len() + 1));
        }
        let mut body = unpacked.split_off(end + 4);
        body.truncate(body.len() - 4);
        let head = String::from_utf8(unpacked).map_err(|_| format!("record {} is not text", members.len() + 1))?;
        members.push((head, body));
    }
    Ok(members)
}

/// The hash of its body that a record's head claims.
pub(super) fn claimed(head: &str) -> Option<Sha256Hex> {
    let digest = head.lines().find_map(|line| line.strip_prefix("WARC-Block-Digest: sha256:"))?;
    Sha256Hex::try_from(digest.to_owned()).ok()
}

/// Whether these members are the records of this case, head by head. The bodies are those of the hashes in the heads when the case's
/// own check has passed.
///
/// # Errors
/// Names the part whose record is another, is missing or was added.
pub(super) fn compare(case: &Case, files: &[File], members: &[(String, Vec<u8>)]) -> Result<(), String> {
    let records = records(case, files);
    let told = info(case);
    let Some(((head, body), members)) = members.split_first() else { return Err("warcinfo".to_owned()) };
    if told.strip_prefix(head.as_str()).map(str::as_bytes) != Some(body) {
        return Err("warcinfo".to_owned());
    }
    for (place, (record, (_, _, bytes))) in records.iter().zip(files).enumerate() {
        let Some((head, body)) = members.get(place) else { return Err(record.part.clone()) };
        if *head != record.head || body != bytes {
            return Err(record.part.clone());
        }
    }
    match members.get(records.len()) {
        Some(_) => Err("surplus".to_owned()),
        None => Ok(()),
    }
}
