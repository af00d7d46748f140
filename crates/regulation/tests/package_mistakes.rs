//! Twenty seeded mistakes, each reported at its place with a way to mend it, and nothing else.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod package_folder;

use std::collections::BTreeSet;

use regulation::diagnostic::{Diagnostic, Sources, render};
use regulation::package;

/// A finding as the test compares it: file, line, code.
type Place = (String, usize, String);

/// What the comments of a fixture announce.
fn announced(sources: &Sources) -> Vec<Place> {
    let mut places = Vec::new();
    for (file, text) in &sources.0 {
        for (at, line) in text.lines().enumerate() {
            let code = line.rsplit_once(" # ").map(|(_, code)| code.trim());
            let is_code = |code: &&str| {
                code.len() == 4 && (code.starts_with('R') || code.starts_with('E')) && code[1..].parse::<u16>().is_ok()
            };
            if let Some(code) = code.filter(is_code) {
                places.push((file.clone(), at + 1, code.to_owned()));
            }
        }
    }
    places.sort();
    places
}

fn places(found: &[Diagnostic], sources: &Sources) -> Vec<Place> {
    let mut places: Vec<Place> = found
        .iter()
        .map(|one| (one.span.file.clone(), one.span.line_and_column(sources).0, one.code.to_owned()))
        .collect();
    places.sort();
    places
}

/// Proves: CAR-02, PROCEDURE-02, PROCEDURE-03, PROCEDURE-04, FORM-04, CAT-16.
#[test]
fn twenty_mistakes_are_found_each_at_its_place_and_nothing_else() {
    let sources = package_folder::fixture("twenty-mistakes");
    let announced = announced(&sources);
    assert_eq!(announced.len(), 20);
    let kinds: BTreeSet<&String> = announced.iter().map(|(_, _, code)| code).collect();
    assert_eq!(kinds.len(), 20, "each mistake is of its own kind");
    let (regulation, found) = package::read(&sources);
    assert!(regulation.is_none());
    assert_eq!(places(&found, &sources), announced, "{}", render(&found, &sources, false));
    for one in &found {
        assert!(!one.help.trim().is_empty() && !one.label.trim().is_empty(), "{one:?}");
        assert!(one.message.ends_with(['.', ':', '!', '?']), "not a whole sentence: {}", one.message);
        assert!(one.span.end > one.span.start, "no caret: {one:?}");
    }
}

#[test]
fn the_same_package_without_the_mistakes_has_no_findings() {
    let sources = package_folder::fixture("plain");
    let (regulation, found) = package::read(&sources);
    assert!(found.is_empty(), "{}", render(&found, &sources, false));
    assert!(regulation.is_some());
}

#[test]
fn a_finding_is_shown_with_file_line_column_caret_and_help() {
    let sources = package_folder::fixture("twenty-mistakes");
    let (_, found) = package::read(&sources);
    let shown = render(&found, &sources, false);
    for part in ["R003", "regulation.yaml:38:5", "requierd: true", "похоже на `required`", "Напишите `required`."]
    {
        assert!(shown.contains(part), "{part} is not in\n{shown}");
    }
    let json = serde_json::to_value(&found).expect("findings become JSON");
    assert_eq!(json[0]["span"]["file"], "cases/basic.yaml");
    assert_eq!(json[0]["code"], "R030");
}
