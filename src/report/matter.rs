//! What a letter is about: captures and the user's corrections, in the words and numbers that the templates name.

use super::{Answers, Enclosure, Event, Missing, Place, Recipient, Role, date, recipient::site};
use crate::{
    case::{Capture, lines, one_line},
    finding::Grade,
    law::{self, Article, Order, Profession},
    practitioner::Read,
};
use std::cell::RefCell;

/// The longest quote that stands whole in a letter, in characters: about a third of a page. The enclosure has all of it.
const LONGEST_QUOTE: usize = 1_200;

/// The longest context that stands in a letter, in characters.
const LONGEST_CONTEXT: usize = 2_000;

/// The part of a capture that has the whole section's text.
const SECTION: &str = "rubrique.txt";

/// The part of a capture that is the section as a page. The text says the same: a recipient gets it when they ask.
const COPY: &str = "rubrique.html";

/// What a letter is about. Each field is a name that templates know.
pub(super) struct Matter<'a> {
    /// Who writes.
    pub role: Role,
    /// To whom.
    pub recipient: Recipient,
    /// The user's own words.
    pub answers: &'a Answers,
    /// Where the practice is.
    pub place: Place,
    /// The site that publishes the page; empty where it is none of the web.
    pub site: String,
    /// What is asked for beyond a new wording, joined.
    pub requests: String,
    pub practitioner: Practitioner,
    pub captures: Vec<Seen>,
    /// Whether all mentions stand on one page, whose address and time are then said once.
    pub same_page: bool,
    pub articles: Vec<Cited>,
    /// The grounds, joined.
    pub grounds: String,
    pub enclosures: Vec<Enclosure>,
    /// The number of an enclosure that the user adds.
    pub next_enclosure: usize,
    /// The hash over each capture's parts, joined.
    pub manifests: String,
    /// Whether no capture fixes what a page showed: the user pasted every mention.
    pub pasted: bool,
    pub several: bool,
    /// Whether the words alone leave it open for any of them.
    pub unsettled: bool,
    /// Whether a capture has more parts than the letter encloses: a readable copy, selectors.
    pub copied: bool,
    /// Whether a picture is enclosed.
    pub pictured: bool,
    /// The gaps that the templates left, each once.
    gaps: RefCell<Vec<Missing>>,
}

impl<'a> Matter<'a> {
    /// The matter of these captures.
    pub fn of(captures: &[&Capture], answers: &'a Answers, role: Role, recipient: Recipient) -> Self {
        let practitioner = captures.first().map(|first| Practitioner::of(first, answers)).unwrap_or_default();
        let profession = law::profession(&practitioner.profession);
        // Nothing goes to the practice with a letter that does not say who wrote it: a picture may show their account.
        let anonymous = recipient == Recipient::Practice && role != Role::Journalist;
        let enclosures = if anonymous { Vec::new() } else { enclosures(captures) };
        let seen = captures.iter().filter(|capture| !capture.is_pasted());
        let manifests: Vec<&str> = seen.map(|capture| capture.manifest.sha256.as_str()).collect();
        let same = |pair: &[&Capture]| pair[0].page.address == pair[1].page.address && pair[0].seen == pair[1].seen;
        Self {
            role,
            recipient,
            place: captures.first().map(|first| Place::of(first, answers)).unwrap_or_default(),
            site: site(captures).unwrap_or_default(),
            requests: french(&requests(captures).join(" et ")),
            captures: (0..captures.len()).map(|place| Seen::of(place, captures)).collect(),
            same_page: captures.windows(2).all(same),
            articles: articles(captures, profession),
            grounds: french(&grounds(captures).join(" ; ")),
            next_enclosure: enclosures.len() + 1,
            enclosures,
            pasted: manifests.is_empty(),
            manifests: manifests.join(", "),
            several: captures.len() > 1,
            unsettled: captures.iter().any(|capture| capture.finding.grade == Grade::Check),
            copied: !anonymous && captures.iter().any(|capture| capture.part(COPY).is_some()),
            pictured: !anonymous && captures.iter().any(|capture| capture.screenshot.is_some()),
            practitioner,
            answers,
            gaps: RefCell::default(),
        }
    }

