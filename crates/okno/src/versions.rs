//! `okno diff`, `okno what-if`, `okno impact`: two editions side by side.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context, Result};
use clap::Args;
use jiff::civil::Date;
use regulation::assess::Decision;
use regulation::fact::Facts;
use regulation::form::Answers;
use regulation::package::Regulation;
use regulation::versions::{self, Effect};
use serde::Deserialize;
use serde::de::DeserializeOwned;

use crate::author;

/// Arguments of `okno diff`.
#[derive(Args)]
pub struct DiffArguments {
    /// Package folder of the edition in force
    old: PathBuf,
    /// Package folder of the new edition
    new: PathBuf,
    /// Print the changes as JSON
    #[arg(long)]
    json: bool,
}

/// Arguments of `okno what-if`.
#[derive(Args)]
pub struct WhatIfArguments {
    /// Package folder of the new edition
    new: PathBuf,
    /// File of past decisions, one JSON object a line, as `okno explain --decision` writes them
    #[arg(long)]
    cases: PathBuf,
    /// Print the report as JSON
    #[arg(long)]
    json: bool,
}

/// Arguments of `okno impact`.
#[derive(Args)]
pub struct ImpactArguments {
    /// Package folder of the edition in force
    old: PathBuf,
    /// Package folder of the new edition
    new: PathBuf,
    /// File of open drafts, one JSON object a line: `{ "answers": {…}, "prefill": {…} }`
    #[arg(long)]
    drafts: Option<PathBuf>,
    /// How many cases are running
    #[arg(long, default_value_t = 0)]
    running: usize,
    /// The day of the publication; the new edition's first day without it
    #[arg(long)]
    as_of: Option<Date>,
    /// Print the report as JSON
    #[arg(long)]
    json: bool,
}

/// An open draft as a file holds it.
#[derive(Deserialize)]
struct Draft {
    answers: Answers,
    #[serde(default)]
    prefill: Facts,
}

/// `okno diff`: always 0; 2 when a package cannot be read.
pub fn diff(arguments: &DiffArguments) -> Result<ExitCode> {
    let (old, new) = (regulation(&arguments.old)?, regulation(&arguments.new)?);
    let changes = versions::diff(&old, &new);
    let mut out = std::io::stdout().lock();
    if arguments.json {
        writeln!(out, "{}", serde_json::to_string_pretty(&changes)?)?;
        return Ok(ExitCode::SUCCESS);
    }
    writeln!(out, "{}: {} → {}", new.title, old.version, new.version)?;
    if changes.is_empty() {
        writeln!(out, "Изменений нет.")?;
    }
    for (effect, title) in
        [(Effect::Harder, "Строже для заявителя"), (Effect::Easier, "Легче для заявителя"), (Effect::Open, "Прочее")]
    {
        let group: Vec<_> = changes.iter().filter(|change| change.effect == effect).collect();
        if group.is_empty() {
            continue;
        }
        writeln!(out, "\n{title}")?;
        for change in group {
            writeln!(out, "  — {}", change.sentence)?;
        }
    }
    Ok(ExitCode::SUCCESS)
}

/// `okno what-if`: 0 nobody's outcome changes, 1 somebody's does, 2 could not look.
pub fn what_if(arguments: &WhatIfArguments) -> Result<ExitCode> {
    let new = regulation(&arguments.new)?;
    let decisions: Vec<Decision> = lines(&arguments.cases)?;
    let report = versions::what_if(&new, &decisions);
    let mut out = std::io::stdout().lock();
    if arguments.json {
        writeln!(out, "{}", serde_json::to_string_pretty(&report)?)?;
    } else {
        writeln!(out, "Пересчитано решений: {}; без изменений: {}.", report.replayed, report.same)?;
        for shift in &report.shifts {
            writeln!(out, "\nРешение {}:", shift.case + 1)?;
            for difference in &shift.differences {
                writeln!(out, "  — {difference}")?;
            }
            if !shift.missing.is_empty() {
                writeln!(out, "  — Не хватает сведений: {}.", shift.missing.join(", "))?;
            }
        }
    }
    Ok(if report.shifts.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// `okno impact`: what a publication does to open drafts and running cases.
pub fn impact(arguments: &ImpactArguments) -> Result<ExitCode> {
    let (old, new) = (regulation(&arguments.old)?, regulation(&arguments.new)?);
    let drafts: Vec<Draft> = arguments.drafts.as_deref().map(lines).transpose()?.unwrap_or_default();
    let drafts: Vec<(Answers, Facts)> = drafts.into_iter().map(|draft| (draft.answers, draft.prefill)).collect();
    let impact = versions::impact(&old, &new, &drafts, arguments.running, arguments.as_of.unwrap_or(new.from));
    let mut out = std::io::stdout().lock();
    if arguments.json {
        writeln!(out, "{}", serde_json::to_string_pretty(&impact)?)?;
        return Ok(ExitCode::SUCCESS);
    }
    writeln!(out, "Дела в работе: {} — остаются на редакции, с которой начались.", impact.pinned)?;
    writeln!(out, "Черновики: {}.", drafts.len())?;
    for (fate, places) in &impact.drafts {
        let words = match fate {
            versions::DraftFate::Untouched => "Продолжатся без изменений",
            versions::DraftFate::AskedMore => "Появятся новые вопросы",
            versions::DraftFate::Unfit => "Часть ответов не подойдёт, они сохранятся рядом",
            versions::DraftFate::Groundless => "В новой редакции нет того, о чём черновик",
        };
        writeln!(out, "  — {words}: {}", places.len())?;
    }
    if !impact.obstacles.is_empty() {
        writeln!(out, "Что помешает подать черновик:")?;
    }
    for obstacle in &impact.obstacles {
        writeln!(out, "  — «{}»: черновиков {}", obstacle.label, obstacle.drafts)?;
    }
    Ok(ExitCode::SUCCESS)
}

fn regulation(path: &Path) -> Result<Regulation> {
    author::whole(&author::one(path)?)
}

/// One JSON object a line; a mistake names the line.
fn lines<T: DeserializeOwned>(path: &Path) -> Result<Vec<T>> {
    let text = std::fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?;
    text.lines()
        .enumerate()
        .filter(|(_, line)| !line.trim().is_empty())
        .map(|(at, line)| {
            serde_json::from_str(line)
                .with_context(|| format!("{}, line {}: not what is expected", path.display(), at + 1))
        })
        .collect()
}
