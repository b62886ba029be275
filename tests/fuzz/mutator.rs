//! Changes texts at random, the same for the same seed. Without a compiler that counts branches it knows nothing of the code: it
//! starts from what is nearly right, and has the words that the code looks for.

use serde_json::{Value, json};

/// Longest text that is made, in bytes: long enough for limits to be met, short enough for many rounds a second.
const MOST: usize = 96 * 1024;

/// What trips those who count bytes, characters or UTF-16 units.
const STRANGE: [&str; 12] =
    ["\u{0}", "\u{ad}", "\u{200b}", "\u{202e}", "\u{feff}", "\u{fffd}", "e\u{301}", "İ", "ẞ", "🙂", "👩‍⚕️", "\u{a0}"];

/// A source of changes.
pub struct Mutator {
    state: u64,
    words: Vec<String>,
}

impl Mutator {
    /// From a seed; `words` are put into texts now and then.
    pub fn new(seed: u64, words: &[&str]) -> Self {
        let words = words.iter().chain(&STRANGE).map(|word| (*word).to_owned()).collect();
        Self { state: seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1, words }
    }

    /// A number below `most`; 0 for 0.
    pub fn below(&mut self, most: usize) -> usize {
        self.state ^= self.state << 13;
        self.state ^= self.state >> 7;
        self.state ^= self.state << 17;
        usize::try_from(self.state >> 16).unwrap_or(0) % most.max(1)
    }

    /// One of them.
    pub fn pick<'a, T>(&mut self, from: &'a [T]) -> &'a T {
        &from[self.below(from.len())]
    }

    /// A place between two characters.
    fn place(&mut self, text: &str) -> usize {
        let mut at = self.below(text.len() + 1);
        while !text.is_char_boundary(at) {
            at -= 1;
        }
        at
    }

    fn stretch(&mut self, text: &str) -> (usize, usize) {
        let start = self.place(text);
        let reach = *self.pick(&[1, 4, 16, 64, 512, 8192]);
        let mut end = (start + 1 + self.below(reach)).min(text.len());
        while !text.is_char_boundary(end) {
            end += 1;
        }
        (start, end)
    }

    /// A text with some changes; `others` lend pieces.
    pub fn text(&mut self, from: &str, others: &[String]) -> String {
        let mut text = from.to_owned();
        for _ in 0..=self.below(6) {
            let (start, end) = self.stretch(&text);
            match self.below(7) {
                0 => text.replace_range(start..end, ""),
                1 => {
                    let piece = text[start..end].to_owned();
                    let at = self.place(&text);
                    text.insert_str(at, &piece);
                }
                2 => {
                    let word = self.pick(&self.words.clone()).clone();
                    text.replace_range(start..end.min(start), &word);
                }
                3 => {
                    let word = self.pick(&self.words.clone()).clone();
                    text.replace_range(start..end, &word);
                }
                4 if !others.is_empty() => {
                    let other = self.pick(others).clone();
                    let (from, to) = self.stretch(&other);
                    text.insert_str(start, &other[from..to]);
                }
                5 => {
                    let times = *self.pick(&[2, 9, 70, 700]);
                    let piece = text[start..end].repeat(times);
                    text.insert_str(start, &piece[..floor(&piece, MOST / 2)]);
                }
                _ => text.truncate(start),
            }
        }
        text.truncate(floor(&text, MOST));
        text
    }

    /// A value with some of its parts changed, or of another type.
    pub fn value(&mut self, from: &Value, others: &[String]) -> Value {
        if self.below(40) == 0 {
            return self
                .pick(&[json!(null), json!(true), json!(-1), json!(1e300), json!(u64::MAX), json!([]), json!({})])
                .clone();
        }
        match from {
            Value::String(text) if self.below(3) == 0 => Value::String(self.text(text, others)),
            Value::Array(list) => {
                let mut list: Vec<Value> = list.iter().map(|one| self.value(one, others)).collect();
                if !list.is_empty() && self.below(6) == 0 {
                    let copy = self.pick(&list).clone();
                    list.push(copy);
                }
                if !list.is_empty() && self.below(9) == 0 {
                    list.remove(self.below(list.len()));
                }
                Value::Array(list)
            }
            Value::Object(map) => {
                let kept = map.iter().filter(|_| self.below(30) > 0).map(|(name, one)| (name.clone(), one.clone()));
                let kept: Vec<_> = kept.collect();
                Value::Object(kept.into_iter().map(|(name, one)| (name, self.value(&one, others))).collect())
            }
            Value::Number(number) if self.below(4) == 0 => json!(number.as_i64().unwrap_or(0).wrapping_sub(1)),
            other => other.clone(),
        }
    }
}

fn floor(text: &str, most: usize) -> usize {
    let mut at = most.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}
