//! `okno merge`: what a new edition of a typical regulation means for a local one.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Result, bail};
use clap::Args;
use regulation::package;
use regulation::versions::{self, Inherited};

use crate::author;
use crate::packages::Folder;

/// Arguments of `okno merge`.
#[derive(Args)]
pub struct Arguments {
    /// Package folder of the local regulation
    child: PathBuf,
    /// Package folder of the typical regulation, in the edition the local one was made for
    #[arg(long)]
    from: PathBuf,
    /// Package folder of its new edition
    #[arg(long)]
    to: PathBuf,
    /// Folder of the region whose calendar counts the terms; the demo region without it
    #[arg(long)]
    region: Option<PathBuf>,
    /// Print the report as JSON
    #[arg(long)]
    json: bool,
}

/// `okno merge`: 0 everything reaches the local regulation by itself, 1 a person must look, 2 could not look.
pub fn run(arguments: &Arguments) -> Result<ExitCode> {
    let clock = author::clock(arguments.region.as_deref())?;
    let child = author::one(&arguments.child)?;
    let Some(parent) = package::needs(&child.sources).parent else {
        bail!("{} has no `parent`: it is not a local regulation", child.path);
    };
    let (old, new) = (typical(&arguments.from, &parent)?, typical(&arguments.to, &parent)?);
    let report = match versions::inherit(&child.sources, &old.sources, &new.sources, &clock) {
        Ok(report) => report,
        Err(found) => bail!("the typical regulation cannot be used:\n{}", author::pictures(&new, &found)),
    };
    let mut out = std::io::stdout().lock();
    if arguments.json {
        writeln!(out, "{}", serde_json::to_string_pretty(&report)?)?;
    } else {
        write(&report, &mut out)?;
    }
    Ok(if report.by_hand.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// The typical regulation that the local one names.
fn typical(path: &Path, parent: &str) -> Result<Folder> {
    let folder = author::one(path)?;
    let service = author::whole(&folder)?.service;
    if service != parent {
        bail!("{} is the service {service}, and the local regulation rests on {parent}", folder.path);
    }
    Ok(folder)
}

fn write(report: &Inherited, out: &mut impl Write) -> Result<()> {
    if report.by_itself.is_empty() {
        writeln!(out, "Само ничего не изменится.")?;
    } else {
        writeln!(out, "Изменится само:")?;
    }
    for change in &report.by_itself {
        writeln!(out, "  — {}", change.sentence)?;
    }
    if report.by_hand.is_empty() {
        writeln!(out, "\nРешение человека не нужно.")?;
    } else {
        writeln!(out, "\nНужно решение человека:")?;
    }
    for one in &report.by_hand {
        writeln!(out, "  — {}", one.sentence)?;
    }
    Ok(())
}
