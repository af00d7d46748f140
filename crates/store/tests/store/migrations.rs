//! Migrations: applied once, by one process, and never changed afterwards.

use store::{Db, Statement, StoreError, Write};

use crate::engines::{for_each_scratch, race};
use crate::samples::{at, batch};

const APPLIED: Statement = Statement::new("test.applied", "select count(*), min(applied_at) from migrations");

#[tokio::test]
async fn opening_again_applies_nothing_and_many_may_open_at_once() {
    for_each_scratch(async |scratch| {
        let first = scratch.db.rows(APPLIED, Vec::new()).await.unwrap().remove(0).rest();
        let address = scratch.address.clone();
        let answers = race(6, |number| {
            let address = address.clone();
            async move { Db::open(&address, at(number as i64)).await.map(drop) }
        });
        assert!(answers.await.iter().all(Result::is_ok));
        assert_eq!(scratch.db.rows(APPLIED, Vec::new()).await.unwrap().remove(0).rest(), first);
    })
    .await;
}

#[tokio::test]
async fn a_changed_and_an_unknown_migration_stop_the_start_and_are_named() {
    const CHANGE: Statement =
        Statement::new("test.change", "update migrations set sha256 = 'other' where name = '0002_people'");
    const FUTURE: Statement =
        Statement::new("test.future", "update migrations set name = '9999_future' where name = '0002_people'");
    for (spoil, named) in [(CHANGE, "0002_people"), (FUTURE, "9999_future")] {
        for_each_scratch(async |scratch| {
            scratch.db.commit(batch([Write::one(spoil, Vec::new())])).await.unwrap();
            let Err(StoreError::Broken(what)) = Db::open(&scratch.address, at(1)).await else {
                panic!("opened all the same");
            };
            assert!(what.contains(named), "{what}");
        })
        .await;
    }
}

#[test]
fn an_address_that_is_none_says_what_it_should_be() {
    use store::Address;
    assert_eq!(Address::parse("sqlite:/a/b.db"), Ok(Address::Sqlite("/a/b.db".into())));
    assert!(matches!(Address::parse("postgres://okno@db/okno"), Ok(Address::Postgres(_))));
    for wrong in ["", "sqlite:", "mysql://x", "/a/b.db"] {
        assert!(Address::parse(wrong).unwrap_err().contains("sqlite:PATH"), "{wrong}");
    }
}
