use std::path::Path;

/// Compiles the files of `folder` into `out`.
pub fn build(_folder: &Path, _out: &Path) -> Result<(), String> {
    Ok(())
}
