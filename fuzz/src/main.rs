//! The driver: one process for each core, watched, so that a stack that overflows or a loop
//! that never ends takes one of them down and not the run.

use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitCode};
use std::sync::mpsc;
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use fuzz::corpus;
use fuzz::explore::Explorer;
use fuzz::target::Target;

/// Longest time one input may take, in a build without optimisation.
const LONGEST: Duration = Duration::from_secs(20);

/// The stack that threads of the server have.
const STACK: usize = 2 << 20;

/// How the worker says that an input took too long.
const TOO_LONG: i32 = 77;

/// What the run was asked to do.
struct Order {
    minutes: f64,
    seed: u64,
    jobs: u64,
    /// The number of this worker; none for the one who watches them.
    worker: Option<u64>,
}

fn main() -> Result<ExitCode> {
    let order = order(&std::env::args().skip(1).collect::<Vec<_>>())?;
    match order.worker {
        Some(worker) => work(&order, worker).map(|()| ExitCode::SUCCESS),
        None => watch(&order),
    }
}

fn order(arguments: &[String]) -> Result<Order> {
    let cores = thread::available_parallelism().map_or(1, std::num::NonZero::get) as u64;
    let mut order = Order { minutes: 10.0, seed: 1, jobs: cores, worker: None };
    for pair in arguments.chunks(2) {
        let [name, value] = pair else { bail!("{} has no value", pair[0]) };
        match name.as_str() {
            "--minutes" => order.minutes = value.parse()?,
            "--seed" => order.seed = value.parse()?,
            "--jobs" => order.jobs = value.parse()?,
            "--worker" => order.worker = Some(value.parse()?),
            other => bail!("there is no argument «{other}»: --minutes, --seed, --jobs"),
        }
    }
    Ok(order)
}

/// Where a worker writes what it is about to feed: `target seed`, then the bytes.
fn current(worker: u64) -> PathBuf {
    std::env::temp_dir().join(format!("okno-fuzz-{worker}"))
}

/// Starts the workers, and starts one again that an input took down.
fn watch(order: &Order) -> Result<ExitCode> {
    let until = Instant::now() + Duration::from_secs_f64(order.minutes * 60.0);
    let known = crashes_kept();
    let watched: Vec<Result<usize>> = thread::scope(|scope| {
        let watches: Vec<_> =
            (0..order.jobs).map(|worker| scope.spawn(move || watch_one(order, worker, until))).collect();
        let joined = watches.into_iter().map(thread::ScopedJoinHandle::join);
        joined.map(|ended| ended.unwrap_or_else(|_| bail!("a watch panicked"))).collect()
    });
    let crashes: usize = watched.into_iter().sum::<Result<usize>>()?;
    let new = crashes_kept().saturating_sub(known);
    eprintln!("fuzz: {new} new crashes are kept in fuzz/corpus, {crashes} of them took a worker down");
    Ok(if new + crashes == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// One worker to the end, started again after each input that took it down: how many did.
fn watch_one(order: &Order, worker: u64, until: Instant) -> Result<usize> {
    let (mut crashes, mut seed) = (0, order.seed);
    loop {
        let status = start(order, worker, seed, until)?.wait()?;
        if status.success() {
            return Ok(crashes);
        }
        crashes += 1;
        seed = taken_down(worker, status.code() == Some(TOO_LONG))?;
        if Instant::now() >= until {
            return Ok(crashes);
        }
    }
}

/// Crashes in the corpus, those mended long ago included.
fn crashes_kept() -> usize {
    let kept = Target::ALL.iter().flat_map(|target| corpus::files(*target, Path::new(".")));
    kept.filter(|path| path.to_string_lossy().contains("crash-")).count()
}

fn start(order: &Order, worker: u64, seed: u64, until: Instant) -> Result<Child> {
    let minutes = until.saturating_duration_since(Instant::now()).as_secs_f64() / 60.0;
    let mut command = Command::new(std::env::current_exe()?);
    command.args(["--worker", &worker.to_string(), "--jobs", &order.jobs.to_string()]);
    command.args(["--minutes", &minutes.to_string(), "--seed", &seed.to_string()]);
    Ok(command.spawn()?)
}

/// Keeps the input that took a worker down; answers the seed to go on with.
fn taken_down(worker: u64, too_long: bool) -> Result<u64> {
    let bytes = fs::read(current(worker)).context("a worker ended before its first input")?;
    let head = bytes.iter().position(|byte| *byte == b'\n').context("a worker left no seed")?;
    let line = String::from_utf8_lossy(&bytes[..head]).into_owned();
    let (folder, seed) = line.split_once(' ').context("a worker left no seed")?;
    let (target, seed) = (Target::named(folder).context("a worker left no target")?, seed.parse::<u64>()?);
    let name = format!("{}-{seed}", if too_long { "slow" } else { "abort" });
    let path = corpus::keep_crash(target, Path::new("."), &name, &bytes[head + 1..])?;
    eprintln!("fuzz: {} took a worker down", path.display());
    Ok(seed + 1)
}

/// Feeds inputs until the time is over, each under the watch of a second thread.
fn work(order: &Order, worker: u64) -> Result<()> {
    let clock = Instant::now();
    let until = Duration::from_secs_f64(order.minutes * 60.0);
    let (begun, begins) = mpsc::channel();
    thread::spawn(move || {
        loop {
            match begins.recv_timeout(LONGEST) {
                Ok(()) => {}
                Err(mpsc::RecvTimeoutError::Timeout) => std::process::exit(TOO_LONG),
                Err(mpsc::RecvTimeoutError::Disconnected) => return,
            }
        }
    });
    let (seed, jobs) = (order.seed, order.jobs.max(1));
    let feeding = thread::Builder::new().stack_size(STACK).spawn(move || -> Result<u64> {
        // Nobody listens any more only when the process is ending.
        let begin = || begun.send(()).unwrap_or_default();
        let mut explorer = Explorer::new(Path::new("."), &begin);
        let mut fed = 0;
        for seed in (seed + worker..).step_by(usize::try_from(jobs)?) {
            if clock.elapsed() > until {
                break;
            }
            let (target, bytes) = explorer.input(seed);
            let mut written = format!("{} {seed}\n", target.name().0).into_bytes();
            written.extend(&bytes);
            fs::write(current(worker), written)?;
            begin();
            if catch_unwind(AssertUnwindSafe(|| explorer.feed(target, &bytes, &begin))).is_err() {
                let path = corpus::keep_crash(target, Path::new("."), &format!("panic-{seed}"), &bytes)?;
                eprintln!("fuzz: {} panicked", path.display());
            }
            fed += 1;
        }
        Ok(fed)
    })?;
    let fed = feeding.join().map_err(|_| anyhow::anyhow!("the feeding thread panicked"))??;
    let _ = fs::remove_file(current(worker));
    eprintln!("fuzz: worker {worker} fed {fed} inputs");
    Ok(())
}
