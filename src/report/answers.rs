//! The user's own words. All of them are optional: what a letter needs and does not have stands in it as a visible gap.

use super::Recipient;
use crate::{
    case::{answer, lines, one_line},
    message::Message,
};
use serde::{Deserialize, Serialize};

/// The longest answer on one line, in characters.
const LONGEST_LINE: usize = 300;

/// The longest answer of several lines, in characters: about three pages.
const LONGEST_TEXT: usize = 10_000;

/// The fewest letters that can tell a fact: « refusée au téléphone » has more, « oui » has not.
const FACT: usize = 10;

/// The user's own words.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Answers {
    /// What happened beyond the page, of what is asked plainly.
    pub events: Vec<Event>,
    /// What happened.
    pub happened: String,
    /// When it happened, in the user's words.
    pub when: String,
    /// The steps already taken.
    pub steps: String,
    /// What was answered to them.
    pub replies: String,
    /// First name and name.
    pub name: String,
    /// Postal address.
    pub address: String,
    /// E-mail.
    pub email: String,
    /// Telephone.
    pub phone: String,
    /// Where the letter is written.
    pub place: String,
    /// When the letter is written, in the user's words.
    pub date: String,
    /// The person who is represented, or whose consent an association has.
    pub represented: String,
    /// In what capacity: « mère et représentante légale », « héritier ».
    pub capacity: String,
    /// The association, or the newspaper.
    pub organisation: String,
    /// Since when the association is declared.
    pub declared: String,
    /// By which approval an association speaks for users of the health system.
    pub approval: String,
    /// Until when a journalist waits for an answer.
    pub deadline: String,
    /// Where recipients can be written to, as far as the user found out.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub addressees: Vec<Addressee>,
    /// Whether the page's site belongs to a booking platform, as the user says where that is not known.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub platform: bool,
    /// What the user knows better than the page about the practitioner.
    pub practitioner: Corrections,
}

/// Something that happened beyond the page. None of it is about health, cover or residence.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Event {
    /// An appointment or a treatment was refused.
    Refused,
    /// Days, hours or a channel were imposed.
    Conditions,
    /// More papers were asked for.
    Papers,
    /// Money was asked for beforehand or on top.
    Payment,
    /// Another place was named instead.
    Elsewhere,
    /// Something was said.
    Words,
    /// Somebody gave up.
    GaveUp,
}

impl Event {
    /// All of them, in the order in which they are asked.
    pub const ALL: [Self; 7] =
        [Self::Refused, Self::Conditions, Self::Papers, Self::Payment, Self::Elsewhere, Self::Words, Self::GaveUp];

    /// The name in files and message keys (`event.<id>`).
    pub fn id(self) -> &'static str {
        match self {
            Self::Refused => "refused",
            Self::Conditions => "conditions",
            Self::Papers => "papers",
            Self::Payment => "payment",
            Self::Elsewhere => "elsewhere",
            Self::Words => "words",
            Self::GaveUp => "gave-up",
        }
    }
}

/// Where a recipient can be written to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Addressee {
    /// Who.
    pub recipient: Recipient,
    /// The postal address.
    #[serde(default)]
    pub address: String,
    /// The e-mail address.
    #[serde(default)]
    pub email: String,
}

/// What the user knows better than the page. `None` leaves what was read; an empty text takes it out of the letter.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Corrections {
    /// The name.
    pub name: Option<String>,
    /// The profession.
    pub profession: Option<String>,
    /// The address of the practice.
    pub address: Option<String>,
    /// The number in the register of health professionals.
    pub rpps: Option<String>,
}

impl Answers {
    /// The same answers fit for a letter: without control characters, none longer than a letter can carry, and with a
    /// visible mark where one was cut.
    #[must_use]
    pub fn cleaned(&self) -> Self {
        let line = |text: &String| one_line(text, LONGEST_LINE).text;
        let text = |text: &String| answer(text, LONGEST_TEXT);
        let known = |text: &Option<String>| text.as_ref().map(|text| one_line(text, LONGEST_LINE).text);
        // Each once, in the order in which they are asked.
        let events = Event::ALL.into_iter().filter(|event| self.events.contains(event)).collect();
        let mut addressees: Vec<Addressee> = Vec::new();
        for Addressee { recipient, address, email } in &self.addressees {
            let address = lines(address, LONGEST_LINE).text;
            let email = line(email).replace(' ', "");
            let known = addressees.iter().any(|one| one.recipient == *recipient);
            if !known && (!address.is_empty() || !email.is_empty()) {
                addressees.push(Addressee { recipient: *recipient, address, email });
            }
        }
        Self {
            events,
            addressees,
            platform: self.platform,
            approval: line(&self.approval),
            happened: text(&self.happened),
            when: line(&self.when),
            steps: text(&self.steps),
            replies: text(&self.replies),
            name: line(&self.name),
            address: lines(&self.address, LONGEST_LINE).text,
            email: line(&self.email),
            phone: line(&self.phone),
            place: line(&self.place),
            date: bare_date(line(&self.date)),
            represented: line(&self.represented),
            capacity: line(&self.capacity),
            organisation: line(&self.organisation),
            declared: line(&self.declared),
            deadline: bare_date(line(&self.deadline)),
            practitioner: Corrections {
                name: known(&self.practitioner.name),
                profession: known(&self.practitioner.profession),
                address: known(&self.practitioner.address),
                rpps: known(&self.practitioner.rpps),
            },
        }
    }

