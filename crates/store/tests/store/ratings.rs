//! Ratings: one per procedure, changed upon what was read, summed by stage, exported once.

use domain::rating::Rating;
use serde_json::json;
use store::{Batch, ratings};

use crate::engines::for_each_engine;
use crate::samples::{at, id, person_id};

fn rating(number: u64, procedure: &str, mark: u8) -> Rating {
    let person = person_id(3);
    let until = json!({
        "at": at(5_000).to_string(),
        "story": {
            "from": at(100).to_string(), "term": {"amount": 3, "unit": "calendar_days"},
            "time_zone": "Europe/Samara", "met": [], "pauses": [],
        },
    });
    let low = mark <= 2;
    serde_json::from_value(json!({
        "id": id(7_000 + number, person.bucket()), "case": id(1_000, person.bucket()), "person": person.0,
        "authority": "minprirody", "service": "hunting-ticket", "version": "1", "procedure": procedure,
        "kind": "decision", "round": 0, "set": "pp-1284", "marks": {"term": mark, "people": 5},
        "comment": "", "state": "given", "revision": 1, "given_at": at(100 + number as i64).to_string(),
        "until": until, "day": "2026-03-03",
        "stage": {"milliseconds": 1000 * number, "late": low, "refused": false}, "receipt": null,
        "follow_up": low.then(|| json!({"since": at(100).to_string(), "done": null})),
    }))
    .unwrap()
}

/// Proves: RATE-05, RATE-06, SM-17.
#[tokio::test]
async fn ratings_are_kept_once_summed_by_stage_and_leave_the_queue_with_their_receipt() {
    for_each_engine(async |db| {
        let all = [rating(1, "decide", 2), rating(2, "decide", 4), rating(3, "check", 5)];
        for one in &all {
            let one = Batch::new().with_all(ratings::insert(one));
            db.commit(one.clone()).await.unwrap();
            assert!(db.commit(one).await.unwrap_err().is_conflict(), "one per procedure and applicant");
        }
        let day = all[0].day;
        let sums = ratings::sums(&db, "minprirody", day).await.unwrap();
        let told: Vec<_> = sums.iter().map(|sum| (sum.procedure.as_str(), sum.count, sum.took, sum.late)).collect();
        assert_eq!(told, [("check", 1, 3_000, 0), ("decide", 2, 3_000, 1)]);
        let means = ratings::means(&db, "minprirody", day).await.unwrap();
        let term = means.iter().find(|one| one.procedure == "decide" && one.criterion == "term").unwrap();
        assert_eq!((term.count, term.sum), (2, 6));
        assert!(ratings::sums(&db, "another", day).await.unwrap().is_empty());
        let waiting = ratings::to_follow(&db, "minprirody", 10).await.unwrap();
        assert_eq!(waiting, [all[0].clone()], "a low mark waits for somebody");

        assert!(ratings::to_export(&db, at(5_000), 10).await.unwrap().is_empty(), "the window is open");
        assert_eq!(ratings::to_export(&db, at(5_001), 10).await.unwrap().len(), 3);
        let sent = all[0].exported("МК-1");
        db.commit(Batch::new().with_all(ratings::update(&sent, 1))).await.unwrap();
        assert!(db.commit(Batch::new().with_all(ratings::update(&sent, 1))).await.unwrap_err().is_conflict());
        assert_eq!(ratings::to_export(&db, at(5_001), 10).await.unwrap().len(), 2);
        assert_eq!(ratings::by_id(&db, &sent.id).await.unwrap().unwrap(), sent);
        assert_eq!(ratings::of_case(&db, &sent.case).await.unwrap().len(), 3);
        assert_eq!(ratings::of_day(&db, day, "", 10).await.unwrap().len(), 3);
        let means = ratings::means(&db, "minprirody", day).await.unwrap();
        assert_eq!(means.iter().map(|one| one.count).sum::<i64>(), 6, "marks are written anew, not twice");
    })
    .await;
}
