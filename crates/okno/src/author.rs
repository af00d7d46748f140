//! Commands for the author of a regulation: check, test, text.

use std::io::{IsTerminal, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context, Result, bail};
use clap::Args;
use regulation::clock::{Calendar, LegalClock};
use regulation::diagnostic::{Diagnostic, Severity, Sources, render};
use regulation::package::{self, Regulation};
use serde_json::json;

use crate::{packages, proofs, sarif};

/// Arguments of `okno check`.
#[derive(Args)]
pub struct CheckArguments {
    /// A package folder, or a folder of packages
    path: PathBuf,
    /// Print one JSON object per finding instead of pictures
    #[arg(long)]
    json: bool,
    /// Print the findings as SARIF 2.1.0, for editors and code reviews
    #[arg(long, conflicts_with = "json")]
    sarif: bool,
    /// Say also what the proofs did not explore, and why
    #[arg(long)]
    verbose: bool,
    /// Print what each variant asks of an applicant, and warn where it is above the budget
    #[arg(long)]
    burden: bool,
    /// Folder of the region that sets the budget; the demo region without it
    #[arg(long)]
    region: Option<PathBuf>,
}

/// Arguments of `okno test`.
#[derive(Args)]
pub struct TestArguments {
    /// A package folder, or a folder of packages
    path: PathBuf,
    /// Folder of the region whose calendar counts the terms; the demo region without it
    #[arg(long)]
    region: Option<PathBuf>,
}

/// Arguments of `okno text`.
#[derive(Args)]
pub struct TextArguments {
    /// A package folder
    path: PathBuf,
}

