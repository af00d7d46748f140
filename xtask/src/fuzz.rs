//! `cargo xtask fuzz`: arbitrary bytes into every reader, on all cores.

use std::process::Command;

use anyhow::Result;

use crate::machine::{run as run_command, say};

/// Builds the driver with all checks of the debug profile and runs it.
pub fn run(arguments: &[String]) -> Result<()> {
    say("building the fuzzer; overflows are caught, so nothing is optimised");
    run_command(Command::new(env!("CARGO")).args(["build", "--quiet", "--locked", "--package", "fuzz"]))?;
    run_command(Command::new("target/debug/fuzz").args(arguments))
}
