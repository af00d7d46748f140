//! The commands of an author and an administrator, run as they run them.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").canonicalize().unwrap()
}

fn okno(arguments: &[&str]) -> (i32, String, String) {
    let output: Output = Command::new(env!("CARGO_BIN_EXE_okno")).args(arguments).current_dir(root()).output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    (output.status.code().unwrap(), text(output.stdout), text(output.stderr))
}

/// Proves: CAR-02.
#[test]
fn twenty_mistakes_are_each_shown_at_their_place_with_a_way_to_mend_them() {
    let folder = "crates/regulation/tests/fixtures/twenty-mistakes";
    let (code, shown, _) = okno(&["check", folder]);
    assert_eq!(code, 1, "{shown}");
    let text = std::fs::read_to_string(root().join(folder).join("regulation.yaml")).unwrap();
    let (_, lines, _) = okno(&["check", "--json", folder]);
    let found: Vec<serde_json::Value> = lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(found.len(), 20, "{lines}");
    assert_eq!(shown.matches("help:").count(), 20, "{shown}");
    for one in &found {
        let (file, line) = (one["finding"]["span"]["file"].as_str().unwrap(), one["line"].as_u64().unwrap());
        assert!(shown.contains(&format!("{file}:{line}:{}", one["column"])), "{file}:{line} is not shown");
        let code = one["finding"]["code"].as_str().unwrap();
        if file == "regulation.yaml" {
            let marked = text.lines().nth(line as usize - 1).unwrap();
            assert!(marked.contains(&format!("# {code}")), "{code} is at line {line}: {marked}");
        }
    }
}

/// Proves: CAR-02.
#[test]
fn our_own_regulations_have_no_mistake_and_all_their_cases_hold() {
    let (code, shown, _) = okno(&["check", "regulations"]);
    assert_eq!(code, 0, "{shown}");
    let (code, shown, _) = okno(&["test", "regulations"]);
    assert_eq!(code, 0, "{shown}");
    let passed: u32 = shown.split("cases passed ").nth(1).unwrap().split(',').next().unwrap().parse().unwrap();
    assert!(passed >= 30, "{shown}");
}

/// Proves: CAR-03.
#[test]
fn a_decision_is_explained_with_its_reasons_and_their_clauses() {
    let facts = std::env::temp_dir().join(format!("okno-facts-{}.json", std::process::id()));
    let known = serde_json::json!({
        "request.kind": "issue", "applicant.birthdate": "2015-01-01", "read_rules": true, "convicted": true
    });
    std::fs::write(&facts, known.to_string()).unwrap();
    let path = facts.to_str().unwrap();
    let (code, shown, said) =
        okno(&["explain", "regulations/hunting-ticket", "--as-of", "2026-03-03", "--facts", path]);
    assert_eq!(code, 0, "{said}");
    for reason in ["H1", "H2", "209-ФЗ", "Заявителю ещё нет 18 лет", "судимость"] {
        assert!(shown.contains(reason), "«{reason}» is missing:\n{shown}");
    }
    let (code, _, said) = okno(&["explain", "regulations", "--facts", path]);
    assert!(code == 2 && said.contains("name one of them"), "{said}");
    std::fs::remove_file(facts).unwrap();
}

#[test]
fn a_place_that_is_not_there_is_named_and_nothing_panics() {
    for arguments in [
        vec!["check", "no/such/place"],
        vec!["test", "docs"],
        vec!["text", "no/such"],
        vec!["serve", "--settings", "no.toml"],
    ] {
        let (code, _, said) = okno(&arguments);
        assert_eq!(code, 2, "{arguments:?}: {said}");
        assert!(said.starts_with("okno: ") && said.contains(arguments.last().unwrap()), "{arguments:?}: {said}");
    }
}

#[test]
fn the_printed_settings_are_a_file_that_parses_and_the_help_names_every_command() {
    let (code, shown, _) = okno(&["settings"]);
    assert_eq!(code, 0);
    let table: toml::Table = shown.parse().unwrap();
    for name in ["public_url", "listen", "data", "database", "esia", "evidence", "mail", "sign"] {
        assert!(table.contains_key(name), "{name}");
    }
    let (code, help, _) = okno(&["--help"]);
    assert_eq!(code, 0);
    for command in ["demo", "serve", "stand", "check", "test", "explain", "text", "staff", "journal", "settings"] {
        assert!(help.lines().any(|line| line.trim_start().starts_with(&format!("{command} "))), "{command}:\n{help}");
    }
    let (code, _, said) = okno(&["chekc"]);
    assert!(code == 2 && said.contains("check"), "a slip of the finger is recognised: {said}");
}
