//! Frames: group × what is done × polarity, put together from the cues of one piece and of what governs it. Polarity is a
//! parity: the sign of each act and noun, times the negations, times an exception.

use super::{
    cue::Cue,
    polarity::{
        Signs, bare_negation, bears_on, between, excepted, insured, local, object, relates, signs, slot_denied,
    },
};
use crate::{
    finding::{Criterion, Grade, Practice},
    lexicon::{Form, Kind, id},
};

/// What stands round a piece.
#[derive(Clone, Copy, Debug, Default)]
pub struct Surroundings {
    /// A colon, a heading or a label parts the group from what is said of it.
    pub topic: bool,
    /// What stands before it offers something: « Détartrage, bilan - sauf CMU ».
    pub excepted_from: bool,
    /// What governs it is a question, or the sentence before.
    pub carried: bool,
    /// A price stands before it in its sentence: who is excepted from it pays less.
    pub priced: bool,
    /// What governs it is a heading.
    pub headed: bool,
    /// It is a colon, a heading or a label, and no comma.
    pub labelled: bool,
    /// The sentence says that all are treated alike.
    pub equal: bool,
    /// What governs it asks something of the patient: a plain « non » is the patient's.
    pub asked: bool,
    /// Where the piece's tokens begin in its block.
    pub start: usize,
    /// Where the piece's tokens end in its block.
    pub end: usize,
}

/// A frame, not yet judged.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Frame {
    /// The ground.
    pub criterion: Criterion,
    /// What is done.
    pub practice: Practice,
    /// How far the words carry, before qualifiers.
    pub grade: Grade,
    /// The rule.
    pub rule: &'static str,
    /// The group's entry; none for what is to be checked whoever is concerned.
    pub group: Option<u16>,
}

