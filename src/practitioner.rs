//! Whom a page is about: name, profession, address, RPPS and FINESS, as far as the page says, and where each value was
//! read. Pages contradict themselves: what another source says stays beside the value. All values are plain text: markup
//! in a name is letters like any others.

mod facts;
mod jsonld;
mod number;
mod profession;

pub use facts::{Adapter, Facts, Microdata, OpenGraph};
pub use number::{finess, rpps};
pub use profession::normalised as profession;

use serde::{Deserialize, Serialize};

/// Characters of one value: twice the address of a hospital's department.
const LONGEST: usize = 300;
/// Other answers kept beside a value.
const ALTERNATIVES: usize = 5;

/// What a page says about a practitioner.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Practitioner {
    /// The name, as the page writes it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<Read>,
    /// The profession: one that the law's data knows, with the speciality after it (« médecin dermatologue »), or else
    /// the page's own words.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub profession: Option<Read>,
    /// The address of the practice, in one line.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub address: Option<Read>,
    /// Its street, postcode and town, where they can be told apart.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub place: Option<Address>,
    /// The number in the register of health professionals, if its key is right.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rpps: Option<Read>,
    /// The number in the register of health establishments, if its key is right.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub finess: Option<Read>,
}

/// A value, where it was read, and what other sources say instead.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Read {
    /// The value.
    pub value: String,
    /// Where it was read.
    pub origin: Origin,
    /// What is said elsewhere on the page, where that is something else.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub alternatives: Vec<Alternative>,
}

/// Another answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Alternative {
    /// The value.
    pub value: String,
    /// Where it was read.
    pub origin: Origin,
}

/// Where a value was read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Origin {
    /// A place of the page that the site's adapter knows.
    #[serde(rename = "adapter")]
    Adapter,
    /// JSON-LD.
    #[serde(rename = "jsonld")]
    JsonLd,
    /// Microdata.
    #[serde(rename = "microdata")]
    Microdata,
    /// The first heading.
    #[serde(rename = "h1")]
    Heading,
    /// `og:title`.
    #[serde(rename = "og:title")]
    OpenGraph,
    /// The document's title.
    #[serde(rename = "title")]
    Title,
    /// The words around the register's name.
    #[serde(rename = "text")]
    Text,
}

impl Origin {
    /// The name under which it is kept.
    pub fn name(self) -> &'static str {
        match self {
            Self::Adapter => "adapter",
            Self::JsonLd => "jsonld",
            Self::Microdata => "microdata",
            Self::Heading => "h1",
            Self::OpenGraph => "og:title",
            Self::Title => "title",
            Self::Text => "text",
        }
    }
}

/// A postal address, as far as its parts can be told apart.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Address {
    /// Number and street.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub street: String,
    /// Five digits.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub postcode: String,
    /// The town.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub town: String,
}

impl Address {
    /// The parts of an address in one line, by its postcode.
    pub fn parse(line: &str) -> Self {
        let digits = |word: &str| word.len() == 5 && word.bytes().all(|b| b.is_ascii_digit());
        let words: Vec<&str> = line.split_whitespace().map(|w| w.trim_matches([',', ';', '(', ')'])).collect();
        let Some(at) = words.iter().rposition(|word| digits(word)) else {
            return Self { street: line.trim().to_owned(), ..Self::default() };
        };
        let joined = |words: &[&str]| words.join(" ").trim_matches(|c: char| c == ',' || c == ' ').to_owned();
        let before: String =
            line.split(words[at]).next().unwrap_or_default().trim().trim_end_matches([',', ';']).to_owned();
        Self { street: before, postcode: words[at].to_owned(), town: joined(&words[at + 1..]) }
    }

    /// In one line.
    pub fn line(&self) -> String {
        let town = [self.postcode.as_str(), self.town.as_str()].join(" ");
        let parts = [self.street.as_str(), town.trim()];
        parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ")
    }
}

/// Answers to one question, the most trusted first.
#[derive(Default)]
struct Answers(Vec<Alternative>);

impl Answers {
    fn add(&mut self, value: &str, origin: Origin) {
        let value = one_line(value);
        if !value.is_empty() {
            self.0.push(Alternative { value, origin });
        }
    }

    /// The first answer, with those that say something else.
    fn read(self) -> Option<Read> {
        let mut answers = self.0.into_iter();
        let Alternative { value, origin } = answers.next()?;
        let mut alternatives: Vec<Alternative> = Vec::new();
        for other in answers {
            let known = alternatives.iter().any(|a| agree(&a.value, &other.value));
            if !known && !agree(&value, &other.value) && alternatives.len() < ALTERNATIVES {
                alternatives.push(other);
            }
        }
        Some(Read { value, origin, alternatives })
    }
}

