//! What is kept: captures with their hashes, and cases.