/// Puts a frame together, if the cues make one.
pub fn frame(cues: &[Cue], around: Surroundings) -> Option<Frame> {
    let group = concerned(cues)?;
    let has = |kind| cues.iter().any(|c| c.is(kind));
    let signs = signs(cues);
    let last_block = cues.last().map_or(0, |c| c.block);
    let make = |practice, grade, rule| {
        Some(Frame {
            criterion: group.entry().criterion.unwrap_or(Criterion::Coverage),
            practice,
            grade: if group.entry().check { Grade::Check } else { grade },
            rule,
            group: Some(group.entry),
        })
    };
    let excepted = excepted(cues);
    // « tous les patients, sauf… » treats nobody alike.
    let around = Surroundings { equal: around.equal && !excepted, ..around };
    let flip: i8 = if excepted { -1 } else { 1 };
    let parity: i8 = if signs.negated { -1 } else { 1 };
    let act = if signs.acts < 0 { -1 } else { 1 };
    let restricted = has(Kind::Time) || has(Kind::Channel);
    let polarity = act * parity * flip;

    if insured(cues, group, around) || excepted && group.is_entry(id::DISABILITY_DOG) {
        return None;
    }
    let payment =
        |c: &Cue| matches!(c.kind(), Kind::Burden | Kind::Check) && c.entry().practice == Some(Practice::Payment);
    // « 60 € (hors C2S) », « dépassements, sauf CMU »: those who are excepted pay less.
    let spared = excepted && around.priced && !has(Kind::Benefit)
        || excepted && cues.iter().take_while(|c| !c.is(Kind::Exceptive)).any(payment) && !has(Kind::Benefit);
    // « pas de complément pour l'examen, la C2S… »: the negation bears on the payment.
    let negators = cues.iter().filter(|c| c.is(Kind::Negator)).count();
    let beside = |p: &[Cue]| payment(&p[1]) && p[0].block == p[1].block && p[1].strange == 0;
    let freed = negators == 1 && !signs.with_ne && cues.windows(2).any(|p| p[0].is(Kind::Negator) && beside(p));
    // « je renonce aux dépassements pour la C2S »
    let waived = cues.windows(2).any(|p| p[0].is(Kind::Act) && p[0].entry().sign < 0 && p[0].own && beside(p));
    // « ni Sécurité sociale, ni C2S, ni mutuelle »: those who pay.
    let payers = cues.iter().any(|c| c.is_entry(id::PAPER_MUTUELLE) && c.block == group.block)
        && cues.iter().filter(|c| c.is_entry(id::NEGATION_NI)).count() > 1;
    // « les patients précaires qu'elle ne peut plus suivre »: somebody else does not.
    let others = cues.windows(3).any(|p| {
        p[0].is(Kind::Group)
            && p[1].is_entry(id::LINK_QUE)
            && p[2].is_entry(id::NEGATION_NE)
            && !p[2].own
            && p[1].first == p[0].end
    });
    if others || around.asked && cues.iter().any(payment) || spared || freed || waived || payers {
        return None;
    }
    let bare_hors = excepted
        && cues.iter().any(|c| c.is_entry(id::EXCEPTIVE_HORS))
        && !cues.iter().any(|c| {
            matches!(c.kind(), Kind::Act | Kind::Person | Kind::Only | Kind::Benefit)
                || c.is(Kind::Burden) && !c.entry().weak
        });
    if bare_hors {
        return None;
    }
    // « … pour qui un cabinet ordinaire n'est pas possible »
    let whom = cues.iter().position(|c| c.is_entry(id::LINK_WHOM)).is_some_and(|at| {
        cues[at..].iter().any(|c| c.is_entry(id::NEGATION_NE) && !c.own) && at > 0 && cues[at - 1].is(Kind::Group)
    });
    if whom {
        return None;
    }
    // « ne » denies a verb that stands beside it, and none of a heading's.
    let verb = |c: &Cue| matches!(c.kind(), Kind::Act | Kind::Verb);
    let ne = cues.iter().find(|c| c.is_entry(id::NEGATION_NE)).map(|c| c.block);
    if ne.is_some_and(|block| signs.with_ne && signs.acts != 0 && !cues.iter().any(|c| verb(c) && c.block == block)) {
        return None;
    }
    // « le tiers payant n'a pas fonctionné »: what the negation bears on is not known.
    let denied_slot = has(Kind::Slot)
        && signs.negated
        && slot_denied(cues, around)
        // « ne règlent ni consultation ni dépassement »
        && !cues.iter().any(|c| c.is_entry(id::BURDEN_PAY));
    if signs.with_ne && signs.acts == 0 && !has(Kind::Burden) && !excepted && !denied_slot {
        return None;
    }
    if !around.equal && !excepted && !has(Kind::Benefit) && denied_outright(cues) {
        return make(Practice::Refusal, Grade::Flag, "refusal.negated");
    }
    // « CMU refusée », « AME incompatible avec nos honoraires »: nothing beside it softens that.
    let direct = flip > 0
        && !signs.negated
        && cues.windows(2).any(|p| {
            p[0].is(Kind::Group)
                && p[1].is(Kind::Act)
                && p[1].entry().sign < 0
                && matches!(p[1].form, Form::None | Form::Participle)
                && p[0].block == p[1].block
                && p[1].strange == 0
        });
    if direct && !around.equal && !has(Kind::Benefit) {
        return make(Practice::Refusal, Grade::Flag, "refusal.refused");
    }
    if let Some(benefit) = cues.iter().find(|c| c.is(Kind::Benefit)) {
        let bare = signs.acts == 0 && !signs.negated && !excepted;
        if !bare && act * parity * flip * local(cues, benefit) < 0 {
            return make(Practice::Payment, Grade::Flag, "payment.benefit-withheld");
        }
        if !cues.iter().any(|c| c.is(Kind::Burden) && !c.entry().weak) {
            return None;
        }
    }
    // « pas plus d'abus avec la CMU qu'avec les autres » compares, and says that there is no difference.
    if cues
        .windows(2)
        .any(|p| p[0].is_entry(id::BURDEN_QUOTA) && p[1].is_entry(id::BURDEN_DISPARAGE) && p[1].strange == 0)
    {
        return None;
    }
    // « visage découvert exigé », « venez sans vos enfants »: what is asked of all keeps some away.
    let asked = [id::RELIGION_FACE, id::FAMILY_WITHOUT_CHILDREN].contains(&group.entry);
    if asked && !signs.negated && has(Kind::Must) {
        return make(Practice::Restriction, Grade::Check, "restriction.condition");
    }
    // Women, children, the deaf are named on every page: only what begins with them, or stands right beside them, is said of them.
    let cover = group.entry().criterion == Some(Criterion::Coverage);
    let led = led(cues, group);
    // A heading « Payer » asks nothing of those whom a line below it names.
    // « Payer : carte, AME, C2S » tells how to pay.
    let how = |c: &Cue| {
        c.is_entry(id::BURDEN_PAY)
            && c.form == Form::Infinitive
            && c.first < around.start
            && c.block == group.block
            && c.first < group.first
    };
    let titled =
        |c: &Cue| around.headed && c.block != last_block && c.entry().practice != Some(Practice::Referral) || how(c);
    // « Dépassements modérés, jamais pour la C2S »: a negation and a name answer what stands before the comma.
    let answered = cues
        .iter()
        .filter(|c| c.block == group.block && c.first >= around.start)
        .all(|c| matches!(c.kind(), Kind::Negator | Kind::Group | Kind::Person | Kind::Link))
        && signs.negated;
    let strong: Vec<&Cue> = cues
        .iter()
        .filter(|_| !group.entry().check && !group.is_entry(id::DISABILITY_DOG))
        .filter(|c| cover || led || right_before(cues, group, c))
        .filter(|c| {
            matches!(c.kind(), Kind::Burden | Kind::Check) && !c.entry().weak && !titled(c) && relates(cues, group, c)
        })
        // « dépassement de 300 € (C2S : 0) »
        .filter(|c| !(around.priced && c.block == group.block && c.first < group.first && c.first < around.start))
        // « Payer : carte, AME, C2S »: a label that asks nothing.
        .filter(|c| {
            !(c.form == Form::Infinitive
                && c.is_entry(id::BURDEN_PAY)
                && c.first < around.start
                && c.first < group.first)
        })
        .filter(|c| !(c.entry().practice == Some(Practice::Payment) && (paid_by_us(cues, c) || has(Kind::Yes))))
        // « dépassement de 300 € (C2S : 0) »: what a comma or a parenthesis has closed is not said of what follows.
        .filter(|c| {
            around.labelled
                || c.block != group.block
                || c.first >= around.start
                || group.first < around.start
                || answered
        })
        .collect();
    // What is worst first, in the order of the text: a stable sort would take 8 KB of engine.wasm for these few.
    let strong = strong.into_iter().fold(Vec::new(), |mut sorted: Vec<&Cue>, burden| {
        let at = sorted.partition_point(|c| c.entry().practice <= burden.entry().practice);
        sorted.insert(at, burden);
        sorted
    });
    for burden in &strong {
        let practice = burden.entry().practice.unwrap_or(Practice::Stigma);
        // « merci de ne pas abuser » says that they would.
        let reproach = practice == Practice::Stigma && has(Kind::Must);
        let listed = strong.iter().filter(|c| c.entry().practice == Some(Practice::Documents)).count() > 1;
        let asked = practice != Practice::Documents
            || burden.is(Kind::Check)
            || listed
            || around.labelled
            || has(Kind::Must)
            || signs.acts != 0;
        let worse = reproach || -act * parity * flip * local(cues, burden) < 0;
        let refused =
            signs.has_act && polarity < 0 && practice > Practice::Restriction && practice != Practice::Payment;
        if around.equal || !(refused || worse && asked) {
            continue;
        }
        // « certificats MDPH »: what a paper is called asks for nothing.
        let named = group.entry().weak
            && !cover
            && practice == Practice::Documents
            && burden.first < group.first
            && !has(Kind::Must)
            && !has(Kind::Person);
        if named {
            continue;
        }
        let (practice, rule) = match practice {
            _ if refused && signs.acts < 0 => (Practice::Refusal, "refusal.refused"),
            _ if refused => (Practice::Refusal, "refusal.negated"),
            Practice::Payment => (practice, "payment.burden"),
            Practice::Documents => (practice, "documents.asked"),
            Practice::Restriction => (practice, "restriction.limited"),
            _ => (practice, "stigma.disparaged"),
        };
        return make(practice, Grade::Flag, rule);
    }
    let before_group = |c: &Cue| c.block != group.block || c.first < group.first;
    let denied_first = cues.iter().any(|c| c.is(Kind::Negator) && before_group(c));
    if strong.iter().any(|c| before_group(c) || !signs.negated || !denied_first) {
        return None;
    }

    // « Nous ne réparons pas les fauteuils roulants »: a thing that is not dealt with is nobody who is refused.
    let thing = (group.entry().weak && !cover || group.is_entry(id::DISABILITY_DOG)) && !has(Kind::Person);
    // A verb that no list holds denies what stands right beside it, and nothing further.
    let open = cues.iter().find(|c| c.is_entry(id::ACT_OTHER)).is_some_and(|act| {
        let (first, last) = if act.first < group.first { (act, group) } else { (group, act) };
        let parted = cues.iter().any(|c| {
            c.block == act.block
                && (first.first + 1..last.first).contains(&c.first)
                && matches!(c.kind(), Kind::Burden | Kind::Slot | Kind::Act)
        });
        let misplaced = (act.form == Form::Finite) != (act.first < group.first);
        act.block != group.block || between(cues, first, last) > 1 || parted || misplaced
    });
    if open && cues.iter().filter(|c| c.is(Kind::Act)).count() == 1 && !excepted {
        return None;
    }
    if thing && has(Kind::Act) && cues.iter().all(|c| !c.is(Kind::Act) || c.is_entry(id::ACT_OTHER)) {
        return None;
    }
    // « Aucune patiente ne sera examinée sans son accord »
    let unless = group.entry().criterion == Some(Criterion::Gender)
        && cues.iter().any(|c| c.is_entry(id::NEGATION_SANS) && c.block == group.block && c.first > group.first);
    if unless {
        return None;
    }
    // A building that is not accessible is a fact, and no refusal.
    let building = group.entry().criterion == Some(Criterion::Disability)
        && cues.iter().any(|c| c.is_entry(id::ACT_ACCESSIBLE) || c.is_entry(id::SHIELD_BUILDING));
    if building {
        return None;
    }
    let answered_yes = has(Kind::Yes) && yes_beside(cues);
    let slot = has(Kind::Slot);
    if signs.has_act || (slot && excepted) || denied_slot || (signs.acts != 0 && polarity < 0 && object(cues)) {
        // « Refuser un patient est illégal »: an infinitive alone refuses nobody.
        let infinitive = signs.acts < 0
            && !signs.negated
            && !has(Kind::Must)
            && !cues.iter().any(|c| c.own)
            && cues.iter().any(|c| c.is_entry(id::ACT_REFUSE) && c.form == Form::Infinitive && c.first < group.first)
            && !cues.iter().any(|c| c.is(Kind::Act) && c.form != Form::Infinitive);
        if polarity < 0 && !around.equal && !infinitive && bears_on(cues, group) {
            return if restricted {
                make(Practice::Restriction, Grade::Flag, "restriction.refused-then")
            } else if excepted {
                make(Practice::Refusal, Grade::Flag, "refusal.excepted")
            } else if signs.acts < 0 {
                make(Practice::Refusal, Grade::Flag, "refusal.refused")
            } else {
                make(Practice::Refusal, Grade::Flag, "refusal.negated")
            };
        }
    } else if signs.negated
        && !excepted
        && !cues.iter().any(payment)
        && !answered_yes
        && bare_negation(cues, around)
        && !around.equal
    {
        return if restricted {
            make(Practice::Restriction, Grade::Flag, "restriction.refused-then")
        } else {
            make(Practice::Refusal, Grade::Flag, "refusal.bare")
        };
    } else if excepted && !signs.negated {
        let hors = cues.iter().any(|c| c.is_entry(id::EXCEPTIVE_HORS));
        let priced = cues.iter().any(|c| c.is_entry(id::BURDEN_AMOUNT));
        let from = cues.iter().take_while(|c| !c.is(Kind::Exceptive)).any(|c| {
            matches!(
                c.kind(),
                Kind::Person
                    | Kind::Slot
                    | Kind::Only
                    | Kind::Time
                    | Kind::Act
                    | Kind::Yes
                    | Kind::Channel
                    | Kind::Majority
            )
        });
        let from = from || around.excepted_from;
        if !priced && from && (!hors || has(Kind::Only)) {
            return make(Practice::Refusal, Grade::Flag, "refusal.excepted");
        }
        return None;
    }
    if around.equal || signs.negated || !(cover || led) || group.entry().check || group.is_entry(id::DISABILITY_DOG) {
        return None;
    }
    worse(cues, around, &signs).and_then(|(practice, grade, rule)| make(practice, grade, rule))
}

