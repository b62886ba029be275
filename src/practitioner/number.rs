//! Numbers of registers, told from other numbers by their key (Luhn).

use super::{Answers, Origin};

/// An RPPS: eleven digits, with a right key; spaces and dots between them are left out.
pub fn rpps(text: &str) -> Option<String> {
    number(text, 11)
}

/// A FINESS: nine digits, with a right key. Corsica's letters are not read: their key is not documented.
pub fn finess(text: &str) -> Option<String> {
    number(text, 9)
}

/// The first run of so many digits that has a right key.
fn number(text: &str, length: usize) -> Option<String> {
    runs(text, length).find(|digits| luhn(digits))
}

/// The runs of so many digits, no more and no less; single spaces and dots between them are left out.
fn runs(text: &str, length: usize) -> impl Iterator<Item = String> {
    let mut found = Vec::new();
    let mut digits = String::new();
    let mut gap = 0;
    for c in text.chars().chain(['\n', '\n']) {
        if c.is_ascii_digit() {
            digits.push(c);
            gap = 0;
            continue;
        }
        gap += 1;
        let separates = matches!(c, ' ' | '.' | '\u{a0}' | '\u{202f}');
        if separates && gap == 1 && digits.len() < length {
            continue;
        }
        if digits.len() == length {
            found.push(digits.clone());
        }
        digits.clear();
    }
    found.into_iter()
}

fn luhn(digits: &str) -> bool {
    let sum: u32 = digits
        .bytes()
        .rev()
        .enumerate()
        .map(|(n, b)| {
            let digit = u32::from(b - b'0');
            let doubled = digit << (n % 2);
            if doubled > 9 { doubled - 9 } else { doubled }
        })
        .sum();
    sum > 0 && sum.is_multiple_of(10)
}

/// Numbers that a page gives to a register.
#[derive(Default)]
pub(super) struct Numbers {
    pub rpps: Answers,
    pub finess: Answers,
    /// Those of the right length after their register's name, whose key is wrong.
    pub doubtful: Answers,
}

impl Numbers {
    /// Adds the numbers that stand after their register's name, or that are alone.
    pub fn add(&mut self, said: &str, origin: Origin) {
        let upper = said.to_ascii_uppercase();
        let after =
            |name: &str| upper.find(name).map(|at| upper[at + name.len()..].chars().take(60).collect::<String>());
        let alone = upper.chars().all(|c| c.is_ascii_digit() || c.is_whitespace()).then_some(upper.clone());
        for (name, length, to) in [("RPPS", 11, &mut self.rpps), ("FINESS", 9, &mut self.finess)] {
            let named = after(name);
            let wrong = named.as_deref().and_then(|text| digits(text, length));
            match named.or_else(|| alone.clone()).and_then(|text| number(&text, length)) {
                Some(found) => to.add(&found, origin),
                None => {
                    if let Some(wrong) = wrong {
                        self.doubtful.add(&format!("{name} {wrong}"), origin);
                    }
                }
            }
        }
    }
}

/// The first run of so many digits, whatever its key.
fn digits(text: &str, length: usize) -> Option<String> {
    runs(text, length).next()
}

#[cfg(test)]
mod tests {
    use super::{finess, rpps};

    #[test]
    fn numbers_are_known_by_their_key() {
        assert_eq!(rpps("10003879623").as_deref(), Some("10003879623"));
        assert_eq!(rpps(" : 1000 3879 623.").as_deref(), Some("10003879623"));
        assert_eq!(rpps("n° 10003879623, tél. 0199000000").as_deref(), Some("10003879623"));
        assert_eq!(finess("750712184").as_deref(), Some("750712184"));
        for wrong in ["10003879624", "1000387962", "100038796230", "00000000000", "", "é1000387962é3"] {
            assert_eq!(rpps(wrong), None, "{wrong}");
        }
        assert_eq!(finess("750712185"), None);
    }
}
