//! Links by which owners let others read their results, and the log of who read them.

use domain::id::{PersonId, ResultId, ShareId};
use domain::share::{Reading, Share};

use crate::batch::Write;
use crate::db::Db;
use crate::error::StoreError;
use crate::value::{Row, Statement, args, json};

/// Version of the shape of the bodies.
const BODY: i64 = 1;

const INSERT: Statement = Statement::new(
    "result_shares.insert",
    "insert into result_shares (bucket, id, result_id, person_id, until, revoked_at, body_version, body)
     values ($1, $2, $3, $4, $5, $6, $7, $8)",
);

/// A new link.
pub fn insert(share: &Share) -> Write {
    let row = args![
        share.id.bucket(),
        &share.id,
        &share.result,
        &share.person,
        share.until,
        share.revoked_at,
        BODY,
        json(share),
    ];
    Write::one(INSERT, row)
}

const REVOKE: Statement = Statement::new(
    "result_shares.revoke",
    "update result_shares set revoked_at = $3, body_version = $4, body = $5
     where bucket = $1 and id = $2 and revoked_at is null",
);

/// A link taken back. Who comes second gets a conflict.
pub fn revoke(share: &Share) -> Write {
    Write::one(REVOKE, args![share.id.bucket(), &share.id, share.revoked_at, BODY, json(share)])
}

fn read(mut row: Row) -> Result<Share, StoreError> {
    row.body(BODY)
}

const BY_ID: Statement =
    Statement::new("result_shares.by_id", "select body_version, body from result_shares where bucket = $1 and id = $2");

/// A link.
pub async fn by_id(db: &Db, id: &ShareId) -> Result<Option<Share>, StoreError> {
    db.one(BY_ID, args![id.bucket(), id], read).await
}

const OF_RESULT: Statement = Statement::new(
    "result_shares.of_result",
    "select body_version, body from result_shares where bucket = $1 and result_id = $2 order by id desc limit $3",
);

/// Links of an entry, newest first.
pub async fn of_result(db: &Db, result: &ResultId, limit: i64) -> Result<Vec<Share>, StoreError> {
    db.all(OF_RESULT, args![result.bucket(), result, limit], read).await
}

const LOG: Statement = Statement::new(
    "result_readings.insert",
    "insert into result_readings (bucket, id, result_id, person_id, at, body_version, body)
     values ($1, $2, $3, $4, $5, $6, $7)",
);

/// A reading; it is written before anything is shown.
pub fn log(reading: &Reading) -> Write {
    let row =
        args![reading.id.bucket(), &reading.id, &reading.result, &reading.person, reading.at, BODY, json(reading),];
    Write::one(LOG, row)
}

fn read_reading(mut row: Row) -> Result<Reading, StoreError> {
    row.body(BODY)
}

const READINGS: Statement = Statement::new(
    "result_readings.of_result",
    "select body_version, body from result_readings
     where bucket = $1 and result_id = $2 order by at desc, id desc limit $3",
);

/// Who read an entry, newest first.
pub async fn readings(db: &Db, result: &ResultId, limit: i64) -> Result<Vec<Reading>, StoreError> {
    db.all(READINGS, args![result.bucket(), result, limit], read_reading).await
}

const READINGS_OF_PERSON: Statement = Statement::new(
    "result_readings.of_person",
    "select body_version, body from result_readings
     where bucket = $1 and person_id = $2 order by at desc, id desc limit $3",
);

/// Who read any of a person's entries, newest first.
pub async fn readings_of_person(db: &Db, person: &PersonId, limit: i64) -> Result<Vec<Reading>, StoreError> {
    db.all(READINGS_OF_PERSON, args![person.bucket(), person, limit], read_reading).await
}

pub(crate) const ALL: &[Statement] = &[INSERT, REVOKE, BY_ID, OF_RESULT, LOG, READINGS, READINGS_OF_PERSON];
