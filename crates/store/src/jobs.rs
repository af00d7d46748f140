//! The outbox. A job is written in the batch that wants its effect and done after the commit,
//! at least once. A lease moves `due_at` to its end: a worker that dies simply lets the job
//! fall due again. Leases and sweeps go over all buckets; what a job does stays in its own.

use domain::id::JobId;
use domain::job::{Job, Work};
use jiff::{SignedDuration, Timestamp};

use crate::batch::Write;
use crate::db::Db;
use crate::error::StoreError;
use crate::value::{Row, Statement, args, json};

/// Attempts before a job is parked where a person sees it.
pub const ATTEMPTS: i64 = 12;

const INSERT: Statement = Statement::new(
    "jobs.insert",
    "insert into jobs (bucket, id, key, name, work, state, due_at, lease, attempts)
     values ($1, $2, $3, $4, $5, 'open', $6, '', 0)
     on conflict (bucket, key) do nothing",
);

/// Attempts while an outside system does not answer before the job is parked all the same: a week.
pub const OUTAGE_ATTEMPTS: i64 = 1000;

/// The longest pause between two attempts while an outside system does not answer.
const OUTAGE_PAUSE: SignedDuration = SignedDuration::from_mins(10);

/// A new job; nothing happens when one with its key exists in its bucket.
pub fn insert(job: &Job) -> Write {
    let row = args![job.id.bucket(), &job.id, &job.key, job.work.name(), json(&job.work), job.due_at,];
    Write::any(INSERT, row)
}

/// A job in the hands of a worker.
#[derive(Debug, Clone, PartialEq)]
pub struct Leased {
    /// Its id.
    pub id: JobId,
    /// What to do.
    pub work: Work,
    /// Which attempt this is, from 1.
    pub attempt: i64,
    /// The lease; nobody else can end the job while it holds.
    pub lease: String,
}

impl Leased {
    /// Whether a failure of this attempt parks the job.
    pub fn is_last(&self) -> bool {
        self.attempt >= ATTEMPTS
    }
}

const IS_DUE: Statement =
    Statement::new("jobs.is_due", "select id from jobs where state = 'open' and due_at <= $1 limit 1");

const LEASE: Statement = Statement::new(
    "jobs.lease",
    "update jobs set due_at = $2, lease = $3, attempts = attempts + 1
     where id in (select id from jobs where state = 'open' and due_at <= $1
                  order by due_at, id limit $4)
         and state = 'open' and due_at <= $1
     returning id, work, attempts, lease",
);

/// Takes up to `limit` due jobs until a moment. `lease` is a fresh random text of the worker.
/// Two workers never get the same job: who comes second finds `due_at` moved.
pub async fn lease(
    db: &Db,
    lease: &str,
    now: Timestamp,
    until: Timestamp,
    limit: i64,
) -> Result<Vec<Leased>, StoreError> {
    // An idle worker asks often and must not write for it.
    if db.rows(IS_DUE, args![now]).await?.is_empty() {
        return Ok(Vec::new());
    }
    let rows = match db.take(LEASE, args![now, until, lease, limit]).await {
        // Two workers in each other's way: both come again.
        Err(StoreError::Unavailable { unknown: true, .. }) => return Ok(Vec::new()),
        rows => rows?,
    };
    rows.into_iter().map(read).collect()
}

fn read(mut row: Row) -> Result<Leased, StoreError> {
    Ok(Leased {
        id: JobId(row.text("id")?),
        work: row.json("work")?,
        attempt: row.int("attempts")?,
        lease: row.text("lease")?,
    })
}

const RENEW: Statement = Statement::new(
    "jobs.renew",
    "update jobs set due_at = $4 where bucket = $1 and id = $2 and lease = $3 and state = 'open'",
);

/// Keeps a job longer. A conflict at `jobs.renew`: the lease ran out and another has it.
pub fn renew(job: &Leased, until: Timestamp) -> Write {
    Write::one(RENEW, args![job.id.bucket(), &job.id, &job.lease, until])
}

const DONE: Statement = Statement::new(
    "jobs.done",
    "update jobs set state = 'done', ended_at = $4, lease = '', problem = null
     where bucket = $1 and id = $2 and lease = $3 and state = 'open'",
);

/// The job is done: put this into the batch that writes its outcome, and a worker whose lease
/// ran out cannot write the outcome a second time.
pub fn done(job: &Leased, now: Timestamp) -> Write {
    Write::one(DONE, args![job.id.bucket(), &job.id, &job.lease, now])
}

const AGAIN: Statement = Statement::new(
    "jobs.again",
    "update jobs set due_at = $4, lease = '', problem = $5
     where bucket = $1 and id = $2 and lease = $3 and state = 'open'",
);

const PARK: Statement = Statement::new(
    "jobs.park",
    "update jobs set state = 'parked', ended_at = $4, lease = '', problem = $5
     where bucket = $1 and id = $2 and lease = $3 and state = 'open'",
);

/// The attempt failed: again after a growing pause, or parked after the last one. `problem` is
/// shown to administrators: no personal data in it.
pub fn failed(job: &Leased, now: Timestamp, problem: &str) -> Write {
    if job.is_last() {
        return park(job, now, problem);
    }
    let due = now.checked_add(pause(job.attempt)).unwrap_or(now);
    Write::one(AGAIN, args![job.id.bucket(), &job.id, &job.lease, due, problem])
}

/// The system the job needs does not answer. That passes by itself, so it is not the job's failure:
/// again after a growing pause, for a week; whatever waited goes out soon after the system is back.
pub fn unavailable(job: &Leased, now: Timestamp, problem: &str) -> Write {
    if job.attempt >= OUTAGE_ATTEMPTS {
        return park(job, now, problem);
    }
    let due = now.checked_add(pause(job.attempt).min(OUTAGE_PAUSE)).unwrap_or(now);
    Write::one(AGAIN, args![job.id.bucket(), &job.id, &job.lease, due, problem])
}

