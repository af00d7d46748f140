//! Uploads, finished or under way. The bytes lie in the object store under their hash; here is
//! whose they are, and how much of an unfinished one has arrived, so that it can go on.

use domain::id::{CaseId, DraftId, PersonId};
use jiff::Timestamp;

use crate::batch::Write;
use crate::db::Db;
use crate::error::StoreError;
use crate::value::{Row, Statement, args};

/// An upload.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Upload {
    /// Id, in the bucket of its person.
    pub id: String,
    /// Whose.
    pub person: PersonId,
    /// For which draft.
    pub draft: DraftId,
    /// The case the draft became.
    pub case: Option<CaseId>,
    /// Path of the form field.
    pub field: String,
    /// File name as the person gave it.
    pub name: String,
    /// Media type found by looking at the content, once there is enough of it.
    pub media_type: Option<String>,
    /// Size announced, in bytes.
    pub size: i64,
    /// Bytes that have arrived.
    pub uploaded: i64,
    /// SHA-256 of the whole, once it is finished.
    pub sha256: Option<String>,
    /// When it began.
    pub created_at: Timestamp,
    /// When it was finished.
    pub finished_at: Option<Timestamp>,
}

const INSERT: Statement = Statement::new(
    "attachments.insert",
    "insert into attachments (bucket, id, person_id, draft_id, case_id, field, name, media_type,
         size, uploaded, sha256, created_at, finished_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)",
);

/// A new upload.
pub fn insert(upload: &Upload) -> Write {
    let row = args![
        upload.person.bucket(),
        &upload.id,
        &upload.person,
        &upload.draft,
        upload.case.as_ref(),
        &upload.field,
        &upload.name,
        upload.media_type.as_ref(),
        upload.size,
        upload.uploaded,
        upload.sha256.as_ref(),
        upload.created_at,
        upload.finished_at,
    ];
    Write::one(INSERT, row)
}

const ARRIVED: Statement = Statement::new(
    "attachments.arrived",
    "update attachments set uploaded = $4
     where bucket = $1 and id = $2 and uploaded = $3 and finished_at is null",
);

/// More bytes have arrived: from `had` to `has`. A conflict: another request sent them already.
pub fn arrived(upload: &Upload, had: i64, has: i64) -> Write {
    Write::one(ARRIVED, args![upload.person.bucket(), &upload.id, had, has])
}

const FINISH: Statement = Statement::new(
    "attachments.finish",
    "update attachments set uploaded = size, sha256 = $3, media_type = $4, finished_at = $5
     where bucket = $1 and id = $2 and finished_at is null",
);

/// The whole is there and was looked at.
pub fn finish(upload: &Upload, sha256: &str, media_type: &str, now: Timestamp) -> Write {
    let bucket = upload.person.bucket();
    Write::one(FINISH, args![bucket, &upload.id, sha256, media_type, now])
}

const TO_CASE: Statement = Statement::new(
    "attachments.to_case",
    "update attachments set case_id = $3
     where bucket = $1 and draft_id = $2 and finished_at is not null",
);

/// The draft became a case: its finished uploads belong to the case too.
pub fn to_case(draft: &DraftId, case: &CaseId) -> Write {
    Write::any(TO_CASE, args![draft.bucket(), draft, case])
}

const DELETE: Statement =
    Statement::new("attachments.delete", "delete from attachments where bucket = $1 and id = $2 and case_id is null");

/// The person takes an upload back before sending.
pub fn delete(upload: &Upload) -> Write {
    Write::one(DELETE, args![upload.person.bucket(), &upload.id])
}

fn read(mut row: Row) -> Result<Upload, StoreError> {
    Ok(Upload {
        id: row.text("id")?,
        person: PersonId(row.text("person_id")?),
        draft: DraftId(row.text("draft_id")?),
        case: row.maybe_text("case_id")?.map(CaseId),
        field: row.text("field")?,
        name: row.text("name")?,
        media_type: row.maybe_text("media_type")?,
        size: row.int("size")?,
        uploaded: row.int("uploaded")?,
        sha256: row.maybe_text("sha256")?,
        created_at: row.at("created_at")?,
        finished_at: row.maybe_at("finished_at")?,
    })
}

const BY_ID: Statement = Statement::new(
    "attachments.by_id",
    "select id, person_id, draft_id, case_id, field, name, media_type, size, uploaded, sha256,
         created_at, finished_at
     from attachments where bucket = $1 and id = $2 and person_id = $3",
);

/// An upload, if it is this person's.
pub async fn by_id(db: &Db, person: &PersonId, id: &str) -> Result<Option<Upload>, StoreError> {
    db.one(BY_ID, args![person.bucket(), id, person], read).await
}

const OF_DRAFT: Statement = Statement::new(
    "attachments.of_draft",
    "select id, person_id, draft_id, case_id, field, name, media_type, size, uploaded, sha256,
         created_at, finished_at
     from attachments where bucket = $1 and draft_id = $2 order by created_at, id",
);

/// The uploads of a draft, oldest first.
pub async fn of_draft(db: &Db, draft: &DraftId) -> Result<Vec<Upload>, StoreError> {
    db.all(OF_DRAFT, args![draft.bucket(), draft], read).await
}

const OF_HASH: Statement = Statement::new(
    "attachments.of_hash",
    "select id, person_id, draft_id, case_id, field, name, media_type, size, uploaded, sha256,
         created_at, finished_at
     from attachments where bucket = $1 and sha256 = $2 and person_id = $3
     order by created_at, id limit 1",
);

/// A person's finished upload with a hash: what they may download again.
pub async fn of_hash(db: &Db, person: &PersonId, sha256: &str) -> Result<Option<Upload>, StoreError> {
    db.one(OF_HASH, args![person.bucket(), sha256, person], read).await
}

const PURGE: Statement =
    Statement::new("attachments.purge", "delete from attachments where finished_at is null and created_at < $1");

/// Forgets uploads begun before a moment and never finished.
pub(crate) fn purge(before: Timestamp) -> Write {
    Write::any(PURGE, args![before])
}

pub(crate) const ALL: &[Statement] = &[INSERT, ARRIVED, FINISH, TO_CASE, DELETE, BY_ID, OF_DRAFT, OF_HASH, PURGE];
