//! Drafts: applications not yet sent, and sent ones until their time is up.

use domain::draft::Draft;
use domain::id::{DraftId, PersonId};

use crate::batch::Write;
use crate::db::Db;
use crate::error::StoreError;
use crate::value::{Row, Statement, Value, args, json};

/// Version of the shape of the body.
const BODY: i64 = 1;

const INSERT: Statement = Statement::new(
    "drafts.insert",
    "insert into drafts (bucket, id, person_id, service, created_at, version, step, revision,
         saved_at, keep_until, case_id, deleted_at, body_version, body)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)",
);

/// A new draft.
pub fn insert(draft: &Draft) -> Write {
    let mut row = args![draft.id.bucket(), &draft.id, &draft.person, &draft.service];
    row.push(draft.created_at.into());
    row.extend(moving(draft));
    Write::one(INSERT, row)
}

/// The columns that change with every save.
fn moving(draft: &Draft) -> Vec<Value> {
    args![
        &draft.version,
        &draft.step,
        draft.revision,
        draft.saved_at,
        draft.keep_until,
        draft.case.as_ref(),
        draft.deleted_at,
        BODY,
        json(draft),
    ]
}

const SAVE: Statement = Statement::new(
    "drafts.save",
    "update drafts set version = $4, step = $5, revision = $6, saved_at = $7, keep_until = $8,
         case_id = $9, deleted_at = $10, body_version = $11, body = $12
     where bucket = $1 and id = $2 and revision = $3 and case_id is null",
);

fn changed(statement: Statement, draft: &Draft, read: i64) -> Write {
    let mut row = args![draft.id.bucket(), &draft.id, read];
    row.extend(moving(draft));
    Write::one(statement, row)
}

/// A changed draft; `read` is the revision it was read with. A draft that was sent, or saved
/// by another window meanwhile, is a conflict at `drafts.save`.
pub fn save(draft: &Draft, read: i64) -> Write {
    changed(SAVE, draft, read)
}

const FILE: Statement = Statement { name: "drafts.file", sql: SAVE.sql };

/// A draft on its way to become a case: `draft.case` is set. One draft becomes one case
/// (FORM-14): who comes second gets a conflict at `drafts.file` and finds the case in the draft.
pub fn file(draft: &Draft, read: i64) -> Write {
    changed(FILE, draft, read)
}

const DELETE: Statement = Statement::new(
    "drafts.delete",
    "delete from drafts where bucket = $1 and id = $2 and revision = $3 and case_id is null",
);

/// The person has an unsent draft erased for good. Throwing it away so that it can be brought
/// back is [`save`] with `deleted_at` set.
pub fn delete(id: &DraftId, read: i64) -> Write {
    Write::one(DELETE, args![id.bucket(), id, read])
}

fn read(mut row: Row) -> Result<Draft, StoreError> {
    row.body(BODY)
}

const BY_ID: Statement =
    Statement::new("drafts.by_id", "select body_version, body from drafts where bucket = $1 and id = $2");

/// A draft, sent or not.
pub async fn by_id(db: &Db, id: &DraftId) -> Result<Option<Draft>, StoreError> {
    db.one(BY_ID, args![id.bucket(), id], read).await
}

const OF_PERSON: Statement = Statement::new(
    "drafts.of_person",
    "select body_version, body from drafts
     where bucket = $1 and person_id = $2 and case_id is null and deleted_at is null
     order by saved_at desc, id desc limit $3",
);

/// A person's unsent drafts, last saved first.
pub async fn of_person(db: &Db, person: &PersonId, limit: i64) -> Result<Vec<Draft>, StoreError> {
    db.all(OF_PERSON, args![person.bucket(), person, limit], read).await
}

const THROWN_AWAY: Statement = Statement::new(
    "drafts.thrown_away",
    "select body_version, body from drafts
     where bucket = $1 and person_id = $2 and case_id is null and deleted_at is not null
     order by deleted_at desc, id desc limit $3",
);

/// Unsent drafts that a person threw away and can still bring back, the last one first.
pub async fn thrown_away(db: &Db, person: &PersonId, limit: i64) -> Result<Vec<Draft>, StoreError> {
    db.all(THROWN_AWAY, args![person.bucket(), person, limit], read).await
}

const OF_SERVICE: Statement = Statement::new(
    "drafts.of_service",
    "select body_version, body from drafts
     where bucket = $1 and person_id = $2 and service = $3 and case_id is null
         and deleted_at is null
     order by saved_at desc, id desc limit 1",
);

/// The unsent draft of a service that a person saved last.
pub async fn of_service(db: &Db, person: &PersonId, service: &str) -> Result<Option<Draft>, StoreError> {
    db.one(OF_SERVICE, args![person.bucket(), person, service], read).await
}

const ENDING: Statement = Statement::new(
    "drafts.ending",
    "select body_version, body from drafts
     where keep_until >= $1 and keep_until < $2 and case_id is null and deleted_at is null
     order by keep_until, id limit $3",
);

/// Unsent drafts whose time runs out between two moments: their owners are warned (FORM-13).
/// A sweep over all buckets, for the worker only.
pub async fn ending(
    db: &Db,
    from: jiff::Timestamp,
    until: jiff::Timestamp,
    limit: i64,
) -> Result<Vec<Draft>, StoreError> {
    db.all(ENDING, args![from, until, limit], read).await
}

pub(crate) const ALL: &[Statement] = &[INSERT, SAVE, FILE, DELETE, BY_ID, OF_PERSON, THROWN_AWAY, OF_SERVICE, ENDING];
