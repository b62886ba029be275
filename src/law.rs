//! Criterion, practice and role to articles and requests: `src/law/*.toml`.
