//! What an open case waits for, told from the case alone: the queue of the desk is kept by it.

use serde::{Deserialize, Serialize};

use super::model::{Case, CaseState};
use crate::procedure::ProcedureState;
use regulation::package::ProcedureKind;

/// What an open case waits for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Waits {
    /// To reach the system that serves it.
    Delivery,
    /// An official registers it or refuses intake.
    Intake,
    /// The machine works on it.
    Machine,
    /// Answers of other authorities.
    Answers,
    /// An official works on it or decides.
    Decide,
    /// The applicant.
    Applicant,
    /// Payment.
    Payment,
    /// The end of a suspension.
    Suspension,
    /// A signature under the result, or another step of an official after the decision.
    Sign,
    /// The machine issues the result.
    Issue,
}

impl Waits {
    /// All of them, in the order of a case's life.
    pub const ALL: [Self; 10] = [
        Self::Delivery,
        Self::Intake,
        Self::Machine,
        Self::Answers,
        Self::Decide,
        Self::Applicant,
        Self::Payment,
        Self::Suspension,
        Self::Sign,
        Self::Issue,
    ];

    /// What a case waits for; nothing, when it is closed.
    pub fn of(case: &Case) -> Option<Self> {
        if case.closed_at.is_some() || case.state.ended() {
            return None;
        }
        let by_person = case.needs_person.is_some();
        Some(match case.state {
            CaseState::Submitted | CaseState::Delivering => Self::Delivery,
            CaseState::Delivered if by_person || case.assignee.is_some() => Self::Intake,
            CaseState::InProgress | CaseState::Registered if by_person => Self::Decide,
            CaseState::InProgress => in_progress(case),
            CaseState::Suspended => Self::Suspension,
            CaseState::AwaitingApplicant => Self::Applicant,
            CaseState::AwaitingPayment => Self::Payment,
            CaseState::DecisionPositive | CaseState::ResultReady if by_person || case.assignee.is_some() => Self::Sign,
            CaseState::DecisionPositive | CaseState::ResultReady => Self::Issue,
            _ => Self::Machine,
        })
    }

    /// Name as it stands in rows, addresses and the catalogue of messages.
    pub fn name(self) -> &'static str {
        match self {
            Self::Delivery => "delivery",
            Self::Intake => "intake",
            Self::Machine => "machine",
            Self::Answers => "answers",
            Self::Decide => "decide",
            Self::Applicant => "applicant",
            Self::Payment => "payment",
            Self::Suspension => "suspension",
            Self::Sign => "sign",
            Self::Issue => "issue",
        }
    }

    /// Reads [`Waits::name`].
    pub fn read(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|waits| waits.name() == name)
    }

    /// An official must do something.
    pub fn on_official(self) -> bool {
        matches!(self, Self::Intake | Self::Decide | Self::Sign)
    }

    /// The decision is made, something remains.
    pub fn decided(self) -> bool {
        matches!(self, Self::Sign | Self::Issue)
    }
}

fn in_progress(case: &Case) -> Waits {
    let runs = case.procedures.iter().find(|procedure| ProcedureState::runs(procedure));
    match runs.map(|procedure| procedure.kind) {
        Some(ProcedureKind::Exchange) if case.sources.iter().any(|asked| asked.state.outstanding()) => Waits::Answers,
        Some(ProcedureKind::Decision) if case.assignee.is_some() => Waits::Decide,
        _ => Waits::Machine,
    }
}
