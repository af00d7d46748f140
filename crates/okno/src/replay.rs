//! `okno replay`: recomputes a stored decision offline and says whether every byte is the same.

use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Context, Result, bail};
use clap::Args;
use jiff::civil::Date;
use regulation::assess::{assess, canonical, differences, digest};
use regulation::diagnostic::Severity;
use regulation::fact::Facts;
use regulation::package::{self, Regulation};
use serde::Deserialize;

use crate::packages;

/// Most differences that are listed.
const LISTED: usize = 20;

/// Arguments of `okno replay`.
#[derive(Args)]
pub struct Arguments {
    /// A stored decision: a JSON file as `okno explain --json --decision` writes it
    decision: PathBuf,
    /// A package folder, or a folder of packages; those inside the program without it
    #[arg(long)]
    regulations: Option<PathBuf>,
}

/// A decision as it was stored: the assessment stays as written, so that no byte is lost.
#[derive(Deserialize)]
struct Stored {
    service: String,
    version: String,
    package: String,
    as_of: Date,
    facts: Facts,
    assessment: serde_json::Value,
}

/// 0: every byte is the same; 1: it differs, and the differences are told; 2: could not look.
pub fn run(arguments: &Arguments) -> Result<ExitCode> {
    let text = std::fs::read_to_string(&arguments.decision)
        .with_context(|| format!("cannot read the decision in {}", arguments.decision.display()))?;
    let stored: Stored = serde_json::from_str(&text)
        .with_context(|| format!("{} is not a stored decision", arguments.decision.display()))?;
    let folders = match &arguments.regulations {
        Some(path) => packages::read(path)?,
        None => packages::built_in(),
    };
    let regulation = find(&stored, &folders)?;
    let mut out = std::io::stdout().lock();
    let (service, version, day) = (&stored.service, &stored.version, stored.as_of.strftime("%d.%m.%Y"));
    writeln!(out, "Решение по услуге «{}» ({service}, редакция {version}) от {day}.", regulation.title)?;
    if digest(&regulation.files) != stored.package {
        writeln!(out, "Файлы регламента с тех пор изменились: контрольная сумма другая.")?;
    }
    let now = serde_json::to_value(assess(&regulation, &stored.facts, stored.as_of))?;
    let (before, after) = (canonical(&stored.assessment), canonical(&now));
    if before == after {
        writeln!(out, "Пересчёт совпал с сохранённым решением до байта: {} байт.", after.len())?;
        return Ok(ExitCode::SUCCESS);
    }
    let found = differences(&stored.assessment, &now);
    writeln!(out, "Пересчёт отличается от сохранённого решения. Различий: {}.", found.len())?;
    for difference in found.iter().take(LISTED) {
        writeln!(out, "  {}", difference.place)?;
        writeln!(out, "    сохранено: {}", difference.stored)?;
        writeln!(out, "    пересчёт:  {}", difference.now)?;
    }
    Ok(ExitCode::FAILURE)
}

/// The edition that decided.
fn find(stored: &Stored, folders: &[packages::Folder]) -> Result<Regulation> {
    let mut versions = Vec::new();
    let mut broken = Vec::new();
    for folder in folders {
        let (regulation, found) = package::read(&folder.sources);
        match regulation {
            Some(regulation) if regulation.service == stored.service => {
                if regulation.version == stored.version {
                    return Ok(regulation);
                }
                versions.push(regulation.version);
            }
            Some(_) => {}
            None => {
                let errors = found.iter().filter(|finding| finding.severity == Severity::Error).count();
                broken.push(format!("{} (errors: {errors})", folder.path));
            }
        }
    }
    let (service, version) = (&stored.service, &stored.version);
    if !versions.is_empty() {
        bail!("the decision was made under edition {version} of {service}; there is only {}", versions.join(", "));
    }
    if !broken.is_empty() {
        bail!("there is no readable package of the service {service}; these cannot be used: {}", broken.join(", "));
    }
    bail!("there is no package of the service {service}; name its folder with --regulations")
}
