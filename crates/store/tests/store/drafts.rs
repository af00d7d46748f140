//! Drafts: kept with their errors, one writer wins, erased only when their time is up.

use domain::draft::Draft;
use domain::id::CaseId;
use store::{drafts, maintenance};

use crate::engines::for_each_engine;
use crate::samples::{at, batch, draft, id, person_id, sent};

#[tokio::test]
async fn a_draft_is_loaded_as_it_was_saved_wrong_answers_included() {
    for_each_engine(async |db| {
        let first = draft(1, &person_id(3));
        db.commit(batch([drafts::insert(&first)])).await.unwrap();
        assert_eq!(drafts::by_id(&db, &first.id).await.unwrap(), Some(first.clone()));
        let mut second = Draft { revision: 2, step: "review".into(), saved_at: at(7), ..first.clone() };
        second.answers.insert("born".into(), "вчера".into());
        db.commit(batch([drafts::save(&second, 1)])).await.unwrap();
        assert_eq!(drafts::by_id(&db, &first.id).await.unwrap(), Some(second));
    })
    .await;
}

#[tokio::test]
async fn a_second_window_cannot_overwrite_what_the_first_one_saved() {
    for_each_engine(async |db| {
        let first = draft(1, &person_id(3));
        db.commit(batch([drafts::insert(&first)])).await.unwrap();
        let second = Draft { revision: 2, ..first.clone() };
        db.commit(batch([drafts::save(&second, 1)])).await.unwrap();
        let refused = db.commit(batch([drafts::save(&second, 1)])).await.unwrap_err();
        assert!(refused.is_conflict_at("drafts.save"), "{refused}");
        let refused = db.commit(batch([drafts::delete(&first.id, 1)])).await.unwrap_err();
        assert!(refused.is_conflict_at("drafts.delete"), "{refused}");
    })
    .await;
}

/// Proves: FORM-14.
#[tokio::test]
async fn a_sent_draft_can_be_neither_saved_nor_sent_nor_thrown_away() {
    for_each_engine(async |db| {
        let first = draft(1, &person_id(3));
        let filed = sent(&first, &CaseId(id(1, 3)));
        db.commit(batch([drafts::insert(&first), drafts::file(&filed, 1)])).await.unwrap();
        for write in [drafts::save(&filed, 2), drafts::file(&filed, 2), drafts::delete(&filed.id, 2)] {
            assert!(db.commit(batch([write])).await.unwrap_err().is_conflict());
        }
        assert_eq!(drafts::by_id(&db, &first.id).await.unwrap(), Some(filed));
        assert!(drafts::of_person(&db, &first.person, 9).await.unwrap().is_empty());
    })
    .await;
}

#[tokio::test]
async fn a_person_finds_unsent_drafts_the_last_saved_first() {
    for_each_engine(async |db| {
        let (me, other) = (person_id(3), person_id(259));
        let old = draft(1, &me);
        let new = Draft { saved_at: at(99), service: "land-plan".into(), ..draft(2, &me) };
        let theirs = draft(3, &other);
        db.commit(batch([&old, &new, &theirs].map(drafts::insert))).await.unwrap();
        assert_eq!(drafts::of_person(&db, &me, 9).await.unwrap(), [new.clone(), old.clone()]);
        assert_eq!(drafts::of_service(&db, &me, "hunting-ticket").await.unwrap(), Some(old));
        assert_eq!(drafts::of_service(&db, &me, "large-family").await.unwrap(), None);
    })
    .await;
}

#[tokio::test]
async fn a_draft_thrown_away_is_out_of_sight_and_can_be_brought_back() {
    for_each_engine(async |db| {
        let first = draft(1, &person_id(3));
        let thrown = Draft { deleted_at: Some(at(50)), revision: 2, ..first.clone() };
        let back = Draft { revision: 3, ..first.clone() };
        db.commit(batch([drafts::insert(&first), drafts::save(&thrown, 1)])).await.unwrap();
        assert!(drafts::of_person(&db, &first.person, 9).await.unwrap().is_empty());
        assert_eq!(drafts::of_service(&db, &first.person, &first.service).await.unwrap(), None);
        assert_eq!(drafts::thrown_away(&db, &first.person, 9).await.unwrap(), [thrown]);
        db.commit(batch([drafts::save(&back, 2)])).await.unwrap();
        assert_eq!(drafts::of_person(&db, &first.person, 9).await.unwrap(), [back]);
    })
    .await;
}

/// Proves: FORM-13.
#[tokio::test]
async fn an_unsent_draft_stays_until_its_time_is_up_and_a_save_starts_it_again() {
    for_each_engine(async |db| {
        let first = Draft { keep_until: at(1_000), ..draft(1, &person_id(3)) };
        db.commit(batch([drafts::insert(&first)])).await.unwrap();
        assert!(maintenance::purge_drafts(&db, at(1_000), 10).await.unwrap().is_empty());
        let refused = db.commit(batch([maintenance::erase_draft(&first.id, at(1_000))])).await.unwrap_err();
        assert!(refused.is_conflict_at("maintenance.erase_draft"), "{refused}");
        let saved = Draft { revision: 2, keep_until: at(2_000), ..first.clone() };
        db.commit(batch([drafts::save(&saved, 1)])).await.unwrap();
        assert!(maintenance::purge_drafts(&db, at(1_999), 10).await.unwrap().is_empty());
        assert!(drafts::by_id(&db, &first.id).await.unwrap().is_some());
        assert_eq!(drafts::ending(&db, at(1_500), at(2_500), 9).await.unwrap(), [saved]);
        assert_eq!(maintenance::purge_drafts(&db, at(2_001), 10).await.unwrap(), std::slice::from_ref(&first.id));
        assert_eq!(drafts::by_id(&db, &first.id).await.unwrap(), None);
    })
    .await;
}

/// Proves: FORM-12.
#[tokio::test]
async fn a_sent_request_can_be_read_for_its_year_and_the_purge_refuses_younger_ones() {
    for_each_engine(async |db| {
        let year = 365 * 24 * 3_600_000;
        let first = draft(1, &person_id(3));
        let filed = Draft { keep_until: at(year), ..sent(&first, &CaseId(id(1, 3))) };
        db.commit(batch([drafts::insert(&first), drafts::file(&filed, 1)])).await.unwrap();
        for moment in [at(2_000), at(year - 1), at(year)] {
            assert!(maintenance::purge_drafts(&db, moment, 10).await.unwrap().is_empty());
            let refused = db.commit(batch([maintenance::erase_draft(&first.id, moment)])).await;
            assert!(refused.unwrap_err().is_conflict());
        }
        assert_eq!(drafts::by_id(&db, &first.id).await.unwrap(), Some(filed));
        db.commit(batch([maintenance::erase_draft(&first.id, at(year + 1))])).await.unwrap();
        assert_eq!(drafts::by_id(&db, &first.id).await.unwrap(), None);
    })
    .await;
}
