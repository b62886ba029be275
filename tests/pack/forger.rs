//! Packs as somebody else writes them, by hand and without any code of the project: whole, or with every list and hash made anew
//! after something in them was changed.

use serde_json::json;
use sha2::{Digest, Sha256};

/// An entry, by where its header says that it is.
pub struct Place {
    pub name: String,
    /// Where its header begins, its bytes begin, its bytes end.
    pub header: usize,
    pub start: usize,
    pub end: usize,
}

/// The entries of a pack that is whole.
pub fn places(pack: &[u8]) -> Vec<Place> {
    let four = |at: usize| u32::from_le_bytes(pack[at..at + 4].try_into().unwrap()) as usize;
    let mut places = Vec::new();
    let mut at = 0;
    while &pack[at..at + 4] == b"PK\x03\x04" {
        let (bytes, name) = (four(at + 18), usize::from(pack[at + 26]) + usize::from(pack[at + 27]) * 256);
        let start = at + 30 + name;
        let text = String::from_utf8(pack[at + 30..start].to_vec()).unwrap();
        places.push(Place { name: text, header: at, start, end: start + bytes });
        at = start + bytes;
    }
    places
}

/// A zip file of these entries, written as packs are.
pub fn zip(entries: &[(&str, &[u8])]) -> Vec<u8> {
    let number = |n: usize| (n as u32).to_le_bytes();
    let (mut out, mut directory) = (Vec::new(), Vec::new());
    // 22 November 2026, 9:30 UTC.
    let stamp = (((46_u32 << 9 | 11 << 5 | 22) << 16) | (9 << 11 | 30 << 5)).to_le_bytes();
    for (name, bytes) in entries {
        let mut crc = flate2::Crc::new();
        crc.update(bytes);
        let mut common = vec![20, 0, 0, 8, 0, 0];
        common.extend(stamp);
        common.extend(crc.sum().to_le_bytes());
        common.extend(number(bytes.len()));
        common.extend(number(bytes.len()));
        common.extend([name.len() as u8, (name.len() >> 8) as u8, 0, 0]);
        directory.extend(b"PK\x01\x02\x14\x03");
        directory.extend(&common);
        directory.extend([0; 6]);
        directory.extend((0o100_644_u32 << 16).to_le_bytes());
        directory.extend(number(out.len()));
        directory.extend(name.bytes());
        out.extend(b"PK\x03\x04");
        out.extend(&common);
        out.extend(name.bytes());
        out.extend(*bytes);
    }
    let offset = out.len();
    out.extend(&directory);
    out.extend(b"PK\x05\x06\0\0\0\0");
    for _ in 0..2 {
        out.extend([entries.len() as u8, (entries.len() >> 8) as u8]);
    }
    out.extend(number(directory.len()));
    out.extend(number(offset));
    out.extend([0, 0]);
    out
}

/// What the entries of a whole pack hold, without the three lists that stand at its end.
pub fn content(pack: &[u8]) -> Vec<(String, Vec<u8>)> {
    let mut entries: Vec<_> =
        places(pack).into_iter().map(|place| (place.name, pack[place.start..place.end].to_vec())).collect();
    entries.truncate(entries.len() - 3);
    entries
}

/// A pack of these entries, with the lists that belong to them.
pub fn pack(mut entries: Vec<(String, Vec<u8>)>) -> Vec<u8> {
    let hash = |bytes: &[u8]| -> String { Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect() };
    let sums: String = entries.iter().map(|(name, bytes)| format!("{}  {name}\n", hash(bytes))).collect();
    entries.push(("SHA256SUMS".to_owned(), sums.into_bytes()));
    let resources: Vec<_> = entries
        .iter()
        .map(|(name, bytes)| json!({"name": name, "path": name, "hash": format!("sha256:{}", hash(bytes)), "bytes": bytes.len()}))
        .collect();
    let package = json!({"profile": "data-package", "wacz_version": "1.1.1", "resources": resources}).to_string();
    let digest =
        json!({"path": "datapackage.json", "hash": format!("sha256:{}", hash(package.as_bytes()))}).to_string();
    entries.push(("datapackage.json".to_owned(), package.into_bytes()));
    entries.push(("datapackage-digest.json".to_owned(), digest.into_bytes()));
    zip(&entries.iter().map(|(name, bytes)| (name.as_str(), bytes.as_slice())).collect::<Vec<_>>())
}
