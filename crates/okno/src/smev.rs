//! `okno smev`: what exactly is signed in a message of СМЭВ, and whether its signatures hold.

mod judged;
mod shown;

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context, Result, bail};
use clap::{Args, Subcommand};
use connect::sign::{Authorities, Certificate};
use connect::xml;
use jiff::Timestamp;

/// Arguments of `okno smev`.
#[derive(Args)]
pub struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Print the bytes that are signed: the element with this Id, canonicalised and transformed
    Transform(TransformArguments),
    /// Say of each signature of a message whether it holds and whose it is
    Verify(VerifyArguments),
}

#[derive(Args)]
struct TransformArguments {
    /// A message, or any other XML document
    file: PathBuf,
    /// The Id of the element
    #[arg(long)]
    id: String,
}

#[derive(Args)]
struct VerifyArguments {
    /// A message of СМЭВ 3, with its SOAP envelope or without
    file: PathBuf,
    /// Certificates of authorities that are trusted, as PEM or DER; nobody's origin is checked without
    #[arg(long)]
    trust: Option<PathBuf>,
    /// Judge certificates as of this moment instead of the one the message states
    #[arg(long)]
    at: Option<Timestamp>,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

/// 0: all hold; 1: some do not, or there are none; 2: could not look.
pub fn run(arguments: &Arguments) -> Result<ExitCode> {
    match &arguments.command {
        Command::Transform(arguments) => transform(arguments),
        Command::Verify(arguments) => verify(arguments),
    }
}

fn transform(arguments: &TransformArguments) -> Result<ExitCode> {
    let (_, document) = read(&arguments.file)?;
    let place = document.by_id(&arguments.id)?;
    std::io::stdout().lock().write_all(&xml::transform(place.element)?)?;
    Ok(ExitCode::SUCCESS)
}

fn verify(arguments: &VerifyArguments) -> Result<ExitCode> {
    let (bytes, document) = read(&arguments.file)?;
    let authorities = arguments.trust.as_deref().map(trusted).transpose()?;
    let by = judged::By {
        authorities: authorities.as_ref(),
        at: arguments.at,
        now: actions::office::TimeSource::Wall.now(),
    };
    let judgement = judged::judge(&document, &bytes, &by);
    let text = if arguments.json { serde_json::to_string_pretty(&judgement)? + "\n" } else { shown::text(&judgement) };
    std::io::stdout().lock().write_all(text.as_bytes())?;
    Ok(if judgement.holds { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn read(path: &Path) -> Result<(Vec<u8>, xml::Document)> {
    let bytes = std::fs::read(path).with_context(|| format!("cannot read {}", path.display()))?;
    let document = xml::read(&bytes).with_context(|| format!("{} is not a readable document", path.display()))?;
    Ok((bytes, document))
}

fn trusted(path: &Path) -> Result<Authorities> {
    let bytes = std::fs::read(path).with_context(|| format!("cannot read {}", path.display()))?;
    let roots = Certificate::all_from_file(&bytes).with_context(|| format!("{}", path.display()))?;
    if roots.is_empty() {
        bail!("{} holds no certificate", path.display());
    }
    Ok(Authorities { roots, ..Authorities::default() })
}
