//! The published JSON Schemas and the reader of the language say the same, in both directions.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[path = "schema/compared.rs"]
mod compared;
#[path = "schema/form.rs"]
mod form;
#[path = "schema/tree.rs"]
mod tree;

use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").canonicalize().unwrap()
}

fn okno(arguments: &[&str]) -> String {
    let output = Command::new(env!("CARGO_BIN_EXE_okno")).args(arguments).current_dir(root()).output().unwrap();
    assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

/// A schema as the program prints it.
fn printed(arguments: &[&str]) -> Value {
    serde_json::from_str(&okno(arguments)).unwrap()
}

/// The validator of a schema, which is itself a valid one.
fn validator(schema: &Value) -> jsonschema::Validator {
    jsonschema::draft202012::meta::validate(schema).unwrap_or_else(|error| panic!("not a schema: {error}"));
    jsonschema::draft202012::new(schema).unwrap()
}

/// Files of the tree that have this ending, in order.
fn files(folder: &str, ending: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut folders = vec![root().join(folder)];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder).unwrap().flatten() {
            let path = entry.path();
            if path.is_dir() {
                folders.push(path);
            } else if path.to_string_lossy().ends_with(ending) {
                found.push(path);
            }
        }
    }
    found.sort();
    found
}

fn parsed(file: &Path) -> Value {
    tree::parsed(&std::fs::read_to_string(file).unwrap())
}

/// Every mistake that a validator finds in a file, each with its place.
fn mistakes(validator: &jsonschema::Validator, file: &Path) -> Vec<String> {
    let value = parsed(file);
    let told = |error: jsonschema::ValidationError<'_>| format!("{}{}: {error}", file.display(), error.instance_path());
    validator.iter_errors(&value).map(told).collect()
}

/// Proves: CAR-02.
#[test]
fn every_package_and_dictionary_of_the_project_is_valid() {
    for (kind, folder, ending, least) in [
        ("package", "regulations", "/regulation.yaml", 20),
        ("package", "crates/regulation/tests/fixtures/plain", "/regulation.yaml", 1),
        ("dictionary", "region/dictionaries", ".yaml", 10),
    ] {
        let validator = validator(&printed(&["schema", kind]));
        let files = files(folder, ending);
        assert!(files.len() >= least, "{folder}");
        let found: Vec<String> = files.iter().flat_map(|file| mistakes(&validator, file)).collect();
        assert_eq!(found, Vec::<String>::new(), "{kind}");
    }
    let validator = validator(&printed(&["schema", "cases"]));
    let cases = files("regulations", ".yaml").into_iter().filter(|file| file.parent().unwrap().ends_with("cases"));
    let found: Vec<String> = cases.flat_map(|file| mistakes(&validator, &file)).collect();
    assert_eq!(found, Vec::<String>::new(), "cases");
}

#[test]
fn what_an_author_often_gets_wrong_is_refused() {
    let package = validator(&printed(&["schema", "package"]));
    let text = std::fs::read_to_string(root().join("crates/regulation/tests/fixtures/plain/regulation.yaml")).unwrap();
    assert!(package.is_valid(&tree::parsed(&text)));
    for (old, new) in [
        ("status: published", "status: ready"),
        ("from: 2026-01-01\n", "from: 1 января\n"),
        ("term: 5 wd", "term: 5 days"),
        ("because: reg.6", "because: reg"),
        ("max-bytes: 5 MiB", "max-bytes: 5 MB"),
        ("    one: корзина\n", ""),
        ("summary: ", "resume: "),
        ("litres: { type: number, whole: true", "litres: { type: number, long: true"),
        ("assurance: confirmed", "assurance: confirmed\nset: {}"),
        ("      no: Заявителю ещё нет 18 лет.\n", ""),
    ] {
        assert!(text.contains(old), "{old}");
        assert!(!package.is_valid(&tree::parsed(&text.replacen(old, new, 1))), "`{new}` passes");
    }
}

#[test]
fn a_new_package_tells_the_editor_where_its_schemas_lie() {
    let folder = std::env::temp_dir().join(format!("okno-schemas-{}", std::process::id()));
    let _ = std::fs::remove_dir_all(&folder);
    let made = folder.join("one");
    okno(&["new", made.to_str().unwrap()]);
    for (file, kind) in [("regulation.yaml", "package"), ("cases/first.yaml", "cases")] {
        let file = made.join(file);
        let text = std::fs::read_to_string(&file).unwrap();
        let schema = text.lines().next().unwrap().strip_prefix("# yaml-language-server: $schema=").unwrap();
        let there = std::fs::read_to_string(file.parent().unwrap().join(schema)).unwrap();
        assert_eq!(there, okno(&["schema", kind]), "{schema}");
        let validator = validator(&serde_json::from_str(&there).unwrap());
        assert_eq!(mistakes(&validator, &file), Vec::<String>::new());
    }
    std::fs::remove_dir_all(folder).unwrap();
}

#[test]
fn every_key_is_told_in_plain_words() {
    for kind in ["package", "cases", "dictionary"] {
        let schema = printed(&["schema", kind]);
        for key in ["title", "description"] {
            assert!(schema[key].as_str().is_some_and(|words| words.chars().count() > 5), "{kind} has no {key}");
        }
        tree::each_object(&schema, &mut |node| {
            let Some(properties) = node.get("properties").and_then(Value::as_object) else { return };
            if node.get("type").is_none() {
                return;
            }
            for (key, property) in properties {
                let own = property.get("description").or(property.get("title")).is_some();
                let lent = property["$ref"].as_str().is_some_and(|name| {
                    let target = schema.pointer(name.trim_start_matches('#')).unwrap();
                    target.get("description").or(target.get("title")).is_some()
                });
                assert!(own || lent, "{kind}: nothing is said of `{key}`");
            }
        });
    }
}