/// « CMU ok »: a welcome right beside its group.
fn yes_beside(cues: &[Cue]) -> bool {
    cues.windows(2).any(|p| {
        (p[0].is(Kind::Group) && p[1].is(Kind::Yes) || p[0].is(Kind::Yes) && p[1].is(Kind::Group))
            && (p[0].block != p[1].block || p[1].strange == 0)
    })
}

/// « Les sans-logis ne sont pas servis », « nous ne recevons plus les CMU »: the words of a refusal side by side.
fn denied_outright(cues: &[Cue]) -> bool {
    let closes = |c: &Cue| matches!(c.entry, id::NEGATION_PAS | id::NEGATION_PLUS);
    let words: Vec<&Cue> = cues.iter().filter(|c| !matches!(c.kind(), Kind::Person | Kind::Link)).collect();
    let tight = |w: &[&Cue]| w.windows(2).all(|p| p[0].block == p[1].block && p[1].strange == 0);
    let act = |c: &Cue| c.is_entry(id::ACT_RECEIVE);
    words.iter().filter(|c| c.is_entry(id::NEGATION_NE)).count() == 1
        && words.windows(4).any(|w| {
            let passive = w[0].is(Kind::Group)
                && w[1].is_entry(id::NEGATION_NE)
                && closes(w[2])
                && act(w[3])
                && w[3].form == Form::Participle;
            let active = w[0].is_entry(id::NEGATION_NE) && act(w[1]) && closes(w[2]) && w[3].is(Kind::Group);
            (passive || active) && tight(w)
        })
        && !cues.iter().any(|c| {
            c.is_entry(id::NEGATION_SANS) || c.is_entry(id::LINK_QUE) || c.is(Kind::Time) || c.is(Kind::Channel)
        })
}

