//! `okno rules` as an author calls it.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::path::PathBuf;
use std::process::{Command, Output};

fn okno(arguments: &[&str]) -> Output {
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../..");
    Command::new(env!("CARGO_BIN_EXE_okno")).current_dir(root).arg("rules").args(arguments).output().unwrap()
}

fn text(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

#[test]
fn the_sets_inside_the_program_are_those_of_the_folder_and_in_order() {
    for arguments in [&["check"][..], &["check", "rules"]] {
        let output = okno(arguments);
        assert!(output.status.success(), "{}", text(&output));
        assert!(text(&output).ends_with("sets 5, errors 0\n"));
    }
}

/// Proves: RULE-01.
#[test]
fn the_same_service_is_judged_otherwise_by_another_set() {
    let judged = |set: &str| {
        let output = okno(&["judge", "regulations/hunting-ticket", "--set", set, "--json"]);
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        let data: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
        let action = data[0]["judgement"]["actions"][4].clone();
        assert_eq!(action["set"]["id"], set);
        (action["verdict"].clone(), action["cell"].clone())
    };
    assert_eq!(judged("kos-44"), ("not-subject".into(), "0".into()));
    assert_eq!(judged("kam-41"), ("absent".into(), "-".into()));
}

/// Proves: RULE-07.
#[test]
fn two_sets_are_shown_side_by_side_and_an_unknown_one_is_named() {
    let output = okno(&["compare", "kos-44", "kam-41", "--services", "regulations/land-plan"]);
    let shown = text(&output);
    assert!(output.status.success());
    for words in ["Чем описывают состав действий", "Как меняют методику", "land-plan  A5", "compulsory_request"]
    {
        assert!(shown.contains(words), "{words}:\n{shown}");
    }
    let shown = text(&okno(&["show", "kos-44"]));
    assert!(shown.contains("A3-low-demand, G3.1: low_demand → может не реализовываться"), "{shown}");
    let output = okno(&["show", "kos-45"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&output.stderr).contains("kos-44@2017.1"));
}
