//! Visitors served at windows of service centres, each in the bucket of their operator.

use domain::centre::Visit;
use domain::id::{OfficialId, VisitId};
use jiff::Timestamp;

use crate::batch::Write;
use crate::db::Db;
use crate::error::StoreError;
use crate::value::{Row, Statement, args, json};

/// Version of the shape of the body.
const BODY: i64 = 1;

const INSERT: Statement = Statement::new(
    "centre.insert",
    "insert into centre_visits (bucket, id, official, begun_at, revision, body_version, body)
     values ($1, $2, $3, $4, $5, $6, $7)",
);

/// A new visit.
pub fn insert(visit: &Visit) -> Write {
    let id = &visit.id;
    let row =
        args![id.bucket(), id.as_str(), visit.official.as_str(), visit.begun_at, visit.revision, BODY, json(visit)];
    Write::one(INSERT, row)
}

const UPDATE: Statement = Statement::new(
    "centre.update",
    "update centre_visits set revision = $4, body_version = $5, body = $6
     where bucket = $1 and id = $2 and revision = $3",
);

/// A changed visit; the one that was read is one revision older.
pub fn update(visit: &Visit) -> Write {
    let id = &visit.id;
    Write::one(UPDATE, args![id.bucket(), id.as_str(), visit.revision - 1, visit.revision, BODY, json(visit)])
}

fn read(mut row: Row) -> Result<Visit, StoreError> {
    row.body(BODY)
}

const BY_ID: Statement =
    Statement::new("centre.by_id", "select body_version, body from centre_visits where bucket = $1 and id = $2");

/// A visit.
pub async fn by_id(db: &Db, id: &VisitId) -> Result<Option<Visit>, StoreError> {
    db.one(BY_ID, args![id.bucket(), id.as_str()], read).await
}

const OF_OFFICIAL: Statement = Statement::new(
    "centre.of_official",
    "select body_version, body from centre_visits
     where bucket = $1 and official = $2 and begun_at >= $3
     order by begun_at desc, id desc limit $4",
);

/// Visits at an operator's window since a moment, newest first.
pub async fn of_official(
    db: &Db,
    official: &OfficialId,
    since: Timestamp,
    limit: i64,
) -> Result<Vec<Visit>, StoreError> {
    db.all(OF_OFFICIAL, args![official.bucket(), official.as_str(), since, limit], read).await
}

pub(crate) const ALL: &[Statement] = &[INSERT, UPDATE, BY_ID, OF_OFFICIAL];
