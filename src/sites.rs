//! The booking sites that Vigie knows (`src/sites.toml`): their hosts, what their addresses say, and which of their pages is
//! about whom. What is not among them is judged by its content: [`recogniser`].

pub mod recogniser;

/// A booking site.
#[derive(Debug, PartialEq, Eq)]
pub struct Site {
    /// Its name, for people.
    pub name: &'static str,
    /// Its hosts.
    pub hosts: &'static [Host],
    /// Whether it is read as soon as the extension is installed.
    pub required: bool,
    /// The query parameters without which an address does not find the page again.
    pub keep: &'static [&'static str],
    paths: &'static [(PageKind, &'static str)],
    /// Whose places or data say who a page is about.
    pub adapter: Option<&'static str>,
}

/// A host, as match patterns have it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Host {
    name: &'static str,
    /// Whether the hosts below that one count too.
    below: bool,
}

/// What a page of a booking site is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PageKind {
    /// Where an appointment is made.
    Booking,
    /// One practitioner or practice.
    Profile,
    /// A list of them.
    Results,
}

include!(concat!(env!("OUT_DIR"), "/sites.rs"));

impl Host {
    /// Whether it is this host, in lower case, as browsers write it.
    pub fn has(self, host: &str) -> bool {
        host == self.name || self.below && host.strip_suffix(self.name).is_some_and(|rest| rest.ends_with('.'))
    }

    /// As a site's entry writes it: `*.example.org` where the hosts below count too.
    pub fn written(self) -> String {
        if self.below { format!("*.{}", self.name) } else { self.name.to_owned() }
    }

    /// The match pattern of the manifest.
    pub fn pattern(self) -> String {
        format!("https://{}/*", self.written())
    }
}

impl Site {
    /// Whether one of its hosts is this one.
    pub fn has(&self, host: &str) -> bool {
        self.hosts.iter().any(|known| known.has(host))
    }
}

/// All sites, in the order of the file.
pub fn all() -> &'static [Site] {
    SITES
}

/// The site of a host.
pub fn of_host(host: &str) -> Option<&'static Site> {
    SITES.iter().find(|site| site.has(host))
}

/// What the address of a page says by its path alone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Page {
    /// The site.
    pub site: &'static Site,
    /// What kind of page it is, where the path is one that the site is known for.
    pub kind: Option<PageKind>,
    /// The profession, as the path writes it: « chirurgien-dentiste ».
    pub profession: Option<String>,
    /// The postcode in the name of the town.
    pub postcode: Option<String>,
}

/// The page of an address; `None` where its host is of no known site.
pub fn page(address: &str) -> Option<Page> {
    let (host, path) = host_and_path(address)?;
    let site = of_host(&host)?;
    let parts: Vec<&str> = path.split('/').filter(|part| !part.is_empty()).collect();
    let found = site.paths.iter().find(|(_, pattern)| fits(pattern, &parts));
    let named = |name: &str| {
        let at = found?.1.split('/').skip(1).position(|part| part == name)?;
        parts.get(at).copied()
    };
    Some(Page {
        site,
        kind: found.map(|(kind, _)| *kind),
        profession: named("{speciality}").map(str::to_owned),
        postcode: named("{town}").and_then(postcode).map(str::to_owned),
    })
}

/// The host of an address, without its port, and its path.
pub fn host_and_path(address: &str) -> Option<(String, &str)> {
    let (scheme, rest) = address.split_once("://")?;
    if !matches!(scheme, "http" | "https") {
        return None;
    }
    let end = rest.find(['/', '?', '#', '\\']).unwrap_or(rest.len());
    let (authority, rest) = rest.split_at(end);
    let host = authority.rsplit('@').next().unwrap_or(authority);
    let host = host.split(':').next().unwrap_or(host).to_ascii_lowercase();
    let path = rest.split(['?', '#']).next().unwrap_or_default();
    (!host.is_empty()).then_some((host, path))
}

fn fits(pattern: &str, parts: &[&str]) -> bool {
    let mut given = parts.iter();
    for part in pattern.split('/').skip(1) {
        if part == "**" {
            return true;
        }
        let Some(said) = given.next() else { return false };
        if !part.starts_with('{') && part != *said {
            return false;
        }
    }
    given.next().is_none()
}

fn postcode(part: &str) -> Option<&str> {
    part.split('-').find(|word| word.len() == 5 && word.bytes().all(|b| b.is_ascii_digit()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_says_what_its_page_is() {
        for (address, kind, profession, postcode) in [
            ("https://www.doctolib.fr/dentiste/lyon/a-b?pid=practice-1", Some(PageKind::Profile), "dentiste", ""),
            ("https://www.doctolib.fr/dentiste/lyon/a-b/booking/motives", Some(PageKind::Booking), "dentiste", ""),
            ("https://www.doctolib.fr/dentiste/lyon", Some(PageKind::Results), "dentiste", ""),
            ("https://www.doctolib.fr/search?location=lyon", Some(PageKind::Results), "", ""),
            ("https://www.doctolib.fr/", None, "", ""),
            ("https://www.maiia.com/sage-femme/69003-lyon/a#b", Some(PageKind::Profile), "sage-femme", "69003"),
            (
                "https://www.keldoc.com/cabinet-dentaire/lorient-56100/x",
                Some(PageKind::Profile),
                "cabinet-dentaire",
                "56100",
            ),
            ("https://patient.avecmondoc.com/fiche/structure/a-12", Some(PageKind::Profile), "", ""),
            ("https://app.ordoclic.fr/app/pharmacie/des-halles", Some(PageKind::Profile), "", ""),
            ("https://rdv.mapharma.net/56100", Some(PageKind::Profile), "", "56100"),
            ("https://me@WWW.Qare.fr:443/a/b/c/d/e", None, "", ""),
        ] {
            let page = page(address).unwrap();
            assert_eq!(
                (
                    page.kind,
                    page.profession.as_deref().unwrap_or_default(),
                    page.postcode.as_deref().unwrap_or_default()
                ),
                (kind, profession, postcode),
                "{address}"
            );
        }
        for elsewhere in
            ["https://doctolib.fr.example/x", "https://notqare.fr/", "about:blank", "https://", "", "ftp://qare.fr"]
        {
            assert_eq!(page(elsewhere), None, "{elsewhere}");
        }
    }

    #[test]
    fn the_required_hosts_stay_the_first_five() {
        let required: Vec<String> =
            all().iter().filter(|site| site.required).flat_map(|site| site.hosts.iter().map(|h| h.written())).collect();
        assert_eq!(
            required,
            ["www.doctolib.fr", "partners.doctolib.fr", "www.maiia.com", "www.keldoc.com", "patient.avecmondoc.com"]
        );
    }
}
