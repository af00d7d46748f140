//! One assessment, three readings; and a stored decision that can be recomputed.

use jiff::civil::date;
use regulation::assess::{Assessment, Decision, assess, canonical, differences, for_citizen, for_clerk};
use regulation::clock::Term;
use regulation::fact::{Source, Value};
use regulation::package::{Prolongation, TermRule};

use crate::{TODAY, good, known, package, seen, with, without};

/// Proves: PROFILE-05.
#[test]
fn the_citizen_reads_whole_sentences_without_codes() {
    let camp = package::camp();
    let refused = for_citizen(&seen(&with("deprived", Some(Value::YesNo(true)))), &camp);
    insta::assert_snapshot!("citizen_refused", refused);
    let waiting = for_citizen(&seen(&without("deprived")), &camp);
    insta::assert_snapshot!("citizen_waiting", waiting);
    for text in [refused, waiting] {
        for code in ["P2", "deprived", "regulation.yaml", "Unknown"] {
            assert!(!text.contains(code), "«{code}» means nothing to a citizen:\n{text}");
        }
    }
}

#[test]
fn the_clerk_reads_a_table_with_facts_clause_and_place() {
    let camp = package::camp();
    let table = for_clerk(&seen(&with("deprived", Some(Value::YesNo(true)))), &camp);
    insta::assert_snapshot!("clerk", table.to_string());
    let row = table.rows.iter().find(|row| row.id == "P2").unwrap();
    assert_eq!((row.verdict, row.clause.as_str()), ("да", "12-ОЗ, п. 4"));
    assert!(row.place.starts_with("regulation.yaml:"), "{}", row.place);
    assert!(row.facts[0].starts_with("* Лишение прав: да (сообщил заявитель"), "{:?}", row.facts);
}

#[test]
fn a_decision_is_a_file_of_its_own_that_gives_the_same_bytes_again() {
    let camp = package::camp();
    let decision = Decision::of(&camp, &good(), TODAY);
    let stored: serde_json::Value = serde_json::from_slice(&decision.canonical()).unwrap();
    let back: Decision = serde_json::from_value(stored.clone()).unwrap();
    assert_eq!(back, decision);
    let again = serde_json::to_value(assess(&package::camp(), &back.facts, back.as_of)).unwrap();
    assert_eq!(canonical(&again), canonical(&stored["assessment"]));
    assert!(differences(&stored["assessment"], &again).is_empty());
}

#[test]
fn where_a_replay_parts_from_what_is_stored_is_said_in_words() {
    let stored = serde_json::to_value(seen(&good())).unwrap();
    let now = serde_json::to_value(seen(&with(
        "income",
        Some(Value::Money(regulation::money::Money::from_kopecks(9_000_000))),
    )))
    .unwrap();
    let found = differences(&stored, &now);
    let places: Vec<&str> = found.iter().map(|one| one.place.as_str()).collect();
    assert!(places.contains(&"Критерий → poor → вывод"), "{places:?}");
    assert!(places.contains(&"Критерий → poor → сведение → income → shown"), "{places:?}");
}

#[test]
fn an_old_trace_without_the_newer_parts_can_still_be_read() {
    let mut old = serde_json::to_value(seen(&good())).unwrap();
    for part in ["suspend", "give_back", "forward", "prolong", "term", "because"] {
        old.as_object_mut().unwrap().remove(part);
    }
    let back: Assessment = serde_json::from_value(old).unwrap();
    assert_eq!(back.decision, seen(&good()).decision);
}

#[test]
fn the_term_follows_condition_day_and_prolongation() {
    let term = |text: &str| Term::parse(text).unwrap();
    let mut camp = package::camp();
    let rule = camp.criteria["adult"].rule.clone();
    let because = camp.variants[0].because.clone();
    camp.variants[0].terms = vec![
        TermRule {
            when: None,
            from: None,
            until: Some(date(2026, 1, 1)),
            term: term("2 wd"),
            because: because.clone(),
        },
        TermRule { when: Some(rule.clone()), from: None, until: None, term: term("3 wd"), because: because.clone() },
    ];
    let found = assess(&camp, &good(), TODAY).term;
    assert_eq!((found.term, found.unknown.len()), (Some(term("3 wd")), 0), "the earlier rule has ended");
    let found = assess(&camp, &good(), date(2025, 12, 31)).term;
    assert_eq!(found.term, Some(term("2 wd")));
    let found = assess(&camp, &without("parent.born"), TODAY).term;
    assert_eq!((found.term, found.unknown), (None, ["parent.born".to_owned()].into()));
    let mut ground = camp.refuse_provision[1].clone();
    ground.when = Some(rule);
    camp.prolong = vec![Prolongation { ground, to: term("30 wd") }];
    let found = assess(&camp, &good(), TODAY).term;
    assert_eq!((found.term, found.prolonged.as_deref()), (Some(term("30 wd")), Some("P2")));
    let mut unsettled = good();
    unsettled.0.remove("kind");
    unsettled.learn("parent.born", known(Some(Value::Date(date(2020, 1, 1))), Source::Identity));
    let found = assess(&camp, &unsettled, TODAY).term;
    assert_eq!(found.term, Some(term("5 wd")), "both variants have the same term");
}
