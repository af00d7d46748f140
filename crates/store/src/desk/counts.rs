//! How many lines a queue has of each sort: kept by the batch that moves a line, never counted.

use domain::case::{Case, Waits};
use domain::id::OfficialId;
use jiff::Timestamp;

use super::shard;
use crate::batch::Write;
use crate::db::Db;
use crate::error::StoreError;
use crate::value::{Statement, args};

const OUT_WAITS: Statement = Statement::new(
    "desk_counts.out_waits",
    "insert into desk_counts (authority, what, shard, n)
     select authority, waits || '/' || holder, cast($3 as bigint), -1 from desk_queue
     where authority = $1 and case_id = $2 and waits || '/' || holder <> $4
     on conflict (authority, what, shard) do update set n = desk_counts.n - 1",
);

const OUT_DAY: Statement = Statement::new(
    "desk_counts.out_day",
    "insert into desk_counts (authority, what, shard, n)
     select authority, 'day/' || cast(day as text), cast($3 as bigint), -1 from desk_queue
     where authority = $1 and case_id = $2 and day <> $4
     on conflict (authority, what, shard) do update set n = desk_counts.n - 1",
);

const IN_WAITS: Statement = Statement::new(
    "desk_counts.in_waits",
    "insert into desk_counts (authority, what, shard, n)
     select cast($1 as text), cast($4 as text), cast($3 as bigint), 1
     where not exists (select 1 from desk_queue
         where authority = $1 and case_id = $2 and waits || '/' || holder = $4)
     on conflict (authority, what, shard) do update set n = desk_counts.n + 1",
);

const IN_DAY: Statement = Statement::new(
    "desk_counts.in_day",
    "insert into desk_counts (authority, what, shard, n)
     select cast($1 as text), 'day/' || cast($4 as text), cast($3 as bigint), 1
     where not exists (select 1 from desk_queue
         where authority = $1 and case_id = $2 and cast(day as text) = $4)
     on conflict (authority, what, shard) do update set n = desk_counts.n + 1",
);

/// The counters follow a line to where it is put; before the line itself is written.
pub(super) fn moved(case: &Case, waits: Waits, holder: &str, day: i64) -> Vec<Write> {
    let waits = format!("{}/{holder}", waits.name());
    let mut writes = Vec::with_capacity(4);
    if case.revision > 1 {
        writes.extend(out(case, &waits, day));
    }
    writes.push(Write::any(IN_WAITS, args![&case.authority, &case.id, shard(&case.id), waits]));
    writes.push(Write::any(IN_DAY, args![&case.authority, &case.id, shard(&case.id), day.to_string()]));
    writes
}

/// A line goes.
pub(super) fn gone(case: &Case) -> Vec<Write> {
    out(case, "", i64::MIN).into()
}

fn out(case: &Case, waits: &str, day: i64) -> [Write; 2] {
    [
        Write::any(OUT_WAITS, args![&case.authority, &case.id, shard(&case.id), waits]),
        Write::any(OUT_DAY, args![&case.authority, &case.id, shard(&case.id), day]),
    ]
}

/// How many lines of each sort a queue has.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Counts {
    /// By what they wait for and who holds them; the holder is empty for nobody.
    pub waits: Vec<(Waits, String, i64)>,
    /// By the last day of the term, as [`super::day_number`] names it; what has no running term
    /// is not here.
    pub days: Vec<(i64, i64)>,
}

impl Counts {
    /// Lines that fit.
    pub fn sum(&self, fits: impl Fn(Waits, &str) -> bool) -> i64 {
        self.waits.iter().filter(|(waits, holder, _)| fits(*waits, holder)).map(|(_, _, n)| n).sum()
    }

    /// All lines.
    pub fn all(&self) -> i64 {
        self.sum(|_, _| true)
    }

    /// What one official holds.
    pub fn of(&self, official: &OfficialId) -> i64 {
        self.sum(|_, holder| holder == official.as_str())
    }

    /// What ends within these days, the first and the last one too.
    pub fn between(&self, first: i64, last: i64) -> i64 {
        self.days.iter().filter(|(day, _)| (first..=last).contains(day)).map(|(_, n)| n).sum()
    }
}

const COUNTS: Statement = Statement::new(
    "desk_counts.read",
    "select what, cast(sum(n) as bigint) from desk_counts where authority = $1 group by what order by what",
);

/// How many lines of each sort there are: read, not counted.
pub async fn counts(db: &Db, authority: &str) -> Result<Counts, StoreError> {
    let rows = db.all(COUNTS, args![authority], |mut row| Ok((row.text("what")?, row.int("n")?))).await?;
    let mut counts = Counts::default();
    for (what, n) in rows.into_iter().filter(|(_, n)| *n != 0) {
        let Some((sort, of)) = what.split_once('/') else { continue };
        match (sort, Waits::read(sort)) {
            ("day", _) => counts.days.extend(of.parse().ok().filter(|day| *day > 0).map(|day| (day, n))),
            (_, Some(waits)) => counts.waits.push((waits, of.to_owned(), n)),
            _ => {}
        }
    }
    Ok(counts)
}

const LATE_SINCE: Statement = Statement::new(
    "desk.late_since",
    "select count(*) from (select 1 from desk_queue
         where authority = $1 and sort_at >= $2 and sort_at < $3 limit $4) late",
);

/// How many terms ended between two moments of one day, up to a limit: the counters know days
/// only, and a term in hours ends within one.
pub async fn late_since(
    db: &Db,
    authority: &str,
    from: Timestamp,
    until: Timestamp,
    limit: i64,
) -> Result<i64, StoreError> {
    let found = db.one(LATE_SINCE, args![authority, from, until, limit], |mut row| row.int("count")).await?;
    Ok(found.unwrap_or_default())
}

const PURGE: Statement = Statement::new("desk_counts.purge", "delete from desk_counts where n = 0");

/// Forgets counters of days and officials that have nothing any more.
pub(crate) fn purge() -> Write {
    Write::any(PURGE, Vec::new())
}

pub(crate) const ALL: &[Statement] = &[OUT_WAITS, OUT_DAY, IN_WAITS, IN_DAY, COUNTS, LATE_SINCE, PURGE];
