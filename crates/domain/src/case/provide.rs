//! The result reaches the applicant (P6 of C24): signed, entered, handed out (RESULT-02,
//! INTAKE-06).

use regulation::package::{OutputKind, ProcedureKind};

use super::after;
use super::changing::Changing;
use super::course::start_next;
use super::items;
use super::model::{Case, CaseState};
use crate::id::{OfficialId, ResultId};
use crate::journal::Event;
use crate::notice::{Content, How, ResultLine};
use crate::refusal::Refusal;

/// A result was signed and entered. When the variant has all its results, N4+ says how to
/// have them.
pub(super) fn issue(work: &mut Changing<'_>, result: &ResultId, signer: &OfficialId) -> Result<(), Refusal> {
    let rule = work.running_of(ProcedureKind::Provision)?;
    work.may_perform(rule.by)?;
    if work.case.results.contains(result) {
        return Err(Refusal::AlreadyDone);
    }
    let wanted = outputs(work).len();
    if wanted == 0 {
        return Err(Refusal::ProcedureEndsOtherwise(rule.id.clone()));
    }
    let ready = work.case.results.len() + 1 >= wanted;
    work.happened(Event::ResultIssued { result: result.clone(), signer: signer.clone(), ready });
    if ready {
        work.happened(Event::ProcedureEnded { procedure: rule.id.clone() });
        tell(work, How::InAccount)?;
        items::begin(work);
    }
    work.advance_later();
    Ok(())
}

/// Closes the case: after the result, or at once where the variant gives none.
pub(super) fn complete(work: &mut Changing<'_>) -> Result<(), Refusal> {
    work.in_hands()?;
    if work.case.state == CaseState::DecisionPositive {
        if !outputs(work).is_empty() {
            return Err(Refusal::WrongState { state: work.case.state.name() });
        }
        if let Ok(rule) = work.running_of(ProcedureKind::Provision) {
            work.may_perform(rule.by)?;
            work.happened(Event::ProcedureEnded { procedure: rule.id.clone() });
            start_next(work)?;
        }
        tell(work, How::NothingToCollect)?;
    }
    if work.case.originals_owed() {
        return Err(Refusal::OriginalsOwed);
    }
    if items::owed(&work.case) {
        return Err(Refusal::NotHandedOver);
    }
    work.close_procedures();
    work.happened(Event::Completed);
    after::arise(work)
}

/// A declared original was looked at; one that is not in order withholds the result and says
/// why (INTAKE-06).
pub(super) fn look(work: &mut Changing<'_>, item: &str, shown: bool, reason: Option<&str>) -> Result<(), Refusal> {
    work.in_hands()?;
    let reason = reason.map(str::trim).filter(|reason| !reason.is_empty());
    if !shown && reason.is_none() {
        return Err(Refusal::ReasonNeeded);
    }
    if !work.case.declared.iter().any(|owed| owed.item == item) {
        return Err(Refusal::UnknownFact(item.to_owned()));
    }
    work.happened(Event::OriginalSeen { item: item.to_owned(), shown });
    if let Some(owed) = work.case.declared.iter_mut().find(|owed| owed.item == item) {
        owed.reason = reason.map(str::to_owned);
    }
    work.advance_later();
    Ok(())
}

impl Case {
    /// Is an original that the applicant declared not seen yet, or not in order (INTAKE-06)?
    pub fn originals_owed(&self) -> bool {
        self.declared.iter().any(|owed| owed.shown != Some(true))
    }
}

/// What the case gives.
pub(super) fn outputs(work: &Changing<'_>) -> Vec<ResultLine> {
    let Some(variant) = &work.case.variant else { return Vec::new() };
    let today = work.context.clock.local_date(work.now);
    let given = work.context.regulation.outputs_given(variant, &work.case.facts, today);
    (given.into_iter())
        .map(|output| ResultLine {
            output: output.id.clone(),
            title: output.title.clone(),
            register: matches!(output.kind, OutputKind::Register(_)),
        })
        .collect()
}

fn tell(work: &mut Changing<'_>, how: How) -> Result<(), Refusal> {
    let decided_at = work.case.decision.as_ref().map_or(work.now, |decision| decision.at);
    let results = outputs(work);
    work.notify(&Content::Granted { decided_at, results, how })
}
