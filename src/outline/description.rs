//! Descriptions in JSON-LD. Read word by word instead of as a tree, so that what is broken, cut or nested without end
//! still gives what is said in it.

/// The values of all keys `description`, in order; of lists, their strings.
pub fn descriptions(json: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut rest = json;
    // What the strings that come are: values of the key, one or a list of them.
    let (mut one, mut list) = (false, false);
    while let Some((at, mark)) = rest.bytes().enumerate().find(|(_, byte)| b"\"[]{},".contains(byte)) {
        rest = rest.get(at + 1..).unwrap_or_default();
        match mark {
            b'"' => {
                let Some(end) = string_end(rest) else { break };
                let words = rest.get(..end).unwrap_or_default();
                rest = rest.get(end + 1..).unwrap_or_default();
                let key = rest.trim_start().strip_prefix(':');
                if let Some(value) = key {
                    one = words == "description";
                    list = false;
                    rest = value;
                } else if one || list {
                    found.extend(unescaped(words));
                    one = false;
                }
            }
            b'[' => {
                list = one;
                one = false;
            }
            b',' if list => {}
            _ => (one, list) = (false, false),
        }
    }
    found
}

/// Where a string ends that began just before `text`.
fn string_end(text: &str) -> Option<usize> {
    let mut escaped = false;
    text.bytes().position(|b| {
        let ends = b == b'"' && !escaped;
        escaped = b == b'\\' && !escaped;
        ends
    })
}

/// A string's words without its escapes; nothing where they are broken.
fn unescaped(literal: &str) -> Option<String> {
    if !literal.contains('\\') {
        return Some(literal.to_owned());
    }
    let mut words = String::with_capacity(literal.len());
    let mut rest = literal;
    let mut high = None;
    while let Some(at) = rest.find('\\') {
        words.push_str(rest.get(..at).unwrap_or_default());
        if at > 0 {
            high = None;
        }
        let escape = *rest.as_bytes().get(at + 1)?;
        rest = rest.get(at + 2..)?;
        match escape {
            b'n' | b'r' | b't' | b'f' => words.push(' '),
            b'b' => {}
            b'u' => {
                let unit = u16::from_str_radix(rest.get(..4)?, 16).ok()?;
                rest = rest.get(4..).unwrap_or_default();
                if (0xd800..0xdc00).contains(&unit) {
                    high = Some(unit);
                    continue;
                }
                let units = [high.take().unwrap_or(unit), unit];
                let units = if units[0] == unit { &units[1..] } else { &units[..] };
                words.extend(char::decode_utf16(units.iter().copied()).map(|c| c.unwrap_or('\u{fffd}')));
            }
            other => words.push(char::from(other)),
        }
        high = None;
    }
    words.push_str(rest);
    Some(words)
}

#[cfg(test)]
mod tests {
    use super::descriptions;

    #[test]
    fn descriptions_are_found_wherever_they_are() {
        for (json, found) in [
            (r#"{"description": "Pas de CMU"}"#, vec!["Pas de CMU"]),
            (r#"{"@graph":[{"name":"x"},{"description":"a","about":{"description":"b"}}]}"#, vec!["a", "b"]),
            (r#"{"description":["a","b"],"name":"c"}"#, vec!["a", "b"]),
            (r#"{"name":"description","b":"c"}"#, vec![]),
            (r#"{"description":{"@value":"a"},"b":"c"}"#, vec![]),
            (r#"{"description":12,"b":"c"}"#, vec![]),
            (r#"{"description":"\u00e9t\u00e9 \ud83d\ude00 \"a\"\/b"}"#, vec!["été 😀 \"a\"/b"]),
            (r#"{"description":"cut in the mid"#, vec![]),
            (r#"{"description":"a", "b": [1, {"#, vec!["a"]),
            (r#"{"description":"\u12"}"#, vec![]),
            (r#"{"description":"\é"}"#, vec![]),
        ] {
            assert_eq!(descriptions(json), found, "{json}");
        }
        let deep = format!("{}{}", "[".repeat(100_000), r#"{"description":"a"}"#);
        assert_eq!(descriptions(&deep), ["a"]);
    }
}
