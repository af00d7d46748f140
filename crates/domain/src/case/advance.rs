//! What the machine should do next with a case (PROCEDURE-05): decide where everything is
//! known, wait where something can still be learnt, call a person otherwise, never refuse
//! from the unknown.

use jiff::Timestamp;
use regulation::assess::{Assessment, Decision, Outcome, VariantFit};
use regulation::expression::{Verdict, World};
use regulation::package::{Performer, Procedure, ProcedureKind};

use super::call::CallReason;
use super::decide::Context;
use super::model::{Case, CaseState, Wish};
use crate::evidence::EvidenceState;
use crate::procedure::ProcedureStage;

/// The machine's next step.
#[derive(Debug, Clone, PartialEq)]
pub enum Next {
    /// Wish this of the case, as the machine.
    Do(Wish),
    /// Make, sign and enter this result, then wish [`Wish::Issue`].
    Issue {
        /// Id of the output in the regulation.
        output: String,
    },
    /// Nothing to do until that happens.
    Wait(WaitFor),
    /// The case is at its end.
    Done,
}

/// What a case waits for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum WaitFor {
    /// An official must act.
    Official,
    /// The applicant must answer.
    Applicant,
    /// The ground of the suspension must go.
    Resumption,
    /// A payment must come.
    Payment,
    /// These sources must answer, or their norm must pass.
    Sources(Vec<String>),
    /// Declared originals must be shown.
    Originals,
}

/// Finds the machine's next step. `assessment` is of the same facts and day.
pub fn advance(case: &Case, assessment: &Assessment, context: &Context<'_>, now: Timestamp) -> Next {
    let next = match case.state {
        CaseState::Submitted | CaseState::Delivering => Next::Do(Wish::Deliver),
        CaseState::Delivered => intake(case, assessment, context),
        CaseState::Registered | CaseState::InProgress => course(case, assessment, context, now),
        CaseState::Suspended => Next::Wait(WaitFor::Resumption),
        CaseState::AwaitingApplicant => Next::Wait(WaitFor::Applicant),
        CaseState::AwaitingPayment => Next::Wait(WaitFor::Payment),
        CaseState::DecisionPositive => provision(case, context, now),
        CaseState::ResultReady if case.declared.iter().any(|owed| owed.shown != Some(true)) => {
            Next::Wait(WaitFor::Originals)
        }
        CaseState::ResultReady => Next::Do(Wish::Complete),
        CaseState::NotAccepted | CaseState::DecisionNegative | CaseState::Completed | CaseState::Withdrawn => {
            Next::Done
        }
    };
    match next {
        // Called once, a person stays called: the journal is not filled with repetitions.
        Next::Do(Wish::CallPerson { .. }) if case.needs_person.is_some() || case.assignee.is_some() => {
            Next::Wait(WaitFor::Official)
        }
        next => next,
    }
}

fn intake(case: &Case, assessment: &Assessment, context: &Context<'_>) -> Next {
    let rules = &context.regulation.procedures;
    let rule = rules.iter().find(|rule| rule.kind == ProcedureKind::Intake);
    if let Some(stop) = hands(case, rule.map_or(Performer::MachineElseOfficial, |rule| rule.by), "intake") {
        return stop;
    }
    match (&assessment.accept, &assessment.variant) {
        (Outcome::Negative(grounds), _) => Next::Do(Wish::RefuseIntake { grounds: grounds.clone(), words: None }),
        (Outcome::Positive, VariantFit::One(_)) => Next::Do(Wish::Register),
        (_, VariantFit::None) => call(&CallReason::NoVariant),
        (_, VariantFit::NotYet(facts)) => call(&CallReason::VariantUnknown(listed(facts))),
        (Outcome::NotYet(facts), _) => call(&CallReason::IntakeUnknown(listed(facts))),
    }
}

fn course(case: &Case, assessment: &Assessment, context: &Context<'_>, now: Timestamp) -> Next {
    let Some(rule) = running(case, context) else {
        let pending = case.procedures.iter().find(|procedure| procedure.stage == ProcedureStage::Pending);
        return match pending {
            Some(procedure) => match outstanding(case) {
                sources if sources.is_empty() => call(&CallReason::CannotBegin(procedure.id.clone())),
                sources => Next::Wait(WaitFor::Sources(sources)),
            },
            None => call(&CallReason::NothingLeft),
        };
    };
    if let Some(stop) = hands(case, rule.by, &rule.id) {
        return stop;
    }
    match rule.kind {
        ProcedureKind::Decision => decision(case, assessment, context, now),
        ProcedureKind::Exchange => match outstanding(case) {
            sources if sources.is_empty() => ending(case, rule, context, now),
            sources => Next::Wait(WaitFor::Sources(sources)),
        },
        _ => ending(case, rule, context, now),
    }
}

