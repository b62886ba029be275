//! A dossier, or part of it, as one file that others can open and verify: a WACZ 1.1.1 archive (Webrecorder's specification) with Vigie's
//! own records in it.
//!
//! What a pack proves is that nothing in it has changed since its digest was noted; not that a page was genuine, and not when it
//! was seen. `LISEZMOI` says so in every pack. The same cases and the same « now » give the same bytes.
//!
//! | entry | is |
//! | --- | --- |
//! | `vigie/pack.json` | first: format, version, when |
//! | `archive/ID.warc.gz`, `vigie/case-ID.json`, `vigie/manifest-ID.json` | one case: its parts as WARC records, its record, the list of its parts as the letters give it |
//! | `vigie/log-DEVICE.jsonl` | the log of a device, one entry a line |
//! | `vigie/summaries.jsonl` | what lists show of each case |
//! | `vigie/dossier.csv`, `vigie/annotations.json` | the same for spreadsheets, and as Web Annotations |
//! | `indexes/…`, `pages/pages.jsonl` | what readers of archives need |
//! | `LISEZMOI/…` | in French: what it is, what it proves and does not, how to verify |
//! | `SHA256SUMS`, `datapackage.json`, `datapackage-digest.json` | last: every entry with its hash, and the hash of that list |

mod annotation;
mod anonymous;
mod container;
mod fault;
mod hash;
mod index;
mod read;
mod readme;
mod seal;
mod table;
mod warc;
mod write;

pub use anonymous::anonymous;
pub use fault::PackError;
pub use hash::{Hashing, hashed};
pub use read::{Contents, Item, PackReader, read};
pub use seal::{MOST_WORK, Opened, Sealed, WORK, opened, sealed};
pub use write::{Head, Receipt, Writer};

/// The version of the form that this program writes.
pub const PACK_VERSION: u64 = 1;

/// The most cases of one pack.
pub const MOST_CASES: usize = 20_000;

/// The entries whose names stand fast.
mod name {
    pub(super) const PACK: &str = "vigie/pack.json";
    pub(super) const SUMMARIES: &str = "vigie/summaries.jsonl";
    pub(super) const ANNOTATIONS: &str = "vigie/annotations.json";
    pub(super) const TABLE: &str = "vigie/dossier.csv";
    pub(super) const INDEX_LIST: &str = "indexes/index.idx";
    pub(super) const INDEX: &str = "indexes/index.cdx.gz";
    pub(super) const PAGES: &str = "pages/pages.jsonl";
    pub(super) const README_TEXT: &str = "LISEZMOI/LISEZMOI.txt";
    pub(super) const README_PAGE: &str = "LISEZMOI/LISEZMOI.html";
    pub(super) const SUMS: &str = "SHA256SUMS";
    pub(super) const PACKAGE: &str = "datapackage.json";
    pub(super) const DIGEST: &str = "datapackage-digest.json";

    pub(super) fn archive(id: &str) -> String {
        format!("archive/{id}.warc.gz")
    }

    pub(super) fn case(id: &str) -> String {
        format!("vigie/case-{id}.json")
    }

    pub(super) fn manifest(id: &str) -> String {
        format!("vigie/manifest-{id}.json")
    }

    pub(super) fn log(device: &str) -> String {
        format!("vigie/log-{device}.jsonl")
    }
}
