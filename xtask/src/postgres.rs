//! A throw-away PostgreSQL: its own cluster in a temporary folder, gone when dropped.

use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};

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
    server: Child,
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
        let data = folder.join("data");
        say("starting a throw-away PostgreSQL");
        run(as_postgres(&binaries.join("initdb"))
            .args(["--auth=trust", "--username=postgres", "--encoding=UTF8", "--locale=C", "--no-sync", "-D"])
            .arg(&data)
            .stdout(Stdio::null()))?;
        let port = TcpListener::bind(("127.0.0.1", 0))?.local_addr()?.port();
        let mut command = as_postgres(&binaries.join("postgres"));
        command.arg("-D").arg(&data).arg("-k").arg(&folder).args(["-h", "127.0.0.1", "-p", &port.to_string()]);
        command.args(["-c", "max_connections=300", "-c", "shared_buffers=256MB", "-c", "log_min_messages=fatal"]);
        if durability == Durability::None {
            command.args(["-c", "fsync=off", "-c", "full_page_writes=off"]);
        }
        let server = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn()?;
        let cluster = Self { server, folder, port };
        cluster.wait(&binaries)?;
        Ok(cluster)
    }

    /// Address of the maintenance database.
    pub fn url(&self) -> String {
        format!("postgres://postgres@127.0.0.1:{}/postgres", self.port)
    }

    fn wait(&self, binaries: &Path) -> Result<()> {
        let end = Instant::now() + Duration::from_secs(60);
        while Instant::now() < end {
            let ready = Command::new(binaries.join("pg_isready"))
                .args(["-q", "-h", "127.0.0.1", "-p", &self.port.to_string()])
                .status()?;
            if ready.success() {
                return Ok(());
            }
            std::thread::sleep(Duration::from_millis(50));
        }
        bail!("PostgreSQL did not start within a minute")
    }
}

impl Drop for Postgres {
    fn drop(&mut self) {
        // `runuser` passes the signal on to its child; the folder goes whatever happens.
        let pid_file = self.folder.join("data/postmaster.pid");
        let pid = std::fs::read_to_string(pid_file).ok().and_then(|text| text.lines().next().map(str::to_owned));
        if let Some(pid) = pid {
            let _ = Command::new("kill").args(["-INT", &pid]).status();
        }
        let _ = self.server.wait();
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
