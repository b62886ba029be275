//! Ages in figures: « plus de 70 ans », « les 18-25 ans », « 75 ans et plus », « jusqu'à 65 ans ».

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
/// From this age on, who is older is old.
const OLD: u32 = 50;

/// The entry that an age at `at` belongs to, and where it ends.
pub fn find(text: &str, tokens: &[Token], at: usize) -> Option<(u16, usize)> {
    let word = |at: usize| tokens.get(at).map_or("", |t| t.span.of(text));
    let is = |at: usize, wanted: &str| letter::same(word(at), wanted);
    let number = |at: usize| {
        let token = tokens.get(at).filter(|t| t.shape == Shape::Number)?;
        token.span.of(text).parse::<u32>().ok().filter(|n| *n < 130)
    };
    let years = |at: usize| is(at, "ans") || is(at, "an") || is(at, "years");
    // The figure stands at most four words farther on: most words need no look at what may lead to it.
    if !tokens.iter().skip(at).take(5).any(|t| t.shape == Shape::Number) {
        return None;
    }
    let lead = LEADS.iter().find(|(words, _)| words.iter().enumerate().all(|(n, w)| is(at + n, w)));
    let (mut next, bound) = lead.map_or((at, Bound::None), |(words, bound)| (at + words.len(), *bound));
    let first = number(next)?;
    next += 1;
    let mut range = false;
    if years(next) && (is(next + 1, "à") || is(next + 1, "et")) && number(next + 2).is_some() {
        next += 1;
    }
    if (is(next, "-") || is(next, "à") || is(next, "et") || is(next, "/")) && number(next + 1).is_some() {
        range = true;
        next += 2;
    }
    let named = years(next);
    next += usize::from(named);
    let more = is(next, "et") && is(next + 1, "plus") || is(next, "et") && is(next + 1, "+");
    let less = is(next, "et") && is(next + 1, "moins");
    if !named && !more || at > 0 && DURATIONS.iter().any(|d| is(at - 1, d)) {
        return None;
    }
    if (next..next + 3).any(|n| EXPERIENCES.iter().any(|e| is(n, e))) {
        return None;
    }
    next += if more || less { 2 } else { 0 };
    let the = at > 0 && (is(at - 1, "les") || is(at - 1, "des") || is(at - 1, "aux"));
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
    tokens.windows(2).any(|pair| {
        pair[0].shape == Shape::Number
            && (matches!(pair[1].span.of(text), "ans" | "an" | "ANS" | "et" | "years")
                || pair[1].shape == Shape::Sign('-'))
    })
}
