//! Stocks, lines, draws and claims, on both engines.

use domain::distribution::{
    EntryState, Frozen, KeyValue, Lottery, Phase, Protocol, QueueEntry, Stock, StockKey, commitment,
};
use domain::id::{CaseId, OfficialId};
use domain::number::PublicNumber;
use regulation::package::Order;
use store::distribution::{self, Claim};
use store::{Batch, Db};

use crate::engines::{for_each_engine, race};
use crate::samples::{at, id};

fn key(value: &str) -> StockKey {
    let values = vec![KeyValue { fact: "camp".to_owned(), value: value.to_owned() }];
    StockKey { service: "summer-camp".to_owned(), resource: "places".to_owned(), values }
}

fn stock(value: &str, round: i64) -> Stock {
    let key = key(value);
    Stock {
        id: key.id(round),
        authority: "education".to_owned(),
        key,
        round,
        version: "2026.1".to_owned(),
        order: Order::Lottery,
        pieces: 10,
        reserve: 2,
        kept: vec![3],
        taken_general: 1,
        taken: vec![2],
        held: 1,
        offered: 1,
        given: 1,
        next_piece: 5,
        placed: 4,
        returned: vec![2],
        phase: Phase::Open,
        lottery: Some(Lottery {
            commitment: commitment("тайна"), randomness_named: "тираж № 1".to_owned()
        }),
        published_at: at(round),
        published_by: OfficialId(id(7, 0)),
        frozen_at: None,
        dealt_at: None,
        revision: 1,
    }
}

fn case(number: u64) -> CaseId {
    CaseId(id(number, number as i64))
}

fn entry(stock: &Stock, number: u64) -> QueueEntry {
    let public = PublicNumber::new("УО", 2026, number).to_string();
    QueueEntry::new(&stock.id, &case(number), &public, at(number as i64))
}

async fn publish(db: &Db, stock: &Stock) {
    db.commit(Batch::new().with_all(distribution::publish(stock, "тайна"))).await.unwrap();
}

/// Proves: PROCEDURE-09.
#[tokio::test]
async fn a_stock_comes_back_as_it_was_written_and_only_who_read_it_last_may_change_it() {
    for_each_engine(async |db| {
        let (first, second) = (stock("ёлочка", 1), stock("ёлочка", 2));
        publish(&db, &first).await;
        publish(&db, &second).await;
        assert_eq!(distribution::by_id(&db, &first.id).await.unwrap().unwrap(), first);
        assert_eq!(distribution::last_of(&db, &first.key).await.unwrap().unwrap(), second);
        assert_eq!(distribution::last_of(&db, &key("дружба")).await.unwrap(), None);
        let again = db.commit(Batch::new().with_all(distribution::publish(&second, ""))).await;
        assert!(again.unwrap_err().is_conflict(), "one round of a key is published once");
        let held = Stock { held: 2, ..first.clone() };
        db.commit(Batch::new().with(distribution::update(&held, 1))).await.unwrap();
        let late = db.commit(Batch::new().with(distribution::update(&held, 1))).await;
        assert!(late.unwrap_err().is_conflict(), "two cannot give from one reading");
        let newest = distribution::of_authority(&db, "education", None, 10).await.unwrap();
        assert_eq!(newest.iter().map(|one| one.round).collect::<Vec<_>>(), [2, 1]);
        let older = distribution::of_authority(&db, "education", Some(&newest[0]), 10).await.unwrap();
        assert_eq!((older.len(), older[0].held), (1, 2));
        assert!(distribution::of_authority(&db, "другое", None, 10).await.unwrap().is_empty());
    })
    .await;
}

