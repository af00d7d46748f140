//! Cases: saved and loaded equal, one writer wins, one draft becomes one case.

use domain::case::{Case, CaseState};
use domain::id::OfficialId;
use store::journal::Head;
use store::{Batch, StoreError, cases, drafts, idempotency};

use crate::engines::{for_each_engine, race};
use crate::samples::{at, batch, case, draft, entry, filed, id, person_id, sent};

#[tokio::test]
async fn a_case_is_loaded_as_it_was_saved() {
    for_each_engine(async |db| {
        let saved = case(1, &person_id(3));
        db.commit(batch(cases::insert(&saved, &[entry(1, "Просмотр")]))).await.unwrap();
        assert_eq!(cases::by_id(&db, &saved.id).await.unwrap(), Some(saved.clone()));
        assert_eq!(cases::by_number(&db, &saved.number).await.unwrap(), Some(saved.clone()));
        let (found, head) = cases::to_change(&db, &saved.id).await.unwrap().unwrap();
        assert_eq!((found, head.length), (saved, 1));
        assert_eq!(cases::by_number(&db, "ОБ-2026-999999").await.unwrap(), None);
    })
    .await;
}

/// Proves: CAR-05.
#[tokio::test]
async fn the_edition_of_a_case_stays_whatever_is_written_later() {
    const EDITION: store::Statement =
        store::Statement::new("test.edition", "select version from cases where bucket = $1 and id = $2");
    for_each_engine(async |db| {
        let first = filed(1, &person_id(3));
        db.commit(batch(cases::insert(&first, &[]))).await.unwrap();
        let moved = Case { revision: 2, state: CaseState::Delivered, ..first.clone() };
        db.commit(batch(cases::update(&moved, 1, &Head::start(), &[]))).await.unwrap();
        let found = cases::by_id(&db, &first.id).await.unwrap().unwrap();
        assert_eq!((found.version.as_str(), found.state), (first.version.as_str(), CaseState::Delivered));
        let rows = db.rows(EDITION, vec![first.id.bucket().into(), (&first.id).into()]).await.unwrap();
        let edition = rows.into_iter().next().unwrap().text("version").unwrap();
        assert_eq!(edition, first.version);
    })
    .await;
}

#[tokio::test]
async fn of_many_who_change_the_same_case_one_wins_and_the_others_are_told() {
    for_each_engine(async |db| {
        let first = filed(1, &person_id(3));
        db.commit(batch(cases::insert(&first, &[]))).await.unwrap();
        let answers = race(20, |number| {
            let (db, assignee) = (db.clone(), Some(OfficialId(id(number as u64, 0))));
            let mine = Case { revision: 2, assignee, ..first.clone() };
            async move { db.commit(batch(cases::update(&mine, 1, &Head::start(), &[]))).await }
        });
        let answers = answers.await;
        assert_eq!(answers.iter().filter(|answer| answer.is_ok()).count(), 1);
        let refused = answers.into_iter().filter_map(Result::err);
        assert!(refused.into_iter().all(|error| error.is_conflict_at("cases.update")));
    })
    .await;
}

#[tokio::test]
async fn a_number_belongs_to_one_case_in_whatever_bucket() {
    for_each_engine(async |db| {
        let mine = filed(1, &person_id(3));
        let theirs = Case { number: mine.number.clone(), ..filed(2, &person_id(4)) };
        db.commit(batch(cases::insert(&mine, &[]))).await.unwrap();
        let refused = db.commit(batch(cases::insert(&theirs, &[]))).await.unwrap_err();
        assert!(refused.is_conflict_at("cases.claim_number"), "{refused}");
        assert_eq!(cases::by_id(&db, &theirs.id).await.unwrap(), None);
    })
    .await;
}

/// Proves: FORM-14.
#[tokio::test]
async fn forty_clients_filing_one_draft_make_one_case() {
    for_each_engine(async |db| {
        let me = person_id(3);
        let unsent = draft(1, &me);
        db.commit(batch([drafts::insert(&unsent)])).await.unwrap();
        let answers = race(40, |number| {
            let (db, unsent) = (db.clone(), unsent.clone());
            // Each window makes a case of its own, so only the draft can stop the others.
            let mine = filed(100 + number as u64, &me);
            let counter = crate::numbers::counter("minprirody");
            async move {
                let make = move |number: i64| {
                    let case = Case { number: format!("ОБ-{number}"), ..mine.clone() };
                    let mut writes = vec![drafts::file(&sent(&unsent, &case.id), unsent.revision)];
                    writes.extend(cases::insert(&case, &[]));
                    writes
                };
                db.commit(Batch::numbered(counter, make)).await
            }
        });
        let answers = answers.await;
        let filed: Vec<_> = answers.iter().filter_map(|answer| answer.as_ref().ok()).collect();
        assert_eq!(filed.len(), 1, "{answers:?}");
        assert_eq!(filed[0].number, Some(1), "the refused ones have used up numbers");
        let refused = answers.iter().filter_map(|answer| answer.as_ref().err());
        assert!(refused.into_iter().all(|error| error.is_conflict_at("drafts.file")));
        assert_eq!(cases::of_person(&db, &me, None, 50).await.unwrap().len(), 1);
        let draft = drafts::by_id(&db, &unsent.id).await.unwrap().unwrap();
        let case = cases::by_number(&db, "ОБ-1").await.unwrap().unwrap();
        assert_eq!(draft.case, Some(case.id));
    })
    .await;
}

