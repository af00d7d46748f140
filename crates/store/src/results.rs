//! The result register. Append-only: every change of an entry is a further row, and there is
//! no statement that changes or deletes one (RESULTREG-04).

use domain::case::Actor;
use domain::id::{CaseId, PersonId, ResultId};
use domain::result::{ResultRecord, ResultState};
use jiff::Timestamp;

use crate::batch::Write;
use crate::db::Db;
use crate::error::StoreError;
use crate::result_terms;
use crate::value::{Row, Statement, Value, args, json, word};

/// Version of the shape of the body.
const BODY: i64 = 1;

const INSERT: Statement = Statement::new(
    "results.insert",
    "insert into results (bucket, id, revision, number, check_code, case_id, person_id,
         authority, service, regulation_version, output, register, state, ground, issued_at,
         valid_until, signer, document, signature, changed_at, changed_by, body_version, body)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18,
         $19, $20, $21, $22, $23)",
);

const CLAIM_CODE: Statement =
    Statement::new("results.claim_code", "insert into result_codes (check_code, result_id) values ($1, $2)");

const CLAIM_NUMBER: Statement =
    Statement::new("results.claim_number", "insert into result_numbers (number, result_id) values ($1, $2)");

fn row(result: &ResultRecord, at: Timestamp, by: &Actor) -> Vec<Value> {
    let mut row = args![
        result.id.bucket(),
        &result.id,
        result.revision,
        &result.number,
        &result.check_code,
        &result.case,
        &result.person,
        &result.authority,
        &result.service,
        &result.regulation_version,
        &result.output,
        result.register.as_ref(),
    ];
    row.extend(args![
        word(&result.state),
        result.ground.as_ref(),
        result.issued_at,
        result.valid_until,
        &result.signer,
        result.document.as_ref(),
        result.signature.as_ref(),
        at,
        json(by),
        BODY,
        json(result),
    ]);
    row
}

/// A new entry with its number, check code and document, each of them nobody else's.
pub fn insert(result: &ResultRecord, by: &Actor) -> Vec<Write> {
    let mut writes = vec![
        Write::one(INSERT, row(result, result.issued_at, by)),
        Write::one(CLAIM_CODE, args![&result.check_code, &result.id]),
        Write::one(CLAIM_NUMBER, args![&result.number, &result.id]),
    ];
    // The hash of a signed document leads to its entry like a code: it is longer than any code.
    if let Some(document) = &result.document {
        writes.push(Write::one(CLAIM_CODE, args![document, &result.id]));
    }
    writes.extend(result_terms::of(result));
    writes
}

const APPEND: Statement = Statement::new(
    "results.append",
    "insert into results (bucket, id, revision, number, check_code, case_id, person_id,
         authority, service, regulation_version, output, register, state, ground, issued_at,
         valid_until, signer, document, signature, changed_at, changed_by, body_version, body)
     select bucket, id, revision + 1, number, check_code, case_id, person_id, authority,
         service, regulation_version, output, register, $4, $5, issued_at, cast($6 as bigint),
         $7, $8, $9, cast($10 as bigint), $11, cast($12 as bigint), $13
     from results where bucket = $1 and id = $2 and revision + 1 = $3",
);

/// A further version of an entry: suspended, annulled, expired, with its ground. Whoever comes
/// second from the same version gets a conflict at `results.append`.
pub fn append(result: &ResultRecord, at: Timestamp, by: &Actor) -> Write {
    let row = args![
        result.id.bucket(),
        &result.id,
        result.revision,
        word(&result.state),
        result.ground.as_ref(),
        result.valid_until,
        &result.signer,
        result.document.as_ref(),
        result.signature.as_ref(),
        at,
        json(by),
        BODY,
        json(result),
    ];
    Write::one(APPEND, row)
}

fn read(mut row: Row) -> Result<ResultRecord, StoreError> {
    row.body(BODY)
}

const BY_ID: Statement = Statement::new(
    "results.by_id",
    "select body_version, body from results
     where bucket = $1 and id = $2 order by revision desc limit 1",
);

/// An entry as it stands now.
pub async fn by_id(db: &Db, id: &ResultId) -> Result<Option<ResultRecord>, StoreError> {
    db.one(BY_ID, args![id.bucket(), id], read).await
}

const ID_OF_CODE: Statement =
    Statement::new("results.id_of_code", "select result_id from result_codes where check_code = $1");

/// The entry a check code leads to.
pub async fn by_code(db: &Db, check_code: &str) -> Result<Option<ResultRecord>, StoreError> {
    by_claim(db, ID_OF_CODE, check_code).await
}

const ID_OF_NUMBER: Statement =
    Statement::new("results.id_of_number", "select result_id from result_numbers where number = $1");

/// The entry whose signed document has this SHA-256.
pub async fn by_document(db: &Db, sha256: &str) -> Result<Option<ResultRecord>, StoreError> {
    by_claim(db, ID_OF_CODE, sha256).await
}

