//! Who receives a report: whom somebody in a role may write to about these captures, and why not to the others: a
//! recipient that is withheld says in one message what would open it.

use super::{Answers, Place, Role};
use crate::{
    case::{Capture, one_line},
    finding::{Grade, Practice},
    law::{self, Order},
    message::Message,
    practitioner::fold,
    sites,
};
use serde::{Deserialize, Serialize};

/// Who receives a letter.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum Recipient {
    /// The Défenseur des droits.
    Defender,
    /// The director of the local health insurance body (CPAM): a complaint under R.1110-11 CSP.
    #[serde(rename = "cpam")]
    Fund,
    /// The president of the Order's council: the same complaint.
    Order,
    /// The mediator of the health insurance body, where the profession has no Order.
    Mediator,
    /// The platform that publishes the page: a notice under article 16 of regulation (EU) 2022/2065.
    Platform,
    /// DGCCRF, by SignalConso: prices, estimates and deposits only.
    #[serde(rename = "dgccrf")]
    Consumers,
    /// The practitioner's own practice.
    Practice,
}

/// A recipient as it can be chosen, or not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    /// Who.
    pub recipient: Recipient,
    /// Why not, and what would open it; `None` where they can be written to.
    pub withheld: Option<Message>,
}

impl Recipient {
    /// Every recipient, in the order in which they are offered: the default first, the practice last and apart.
    pub const ALL: [Self; 7] =
        [Self::Defender, Self::Fund, Self::Order, Self::Mediator, Self::Platform, Self::Consumers, Self::Practice];

    /// The name in files, addresses and message keys (`recipient.<id>`).
    pub fn id(self) -> &'static str {
        match self {
            Self::Defender => "defender",
            Self::Fund => "cpam",
            Self::Order => "order",
            Self::Mediator => "mediator",
            Self::Platform => "platform",
            Self::Consumers => "dgccrf",
            Self::Practice => "practice",
        }
    }

    /// The recipient of that name.
    pub fn from_id(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|recipient| recipient.id() == id)
    }

    /// Where the recipient can be written to on the web.
    pub fn form(self) -> Option<&'static str> {
        match self {
            Self::Defender => Some("https://formulaire.defenseurdesdroits.fr/"),
            Self::Consumers => Some("https://signal.conso.gouv.fr/"),
            _ => None,
        }
    }

    /// Whether a letter by post is expected: then it needs a postal address.
    pub fn by_post(self) -> bool {
        !matches!(self, Self::Platform | Self::Consumers)
    }

    /// Whether the postal address is one that only the user can find out: none is known for certain.
    pub fn address_is_asked(self) -> bool {
        matches!(self, Self::Fund | Self::Order | Self::Mediator)
    }

    /// The key of a block that was rewritten in this letter. What several letters of a role have in common is rewritten
    /// once; nothing reaches the practice from another letter, as it could name its author.
    pub(crate) fn edit(self, role: Role, block: &str) -> String {
        const COMMON: [&str; 4] = ["concerned", "seen", "account", "steps"];
        if self != Self::Practice && COMMON.contains(&block) {
            return format!("{}.{block}", role.id());
        }
        format!("{}.{}.{block}", role.id(), self.id())
    }
}

impl Role {
    /// Whom somebody in this role can ever write to, the usual recipient first.
    pub fn recipients(self) -> &'static [Recipient] {
        use Recipient::{Consumers, Defender, Fund, Mediator, Order, Platform, Practice};
        match self {
            Self::Person | Self::MandatedAssociation => {
                &[Defender, Fund, Order, Mediator, Platform, Consumers, Practice]
            }
            Self::Representative | Self::Association | Self::Witness => &[Defender, Platform, Consumers, Practice],
            Self::Journalist => &[Practice],
        }
    }
}

/// Whom somebody in `role` can write to about these captures, in the order of [`Recipient::ALL`]. Those that have nothing to
/// do with the matter are left out; those that it could one day be sent to say why not yet. `kept` says that every capture
/// is kept: the wording may vanish once the practice knows.
pub fn choices(role: Role, captures: &[&Capture], answers: &Answers, kept: bool) -> Vec<Choice> {
    let matter = About::of(captures, answers);
    let mut choices = Vec::new();
    for recipient in Recipient::ALL {
        let withheld = if !role.recipients().contains(&recipient) {
            match recipient {
                // Who may not complain is told so, once.
                Recipient::Fund if role != Role::Journalist => Some("recipient.why.role"),
                _ => continue,
            }
        } else {
            match matter.standing(role, recipient, kept) {
                Standing::Open => None,
                Standing::Foreign => continue,
                Standing::Withheld(why) => Some(why),
            }
        };
        choices.push(Choice { recipient, withheld: withheld.map(Message::new) });
    }
    choices
}

