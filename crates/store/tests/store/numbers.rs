//! Numbers: strictly increasing, without gaps, each authority and year for itself.

use domain::case::Case;
use store::numbers::{self, Counter, Numbered};
use store::{Batch, cases};

use crate::engines::{for_each_engine, race};
use crate::samples::{filed, person_id};

pub fn counter(authority: &str) -> Counter {
    Counter { authority: authority.to_owned(), what: Numbered::Case, year: 2026 }
}

fn filing(case: Case) -> Batch {
    Batch::numbered(counter(&case.authority.clone()), move |number| {
        cases::insert(&Case { number: format!("{}-{number}", case.authority), ..case.clone() }, &[])
    })
}

/// Proves: INTAKE-04.
#[tokio::test]
async fn numbers_of_concurrent_filings_are_one_row_without_gaps_or_doubles() {
    for_each_engine(async |db| {
        let answers = race(90, |number| {
            let authority = ["minprirody", "minstroy", "mintrud"][number % 3].to_owned();
            let case = Case { authority: authority.clone(), ..filed(number as u64, &person_id(number as u64)) };
            let db = db.clone();
            async move {
                let number = db.commit(filing(case.clone())).await.unwrap().number.unwrap();
                let found = cases::by_number(&db, &format!("{authority}-{number}")).await.unwrap();
                assert_eq!(found.map(|case| case.id), Some(case.id));
                (authority, number)
            }
        });
        let answers = answers.await;
        for authority in ["minprirody", "minstroy", "mintrud"] {
            let mut numbers: Vec<_> =
                answers.iter().filter(|(of, _)| of == authority).map(|(_, number)| *number).collect();
            numbers.sort_unstable();
            assert_eq!(numbers, (1..=30).collect::<Vec<_>>(), "{authority}");
        }
    })
    .await;
}

/// Proves: INTAKE-04.
#[tokio::test]
async fn who_files_after_an_answer_gets_a_higher_number_and_a_failure_leaves_no_gap() {
    for_each_engine(async |db| {
        let me = person_id(3);
        for number in 1..=3 {
            assert_eq!(db.commit(filing(filed(number, &me))).await.unwrap().number, Some(number as i64));
            let again = db.commit(filing(filed(number, &me))).await.unwrap_err();
            assert!(again.is_conflict_at("cases.insert"), "{again}");
        }
    })
    .await;
}

#[tokio::test]
async fn among_filings_committed_together_a_failing_one_takes_no_number_along() {
    for_each_engine(async |db| {
        db.commit(filing(filed(5, &person_id(5)))).await.unwrap();
        let answers = race(20, |number| {
            let (db, case) = (db.clone(), filed(number as u64, &person_id(number as u64)));
            async move { db.commit(filing(case)).await.map(|committed| committed.number.unwrap()) }
        });
        let answers = answers.await;
        assert_eq!(answers.iter().filter(|answer| answer.is_err()).count(), 1);
        let mut numbers: Vec<_> = answers.into_iter().flatten().collect();
        numbers.sort_unstable();
        assert_eq!(numbers, (2..=20).collect::<Vec<_>>());
    })
    .await;
}

#[tokio::test]
async fn a_maker_that_panics_fails_its_own_batch_and_nobody_elses() {
    for_each_engine(async |db| {
        let batch = Batch::numbered(counter("minprirody"), |_| panic!("a mistake in a maker (this is a test)"));
        assert!(db.commit(batch).await.is_err());
        assert_eq!(db.commit(filing(filed(1, &person_id(1)))).await.unwrap().number, Some(1));
    })
    .await;
}

#[tokio::test]
async fn every_year_kind_and_authority_begins_at_one() {
    for_each_engine(async |db| {
        let first = counter("minprirody");
        assert_eq!(numbers::take(&db, &first).await.unwrap(), 1);
        assert_eq!(numbers::take(&db, &first).await.unwrap(), 2);
        let others = [
            Counter { year: 2027, ..first.clone() },
            Counter { what: Numbered::Result, ..first.clone() },
            Counter { authority: "minstroy".into(), ..first },
        ];
        for other in others {
            assert_eq!(numbers::take(&db, &other).await.unwrap(), 1, "{other:?}");
        }
    })
    .await;
}
