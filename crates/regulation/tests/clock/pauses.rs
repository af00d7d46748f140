//! Due moments when the clock stood still.

use regulation::clock::LegalClock;

use crate::{noon, samara, term};

fn with(clock: &LegalClock, from: &str, text: &str, pauses: &[(&str, &str)]) -> String {
    let pauses: Vec<_> = pauses.iter().map(|(from, until)| (noon(clock, from), noon(clock, until))).collect();
    clock.due(noon(clock, from), term(text), &pauses).unwrap().last_day().to_string()
}

#[test]
fn a_pause_takes_its_days_out_of_the_count() {
    let clock = samara();
    // Monday 16 March 2026: 17, 18, 19, 20, 23.
    assert_eq!(with(&clock, "2026-03-16", "5 wd", &[]), "2026-03-23");
    // Suspended on the 17th (still counts), resumed on the 20th (does not): 18, 19, 20 fall out.
    assert_eq!(with(&clock, "2026-03-16", "5 wd", &[("2026-03-17", "2026-03-20")]), "2026-03-26");
    // A weekend in the pause takes no working day.
    assert_eq!(with(&clock, "2026-03-16", "5 wd", &[("2026-03-20", "2026-03-22")]), "2026-03-23");
    // A pause within one day changes nothing.
    assert_eq!(with(&clock, "2026-03-16", "5 wd", &[("2026-03-18", "2026-03-18")]), "2026-03-23");
}

#[test]
fn other_terms_grow_by_the_days_of_the_pause() {
    let clock = samara();
    assert_eq!(with(&clock, "2026-03-16", "10 cd", &[("2026-03-18", "2026-03-21")]), "2026-03-29");
    assert_eq!(with(&clock, "2026-03-16", "1 month", &[("2026-03-18", "2026-03-21")]), "2026-04-19");
    // A second pause that only the first one brought within the term.
    assert_eq!(
        with(&clock, "2026-03-16", "10 cd", &[("2026-03-18", "2026-03-21"), ("2026-03-27", "2026-03-29")]),
        "2026-03-31"
    );
}

#[test]
fn overlapping_pauses_count_once_and_in_any_order() {
    let clock = samara();
    let one = with(&clock, "2026-03-16", "5 wd", &[("2026-03-17", "2026-03-24")]);
    let many = with(
        &clock,
        "2026-03-16",
        "5 wd",
        &[("2026-03-20", "2026-03-24"), ("2026-03-17", "2026-03-20"), ("2026-03-18", "2026-03-19")],
    );
    assert_eq!(one, many);
    assert_eq!(one, "2026-03-30");
}

#[test]
fn a_pause_before_the_start_or_after_the_end_changes_nothing() {
    let clock = samara();
    assert_eq!(with(&clock, "2026-03-16", "5 wd", &[("2026-03-01", "2026-03-16")]), "2026-03-23");
    assert_eq!(with(&clock, "2026-03-16", "5 wd", &[("2026-03-23", "2026-03-30")]), "2026-03-23");
    assert_eq!(with(&clock, "2026-03-16", "5 wd", &[("2026-04-01", "2026-04-30")]), "2026-03-23");
    // One that began before the start takes only the days after it: 17 and 18.
    assert_eq!(with(&clock, "2026-03-16", "5 wd", &[("2026-03-01", "2026-03-18")]), "2026-03-25");
}

#[test]
fn a_pause_is_told_in_the_explanation_only_when_it_moved_the_end() {
    let clock = samara();
    let pause = |from: &str, until: &str| (noon(&clock, from), noon(&clock, until));
    let pauses =
        [pause("2026-03-17", "2026-03-20"), pause("2026-03-18", "2026-03-18"), pause("2026-05-01", "2026-05-20")];
    let due = clock.due(noon(&clock, "2026-03-16"), term("5 wd"), &pauses).unwrap();
    assert_eq!(due.story.pauses.len(), 1);
    assert_eq!(
        due.explain(),
        "5 рабочих дней с 17 марта 2026 года; приостановление 18–20 марта в срок не входит; последний день — 26 марта 2026 года"
    );
}
