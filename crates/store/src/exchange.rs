//! Messages of the exchange with other authorities: what was sent under which id, what came in,
//! how the queues fare. A message id carries the bucket of its request in its last byte.

use domain::id::{ChargeId, EvidenceRequestId};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::batch::Write;
use crate::db::Db;
use crate::error::StoreError;
use crate::value::{Row, Statement, args, word};

/// The bucket in the last byte of a message id; 0 where it has none.
pub fn bucket(message: &str) -> i64 {
    let tail = message.len().checked_sub(2).and_then(|start| message.get(start..));
    tail.and_then(|tail| u8::from_str_radix(tail, 16).ok()).map_or(0, i64::from)
}

/// Where a message of ours stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Stage {
    /// Written; perhaps on its way already.
    Made,
    /// The exchange has taken it.
    Sent,
    /// The exchange says that it is being worked at.
    Underway,
    /// Answered.
    Answered,
    /// Refused by the exchange.
    Refused,
    /// Too old to be sent: another message took its place.
    Stale,
}

/// A message of ours.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message {
    /// Its id.
    pub id: String,
    /// The request it carries.
    pub request: EvidenceRequestId,
    /// Whom it asks.
    pub source: String,
    /// When it was made.
    pub made_at: Timestamp,
    /// Where it stands.
    pub stage: Stage,
    /// Since when.
    pub stage_at: Timestamp,
    /// In words of the exchange.
    pub words: Option<String>,
}

const INSERT: Statement = Statement::new(
    "exchange.insert",
    "insert into exchange_messages (bucket, message_id, request_id, source, made_at, stage, stage_at)
     values ($1, $2, $3, $4, $5, 'made', $6)",
);

/// A new message about a charge, before it is sent: answers find the charge by it.
pub fn insert_for_charge(message: &str, charge: &ChargeId, source: &str, now: Timestamp) -> Write {
    Write::one(INSERT, args![bucket(message), message, charge, source, now, now])
}

/// A new message, before it is sent.
pub fn insert(message: &str, request: &EvidenceRequestId, source: &str, now: Timestamp) -> Write {
    Write::one(INSERT, args![bucket(message), message, request, source, now, now])
}

const MOVE: Statement = Statement::new(
    "exchange.move",
    "update exchange_messages set stage = $3, stage_at = $4, words = $5
     where bucket = $1 and message_id = $2 and stage not in ('answered', 'refused', 'stale')",
);

/// A message moved on; what has ended stays as it ended.
pub fn moved(message: &str, stage: Stage, words: Option<&str>, now: Timestamp) -> Write {
    Write::any(MOVE, args![bucket(message), message, word(&stage), now, words])
}

const COLUMNS_BY_ID: Statement = Statement::new(
    "exchange.by_id",
    "select message_id, request_id, source, made_at, stage, stage_at, words
     from exchange_messages where bucket = $1 and message_id = $2",
);

/// A message of ours.
pub async fn by_id(db: &Db, message: &str) -> Result<Option<Message>, StoreError> {
    db.one(COLUMNS_BY_ID, args![bucket(message), message], read).await
}

const OPEN: Statement = Statement::new(
    "exchange.open",
    "select message_id, request_id, source, made_at, stage, stage_at, words
     from exchange_messages where stage in ('made', 'sent', 'underway') order by made_at limit $1",
);

/// Messages that await an answer, oldest first.
pub async fn open(db: &Db, limit: i64) -> Result<Vec<Message>, StoreError> {
    db.all(OPEN, args![limit], read).await
}

fn read(mut row: Row) -> Result<Message, StoreError> {
    Ok(Message {
        id: row.text("message_id")?,
        request: EvidenceRequestId(row.text("request_id")?),
        source: row.text("source")?,
        made_at: row.at("made_at")?,
        stage: row.word("stage")?,
        stage_at: row.at("stage_at")?,
        words: row.maybe_text("words")?,
    })
}

/// What became of a message that came in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// The case has learnt from it.
    Learnt,
    /// It stays with its request: the case has ended, or the answer had come before.
    Kept,
    /// It tells how far the other side is.
    Progress,
    /// It may not be believed: a person must look.
    Refused,
    /// It answers nothing that was asked: a person must look.
    Unknown,
}

/// A message that came in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Received {
    /// Its id.
    pub message: String,
    /// Out of which queue.
    pub queue: String,
    /// Which message of ours it is about.
    pub original: Option<String>,
    /// Who sent it.
    pub sender: Option<String>,
    /// What became of it.
    pub outcome: Outcome,
    /// When it came.
    pub at: Timestamp,
    /// Why it was refused.
    pub why: Option<String>,
}

const RECEIVED: Statement = Statement::new(
    "exchange.received",
    "insert into exchange_received (bucket, message_id, queue, original, sender, outcome, received_at, why, raw)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
);

/// A message came in. A second one with its id is a conflict at `exchange.received`: put this into
/// the batch that does what the message says, and nothing is done twice.
pub fn received(message: &Received, raw: Option<&[u8]>) -> Write {
    let row = args![
        bucket(&message.message),
        &message.message,
        &message.queue,
        message.original.as_ref(),
        message.sender.as_ref(),
        word(&message.outcome),
        message.at,
        message.why.as_ref(),
        raw,
    ];
    Write::one(RECEIVED, row)
}

