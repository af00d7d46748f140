//! The region's files of complaints and ratings: what they say, and every mistake in them.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::path::Path;

use jiff::civil::date;
use regulation::diagnostic::Sources;
use regulation::region::{self, Object, Region};

fn text(file: &str) -> String {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../region");
    std::fs::read_to_string(folder.join(file)).unwrap()
}

/// The demo region with one edit in one file; what was found wrong.
fn read(file: &str, from: &str, to: &str) -> (Option<Region>, Vec<String>) {
    let names = ["region.yaml", "complaints.yaml", "ratings.yaml"];
    let mut sources = Sources(names.map(|name| (name.to_owned(), text(name))).into());
    let edited = sources.0.get_mut(file).unwrap();
    assert!(edited.contains(from), "{file} has no «{from}»");
    *edited = edited.replacen(from, to, 1);
    let (region, found) = region::read(&sources);
    (region, found.into_iter().map(|one| one.message).collect())
}

/// Proves: APPEAL-02, APPEAL-06.
#[test]
fn grounds_terms_and_reasons_of_complaints_are_data_with_clauses() {
    let (region, found) = read("complaints.yaml", "okno: 1", "okno: 1");
    assert!(found.is_empty(), "{found:?}");
    let complaints = region.unwrap().complaints.unwrap();
    assert_eq!(complaints.grounds.len(), 10, "as many as the law lists");
    assert!(complaints.grounds["misprint"].short && !complaints.grounds["service-refused"].short);
    assert_eq!(complaints.grounds["service-refused"].objects, [Object::Decision]);
    assert_eq!(complaints.register_within.value.to_string(), "1 рабочий день");
    let reasons = complaints.unanswered.values().chain(complaints.dismissals.values());
    assert!(reasons.into_iter().all(|one| !one.because.is_empty() && !one.say.is_empty()));
}

#[test]
fn mistakes_in_complaints_are_named() {
    for (from, to, wanted) in [
        ("objects: [decision], suits", "objects: [mood], suits", "Такого предмета жалобы нет"),
        ("suits: refused", "suits: sad", "Хода дела «sad» нет"),
        ("objects: [action, omission], because", "objects: [], because", "не сказано, что по нему обжалуют"),
        ("redirect: { value: 3 wd", "redirect: { value: 3 moons", "moons"),
        ("number-prefix: Ж", "prefix: Ж", "number-prefix"),
    ] {
        let (region, found) = read("complaints.yaml", from, to);
        assert!(region.is_none() && found.iter().any(|one| one.contains(wanted)), "{to}: {found:?}");
    }
}

/// Proves: RATE-02.
#[test]
fn of_several_sets_of_criteria_the_youngest_that_had_begun_counts() {
    let second = "sets:\n  newer:\n    from: 2026-07-01\n    least: 1\n    most: 10\n    because: Новый акт\n    criteria:\n      term: Срок\n";
    let (region, found) = read("ratings.yaml", "sets:\n", second);
    assert!(found.is_empty(), "{found:?}");
    let ratings = region.unwrap().ratings.unwrap();
    let on = |day| ratings.on(day).map(|(id, set)| (id.as_str(), set.most));
    assert_eq!(on(date(2026, 6, 30)), Some(("pp-1284", 5)));
    assert_eq!(on(date(2026, 7, 1)), Some(("newer", 10)));
    assert_eq!(on(date(2012, 12, 31)), None);
}

#[test]
fn mistakes_in_ratings_are_named() {
    for (from, to) in
        [("least: 1", "least: 9"), ("from: 2013-01-01", "from: позавчера"), ("low: { value: 2", "low: { value: два")]
    {
        let (region, found) = read("ratings.yaml", from, to);
        assert!(region.is_none() && !found.is_empty(), "{to}");
    }
}
