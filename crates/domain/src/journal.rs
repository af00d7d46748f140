//! The journal: what happened to a case, by whom, on what ground. Append-only, hash-chained
//! per case, without form answers or contact details (SEC-03).

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::case::Actor;

/// One thing that happened. The store adds position and hashes.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Entry {
    /// When.
    pub at: Timestamp,
    /// By whom.
    pub by: Actor,
    /// What.
    pub event: Event,
}

/// The words of the journal. Filled by the case engine; see `journal::replay`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "snake_case")]
pub enum Event {
    /// An official read personal data of the case.
    Read {
        /// On what ground, in words.
        ground: String,
    },
}
