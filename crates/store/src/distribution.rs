//! Limited resources: stocks, the lines for them, draws, and claims under limits per applicant.
//!
//! Whoever gives pieces writes the stock with the revision that was read, so giving goes one after
//! the other for each stock; joining a line touches only the new row, so that filing never waits.

use domain::distribution::{EntryState, Protocol, QueueEntry, Stock, StockKey};
use domain::id::{CaseId, StockId};
use jiff::Timestamp;

use crate::batch::Write;
use crate::db::Db;
use crate::error::StoreError;
use crate::value::{Row, Statement, args, json};

/// Version of the shape of the bodies.
const BODY: i64 = 1;

/// A place or a length beyond this is only said to be beyond it: what a page costs does not grow
/// with the line.
pub const COUNTED: i64 = 10_000;

const INSERT_STOCK: Statement = Statement::new(
    "distribution.insert_stock",
    "insert into stocks (bucket, id, authority, service, key_hash, round, phase, revision,
         body_version, body)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
);

const LIST_STOCK: Statement = Statement::new(
    "distribution.list_stock",
    "insert into authority_stocks (authority, published_at, stock_id) values ($1, $2, $3)",
);

const BIND: Statement =
    Statement::new("distribution.bind", "insert into draws (bucket, stock_id, secret) values ($1, $2, $3)");

/// A published stock; a lottery with the secret it is bound to. Two that publish the same round of
/// a key are a conflict at `distribution.insert_stock`.
pub fn publish(stock: &Stock, secret: &str) -> Vec<Write> {
    let row = args![
        stock.id.bucket(),
        stock.id.as_str(),
        &stock.authority,
        &stock.key.service,
        stock.key.hash(),
        stock.round,
        stock.phase.name(),
        stock.revision,
        BODY,
        json(stock),
    ];
    vec![
        Write::one(INSERT_STOCK, row),
        Write::one(LIST_STOCK, args![&stock.authority, stock.published_at, stock.id.as_str()]),
        Write::one(BIND, args![stock.id.bucket(), stock.id.as_str(), secret]),
    ]
}

const UPDATE_STOCK: Statement = Statement::new(
    "distribution.update_stock",
    "update stocks set phase = $3, revision = $4, body_version = $5, body = $6
     where bucket = $1 and id = $2 and revision = $7",
);

/// A changed stock; `read` is the revision it was read with.
pub fn update(stock: &Stock, read: i64) -> Write {
    let stock = &Stock { revision: read + 1, ..stock.clone() };
    let row = args![stock.id.bucket(), stock.id.as_str(), stock.phase.name(), stock.revision, BODY, json(stock), read];
    Write::one(UPDATE_STOCK, row)
}

fn stock(mut row: Row) -> Result<Stock, StoreError> {
    row.body(BODY)
}

const STOCK: Statement =
    Statement::new("distribution.stock", "select body_version, body from stocks where bucket = $1 and id = $2");

/// A stock.
pub async fn by_id(db: &Db, id: &StockId) -> Result<Option<Stock>, StoreError> {
    db.one(STOCK, args![id.bucket(), id.as_str()], stock).await
}

const LAST_OF_KEY: Statement = Statement::new(
    "distribution.last_of_key",
    "select body_version, body from stocks where bucket = $1 and key_hash = $2
     order by round desc limit 1",
);

/// The last stock published of a key, closed or not.
pub async fn last_of(db: &Db, key: &StockKey) -> Result<Option<Stock>, StoreError> {
    db.one(LAST_OF_KEY, args![key.bucket(), key.hash()], stock).await
}

const OF_AUTHORITY: Statement = Statement::new(
    "distribution.of_authority",
    "select stock_id, published_at from authority_stocks
     where authority = $1 and (published_at, stock_id) < ($2, $3)
     order by published_at desc, stock_id desc limit $4",
);

