//! The program under measurement: started, watched through /proc, ended.

use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use tokio::process::{Child, Command};

use crate::client::Client;

/// A started process.
pub struct Process {
    child: Child,
    /// How long from start to its first good answer.
    pub ready_after: Duration,
}

impl Process {
    /// Starts a program and waits for a good answer at an address.
    pub async fn start(program: &Path, arguments: &[&str], log: PathBuf, ready: &str) -> Result<Self> {
        let log = std::fs::File::create(log)?;
        let begin = Instant::now();
        let mut child = Command::new(program)
            .args(arguments)
            .stdout(Stdio::from(log.try_clone()?))
            .stderr(Stdio::from(log))
            .kill_on_drop(true)
            .spawn()
            .with_context(|| format!("cannot start {}", program.display()))?;
        while begin.elapsed() < Duration::from_secs(30) {
            if let Some(status) = child.try_wait()? {
                bail!("{} {arguments:?} ended at once with {status}", program.display());
            }
            if Client::default().get(ready).await.is_ok_and(|answer| answer.status.is_success()) {
                return Ok(Self { child, ready_after: begin.elapsed() });
            }
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        bail!("{} {arguments:?} gave no answer at {ready} for 30 seconds", program.display())
    }

    /// Processor time used so far, in seconds.
    pub fn cpu_seconds(&self) -> Result<f64> {
        let stat = self.proc("stat")?;
        let fields: Vec<&str> = stat.rsplit(')').next().unwrap_or_default().split_whitespace().collect();
        let ticks = |at: usize| fields.get(at).and_then(|text| text.parse::<f64>().ok()).unwrap_or(0.0);
        // Fields 14 and 15 of proc(5), counted from the state; a tick is 10 ms on every Linux we run on.
        Ok((ticks(11) + ticks(12)) / 100.0)
    }

    /// Resident memory, in MiB.
    pub fn memory_mib(&self) -> Result<f64> {
        let status = self.proc("status")?;
        let line = status.lines().find(|line| line.starts_with("VmRSS:")).unwrap_or_default();
        let kib: f64 = line.split_whitespace().nth(1).and_then(|text| text.parse().ok()).unwrap_or(0.0);
        Ok(kib / 1024.0)
    }

    fn proc(&self, file: &str) -> Result<String> {
        let pid = self.child.id().context("the program has ended")?;
        Ok(std::fs::read_to_string(format!("/proc/{pid}/{file}"))?)
    }

    /// Ends it.
    pub async fn stop(mut self) -> Result<()> {
        self.child.kill().await?;
        Ok(())
    }
}
