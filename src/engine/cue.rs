//! Cues: the stretches of a sentence that the lexicon knows. The longest wins; a shield covers what it overlaps.

use super::{age, verb};
use crate::{
    finding::Criterion,
    lexicon::{self, ENTRIES, Entry, Form, Kind, Phrase, id},
    outline::BlockIndex,
    span::ByteSpan,
    text::{Gap, Shape, Token, Writing, letter},
};

/// A stretch of a block that the lexicon knows.
#[derive(Clone, Copy, Debug)]
pub struct Cue {
    /// The lexicon's entry, in [`ENTRIES`].
    pub entry: u16,
    /// How a verb stands.
    pub form: Form,
    /// The block it is in.
    pub block: BlockIndex,
    /// Its first token in the block.
    pub first: usize,
    /// The token after its last.
    pub end: usize,
    /// Where it is in the block's text.
    pub span: ByteSpan,
    /// How its first word is written.
    pub writing: Writing,
    /// How many words that the lexicon does not know stand between the cue before and this one.
    pub strange: usize,
    /// The practice speaks of itself just before: « nous », « je », « le cabinet ».
    pub own: bool,
    /// A first name stands just before: « Fatou Ame » is somebody.
    pub named: bool,
    /// « se » stands just before: « la CMU ne se prend pas ici » has no insurer for its subject.
    pub reflexive: bool,
}

impl Cue {
    /// The lexicon's entry.
    pub fn entry(&self) -> &'static Entry {
        &ENTRIES[usize::from(self.entry)]
    }

    /// What it does.
    pub fn kind(&self) -> Kind {
        self.entry().kind
    }

    /// Whether it is of this kind.
    pub fn is(&self, kind: Kind) -> bool {
        self.kind() == kind
    }

    /// Whether it belongs to this entry.
    pub fn is_entry(&self, entry: u16) -> bool {
        self.entry == entry
    }
}

/// One block's words, and what to look for in them.
#[derive(Clone, Copy)]
pub struct Page<'a> {
    /// Which block.
    pub block: BlockIndex,
    /// Its text.
    pub text: &'a str,
    /// Its words.
    pub tokens: &'a [Token],
    /// The entry that is left out, if any.
    pub without: Option<u16>,
}

/// « avons longtemps refusé »: the participle stands at most this many words after its auxiliary.
const AFTER_HAVE: usize = 3;