    /// What the user said, or the gap that only they can fill.
    pub fn given(&self, field: &str, value: &str, words: &str) -> String {
        if value.is_empty() { self.missing(field, words) } else { value.to_owned() }
    }

    /// The gap as it stands in the text.
    pub fn missing(&self, field: &str, words: &str) -> String {
        let gap = Missing { field: field.to_owned(), words: words.to_owned() };
        let written = gap.written();
        let mut gaps = self.gaps.borrow_mut();
        if !gaps.contains(&gap) {
            gaps.push(gap);
        }
        written
    }

    /// The gaps that were left so far.
    pub fn gaps(&self) -> Vec<Missing> {
        self.gaps.borrow().clone()
    }

    /// The Order that hears complaints about the practitioner: « Ordre des médecins ».
    pub fn council(&self) -> &'static str {
        self.profession().map_or("", |profession| profession.council)
    }

    /// Whether it is the Order's council of the region that does.
    pub fn regional(&self) -> bool {
        self.profession().is_some_and(|profession| profession.order == Order::Regional)
    }

    /// The recipient's postal address, which only the user can find out.
    pub fn addressed(&self, words: &str) -> String {
        let known = self.answers.addressee(self.recipient).map(|known| known.address.as_str());
        self.given(&format!("addressee.{}", self.recipient.id()), known.unwrap_or_default(), words)
    }

    /// Whether the user said what happened.
    pub fn tells(&self) -> bool {
        !self.answers.happened.is_empty() || !self.answers.events.is_empty()
    }

    /// Whether this happened.
    pub fn happened(&self, event: &str) -> bool {
        Event::ALL.into_iter().any(|known| known.id() == event && self.answers.events.contains(&known))
    }

    /// Whether it is an association that writes.
    pub fn associated(&self) -> bool {
        matches!(self.role, Role::Association | Role::MandatedAssociation)
    }

    /// The practitioner's profession, if it is one that the law knows.
    pub fn profession(&self) -> Option<&'static Profession> {
        law::profession(&self.practitioner.profession)
    }
}

/// The practitioner as the letter names them: what the page says, unless the user knows better.
#[derive(Default)]
pub(super) struct Practitioner {
    pub name: String,
    pub profession: String,
    pub address: String,
    pub rpps: String,
}

impl Practitioner {
    fn of(capture: &Capture, answers: &Answers) -> Self {
        let say = |known: &Option<String>, read: &Option<Read>| {
            known.clone().or_else(|| read.as_ref().map(|read| one_line(&read.value, 300).text)).unwrap_or_default()
        };
        let (known, read) = (&answers.practitioner, &capture.practitioner);
        Self {
            name: say(&known.name, &read.name),
            profession: say(&known.profession, &read.profession),
            address: say(&known.address, &read.address),
            rpps: say(&known.rpps, &read.rpps),
        }
    }
}

/// A capture as the letter tells it.
pub(super) struct Seen {
    pub number: usize,
    pub quote: String,
    /// Whether the quote is shortened here.
    pub cut: bool,
    /// The sentences around the quote; empty where they are nothing but the quote.
    pub context: String,
    pub address: String,
    pub title: String,
    pub moment: String,
    /// Whether the user pasted the words, and the day on which they say to have read them.
    pub pasted: bool,
    pub day: String,
    /// Whom it seems to be about; « ces mêmes personnes » where the mention before it is about the same.
    pub people: String,
    pub seems: String,
    pub unsettled: bool,
}

impl Seen {
    fn of(place: usize, captures: &[&Capture]) -> Self {
        let capture = captures[place];
        let quote = lines(&capture.finding.quote, LONGEST_QUOTE);
        let context = lines(&capture.context, LONGEST_CONTEXT).text;
        let criterion = capture.finding.criterion;
        let repeated = place > 0 && captures[place - 1].finding.criterion == criterion;
        Self {
            number: place + 1,
            context: if context == quote.text || quote.cut { String::new() } else { context },
            quote: quote.text,
            cut: quote.cut,
            address: capture.page.address.clone(),
            title: one_line(&capture.page.title, 200).text,
            moment: sentence(&date::moment(&capture.seen)),
            pasted: capture.is_pasted(),
            day: date::day(capture.seen.local()),
            people: if repeated {
                "ces mêmes personnes".to_owned()
            } else {
                format!("les {}", law::ground(criterion).people)
            },
            seems: french(law::cell(criterion, capture.finding.practice).seems),
            unsettled: capture.finding.grade == Grade::Check,
        }
    }
}

