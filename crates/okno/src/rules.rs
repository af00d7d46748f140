//! `okno rules`: check rule sets, show them, judge services by them, compare them.

mod shown;

use std::io::{IsTerminal, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context, Result, bail};
use clap::{Args, Subcommand};
use regulation::diagnostic::{Severity, Sources, render};
use regulation::rules::{self, Electronic, Finding, Judgement, RuleBook, RuleSet, ServiceFacts, SetVersion};
use serde::Serialize;

use crate::{author, embedded, packages};

/// Arguments of `okno rules`.
#[derive(Args)]
pub struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Check rule sets: their places, floors, validity, and that no service falls through
    Check(CheckArguments),
    /// Show a rule set: rules, parameters, approval chains, versions of the methodology
    Show(ShowArguments),
    /// Judge services by a rule set, and their chosen compositions with them
    Judge(JudgeArguments),
    /// Compare two rule sets, or two versions of one, over the same services
    Compare(CompareArguments),
}

#[derive(Args)]
struct CheckArguments {
    /// Folder of rule sets; those inside the program without it
    path: Option<PathBuf>,
    /// Print one JSON object per finding instead of pictures
    #[arg(long)]
    json: bool,
}

#[derive(Args)]
struct ShowArguments {
    /// Id of the set, or id@version
    set: String,
    /// Folder of rule sets; those inside the program without it
    #[arg(long)]
    rules: Option<PathBuf>,
    /// Print the parameters, matters and chains as JSON
    #[arg(long)]
    json: bool,
}

#[derive(Args)]
struct JudgeArguments {
    /// A package folder, or a folder of packages; those inside the program without it
    path: Option<PathBuf>,
    /// Id of the set, or id@version
    #[arg(long)]
    set: String,
    /// Folder of rule sets; those inside the program without it
    #[arg(long)]
    rules: Option<PathBuf>,
    /// Print verdicts and findings as JSON
    #[arg(long)]
    json: bool,
}

#[derive(Args)]
struct CompareArguments {
    /// Id of the one set, or id@version
    a: String,
    /// Id of the other set, or id@version
    b: String,
    /// A package folder, or a folder of packages; those inside the program without it
    #[arg(long)]
    services: Option<PathBuf>,
    /// Folder of rule sets; those inside the program without it
    #[arg(long)]
    rules: Option<PathBuf>,
    /// Print the comparison as JSON
    #[arg(long)]
    json: bool,
}

/// What is printed of one service.
#[derive(Serialize)]
struct Judged<'j> {
    title: &'j str,
    judgement: &'j Judgement,
    /// What is wrong with the chosen composition under the set.
    findings: &'j [Finding],
    /// What stands between regulation, target state, composition and what works.
    mismatch: &'j [Finding],
}

/// A service with what rule sets ask about it.
struct Service {
    facts: ServiceFacts,
    electronic: Electronic,
    mismatch: Vec<Finding>,
}

/// Runs one of the commands: 0 in order, 1 findings that forbid, 2 could not look.
pub fn run(arguments: &Arguments) -> Result<ExitCode> {
    match &arguments.command {
        Command::Check(arguments) => check(arguments),
        Command::Show(arguments) => show(arguments),
        Command::Judge(arguments) => judge(arguments),
        Command::Compare(arguments) => compare(arguments),
    }
}

