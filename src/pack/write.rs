//! Writing a pack: cases one by one, into whatever takes bytes. What grows with the number of cases is the index, the lists and the table,
//! some kilobytes a case; pictures go through.

use super::{
    MOST_CASES, PACK_VERSION,
    annotation::Annotations,
    container,
    fault::{Kind, PackError},
    hash::Hashing,
    index::{Index, Pages},
    name,
    readme::Contents,
    table, warc,
};
use crate::{
    VERSION,
    case::{CASE_VERSION, Case, Moment, Sha256Hex, canonical},
    dossier::{Dossier, Log, Summary, table::Table},
};
use serde_json::{Value, json};
use std::{collections::BTreeMap, fmt::Write as _, io::Write};

/// What a pack says of itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Head {
    /// When it is made.
    pub now: Moment,
    /// Whether the pictures come along.
    pub pictures: bool,
    /// Whether names, addresses, numbers and hosts were taken out of the cases.
    pub anonymous: bool,
}

impl Head {
    pub(super) fn json(&self) -> Value {
        json!({
            "format": "vigie-pack", "version": PACK_VERSION, "created": self.now, "program": VERSION,
            "case_version": CASE_VERSION, "pictures": self.pictures, "anonymous": self.anonymous,
        })
    }
}

/// What was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Receipt {
    /// The hash of the whole pack, as `sha256sum` gives it: what is to be noted somewhere dated.
    pub sha256: Sha256Hex,
    /// Its length.
    pub bytes: u64,
    /// How many cases it holds.
    pub cases: usize,
}

/// Writes a pack.
pub struct Writer<W: Write> {
    zip: container::Writer<Hashing<W>>,
    head: Head,
    cases: usize,
    /// What `datapackage.json` and `SHA256SUMS` say of the entries.
    resources: Vec<Value>,
    sums: String,
    index: Index,
    pages: Pages,
    contents: Contents,
    annotations: Annotations,
    dossier: Dossier,
    summaries: String,
    table: Table,
}

impl<W: Write> Writer<W> {
    /// Begins a pack with the logs of every device: what became of the cases is read from them. Whoever gives only some of the cases, or
    /// takes the names out, gives an empty log: it tells of all of them.
    ///
    /// # Errors
    /// Says so if the sink takes nothing.
    pub fn new(sink: W, head: Head, log: &Log) -> Result<Self, PackError> {
        let zip = container::Writer::new(Hashing::new(sink), container::stamp(&head.now));
        let said = canonical(&head.json());
        let mut writer = Self {
            zip,
            head,
            cases: 0,
            resources: Vec::new(),
            sums: String::new(),
            index: Index::default(),
            pages: Pages::default(),
            contents: Contents::default(),
            annotations: Annotations::default(),
            dossier: Dossier::of(log),
            summaries: String::new(),
            table: table::new(),
        };
        writer.put(name::PACK, said.as_bytes())?;
        let mut lines: BTreeMap<&str, String> = BTreeMap::new();
        for entry in log.entries() {
            let lines = lines.entry(entry.device().as_str()).or_default();
            lines.push_str(entry.text());
            lines.push('\n');
        }
        for (device, lines) in lines {
            writer.put(&name::log(device), lines.as_bytes())?;
        }
        Ok(writer)
    }

    /// Adds a case.
    ///
    /// # Errors
    /// Says so if the pack would grow too large, or the sink takes nothing more.
    pub fn case(&mut self, case: &Case) -> Result<(), PackError> {
        if self.cases >= MOST_CASES {
            return Err(PackError::new(Kind::Large(self.cases as u64 + 1, MOST_CASES as u64)));
        }
        self.cases += 1;
        let files = case.capture.files();
        let mut records = warc::records(case, &files);
        let archive = warc::write(case, &files, &mut records)?;
        self.index.add(case, &format!("{}.warc.gz", case.id), &records);
        self.pages.add(case, &warc::main_uri(case, &files), archive.len());
        self.annotations.add(case, &records);
        self.contents.add(case);
        let summary = Summary::of(case, &self.dossier);
        self.summaries.push_str(&summary.to_json());
        self.summaries.push('\n');
        self.table.rows.push(table::row(case, &summary));
        self.put(&name::archive(&case.id), &archive)?;
        self.put(&name::case(&case.id), case.split().0.as_bytes())?;
        self.put(&name::manifest(&case.id), case.capture.manifest_json().as_bytes())
    }

    /// Writes what stands at the end, and gives the sink back.
    ///
    /// # Errors
    /// Says so if no case came, or the sink takes nothing more.
    pub fn finish(mut self) -> Result<(Receipt, W), PackError> {
        // An archive without a record is none, by the specification.
        if self.cases == 0 {
            return Err(PackError::new(Kind::Nothing));
        }
        let summaries = std::mem::take(&mut self.summaries);
        self.put(name::SUMMARIES, summaries.as_bytes())?;
        let csv = std::mem::take(&mut self.table).csv();
        self.put(name::TABLE, &csv)?;
        let (list, blocks) = std::mem::take(&mut self.index).files()?;
        self.put(name::INDEX_LIST, list.as_bytes())?;
        self.put(name::INDEX, &blocks)?;
        let pages = std::mem::take(&mut self.pages).file();
        self.put(name::PAGES, pages.as_bytes())?;
        let annotations = std::mem::take(&mut self.annotations).file();
        self.put(name::ANNOTATIONS, annotations.as_bytes())?;
        let (text, page) = std::mem::take(&mut self.contents).files(&self.head);
        // The text opens in the oldest of editors.
        self.put(name::README_TEXT, format!("\u{feff}{}", text.replace('\n', "\r\n")).as_bytes())?;
        self.put(name::README_PAGE, page.as_bytes())?;
        let sums = std::mem::take(&mut self.sums);
        self.put(name::SUMS, sums.as_bytes())?;
        let package = canonical(&self.package());
        self.zip.entry(name::PACKAGE, package.as_bytes())?;
        let digest = canonical(&json!({"path": name::PACKAGE, "hash": hash(package.as_bytes())}));
        self.zip.entry(name::DIGEST, digest.as_bytes())?;
        let (sha256, bytes, sink) = self.zip.finish()?.finish();
        Ok((Receipt { sha256, bytes, cases: self.cases }, sink))
    }

    fn put(&mut self, name: &str, bytes: &[u8]) -> Result<(), PackError> {
        let sha256 = Sha256Hex::of(bytes);
        // A line into a text cannot fail.
        let _ = writeln!(self.sums, "{}  {name}", sha256.as_str());
        let file = name.rsplit('/').next().unwrap_or(name).to_ascii_lowercase();
        self.resources.push(json!({
            "name": file, "path": name, "hash": format!("sha256:{}", sha256.as_str()), "bytes": bytes.len(),
        }));
        self.zip.entry(name, bytes)
    }

    fn package(&mut self) -> Value {
        json!({
            "profile": "data-package",
            "wacz_version": "1.1.1",
            "title": format!("Vigie, {} cas", self.cases),
            "description": "Passages de pages de prise de rendez-vous médical, susceptibles d’être discriminatoires. \
                            LISEZMOI/LISEZMOI.txt dit ce que ce fichier prouve et ne prouve pas.",
            "created": self.head.now.iso(),
            "modified": self.head.now.iso(),
            "software": format!("Vigie {VERSION}"),
            "resources": std::mem::take(&mut self.resources),
        })
    }
}

/// A hash as the specification writes it.
pub(super) fn hash(bytes: &[u8]) -> String {
    format!("sha256:{}", Sha256Hex::of(bytes).as_str())
}
