//! One sentence, piece by piece: what governs each, and the frame that it makes.

use super::{
    clause::{Border, Piece},
    cue::{Cue, Cues},
    frame::{self, Frame, Surroundings},
    judge::{self, Evidence},
    qualifier,
    scope::Head,
};
use crate::{
    finding::{Criterion, Finding, Grade, Practice},
    lexicon::{self, Form, Kind},
    outline::{BlockIndex, Section},
    span::ByteSpan,
};

/// Whether a cue says something of a group.
fn bears(cue: &Cue) -> bool {
    matches!(
        cue.kind(),
        Kind::Act
            | Kind::Verb
            | Kind::Benefit
            | Kind::Burden
            | Kind::Negator
            | Kind::Yes
            | Kind::Time
            | Kind::Channel
            | Kind::Exceptive
    )
}

/// One sentence with what governs it.
pub struct Reading<'a> {
    pub section: &'a Section,
    pub index: BlockIndex,
    pub cues: &'a [Cue],
    pub pieces: &'a [Piece],
    pub heads: &'a [Head<'a>],
    pub carried: Option<&'a Head<'a>>,
    pub question: bool,
    pub quotations: &'a [ByteSpan],
}

impl Reading<'_> {
    /// Judges each piece. What the pieces say beside that is told, for the network.
    pub fn judge(&self, findings: &mut Vec<Finding>) -> Vec<&'static str> {
        let mut told = Vec::new();
        // Pieces before a colon that govern, and the topic that a comma leaves open.
        let mut colons: Vec<&Piece> = Vec::new();
        let mut topic: Option<&Piece> = None;
        let mut before: Option<Border> = None;
        let first_finding = findings.len();
        for (at, piece) in self.pieces.iter().enumerate() {
            // « pour tous » holds for what stands between two strong borders.
            let strong = |p: &&Piece| p.border == Border::Strong;
            let from = self.pieces[..at].iter().rposition(|p| strong(&p)).map_or(0, |p| p + 1);
            let to = self.pieces[at..].iter().position(|p| strong(&p)).map_or(self.pieces.len(), |p| at + p + 1);
            let equal = self.cues[self.pieces[from].cues.start..self.pieces[to - 1].cues.end].has(Kind::Welcome);
            let own = &self.cues[piece.cues.clone()];
            let grouped = |cues: &[Cue]| cues.has(Kind::Group);
            let core = |cues: &[Cue]| {
                cues.iter().any(|c| {
                    matches!(c.kind(), Kind::Act | Kind::Verb | Kind::Benefit | Kind::Burden | Kind::Slot)
                        && !(c.is_entry(lexicon::id::BURDEN_ELSEWHERE) && own.has(Kind::Negator))
                })
            };
            if matches!(before, Some(Border::Strong)) {
                topic = None;
                // « AME : soins oui ; … »: what has been answered yes governs no further.
                let answered = self.pieces[..at].iter().rev().take_while(|p| p.border != Border::Colon);
                let spares = |pair: &[Cue]| {
                    pair[0].is(Kind::Negator)
                        && (pair[1].is_entry(lexicon::id::SHIELD_NOUN)
                            || pair[1].entry().practice == Some(Practice::Payment))
                        && pair[1].strange == 0
                };
                let yes = answered
                    .map(|p| &self.cues[p.cues.clone()])
                    .any(|cues| cues.has(Kind::Yes) || cues.windows(2).any(spares));
                if piece.border == Border::Colon || yes {
                    colons.clear();
                }
            }
            let mut gathered: Vec<Cue> = Vec::new();
            let mut scope: Vec<&'static str> = Vec::new();
            let mut governed = false;
            let mut add = |cues: &[Cue], name: &'static str, gathered: &mut Vec<Cue>| {
                let fits = (!grouped(own) && !grouped(gathered)) || !core(own);
                let doubled = grouped(cues) && (grouped(own) || grouped(gathered));
                if fits && !doubled && !cues.is_empty() {
                    gathered.extend_from_slice(cues);
                    scope.push(name);
                    governed = true;
                }
            };
            // « Vous ne payez rien : … » says all that it has to say.
            let complete = |cues: &[Cue]| {
                cues.has_entry(lexicon::id::NEGATION_NE)
                    && cues.has(Kind::Burden)
                    && !cues.has_any([Kind::Act, Kind::Group, Kind::Benefit])
            };
            for colon in colons.iter().filter(|p| !complete(&self.cues[p.cues.clone()])) {
                add(&self.cues[colon.cues.clone()], "colon", &mut gathered);
            }
            // « tiers payant intégral, aucun supplément »: what is said has an object of its own.
            // « dépassement de 300 € (C2S, AME : 0) »: what follows the colon answers.
            let label = piece.border == Border::Colon && grouped(own);
            if let Some(topic) = topic.filter(|t| !label && (grouped(&self.cues[t.cues.clone()]) || !core(own))) {
                add(&self.cues[topic.cues.clone()], "topic", &mut gathered);
            }
            let mut outer: Vec<Cue> = Vec::new();
            if !grouped(own) && !grouped(&gathered) {
                let they =
                    self.cues.has_entry(lexicon::id::LINK_THEY) && !self.cues.has_entry(lexicon::id::LINK_OTHERS);
                // « Refuser la CMU ? Très peu pour nous »: what is refused is the refusal.
                let refusing = |head: &&Head| {
                    head.question && core(own) && head.cues.iter().any(|c| c.is(Kind::Act) && c.entry().sign < 0)
                };
                if let Some(carried) = self.carried.filter(|c| c.name == "question" || they).filter(|c| !refusing(c)) {
                    let people: Vec<Cue> = carried
                        .cues
                        .iter()
                        .filter(|c| matches!(c.kind(), Kind::Group | Kind::Person))
                        .copied()
                        .collect();
                    add(if core(own) { &people } else { &carried.cues }, carried.name, &mut outer);
                }
            }
            // A heading over a question says nothing of its answers.
            let nearer = self.heads.iter().any(|h| h.name != "heading" && grouped(&h.cues));
            for head in self.heads {
                if head.name == "heading" && nearer && !grouped(own) && !grouped(&head.cues) {
                    continue;
                }
                // « Unité parents-bébé », « Consultation pour les sourds »: the name of a service sets nobody apart.
                let service = head.cues.iter().any(|c| {
                    c.is(Kind::Group)
                        && (c.entry().check
                            || matches!(
                                c.entry().criterion,
                                Some(Criterion::Disability | Criterion::Health | Criterion::Family | Criterion::Gender)
                            ) && head
                                .cues
                                .iter()
                                .any(|a| matches!(a.kind(), Kind::Act | Kind::Slot) && a.first < c.first))
                });
                if head.name == "heading" && service {
                    continue;
                }
                let inner = grouped(own) || grouped(&gathered) || grouped(&outer);
                let useful = if inner { !core(own) && !core(&gathered) } else { true };
                if useful && !(inner && grouped(&head.cues)) {
                    add(&head.cues, head.name, &mut outer);
                }
            }
            outer.extend(gathered);
            outer.extend_from_slice(own);
            let outside =
                |scope: &[&str]| scope.iter().any(|s| !matches!(*s, "topic" | "question" | "sentence before"));
            let labelled = outside(&scope);
            let asked = self.asked(&outer, own);
            let equal = equal || outer.iter().any(|c| c.is(Kind::Welcome) && c.block != self.index);
            let headed = scope.contains(&"heading");
            let excepted_from = at > 0 && own.first().is_some_and(|c| c.is(Kind::Exceptive)) && {
                let before = &self.cues[self.pieces[at - 1].cues.clone()];
                before.has_any([Kind::Slot, Kind::Act]) && !before.has_any([Kind::Burden, Kind::Negator])
            };
            let carried = scope.iter().any(|s| matches!(*s, "question" | "sentence before"));
            let priced = self.cues[..piece.cues.start].has_entry(lexicon::id::BURDEN_AMOUNT);
            let before_it = &self.cues[self.pieces[from].cues.start..piece.cues.start];
            let paid = before_it.iter().any(frame::payment) && !before_it.has_any([Kind::Group, Kind::Person]);
            let around = Surroundings {
                topic: governed,
                paid,
                excepted_from,
                carried,
                priced,
                headed,
                labelled,
                tabled: scope.iter().any(|s| matches!(*s, "row" | "column")),
                equal,
                asked,
                start: piece.tokens.start,
                end: piece.tokens.end,
            };
            // « Excepté pour la C2S, … »: what it is excepted from comes after the comma.
            let fronted = at == 0
                && piece.border == Border::Comma
                && own.first().is_some_and(|c| c.is(Kind::Exceptive))
                && !own.iter().skip(1).any(bears);
            // « Nous refusons les chèques, pas la CMU »: what is refused is something else.
            let other = |cues: &[Cue]| cues.has_entry(lexicon::id::LINK_OBJECT);
            let aside = at > 0
                && own.len() > 1
                && own[0].is_entry(lexicon::id::NEGATION_PAS)
                && own[1..].iter().all(|c| matches!(c.kind(), Kind::Group | Kind::Person | Kind::Link))
                && !self.partitive(&own[0])
                && self.cues[self.pieces[at - 1].cues.clone()].iter().any(|c| c.is(Kind::Act) && c.entry().sign < 0)
                && !self.cues[self.pieces[at - 1].cues.clone()].has(Kind::Group);
            let contrasted = aside
                || at > 0
                    && own.first().is_some_and(|c| c.is_entry(lexicon::id::NEGATION_PAS))
                    && own.iter().skip(1).all(|c| c.is(Kind::Group))
                    && self.cues[self.pieces[at - 1].cues.clone()]
                        .iter()
                        .any(|c| c.is(Kind::Act) && c.entry().sign < 0)
                    && other(&self.cues[self.pieces[at - 1].cues.clone()]);
            // « Voilée, pas voilée : entrez »
            let either = at > 0
                && own.first().is_some_and(|c| c.is_entry(lexicon::id::NEGATION_PAS))
                && own.get(1).is_some_and(|c| {
                    c.is(Kind::Group)
                        && c.strange == 0
                        && self.cues[self.pieces[at - 1].cues.clone()].last().is_some_and(|b| b.entry == c.entry)
                });
            // « sous dix jours, sauf femmes enceintes, vues dans les 48 h »
            let spared = own.has(Kind::Exceptive)
                && self.pieces.get(at + 1).is_some_and(|next| {
                    self.cues[next.cues.clone()].first().is_some_and(|c| {
                        c.is(Kind::Act)
                            && c.entry().sign > 0
                            && matches!(c.form, Form::Participle | Form::None)
                            && c.first <= next.tokens.start + 1
                    })
                });
            // « (C2S, AME, urgences : 0) »: a list that ends in a colon says nothing yet.
            let listed = label
                && own.iter().all(|c| {
                    matches!(c.kind(), Kind::Group | Kind::Person | Kind::Link | Kind::Shield)
                        || c.is(Kind::Burden) && c.entry().weak
                });
            let put = |cues: &[Cue], around: Surroundings| {
                if listed
                    || fronted
                    || contrasted
                    || either
                    || spared
                    || !grouped(own) && other(own) && own.iter().any(bears)
                {
                    None
                } else if grouped(cues) {
                    frame::frame(cues, around)
                } else if let Some(frame) = frame::exclusive(cues, around) {
                    Some(frame)
                } else if piece.border == Border::Colon {
                    None
                } else {
                    frame::unaddressed(cues, around)
                }
            };
            if grouped(&outer) {
                frame::told(&outer, around, &mut told);
            }
            let framed = put(&outer, around);
            let qualified = framed.map(|framed| (framed, qualifier::weigh(self, &framed, piece, &outer, &scope)));
            if let Some((_, weighed)) = &qualified {
                told.push(match weighed.grade {
                    None => "cleared",
                    Some(Grade::Check) => "lowered",
                    Some(Grade::Flag) => "said",
                });
            }
            let framed = qualified.as_ref().map(|(framed, _)| *framed);
            if let Some((mut framed, weighed)) = qualified
                && let Some(grade) = weighed.grade
            {
                // What the frame does without is no scope: « Informations pratiques » over a refusal adds nothing.
                for head in self.heads {
                    let fewer: Vec<Cue> = outer.iter().filter(|c| !head.holds(c)).copied().collect();
                    let named = scope.iter().position(|name| *name == head.name);
                    let (true, Some(named)) = (fewer.len() < outer.len(), named) else { continue };
                    let mut names = scope.clone();
                    names.remove(named);
                    let around = Surroundings { topic: !names.is_empty(), labelled: outside(&names), ..around };
                    let same = |f: &Frame| {
                        (f.criterion, f.practice, f.grade) == (framed.criterion, framed.practice, framed.grade)
                    };
                    if let Some(without) = put(&fewer, around).filter(same) {
                        (outer, scope, framed) = (fewer, names, without);
                    }
                }
                framed.grade = grade;
                let evidence = Evidence {
                    qualifiers: weighed.trace,
                    section: self.section,
                    index: self.index,
                    cues: &outer,
                    scope: &scope,
                    ended_by: piece.border.name(),
                };
                judge::add(findings, first_finding, &framed, &evidence);
                if grouped(own) && piece.border != Border::Colon {
                    topic = None;
                }
            }
            match piece.border {
                Border::Colon => {
                    if before != Some(Border::Colon) {
                        colons.clear();
                    }
                    colons.push(piece);
                    topic = None;
                }
                _ if fronted => topic = Some(piece),
                _ if grouped(own) => topic = own.iter().all(|c| !bears(c)).then_some(piece),
                _ if own.has_any([Kind::Benefit, Kind::Burden, Kind::Paper])
                    && (colons.is_empty()
                        // « complément pour l'acte (jamais pour la C2S) »
                        || !colons.iter().any(|p| grouped(&self.cues[p.cues.clone()]))
                            && self.pieces.get(at + 1).is_some_and(|next| {
                                self.cues[next.cues.clone()].first().is_some_and(|c| c.is(Kind::Negator))
                            })) =>
                {
                    topic = Some(piece)
                }
                _ if framed.is_some() && colons.is_empty() => topic = None,
                _ => {}
            }
            before = Some(piece.border);
        }
        told
    }

    /// « pas de CMU » denies, where « pas la CMU » sets apart.
    fn partitive(&self, no: &Cue) -> bool {
        let after = self.section.blocks[self.index].text.get(no.span.end..).unwrap_or_default();
        after.trim_start().starts_with(['d', 'D'])
            && !after.trim_start().get(..2).is_some_and(|two| two.eq_ignore_ascii_case("do"))
    }

    /// Whether what governs the piece asks something of the patient (« Êtes-vous à la CMU ? »): a plain « non » after it is
    /// the patient's.
    fn asked(&self, gathered: &[Cue], own: &[Cue]) -> bool {
        let pays = |h: &Head| h.question && h.cues.has(Kind::Burden) && !h.cues.has(Kind::Group);
        if !own.has(Kind::Burden) && self.heads.iter().any(pays) {
            return true;
        }
        let mut heads = self.heads.iter().chain(self.carried);
        heads.any(|h| {
            h.question
                && h.cues.has_entry(lexicon::id::PERSON_YOU)
                && gathered.iter().any(|c| h.cues.iter().any(|q| q.block == c.block && q.first == c.first))
                && !h.cues.has(Kind::Act)
        }) && !own.has(Kind::Group)
    }
}