/// Finds the cues of the page's words `from..to`.
pub fn find(page: Page, from: usize, to: usize, cues: &mut Vec<Cue>) {
    let Page { block, text, tokens, without } = page;
    cues.clear();
    let (mut at, mut strange) = (from, 0);
    let (mut own, mut reflexive, mut had) = (false, false, None);
    let aged = age::possible(text, &tokens[from..to]);
    while at < to {
        let token = &tokens[at];
        let age = if aged { age::find(text, &tokens[..to], at) } else { None };
        let found = age
            .filter(|(entry, _)| Some(*entry) != without)
            .map(|(entry, end)| (entry, Form::None, end))
            .or_else(|| phrase(&tokens[..to], at, without))
            .or_else(|| hour(text, token).then_some((id::TIME_HOUR, Form::None, at + 1)))
            .or_else(|| nothing_to_pay(text, &tokens[..to], at).then_some((id::NEGATION_AUCUN, Form::None, at + 1)));
        let found = found.or_else(|| amount(text, &tokens[..to], at).map(|end| (id::BURDEN_AMOUNT, Form::None, end)));
        let found = found.or_else(|| {
            let (elided, entry, form) = elision(text, token)?;
            own |= elided == b'j';
            reflexive |= elided == b's';
            if elided == b'n' {
                let cue = Cue {
                    entry: id::NEGATION_NE,
                    form: Form::None,
                    block,
                    first: at,
                    end: at,
                    span: token.span,
                    writing: token.writing,
                    strange,
                    own,
                    named: false,
                    reflexive,
                };
                cues.push(cue);
                strange = 0;
            }
            Some((entry, form, at + 1))
        });
        // « patients de plus de 70 ans »: an age that begins inside wins.
        let within = |end| (at + 1..end).any(|at| age::find(text, &tokens[..to], at).is_some());
        if aged && age.is_none() && found.is_some_and(|(_, _, end)| within(end)) {
            at += 1;
            continue;
        }
        // « Personnes ne parlant pas français »: in the plural they are people, and deny nothing.
        let found = found.map(|found| match found {
            (id::NEGATION_AUCUN, form, end) if people(text, token) => (id::PERSON_PATIENT, form, end.min(at + 1)),
            found => found,
        });
        // « la C2S complète » is a verb: what is full is a list, or stands after a colon.
        let full = cues.iter().any(|c| matches!(c.kind(), Kind::Person | Kind::Slot))
            || at > from && matches!(tokens[at - 1].shape, Shape::Sign(_))
            || at > from && matches!(tokens[at - 1].span.of(text), "est" | "sont");
        // « tiers payant complet »
        let full = full && !cues.last().is_some_and(|c| c.is(Kind::Benefit) && c.end == at);
        let found = found.filter(|(entry, ..)| *entry != id::ACT_FULL || full);
        // « plus de 5 000 habitants » denies nothing.
        let counted = tokens.get(end_of(&found)).is_some_and(|t| t.shape == Shape::Number);
        let found = found.filter(|(entry, _, end)| !(*entry == id::NEGATION_PAS && counted && *end > at + 1));
        // « un avis de non-imposition » denies nothing.
        let compound = tokens.get(at + 1).is_some_and(|t| t.shape == Shape::Sign('-') && t.gap == Gap::None)
            && tokens.get(at + 2).is_some_and(|t| t.word == lexicon::UNKNOWN && t.gap == Gap::None);
        let found = found.filter(|(entry, ..)| *entry != id::NEGATION_NON || !compound);
        // « deux adresses » are no sending.
        let found = found.filter(|(entry, ..)| {
            let address = *entry == id::BURDEN_SEND && token.span.of(text).trim_end_matches('s') == "adresse";
            !address || reflexive || at > from && matches!(tokens[at - 1].span.of(text), "vous" | "nous")
        });
        let Some((entry, form, end)) = found else {
            let word = token.span.of(text);
            strange += usize::from(token.shape == Shape::Word && word.len() > 1 && !word.ends_with("ment"));
            at += 1;
            continue;
        };
        // « Dr Gay », « rue des Italiens »: a name, and nobody who is meant.
        if (token.writing.capital || token.writing.upper)
            && ENTRIES[usize::from(entry)].kind == Kind::Group
            && titled(text, tokens, at)
        {
            at = end;
            continue;
        }
        match entry {
            id::LINK_HAVE => had = Some(end),
            id::LINK_SELF => own = true,
            id::LINK_SELVES => reflexive = true,
            _ => {}
        }
        if matches!(entry, id::LINK_FUNCTION | id::LINK_MODAL | id::LINK_HAVE | id::LINK_SELF | id::LINK_SELVES) {
            at = end;
            continue;
        }
        // « n° » is no negation.
        if entry == id::NEGATION_NE && tokens.get(end).is_some_and(|next| matches!(next.shape, Shape::Sign(_))) {
            at = end;
            continue;
        }
        let form = match form {
            // « refuse » is a present tense unless an accent, or capitals that have none, say otherwise.
            Form::Participle if !token.writing.acute_end && !token.writing.upper && mute_ending(text, token) => {
                Form::Finite
            }
            form => form,
        };
        let accomplished = form == Form::Participle && had.is_some_and(|had| at - had < AFTER_HAVE) && strange == 0;
        // What is excluded for good is so today: « nous avons supprimé ces créneaux ».
        let told = ENTRIES[usize::from(entry)].kind == Kind::Act && entry != id::ACT_REMOVE;
        let form = if accomplished && told { Form::Past } else { form };
        cues.push(Cue {
            entry,
            form,
            block,
            first: at,
            end,
            span: token.span.join(tokens[end - 1].span),
            writing: token.writing,
            strange,
            own,
            named: at > from + 1 && name(text, &tokens[at - 1]),
            reflexive,
        });
        (own, reflexive) = (false, false);
        if entry != id::NEGATION_NE && entry != id::NEGATION_PAS {
            had = None;
        }
        strange = 0;
        at = end;
    }
    verb::add(page, to, cues);
    verb::add_open(page, to, cues);
}

/// The kind of the longest phrase that begins at a token.
pub fn kind_at(tokens: &[Token], at: usize) -> Option<Kind> {
    phrase(tokens, at, None).map(|(entry, ..)| ENTRIES[usize::from(entry)].kind)
}

/// The longest phrase that begins at a token. Called from several loops: one copy of it keeps engine.wasm small.
#[inline(never)]
fn phrase(tokens: &[Token], at: usize, without: Option<u16>) -> Option<(u16, Form, usize)> {
    let first = tokens[at].word;
    if first == lexicon::UNKNOWN {
        return None;
    }
    let joint = |at: usize| {
        tokens.get(at).is_some_and(|t| matches!(t.shape, Shape::Sign('-' | '/' | '.')) && at + 1 < tokens.len())
    };
    let following = (at + 1..).find(|&next| !joint(next)).and_then(|next| tokens.get(next));
    let second = following.map_or(lexicon::UNKNOWN, |t| t.word);
    let wanted = |p: &&Phrase| Some(p.entry) != without;
    let mut longest: Option<(&Phrase, usize)> = None;
    for phrase in lexicon::of_two(first, second).filter(wanted) {
        let rest = lexicon::rest(phrase);
        if longest.is_some_and(|(known, _)| lexicon::rest(known).len() >= rest.len()) {
            continue;
        }
        let mut next = at + 1;
        let met = rest.iter().all(|&named| {
            while joint(next) {
                next += 1;
            }
            next += 1;
            tokens.get(next - 1).is_some_and(|t| lexicon::stands_for(named, t.word))
        });
        if met {
            longest = Some((phrase, next));
        }
    }
    let (phrase, end) = longest.or_else(|| Some((lexicon::alone(first).find(wanted)?, at + 1)))?;
    let following = tokens[at + 1..end].iter().map(|t| t.word).filter(|&word| word != lexicon::UNKNOWN);
    Some((phrase.entry, phrase.form(first, following), end))
}

