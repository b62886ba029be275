//! Whom a page is about: name, profession, address, RPPS and FINESS, as far as the page says, and where each value was
//! read. Pages contradict themselves: what another source says stays beside the value. All values are plain text: markup
//! in a name is letters like any others.

pub mod department;

mod card;
mod convention;
mod facts;
mod jsonld;
mod maiia;
mod named;
mod number;
mod phone;
mod profession;
mod written;

pub use card::{Reading, Subject};
pub use convention::convention;
pub use facts::{Adapter, Facts, Microdata, OpenGraph};
#[cfg(feature = "cases")]
pub(crate) use named::{is_house, is_title, people};
pub use number::{finess, rpps};
pub use phone::phone;
pub use profession::{fold, is_known as is_known_profession, normalised as profession};

use crate::{
    sites::{self, PageKind},
    text::turns,
};
use serde::{Deserialize, Serialize};

/// Characters of one value: twice the address of a hospital's department.
const LONGEST: usize = 300;
/// Other answers kept beside a value.
const ALTERNATIVES: usize = 5;

/// Registers' names in a page's words that are looked at, and characters from each on.
const REGISTERS: usize = 10;
const NEAR: usize = 80;

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
    /// Numbers that stand after a register's name and have a wrong key, with that name: « RPPS 10003879624 ».
    #[serde(skip_serializing_if = "Option::is_none")]
    pub doubtful: Option<Read>,
    /// The telephone number of the practice.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub phone: Option<Read>,
    /// How far it keeps to the agreed rates: « secteur 1 ».
    #[serde(skip_serializing_if = "Option::is_none")]
    pub convention: Option<Read>,
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
    /// The page's words: around the register's name, a link that calls, « conventionné ».
    #[serde(rename = "text")]
    Text,
    /// The data that the page carries for its own script.
    #[serde(rename = "data")]
    Data,
    /// The page's address.
    #[serde(rename = "address")]
    Address,
    /// The card or the section in which a finding stands.
    #[serde(rename = "card")]
    Card,
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
            Self::Data => "data",
            Self::Address => "address",
            Self::Card => "card",
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

    /// The number of its département.
    pub fn department(&self) -> Option<&'static str> {
        department::department(&self.postcode)
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

/// One line without the control characters and the turns of direction that a page may have put into it: it is shown on pages of
/// ours as it is.
fn one_line(text: &str) -> String {
    let plain: String = text.chars().filter(|c| c.is_whitespace() || !c.is_control() && !turns(*c)).collect();
    let words: Vec<&str> = plain.split_whitespace().collect();
    words.join(" ").chars().take(LONGEST).collect()
}

impl Practitioner {
    /// Judges what was collected from a page whose address is not known.
    pub fn read(facts: &Facts) -> Self {
        Self::of_page(facts, "")
    }

    /// Judges what was collected from the page of an address.
    pub fn of_page(facts: &Facts, address: &str) -> Self {
        Self::alone(facts, address).unwrap_or_default()
    }

    /// The same; `None` where the page is about several people.
    fn alone(facts: &Facts, address: &str) -> Option<Self> {
        let page = sites::page(address);
        let adapter = facts.adapter.clone().unwrap_or_default();
        // A list is about everybody on it. Its address says so even where its data names only one.
        if page.as_ref().is_some_and(|page| page.kind == Some(PageKind::Results)) && adapter.name.is_none() {
            return None;
        }
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
        if people.len() > 1 && named.is_none() && adapter.name.is_none() {
            return None;
        }
        if adapter.name.is_none() && entities.iter().all(|e| e.name.is_empty()) && counts(heading) {
            return None;
        }
        let mut said = Sayings::default();
        said.adapter(&adapter);
        for entity in named.map_or_else(|| entities.iter().collect(), |one| vec![one]) {
            said.entity(entity);
        }
        if let Some(data) = maiia::said(&facts.data) {
            said.data(&data);
        }
        facts.microdata.iter().for_each(|item| said.item(item));
        said.page(facts, heading);
        if let Some(page) = page {
            said.path(&page);
        }
        Some(said.read())
    }
}

/// What the sources of a page say, one after the other, the most trusted first.
#[derive(Default)]
struct Sayings {
    name: Answers,
    work: Answers,
    address: Answers,
    places: Vec<Address>,
    postcode: String,
    numbers: number::Numbers,
    phone: Answers,
    convention: Answers,
}

impl Sayings {
    fn work(&mut self, said: &str, origin: Origin) {
        self.work.add(&profession::normalised(said), origin);
    }

    fn place(&mut self, place: Address, origin: Origin) {
        self.address.add(&place.line(), origin);
        self.places.push(place);
    }

    fn phone(&mut self, said: &str, origin: Origin) {
        self.phone.add(&phone(said).unwrap_or_default(), origin);
    }

    fn convention(&mut self, said: &str, origin: Origin) {
        self.convention.add(convention(said).unwrap_or_default(), origin);
    }

    fn adapter(&mut self, adapter: &Adapter) {
        let said = |value: &Option<String>| value.clone().unwrap_or_default();
        self.name.add(&said(&adapter.name), Origin::Adapter);
        self.work(&said(&adapter.profession), Origin::Adapter);
        if let Some(line) = adapter.address.as_deref().map(one_line).filter(|line| !line.is_empty()) {
            self.address.add(&line, Origin::Adapter);
            self.places.push(Address::parse(&line));
        }
        self.numbers.add(&said(&adapter.legal), Origin::Adapter);
    }

