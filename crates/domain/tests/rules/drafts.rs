//! Drafts: saving, keeping, moving to a new edition, copying.

use domain::carry::{copy, migrate};
use domain::case::{CaseState, Wish};
use domain::draft::{self, Draft};
use domain::id::DraftId;
use domain::keep;
use domain::refusal::Refusal;
use jiff::{SignedDuration, Timestamp};
use proptest::prelude::*;
use regulation::fact::Facts;
use serde_json::{Value, json};

use crate::world::*;

fn answers(pairs: &[(&str, Value)]) -> regulation::form::Answers {
    pairs.iter().map(|(name, value)| ((*name).to_owned(), value.clone())).collect()
}

/// Proves: FORM-08, FORM-11.
#[test]
fn a_draft_keeps_wrong_values_as_they_were_typed() {
    let world = World::new();
    let wrong = answers(&[("boat.length", json!("много")), ("applicant.birthdate", json!("31.02.1990"))]);
    let saved = draft::save(&world.draft(), &wrong, Some("request"), &world.context(), morning()).unwrap();
    assert_eq!(saved.answers["boat.length"], json!("много"));
    assert_eq!(saved.answers["applicant.birthdate"], json!("31.02.1990"));
    assert_eq!(saved.answers["boat.mark"], json!("Пример-1"), "what was not sent stays");
    assert_eq!((saved.step.as_str(), saved.revision), ("request", world.draft().revision + 1));
    let huge = answers(&[("boat.mark", json!("я".repeat(200_000)))]);
    assert_eq!(draft::save(&saved, &huge, None, &world.context(), morning()), Err(Refusal::TooLarge));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 100, failure_persistence: None, ..ProptestConfig::default() })]

    /// Proves: FORM-08, FORM-11.
    #[test]
    fn whatever_is_saved_in_whatever_order_is_there(saves in prop::collection::vec(("[a-d]", ".{0,12}"), 1..30)) {
        let world = World::new();
        let mut draft = world.draft();
        let mut expected = draft.answers.clone();
        for (name, value) in saves {
            expected.insert(name.clone(), json!(value));
            draft = draft::save(&draft, &answers(&[(name.as_str(), json!(value))]), None, &world.context(), morning()).unwrap();
        }
        prop_assert_eq!(draft.answers, expected);
    }
}

/// Proves: FORM-13.
#[test]
fn a_draft_is_kept_for_the_term_after_each_save_and_its_owner_is_warned() {
    let world = World::new();
    let draft = world.draft();
    assert_eq!(draft.keep_until, world.clock.end_of_day("2026-06-12".parse().unwrap()));
    let three_months = at("2026-06-12T06:00:00Z");
    assert_eq!(keep::may_erase_draft(&draft, three_months), Err(Refusal::MustBeKept { until: draft.keep_until }));
    assert_eq!(keep::may_erase_draft(&draft, draft.keep_until + SignedDuration::from_millis(1)), Ok(()));
    let again = draft::save(&draft, &answers(&[]), None, &world.context(), at("2026-04-01T06:00:00Z")).unwrap();
    assert_eq!(world.clock.local_date(again.keep_until).to_string(), "2026-07-01");
    let warned = |draft: &Draft, now: &str| keep::draft_warning(draft, &world.context(), at(now));
    assert_eq!(warned(&draft, "2026-05-29T06:00:00Z"), Some(1));
    assert_eq!(warned(&draft, "2026-05-28T06:00:00Z"), None);
    let once = Draft { warnings: 1, ..draft.clone() };
    assert_eq!(warned(&once, "2026-06-01T06:00:00Z"), None);
    assert_eq!(warned(&once, "2026-06-09T06:00:00Z"), Some(2));
    let saved = draft::save(&once, &answers(&[]), None, &world.context(), morning()).unwrap();
    assert_eq!(saved.warnings, 0, "a save begins anew");
}

/// Proves: FORM-12, SEC-04.
#[test]
fn a_sent_application_is_kept_a_year_from_sending_and_while_it_runs() {
    let world = World::new();
    let ended = world.in_state(CaseState::Completed).case;
    let sent = world.filed().last.draft.unwrap();
    assert_eq!(keep::may_erase_draft(&sent, Timestamp::MAX), Err(Refusal::DraftSent));
    let until = keep::case_until(&ended, &world.context());
    assert_eq!(world.clock.local_date(until).to_string(), "2027-03-12");
    let erase = |case, now| keep::may_erase_case(case, &world.context(), now);
    assert_eq!(erase(&ended, until), Err(Refusal::MustBeKept { until }));
    assert_eq!(erase(&ended, until + SignedDuration::from_millis(1)), Ok(()));
    let runs = world.registered().case;
    assert_eq!(erase(&runs, Timestamp::MAX), Err(Refusal::WrongState { state: "in_progress" }));
}

