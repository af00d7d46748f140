//! How often services are applied for, by day.

use domain::case::Case;
use store::statements::MODULES;
use store::{Batch, Statement, Value, cases, filed_counts, scratch};

use crate::engines::for_each_scratch;
use crate::samples::{at, filed, person_id};

/// Proves: CAT-12.
#[tokio::test]
async fn a_day_is_counted_by_its_moments_and_summed_over_the_window() {
    for_each_scratch(async |scratch| {
        let db = &scratch.db;
        assert_eq!(filed_counts::first(db).await.unwrap(), None);
        for (number, service, moment) in
            [(1, "a", 100), (2, "b", 199), (3, "b", 200), (4, "b", 299), (5, "a", 300), (6, "b", 99)]
        {
            let case = Case { service: service.to_owned(), filed_at: at(moment), ..filed(number, &person_id(number)) };
            db.commit(Batch::new().with_all(cases::insert(&case, &[]))).await.unwrap();
        }
        assert_eq!(filed_counts::first(db).await.unwrap(), Some(at(99)));
        for day in [100, 200] {
            let mut counted = filed_counts::count(db, at(day), at(day + 100)).await.unwrap();
            counted.sort();
            let expected: &[(&str, i64)] = if day == 100 { &[("a", 1), ("b", 1)] } else { &[("b", 2)] };
            assert_eq!(counted, expected.iter().map(|(name, n)| ((*name).to_owned(), *n)).collect::<Vec<_>>());
            // Two workers may count the same day.
            for _ in 0..2 {
                let kept = counted.iter().map(|(service, n)| filed_counts::keep(at(day), service, *n));
                db.commit(Batch::new().with_all(kept)).await.unwrap();
            }
        }
        let sums = async |since| filed_counts::sums(db, at(since)).await.unwrap();
        assert_eq!(sums(0).await, [("b".to_owned(), 3), ("a".to_owned(), 1)]);
        assert_eq!(sums(200).await, [("b".to_owned(), 2)]);
        db.commit(Batch::new().with(filed_counts::forget(at(200)))).await.unwrap();
        assert_eq!(sums(0).await, [("b".to_owned(), 2)]);
    })
    .await;
}

/// Proves: CAT-12.
#[tokio::test]
async fn on_sqlite_a_day_is_counted_along_its_index_without_reading_a_case() {
    let scratch = scratch::sqlite(at(0)).await.unwrap();
    let count = MODULES.iter().copied().flatten().find(|one| one.name == "filed_counts.count").unwrap();
    let explain = Statement::new("test.plan", String::leak(format!("explain query plan {}", count.sql)));
    let rows = scratch.db.rows(explain, vec![Value::Int(1); 2]).await.unwrap();
    let plan: Vec<String> = rows
        .into_iter()
        .filter_map(|row| match row.rest().pop() {
            Some(Value::Text(detail)) => Some(detail),
            _ => None,
        })
        .collect();
    let plan = plan.join("; ");
    assert!(plan.contains("SEARCH cases USING COVERING INDEX cases_filed"), "{plan}");
}
