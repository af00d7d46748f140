//! An entry of the register with everything that ever became of it.

use jiff::Timestamp;
use regulation::package::Output;
use serde::{Deserialize, Serialize};

use super::state::ResultState;
use crate::case::{Actor, Context};
use crate::id::{CaseId, OfficialId, PersonId, ResultId};
use crate::refusal::Refusal;

/// An entry of the result register.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ResultRecord {
    /// Id.
    pub id: ResultId,
    /// Public number of the result, for example `ОБ-2026-000017-32`.
    pub number: String,
    /// Code for the public check page: short, random, says nothing about the person.
    pub check_code: String,
    /// Case it came from.
    pub case: CaseId,
    /// Whose it is.
    pub person: PersonId,
    /// Authority that issued it.
    pub authority: String,
    /// Service.
    pub service: String,
    /// Edition of the regulation.
    pub regulation_version: String,
    /// Id of the output in the regulation.
    pub output: String,
    /// Name of the register; `None` when the result is a document.
    pub register: Option<String>,
    /// What the entry holds: fact → shown value with its label.
    pub content: serde_json::Value,
    /// State.
    pub state: ResultState,
    /// Ground of the last change of state.
    pub ground: Option<String>,
    /// When it was issued.
    pub issued_at: Timestamp,
    /// Last moment of validity; `None` without limit.
    pub valid_until: Option<Timestamp>,
    /// Last moment in its owner's account; `None` for ever (RESULT-04).
    #[serde(default)]
    pub keep_until: Option<Timestamp>,
    /// When it left the account; the register keeps it.
    #[serde(default)]
    pub left_account_at: Option<Timestamp>,
    /// Who signed.
    pub signer: OfficialId,
    /// SHA-256 of the signed document in the object store, if it is a document.
    pub document: Option<String>,
    /// SHA-256 of the detached CMS signature in the object store.
    pub signature: Option<String>,
    /// Grows by one with every change.
    pub revision: i64,
    /// Every change of state, in order: nothing is ever taken out (RESULTREG-04).
    #[serde(default)]
    pub history: Vec<ResultChange>,
    /// The newer version that took its place (RESULT-11).
    #[serde(default)]
    pub replaced_by: Option<ResultId>,
    /// The older version whose place it took.
    #[serde(default)]
    pub replaces: Option<ResultId>,
}

/// A change of an entry.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ResultChange {
    /// The state it came to.
    pub state: ResultState,
    /// Why.
    pub ground: String,
    /// By which clause; the machine's own changes follow from the entry itself.
    #[serde(default)]
    pub clause: Option<String>,
    /// For a correction: who asked for it and what was wrong (RESULT-11).
    #[serde(default)]
    pub correction: Option<Correction>,
    /// By whom.
    pub by: Actor,
    /// When.
    pub at: Timestamp,
}

/// Why an entry changes: the ground in words and the clause that allows it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Basis {
    /// What happened.
    pub ground: String,
    /// The clause of the act.
    pub clause: Option<String>,
}

impl From<&str> for Basis {
    fn from(ground: &str) -> Self {
        Self { ground: ground.to_owned(), clause: None }
    }
}

/// A technical error and who asked to mend it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Correction {
    /// Who asked: the owner, another authority, the official who saw it.
    pub asked_by: String,
    /// What was wrong and how it reads now.
    pub what: String,
}

/// What a public check says; nothing about whose it is or what it holds (RESULT-10).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Validity {
    /// In force.
    Valid,
    /// Was issued and is not in force: suspended, replaced, annulled or expired.
    Revoked(ResultState),
    /// No such result.
    Unknown,
}

impl ResultRecord {
    /// The state at a moment: past its term an entry in force is expired, whether or not a
    /// timer has said so yet.
    pub fn state_at(&self, now: Timestamp) -> ResultState {
        let in_force = matches!(self.state, ResultState::Active | ResultState::Suspended);
        match self.valid_until {
            Some(until) if in_force && now > until => ResultState::Expired,
            _ => self.state,
        }
    }

    /// The state in which the entry stood at a moment of the past, by its own history: what an
    /// extract «as of» shows (RESULTREG-03). `None` before it was issued.
    pub fn state_as_of(&self, moment: Timestamp) -> Option<ResultState> {
        if moment < self.issued_at {
            return None;
        }
        let last = self.history.iter().rev().find(|change| change.at <= moment);
        let state = last.map_or(ResultState::Active, |change| change.state);
        let in_force = matches!(state, ResultState::Active | ResultState::Suspended);
        Some(match self.valid_until {
            Some(until) if in_force && moment > until => ResultState::Expired,
            _ => state,
        })
    }

    /// What anybody may know of it.
    pub fn validity(&self, now: Timestamp) -> Validity {
        match self.state_at(now) {
            ResultState::Active => Validity::Valid,
            other => Validity::Revoked(other),
        }
    }

    /// Until when its files can be had in the account: the term of the output, from issue;
    /// `None` for ever. Afterwards the entry says that the term has passed (RESULT-04).
    pub fn kept_until(&self, output: &Output, context: &Context<'_>) -> Result<Option<Timestamp>, Refusal> {
        match output.keep {
            Some(term) => Ok(Some(context.clock.due(self.issued_at, term, &[])?.at)),
            None => Ok(None),
        }
    }

    /// Has it left its owner's account, or is it past the term of staying there?
    pub fn is_gone(&self, now: Timestamp) -> bool {
        self.left_account_at.is_some() || self.keep_until.is_some_and(|until| now > until)
    }
}
