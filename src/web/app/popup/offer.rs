//! « Analyser ce site à chaque visite »: offered on a site of the registry that is not granted yet, and on a page that looks
//! like that of a practice. One click, one question of the browser's, one site.

use super::Popup;
use crate::{
    message::Message,
    practitioner::Facts,
    sites::{self, recogniser::recognise},
    web::page::{Page, chrome, fault::Fault},
};
use std::rc::Rc;

/// A site that could be read at every visit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Offer {
    host: String,
}

impl Offer {
    /// That of a page's host.
    pub fn of(host: &str) -> Self {
        Self { host: host.to_owned() }
    }

    /// The match pattern that is asked for: that of the registry, or that of the host alone.
    fn pattern(&self, address: &str) -> String {
        let secure = !address.starts_with("http://");
        let known = sites::of_host(&self.host).and_then(|site| site.hosts.iter().find(|known| known.has(&self.host)));
        match known {
            Some(known) if secure => known.pattern(),
            _ => format!("{}://{}/*", if secure { "https" } else { "http" }, self.host),
        }
    }

    /// Shows the offer, where there is a reason for it.
    pub fn show(&self, page: &Page, facts: &Facts, address: &str) -> Result<(), Fault> {
        let known = sites::of_host(&self.host);
        let wanted = !self.host.is_empty() && (known.is_some() || recognise(facts, &self.host).is_some());
        let why = match known {
            Some(site) => Message::new("popup.offer.known").with("site", site.name),
            None => Message::new("popup.offer.recognised"),
        };
        page.say("offer-why", &why)?;
        page.say("offer-help", &Message::new("popup.offer.help").with("host", &self.host))?;
        page.get::<web_sys::Element>("offer-accept")?.set_attribute("data-pattern", &self.pattern(address))?;
        page.show("offer", wanted)
    }
}

/// Asks the browser at the click.
pub fn listen(popup: &Rc<Popup>, page: &Rc<Page>) -> Result<(), Fault> {
    let popup = Rc::clone(popup);
    page.on_click("offer-accept", move |page| {
        let pattern = page.get::<web_sys::Element>("offer-accept").ok().and_then(|e| e.get_attribute("data-pattern"));
        // In this very turn: browsers answer the question only where a click asked it.
        let asked = chrome::request_site(&pattern.unwrap_or_default());
        let popup = Rc::clone(&popup);
        async move {
            if chrome::was_granted(asked?).await? {
                // The background hears of it too, registers the site and reads its tabs: the popup may be gone by now.
                popup.begin(&page).await?;
                page.done(&Message::new("popup.offer.accepted"));
            } else {
                page.done(&Message::new("popup.offer.refused"));
            }
            Ok(())
        }
    })
}
