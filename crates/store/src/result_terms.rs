//! Moments at which entries of the register change by themselves: a row per entry and term,
//! written with the entry and marked done with the change.

use domain::id::ResultId;
use domain::result::ResultRecord;
use jiff::Timestamp;

use crate::batch::Write;
use crate::db::Db;
use crate::error::StoreError;
use crate::value::{Statement, Value, args, word};

/// What ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Term {
    /// The validity of the entry.
    Validity,
    /// Its stay in the account.
    Account,
}

/// A term that has passed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Passed {
    /// Which entry.
    pub result: ResultId,
    /// What ended.
    pub term: Term,
    /// When.
    pub due_at: Timestamp,
}

const INSERT: Statement = Statement::new(
    "result_terms.insert",
    "insert into result_terms (bucket, result_id, what, due_at) values ($1, $2, $3, $4)",
);

/// The terms of a new entry.
pub(crate) fn of(result: &ResultRecord) -> impl Iterator<Item = Write> {
    let row = |term: Term, at: Timestamp| {
        let row: Vec<Value> = args![result.id.bucket(), &result.id, word(&term), at];
        Write::one(INSERT, row)
    };
    let validity = result.valid_until.map(|at| row(Term::Validity, at));
    let account = result.keep_until.map(|at| row(Term::Account, at));
    validity.into_iter().chain(account)
}

const PASSED: Statement = Statement::new(
    "result_terms.passed",
    "select result_id, what, due_at from result_terms
     where done_at is null and due_at < $1 order by due_at, result_id limit $2",
);

/// Terms that have passed and were not looked at yet, oldest first.
pub async fn passed(db: &Db, now: Timestamp, limit: i64) -> Result<Vec<Passed>, StoreError> {
    db.all(PASSED, args![now, limit], |mut row| {
        Ok(Passed { result: ResultId(row.text("result_id")?), term: row.word("what")?, due_at: row.at("due_at")? })
    })
    .await
}

const DONE: Statement = Statement::new(
    "result_terms.done",
    "update result_terms set done_at = $4
     where bucket = $1 and result_id = $2 and what = $3 and done_at is null",
);

/// A passed term was looked at: goes into the batch of the change, so that it happens once.
pub fn done(passed: &Passed, now: Timestamp) -> Write {
    Write::one(DONE, args![passed.result.bucket(), &passed.result, word(&passed.term), now])
}

pub(crate) const ALL: &[Statement] = &[INSERT, PASSED, DONE];
