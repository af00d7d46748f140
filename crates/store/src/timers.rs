//! Timers: due moments that the legal clock computed (SM-31). They are never deleted. A worker
//! that looks at one moves `look_at`, so that another looks only if the first one died.

use domain::id::{CaseId, TimerId};
use domain::timer::Timer;
use jiff::Timestamp;

use crate::batch::Write;
use crate::db::Db;
use crate::error::StoreError;
use crate::value::{Row, Statement, args, word};

const SAVE: Statement = Statement::new(
    "timers.save",
    "insert into timers (bucket, id, case_id, what, due_at, state, look_at)
     values ($1, $2, $3, $4, $5, $6, $5)
     on conflict (bucket, id) do update set due_at = $5, state = $6, look_at = $5",
);

/// Writes a timer over the one with the same id, or anew.
pub fn save(timer: &Timer) -> Write {
    let row = args![timer.id.bucket(), &timer.id, &timer.case, &timer.what, timer.due_at, word(&timer.state),];
    Write::one(SAVE, row)
}

fn read(mut row: Row) -> Result<Timer, StoreError> {
    Ok(Timer {
        id: TimerId(row.text("id")?),
        case: CaseId(row.text("case_id")?),
        what: row.text("what")?,
        due_at: row.at("due_at")?,
        state: row.word("state")?,
    })
}

const OF_CASE: Statement = Statement::new(
    "timers.of_case",
    "select id, case_id, what, due_at, state from timers
     where bucket = $1 and case_id = $2 order by due_at, id",
);

/// The timers of a case.
pub async fn of_case(db: &Db, case: &CaseId) -> Result<Vec<Timer>, StoreError> {
    db.all(OF_CASE, args![case.bucket(), case], read).await
}

const IS_DUE: Statement =
    Statement::new("timers.is_due", "select id from timers where state = 'armed' and look_at <= $1 limit 1");

const LEASE: Statement = Statement::new(
    "timers.lease",
    "update timers set look_at = $2
     where id in (select id from timers where state = 'armed' and look_at <= $1
                  order by look_at, id limit $3)
         and state = 'armed' and look_at <= $1
     returning id, case_id, what, due_at, state",
);

/// Takes armed timers whose moment has passed, until a moment; the change that follows writes
/// each as met or breached.
pub async fn lease(db: &Db, now: Timestamp, until: Timestamp, limit: i64) -> Result<Vec<Timer>, StoreError> {
    if db.rows(IS_DUE, args![now]).await?.is_empty() {
        return Ok(Vec::new());
    }
    let rows = match db.take(LEASE, args![now, until, limit]).await {
        // Two workers in each other's way: both come again.
        Err(StoreError::Unavailable { unknown: true, .. }) => return Ok(Vec::new()),
        rows => rows?,
    };
    rows.into_iter().map(read).collect()
}

const NEXT_DUE: Statement =
    Statement::new("timers.next_due", "select look_at from timers where state = 'armed' order by look_at limit 1");

/// When the next armed timer is to be looked at.
pub async fn next_due(db: &Db) -> Result<Option<Timestamp>, StoreError> {
    db.one(NEXT_DUE, Vec::new(), |mut row| row.at("look_at")).await
}

pub(crate) const ALL: &[Statement] = &[SAVE, OF_CASE, IS_DUE, LEASE, NEXT_DUE];
