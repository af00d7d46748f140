//! `okno explain`: a decision with its reasons for given facts, for whoever asks.

use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Context, Result};
use clap::{Args, ValueEnum};
use jiff::Timestamp;
use jiff::civil::Date;
use regulation::assess::{self, Decision};
use regulation::package;

use crate::author;

/// Arguments of `okno explain`.
#[derive(Args)]
pub struct Arguments {
    /// A package folder
    path: PathBuf,
    /// A JSON file: fact name to value; null means known to be absent
    #[arg(long)]
    facts: PathBuf,
    /// The day of the decision; today without it
    #[arg(long)]
    as_of: Option<Date>,
    /// For whom: whole sentences without codes, or a table; everything without it
    #[arg(long = "for", value_enum)]
    reader: Option<Reader>,
    /// Print the whole trace as JSON
    #[arg(long)]
    json: bool,
    /// With --json: print the decision as a file of its own, as `okno replay` reads it
    #[arg(long, requires = "json", conflicts_with = "reader")]
    decision: bool,
}

/// Who reads an explanation.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Reader {
    /// The person whom it concerns
    Citizen,
    /// The official who answers for it
    Clerk,
}

/// Shows the decision for given facts.
pub fn run(arguments: &Arguments) -> Result<ExitCode> {
    let folder = author::one(&arguments.path)?;
    let regulation = author::whole(&folder)?;
    let text = std::fs::read_to_string(&arguments.facts)
        .with_context(|| format!("cannot read the facts in {}", arguments.facts.display()))?;
    let clock = author::clock(None)?;
    let now = actions::office::TimeSource::Wall.now();
    let today = arguments.as_of.unwrap_or_else(|| clock.local_date(now));
    let given = serde_json::from_str(&text)
        .with_context(|| format!("{} must be one JSON object: fact name to value", arguments.facts.display()))?;
    let facts = package::facts_of(&regulation, &given, noon(today), today)
        .map_err(|unknown| anyhow::anyhow!("the regulation declares no such facts: {}", unknown.join(", ")))?;
    let decision = Decision::of(&regulation, &facts, today);
    let assessment = &decision.assessment;
    let shown = match (arguments.reader, arguments.json) {
        (None, true) if arguments.decision => serde_json::to_string_pretty(&decision)? + "\n",
        (None, true) => serde_json::to_string_pretty(assessment)? + "\n",
        (None, false) => assess::explain(assessment, &regulation),
        (Some(Reader::Clerk), true) => {
            serde_json::to_string_pretty(&assess::for_clerk(assessment, &regulation))? + "\n"
        }
        (Some(Reader::Clerk), false) => assess::for_clerk(assessment, &regulation).to_string(),
        (Some(Reader::Citizen), json) => {
            let text = assess::for_citizen(assessment, &regulation);
            if json {
                let lines: Vec<&str> = text.lines().filter(|line| !line.is_empty()).collect();
                serde_json::to_string_pretty(&lines)? + "\n"
            } else {
                text
            }
        }
    };
    std::io::stdout().write_all(shown.as_bytes())?;
    Ok(ExitCode::SUCCESS)
}

fn noon(day: Date) -> Timestamp {
    day.at(12, 0, 0, 0)
        .to_zoned(jiff::tz::TimeZone::UTC)
        .map(|zoned| zoned.timestamp())
        .unwrap_or(Timestamp::UNIX_EPOCH)
}
