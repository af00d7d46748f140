//! Which wish leads where: the one table of SM-11. The gate of `decide`, the diagram in
//! docs/case-states.md and the reviewed grid all come from it.

use super::kind::WishKind;
use super::model::CaseState;
use CaseState as S;
use WishKind as W;

impl CaseState {
    /// All states, in the order of a case's life.
    pub const ALL: [Self; 16] = [
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
        S::Returned,
        S::Forwarded,
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
            S::Returned => "returned",
            S::Forwarded => "forwarded",
        }
    }

    /// Nothing more happens to the application.
    pub fn ended(self) -> bool {
        matches!(self, S::NotAccepted | S::DecisionNegative | S::Completed | S::Withdrawn | S::Returned | S::Forwarded)
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
        (W::GiveBack, state) if served_before_decision(state) => &[S::Returned],
        (W::Forward, state) if served_before_decision(state) => &[S::Forwarded],
        (W::Suspend, S::InProgress) => &[S::Suspended],
        (W::AskApplicant, S::InProgress) => &[S::AwaitingApplicant],
        (W::Answer, S::AwaitingApplicant) => &[S::InProgress],
        (W::Resume, S::Suspended | S::AwaitingApplicant) => &[S::InProgress],
        (W::Grant, S::InProgress) => &[S::DecisionPositive],
        (W::Refuse, S::InProgress) => &[S::DecisionNegative],
        (W::Issue, S::DecisionPositive) => &[S::DecisionPositive, S::ResultReady],
        (W::Complete, S::DecisionPositive | S::ResultReady) => &[S::Completed],
        (W::Withdraw | W::DeclineProactive | W::Undo, state) if state.before_decision() => &[S::Withdrawn],
        // Intake that was refused is looked at again; a decision goes back to the procedures.
        (W::Reopen, S::NotAccepted) => &[S::Delivered],
        (W::Reopen, S::Returned | S::Forwarded) => &[S::Delivered, S::InProgress],
        (W::Reopen, S::DecisionPositive | S::DecisionNegative | S::ResultReady | S::Completed) => &[S::InProgress],
        (W::Correct, S::ResultReady | S::Completed) => &[S::DecisionPositive],
        // Facts learnt can let a waiting procedure begin.
        (W::Learn, S::Registered) => &[S::Registered, S::InProgress],
        (wish, state) if keeps(state, wish) => stays(state),
        _ => &[],
    }
}

/// Wishes that leave the state as it is.
fn keeps(state: CaseState, wish: WishKind) -> bool {
    let served = !matches!(state, S::Submitted | S::Delivering);
    let open = !state.ended();
    match wish {
        // A completed case is looked at again once a year or so, where the regulation says.
        W::Learn => state.before_decision() || state == S::Completed,
        W::Queue => state.before_decision() || state == S::Completed,
        // Lines for years go on after the decision that put the applicant into them.
        W::Offer | W::AnswerOffer | W::LapseOffer | W::Allot | W::LeaveQueue => open || state == S::Completed,
        W::SourceFailed => (served_before_decision(state)) || state == S::Completed,
        W::CallPerson => open && served && !state.paused() && state != S::AwaitingPayment,
        W::EndProcedure => matches!(state, S::InProgress | S::DecisionPositive),
        W::LookAtOriginal | W::Item => matches!(state, S::DecisionPositive | S::ResultReady),
        W::Prolong => matches!(state, S::Registered | S::InProgress),
        W::Assessed => state == S::InProgress,
        W::Assessing => matches!(state, S::Registered | S::InProgress),
        W::Contest | W::Settle => served_before_decision(state),
        W::Take | W::Return | W::HandOver => open && served,
        W::Recount | W::Warn => open && !state.paused(),
        W::Escalate => open,
        // A term can pass after the case is over: that of a report, of a re-check.
        W::Breach => open || state == S::Completed,
        W::Fulfil | W::Recheck => state == S::Completed,
        _ => false,
    }
}

/// In the system that serves it, and not decided.
fn served_before_decision(state: CaseState) -> bool {
    state.before_decision() && !matches!(state, S::Submitted | S::Delivering)
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
