//! The bytes of a page as characters: by the mark at their beginning, by what the server said, by what the page says of itself, and
//! else UTF-8 where they are some, and what browsers take for French where they are not.

use super::{Fault, Place, shape};
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

/// Bytes in which a page says its encoding: browsers look no further.
const HEAD: usize = 1024;
/// Bytes in which a program that saved the page says from where.
const SAVED: usize = 4096;

/// The characters of some bytes.
pub fn decoded(bytes: Vec<u8>, charset: Option<&str>) -> String {
    let known = match Encoding::for_bom(&bytes) {
        Some((encoding, _)) => Some(encoding),
        None => charset.and_then(|label| Encoding::for_label(label.trim().as_bytes())).or_else(|| said(&bytes)),
    };
    if let Some(encoding) = known
        && encoding != UTF_8
    {
        return encoding.decode(&bytes).0.into_owned();
    }
    match String::from_utf8(bytes) {
        Ok(text) => text.strip_prefix('\u{feff}').map(str::to_owned).unwrap_or(text),
        Err(error) => known.unwrap_or(WINDOWS_1252).decode(error.as_bytes()).0.into_owned(),
    }
}

/// What the page says of itself in a `meta`.
fn said(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = bytes[..bytes.len().min(HEAD)].to_ascii_lowercase();
    let mut rest = head.as_slice();
    while let Some(at) = memchr::memmem::find(rest, b"<meta") {
        rest = &rest[at + 5..];
        let tag = &rest[..memchr::memchr(b'>', rest).unwrap_or(rest.len())];
        let Some(at) = memchr::memmem::find(tag, b"charset") else { continue };
        let label = tag[at + 7..].trim_ascii_start();
        let Some(label) = label.strip_prefix(b"=") else { continue };
        let label = label.trim_ascii_start();
        let label = label.strip_prefix(b"\"").or_else(|| label.strip_prefix(b"'")).unwrap_or(label);
        let end = label.iter().position(|b| matches!(b, b'"' | b'\'' | b';' | b'/' | b' ')).unwrap_or(label.len());
        let encoding = Encoding::for_label(&label[..end])?;
        // What can be read so far is no UTF-16, whatever it says.
        return Some(if encoding == UTF_16LE || encoding == UTF_16BE { UTF_8 } else { encoding });
    }
    None
}

/// Where a browser, or SingleFile, says that it saved the page from.
pub fn saved_from(html: &str) -> Option<String> {
    let mut end = html.len().min(SAVED);
    while !html.is_char_boundary(end) {
        end -= 1;
    }
    let head = &html[..end];
    let address = if let Some((_, rest)) = head.split_once("saved from url=(") {
        rest.split_once(')').map(|(_, rest)| rest)
    } else if head.contains("Page saved with SingleFile") {
        head.split_once("url: ").map(|(_, rest)| rest)
    } else {
        None
    };
    let address = address?.split_whitespace().next()?;
    ["https://", "http://"].iter().any(|scheme| address.starts_with(scheme)).then(|| address.to_owned())
}

/// Whether it is markup, for want of a name that says so.
pub fn begins_with_a_tag(bytes: &[u8]) -> bool {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    bytes.trim_ascii_start().starts_with(b"<")
}

/// The same bytes, if they can be a page: pictures and programs have bytes that no text has, and a page whose tree would fill the memory
/// is not read.
pub fn checked(bytes: Vec<u8>, place: &Place) -> Result<Vec<u8>, Fault> {
    let wide = Encoding::for_bom(&bytes).is_some_and(|(encoding, _)| encoding != UTF_8);
    let head = &bytes[..bytes.len().min(HEAD)];
    if !wide && head.iter().filter(|byte| **byte == 0).count() > head.len() / 32 {
        return Err(Fault::new(place, "binary"));
    }
    if !shape::is_bearable(&bytes) {
        return Err(Fault::new(place, "tags"));
    }
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn characters_are_those_that_a_browser_shows() {
        let utf16: Vec<u8> = [0xfeff_u16].into_iter().chain("é".encode_utf16()).flat_map(u16::to_le_bytes).collect();
        let cases: [(&[u8], Option<&str>, &str); 9] = [
            ("é".as_bytes(), None, "é"),
            (b"\xe9", None, "é"),
            (b"\xef\xbb\xbf\xc3\xa9", Some("windows-1252"), "é"),
            (b"\xe9", Some("iso-8859-1"), "é"),
            (b"<meta charset=\"iso-8859-15\">\xa4", None, "<meta charset=\"iso-8859-15\">€"),
            (
                b"<META http-equiv=content-type content='text/html; CHARSET = utf-16'>\xc3\xa9",
                None,
                "<META http-equiv=content-type content='text/html; CHARSET = utf-16'>é",
            ),
            (b"\xc3\xa9\xff", Some("utf-8"), "é\u{fffd}"),
            (b"\xc3\xa9", Some("no such"), "é"),
            (&utf16, None, "é"),
        ];
        for (bytes, charset, expected) in cases {
            assert_eq!(decoded(bytes.to_vec(), charset), expected, "{bytes:?} {charset:?}");
        }
    }

    #[test]
    fn a_saved_page_says_from_where() {
        for (html, expected) in [
            (
                "<!DOCTYPE html>\n<!-- saved from url=(0027)https://exemple.test/a/b?c=d -->",
                Some("https://exemple.test/a/b?c=d"),
            ),
            (
                "<html><!--\n Page saved with SingleFile \n url: https://exemple.test/é \n saved date: …",
                Some("https://exemple.test/é"),
            ),
            ("<!-- saved from url=(0014)about:internet -->", None),
            ("<p>url: https://exemple.test</p>", None),
        ] {
            assert_eq!(saved_from(html).as_deref(), expected, "{html}");
        }
    }

    #[test]
    fn what_is_no_page_is_refused() {
        let place = Place::default();
        assert!(checked(b"<p>a".to_vec(), &place).is_ok() && checked(Vec::new(), &place).is_ok());
        assert_eq!(checked(b"\x89PNG\0\0\0\rIHDR".to_vec(), &place).unwrap_err().why.id, "archive.binary");
        assert_eq!(checked(b"<div>".repeat(50_000), &place).unwrap_err().why.id, "archive.tags");
    }
}
