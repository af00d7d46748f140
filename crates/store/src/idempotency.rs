//! Idempotency keys: a command asked twice is done once and answers the same.

use jiff::Timestamp;

use crate::batch::{Once, Write};
use crate::db::Db;
use crate::error::StoreError;
use crate::value::{Statement, args};

/// How long an answer is kept: longer than any client tries again.
pub const KEPT_HOURS: i64 = 24;

/// The key of one command, in the bucket of whom it concerns.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Key {
    /// Bucket of the owner: `person.id.bucket()`.
    pub bucket: i64,
    /// Unlike that of any other command; for filing, the draft's id.
    pub text: String,
}

impl Key {
    /// Names a command.
    pub fn new(bucket: i64, text: impl Into<String>) -> Self {
        Self { bucket, text: text.into() }
    }
}

const INSERT: Statement = Statement::new(
    "idempotency.insert",
    "insert into idempotency_keys (bucket, key, outcome, number, created_at)
     values ($1, $2, $3, $4, $5)",
);

pub(crate) fn insert(once: &Once, number: i64) -> Write {
    Write::one(INSERT, args![once.key.bucket, &once.key.text, &once.outcome, number, once.now])
}

pub(crate) const OUTCOME: Statement = Statement::new(
    "idempotency.outcome",
    "select outcome, number from idempotency_keys where bucket = $1 and key = $2",
);

/// What the command said when it was done: its outcome text and the number it took (0: none).
pub async fn outcome(db: &Db, key: &Key) -> Result<Option<(String, i64)>, StoreError> {
    db.one(OUTCOME, args![key.bucket, &key.text], |mut row| Ok((row.text("outcome")?, row.int("number")?))).await
}

const PURGE: Statement = Statement::new("idempotency.purge", "delete from idempotency_keys where created_at < $1");

/// Forgets answers older than [`KEPT_HOURS`].
pub fn purge(now: Timestamp) -> Write {
    let before = now.as_millisecond() - KEPT_HOURS * 3_600_000;
    Write::any(PURGE, args![before])
}

pub(crate) const ALL: &[Statement] = &[INSERT, OUTCOME, PURGE];
