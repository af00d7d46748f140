//! The commands that show what was proved: paths, burdens, what was left open.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::path::Path;
use std::process::Command;

fn okno(arguments: &[&str]) -> (i32, String, String) {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let done = Command::new(env!("CARGO_BIN_EXE_okno")).args(arguments).current_dir(root).output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    (done.status.code().unwrap(), text(done.stdout), text(done.stderr))
}

const TICKET: &str = "regulations/hunting-ticket";

/// Proves: PROFILE-05.
#[test]
fn paths_are_listed_with_their_outcomes_as_table_tree_and_picture() {
    let (code, table, said) = okno(&["explore", TICKET]);
    assert_eq!(code, 0, "{said}");
    for part in
        ["вариант issue; отказ по основанию H1", "вариант issue; результат, срок 5 рабочих дней; бесплатно", "путей: "]
    {
        assert!(table.contains(part), "{part} is not in\n{table}");
    }
    let (code, json, _) = okno(&["explore", TICKET, "--format", "json"]);
    assert_eq!(code, 0);
    let tree: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert_eq!(tree["root"]["question"]["fact"], "request.kind");
    let (code, picture, _) = okno(&["explore", TICKET, "--format", "svg"]);
    assert!(code == 0 && picture.starts_with("<svg ") && picture.contains("<title"), "{picture}");
}

#[test]
fn the_bound_on_paths_is_kept_and_said() {
    let (code, table, _) = okno(&["explore", TICKET, "--most", "3"]);
    assert!(code == 0 && table.contains("путей: 3") && table.contains("не исследовано"), "{table}");
}

#[test]
fn burdens_and_what_was_not_explored_are_shown_on_demand() {
    let (code, shown, said) = okno(&["check", TICKET, "--burden", "--verbose"]);
    assert_eq!(code, 0, "{said}");
    assert!(shown.contains("вопросов") && shown.contains("annul"), "{shown}");
    assert!(shown.contains("hunting-ticket: исследовано полностью"), "{shown}");
    let (_, plain, _) = okno(&["check", TICKET]);
    assert!(!plain.contains("вопросов"), "{plain}");
}
