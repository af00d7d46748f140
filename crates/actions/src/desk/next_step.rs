//! What a case waits for, told from its state alone: the «Что дальше» of queue and card.

use domain::case::{Case, CaseState};
use domain::delivery::Stage;
use domain::distribution::PlaceState;
use domain::procedure::{ProcedureStage, ProcedureState};
use regulation::package::{Performer, ProcedureKind, Regulation};

/// What a case waits for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NextStep {
    /// On its way to the system that serves it.
    Delivery,
    /// A person registers it or refuses intake.
    Intake,
    /// The machine works on it.
    Machine,
    /// Answers of other authorities.
    Answers {
        /// How many.
        waiting: i64,
    },
    /// A person decides.
    Decide,
    /// The applicant.
    Applicant,
    /// Payment.
    Payment,
    /// The end of a suspension.
    Resumption,
    /// A signature under the result.
    Sign,
    /// The applicant comes for a thing, or a carrier brings it.
    HandOver,
    /// Declared originals are looked at.
    Originals,
    /// A place in a line.
    Line,
    /// The refusal goes out.
    Notify,
    /// Nothing.
    Nothing,
}

/// What a case waits for; without its edition, as far as the case alone tells.
pub fn next_step(case: &Case, regulation: Option<&Regulation>) -> NextStep {
    match case.state {
        CaseState::Submitted | CaseState::Delivering => NextStep::Delivery,
        CaseState::Delivered if case.needs_person.is_some() => NextStep::Intake,
        CaseState::Delivered | CaseState::Registered => NextStep::Machine,
        CaseState::InProgress => in_progress(case),
        CaseState::Suspended => NextStep::Resumption,
        CaseState::AwaitingApplicant => NextStep::Applicant,
        CaseState::AwaitingPayment => NextStep::Payment,
        CaseState::DecisionPositive if by_machine(case, regulation) => NextStep::Machine,
        CaseState::DecisionPositive => NextStep::Sign,
        CaseState::DecisionNegative => NextStep::Notify,
        CaseState::ResultReady if case.deliveries.iter().any(|item| item.at.stage != Stage::HandedOver) => {
            NextStep::HandOver
        }
        CaseState::ResultReady if case.declared.iter().any(|owed| owed.shown.is_none()) => NextStep::Originals,
        CaseState::ResultReady => NextStep::Machine,
        CaseState::NotAccepted
        | CaseState::Completed
        | CaseState::Withdrawn
        | CaseState::Returned
        | CaseState::Forwarded => NextStep::Nothing,
    }
}

fn in_progress(case: &Case) -> NextStep {
    match running(case).map(|procedure| procedure.kind) {
        Some(ProcedureKind::Decision) if case.needs_person.is_some() => NextStep::Decide,
        Some(ProcedureKind::Exchange) if case.needs_person.is_none() => NextStep::Answers { waiting: waiting(case) },
        _ if case.needs_person.is_some() => NextStep::Decide,
        _ if case.queues.iter().any(|place| place.state.in_line() || place.state == PlaceState::Offered) => {
            NextStep::Line
        }
        _ => NextStep::Machine,
    }
}

/// Does the machine perform what runs now, without a person called?
fn by_machine(case: &Case, regulation: Option<&Regulation>) -> bool {
    let Some(runs) = running(case) else { return false };
    let rules = regulation.map_or(&[][..], |regulation| &regulation.procedures);
    let rule = rules.iter().find(|rule| rule.id == runs.id);
    case.needs_person.is_none() && rule.is_some_and(|rule| rule.by == Performer::Machine)
}

/// How many outside sources have not answered yet.
fn waiting(case: &Case) -> i64 {
    i64::try_from(case.sources.iter().filter(|asked| asked.state.outstanding()).count()).unwrap_or(i64::MAX)
}

/// The procedure that runs now.
pub fn running(case: &Case) -> Option<&ProcedureState> {
    case.procedures.iter().find(|procedure| {
        matches!(procedure.stage, ProcedureStage::Started | ProcedureStage::Overdue | ProcedureStage::Paused)
    })
}
