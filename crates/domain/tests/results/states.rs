//! SM-22: what may become of an entry, by whom, on what ground.

use domain::case::Actor;
use domain::refusal::Refusal;
use domain::result::{
    Alteration, Basis, Correction, ResultRecord, ResultState, Validity, alter, correct, erase, reissue, told,
};
use jiff::{SignedDuration, Timestamp};
use proptest::prelude::*;

use crate::world::*;

fn basis() -> Basis {
    Basis { ground: "Решение суда".to_owned(), clause: Some("1-ФЗ, п. 10".to_owned()) }
}

fn alterations() -> Vec<Alteration> {
    vec![
        Alteration::Suspend(basis()),
        Alteration::Resume(basis()),
        Alteration::Annul(basis()),
        Alteration::Expire,
        Alteration::Leave,
    ]
}

fn in_state(state: ResultState) -> ResultRecord {
    ResultRecord {
        state,
        valid_until: Some(at("2026-12-31T00:00:00Z")),
        keep_until: Some(at("2026-12-31T00:00:00Z")),
        ..entry()
    }
}

fn name(state: ResultState) -> &'static str {
    state.name()
}

/// Proves: SM-22, RESULTREG-04.
#[test]
fn the_whole_grid_of_states_and_alterations_is_as_reviewed() {
    let later = at("2027-01-01T00:00:00Z");
    let mut grid = Vec::new();
    for state in ResultState::ALL {
        for alteration in alterations() {
            // The machine acts when the term has passed, an official while it runs.
            for (by, who, now) in [(official(), "official", morning()), (Actor::Machine, "machine", later)] {
                if let Ok(after) = alter(&in_state(state), &alteration, &by, now) {
                    grid.push(format!("{}: {} by {who} → {}", name(state), alteration.name(), name(after.state)));
                }
            }
        }
    }
    let expected = [
        "active: suspend by official → suspended",
        "active: annul by official → annulled",
        "active: expire by machine → expired",
        "active: leave by machine → active",
        "suspended: resume by official → active",
        "suspended: annul by official → annulled",
        "suspended: expire by machine → expired",
        "suspended: leave by machine → suspended",
        "changed: leave by machine → changed",
        "annulled: leave by machine → annulled",
        "expired: leave by machine → expired",
    ];
    assert_eq!(grid, expected);
}

/// Proves: SM-22.
#[test]
fn an_official_names_a_ground_and_a_clause_and_nobody_else_changes_an_entry() {
    let without = |ground: &str, clause: Option<&str>| {
        let basis = Basis { ground: ground.to_owned(), clause: clause.map(str::to_owned) };
        alter(&entry(), &Alteration::Suspend(basis), &official(), morning()).err()
    };
    assert_eq!(without(" ", Some("п. 1")), Some(Refusal::ReasonNeeded));
    assert_eq!(without("Проверка", None), Some(Refusal::ClauseNeeded));
    assert_eq!(without("Проверка", Some(" ")), Some(Refusal::ClauseNeeded));
    for by in [Actor::Machine, Actor::Applicant(owner())] {
        let refused = alter(&entry(), &Alteration::Annul(basis()), &by, morning());
        assert_eq!(refused.err(), Some(Refusal::NotAllowed), "{by:?}");
    }
    let suspended = alter(&entry(), &Alteration::Suspend(basis()), &official(), morning()).unwrap();
    let line = suspended.history.last().unwrap();
    assert_eq!((line.ground.as_str(), line.clause.as_deref()), ("Решение суда", Some("1-ФЗ, п. 10")));
    let said = told(&suspended, &official(), morning());
    assert_eq!(said.event.name(), "result_changed");
}

/// Proves: SM-22, RESULT-10.
#[test]
fn past_its_term_an_entry_is_expired_and_no_official_brings_it_back() {
    let record = ResultRecord { valid_until: Some(at("2026-06-01T00:00:00Z")), ..entry() };
    let now = at("2026-06-02T00:00:00Z");
    assert_eq!(alter(&record, &Alteration::Expire, &Actor::Machine, morning()).err(), Some(Refusal::NotDue));
    assert_eq!(record.validity(now), Validity::Revoked(ResultState::Expired));
    for alteration in [Alteration::Suspend(basis()), Alteration::Resume(basis()), Alteration::Annul(basis())] {
        assert_eq!(alter(&record, &alteration, &official(), now).err(), Some(Refusal::AlreadyDone), "{alteration:?}");
    }
    let expired = alter(&record, &Alteration::Expire, &Actor::Machine, now).unwrap();
    assert_eq!(expired.state, ResultState::Expired);
    assert_eq!(alter(&expired, &Alteration::Expire, &Actor::Machine, now).err(), Some(Refusal::AlreadyDone));
    assert_eq!(erase(&expired).err(), Some(Refusal::NeverDeleted));
}

