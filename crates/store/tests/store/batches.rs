//! Batches: all or nothing, and one conflict fails alone.

use store::{drafts, people};

use crate::engines::{for_each_engine, race};
use crate::samples::{batch, draft, person, person_id};

#[tokio::test]
async fn a_batch_happens_whole_or_not_at_all() {
    for_each_engine(async |db| {
        let me = person_id(1);
        let (first, second) = (draft(1, &me), draft(2, &me));
        db.commit(batch([drafts::insert(&first)])).await.unwrap();
        let refused = db.commit(batch([drafts::insert(&second), drafts::insert(&first)])).await.unwrap_err();
        assert!(refused.is_conflict_at("drafts.insert"), "{refused}");
        assert_eq!(drafts::by_id(&db, &second.id).await.unwrap(), None);
    })
    .await;
}

#[tokio::test]
async fn one_conflict_among_batches_committed_together_fails_alone() {
    for_each_engine(async |db| {
        let me = person_id(1);
        db.commit(batch([drafts::insert(&draft(7, &me))])).await.unwrap();
        let answers = race(64, |number| {
            let (db, me) = (db.clone(), person_id(1));
            async move { (number, db.commit(batch([drafts::insert(&draft(number as u64, &me))])).await) }
        });
        for (number, answer) in answers.await {
            assert_eq!(answer.is_ok(), number != 7, "batch {number}: {answer:?}");
            let found = drafts::by_id(&db, &draft(number as u64, &me).id).await.unwrap();
            assert_eq!(found, Some(draft(number as u64, &me)));
        }
    })
    .await;
}

/// Proves: SEC-06.
#[tokio::test]
async fn what_was_acknowledged_is_there_when_the_database_is_opened_again() {
    crate::engines::for_each_scratch(async |scratch| {
        let people = [person(1), person(2)];
        scratch.db.commit(batch(people.iter().flat_map(people::insert))).await.unwrap();
        let again = store::Db::open(&scratch.address, crate::samples::at(1)).await.unwrap();
        for person in people {
            assert_eq!(people::by_id(&again, &person.id).await.unwrap(), Some(person));
        }
    })
    .await;
}

#[tokio::test]
async fn a_caller_that_stops_waiting_leaves_no_half_batch_and_no_spoilt_connection() {
    for_each_engine(async |db| {
        let me = person_id(1);
        for number in 0..40 {
            let writes = [drafts::insert(&draft(2 * number, &me)), drafts::insert(&draft(2 * number + 1, &me))];
            let mut commit = Box::pin(db.commit(batch(writes)));
            // Polled once, so the batch is on its way, and then dropped.
            std::future::poll_fn(|context| {
                let _ = commit.as_mut().poll(context);
                std::task::Poll::Ready(())
            })
            .await;
        }
        let last = draft(500, &me);
        db.commit(batch([drafts::insert(&last)])).await.unwrap();
        for number in 0..40 {
            let pair = (draft(2 * number, &me).id, draft(2 * number + 1, &me).id);
            let first = drafts::by_id(&db, &pair.0).await.unwrap().is_some();
            let second = drafts::by_id(&db, &pair.1).await.unwrap().is_some();
            assert_eq!(first, second, "half of batch {number}");
        }
    })
    .await;
}
