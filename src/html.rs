//! HTML files to streams, through an HTML5 parser. Reads what `extension/content/reader.js` reads in the DOM that a
//! browser makes of the same file before any script runs.

mod facts;
mod review;

use crate::{
    outline::Section,
    practitioner::Facts,
    stream::{
        cutter::{Attribute, Cutter},
        tag::{self, ATTRIBUTES, SHADOW_ROOT, SKIPPED},
    },
};
use ego_tree::NodeRef;
use review::Voice;
use scraper::{Html, Node, node::Element};
use std::{borrow::Cow, collections::HashMap};

/// Elements that may carry a shadow root, besides those whose name has a hyphen.
const HOSTS: &[&str] = &[
    "article",
    "aside",
    "blockquote",
    "body",
    "div",
    "footer",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
    "main",
    "nav",
    "p",
    "section",
    "span",
];

/// A page, parsed once for all that is asked of it.
pub struct Page(Html);

impl Page {
    /// Any text is some HTML.
    pub fn new(html: &str) -> Self {
        Self(Html::parse_document(html))
    }

    /// The streams of its sections, in reading order.
    pub fn streams(&self) -> Vec<String> {
        let mut walk = Walk::default();
        walk.push_children(self.0.tree.root(), None, Voice::Page);
        while let Some(step) = walk.steps.pop() {
            match step {
                Step::Node(node, host, voice) => walk.node(node, host, voice),
                Step::Close => walk.cutter.close(),
            }
        }
        walk.cutter.finish()
    }

    /// The outlines of its sections, in reading order.
    pub fn sections(&self) -> Vec<Section> {
        self.streams().iter().map(|stream| Section::from_stream(stream)).collect()
    }

    /// What it says about the practitioner.
    pub fn facts(&self) -> Facts {
        facts::facts(&self.0)
    }
}

/// The streams of a file's sections, in reading order.
pub fn streams(html: &str) -> Vec<String> {
    Page::new(html).streams()
}

/// The outlines of a file's sections, in reading order.
pub fn sections(html: &str) -> Vec<Section> {
    Page::new(html).sections()
}

/// What a file says about the practitioner.
pub fn facts(html: &str) -> Facts {
    Page::new(html).facts()
}

/// What is still to be done, last first: a stack of our own, since pages nest deeper than the program's.
enum Step<'a> {
    Node(NodeRef<'a, Node>, Option<usize>, Voice),
    Close,
}

/// An element that has a shadow root.
struct Host<'a> {
    /// The host in whose shadow tree it stands.
    outer: Option<usize>,
    /// Its children by the name of their slot. The first slot of a name takes them all.
    assigned: HashMap<&'a str, Vec<NodeRef<'a, Node>>>,
}

#[derive(Default)]
struct Walk<'a> {
    steps: Vec<Step<'a>>,
    hosts: Vec<Host<'a>>,
    cutter: Cutter,
}

impl<'a> Walk<'a> {
    fn push_children(&mut self, parent: NodeRef<'a, Node>, host: Option<usize>, voice: Voice) {
        self.steps.extend(parent.children().rev().map(|child| Step::Node(child, host, voice)));
    }

    fn node(&mut self, node: NodeRef<'a, Node>, host: Option<usize>, voice: Voice) {
        let element = match node.value() {
            Node::Text(_) if voice == Voice::Patient => return,
            Node::Text(text) => return self.cutter.text(text),
            Node::Element(element) => element,
            _ => return,
        };
        // In lower case already, but for some of SVG.
        let own = match element.name() {
            name if name.bytes().any(|byte| byte.is_ascii_uppercase()) => Cow::Owned(name.to_ascii_lowercase()),
            name => Cow::Borrowed(name),
        };
        let own = own.as_ref();
        let attribute = |name: &str| attribute(element, name);
        let kind = attribute("type").map(str::trim);
        let json = own == "script" && kind.is_some_and(|k| k.eq_ignore_ascii_case("application/ld+json"));
        let document_title = own == "title" && &*element.name.ns == "http://www.w3.org/1999/xhtml";
        let typed = attribute("contenteditable").is_some_and(|v| !v.trim().eq_ignore_ascii_case("false"));
        let hidden = own == "input" && kind.is_some_and(|k| k.eq_ignore_ascii_case("hidden"));
        let voice = voice.within(own, attribute);
        let unread = voice == Voice::Patient && json;
        if SKIPPED.contains(&own) && !json || document_title || typed || hidden || unread {
            return;
        }
        let role = attribute("role");
        let tag = tag::effective(own, role, attribute("aria-level"));
        let attributes: Vec<Attribute> = ATTRIBUTES
            .iter()
            .filter(|name| voice != Voice::Patient && tag::attribute_is_read(name, own, tag, kind))
            .filter_map(|name| {
                let said = if *name == "scope" { tag::scope(role).or(attribute(name)) } else { attribute(name) };
                said.map(|value| (*name, value.to_owned()))
            })
            .collect();
        self.cutter.open(tag, attributes);
        self.steps.push(Step::Close);
        if own == "textarea" {
            return;
        }
        if let Some(template) = shadow_template(node, own) {
            self.hosts.push(Host { outer: host, assigned: assigned(node, template) });
            let inner = Some(self.hosts.len() - 1);
            self.cutter.open(SHADOW_ROOT, Vec::new());
            self.steps.push(Step::Close);
            template.children().for_each(|root| self.push_children(root, inner, voice));
            return;
        }
        if own == "slot"
            && let Some(inner) = host
            && let Some(shown) = self.hosts[inner].assigned.remove(attribute("name").unwrap_or_default())
        {
            let outer = self.hosts[inner].outer;
            self.steps.extend(shown.into_iter().rev().map(|child| Step::Node(child, outer, voice)));
            return;
        }
        self.push_children(node, host, voice);
    }
}

/// The value of an attribute. The element's own way of asking makes a name that is shared by all threads each time, which takes longer
/// than to look through the few that there are.
fn attribute<'a>(element: &'a Element, name: &str) -> Option<&'a str> {
    element.attrs.iter().find(|(known, _)| &*known.local == name && known.ns.is_empty()).map(|(_, value)| &**value)
}

/// The child that the parser of a browser would turn into the shadow root.
fn shadow_template<'a>(host: NodeRef<'a, Node>, tag: &str) -> Option<NodeRef<'a, Node>> {
    if !HOSTS.contains(&tag) && !tag.contains('-') {
        return None;
    }
    host.children().find(|child| {
        child.value().as_element().is_some_and(|element| {
            let mode = attribute(element, "shadowrootmode").unwrap_or_default();
            element.name() == "template" && (mode.eq_ignore_ascii_case("open") || mode.eq_ignore_ascii_case("closed"))
        })
    })
}

fn assigned<'a>(host: NodeRef<'a, Node>, template: NodeRef<'a, Node>) -> HashMap<&'a str, Vec<NodeRef<'a, Node>>> {
    let mut assigned: HashMap<&str, Vec<_>> = HashMap::new();
    for child in host.children().filter(|child| child.id() != template.id()) {
        let name = match child.value() {
            Node::Element(element) => attribute(element, "slot").unwrap_or_default(),
            Node::Text(_) => "",
            _ => continue,
        };
        assigned.entry(name).or_default().push(child);
    }
    assigned
}
