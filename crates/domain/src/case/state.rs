//! Which wish leads where: the one table of SM-11. The gate of `decide`, the diagram in
//! docs/case-states.md and the reviewed grid all come from it.

use super::model::{CaseState, Wish};
use CaseState as S;
use WishKind as W;

/// A wish without what it carries.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum WishKind {
    /// See [`Wish::DelayDelivery`].
    DelayDelivery,
    /// See [`Wish::Deliver`].
    Deliver,
    /// See [`Wish::Register`].
    Register,
    /// See [`Wish::RefuseIntake`].
    RefuseIntake,
    /// See [`Wish::Learn`].
    Learn,
    /// See [`Wish::SourceFailed`].
    SourceFailed,
    /// See [`Wish::CallPerson`].
    CallPerson,
    /// See [`Wish::EndProcedure`].
    EndProcedure,
    /// See [`Wish::Suspend`].
    Suspend,
    /// See [`Wish::AskApplicant`].
    AskApplicant,
    /// See [`Wish::Resume`].
    Resume,
    /// See [`Wish::Grant`].
    Grant,
    /// See [`Wish::Refuse`].
    Refuse,
    /// See [`Wish::Issue`].
    Issue,
    /// See [`Wish::LookAtOriginal`].
    LookAtOriginal,
    /// See [`Wish::Complete`].
    Complete,
    /// See [`Wish::Withdraw`].
    Withdraw,
    /// See [`Wish::Take`].
    Take,
    /// See [`Wish::Return`].
    Return,
    /// See [`Wish::HandOver`].
    HandOver,
    /// See [`Wish::Recount`].
    Recount,
    /// See [`Wish::Breach`].
    Breach,
}

impl WishKind {
    /// All kinds, in the order of a case's life.
    pub const ALL: [Self; 22] = [
        W::DelayDelivery,
        W::Deliver,
        W::Register,
        W::RefuseIntake,
        W::Learn,
        W::SourceFailed,
        W::CallPerson,
        W::EndProcedure,
        W::Suspend,
        W::AskApplicant,
        W::Resume,
        W::Grant,
        W::Refuse,
        W::Issue,
        W::LookAtOriginal,
        W::Complete,
        W::Withdraw,
        W::Take,
        W::Return,
        W::HandOver,
        W::Recount,
        W::Breach,
    ];

    /// Name used in the grid and the diagram.
    pub fn name(self) -> &'static str {
        match self {
            W::DelayDelivery => "delay delivery",
            W::Deliver => "deliver",
            W::Register => "register",
            W::RefuseIntake => "refuse intake",
            W::Learn => "learn",
            W::SourceFailed => "source failed",
            W::CallPerson => "call person",
            W::EndProcedure => "end procedure",
            W::Suspend => "suspend",
            W::AskApplicant => "ask applicant",
            W::Resume => "resume",
            W::Grant => "grant",
            W::Refuse => "refuse",
            W::Issue => "issue",
            W::LookAtOriginal => "look at original",
            W::Complete => "complete",
            W::Withdraw => "withdraw",
            W::Take => "take",
            W::Return => "return",
            W::HandOver => "hand over",
            W::Recount => "recount",
            W::Breach => "breach",
        }
    }
}

impl Wish {
    /// Its kind.
    pub fn kind(&self) -> WishKind {
        match self {
            Self::DelayDelivery => W::DelayDelivery,
            Self::Deliver => W::Deliver,
            Self::Register => W::Register,
            Self::RefuseIntake { .. } => W::RefuseIntake,
            Self::Learn { .. } => W::Learn,
            Self::SourceFailed { .. } => W::SourceFailed,
            Self::CallPerson { .. } => W::CallPerson,
            Self::EndProcedure { .. } => W::EndProcedure,
            Self::Suspend { .. } => W::Suspend,
            Self::AskApplicant { .. } => W::AskApplicant,
            Self::Resume => W::Resume,
            Self::Grant { .. } => W::Grant,
            Self::Refuse { .. } => W::Refuse,
            Self::Issue { .. } => W::Issue,
            Self::LookAtOriginal { .. } => W::LookAtOriginal,
            Self::Complete => W::Complete,
            Self::Withdraw => W::Withdraw,
            Self::Take => W::Take,
            Self::Return => W::Return,
            Self::HandOver { .. } => W::HandOver,
            Self::Recount => W::Recount,
            Self::Breach { .. } => W::Breach,
        }
    }
}

impl CaseState {
    /// All states, in the order of a case's life.
    pub const ALL: [Self; 14] = [
        S::Submitted,
        S::Delivering,
        S::Delivered,
        S::Registered,
        S::NotAccepted,
        S::InProgress,
        S::Suspended,
        S::AwaitingApplicant,
        S::AwaitingPayment,
        S::DecisionPositive,
        S::DecisionNegative,
        S::ResultReady,
        S::Completed,
        S::Withdrawn,
    ];

