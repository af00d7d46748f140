//! The journal: chained, append-only, its head in the case's row.

use domain::case::{Case, CaseState};
use domain::journal::verify;
use store::journal::{self, Head};
use store::{Db, Statement, Write, cases};

use crate::engines::{for_each_engine, race};
use crate::samples::{batch, entry, filed, person_id};

async fn check(db: &Db, case: &Case) -> Result<usize, domain::journal::BrokenChain> {
    let stored = journal::of_case(db, &case.id).await.unwrap();
    let head = journal::head(db, &case.id).await.unwrap().unwrap();
    verify(stored.iter().map(|stored| (&stored.entry, stored.hash.as_str())), Some(&head.hash))?;
    assert_eq!(stored.len() as i64, head.length);
    Ok(stored.len())
}

/// Proves: SEC-03.
#[tokio::test]
async fn entries_follow_each_other_from_filing_through_changes_and_readings() {
    for_each_engine(async |db| {
        let case = filed(1, &person_id(3));
        let entries = [entry(1, "Подача"), entry(2, "Проверка"), entry(3, "Решение"), entry(4, "Ёлка")];
        db.commit(batch(cases::insert(&case, &entries[..1]))).await.unwrap();
        let (_, head) = cases::to_change(&db, &case.id).await.unwrap().unwrap();
        let moved = Case { revision: 2, state: CaseState::Delivered, ..case.clone() };
        db.commit(batch(cases::update(&moved, 1, &head, &entries[1..3]))).await.unwrap();
        let head = journal::head(&db, &case.id).await.unwrap().unwrap();
        db.commit(batch(journal::append(&case.id, &head, &entries[3..]))).await.unwrap();
        assert_eq!(check(&db, &case).await, Ok(4));
        let stored = journal::of_case(&db, &case.id).await.unwrap();
        assert_eq!(stored.iter().map(|stored| stored.entry.clone()).collect::<Vec<_>>(), entries);
        assert_eq!(stored.iter().map(|stored| stored.position).collect::<Vec<_>>(), [0, 1, 2, 3]);
        assert!(stored.windows(2).all(|pair| pair[1].previous_hash == pair[0].hash));
    })
    .await;
}

/// Proves: SEC-03.
#[tokio::test]
async fn a_removed_a_changed_and_a_cut_off_entry_are_each_found() {
    const SPOILS: [Statement; 3] = [
        Statement::new("test.remove", "delete from journal where bucket = $1 and case_id = $2 and position = 1"),
        Statement::new("test.cut", "delete from journal where bucket = $1 and case_id = $2 and position = 2"),
        Statement::new(
            "test.alter",
            "update journal set at = at + 1 where bucket = $1 and case_id = $2 and position = 0",
        ),
    ];
    for spoil in SPOILS {
        for_each_engine(async |db| {
            let case = filed(1, &person_id(3));
            let entries = [entry(1, "Один"), entry(2, "Два"), entry(3, "Три")];
            db.commit(batch(cases::insert(&case, &entries))).await.unwrap();
            assert_eq!(check(&db, &case).await, Ok(3));
            let args = vec![case.id.bucket().into(), (&case.id).into()];
            db.commit(batch([Write::one(spoil, args)])).await.unwrap();
            assert!(check(&db, &case).await.is_err(), "{} was not found", spoil.name);
        })
        .await;
    }
}

#[tokio::test]
async fn readers_who_write_at_once_are_all_in_the_journal_after_they_try_again() {
    for_each_engine(async |db| {
        let case = filed(1, &person_id(3));
        db.commit(batch(cases::insert(&case, &[]))).await.unwrap();
        let answers = race(12, |number| {
            let (db, case) = (db.clone(), case.id.clone());
            async move {
                loop {
                    let head = journal::head(&db, &case).await.unwrap().unwrap();
                    let entries = [entry(number as i64, "Просмотр дела")];
                    match db.commit(batch(journal::append(&case, &head, &entries))).await {
                        Ok(_) => break,
                        Err(error) => assert!(error.is_conflict(), "{error}"),
                    }
                }
            }
        });
        answers.await;
        assert_eq!(check(&db, &case).await, Ok(12));
    })
    .await;
}

#[tokio::test]
async fn a_change_decided_upon_an_old_journal_is_a_conflict() {
    for_each_engine(async |db| {
        let case = filed(1, &person_id(3));
        db.commit(batch(cases::insert(&case, &[entry(1, "Подача")]))).await.unwrap();
        let moved = Case { revision: 2, ..case };
        let refused = db.commit(batch(cases::update(&moved, 1, &Head::start(), &[entry(2, "Поздно")]))).await;
        assert!(refused.unwrap_err().is_conflict_at("cases.update"));
    })
    .await;
}
