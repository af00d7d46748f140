//! Typical regulations and local ones: what may be set, and what an update of the typical one
//! means for those that rest on it.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[path = "../package_folder/mod.rs"]
mod folder;
mod update;

use std::path::Path;

use regulation::diagnostic::Sources;
use regulation::package;

/// A package of the project by name.
pub fn of(name: &str) -> Sources {
    folder::sources(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../../regulations").join(name))
}

/// With one edit in one file, which must be there to make.
pub fn edit(sources: &Sources, file: &str, from: &str, to: &str) -> Sources {
    let mut sources = sources.clone();
    let text = sources.0.get_mut(file).unwrap();
    assert_eq!(text.matches(from).count(), 1, "«{from}» must stand once in {file}");
    *text = text.replace(from, to);
    sources
}

/// Findings: code, the marked text, and the message.
fn found(sources: &Sources) -> Vec<(&'static str, String, String)> {
    let (_, found) = package::read(sources);
    let marked = |one: &regulation::diagnostic::Diagnostic| {
        let text = sources.0.get(&one.span.file).map_or("", String::as_str);
        format!("{}: {}", one.span.file, &text[one.span.start..one.span.end])
    };
    found.iter().map(|one| (one.code, marked(one), one.message.clone())).collect()
}

fn set(from: &str, to: &str) -> Sources {
    edit(&of("kindergarten-priozersk"), "regulation.yaml", from, to)
}

fn marked(parent: (&str, &str), child: (&str, &str)) -> Sources {
    edit(&set(child.0, child.1), "parent/regulation.yaml", parent.0, parent.1)
}

/// Proves: CAR-05, FORMBUILDER-06.
#[test]
fn whatever_is_set_outside_the_marks_or_their_bounds_is_refused_at_its_place() {
    let enrol = "  variants.enrol.term: 10 wd";
    let year =
        ("what: params.year_begins.value,", "what: params.year_begins.value, least: 2026-08-01, most: 2026-09-01,");
    let age = (
        "  - { what: authority,",
        "  - { what: params.age_most.value, least: 7, most: 8, because: reg.II }\n  - { what: authority,",
    );
    let told = [
        (
            set(enrol, "  variants.enrol.term: 10 wd\n  variants.withdraw.term: 2 wd"),
            "variants.withdraw.term",
            "Типовой регламент не разрешает задавать `variants.withdraw.term` на месте.",
        ),
        (
            set("resources.places.offer: 5 wd", "resources.places.offer: 2 wd"),
            "resources.places.offer",
            "`resources.places.offer`: 2 wd — меньше разрешённого: предел 3 wd.",
        ),
        (
            set(enrol, "  variants.enrol.term: 31 wd"),
            "variants.enrol.term",
            "`variants.enrol.term`: 31 wd — больше разрешённого: предел 30 wd.",
        ),
        (
            set(enrol, "  variants.enrol.term: 3 months"),
            "variants.enrol.term",
            "`variants.enrol.term`: 3 months — больше разрешённого: предел 30 wd.",
        ),
        (
            marked(age, (enrol, "  variants.enrol.term: 10 wd\n  params.age_most.value: 9")),
            "params.age_most.value",
            "`params.age_most.value`: 9 — больше разрешённого: предел 8.",
        ),
        (
            marked(age, (enrol, "  variants.enrol.term: 10 wd\n  params.age_most.value: 6")),
            "params.age_most.value",
            "`params.age_most.value`: 6 — меньше разрешённого: предел 7.",
        ),
        (
            marked(year, ("2026-08-01", "2026-10-01")),
            "params.year_begins.value",
            "`params.year_begins.value`: 2026-10-01 — больше разрешённого: предел 2026-09-01.",
        ),
        (
            marked(year, ("2026-08-01", "2026-07-01")),
            "params.year_begins.value",
            "`params.year_begins.value`: 2026-07-01 — меньше разрешённого: предел 2026-08-01.",
        ),
    ];
    for (sources, place, message) in told {
        let expected = ("R049", format!("regulation.yaml: {place}"), message.to_owned());
        assert!(found(&sources).contains(&expected), "{message}\n{:#?}", found(&sources));
        assert!(package::read(&sources).0.is_none(), "{message}");
    }
}

/// Proves: CAR-05.
#[test]
fn what_must_be_set_locally_and_is_not_is_named() {
    let found = found(&set("  authority: priozersk-education\n", ""));
    let told = found.iter().find(|(code, ..)| *code == "R049").unwrap_or_else(|| panic!("{found:#?}"));
    assert_eq!(told.2, "Типовой регламент требует задать `authority` на месте.");
    assert!(told.1.starts_with("regulation.yaml: "), "{told:?}");
}

/// Proves: CAR-05.
#[test]
fn a_path_or_key_that_cannot_be_set_is_refused_at_its_place() {
    let lost = found(&set("  variants.enrol.term: 10 wd", "  variants.enroll.term: 10 wd"));
    let expected = (
        "R048",
        "regulation.yaml: variants.enroll.term".to_owned(),
        "В типовом регламенте нет `variants.enroll.term`.".to_owned(),
    );
    assert!(lost.contains(&expected), "{lost:#?}");
    let whole = found(&set("set:\n", "criteria: {}\nset:\n"));
    let expected = (
        "R048",
        "regulation.yaml: criteria".to_owned(),
        "Местный регламент не может менять `criteria` целиком.".to_owned(),
    );
    assert!(whole.contains(&expected), "{whole:#?}");
}

/// Proves: CAR-05.
#[test]
fn a_parent_that_is_missing_or_itself_local_is_refused() {
    let mut alone = of("kindergarten-priozersk");
    alone.0.retain(|name, _| !name.starts_with("parent/"));
    let told = found(&alone);
    assert_eq!(
        (told[0].0, told[0].2.as_str()),
        ("R048", "Типовой регламент `kindergarten` не найден рядом с этой папкой.")
    );
    let chain = edit(
        &of("kindergarten-priozersk"),
        "parent/regulation.yaml",
        "okno: 1\n",
        "okno: 1\nparent: { service: nursery, version: \"1\" }\n",
    );
    let told = found(&chain);
    assert!(told.iter().any(|one| (one.0, one.2.as_str()) == ("R048", "Типовой регламент сам местный.")), "{told:#?}");
}

/// Proves: CAR-05.
#[test]
fn a_newer_edition_of_the_parent_is_a_warning_until_somebody_looked() {
    let old = set("version: \"2026.1\" }", "version: \"2025.4\" }");
    let told = found(&old);
    let expected = (
        "R080",
        "regulation.yaml: \"2025.4\"".to_owned(),
        "Настроено по редакции 2025.4 услуги `kindergarten`, а у неё уже редакция 2026.1.".to_owned(),
    );
    assert!(told.contains(&expected), "{told:#?}");
    assert!(package::read(&old).0.is_some(), "it is only a warning");
    assert!(found(&of("kindergarten-priozersk")).iter().all(|one| one.0 != "R080"));
}
