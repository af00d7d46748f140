//! Keys: a command is done once, and its answer is kept for a day.

use store::idempotency::{self, Key};
use store::{Batch, maintenance};

use crate::engines::for_each_engine;
use crate::samples::at;

#[tokio::test]
async fn the_second_command_under_a_key_is_a_conflict_that_leads_to_the_first_answer() {
    for_each_engine(async |db| {
        let key = Key::new(3, "ключ-1");
        assert_eq!(idempotency::outcome(&db, &key).await.unwrap(), None);
        db.commit(Batch::new().once(key.clone(), "дело 1", at(0))).await.unwrap();
        let refused = db.commit(Batch::new().once(key.clone(), "дело 2", at(1))).await.unwrap_err();
        assert!(refused.is_conflict_at("idempotency.insert"), "{refused}");
        assert_eq!(idempotency::outcome(&db, &key).await.unwrap(), Some(("дело 1".to_owned(), 0)));
        let neighbour = Key::new(4, "ключ-1");
        db.commit(Batch::new().once(neighbour, "дело 3", at(1))).await.unwrap();
    })
    .await;
}

#[tokio::test]
async fn an_answer_is_kept_for_a_day() {
    for_each_engine(async |db| {
        let day = 24 * 3_600_000;
        let key = Key::new(3, "key");
        db.commit(Batch::new().once(key.clone(), "yes", at(0))).await.unwrap();
        maintenance::purge(&db, at(day)).await.unwrap();
        assert!(idempotency::outcome(&db, &key).await.unwrap().is_some());
        maintenance::purge(&db, at(day + 1)).await.unwrap();
        assert!(idempotency::outcome(&db, &key).await.unwrap().is_none());
    })
    .await;
}
