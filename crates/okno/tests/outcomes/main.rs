//! All services run to each of their outcomes: citizen, officials, experts and sources are played
//! from the packages alone, through the same actions that pages and jobs call.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::disallowed_methods, dead_code)]

#[path = "../../src/simulate/kit/mod.rs"]
mod kit;

mod drive;
mod driven;
mod plan;
mod table;

/// Proves: PROCEDURE-01, PROCEDURE-05, CAR-05, SM-11, SM-12.
#[test]
fn every_service_runs_to_each_of_its_outcomes() {
    let all = driven::all();
    let mut found = String::new();
    for (service, outcomes) in &all {
        found.push_str(&table::of(service, outcomes));
    }
    eprintln!("{found}");
    let filed = all.iter().filter(|(_, outcomes)| !outcomes.reached.is_empty());
    let unreached = filed.map(|(service, outcomes)| (service, table::missing(&outcomes.service, outcomes)));
    let unreached: Vec<_> = unreached.filter(|(_, missing)| !missing.is_empty()).collect();
    assert!(unreached.is_empty(), "no application reaches {unreached:?}: add a case to the package");
    if std::env::var("OKNO_TEST_SERVICE").is_err() {
        insta::assert_snapshot!("outcomes", found);
    }
}
