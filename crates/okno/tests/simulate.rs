//! A few weeks of the simulated town: one seed gives one course, and everything holds whatever
//! goes wrong. The whole year is run by hand and by the bench.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::process::Command;

fn simulate(arguments: &[&str]) -> (i32, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_okno"));
    command.env_remove("OKNO_LOG").arg("simulate").args(arguments).args(["--quick", "--plain"]);
    let output = command.current_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/../..")).output().unwrap();
    let said = String::from_utf8(output.stdout).unwrap() + &String::from_utf8(output.stderr).unwrap();
    (output.status.code().unwrap(), said)
}

/// Proves: PROCEDURE-05, SM-11, SM-12.
#[test]
fn one_seed_gives_one_course_to_the_byte_of_every_journal() {
    let run = ["--days", "12", "--cases", "3000", "--from", "2026-03-10", "--seed", "5"];
    let (code, first) = simulate(&run);
    assert_eq!(code, 0, "{first}");
    let (_, second) = simulate(&run);
    assert_eq!(first, second);
    assert!(first.contains("\njournals "), "{first}");
    let (_, other) = simulate(&["--days", "12", "--cases", "3000", "--from", "2026-03-10", "--seed", "6"]);
    let journals = |said: &str| said.lines().find(|line| line.starts_with("journals ")).map(str::to_owned);
    assert_ne!(journals(&first), journals(&other), "another seed is another year");
}

/// Proves: PROCEDURE-05, PROCEDURE-06, STATUS-04.
#[test]
fn everything_holds_when_far_more_goes_wrong_than_in_life() {
    let run = ["--days", "15", "--cases", "4000", "--from", "2026-05-10", "--seed", "9", "--faults", "wild"];
    let (code, said) = simulate(&run);
    assert_eq!(code, 0, "{said}");
    let faults = said.lines().find(|line| line.starts_with("faults: ")).unwrap();
    for fault in ["source silent", "receipt lost", "worker died before the work", "worker died after sending"] {
        assert!(faults.contains(fault), "{fault} never happened: {faults}");
    }
    assert!(!said.contains("ours"), "a case was late for a cause of ours: {said}");
}

#[test]
fn what_cannot_be_simulated_is_refused_before_anything_begins() {
    for (arguments, words) in [
        (["--days", "0"], "invalid value '0' for '--days <DAYS>'"),
        (["--cases", "0"], "invalid value '0' for '--cases <CASES>'"),
        (["--from", "2031-02-01"], "no production calendar of 2031: add calendars/2031.yaml"),
    ] {
        let (code, said) = simulate(&arguments);
        assert!(code == 2 && said.contains(words), "{code}: {said}");
    }
}
