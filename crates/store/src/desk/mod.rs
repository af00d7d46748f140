//! The desk of an authority: the queue of its open cases, kept in the same batch as the cases,
//! with its counters and the archive of what was closed. Closed cases leave the queue, so its
//! pages cost the same after ten years.

pub mod archive;
mod counts;
mod lines;
pub mod roster;
pub mod tasks;
pub mod views;
pub mod words;

use domain::case::{Case, CaseState, Waits};
use domain::id::CaseId;
use jiff::civil::Date;

use crate::batch::Write;
use crate::text::fold;
use crate::value::{Statement, args, json, word};

pub(crate) use counts::purge as purge_counts;
pub use counts::{Counts, counts, late_since};
pub use lines::{Cursor, Filter, Holder, Line, NameCursor, by_applicant, by_number, queue};

const PLACE: Statement = Statement::new(
    "desk.place",
    "insert into desk_queue (authority, case_id, number, service, state, state_group,
         applicant_name, applicant_key, filed_at, registered_at, due_at, sort_at, assignee_id,
         needs_person, waits, holder, day, line)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18)
     on conflict (authority, case_id) do update set state = $5, state_group = $6,
         registered_at = $10, due_at = $11, sort_at = $12, assignee_id = $13, needs_person = $14,
         waits = $15, holder = $16, day = $17, line = $18",
);

const LEAVE: Statement = Statement::new("desk.leave", "delete from desk_queue where authority = $1 and case_id = $2");

/// What stands still is not urgent: it comes after everything whose term runs.
const PAUSED_FROM: i64 = 1 << 60;

/// The day of what has no running term.
const NO_DAY: i64 = 0;

/// Puts a case where it belongs in the queue, or takes it out into the archive.
pub(crate) fn place(case: &Case) -> Vec<Write> {
    let Some(waits) = Waits::of(case) else { return leave(case) };
    let due = case.due.as_ref().or(case.registration_due.as_ref());
    let due_at = due.map(|due| due.at);
    let paused = stands(case);
    // What is not registered yet must be within a day or so: it goes by its own term, and
    // without one before everything else.
    let sort_at = due_at.unwrap_or(case.filed_at).as_millisecond() + if paused { PAUSED_FROM } else { 0 };
    let day = if paused { NO_DAY } else { due.map_or(NO_DAY, |due| day_number(due.last_day())) };
    let holder = case.assignee.as_ref().map_or("", |official| official.as_str());
    let row = args![
        &case.authority,
        &case.id,
        &case.number,
        &case.service,
        word(&case.state),
        if waits.decided() { "decided" } else { "open" },
        &case.applicant_name,
        fold(&case.applicant_name),
        case.filed_at,
        case.registered_at,
        due_at,
        sort_at,
        case.assignee.as_ref(),
        case.needs_person.as_ref(),
        waits.name(),
        holder,
        day,
        json(&lines::shown(case)),
    ];
    let mut writes = counts::moved(case, waits, holder, day);
    writes.push(Write::one(PLACE, row));
    if case.revision > 1 {
        writes.push(archive::forget(case));
    }
    writes
}

fn leave(case: &Case) -> Vec<Write> {
    let mut writes = counts::gone(case);
    writes.push(Write::any(LEAVE, args![&case.authority, &case.id]));
    writes.extend(archive::keep(case));
    writes
}

/// Does the term of the case stand still?
fn stands(case: &Case) -> bool {
    case.state.paused() || case.state == CaseState::AwaitingPayment
}

/// A day as the counters name it: days since 1970.
pub fn day_number(day: Date) -> i64 {
    const BEGIN: Date = jiff::civil::date(1970, 1, 1);
    BEGIN.until(day).map_or(NO_DAY, |span| i64::from(span.get_days()))
}

/// Which of the shards of an authority's counters a case counts in.
fn shard(case: &CaseId) -> i64 {
    const SHARDS: i64 = 8;
    case.bucket().rem_euclid(SHARDS)
}

pub(crate) const ALL: &[Statement] = &[PLACE, LEAVE];
pub(crate) use counts::ALL as COUNTS;
pub(crate) use lines::ALL as LINES;
