//! What can be wished of a complaint. Who may wish what stands in `decide.rs`, where it leads in
//! `state.rs`.

use serde::{Deserialize, Serialize};

use super::state::Move;
use crate::id::OfficialId;

/// What a decision in favour brings.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Remedy {
    /// The decision is undone, the case goes back to work.
    Reopen,
    /// The result is made anew; the decision stands.
    Replace,
    /// The body does what it left undone, gives back what it took, and says so.
    Order,
}

impl Remedy {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Reopen, Self::Replace, Self::Order];

    /// Name in forms and rows.
    pub fn name(self) -> &'static str {
        match self {
            Self::Reopen => "reopen",
            Self::Replace => "replace",
            Self::Order => "order",
        }
    }

    /// The remedy of that name.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.name() == name)
    }
}

/// The right body.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "where", content = "body", rename_all = "snake_case")]
pub enum To {
    /// An authority of the region: the complaint goes on there.
    Within(String),
    /// Any other body, by its name.
    Outside(String),
}

/// What somebody or something wishes of a complaint.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Wish {
    /// The federal system took it under this number.
    Forwarded {
        /// The external number.
        number: String,
    },
    /// The federal system lacks reference data of the body (APPEAL-03).
    Defect {
        /// What is missing, in its words.
        what: String,
    },
    /// Register it.
    Register,
    /// Give it to an official.
    Assign {
        /// To whom.
        to: OfficialId,
    },
    /// Begin to look at it.
    Consider,
    /// It is not for this body (APPEAL-02).
    Redirect {
        /// The right one.
        to: To,
        /// Why, for the citizen.
        words: String,
    },
    /// In favour.
    Satisfy {
        /// Why, and what follows.
        words: String,
        /// What it brings.
        remedy: Remedy,
    },
    /// What was ordered is done.
    Remedied {
        /// What was done.
        words: String,
    },
    /// Against.
    Dismiss {
        /// Listed reason.
        ground: String,
        /// Why in this matter.
        words: String,
    },
    /// No answer.
    LeaveUnanswered {
        /// Listed reason.
        ground: String,
    },
    /// Take it back.
    Withdraw,
    /// A term passed: `register`, `decide`, `remedy`.
    Breach {
        /// Which.
        what: String,
    },
}

impl Wish {
    /// The kind of wish in the table.
    pub fn kind(&self) -> Move {
        match self {
            Self::Forwarded { .. } => Move::Forward,
            Self::Defect { .. } => Move::Defect,
            Self::Register => Move::Register,
            Self::Assign { .. } => Move::Assign,
            Self::Consider => Move::Consider,
            Self::Redirect { to: To::Within(_), .. } => Move::Redirect,
            Self::Redirect { to: To::Outside(_), .. } => Move::SendAway,
            Self::Satisfy { remedy: Remedy::Order, .. } => Move::Order,
            Self::Satisfy { .. } => Move::Satisfy,
            Self::Remedied { .. } => Move::Remedied,
            Self::Dismiss { .. } => Move::Dismiss,
            Self::LeaveUnanswered { .. } => Move::LeaveUnanswered,
            Self::Withdraw => Move::Withdraw,
            Self::Breach { .. } => Move::Breach,
        }
    }
}
