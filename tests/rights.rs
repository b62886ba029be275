//! « Vos droits » says nothing without its source: every fact has the numbers of sources that the list at the end names, each
//! with an official or public address and the date on which it was read.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test says so by failing")]

use scraper::{ElementRef, Html, Selector};
use std::{collections::BTreeMap, fs};

const PAGE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/extension/pages/rights.html");

/// Hosts of public bodies; the press is a source for words that it quotes only.
const KNOWN: [&str; 10] = [
    "www.legifrance.gouv.fr",
    "juridique.defenseurdesdroits.fr",
    "formulaire.defenseurdesdroits.fr",
    "antidiscriminations.fr",
    "www.antidiscriminations.fr",
    "www.ameli.fr",
    "complementaire-sante-solidaire.gouv.fr",
    "www.puy-de-dome.gouv.fr",
    "eur-lex.europa.eu",
    "www.francetvinfo.fr",
];

fn page() -> Html {
    Html::parse_document(&fs::read_to_string(PAGE).unwrap())
}

fn all<'a>(html: &'a Html, css: &str) -> Vec<ElementRef<'a>> {
    html.select(&Selector::parse(css).unwrap()).collect()
}

fn within<'a>(element: ElementRef<'a>, css: &str) -> Vec<ElementRef<'a>> {
    element.select(&Selector::parse(css).unwrap()).collect()
}

fn text(element: ElementRef) -> String {
    element.text().collect::<String>().split_whitespace().collect::<Vec<_>>().join(" ")
}

/// What a sentence is called in an error: its key, or else its words.
fn name(element: ElementRef) -> String {
    let key = within(element, "[data-text^='rights.']:not(.unseen)").first().and_then(|part| part.attr("data-text"));
    key.or(element.attr("data-text")).map_or_else(|| text(element), str::to_owned)
}

fn is_known(address: &str) -> bool {
    let host = address.strip_prefix("https://").unwrap_or_default().split('/').next().unwrap_or_default();
    KNOWN.contains(&host)
}

/// The sources by their id, with their place in the list.
fn sources(html: &Html) -> BTreeMap<String, usize> {
    let listed = all(html, ".sources > li");
    assert!(listed.len() > 10, "{} sources", listed.len());
    listed.iter().zip(1..).map(|(source, number)| (source.attr("id").unwrap_or_default().to_owned(), number)).collect()
}

#[test]
fn every_sentence_is_a_fact_or_said_to_be_advice() {
    let html = page();
    let sentences = all(&html, "main section:not(.opening) p, main section:not(.opening) li:not(:has(p))");
    assert!(sentences.len() > 50, "{} sentences", sentences.len());
    for sentence in sentences {
        let within_one = sentence.ancestors().filter_map(ElementRef::wrap).any(|above| {
            above.attr("class").is_some_and(|class| {
                class.split(' ').any(|one| ["fact", "advice", "sources", "quotes", "doors"].contains(&one))
            })
        });
        let own = sentence.attr("class").unwrap_or_default();
        assert!(
            within_one || own.split(' ').any(|class| ["fact", "advice", "number"].contains(&class)),
            "{}: give it class=\"fact\" and its sources, or class=\"advice\"",
            name(sentence)
        );
    }
}

#[test]
fn every_fact_has_sources_and_no_advice_has_any() {
    let html = page();
    let sources = sources(&html);
    let facts = all(&html, ".fact");
    assert!(facts.len() > 30, "{} facts", facts.len());
    for fact in facts {
        let references = within(fact, "a.ref");
        assert!(!references.is_empty(), "{} has no source", name(fact));
        for reference in references {
            let source = reference.attr("href").and_then(|href| href.strip_prefix('#')).unwrap_or_default();
            let number = sources.get(source).unwrap_or_else(|| panic!("{}: no source #{source}", name(fact)));
            assert_eq!(text(reference), number.to_string(), "{}: the number of #{source}", name(fact));
        }
    }
    for advice in all(&html, ".advice") {
        assert!(within(advice, "a.ref").is_empty(), "{} is advice and has a source", name(advice));
    }
}

#[test]
fn every_source_is_used_dated_and_can_be_looked_up() {
    let html = page();
    let today = all(&html, ".opening time")[0].attr("datetime").unwrap().to_owned();
    let mut newest = String::new();
    let mut cited = Vec::new();
    for reference in all(&html, "a.ref") {
        let source = reference.attr("href").unwrap();
        if !cited.contains(&source) {
            cited.push(source);
        }
    }
    for (source, number) in all(&html, ".sources > li").into_iter().zip(0..) {
        let id = source.attr("id").unwrap_or_default();
        assert_eq!(
            cited.get(number),
            Some(&format!("#{id}").as_str()),
            "sources stand in the order in which they are cited"
        );
        let links = within(source, "a");
        assert_eq!(links.len(), 1, "{id}: one address");
        assert!(is_known(links[0].attr("href").unwrap()), "{id}: {:?} is no known source", links[0].attr("href"));
        let [name] = within(source, "cite[lang=fr]")[..] else { panic!("{id}: no name, or not said to be French") };
        assert!(!text(name).is_empty(), "{id}");
        let [time] = within(source, "time")[..] else { panic!("{id}: when was it read?") };
        let date = time.attr("datetime").unwrap_or_default();
        let [year, month, day] = date.split('-').collect::<Vec<_>>()[..] else { panic!("{id}: {date:?} is no date") };
        assert_eq!(text(time), format!("{day}/{month}/{year}"), "{id}");
        assert!(year.len() == 4 && date <= today.as_str(), "{id}: read on {date}, after the page's own date {today}");
        newest = newest.max(date.to_owned());
    }
    assert_eq!(newest, today, "the page's date is that of what was read last");
}

#[test]
fn what_leads_out_says_so_and_tells_nobody_where_it_was() {
    let html = page();
    let links = all(&html, "a[href^=http]");
    assert!(links.len() > 20, "{} links", links.len());
    for link in links {
        let href = link.attr("href").unwrap();
        assert!(is_known(href), "{href}: a host of its own");
        assert_eq!(link.attr("target"), Some("_blank"), "{href}");
        assert_eq!(link.attr("rel"), Some("noopener noreferrer"), "{href}");
        assert_eq!(within(link, "[data-text='rights.tab']").len(), 1, "{href}: nothing says that a tab opens");
    }
}
