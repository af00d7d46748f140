//! From sent to registered or not accepted (INTAKE-01…05, 09, 12; P2 of C24).

use regulation::assess::{Outcome, Outlook, VariantFit};
use regulation::package::{Performer, Procedure, ProcedureKind};

use super::changing::Changing;
use super::course::{ask_for_intake, start_next};
use super::model::Actor;
use crate::journal::{Event, ProcedureName};
use crate::notice::Content;
use crate::refusal::Refusal;

/// The system that serves the case is down: nothing is lost, it is tried again (INTAKE-01).
pub(super) fn delay(work: &mut Changing<'_>) {
    if work.case.state != super::CaseState::Delivering {
        work.happened(Event::DeliveryDelayed);
    }
}

/// The case reached the system that serves it.
pub(super) fn deliver(work: &mut Changing<'_>) -> Result<(), Refusal> {
    work.happened(Event::Delivered);
    ask_for_intake(work)
}

/// Accepts and registers: the whole term runs from now, N2+ says until when.
pub(super) fn register(work: &mut Changing<'_>) -> Result<(), Refusal> {
    work.may_perform(performer(work))?;
    let outlook = work.outlook();
    if *work.by == Actor::Machine && outlook.accept != Outcome::Positive {
        return Err(Refusal::NotEstablished);
    }
    registered(work, outlook)
}

/// The same without asking whether it may be: what was started without an application is
/// registered as it starts.
pub(super) fn registered(work: &mut Changing<'_>, outlook: Outlook) -> Result<(), Refusal> {
    let VariantFit::One(variant) = outlook.variant else { return Err(Refusal::NoVariant) };
    let regulation = work.context.regulation;
    let usual = regulation.variant(&variant).ok_or(Refusal::NoVariant)?.term;
    let due = work.due(outlook.term.term.unwrap_or(usual))?;
    let proactive = work.case.proactive.is_some();
    let course: Vec<&Procedure> =
        regulation.procedures.iter().filter(|rule| belongs(rule, &variant, proactive)).collect();
    let procedures = course.iter().map(|rule| ProcedureName { id: rule.id.clone(), kind: rule.kind }).collect();
    work.happened(Event::Registered { variant, due: due.clone(), procedures });
    end_intake(work, &course)?;
    start_next(work)?;
    work.notify(&Content::Registered { accepted_at: work.now, started_at: work.now, due })?;
    work.advance_later();
    Ok(())
}

/// Refuses intake with grounds from the closed list; N2- gives them in words.
pub(super) fn refuse(work: &mut Changing<'_>, grounds: &[String], words: Option<&str>) -> Result<(), Refusal> {
    work.may_perform(performer(work))?;
    let outlook = work.outlook();
    let variant = match &outlook.variant {
        VariantFit::One(variant) => Some(variant),
        _ => None,
    };
    let found = work.grounds(&work.context.regulation.refuse_intake, grounds, variant)?;
    if *work.by == Actor::Machine && !follows(&outlook.accept, grounds) {
        return Err(Refusal::NotEstablished);
    }
    let reasons = work.reasons(&found);
    work.happened(Event::NotAccepted { grounds: grounds.to_vec() });
    work.notify(&Content::NotAccepted { reasons, words: words.map(str::to_owned) })
}

/// Do all these grounds follow from what is known?
pub(super) fn follows(outcome: &Outcome, grounds: &[String]) -> bool {
    matches!(outcome, Outcome::Negative(found) if grounds.iter().all(|ground| found.contains(ground)))
}

/// Who registers: as the intake procedure says.
fn performer(work: &Changing<'_>) -> Performer {
    let rules = &work.context.regulation.procedures;
    let intake = rules.iter().find(|rule| rule.kind == ProcedureKind::Intake);
    intake.map_or(Performer::MachineElseOfficial, |rule| rule.by)
}

/// Is it a procedure of this case? What starts without an application is none of a case that was
/// applied for.
fn belongs(rule: &Procedure, variant: &String, proactive: bool) -> bool {
    let kind = proactive || rule.kind != ProcedureKind::Proactive;
    kind && (rule.variants.is_empty() || rule.variants.contains(variant))
}

/// Profiling, intake and a start without an application happened before there was a registered case: they count from filing.
fn end_intake(work: &mut Changing<'_>, course: &[&Procedure]) -> Result<(), Refusal> {
    let since = work.case.filed_at;
    for rule in course {
        if matches!(rule.kind, ProcedureKind::Intake | ProcedureKind::Profiling | ProcedureKind::Proactive) {
            let due = work.context.clock.due(since, rule.within, &[])?;
            let procedure = rule.id.clone();
            work.happened(Event::ProcedureStarted { procedure: procedure.clone(), since, due });
            work.happened(Event::ProcedureEnded { procedure });
        }
    }
    Ok(())
}
