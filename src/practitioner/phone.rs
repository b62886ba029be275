//! French telephone numbers.

/// The first French number of a text, as it is written in France: « 04 99 00 12 34 ».
pub fn phone(text: &str) -> Option<String> {
    let mut digits = String::new();
    let mut gap = 0;
    for c in text.chars().chain(['\n', '\n', '\n']) {
        match c {
            '0'..='9' => {
                digits.push(c);
                gap = 0;
                continue;
            }
            '+' if digits.is_empty() => {
                digits.push_str("00");
                continue;
            }
            // « +33 (0)4 », « 04.99-00 »: at most two signs between digits.
            ' ' | '.' | '-' | '(' | ')' | '/' | '\u{a0}' | '\u{202f}' if gap < 2 && !digits.is_empty() => {
                gap += 1;
                continue;
            }
            _ => {}
        }
        if let Some(found) = national(&digits) {
            return Some(found);
        }
        digits.clear();
        gap = 0;
    }
    None
}

fn national(digits: &str) -> Option<String> {
    let bare = digits.strip_prefix("0033").unwrap_or(digits).trim_start_matches('0');
    let foreign = digits.starts_with("00") && !digits.starts_with("0033");
    let leads = digits.starts_with('0');
    if foreign || !leads || bare.len() != 9 {
        return None;
    }
    let whole = format!("0{bare}");
    let pairs: Vec<&str> = (0..5).filter_map(|at| whole.get(2 * at..2 * at + 2)).collect();
    Some(pairs.join(" "))
}

#[cfg(test)]
mod tests {
    use super::phone;

    #[test]
    fn numbers_are_written_as_in_france() {
        for (said, number) in [
            ("tel:+33499001234", "04 99 00 12 34"),
            ("+33 (0)4 99 00 12 34", "04 99 00 12 34"),
            ("0033 4 99 00 12 34", "04 99 00 12 34"),
            ("Tél. : 04.99.00.12.34 (secrétariat)", "04 99 00 12 34"),
            ("04-99-00-12-34", "04 99 00 12 34"),
            ("RPPS 10003879623, tél. 0499001234", "04 99 00 12 34"),
        ] {
            assert_eq!(phone(said).as_deref(), Some(number), "{said}");
        }
        for none in ["", "3928", "10003879623", "+32 2 123 45 67", "04 99 00 12", "69003 Lyon", "750712184"] {
            assert_eq!(phone(none), None, "{none}");
        }
    }
}
