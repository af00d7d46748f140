//! What the register tells other services.

use domain::result::{ResultRecord, ResultState, given, given_by_results, of_entry};
use regulation::fact::{Source, Value};
use serde_json::json;

use crate::world::*;

/// Proves: LIFE-02, RESULTREG-02.
#[test]
fn an_entry_in_force_gives_its_fields_with_their_source() {
    let reader = reader();
    assert_eq!(given_by_results(&reader), [("boat-number".to_owned(), "entry".to_owned())]);
    let older =
        ResultRecord { number: "БН-2025-000009-1".to_owned(), issued_at: at("2025-03-12T06:00:00Z"), ..entry() };
    let entries = [older, entry()];
    let (facts, used) = given(&reader, &entries, &clock(), morning());
    assert_eq!(used, [&entries[1]], "the newest speaks");
    assert_eq!(facts.value("boat.registered"), Some(&Value::YesNo(true)));
    assert_eq!(facts.value("boat.number"), Some(&Value::Text("БН-2026-000001-5".to_owned())));
    assert_eq!(facts.value("boat.length"), Some(&Value::Number(7.into())));
    let known = facts.get("boat.until").unwrap();
    assert_eq!(known.value, None, "without limit: known to be absent");
    assert_eq!(known.source, Source::Service { service: "boat-number".to_owned(), result: "entry".to_owned() });
    assert_eq!(known.at, morning());
}

/// Proves: LIFE-02.
#[test]
fn where_there_is_no_entry_in_force_only_what_nobody_else_can_tell_is_known() {
    let reader = reader();
    let annulled = ResultRecord { state: ResultState::Annulled, ..entry() };
    let expired = ResultRecord { valid_until: Some(at("2026-03-12T05:00:00Z")), ..entry() };
    for entries in [vec![], vec![annulled], vec![expired]] {
        let (facts, used) = given(&reader, &entries, &clock(), morning());
        assert!(used.is_empty());
        assert_eq!(facts.value("boat.registered"), Some(&Value::YesNo(false)));
        assert_eq!(facts.get("boat.until").map(|known| known.value.clone()), Some(None));
        assert!(facts.get("boat.number").is_none(), "the applicant can still say it");
        assert!(facts.get("boat.length").is_none(), "another register can still answer");
    }
}

#[test]
fn what_does_not_fit_its_fact_stays_unknown() {
    let reader = reader();
    let mut odd = entry();
    odd.content = json!([{ "name": "boat.length", "label": "Длина", "shown": "семь", "value": "семь" }]);
    let entries = [odd];
    let (facts, _) = given(&reader, &entries, &clock(), morning());
    assert!(facts.get("boat.length").is_none());
    let mut nothing = entry();
    nothing.content = json!({ "an older form": true });
    assert_eq!(of_entry(&nothing, &clock())["number"], json!("БН-2026-000001-5"));
}
