//! What keeps a person from applying again: one row per case that left something to be done.

use domain::case::Case;
use domain::id::PersonId;
use jiff::Timestamp;

use crate::batch::Write;
use crate::db::Db;
use crate::error::StoreError;
use crate::value::{Statement, args};

/// Version of the shape of a case's body.
const BODY: i64 = 1;

/// Cases read for one filing at most: the first that blocks is enough to refuse.
const MOST: i64 = 5;

const SAVE: Statement = Statement::new(
    "obligations.save",
    "insert into obligations (bucket, case_id, person_id, service, blocks_until)
     values ($1, $2, $3, $4, $5)
     on conflict (bucket, case_id) do update set blocks_until = $5",
);

/// Keeps how long a case keeps its person from applying; nothing for a case that never did.
pub fn save(case: &Case) -> Option<Write> {
    let known: Vec<_> = case.obligations.iter().filter(|known| known.blocks_until.is_some()).collect();
    let blocks = known.iter().filter(|known| known.open()).filter_map(|known| known.blocks_until).max();
    let row = args![case.id.bucket(), &case.id, &case.applicant, &case.service, blocks];
    (!known.is_empty()).then(|| Write::one(SAVE, row))
}

const BLOCKING: Statement = Statement::new(
    "obligations.blocking",
    "select c.body_version, c.body from obligations o
     join cases c on c.bucket = o.bucket and c.id = o.case_id
     where o.bucket = $1 and o.person_id = $2 and o.service = $3 and o.blocks_until >= $4
     order by c.id limit $5",
);

/// Cases of a person and a service that may keep them from applying at that moment.
pub async fn blocking(db: &Db, person: &PersonId, service: &str, now: Timestamp) -> Result<Vec<Case>, StoreError> {
    db.all(BLOCKING, args![person.bucket(), person, service, now, MOST], |mut row| row.body(BODY)).await
}

pub(crate) const ALL: &[Statement] = &[SAVE, BLOCKING];
