//! Which wish leads where: the one table of SM-15.

use serde::{Deserialize, Serialize};

use Move as M;
use State as S;

/// Where a complaint stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// Sent by the citizen; its moment is theirs, whoever is out of order.
    Filed,
    /// Sent on to the right body, which has yet to register it.
    Redirected,
    /// Registered: the term of deciding runs.
    Registered,
    /// Given to an official.
    Assigned,
    /// That official looks at it.
    Considering,
    /// Decided in favour; what was ordered is being done.
    RemedyInProgress,
    /// In favour, and done.
    Satisfied,
    /// Against.
    Dismissed,
    /// Left without an answer on a listed ground.
    LeftUnanswered,
    /// Taken back.
    Withdrawn,
    /// Sent to a body that does not work here: told to the citizen, and over for us.
    SentAway,
}

/// Kinds of wish.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Move {
    /// The federal system took it.
    Forward,
    /// The federal system lacks data of the body.
    Defect,
    /// An official registers it.
    Register,
    /// It is given to an official.
    Assign,
    /// That official begins.
    Consider,
    /// It goes to another body of the region.
    Redirect,
    /// It goes to a body that is not of the region.
    SendAway,
    /// In favour, done at once.
    Satisfy,
    /// In favour, something is ordered.
    Order,
    /// What was ordered is done.
    Remedied,
    /// Against.
    Dismiss,
    /// No answer.
    LeaveUnanswered,
    /// Taken back.
    Withdraw,
    /// A term passed.
    Breach,
}

impl State {
    /// All states in the order of a complaint.
    pub const ALL: [Self; 11] = [
        S::Filed,
        S::Redirected,
        S::Registered,
        S::Assigned,
        S::Considering,
        S::RemedyInProgress,
        S::Satisfied,
        S::Dismissed,
        S::LeftUnanswered,
        S::Withdrawn,
        S::SentAway,
    ];

    /// Name in rows, the journal and messages.
    pub fn name(self) -> &'static str {
        match self {
            S::Filed => "filed",
            S::Redirected => "redirected",
            S::Registered => "registered",
            S::Assigned => "assigned",
            S::Considering => "considering",
            S::RemedyInProgress => "remedy_in_progress",
            S::Satisfied => "satisfied",
            S::Dismissed => "dismissed",
            S::LeftUnanswered => "left_unanswered",
            S::Withdrawn => "withdrawn",
            S::SentAway => "sent_away",
        }
    }

    /// Nothing more happens to it.
    pub fn ended(self) -> bool {
        matches!(self, S::Satisfied | S::Dismissed | S::LeftUnanswered | S::Withdrawn | S::SentAway)
    }

    /// Still without a decision: the term of deciding matters.
    pub fn undecided(self) -> bool {
        !self.ended() && self != S::RemedyInProgress
    }
}

impl Move {
    /// All kinds.
    pub const ALL: [Self; 14] = [
        M::Forward,
        M::Defect,
        M::Register,
        M::Assign,
        M::Consider,
        M::Redirect,
        M::SendAway,
        M::Satisfy,
        M::Order,
        M::Remedied,
        M::Dismiss,
        M::LeaveUnanswered,
        M::Withdraw,
        M::Breach,
    ];

    /// Name in the diagram.
    pub fn name(self) -> &'static str {
        match self {
            M::Forward => "external number",
            M::Defect => "reference data missing",
            M::Register => "register",
            M::Assign => "assign",
            M::Consider => "consider",
            M::Redirect => "redirect",
            M::SendAway => "send away",
            M::Satisfy => "satisfy",
            M::Order => "order a remedy",
            M::Remedied => "remedied",
            M::Dismiss => "dismiss",
            M::LeaveUnanswered => "leave unanswered",
            M::Withdraw => "withdraw",
            M::Breach => "term passed",
        }
    }
}

/// Where a wish leads from a state; `None` where it cannot be granted.
pub fn leads(state: State, step: Move) -> Option<State> {
    Some(match (step, state) {
        // The number of the federal system registers what nobody has registered; later it is a number.
        (M::Forward, S::Filed | S::Redirected) => S::Registered,
        // It may come when everything is over: the system was down all the while.
        (M::Forward | M::Defect, state) => state,
        (M::Register, S::Filed | S::Redirected) => S::Registered,
        (M::Assign, S::Registered | S::Assigned | S::Considering) => S::Assigned,
        (M::Consider, S::Assigned) => S::Considering,
        (M::Redirect, S::Filed | S::Redirected | S::Registered | S::Assigned | S::Considering) => S::Redirected,
        (M::SendAway, S::Filed | S::Redirected | S::Registered | S::Assigned | S::Considering) => S::SentAway,
        (M::Satisfy, S::Considering) => S::Satisfied,
        (M::Order, S::Considering) => S::RemedyInProgress,
        (M::Remedied, S::RemedyInProgress) => S::Satisfied,
        (M::Dismiss, S::Considering) => S::Dismissed,
        (M::LeaveUnanswered, S::Considering) => S::LeftUnanswered,
        (M::Withdraw, state) if state.undecided() => S::Withdrawn,
        (M::Breach, state) if !state.ended() => state,
        _ => return None,
    })
}

/// The diagram in Mermaid; wishes that leave the state are left out.
pub fn diagram() -> String {
    let mut lines = vec!["stateDiagram-v2".to_owned(), "    [*] --> filed: file".to_owned()];
    for from in State::ALL {
        for step in Move::ALL {
            if let Some(to) = leads(from, step).filter(|to| *to != from) {
                lines.push(format!("    {} --> {}: {}", from.name(), to.name(), step.name()));
            }
        }
    }
    lines.extend(State::ALL.into_iter().filter(|one| one.ended()).map(|one| format!("    {} --> [*]", one.name())));
    lines.join("\n") + "\n"
}
