//! Assessment of the applicant or an object (P9 of C24): experts give sheets; the procedure ends
//! when as many have come as the regulation wants.

use regulation::expression::Verdict;
use regulation::package::{Procedure, ProcedureKind};

use super::changing::Changing;
use super::course::{next_title, start_next};
use super::model::Actor;
use super::parts::Sheet;
use crate::journal::{Event, digest};
use crate::notice::{Content, Progress};
use crate::refusal::Refusal;

/// Takes a sheet in: one per expert, and the expert is who gives it.
pub(super) fn assessed(work: &mut Changing<'_>, sheet: &Sheet) -> Result<(), Refusal> {
    let rule = work.running_of(ProcedureKind::Assessment)?;
    let expert = match work.by {
        Actor::Official(official) => official.as_str(),
        Actor::System(system) => system.as_str(),
        Actor::Machine | Actor::Applicant(_) => return Err(Refusal::NotAllowed),
    };
    if sheet.expert != expert {
        return Err(Refusal::NotAllowed);
    }
    if work.case.sheets.iter().any(|known| known.expert == expert) {
        return Err(Refusal::AlreadyDone);
    }
    if sheet.scores.is_empty() && sheet.text.trim().is_empty() {
        return Err(Refusal::ReasonNeeded);
    }
    work.happened(Event::Assessed { expert: expert.to_owned(), digest: digest(sheet) });
    work.case.sheets.push(sheet.clone());
    let ready = rule.end.as_ref().is_none_or(|end| work.verdict(end) == Verdict::Yes);
    if ready && work.case.sheets.len() >= wanted(rule) {
        work.happened(Event::ProcedureEnded { procedure: rule.id.clone() });
        start_next(work)?;
        let next = next_title(work);
        work.notify(&Content::Progress(Progress::Ended { procedure: rule.title.clone(), next }))?;
    }
    work.advance_later();
    Ok(())
}

/// How many sheets the regulation wants: it names no number yet, so one is enough.
fn wanted(_rule: &Procedure) -> usize {
    1
}
