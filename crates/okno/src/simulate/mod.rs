//! `okno simulate`: a year of a small town under a simulated clock, everything checked after each
//! event. What it is for and what it leaves out stands in `docs/simulation.md`.

mod chance;
mod demand;
mod kit;
mod nature;
mod offices;
mod people;
mod report;
mod scarce;
mod shape;
mod sweep;
mod town;
mod turns;
mod watch;

use std::collections::BTreeSet;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Instant;

use actions::library::Library;
use actions::office::Drawing;
use anyhow::{Result, bail};
use clap::{Args, ValueEnum};
use jiff::civil::Date;
use regulation::clock::LegalClock;
use regulation::diagnostic::Sources;
use regulation::package::Regulation;

use crate::{author, packages};
use chance::Chance;
use demand::{Arrival, Days};
use kit::complete::complete;
use kit::scene::Plan;
use kit::script::Script;
use nature::Nature;
use town::Made;

/// Arguments of `okno simulate`.
#[derive(Args)]
pub struct Arguments {
    /// How many days
    #[arg(long, default_value_t = 365, value_parser = clap::value_parser!(u32).range(1..))]
    days: u32,
    /// What everything follows from: the same seed gives the same year to the byte
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// How many applications are begun in a year of 365 days
    #[arg(long, default_value_t = 20_000, value_parser = clap::value_parser!(u32).range(1..))]
    cases: u32,
    /// The first day
    #[arg(long, default_value = "2026-01-01")]
    from: Date,
    /// A package folder, or a folder of packages, instead of the services of the demo region
    #[arg(long)]
    regulations: Option<PathBuf>,
    /// A region folder instead of the demo region
    #[arg(long)]
    region: Option<PathBuf>,
    /// What goes wrong
    #[arg(long, value_enum, default_value_t = Faulty::Usual)]
    faults: Faulty,
    /// A handful of scripts of each service instead of all: begins sooner
    #[arg(long)]
    quick: bool,
    /// Leave out what differs from machine to machine: time, speed, memory
    #[arg(long)]
    plain: bool,
}

/// Profiles of what goes wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Faulty {
    /// Nothing.
    None,
    /// As much as in life.
    Usual,
    /// Far more.
    Wild,
}

impl Faulty {
    fn name(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Usual => "usual",
            Self::Wild => "wild",
        }
    }
}

/// Scripts of one service in a quick run.
const FEW: usize = 6;

/// Runs a year; 0 when everything held, 1 when something did not.
pub fn run(arguments: Arguments) -> Result<ExitCode> {
    crate::serve::start_logging("error");
    let begun = Instant::now();
    let seed = arguments.seed;
    let offices = found(&arguments)?;
    tracing::info!(took = ?begun.elapsed(), "the town is founded");
    let ended = offices::side_by_side(offices);
    let mut out = std::io::stdout().lock();
    match ended {
        Ok(report) => {
            let spent = (!arguments.plain).then(|| begun.elapsed());
            write!(out, "seed {seed}\n{}", report.words(spent))?;
            Ok(ExitCode::SUCCESS)
        }
        Err(broken) => {
            writeln!(out, "seed {seed}: something does not hold\n{broken:#}")?;
            Ok(ExitCode::FAILURE)
        }
    }
}

