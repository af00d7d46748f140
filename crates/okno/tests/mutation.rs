//! `okno mutate`: our own packages notice wrong edits, and an author is shown what does not.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stdout)]

use std::path::{Path, PathBuf};
use std::process::Command;

/// Every so many mutants are tried here; a debug build needs about 40 ms for one, and there are
/// some thousands. `okno mutate regulations` tries all.
const EVERY: usize = 11;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").canonicalize().unwrap()
}

fn mutate(arguments: &[&str]) -> (i32, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_okno"));
    let output = command.arg("mutate").args(arguments).current_dir(root()).output().unwrap();
    (output.status.code().unwrap(), String::from_utf8(output.stdout).unwrap())
}

/// The two numbers of the last line, `caught N of M`.
fn caught(shown: &str) -> (usize, usize) {
    let words: Vec<&str> = shown.lines().last().unwrap().split(' ').collect();
    let ["caught", caught, "of", all] = words.as_slice() else { panic!("the last line is {words:?}") };
    (caught.parse().unwrap(), all.parse().unwrap())
}

/// Proves: CAR-02.
#[test]
fn of_a_hundred_wrong_edits_at_least_ninety_five_are_noticed() {
    let (code, shown) = mutate(&["regulations", "--every", &EVERY.to_string()]);
    let (caught, all) = caught(&shown);
    println!("every {EVERY}th mutant: caught {caught} of {all}");
    assert!(all > 200, "only {all} mutants: raise the number by a smaller step\n{shown}");
    assert!(caught * 100 >= all * 95, "{shown}");
    assert_eq!(code, 0, "{shown}");
}

/// Proves: CAR-02.
#[test]
fn a_survivor_is_listed_with_its_place() {
    let folder = std::env::temp_dir().join(format!("okno-mutate-{}", std::process::id()));
    let fixture = root().join("crates/regulation/tests/fixtures/plain");
    std::fs::create_dir_all(folder.join("cases")).unwrap();
    for file in ["regulation.yaml", "permit.typ"] {
        std::fs::copy(fixture.join(file), folder.join(file)).unwrap();
    }
    // One case that expects nothing: no wrong edit of the law can make it fail.
    let cases = std::fs::read_to_string(fixture.join("cases/basic.yaml")).unwrap();
    let day = cases.lines().find(|line| line.trim_start().starts_with("as-of")).unwrap().trim();
    std::fs::write(
        folder.join("cases/basic.yaml"),
        format!("- name: Ничего не ждёт\n  {day}\n  given: {{}}\n  expect: {{}}\n"),
    )
    .unwrap();
    let (code, shown) = mutate(&[folder.to_str().unwrap()]);
    let (caught, all) = caught(&shown);
    let survivors: Vec<&str> = shown.lines().filter(|line| line.ends_with("никто не заметил")).collect();
    assert_eq!((code, survivors.len()), (1, all - caught), "{shown}");
    assert!(!survivors.is_empty(), "{shown}");
    for line in survivors {
        let rest =
            line.strip_prefix(&format!("{}/regulation.yaml:", folder.display())).unwrap_or_else(|| panic!("{line}"));
        let place: Vec<&str> = rest.splitn(3, ':').collect();
        assert!(place[0].parse::<usize>().is_ok() && place[1].parse::<usize>().is_ok(), "{line}");
    }
    let (_, lines) = mutate(&[folder.to_str().unwrap(), "--json"]);
    let fates = lines
        .lines()
        .filter(|line| line.starts_with('{'))
        .map(|line| serde_json::from_str::<serde_json::Value>(line).unwrap());
    assert_eq!(fates.filter(|fate| fate["caught"] == false).count(), all - caught);
    std::fs::remove_dir_all(folder).unwrap();
}
