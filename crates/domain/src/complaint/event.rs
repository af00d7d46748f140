//! The journal words of a complaint. Nothing that anybody wrote stands here but its digest.

use jiff::Timestamp;
use regulation::clock::Due;
use regulation::region::Object;
use serde::{Deserialize, Serialize};

use super::model::Target;
use super::wish::{Remedy, To};
use crate::case::Actor;
use crate::id::{CaseId, OfficialId};
use crate::journal::{self, BrokenChain};

/// One thing that happened to a complaint.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Entry {
    /// When.
    pub at: Timestamp,
    /// By whom.
    pub by: Actor,
    /// What.
    pub event: Event,
}

/// What can happen to a complaint.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "snake_case")]
pub enum Event {
    /// Sent by the citizen.
    Filed {
        /// Public number.
        number: String,
        /// The body.
        authority: String,
        /// Whom it is about.
        target: Target,
        /// What it is about.
        object: Object,
        /// The ground.
        ground: String,
        /// The case.
        case: Option<CaseId>,
        /// When it must be registered.
        due: Due,
        /// Digest of what was written.
        digest: String,
    },
    /// The federal system took it.
    Forwarded {
        /// Its number there.
        number: String,
    },
    /// The federal system lacks data of the body.
    Defect,
    /// Registered.
    Registered {
        /// When it must be decided.
        due: Due,
    },
    /// Given to an official.
    Assigned {
        /// To whom.
        to: OfficialId,
    },
    /// The official began.
    Considering,
    /// Sent on to the right body.
    Redirected {
        /// To whom.
        to: To,
        /// When it must be registered there.
        due: Option<Due>,
        /// Digest of the reason.
        digest: String,
    },
    /// Decided in favour.
    Satisfied {
        /// What it brings.
        remedy: Remedy,
        /// When what was ordered must be done.
        due: Option<Due>,
        /// Digest of the words.
        digest: String,
    },
    /// What was ordered is done.
    Remedied {
        /// Digest of the words.
        digest: String,
    },
    /// Decided against.
    Dismissed {
        /// Listed reason.
        ground: String,
        /// Digest of the words.
        digest: String,
    },
    /// No answer.
    LeftUnanswered {
        /// Listed reason.
        ground: String,
    },
    /// Taken back.
    Withdrawn,
    /// A term passed: `register`, `decide`, `remedy`.
    TermPassed {
        /// Which.
        what: String,
    },
    /// An official read it.
    Read {
        /// On what ground.
        ground: String,
    },
}

impl Event {
    /// Name in the catalogue of messages.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Filed { .. } => "filed",
            Self::Forwarded { .. } => "forwarded",
            Self::Defect => "defect",
            Self::Registered { .. } => "registered",
            Self::Assigned { .. } => "assigned",
            Self::Considering => "considering",
            Self::Redirected { .. } => "redirected",
            Self::Satisfied { .. } => "satisfied",
            Self::Remedied { .. } => "remedied",
            Self::Dismissed { .. } => "dismissed",
            Self::LeftUnanswered { .. } => "left-unanswered",
            Self::Withdrawn => "withdrawn",
            Self::TermPassed { .. } => "term-passed",
            Self::Read { .. } => "read",
        }
    }
}

/// Checks a whole journal, entries with their stored hashes, against the head in the complaint's row.
pub fn verify<'a>(entries: impl IntoIterator<Item = (&'a Entry, &'a str)>, head: &str) -> Result<(), BrokenChain> {
    let mut previous = journal::START.to_owned();
    for (position, (entry, stored)) in entries.into_iter().enumerate() {
        previous = chained(&previous, entry);
        if previous != stored {
            return Err(BrokenChain::At(position));
        }
    }
    if previous == head { Ok(()) } else { Err(BrokenChain::Head) }
}

/// The hash of an entry that follows `previous`: one that is changed, moved or taken away is found.
pub fn chained(previous: &str, entry: &Entry) -> String {
    journal::digest(&(previous, entry))
}
