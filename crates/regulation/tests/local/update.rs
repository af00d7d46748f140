//! An update of a typical regulation and the local one that rests on it.

use regulation::clock::{Calendar, LegalClock};
use regulation::diagnostic::Sources;
use regulation::versions::{AttentionKind, Inherited, inherit};

use crate::{edit, folder, of};

fn clock() -> LegalClock {
    let calendar = Calendar::read(&folder::calendars()).0.unwrap();
    LegalClock::new(calendar, jiff::tz::TimeZone::UTC)
}

fn update(new: &Sources) -> Inherited {
    inherit(&of("kindergarten-priozersk"), &of("kindergarten"), new, &clock())
        .unwrap_or_else(|found| panic!("{found:#?}"))
}

fn typical(from: &str, to: &str) -> Sources {
    edit(&of("kindergarten"), "regulation.yaml", from, to)
}

fn by_hand(report: &Inherited) -> Vec<(AttentionKind, &str)> {
    report.by_hand.iter().map(|one| (one.kind, one.path.as_str())).collect()
}

/// Proves: CAR-05.
#[test]
fn the_same_edition_asks_nothing_of_anybody() {
    assert_eq!(update(&of("kindergarten")), Inherited::default());
}

/// Proves: CAR-05, FORMBUILDER-06.
#[test]
fn what_is_not_set_locally_reaches_the_child_by_itself() {
    let report = update(&typical(
        "when: request.kind = \"transfer\", term: 7 wd",
        "when: request.kind = \"transfer\", term: 8 wd",
    ));
    let told: Vec<&str> = report.by_itself.iter().map(|change| change.sentence.as_str()).collect();
    assert_eq!(told.len(), 1, "{told:?}");
    assert!(told[0].starts_with("Срок варианта «Перевод в другой сад»: 7 рабочих дней → 8 рабочих дней ("), "{told:?}");
    // The child has cases of its own that count with the old term.
    let failing: Vec<_> = by_hand(&report);
    assert_eq!(
        failing,
        [
            (AttentionKind::CaseFails, "Перевод идёт по сроку типового регламента"),
            (AttentionKind::CaseFails, "Сроки округа"),
        ]
    );
}

/// Proves: CAR-05, FORMBUILDER-06.
#[test]
fn a_value_that_changed_under_a_local_one_needs_a_person() {
    let report =
        update(&typical("when: request.kind = \"enrol\", term: 7 wd", "when: request.kind = \"enrol\", term: 9 wd"));
    assert_eq!(report.by_itself, [], "the local value stays");
    assert_eq!(by_hand(&report), [(AttentionKind::ChangedBeneath, "variants.enrol.term")]);
    assert_eq!(
        report.by_hand[0].sentence,
        "В типовом регламенте `variants.enrol.term` изменилось: 7 wd → 9 wd; на месте задано 10 wd. Решите, остаётся ли местное значение."
    );
}

/// Proves: CAR-05.
#[test]
fn marks_that_are_gone_narrower_or_newly_required_need_a_person() {
    let gone = update(&typical("  - { what: variants.amend.term, least: 1 wd, most: 30 wd, because: reg.II }\n", ""));
    assert_eq!(by_hand(&gone), [(AttentionKind::NotMarked, "variants.amend.term")]);
    let narrower = update(&typical(
        "what: variants.enrol.term, least: 1 wd, most: 30 wd",
        "what: variants.enrol.term, least: 1 wd, most: 9 wd",
    ));
    assert_eq!(by_hand(&narrower), [(AttentionKind::OutOfBounds, "variants.enrol.term")]);
    assert!(narrower.by_hand[0].sentence.contains("не больше 9 wd"), "{}", narrower.by_hand[0].sentence);
    let required = update(&typical(
        "what: variants.transfer.term, least: 1 wd, most: 30 wd,",
        "what: variants.transfer.term, least: 1 wd, most: 30 wd, required: true,",
    ));
    assert_eq!(by_hand(&required), [(AttentionKind::NotSet, "variants.transfer.term")]);
}

/// Proves: CAR-05.
#[test]
fn an_element_that_is_gone_needs_a_person_and_so_does_what_breaks_with_it() {
    let mut new = of("kindergarten");
    for text in new.0.values_mut() {
        *text = text.replace("amend", "alter");
    }
    let report = update(&new);
    let told = by_hand(&report);
    assert!(told.contains(&(AttentionKind::Gone, "variants.amend.term")), "{told:?}");
    assert!(told.iter().any(|(kind, _)| *kind == AttentionKind::Finding), "its cases speak of what is gone: {told:?}");
    assert!(report.by_itself.iter().any(|change| change.path == "variants.alter"), "{:?}", report.by_itself);
}
