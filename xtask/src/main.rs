//! Tasks of the workshop: `cargo xtask test`, `bench`, `fuzz`, `trace`. No dependency heavier than JSON.

#![expect(clippy::print_stdout, reason = "printing is what a task is for")]

mod bench;
mod fuzz;
mod machine;
mod postgres;
mod test;
mod trace;

use anyhow::{Result, bail};

const HELP: &str = "\
cargo xtask test [--no-browser] [-- ARGS]  install what the tests need, start a throw-away PostgreSQL, run everything
cargo xtask bench [--quick]                measure the release program, print one JSON object
cargo xtask fuzz [--minutes 10] [--seed 1] feed changed files to every reader, keep what crashes one in fuzz/corpus
cargo xtask trace [--json]                 which tests prove which requirement; fails on gaps and on tests that were not run
";

fn main() -> Result<()> {
    let mut arguments = std::env::args().skip(1);
    let task = arguments.next().unwrap_or_default();
    let rest: Vec<String> = arguments.collect();
    std::env::set_current_dir(machine::root())?;
    match task.as_str() {
        "test" => test::run(&rest),
        "bench" => bench::run(&rest),
        "fuzz" => fuzz::run(&rest),
        "trace" => trace::run(&rest),
        "" | "help" | "--help" | "-h" => {
            eprint!("{HELP}");
            Ok(())
        }
        other => {
            eprint!("{HELP}");
            bail!("there is no task «{other}»")
        }
    }
}
