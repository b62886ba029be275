//! All cases of one user.

pub mod table;