const BELIEVED: Statement = Statement::new(
    "exchange.believed",
    "update exchange_received set queue = $3, original = $4, sender = $5, outcome = $6, received_at = $7,
         why = null, raw = null
     where bucket = $1 and message_id = $2 and outcome = 'refused'",
);

/// A message came in that may be believed, under an id that one came with before that might not.
pub fn believed(message: &Received) -> Write {
    let row = args![
        bucket(&message.message),
        &message.message,
        &message.queue,
        message.original.as_ref(),
        message.sender.as_ref(),
        word(&message.outcome),
        message.at,
    ];
    Write::one(BELIEVED, row)
}

const SEEN: Statement = Statement::new(
    "exchange.seen",
    "select message_id, queue, original, sender, outcome, received_at, why
     from exchange_received where bucket = $1 and message_id = $2",
);

/// Has this message come in before?
pub async fn seen(db: &Db, message: &str) -> Result<Option<Received>, StoreError> {
    db.one(SEEN, args![bucket(message), message], read_received).await
}

const UNSETTLED: Statement = Statement::new(
    "exchange.unsettled",
    "select message_id, queue, original, sender, outcome, received_at, why from exchange_received
     where outcome in ('refused', 'unknown') and settled_at is null order by received_at limit $1",
);

/// Messages that a person must look at, oldest first.
pub async fn unsettled(db: &Db, limit: i64) -> Result<Vec<Received>, StoreError> {
    db.all(UNSETTLED, args![limit], read_received).await
}

const RAW: Statement =
    Statement::new("exchange.raw", "select raw from exchange_received where bucket = $1 and message_id = $2");

/// A refused message as it came.
pub async fn raw(db: &Db, message: &str) -> Result<Option<Vec<u8>>, StoreError> {
    let found = db.one(RAW, args![bucket(message), message], |mut row| row.maybe_bytes("raw")).await?;
    Ok(found.flatten())
}

const SETTLE: Statement = Statement::new(
    "exchange.settle",
    "update exchange_received set settled_at = $3, settled_by = $4, raw = null
     where bucket = $1 and message_id = $2 and settled_at is null",
);

/// A person has looked at a refused message: what it held is erased.
pub fn settle(message: &str, by: &str, now: Timestamp) -> Write {
    Write::one(SETTLE, args![bucket(message), message, now, by])
}

fn read_received(mut row: Row) -> Result<Received, StoreError> {
    Ok(Received {
        message: row.text("message_id")?,
        queue: row.text("queue")?,
        original: row.maybe_text("original")?,
        sender: row.maybe_text("sender")?,
        outcome: row.word("outcome")?,
        at: row.at("received_at")?,
        why: row.maybe_text("why")?,
    })
}

/// How a queue fares.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Queue {
    /// Its name.
    pub name: String,
    /// When it was asked last.
    pub asked_at: Timestamp,
    /// When it gave a message last.
    pub message_at: Option<Timestamp>,
    /// Since when it does not answer.
    pub failing_since: Option<Timestamp>,
    /// What went wrong last.
    pub problem: Option<String>,
}

const WELL: Statement = Statement::new(
    "exchange.queue_well",
    "insert into exchange_queues (name, asked_at, message_at) values ($1, $2, cast($3 as bigint))
     on conflict (name) do update set asked_at = excluded.asked_at,
         message_at = coalesce(excluded.message_at, exchange_queues.message_at),
         failing_since = null, problem = null",
);

/// A queue answered; `message` when it held one.
pub fn queue_well(name: &str, message: bool, now: Timestamp) -> Write {
    Write::any(WELL, args![name, now, message.then_some(now)])
}

const ILL: Statement = Statement::new(
    "exchange.queue_ill",
    "insert into exchange_queues (name, asked_at, failing_since, problem) values ($1, $2, $3, $4)
     on conflict (name) do update set asked_at = excluded.asked_at, problem = excluded.problem,
         failing_since = coalesce(exchange_queues.failing_since, excluded.failing_since)",
);

/// A queue did not answer.
pub fn queue_ill(name: &str, problem: &str, now: Timestamp) -> Write {
    Write::any(ILL, args![name, now, now, problem])
}

const QUEUES: Statement = Statement::new(
    "exchange.queues",
    "select name, asked_at, message_at, failing_since, problem from exchange_queues order by name",
);

/// All queues ever asked.
pub async fn queues(db: &Db) -> Result<Vec<Queue>, StoreError> {
    db.all(QUEUES, Vec::new(), |mut row| {
        Ok(Queue {
            name: row.text("name")?,
            asked_at: row.at("asked_at")?,
            message_at: row.maybe_at("message_at")?,
            failing_since: row.maybe_at("failing_since")?,
            problem: row.maybe_text("problem")?,
        })
    })
    .await
}

pub(crate) const ALL: &[Statement] =
    &[INSERT, MOVE, COLUMNS_BY_ID, OPEN, RECEIVED, BELIEVED, SEEN, UNSETTLED, RAW, SETTLE, WELL, ILL, QUEUES];
