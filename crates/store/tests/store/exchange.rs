//! Messages of the exchange: written before they are sent, recognised when they come, the same on
//! both engines.

use domain::id::{EvidenceRequestId, ResultId};
use store::exchange::{self, Outcome, Received, Stage, believed, insert, moved, received};
use store::provider::{self, Asking, Told};

use crate::engines::for_each_scratch;
use crate::samples::{at, batch, id};

const MESSAGE: &str = "ac9fbf27-8b8c-11eb-9086-e2bf794ac24d";

fn incoming(outcome: Outcome, why: Option<&str>) -> Received {
    Received {
        message: "ad1d4183-8b8c-11eb-9ae4-fa163e6269f4".to_owned(),
        queue: "smev".to_owned(),
        original: Some(MESSAGE.to_owned()),
        sender: Some("MVDR99".to_owned()),
        outcome,
        at: at(20),
        why: why.map(str::to_owned),
    }
}

#[test]
fn the_bucket_of_a_message_is_its_last_byte() {
    assert_eq!(exchange::bucket(MESSAGE), 0x4d);
    for none in ["", "z", "zz", "я"] {
        assert_eq!(exchange::bucket(none), 0, "{none}");
    }
}

/// Proves: PROCEDURE-06.
#[tokio::test]
async fn a_message_is_there_before_it_is_sent_and_ends_once() {
    for_each_scratch(async |scratch| {
        let request = EvidenceRequestId(id(7, 0x4d));
        let db = &scratch.db;
        db.commit(batch([insert(MESSAGE, &request, "mvd.conviction", at(1))])).await.unwrap();
        assert!(db.commit(batch([insert(MESSAGE, &request, "mvd.conviction", at(2))])).await.is_err());
        let open = exchange::open(db, 10).await.unwrap();
        assert_eq!(open.iter().map(|one| (one.stage, one.made_at)).collect::<Vec<_>>(), [(Stage::Made, at(1))]);
        db.commit(batch([moved(MESSAGE, Stage::Sent, None, at(3))])).await.unwrap();
        db.commit(batch([moved(MESSAGE, Stage::Answered, None, at(4))])).await.unwrap();
        db.commit(batch([moved(MESSAGE, Stage::Underway, Some("поздно"), at(5))])).await.unwrap();
        let kept = exchange::by_id(db, MESSAGE).await.unwrap().unwrap();
        assert_eq!((kept.stage, kept.stage_at, kept.words, kept.request), (Stage::Answered, at(4), None, request));
        assert!(exchange::open(db, 10).await.unwrap().is_empty());
    })
    .await;
}

/// Proves: INTEG-01, SEC-04.
#[tokio::test]
async fn a_second_delivery_is_a_conflict_and_a_refused_one_may_be_made_good() {
    for_each_scratch(async |scratch| {
        let db = &scratch.db;
        let refused = incoming(Outcome::Refused, Some("подпись"));
        db.commit(batch([received(&refused, Some(b"raw"))])).await.unwrap();
        assert!(db.commit(batch([received(&refused, None)])).await.unwrap_err().is_conflict());
        assert_eq!(exchange::unsettled(db, 10).await.unwrap(), std::slice::from_ref(&refused));
        assert_eq!(exchange::raw(db, &refused.message).await.unwrap().as_deref(), Some(&b"raw"[..]));
        let good = incoming(Outcome::Learnt, None);
        db.commit(batch([believed(&good)])).await.unwrap();
        assert!(db.commit(batch([believed(&good)])).await.unwrap_err().is_conflict(), "once");
        assert_eq!(exchange::seen(db, &good.message).await.unwrap(), Some(good.clone()));
        assert_eq!(exchange::raw(db, &good.message).await.unwrap(), None);
    })
    .await;
}

#[tokio::test]
async fn a_queue_remembers_since_when_it_fails() {
    for_each_scratch(async |scratch| {
        let db = &scratch.db;
        for (moment, write) in [
            (1, exchange::queue_well("smev", true, at(1))),
            (2, exchange::queue_ill("smev", "no connection", at(2))),
            (3, exchange::queue_ill("smev", "status 503", at(3))),
        ] {
            db.commit(batch([write])).await.unwrap_or_else(|error| panic!("{moment}: {error}"));
        }
        let queue = exchange::queues(db).await.unwrap().remove(0);
        assert_eq!((queue.asked_at, queue.message_at, queue.failing_since), (at(3), Some(at(1)), Some(at(2))));
        assert_eq!(queue.problem.as_deref(), Some("status 503"));
        db.commit(batch([exchange::queue_well("smev", false, at(4))])).await.unwrap();
        let queue = exchange::queues(db).await.unwrap().remove(0);
        assert_eq!((queue.message_at, queue.failing_since, queue.problem), (Some(at(1)), None, None));
    })
    .await;
}

/// Proves: SEC-04.
#[tokio::test]
async fn an_answer_to_another_authority_is_kept_until_it_is_sent_and_its_reading_for_good() {
    for_each_scratch(async |scratch| {
        let db = &scratch.db;
        let asking = Asking {
            message: MESSAGE.to_owned(),
            response: "ad1d4183-8b8c-11eb-9ae4-fa163e62694d".to_owned(),
            sender: "MINT99".to_owned(),
            service: "hunting-ticket".to_owned(),
            purpose: "проверка".to_owned(),
            asked_at: at(1),
            outcome: Told::Entries,
            results: vec![ResultId(id(3, 9))],
            sent_at: None,
        };
        db.commit(batch([provider::insert(&asking, "body")])).await.unwrap();
        assert!(db.commit(batch([provider::insert(&asking, "other")])).await.unwrap_err().is_conflict());
        assert_eq!(provider::unsent(db, 10).await.unwrap(), [(asking.clone(), "body".to_owned())]);
        db.commit(batch([provider::sent(MESSAGE, at(2))])).await.unwrap();
        assert!(provider::unsent(db, 10).await.unwrap().is_empty());
        let sent = Asking { sent_at: Some(at(2)), ..asking };
        assert_eq!(provider::by_id(db, MESSAGE).await.unwrap(), Some((sent.clone(), String::new())));
        assert_eq!(provider::log(db, 10).await.unwrap(), [sent]);
    })
    .await;
}