/// « nous avançons les frais », « nous faisons l'avance »: the practice pays.
fn paid_by_us(cues: &[Cue], burden: &Cue) -> bool {
    let at = cues.iter().position(|c| c.first == burden.first && c.block == burden.block).unwrap_or(0);
    let granted = cues[..at].last().is_some_and(|c| {
        c.is_entry(id::VERB_GRANT) && c.own && c.form == Form::Finite && c.block == burden.block && burden.strange == 0
    });
    burden.is_entry(id::BURDEN_PAY) && (burden.own && burden.form != Form::Infinitive || granted)
}

/// Whether a sentence begins with its group: « Patients étrangers : … », « Les retraités ne sont reçus que… ».
fn led(cues: &[Cue], group: &Cue) -> bool {
    let before: Vec<&Cue> = cues.iter().take_while(|c| !(c.block == group.block && c.first == group.first)).collect();
    before.iter().all(|c| matches!(c.kind(), Kind::Person | Kind::Group | Kind::Link | Kind::Slot | Kind::Only))
        && before.iter().map(|c| c.strange).sum::<usize>() + group.strange <= LED
}

/// Whether a burden stands right before its group: « supplément pour les fauteuils roulants ».
fn right_before(cues: &[Cue], group: &Cue, burden: &Cue) -> bool {
    burden.block == group.block
        && burden.first < group.first
        && group.first - burden.end < NEAR_BURDEN
        && between(cues, burden, group) == 0
}