/// The entry with a public number.
pub async fn by_number(db: &Db, number: &str) -> Result<Option<ResultRecord>, StoreError> {
    by_claim(db, ID_OF_NUMBER, number).await
}

async fn by_claim(db: &Db, claim: Statement, key: &str) -> Result<Option<ResultRecord>, StoreError> {
    match db.one(claim, args![key], |mut row| row.text("result_id").map(ResultId)).await? {
        Some(id) => by_id(db, &id).await,
        None => Ok(None),
    }
}

/// One version of an entry.
#[derive(Debug, Clone, PartialEq)]
pub struct Version {
    /// The entry as it was then.
    pub result: ResultRecord,
    /// Since when.
    pub at: Timestamp,
    /// By whom.
    pub by: Actor,
}

const HISTORY: Statement = Statement::new(
    "results.history",
    "select changed_at, changed_by, body_version, body from results
     where bucket = $1 and id = $2 order by revision",
);

/// All versions of an entry, oldest first.
pub async fn history(db: &Db, id: &ResultId) -> Result<Vec<Version>, StoreError> {
    db.all(HISTORY, args![id.bucket(), id], |mut row| {
        let at = row.at("changed_at")?;
        let by = row.json("changed_by")?;
        Ok(Version { result: row.body(BODY)?, at, by })
    })
    .await
}

const OF_PERSON: Statement = Statement::new(
    "results.of_person",
    "select body_version, body from results as entry
     where bucket = $1 and person_id = $2 and not exists (
         select 1 from results as later where later.bucket = entry.bucket
             and later.id = entry.id and later.revision > entry.revision)
     order by issued_at desc, id desc limit $3",
);

/// A person's entries as they stand now, newest first.
pub async fn of_person(db: &Db, person: &PersonId, limit: i64) -> Result<Vec<ResultRecord>, StoreError> {
    db.all(OF_PERSON, args![person.bucket(), person, limit], read).await
}

const OF_CASE: Statement = Statement::new(
    "results.of_case",
    "select body_version, body from results as entry
     where bucket = $1 and case_id = $2 and not exists (
         select 1 from results as later where later.bucket = entry.bucket
             and later.id = entry.id and later.revision > entry.revision)
     order by issued_at, id",
);

/// The entries of a case as they stand now.
pub async fn of_case(db: &Db, case: &CaseId) -> Result<Vec<ResultRecord>, StoreError> {
    db.all(OF_CASE, args![case.bucket(), case], read).await
}

const GIVEN: Statement = Statement::new(
    "results.given",
    "select body_version, body from results as entry
     where bucket = $1 and person_id = $2 and service = $3 and output = $4 and not exists (
         select 1 from results as later where later.bucket = entry.bucket
             and later.id = entry.id and later.revision > entry.revision)
     order by issued_at desc, id desc limit $5",
);

/// What a person holds of one result of a service, newest first: what other services read.
pub async fn given(
    db: &Db,
    person: &PersonId,
    (service, output): (&str, &str),
    limit: i64,
) -> Result<Vec<ResultRecord>, StoreError> {
    db.all(GIVEN, args![person.bucket(), person, service, output, limit], read).await
}

/// An entry that is not in force though its validity runs: what a verifier without a network
/// must be told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NotInForce {
    /// Its public number.
    pub number: String,
    /// How it stands.
    pub state: ResultState,
    /// Since when.
    pub since: Timestamp,
}

const NOT_IN_FORCE: Statement = Statement::new(
    "results.not_in_force",
    "select number, state, changed_at from results as entry
     where state in ('suspended', 'changed', 'annulled') and (valid_until is null or valid_until >= $1)
         and not exists (
             select 1 from results as later where later.bucket = entry.bucket
                 and later.id = entry.id and later.revision > entry.revision)
     order by changed_at desc, number limit $2",
);

/// Entries of all owners that are suspended, replaced or annulled, the latest first.
pub async fn not_in_force(db: &Db, now: Timestamp, limit: i64) -> Result<Vec<NotInForce>, StoreError> {
    db.all(NOT_IN_FORCE, args![now, limit], |mut row| {
        Ok(NotInForce { number: row.text("number")?, state: row.word("state")?, since: row.at("changed_at")? })
    })
    .await
}

const PROVIDED: Statement = Statement::new(
    "results.provided",
    "select count(*) from results where service = $1 and issued_at >= $2 and revision = 1",
);

/// How many results of a service were issued since a moment: its demand (CAT-15).
pub async fn provided(db: &Db, service: &str, since: Timestamp) -> Result<i64, StoreError> {
    let count = db.one(PROVIDED, args![service, since], |mut row| row.int("count"));
    count.await.map(Option::unwrap_or_default)
}

pub(crate) const ALL: &[Statement] = &[
    INSERT,
    CLAIM_CODE,
    CLAIM_NUMBER,
    APPEND,
    BY_ID,
    ID_OF_CODE,
    ID_OF_NUMBER,
    HISTORY,
    OF_PERSON,
    OF_CASE,
    GIVEN,
    NOT_IN_FORCE,
    PROVIDED,
];
