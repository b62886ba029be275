//! What `extension/content/facts.js` (from the DOM) and [`html::facts`](crate::html::facts) (from a file) collect, without
//! judging it. What has a wrong type is left out: a page, or a draft, may hold anything.

use serde::Serialize;
use serde_json::Value;

/// Raw strings of one page. Each is cut by its collector; the bounds here are for what comes from elsewhere.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Facts {
    /// The texts of JSON-LD scripts.
    pub jsonld: Vec<String>,
    /// Microdata, an item each.
    pub microdata: Vec<Microdata>,
    /// The words of `h1` elements.
    pub h1: Vec<String>,
    /// Open Graph.
    pub og: OpenGraph,
    /// The document's title.
    pub title: String,
    /// The adapter whose places were found.
    pub site: Option<String>,
    /// What stands in them.
    pub adapter: Option<Adapter>,
    /// Words around « RPPS » and « FINESS ».
    pub registers: Vec<String>,
    /// The numbers of links that call.
    pub phones: Vec<String>,
    /// The texts of scripts of data in which a site describes a practice (`publicInformation`).
    pub data: Vec<String>,
    /// The page's words, as far as they show what the page is: its beginning.
    pub words: String,
    /// The hosts of its links and frames, each once.
    pub links: Vec<String>,
    /// The words of its links and buttons that lead to an appointment.
    pub calls: Vec<String>,
}

/// One item of microdata.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Microdata {
    /// Its `itemtype`.
    #[serde(rename = "type")]
    pub kind: String,
    /// Its properties.
    pub props: Vec<(String, String)>,
}

/// Open Graph's words.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct OpenGraph {
    /// `og:title`.
    pub title: String,
    /// `og:site_name`.
    pub site_name: String,
}

/// Places that a site's adapter knows.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[allow(missing_docs, reason = "the names of the practitioner's values")]
pub struct Adapter {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub profession: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub address: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub legal: Option<String>,
}

/// Items of one list that are looked at.
const MOST: usize = 50;

impl Facts {
    /// The words in which the page names the profession of whom it is about, for
    /// [`Context::profession`](crate::engine::Context::profession): the same as `extension/content/facts.js` sends.
    pub fn profession(&self) -> String {
        let told = self.adapter.as_ref().and_then(|adapter| adapter.profession.clone()).unwrap_or_default();
        if told.is_empty() {
            [self.title.as_str(), self.h1.first().map_or("", String::as_str)].join(" · ")
        } else {
            told
        }
    }

    /// What can be read in a draft's `facts`.
    pub fn from_value(value: &Value) -> Self {
        let text = |value: Option<&Value>| value.and_then(Value::as_str).unwrap_or_default().to_owned();
        let some = |value: Option<&Value>| value.and_then(Value::as_str).map(str::to_owned);
        let list = |name: &str| value.get(name).and_then(Value::as_array).into_iter().flatten().take(MOST);
        let texts = |name: &str| list(name).filter_map(Value::as_str).map(str::to_owned).collect();
        let microdata = list("microdata").map(|item| Microdata {
            kind: text(item.get("type")),
            props: item.get("props").and_then(Value::as_array).map_or_else(Vec::new, |props| {
                let pair = |p: &Value| Some((p.get(0)?.as_str()?.to_owned(), p.get(1)?.as_str()?.to_owned()));
                props.iter().take(MOST).filter_map(pair).collect()
            }),
        });
        let og = value.get("og");
        Self {
            jsonld: texts("jsonld"),
            microdata: microdata.collect(),
            h1: texts("h1"),
            og: OpenGraph {
                title: text(og.and_then(|og| og.get("title"))),
                site_name: text(og.and_then(|og| og.get("siteName"))),
            },
            title: text(value.get("title")),
            site: some(value.get("site")),
            adapter: value.get("adapter").filter(|a| a.is_object()).map(|adapter| Adapter {
                name: some(adapter.get("name")),
                profession: some(adapter.get("profession")),
                address: some(adapter.get("address")),
                legal: some(adapter.get("legal")),
            }),
            registers: texts("registers"),
            phones: texts("phones"),
            data: texts("data"),
            words: text(value.get("words")),
            links: texts("links"),
            calls: texts("calls"),
        }
    }
}