/// Tokens between a burden and the group that it is laid on.
const NEAR_BURDEN: usize = 5;

/// Unknown words before a group that leads.
const LED: usize = 2;

/// The group that a frame is about: « femmes voilées » are women who wear a veil, and what makes the difference is the veil.
fn concerned(cues: &[Cue]) -> Option<&Cue> {
    let everyday = |c: &Cue| match c.entry {
        id::GENDER_WOMEN | id::GENDER_PATIENTS | id::GENDER_MEN => 2,
        _ if c.entry().check => 1,
        _ => 0,
    };
    cues.iter().filter(|c| c.is(Kind::Group)).min_by_key(|c| everyday(c))
}

/// Only those who are not protected are received: the others are left out.
pub fn exclusive(cues: &[Cue], around: Surroundings) -> Option<Frame> {
    let signs = signs(cues);
    let index = cues.iter().position(|c| c.is(Kind::Majority))?;
    let majority = &cues[index];
    if around.equal || signs.negated || signs.acts < 0 || cues.iter().any(|c| c.is(Kind::Yes)) {
        return None;
    }
    // Who is received alone, and by whom: « salariés uniquement » may be said of anything.
    let practice = cues.iter().any(|c| c.own || matches!(c.kind(), Kind::Person | Kind::Slot | Kind::Act))
        || around.end - around.start <= SHORT_PIECE;
    if !practice {
        return None;
    }
    let only = signs.only
        || cues.iter().any(|c| {
            c.is(Kind::Only)
                && c.block == majority.block
                && if c.first > majority.first {
                    between(cues, majority, c) <= NEAR_ONLY
                } else {
                    between(cues, c, majority) <= NEAR_ONLY
                }
        });
    let must = majority.entry().criterion == Some(Criterion::Language) && cues.iter().any(|c| c.is(Kind::Must));
    if !only && !must {
        return None;
    }
    let entry = majority.entry();
    Some(Frame {
        criterion: entry.criterion.unwrap_or(Criterion::Coverage),
        practice: entry.practice.unwrap_or(Practice::Refusal),
        grade: if entry.check { Grade::Check } else { Grade::Flag },
        rule: "refusal.exclusive",
        group: Some(majority.entry),
    })
}

