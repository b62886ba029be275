//! An HTTP response as archives keep it: which of them are pages, and what is packed in them. Many archives keep the head as it was sent
//! and the body as it was unpacked: what a head promises is tried, and otherwise the body is taken as it is.

use super::{Fault, LARGEST, Place};
use flate2::read::{DeflateDecoder, MultiGzDecoder, ZlibDecoder};
use std::io::{self, Read};

/// Headers of one response; servers send thirty.
const HEADERS: usize = 256;
/// Bytes of a head.
pub const HEAD: usize = 64 << 10;
/// Bytes in which a page without a type shows that it is one.
const SNIFFED: usize = 1024;
const CHUNKED: &str = "chunked";

/// The head of a response, as far as it matters here.
struct Head {
    status: u16,
    kind: String,
    charset: Option<String>,
    encodings: Vec<String>,
    chunked: bool,
    /// Where the body begins.
    length: usize,
}

fn head(bytes: &[u8]) -> Option<Head> {
    let mut headers = [httparse::EMPTY_HEADER; HEADERS];
    let mut response = httparse::Response::new(&mut headers);
    let mut parser = httparse::ParserConfig::default();
    parser.allow_multiple_spaces_in_response_status_delimiters(true);
    parser.allow_spaces_after_header_name_in_responses(true);
    parser.ignore_invalid_headers_in_responses(true);
    // Browsers' archives write « HTTP/2 200 », of which the parser knows nothing.
    let version_2 = [b"HTTP/2 ".as_slice(), b"HTTP/2.0 ", b"HTTP/3 ", b"HTTP/3.0 "];
    let parsed = match version_2.iter().find(|start| bytes.starts_with(start)) {
        Some(start) => {
            let end = bytes.windows(4).take(HEAD).position(|four| four == b"\r\n\r\n")? + 4;
            let same = [b"HTTP/1.1 ", &bytes[start.len()..end]].concat();
            let status = parser.parse_response(&mut response, &same).ok()?;
            return of(&response, status.is_complete().then_some(end)?);
        }
        None => parser.parse_response(&mut response, bytes).ok()?,
    };
    match parsed {
        httparse::Status::Complete(length) => of(&response, length),
        httparse::Status::Partial => None,
    }
}

fn of(response: &httparse::Response<'_, '_>, length: usize) -> Option<Head> {
    let said = |name: &str| {
        let header = response.headers.iter().find(|header| header.name.eq_ignore_ascii_case(name));
        header.map(|header| String::from_utf8_lossy(header.value).to_ascii_lowercase()).unwrap_or_default()
    };
    let list = |name: &str| -> Vec<String> {
        said(name).split(',').map(|each| each.trim().to_owned()).filter(|each| !each.is_empty()).collect()
    };
    let (kind, charset) = media(&said("content-type"));
    Some(Head {
        status: response.code?,
        kind,
        charset,
        encodings: list("content-encoding"),
        chunked: list("transfer-encoding").iter().any(|each| each == CHUNKED),
        length,
    })
}

/// A media type, and the encoding that it names.
pub fn media(said: &str) -> (String, Option<String>) {
    let mut parts = said.split(';');
    let kind = parts.next().unwrap_or_default().trim().to_ascii_lowercase();
    let charset = parts.find_map(|part| {
        let (name, value) = part.split_once('=')?;
        let value = value.trim().trim_matches(['"', '\'']);
        name.trim().eq_ignore_ascii_case("charset").then(|| value.to_owned())
    });
    (kind, charset)
}

/// Whether a media type is that of a page.
pub fn is_page(kind: &str) -> bool {
    matches!(kind, "text/html" | "application/xhtml+xml")
}

/// Whether a response may be a page, by its beginning; `None` where it is no response.
pub fn may_be_page(start: &[u8]) -> Option<bool> {
    let head = head(start)?;
    let typed = is_page(&head.kind) || head.kind.is_empty();
    Some((200..300).contains(&head.status) && typed)
}

/// The body of a response with what packs it taken away, and its encoding as characters.
pub fn unpacked(bytes: &[u8], place: &Place) -> Result<(Vec<u8>, Option<String>), Fault> {
    let Some(head) = head(bytes) else { return Err(Fault::new(place, "response")) };
    let mut body = bytes[head.length..].to_vec();
    if head.chunked
        && let Some(whole) = joined(&body)
    {
        body = whole;
    }
    for encoding in head.encodings.iter().rev() {
        body = match encoding.as_str() {
            "identity" | "none" | "utf-8" => body,
            "gzip" | "x-gzip" if !body.starts_with(&[0x1f, 0x8b]) => body,
            "gzip" | "x-gzip" => all(MultiGzDecoder::new(body.as_slice()), place)?,
            // Two things are called so, and servers send either.
            "deflate" if body.first().is_some_and(|first| first & 0x0f == 8) => {
                all(ZlibDecoder::new(body.as_slice()), place).or_else(|fault| raw(&body, place, fault))?
            }
            "deflate" => raw(&body, place, Fault::new(place, "encoding")).unwrap_or(body),
            "br" => match all(brotli_decompressor::Decompressor::new(body.as_slice(), 4096), place) {
                // Nothing shows that a body is packed with it but that it can be unpacked.
                Err(_) if is_markup(&body) => body,
                unpacked => unpacked?,
            },
            _ if is_markup(&body) => body,
            other => return Err(Fault::new(place, "encoding").with("encoding", other)),
        };
    }
    if head.kind.is_empty() && !is_markup(&body) {
        body.clear();
    }
    Ok((body, head.charset))
}