/// `okno check`: 0 clean, 1 findings that forbid publication, 2 could not look.
pub fn check(arguments: &CheckArguments) -> Result<ExitCode> {
    let mut out = std::io::stdout().lock();
    let (mut errors, mut warnings) = (0, 0);
    let folders = packages::read(&arguments.path)?;
    let mut checked: Vec<_> = folders.iter().map(|folder| package::read(&folder.sources)).collect();
    proofs::together(&mut checked);
    if arguments.burden {
        proofs::against_budget(&mut checked, arguments.region.as_deref())?;
    }
    if arguments.sarif {
        let placed = folders.iter().zip(&checked).flat_map(|(folder, (_, found))| {
            let (found, sources) = from_outside(folder, found);
            found.into_iter().map(move |one| (one, sources.clone()))
        });
        writeln!(out, "{}", sarif::report(&placed.collect::<Vec<_>>()))?;
        let broken = checked.iter().any(|(_, found)| found.iter().any(|one| one.severity == Severity::Error));
        return Ok(if broken { ExitCode::FAILURE } else { ExitCode::SUCCESS });
    }
    for (folder, (_, found)) in folders.iter().zip(&checked) {
        errors += found.iter().filter(|finding| finding.severity == Severity::Error).count();
        warnings += found.iter().filter(|finding| finding.severity == Severity::Warning).count();
        if arguments.json {
            for finding in found {
                writeln!(out, "{}", as_json(finding, folder))?;
            }
        } else {
            let (found, sources) = from_outside(folder, found);
            write!(out, "{}", render(&found, &sources, out.is_terminal()))?;
        }
    }
    if !arguments.json {
        let whole: Vec<&Regulation> = checked.iter().filter_map(|(regulation, _)| regulation.as_ref()).collect();
        if arguments.verbose {
            out.write_all(proofs::unexplored(&whole).as_bytes())?;
        }
        if arguments.burden {
            out.write_all(proofs::burden(&whole).as_bytes())?;
        }
        writeln!(out, "checked {}: errors {errors}, warnings {warnings}", folders.len())?;
    }
    Ok(if errors == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// Findings as pictures with carets, places named from outside.
pub fn pictures(folder: &packages::Folder, found: &[Diagnostic]) -> String {
    let (found, sources) = from_outside(folder, found);
    render(&found, &sources, std::io::stdout().is_terminal())
}

fn as_json(finding: &Diagnostic, folder: &packages::Folder) -> serde_json::Value {
    let (line, column) = place(&folder.sources, finding);
    json!({ "package": folder.path, "line": line, "column": column, "finding": finding })
}

/// Line and column of a finding, both from one.
fn place(sources: &Sources, finding: &Diagnostic) -> (usize, usize) {
    let text = sources.0.get(&finding.span.file).map_or("", String::as_str);
    let before = text.get(..finding.span.start.min(text.len())).unwrap_or("");
    let line_start = before.rfind('\n').map_or(0, |at| at + 1);
    (before.matches('\n').count() + 1, before[line_start..].chars().count() + 1)
}

/// Findings and files under the names they have for the person who called: with the package's path.
fn from_outside(folder: &packages::Folder, found: &[Diagnostic]) -> (Vec<Diagnostic>, Sources) {
    let named = |file: &str| format!("{}/{file}", folder.path.trim_end_matches('/'));
    let mut found = found.to_vec();
    for finding in &mut found {
        finding.span.file = named(&finding.span.file);
    }
    let files = folder.sources.0.iter().map(|(file, text)| (named(file), text.clone())).collect();
    (found, Sources(files))
}

/// Runs the cases of a package and tells those that do not come true: how many did, how many not.
pub fn prove(
    folder: &packages::Folder,
    regulation: &Regulation,
    clock: &LegalClock,
    out: &mut impl Write,
) -> Result<(usize, usize)> {
    let mut failed = 0;
    for case in &regulation.cases {
        let wrong = package::run_case(regulation, case, clock);
        if wrong.is_empty() {
            continue;
        }
        failed += 1;
        writeln!(out, "{}/{}: {}", folder.path, case.file, case.name)?;
        for mismatch in wrong {
            writeln!(out, "    {}: ожидалось {}, вышло {}", mismatch.what, mismatch.expected, mismatch.got)?;
        }
    }
    Ok((regulation.cases.len() - failed, failed))
}

/// `okno test`: 0 all cases hold, 1 some do not, 2 could not run.
pub fn test(arguments: &TestArguments) -> Result<ExitCode> {
    let clock = clock(arguments.region.as_deref())?;
    let mut out = std::io::stdout().lock();
    let (mut passed, mut failed) = (0, 0);
    for folder in packages::read(&arguments.path)? {
        let (held, broke) = prove(&folder, &whole(&folder)?, &clock, &mut out)?;
        passed += held;
        failed += broke;
    }
    writeln!(out, "cases passed {passed}, failed {failed}")?;
    Ok(if failed == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// `okno text`: the regulation in words.
pub fn text(arguments: &TextArguments) -> Result<ExitCode> {
    let regulation = whole(&one(&arguments.path)?)?;
    std::io::stdout().write_all(package::text(&regulation).as_bytes())?;
    Ok(ExitCode::SUCCESS)
}

/// The one package at a path.
pub fn one(path: &Path) -> Result<packages::Folder> {
    let mut folders = packages::read(path)?;
    match folders.len() {
        1 => Ok(folders.remove(0)),
        several => bail!("{} holds {several} packages; name one of them", path.display()),
    }
}

/// A regulation without errors, or the errors as the refusal.
pub fn whole(folder: &packages::Folder) -> Result<Regulation> {
    let (regulation, found) = package::read(&folder.sources);
    match regulation {
        Some(regulation) => Ok(regulation),
        None => {
            let errors: Vec<Diagnostic> =
                found.into_iter().filter(|finding| finding.severity == Severity::Error).collect();
            let (errors, sources) = from_outside(folder, &errors);
            bail!("{} cannot be used:\n{}", folder.path, render(&errors, &sources, std::io::stderr().is_terminal()))
        }
    }
}

/// The legal clock of a region folder, or of the built-in demo region.
pub fn clock(region: Option<&Path>) -> Result<LegalClock> {
    let sources = match region {
        Some(folder) => packages::read_sources(folder)?,
        None => packages::built_in_region(),
    };
    Ok(region_and_clock(&sources)?.1)
}

/// Reads a region and makes its clock; every mistake in its files is shown.
pub fn region_and_clock(sources: &Sources) -> Result<(regulation::region::Region, LegalClock)> {
    let (region, mut found) = regulation::region::read(sources);
    let years = Sources(
        sources
            .0
            .iter()
            .filter(|(name, _)| name.starts_with("calendars/"))
            .map(|(n, t)| (n.clone(), t.clone()))
            .collect(),
    );
    let (calendar, more): (Option<Calendar>, _) = Calendar::read(&years);
    found.extend(more);
    let (Some(region), Some(calendar)) = (region, calendar) else {
        bail!("the region's data cannot be used:\n{}", render(&found, sources, std::io::stderr().is_terminal()))
    };
    let clock = region.clock(calendar).context("region.yaml: the time zone is not known")?;
    Ok((region, clock))
}
