//! A case that was over goes back to work: a complaint was upheld, a court said so, the authority
//! erred. What was decided stays beside what will be (SM-11).

use regulation::clock::Term;
use regulation::package::ProcedureKind;

use super::changing::Changing;
use super::course::start_next;
use super::wish::ReopenGround;
use crate::journal::Event;
use crate::notice::{Content, Progress};
use crate::refusal::Refusal;

/// Decides anew: the decision and all that follows it run again, or intake where that was refused.
pub(super) fn reopen(work: &mut Changing<'_>, reason: &str, ground: ReopenGround) -> Result<(), Refusal> {
    again(work, reason, ground, false)
}

/// Makes the result anew; the decision stands.
pub(super) fn correct(work: &mut Changing<'_>, reason: &str) -> Result<(), Refusal> {
    again(work, reason, ReopenGround::Error, true)
}

/// The whole term of the variant as it is today, whatever was prolonged or corrected meanwhile.
fn whole(work: &Changing<'_>) -> Option<Term> {
    let usual = work.case.variant.as_deref().and_then(|id| work.context.regulation.variant(id));
    work.outlook().term.term.or(usual.map(|variant| variant.term))
}

fn again(work: &mut Changing<'_>, reason: &str, ground: ReopenGround, only_result: bool) -> Result<(), Refusal> {
    let reason = reason.trim();
    if reason.is_empty() {
        return Err(Refusal::ReasonNeeded);
    }
    let first = if only_result { ProcedureKind::Provision } else { ProcedureKind::Decision };
    let course = &work.case.procedures;
    // What was returned or passed on begins with what was not decided then.
    let decided = work.case.decision.is_some();
    let before = |kind| matches!(kind, ProcedureKind::Intake | ProcedureKind::Profiling | ProcedureKind::Proactive);
    let from = course.iter().position(|procedure| match decided {
        true => procedure.kind == first,
        false => !before(procedure.kind),
    });
    let registered = work.case.registered_at.is_some();
    let from = match from {
        Some(from) => from,
        None if registered => return Err(Refusal::ProcedureNotRunning("decision".to_owned())),
        None => course.len(),
    };
    // Intake is over once the case is registered, wherever it stands in the course.
    let anew = course.iter().skip(from).filter(|procedure| !before(procedure.kind));
    let procedures: Vec<String> = anew.map(|procedure| procedure.id.clone()).collect();
    let term = match (&work.case.due, only_result) {
        // The whole term runs anew; a corrected result has the norm of its provision.
        (Some(due), false) => whole(work).unwrap_or(due.story.term),
        (_, true) => {
            let rule = procedures.first().and_then(|id| work.rule(id));
            rule.ok_or_else(|| Refusal::ProcedureNotRunning("provision".to_owned()))?.within
        }
        (None, false) => work.context.region.params.registration_within.value,
    };
    let due = work.due(term)?;
    // What has not ended, ends with the round that it belongs to.
    work.close_procedures();
    work.happened(Event::Reopened { ground, only_result, procedures, due: due.clone() });
    if let Some(round) = work.case.rounds.last_mut() {
        reason.clone_into(&mut round.reason);
    }
    if registered {
        start_next(work)?;
    }
    work.notify(&Content::Progress(Progress::Reopened { ground, reason: reason.to_owned(), due }))?;
    work.advance_later();
    Ok(())
}
