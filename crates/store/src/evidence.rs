//! Interagency requests of cases.

use domain::evidence::{EvidenceRequest, EvidenceState};
use domain::id::{CaseId, EvidenceRequestId, PersonId};
use jiff::Timestamp;

use crate::batch::Write;
use crate::db::Db;
use crate::error::StoreError;
use crate::value::{Row, Statement, Value, args, json, word};

/// Version of the shape of the body.
const BODY: i64 = 1;

const INSERT: Statement = Statement::new(
    "evidence.insert",
    "insert into evidence_requests (bucket, id, case_id, source, state, asked_at, due_at,
         answered_at, body_version, body)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
);

fn row(request: &EvidenceRequest) -> Vec<Value> {
    args![
        request.id.bucket(),
        &request.id,
        &request.case,
        &request.source,
        word(&request.state),
        request.asked_at,
        request.due.as_ref().map(|due| due.at),
        request.answered_at,
        BODY,
        json(request),
    ]
}

/// A new request.
pub fn insert(request: &EvidenceRequest) -> Write {
    Write::one(INSERT, row(request))
}

const UPDATE: Statement = Statement::new(
    "evidence.update",
    "update evidence_requests set case_id = $3, source = $4, state = $5, asked_at = $6,
         due_at = $7, answered_at = $8, body_version = $9, body = $10
     where bucket = $1 and id = $2 and state = $11",
);

/// A changed request; `read` is the state it was read in. If it has left that state, because
/// the answer came twice, the batch is a conflict at `evidence.update`.
pub fn update(request: &EvidenceRequest, read: EvidenceState) -> Write {
    let mut row = row(request);
    row.push(word(&read));
    Write::one(UPDATE, row)
}

fn read(mut row: Row) -> Result<EvidenceRequest, StoreError> {
    row.body(BODY)
}

const BY_ID: Statement =
    Statement::new("evidence.by_id", "select body_version, body from evidence_requests where bucket = $1 and id = $2");

/// A request.
pub async fn by_id(db: &Db, id: &EvidenceRequestId) -> Result<Option<EvidenceRequest>, StoreError> {
    db.one(BY_ID, args![id.bucket(), id], read).await
}

const OF_CASE: Statement = Statement::new(
    "evidence.of_case",
    "select body_version, body from evidence_requests
     where bucket = $1 and case_id = $2 order by asked_at, id",
);

/// The requests of a case, oldest first.
pub async fn of_case(db: &Db, case: &CaseId) -> Result<Vec<EvidenceRequest>, StoreError> {
    db.all(OF_CASE, args![case.bucket(), case], read).await
}

const FRESH: Statement = Statement::new(
    "evidence.fresh",
    "select request.body_version, request.body from evidence_requests as request
     join cases on cases.bucket = request.bucket and cases.id = request.case_id
     where request.bucket = $1 and cases.applicant_id = $2 and cases.service = $3 and request.source = $4
         and request.state in ('answered', 'absent') and request.answered_at >= $5
     order by request.answered_at desc, request.id limit 20",
);

/// Answers of a source about a person, asked for the same service since a moment, newest first:
/// an answer may serve again only the purpose it was asked for (152-ФЗ, art. 5).
pub async fn fresh(
    db: &Db,
    person: &PersonId,
    service: &str,
    source: &str,
    since: Timestamp,
) -> Result<Vec<EvidenceRequest>, StoreError> {
    db.all(FRESH, args![person.bucket(), person, service, source, since], read).await
}

/// How the requests to one source stand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Standing {
    /// The source.
    pub source: String,
    /// The state they are in.
    pub state: EvidenceState,
    /// How many.
    pub count: i64,
    /// When the oldest of them was wanted.
    pub oldest: Timestamp,
}

const STANDINGS: Statement = Statement::new(
    "evidence.standings",
    "select source, state, count(*), min(asked_at) from evidence_requests
     where state in ('queued', 'sent', 'overdue', 'failed') group by source, state order by source, state",
);

/// How the requests stand that are not answered, by source, over all cases.
pub async fn standings(db: &Db) -> Result<Vec<Standing>, StoreError> {
    db.all(STANDINGS, Vec::new(), |mut row| {
        Ok(Standing {
            source: row.text("source")?,
            state: row.word("state")?,
            count: row.int("count")?,
            oldest: row.at("oldest")?,
        })
    })
    .await
}

pub(crate) const ALL: &[Statement] = &[INSERT, UPDATE, BY_ID, OF_CASE, FRESH, STANDINGS];
