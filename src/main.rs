//! The command line: the same library over files.

mod command;

use clap::{Parser, Subcommand};
use std::{path::PathBuf, process::ExitCode};

/// Repère les mentions susceptibles d'être discriminatoires sur des pages de rendez-vous médicaux.
#[derive(Parser)]
#[command(version)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Lit des pages (.html) ou des textes (.txt), et dit ce qui s'y trouve ; « - » est l'entrée standard
    Scan {
        /// Un objet JSON par ligne, {"id", "text"} ou {"id", "html"} ; une ligne de réponse pour chacune, dans l'ordre
        #[arg(long)]
        jsonl: bool,
        /// Les fichiers ; sans aucun, l'entrée standard
        files: Vec<PathBuf>,
    },
    /// Écrit le catalogue public des règles : ce qui est signalé et ce qui ne l'est pas, les textes, les sources, les mesures
    Catalogue {
        /// En HTML, et non en Markdown
        #[arg(long)]
        html: bool,
        /// Des corpus annotés (.jsonl), sur lesquels chaque règle est mesurée
        corpora: Vec<PathBuf>,
    },
    /// Apprend, de textes annotés, ce que disent les mots qu'aucune règle ne connaît ; écrit la table des poids (voir scripts/train)
    Train {
        /// Des textes où rien n'est à trouver, un objet JSON par ligne, {"text"}
        #[arg(long)]
        silent: Vec<PathBuf>,
        /// Ce que compte une phrase de ces textes, auprès d'une phrase annotée
        #[arg(long, default_value_t = 1.0)]
        silence: f64,
        /// Des corpus annotés (.jsonl)
        corpora: Vec<PathBuf>,
    },
    /// Montre comment un texte est lu : proposition, indices, règle, portée
    Explain {
        /// Le texte
        text: String,
    },
}

fn main() -> ExitCode {
    let done = match Arguments::parse().command {
        Command::Scan { jsonl: true, files } => command::jsonl::run(&files),
        Command::Scan { jsonl: false, files } => command::scan::run(&files),
        Command::Catalogue { html, corpora } => command::catalogue::run(html, &corpora),
        Command::Train { silent, silence, corpora } => command::train::run(&corpora, &silent, silence),
        Command::Explain { text } => command::explain::run(&text),
    };
    match done {
        Ok(code) => code,
        // A reader that has seen enough, such as `head`, is no failure.
        Err(error) if error.kind() == std::io::ErrorKind::BrokenPipe => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("vigie: {error}");
            ExitCode::FAILURE
        }
    }
}
