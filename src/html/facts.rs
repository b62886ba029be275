//! What a file says about the practitioner, as `extension/content/facts.js` collects it from the DOM: see there for the
//! limits.

use crate::practitioner::{Adapter, Facts, Microdata, OpenGraph};
use scraper::{ElementRef, Html, Selector};

const VALUE: usize = 300;
const SCRIPT: usize = 64 * 1024;
const SCRIPTS: usize = 10;
const ITEMS: usize = 20;
const PROPS: usize = 30;
const H1: usize = 5;
const REGISTERS: usize = 10;
const TEXT: usize = 2 * 1024 * 1024;
const AROUND: usize = 80;

/// The facts of a file.
pub fn facts(html: &str) -> Facts {
    let page = Html::parse_document(html);
    let all = |selector: &str, most: usize| -> Vec<ElementRef<'_>> {
        // The selectors are constants of this file.
        Selector::parse(selector).map_or_else(|_| Vec::new(), |selector| page.select(&selector).take(most).collect())
    };
    let one = |selector: &str| all(selector, 1).first().map(|element| words(*element));
    let place = |selector: &str| one(selector).filter(|said| !said.is_empty());
    let meta = |name: &str| {
        let found = all(&format!("meta[property=\"{name}\"]"), 1);
        line(found.first().and_then(|meta| meta.attr("content")).unwrap_or_default())
    };
    let adapter = place(".dl-profile-header-name").map(|name| Adapter {
        name: Some(name),
        profession: place(".dl-profile-header-speciality"),
        address: place("div[id^=practice-address-]"),
        legal: place(".js-profile-legals-details-bloc"),
    });
    let said: String = page.root_element().text().collect();
    Facts {
        jsonld: all("script[type=\"application/ld+json\" i]", SCRIPTS)
            .iter()
            .map(|script| cut(&script.text().collect::<String>(), SCRIPT).to_owned())
            .collect(),
        microdata: all("[itemscope][itemtype]", ITEMS).into_iter().map(item).collect(),
        h1: all("h1", H1).into_iter().map(words).collect(),
        og: OpenGraph { title: meta("og:title"), site_name: meta("og:site_name") },
        title: one("title").unwrap_or_default(),
        site: adapter.is_some().then(|| "doctolib".to_owned()),
        adapter,
        registers: registers(cut(&said, TEXT)),
    }
}

/// The beginning of at most so many UTF-16 units.
fn cut(text: &str, limit: usize) -> &str {
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