/// Stocks of an authority, the newest first; `before` is the last of the page before.
pub async fn of_authority(
    db: &Db,
    authority: &str,
    before: Option<&Stock>,
    limit: i64,
) -> Result<Vec<Stock>, StoreError> {
    let (at, id) = before.map_or((i64::MAX, ""), |one| (one.published_at.as_millisecond(), one.id.as_str()));
    let ids =
        db.all(OF_AUTHORITY, args![authority, at, id, limit], |mut row| row.text("stock_id").map(StockId)).await?;
    let mut stocks = Vec::with_capacity(ids.len());
    for id in ids {
        stocks.extend(by_id(db, &id).await?);
    }
    Ok(stocks)
}

const JOIN: Statement = Statement::new(
    "distribution.join",
    "insert into queue_entries (bucket, stock_id, case_id, number, arrival, state, sort_key, piece,
         revision, body_version, body)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
);

/// An application joins a line.
pub fn join(entry: &QueueEntry) -> Write {
    let row = args![
        entry.stock.bucket(),
        entry.stock.as_str(),
        &entry.case,
        &entry.number,
        entry.arrival,
        entry.state.name(),
        &entry.sort_key,
        entry.piece,
        entry.revision,
        BODY,
        json(entry),
    ];
    Write::one(JOIN, row)
}

const MOVE: Statement = Statement::new(
    "distribution.move",
    "update queue_entries set state = $4, sort_key = $5, piece = $6, revision = $7,
         body_version = $8, body = $9
     where bucket = $1 and stock_id = $2 and case_id = $3 and revision = $10",
);

/// A changed entry; `read` is the revision it was read with.
pub fn change(entry: &QueueEntry, read: i64) -> Write {
    let entry = &QueueEntry { revision: read + 1, ..entry.clone() };
    let row = args![
        entry.stock.bucket(),
        entry.stock.as_str(),
        &entry.case,
        entry.state.name(),
        &entry.sort_key,
        entry.piece,
        entry.revision,
        BODY,
        json(entry),
        read,
    ];
    Write::one(MOVE, row)
}

fn entry(mut row: Row) -> Result<QueueEntry, StoreError> {
    row.body(BODY)
}

const ENTRY: Statement = Statement::new(
    "distribution.entry",
    "select body_version, body from queue_entries
     where bucket = $1 and stock_id = $2 and case_id = $3",
);

/// An application in a line.
pub async fn entry_of(db: &Db, stock: &StockId, case: &CaseId) -> Result<Option<QueueEntry>, StoreError> {
    db.one(ENTRY, args![stock.bucket(), stock.as_str(), case], entry).await
}

const ENTRY_OF_NUMBER: Statement = Statement::new(
    "distribution.entry_of_number",
    "select body_version, body from queue_entries
     where bucket = $1 and stock_id = $2 and number = $3",
);

/// The same by the application's number, as a protocol names it.
pub async fn entry_of_number(db: &Db, stock: &StockId, number: &str) -> Result<Option<QueueEntry>, StoreError> {
    db.one(ENTRY_OF_NUMBER, args![stock.bucket(), stock.as_str(), number], entry).await
}

const LINE: Statement = Statement::new(
    "distribution.line",
    "select body_version, body from queue_entries
     where bucket = $1 and stock_id = $2 and state = $3 and sort_key > $4
     order by sort_key limit $5",
);

/// A part of a line in its order: those of one state after a sort key.
pub async fn line(
    db: &Db,
    stock: &StockId,
    state: EntryState,
    after: &str,
    limit: i64,
) -> Result<Vec<QueueEntry>, StoreError> {
    db.all(LINE, args![stock.bucket(), stock.as_str(), state.name(), after, limit], entry).await
}

const COUNT_BEFORE: Statement = Statement::new(
    "distribution.count_before",
    "select count(*) from (select case_id from queue_entries
         where bucket = $1 and stock_id = $2 and state = $3 and sort_key < $4 limit $5) as before",
);

/// How many of a state stand before a sort key, counted up to [`COUNTED`].
pub async fn count_before(db: &Db, stock: &StockId, state: EntryState, key: &str) -> Result<i64, StoreError> {
    let args = args![stock.bucket(), stock.as_str(), state.name(), key, COUNTED];
    db.one(COUNT_BEFORE, args, |mut row| row.int("count")).await.map(Option::unwrap_or_default)
}

/// After every sort key: digits, dots and tildes come before it.
const END: &str = "~~";

