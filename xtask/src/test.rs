//! `cargo xtask test`: everything, with nothing prepared.

use std::fs;
use std::io::{BufRead, BufReader};
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail};

use crate::machine::{self, ensure, has, say};
use crate::postgres::{Durability, Postgres};
use crate::trace;

/// Runs all tests, then checks that every requirement is proved by a test that ran.
pub fn run(arguments: &[String]) -> Result<()> {
    let browser = !arguments.iter().any(|argument| argument == "--no-browser");
    let passed_on: Vec<&String> = arguments.iter().skip_while(|argument| *argument != "--").skip(1).collect();
    let postgres = Postgres::start(Durability::None)?;
    // Papers are opened by the office program that people without Excel have.
    ensure("LibreOffice", || has("soffice"), &["libreoffice-writer-nogui", "libreoffice-calc-nogui"])?;
    // The second opinion on ГОСТ signatures and on XML.
    ensure("OpenSSL with the ГОСТ engine", has_gost, &["openssl", "libengine-gost-openssl"])?;
    ensure("xmllint", || has("xmllint"), &["libxml2-utils"])?;
    prepare_shapes()?;
    if browser {
        prepare_browser()?;
    }
    let mut ran = rust_tests(&postgres, &passed_on)?;
    if browser {
        ran.extend(journeys()?);
    }
    trace::record(&ran)?;
    if browser && passed_on.is_empty() {
        trace::check()?;
    }
    Ok(())
}

/// The checker of published shapes, in a folder of its own: the catalogue is held against them.
fn prepare_shapes() -> Result<()> {
    if fs::exists("target/pyshacl/bin/pyshacl")? {
        return Ok(());
    }
    ensure("Python", || has("python3"), &["python3", "python3-venv"])?;
    say("installing the checker of SHACL shapes");
    machine::run(Command::new("python3").args(["-m", "venv", "target/pyshacl"]))?;
    let mut pip = Command::new("target/pyshacl/bin/pip");
    machine::run(pip.args(["install", "--quiet", "--disable-pip-version-check", "pyshacl==0.40.1"]))
}

fn has_gost() -> bool {
    let answer = Command::new("openssl").args(["engine", "-t", "gost"]).output();
    answer.is_ok_and(|answer| String::from_utf8_lossy(&answer.stdout).contains("[ available ]"))
}

fn prepare_browser() -> Result<()> {
    ensure("Chromium", || has("chromium"), &["chromium", "chromium-driver", "fonts-dejavu-core"])?;
    ensure("Node.js with npm", || has("node") && has("npm"), &["nodejs", "npm"])?;
    if !fs::exists("journeys/node_modules/playwright-core")? || !fs::exists("journeys/node_modules/axe-core")? {
        say("installing the browser test libraries");
        let mut npm = Command::new("npm");
        npm.args(["ci", "--no-audit", "--no-fund", "--ignore-scripts"]).current_dir("journeys");
        machine::run(npm.stdout(Stdio::null()))?;
    }
    Ok(())
}

/// Runs the Rust tests and gathers the names of those that passed.
fn rust_tests(postgres: &Postgres, passed_on: &[&String]) -> Result<Vec<String>> {
    say("building and running the Rust tests");
    let mut command = Command::new(env!("CARGO"));
    command.args(["test", "--workspace", "--locked", "--no-fail-fast"]).args(passed_on);
    command.env("OKNO_TEST_POSTGRES", postgres.url());
    gather(&mut command, |line| {
        let name = line.strip_prefix("test ")?.strip_suffix(" ... ok")?;
        Some(name.rsplit("::").next().unwrap_or(name).to_owned())
    })
}

/// Runs the browser journeys and gathers the names of those that passed.
fn journeys() -> Result<Vec<String>> {
    say("walking the browser journeys");
    // The Rust tests have built it; building it alone would compile half the tree again, with other features.
    if !fs::exists("target/debug/okno")? {
        bail!("target/debug/okno is missing: run the Rust tests first");
    }
    let mut files: Vec<_> = fs::read_dir("journeys")?
        .flatten()
        .map(|entry| entry.path())
        .filter(|path| path.to_string_lossy().ends_with(".test.mjs"))
        .collect();
    files.sort();
    let mut walked = Vec::new();
    for file in &files {
        let walk = || {
            let mut command = Command::new("node");
            gather(command.args(["--test", "--test-reporter=tap"]).arg(file), |line| {
                let name = line.trim_start().strip_prefix("ok ")?.split_once(" - ")?.1;
                Some(name.split(" # ").next().unwrap_or(name).trim().to_owned())
            })
        };
        walked.extend(walk().or_else(|error| {
            // A browser on a busy machine may stumble once; what fails twice is broken.
            say(&format!("{}: {error}; walking it once more", file.display()));
            walk()
        })?);
    }
    Ok(walked)
}

/// Passes a command's output on, line by line, and keeps what `find` sees in it.
fn gather(command: &mut Command, find: impl Fn(&str) -> Option<String>) -> Result<Vec<String>> {
    let mut child = command.stdout(Stdio::piped()).spawn().with_context(|| format!("cannot start {command:?}"))?;
    let output = child.stdout.take().context("the command has no output")?;
    let mut found = Vec::new();
    for line in BufReader::new(output).lines() {
        let line = line?;
        found.extend(find(&line));
        println!("{line}");
    }
    let status = child.wait()?;
    if !status.success() {
        bail!("tests failed: {command:?} ended with {status}");
    }
    Ok(found)
}