const LATER: Statement = Statement::new(
    "jobs.later",
    "update jobs set due_at = $4, lease = '', attempts = 0
     where bucket = $1 and id = $2 and lease = $3 and state = 'open'",
);

/// Nothing failed, but there is nothing to do before `due`: the attempts count anew.
pub fn later(job: &Leased, due: Timestamp) -> Write {
    Write::one(LATER, args![job.id.bucket(), &job.id, &job.lease, due])
}

/// Never again by itself: a person must look.
pub fn park(job: &Leased, now: Timestamp, problem: &str) -> Write {
    Write::one(PARK, args![job.id.bucket(), &job.id, &job.lease, now, problem])
}

/// The pause after an attempt: 2, 4, 8 … seconds, at most an hour.
pub fn pause(attempt: i64) -> SignedDuration {
    SignedDuration::from_secs(1_i64.checked_shl(attempt.clamp(1, 30) as u32).unwrap_or(1).min(3600))
}

const UNPARK: Statement = Statement::new(
    "jobs.unpark",
    "update jobs set state = 'open', due_at = $3, attempts = 0, ended_at = null
     where bucket = $1 and id = $2 and state = 'parked'",
);

/// A person has mended the cause: the job runs again.
pub fn unpark(id: &JobId, now: Timestamp) -> Write {
    Write::one(UNPARK, args![id.bucket(), id, now])
}

/// A parked job, for administrators.
#[derive(Debug, Clone, PartialEq)]
pub struct Parked {
    /// Its id.
    pub id: JobId,
    /// What it was to do.
    pub work: Work,
    /// What went wrong last.
    pub problem: Option<String>,
    /// When it was parked.
    pub at: Timestamp,
}

const PARKED: Statement = Statement::new(
    "jobs.parked",
    "select id, work, problem, ended_at from jobs where state = 'parked' order by id limit $1",
);

/// Parked jobs, oldest first.
pub async fn parked(db: &Db, limit: i64) -> Result<Vec<Parked>, StoreError> {
    db.all(PARKED, args![limit], |mut row| {
        Ok(Parked {
            id: JobId(row.text("id")?),
            work: row.json("work")?,
            problem: row.maybe_text("problem")?,
            at: row.at("ended_at")?,
        })
    })
    .await
}

/// How the outbox stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Stats {
    /// Due now.
    pub ready: i64,
    /// In the hands of workers.
    pub leased: i64,
    /// Due later.
    pub waiting: i64,
    /// Parked.
    pub parked: i64,
}

const STATS: Statement = Statement::new(
    "jobs.stats",
    "select count(*) filter (where state = 'open' and due_at <= $1),
         count(*) filter (where state = 'open' and due_at > $1 and lease <> ''),
         count(*) filter (where state = 'open' and due_at > $1 and lease = ''),
         count(*) filter (where state = 'parked')
     from (select state, due_at, lease from jobs where state = 'open'
           union all select state, due_at, lease from jobs where state = 'parked') as left_over",
);

/// How the outbox stands now.
pub async fn stats(db: &Db, now: Timestamp) -> Result<Stats, StoreError> {
    let stats = db.one(STATS, args![now], |mut row| {
        Ok(Stats {
            ready: row.int("ready")?,
            leased: row.int("leased")?,
            waiting: row.int("waiting")?,
            parked: row.int("parked")?,
        })
    });
    stats.await.map(Option::unwrap_or_default)
}

/// Jobs of one name that are not done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ByName {
    /// Name of the work.
    pub name: String,
    /// To be done.
    pub open: i64,
    /// Failed at least once and tried again.
    pub stumbled: i64,
    /// Parked.
    pub parked: i64,
    /// Id of the oldest one to be done; its first bytes are the moment it was made.
    pub oldest: Option<String>,
}

const BY_NAME: Statement = Statement::new(
    "jobs.by_name",
    "select name, count(*) filter (where state = 'open'),
         count(*) filter (where state = 'open' and problem is not null),
         count(*) filter (where state = 'parked'),
         min(case when state = 'open' then id end)
     from (select id, name, state, problem from jobs where state = 'open'
           union all select id, name, state, problem from jobs where state = 'parked') as left_over
     group by name order by name",
);

/// How the jobs stand, name by name.
pub async fn by_name(db: &Db) -> Result<Vec<ByName>, StoreError> {
    db.all(BY_NAME, Vec::new(), |mut row| {
        Ok(ByName {
            name: row.text("name")?,
            open: row.int("open")?,
            stumbled: row.int("stumbled")?,
            parked: row.int("parked")?,
            oldest: row.maybe_text("oldest")?,
        })
    })
    .await
}

const NEXT_DUE: Statement =
    Statement::new("jobs.next_due", "select due_at from jobs where state = 'open' order by due_at limit 1");

/// When the next job falls due: a worker may sleep until then.
pub async fn next_due(db: &Db) -> Result<Option<Timestamp>, StoreError> {
    db.one(NEXT_DUE, Vec::new(), |mut row| row.at("due_at")).await
}

const PURGE: Statement = Statement::new("jobs.purge", "delete from jobs where state = 'done' and ended_at < $1");

/// Forgets jobs done before a moment; their keys are free again.
pub fn purge(before: Timestamp) -> Write {
    Write::any(PURGE, args![before])
}

pub(crate) const ALL: &[Statement] =
    &[INSERT, IS_DUE, LEASE, RENEW, DONE, AGAIN, PARK, LATER, UNPARK, PARKED, STATS, BY_NAME, NEXT_DUE, PURGE];
