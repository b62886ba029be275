//! The index of the archive (CDXJ, in compressed blocks with a list of them) and the list of its pages.

use super::warc::Record;
use crate::case::{Case, Sha256Hex, canonical};
use flate2::{Compression, write::GzEncoder};
use serde_json::json;
use std::{
    fmt::Write as _,
    io::{self, Write as _},
};
use url::Url;

/// The lines of one compressed block, as the tools of the format's makers cut them.
const BLOCK: usize = 300;

/// Where each record stands.
#[derive(Default)]
pub(super) struct Index {
    lines: Vec<String>,
}

impl Index {
    pub(super) fn add(&mut self, case: &Case, file: &str, records: &[Record]) {
        let at: String = case.capture.seen.iso().chars().filter(char::is_ascii_digit).collect();
        for record in records {
            let said = json!({
                "url": record.uri, "mime": mime(record.media), "digest": format!("sha256:{}", record.sha256.as_str()),
                "length": record.length.to_string(), "offset": record.offset.to_string(), "filename": file,
            });
            self.lines.push(format!("{} {at} {}\n", key(&record.uri), canonical(&said)));
        }
    }

    /// `index.idx`, which names the blocks, and `index.cdx.gz`, which has them.
    pub(super) fn files(mut self) -> io::Result<(String, Vec<u8>)> {
        self.lines.sort_unstable();
        let mut list = String::from("!meta 0 {\"format\": \"cdxj-gzip-1.0\", \"filename\": \"index.cdx.gz\"}\n");
        let mut blocks = Vec::new();
        for block in self.lines.chunks(BLOCK) {
            let mut packed = GzEncoder::new(Vec::new(), Compression::default());
            packed.write_all(block.concat().as_bytes())?;
            let packed = packed.finish()?;
            let first = block.first().and_then(|line| line.split_once(" {")).map_or("", |(first, _)| first);
            let digest = format!("sha256:{}", Sha256Hex::of(&packed).as_str());
            let said = json!({"offset": blocks.len(), "length": packed.len(), "digest": digest});
            // A line into a text cannot fail.
            let _ = writeln!(list, "{first} {}", canonical(&said));
            blocks.extend(packed);
        }
        Ok((list, blocks))
    }
}

/// The media type alone: indexes have no parameters.
fn mime(media: &str) -> &str {
    media.split(';').next().unwrap_or(media)
}

/// The key under which readers of archives look for an address: the host's labels from the right, then port, path and parameters
/// in order; other addresses stay as they are.
fn key(address: &str) -> String {
    let web = Url::parse(&address.to_ascii_lowercase()).ok().filter(|url| matches!(url.scheme(), "http" | "https"));
    let Some((url, host)) = web.as_ref().and_then(|url| Some((url, url.host_str()?))) else {
        return address.to_owned();
    };
    let host = host.strip_prefix("www.").unwrap_or(host);
    let mut key = host.split('.').rev().collect::<Vec<_>>().join(",");
    if let Some(port) = url.port() {
        let _ = write!(key, ":{port}");
    }
    key.push(')');
    key.push_str(url.path());
    if let Some(query) = url.query() {
        let mut pairs: Vec<&str> = query.split('&').collect();
        pairs.sort_unstable();
        let _ = write!(key, "?{}", pairs.join("&"));
    }
    key
}

/// The list of pages, one for each case.
pub(super) struct Pages {
    lines: String,
}

impl Default for Pages {
    fn default() -> Self {
        let head = json!({"format": "json-pages-1.0", "id": "pages", "title": "Pages"});
        Self { lines: format!("{}\n", canonical(&head)) }
    }
}

impl Pages {
    pub(super) fn add(&mut self, case: &Case, uri: &str, bytes: usize) {
        let capture = &case.capture;
        let quote = crate::case::one_line(&capture.finding.quote, 80).text;
        let title = match capture.page.title.as_str() {
            "" => quote,
            title => format!("{title} — {quote}"),
        };
        let said = json!({
            "id": case.id, "url": uri, "ts": capture.seen.iso(), "title": title, "text": capture.section, "size": bytes,
        });
        // A line into a text cannot fail.
        let _ = writeln!(self.lines, "{}", canonical(&said));
    }

    pub(super) fn file(self) -> String {
        self.lines
    }
}
