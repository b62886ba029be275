//! The address of a page, without what could tell who looked at it: no user name, no query but what the site needs to
//! show the same page again, no fragment.

use url::Url;

/// The longest address that is kept, in bytes: longer ones are not pages that a person could be asked to open.
const LONGEST: usize = 2_000;

/// The query parameters that each site needs, by the end of its host's name. `pid` names the practice on a Doctolib
/// profile, `centerid` the centre on a Maiia profile; every other parameter goes, because many carry a session, a
/// search or a campaign.
const KEPT: &[(&str, &[&str])] = &[("doctolib.fr", &["pid"]), ("maiia.com", &["centerid"])];

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
    let mut url = Url::parse(address.trim()).map_err(|_| format!("\"{}\" is not an address", quoted()))?;
    if !matches!(url.scheme(), "http" | "https" | "file" | "chrome-extension" | "moz-extension") {
        return Err(format!("\"{}\" is not the address of a page", quoted()));
    }
    // Neither can fail for these schemes, but for files, which have none of it.
    let _ = url.set_username("");
    let _ = url.set_password(None);
    url.set_fragment(None);
    let host = url.host_str().unwrap_or_default();
    let names = KEPT
        .iter()
        .find(|(site, _)| host == *site || host.strip_suffix(site).is_some_and(|rest| rest.ends_with('.')))
        .map_or(&[][..], |(_, names)| *names);
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
            ("moz-extension://0f/pages/example.html?a#b", "moz-extension://0f/pages/example.html"),
        ] {
            assert_eq!(public(address).as_deref(), Ok(kept));
        }
    }

    #[test]
    fn what_is_no_page_is_refused() {
        let long = format!("https://www.doctolib.fr/{}", "a".repeat(9_000));
        for address in ["", "javascript:alert(1)", "data:text/html,x", "about:blank", "www.doctolib.fr", &long] {
            assert!(public(address).is_err(), "{address}");
        }
        let smuggled = format!("https://www.doctolib.fr/a?pid={}", "s".repeat(65));
        assert_eq!(public(&smuggled).as_deref(), Ok("https://www.doctolib.fr/a"));
    }
}
