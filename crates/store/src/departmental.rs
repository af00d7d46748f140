//! Cases served in departmental systems: deliveries with their receipts, events taken once, orders
//! of ЕПГУ, and how outside systems fare.

use domain::id::{CaseId, DraftId};
use jiff::Timestamp;

use crate::batch::Write;
use crate::db::Db;
use crate::error::StoreError;
use crate::value::{Row, Statement, args};

/// A case on its way to the system that serves it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Delivery {
    /// The case.
    pub case: CaseId,
    /// The system.
    pub system: String,
    /// Number of the case.
    pub number: String,
    /// Since when it is to be delivered.
    pub wanted_at: Timestamp,
    /// How often it was tried.
    pub tries: i64,
    /// What went wrong last.
    pub problem: Option<String>,
    /// Its number there, once it was taken.
    pub receipt: Option<String>,
    /// When it was taken.
    pub received_at: Option<Timestamp>,
    /// Number of the result there, once it was made.
    pub result: Option<String>,
}

const WANT: Statement = Statement::new(
    "departmental.want",
    "insert into departmental_deliveries (bucket, case_id, system, number, wanted_at, tries)
     values ($1, $2, $3, $4, $5, 0) on conflict (bucket, case_id) do nothing",
);

/// A case is to be delivered; nothing happens when it is so already.
pub fn want(case: &CaseId, system: &str, number: &str, now: Timestamp) -> Write {
    Write::any(WANT, args![case.bucket(), case, system, number, now])
}

const TRIED: Statement = Statement::new(
    "departmental.tried",
    "update departmental_deliveries set tries = tries + 1, problem = $3
     where bucket = $1 and case_id = $2 and received_at is null",
);

/// The system could not be reached.
pub fn tried(case: &CaseId, problem: &str) -> Write {
    Write::any(TRIED, args![case.bucket(), case, problem])
}

const RECEIVED: Statement = Statement::new(
    "departmental.received",
    "update departmental_deliveries set tries = tries + 1, problem = null, receipt = $3, received_at = $4
     where bucket = $1 and case_id = $2 and received_at is null",
);

/// The system has the case: its receipt.
pub fn received(case: &CaseId, receipt: &str, now: Timestamp) -> Write {
    Write::any(RECEIVED, args![case.bucket(), case, receipt, now])
}

const RESULT: Statement = Statement::new(
    "departmental.result",
    "update departmental_deliveries set result = $3 where bucket = $1 and case_id = $2",
);

/// The result was made there.
pub fn result_made(case: &CaseId, number: &str) -> Write {
    Write::one(RESULT, args![case.bucket(), case, number])
}

const ENDED: Statement = Statement::new(
    "departmental.ended",
    "update departmental_deliveries set ended_at = $3
     where bucket = $1 and case_id = $2 and ended_at is null",
);

/// The case has ended: nothing is waited for any more.
pub fn ended(case: &CaseId, now: Timestamp) -> Write {
    Write::any(ENDED, args![case.bucket(), case, now])
}

const BY_CASE: Statement = Statement::new(
    "departmental.by_case",
    "select case_id, system, number, wanted_at, tries, problem, receipt, received_at, result
     from departmental_deliveries where bucket = $1 and case_id = $2",
);

/// How far a case is.
pub async fn by_case(db: &Db, case: &CaseId) -> Result<Option<Delivery>, StoreError> {
    db.one(BY_CASE, args![case.bucket(), case], read).await
}

const WAITING: Statement = Statement::new(
    "departmental.waiting",
    "select count(*), min(wanted_at) from departmental_deliveries
     where system = $1 and received_at is null and ended_at is null",
);

/// How many cases wait to be delivered to a system, and since when the oldest does.
pub async fn waiting(db: &Db, system: &str) -> Result<(i64, Option<Timestamp>), StoreError> {
    let found = db.one(WAITING, args![system], |mut row| Ok((row.int("count")?, row.maybe_at("oldest")?)));
    Ok(found.await?.unwrap_or_default())
}

