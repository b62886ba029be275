//! One block's words: folded tokens, each with the stretch of the original that it came from. Folding happens once, and
//! looks each word up while it is at it; nothing after this reads characters again.

pub mod letter;

use crate::{
    lexicon::{self, WordId},
    span::ByteSpan,
};
use letter::{Accent, Letter, fold};

/// A word, number or sign of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Token {
    /// What kind of token it is.
    pub shape: Shape,
    /// The word in the lexicon, or [`lexicon::UNKNOWN`].
    pub word: WordId,
    /// What its folded letters are told from others by, whether the lexicon has the word or not: the same for all numbers, and for
    /// a sign however it is written.
    pub hash: u32,
    /// What of the writing matters beside the folded word.
    pub writing: Writing,
    /// What stands between the token before and this one.
    pub gap: Gap,
    /// Where it is in the original.
    pub span: ByteSpan,
}

/// The kinds of tokens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// Letters, or letters and digits.
    Word,
    /// Begins with a digit: `30`, `17h30`, `1er`.
    Number,
    /// A symbol or punctuation, in its plain form.
    Sign(char),
}

/// What of the writing matters beside the folded word.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Writing {
    /// All capitals, two letters or more.
    pub upper: bool,
    /// Begins with a capital.
    pub capital: bool,
    /// Ends in é, ée, és or ées: a participle and no present tense.
    pub acute_end: bool,
    /// Has a circumflex: « âme » is no AME.
    pub circumflex: bool,
}

/// What stands between two tokens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Gap {
    /// Nothing.
    None,
    /// One white space.
    Space,
    /// More than one, as between the words of s p a c e d  w r i t i n g.
    Wide,
    /// An apostrophe.
    Apostrophe,
}

/// Words longer than this many folded bytes are in no lexicon; their letters are not kept.
const LONGEST_WORD: usize = 32;

/// What is kept of a word's hash.
fn short(hash: u64) -> u32 {
    (hash >> 32) as u32
}

struct Reader<'a> {
    tokens: &'a mut Vec<Token>,
    /// How many letters of the word are kept, the first of them, and the last two: more is never asked for.
    length: usize,
    first: u8,
    last: [u8; 2],
    hash: u64,
    hash_before: u64,
    start: usize,
    uppers: usize,
    count: usize,
    capital: bool,
    acute_at: Option<usize>,
    circumflex: bool,
    gap: Gap,
}

/// Folds `text` into `tokens`, which is emptied first and can be used again.
pub fn read(text: &str, tokens: &mut Vec<Token>) {
    tokens.clear();
    let mut reader = Reader {
        tokens,
        length: 0,
        first: 0,
        last: [0; 2],
        hash: lexicon::HASH_START,
        hash_before: lexicon::HASH_START,
        start: 0,
        uppers: 0,
        count: 0,
        capital: false,
        acute_at: None,
        circumflex: false,
        gap: Gap::Space,
    };
    let bytes = text.as_bytes();
    let mut next = 0;
    while let Some(&byte) = bytes.get(next) {
        let at = next;
        // Most of a page is plain letters and spaces: no character needs decoding.
        if byte.is_ascii_lowercase() {
            next += reader.letters(at, bytes);
            continue;
        }
        if byte == b' ' {
            reader.finish(at);
            reader.gap = if reader.gap == Gap::None { Gap::Space } else { Gap::Wide };
            next += 1;
            continue;
        }
        if byte == letter::LATIN
            && let Some((letter, accent)) = bytes.get(at + 1).and_then(|&byte| letter::small_latin(byte))
        {
            next += 2;
            reader.letter(at, letter, false);
            if let Some(accent) = accent {
                reader.accent(accent);
            }
            continue;
        }
        if byte.is_ascii_alphanumeric() {
            next += 1;
            reader.letter(at, byte.to_ascii_lowercase(), byte.is_ascii_uppercase());
            continue;
        }
        let Some(c) = text.get(at..).and_then(|rest| rest.chars().next()) else { break };
        next += c.len_utf8();
        match fold(c) {
            Letter::Word([first, second]) => {
                reader.letter(at, first, c.is_uppercase());
                if second != 0 {
                    reader.letter(at, second, c.is_uppercase());
                }
            }
            Letter::Accented(letter, accent) => {
                reader.letter(at, letter, c.is_uppercase());
                reader.accent(accent);
            }
            Letter::Mark(accent) => {
                if let Some(accent) = accent {
                    reader.accent(accent);
                }
            }
            Letter::Nothing => {}
            Letter::Space | Letter::Sign('_') => {
                reader.finish(at);
                reader.gap = if reader.gap == Gap::None { Gap::Space } else { Gap::Wide };
            }
            Letter::Apostrophe => {
                reader.finish(at);
                reader.gap = Gap::Apostrophe;
            }
            Letter::No => reader.sign(at, c, '✗', lexicon::NO),
            Letter::Yes => reader.sign(at, c, '✓', lexicon::YES),
            Letter::Sign(sign) => reader.sign(at, c, sign, lexicon::UNKNOWN),
        }
    }
    reader.finish(text.len());
    join_letters(text, tokens);
}

