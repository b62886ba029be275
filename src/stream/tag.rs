//! What the readers and the outline know of tags, roles and attributes. `extension/content/reader.js` has the same tables.

/// Elements that are not read, with all that they hold.
pub const SKIPPED: &[&str] = &[
    "applet", "audio", "canvas", "datalist", "embed", "frame", "frameset", "iframe", "link", "meta", "noembed",
    "noframes", "noscript", "object", "param", "rp", "script", "source", "style", "template", "track", "video",
];

/// Elements without content of their own: they are not waited for.
pub const VOID: &[&str] = &["area", "base", "br", "col", "hr", "img", "input", "wbr"];

/// Elements that begin a line of their own. All others are inline.
pub const BLOCKS: &[&str] = &[
    "address",
    "article",
    "aside",
    "blockquote",
    "body",
    "br",
    "button",
    "caption",
    "center",
    "dd",
    "details",
    "dialog",
    "dir",
    "div",
    "dl",
    "dt",
    "fieldset",
    "figcaption",
    "figure",
    "footer",
    "form",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "head",
    "header",
    "hgroup",
    "hr",
    "html",
    "input",
    "label",
    "legend",
    "li",
    "listing",
    "main",
    "menu",
    "nav",
    "ol",
    "optgroup",
    "option",
    "p",
    "plaintext",
    "pre",
    "script",
    "search",
    "section",
    "select",
    "summary",
    "table",
    "tbody",
    "td",
    "textarea",
    "tfoot",
    "th",
    "thead",
    "tr",
    "ul",
    "xmp",
];

/// Elements that begin a section, and after which another one begins. `script` is JSON-LD.
pub const SECTIONING: &[&str] =
    &["article", "aside", "details", "dialog", "footer", "main", "nav", "script", "section"];

/// Elements with whose end the headings that stand in them lose their force.
pub const CONTAINERS: &[&str] = &[
    "article",
    "aside",
    "blockquote",
    "body",
    "dd",
    "details",
    "dialog",
    "fieldset",
    "figure",
    "footer",
    "li",
    "main",
    "nav",
    "option",
    "section",
    SHADOW_ROOT,
    "td",
    "th",
];

/// Stands for a shadow root in a stream, inside its host. No element has this name: it would need a letter first.
pub const SHADOW_ROOT: &str = "#shadow-root";

/// Elements that the block just before them may introduce.
pub const LISTS: &[&str] = &["dl", "menu", "ol", "select", "table", "ul"];

/// Attributes in the order in which they are written.
pub const ATTRIBUTES: &[&str] = &[
    "alt",
    "title",
    "aria-label",
    "placeholder",
    "value",
    "label",
    "type",
    "id",
    "scope",
    "headers",
    "colspan",
    "rowspan",
];

/// Those of them that are words to be read.
pub const WORDS: &[&str] = &["alt", "title", "aria-label", "placeholder", "value", "label"];

/// The tag that an element's role stands for, or its own. `tag` is in lower case.
pub fn effective<'a>(tag: &'a str, role: Option<&str>, level: Option<&str>) -> &'a str {
    let Some(role) = role else { return tag };
    let role = role.trim_matches(|c: char| c.is_ascii_whitespace());
    let role = role.split(|c: char| c.is_ascii_whitespace()).next().unwrap_or_default();
    match role.to_ascii_lowercase().as_str() {
        "heading" => match level.map(|l| l.trim_matches(|c: char| c.is_ascii_whitespace())) {
            Some("1") => "h1",
            Some("3") => "h3",
            Some("4") => "h4",
            Some("5") => "h5",
            Some("6") => "h6",
            _ => "h2",
        },
        "article" => "article",
        "button" | "tab" => "button",
        "cell" | "gridcell" => "td",
        "columnheader" | "rowheader" => "th",
        "definition" => "dd",
        "alertdialog" | "dialog" => "dialog",
        "grid" | "table" | "treegrid" => "table",
        "list" => "ul",
        "listitem" => "li",
        "none" | "presentation" if BLOCKS.contains(&tag) && tag != "br" => "div",
        "option" => "option",
        "row" => "tr",
        "term" => "dt",
        _ => tag,
    }
}

/// What a header cell heads, where its role says it.
pub fn scope(role: Option<&str>) -> Option<&'static str> {
    match role?.trim() {
        "columnheader" => Some("col"),
        "rowheader" => Some("row"),
        _ => None,
    }
}

/// The level of a heading's tag, 1 to 6.
pub fn heading(tag: &str) -> Option<u8> {
    match tag.as_bytes() {
        [b'h', level @ b'1'..=b'6'] => Some(level - b'0'),
        _ => None,
    }
}

/// Whether an attribute is written for an element. `own` is its own tag, `tag` the effective one, `kind` its `type`.
pub fn attribute_is_read(name: &str, own: &str, tag: &str, kind: Option<&str>) -> bool {
    let button = || kind.is_some_and(|k| ["button", "reset", "submit"].iter().any(|b| k.eq_ignore_ascii_case(b)));
    match name {
        "title" | "aria-label" => true,
        "alt" => matches!(own, "area" | "img" | "input"),
        "placeholder" => matches!(own, "input" | "textarea"),
        "value" => own == "input" && button(),
        "label" => matches!(own, "optgroup" | "option"),
        "type" => own == "script",
        "id" => tag == "th",
        "scope" | "headers" | "colspan" | "rowspan" => matches!(tag, "td" | "th"),
        _ => false,
    }
}
