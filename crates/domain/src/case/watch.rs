//! Ends that are watched: a warning before, a breach, a word to the head of the authority
//! (SM-31). When it is warned and escalated is the region's to say.

use jiff::{Timestamp, ToSpan};
use regulation::clock::{LegalClock, Term, TermUnit};

use super::changing::Changing;
use super::decide::Context;
use super::model::Case;
use crate::journal::Event;
use crate::procedure::ProcedureStage;
use crate::refusal::Refusal;
use crate::timer;

/// Counts the moments of looking before and after the end of the whole term.
pub(super) fn set(case: &mut Case, context: &Context<'_>) {
    let params = &context.region.params;
    let due = case.due.as_ref().map(|due| due.at);
    let running = case.term_ended_at.is_none();
    if running && !case.warned.iter().any(|name| name == "case") {
        let before = params.warn_before.as_ref().map(|norm| norm.value);
        case.warn_at = due.zip(before).and_then(|(due, term)| before_end(due, term, context.clock));
    }
    if running && case.breached.iter().any(|name| name == "case") {
        let after = params.escalate_after.as_ref().map(|norm| norm.value);
        let counted = due.zip(after).and_then(|(due, term)| context.clock.due(due, term, &[]).ok());
        case.escalate_at = counted.map(|due| due.at);
    } else if running {
        case.escalate_at = None;
    }
}

/// The beginning of the day that lies a term before the last day; of hours, the moment itself.
fn before_end(due: Timestamp, term: Term, clock: &LegalClock) -> Option<Timestamp> {
    let last = clock.local_date(due);
    let day = match term.unit {
        TermUnit::WorkingDays => {
            let (mut day, mut left) = (last, term.amount);
            while left > 0 {
                day = day.yesterday().ok()?;
                if clock.calendar.is_working(day).ok()? {
                    left -= 1;
                }
            }
            day
        }
        TermUnit::CalendarDays => last.checked_sub(i64::from(term.amount).days()).ok()?,
        TermUnit::Months => last.checked_sub(i64::from(term.amount).months()).ok()?,
        TermUnit::Years => last.checked_sub(i64::from(term.amount).years()).ok()?,
        TermUnit::Hours => return due.checked_sub(i64::from(term.amount).hours()).ok(),
        TermUnit::Minutes => return due.checked_sub(i64::from(term.amount).minutes()).ok(),
    };
    Some(clock.start_of_day(day))
}

/// The whole term is about to end.
pub(super) fn warn(work: &mut Changing<'_>, what: &str) -> Result<(), Refusal> {
    if work.case.warned.iter().any(|name| name == what) || work.case.breached.iter().any(|name| name == what) {
        return Err(Refusal::AlreadyDone);
    }
    let due = work.case.warn_at.filter(|_| what == "case" && work.case.term_ended_at.is_none());
    if due.is_none_or(|at| work.now < at) {
        return Err(Refusal::NotDue);
    }
    work.happened(Event::Warned { what: what.to_owned() });
    Ok(())
}

/// A breach lasts.
pub(super) fn escalate(work: &mut Changing<'_>, what: &str) -> Result<(), Refusal> {
    if work.case.escalated.iter().any(|name| name == what) {
        return Err(Refusal::AlreadyDone);
    }
    let due = work.case.escalate_at.filter(|_| what == "case" && work.case.term_ended_at.is_none());
    if due.is_none_or(|at| work.now <= at) {
        return Err(Refusal::NotDue);
    }
    work.happened(Event::Escalated { what: what.to_owned() });
    Ok(())
}

/// A due moment passed and what it watches still runs: it is said, never hidden.
pub(super) fn breach(work: &mut Changing<'_>, what: &str) -> Result<(), Refusal> {
    if let Some((id, time)) = timer::obligation(what) {
        return super::after::overdue(work, id, time);
    }
    if what == timer::LOOK {
        return super::after::look(work);
    }
    let (due, ended, known) = match what {
        "registration" => {
            let due = work.case.registration_due.as_ref();
            (due, work.case.registered_at.is_some(), work.case.breached.iter().any(|name| name == what))
        }
        "case" => {
            let ended = work.case.term_ended_at.is_some() || work.case.state.paused();
            (work.case.due.as_ref(), ended, work.case.breached.iter().any(|name| name == what))
        }
        procedure => {
            let found = work.case.procedures.iter().find(|state| state.id == procedure);
            let found = found.ok_or_else(|| Refusal::ProcedureNotRunning(procedure.to_owned()))?;
            (found.due.as_ref(), !found.runs(), found.stage == ProcedureStage::Overdue)
        }
    };
    if known {
        return Err(Refusal::AlreadyDone);
    }
    if ended || due.is_none_or(|due| work.now <= due.at) {
        return Err(Refusal::NotDue);
    }
    work.happened(Event::TimerBreached { what: what.to_owned() });
    work.advance_later();
    Ok(())
}
