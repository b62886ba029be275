//! How many tags a page has and how deep they stand, told from its bytes alone: a parser's work grows with the square of the depth, and
//! its memory with the number. What would take minutes is not read. Pages of people stay far below.

use std::collections::HashMap;

/// Tags of one page.
const TAGS: usize = 200_000;
/// Elements that are open at once.
const DEPTH: usize = 20_000;
/// Attributes of one tag.
const ATTRIBUTES: usize = 10_000;

/// Elements that nobody needs to close.
const UNCLOSED: [&[u8]; 21] = [
    b"area", b"base", b"br", b"col", b"dd", b"dt", b"embed", b"hr", b"img", b"input", b"li", b"link", b"meta",
    b"option", b"p", b"source", b"td", b"th", b"tr", b"track", b"wbr",
];
/// Elements in which nothing is a tag.
const RAW: [&[u8]; 2] = [b"script", b"style"];

/// Whether a parser reads it in little time and memory. What it takes for a tag need not be one for a parser: it is a bound, no reading.
pub fn is_bearable(bytes: &[u8]) -> bool {
    let mut open: HashMap<Vec<u8>, usize> = HashMap::new();
    let (mut tags, mut depth) = (0, 0);
    let mut rest = bytes;
    while let Some(at) = memchr::memchr(b'<', rest) {
        rest = &rest[at + 1..];
        let closes = rest.first() == Some(&b'/');
        let name = &rest[usize::from(closes)..];
        let length = name.iter().take_while(|byte| byte.is_ascii_alphanumeric() || **byte == b'-').count();
        if !name.first().is_some_and(u8::is_ascii_alphabetic) {
            continue;
        }
        let name = name[..length].to_ascii_lowercase();
        rest = &rest[usize::from(closes) + length..];
        tags += 1;
        let (attributes, end) = attributes(rest);
        rest = &rest[end..];
        if closes {
            if let Some(count) = open.get_mut(&name).filter(|count| **count > 0) {
                *count -= 1;
                depth -= 1;
            }
        } else if RAW.contains(&name.as_slice()) {
            let end = [b"</".as_slice(), &name].concat();
            let close = memchr::memchr_iter(b'<', rest)
                .find(|at| rest[*at..].get(..end.len()).is_some_and(|start| start.eq_ignore_ascii_case(&end)));
            rest = &rest[close.unwrap_or(rest.len())..];
        } else if !UNCLOSED.contains(&name.as_slice()) {
            *open.entry(name).or_default() += 1;
            depth += 1;
        }
        if tags > TAGS || depth > DEPTH || attributes > ATTRIBUTES {
            return false;
        }
    }
    true
}

/// How many attributes a tag has, and where it ends.
fn attributes(tag: &[u8]) -> (usize, usize) {
    let mut count = 0;
    let mut before = b' ';
    let mut at = 0;
    while let Some(byte) = tag.get(at) {
        match byte {
            b'>' => break,
            b'"' | b'\'' if before == b'=' => {
                at += memchr::memchr(*byte, &tag[at + 1..]).map_or(tag.len(), |end| end + 1);
            }
            byte if byte.is_ascii_whitespace() || *byte == b'/' => {}
            _ => count += usize::from(before.is_ascii_whitespace() || before == b'/'),
        }
        // Spaces around the sign belong to it.
        if !(byte.is_ascii_whitespace() && before == b'=') {
            before = *byte;
        }
        at += 1;
    }
    (count, at.min(tag.len()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_of_people_are_read_and_those_of_machines_are_not() {
        let people = [
            "<p>a<p>b<br>".repeat(50_000),
            "<div class='a' data-b=\"c > d\"><a href=/x>y</a></div>\n".repeat(50_000),
            "<ul>".to_owned() + &"<li>a".repeat(100_000) + "</ul>",
            format!("<script>{}</SCRIPT><p>a", "if (a<b) c('<div>');".repeat(50_000)),
            "a < b ".repeat(500_000),
            "<tr><td class = 'a b c d'>".repeat(50_000),
        ];
        for html in people {
            assert!(is_bearable(html.as_bytes()), "{}", &html[..60]);
        }
        let machines = [
            "<div>".repeat(DEPTH + 1),
            "<div></p>".repeat(DEPTH + 1),
            "</div>".repeat(DEPTH) + &"<div>".repeat(DEPTH + 1),
            "<br>".repeat(TAGS + 1),
            format!("<p {}>", "a ".repeat(ATTRIBUTES + 1)),
            format!("<p a='>' {}>", "b=c ".repeat(ATTRIBUTES + 1)),
        ];
        for html in machines {
            assert!(!is_bearable(html.as_bytes()), "{}", &html[..9]);
        }
    }
}
