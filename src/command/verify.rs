//! `vigie verify`: whether packs are what was written, entry by entry.

use std::{
    fs::File,
    io::{self, BufReader, IsTerminal, Write},
    path::{Path, PathBuf},
    process::ExitCode,
};
use vigie::{
    message::{Catalogue, Language, Message},
    pack::{Contents, Item, PackError, hashed, opened, read},
};

/// The highest work factor that a command takes on: 1 GB of memory. Whoever calls it can stop it.
const MOST_WORK: u8 = 20;

/// Verifies each file, and says what that proves and what not.
pub fn run(files: &[PathBuf], entries: bool) -> io::Result<ExitCode> {
    let mut out = io::BufWriter::new(io::stdout().lock());
    let catalogue = Catalogue::new(Language::Fr);
    let mut whole = true;
    for file in files {
        match verified(file) {
            Ok(told) => print(&mut out, file, &told, entries)?,
            Err(fault) => {
                whole = false;
                let bad = if fault.entry().is_some() { catalogue.text("pack.verify.bad") } else { "" };
                let said = catalogue.render(&fault.message());
                let dash = if bad.is_empty() { "" } else { "\u{a0}: " };
                writeln!(out, "{}\u{a0}: {bad}{dash}{said}", file.display())?;
                // What a message leaves out, for whoever looks for the cause.
                eprintln!("{}: {fault}", file.display());
            }
        }
    }
    if whole {
        writeln!(out, "\n{}\n{}", catalogue.text("pack.verify.proves"), catalogue.text("pack.verify.limits"))?;
    }
    out.flush()?;
    Ok(if whole { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// What was found in a file that is whole.
struct Told {
    /// The hash of the file as it lies there.
    file: String,
    contents: Contents,
}

fn verified(file: &Path) -> Result<Told, PackError> {
    let source = || Ok::<_, PackError>(BufReader::with_capacity(1 << 20, File::open(file)?));
    let passphrase = match opened(source()?, None, MOST_WORK) {
        Err(fault) if fault.asks_passphrase() => Some(asked(file)?),
        Err(fault) => return Err(fault),
        Ok(_) => None,
    };
    let contents = read(opened(source()?, passphrase.as_deref(), MOST_WORK)?, |_: Item| Ok(()))?;
    let file = match passphrase {
        Some(_) => hashed(source()?)?,
        None => contents.sha256.clone(),
    };
    Ok(Told { file: file.into(), contents })
}

/// The passphrase, typed unseen; from a pipe, its first line.
fn asked(file: &Path) -> Result<String, PackError> {
    if !io::stdin().is_terminal() {
        let mut line = String::new();
        io::stdin().read_line(&mut line)?;
        return Ok(line.trim_end_matches(['\r', '\n']).to_owned());
    }
    let ask = Message::new("pack.verify.ask").with("file", file.display());
    Ok(rpassword::prompt_password(Catalogue::new(Language::Fr).render(&ask))?)
}

fn print(out: &mut impl Write, file: &Path, told: &Told, entries: bool) -> io::Result<()> {
    let catalogue = Catalogue::new(Language::Fr);
    let contents = &told.contents;
    let whole = Message::new("pack.verify.whole").with("n", contents.entries.len());
    writeln!(out, "{}\u{a0}: {}", file.display(), catalogue.render(&whole))?;
    writeln!(out, "  {}\u{a0}: {}", catalogue.text("pack.verify.digest"), told.file)?;
    if told.file != contents.sha256.as_str() {
        writeln!(out, "  {}\u{a0}: {}", catalogue.text("pack.verify.inner"), contents.sha256.as_str())?;
    }
    let day = contents.created.iso();
    let said = Message::new("pack.verify.told").with("day", day.get(..10).unwrap_or(&day));
    let said = said.with("program", &contents.program).with("n", contents.cases);
    writeln!(out, "  {}", catalogue.render(&said))?;
    if contents.anonymous {
        writeln!(out, "  {}", catalogue.text("pack.verify.anonymous"))?;
    }
    if !contents.flaws.is_empty() {
        writeln!(out, "  {}", catalogue.render(&Message::new("pack.verify.flaws").with("n", contents.flaws.len())))?;
    }
    if entries {
        for (name, sha256) in &contents.entries {
            writeln!(out, "  {}  {name}", sha256.as_str())?;
        }
    }
    Ok(())
}
