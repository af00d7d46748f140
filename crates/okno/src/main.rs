//! okno: state and municipal services as files that run. This file only reads the command line.

mod author;
mod chain;
mod demo;
mod embedded;
mod exchange;
mod explain;
mod explore;
mod format;
mod journal;
mod keys;
mod merge;
mod mutate;
mod new;
mod packages;
mod paper;
mod proofs;
mod replay;
mod rules;
mod sarif;
mod schema;
mod serve;
mod settings;
mod sign;
mod simulate;
mod smev;
mod staff;
mod versions;
mod watch;
mod worker;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// The program and its commands.
#[derive(Parser)]
#[command(name = "okno", version, about = "Public services as machine-readable regulations", long_about = LONG)]
struct Program {
    #[command(subcommand)]
    command: Command,
}

const LONG: &str = "okno runs state and municipal services: a service is a folder with a machine-readable \
regulation, a case is a growing set of facts.

Start with `okno demo`: it needs nothing and prints what to open in the browser.";

#[derive(Subcommand)]
enum Command {
    /// Run everything at once with invented people: portal, desk, stand of outside systems
    Demo(demo::Arguments),
    /// Run the portal and the worker in production, configured by a TOML file and the environment
    Serve(serve::Arguments),
    /// Run only the stand of outside systems (ЕСИА, registers, mail, SMS)
    Stand(demo::StandArguments),
    /// Make a new package: small, complete, with comments that teach
    New(new::Arguments),
    /// Check regulation packages and print what is wrong, where, and how to mend it
    Check(author::CheckArguments),
    /// Run the test cases of regulation packages
    Test(author::TestArguments),
    /// Show a decision with its reasons for given facts
    Explain(explain::Arguments),
    /// Recompute a stored decision and say whether every byte is the same
    Replay(replay::Arguments),
    /// List every path a citizen can take through a service, with its outcome
    Explore(explore::Arguments),
    /// Show which service's result feeds which service, and services that wait for one another
    Chain(chain::Arguments),
    /// Print the human-readable text of a regulation
    Text(author::TextArguments),
    /// Lay the files of packages out in the one stable way; comments and data stay
    Fmt(format::FormatArguments),
    /// Check and prove packages again at every save
    Watch(watch::WatchArguments),
    /// Print the JSON Schema of the package format, or of the form of a service
    Schema(schema::Arguments),
    /// Make small wrong edits in packages and see whether checks and cases notice them
    Mutate(mutate::MutateArguments),
    /// Show in words what changed between two editions of a regulation
    Diff(versions::DiffArguments),
    /// Replay past decisions under a new edition and show whose outcome changes
    WhatIf(versions::WhatIfArguments),
    /// Show what a publication does to open drafts and running cases
    Impact(versions::ImpactArguments),
    /// Show what a new edition of a typical regulation means for a local one
    Merge(merge::Arguments),
    /// Print a paper: matrix, passport, amendment plan, OTR and others; or read a matrix back
    Paper(paper::Arguments),
    /// Judge services by the rule sets of regions, and compare the sets
    Rules(rules::Arguments),
    /// Sign a file: a detached CAdES-BES signature beside it
    Sign(sign::SignArguments),
    /// Check the detached signature of a file: whether it holds and whose it is
    Verify(sign::VerifyArguments),
    /// Show what is signed in a message of СМЭВ, and whether its signatures hold
    Smev(smev::Arguments),
    /// Check that the journals of cases are whole and that each case is what its journal tells
    Journal(journal::Arguments),
    /// Let a year of a small town go by under a simulated clock and check everything after each event
    Simulate(simulate::Arguments),
    /// Add an official who may sign in at the desk
    Staff(staff::Arguments),
    /// Print a commented settings file with every setting and its default
    Settings,
}

fn main() -> ExitCode {
    let done = match Program::parse().command {
        Command::Demo(arguments) => demo::run(arguments),
        Command::Serve(arguments) => serve::run(arguments),
        Command::Stand(arguments) => demo::run_stand(arguments),
        Command::New(arguments) => new::run(&arguments),
        Command::Check(arguments) => author::check(&arguments),
        Command::Test(arguments) => author::test(&arguments),
        Command::Explain(arguments) => explain::run(&arguments),
        Command::Replay(arguments) => replay::run(&arguments),
        Command::Explore(arguments) => explore::run(&arguments),
        Command::Chain(arguments) => chain::run(&arguments),
        Command::Text(arguments) => author::text(&arguments),
        Command::Fmt(arguments) => format::run(&arguments),
        Command::Watch(arguments) => watch::run(&arguments),
        Command::Schema(arguments) => schema::run(&arguments),
        Command::Mutate(arguments) => mutate::run(&arguments),
        Command::Diff(arguments) => versions::diff(&arguments),
        Command::WhatIf(arguments) => versions::what_if(&arguments),
        Command::Impact(arguments) => versions::impact(&arguments),
        Command::Merge(arguments) => merge::run(&arguments),
        Command::Paper(arguments) => paper::run(&arguments),
        Command::Rules(arguments) => rules::run(&arguments),
        Command::Sign(arguments) => sign::sign(&arguments),
        Command::Verify(arguments) => sign::verify(&arguments),
        Command::Smev(arguments) => smev::run(&arguments),
        Command::Journal(arguments) => journal::run(&arguments),
        Command::Simulate(arguments) => simulate::run(arguments),
        Command::Staff(arguments) => staff::run(arguments),
        Command::Settings => settings::print_example(),
    };
    done.unwrap_or_else(|error| {
        let io = error.downcast_ref::<std::io::Error>().map(std::io::Error::kind);
        if io == Some(std::io::ErrorKind::BrokenPipe) {
            // Whoever read our output has seen enough.
            return ExitCode::SUCCESS;
        }
        eprintln!("okno: {error:#}");
        ExitCode::from(2)
    })
}
