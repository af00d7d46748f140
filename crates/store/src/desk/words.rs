//! What is said beside the course of a case: messages with the applicant, notes of officials.

use domain::id::{CaseId, OfficialId};
use jiff::Timestamp;
use regulation::fact::Attachment;
use serde::{Deserialize, Serialize};

use crate::batch::Write;
use crate::db::Db;
use crate::error::StoreError;
use crate::value::{Row, Statement, args, json, word};

/// Version of the shape of the body.
const BODY: i64 = 1;

/// Who reads it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// The applicant and the authority.
    Message,
    /// Officials only.
    Note,
}

/// A message or a note.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Words {
    /// Id, in the bucket of the case.
    pub id: String,
    /// Case.
    pub case: CaseId,
    /// Authority that serves the case.
    pub authority: String,
    /// Who reads it.
    pub kind: Kind,
    /// Who wrote it; nobody named: the applicant.
    pub by: Option<OfficialId>,
    /// When.
    pub at: Timestamp,
    /// When the other side opened it.
    pub read_at: Option<Timestamp>,
    /// What it says.
    pub text: String,
    /// A file with it.
    pub file: Option<Attachment>,
}

#[derive(Serialize, Deserialize)]
struct Body {
    by: Option<OfficialId>,
    text: String,
    file: Option<Attachment>,
}

const INSERT: Statement = Statement::new(
    "case_words.insert",
    "insert into case_words (bucket, id, case_id, authority, kind, by_applicant, at, read_at,
         body_version, body)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
);

/// New words.
pub fn insert(words: &Words) -> Write {
    let body = Body { by: words.by.clone(), text: words.text.clone(), file: words.file.clone() };
    let row = args![
        words.case.bucket(),
        &words.id,
        &words.case,
        &words.authority,
        word(&words.kind),
        words.by.is_none(),
        words.at,
        words.read_at,
        BODY,
        json(&body),
    ];
    Write::one(INSERT, row)
}

const MARK_READ: Statement = Statement::new(
    "case_words.mark_read",
    "update case_words set read_at = $4
     where bucket = $1 and case_id = $2 and by_applicant = $3 and kind = 'message' and read_at is null",
);

/// One side opened the thread: what the other side wrote is read.
pub fn mark_read(case: &CaseId, written_by_applicant: bool, now: Timestamp) -> Write {
    Write::any(MARK_READ, args![case.bucket(), case, written_by_applicant, now])
}

const OF_CASE: Statement = Statement::new(
    "case_words.of_case",
    "select id, case_id, authority, kind, at, read_at, body_version, body from case_words
     where bucket = $1 and case_id = $2 order by at, id",
);

/// Everything said about a case, oldest first.
pub async fn of_case(db: &Db, case: &CaseId) -> Result<Vec<Words>, StoreError> {
    db.all(OF_CASE, args![case.bucket(), case], read).await
}

const UNREAD: Statement = Statement::new(
    "case_words.unread",
    "select id, case_id, authority, kind, at, read_at, body_version, body from case_words
     where authority = $1 and kind = 'message' and by_applicant and read_at is null
     order by at, id limit $2",
);

/// Messages of applicants that no official has opened, oldest first.
pub async fn unread(db: &Db, authority: &str, limit: i64) -> Result<Vec<Words>, StoreError> {
    db.all(UNREAD, args![authority, limit], read).await
}

fn read(mut row: Row) -> Result<Words, StoreError> {
    let (id, case, authority) = (row.text("id")?, CaseId(row.text("case_id")?), row.text("authority")?);
    let (kind, at, read_at) = (row.word("kind")?, row.at("at")?, row.maybe_at("read_at")?);
    let body: Body = row.body(BODY)?;
    Ok(Words { id, case, authority, kind, by: body.by, at, read_at, text: body.text, file: body.file })
}

pub(crate) const ALL: &[Statement] = &[INSERT, MARK_READ, OF_CASE, UNREAD];
