//! Tasks with a term, and opinions asked of other bodies and experts.

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

/// What is wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// Something is to be done.
    Task,
    /// Another body or an expert is asked for an opinion.
    Opinion,
}

/// A task or an opinion.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Task {
    /// Id, in the bucket of the case.
    pub id: String,
    /// Case.
    pub case: CaseId,
    /// Authority that serves the case.
    pub authority: String,
    /// What is wanted.
    pub kind: Kind,
    /// By when.
    pub due_at: Timestamp,
    /// When it was done or the opinion came.
    pub done_at: Option<Timestamp>,
    /// The rest.
    pub body: Body,
}

/// What SQL never looks into.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Body {
    /// Public number of the case, for lists.
    pub number: String,
    /// Whom: a colleague's name, a body, an expert.
    pub whom: String,
    /// What is asked.
    pub what: String,
    /// Who asked.
    pub by: OfficialId,
    /// When.
    pub at: Timestamp,
    /// What came back.
    pub answer: Option<String>,
    /// Who entered it.
    pub answered_by: Option<OfficialId>,
    /// A file with the answer.
    pub file: Option<Attachment>,
}

const INSERT: Statement = Statement::new(
    "case_tasks.insert",
    "insert into case_tasks (bucket, id, case_id, authority, kind, due_at, done_at, body_version, body)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
);

/// A new task.
pub fn insert(task: &Task) -> Write {
    let row = args![
        task.case.bucket(),
        &task.id,
        &task.case,
        &task.authority,
        word(&task.kind),
        task.due_at,
        task.done_at,
        BODY,
        json(&task.body),
    ];
    Write::one(INSERT, row)
}

const FINISH: Statement = Statement::new(
    "case_tasks.finish",
    "update case_tasks set done_at = $3, body = $4 where bucket = $1 and id = $2 and done_at is null",
);

/// It is done. A conflict at `case_tasks.finish`: somebody was faster.
pub fn finish(task: &Task) -> Write {
    Write::one(FINISH, args![task.case.bucket(), &task.id, task.done_at, json(&task.body)])
}

const OF_CASE: Statement = Statement::new(
    "case_tasks.of_case",
    "select id, case_id, authority, kind, due_at, done_at, body_version, body from case_tasks
     where bucket = $1 and case_id = $2 order by due_at, id",
);

/// The tasks and opinions of a case, the nearest term first.
pub async fn of_case(db: &Db, case: &CaseId) -> Result<Vec<Task>, StoreError> {
    db.all(OF_CASE, args![case.bucket(), case], read).await
}

const DUE: Statement = Statement::new(
    "case_tasks.due",
    "select id, case_id, authority, kind, due_at, done_at, body_version, body from case_tasks
     where authority = $1 and done_at is null and due_at < $2
     order by due_at, id limit $3",
);

/// What of an authority is not done and due before a moment, the nearest term first.
pub async fn due(db: &Db, authority: &str, before: Timestamp, limit: i64) -> Result<Vec<Task>, StoreError> {
    db.all(DUE, args![authority, before, limit], read).await
}

fn read(mut row: Row) -> Result<Task, StoreError> {
    Ok(Task {
        id: row.text("id")?,
        case: CaseId(row.text("case_id")?),
        authority: row.text("authority")?,
        kind: row.word("kind")?,
        due_at: row.at("due_at")?,
        done_at: row.maybe_at("done_at")?,
        body: row.body(BODY)?,
    })
}

pub(crate) const ALL: &[Statement] = &[INSERT, FINISH, OF_CASE, DUE];
