//! What a file says about the practitioner, as `extension/content/facts.js` collects it from the DOM: see there for the
//! limits.

use crate::{
    practitioner::{Adapter, Facts, Microdata, OpenGraph},
    span::utf16_len,
};
use scraper::{ElementRef, Html, Node};

const VALUE: usize = 300;
const SCRIPT: usize = 64 * 1024;
const SCRIPTS: usize = 10;
const ITEMS: usize = 20;
const PROPS: usize = 30;
const H1: usize = 5;
const REGISTERS: usize = 10;
const TEXT: usize = 2 * 1024 * 1024;
const AROUND: usize = 80;
const DATA: usize = 512 * 1024;
const MOST_DATA: usize = 2;
const PHONES: usize = 5;
const LINKS: usize = 40;
const CALLS: usize = 10;
const WORDS: usize = 16 * 1024;
const LOOKED: usize = 4_000;
const SKIPPED: [&str; 5] = ["noscript", "script", "style", "template", "textarea"];
/// Units of the words of a link that leads to an appointment: what is longer is a paragraph.
const CALL: usize = 60;

/// What is looked at, found in one walk through the page: a dozen selectors would each walk through all of it.
#[derive(Default)]
struct Seen<'a> {
    jsonld: Vec<ElementRef<'a>>,
    data: Vec<ElementRef<'a>>,
    items: Vec<ElementRef<'a>>,
    h1: Vec<ElementRef<'a>>,
    title: Vec<ElementRef<'a>>,
    body: Vec<ElementRef<'a>>,
    og_title: Vec<ElementRef<'a>>,
    og_site: Vec<ElementRef<'a>>,
    name: Vec<ElementRef<'a>>,
    profession: Vec<ElementRef<'a>>,
    address: Vec<ElementRef<'a>>,
    legal: Vec<ElementRef<'a>>,
    phones: Vec<ElementRef<'a>>,
    links: Vec<ElementRef<'a>>,
    calls: Vec<ElementRef<'a>>,
}

impl<'a> Seen<'a> {
    fn of(page: &'a Html) -> Self {
        let mut seen = Self::default();
        for element in page.tree.root().descendants().filter_map(ElementRef::wrap) {
            seen.look(element);
        }
        seen
    }

    fn look(&mut self, element: ElementRef<'a>) {
        let put = |into: &mut Vec<ElementRef<'a>>, most: usize| {
            if into.len() < most {
                into.push(element);
            }
        };
        let attribute = |name: &str| super::attribute(element.value(), name);
        let tag = element.value().name();
        match tag {
            "script" => match attribute("type") {
                Some(kind) if kind.eq_ignore_ascii_case("application/ld+json") => put(&mut self.jsonld, SCRIPTS),
                Some(kind) if kind.eq_ignore_ascii_case("application/json") => put(&mut self.data, SCRIPTS),
                _ => {}
            },
            "h1" => put(&mut self.h1, H1),
            "title" => put(&mut self.title, 1),
            "body" => put(&mut self.body, 1),
            "meta" => match attribute("property") {
                Some("og:title") => put(&mut self.og_title, 1),
                Some("og:site_name") => put(&mut self.og_site, 1),
                _ => {}
            },
            "div" if attribute("id").is_some_and(|id| id.starts_with("practice-address-")) => put(&mut self.address, 1),
            "a" => {
                let address = attribute("href");
                if address.is_some() {
                    put(&mut self.links, LOOKED);
                }
                if address.and_then(|address| address.get(..4)).is_some_and(|start| start.eq_ignore_ascii_case("tel:"))
                {
                    put(&mut self.phones, PHONES);
                }
            }
            "iframe" if attribute("src").is_some() => put(&mut self.links, LOOKED),
            _ => {}
        }
        if matches!(tag, "a" | "button") || attribute("role") == Some("button") {
            put(&mut self.calls, LOOKED);
        }
        if attribute("itemscope").is_some() && attribute("itemtype").is_some() {
            put(&mut self.items, ITEMS);
        }
        if let Some(classes) = attribute("class") {
            for class in classes.split_ascii_whitespace() {
                match class {
                    "dl-profile-header-name" => put(&mut self.name, 1),
                    "dl-profile-header-speciality" => put(&mut self.profession, 1),
                    "js-profile-legals-details-bloc" => put(&mut self.legal, 1),
                    _ => {}
                }
            }
        }
    }
}

