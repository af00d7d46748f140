//! Who works on a case: taking, returning, handing over, and the machine calling a person.

use super::call::CallReason;
use super::changing::Changing;
use super::model::Actor;
use crate::id::OfficialId;
use crate::journal::Event;
use crate::refusal::Refusal;

/// A person is called in: by the machine that cannot go on, by the applicant who wants one, by an
/// official who wants a colleague (PROCEDURE-05). Repeated calls change nothing.
pub(super) fn call(work: &mut Changing<'_>, reason: &str) -> Result<(), Refusal> {
    if reason.trim().is_empty() {
        return Err(Refusal::ReasonNeeded);
    }
    let (code, words) = match work.by {
        Actor::Machine => (reason.to_owned(), None),
        Actor::Applicant(_) if !work.case.state.before_decision() => {
            return Err(Refusal::WrongState { state: work.case.state.name() });
        }
        Actor::Applicant(_) => (CallReason::Applicant.written(), Some(reason)),
        Actor::Official(_) | Actor::System(_) => (CallReason::Official.written(), Some(reason)),
    };
    let reason = code.as_str();
    if work.case.needs_person.as_deref() == Some(reason) {
        return Err(Refusal::AlreadyDone);
    }
    work.happened(Event::PersonCalled { reason: reason.to_owned() });
    if let Some(words) = words {
        work.case.call_words = Some(words.trim().to_owned());
    }
    Ok(())
}

/// An official takes a case that nobody has.
pub(super) fn take(work: &mut Changing<'_>) -> Result<(), Refusal> {
    let official = official(work)?;
    match &work.case.assignee {
        Some(assignee) if *assignee == official => Err(Refusal::AlreadyDone),
        Some(_) => Err(Refusal::TakenByAnother),
        None => {
            work.happened(Event::Taken { official });
            Ok(())
        }
    }
}

/// Its official puts it back; the machine may go on with it.
pub(super) fn give_back(work: &mut Changing<'_>) -> Result<(), Refusal> {
    let official = official(work)?;
    work.taken_by(&official)?;
    work.happened(Event::Returned);
    work.advance_later();
    Ok(())
}

/// Its official hands it to another, or the machine to whom the rule of the authority names, if
/// nobody has it; that all are of one authority is the permit's to check.
pub(super) fn hand_over(work: &mut Changing<'_>, to: &OfficialId) -> Result<(), Refusal> {
    if *work.by == Actor::Machine {
        if work.case.assignee.is_some() {
            return Err(Refusal::TakenByAnother);
        }
        work.happened(Event::HandedOver { to: to.clone() });
        return Ok(());
    }
    let official = official(work)?;
    work.taken_by(&official)?;
    if *to == official {
        return Err(Refusal::AlreadyDone);
    }
    work.happened(Event::HandedOver { to: to.clone() });
    Ok(())
}

fn official(work: &Changing<'_>) -> Result<OfficialId, Refusal> {
    match work.by {
        Actor::Official(official) => Ok(official.clone()),
        Actor::Applicant(_) | Actor::System(_) | Actor::Machine => Err(Refusal::NotAllowed),
    }
}