/// Where a phrase ends.
fn end_of(found: &Option<(u16, Form, usize)>) -> usize {
    found.map_or(usize::MAX, |(.., end)| end)
}

/// Whether a word is written as a first name is.
fn name(text: &str, token: &Token) -> bool {
    token.shape == Shape::Word && token.writing.capital && !token.writing.upper && token.span.of(text).len() > 2
}

/// Whether what stands before makes of a word a name: « Dr Gay », « Mme Turc », « place d'Italie ».
fn titled(text: &str, tokens: &[Token], at: usize) -> bool {
    const TITLES: [&str; 18] = [
        "dr",
        "docteur",
        "docteure",
        "pr",
        "professeur",
        "mme",
        "mlle",
        "rue",
        "avenue",
        "boulevard",
        "place",
        "impasse",
        "allée",
        "quai",
        "chemin",
        "square",
        "clinique",
        "métro",
    ];
    let word_of_name = tokens[at].span.of(text).eq_ignore_ascii_case("ame");
    let mut before = tokens[..at]
        .iter()
        .rev()
        // « Dr Rose-Aimée AME »
        .filter(|t| {
            let title = TITLES.contains(&letter::lowered(t.span.of(text)).as_str());
            !matches!(t.shape, Shape::Sign('.' | '-')) && (title || !(word_of_name && t.writing.capital))
        })
        .map(|t| t.span.of(text));
    before.next().is_some_and(|word| {
        TITLES.contains(&letter::lowered(word).as_str())
            || matches!(word, "des" | "de" | "du" | "la" | "d" | "l")
                && before.next().is_some_and(|word| TITLES[7..].contains(&letter::lowered(word).as_str()))
    })
}

/// « Personnes », in the plural.
fn people(text: &str, token: &Token) -> bool {
    let word = token.span.of(text);
    word.len() == "personnes".len() && word.ends_with(['s', 'S']) && word.starts_with(['p', 'P'])
}

/// « 20 € », « 20 euros »: where it ends.
fn amount(text: &str, tokens: &[Token], at: usize) -> Option<usize> {
    let figure = tokens[at].span.of(text);
    let some = tokens[at].shape == Shape::Number && figure.bytes().any(|b| b.is_ascii_digit() && b != b'0');
    let glued = some && figure.len() > 3 && figure.ends_with("eur");
    let next = tokens.get(at + 1)?;
    let unit = next.shape == Shape::Sign('€')
        || matches!(next.span.of(text), "euros" | "euro" | "eur" | "EUR" | "Euros" | "EUROS" | "balles");
    (glued || some && unit).then_some(if glued { at + 1 } else { at + 2 })
}

/// « 0 € »
fn nothing_to_pay(text: &str, tokens: &[Token], at: usize) -> bool {
    tokens[at].span.of(text) == "0"
        && tokens.get(at + 1).is_none_or(|t| matches!(t.shape, Shape::Sign('€' | ')' | ';')))
}

/// Shorter words than this are not looked for behind a lost apostrophe.
const SHORTEST_ELIDED: usize = 6;

/// A verb behind a lost apostrophe: « nacceptons », « jaccepte », « sabstenir ».
fn elision(text: &str, token: &Token) -> Option<(u8, u16, Form)> {
    let word = token.span.of(text);
    if token.word != lexicon::UNKNOWN || !(SHORTEST_ELIDED..=24).contains(&word.len()) {
        return None;
    }
    let mut letters = word.chars().filter_map(|c| match letter::fold(c) {
        letter::Letter::Word([l, 0]) | letter::Letter::Accented(l, _) => Some(l),
        _ => None,
    });
    let elided = letters.next().filter(|l| b"njslmt".contains(l))?;
    let mut rest = [letters.next().filter(|l| b"aeiou".contains(l))?; 24];
    let mut length = 1;
    for (slot, letter) in rest.iter_mut().skip(1).zip(letters) {
        *slot = letter;
        length += 1;
    }
    let word = lexicon::singular(rest.get(..length)?);
    let phrase = lexicon::alone(word).next()?;
    matches!(Entry::of(phrase).kind, Kind::Act | Kind::Verb).then(|| (elided, phrase.entry, phrase.form(word, [])))
}

