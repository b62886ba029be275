//! Ages in figures: « plus de 70 ans », « les 18-25 ans », « 75 ans et plus », « jusqu'à 65 ans », « + 80a »; and years of
//! birth: « nés avant 1955 ».

use crate::{
    lexicon::id,
    text::{Shape, Token, letter},
};

/// What stands before the figure.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Bound {
    Above,
    After,
    Below,
    Limit,
    Between,
    None,
}

/// Words that lead to an age, and what they make of it.
const LEADS: [(&[&str], Bound); 21] = [
    (&["plus", "de"], Bound::Above),
    (&["+", "de"], Bound::Above),
    (&["+"], Bound::Above),
    (&["au", "-", "delà", "de"], Bound::Above),
    (&["au", "delà", "de"], Bound::Above),
    (&["au", "dessus", "de"], Bound::Above),
    (&["au", "-", "dessus", "de"], Bound::Above),
    (&["dépassé"], Bound::Above),
    (&["au", "-", "dessous", "de"], Bound::Below),
    (&["en", "dessous", "de"], Bound::Below),
    (&["en", "-", "dessous", "de"], Bound::Below),
    (&["passé"], Bound::Above),
    (&["over"], Bound::Above),
    (&["après"], Bound::After),
    (&["moins", "de"], Bound::Below),
    (&["-", "de"], Bound::Below),
    (&["avant"], Bound::Below),
    (&["à", "partir", "de"], Bound::Limit),
    (&["dès"], Bound::Limit),
    (&["jusqu", "à"], Bound::Limit),
    (&["entre"], Bound::Between),
];

/// Before an age these make it a duration: « depuis plus de 20 ans ».
const DURATIONS: [&str; 9] = ["depuis", "a", "pendant", "durant", "fort", "forte", "avec", "tous", "garantie"];
/// So do these after it: « 20 ans d'expérience ».
const EXPERIENCES: [&str; 8] =
    ["expérience", "pratique", "exercice", "ancienneté", "recul", "métier", "carrière", "garantie"];
/// Who is born…
const BORN: [&str; 5] = ["né", "née", "nés", "nées", "born"];
/// … on one side of a year.
const SIDES: [&str; 5] = ["avant", "après", "before", "after", "depuis"];
/// What years are called.
const YEARS: [&str; 8] = ["ans", "an", "years", "printemps", "balais", "bougies", "piges", "berges"];
/// From this age on, who is older is old.
const OLD: u32 = 50;
/// From this age on, whose age is told is old: « à 72 ans ».
const TOLD: u32 = 65;

/// The figure that a word begins with, and whether it says itself that it is years: « 80a », « 70ans ».
fn figure(word: &str) -> Option<(u32, bool)> {
    let end = word.find(|c: char| !c.is_ascii_digit()).unwrap_or(word.len());
    let (figure, unit) = word.split_at(end);
    let years = unit == "a" || YEARS.iter().any(|years| letter::same(unit, years));
    figure.parse().ok().filter(|_| unit.is_empty() || years).map(|figure| (figure, years))
}

/// The figure stands less than so many words after where its age begins: what has none so near need not be asked.
pub const FARTHEST: usize = 5;