const OPEN: Statement = Statement::new(
    "departmental.open",
    "select case_id, system, number, wanted_at, tries, problem, receipt, received_at, result
     from departmental_deliveries
     where system = $1 and received_at is not null and ended_at is null and case_id > $2
     order by case_id limit $3",
);

/// Cases that a system has and has not ended, page by page.
pub async fn open(db: &Db, system: &str, after: &str, limit: i64) -> Result<Vec<Delivery>, StoreError> {
    db.all(OPEN, args![system, after, limit], read).await
}

fn read(mut row: Row) -> Result<Delivery, StoreError> {
    Ok(Delivery {
        case: CaseId(row.text("case_id")?),
        system: row.text("system")?,
        number: row.text("number")?,
        wanted_at: row.at("wanted_at")?,
        tries: row.int("tries")?,
        problem: row.maybe_text("problem")?,
        receipt: row.maybe_text("receipt")?,
        received_at: row.maybe_at("received_at")?,
        result: row.maybe_text("result")?,
    })
}

const EVENT: Statement = Statement::new(
    "departmental.event",
    "insert into departmental_events (bucket, case_id, event_id, system, digest, received_at)
     values ($1, $2, $3, $4, $5, $6)",
);

/// An event was taken. A second one with its id is a conflict at `departmental.event`: put this into
/// the batch that does what the event says.
pub fn event(case: &CaseId, id: &str, system: &str, digest: &str, now: Timestamp) -> Write {
    Write::one(EVENT, args![case.bucket(), case, id, system, digest, now])
}

const SEEN: Statement = Statement::new(
    "departmental.seen",
    "select digest from departmental_events where bucket = $1 and case_id = $2 and event_id = $3",
);

/// The digest of what an event with this id said, if it was taken before.
pub async fn seen(db: &Db, case: &CaseId, id: &str) -> Result<Option<String>, StoreError> {
    db.one(SEEN, args![case.bucket(), case, id], |mut row| row.text("digest")).await
}

/// An order of ЕПГУ.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Order {
    /// Its number there.
    pub number: String,
    /// The service.
    pub service: String,
    /// The message it came with.
    pub message: String,
    /// The draft it became, in the bucket of its person.
    pub draft: DraftId,
    /// When it came.
    pub at: Timestamp,
    /// The last state ЕПГУ was told.
    pub told: Option<String>,
}

const ORDER: Statement = Statement::new(
    "concentrator.order",
    "insert into concentrator_orders (bucket, order_number, service, message_id, draft_id, received_at)
     values ($1, $2, $3, $4, $5, $6)",
);

/// A new order. A conflict at `concentrator.order`: it came before.
pub fn order(order: &Order) -> Write {
    let row = args![order.draft.bucket(), &order.number, &order.service, &order.message, &order.draft, order.at];
    Write::one(ORDER, row)
}

const ORDER_DROP: Statement =
    Statement::new("concentrator.drop", "delete from concentrator_orders where bucket = $1 and order_number = $2");

/// The order could not be filed: nothing is kept of it.
pub fn order_dropped(order: &Order) -> Write {
    Write::any(ORDER_DROP, args![order.draft.bucket(), &order.number])
}

const ORDER_TOLD: Statement = Statement::new(
    "concentrator.told",
    "update concentrator_orders set told = $3, told_at = $4 where bucket = $1 and order_number = $2",
);

/// ЕПГУ was told a state.
pub fn order_told(order: &Order, state: &str, now: Timestamp) -> Write {
    Write::one(ORDER_TOLD, args![order.draft.bucket(), &order.number, state, now])
}

const ORDER_OF_DRAFT: Statement = Statement::new(
    "concentrator.of_draft",
    "select order_number, service, message_id, draft_id, received_at, told
     from concentrator_orders where bucket = $1 and draft_id = $2",
);

