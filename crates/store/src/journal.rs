//! The journal of a case: append-only rows chained by hashes. The head (length and last hash)
//! stands in the case's row, so that entries taken from the end are missed too (SEC-03).

use domain::id::CaseId;
use domain::journal::{Entry, chain};

use crate::batch::Write;
use crate::db::Db;
use crate::error::StoreError;
use crate::value::{Row, Statement, args, json};

/// Where a journal ends.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Head {
    /// How many entries there are.
    pub length: i64,
    /// Hash of the last one.
    pub hash: String,
}

impl Head {
    /// The head of an empty journal.
    pub fn start() -> Self {
        Self { length: 0, hash: domain::journal::START.to_owned() }
    }
}

/// An entry as it is stored.
#[derive(Debug, Clone, PartialEq)]
pub struct Stored {
    /// Position in the journal of its case, from 0.
    pub position: i64,
    /// The entry.
    pub entry: Entry,
    /// Hash of the entry before it.
    pub previous_hash: String,
    /// Its hash.
    pub hash: String,
}

const INSERT: Statement = Statement::new(
    "journal.insert",
    "insert into journal (bucket, case_id, position, at, actor, event, previous_hash, hash)
     values ($1, $2, $3, $4, $5, $6, $7, $8)",
);

/// The writes that put entries behind a head, and the head after them. Whoever calls this also
/// moves the head in the case's row.
pub(crate) fn chained(case: &CaseId, head: &Head, entries: &[Entry]) -> (Head, Vec<Write>) {
    let mut head = head.clone();
    let mut writes = Vec::with_capacity(entries.len());
    for entry in entries {
        let hash = chain(&head.hash, entry);
        writes.push(Write::one(
            INSERT,
            args![case.bucket(), case, head.length, entry.at, json(&entry.by), json(&entry.event), &head.hash, &hash,],
        ));
        head = Head { length: head.length + 1, hash };
    }
    (head, writes)
}

const MOVE_HEAD: Statement = Statement::new(
    "journal.move_head",
    "update cases set journal_length = $4, journal_head = $5
     where bucket = $1 and id = $2 and journal_length = $3",
);

/// Entries about a case that does not change by them: somebody read it (SEC-03). A conflict at
/// `journal.move_head` means that something was written meanwhile: read the head again.
pub fn append(case: &CaseId, head: &Head, entries: &[Entry]) -> Vec<Write> {
    let (after, mut writes) = chained(case, head, entries);
    let args = args![case.bucket(), case, head.length, after.length, &after.hash];
    writes.insert(0, Write::one(MOVE_HEAD, args));
    writes
}

const HEAD: Statement =
    Statement::new("journal.head", "select journal_length, journal_head from cases where bucket = $1 and id = $2");

/// The head of a case's journal.
pub async fn head(db: &Db, case: &CaseId) -> Result<Option<Head>, StoreError> {
    db.one(HEAD, args![case.bucket(), case], |mut row| {
        Ok(Head { length: row.int("journal_length")?, hash: row.text("journal_head")? })
    })
    .await
}

const OF_CASE: Statement = Statement::new(
    "journal.of_case",
    "select position, at, actor, event, previous_hash, hash from journal
     where bucket = $1 and case_id = $2 order by position",
);

/// The whole journal of a case, oldest first.
pub async fn of_case(db: &Db, case: &CaseId) -> Result<Vec<Stored>, StoreError> {
    db.all(OF_CASE, args![case.bucket(), case], read).await
}

const SINCE: Statement = Statement::new(
    "journal.since",
    "select position, at, actor, event, previous_hash, hash from journal
     where bucket = $1 and case_id = $2 and position >= $3 order by position",
);

/// The entries of a case from a position on: for who has read those before it.
pub async fn since(db: &Db, case: &CaseId, position: i64) -> Result<Vec<Stored>, StoreError> {
    db.all(SINCE, args![case.bucket(), case, position], read).await
}

fn read(mut row: Row) -> Result<Stored, StoreError> {
    Ok(Stored {
        position: row.int("position")?,
        entry: Entry { at: row.at("at")?, by: row.json("actor")?, event: row.json("event")? },
        previous_hash: row.text("previous_hash")?,
        hash: row.text("hash")?,
    })
}

/// Lower-case hex.
pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

pub(crate) const ALL: &[Statement] = &[INSERT, MOVE_HEAD, HEAD, OF_CASE, SINCE];
