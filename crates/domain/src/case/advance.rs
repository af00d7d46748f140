//! What the machine should do next with a case (PROCEDURE-05): decide where everything is
//! known, wait where something can still be learnt, call a person otherwise, never refuse
//! from the unknown.

use jiff::Timestamp;
use regulation::assess::{Decision, GroundSeen, Outcome, VariantFit, assess, outlook};
use regulation::expression::{Verdict, World};
use regulation::package::{AfterwardsKind, Performer, Procedure, ProcedureKind};

use super::call::CallReason;
use super::decide::Context;
use super::model::{Case, CaseState};
use super::parts::ObligationStage;
use super::wish::Wish;
use super::{ask, distribute, items, prolong, suspend, tacit};
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
    /// A result that is a thing must be handed over.
    HandOver,
    /// A place in a line: a piece must come free, a lot be drawn, an offer be answered.
    Line,
}

/// Finds the machine's next step.
pub fn advance(case: &Case, context: &Context<'_>, now: Timestamp) -> Next {
    let next = match case.state {
        CaseState::Submitted | CaseState::Delivering => Next::Do(Wish::Deliver),
        CaseState::Delivered => intake(case, context, now),
        CaseState::Registered | CaseState::InProgress => course(case, context, now),
        CaseState::Suspended | CaseState::AwaitingApplicant if suspend::over(case, context, now).is_some() => {
            Next::Do(Wish::Resume)
        }
        CaseState::Suspended => Next::Wait(WaitFor::Resumption),
        CaseState::AwaitingApplicant => Next::Wait(WaitFor::Applicant),
        CaseState::AwaitingPayment => Next::Wait(WaitFor::Payment),
        CaseState::DecisionPositive => provision(case, context, now),
        CaseState::ResultReady if items::owed(case) => Next::Wait(WaitFor::HandOver),
        CaseState::ResultReady if case.originals_owed() => Next::Wait(WaitFor::Originals),
        CaseState::ResultReady => Next::Do(Wish::Complete),
        CaseState::Completed => afterwards(case, context),
        CaseState::NotAccepted
        | CaseState::DecisionNegative
        | CaseState::Withdrawn
        | CaseState::Returned
        | CaseState::Forwarded => Next::Done,
    };
    match next {
        // Called once, a person stays called: the journal is not filled with repetitions.
        Next::Do(Wish::CallPerson { .. }) if case.needs_person.is_some() || in_hands(case, context) => {
            Next::Wait(WaitFor::Official)
        }
        next => next,
    }
}

/// Does an official have it who may do what runs? A machine's step is an official's only once the
/// machine called a person.
fn in_hands(case: &Case, context: &Context<'_>) -> bool {
    let machines = running(case, context).is_some_and(|rule| rule.by == Performer::Machine);
    case.assignee.is_some() && !machines
}

fn intake(case: &Case, context: &Context<'_>, now: Timestamp) -> Next {
    let rules = &context.regulation.procedures;
    let rule = rules.iter().find(|rule| rule.kind == ProcedureKind::Intake);
    if let Some(stop) = hands(case, rule.map_or(Performer::MachineElseOfficial, |rule| rule.by), "intake") {
        return stop;
    }
    let outlook = outlook(context.regulation, &case.facts, context.clock.local_date(now));
    let established = |grounds: &[GroundSeen]| {
        grounds.iter().find(|ground| ground.verdict == Some(Verdict::Yes)).map(|ground| ground.id.clone())
    };
    // A body that is not competent neither returns nor refuses: it passes on.
    if let Some(ground) = established(&outlook.forward) {
        return Next::Do(Wish::Forward { ground, words: None, trace: trace(case, context, now) });
    }
    if let Some(ground) = established(&outlook.give_back) {
        return Next::Do(Wish::GiveBack { ground, words: None, trace: trace(case, context, now) });
    }
    let unknown =
        |facts: &std::collections::BTreeSet<String>, reason: fn(Vec<String>) -> CallReason| match outstanding(case) {
            sources if sources.is_empty() => call(&reason(listed(facts))),
            sources => Next::Wait(WaitFor::Sources(sources)),
        };
    match (&outlook.accept, &outlook.variant) {
        (Outcome::Negative(grounds), _) => Next::Do(Wish::RefuseIntake { grounds: grounds.clone(), words: None }),
        (Outcome::Positive, VariantFit::One(_)) => Next::Do(Wish::Register),
        (_, VariantFit::None) => call(&CallReason::NoVariant),
        (_, VariantFit::NotYet(facts)) => unknown(facts, CallReason::VariantUnknown),
        (Outcome::NotYet(facts), _) => unknown(facts, CallReason::IntakeUnknown),
    }
}

