//! Checks `src/sites.toml` and compiles which query parameters each site's addresses keep.

use serde::Deserialize;
use std::{fmt::Write, fs, path::Path};
use toml::Spanned;

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
    #[serde(default, rename = "required")]
    _required: bool,
    #[serde(default)]
    keep: Vec<String>,
}

/// Compiles `file` into `out/sites.rs`.
pub fn build(file: &Path, out: &Path) -> Result<(), String> {
    let text = fs::read_to_string(file).map_err(|fault| format!("{}: {fault}", file.display()))?;
    let line = |at: usize| text.get(..at).unwrap_or_default().matches('\n').count() + 1;
    let Sites { site: sites } = toml::from_str(&text).map_err(|fault| {
        let line = fault.span().map_or(1, |span| line(span.start));
        format!(
            "{}:{line}: {}: mend the entry, or describe the key in src/case/build.rs",
            file.display(),
            fault.message().trim()
        )
    })?;
    let mut rust = String::from("static SITES: &[Site] = &[\n");
    for site in &sites {
        let fault = |what: String| {
            let at = line(site.name.span().start);
            format!("{}:{at}: entry \"{}\": {what}", file.display(), site.name.get_ref())
        };
        if site.hosts.is_empty() {
            return Err(fault("no hosts: give it at least one".to_owned()));
        }
        for name in &site.keep {
            if name.is_empty() || !name.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_".contains(&b)) {
                return Err(fault(format!(
                    "\"{name}\" is not the name of a query parameter: letters, digits, - and _"
                )));
            }
        }
        for host in site.hosts.iter().filter(|_| !site.keep.is_empty()) {
            let (host, below) = host.strip_prefix("*.").map_or((host.as_str(), false), |host| (host, true));
            let _ = writeln!(rust, "    Site {{ host: {host:?}, below: {below}, keep: &{:?} }},", site.keep);
        }
    }
    rust.push_str("];\n");
    fs::write(out.join("sites.rs"), rust).map_err(|fault| format!("sites.rs: {fault}"))
}