fn raw(body: &[u8], place: &Place, fault: Fault) -> Result<Vec<u8>, Fault> {
    all(DeflateDecoder::new(body), place).map_err(|_| fault)
}

/// All that is unpacked, if it is not too much.
fn all(packed: impl Read, place: &Place) -> Result<Vec<u8>, Fault> {
    let mut body = Vec::new();
    match packed.take(LARGEST + 1).read_to_end(&mut body) {
        Ok(_) if body.len() as u64 > LARGEST => Err(Fault::too_large(place)),
        Ok(_) => Ok(body),
        Err(error) => Err(Fault::io(place, &io::Error::new(io::ErrorKind::InvalidData, error))),
    }
}

fn is_markup(body: &[u8]) -> bool {
    let start = body[..body.len().min(SNIFFED)].trim_ascii_start().to_ascii_lowercase();
    let start = start.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&start);
    start.starts_with(b"<!doctype html") || memchr::memmem::find(start, b"<html").is_some()
}

/// A body without the lengths of its chunks; `None` where there are none.
fn joined(body: &[u8]) -> Option<Vec<u8>> {
    let mut whole = Vec::with_capacity(body.len());
    let mut rest = body;
    loop {
        let httparse::Status::Complete((start, length)) = httparse::parse_chunk_size(rest).ok()? else { return None };
        if length == 0 {
            return Some(whole);
        }
        let end = start.checked_add(usize::try_from(length).ok()?)?;
        // A body that is cut off is read as far as it goes.
        whole.extend_from_slice(&rest[start..end.min(rest.len())]);
        let Some(after) = rest.get(end..) else { return Some(whole) };
        rest = after.strip_prefix(b"\r\n").unwrap_or(after);
        if rest.is_empty() {
            return Some(whole);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write;

    fn body(head: &str, body: &[u8]) -> Result<Vec<u8>, String> {
        let bytes = [format!("HTTP/1.1 200 OK\r\n{head}\r\n").as_bytes(), body].concat();
        unpacked(&bytes, &Place::default()).map(|(body, _)| body).map_err(|fault| fault.why.id)
    }

    fn gzip(bytes: &[u8]) -> Vec<u8> {
        let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        packed.write_all(bytes).unwrap();
        packed.finish().unwrap()
    }

    #[test]
    fn what_packs_a_page_is_taken_away() {
        let html = b"<!doctype html><p>a";
        let chunked = b"5;x=y\r\n<!doc\r\nE\r\ntype html><p>a\r\n0\r\n\r\n";
        let mut zlib = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::fast());
        zlib.write_all(html).unwrap();
        let zlib = zlib.finish().unwrap();
        type Case<'a> = (&'a str, &'a [u8], Result<&'a [u8], &'a str>);
        let cases: [Case<'_>; 12] = [
            ("Content-Type: text/html\r\n", html, Ok(html)),
            ("Content-Type: text/html\r\ntransfer-encoding: Chunked\r\n", chunked, Ok(html)),
            ("Content-Type: text/html\r\nTransfer-Encoding: chunked\r\n", html, Ok(html)),
            ("Content-Type: text/html\r\nContent-Encoding: gzip\r\n", &gzip(html), Ok(html)),
            ("Content-Type: text/html\r\nContent-Encoding: gzip\r\n", html, Ok(html)),
            ("Content-Type: text/html\r\nContent-Encoding: gzip\r\n", &gzip(html)[..12], Err("archive.unreadable")),
            ("Content-Type: text/html\r\nContent-Encoding: deflate\r\n", &zlib, Ok(html)),
            ("Content-Type: text/html\r\nContent-Encoding: deflate\r\n", &zlib[2..zlib.len() - 4], Ok(html)),
            (
                "Content-Type: text/html\r\nContent-Encoding: br\r\n",
                b"\x8b\x02\x80<p>a\xc3\xa9\x03",
                Ok(b"<p>a\xc3\xa9"),
            ),
            ("Content-Type: text/html\r\nContent-Encoding: zstd\r\n", b"\x28\xb5", Err("archive.encoding")),
            ("", html, Ok(html)),
            ("", b"\x89PNG", Ok(b"")),
        ];
        for (head, packed, expected) in cases {
            assert_eq!(body(head, packed), expected.map(<[u8]>::to_vec).map_err(str::to_owned), "{head}{packed:?}");
        }
    }

    #[test]
    fn a_bomb_is_told() {
        let bomb = gzip(&vec![b' '; LARGEST as usize + 1]);
        assert!(bomb.len() < 1 << 20);
        assert_eq!(body("Content-Encoding: gzip\r\n", &bomb), Err("archive.large".to_owned()));
    }

    #[test]
    fn pages_are_told_from_the_rest() {
        for (start, expected) in [
            ("HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n", Some(true)),
            ("HTTP/2 200\r\ncontent-type: application/xhtml+xml\r\n\r\n", Some(true)),
            ("HTTP/1.0 404 Not Found\r\nContent-Type: text/html\r\n\r\n", Some(false)),
            ("HTTP/1.1 301 Moved\r\nLocation: /\r\n\r\n", Some(false)),
            ("HTTP/1.1 200 OK\r\nContent-Type: image/png\r\n\r\n", Some(false)),
            ("HTTP/1.1 200 OK\r\n\r\n", Some(true)),
            ("<html>", None),
            ("HTTP/1.1 200 OK\r\nContent-Ty", None),
        ] {
            assert_eq!(may_be_page(start.as_bytes()), expected, "{start:?}");
        }
    }
}
