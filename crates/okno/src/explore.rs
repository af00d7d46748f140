//! `okno explore`: every path a citizen can take through a service, with its outcome.

use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Result;
use clap::{Args, ValueEnum};
use regulation::prove::{self, End, Path, Paths};

use crate::author;

/// Arguments of `okno explore`.
#[derive(Args)]
pub struct Arguments {
    /// A package folder
    path: PathBuf,
    /// How to show the paths
    #[arg(long, value_enum, default_value_t = Format::Table)]
    format: Format,
    /// Most paths that are listed; what is left out is said
    #[arg(long, default_value_t = prove::MOST_PATHS)]
    most: usize,
}

#[derive(Clone, Copy, ValueEnum)]
enum Format {
    /// One path after another, for reading
    Table,
    /// The tree as JSON
    Json,
    /// The tree as a picture
    Svg,
}

/// `okno explore`: 0 shown, 2 could not look.
pub fn run(arguments: &Arguments) -> Result<ExitCode> {
    let regulation = author::whole(&author::one(&arguments.path)?)?;
    let paths = prove::paths(&regulation, arguments.most);
    let shown = match arguments.format {
        Format::Table => table(&paths),
        Format::Json => serde_json::to_string_pretty(&paths)? + "\n",
        Format::Svg => prove::draw(&paths, &regulation.title),
    };
    std::io::stdout().write_all(shown.as_bytes())?;
    Ok(ExitCode::SUCCESS)
}

fn table(paths: &Paths) -> String {
    let mut lines = Vec::new();
    let list = paths.list();
    for (number, path) in list.iter().enumerate() {
        lines.push(format!("{}. {}", number + 1, outcome(path.end)));
        lines.extend(answers(path));
    }
    lines.push(format!("путей: {}", list.len()));
    lines.extend(paths.unexplored.iter().map(|one| format!("не исследовано: {}. {}", one.what, one.why)));
    lines.join("\n") + "\n"
}

fn answers(path: &Path<'_>) -> impl Iterator<Item = String> {
    path.shown.iter().map(|(label, answers)| format!("     {label}: {}", answers.join(" или ")))
}

fn outcome(end: &End) -> String {
    let variant = end
        .variant
        .as_deref()
        .map_or("ни один вариант не подходит".to_owned(), |id| format!("вариант {id}"));
    let mut parts = vec![variant];
    match (&end.ground, end.term) {
        (Some((list, id)), _) => parts.push(format!("{} по основанию {id}", prove::ending(list))),
        (None, Some(term)) => {
            parts.push(format!("результат, срок {term}"));
            parts.push(prove::fee_in_words(&end.fee));
        }
        (None, None) => {}
    }
    if !end.discretion.is_empty() {
        parts.push(format!("решает человек: {}", end.discretion.join(", ")));
    }
    parts.join("; ")
}
