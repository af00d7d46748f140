//! Open drafts and running cases at a publication.

use jiff::civil::date;
use regulation::fact::Facts;
use regulation::form::Answers;
use regulation::package::Regulation;
use regulation::versions::{DraftFate, impact};
use serde_json::json;

use crate::{CAMP, camp, edited};

fn draft() -> Answers {
    let raw = json!({
        "parent.name": "Образцов", "parent.born": "1985-05-01", "kind": "partial", "days": "14", "camp": "lake",
        "paid": "1500", "consent": "true",
        "children": [{ "name": "Анна", "born": "2015-02-03", "school": "Школа 1" }, { "name": "Пётр", "born": "2021-02-03" }]
    });
    serde_json::from_value(raw).unwrap()
}

fn fate(new: &Regulation) -> (DraftFate, Vec<String>) {
    let found = impact(&camp(CAMP), new, &[(draft(), Facts::default())], 3, date(2026, 3, 2));
    assert_eq!(found.pinned, 3, "running cases stay with their edition");
    let fate = *found.drafts.keys().next().unwrap();
    (fate, found.obstacles.into_iter().map(|one| one.label).collect())
}

/// Proves: CAR-05, FORM-21.
#[test]
fn a_draft_that_still_fits_goes_on() {
    assert_eq!(fate(&camp(CAMP)), (DraftFate::Untouched, vec![]));
    assert_eq!(fate(&edited("term: 6 wd", "term: 8 wd")), (DraftFate::Untouched, vec![]));
}

/// Proves: CAR-05, FORM-21.
#[test]
fn a_draft_is_asked_what_the_new_edition_adds() {
    let text = CAMP
        .replace("  camp: { type: choice", "  meal: { type: yes-no, label: Нужна диета, purpose: result, because: law.5, required: true }\n  camp: { type: choice")
        .replace("fields: [kind, paid, days,", "fields: [kind, paid, days, meal,")
        .replace("holds: [parent.name, days,", "holds: [parent.name, days, meal,")
        .replace("  camp: lake\n", "  camp: lake\n  meal: yes\n");
    assert_eq!(fate(&camp(&text)), (DraftFate::AskedMore, vec!["Нужна диета".to_owned()]));
}

/// Proves: CAR-05, FORM-21.
#[test]
fn answers_that_do_not_fit_are_named() {
    let shorter = CAMP
        .replace("min: 7, max: 21", "min: 7, max: 10")
        .replace("  days: 14\n", "  days: 8\n")
        .replace("days > 14", "days > 8")
        .replace("days > 20", "days > 9");
    assert_eq!(fate(&camp(&shorter)), (DraftFate::Unfit, vec!["На сколько дней".to_owned()]));
    let unasked = CAMP.replace("  paid: { type: money, label: Сколько готовы доплатить, purpose: decision, because: law.5, required: true, when: kind = \"partial\" }\n", "").replace("kind, paid, days", "kind, days").replace("  paid: \"1500\"\n", "");
    assert_eq!(fate(&camp(&unasked)), (DraftFate::Unfit, vec!["Сколько готовы доплатить".to_owned()]));
}

/// Proves: CAR-05, FORM-21.
#[test]
fn a_draft_of_a_variant_that_is_gone_is_groundless() {
    let renamed = CAMP.replace("id: partial, title", "id: shared, title");
    assert_eq!(fate(&camp(&renamed)), (DraftFate::Groundless, vec![]));
    let option = CAMP
        .replace("partial: Частичная оплата", "shared: Частичная оплата")
        .replace("\"partial\"", "\"shared\"")
        .replace("kind: partial", "kind: shared");
    assert_eq!(fate(&camp(&option)), (DraftFate::Groundless, vec!["Какая путёвка".to_owned()]));
}
