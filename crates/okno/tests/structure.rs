//! The rules of docs/ARCHITECTURE.md that a compiler does not see.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").canonicalize().unwrap()
}

/// Every Rust source file below a folder, with its text, without in-file tests.
fn sources(folder: &Path) -> Vec<(String, String)> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_path_buf()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).unwrap().flatten() {
            let path = entry.path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|ending| ending == "rs") {
                let text = fs::read_to_string(&path).unwrap();
                let code = text.split("#[cfg(test)]\nmod ").next().unwrap().to_owned();
                found.push((path.strip_prefix(root()).unwrap().display().to_string(), code));
            }
        }
    }
    found.sort();
    found
}

/// Code without its comments: what is talked about is not used.
fn without_comments(code: &str) -> String {
    code.lines().map(|line| line.split("//").next().unwrap_or("")).collect::<Vec<_>>().join("\n")
}

/// The table «Crates and who may know whom» of the map.
fn allowed() -> BTreeMap<String, BTreeSet<String>> {
    let map = fs::read_to_string(root().join("docs/ARCHITECTURE.md")).unwrap();
    let section = map.split("## Crates and who may know whom").nth(1).unwrap().split("\n## ").next().unwrap();
    section
        .lines()
        .filter(|line| line.starts_with("| `"))
        .map(|line| {
            let cells: Vec<&str> = line.split('|').map(str::trim).collect();
            let name = cells[1].trim_matches('`').to_owned();
            let friends = cells[3].split('`').skip(1).step_by(2).map(str::to_owned).collect();
            (name, friends)
        })
        .collect()
}

#[test]
fn crates_know_only_whom_the_map_allows() {
    let mut allowed = allowed();
    let names: BTreeSet<String> = allowed.keys().cloned().collect();
    // The program is the wiring: it may see everything but the load generator.
    allowed.insert("okno".into(), names.iter().filter(|name| *name != "bench").cloned().collect());
    for (name, friends) in &allowed {
        let beside = ["xtask", "fuzz"].contains(&name.as_str());
        let folder = if beside { root().join(name) } else { root().join("crates").join(name) };
        let manifest = fs::read_to_string(folder.join("Cargo.toml")).unwrap();
        let dependencies = manifest.split("[dependencies]").nth(1).unwrap().split("\n[").next().unwrap();
        for line in dependencies.lines() {
            let dependency = line.split(['.', ' ', '=']).next().unwrap();
            if names.contains(dependency) {
                assert!(friends.contains(dependency), "{name} must not depend on {dependency}");
            }
        }
    }
    let folders: BTreeSet<String> = fs::read_dir(root().join("crates"))
        .unwrap()
        .flatten()
        .map(|entry| entry.file_name().into_string().unwrap())
        .chain(["xtask".to_owned(), "fuzz".to_owned()])
        .collect();
    assert_eq!(folders, names, "the map and the folders name the same crates");
}

#[test]
fn the_core_has_no_io_no_clock_no_chance_and_does_not_wait() {
    let forbidden = [
        "std::fs",
        "std::net",
        "std::env",
        "std::process",
        "SystemTime",
        "Timestamp::now",
        "Zoned::now",
        "tokio::",
        "rand::",
        "async fn",
        ".await",
        "thread::spawn",
    ];
    for name in ["regulation", "domain"] {
        for (file, code) in sources(&root().join("crates").join(name).join("src")) {
            let code = without_comments(&code);
            for word in forbidden {
                assert!(!code.contains(word), "{file} uses {word}");
            }
        }
    }
}

#[test]
fn sql_stands_only_in_the_store() {
    for name in ["regulation", "domain", "connect", "papers", "actions", "web", "stand", "okno"] {
        for (file, code) in sources(&root().join("crates").join(name).join("src")) {
            let code = without_comments(&code).to_lowercase();
            for words in ["select * from", "insert into", "delete from", "\"select ", "\"update "] {
                assert!(!code.contains(words), "{file} contains SQL: {words}");
            }
        }
    }
}

#[test]
fn files_have_one_subject_and_no_file_is_a_drawer() {
    for folder in ["crates", "xtask"] {
        for (file, code) in sources(&root().join(folder)) {
            let lines = code.lines().count();
            assert!(lines <= 500, "{file} has {lines} lines; cut it where its subject changes");
            for drawer in ["/utils.rs", "/util.rs", "/common.rs", "/helpers.rs", "/misc.rs"] {
                assert!(!file.ends_with(drawer), "{file}: say what it is for in its name");
            }
            assert!(code.starts_with("//!") || code.starts_with("#!["), "{file} does not say what it is for");
        }
    }
}

#[test]
fn no_term_or_fee_of_the_law_stands_in_code() {
    let words = [" рабочих дн", " рабочий ден", "календарных дн", "-ФЗ", "статья ", "ПП РФ"];
    for name in ["domain", "store", "connect", "actions", "okno"] {
        for (file, code) in sources(&root().join("crates").join(name).join("src")) {
            let code = without_comments(&code);
            for word in words {
                assert!(!code.contains(word), "{file} states law in code: «{word}»");
            }
        }
    }
}

#[test]
fn every_file_the_map_walks_through_exists() {
    let map = fs::read_to_string(root().join("docs/ARCHITECTURE.md")).unwrap();
    let walk = map.split("## One request").nth(1).unwrap().split("\n## ").next().unwrap();
    for named in walk.split('`').skip(1).step_by(2).filter(|word| word.starts_with("crates/")) {
        assert!(root().join(named).exists(), "the map names {named}, which is not there");
    }
}
