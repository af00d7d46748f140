//! The result register: append-only, found by code and number.

use domain::case::Actor;
use domain::id::{CaseId, OfficialId, ReadingId, SendingId, ShareId};
use domain::result::{Receipt, ResultRecord, ResultState, Sending, SendingState};
use domain::share::{Ground, Reader, Reading, Share};
use store::result_terms::Term;
use store::{result_sendings, result_shares, result_terms, results};

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
        assert_eq!(results::by_code(&db, "NONE-0000").await.unwrap(), None);
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

/// Proves: RESULTREG-02.
#[tokio::test]
async fn links_are_taken_back_once_and_readings_are_only_added() {
    for_each_engine(async |db| {
        let entry = result(1, &person_id(3), &CaseId(id(1, 3)));
        let share = Share {
            id: ShareId(id(7, 3)),
            result: entry.id.clone(),
            person: entry.person.clone(),
            whom: "Банк «Пример»".to_owned(),
            purpose: "ипотека".to_owned(),
            secret: "00ff".to_owned(),
            given_at: at(1),
            until: at(2_000),
            revoked_at: None,
        };
        db.commit(batch([result_shares::insert(&share)])).await.unwrap();
        assert_eq!(result_shares::of_result(&db, &entry.id, 9).await.unwrap(), std::slice::from_ref(&share));
        let revoked = Share { revoked_at: Some(at(9)), ..share.clone() };
        db.commit(batch([result_shares::revoke(&revoked)])).await.unwrap();
        let twice = db.commit(batch([result_shares::revoke(&revoked)])).await.unwrap_err();
        assert!(twice.is_conflict_at("result_shares.revoke"), "{twice}");
        assert_eq!(result_shares::by_id(&db, &share.id).await.unwrap(), Some(revoked));
        let reading = |number: u64, moment| Reading {
            id: ReadingId(id(number, 3)),
            result: entry.id.clone(),
            person: entry.person.clone(),
            reader: Reader::Link { share: share.id.clone(), whom: share.whom.clone() },
            purpose: share.purpose.clone(),
            ground: Ground::Consent { until: share.until },
            at: at(moment),
        };
        let (first, second) = (reading(11, 5), reading(12, 6));
        db.commit(batch([result_shares::log(&first), result_shares::log(&second)])).await.unwrap();
        let newest_first = [second, first];
        assert_eq!(result_shares::readings(&db, &entry.id, 9).await.unwrap(), newest_first);
        assert_eq!(result_shares::readings_of_person(&db, &entry.person, 9).await.unwrap(), newest_first);
    })
    .await;
}

/// Proves: RESULT-04, SM-22.
#[tokio::test]
async fn terms_fall_due_once_and_entries_not_in_force_are_listed() {
    for_each_engine(async |db| {
        let me = person_id(3);
        let mut entry = result(1, &me, &CaseId(id(1, 3)));
        entry.keep_until = Some(at(50_000));
        db.commit(batch(results::insert(&entry, &Actor::Machine))).await.unwrap();
        assert!(result_terms::passed(&db, at(50_000), 9).await.unwrap().is_empty(), "not before it has passed");
        let passed = result_terms::passed(&db, at(100_000), 9).await.unwrap();
        let terms: Vec<_> = passed.iter().map(|passed| passed.term).collect();
        assert_eq!(terms, [Term::Account, Term::Validity]);
        db.commit(batch([result_terms::done(&passed[0], at(100_000))])).await.unwrap();
        let twice = db.commit(batch([result_terms::done(&passed[0], at(100_000))])).await.unwrap_err();
        assert!(twice.is_conflict_at("result_terms.done"), "{twice}");
        assert_eq!(result_terms::passed(&db, at(100_000), 9).await.unwrap(), &passed[1..]);
        assert!(results::not_in_force(&db, at(700), 9).await.unwrap().is_empty());
        let suspended = ResultRecord { state: ResultState::Suspended, revision: 2, ..entry.clone() };
        db.commit(batch([results::append(&suspended, at(700), &official())])).await.unwrap();
        let listed = results::not_in_force(&db, at(701), 9).await.unwrap();
        assert_eq!(listed.len(), 1);
        assert_eq!((listed[0].number.as_str(), listed[0].state), (entry.number.as_str(), ResultState::Suspended));
        assert!(results::not_in_force(&db, at(100_000), 9).await.unwrap().is_empty(), "its validity has ended anyway");
        let given = results::given(&db, &me, ("hunting-ticket", "ticket"), 9).await.unwrap();
        assert_eq!(given, [suspended]);
        assert!(results::given(&db, &me, ("hunting-ticket", "another"), 9).await.unwrap().is_empty());
    })
    .await;
}

/// Proves: RESULT-04.
#[tokio::test]
async fn a_sending_is_settled_once() {
    for_each_engine(async |db| {
        let entry = result(1, &person_id(3), &CaseId(id(1, 3)));
        let sending = Sending {
            id: SendingId(id(8, 3)),
            result: entry.id.clone(),
            case: entry.case.clone(),
            person: entry.person.clone(),
            to: "social-ministry".to_owned(),
            purpose: "пособие".to_owned(),
            by: Actor::Applicant(entry.person.clone()),
            asked_at: at(1),
            state: SendingState::Queued,
            receipt: None,
            problem: None,
        };
        db.commit(batch([result_sendings::insert(&sending)])).await.unwrap();
        let taken = Receipt { number: "ВХ-1".to_owned(), at: at(5) };
        let taken = domain::result::received(&sending, taken).unwrap();
        db.commit(batch([result_sendings::settle(&taken)])).await.unwrap();
        let twice = db.commit(batch([result_sendings::settle(&taken)])).await.unwrap_err();
        assert!(twice.is_conflict_at("result_sendings.settle"), "{twice}");
        assert_eq!(result_sendings::by_id(&db, &sending.id).await.unwrap().as_ref(), Some(&taken));
        assert_eq!(result_sendings::of_result(&db, &entry.id).await.unwrap(), [taken]);
    })
    .await;
}
