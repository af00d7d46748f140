//! What may be forgotten, and only that. Nothing here names a term: drafts carry the moment
//! until which they must stay, computed by the legal clock when they were saved or sent, and
//! cases, journals, timers and register entries have no deleting statement at all.

use domain::id::DraftId;
use jiff::{SignedDuration, Timestamp};

use crate::batch::{Batch, Write};
use crate::db::Db;
use crate::error::StoreError;
use crate::value::{Statement, args};
use crate::{attachments, desk, idempotency, jobs, parts, reception, sessions, sign_ins};

/// How long the key of a job that is done still answers for it.
const JOB_KEPT: SignedDuration = SignedDuration::from_hours(30 * 24);
/// How long an unfinished upload may be taken up again.
const UPLOAD_KEPT: SignedDuration = SignedDuration::from_hours(7 * 24);

const PURGE_DRAFTS: Statement = Statement::new(
    "maintenance.purge_drafts",
    "delete from drafts
     where keep_until < $1 and id in (
         select id from drafts where keep_until < $1 order by keep_until, id limit $2)
     returning id",
);

/// Erases drafts whose time is up, unsent and sent ones (FORM-12, 13), and answers which. The
/// moment is part of the statement: whatever is asked, a younger one stays.
pub async fn purge_drafts(db: &Db, now: Timestamp, limit: i64) -> Result<Vec<DraftId>, StoreError> {
    let rows = db.take(PURGE_DRAFTS, args![now, limit]).await?;
    let ids = rows.into_iter().map(|mut row| row.text("id").map(DraftId)).collect::<Result<Vec<_>, _>>()?;
    if !ids.is_empty() {
        db.commit(Batch::new().with_all(ids.iter().map(reception::detach))).await?;
    }
    Ok(ids)
}

const ERASE_DRAFT: Statement =
    Statement::new("maintenance.erase_draft", "delete from drafts where bucket = $1 and id = $2 and keep_until < $3");

/// Erases one draft whose time is up; a younger one is refused with a conflict.
pub fn erase_draft(id: &DraftId, now: Timestamp) -> Write {
    Write::one(ERASE_DRAFT, args![id.bucket(), id, now])
}

const DROP_DRAFT: Statement =
    Statement::new("maintenance.drop_draft", "delete from drafts where bucket = $1 and id = $2 and case_id is null");

/// Drops a draft that nobody typed and no case came of: an order of ЕПГУ that is answered with no.
pub fn drop_draft(id: &DraftId) -> Write {
    Write::any(DROP_DRAFT, args![id.bucket(), id])
}

/// Forgets expired sessions, unfinished sign-ins and uploads, old keys and jobs.
pub async fn purge(db: &Db, now: Timestamp) -> Result<(), StoreError> {
    let before = |kept: SignedDuration| now.checked_sub(kept).unwrap_or(Timestamp::MIN);
    let batch = Batch::new()
        .with(sessions::purge(now))
        .with(sign_ins::purge(now))
        .with(idempotency::purge(now))
        .with(attachments::purge(before(UPLOAD_KEPT)))
        .with(parts::purge())
        .with(desk::purge_counts())
        .with(desk::roster::purge(now))
        .with(jobs::purge(before(JOB_KEPT)));
    db.commit(batch).await.map(|_| ())
}

pub(crate) const ALL: &[Statement] = &[PURGE_DRAFTS, ERASE_DRAFT, DROP_DRAFT];
