//! `cargo xtask bench`: the release program and the load generator, one JSON object.

use std::process::Command;

use anyhow::Result;

use crate::machine::{run as run_command, say};
use crate::postgres::{Durability, Postgres};

/// Builds both programs and runs the measurement; figures go to standard output.
pub fn run(arguments: &[String]) -> Result<()> {
    say("building the release program and the load generator");
    run_command(Command::new(env!("CARGO")).args([
        "build",
        "--release",
        "--locked",
        "--package",
        "okno",
        "--package",
        "bench",
    ]))?;
    let postgres = Postgres::start(Durability::Real)?;
    let mut command = Command::new("target/release/bench");
    command.arg("--okno").arg("target/release/okno").arg("--postgres").arg(postgres.url());
    run_command(command.args(arguments))
}
