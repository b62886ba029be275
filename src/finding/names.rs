//! The names of criteria and practices in data, in the order of the annotation guide. Shared with the build scripts, which
//! hold data files to them.

/// The criteria.
pub const CRITERIA: [&str; 12] = [
    "coverage",
    "poverty",
    "origin",
    "language",
    "religion",
    "health",
    "disability",
    "orientation",
    "gender",
    "family",
    "age",
    "residence",
];

/// The practices: where several fit, the first wins.
pub const PRACTICES: [&str; 6] = ["refusal", "restriction", "documents", "payment", "referral", "stigma"];
