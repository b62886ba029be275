//! What is kept: captures with their hashes, and cases. Everything read back from storage or handed over by a page is
//! checked again here: nothing stored is trusted.

pub mod address;
mod again;
mod canonical;
mod capture;
mod context;
mod draft;
mod layout;
mod manifest;
mod mask;
mod moment;
mod plain;
mod record;
mod screenshot;
mod selector;
mod snapshot;
mod stored;

pub use again::{Again, Outcome};
pub use canonical::Sha256Hex;
pub(crate) use canonical::canonical;
pub use capture::{Capture, CapturedFinding, Page, Versions};
pub use draft::{DraftError, Way};
pub use layout::{Layout, Line};
pub use manifest::{Difference, File, Manifest, Part};
pub use mask::{BLACK, Mask};
pub use moment::Moment;
pub(crate) use plain::answer;
pub use plain::{Plain, lines, one_line};
pub(crate) use record::is_id;
pub use record::{CASE_VERSION, Case, CaseError, LetterState, Reread};
pub use screenshot::{Media, Screenshot};
pub(crate) use selector::percent;
pub(crate) use snapshot::escaped;
pub use stored::Blob;