/// Proves: PROCEDURE-09.
#[tokio::test]
async fn a_line_is_read_in_its_order_page_by_page_and_a_place_is_a_count() {
    for_each_engine(async |db| {
        let stock = stock("ёлочка", 1);
        publish(&db, &stock).await;
        // Joined in an order that is not theirs.
        for number in [7, 3, 9, 1, 5] {
            db.commit(Batch::new().with(distribution::join(&entry(&stock, number)))).await.unwrap();
        }
        let first = distribution::line(&db, &stock.id, EntryState::Waiting, "", 3).await.unwrap();
        let numbers = |line: &[QueueEntry]| line.iter().map(|one| one.case.clone()).collect::<Vec<_>>();
        assert_eq!(numbers(&first), [case(1), case(3), case(5)]);
        let rest = distribution::line(&db, &stock.id, EntryState::Waiting, &first[2].sort_key, 3).await.unwrap();
        assert_eq!(numbers(&rest), [case(7), case(9)]);
        assert_eq!(distribution::count(&db, &stock.id, EntryState::Waiting).await.unwrap(), 5);
        let before = distribution::count_before(&db, &stock.id, EntryState::Waiting, &rest[0].sort_key).await.unwrap();
        assert_eq!(before, 3);
        let one = entry(&stock, 3);
        assert_eq!(distribution::entry_of(&db, &stock.id, &one.case).await.unwrap().unwrap(), one);
        assert_eq!(distribution::entry_of_number(&db, &stock.id, &one.number).await.unwrap().unwrap(), one);
        let held = QueueEntry { state: EntryState::Held, piece: Some(1), ..one.clone() };
        db.commit(Batch::new().with(distribution::change(&held, 1))).await.unwrap();
        assert_eq!(distribution::count(&db, &stock.id, EntryState::Waiting).await.unwrap(), 4);
        let twice = QueueEntry { state: EntryState::Held, piece: Some(1), ..entry(&stock, 5) };
        let given = db.commit(Batch::new().with(distribution::change(&twice, 1))).await;
        assert!(given.is_err(), "a piece is one application's");
        let again = db.commit(Batch::new().with(distribution::join(&one))).await;
        assert!(again.unwrap_err().is_conflict(), "an application stands in a line once");
    })
    .await;
}

#[tokio::test]
async fn a_secret_stays_where_it_was_bound_and_a_protocol_comes_back_whole() {
    for_each_engine(async |db| {
        let stock = stock("ёлочка", 1);
        publish(&db, &stock).await;
        assert_eq!(distribution::protocol(&db, &stock.id).await.unwrap(), None);
        assert_eq!(distribution::secret(&db, &stock.id).await.unwrap().as_deref(), Some("тайна"));
        let protocol: Protocol = serde_json::from_value(serde_json::json!({
            "okno_protocol": 1, "service": "summer-camp", "resource": "Места", "key": [], "order": "lottery",
            "clause": "№ 173", "pieces": 1, "reserve": 0, "criteria": [], "shares": [],
            "frozen": serde_json::to_value(Frozen { at: at(1), edition: "2026.1".into(), by: "Начальник".into() }).unwrap(),
            "lot": null, "participants": [], "lines": [],
        }))
        .unwrap();
        db.commit(Batch::new().with(distribution::keep_protocol(&stock.id, &protocol))).await.unwrap();
        assert_eq!(distribution::protocol(&db, &stock.id).await.unwrap().unwrap(), protocol);
        assert_eq!(distribution::secret(&db, &stock.id).await.unwrap().as_deref(), Some("тайна"));
    })
    .await;
}

/// Proves: PROCEDURE-09.
#[tokio::test]
async fn a_slot_under_a_limit_has_one_holder_however_many_want_it_and_is_free_again_in_time() {
    for_each_engine(async |db| {
        let wanting = race(8, |number| {
            let db = db.clone();
            let case = case(number as u64 + 1);
            async move { db.commit(Batch::new().with(distribution::claim(3, "ab12", 0, &case, at(0)))).await.is_ok() }
        });
        assert_eq!(wanting.await.into_iter().filter(|took| *took).count(), 1);
        let claims = distribution::claims(&db, 3, "ab12").await.unwrap();
        let [Claim { slot: 0, case: holder, until: i64::MAX }] = claims.as_slice() else { panic!("{claims:?}") };
        db.commit(Batch::new().with(distribution::unclaim(3, "ab12", holder, at(100)))).await.unwrap();
        let early = db.commit(Batch::new().with(distribution::claim(3, "ab12", 0, &case(99), at(99)))).await;
        assert!(early.unwrap_err().is_conflict());
        db.commit(Batch::new().with(distribution::claim(3, "ab12", 0, &case(99), at(100)))).await.unwrap();
        assert_eq!(distribution::claims(&db, 3, "ab12").await.unwrap()[0].case, case(99));
    })
    .await;
}
