//! The result register: append-only, found by code and number.

use domain::case::Actor;
use domain::id::{CaseId, OfficialId};
use domain::result::{ResultRecord, ResultState};
use store::results;

use crate::engines::{for_each_engine, race};
use crate::samples::{at, batch, id, person_id, result};

fn official() -> Actor {
    Actor::Official(OfficialId(id(9, 0)))
}

#[tokio::test]
async fn an_entry_is_loaded_as_it_was_saved_by_id_code_and_number() {
    for_each_engine(async |db| {
        let (me, case) = (person_id(3), CaseId(id(1, 3)));
        let entry = result(1, &me, &case);
        db.commit(batch(results::insert(&entry, &Actor::Machine))).await.unwrap();
        assert_eq!(results::by_id(&db, &entry.id).await.unwrap(), Some(entry.clone()));
        assert_eq!(results::by_code(&db, &entry.check_code).await.unwrap(), Some(entry.clone()));
        assert_eq!(results::by_number(&db, &entry.number).await.unwrap(), Some(entry.clone()));
        assert_eq!(results::by_code(&db, "XXXX-0000").await.unwrap(), None);
        assert_eq!(results::of_case(&db, &case).await.unwrap(), std::slice::from_ref(&entry));
        assert_eq!(results::of_person(&db, &me, 9).await.unwrap(), [entry]);
    })
    .await;
}

/// Proves: RESULTREG-04.
#[tokio::test]
async fn every_state_an_entry_had_stays_with_its_ground_and_who_set_it() {
    for_each_engine(async |db| {
        let (me, case) = (person_id(3), CaseId(id(1, 3)));
        let first = result(1, &me, &case);
        db.commit(batch(results::insert(&first, &Actor::Machine))).await.unwrap();
        let changed = |state, ground: &str, revision| ResultRecord {
            state,
            ground: Some(ground.to_owned()),
            revision,
            ..first.clone()
        };
        let suspended = changed(ResultState::Suspended, "Проверка", 2);
        let annulled = changed(ResultState::Annulled, "Решение суда", 3);
        db.commit(batch([results::append(&suspended, at(700), &official())])).await.unwrap();
        db.commit(batch([results::append(&annulled, at(800), &official())])).await.unwrap();
        let history = results::history(&db, &first.id).await.unwrap();
        let versions: Vec<_> = history.iter().map(|version| (&version.result, version.at, &version.by)).collect();
        let wanted = [
            (&first, first.issued_at, &Actor::Machine),
            (&suspended, at(700), &official()),
            (&annulled, at(800), &official()),
        ];
        assert_eq!(versions, wanted);
        assert_eq!(results::by_code(&db, &first.check_code).await.unwrap(), Some(annulled.clone()));
        assert_eq!(results::of_person(&db, &me, 9).await.unwrap(), std::slice::from_ref(&annulled));
        assert_eq!(results::of_case(&db, &case).await.unwrap(), [annulled]);
    })
    .await;
}

/// Proves: RESULTREG-04.
#[tokio::test]
async fn of_two_changes_from_one_version_one_wins_and_a_gap_is_refused() {
    for_each_engine(async |db| {
        let first = result(1, &person_id(3), &CaseId(id(1, 3)));
        db.commit(batch(results::insert(&first, &Actor::Machine))).await.unwrap();
        let answers = race(8, |_| {
            let next = ResultRecord { state: ResultState::Suspended, revision: 2, ..first.clone() };
            let db = db.clone();
            async move { db.commit(batch([results::append(&next, at(700), &official())])).await }
        });
        assert_eq!(answers.await.iter().filter(|answer| answer.is_ok()).count(), 1);
        let too_far = ResultRecord { revision: 4, ..first };
        let refused = db.commit(batch([results::append(&too_far, at(800), &official())])).await.unwrap_err();
        assert!(refused.is_conflict_at("results.append"), "{refused}");
    })
    .await;
}

#[tokio::test]
async fn a_check_code_and_a_number_lead_to_one_entry() {
    for_each_engine(async |db| {
        let first = result(1, &person_id(3), &CaseId(id(1, 3)));
        db.commit(batch(results::insert(&first, &Actor::Machine))).await.unwrap();
        let other = result(2, &person_id(4), &CaseId(id(2, 4)));
        let same_code = ResultRecord { check_code: first.check_code.clone(), ..other.clone() };
        let refused = db.commit(batch(results::insert(&same_code, &Actor::Machine))).await.unwrap_err();
        assert!(refused.is_conflict_at("results.claim_code"), "{refused}");
        let same_number = ResultRecord { number: first.number.clone(), ..other };
        let refused = db.commit(batch(results::insert(&same_number, &Actor::Machine))).await.unwrap_err();
        assert!(refused.is_conflict_at("results.claim_number"), "{refused}");
    })
    .await;
}