/// Why a letter to this recipient is not written; `None` where it is. That the capture is kept is the page's to see to.
pub(super) fn withheld(role: Role, recipient: Recipient, captures: &[&Capture], answers: &Answers) -> Option<Message> {
    if !role.recipients().contains(&recipient) {
        return Some(Message::new("recipient.why.role"));
    }
    match About::of(captures, answers).standing(role, recipient, true) {
        Standing::Open => None,
        Standing::Foreign => Some(Message::new("letter.error.recipient")),
        Standing::Withheld(why) => Some(Message::new(why)),
    }
}

/// Whether a matter can go to a recipient.
enum Standing {
    Open,
    /// It has nothing to do with them.
    Foreign,
    Withheld(&'static str),
}

/// What decides who can receive a letter about these captures.
struct About {
    order: Option<Order>,
    place: Place,
    site: Option<String>,
    platform: bool,
    prices: bool,
    unsettled: bool,
}

impl About {
    fn of(captures: &[&Capture], answers: &Answers) -> Self {
        let read = |capture: &&Capture| capture.practitioner.profession.as_ref().map(|read| read.value.clone());
        let profession = answers.practitioner.profession.clone().or_else(|| captures.first().and_then(read));
        Self {
            order: law::profession(&profession.unwrap_or_default()).map(|profession| profession.order),
            place: captures.first().map(|capture| Place::of(capture, answers)).unwrap_or_default(),
            site: site(captures),
            platform: answers.platform || unknown_site(captures).is_none(),
            prices: captures.iter().any(|capture| speaks_of_prices(capture)),
            unsettled: captures.iter().any(|capture| capture.finding.grade == Grade::Check),
        }
    }

    fn standing(&self, role: Role, recipient: Recipient, kept: bool) -> Standing {
        use Standing::{Foreign, Open, Withheld};
        match recipient {
            Recipient::Defender => Open,
            Recipient::Fund | Recipient::Order | Recipient::Mediator if self.place.elsewhere() => {
                if recipient == Recipient::Fund { Withheld("recipient.why.territory") } else { Foreign }
            }
            Recipient::Fund => Open,
            Recipient::Order => match self.order {
                Some(Order::None) => Foreign,
                Some(_) => Open,
                None => Withheld("recipient.why.profession"),
            },
            Recipient::Mediator => match self.order {
                Some(Order::None) => Open,
                _ => Foreign,
            },
            Recipient::Platform if self.site.is_none() => Withheld("recipient.why.site"),
            // On a practice's own site the notice would tell the practice who writes.
            Recipient::Platform if !self.platform => Withheld("recipient.why.platform"),
            Recipient::Platform => Open,
            Recipient::Consumers if self.prices => Open,
            Recipient::Consumers => Foreign,
            // A journalist asks for a comment, which the practice is the one to give, on what can still be shown by then.
            Recipient::Practice if role == Role::Journalist && !kept => Withheld("recipient.why.comment"),
            Recipient::Practice if role == Role::Journalist => Open,
            Recipient::Practice if self.unsettled => Withheld("recipient.why.unsettled"),
            Recipient::Practice if !kept => Withheld("recipient.why.keep"),
            Recipient::Practice => Open,
        }
    }
}

/// The name of the site that publishes the pages, if they are of one site of the web: that of a known platform, else the
/// host.
pub(super) fn site(captures: &[&Capture]) -> Option<String> {
    let name = |capture: &&Capture| {
        let (host, _) = sites::host_and_path(&capture.page.address)?;
        let known = sites::of_host(&host).map(|site| site.name.split(" (").next().unwrap_or(site.name).to_owned());
        Some(known.unwrap_or_else(|| one_line(&host, 100).text))
    };
    let first = captures.first().and_then(name)?;
    captures.iter().all(|capture| name(capture).as_ref() == Some(&first)).then_some(first)
}

/// The site that publishes the pages, where it is none of the booking platforms that are known: it may be the practice's own.
pub fn unknown_site(captures: &[&Capture]) -> Option<String> {
    let host = |capture: &&Capture| sites::host_and_path(&capture.page.address).map(|(host, _)| host);
    let unknown = captures.iter().filter_map(host).any(|host| sites::of_host(&host).is_none());
    site(captures).filter(|_| unknown)
}

/// Whether the words are about prices, estimates or deposits: DGCCRF's part. That there is no third-party payment is not.
fn speaks_of_prices(capture: &Capture) -> bool {
    const PRICES: [&str; 14] = [
        "prix",
        "tarif",
        "devis",
        "acompte",
        "arrhes",
        "caution",
        "depot",
        "honoraires",
        "supplement",
        "depassement",
        "surcout",
        "majoration",
        "€",
        "euro",
    ];
    let words = fold(&capture.finding.quote);
    capture.finding.practice == Practice::Payment && PRICES.iter().any(|word| words.contains(word))
}
