//! The command line: the same library over files.

mod command;

use clap::{Parser, Subcommand};
use command::scan::Form;
use std::{path::PathBuf, process::ExitCode};
use vigie::archive::is_named_so;

/// A page is thousands of small pieces, taken and given back on all cores at once.
#[global_allocator]
static MEMORY: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// Repère les mentions susceptibles d'être discriminatoires sur des pages de rendez-vous médicaux.
#[derive(Parser)]
#[command(version)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Lit des pages (.html, .mhtml), des textes (.txt), des archives du web (.warc, .warc.gz, .wacz) et des dossiers qui en contiennent, et dit
    /// ce qui s'y trouve ; « - » est l'entrée standard. Ce qui ne peut pas être lu est nommé, et le reste est lu : le code de retour est alors 2, ou 1
    /// si un fichier entier n'a pas pu être lu
    Scan {
        /// Un objet JSON par page et par ligne. D'une entrée qui n'est ni page ni archive, un objet par ligne, {"id", "text"} ou {"id", "html"} ; une
        /// ligne de réponse pour chacune, dans l'ordre
        #[arg(long)]
        jsonl: bool,
        /// Un tableau pour tableur (CSV), une ligne par mention
        #[arg(long, conflicts_with = "jsonl")]
        csv: bool,
        /// Les fichiers et dossiers ; sans aucun, l'entrée standard
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
    /// Découpe des textes annotés en passages, tels que le réseau les lit, pour qui les lui apprend (voir scripts/train)
    Passages {
        /// Aussi les exemples du vocabulaire où rien n’est à trouver
        #[arg(long)]
        examples: bool,
        /// Des corpus annotés (.jsonl), des phrases à nous (.toml)
        corpora: Vec<PathBuf>,
    },
    /// Vérifie des dossiers (.wacz, .age) : chaque élément est-il tel qu’il a été écrit ?
    Verify {
        /// Écrit aussi chaque élément avec son empreinte
        #[arg(long)]
        entries: bool,
        /// Les fichiers
        #[arg(required = true)]
        files: Vec<PathBuf>,
    },
    /// Montre comment un texte est lu : proposition, indices, règle, portée
    Explain {
        /// Ce que disent les règles seules, avant que le réseau ne lise
        #[arg(long)]
        rules: bool,
        /// Le texte
        text: String,
    },
}

fn main() -> ExitCode {
    let done = match Arguments::parse().command {
        Command::Scan { jsonl: true, files, .. } if files.iter().all(|file| !is_named_so(file)) => {
            command::jsonl::run(&files)
        }
        Command::Scan { jsonl, csv, files } => {
            let form = match (jsonl, csv) {
                (true, _) => Form::Lines,
                (_, true) => Form::Table,
                _ => Form::Person,
            };
            command::scan::run(&files, form)
        }
        Command::Catalogue { html, corpora } => command::catalogue::run(html, &corpora),
        Command::Passages { examples, corpora } => command::passages::run(&corpora, examples),
        Command::Verify { entries, files } => command::verify::run(&files, entries),
        Command::Explain { rules, text } => command::explain::run(&text, rules),
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
