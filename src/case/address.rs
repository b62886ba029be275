//! The address of a page, without what could tell who looked at it: no user name, no query but what the site needs to
//! show the same page again, no fragment.

use crate::sites;
use url::Url;

/// The longest address that is kept, in bytes: longer ones are not pages that a person could be asked to open.
const LONGEST: usize = 2_000;

/// The longest value of a kept parameter, in bytes: identifiers are short, and a session is not smuggled in as one.
const LONGEST_VALUE: usize = 64;

/// The address that finds the page again.
///
/// # Errors
/// Says in one line why the text is no address of a page.
pub fn public(address: &str) -> Result<String, String> {
    let quoted = || super::one_line(address, 80).text;
    if address.len() > 4 * LONGEST {
        return Err(format!("an address of {} bytes is longer than any page's", address.len()));
    }
    // The parser has no tables for other letters (see idna_adapter in Cargo.toml); browsers write hosts in ASCII.
    let host = address.split_once("://").map_or(address, |(_, rest)| rest).split(['/', '\\', '?', '#']).next();
    if !host.unwrap_or_default().is_ascii() {
        return Err(format!("\"{}\" has a host that is not written in ASCII, as browsers write it", quoted()));
    }
    let mut url = Url::parse(address.trim()).map_err(|_| format!("\"{}\" is not an address", quoted()))?;
    if !matches!(url.scheme(), "http" | "https" | "file" | "chrome-extension" | "moz-extension") {
        return Err(format!("\"{}\" is not the address of a page", quoted()));
    }
    // Neither can fail for these schemes, but for files, which have none of it.
    let _ = url.set_username("");
    let _ = url.set_password(None);
    url.set_fragment(None);
    let host = url.host_str().unwrap_or_default();
    let names = sites::of_host(host).map_or(&[][..], |site| site.keep);
    let kept: Vec<(String, String)> = url
        .query_pairs()
        .filter(|(name, value)| names.contains(&&**name) && value.len() <= LONGEST_VALUE)
        .map(|(name, value)| (name.into_owned(), value.into_owned()))
        .collect();
    url.set_query(None);
    if !kept.is_empty() {
        url.query_pairs_mut().extend_pairs(kept);
    }
    let public = String::from(url);
    if public.len() > LONGEST {
        return Err(format!("an address of {} bytes is longer than any page's", public.len()));
    }
    Ok(public)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_finds_the_page_again_is_kept() {
        for (address, kept) in [
            (
                "https://www.doctolib.fr/dentiste/lyon/a-b?pid=practice-12&utm_source=x&insurance=public#top",
                "https://www.doctolib.fr/dentiste/lyon/a-b?pid=practice-12",
            ),
            (
                "https://www.maiia.com/x/69001-lyon/y?centerid=5f&session=1",
                "https://www.maiia.com/x/69001-lyon/y?centerid=5f",
            ),
            ("https://notdoctolib.fr/a?pid=practice-12", "https://notdoctolib.fr/a"),
            ("https://me:secret@www.keldoc.com/a?b=c#d", "https://www.keldoc.com/a"),
            ("http://127.0.0.1:8080/profil.html?x", "http://127.0.0.1:8080/profil.html"),
            ("https://xn--mdecin-bva.example/a?b", "https://xn--mdecin-bva.example/a"),
            ("https://XN--MDECIN-BVA.example/%C3%A9", "https://xn--mdecin-bva.example/%C3%A9"),
            ("https://xn--zckzah.example/", "https://xn--zckzah.example/"),
            ("https://xn--4gbrim.xn--wgbl6a/", "https://xn--4gbrim.xn--wgbl6a/"),
            ("https://www.doctolib.fr/médecin", "https://www.doctolib.fr/m%C3%A9decin"),
            ("https://partners.doctolib.fr/a?pid=practice-12&x=y", "https://partners.doctolib.fr/a?pid=practice-12"),
            ("moz-extension://0f/pages/example.html?a#b", "moz-extension://0f/pages/example.html"),
        ] {
            assert_eq!(public(address).as_deref(), Ok(kept), "{address}");
        }
    }

    #[test]
    fn what_is_no_page_is_refused() {
        let long = format!("https://www.doctolib.fr/{}", "a".repeat(9_000));
        for address in
            ["", "javascript:alert(1)", "data:text/html,x", "about:blank", "www.doctolib.fr", "https://xn--0/", &long]
        {
            assert!(public(address).is_err(), "{address}");
        }
        let unwritten = public("https://Médecin.example/").unwrap_err();
        assert!(unwritten.contains("https://Médecin.example/") && unwritten.contains("ASCII"), "{unwritten}");
        let smuggled = format!("https://www.doctolib.fr/a?pid={}", "s".repeat(65));
        assert_eq!(public(&smuggled).as_deref(), Ok("https://www.doctolib.fr/a"));
    }
}