/// Words with a capital letter, to begin a sentence.
fn sentence(words: &str) -> String {
    let mut letters = words.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

/// A text as a letter cites it.
pub(super) struct Cited {
    pub name: String,
    pub short: String,
    pub says: String,
}

/// The texts that these captures call for, each once, in the order of their first use.
fn articles(captures: &[&Capture], profession: Option<&'static Profession>) -> Vec<Cited> {
    let mut articles: Vec<&'static Article> = Vec::new();
    for capture in captures {
        let (criterion, practice) = (capture.finding.criterion, capture.finding.practice);
        let additions = profession.into_iter().flat_map(|profession| profession.additions(criterion, practice));
        let added = additions.flat_map(law::Addition::articles);
        for article in law::cell(criterion, practice).articles().chain(added) {
            if !articles.contains(&article) {
                articles.push(article);
            }
        }
    }
    articles
        .into_iter()
        .map(|article| Cited { name: french(article.name), short: french(article.short), says: french(article.says) })
        .collect()
}

fn grounds(captures: &[&Capture]) -> Vec<&'static str> {
    let mut grounds = Vec::new();
    for capture in captures {
        let ground = law::ground(capture.finding.criterion).ground;
        if !grounds.contains(&ground) {
            grounds.push(ground);
        }
    }
    grounds
}

fn requests(captures: &[&Capture]) -> Vec<&'static str> {
    let mut requests = Vec::new();
    for capture in captures {
        let request = law::cell(capture.finding.criterion, capture.finding.practice).request;
        if !requests.contains(&request) {
            requests.push(request);
        }
    }
    requests
}

fn enclosures(captures: &[&Capture]) -> Vec<Enclosure> {
    let mut enclosures = Vec::new();
    for (place, capture) in captures.iter().enumerate() {
        // Of what the user pasted or added, nobody but they can say what it is.
        let (text, picture) = match capture.is_pasted() {
            true => ("Texte recopié par l’auteur du courrier, en entier", "Image ajoutée par l’auteur du courrier"),
            false => ("Texte intégral de la rubrique de la page", "Copie d’écran de la page"),
        };
        let pictures = capture.screenshot.as_ref().map(|kept| (kept.media().file(), picture));
        for (part, title) in [(SECTION, text)].into_iter().chain(pictures) {
            if let Some(kept) = capture.part(part) {
                let fixed = part != SECTION || !capture.is_pasted();
                let which = if captures.len() > 1 { format!(" (mention {})", place + 1) } else { String::new() };
                enclosures.push(Enclosure {
                    number: enclosures.len() + 1,
                    title: format!("{title}{which}"),
                    capture: place,
                    part: part.to_owned(),
                    sha256: if fixed { kept.sha256.as_str().to_owned() } else { String::new() },
                });
            }
        }
    }
    enclosures
}

/// French typography for words of ours: no line breaks between a word and its punctuation. Done to law texts, never to
/// what a page or a user wrote.
fn french(text: &str) -> String {
    const UNBROKEN: &[(&str, &str)] = &[
        ("« ", "«\u{a0}"),
        (" »", "\u{a0}»"),
        (" :", "\u{a0}:"),
        (" ;", "\u{a0};"),
        (" ?", "\u{a0}?"),
        ("n° ", "n°\u{a0}"),
        ("article L", "article\u{a0}L"),
        ("article R", "article\u{a0}R"),
        ("article 2", "article\u{a0}2"),
        ("article 8", "article\u{a0}8"),
    ];
    UNBROKEN.iter().fold(text.to_owned(), |text, (plain, unbroken)| text.replace(plain, unbroken))
}
