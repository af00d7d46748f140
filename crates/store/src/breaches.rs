//! Breaches of applicants' rights (MONITOR-06): written with the change that shows them, read newest
//! first by an index that holds the authority and the rule.

use domain::case::Case;
use domain::id::CaseId;
use domain::watch;
use jiff::Timestamp;

use crate::batch::Write;
use crate::db::Db;
use crate::error::StoreError;
use crate::value::{Row, Statement, args};

/// A breach as it is listed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Breach {
    /// Its id.
    pub id: String,
    /// The case.
    pub case: CaseId,
    /// Number of the case.
    pub number: String,
    /// The service.
    pub service: String,
    /// The rule.
    pub rule: String,
    /// What it is about.
    pub what: String,
    /// Since when.
    pub at: Timestamp,
}

const INSERT: Statement = Statement::new(
    "breaches.insert",
    "insert into breaches (bucket, id, case_id, number, authority, service, rule, what, at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9) on conflict (bucket, id) do nothing",
);

/// A breach; found again, it is the same.
pub fn insert(case: &Case, breach: &watch::Breach) -> Write {
    let row = args![
        case.id.bucket(),
        breach.id(&case.id),
        &case.id,
        &case.number,
        &case.authority,
        &case.service,
        &breach.rule,
        &breach.what,
        breach.at,
    ];
    Write::any(INSERT, row)
}

const AVERT: Statement =
    Statement::new("breaches.avert", "delete from breaches where bucket = $1 and case_id = $2 and at >= $3");

/// The applicant was told in time: what was still to come does not.
pub fn avert(case: &CaseId, now: Timestamp) -> Write {
    Write::any(AVERT, args![case.bucket(), case, now])
}

const NEWEST: Statement = Statement::new(
    "breaches.newest",
    "select id, case_id, number, service, rule, what, at from breaches
     where authority = $1 and (at, id) < ($2, $3) order by at desc, id desc limit $4",
);

const NEWEST_OF_RULE: Statement = Statement::new(
    "breaches.newest_of_rule",
    "select id, case_id, number, service, rule, what, at from breaches
     where authority = $1 and rule = $2 and (at, id) < ($3, $4) order by at desc, id desc limit $5",
);

/// Breaches at an authority up to a moment, newest first; the page begins before that place.
pub async fn newest(
    db: &Db,
    authority: &str,
    rule: Option<&str>,
    before: (Timestamp, &str),
    limit: i64,
) -> Result<Vec<Breach>, StoreError> {
    let (at, id) = before;
    match rule {
        None => db.all(NEWEST, args![authority, at, id, limit], read).await,
        Some(rule) => db.all(NEWEST_OF_RULE, args![authority, rule, at, id, limit], read).await,
    }
}

const NEWEST_OF_CASES: Statement = Statement::new(
    "breaches.newest_of_cases",
    "select id, case_id, number, service, rule, what, at from breaches as found
     where authority = $1 and rule = $2 and (at, id) < ($3, $4) and not exists (
         select 1 from breaches as later where later.bucket = found.bucket and later.case_id = found.case_id
             and later.rule = found.rule and later.at <= $5 and (later.at, later.id) > (found.at, found.id))
     order by at desc, id desc limit $6",
);

/// The newest breach of a rule in each case, newest first: a case stands on one page only.
pub async fn newest_of_cases(
    db: &Db,
    authority: &str,
    rule: &str,
    before: (Timestamp, &str),
    now: Timestamp,
    limit: i64,
) -> Result<Vec<Breach>, StoreError> {
    let (at, id) = before;
    db.all(NEWEST_OF_CASES, args![authority, rule, at, id, now, limit], read).await
}

fn read(mut row: Row) -> Result<Breach, StoreError> {
    Ok(Breach {
        id: row.text("id")?,
        case: CaseId(row.text("case_id")?),
        number: row.text("number")?,
        service: row.text("service")?,
        rule: row.text("rule")?,
        what: row.text("what")?,
        at: row.at("at")?,
    })
}

pub(crate) const ALL: &[Statement] = &[INSERT, AVERT, NEWEST, NEWEST_OF_RULE, NEWEST_OF_CASES];
