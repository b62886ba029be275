//! Checks `src/sites.toml` and compiles it to a table.

use serde::Deserialize;
use std::{collections::BTreeSet, fmt::Write, fs, path::Path};
use toml::Spanned;

/// The adapters that there are: see `src/sites.toml`.
const ADAPTERS: [&str; 2] = ["doctolib", "maiia"];

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Sites {
    site: Vec<Site>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Site {
    name: Spanned<String>,
    hosts: Vec<String>,
    #[serde(default)]
    required: bool,
    #[serde(default)]
    keep: Vec<String>,
    #[serde(default)]
    booking: Vec<String>,
    #[serde(default)]
    profile: Vec<String>,
    #[serde(default)]
    results: Vec<String>,
    adapter: Option<String>,
    source: String,
    date: String,
}

/// Compiles `file` into `out/sites.rs`.
pub fn build(file: &Path, out: &Path) -> Result<(), String> {
    let text = fs::read_to_string(file).map_err(|fault| format!("{}: {fault}", file.display()))?;
    let line = |at: usize| text.get(..at).unwrap_or_default().matches('\n').count() + 1;
    let Sites { site: sites } = toml::from_str(&text).map_err(|fault| {
        let line = fault.span().map_or(1, |span| line(span.start));
        format!(
            "{}:{line}: {}: mend the entry, or describe the key in src/sites/build.rs",
            file.display(),
            fault.message().trim()
        )
    })?;
    let mut rust = String::from("static SITES: &[Site] = &[\n");
    let mut hosts = BTreeSet::new();
    for site in &sites {
        let fault = |what: String| {
            let at = line(site.name.span().start);
            format!("{}:{at}: entry \"{}\": {what}", file.display(), site.name.get_ref())
        };
        check(site).map_err(fault)?;
        if let Some(twice) = site.hosts.iter().find(|host| !hosts.insert(host.as_str())) {
            return Err(fault(format!("the host \"{twice}\" stands at another site already: keep one of the two")));
        }
        let _ = writeln!(rust, "{}", row(site));
    }
    rust.push_str("];\n");
    fs::write(out.join("sites.rs"), rust).map_err(|fault| format!("sites.rs: {fault}"))
}

fn check(site: &Site) -> Result<(), String> {
    if site.hosts.is_empty() {
        return Err("no hosts: give it at least one".to_owned());
    }
    let part = |c: u8| c.is_ascii_lowercase() || c.is_ascii_digit() || c == b'-' || c == b'.';
    for host in &site.hosts {
        let bare = host.strip_prefix("*.").unwrap_or(host);
        if !bare.contains('.') || !bare.bytes().all(part) {
            return Err(format!("\"{host}\" is not a host, such as www.example.org or *.example.org"));
        }
    }
    for name in &site.keep {
        if name.is_empty() || !name.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_".contains(&b)) {
            return Err(format!("\"{name}\" is not the name of a query parameter: letters, digits, - and _"));
        }
    }
    for path in site.booking.iter().chain(&site.profile).chain(&site.results) {
        let parts: Vec<&str> = path.split('/').collect();
        let named = |part: &str| part.starts_with('{') == part.ends_with('}');
        let last = parts.len() - 1;
        if !path.starts_with('/')
            || parts.iter().skip(1).enumerate().any(|(at, p)| p.is_empty() || !named(p) || *p == "**" && at + 1 != last)
        {
            return Err(format!("\"{path}\" is not a path such as /{{speciality}}/{{town}}/{{slug}} or /booking/**"));
        }
    }
    if let Some(unknown) = site.adapter.as_deref().filter(|name| !ADAPTERS.contains(name)) {
        return Err(format!("there is no adapter \"{unknown}\", only {}", ADAPTERS.join(" and ")));
    }
    if site.source.trim().is_empty() {
        return Err("the source is empty: say what the entry rests on".to_owned());
    }
    let date = site.date.as_bytes();
    if date.len() != 10 || date.iter().enumerate().any(|(at, b)| (at == 4 || at == 7) != (*b == b'-')) {
        return Err(format!("\"{}\" is not a date such as 2026-11-21", site.date));
    }
    Ok(())
}

fn row(site: &Site) -> String {
    let mut hosts = String::new();
    for host in &site.hosts {
        let (name, below) = host.strip_prefix("*.").map_or((host.as_str(), false), |host| (host, true));
        let _ = write!(hosts, "Host {{ name: {name:?}, below: {below} }}, ");
    }
    let mut paths = String::new();
    for (kind, all) in [("Booking", &site.booking), ("Profile", &site.profile), ("Results", &site.results)] {
        for path in all {
            let _ = write!(paths, "(PageKind::{kind}, {path:?}), ");
        }
    }
    format!(
        "    Site {{ name: {:?}, hosts: &[{hosts}], required: {}, keep: &{:?}, paths: &[{paths}], adapter: {:?} }},",
        site.name.get_ref(),
        site.required,
        site.keep,
        site.adapter
    )
}
