//! What figures say: hours and amounts. Each is asked of a token that is a number.

use crate::text::{Shape, Token};

/// `17h`, `8h30`.
pub(super) fn hour(text: &str, token: &Token) -> bool {
    let bytes = token.span.of(text).as_bytes();
    bytes.len() <= 5
        && bytes
            .iter()
            .position(|b| matches!(b, b'h' | b'H'))
            .is_some_and(|at| at > 0 && bytes[..at].iter().all(u8::is_ascii_digit))
}

/// « 20 € », « 20 euros »: where it ends.
pub(super) fn amount(text: &str, tokens: &[Token], at: usize) -> Option<usize> {
    let figure = tokens[at].span.of(text);
    let some = figure.bytes().any(|b| b.is_ascii_digit() && b != b'0');
    let glued = some && figure.len() > 3 && figure.ends_with("eur");
    let next = tokens.get(at + 1)?;
    let unit = next.shape == Shape::Sign('€')
        || matches!(next.span.of(text), "euros" | "euro" | "eur" | "EUR" | "Euros" | "EUROS" | "balles");
    (glued || some && unit).then_some(if glued { at + 1 } else { at + 2 })
}

/// « 0 € »
pub(super) fn nothing_to_pay(text: &str, tokens: &[Token], at: usize) -> bool {
    tokens[at].span.of(text) == "0"
        && tokens.get(at + 1).is_none_or(|t| matches!(t.shape, Shape::Sign('€' | ')' | ';')))
}