    /// Where the user can write to a recipient.
    pub fn addressee(&self, recipient: Recipient) -> Option<&Addressee> {
        self.addressees.iter().find(|known| known.recipient == recipient)
    }

    /// The same, to be filled in.
    pub fn addressee_mut(&mut self, recipient: Recipient) -> &mut Addressee {
        let known = self.addressees.iter().position(|known| known.recipient == recipient);
        let at = known.unwrap_or(self.addressees.len());
        if known.is_none() {
            self.addressees.push(Addressee { recipient, address: String::new(), email: String::new() });
        }
        &mut self.addressees[at]
    }

    /// Whether the user tells a fact of their own.
    pub fn tells_a_fact(&self) -> bool {
        !self.events.is_empty() || self.happened.chars().filter(|c| c.is_alphabetic()).take(FACT).count() == FACT
    }

    /// What the user should know about their own words before these leave (`letter.caution.…`): residence, health and
    /// social security numbers are nothing that a report needs.
    pub fn cautions(&self) -> Vec<Message> {
        let own =
            [&self.happened, &self.when, &self.steps, &self.replies, &self.capacity].map(String::as_str).join("\n");
        let words: Vec<String> =
            own.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_lowercase).collect();
        let says = |known: &[&str]| {
            words.windows(known.len().max(1)).any(|window| window.iter().zip(known).all(|(word, known)| word == known))
        };
        let mut cautions = Vec::new();
        if [&["ame"][..], &["aide", "médicale", "d", "état"], &["aide", "médicale", "de", "l", "état"]]
            .into_iter()
            .any(says)
        {
            cautions.push("letter.caution.ame");
        }
        if holds_social_security_number(&own) {
            cautions.push("letter.caution.number");
        }
        if HEALTH.iter().any(|word| says(&[word])) {
            cautions.push("letter.caution.health");
        }
        cautions.into_iter().map(|id| Message { id: id.to_owned(), args: Vec::new() }).collect()
    }
}

/// A date without « le »: letters put it themselves.
fn bare_date(date: String) -> String {
    ["le ", "Le "].iter().find_map(|article| date.strip_prefix(article)).map(str::to_owned).unwrap_or(date)
}

/// Words that open a stretch about somebody's health.
const HEALTH: &[&str] = &[
    "diagnostic",
    "maladie",
    "cancer",
    "vih",
    "sida",
    "séropositif",
    "séropositive",
    "hépatite",
    "dépression",
    "diabète",
    "traitement",
    "enceinte",
    "grossesse",
];

/// Whether 13 to 15 digits, with or without spaces, begin with 1 or 2: a French social security number.
fn holds_social_security_number(text: &str) -> bool {
    let mut digits = String::new();
    let mut found = false;
    for c in text.chars().chain(['.']) {
        match c {
            '0'..='9' => digits.push(c),
            ' ' | '\u{a0}' | '\u{202f}' => {}
            _ => {
                found |= (13..=15).contains(&digits.len()) && digits.starts_with(['1', '2']);
                digits.clear();
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_that_a_report_does_not_need_are_pointed_out() {
        for (words, ids) in [
            ("On m’a dit : pas d’AME ici.", &["letter.caution.ame"][..]),
            ("J’ai l’aide médicale de l’État.", &["letter.caution.ame"]),
            ("Mon numéro est 2 84 05 75 123 456 78.", &["letter.caution.number"]),
            ("J’ai rappelé le 01 23 45 67 89.", &[]),
            ("J’ai dit que j’étais enceinte.", &["letter.caution.health"]),
            ("Le secrétariat m’a raccroché au nez.", &[]),
        ] {
            let answers = Answers { happened: words.to_owned(), ..Answers::default() };
            let found: Vec<_> = answers.cautions().into_iter().map(|caution| caution.id).collect();
            assert_eq!(found, ids, "{words}");
        }
    }

    #[test]
    fn a_fact_is_more_than_a_word() {
        let tells = |words: &str| Answers { happened: words.to_owned(), ..Answers::default() }.tells_a_fact();
        assert!(tells("Refusée au téléphone."));
        assert!(!tells("  oui !!! 1234567890 "));
        assert!(Answers { events: vec![Event::Papers], ..Answers::default() }.tells_a_fact());
    }
}
