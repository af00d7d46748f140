//! How often services are applied for: a day that is over is counted once and kept as a number for
//! each service, so that a ranking over a year reads some thousand rows and no case (CAT-12).

use jiff::Timestamp;

use crate::batch::Write;
use crate::db::Db;
use crate::error::StoreError;
use crate::value::{Row, Statement, args};

const FIRST: Statement =
    Statement::new("filed_counts.first", "select filed_at from cases order by filed_at, service limit 1");

/// When the first case of all was filed.
pub async fn first(db: &Db) -> Result<Option<Timestamp>, StoreError> {
    db.one(FIRST, Vec::new(), |mut row| row.at("filed_at")).await
}

const COUNT: Statement = Statement::new(
    "filed_counts.count",
    "select service, count(*) as total from cases where filed_at >= $1 and filed_at < $2 group by service",
);

fn counted(mut row: Row) -> Result<(String, i64), StoreError> {
    Ok((row.text("service")?, row.int("total")?))
}

/// Counts what was filed from a moment until before another, by service: for one day.
pub async fn count(db: &Db, from: Timestamp, until: Timestamp) -> Result<Vec<(String, i64)>, StoreError> {
    db.all(COUNT, args![from, until], counted).await
}

const KEEP: Statement = Statement::new(
    "filed_counts.keep",
    "insert into filed_counts (day, service, n) values ($1, $2, $3) on conflict (day, service) do update set n = $3",
);

/// Keeps the count of the day that begins at a moment.
pub fn keep(day: Timestamp, service: &str, total: i64) -> Write {
    Write::one(KEEP, args![day, service, total])
}

const FORGET: Statement = Statement::new("filed_counts.forget", "delete from filed_counts where day < $1");

/// Forgets the days before a moment.
pub fn forget(before: Timestamp) -> Write {
    Write::any(FORGET, args![before])
}

const SUMS: Statement = Statement::new(
    "filed_counts.sums",
    "select service, cast(sum(n) as bigint) as total from filed_counts where day >= $1
     group by service order by total desc, service",
);

/// How often each service was applied for on the days since a moment, the most wanted first.
pub async fn sums(db: &Db, since: Timestamp) -> Result<Vec<(String, i64)>, StoreError> {
    db.all(SUMS, args![since], counted).await
}

pub(crate) const ALL: &[Statement] = &[FIRST, COUNT, KEEP, FORGET, SUMS];