/// Proves: FORM-14.
#[tokio::test]
async fn a_repeated_filing_finds_the_first_answer_under_its_key() {
    for_each_engine(async |db| {
        let me = person_id(3);
        let key = idempotency::Key::new(me.bucket(), "file-draft-1");
        let answers = race(10, |number| {
            let (db, key) = (db.clone(), key.clone());
            let mine = filed(number as u64, &me);
            let counter = crate::numbers::counter("minprirody");
            async move {
                let id = mine.id.clone();
                let batch = Batch::numbered(counter, move |_| cases::insert(&mine, &[]));
                db.commit(batch.once(key, id.0, at(1))).await
            }
        });
        let answers = answers.await;
        assert_eq!(answers.iter().filter(|answer| answer.is_ok()).count(), 1);
        let refused = answers.iter().filter_map(|answer| answer.as_ref().err());
        assert!(refused.into_iter().all(|error| error.is_conflict_at("idempotency.insert")));
        let (outcome, number) = idempotency::outcome(&db, &key).await.unwrap().unwrap();
        let only = cases::of_person(&db, &me, None, 50).await.unwrap();
        assert_eq!(only.len(), 1);
        assert_eq!((outcome.as_str(), number), (only[0].id.as_str(), 1));
    })
    .await;
}

#[tokio::test]
async fn a_persons_cases_come_in_pages_newest_first() {
    for_each_engine(async |db| {
        let (me, other) = (person_id(3), person_id(259));
        assert_eq!(me.bucket(), other.bucket(), "neighbours in one bucket");
        for number in 1..=5 {
            let case = Case { filed_at: at(number as i64 / 2), ..filed(number, &me) };
            db.commit(batch(cases::insert(&case, &[]))).await.unwrap();
        }
        db.commit(batch(cases::insert(&filed(6, &other), &[]))).await.unwrap();
        let mut seen = Vec::new();
        let mut before = None;
        loop {
            let before_this = before.as_ref().map(|case: &Case| (case.filed_at, &case.id));
            let page = cases::of_person(&db, &me, before_this, 2).await.unwrap();
            let Some(last) = page.last().cloned() else { break };
            seen.extend(page.into_iter().map(|case| case.number));
            before = Some(last);
        }
        let numbers: Vec<_> = (1..=5).rev().map(|number| format!("ОБ-2026-{number:06}")).collect();
        assert_eq!(seen, numbers);
    })
    .await;
}

#[tokio::test]
async fn likely_duplicates_are_the_open_cases_of_person_and_service() {
    for_each_engine(async |db| {
        let me = person_id(3);
        let open = filed(1, &me);
        let closed = Case { closed_at: Some(at(9)), ..filed(2, &me) };
        let of_other_service = Case { service: "land-plan".into(), ..filed(3, &me) };
        for case in [&open, &closed, &of_other_service] {
            db.commit(batch(cases::insert(case, &[]))).await.unwrap();
        }
        assert_eq!(cases::open_of(&db, &me, "hunting-ticket").await.unwrap(), vec![open]);
    })
    .await;
}

#[tokio::test]
async fn a_body_of_an_unknown_version_is_not_guessed_at() {
    const SPOIL: store::Statement =
        store::Statement::new("test.spoil", "update cases set body_version = 99 where bucket = $1 and id = $2");
    for_each_engine(async |db| {
        let case = filed(1, &person_id(3));
        db.commit(batch(cases::insert(&case, &[]))).await.unwrap();
        let args = vec![case.id.bucket().into(), (&case.id).into()];
        db.commit(batch([store::Write::one(SPOIL, args)])).await.unwrap();
        let refused = cases::by_id(&db, &case.id).await.unwrap_err();
        assert!(matches!(refused, StoreError::Broken(what) if what.contains("body_version")));
    })
    .await;
}
