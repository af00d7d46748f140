//! Counting due moments anew when a calendar was amended or came at last (SEC-05, SM-31). What
//! passed already stays passed; what stands still is counted when it goes on.

use regulation::clock::Due;

use super::changing::Changing;
use crate::journal::Event;
use crate::procedure::ProcedureStage;
use crate::refusal::Refusal;

/// Counts every running term again and says in the journal which ends moved.
pub(super) fn recount(work: &mut Changing<'_>) -> Result<(), Refusal> {
    let clock = work.context.clock;
    let pauses: Vec<_> =
        work.case.pauses.iter().filter_map(|pause| pause.until.map(|until| (pause.from, until))).collect();
    let passed = |what: &str| work.case.breached.iter().any(|name| name == what);
    let again = |due: &Due| clock.due(due.story.from, due.story.term, &pauses);

    let within = work.context.region.params.registration_within.value;
    let registration_due = match work.case.registered_at {
        None if !passed("registration") => {
            // A case whose intake was reopened counts from then.
            let since = work.case.registration_due.as_ref().map_or(work.case.filed_at, |due| due.story.from);
            Some(clock.due(since, within, &[])?)
        }
        _ => None,
    };
    let registration_due = registration_due.filter(|due| Some(due) != work.case.registration_due.as_ref());
    let due = match &work.case.due {
        Some(due) if work.case.term_ended_at.is_none() && !passed("case") => Some(again(due)?),
        _ => None,
    };
    let due = due.filter(|due| Some(due) != work.case.due.as_ref());
    let mut procedures = Vec::new();
    for procedure in &work.case.procedures {
        if let (ProcedureStage::Started, Some(due)) = (procedure.stage, &procedure.due) {
            let counted = again(due)?;
            if counted != *due {
                procedures.push((procedure.id.clone(), counted));
            }
        }
    }
    if registration_due.is_none() && due.is_none() && procedures.is_empty() {
        return Err(Refusal::AlreadyDone);
    }
    work.happened(Event::Recounted { registration_due, due, procedures });
    Ok(())
}