/// The facts of a file.
pub fn facts(page: &Html) -> Facts {
    let seen = Seen::of(page);
    let place = |found: &[ElementRef<'_>]| found.first().map(|one| words(*one)).filter(|said| !said.is_empty());
    let meta = |found: &[ElementRef<'_>]| line(found.first().and_then(|meta| meta.attr("content")).unwrap_or_default());
    let adapter = place(&seen.name).map(|name| Adapter {
        name: Some(name),
        profession: place(&seen.profession),
        address: place(&seen.address),
        legal: place(&seen.legal),
    });
    let address = |link: &ElementRef<'_>| link.attr("href").or(link.attr("src")).map(host_of).unwrap_or_default();
    let said: String = page.root_element().text().collect();
    Facts {
        jsonld: seen.jsonld.iter().map(|script| cut(&script.text().collect::<String>(), SCRIPT).to_owned()).collect(),
        microdata: seen.items.into_iter().map(item).collect(),
        h1: seen.h1.into_iter().map(words).collect(),
        og: OpenGraph { title: meta(&seen.og_title), site_name: meta(&seen.og_site) },
        title: seen.title.first().map(|title| words(*title)).unwrap_or_default(),
        site: adapter.is_some().then(|| "doctolib".to_owned()),
        adapter,
        registers: registers(cut(&said, TEXT)),
        phones: each(seen.phones.iter().map(|link| line(link.attr("href").unwrap_or_default())), PHONES),
        data: seen
            .data
            .iter()
            .map(|script| script.text().collect::<String>())
            .filter(|text| utf16_len(text) as usize <= DATA && text.contains("\"publicInformation\""))
            .take(MOST_DATA)
            .collect(),
        words: seen.body.first().map(|body| words_of(*body)).unwrap_or_default(),
        links: each(seen.links.iter().map(address), LINKS),
        calls: each(seen.calls.into_iter().map(words).filter(|said| calls(said)), CALLS),
    }
}

/// Distinct values, without empty ones.
fn each(values: impl Iterator<Item = String>, most: usize) -> Vec<String> {
    let mut all: Vec<String> = Vec::new();
    for value in values {
        if !value.is_empty() && !all.contains(&value) && all.len() < most {
            all.push(value);
        }
    }
    all
}

fn calls(said: &str) -> bool {
    let lower = said.to_lowercase().replace('é', "e");
    utf16_len(said) as usize <= CALL && ["rendez", "rdv", "reserv", "creneau"].iter().any(|word| lower.contains(word))
}

/// The host of an absolute address, in lower case; empty where it has none.
fn host_of(address: &str) -> String {
    let address = address.trim_start();
    let scheme = |name: &str| address.get(..name.len()).is_some_and(|start| start.eq_ignore_ascii_case(name));
    let skipped = ["https://", "http://", "//"].into_iter().find(|name| scheme(name)).map_or(address.len(), str::len);
    let is_part = |c: char| c.is_ascii_alphanumeric() || c == '.' || c == '-';
    address[skipped..].chars().take_while(|c| is_part(*c)).collect::<String>().to_ascii_lowercase()
}

/// The words of a page from its beginning on, without those of scripts and styles.
fn words_of(body: ElementRef<'_>) -> String {
    let mut said = String::new();
    let mut units = 0;
    let mut left: Vec<_> = body.children().rev().collect();
    while let Some(node) = left.pop() {
        match node.value() {
            Node::Text(text) => {
                let text = cut(text, WORDS).split_whitespace().collect::<Vec<_>>().join(" ");
                if !text.is_empty() {
                    let apart = if said.is_empty() { "" } else { " " };
                    said = said + apart + &text;
                    units += apart.len() + utf16_len(&text) as usize;
                }
            }
            Node::Element(element) if !SKIPPED.contains(&element.name()) => left.extend(node.children().rev()),
            _ => {}
        }
        if units >= WORDS {
            break;
        }
    }
    cut(&said, WORDS).to_owned()
}

/// The beginning of at most so many UTF-16 units.
fn cut(text: &str, limit: usize) -> &str {
    if text.len() <= limit {
        return text;
    }
    let mut units = 0;
    let end = text.char_indices().find(|(_, c)| {
        units += c.len_utf16();
        units > limit
    });
    end.map_or(text, |(at, _)| &text[..at])
}

fn line(text: &str) -> String {
    cut(&text.split_whitespace().collect::<Vec<_>>().join(" "), VALUE).to_owned()
}

fn words(element: ElementRef<'_>) -> String {
    let mut said = String::new();
    for text in element.text() {
        said.push_str(text);
        if said.len() > 32 * VALUE {
            break;
        }
    }
    line(cut(&said, 8 * VALUE))
}

fn item(item: ElementRef<'_>) -> Microdata {
    let is_own = |property: &ElementRef<'_>| {
        let holder = if property.attr("itemscope").is_some() {
            Some(property.id())
        } else {
            let holder =
                property.ancestors().find(|a| a.value().as_element().is_some_and(|e| e.attr("itemscope").is_some()));
            holder.map(|holder| holder.id())
        };
        holder == Some(item.id())
    };
    let own = item.descendent_elements().skip(1).filter(|e| e.attr("itemprop").is_some()).filter(is_own);
    let props = own.take(PROPS).map(|property| {
        let said = property.attr("content").map_or_else(|| words(property), line);
        (line(property.attr("itemprop").unwrap_or_default()), said)
    });
    Microdata { kind: line(item.attr("itemtype").unwrap_or_default()), props: props.collect() }
}

/// The words from each register's name on.
fn registers(said: &str) -> Vec<String> {
    let upper = said.to_ascii_uppercase();
    let is_word = |c: char| c.is_ascii_alphanumeric() || c == '_';
    let mut found: Vec<(usize, usize)> = Vec::new();
    for name in ["RPPS", "FINESS"] {
        found.extend(upper.match_indices(name).map(|(at, _)| (at, name.len())));
    }
    found.sort_unstable();
    let alone =
        |(at, length): &(usize, usize)| !upper[..*at].ends_with(is_word) && !upper[at + length..].starts_with(is_word);
    found.into_iter().filter(alone).take(REGISTERS).map(|(at, _)| line(cut(&said[at..], AROUND))).collect()
}
