//! Archives, made byte by byte.

use flate2::{Compression, write::GzEncoder};
use std::{
    fs,
    io::Write,
    path::{Path, PathBuf},
};
use zip::{CompressionMethod, ZipWriter, write::SimpleFileOptions};

/// One record.
#[derive(Clone)]
pub struct Record {
    pub headers: String,
    pub block: Vec<u8>,
    /// What it says that its length is, where that is wrong.
    pub length: Option<u64>,
}

impl Record {
    pub fn new(kind: &str, media: &str, block: &[u8]) -> Self {
        let headers = format!("WARC-Type: {kind}\r\nWARC-Date: 2026-11-22T08:00:00Z\r\nContent-Type: {media}\r\n");
        Self { headers, block: block.to_vec(), length: None }
    }

    pub fn http(head: &str, body: &[u8]) -> Self {
        Self::new("response", "application/http; msgtype=response", &[head.as_bytes(), b"\r\n", body].concat())
    }

    pub fn bytes(&self) -> Vec<u8> {
        let length = self.length.unwrap_or(self.block.len() as u64);
        let head = format!("WARC/1.1\r\n{}Content-Length: {length}\r\n\r\n", self.headers);
        [head.as_bytes(), &self.block, b"\r\n\r\n"].concat()
    }
}

/// A page of that name.
pub fn page(name: &str) -> String {
    format!("<!doctype html><title>Cabinet {name}</title><p>Le cabinet {name} ne reçoit pas les patients CMU.</p>")
}

/// A page, as a server sends it.
pub fn response(name: &str, html: &str) -> Record {
    let mut record = Record::http("HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n", html.as_bytes());
    record.headers.push_str(&format!("WARC-Target-URI: https://exemple.test/{name}\r\n"));
    record
}

pub fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut packed = GzEncoder::new(Vec::new(), Compression::fast());
    packed.write_all(bytes).unwrap();
    packed.finish().unwrap()
}

/// A plain file of records.
pub fn plain(records: &[Record]) -> Vec<u8> {
    records.iter().flat_map(Record::bytes).collect()
}

/// A packed file, a member for each record.
pub fn members(records: &[Record]) -> Vec<u8> {
    records.iter().flat_map(|record| gzip(&record.bytes())).collect()
}

/// A zip: names, bytes, and whether they are packed.
pub fn zip(entries: &[(&str, &[u8], bool)]) -> Vec<u8> {
    let mut zip = ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, bytes, packed) in entries {
        let method = if *packed { CompressionMethod::Deflated } else { CompressionMethod::Stored };
        zip.start_file(*name, SimpleFileOptions::default().compression_method(method)).unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

fn position(bytes: &[u8], from: usize, sought: &str) -> usize {
    from + bytes[from..].windows(sought.len()).position(|window| window == sought.as_bytes()).unwrap()
}

/// Writes other bytes for the first of these behind a place.
pub fn replace(bytes: &mut Vec<u8>, from: usize, sought: &str, by: &str) {
    let at = position(bytes, from, sought);
    bytes.splice(at..at + sought.len(), by.bytes());
}

/// Takes so many bytes away behind the first of these.
pub fn cut(bytes: &mut Vec<u8>, from: usize, behind: &str, count: usize) {
    let at = position(bytes, from, behind) + behind.len();
    bytes.drain(at..at + count);
}

/// A number of bytes, to tell files apart.
pub fn sum(bytes: &[u8]) -> u64 {
    bytes.iter().fold(bytes.len() as u64, |sum, byte| sum.wrapping_mul(31).wrapping_add(u64::from(*byte)))
}

/// A folder for one test.
pub struct Folder(pub PathBuf);

impl Folder {
    pub fn new(name: &str) -> Self {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("archive").join(name);
        let _ = fs::remove_dir_all(&folder);
        fs::create_dir_all(&folder).unwrap();
        Self(folder)
    }

    pub fn file(&self, name: &str, bytes: &[u8]) -> PathBuf {
        let path = self.0.join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, bytes).unwrap();
        path
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}