/// Proves: RESULT-11, SM-22.
#[test]
fn a_technical_error_is_mended_in_a_new_version_that_says_who_asked_and_what_was_wrong() {
    let mut content = entry().content;
    content[0]["shown"] = "Выдуманная-2".into();
    let correction =
        Correction { asked_by: "Владелец".to_owned(), what: "Марка: опечатка".to_owned() };
    let mend = |made, correction: &Correction, basis: &Basis| {
        correct(&entry(), made, &signer(), correction, basis, &official(), morning())
    };
    let (old, new) = mend(made(7, content.clone()), &correction, &basis()).unwrap();
    assert_eq!((old.state, old.replaced_by.as_ref()), (ResultState::Changed, Some(&new.id)));
    assert_eq!((new.state, new.replaces.as_ref(), new.revision), (ResultState::Active, Some(&old.id), 1));
    assert_eq!(old.content, entry().content, "the old version stays as it was");
    assert_eq!(old.history.last().unwrap().correction.as_ref(), Some(&correction));
    assert_eq!(new.valid_until, entry().valid_until, "a correction prolongs nothing");
    let same = mend(made(7, entry().content), &correction, &basis());
    assert_eq!(same.err(), Some(Refusal::NothingChanged));
    let nobody = Correction { asked_by: " ".to_owned(), ..correction.clone() };
    assert_eq!(mend(made(7, content.clone()), &nobody, &basis()).err(), Some(Refusal::ReasonNeeded));
    let unsigned = domain::result::Made { signature: None, ..made(7, content.clone()) };
    assert_eq!(mend(unsigned, &correction, &basis()).err(), Some(Refusal::SignatureNeeded));
    let suspended = in_state(ResultState::Suspended);
    let refused = correct(&suspended, made(7, content), &signer(), &correction, &basis(), &official(), morning());
    assert_eq!(refused.err(), Some(Refusal::AlreadyDone));
}

/// Proves: RESULT-11.
#[test]
fn what_is_issued_anew_says_the_same_under_a_new_number() {
    let again = |content| reissue(&entry(), made(8, content), &signer(), &basis(), &official(), morning());
    let (old, new) = again(entry().content).unwrap();
    assert_eq!((new.content.clone(), old.state), (old.content.clone(), ResultState::Changed));
    assert_ne!(new.number, old.number);
    assert_eq!(again(serde_json::json!([])).err(), Some(Refusal::NotAllowed));
}

/// Proves: RESULTREG-03, RESULTREG-04.
#[test]
fn an_entry_tells_how_it_stood_on_any_day() {
    let (suspended_at, resumed_at) = (at("2026-04-01T00:00:00Z"), at("2026-05-01T00:00:00Z"));
    let record = ResultRecord { valid_until: Some(at("2026-08-01T00:00:00Z")), ..entry() };
    let record = alter(&record, &Alteration::Suspend(basis()), &official(), suspended_at).unwrap();
    let record = alter(&record, &Alteration::Resume(basis()), &official(), resumed_at).unwrap();
    for (day, state) in [
        ("2026-03-01T00:00:00Z", None),
        ("2026-03-31T00:00:00Z", Some(ResultState::Active)),
        ("2026-04-15T00:00:00Z", Some(ResultState::Suspended)),
        ("2026-05-02T00:00:00Z", Some(ResultState::Active)),
        ("2026-08-02T00:00:00Z", Some(ResultState::Expired)),
    ] {
        assert_eq!(record.state_as_of(at(day)), state, "{day}");
    }
}

/// Proves: RESULT-04.
#[test]
fn past_its_term_in_the_account_an_entry_leaves_it_and_stays_in_the_register() {
    let record = ResultRecord { keep_until: Some(at("2026-06-01T00:00:00Z")), ..entry() };
    assert!(!record.is_gone(morning()));
    let now = at("2026-06-02T00:00:00Z");
    assert!(record.is_gone(now), "whether or not anybody marked it");
    let left = alter(&record, &Alteration::Leave, &Actor::Machine, now).unwrap();
    assert_eq!((left.state, left.left_account_at, left.content), (ResultState::Active, Some(now), record.content));
}

fn any_alteration() -> impl Strategy<Value = Alteration> {
    prop::sample::select(alterations())
}

proptest! {
    /// Proves: SM-22, RESULTREG-04.
    #[test]
    fn whatever_is_tried_history_only_grows_and_an_ended_entry_stays_ended(
        tried in prop::collection::vec((any_alteration(), any::<bool>(), 0_i64..60), 0..40),
    ) {
        let mut record = ResultRecord {
            valid_until: Some(at("2026-06-01T00:00:00Z")),
            keep_until: Some(at("2026-07-01T00:00:00Z")),
            ..entry()
        };
        let mut now: Timestamp = morning();
        for (alteration, machine, days) in tried {
            now += SignedDuration::from_hours(days * 24);
            let by = if machine { Actor::Machine } else { official() };
            let before = record.clone();
            match alter(&record, &alteration, &by, now) {
                Ok(after) => {
                    prop_assert_eq!(after.revision, before.revision + 1);
                    prop_assert!(after.history.starts_with(&before.history));
                    prop_assert!(after.state == before.state || before.state.may_become(after.state));
                    prop_assert_eq!(&after.content, &before.content);
                    prop_assert_eq!(after.state_as_of(now), Some(after.state_at(now)));
                    record = after;
                }
                Err(_) => prop_assert_eq!(&record, &before),
            }
            if before.state.ended() {
                prop_assert_eq!(record.state, before.state);
            }
        }
    }
}
