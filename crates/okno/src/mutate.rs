//! `okno mutate`: are the checks and cases of a package sharp enough to notice a wrong edit?

use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::atomic::{AtomicUsize, Ordering};

use anyhow::{Result, bail};
use clap::Args;
use regulation::clock::LegalClock;
use regulation::package;
use regulation::package::mutate::{self, Fate, Mutant};
use serde_json::json;

use crate::author;
use crate::packages::{self, Folder};

/// Arguments of `okno mutate`.
#[derive(Args)]
pub struct MutateArguments {
    /// A package folder, or a folder of packages
    path: PathBuf,
    /// Folder of the region whose calendar counts the terms; the demo region without it
    #[arg(long)]
    region: Option<PathBuf>,
    /// Try only every n-th mutant, for a quick look
    #[arg(long, default_value_t = 1)]
    every: usize,
    /// Print one JSON object per mutant
    #[arg(long)]
    json: bool,
}

/// Of a hundred mutants so many must be caught.
const ENOUGH: usize = 95;

/// `okno mutate`: 0 when at least 95 of 100 mutants are caught, 1 when fewer, 2 could not look.
pub fn run(arguments: &MutateArguments) -> Result<ExitCode> {
    let clock = author::clock(arguments.region.as_deref())?;
    let mut out = std::io::stdout().lock();
    let (mut caught, mut all) = (0, 0);
    for folder in packages::read(&arguments.path)? {
        let whole = author::whole(&folder)?;
        if let Some(case) = whole.cases.iter().find(|case| !package::run_case(&whole, case, &clock).is_empty()) {
            // A case that fails anyway would seem to catch every mutant.
            bail!(
                "{}/{}: «{}» does not hold; run `okno test {}` first",
                folder.path,
                case.file,
                case.name,
                folder.path
            );
        }
        let mutants: Vec<Mutant> =
            mutate::mutants(&folder.sources).into_iter().step_by(arguments.every.max(1)).collect();
        let fates = fates(&folder, &mutants, &clock);
        all += mutants.len();
        caught += fates.iter().filter(|fate| **fate != Fate::Survived).count();
        for (mutant, fate) in mutants.iter().zip(&fates) {
            if arguments.json {
                writeln!(out, "{}", as_json(&folder, mutant, fate))?;
            } else if *fate == Fate::Survived {
                let place = mutant.place.place(&folder.sources);
                writeln!(out, "{}/{place}: {}: {} — никто не заметил", folder.path, mutant.path, mutant.what)?;
            }
        }
    }
    writeln!(out, "caught {caught} of {all}")?;
    Ok(if caught * 100 >= all * ENOUGH { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// What became of each mutant, tried on all cores.
fn fates(folder: &Folder, mutants: &[Mutant], clock: &LegalClock) -> Vec<Fate> {
    let known = mutate::baseline(&folder.sources);
    let next = AtomicUsize::new(0);
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let mut fates = vec![Fate::Survived; mutants.len()];
    let tried: Vec<(usize, Fate)> = std::thread::scope(|scope| {
        let work = || {
            let mut own = Vec::new();
            loop {
                let at = next.fetch_add(1, Ordering::Relaxed);
                let Some(mutant) = mutants.get(at) else { return own };
                own.push((at, mutate::fate(mutant, &folder.sources, &known, clock)));
            }
        };
        let workers: Vec<_> = (0..cores).map(|_| scope.spawn(work)).collect();
        workers.into_iter().flat_map(|worker| worker.join().unwrap_or_default()).collect()
    });
    for (at, fate) in tried {
        fates[at] = fate;
    }
    fates
}

fn as_json(folder: &Folder, mutant: &Mutant, fate: &Fate) -> serde_json::Value {
    let (caught, by) = match fate {
        Fate::Found(code) => (true, (*code).to_owned()),
        Fate::Failed(case) => (true, case.clone()),
        Fate::Survived => (false, String::new()),
    };
    json!({
        "package": folder.path,
        "place": mutant.place.place(&folder.sources),
        "path": mutant.path,
        "what": mutant.what,
        "caught": caught,
        "by": by,
    })
}