/// A piece of this many tokens is a note by itself: « Couples mariés uniquement ».
const SHORT_PIECE: usize = 8;

/// « uniquement » bears on what stands this close.
const NEAR_ONLY: usize = 1;

/// The second family: no negation, but worse treatment.
fn worse(cues: &[Cue], around: Surroundings, signs: &Signs) -> Option<(Practice, Grade, &'static str)> {
    let group = concerned(cues)?;
    let close = |c: &Cue| relates(cues, group, c);
    let has = |kind| cues.iter().any(|c| c.is(kind) && (c.is(Kind::Group) || close(c)));
    let entry = |id| cues.iter().any(|c| c.is_entry(id) && close(c));
    let only = signs.only || has(Kind::Only);
    let plain_act = signs.has_act && !only;
    // « Sans rendez-vous » is no slot.
    let free = cues.windows(2).any(|p| p[0].is_entry(id::NEGATION_SANS) && p[1].is(Kind::Slot) && p[1].strange == 0);
    let slot_of_group = has(Kind::Slot) && !signs.has_act && !free && !group.entry().check;
    // « Le mercredi : réservé aux enfants » keeps a place for them.
    let favoured = group.is_entry(id::AGE_YOUNG)
        || matches!(group.entry().criterion, Some(Criterion::Disability | Criterion::Health | Criterion::Family));
    let kept = favoured
        && cues.windows(2).any(|p| {
            p[0].is(Kind::Only)
                && p[0].first + 1 < p[0].end
                && matches!(p[1].kind(), Kind::Group | Kind::Person)
                && p[0].first < group.first
                && group.first < p[0].end + 3
        });
    if kept {
        return None;
    }
    if only && (has(Kind::Time) || has(Kind::Channel) || has(Kind::Slot)) {
        return Some((Practice::Restriction, Grade::Flag, "restriction.only"));
    }
    let has_elsewhere = entry(id::BURDEN_ELSEWHERE);
    // « CMU acceptée uniquement pour les enfants »; with papers it is not the people that are parted.
    let accepted_only = signs.has_act
        && !has_elsewhere
        && !cues.iter().any(|c| c.is(Kind::Paper) || c.is_entry(id::BURDEN_PAPER_LIGHT))
        && cues.iter().position(|c| c.is(Kind::Only)).is_some_and(|at| {
            let before = &cues[..at];
            before.iter().any(|c| c.is(Kind::Group)) && before.iter().any(|c| c.is(Kind::Act))
        });
    if accepted_only {
        return Some((Practice::Restriction, Grade::Flag, "restriction.only"));
    }
    // « Les Comoriens ne sont reçus que par l'infirmière »
    let subject = cues.iter().position(|c| c.is(Kind::Group)).is_some_and(|at| {
        cues[at..]
            .iter()
            .position(|c| c.is_entry(id::NEGATION_NE))
            .is_some_and(|ne| cues[at + ne..].iter().any(|c| c.is(Kind::Act)) && cues[at].block == cues[at + ne].block)
    });
    // « Les hommes n'ont qu'un jour par trimestre »
    let leads = led(cues, group);
    let rationed = signs.only
        && leads
        && cues.iter().any(|c| c.is_entry(id::NEGATION_NE) && c.block == group.block && c.first > group.first)
        && (has(Kind::Time) || has(Kind::Slot) || has(Kind::Channel));
    if rationed || signs.only && subject && !has_elsewhere {
        return Some((Practice::Restriction, Grade::Flag, "restriction.only"));
    }
    // A day that a column or a heading names is that of everybody in it.
    let last = cues.last().map(|c| c.block);
    let hours = cues.iter().any(|c| c.is(Kind::Time) && Some(c.block) == last && close(c));
    // « les patients AME sont reçus le jeudi matin »
    let received_then = cues
        .windows(2)
        .any(|p| p[0].is(Kind::Act) && p[0].form == Form::Participle && p[1].is(Kind::Time) && p[1].strange == 0);
    let cover = group.entry().criterion == Some(Criterion::Coverage);
    let in_label = around.labelled && (Some(group.block) != last || group.first < around.start);
    let people = cover || !group.entry().weak || has(Kind::Person);
    let hours = hours && people && (cover || in_label || received_then);
    if hours && !has(Kind::Yes) && (around.topic && !plain_act || slot_of_group || received_then) {
        return Some((Practice::Restriction, Grade::Flag, "restriction.hours"));
    }
    // The deaf who are asked to write are not parted from anybody.
    let reached = matches!(group.entry().criterion, Some(Criterion::Disability | Criterion::Language)) && !only;
    if entry(id::CHANNEL_PHONE)
        && !reached
        && !has(Kind::Yes)
        && (around.topic || has(Kind::Must) || entry(id::ACT_BOOK))
    {
        return Some((Practice::Restriction, Grade::Flag, "restriction.channel"));
    }
    let elsewhere = cues.iter().any(|c| {
        let after =
            c.block != group.block || c.first > group.first || entry(id::BURDEN_SEND) || entry(id::BURDEN_REDIRECT);
        c.is_entry(id::BURDEN_ELSEWHERE) && Some(c.block) == last && close(c) && after
    });
    let received_there = cues.windows(2).any(|p| {
        p[0].is(Kind::Act) && p[0].form == Form::Participle && p[1].is_entry(id::BURDEN_ELSEWHERE) && p[1].strange == 0
    });
    // « L'assistante sociale demande l'AME » asks nothing of anybody.
    let asked_for = cues.windows(2).any(|p| p[0].is_entry(id::MUST_MUST) && p[1].is(Kind::Group) && p[1].strange == 0);
    // « vous consultiez au bus dentaire », « se présenter à la PASS »: what is received there.
    let done_there = leads
        && cues.windows(2).any(|p| {
            p[0].is(Kind::Act) && p[1].is_entry(id::BURDEN_ELSEWHERE) && p[0].block == p[1].block && p[1].strange == 0
        });
    let sent = entry(id::BURDEN_REDIRECT)
        || entry(id::BURDEN_SEND)
        || has(Kind::Must) && !asked_for
        || received_there
        || done_there;
    // « Paiement : tiers payant, C2S » under a hospital's name sends nobody there.
    let there =
        cues.iter().any(|c| c.is_entry(id::BURDEN_ELSEWHERE) && Some(c.block) == last && c.first >= around.start);
    let led_there = around.labelled || around.topic && cover;
    if elsewhere && (sent || only || led_there && !around.carried && there && !plain_act && !has(Kind::Benefit)) {
        return Some((Practice::Referral, Grade::Flag, "referral.elsewhere"));
    }
    let priced = match group.entry().criterion {
        Some(Criterion::Age) => group.is_entry(id::AGE_OLD) || group.is_entry(id::AGE_NUMBER_OLD),
        Some(Criterion::Gender | Criterion::Family) => group.is_entry(id::GENDER_TRANS),
        // « Demandeurs d'emploi : 30 € » is a lower price as often as not.
        Some(Criterion::Poverty) => has(Kind::Must),
        _ => true,
    };
    let amount = cues.iter().any(|c| c.is_entry(id::BURDEN_AMOUNT) && Some(c.block) == last && close(c));
    if amount && priced && !has(Kind::Yes) && !has(Kind::Benefit) && !plain_act && (around.topic || has(Kind::Must)) {
        return Some((Practice::Payment, Grade::Flag, "payment.amount"));
    }
    let plain = !signs.has_act && !has(Kind::Yes) && !has(Kind::Benefit) && !has(Kind::Paper);
    let brings = cues.iter().any(|c| c.is_entry(id::MUST_BRING) && c.form != Form::Participle && close(c));
    if leads && plain && brings && !entry(id::BURDEN_PAPER_LIGHT) && !group.entry().check {
        return Some((Practice::Documents, Grade::Flag, "documents.asked"));
    }
    if leads && plain && entry(id::BURDEN_SEND) {
        return Some((Practice::Referral, Grade::Flag, "referral.elsewhere"));
    }
    // « les enfants dessinent » says nothing against them.
    let told = !group.entry().check
        && group.entry().criterion != Some(Criterion::Coverage)
        && !group.is_entry(id::DISABILITY_DOG);
    if leads && plain && told && entry(id::BURDEN_VERB) {
        return Some((Practice::Stigma, Grade::Flag, "stigma.habit"));
    }
    // « les fauchés chipotent toujours », « les étrangers, c'est toujours en retard »
    let habit = cues.windows(2).any(|p| {
        p[0].is(Kind::Group)
            && p[1].is_entry(id::BURDEN_HABIT)
            && !p[1].own
            && p[0].block == p[1].block
            && (1..=4).contains(&p[1].strange)
    });
    if habit && !signs.has_act {
        return Some((Practice::Stigma, Grade::Flag, "stigma.habit"));
    }
    // « les musulmans sont priés de se laver les dents »: what is asked of them alone, and is neither paper nor price.
    let singled = !matches!(
        group.entry().criterion,
        Some(Criterion::Age | Criterion::Disability | Criterion::Family | Criterion::Gender | Criterion::Health)
    ) && !group.entry().weak;
    let asked_of_them =
        cues.windows(2).any(|p| p[0].is(Kind::Group) && p[1].is_entry(id::MUST_PLEASE) && p[0].block == p[1].block)
            || around.topic
                && cues.first().is_some_and(|c| c.is(Kind::Group) || c.is(Kind::Person))
                && entry(id::MUST_PLEASE);
    if singled
        && asked_of_them
        && !signs.has_act
        && !has(Kind::Yes)
        && !has(Kind::Paper)
        && !entry(id::BURDEN_PAPER_LIGHT)
        && !has(Kind::Benefit)
    {
        return Some((Practice::Stigma, Grade::Flag, "stigma.asked"));
    }
    if entry(id::BURDEN_PAPER_LIGHT) && (has(Kind::Must) || around.labelled) && !plain_act {
        return Some((Practice::Documents, Grade::Check, "documents.light"));
    }
    None
}

