//! What is kept: captures with their hashes, and cases. Everything read back from storage or handed over by a page is
//! checked again here: nothing stored is trusted.

pub mod address;
mod canonical;
mod capture;
mod context;
mod draft;
mod mask;
mod moment;
mod plain;
mod record;
mod screenshot;

pub use canonical::Sha256Hex;
pub(crate) use canonical::canonical;
pub use capture::{Capture, CapturedFinding, Difference, Manifest, Page, Part, Versions};
pub use draft::{DraftError, Way};
pub use mask::Mask;
pub use moment::Moment;
pub(crate) use plain::answer;
pub use plain::{Plain, lines, one_line};
pub(crate) use record::is_id;
pub use record::{CASE_VERSION, Case, CaseError, LetterState, Reread};
pub use screenshot::{Media, Screenshot};