    /// Name as it stands in rows, the journal and addresses.
    pub fn name(self) -> &'static str {
        match self {
            S::Submitted => "submitted",
            S::Delivering => "delivering",
            S::Delivered => "delivered",
            S::Registered => "registered",
            S::NotAccepted => "not_accepted",
            S::InProgress => "in_progress",
            S::Suspended => "suspended",
            S::AwaitingApplicant => "awaiting_applicant",
            S::AwaitingPayment => "awaiting_payment",
            S::DecisionPositive => "decision_positive",
            S::DecisionNegative => "decision_negative",
            S::ResultReady => "result_ready",
            S::Completed => "completed",
            S::Withdrawn => "withdrawn",
        }
    }

    /// Nothing more happens to the application.
    pub fn ended(self) -> bool {
        matches!(self, S::NotAccepted | S::DecisionNegative | S::Completed | S::Withdrawn)
    }

    /// The decision is still to come, so the applicant may take it back (INTAKE-13).
    pub fn before_decision(self) -> bool {
        !self.ended() && !matches!(self, S::DecisionPositive | S::ResultReady)
    }

    /// The clock stands still.
    pub fn paused(self) -> bool {
        matches!(self, S::Suspended | S::AwaitingApplicant)
    }
}

/// Where a wish can lead from a state; empty where it cannot be granted at all.
pub fn leads(state: CaseState, wish: WishKind) -> &'static [CaseState] {
    match (wish, state) {
        (W::DelayDelivery, S::Submitted | S::Delivering) => &[S::Delivering],
        (W::Deliver, S::Submitted | S::Delivering) => &[S::Delivered],
        (W::Register, S::Delivered) => &[S::Registered, S::InProgress],
        (W::RefuseIntake, S::Delivered) => &[S::NotAccepted],
        (W::Suspend, S::InProgress) => &[S::Suspended],
        (W::AskApplicant, S::InProgress) => &[S::AwaitingApplicant],
        (W::Resume, S::Suspended | S::AwaitingApplicant) => &[S::InProgress],
        (W::Grant, S::InProgress) => &[S::DecisionPositive],
        (W::Refuse, S::InProgress) => &[S::DecisionNegative],
        (W::Issue, S::DecisionPositive) => &[S::DecisionPositive, S::ResultReady],
        (W::Complete, S::DecisionPositive | S::ResultReady) => &[S::Completed],
        (W::Withdraw, state) if state.before_decision() => &[S::Withdrawn],
        // Facts learnt can let a waiting procedure begin.
        (W::Learn, S::Registered) => &[S::Registered, S::InProgress],
        (W::Learn, state) if state.before_decision() => stays(state),
        (W::SourceFailed, S::Registered | S::InProgress | S::Suspended | S::AwaitingApplicant | S::AwaitingPayment) => {
            stays(state)
        }
        (W::CallPerson, S::Delivered | S::Registered | S::InProgress | S::DecisionPositive | S::ResultReady) => {
            stays(state)
        }
        (W::EndProcedure, S::InProgress | S::DecisionPositive) => stays(state),
        (W::LookAtOriginal, S::DecisionPositive | S::ResultReady) => stays(state),
        (W::Take | W::Return | W::HandOver, state)
            if !state.ended() && !matches!(state, S::Submitted | S::Delivering) =>
        {
            stays(state)
        }
        (W::Recount, state) if !state.ended() && !state.paused() => stays(state),
        (W::Breach, state) if !state.ended() => stays(state),
        _ => &[],
    }
}

fn stays(state: CaseState) -> &'static [CaseState] {
    let position = CaseState::ALL.iter().position(|other| *other == state);
    position.and_then(|index| CaseState::ALL.get(index..=index)).unwrap_or(&[])
}

/// The diagram of docs/case-states.md, in Mermaid; wishes that leave the state are left out.
pub fn diagram() -> String {
    let mut lines = vec!["stateDiagram-v2".to_owned(), "    [*] --> submitted: file".to_owned()];
    for from in CaseState::ALL {
        for wish in WishKind::ALL {
            for to in leads(from, wish).iter().filter(|to| **to != from) {
                lines.push(format!("    {} --> {}: {}", from.name(), to.name(), wish.name()));
            }
        }
    }
    for state in CaseState::ALL.into_iter().filter(|state| state.ended()) {
        lines.push(format!("    {} --> [*]", state.name()));
    }
    lines.push(String::new());
    lines.join("\n")
}