impl Reader<'_> {
    /// The run of small plain letters that begins here; gives its length.
    fn letters(&mut self, at: usize, bytes: &[u8]) -> usize {
        let from = bytes.get(at..).unwrap_or_default();
        let room = LONGEST_WORD - self.length;
        let (mut run, mut hash, mut before) = (0, self.hash, self.hash_before);
        while let Some(&letter) = from.get(run)
            && letter.is_ascii_lowercase()
        {
            if run < room {
                (before, hash) = (hash, lexicon::hash(hash, letter));
            }
            run += 1;
        }
        // Most words are nothing but such a run: what folding keeps of a word in pieces is not needed.
        let ended = from.get(run).is_none_or(|next| next.is_ascii() && !next.is_ascii_alphanumeric());
        if self.count == 0 && ended && run <= LONGEST_WORD {
            let last = match from.get(..run) {
                Some([.., one, two]) => [*one, *two],
                _ => [0; 2],
            };
            self.tokens.push(Token {
                shape: Shape::Word,
                word: lexicon::word(run, last, hash, before),
                hash: short(hash),
                writing: Writing::default(),
                gap: self.gap,
                span: ByteSpan::new(at, at + run),
            });
            self.gap = Gap::None;
            return run;
        }
        if self.count == 0 {
            self.start = at;
            self.capital = false;
        }
        (self.hash, self.hash_before) = (hash, before);
        self.count += run;
        match from.get(..run.min(room)) {
            Some([.., one, two]) => self.last = [*one, *two],
            Some([one]) => self.last = [self.last[1], *one],
            _ => {}
        }
        if self.length == 0 {
            self.first = from.first().copied().unwrap_or_default();
        }
        self.length += run.min(room);
        run
    }

    fn letter(&mut self, at: usize, letter: u8, upper: bool) {
        if self.count == 0 {
            self.start = at;
            self.capital = upper;
        }
        self.count += 1;
        self.uppers += usize::from(upper || letter.is_ascii_digit());
        self.keep(letter);
    }

    #[inline]
    fn keep(&mut self, letter: u8) {
        if self.length == LONGEST_WORD {
            return;
        }
        if self.length == 0 {
            self.first = letter;
        }
        self.length += 1;
        self.last = [self.last[1], letter];
        self.hash_before = self.hash;
        self.hash = lexicon::hash(self.hash, letter);
    }

    fn accent(&mut self, accent: Accent) {
        match accent {
            Accent::Acute => self.acute_at = Some(self.count),
            Accent::Circumflex => self.circumflex = true,
        }
    }

    fn finish(&mut self, end: usize) {
        if self.count == 0 {
            return;
        }
        let word = if self.count > LONGEST_WORD {
            lexicon::UNKNOWN
        } else {
            lexicon::word(self.length, self.last, self.hash, self.hash_before)
        };
        let acute_end = match self.acute_at.and_then(|at| self.length.checked_sub(at)) {
            Some(0) => true,
            Some(1) => matches!(self.last[1], b'e' | b's'),
            Some(2) => self.last == *b"es",
            _ => false,
        };
        let number = self.first.is_ascii_digit();
        self.tokens.push(Token {
            shape: if number { Shape::Number } else { Shape::Word },
            word,
            hash: if number { 0 } else { short(self.hash) },
            writing: Writing {
                upper: self.count > 1 && self.uppers == self.count,
                capital: self.capital,
                acute_end,
                circumflex: self.circumflex,
            },
            gap: self.gap,
            span: ByteSpan::new(self.start, end),
        });
        self.gap = Gap::None;
        self.length = 0;
        self.last = [0; 2];
        self.count = 0;
        self.uppers = 0;
        self.hash = lexicon::HASH_START;
        self.hash_before = lexicon::HASH_START;
        self.acute_at = None;
        self.circumflex = false;
    }

    fn sign(&mut self, at: usize, c: char, sign: char, word: WordId) {
        self.finish(at);
        self.tokens.push(Token {
            shape: Shape::Sign(sign),
            word,
            hash: sign.into(),
            writing: Writing::default(),
            gap: self.gap,
            span: ByteSpan::new(at, at + c.len_utf8()),
        });
        self.gap = Gap::None;
    }
}

