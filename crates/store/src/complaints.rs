//! Complaints out of court: the row that is the truth, its chained journal, the evidence pack that is
//! written once with it (SM-15).

use domain::complaint::{Change, Complaint, Entry, Pack, chained};
use domain::id::{CaseId, ComplaintId, PersonId};
use jiff::Timestamp;

use crate::batch::Write;
use crate::db::Db;
use crate::error::StoreError;
use crate::journal::Head;
use crate::value::{Row, Statement, Value, args, json};
use crate::{jobs, notices};

/// Version of the shape of the bodies.
const BODY: i64 = 1;

/// What officials still have to do something with.
const OPEN: &str = "open";
/// What is over.
const OVER: &str = "over";

const INSERT: Statement = Statement::new(
    "complaints.insert",
    "insert into complaints (bucket, id, number, person_id, case_id, authority, place, state, revision,
         filed_at, due_at, watch_at, journal_length, journal_head, body_version, body)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)",
);

/// A new complaint with its journal, its pack and what follows; a second one under the same id is a
/// conflict.
pub fn insert(change: &Change, pack: Option<&Pack>) -> Vec<Write> {
    let complaint = &change.complaint;
    let (head, appended) = appended(&complaint.id, &Head::start(), &change.journal);
    let mut row = args![
        complaint.id.bucket(),
        &complaint.id,
        &complaint.number,
        &complaint.person,
        complaint.about.as_ref().map(|about| &about.case),
    ];
    row.extend(moving(complaint));
    row.insert(9, complaint.filed_at.into());
    row.extend(args![head.length, &head.hash, BODY, json(complaint)]);
    let mut writes = vec![Write::one(INSERT, row)];
    writes.extend(appended);
    writes.extend(pack.map(|pack| Write::one(KEEP, args![complaint.id.bucket(), &complaint.id, BODY, json(pack)])));
    writes.extend(beside(change));
    writes
}

/// What moves: body, list, state, revision, the running term.
fn moving(complaint: &Complaint) -> Vec<Value> {
    let place = if complaint.state.ended() { OVER } else { OPEN };
    let due = complaint.running().map_or(complaint.register_due.at, |(_, due)| due.at);
    args![&complaint.authority, place, complaint.state.name(), complaint.revision, due, complaint.watched_until()]
}

fn beside(change: &Change) -> impl Iterator<Item = Write> {
    change.notices.iter().flat_map(notices::insert).chain(change.jobs.iter().map(jobs::insert))
}

const UPDATE: Statement = Statement::new(
    "complaints.update",
    "update complaints set authority = $3, place = $4, state = $5, revision = $6, due_at = $7,
         watch_at = $8, journal_length = $9, journal_head = $10, body_version = $11, body = $12
     where bucket = $1 and id = $2 and revision = $13 and journal_length = $14",
);

/// A change of a complaint, made upon the revision and head that were read together.
pub fn update(change: &Change, read: i64, head: &Head) -> Vec<Write> {
    let complaint = &change.complaint;
    let (after, appended) = appended(&complaint.id, head, &change.journal);
    let mut row = args![complaint.id.bucket(), &complaint.id];
    row.extend(moving(complaint));
    row.extend(args![after.length, &after.hash, BODY, json(complaint), read, head.length]);
    let mut writes = vec![Write::one(UPDATE, row)];
    writes.extend(appended);
    writes.extend(beside(change));
    writes
}

const APPEND: Statement = Statement::new(
    "complaints.append",
    "insert into complaint_journal (bucket, complaint_id, position, body, hash) values ($1, $2, $3, $4, $5)",
);

fn appended(id: &ComplaintId, head: &Head, entries: &[Entry]) -> (Head, Vec<Write>) {
    let mut head = head.clone();
    let mut writes = Vec::with_capacity(entries.len());
    for entry in entries {
        let hash = chained(&head.hash, entry);
        writes.push(Write::one(APPEND, args![id.bucket(), id, head.length, json(entry), &hash]));
        head = Head { length: head.length + 1, hash };
    }
    (head, writes)
}

const MOVE_HEAD: Statement = Statement::new(
    "complaints.move_head",
    "update complaints set journal_length = $4, journal_head = $5
     where bucket = $1 and id = $2 and journal_length = $3",
);

/// Entries about a complaint that does not change by them: somebody read it (SEC-03).
pub fn note(id: &ComplaintId, head: &Head, entries: &[Entry]) -> Vec<Write> {
    let (after, mut writes) = appended(id, head, entries);
    writes.insert(0, Write::one(MOVE_HEAD, args![id.bucket(), id, head.length, after.length, &after.hash]));
    writes
}