/// What is to be checked whoever is concerned: no third-party payment, an obligatory card.
pub fn unaddressed(cues: &[Cue], around: Surroundings) -> Option<Frame> {
    let has = |kind| cues.iter().any(|c| c.is(kind));
    let signs = signs(cues);
    let parity: i8 = if signs.negated { -1 } else { 1 };
    let act = if signs.acts < 0 { -1 } else { 1 };
    let make = |criterion, practice, rule| Some(Frame { criterion, practice, grade: Grade::Check, rule, group: None });
    if let Some(check) = cues.iter().find(|c| c.is(Kind::Check)) {
        let denied = cues.iter().any(|c| c.is(Kind::Negator) && c.block == check.block && c.first < check.first);
        let entry = check.entry();
        return match (entry.criterion, entry.practice) {
            (Some(criterion), Some(practice)) if !denied => make(criterion, practice, "check.asked-of-all"),
            _ => None,
        };
    }
    if cues.iter().any(|c| c.is(Kind::Exceptive)) || around.equal && !has(Kind::Benefit) {
        return None;
    }
    if let Some(benefit) = cues.iter().find(|c| c.is(Kind::Benefit)) {
        // « Vous ne payez rien : tiers payant pour tous »: a negation that has its verb denies nothing after the colon.
        let closed = |c: &Cue| c.is_entry(id::NEGATION_NE) && c.block == benefit.block && c.first < around.start;
        if benefit.first >= around.start && cues.iter().any(closed) {
            return None;
        }
        if act * parity * local(cues, benefit) < 0 {
            return make(Criterion::Coverage, Practice::Payment, "check.no-third-party");
        }
        return None;
    }
    if let Some(paper) = cues.iter().find(|c| c.is(Kind::Paper)) {
        let criterion = paper.entry().criterion.unwrap_or(Criterion::Coverage);
        let missing = cues
            .windows(2)
            .any(|p| (p[0].is_entry(id::NEGATION_SANS) || p[0].is_entry(id::NEGATION_PAS)) && p[1].is(Kind::Paper));
        if missing && criterion == Criterion::Coverage && signs.negated && (has(Kind::Slot) || signs.has_act) {
            return make(criterion, Practice::Documents, "check.no-paper-no-care");
        }
        if has(Kind::Must) && !signs.negated && cues.iter().any(|c| c.is_entry(id::MUST_MUST) && c.first >= paper.end) {
            return make(criterion, Practice::Documents, "check.paper-required");
        }
    }
    None
}