/// Texts one after another, with this between them. The standard library's own takes 1 KB of engine.wasm more.
#[inline(never)]
pub fn joined(texts: &[&str], between: &str) -> String {
    let mut all = String::new();
    for (at, text) in texts.iter().enumerate() {
        if at > 0 {
            all.push_str(between);
        }
        all.push_str(text);
    }
    all
}

/// The longest word that is looked for in single letters.
const LONGEST_SPACED: usize = 12;

/// Joins « C.M.U », « c m u », « H ô p i t a l » where the letters make a word of the lexicon. Linear: a run of letters is
/// read once for each of the few lengths that a word can have. In place: most texts have nothing to join.
fn join_letters(text: &str, tokens: &mut Vec<Token>) {
    let plain = |at: usize| text.as_bytes().get(at).is_some_and(u8::is_ascii);
    let single = |t: &Token| {
        matches!(t.shape, Shape::Word | Shape::Number)
            && match t.span.end - t.span.start {
                0..=2 => true,
                // Accents may be letters of their own.
                3..=8 => {
                    !(plain(t.span.start) && plain(t.span.start + 1)) && t.span.of(text).chars().take(3).count() <= 2
                }
                _ => false,
            }
    };
    // Two letters together begin a word only before a full stop: « C.MU », but not « de la ».
    let begins = |token: &Token, next: &Token| {
        let two = || token.span.end - token.span.start == 2 && token.span.of(text).is_ascii();
        match next.shape {
            Shape::Sign('.') => single(token),
            Shape::Sign('-' | '•') => single(token) && !two(),
            Shape::Sign(_) => false,
            _ => single(token) && !two() && single(next),
        }
    };
    let begins_at = |tokens: &[Token], at: usize| match tokens.get(at..at + 2) {
        Some([token, next]) => begins(token, next),
        _ => false,
    };
    let Some(first) = (0..tokens.len()).find(|&at| begins_at(tokens, at)) else { return };
    let (mut at, mut kept) = (first, first);
    while let Some(&token) = tokens.get(at) {
        let found = if begins_at(tokens, at) { spaced_word(text, &tokens[at..], single) } else { None };
        let (token, count) = match found {
            Some((word, count)) => {
                let last = tokens[at + count - 1];
                let writing = Writing { upper: token.writing.capital && last.writing.capital, ..token.writing };
                (Token { word, shape: Shape::Word, writing, span: token.span.join(last.span), ..token }, count)
            }
            None => (token, 1),
        };
        if kept != at || count > 1 {
            tokens[kept] = token;
        }
        kept += 1;
        at += count;
    }
    tokens.truncate(kept);
}

fn spaced_word(text: &str, tokens: &[Token], single: impl Fn(&Token) -> bool) -> Option<(WordId, usize)> {
    let mut letters = [0; LONGEST_SPACED];
    let (mut length, mut parts, mut best, mut dotted) = (0, 0, None, false);
    for (index, token) in tokens.iter().enumerate() {
        if matches!(token.shape, Shape::Sign('.' | '-' | '•')) && index > 0 {
            dotted = true;
            continue;
        }
        let inner = index > 0;
        if !single(token) || (inner && matches!(token.gap, Gap::Wide | Gap::Apostrophe)) {
            break;
        }
        let before = length;
        for c in token.span.of(text).chars() {
            if let Letter::Word([letter, 0]) | Letter::Accented(letter, _) = fold(c) {
                if length == LONGEST_SPACED {
                    return best;
                }
                letters[length] = letter;
                length += 1;
            }
        }
        // Two letters together only between dots: « C.MU », but not « à la ».
        if length - before != 1 && !dotted && index + 1 < tokens.len() && tokens[index + 1].shape != Shape::Sign('.') {
            break;
        }
        parts += 1;
        let apart = tokens.get(index + 1).is_none_or(|next| next.gap == Gap::Wide) && tokens[0].gap == Gap::Wide;
        if parts < 2 || length < 3 && !apart {
            continue;
        }
        let word = lexicon::exact(&letters[..length]);
        if word != lexicon::UNKNOWN {
            best = Some((word, index + 1));
        }
    }
    best
}

/// Characters that reorder or hide what stands around them: bidirectional overrides and isolates, the byte-order mark.
/// The marks U+200E and U+200F stay: Arabic and Hebrew names need them.
pub(crate) fn turns(c: char) -> bool {
    matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
}
