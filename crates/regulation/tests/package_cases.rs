//! Packages are proved by their own cases: registration day, form, sources, assessment, term.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod package_folder;

use regulation::clock::{Calendar, LegalClock};
use regulation::money::Money;
use regulation::package::{self, Regulation, run_case, run_cases};

/// The calendars of the project and the zone of the demonstration region's capital.
fn clock() -> LegalClock {
    let sources = package_folder::calendars();
    let (calendar, found) = Calendar::read(&sources);
    let calendar = calendar.unwrap_or_else(|| panic!("the calendars are read: {found:?}"));
    LegalClock::new(calendar, jiff::tz::TimeZone::UTC)
}

fn plain() -> Regulation {
    package::read(&package_folder::fixture("plain")).0.expect("the plain package has no findings")
}

/// Proves: CAR-03.
#[test]
fn every_case_of_every_package_comes_true() {
    let clock = clock();
    let mut wrong = String::new();
    for path in package_folder::all() {
        let (regulation, _) = package::read(&package_folder::sources(&path));
        let regulation = regulation.unwrap_or_else(|| panic!("{} is read", path.display()));
        assert!(regulation.cases.len() >= 10, "{} has {} cases", path.display(), regulation.cases.len());
        for (at, found) in run_cases(&regulation, &clock) {
            let case = &regulation.cases[at];
            wrong += &format!("{}/{} «{}»: {found:#?}\n", regulation.service, case.file, case.name);
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

#[test]
fn the_cases_of_the_plain_package_come_true() {
    let regulation = plain();
    assert_eq!(regulation.cases.len(), 3);
    assert_eq!(run_cases(&regulation, &clock()), std::collections::BTreeMap::new());
}

/// Proves: INTAKE-09.
#[test]
fn what_is_still_open_is_named_by_facts_that_somebody_can_be_asked_for() {
    let regulation = plain();
    let mut case = regulation.cases[0].clone();
    case.given.shift_remove("baskets");
    case.expect = package::Expectation { unknown: Some(vec!["baskets".to_owned()]), ..Default::default() };
    assert_eq!(run_case(&regulation, &case, &clock()), []);
}

/// The plain package with one text of its regulation replaced.
fn changed(from: &str, to: &str) -> Regulation {
    let mut sources = package_folder::fixture("plain");
    let text = sources.0.get_mut("regulation.yaml").expect("the file is there");
    assert_eq!(text.matches(from).count(), 1, "`{from}`");
    *text = text.replace(from, to);
    let (regulation, found) = package::read(&sources);
    regulation.unwrap_or_else(|| panic!("{found:?}"))
}

#[test]
fn a_result_is_given_only_where_its_condition_holds() {
    let entry = "results:\n  - { id: badge, title: Значок сборщика, kind: { object: значок }, when: request.kind = \"renew\", template: permit.typ, holds: [applicant.name, total], prefix: ЗН, because: law.4 }\n";
    let regulation = changed("results:\n", entry);
    let mut case = regulation.cases[0].clone();
    case.expect = package::Expectation { results: Some(vec!["permit".to_owned()]), ..Default::default() };
    assert_eq!(run_case(&regulation, &case, &clock()), []);
    case.given.insert("request.kind".to_owned(), "renew".into());
    case.given.insert("permit.number".to_owned(), "РЯ-1".into());
    let [wrong] = &run_case(&regulation, &case, &clock())[..] else { panic!("the badge, too") };
    assert_eq!((wrong.what, wrong.got.as_str()), ("results", "badge, permit"));
    assert!(regulation.outputs_open("issue", &Default::default(), case.as_of), "not known is not no");
}

/// Proves: FORM-10.
#[test]
fn the_account_of_the_one_who_files_does_not_speak_for_the_others() {
    let party = |role: &str| {
        format!(
            "fee: {{ amount: free, because: reg.9 }}\nparties:\n  - {{ id: picker, title: Сборщик, role: {role}, facts: [applicant.name], because: reg.3 }}\n"
        )
    };
    let claims = serde_json::json!({ "lastName": "Ягодкин", "birthDate": "1985-07-01" });
    let prefilled = |regulation: &Regulation| -> Vec<String> {
        let claims = claims.as_object().expect("claims");
        regulation::form::identity_facts(regulation, claims, jiff::Timestamp::UNIX_EPOCH).0.into_keys().collect()
    };
    let fee = "fee: { amount: free, because: reg.9 }\n";
    assert_eq!(prefilled(&plain()), ["applicant.birthdate", "applicant.name"]);
    assert_eq!(prefilled(&changed(fee, &party("joint"))), ["applicant.birthdate"]);
    assert_eq!(prefilled(&changed(fee, &party("applicant"))), ["applicant.birthdate", "applicant.name"]);
}

#[test]
fn a_clause_in_words_is_cited_without_a_point() {
    let regulation = plain();
    let cited =
        |clause: &str| regulation.clause_text(&package::Clause { act: "law".to_owned(), clause: clause.to_owned() });
    assert_eq!(cited("3.1"), "1-ПФ, п. 3.1");
    assert_eq!(cited("раздел о сроках"), "1-ПФ, раздел о сроках");
}

#[test]
fn a_case_that_expects_wrongly_is_told_what_came_out() {
    let regulation = plain();
    let mut case = regulation.cases[0].clone();
    case.expect.decision = Some("refuse".to_owned());
    case.expect.due = Some("2026-03-11".parse().expect("a date"));
    case.expect.grounds = Some(vec!["B2".to_owned()]);
    case.expect.fee =
        Some(package::ExpectedFee { least: Money::from_kopecks(100), most: Some(Money::from_kopecks(100)) });
    let found = run_case(&regulation, &case, &clock());
    let told: Vec<(&str, &str, &str)> =
        found.iter().map(|one| (one.what, one.expected.as_str(), one.got.as_str())).collect();
    assert_eq!(
        told,
        [
            ("decision", "refuse", "grant"),
            ("grounds", "B2", "ничего"),
            ("fee", "1\u{a0}₽", "0\u{a0}₽"),
            ("due", "2026-03-11", "2026-03-10"),
        ]
    );
}

#[test]
fn a_case_takes_over_the_facts_of_the_case_it_is_like() {
    let regulation = plain();
    let [first, second, third] = &regulation.cases[..] else { panic!("three cases") };
    assert_eq!(first.given["banned"], serde_json::json!(false));
    assert_eq!(second.given["banned"], serde_json::json!(true));
    assert_eq!(second.given["request.kind"], first.given["request.kind"]);
    assert!(!third.given.contains_key("banned"));
}