fn decision(case: &Case, assessment: &Assessment, context: &Context<'_>, now: Timestamp) -> Next {
    // The trace is a file of its own: `okno replay` recomputes it offline.
    let today = context.clock.local_date(now);
    let decision = Decision::keeping(context.regulation, &case.facts, today, assessment.clone());
    let trace = serde_json::to_value(decision).unwrap_or_default();
    match &assessment.decision {
        Outcome::Positive => Next::Do(Wish::Grant { trace }),
        Outcome::Negative(grounds) => Next::Do(Wish::Refuse { grounds: grounds.clone(), words: None, trace }),
        Outcome::NotYet(facts) => match outstanding(case) {
            sources if sources.is_empty() => {
                call(&CallReason::DecisionUnknown { facts: listed(facts), silent: silent(case) })
            }
            sources => Next::Wait(WaitFor::Sources(sources)),
        },
    }
}

fn provision(case: &Case, context: &Context<'_>, now: Timestamp) -> Next {
    let variant = case.variant.as_deref().unwrap_or_default();
    let today = context.clock.local_date(now);
    let outputs = context.regulation.outputs_given(variant, &case.facts, today);
    let Some(rule) = running(case, context) else {
        let pending = case.procedures.iter().find(|procedure| procedure.stage == ProcedureStage::Pending);
        let reason = pending.map(|procedure| CallReason::CannotBegin(procedure.id.clone()));
        return call(&reason.unwrap_or(CallReason::NothingLeft));
    };
    if let Some(stop) = hands(case, rule.by, &rule.id) {
        return stop;
    }
    if rule.kind != ProcedureKind::Provision {
        return ending(case, rule, context, now);
    }
    match outputs.get(case.results.len()) {
        Some(output) => Next::Issue { output: output.id.clone() },
        // Nothing is withheld because it is not known whether it is due.
        None if context.regulation.outputs_open(variant, &case.facts, today) => {
            call(&CallReason::CannotEnd(rule.id.clone()))
        }
        None if case.declared.iter().any(|owed| owed.shown != Some(true)) => Next::Wait(WaitFor::Originals),
        None => Next::Do(Wish::Complete),
    }
}

/// Ends the procedure when its criterion allows it.
fn ending(case: &Case, rule: &Procedure, context: &Context<'_>, now: Timestamp) -> Next {
    let today = context.clock.local_date(now);
    let world = World { regulation: context.regulation, facts: &case.facts, today };
    match rule.end.as_ref().map(|criterion| criterion.verdict(&world)) {
        Some(Verdict::No | Verdict::Unknown(_)) => call(&CallReason::CannotEnd(rule.id.clone())),
        Some(Verdict::Yes) | None => Next::Do(Wish::EndProcedure { procedure: rule.id.clone() }),
    }
}

/// Whose hands a step is in, if not the machine's.
fn hands(case: &Case, performer: Performer, procedure: &str) -> Option<Next> {
    match performer {
        Performer::Official => Some(call(&CallReason::OfficialsProcedure(procedure.to_owned()))),
        Performer::MachineElseOfficial if case.assignee.is_some() => Some(Next::Wait(WaitFor::Official)),
        Performer::MachineElseOfficial | Performer::Machine => None,
    }
}

fn running<'a>(case: &Case, context: &Context<'a>) -> Option<&'a Procedure> {
    let state = case.procedures.iter().find(|procedure| procedure.runs())?;
    context.regulation.procedures.iter().find(|rule| rule.id == state.id)
}

fn outstanding(case: &Case) -> Vec<String> {
    case.sources.iter().filter(|asked| asked.state.outstanding()).map(|asked| asked.source.clone()).collect()
}

/// Sources that did not answer, for the official who is called.
fn silent(case: &Case) -> Vec<String> {
    let failed = |state| matches!(state, EvidenceState::Failed | EvidenceState::Overdue);
    case.sources.iter().filter(|asked| failed(asked.state)).map(|asked| asked.source.clone()).collect()
}

fn listed<'a>(facts: impl IntoIterator<Item = &'a String>) -> Vec<String> {
    facts.into_iter().cloned().collect()
}

fn call(reason: &CallReason) -> Next {
    Next::Do(Wish::CallPerson { reason: reason.written() })
}