/// Whether one of two answers only says more than the other, word by word.
fn agree(one: &str, other: &str) -> bool {
    let bare = |text: &str| {
        let folded = profession::fold(text);
        let words = folded.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
        let words: Vec<&str> = words.map(|word| if word == "docteur" { "dr" } else { word }).collect();
        format!(" {} ", words.join(" "))
    };
    let (one, other) = (bare(one), bare(other));
    one.contains(&other) || other.contains(&one)
}

fn one_line(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    words.join(" ").chars().take(LONGEST).collect()
}

impl Practitioner {
    /// Judges what was collected from a page.
    pub fn read(facts: &Facts) -> Self {
        let entities = jsonld::entities(facts);
        // Several people in the data, none of them in the heading: a list of results is about nobody.
        let heading = facts.h1.first().map(String::as_str).unwrap_or_default();
        let mut people: Vec<&jsonld::Entity> = Vec::new();
        for entity in entities.iter().filter(|e| e.person && !e.name.is_empty()) {
            if !people.iter().any(|p| agree(&p.name, &entity.name)) {
                people.push(entity);
            }
        }
        let named = people.iter().find(|p| agree(&p.name, heading)).copied();
        let adapter = facts.adapter.clone().unwrap_or_default();
        if people.len() > 1 && named.is_none() && adapter.name.is_none() {
            return Self::default();
        }
        if adapter.name.is_none() && entities.iter().all(|e| e.name.is_empty()) && counts(heading) {
            return Self::default();
        }
        let subject: Vec<&jsonld::Entity> = match named {
            Some(one) => vec![one],
            None => entities.iter().collect(),
        };

        let (mut name, mut work, mut address) = (Answers::default(), Answers::default(), Answers::default());
        let mut rpps = Answers::default();
        let mut finess = Answers::default();
        let mut places: Vec<Address> = Vec::new();
        let mut work_of = |said: &str, origin| work.add(&profession::normalised(said), origin);

        name.add(adapter.name.as_deref().unwrap_or_default(), Origin::Adapter);
        work_of(adapter.profession.as_deref().unwrap_or_default(), Origin::Adapter);
        if let Some(line) = adapter.address.as_deref().map(one_line).filter(|line| !line.is_empty()) {
            address.add(&line, Origin::Adapter);
            places.push(Address::parse(&line));
        }
        number::add(&mut rpps, &mut finess, adapter.legal.as_deref().unwrap_or_default(), Origin::Adapter);
        for entity in subject {
            name.add(&entity.name, Origin::JsonLd);
            work_of(&entity.profession, Origin::JsonLd);
            if let Some(place) = &entity.address {
                address.add(&place.line(), Origin::JsonLd);
                places.push(place.clone());
            }
            for said in &entity.identifiers {
                number::add(&mut rpps, &mut finess, said, Origin::JsonLd);
            }
        }
        for item in &facts.microdata {
            let said = |prop: &str| item.props.iter().find(|(n, _)| n == prop).map_or("", |(_, v)| v.as_str());
            if item.kind.ends_with("PostalAddress") {
                let place = Address {
                    street: one_line(said("streetAddress")),
                    postcode: one_line(said("postalCode")),
                    town: one_line(said("addressLocality")),
                };
                address.add(&place.line(), Origin::Microdata);
                places.push(place);
            } else if jsonld::is_known(&item.kind) {
                name.add(said("name"), Origin::Microdata);
                work_of(said("medicalSpecialty"), Origin::Microdata);
                work_of(said("jobTitle"), Origin::Microdata);
            }
        }
        name.add(heading, Origin::Heading);
        for (said, origin) in [(&facts.og.title, Origin::OpenGraph), (&facts.title, Origin::Title)] {
            name.add(before_slogan(said), origin);
            work_of(profession::within(said).unwrap_or_default(), origin);
        }
        for said in &facts.registers {
            number::add(&mut rpps, &mut finess, said, Origin::Text);
        }
        let address = address.read();
        let place = places.into_iter().find(|p| address.as_ref().is_some_and(|a| agree(&a.value, &p.line())));
        Self { name: name.read(), profession: work.read(), address, place, rpps: rpps.read(), finess: finess.read() }
    }
}

/// Whether a heading counts people, as that of a list of results does: « 3 soignants à Grenoble ».
fn counts(heading: &str) -> bool {
    let mut words = heading.split_whitespace();
    let number = words.next().is_some_and(|word| word.bytes().all(|b| b.is_ascii_digit()));
    number && words.next().is_some_and(|word| word.ends_with(['s', 'x']))
}

/// A title's first part: « Dr A, dentiste à B | Site » gives « Dr A ».
fn before_slogan(title: &str) -> &str {
    title.split([',', '|', ':', '–', '—']).next().unwrap_or(title).split(" - ").next().unwrap_or(title)
}
