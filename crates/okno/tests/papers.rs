//! `okno paper`: every kind in every format, readable again; and rule sets over all services.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

fn okno(arguments: &[&str]) -> Output {
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../..");
    Command::new(env!("CARGO_BIN_EXE_okno")).current_dir(root).args(arguments).output().unwrap()
}

const KINDS: [&str; 8] = [
    "matrix",
    "passport",
    "amendment-plan",
    "explanatory-note",
    "otr",
    "regulation",
    "technological-map",
    "test-protocol",
];

#[test]
fn every_kind_is_made_in_every_format_and_reads_again() {
    let listed = String::from_utf8(okno(&["paper", "list"]).stdout).unwrap();
    for kind in KINDS.iter().chain(&["catalogue"]) {
        assert!(listed.lines().any(|line| line.split_whitespace().next() == Some(kind)), "{kind}: {listed}");
    }
    assert_eq!(listed.lines().count(), KINDS.len() + 1, "a new kind belongs in this test");
    for kind in KINDS {
        // A note is written where the request is not electronic, an OTR where it is.
        let service = if kind == "explanatory-note" { "regulations/apostille" } else { "regulations/hunting-ticket" };
        for format in ["docx", "xlsx", "csv", "pdf"] {
            let file = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("{kind}.{format}"));
            let out = file.to_string_lossy().into_owned();
            let arguments = ["paper", kind, service, "--date", "2026-03-10", "--format", format];
            let output = okno(&[&arguments[..], &["--out", &out]].concat());
            let said = String::from_utf8_lossy(&output.stderr).into_owned();
            // 1 is a draft: the paper is there, and what is missing is told.
            assert!(matches!(output.status.code(), Some(0 | 1)), "{kind} {format}: {said}");
            assert!(output.status.success() || said.contains("error: "), "{kind} {format}: {said}");
            readable(&std::fs::read(&file).unwrap(), format, kind);
        }
    }
}

/// The file is what its ending says, and is not empty.
fn readable(bytes: &[u8], format: &str, kind: &str) {
    assert!(bytes.len() > 100, "{kind} {format} is empty");
    match format {
        "csv" => assert!(std::str::from_utf8(bytes).unwrap().lines().count() > 1, "{kind}"),
        "pdf" => assert!(bytes.starts_with(b"%PDF-") && bytes.trim_ascii_end().ends_with(b"%%EOF"), "{kind}"),
        // An archive ends with its directory.
        _ => assert!(bytes.starts_with(b"PK\x03\x04") && bytes.windows(4).any(|four| four == b"PK\x05\x06"), "{kind}"),
    }
}

#[test]
fn a_matrix_of_all_services_is_printed_and_imported_back() {
    let file = Path::new(env!("CARGO_TARGET_TMPDIR")).join("all.xlsx");
    let out = file.to_string_lossy().into_owned();
    let made = okno(&["paper", "matrix", "regulations", "--date", "2026-03-10", "--format", "xlsx", "--out", &out]);
    assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
    let read = okno(&["paper", "matrix", "--import", &out, "--format", "csv"]);
    let said = String::from_utf8_lossy(&read.stderr).into_owned();
    assert!(read.status.success() && said.contains("rows taken over: 26"), "{said}");
}

#[test]
fn what_cannot_be_made_is_refused_with_the_way_to_mend_it() {
    for (arguments, words) in [
        (&["paper", "poem", "regulations/apostille"][..], "there is no paper «poem»"),
        (&["paper", "passport", "regulations"], "is made for one of them"),
        (&["paper", "passport", "regulations/apostille", "--format", "odt"], "there is no format «odt»"),
        (&["paper", "catalogue", "regulations/apostille", "--format", "csv"], "--format jsonld"),
        (&["paper", "catalogue", "regulations/apostille", "--base", "portal"], "https://portal.example/"),
    ] {
        let output = okno(arguments);
        assert_eq!(output.status.code(), Some(2), "{arguments:?}");
        assert!(String::from_utf8_lossy(&output.stderr).contains(words), "{arguments:?}");
    }
}

/// Proves: RULE-01, RULE-07.
#[test]
fn two_rule_sets_over_all_services_differ_as_reviewed() {
    let output = okno(&["rules", "compare", "kos-44", "kam-41", "--services", "regulations"]);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    insta::assert_snapshot!("kos_44_and_kam_41_over_all_services", String::from_utf8(output.stdout).unwrap());
}