/// How many of a state there are, counted up to [`COUNTED`].
pub async fn count(db: &Db, stock: &StockId, state: EntryState) -> Result<i64, StoreError> {
    count_before(db, stock, state, END).await
}

const SECRET: Statement =
    Statement::new("distribution.secret", "select secret from draws where bucket = $1 and stock_id = $2");

/// The secret a lottery was bound to: for the draw alone.
pub async fn secret(db: &Db, stock: &StockId) -> Result<Option<String>, StoreError> {
    db.one(SECRET, args![stock.bucket(), stock.as_str()], |mut row| row.text("secret")).await
}

const KEEP_PROTOCOL: Statement =
    Statement::new("distribution.keep_protocol", "update draws set protocol = $3 where bucket = $1 and stock_id = $2");

/// The protocol as it stands after the freeze or the deal.
pub fn keep_protocol(stock: &StockId, protocol: &Protocol) -> Write {
    Write::one(KEEP_PROTOCOL, args![stock.bucket(), stock.as_str(), json(protocol)])
}

const PROTOCOL: Statement =
    Statement::new("distribution.protocol", "select protocol from draws where bucket = $1 and stock_id = $2");

/// The protocol of a stock, once its list is frozen.
pub async fn protocol(db: &Db, stock: &StockId) -> Result<Option<Protocol>, StoreError> {
    let text = db.one(PROTOCOL, args![stock.bucket(), stock.as_str()], |mut row| row.maybe_text("protocol")).await?;
    let read = |text: String| serde_json::from_str(&text);
    let unreadable = |error| StoreError::broken(format!("distribution.protocol: unreadable ({error})"));
    text.flatten().map(read).transpose().map_err(unreadable)
}

/// A slot of a limit that an application has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Claim {
    /// Which slot.
    pub slot: i64,
    /// Which application.
    pub case: CaseId,
    /// Until when; `i64::MAX` while it is asked for.
    pub until: i64,
}

const CLAIMS: Statement = Statement::new(
    "distribution.claims",
    "select slot, case_id, until_at from limit_claims where bucket = $1 and limit_key = $2
     order by slot limit 1000",
);

/// The slots of a limit that are or were taken.
pub async fn claims(db: &Db, bucket: i64, key: &str) -> Result<Vec<Claim>, StoreError> {
    db.all(CLAIMS, args![bucket, key], |mut row| {
        Ok(Claim { slot: row.int("slot")?, case: CaseId(row.text("case_id")?), until: row.int("until_at")? })
    })
    .await
}

const CLAIM: Statement = Statement::new(
    "distribution.claim",
    "insert into limit_claims (bucket, limit_key, slot, case_id, until_at) values ($1, $2, $3, $4, $5)
     on conflict (bucket, limit_key, slot) do update set case_id = $4, until_at = $5
         where limit_claims.until_at <= $6",
);

/// Takes a slot that is free at a moment; a conflict at `distribution.claim` when it is not.
pub fn claim(bucket: i64, key: &str, slot: i64, case: &CaseId, now: Timestamp) -> Write {
    Write::one(CLAIM, args![bucket, key, slot, case, i64::MAX, now])
}

const UNCLAIM: Statement = Statement::new(
    "distribution.unclaim",
    "update limit_claims set until_at = $4 where bucket = $1 and limit_key = $2 and case_id = $3",
);

/// From that moment the slots of an application are free again.
pub fn unclaim(bucket: i64, key: &str, case: &CaseId, until: Timestamp) -> Write {
    Write::any(UNCLAIM, args![bucket, key, case, until])
}

pub(crate) const ALL: &[Statement] = &[
    INSERT_STOCK,
    LIST_STOCK,
    BIND,
    UPDATE_STOCK,
    STOCK,
    LAST_OF_KEY,
    OF_AUTHORITY,
    JOIN,
    MOVE,
    ENTRY,
    ENTRY_OF_NUMBER,
    LINE,
    COUNT_BEFORE,
    SECRET,
    KEEP_PROTOCOL,
    PROTOCOL,
    CLAIMS,
    CLAIM,
    UNCLAIM,
];