const KEEP: Statement = Statement::new(
    "complaints.keep",
    "insert into complaint_packs (bucket, complaint_id, body_version, body) values ($1, $2, $3, $4)",
);

const PACK: Statement = Statement::new(
    "complaints.pack",
    "select body_version, body from complaint_packs where bucket = $1 and complaint_id = $2",
);

/// The evidence pack of a complaint; there is none without a case.
pub async fn pack(db: &Db, id: &ComplaintId) -> Result<Option<Pack>, StoreError> {
    db.one(PACK, args![id.bucket(), id], |mut row: Row| row.body(BODY)).await
}

fn read(mut row: Row) -> Result<Complaint, StoreError> {
    row.body(BODY)
}

const BY_ID: Statement = Statement::new(
    "complaints.by_id",
    "select journal_length, journal_head, body_version, body from complaints where bucket = $1 and id = $2",
);

/// A complaint with the head of its journal.
pub async fn by_id(db: &Db, id: &ComplaintId) -> Result<Option<(Complaint, Head)>, StoreError> {
    db.one(BY_ID, args![id.bucket(), id], with_head).await
}

fn with_head(mut row: Row) -> Result<(Complaint, Head), StoreError> {
    let head = Head { length: row.int("journal_length")?, hash: row.text("journal_head")? };
    Ok((row.body(BODY)?, head))
}

const WALK: Statement = Statement::new(
    "complaints.walk",
    "select journal_length, journal_head, body_version, body from complaints
     where (bucket, id) > ($1, $2) order by bucket, id limit $3",
);

/// Complaints after one, over all buckets, each with the head of its journal: for who looks at all.
pub async fn walk(db: &Db, after: Option<&ComplaintId>, limit: i64) -> Result<Vec<(Complaint, Head)>, StoreError> {
    let (bucket, id) = after.map_or((-1, ""), |id| (id.bucket(), id.as_str()));
    db.all(WALK, args![bucket, id, limit], with_head).await
}

const OF_PERSON: Statement = Statement::new(
    "complaints.of_person",
    "select body_version, body from complaints
     where bucket = $1 and person_id = $2 order by filed_at desc, id desc limit $3",
);

/// Complaints of a person, newest first.
pub async fn of_person(db: &Db, person: &PersonId, limit: i64) -> Result<Vec<Complaint>, StoreError> {
    db.all(OF_PERSON, args![person.bucket(), person, limit], read).await
}

const OF_CASE: Statement = Statement::new(
    "complaints.of_case",
    "select body_version, body from complaints where bucket = $1 and case_id = $2 order by filed_at",
);

/// Complaints about a case, oldest first.
pub async fn of_case(db: &Db, case: &CaseId) -> Result<Vec<Complaint>, StoreError> {
    db.all(OF_CASE, args![case.bucket(), case], read).await
}

const AT_DESK: Statement = Statement::new(
    "complaints.at_desk",
    "select body_version, body from complaints
     where authority = $1 and place = $2 and (due_at, id) > ($3, $4) order by due_at, id limit $5",
);

/// Complaints of a body that are open, or over, the nearest term first; the page begins after that
/// place.
pub async fn at_desk(
    db: &Db,
    authority: &str,
    over: bool,
    after: (Timestamp, &str),
    limit: i64,
) -> Result<Vec<Complaint>, StoreError> {
    let place = if over { OVER } else { OPEN };
    db.all(AT_DESK, args![authority, place, after.0, after.1, limit], read).await
}

const PASSED: Statement =
    Statement::new("complaints.passed", "select id from complaints where watch_at < $1 order by watch_at limit $2");

/// Complaints of which a term passed before a moment and is not marked yet.
pub async fn passed(db: &Db, now: Timestamp, limit: i64) -> Result<Vec<ComplaintId>, StoreError> {
    db.all(PASSED, args![now, limit], |mut row| Ok(ComplaintId(row.text("id")?))).await
}

const JOURNAL: Statement = Statement::new(
    "complaints.journal",
    "select body, hash from complaint_journal where bucket = $1 and complaint_id = $2 order by position",
);

/// The journal of a complaint, oldest first, each entry with its hash.
pub async fn journal(db: &Db, id: &ComplaintId) -> Result<Vec<(Entry, String)>, StoreError> {
    db.all(JOURNAL, args![id.bucket(), id], |mut row| Ok((row.json("body")?, row.text("hash")?))).await
}

pub(crate) const ALL: &[Statement] =
    &[INSERT, UPDATE, APPEND, MOVE_HEAD, KEEP, PACK, BY_ID, WALK, OF_PERSON, OF_CASE, AT_DESK, PASSED, JOURNAL];
