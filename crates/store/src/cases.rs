//! Cases. The row is the truth for reading and carries the head of the case's journal; both
//! change in the same statement, so neither can be written without the other.

use domain::case::Case;
use domain::id::{CaseId, PersonId};
use domain::journal::Entry;
use jiff::Timestamp;

use crate::batch::Write;
use crate::db::Db;
use crate::desk;
use crate::error::StoreError;
use crate::journal::{self, Head};
use crate::value::{Row, Statement, Value, args, json, word};

/// Version of the shape of the body.
const BODY: i64 = 1;

const INSERT: Statement = Statement::new(
    "cases.insert",
    "insert into cases (bucket, id, number, authority, service, version, applicant_id,
         applicant_name, draft_id, variant, state, revision, filed_at, registered_at, due_at,
         assignee_id, closed_at, needs_person, journal_length, journal_head, body_version, body)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18,
         $19, $20, $21, $22)",
);

const CLAIM_NUMBER: Statement =
    Statement::new("cases.claim_number", "insert into case_numbers (number, case_id) values ($1, $2)");

/// A new case with the first entries of its journal, its number and its place in the queue.
pub fn insert(case: &Case, entries: &[Entry]) -> Vec<Write> {
    let (head, appended) = journal::chained(&case.id, &Head::start(), entries);
    let mut writes =
        vec![Write::one(INSERT, row(case, &head)), Write::one(CLAIM_NUMBER, args![&case.number, &case.id])];
    writes.extend(desk::place(case));
    writes.extend(appended);
    writes
}

fn row(case: &Case, head: &Head) -> Vec<Value> {
    let mut row = args![
        case.id.bucket(),
        &case.id,
        &case.number,
        &case.authority,
        &case.service,
        &case.version,
        &case.applicant,
        &case.applicant_name,
        &case.draft,
        case.variant.as_ref(),
        word(&case.state),
        case.revision,
    ];
    row.push(case.filed_at.into());
    row.extend(moving(case));
    row.extend(args![head.length, &head.hash, BODY, json(case)]);
    row
}

/// The columns that come and go as the case moves on.
fn moving(case: &Case) -> Vec<Value> {
    args![
        case.registered_at,
        case.due.as_ref().map(|due| due.at),
        case.assignee.as_ref(),
        case.closed_at,
        case.needs_person.as_ref(),
    ]
}

const UPDATE: Statement = Statement::new(
    "cases.update",
    "update cases set variant = $5, state = $6, revision = $7, registered_at = $8, due_at = $9,
         assignee_id = $10, closed_at = $11, needs_person = $12, journal_length = $13,
         journal_head = $14, body_version = $15, body = $16
     where bucket = $1 and id = $2 and revision = $3 and journal_length = $4",
);

/// A changed case with what its journal says of the change. `read` and `head` are the revision
/// and the journal's head that the decision was made upon; if either has moved on, the batch
/// is a conflict at `cases.update`. The pinned edition, number, applicant and draft never
/// change: no statement sets them (CAR-05).
pub fn update(case: &Case, read: i64, head: &Head, entries: &[Entry]) -> Vec<Write> {
    let (after, appended) = journal::chained(&case.id, head, entries);
    let mut row = args![case.id.bucket(), &case.id, read, head.length];
    row.extend(args![case.variant.as_ref(), word(&case.state), case.revision]);
    row.extend(moving(case));
    row.extend(args![after.length, &after.hash, BODY, json(case)]);
    let mut writes = vec![Write::one(UPDATE, row)];
    writes.extend(desk::place(case));
    writes.extend(appended);
    writes
}

fn read(mut row: Row) -> Result<Case, StoreError> {
    row.body(BODY)
}

const BY_ID: Statement =
    Statement::new("cases.by_id", "select body_version, body from cases where bucket = $1 and id = $2");

/// A case.
pub async fn by_id(db: &Db, id: &CaseId) -> Result<Option<Case>, StoreError> {
    db.one(BY_ID, args![id.bucket(), id], read).await
}

/// A case as its row has it, to see whether it changed since it was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Written {
    version: i64,
    text: String,
}

impl Written {
    /// The case.
    pub fn case(&self) -> Result<Case, StoreError> {
        if self.version != BODY {
            return Err(StoreError::Broken(format!("cases.written: body {} found, {BODY} known", self.version)));
        }
        serde_json::from_str(&self.text).map_err(|error| StoreError::Broken(format!("cases.written: {error}")))
    }
}

/// A case as it is written, with the head of its journal.
pub async fn written(db: &Db, id: &CaseId) -> Result<Option<(Written, Head)>, StoreError> {
    db.one(TO_CHANGE, args![id.bucket(), id], |mut row| {
        let head = Head { length: row.int("journal_length")?, hash: row.text("journal_head")? };
        Ok((Written { version: row.int("body_version")?, text: row.text("body")? }, head))
    })
    .await
}

