//! A case for reviewers who must not know whose page it was: without names, addresses, numbers, hosts and pictures, and without anything
//! that its user wrote. Its name stays, and tells nothing: who has the dossier finds the case by it again, and nobody else.

use super::fault::PackError;
use crate::{case::Case, dossier::review::names, practitioner::Practitioner};

/// The copy of a case that reviewers get, sealed anew. What a verdict is bound to stays the same.
///
/// # Errors
/// Names the case that no copy can be made of.
pub fn anonymous(case: &Case) -> Result<Case, PackError> {
    let mut capture = case.capture.clone().masked(&names(&case.capture));
    capture.page.address.clear();
    capture.page.title.clear();
    capture.versions.browser.clear();
    capture.practitioner =
        Practitioner { profession: capture.practitioner.profession.take(), ..Practitioner::default() };
    if let Some(profession) = &mut capture.practitioner.profession {
        profession.alternatives.clear();
    }
    Case::new(&case.id, capture.without_screenshot(), case.created.clone())
        .map_err(|fault| PackError::content(&case.id, fault))
}
