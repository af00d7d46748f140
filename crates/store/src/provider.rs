//! What other authorities asked the result register through the exchange, and what was answered.

use domain::id::ResultId;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::batch::Write;
use crate::db::Db;
use crate::error::StoreError;
use crate::exchange::bucket;
use crate::value::{Row, Statement, args, json, word};

/// A question of another authority with our answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asking {
    /// Id of their message.
    pub message: String,
    /// Id of our answering message: the same however often it is sent.
    pub response: String,
    /// Who asked, as the exchange names them.
    pub sender: String,
    /// Results of which service.
    pub service: String,
    /// What for, in their words.
    pub purpose: String,
    /// When.
    pub asked_at: Timestamp,
    /// What came of it.
    pub outcome: Told,
    /// Entries of the register that were read.
    pub results: Vec<ResultId>,
    /// When the answer was sent.
    pub sent_at: Option<Timestamp>,
}

/// What came of a question.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Told {
    /// Entries were told.
    Entries,
    /// There is nothing.
    NoData,
    /// They may not ask.
    Denied,
    /// The question was not understood.
    NotUnderstood,
}

const INSERT: Statement = Statement::new(
    "provider.insert",
    "insert into provider_answers (bucket, message_id, response_id, sender, service, purpose, asked_at, outcome,
         results, body)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
);

/// A question with its answer, before the answer is sent; a second one with its id is a conflict
/// at `provider.insert`.
pub fn insert(asking: &Asking, body: &str) -> Write {
    let row = args![
        bucket(&asking.message),
        &asking.message,
        &asking.response,
        &asking.sender,
        &asking.service,
        &asking.purpose,
        asking.asked_at,
        word(&asking.outcome),
        json(&asking.results),
        body,
    ];
    Write::one(INSERT, row)
}

const BY_ID: Statement = Statement::new(
    "provider.by_id",
    "select message_id, response_id, sender, service, purpose, asked_at, outcome, results, sent_at, body
     from provider_answers where bucket = $1 and message_id = $2",
);

/// A question by the id of its message, with the answer while it is not sent (empty after).
pub async fn by_id(db: &Db, message: &str) -> Result<Option<(Asking, String)>, StoreError> {
    db.one(BY_ID, args![bucket(message), message], |mut row| Ok((read(&mut row)?, row.text("body")?))).await
}

const UNSENT: Statement = Statement::new(
    "provider.unsent",
    "select message_id, response_id, sender, service, purpose, asked_at, outcome, results, sent_at, body
     from provider_answers where sent_at is null order by asked_at limit $1",
);

/// Answers that wait to be sent, oldest first.
pub async fn unsent(db: &Db, limit: i64) -> Result<Vec<(Asking, String)>, StoreError> {
    db.all(UNSENT, args![limit], |mut row| Ok((read(&mut row)?, row.text("body")?))).await
}

const SENT: Statement = Statement::new(
    "provider.sent",
    "update provider_answers set sent_at = $3, body = '' where bucket = $1 and message_id = $2 and sent_at is null",
);

/// The answer is with the exchange: its text is erased, who asked what stays.
pub fn sent(message: &str, now: Timestamp) -> Write {
    Write::any(SENT, args![bucket(message), message, now])
}

const LOG: Statement = Statement::new(
    "provider.log",
    "select message_id, response_id, sender, service, purpose, asked_at, outcome, results, sent_at
     from provider_answers order by asked_at desc, message_id limit $1",
);

/// Who asked what, newest first.
pub async fn log(db: &Db, limit: i64) -> Result<Vec<Asking>, StoreError> {
    db.all(LOG, args![limit], |mut row| read(&mut row)).await
}

fn read(row: &mut Row) -> Result<Asking, StoreError> {
    Ok(Asking {
        message: row.text("message_id")?,
        response: row.text("response_id")?,
        sender: row.text("sender")?,
        service: row.text("service")?,
        purpose: row.text("purpose")?,
        asked_at: row.at("asked_at")?,
        outcome: row.word("outcome")?,
        results: row.json("results")?,
        sent_at: row.maybe_at("sent_at")?,
    })
}

pub(crate) const ALL: &[Statement] = &[INSERT, BY_ID, UNSENT, SENT, LOG];
