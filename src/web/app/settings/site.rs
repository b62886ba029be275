//! Every site that there is something to say about: those of the registry, those that the user has added, those that are
//! paused.

use crate::sites;

/// Whether the browser lets Vigie read a site.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Access {
    /// It does.
    Granted,
    /// It does not, or no longer.
    Missing,
}

/// A site on the page of settings.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Its name; its host, where the registry has no name for it.
    pub name: String,
    /// Its hosts, as a pause names them.
    pub hosts: Vec<String>,
    /// The match patterns that are granted, or that are to be asked for.
    pub patterns: Vec<String>,
    /// Whether the browser lets Vigie read it.
    pub access: Access,
    /// Whether it is one of the few that come with the extension.
    pub required: bool,
    /// Whether the user has added it.
    pub own: bool,
    /// Whether it is paused.
    pub paused: bool,
    on_demand: bool,
}

impl Entry {
    /// The name of its state, in the catalogue (`settings.state.…`) and in the markup.
    pub fn state(&self) -> &'static str {
        match self.access {
            _ if self.paused => "paused",
            Access::Missing => "missing",
            Access::Granted if self.on_demand => "demand",
            Access::Granted => "read",
        }
    }

    /// The match pattern to ask for.
    pub fn pattern(&self) -> String {
        self.patterns.first().cloned().unwrap_or_default()
    }
}

/// All of them: the registry's in its order, then the user's own by name.
pub fn entries(granted: &[String], paused: &[String], on_demand: bool) -> Vec<Entry> {
    let bears = |written: &str, host: &str| {
        let bare = written.strip_prefix("*.").unwrap_or(written);
        host == written || host == bare || bare != written && host.ends_with(&format!(".{bare}"))
    };
    let mut entries: Vec<Entry> = Vec::new();
    for site in sites::all() {
        let hosts: Vec<String> = site.hosts.iter().map(|host| host.written()).collect();
        let patterns: Vec<String> = site.hosts.iter().map(|host| host.pattern()).collect();
        // In a browser, `*.example.org` may have been granted by a host below it.
        let access = if patterns.iter().any(|p| granted.contains(p)) { Access::Granted } else { Access::Missing };
        let paused = hosts.iter().any(|host| paused.iter().any(|written| bears(written, host)));
        entries.push(Entry {
            name: site.name.to_owned(),
            hosts,
            patterns,
            access,
            required: site.required,
            own: false,
            paused,
            on_demand,
        });
    }
    let known = |host: &str, entries: &[Entry]| entries.iter().any(|entry| entry.hosts.iter().any(|h| h == host));
    let mut own: Vec<Entry> = Vec::new();
    for pattern in granted {
        let host = pattern.split_once("://").map_or(pattern.as_str(), |(_, rest)| rest).trim_end_matches("/*");
        if known(host, &entries) {
            continue;
        }
        if let Some(entry) = own.iter_mut().find(|entry| entry.name == host) {
            entry.patterns.push(pattern.clone());
            continue;
        }
        own.push(Entry {
            name: host.to_owned(),
            hosts: vec![host.to_owned()],
            patterns: vec![pattern.clone()],
            access: Access::Granted,
            required: false,
            own: true,
            paused: paused.iter().any(|written| bears(written, host)),
            on_demand,
        });
    }
    for host in paused {
        if !known(host, &entries) && !known(host, &own) {
            own.push(Entry {
                name: host.clone(),
                hosts: vec![host.clone()],
                patterns: vec![format!("https://{host}/*")],
                access: Access::Missing,
                required: false,
                own: true,
                paused: true,
                on_demand,
            });
        }
    }
    own.sort_by(|one, other| one.name.cmp(&other.name));
    entries.extend(own);
    entries
}