fn check(arguments: &CheckArguments) -> Result<ExitCode> {
    let sources = files(arguments.path.as_deref())?;
    let (book, found) = rules::read(&sources);
    let mut out = std::io::stdout().lock();
    if arguments.json {
        for finding in &found {
            let (line, column) = finding.span.line_and_column(&sources);
            let finding = serde_json::json!({ "line": line, "column": column, "finding": finding });
            writeln!(out, "{finding}")?;
        }
    } else {
        write!(out, "{}", render(&found, &sources, out.is_terminal()))?;
        let errors = found.iter().filter(|finding| finding.severity == Severity::Error).count();
        let sets = book.as_ref().map_or(0, |book| book.sets.len());
        writeln!(out, "checked {} files: sets {sets}, errors {errors}", sources.0.len())?;
    }
    Ok(if book.is_some() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn show(arguments: &ShowArguments) -> Result<ExitCode> {
    let book = book(arguments.rules.as_deref())?;
    let set = find(&book, &arguments.set)?;
    let text = if arguments.json { json(&shown::set_as_data(set))? } else { shown::set(set) };
    std::io::stdout().write_all(text.as_bytes())?;
    Ok(ExitCode::SUCCESS)
}

fn judge(arguments: &JudgeArguments) -> Result<ExitCode> {
    let book = book(arguments.rules.as_deref())?;
    let set = find(&book, &arguments.set)?;
    let services = services(arguments.path.as_deref())?;
    let mut out = std::io::stdout().lock();
    let mut errors = 0;
    let mut data = Vec::new();
    for service in &services {
        let composition = service.facts.composition.as_ref();
        let judgement = rules::judge_chosen(set, &service.facts, composition);
        let findings =
            composition.map(|composition| rules::check(set, &service.facts, composition)).unwrap_or_default();
        errors += findings.iter().chain(&service.mismatch).filter(|one| one.severity == Severity::Error).count();
        let title = service.facts.title.as_str();
        let judged = Judged { title, judgement: &judgement, findings: &findings, mismatch: &service.mismatch };
        if arguments.json {
            data.push(serde_json::to_value(&judged)?);
        } else {
            out.write_all(shown::judged(&judged, composition).as_bytes())?;
        }
    }
    if arguments.json {
        out.write_all(json(&data)?.as_bytes())?;
    } else {
        let pairs: Vec<(ServiceFacts, Electronic)> =
            services.into_iter().map(|service| (service.facts, service.electronic)).collect();
        out.write_all(shown::progress(&rules::progress(set, &pairs)).as_bytes())?;
    }
    Ok(if errors == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn compare(arguments: &CompareArguments) -> Result<ExitCode> {
    let book = book(arguments.rules.as_deref())?;
    let (a, b) = (find(&book, &arguments.a)?, find(&book, &arguments.b)?);
    let services: Vec<ServiceFacts> =
        services(arguments.services.as_deref())?.into_iter().map(|service| service.facts).collect();
    let comparison = rules::compare(a, b, &services);
    // Two versions of one set: what changed in it, and what it means for what was decided.
    let versions = a.id == b.id;
    let changes = versions.then(|| rules::rule_changes(a, b));
    let recheck = versions.then(|| rules::recheck(a, b, &services));
    let text = if arguments.json {
        json(&serde_json::json!({ "comparison": comparison, "changes": changes, "recheck": recheck }))?
    } else {
        let mut text = shown::comparison(&comparison);
        text.push_str(&changes.map(|changes| shown::changes(&changes)).unwrap_or_default());
        text.push_str(&recheck.map(|recheck| shown::recheck(&recheck)).unwrap_or_default());
        text
    };
    std::io::stdout().write_all(text.as_bytes())?;
    Ok(ExitCode::SUCCESS)
}

fn json(value: &impl Serialize) -> Result<String> {
    Ok(serde_json::to_string_pretty(value)? + "\n")
}

/// The files of a folder of rule sets, or those inside the program.
fn files(folder: Option<&Path>) -> Result<Sources> {
    match folder {
        Some(folder) => packages::read_sources(folder),
        None => Ok(Sources(embedded::rules().into_iter().collect())),
    }
}

/// The rule sets of a folder, or of the program; with mistakes they are not used.
fn book(folder: Option<&Path>) -> Result<RuleBook> {
    let sources = files(folder)?;
    let (book, found) = rules::read(&sources);
    book.ok_or_else(|| {
        let pictures = render(&found, &sources, std::io::stderr().is_terminal());
        anyhow::anyhow!("the rule sets cannot be used:\n{pictures}")
    })
}

/// A set by `id` (its latest version) or `id@version`.
fn find<'b>(book: &'b RuleBook, name: &str) -> Result<&'b RuleSet> {
    let found = match name.split_once('@') {
        Some((id, version)) => book.version(&SetVersion { id: id.to_owned(), version: version.to_owned() }),
        None => book.latest(name),
    };
    found.with_context(|| {
        let known: Vec<String> = book.sets.iter().map(|set| format!("{}@{}", set.id, set.version)).collect();
        format!("there is no rule set {name}; there are {}", known.join(", "))
    })
}

/// Packages with their `electronic.yaml`; a package without the file has only what follows from it.
fn services(path: Option<&Path>) -> Result<Vec<Service>> {
    let folders = match path {
        Some(path) => packages::read(path)?,
        None => packages::built_in(),
    };
    folders.iter().map(service).collect()
}

fn service(folder: &packages::Folder) -> Result<Service> {
    let regulation = author::whole(folder)?;
    let (electronic, found) = rules::read_electronic(&folder.sources);
    if found.iter().any(|finding| finding.severity == Severity::Error) {
        bail!("{}\n{}", folder.path, render(&found, &folder.sources, std::io::stderr().is_terminal()));
    }
    let mismatch = electronic.as_ref().map(|electronic| rules::mismatch(&regulation, electronic)).unwrap_or_default();
    let electronic = electronic.unwrap_or_default();
    let facts = ServiceFacts::of(&regulation, &electronic);
    Ok(Service { facts, electronic, mismatch })
}
