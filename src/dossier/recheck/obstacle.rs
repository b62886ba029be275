//! What stands between a visitor and a page: a login, a captcha, a server that refuses. Vigie stops there, says so, and
//! leaves it to the person: it fills in nothing and gets round nothing.

use super::Sight;
use crate::message::Message;
use serde::{Deserialize, Serialize};

/// Pages that ask for something say little else, in characters.
const SHORT: usize = 3_000;

/// Why a page cannot be compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Obstacle {
    /// A login.
    Login,
    /// A captcha, or another question whether the visitor is a person.
    Captcha,
    /// The server refuses, or has no time.
    Refused,
    /// The page did not come, or nothing of it could be read.
    Unreachable,
    /// The page came, and went on coming for longer than anybody waits.
    Endless,
    /// Another page than the one that was opened, and not surely by the site's own doing.
    Elsewhere,
    /// The user has used the tab for something else, or closed it.
    Left,
    /// There is no whole address to be opened: it was masked, or is none of a web page.
    Address,
    /// The extension may not read this site.
    Permission,
    /// The user has paused this site.
    Paused,
}

/// Whose frames and scripts ask whether the visitor is a person.
const ASKERS: &[&str] = &[
    "hcaptcha.com",
    "/recaptcha/",
    "recaptcha.net",
    "challenges.cloudflare.com",
    "/cdn-cgi/challenge-platform/",
    "captcha-delivery.com",
    "datadome",
    "arkoselabs.com",
    "funcaptcha.com",
    "perimeterx",
    "px-captcha",
    "friendlycaptcha",
    "awswaf.com",
];

/// What the titles of such pages say.
const ASKING: &[&str] = &[
    "captcha",
    "just a moment",
    "un instant",
    "attention required",
    "êtes-vous un robot",
    "êtes-vous humain",
    "vérifiez que vous êtes",
    "vérification de sécurité",
    "vérification de votre navigateur",
    "security check",
    "are you a robot",
    "verify you are human",
    "checking your browser",
];

/// What is in the addresses and titles of logins.
const LOGINS: &[&str] = &[
    "login",
    "log-in",
    "signin",
    "sign-in",
    "sign_in",
    "connexion",
    "se connecter",
    "identification",
    "/sso",
    "/auth",
];

impl Obstacle {
    /// What stands before a page that does not say what it said; `moved` where the site has sent its visitor elsewhere,
    /// `characters` of text in all.
    pub(super) fn of(sight: &Sight, moved: bool, characters: usize) -> Option<Self> {
        let title = sight.title.to_lowercase();
        let asks = ASKING.iter().any(|words| title.contains(words));
        let asker = sight.sources.iter().any(|source| {
            let source = source.to_lowercase();
            ASKERS.iter().any(|asker| source.contains(asker))
        });
        // A page of many words may have a captcha beside its contact form.
        let short = characters < SHORT;
        let refused = matches!(sight.status, 401 | 403 | 407 | 429 | 451 | 500..=599);
        let path = sight.url.split_once("://").map_or(sight.url.as_str(), |(_, rest)| rest).to_lowercase();
        let named = LOGINS.iter().any(|words| path.contains(words) || title.contains(words));
        match () {
            () if asks || (asker && (short || refused)) => Some(Self::Captcha),
            () if (moved && named) || (sight.password && (moved || named || short)) => Some(Self::Login),
            () if refused => Some(Self::Refused),
            // A page without a word has not come yet, or cannot be read.
            () if characters == 0 => Some(Self::Unreachable),
            () => None,
        }
    }

    /// Whether the batch waits: the person has to do something in the tab that is open, or is using it.
    pub fn is_for_person(self) -> bool {
        matches!(self, Self::Login | Self::Captcha | Self::Left)
    }

    /// Whether it is what came of opening the page, to be written down as such: the others are this device's own, or wait.
    pub fn is_of_page(self) -> bool {
        matches!(self, Self::Refused | Self::Unreachable | Self::Endless | Self::Elsewhere)
    }

    /// The same for the user.
    pub fn message(self) -> Message {
        Message::new(match self {
            Self::Login => "recheck.stopped.login",
            Self::Captcha => "recheck.stopped.captcha",
            Self::Refused => "recheck.stopped.refused",
            Self::Unreachable => "recheck.stopped.unreachable",
            Self::Endless => "recheck.stopped.endless",
            Self::Elsewhere => "recheck.stopped.elsewhere",
            Self::Left => "recheck.stopped.left",
            Self::Address => "recheck.stopped.address",
            Self::Permission => "recheck.stopped.permission",
            Self::Paused => "recheck.stopped.paused",
        })
    }
}