const TO_CHANGE: Statement = Statement::new(
    "cases.to_change",
    "select journal_length, journal_head, body_version, body from cases
     where bucket = $1 and id = $2",
);

/// A case with the head of its journal, as [`update`] wants them.
pub async fn to_change(db: &Db, id: &CaseId) -> Result<Option<(Case, Head)>, StoreError> {
    db.one(TO_CHANGE, args![id.bucket(), id], with_head).await
}

fn with_head(mut row: Row) -> Result<(Case, Head), StoreError> {
    let head = Head { length: row.int("journal_length")?, hash: row.text("journal_head")? };
    Ok((row.body(BODY)?, head))
}

const ID_OF_NUMBER: Statement =
    Statement::new("cases.id_of_number", "select case_id from case_numbers where number = $1");

/// The id of the case with a public number.
pub async fn id_of_number(db: &Db, number: &str) -> Result<Option<CaseId>, StoreError> {
    db.one(ID_OF_NUMBER, args![number], |mut row| row.text("case_id").map(CaseId)).await
}

/// The case with a public number.
pub async fn by_number(db: &Db, number: &str) -> Result<Option<Case>, StoreError> {
    match id_of_number(db, number).await? {
        Some(id) => by_id(db, &id).await,
        None => Ok(None),
    }
}

const OF_PERSON: Statement = Statement::new(
    "cases.of_person",
    "select body_version, body from cases
     where bucket = $1 and applicant_id = $2 and (filed_at, id) < ($3, $4)
     order by filed_at desc, id desc limit $5",
);

/// A person's cases, newest first; `before` is the last case of the page before this one.
pub async fn of_person(
    db: &Db,
    person: &PersonId,
    before: Option<(Timestamp, &CaseId)>,
    limit: i64,
) -> Result<Vec<Case>, StoreError> {
    let (at, id) = before.map_or((i64::MAX, ""), |(at, id)| (at.as_millisecond(), id.as_str()));
    db.all(OF_PERSON, args![person.bucket(), person, at, id, limit], read).await
}

const OPEN_OF: Statement = Statement::new(
    "cases.open_of",
    "select body_version, body from cases
     where bucket = $1 and applicant_id = $2 and service = $3 and closed_at is null
     order by id desc limit $4",
);

/// How many likely duplicates are worth showing; a filing never reads more, however many there are.
const LIKELY_DUPLICATES: i64 = 5;

/// A person's latest open cases of one service: likely duplicates of what is about to be filed.
pub async fn open_of(db: &Db, person: &PersonId, service: &str) -> Result<Vec<Case>, StoreError> {
    db.all(OPEN_OF, args![person.bucket(), person, service, LIKELY_DUPLICATES], read).await
}

const STILL_OPEN: Statement = Statement::new(
    "cases.still_open",
    "select id from cases where closed_at is null and (bucket, id) > ($1, $2) order by bucket, id limit $3",
);

/// Ids of open cases after one, over all buckets: for what must look at each of them once.
pub async fn still_open(db: &Db, after: Option<&CaseId>, limit: i64) -> Result<Vec<CaseId>, StoreError> {
    let (bucket, id) = after.map_or((-1, ""), |id| (id.bucket(), id.as_str()));
    db.all(STILL_OPEN, args![bucket, id, limit], |mut row| row.text("id").map(CaseId)).await
}

const WALK: Statement = Statement::new(
    "cases.walk",
    "select journal_length, journal_head, body_version, body from cases
     where (bucket, id) > ($1, $2) order by bucket, id limit $3",
);

/// Cases after one, over all buckets, each with the head of its journal: for who looks at all.
pub async fn walk(db: &Db, after: Option<&CaseId>, limit: i64) -> Result<Vec<(Case, Head)>, StoreError> {
    let (bucket, id) = after.map_or((-1, ""), |id| (id.bucket(), id.as_str()));
    db.all(WALK, args![bucket, id, limit], with_head).await
}

const STILL_OPEN_OF: Statement = Statement::new(
    "cases.still_open_of",
    "select case_id from desk_queue where authority = $1 and case_id > $2 order by case_id limit $3",
);

/// Ids of an authority's open cases after one.
pub async fn still_open_of(
    db: &Db,
    authority: &str,
    after: Option<&CaseId>,
    limit: i64,
) -> Result<Vec<CaseId>, StoreError> {
    let after = after.map_or("", CaseId::as_str);
    db.all(STILL_OPEN_OF, args![authority, after, limit], |mut row| row.text("case_id").map(CaseId)).await
}

pub(crate) const ALL: &[Statement] = &[
    INSERT,
    CLAIM_NUMBER,
    UPDATE,
    BY_ID,
    TO_CHANGE,
    ID_OF_NUMBER,
    OF_PERSON,
    OPEN_OF,
    STILL_OPEN,
    STILL_OPEN_OF,
    WALK,
];
