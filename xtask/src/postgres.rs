//! A throw-away PostgreSQL: its own cluster in a temporary folder, gone when dropped.

use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, Result};

use crate::machine::{ensure, is_root, run, say};

/// How durable the cluster must be.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Durability {
    /// Commits reach the disk: for figures.
    Real,
    /// They need not: for tests, which never kill the database itself.
    None,
}

/// A running cluster.
pub struct Postgres {
    binaries: PathBuf,
    folder: PathBuf,
    port: u16,
}

impl Postgres {
    /// Installs PostgreSQL when missing, makes a cluster and starts it on a free port.
    pub fn start(durability: Durability) -> Result<Self> {
        ensure("PostgreSQL", || binaries().is_some(), &["postgresql"])?;
        let binaries = binaries().context("no PostgreSQL programs under /usr/lib/postgresql")?;
        let folder = std::env::temp_dir().join(format!("okno-postgres-{}", std::process::id()));
        std::fs::create_dir_all(&folder)?;
        if is_root() {
            run(Command::new("chown").arg("postgres").arg(&folder))?;
        }
        say("starting a throw-away PostgreSQL");
        run(as_postgres(&binaries.join("initdb"))
            .args(["--auth=trust", "--username=postgres", "--encoding=UTF8", "--locale=C", "--no-sync", "-D"])
            .arg(folder.join("data"))
            .stdout(Stdio::null()))?;
        let port = TcpListener::bind(("127.0.0.1", 0))?.local_addr()?.port();
        let cluster = Self { binaries, folder, port };
        // `-w` waits until the server answers; everything it says goes into its own log.
        run(cluster
            .control("start")
            .args(["-w", "-t", "60", "-o", &cluster.options(durability)])
            .stdout(Stdio::null()))?;
        Ok(cluster)
    }

    /// Address of the maintenance database.
    pub fn url(&self) -> String {
        format!("postgres://postgres@127.0.0.1:{}/postgres", self.port)
    }

    fn options(&self, durability: Durability) -> String {
        let mut options = format!(
            "-k {} -h 127.0.0.1 -p {} -c max_connections=300 -c shared_buffers=256MB -c log_min_messages=fatal",
            self.folder.display(),
            self.port
        );
        if durability == Durability::None {
            options.push_str(" -c fsync=off -c full_page_writes=off");
        }
        options
    }

    fn control(&self, what: &str) -> Command {
        let mut command = as_postgres(&self.binaries.join("pg_ctl"));
        command.arg(what).arg("-D").arg(self.folder.join("data")).arg("-l").arg(self.folder.join("log"));
        command
    }
}

impl Drop for Postgres {
    fn drop(&mut self) {
        // The cluster is thrown away: nothing in it is worth a clean end.
        let _ = self.control("stop").args(["-m", "immediate"]).stdout(Stdio::null()).status();
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

fn as_postgres(program: &Path) -> Command {
    if is_root() {
        let mut command = Command::new("runuser");
        command.args(["-u", "postgres", "--"]).arg(program).current_dir("/");
        command
    } else {
        Command::new(program)
    }
}

/// The newest installed programs.
fn binaries() -> Option<PathBuf> {
    let mut versions: Vec<(u32, PathBuf)> = std::fs::read_dir("/usr/lib/postgresql")
        .ok()?
        .flatten()
        .filter_map(|entry| Some((entry.file_name().to_str()?.parse().ok()?, entry.path().join("bin"))))
        .filter(|(_, folder)| folder.join("initdb").is_file())
        .collect();
    versions.sort();
    versions.pop().map(|(_, folder)| folder)
}
