//! A PostgreSQL server that ends connections in the middle of everything.

use std::collections::BTreeSet;

use domain::case::Case;
use store::idempotency::Key;
use store::{Batch, Db, Statement, StoreError, cases, idempotency};
use tokio::sync::mpsc;

use crate::engines::{for_each_engine, race};
use crate::numbers::counter;
use crate::samples::{at, filed, person_id};

const END_OTHERS: Statement = Statement::new(
    "test.end_others",
    "select cast(count(pg_terminate_backend(pid)) as bigint) from pg_stat_activity
     where datname = current_database() and pid <> pg_backend_pid()",
);

/// Files with a key until an answer comes that is not "nobody knows".
async fn file(db: &Db, case: Case) -> i64 {
    let key = Key::new(case.id.bucket(), format!("file {}", case.id));
    loop {
        let mine = case.clone();
        let make = move |number: i64| {
            cases::insert(&Case { number: format!("{}-{number}", mine.authority), ..mine.clone() }, &[])
        };
        let batch = Batch::numbered(counter(&case.authority), make).once(key.clone(), "filed", at(1));
        match db.commit(batch).await {
            Ok(committed) => return committed.number.unwrap(),
            Err(StoreError::Unavailable { .. }) => {}
            Err(error) if error.is_conflict_at("idempotency.insert") => {
                if let Ok(Some((_, number))) = idempotency::outcome(db, &key).await {
                    return number;
                }
            }
            Err(error) => panic!("{error}"),
        }
    }
}

/// Proves: FORM-14, INTAKE-01, INTAKE-04.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn when_connections_end_under_load_no_filing_is_lost_or_doubled() {
    for_each_engine(async |db| {
        if db.engine() == "sqlite" {
            return;
        }
        let (filed_one, mut filed_ones) = mpsc::unbounded_channel();
        // `move`, so that the last sender goes when the race has begun.
        let filings = race(200, {
            let db = db.clone();
            move |number| {
                let (db, filed_one) = (db.clone(), filed_one.clone());
                let case = filed(number as u64, &person_id(number as u64));
                async move {
                    let number = file(&db, case.clone()).await;
                    filed_one.send(()).unwrap();
                    (case.id, number)
                }
            }
        });
        // With every tenth answer all other connections end, whatever they are doing.
        let ending = async {
            let (mut answers, mut ended) = (0, 0);
            while filed_ones.recv().await.is_some() {
                answers += 1;
                if answers % 10 == 0
                    && let Ok(rows) = db.rows(END_OTHERS, Vec::new()).await
                {
                    ended += rows.into_iter().next().unwrap().int("count").unwrap();
                }
            }
            ended
        };
        let (filings, ended) = tokio::join!(filings, ending);
        assert!(ended > 0, "no connection was ended: the test tested nothing");
        let numbers: BTreeSet<_> = filings.iter().map(|(_, number)| *number).collect();
        assert_eq!(numbers, (1..=200).collect::<BTreeSet<_>>(), "numbers lost, doubled or skipped");
        for (id, number) in filings {
            let found = cases::by_number(&db, &format!("minprirody-{number}")).await.unwrap();
            assert_eq!(found.map(|case| case.id), Some(id));
        }
    })
    .await;
}

#[tokio::test]
async fn a_statement_that_takes_too_long_is_given_up_and_the_next_one_works() {
    const SLEEP: Statement = Statement::new("test.sleep", "select cast(pg_sleep(60) as text)");
    let Ok(server) = std::env::var(store::scratch::POSTGRES) else { return };
    let scratch = store::scratch::postgres(&server, at(0)).await.unwrap();
    let statement_timeout = std::time::Duration::from_millis(50);
    let tuning = store::Tuning { statement_timeout, ..store::Tuning::default() };
    let db = Db::open_with(&scratch.address, &tuning, at(0)).await.unwrap();
    let refused = db.rows(SLEEP, Vec::new()).await.unwrap_err();
    assert!(matches!(refused, StoreError::Unavailable { .. }), "{refused}");
    db.ping().await.unwrap();
}
