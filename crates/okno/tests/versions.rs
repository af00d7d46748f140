//! `okno diff`, `what-if`, `impact` and `merge` as an author runs them.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").canonicalize().unwrap()
}

fn okno(arguments: &[&str]) -> (i32, String, String) {
    let output = Command::new(env!("CARGO_BIN_EXE_okno")).args(arguments).current_dir(root()).output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    (output.status.code().unwrap(), text(output.stdout), text(output.stderr))
}

/// A copy of a package with one edit; gone with the test.
struct Edition(PathBuf);

impl Edition {
    fn of(package: &str, name: &str, from: &str, to: &str) -> Self {
        let folder = std::env::temp_dir().join(format!("okno-versions-{name}-{}", std::process::id()));
        copy_folder(&root().join("regulations").join(package), &folder);
        let path = folder.join("regulation.yaml");
        let text = std::fs::read_to_string(&path).unwrap();
        assert!(text.contains(from), "«{from}» is not in {package}");
        std::fs::write(&path, text.replacen(from, to, 1)).unwrap();
        Self(folder)
    }

    fn path(&self) -> &str {
        self.0.to_str().unwrap()
    }
}

impl Drop for Edition {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

fn copy_folder(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        let target = to.join(path.file_name().unwrap());
        if path.is_dir() {
            copy_folder(&path, &target);
        } else {
            std::fs::copy(&path, &target).unwrap();
        }
    }
}

const TRANSFER: (&str, &str) =
    ("when: request.kind = \"transfer\", term: 7 wd", "when: request.kind = \"transfer\", term: 8 wd");

/// Proves: CAR-05.
#[test]
fn a_longer_term_is_told_to_lawyers_as_harder() {
    let new = Edition::of("kindergarten", "diff", TRANSFER.0, TRANSFER.1);
    let (code, shown, said) = okno(&["diff", "regulations/kindergarten", new.path()]);
    assert_eq!(code, 0, "{said}");
    let harder = shown.split("Строже для заявителя").nth(1).unwrap_or_else(|| panic!("{shown}"));
    assert!(harder.contains("— Срок варианта «Перевод в другой сад»: 7 рабочих дней → 8 рабочих дней ("), "{shown}");
    let (_, lines, _) = okno(&["diff", "--json", "regulations/kindergarten", new.path()]);
    let changes: Value = serde_json::from_str(&lines).unwrap();
    assert_eq!((&changes[0]["path"], &changes[0]["aspect"]), (&"variants.transfer".into(), &"term".into()), "{lines}");
    let (_, shown, _) = okno(&["diff", "regulations/kindergarten", "regulations/kindergarten"]);
    assert!(shown.contains("Изменений нет."), "{shown}");
}

/// Proves: CAR-05.
#[test]
fn past_decisions_show_whose_term_changes() {
    let new = Edition::of("kindergarten", "what-if", TRANSFER.0, TRANSFER.1);
    let facts = new.0.join("facts.json");
    std::fs::write(&facts, r#"{ "request.kind": "transfer", "queue.found": true }"#).unwrap();
    let (code, decision, said) = okno(&[
        "explain",
        "regulations/kindergarten",
        "--as-of",
        "2026-03-03",
        "--json",
        "--decision",
        "--facts",
        facts.to_str().unwrap(),
    ]);
    assert_eq!(code, 0, "{said}");
    let line = serde_json::from_str::<Value>(&decision).unwrap().to_string();
    let cases = new.0.join("decisions.jsonl");
    std::fs::write(&cases, format!("{line}\n\n{line}\n")).unwrap();
    let cases = cases.to_str().unwrap();
    let (code, shown, said) = okno(&["what-if", new.path(), "--cases", cases]);
    assert_eq!(code, 1, "{said}");
    assert!(shown.contains("Пересчитано решений: 2; без изменений: 0."), "{shown}");
    assert_eq!(shown.matches("Срок: 7 рабочих дней → 8 рабочих дней.").count(), 2, "{shown}");
    let (code, shown, _) = okno(&["what-if", "regulations/kindergarten", "--cases", cases]);
    assert!(code == 0 && shown.contains("без изменений: 2."), "{shown}");
    let (_, lines, _) = okno(&["what-if", "--json", new.path(), "--cases", cases]);
    assert_eq!(serde_json::from_str::<Value>(&lines).unwrap()["shifts"].as_array().unwrap().len(), 2, "{lines}");
    std::fs::write(cases, "{}\n").unwrap();
    let (code, _, said) = okno(&["what-if", new.path(), "--cases", cases]);
    assert!(code == 2 && said.contains("line 1"), "{said}");
}

/// Proves: CAR-05, FORM-21.
#[test]
fn a_publication_is_weighed_against_drafts_class_by_class() {
    let new = Edition::of("kindergarten", "impact", "id: transfer,", "id: transfer,");
    let drafts = new.0.join("drafts.jsonl");
    std::fs::write(&drafts, "{ \"answers\": { \"request.kind\": \"transfer\" } }\n").unwrap();
    let (code, shown, said) = okno(&[
        "impact",
        "regulations/kindergarten",
        new.path(),
        "--drafts",
        drafts.to_str().unwrap(),
        "--running",
        "4",
    ]);
    assert_eq!(code, 0, "{said}");
    assert!(shown.contains("Дела в работе: 4 — остаются на редакции, с которой начались."), "{shown}");
    assert!(shown.contains("Продолжатся без изменений: 1"), "{shown}");
}

/// Proves: CAR-05.
#[test]
fn an_update_of_a_typical_regulation_says_what_comes_by_itself_and_what_needs_a_person() {
    let new = Edition::of("kindergarten", "merge", TRANSFER.0, TRANSFER.1);
    let child = "regulations/kindergarten-priozersk";
    let (code, shown, said) = okno(&["merge", child, "--from", "regulations/kindergarten", "--to", new.path()]);
    assert_eq!(code, 1, "{shown}{said}");
    assert!(shown.contains("Изменится само:") && shown.contains("7 рабочих дней → 8 рабочих дней"), "{shown}");
    assert!(shown.contains("Нужно решение человека:") && shown.contains("больше не сходится"), "{shown}");
    let same = ["merge", child, "--from", "regulations/kindergarten", "--to", "regulations/kindergarten"];
    let (code, shown, _) = okno(&same);
    assert!(code == 0 && shown.contains("Решение человека не нужно."), "{shown}");
    let (code, _, said) =
        okno(&["merge", "regulations/apostille", "--from", "regulations/apostille", "--to", "regulations/apostille"]);
    assert!(code == 2 && said.contains("is not a local regulation"), "{said}");
    let (code, _, said) =
        okno(&["merge", child, "--from", "regulations/apostille", "--to", "regulations/kindergarten"]);
    assert!(code == 2 && said.contains("rests on kindergarten"), "{said}");
}