fn course(case: &Case, context: &Context<'_>, now: Timestamp) -> Next {
    if let Some(ground) = prolong::established(case, context, now) {
        return Next::Do(Wish::Prolong { ground: ground.id.clone(), words: None });
    }
    if case.state == CaseState::InProgress
        && let Some(ground) = suspend::established(case, context, now)
    {
        return Next::Do(Wish::Suspend { ground: ground.id.clone(), words: None });
    }
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
    if tacit::given(case, context, now).is_some() {
        return Next::Do(Wish::Grant { trace: trace(case, context, now) });
    }
    if let Some(stop) = hands(case, rule.by, &rule.id) {
        return stop;
    }
    match rule.kind {
        ProcedureKind::Decision => decision(case, context, now),
        ProcedureKind::Exchange => match outstanding(case) {
            sources if sources.is_empty() => ending(case, rule, context, now),
            sources => Next::Wait(WaitFor::Sources(sources)),
        },
        ProcedureKind::Distribution if distribute::waits(case) => Next::Wait(WaitFor::Line),
        _ => ending(case, rule, context, now),
    }
}

fn decision(case: &Case, context: &Context<'_>, now: Timestamp) -> Next {
    match &outlook(context.regulation, &case.facts, context.clock.local_date(now)).decision {
        Outcome::Positive => Next::Do(Wish::Grant { trace: trace(case, context, now) }),
        Outcome::Negative(grounds) => {
            Next::Do(Wish::Refuse { grounds: grounds.clone(), words: None, trace: trace(case, context, now) })
        }
        Outcome::NotYet(facts) => match outstanding(case) {
            sources if sources.is_empty() && distribute::waits(case) => Next::Wait(WaitFor::Line),
            sources if sources.is_empty() => match ask::by_machine(case, context.regulation, facts) {
                Some(words) => Next::Do(Wish::AskApplicant { facts: listed(facts), words }),
                None => call(&CallReason::DecisionUnknown { facts: listed(facts), silent: silent(case) }),
            },
            sources => Next::Wait(WaitFor::Sources(sources)),
        },
    }
}

/// The machine's view, kept with what it decides: `okno replay` recomputes it offline.
fn trace(case: &Case, context: &Context<'_>, now: Timestamp) -> serde_json::Value {
    let today = context.clock.local_date(now);
    let assessment = assess(context.regulation, &case.facts, today);
    let decision = Decision::keeping(context.regulation, &case.facts, today, assessment);
    serde_json::to_value(decision).unwrap_or_default()
}

/// A re-check whose day has come.
fn afterwards(case: &Case, context: &Context<'_>) -> Next {
    let due = case
        .obligations
        .iter()
        .find(|known| known.kind == AfterwardsKind::Recheck && known.stage == ObligationStage::Overdue);
    let Some(known) = due else { return Next::Done };
    let rule = context.regulation.afterwards.iter().find(|rule| rule.id == known.id);
    let asks = rule.map_or(&[][..], |rule| &rule.asks);
    let waited: Vec<String> = (case.sources.iter())
        .filter(|asked| asks.contains(&asked.source) && asked.state.outstanding())
        .map(|asked| asked.source.clone())
        .collect();
    match waited {
        sources if sources.is_empty() => Next::Do(Wish::Recheck { id: known.id.clone() }),
        sources => Next::Wait(WaitFor::Sources(sources)),
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
        None if items::owed(case) => Next::Wait(WaitFor::HandOver),
        None if case.originals_owed() => Next::Wait(WaitFor::Originals),
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
    if case.person_wanted() {
        return Some(match case.contested() {
            contested if contested.is_empty() => Next::Wait(WaitFor::Official),
            // Nobody disputes them: registers say different things.
            contested if case.contests.iter().all(|contest| contest.settled_at.is_some()) => {
                call(&CallReason::Contradiction(contested))
            }
            contested => call(&CallReason::Contested(contested)),
        });
    }
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
