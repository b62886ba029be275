//! A page that was opened again: what it said of a capture's words, fixed as the capture was.

use super::{
    Difference, Manifest, Mask, Moment, Page, Versions,
    manifest::{File, JSON, TEXT, json_file},
};
use serde::{Deserialize, Serialize};

/// What became of a capture's words.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// The section says the same.
    There,
    /// The section says something else.
    Changed,
    /// The page is there, and the section is not.
    Gone,
    /// There is no such page any more.
    PageGone,
    /// It could not be told: a login, a captcha, a page that does not come, a site without permission.
    Stopped,
}

/// What a page said when it was opened again.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Again {
    /// What became of the words.
    pub outcome: Outcome,
    /// When.
    pub seen: Moment,
    /// The page that answered: another one where the site sends its visitors on.
    pub page: Page,
    /// The section's text then; empty where there was none.
    pub section: String,
    /// What read the page.
    pub versions: Versions,
    /// The parts and their hashes.
    pub manifest: Manifest,
}

impl Again {
    /// Fixes what a page said.
    pub fn new(outcome: Outcome, seen: Moment, page: Page, section: String, versions: Versions) -> Self {
        let mut again = Self { outcome, seen, page, section, versions, manifest: Manifest::of(Vec::new()) };
        again.seal();
        again
    }

    /// The parts as files: name, media type, bytes.
    pub fn files(&self) -> Vec<File> {
        let mut files = vec![
            ("horodatage.json".to_owned(), JSON, json_file(&self.seen)),
            ("outils.json".to_owned(), JSON, json_file(&(&self.versions, self.outcome))),
            ("page.json".to_owned(), JSON, json_file(&self.page)),
        ];
        if !self.section.is_empty() {
            files.push(("rubrique.txt".to_owned(), TEXT, self.section.clone().into_bytes()));
        }
        files
    }

    /// Takes every hash again and compares.
    ///
    /// # Errors
    /// Names the first part that is not what it was.
    pub fn verify(&self) -> Result<(), Difference> {
        self.manifest.compare(&Manifest::of(self.files()))
    }

    /// The same without the words of a mask, sealed anew.
    #[must_use]
    pub fn masked(mut self, mask: &Mask) -> Self {
        self.section = mask.cover(&self.section).0;
        self.page.title = mask.cover(&self.page.title).0;
        self.page.address = mask.cover_address(&self.page.address).0;
        self.seal();
        self
    }

    fn seal(&mut self) {
        self.manifest = Manifest::of(self.files());
    }
}