/// `17h`, `8h30`.
fn hour(text: &str, token: &Token) -> bool {
    let bytes = token.span.of(text).as_bytes();
    token.shape == Shape::Number
        && bytes.len() <= 5
        && bytes
            .iter()
            .position(|b| matches!(b, b'h' | b'H'))
            .is_some_and(|at| at > 0 && bytes[..at].iter().all(u8::is_ascii_digit))
}

fn mute_ending(text: &str, token: &Token) -> bool {
    let word = token.span.of(text);
    let stem = word.strip_suffix('s').unwrap_or(word);
    // « reçue », « suivie », « admise » are no present tense of anything.
    const FEMININE: [&str; 8] = ["çue", "vue", "ivie", "llie", "mise", "prise", "crite", "rvie"];
    stem.ends_with('e') && !stem.ends_with("ee") && !FEMININE.iter().any(|end| stem.ends_with(end))
}

/// How many tokens before a word something may stand that says that it is meant: « pas d'ame », « patients en ame ».
const NEAR: usize = 4;

/// Whether a group's cue means the group: words with other senses need something beside them that says so.
pub fn meant(cues: &[Cue], index: usize, first: usize, shields: &[Cue]) -> bool {
    let cue = &cues[index];
    let entry = cue.entry();
    let shielded = match cue.entry {
        // « l'âme (pas « AME ») »: who writes both speaks of the word.
        id::COVERAGE_AME => cues.iter().any(|c| c.is_entry(id::COVERAGE_AME) && c.writing.circumflex),
        id::AGE_YOUTH => cue.writing.circumflex,
        // « Aucune patiente »: only what is denied right before it.
        id::GENDER_PATIENTS => {
            !cues[..index].last().is_some_and(|c| c.is(Kind::Negator) && cue.first - c.end < 2 && cue.strange == 0)
        }
        // « divorcé », « drogué », « greffé »: without their accent they are things.
        id::FAMILY_DIVORCED | id::HEALTH_DRUGGED | id::HEALTH_TREATED => !(cue.writing.acute_end || cue.writing.upper),
        id::COVERAGE_CSS => shields.iter().any(|s| s.is_entry(id::SHIELD_CSS)),
        id::COVERAGE_ACS => shields.iter().any(|s| s.is_entry(id::SHIELD_ACS)),
        id::COVERAGE_PUMA => shields.iter().any(|s| s.is_entry(id::SHIELD_PUMA)),
        id::ORIGIN_ETHNIC => shields.iter().any(|s| s.is_entry(id::SHIELD_LANGUAGES) && s.end <= cue.first),
        id::COVERAGE_CMU => shields.iter().any(|s| s.is_entry(id::SHIELD_CMU)),
        _ => false,
    };
    let unaccented = entry.acute && !cue.writing.acute_end && !cue.writing.upper;
    if shielded || unaccented || !entry.weak {
        return !shielded && !unaccented;
    }
    // « dépistage du VIH », « suivi de grossesse »: an illness that is looked after.
    let looked_after = |c: &Cue| {
        c.is(Kind::Slot) && !c.is_entry(id::SLOT_NEWCOMER)
            || c.is(Kind::Act) && c.form == Form::None
            || c.is_entry(id::SHIELD_ABOUT)
    };
    let state = matches!(
        entry.criterion,
        Some(Criterion::Health | Criterion::Disability | Criterion::Family | Criterion::Gender)
    );
    if state && cues[..index].last().is_some_and(|c| looked_after(c) && cue.first - c.end < NEAR && cue.strange == 0) {
        return false;
    }
    let beside = cues.iter().enumerate().any(|(other, c)| {
        other != index
            && ((c.is(Kind::Group) && !c.entry().weak && meant(cues, other, first, shields))
                // « psychologues du quartier »
                || ((matches!(c.kind(), Kind::Person | Kind::Negator | Kind::Act | Kind::Group)
                    || c.is_entry(id::SLOT_NEWCOMER))
                    && !(matches!(cue.entry, id::RESIDENCE_DISTRICT | id::RESIDENCE_PLACE) && cue.strange > 0)
                    && c.end <= cue.first
                    && cue.first - c.end < NEAR))
    });
    // A look-alike in capitals is meant, and so is one that begins a note; a capital alone is a name's.
    let acronym = matches!(cue.entry, id::COVERAGE_AME | id::COVERAGE_CSS | id::COVERAGE_ACS | id::COVERAGE_PUMA);
    let leads = cue.first <= first + 1 && !(acronym && cue.writing.capital);
    !(acronym && cue.named && !beside) && (acronym && cue.writing.upper || beside || leads)
}
