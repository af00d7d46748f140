//! How a deadline stands, in working days, and why a case is late: data for the queue row.

use domain::case::{Case, CaseState};
use domain::procedure::ProcedureStage;
use jiff::Timestamp;
use regulation::clock::{LegalClock, Term};
use regulation::package::Regulation;

/// How the deadline of a case stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Deadline {
    /// The term does not run yet.
    NotYet,
    /// The clock stands still.
    Paused,
    /// The case has ended.
    Done {
        /// When.
        at: Timestamp,
    },
    /// That many working days are left after today.
    Left {
        /// Working days.
        days: i64,
    },
    /// The last day is today.
    Today,
    /// The moment has passed.
    Late {
        /// Working days since; zero means that it passed today.
        days: i64,
    },
    /// The calendar of that year is not loaded; the date alone is shown.
    Uncounted,
}

/// Why a case is late.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LateReason {
    /// This procedure outlived its norm.
    Procedure {
        /// Title of the procedure.
        title: String,
        /// Its norm.
        norm: Option<Term>,
    },
    /// This source has not answered.
    Source {
        /// Title of the source.
        title: String,
    },
    /// The machine gave the case to a person, for this reason.
    Person {
        /// The reason.
        reason: String,
    },
}

/// How the deadline of a case stands at a moment.
pub fn deadline(case: &Case, clock: &LegalClock, now: Timestamp) -> Deadline {
    if let Some(at) = case.closed_at {
        return Deadline::Done { at };
    }
    if matches!(case.state, CaseState::Suspended | CaseState::AwaitingApplicant | CaseState::AwaitingPayment) {
        return Deadline::Paused;
    }
    let Some(due) = case.due.as_ref().or(case.registration_due.as_ref()) else { return Deadline::NotYet };
    let (today, last) = (clock.local_date(now), clock.local_date(due.at));
    if now > due.at {
        return clock
            .working_days_between(due.at, now)
            .map_or(Deadline::Uncounted, |days| Deadline::Late { days: days.into() });
    }
    if today == last {
        return Deadline::Today;
    }
    clock.working_days_between(now, due.at).map_or(Deadline::Uncounted, |days| Deadline::Left { days: days.into() })
}

/// Why a late case is late: the source that is silent, the procedure that runs past its norm,
/// or the machine's reason to stop.
pub fn late_reason(case: &Case, regulation: &Regulation, now: Timestamp) -> Option<LateReason> {
    if let Some(silent) = case.sources.iter().find(|asked| asked.state.outstanding()) {
        let declared = regulation.sources.get(&silent.source);
        let title = declared.map_or_else(|| silent.source.clone(), |source| source.title.clone());
        return Some(LateReason::Source { title });
    }
    let overdue = case.procedures.iter().find(|procedure| {
        procedure.stage == ProcedureStage::Overdue
            || (procedure.stage == ProcedureStage::Started && procedure.due.as_ref().is_some_and(|due| due.at < now))
    });
    if let Some(state) = overdue {
        let declared = regulation.procedures.iter().find(|procedure| procedure.id == state.id);
        return Some(LateReason::Procedure {
            title: declared.map_or_else(|| state.id.clone(), |procedure| procedure.title.clone()),
            norm: declared.map(|procedure| procedure.within),
        });
    }
    case.needs_person.clone().map(|reason| LateReason::Person { reason })
}