/// The entry that an age at `at` belongs to, and where it ends.
pub fn find(text: &str, tokens: &[Token], at: usize) -> Option<(u16, usize)> {
    let word = |at: usize| tokens.get(at).map_or("", |t| t.span.of(text));
    let is = |at: usize, wanted: &str| letter::same(word(at), wanted);
    let number = |at: usize| {
        let token = tokens.get(at).filter(|t| t.shape == Shape::Number)?;
        figure(token.span.of(text)).filter(|(n, _)| *n < 130)
    };
    let years = |at: usize| YEARS.iter().any(|years| is(at, years));
    if BORN.iter().any(|born| is(at, born)) && SIDES.iter().any(|side| is(at + 1, side)) {
        let year = figure(word(at + 2)).is_some_and(|(n, _)| (1900..2050).contains(&n));
        return year.then_some((id::AGE_NUMBER_TOLD, at + 3));
    }
    let lead = LEADS.iter().find(|(words, _)| words.iter().enumerate().all(|(n, w)| is(at + n, w)));
    let (mut next, bound) = lead.map_or((at, Bound::None), |(words, bound)| (at + words.len(), *bound));
    let (first, mut spelled) = number(next)?;
    next += 1;
    let mut range = false;
    if years(next) && (is(next + 1, "à") || is(next + 1, "et")) && number(next + 2).is_some() {
        next += 1;
    }
    if (is(next, "-") || is(next, "à") || is(next, "et") || is(next, "/"))
        && let Some((_, last)) = number(next + 1)
    {
        spelled |= last;
        range = true;
        next += 2;
    }
    let named = spelled || years(next);
    next += usize::from(named && !spelled);
    let more = is(next, "et") && is(next + 1, "plus") || is(next, "et") && is(next + 1, "+");
    let less = is(next, "et") && is(next + 1, "moins");
    let the = at > 0 && (is(at - 1, "les") || is(at - 1, "des") || is(at - 1, "aux"));
    // « les plus de 80 », « Over 75? »: nothing follows that is counted.
    let bare = bound == Bound::Above
        && (the || is(at, "over"))
        && (OLD..100).contains(&first)
        && tokens.get(next).is_none_or(|t| matches!(t.shape, Shape::Sign(c) if !matches!(c, '€' | '%' | '/' | '-')));
    // « un patient de 85 ans »; « il y a 85 ans » is long ago.
    let told =
        bound == Bound::None && named && !range && !more && !less && first >= TOLD && !(at > 1 && is(at - 2, "y"));
    if !named && bare || told {
        return Some((id::AGE_NUMBER_TOLD, next));
    }
    if !named && !more || at > 0 && DURATIONS.iter().any(|d| is(at - 1, d)) {
        return None;
    }
    if (next..next + 3).any(|n| EXPERIENCES.iter().any(|e| is(n, e))) {
        return None;
    }
    next += if more || less { 2 } else { 0 };
    let entry = match bound {
        _ if more && first >= OLD => id::AGE_NUMBER_OLD,
        Bound::Above if first >= OLD => id::AGE_NUMBER_OLD,
        Bound::Between | Bound::None if range && the => id::AGE_NUMBER_RANGE,
        Bound::Above | Bound::After | Bound::Below => id::AGE_NUMBER_YOUNG,
        _ if less => id::AGE_NUMBER_YOUNG,
        Bound::Limit | Bound::Between => id::AGE_NUMBER_LIMIT,
        Bound::None if range => id::AGE_NUMBER_LIMIT,
        Bound::None => return None,
    };
    Some((entry, next))
}

/// Whether some age may stand in these tokens.
pub fn possible(text: &str, tokens: &[Token]) -> bool {
    let near = |at: usize| {
        tokens.get(at).is_some_and(|next| match next.shape {
            Shape::Sign(sign) => matches!(sign, '-' | '?' | '='),
            _ => {
                let word = next.span.of(text);
                word == "et" || YEARS.iter().any(|years| letter::same(word, years))
            }
        })
    };
    // « nés avant 1955 »: other years are dates.
    let born = |at: usize| {
        let before = at.checked_sub(2).and_then(|at| tokens.get(at)).map(|token| token.span.of(text));
        before.is_some_and(|word| BORN.iter().any(|born| letter::same(word, born)))
    };
    tokens.iter().enumerate().any(|(at, token)| {
        token.shape == Shape::Number
            && match token.span.of(text).as_bytes() {
                [_, _] => near(at + 1) || at + 1 == tokens.len(),
                [b'1', b'9', _, _] | [b'2', b'0', _, _] => born(at),
                bytes => near(at + 1) || bytes.last().is_some_and(u8::is_ascii_alphabetic),
            }
    })
}
