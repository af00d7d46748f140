//! Closed cases as the desk finds them again: by the beginning of a name, by day. By number a case
//! is found wherever it is ([`crate::cases::by_number`]).

use std::collections::BTreeMap;

use domain::case::{Case, CaseState};
use domain::id::CaseId;
use jiff::Timestamp;

use crate::batch::Write;
use crate::db::Db;
use crate::error::StoreError;
use crate::text::{fold, prefix_range};
use crate::value::{Row, Statement, args, word};

const KEEP: Statement = Statement::new(
    "desk_archive.keep",
    "insert into desk_archive (authority, case_id, number, service, state, applicant_name,
         applicant_key, filed_at, closed_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
     on conflict (authority, case_id) do update set state = $5, closed_at = $9",
);

const FORGET: Statement =
    Statement::new("desk_archive.forget", "delete from desk_archive where authority = $1 and case_id = $2");

/// A closed case is found in the archive.
pub(super) fn keep(case: &Case) -> Option<Write> {
    let closed_at = case.closed_at?;
    let row = args![
        &case.authority,
        &case.id,
        &case.number,
        &case.service,
        word(&case.state),
        &case.applicant_name,
        fold(&case.applicant_name),
        case.filed_at,
        closed_at,
    ];
    Some(Write::one(KEEP, row))
}

/// A case that runs is not in the archive, not even when it was closed before.
pub(super) fn forget(case: &Case) -> Write {
    Write::any(FORGET, args![&case.authority, &case.id])
}

/// A closed case in a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Closed {
    /// The case.
    pub case: CaseId,
    /// Its public number.
    pub number: String,
    /// Its service.
    pub service: String,
    /// How it ended.
    pub state: CaseState,
    /// «Фамилия Имя Отчество».
    pub applicant_name: String,
    /// When it was filed.
    pub filed_at: Timestamp,
    /// When it ended.
    pub closed_at: Timestamp,
}

/// Which closed cases.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sought {
    /// Applicants whose name begins so; case and ё do not matter.
    pub applicant: Option<String>,
    /// Closed at this moment or later.
    pub from: Timestamp,
    /// Closed before this moment.
    pub before: Timestamp,
}

const BY_NAME: Statement = Statement::new(
    "desk_archive.by_name",
    "select case_id, number, service, state, applicant_name, filed_at, closed_at from desk_archive
     where authority = $1 and (applicant_key, closed_at, case_id) > ($2, $3, $4) and applicant_key < $5
         and closed_at >= $6 and closed_at < $7
     order by applicant_key, closed_at, case_id limit $8",
);

const BY_NAME_IN: Statement = Statement::new(
    "desk_archive.by_name_in",
    "select case_id, number, service, state, applicant_name, filed_at, closed_at from desk_archive
     where authority = $1 and (closed_at / 2678400000) = $2
         and (applicant_key, closed_at, case_id) > ($3, $4, $5) and applicant_key < $6
         and closed_at >= $7 and closed_at < $8
     order by applicant_key, closed_at, case_id limit $9",
);

/// A month of the archive: 31 days, in milliseconds.
const MONTH_MS: i64 = 2_678_400_000;

/// So many months are walked one by one; in a longer time a walk by name finds a page soon.
const MONTHS: i64 = 36;

const BY_DAY: Statement = Statement::new(
    "desk_archive.by_day",
    "select case_id, number, service, state, applicant_name, filed_at, closed_at from desk_archive
     where authority = $1 and (closed_at, case_id) < ($2, $3) and closed_at >= $4
     order by closed_at desc, case_id desc limit $5",
);

/// Closed cases: by name where one is given, otherwise the latest first. `after` is the last one
/// of the page before.
pub async fn find(
    db: &Db,
    authority: &str,
    sought: &Sought,
    after: Option<&Closed>,
    limit: i64,
) -> Result<Vec<Closed>, StoreError> {
    let Some(begins) = &sought.applicant else {
        let (at, case) = after.map_or((sought.before, ""), |last| (last.closed_at, last.case.as_str()));
        return db.all(BY_DAY, args![authority, at, case, sought.from, limit], read).await;
    };
    let (from, below) = prefix_range(&fold(begins));
    let (key, at, case) = match after {
        Some(last) => (fold(&last.applicant_name), last.closed_at.as_millisecond(), last.case.as_str()),
        None => (from, i64::MIN, ""),
    };
    let (first, last) = (sought.from.as_millisecond(), sought.before.as_millisecond() - 1);
    let months = first.div_euclid(MONTH_MS)..=last.div_euclid(MONTH_MS);
    if first > last {
        return Ok(Vec::new());
    }
    if first < 0 || months.end() - months.start() >= MONTHS {
        let args = args![authority, key, at, case, below, sought.from, sought.before, limit];
        return db.all(BY_NAME, args, read).await;
    }
    let mut found = BTreeMap::new();
    for month in months {
        let args = args![authority, month, &key, at, case, &below, sought.from, sought.before, limit];
        for closed in db.all(BY_NAME_IN, args, read).await? {
            found.insert((fold(&closed.applicant_name), closed.closed_at, closed.case.clone()), closed);
        }
    }
    Ok(found.into_values().take(usize::try_from(limit).unwrap_or(0)).collect())
}

const ONE: Statement = Statement::new(
    "desk_archive.one",
    "select case_id, number, service, state, applicant_name, filed_at, closed_at from desk_archive
     where authority = $1 and case_id = $2",
);

/// A closed case of an authority: where the next page begins.
pub async fn one(db: &Db, authority: &str, case: &CaseId) -> Result<Option<Closed>, StoreError> {
    db.one(ONE, args![authority, case], read).await
}

fn read(mut row: Row) -> Result<Closed, StoreError> {
    Ok(Closed {
        case: CaseId(row.text("case_id")?),
        number: row.text("number")?,
        service: row.text("service")?,
        state: row.word("state")?,
        applicant_name: row.text("applicant_name")?,
        filed_at: row.at("filed_at")?,
        closed_at: row.at("closed_at")?,
    })
}

pub(crate) const ALL: &[Statement] = &[KEEP, FORGET, BY_NAME, BY_NAME_IN, BY_DAY, ONE];
