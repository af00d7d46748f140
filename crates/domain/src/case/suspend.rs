//! The clock of a case: suspension, waiting for the applicant, going on, and due moments that
//! passed (P4 and P7 of C24, SM-31).

use jiff::Timestamp;
use regulation::clock::Due;

use super::changing::Changing;
use super::model::{Actor, Pause};
use crate::journal::Event;
use crate::notice::{Content, Progress};
use crate::procedure::ProcedureStage;
use crate::refusal::Refusal;

/// Stops on a ground; the applicant is told the ground and the clock stands still.
pub(super) fn suspend(work: &mut Changing<'_>, reason: &str) -> Result<(), Refusal> {
    let (procedure, reason) = stop(work, reason, Event::Suspended)?;
    work.notify(&Content::Progress(Progress::Suspended { procedure, reason }))
}

/// Asks the applicant for more; the clock stands still until the answer.
pub(super) fn ask(work: &mut Changing<'_>, reason: &str) -> Result<(), Refusal> {
    let (procedure, reason) = stop(work, reason, Event::ApplicantAsked)?;
    work.notify(&Content::Progress(Progress::Asked { procedure, reason }))
}

/// Goes on: every term that stood still ends later by as long as it stood.
pub(super) fn resume(work: &mut Changing<'_>) -> Result<(), Refusal> {
    if let Actor::Official(official) = work.by {
        work.taken_by(official)?;
    }
    let asked = work.case.state == super::CaseState::AwaitingApplicant;
    if matches!(work.by, Actor::Applicant(_)) && !asked {
        return Err(Refusal::NotAllowed);
    }
    let pauses: Vec<(Timestamp, Timestamp)> =
        work.case.pauses.iter().map(|pause| (pause.from, pause.until.unwrap_or(work.now))).collect();
    let recount = |due: &Due| work.context.clock.due(due.story.from, due.story.term, &pauses);
    let due = work.case.due.as_ref().ok_or(Refusal::WrongState { state: work.case.state.name() })?;
    let due = recount(due)?;
    let mut procedures = Vec::new();
    for procedure in &work.case.procedures {
        if let (ProcedureStage::Paused, Some(due)) = (procedure.stage, &procedure.due) {
            procedures.push((procedure.id.clone(), recount(due)?));
        }
    }
    work.happened(Event::Resumed { due: due.clone(), procedures });
    let procedure = running_title(work);
    work.notify(&Content::Progress(Progress::Resumed { procedure, due }))?;
    work.advance_later();
    Ok(())
}

/// A due moment passed and what it watches still runs: it is said, never hidden.
pub(super) fn breach(work: &mut Changing<'_>, what: &str) -> Result<(), Refusal> {
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

fn stop(work: &mut Changing<'_>, reason: &str, event: Event) -> Result<(String, String), Refusal> {
    if let Actor::Official(official) = work.by {
        work.taken_by(official)?;
    }
    let reason = reason.trim();
    if reason.is_empty() {
        return Err(Refusal::ReasonNeeded);
    }
    let procedure = running_title(work);
    work.happened(event);
    // The words are for the applicant and stay in the case; the journal knows from when.
    if let Some(Pause { reason: words, .. }) = work.case.pauses.last_mut() {
        reason.clone_into(words);
    }
    Ok((procedure, reason.to_owned()))
}

fn running_title(work: &Changing<'_>) -> String {
    work.running().map_or_else(|| work.context.regulation.short.clone(), |(_, rule)| rule.title.clone())
}
