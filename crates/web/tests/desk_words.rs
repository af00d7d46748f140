//! The words of the desk and of results: every key that pages name exists, and counts agree.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use domain::case::CallReason;
use web::shell::words::{Language, Words};

fn files(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() { files(&path, found) } else { found.push(path) }
    }
}

/// Quoted keys with these prefixes in a text.
fn keys(text: &str, found: &mut BTreeSet<String>) {
    for part in text.split('"') {
        let ours = ["desk-", "check-", "result-"].iter().any(|prefix| part.starts_with(prefix));
        if ours && part.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-') && !part.ends_with('-') {
            found.insert(part.to_owned());
        }
    }
}

#[test]
fn every_key_that_a_page_of_the_desk_names_has_words() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut paths = Vec::new();
    for folder in ["src/desk", "src/public", "templates/desk", "templates/public", "templates/result"] {
        files(&root.join(folder), &mut paths);
    }
    let mut named = BTreeSet::new();
    for path in paths {
        keys(&std::fs::read_to_string(path).unwrap(), &mut named);
    }
    assert!(named.len() > 150, "only {} keys were found", named.len());
    let words = Words::of(Language::Russian);
    let missing: Vec<_> = named.iter().filter(|key| !words.has(key) && !is_class(key)).collect();
    assert!(missing.is_empty(), "{missing:?}");
}

/// Classes of elements look like keys.
fn is_class(key: &str) -> bool {
    ["desk-who", "desk-top"].contains(&key)
}

#[test]
fn every_reason_to_call_a_person_has_a_sentence() {
    let words = Words::of(Language::Russian);
    let name = || "procedure".to_owned();
    let facts = || vec!["convicted".to_owned()];
    for reason in [
        CallReason::OfficialsProcedure(name()),
        CallReason::NoVariant,
        CallReason::VariantUnknown(facts()),
        CallReason::IntakeUnknown(facts()),
        CallReason::DecisionUnknown { facts: facts(), silent: Vec::new() },
        CallReason::CannotBegin(name()),
        CallReason::CannotEnd(name()),
        CallReason::NothingLeft,
        CallReason::NoSigner,
        CallReason::SignatureRefused,
        CallReason::ResultIncomplete(facts()),
        CallReason::Contested(facts()),
        CallReason::Contradiction(facts()),
        CallReason::ExpertsApart(name()),
        CallReason::NotAssessable(name()),
        CallReason::Applicant,
        CallReason::Official,
    ] {
        let key = format!("desk-{}", reason.key());
        assert!(words.has(&key), "{key}");
        assert_eq!(CallReason::read(&reason.written()), Some(reason));
    }
}

#[test]
fn the_row_of_the_queue_counts_working_days_in_good_russian() {
    let words = Words::of(Language::Russian);
    let say = |key: &str, days: i64| words.fill(key, &[("days", &days)]);
    assert_eq!(say("desk-due-left", 1), "остался 1 рабочий день");
    assert_eq!(say("desk-due-left", 3), "осталось 3 рабочих дня");
    assert_eq!(say("desk-due-left", 11), "осталось 11 рабочих дней");
    assert_eq!(say("desk-due-late", 1), "просрочено на 1 рабочий день");
    assert_eq!(say("desk-due-late", 2), "просрочено на 2 рабочих дня");
    assert_eq!(say("desk-due-late", 21), "просрочено на 21 рабочий день");
    let waiting = |count: i64| words.fill("desk-next-answers", &[("count", &count)]);
    assert_eq!(waiting(2), "Ждём 2 межведомственных ответа");
}
