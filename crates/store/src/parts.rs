//! Pieces of uploads under way, so that an upload goes on where it broke off.

use crate::batch::Write;
use crate::db::Db;
use crate::error::StoreError;
use crate::value::{Statement, args};

/// A piece of an upload.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// Id of the upload.
    pub upload: String,
    /// Where it begins in the whole, in bytes.
    pub from: i64,
    /// Its size in bytes.
    pub size: i64,
    /// SHA-256 of the piece: its name in the object store.
    pub sha256: String,
}

const INSERT: Statement = Statement::new(
    "parts.insert",
    "insert into attachment_parts (bucket, attachment_id, from_byte, size, sha256)
     values ($1, $2, $3, $4, $5)",
);

/// A piece has arrived. A conflict: it was there already.
pub fn insert(bucket: i64, part: &Part) -> Write {
    Write::one(INSERT, args![bucket, &part.upload, part.from, part.size, &part.sha256])
}

const OF_UPLOAD: Statement = Statement::new(
    "parts.of_upload",
    "select attachment_id, from_byte, size, sha256 from attachment_parts
     where bucket = $1 and attachment_id = $2 order by from_byte",
);

/// The pieces of an upload in order.
pub async fn of_upload(db: &Db, bucket: i64, upload: &str) -> Result<Vec<Part>, StoreError> {
    db.all(OF_UPLOAD, args![bucket, upload], |mut row| {
        Ok(Part {
            upload: row.text("attachment_id")?,
            from: row.int("from_byte")?,
            size: row.int("size")?,
            sha256: row.text("sha256")?,
        })
    })
    .await
}

const PURGE: Statement = Statement::new(
    "parts.purge",
    "delete from attachment_parts where not exists (
         select 1 from attachments where attachments.bucket = attachment_parts.bucket
             and attachments.id = attachment_parts.attachment_id and attachments.finished_at is null)",
);

/// Forgets the pieces of uploads that are whole, or no more.
pub(crate) fn purge() -> Write {
    Write::any(PURGE, Vec::new())
}

pub(crate) const ALL: &[Statement] = &[INSERT, OF_UPLOAD, PURGE];