/// The order a draft was made of.
pub async fn order_of_draft(db: &Db, draft: &DraftId) -> Result<Option<Order>, StoreError> {
    db.one(ORDER_OF_DRAFT, args![draft.bucket(), draft], |mut row| {
        Ok(Order {
            number: row.text("order_number")?,
            service: row.text("service")?,
            message: row.text("message_id")?,
            draft: DraftId(row.text("draft_id")?),
            at: row.at("received_at")?,
            told: row.maybe_text("told")?,
        })
    })
    .await
}

/// How an outside system fares.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Health {
    /// Its name.
    pub name: String,
    /// When it was spoken to last.
    pub seen_at: Timestamp,
    /// When it answered last.
    pub well_at: Option<Timestamp>,
    /// Since when it does not answer.
    pub failing_since: Option<Timestamp>,
    /// What went wrong last.
    pub problem: Option<String>,
}

const WELL: Statement = Statement::new(
    "outside.well",
    "insert into outside_health (name, seen_at, well_at) values ($1, $2, $3)
     on conflict (name) do update set seen_at = excluded.seen_at, well_at = excluded.well_at,
         failing_since = null, problem = null",
);

/// A system answered.
pub fn well(name: &str, now: Timestamp) -> Write {
    Write::any(WELL, args![name, now, now])
}

const ILL: Statement = Statement::new(
    "outside.ill",
    "insert into outside_health (name, seen_at, failing_since, problem) values ($1, $2, $3, $4)
     on conflict (name) do update set seen_at = excluded.seen_at, problem = excluded.problem,
         failing_since = coalesce(outside_health.failing_since, excluded.failing_since)",
);

/// A system did not answer. `problem` is shown to administrators: no personal data in it.
pub fn ill(name: &str, problem: &str, now: Timestamp) -> Write {
    Write::any(ILL, args![name, now, now, problem])
}

const HEALTH: Statement = Statement::new(
    "outside.health",
    "select name, seen_at, well_at, failing_since, problem from outside_health order by name",
);

/// All systems ever spoken to.
pub async fn health(db: &Db) -> Result<Vec<Health>, StoreError> {
    db.all(HEALTH, Vec::new(), |mut row| {
        Ok(Health {
            name: row.text("name")?,
            seen_at: row.at("seen_at")?,
            well_at: row.maybe_at("well_at")?,
            failing_since: row.maybe_at("failing_since")?,
            problem: row.maybe_text("problem")?,
        })
    })
    .await
}

/// What an administrator did about an outside system.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Act {
    /// Its id.
    pub id: String,
    /// When.
    pub at: Timestamp,
    /// Sign-in name of the official.
    pub official: String,
    /// Which system.
    pub system: String,
    /// What: the name of an act and how many jobs it reached.
    pub act: String,
}

const ACT: Statement = Statement::new(
    "outside.act",
    "insert into outside_acts (bucket, id, at, official, system, act) values ($1, $2, $3, $4, $5, $6)",
);

/// An administrator did something about an outside system.
pub fn act(act: &Act) -> Write {
    Write::one(
        ACT,
        args![domain::id::JobId(act.id.clone()).bucket(), &act.id, act.at, &act.official, &act.system, &act.act],
    )
}

const ACTS: Statement =
    Statement::new("outside.acts", "select id, at, official, system, act from outside_acts order by at desc limit $1");

/// What administrators did, newest first.
pub async fn acts(db: &Db, limit: i64) -> Result<Vec<Act>, StoreError> {
    db.all(ACTS, args![limit], |mut row| {
        Ok(Act {
            id: row.text("id")?,
            at: row.at("at")?,
            official: row.text("official")?,
            system: row.text("system")?,
            act: row.text("act")?,
        })
    })
    .await
}

pub(crate) const ALL: &[Statement] = &[
    WANT,
    TRIED,
    RECEIVED,
    RESULT,
    ENDED,
    BY_CASE,
    WAITING,
    OPEN,
    EVENT,
    SEEN,
    ORDER,
    ORDER_DROP,
    ORDER_TOLD,
    ORDER_OF_DRAFT,
    WELL,
    ILL,
    HEALTH,
    ACT,
    ACTS,
];
