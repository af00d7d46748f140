//! What the machine has, and how what is missing gets there.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail};

/// The project's folder.
pub fn root() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.parent().unwrap_or(here).to_path_buf()
}

/// Runs a command and fails with its name when it fails.
pub fn run(command: &mut Command) -> Result<()> {
    let shown = format!("{command:?}");
    let status = command.status().with_context(|| format!("cannot start {shown}"))?;
    if !status.success() {
        bail!("{shown} ended with {status}");
    }
    Ok(())
}

/// Says what is being done, on the error stream, so that results stay clean.
pub fn say(text: &str) {
    eprintln!("xtask: {text}");
}

/// Installs Debian packages when one of the files they bring is missing.
pub fn ensure(what: &str, present: impl Fn() -> bool, packages: &[&str]) -> Result<()> {
    if present() {
        return Ok(());
    }
    say(&format!("{what} is missing, installing {}", packages.join(" ")));
    apt(&["update", "-q"])?;
    let mut arguments = vec!["install", "-y", "-q", "--no-install-recommends"];
    arguments.extend(packages);
    apt(&arguments)?;
    if !present() {
        bail!("{what} is still missing after installing {}", packages.join(" "));
    }
    Ok(())
}

fn apt(arguments: &[&str]) -> Result<()> {
    let mut command = if is_root() { Command::new("apt-get") } else { Command::new("sudo") };
    if !is_root() {
        command.arg("apt-get");
    }
    command.args(arguments).env("DEBIAN_FRONTEND", "noninteractive").stdout(Stdio::null());
    run(&mut command).context("packages are installed with apt-get; do it by hand where sudo asks for a password")
}

/// Are we root? PostgreSQL refuses to run as root, apt-get wants it.
pub fn is_root() -> bool {
    Command::new("id").arg("-u").output().is_ok_and(|output| output.stdout.starts_with(b"0\n"))
}

/// Is a program on the path?
pub fn has(program: &str) -> bool {
    std::env::var_os("PATH")
        .is_some_and(|path| std::env::split_paths(&path).any(|folder| folder.join(program).is_file()))
}
