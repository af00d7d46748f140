//! `okno watch`: checks and proves a package again at every save.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::mpsc;
use std::time::{Duration, Instant};

use anyhow::{Context, Result};
use clap::Args;
use notify::{RecursiveMode, Watcher, recommended_watcher};
use regulation::diagnostic::Severity;
use regulation::package;

use crate::{author, packages};

/// Arguments of `okno watch`.
#[derive(Args)]
pub struct WatchArguments {
    /// A package folder, or a folder of packages
    path: PathBuf,
    /// Folder of the region whose calendar counts the terms; the demo region without it
    #[arg(long)]
    region: Option<PathBuf>,
}

/// Editors save a file in several steps; what comes so close together is one save.
const ONE_SAVE: Duration = Duration::from_millis(80);

/// `okno watch`: until it is stopped.
pub fn run(arguments: &WatchArguments) -> Result<ExitCode> {
    let (saved, saves) = mpsc::channel();
    let mut watcher = recommended_watcher(move |event: notify::Result<notify::Event>| {
        if event.is_ok_and(|event| !event.kind.is_access()) {
            // Nobody listens any more: the program is ending.
            let _ = saved.send(());
        }
    })?;
    let path = &arguments.path;
    watcher.watch(path, RecursiveMode::Recursive).with_context(|| format!("cannot watch {}", path.display()))?;
    loop {
        look(path, arguments.region.as_deref())?;
        if saves.recv().is_err() {
            return Ok(ExitCode::SUCCESS);
        }
        while saves.recv_timeout(ONE_SAVE).is_ok() {}
    }
}

/// One round; what cannot be read is said, and the next save may mend it.
fn look(path: &Path, region: Option<&Path>) -> Result<()> {
    let began = Instant::now();
    let mut out = std::io::stdout();
    match round(path, region, &mut out) {
        Ok(words) => writeln!(out, "{words} ({} мс)\n", began.elapsed().as_millis())?,
        Err(error) => writeln!(out, "{error:#}\n")?,
    }
    Ok(())
}

fn round(path: &Path, region: Option<&Path>, out: &mut impl Write) -> Result<String> {
    let clock = author::clock(region)?;
    let (mut errors, mut warnings, mut passed, mut failed) = (0, 0, 0, 0);
    for folder in packages::read(path)? {
        let (regulation, found) = package::read(&folder.sources);
        write!(out, "{}", author::pictures(&folder, &found))?;
        errors += found.iter().filter(|one| one.severity == Severity::Error).count();
        warnings += found.iter().filter(|one| one.severity == Severity::Warning).count();
        let Some(regulation) = regulation else { continue };
        let (held, broke) = author::prove(&folder, &regulation, &clock, out)?;
        passed += held;
        failed += broke;
    }
    Ok(format!("Ошибок: {errors}, предупреждений: {warnings}; случаев верных: {passed}, неверных: {failed}"))
}
