//! The commands, one a file.

pub mod catalogue;
pub mod explain;
pub mod jsonl;
pub mod passages;
pub mod scan;
pub mod verify;

use std::{io, path::Path};

/// Reads a file, or standard input for `-`; what is not UTF-8 is replaced, so that a page in another encoding is still read.
fn read(path: &Path) -> io::Result<String> {
    let bytes = if path == Path::new("-") {
        let mut bytes = Vec::new();
        io::Read::read_to_end(&mut io::stdin().lock(), &mut bytes)?;
        bytes
    } else {
        std::fs::read(path).map_err(|e| io::Error::new(e.kind(), format!("{}: {e}", path.display())))?
    };
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}
