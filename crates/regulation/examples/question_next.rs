//! How long the next question takes: every service from nothing known, and on along its sample.
//!
//! `cargo run --release -p regulation --example question_next`
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stdout)]

#[path = "../tests/package_folder/mod.rs"]
mod package_folder;

use std::time::Instant;

use jiff::Timestamp;
use jiff::civil::date;
use regulation::assess::assess;
use regulation::diagnostic::Sources;
use regulation::fact::Facts;
use regulation::form;
use regulation::package;
use regulation::question::{Aim, Reach, Step, next, of_service, questions_per_variant};

fn main() {
    let today = date(2026, 3, 2);
    for folder in package_folder::all() {
        let Sources(mut files) = package_folder::sources(&folder);
        for (name, text) in package_folder::sources(&folder.join("../../region/dictionaries")).0 {
            files.entry(format!("dictionaries/{name}")).or_insert(text);
        }
        let Some(regulation) = package::read(&Sources(files)).0 else { continue };
        let full = package::facts_of(&regulation, &regulation.sample, Timestamp::UNIX_EPOCH, today).unwrap_or_default();
        for aims in [&[Aim::Variant][..], &[Aim::Variant, Aim::Intake, Aim::Decision, Aim::Fee]] {
            let inquiry = of_service(&regulation, aims);
            let mut facts = Facts::default();
            let (mut asked, mut exact, mut slowest) = (Vec::new(), true, 0.0_f64);
            loop {
                let known = form::derive(&regulation, &facts, Timestamp::UNIX_EPOCH, today);
                let start = Instant::now();
                let step = next(&inquiry, &known, today, &Reach::Nobody);
                slowest = slowest.max(start.elapsed().as_secs_f64() * 1000.0);
                let Step::Ask(ask) = step else { break };
                exact &= ask.exact;
                let Some(known) = full.get(&ask.fact) else { break };
                facts.learn(ask.fact.clone(), known.clone());
                asked.push(ask.fact);
            }
            println!(
                "{:24} aims {} slowest {slowest:8.3} ms exact {exact} asked {}",
                regulation.service,
                aims.len(),
                asked.join(", ")
            );
        }
        let start = Instant::now();
        let burdens = questions_per_variant(&regulation);
        let burden = start.elapsed().as_secs_f64() * 1000.0;
        let start = Instant::now();
        let _ = assess(&regulation, &full, today);
        let assessed = start.elapsed().as_secs_f64() * 1000.0;
        println!("{:24} burden {burden:.1} ms for {} variants; assess {assessed:.3} ms", "", burdens.len());
    }
}
