//! Charges and their numbers. A change names the revision it was read in, so of two that come at
//! once one gets a conflict and looks again.

use domain::charge::Charge;
use domain::delivery::blank_bucket;
use domain::id::{CaseId, ChargeId};

use crate::batch::Write;
use crate::db::Db;
use crate::error::StoreError;
use crate::value::{Row, Statement, args, json};

/// Version of the shape of the bodies.
const BODY: i64 = 1;

const INSERT: Statement = Statement::new(
    "charges.insert",
    "insert into charges (bucket, id, case_id, state, revision, made_at, until_at, body_version, body)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
);

const CLAIM: Statement =
    Statement::new("charges.claim", "insert into charge_numbers (bucket, uin, charge_id) values ($1, $2, $3)");

/// A new charge with its УИН. A conflict at `charges.insert`: the case has one; at `charges.claim`:
/// the number is another charge's.
pub fn insert(charge: &Charge) -> Vec<Write> {
    let row = args![
        charge.id.bucket(),
        &charge.id,
        &charge.case,
        charge.state().name(),
        charge.revision,
        charge.made_at,
        charge.until.at,
        BODY,
        json(charge),
    ];
    let claim = charge.uin.as_ref().map(|uin| Write::one(CLAIM, args![blank_bucket(uin), uin, &charge.id]));
    std::iter::once(Write::one(INSERT, row)).chain(claim).collect()
}

const UPDATE: Statement = Statement::new(
    "charges.update",
    "update charges set state = $3, revision = $4, body_version = $5, body = $6
     where bucket = $1 and id = $2 and revision = $7",
);

/// A changed charge; `read` is the revision it was read in.
pub fn update(charge: &Charge, read: i64) -> Write {
    let row = args![charge.id.bucket(), &charge.id, charge.state().name(), charge.revision, BODY, json(charge), read,];
    Write::one(UPDATE, row)
}

fn read(mut row: Row) -> Result<Charge, StoreError> {
    row.body(BODY)
}

const BY_ID: Statement =
    Statement::new("charges.by_id", "select body_version, body from charges where bucket = $1 and id = $2");

/// A charge.
pub async fn by_id(db: &Db, id: &ChargeId) -> Result<Option<Charge>, StoreError> {
    db.one(BY_ID, args![id.bucket(), id], read).await
}

const OF_CASE: Statement =
    Statement::new("charges.of_case", "select body_version, body from charges where bucket = $1 and case_id = $2");

/// The charge of a case.
pub async fn of_case(db: &Db, case: &CaseId) -> Result<Option<Charge>, StoreError> {
    db.one(OF_CASE, args![case.bucket(), case], read).await
}

const BY_UIN: Statement =
    Statement::new("charges.by_uin", "select charge_id from charge_numbers where bucket = $1 and uin = $2");

/// The charge of a УИН.
pub async fn by_uin(db: &Db, uin: &str) -> Result<Option<Charge>, StoreError> {
    let found = db.one(BY_UIN, args![blank_bucket(uin), uin], |mut row| row.text("charge_id")).await?;
    match found {
        Some(id) => by_id(db, &ChargeId(id)).await,
        None => Ok(None),
    }
}

pub(crate) const ALL: &[Statement] = &[INSERT, CLAIM, UPDATE, BY_ID, OF_CASE, BY_UIN];