    fn entity(&mut self, entity: &jsonld::Entity) {
        self.name.add(&entity.name, Origin::JsonLd);
        self.work(&entity.profession, Origin::JsonLd);
        if let Some(place) = &entity.address {
            self.place(place.clone(), Origin::JsonLd);
        }
        for said in &entity.identifiers {
            self.numbers.add(said, Origin::JsonLd);
        }
        self.phone(&entity.phone, Origin::JsonLd);
    }

    fn data(&mut self, data: &maiia::Said) {
        self.name.add(&data.name, Origin::Data);
        self.work(&data.profession, Origin::Data);
        if let Some(place) = &data.address {
            self.place(place.clone(), Origin::Data);
        }
        for said in &data.registers {
            self.numbers.add(said, Origin::Data);
        }
        self.phone(&data.phone, Origin::Data);
        self.convention(&data.convention, Origin::Data);
    }

    fn item(&mut self, item: &Microdata) {
        let said = |prop: &str| item.props.iter().find(|(n, _)| n == prop).map_or("", |(_, v)| v.as_str());
        if item.kind.ends_with("PostalAddress") {
            let place = Address {
                street: one_line(said("streetAddress")),
                postcode: one_line(said("postalCode")),
                town: one_line(said("addressLocality")),
            };
            self.place(place, Origin::Microdata);
        } else if jsonld::is_known(&item.kind) {
            self.name.add(said("name"), Origin::Microdata);
            self.work(said("medicalSpecialty"), Origin::Microdata);
            self.work(said("jobTitle"), Origin::Microdata);
            self.phone(said("telephone"), Origin::Microdata);
        }
    }

    fn page(&mut self, facts: &Facts, heading: &str) {
        self.name.add(&named::name(heading).unwrap_or_default(), Origin::Heading);
        for (said, origin) in [(&facts.og.title, Origin::OpenGraph), (&facts.title, Origin::Title)] {
            self.name.add(&parts(said).find_map(named::name).unwrap_or_default(), origin);
            self.work(profession::within(said).unwrap_or_default(), origin);
        }
        if self.name.0.is_empty() {
            self.name.add(&named::within(&facts.words).unwrap_or_default(), Origin::Text);
        }
        self.work(profession::after(&facts.words, heading).unwrap_or_default(), Origin::Text);
        // With spaces between what stands in lines and cells of its own, as the words of the whole document have none.
        for name in ["RPPS", "FINESS"] {
            for (at, _) in facts.words.match_indices(name).take(REGISTERS) {
                let near: String = facts.words[at..].chars().take(NEAR).collect();
                self.numbers.add(&near, Origin::Text);
            }
        }
        for said in &facts.registers {
            self.numbers.add(said, Origin::Text);
        }
        for said in &facts.phones {
            self.phone(said, Origin::Text);
        }
        self.written(&facts.words);
        for said in convention::stretches(&facts.words) {
            self.convention(said, Origin::Text);
        }
    }

    /// Addresses in the page's words: where one of them is known already they add nothing, since the others may be those of a
    /// host or of a neighbour; where none is, the first is a contradiction. Alone, all of them count.
    fn written(&mut self, words: &str) {
        let written = written::addresses(words);
        let known = !self.places.is_empty();
        if self.places.iter().any(|place| written.iter().any(|other| agree(&place.line(), &other.line()))) {
            return;
        }
        for place in written.into_iter().take(if known { 1 } else { usize::MAX }) {
            self.place(place, Origin::Text);
        }
    }

    fn path(&mut self, page: &sites::Page) {
        let said = page.profession.as_deref().unwrap_or_default().replace('-', " ");
        if profession::is_known(&profession::normalised(&said)) {
            self.work(&said, Origin::Address);
        }
        self.postcode = page.postcode.clone().unwrap_or_default();
    }

    fn read(self) -> Practitioner {
        let address = self.address.read();
        let place = self.places.into_iter().find(|p| address.as_ref().is_some_and(|a| agree(&a.value, &p.line())));
        let mut place = place.unwrap_or_default();
        // A postcode in the page's own address helps where nothing else gives one, and says nothing against what does.
        if place.postcode.is_empty() {
            place.postcode = self.postcode;
        }
        Practitioner {
            name: self.name.read(),
            profession: self.work.read(),
            address,
            place: (place != Address::default()).then_some(place),
            rpps: self.numbers.rpps.read(),
            finess: self.numbers.finess.read(),
            doubtful: self.numbers.doubtful.read(),
            phone: self.phone.read(),
            convention: self.convention.read(),
        }
    }
}

/// Whether a heading counts people, as that of a list of results does: « 3 soignants à Grenoble ».
fn counts(heading: &str) -> bool {
    let mut words = heading.split_whitespace();
    let number = words.next().is_some_and(|word| word.bytes().all(|b| b.is_ascii_digit()));
    number && words.next().is_some_and(|word| word.ends_with(['s', 'x']))
}

/// A title's parts: « Dr A, dentiste à B | Site » gives « Dr A », « dentiste à B », « Site ».
fn parts(title: &str) -> impl Iterator<Item = &str> {
    title.split([',', '|', ':', '–', '—', '·']).flat_map(|part| part.split(" - ")).map(str::trim)
}