/// Founds the town: region, services, scripts, and an office for every authority.
fn found(arguments: &Arguments) -> Result<Vec<Made>> {
    let shape = shape::read()?;
    let sources = match &arguments.region {
        Some(folder) => packages::read_sources(folder)?,
        None => packages::built_in_region(),
    };
    let (region, clock) = author::region_and_clock(&sources)?;
    let days = Days { first: arguments.from, count: arguments.days };
    let years = days.first.year()..=days.day(days.count).year();
    if let Some(year) = years.into_iter().find(|year| clock.calendar.year(*year).is_none()) {
        bail!(
            "the region has no production calendar of {year}: add calendars/{year}.yaml to it, or choose other days \
             with --from and --days"
        );
    }
    let mut chance = Chance::new(arguments.seed);
    let regulations = regulations(arguments.regulations.as_deref())?;
    let library = Library::new(regulations);
    let offered: Vec<Arc<Regulation>> = library.published(arguments.from).cloned().collect();
    let mut services = Vec::new();
    for (regulation, made) in offered.iter().zip(all_scripts(&offered, &clock, arguments.quick)) {
        if !made.is_empty() {
            services.push((regulation, made));
        }
    }
    if services.is_empty() {
        bail!("no service has a case that can be filed");
    }
    let cases = u64::from(arguments.cases) * u64::from(arguments.days) / 365;
    let names: Vec<&str> = services.iter().map(|(regulation, _)| regulation.service.as_str()).collect();
    let arrivals = demand::arrivals(&shape, &names, days, usize::try_from(cases)?, &clock, &mut chance)?;
    let faults = shape.faults.get(arguments.faults.name()).copied().unwrap_or_default();
    let sources_of = |regulation: &Arc<Regulation>| regulation.sources.keys().cloned().collect::<Vec<_>>();
    let every: Vec<String> = offered.iter().flat_map(sources_of).collect();
    let dates: Vec<Date> = (0..days.count).map(|number| days.day(number)).collect();
    let nature = Nature::new(faults, &dates, &every, &mut chance);
    let amended = amended(&sources, days)?;
    let authorities: BTreeSet<&str> = services.iter().map(|(regulation, _)| regulation.authority.as_str()).collect();
    let offices = authorities.into_iter().map(|authority| {
        let own = |place: &usize| services[*place].0.authority == authority;
        let places: Vec<usize> = (0..services.len()).filter(own).collect();
        let here = |service: usize| places.iter().position(|place| *place == service);
        let arrive = arrivals.iter().filter_map(|one| Some(Arrival { at: one.at, service: here(one.service)? }));
        // Who has no part in these services needs no officials with keys.
        let mut region = region.clone();
        region.authorities.retain(|id, _| id == authority);
        let plan = Plan {
            library: library.clone(),
            region,
            clock: clock.clone(),
            seed: chance.number(),
            start: clock.start_of_day(arguments.from),
            officials: shape.officials.each,
            drawing: Drawing::Canonical,
        };
        Made {
            plan,
            shape: shape.clone(),
            scripts: places.iter().map(|place| services[*place].1.clone()).collect(),
            nature: nature.clone(),
            chance: Chance::new(chance.number()),
            amended: amended.clone(),
            days,
            arrivals: arrive.collect(),
        }
    });
    Ok(offices.collect())
}

fn regulations(folder: Option<&Path>) -> Result<Vec<Regulation>> {
    let folders = match folder {
        Some(folder) => packages::read(folder)?,
        None => packages::built_in(),
    };
    folders.iter().map(author::whole).collect()
}

/// Scripts of every service, made side by side: it is the one thing that may be.
fn all_scripts(offered: &[Arc<Regulation>], clock: &LegalClock, quick: bool) -> Vec<Vec<Arc<Script>>> {
    let most = if quick { FEW } else { usize::MAX };
    let next = std::sync::atomic::AtomicUsize::new(0);
    let made = std::sync::Mutex::new(vec![Vec::new(); offered.len()]);
    std::thread::scope(|scope| {
        for _ in 0..std::thread::available_parallelism().map_or(2, usize::from) {
            scope.spawn(|| {
                loop {
                    let at = next.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
                    let Some(regulation) = offered.get(at) else { return };
                    let found = scripts(regulation, clock, most);
                    if let Ok(mut made) = made.lock()
                        && let Some(place) = made.get_mut(at)
                    {
                        *place = found;
                    }
                }
            });
        }
    });
    made.into_inner().unwrap_or_default()
}

/// Applications of a service: of every case that says what comes of it.
fn scripts(regulation: &Arc<Regulation>, clock: &LegalClock, most: usize) -> Vec<Arc<Script>> {
    let ends = |case: &&regulation::package::TestCase| {
        case.expect.decision.as_deref().is_some_and(|decision| decision != "unknown")
            || case.expect.intake.as_deref() == Some("refuse")
    };
    let cases = regulation.cases.iter().filter(ends);
    let made = cases.filter_map(|case| complete(regulation, case, clock).ok()).take(most);
    made.map(Arc::new).collect()
}

/// The calendar with one more day off in the second half of the run, as an amendment in the middle
/// of a year makes it.
fn amended(sources: &Sources, days: Days) -> Result<Option<LegalClock>> {
    let half = days.day(days.count / 2 + 21);
    let clock = author::region_and_clock(sources)?.1;
    let free = (0..7).map(|ahead| half.saturating_add(jiff::Span::new().days(ahead)));
    let day = free.into_iter().find(|day| clock.calendar.is_working(*day).unwrap_or(false));
    let name = format!("calendars/{}.yaml", half.year());
    let (Some(day), Some(text)) = (day, sources.0.get(&name)) else { return Ok(None) };
    let working = clock.calendar.year(half.year()).map_or(0, |year| year.working_days(half.year()));
    let text = text
        .replacen(&format!("working-days: {working}"), &format!("working-days: {}", working - 1), 1)
        .replacen("days-off:\n", &format!("days-off:\n  {day}: День города (моделирование)\n"), 1);
    let mut changed = sources.clone();
    changed.0.insert(name, text);
    Ok(author::region_and_clock(&changed).ok().map(|(_, clock)| clock))
}
