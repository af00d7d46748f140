//! Stocks of numbered blanks. Each change names the state the blank was read in, so of two that
//! want one number one gets a conflict.

use domain::delivery::{Blank, BlankState, blank_bucket};

use crate::batch::Write;
use crate::db::Db;
use crate::error::StoreError;
use crate::value::{Row, Statement, args, json};

/// Version of the shape of the bodies.
const BODY: i64 = 1;

/// A stock longer than this is only said to be so long.
pub const COUNTED: i64 = 10_000;

const RECEIVE: Statement = Statement::new(
    "blanks.receive",
    "insert into blanks (bucket, authority, kind, serial, state, changed_at, body_version, body)
     values ($1, $2, $3, $4, $5, $6, $7, $8)",
);

/// A blank comes into stock; a number that was received before is a conflict at `blanks.receive`.
pub fn receive(blank: &Blank) -> Write {
    let mut row = key(blank);
    row.extend(args![blank.state.name(), blank.at, BODY, json(blank)]);
    Write::one(RECEIVE, row)
}

fn key(blank: &Blank) -> Vec<crate::value::Value> {
    args![blank_bucket(&blank.authority), &blank.authority, &blank.blank.kind, &blank.blank.serial]
}

const CHANGE: Statement = Statement::new(
    "blanks.change",
    "update blanks set state = $5, changed_at = $6, body_version = $7, body = $8
     where bucket = $1 and authority = $2 and kind = $3 and serial = $4 and state = $9",
);

/// A changed blank; `read` is the state it was read in.
pub fn change(blank: &Blank, read: BlankState) -> Write {
    let mut row = key(blank);
    row.extend(args![blank.state.name(), blank.at, BODY, json(blank), read.name()]);
    Write::one(CHANGE, row)
}

fn read(mut row: Row) -> Result<Blank, StoreError> {
    row.body(BODY)
}

const ONE: Statement = Statement::new(
    "blanks.one",
    "select body_version, body from blanks
     where bucket = $1 and authority = $2 and kind = $3 and serial = $4",
);

/// A blank by its number.
pub async fn one(db: &Db, authority: &str, kind: &str, serial: &str) -> Result<Option<Blank>, StoreError> {
    db.one(ONE, args![blank_bucket(authority), authority, kind, serial], read).await
}

const LISTED: Statement = Statement::new(
    "blanks.listed",
    "select body_version, body from blanks
     where bucket = $1 and authority = $2 and kind = $3 and state = $4 and serial > $5
     order by serial limit $6",
);

/// Blanks of a stock in one state by number, after one.
pub async fn listed(
    db: &Db,
    authority: &str,
    kind: &str,
    state: BlankState,
    after: &str,
    limit: i64,
) -> Result<Vec<Blank>, StoreError> {
    let args = args![blank_bucket(authority), authority, kind, state.name(), after, limit];
    db.all(LISTED, args, read).await
}

const COUNT: Statement = Statement::new(
    "blanks.count",
    "select count(*) from (select serial from blanks
         where bucket = $1 and authority = $2 and kind = $3 and state = $4 limit $5) as counted",
);

/// How many blanks of a stock are in a state, counted up to [`COUNTED`].
pub async fn count(db: &Db, authority: &str, kind: &str, state: BlankState) -> Result<i64, StoreError> {
    let args = args![blank_bucket(authority), authority, kind, state.name(), COUNTED];
    db.one(COUNT, args, |mut row| row.int("count")).await.map(Option::unwrap_or_default)
}

pub(crate) const ALL: &[Statement] = &[RECEIVE, CHANGE, ONE, LISTED, COUNT];