/// Proves: FORM-21.
#[test]
fn a_new_edition_keeps_what_fits_and_lists_the_rest() {
    let old = World::new();
    let text = TEXT
        .replace("version: \"2026.1\"", "version: \"2026.2\"")
        .replace(
            "options: { give: Получить номер, cancel: Снять номер }",
            "options: { take: Получить номер, cancel: Снять номер }",
        )
        .replace("\"give\"", "\"take\"")
        .replace("request.kind: give", "request.kind: take")
        .replace(
            "boat.mark: { type: text, max: 20, label: Марка судна",
            "boat.mark: { type: text, max: 30, label: Марка и модель",
        )
        .replace(
            "boat.length: { type: number, whole: true, min: 1, max: 100, label: Длина, unit: м",
            "boat.size: { type: number, whole: true, min: 1, max: 100, label: Длина, unit: м",
        )
        .replace("boat.length", "boat.size");
    let cases = CASES.replace("request.kind: give", "request.kind: take").replace("boat.length", "boat.size");
    let new = World::with_cases(&text, &cases);
    let wrong = answers(&[("applicant.birthdate", json!("не помню"))]);
    let draft = draft::save(&old.draft(), &wrong, Some("applicant"), &old.context(), morning()).unwrap();
    let moved = migrate(&draft, Some(&old.regulation), &new.context()).unwrap();
    assert_eq!(moved.version, "2026.2");
    assert_eq!(moved.answers["boat.mark"], json!("Пример-1"));
    assert_eq!(moved.answers["applicant.birthdate"], json!("не помню"), "a wrong value is still the person's");
    assert!(!moved.answers.contains_key("request.kind") && !moved.answers.contains_key("boat.length"));
    let listed: Vec<_> = moved.unfit.iter().map(|unfit| (unfit.label.as_str(), unfit.value.clone())).collect();
    assert_eq!(listed, [("Что нужно сделать", json!("give")), ("Длина", json!("5"))]);
    for (name, value) in &draft.answers {
        let kept = moved.answers.get(name) == Some(value);
        let told = moved.unfit.iter().any(|unfit| unfit.value == *value);
        assert!(kept || told, "{name} is lost");
    }
    assert_eq!(migrate(&moved, Some(&new.regulation), &new.context()).unwrap(), moved, "nothing to move");
    let unknown_edition = migrate(&draft, None, &new.context()).unwrap();
    assert_eq!(unknown_edition.unfit.len(), 2, "labels fall back to names: {:?}", unknown_edition.unfit);
}

/// Proves: FORM-06.
#[test]
fn a_new_draft_from_an_earlier_request_leaves_out_dates_declarations_and_files() {
    let world = World::new();
    let told = world.grant(&world.filed(), &Wish::Withdraw, &applicant(), morning());
    let sent = world.filed().last.draft.unwrap();
    assert_eq!(told.case.state, CaseState::Withdrawn);
    let id = DraftId("000000000000000000000000000d012a".to_owned());
    let make = |person| {
        copy(id.clone(), person, &sent, Some(&world.regulation), Facts::default(), &world.context(), morning())
    };
    let owner = person_id();
    let stranger = domain::id::PersonId("000000000000000000000000000000ff".to_owned());
    let copied = make(&owner).unwrap();
    assert_eq!((copied.case.clone(), copied.revision), (None, 1));
    assert_eq!(copied.answers["boat.mark"], json!("Пример-1"));
    assert_eq!(copied.answers["request.kind"], json!("give"));
    assert!(!copied.answers.contains_key("applicant.birthdate") && !copied.answers.contains_key("boat.sound"));
    let labels: Vec<_> = copied.unfit.iter().map(|unfit| unfit.label.as_str()).collect();
    assert_eq!(labels, ["Судно исправно", "Дата рождения"]);
    assert_eq!(make(&stranger).err(), Some(Refusal::NotFound));
}
