//! An answer in the making: JSON, written as it is told. serde's writer would stand in engine.wasm once for each type.

/// JSON under way.
#[derive(Debug, Default)]
pub struct Answer(String);

impl Answer {
    /// What was told.
    pub fn finish(self) -> String {
        self.0
    }

    /// Sets what comes apart from what stands before it.
    fn part(&mut self) {
        if !(self.0.is_empty() || self.0.ends_with(['{', '[', ':'])) {
            self.0.push(',');
        }
    }

    /// Tells a text.
    #[inline(never)]
    pub fn text(&mut self, text: &str) {
        self.part();
        self.0.push('"');
        for c in text.chars() {
            if c < ' ' {
                self.0.push_str("\\u00");
                self.0.extend([c as u32 >> 4, c as u32 & 15].into_iter().filter_map(|half| char::from_digit(half, 16)));
                continue;
            }
            if matches!(c, '"' | '\\') {
                self.0.push('\\');
            }
            self.0.push(c);
        }
        self.0.push('"');
    }

    /// Tells a number.
    #[inline(never)]
    pub fn number(&mut self, number: u32) {
        self.part();
        let mut unit = 1;
        while number / unit > 9 {
            unit *= 10;
        }
        while unit > 0 {
            self.0.push((b'0' + (number / unit % 10) as u8).into());
            unit /= 10;
        }
    }

    /// Tells what JSON has a word for: `null`, `true`.
    #[inline(never)]
    pub fn word(&mut self, word: &str) {
        self.part();
        self.0.push_str(word);
    }

    /// Names what is told next.
    #[inline(never)]
    pub fn name(&mut self, name: &str) {
        self.text(name);
        self.0.push(':');
    }

    /// Tells texts by name.
    #[inline(never)]
    pub fn texts(&mut self, named: &[(&str, &str)]) {
        for (name, text) in named {
            self.name(name);
            self.text(text);
        }
    }

    /// Tells numbers by name.
    #[inline(never)]
    pub fn numbers(&mut self, named: &[(&str, u32)]) {
        for (name, number) in named {
            self.name(name);
            self.number(*number);
        }
    }

    /// Begins a list `[` or an object `{`.
    #[inline(never)]
    pub fn begin(&mut self, bracket: char) {
        self.part();
        self.0.push(bracket);
    }

    /// Ends what began last: `]` or `}`.
    #[inline(never)]
    pub fn end(&mut self, bracket: char) {
        self.0.push(bracket);
    }

    /// Tells a list by name.
    pub fn list<T>(&mut self, name: &str, items: &[T], mut tell: impl FnMut(&mut Self, &T)) {
        self.name(name);
        self.begin('[');
        for item in items {
            tell(self, item);
        }
        self.end(']');
    }

    /// Tells a list of texts by name.
    #[inline(never)]
    pub fn list_of_texts(&mut self, name: &str, texts: &[String]) {
        self.list(name, texts, |answer, text| answer.text(text));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_told_is_json() {
        let said = "« A » \"b\" \\ \n\t\u{1}\u{1f}é\u{2028}😀";
        let mut answer = Answer::default();
        answer.begin('{');
        answer.texts(&[("empty", ""), ("said", said)]);
        answer.numbers(&[("none", 0), ("ten", 10), ("most", u32::MAX)]);
        answer.list("nothing", &[], |answer, number| answer.number(*number));
        answer.list_of_texts("two", &["a".to_owned(), "{".to_owned()]);
        answer.name("word");
        answer.word("null");
        answer.end('}');
        let told: serde_json::Value = serde_json::from_str(&answer.finish()).unwrap();
        let expected = serde_json::json!({
            "empty": "", "said": said, "none": 0, "ten": 10, "most": u32::MAX, "nothing": [], "two": ["a", "{"], "word": null,
        });
        assert_eq!(told, expected);
    }
}
