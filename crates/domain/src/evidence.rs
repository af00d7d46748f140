//! Interagency requests (межведомственные запросы): what is asked of whom and what came back.

use jiff::Timestamp;
use regulation::clock::Due;
use regulation::fact::{FactName, Facts};
use serde::{Deserialize, Serialize};

use crate::id::{CaseId, EvidenceRequestId};

/// A request to one outside source about one case.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct EvidenceRequest {
    /// Id, in the bucket of the case.
    pub id: EvidenceRequestId,
    /// The case.
    pub case: CaseId,
    /// Id of the source in the regulation: `mvd.conviction`.
    pub source: String,
    /// Names of the facts sent with it; their values stay in the case.
    pub keys: Vec<FactName>,
    /// Where it stands.
    pub state: EvidenceState,
    /// When it was wanted.
    pub asked_at: Timestamp,
    /// When the source must have answered.
    pub due: Option<Due>,
    /// When it was answered, for good or ill.
    pub answered_at: Option<Timestamp>,
    /// The answer as facts; empty until answered.
    pub answer: Facts,
    /// How often it could not be sent.
    #[serde(default)]
    pub tries: u32,
    /// When it went out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sent_at: Option<Timestamp>,
    /// What went wrong last, for officials.
    pub problem: Option<String>,
    /// The message that carries it, where the exchange gives messages ids of their own. Written
    /// before it is sent, so that a repeated sending is the same message.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub message: Option<Message>,
    /// SHA-256 of what it asked with: tells that two requests are one question.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub asked_with: Option<String>,
    /// The earlier request whose answer serves this one too: nothing was asked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reused: Option<EvidenceRequestId>,
}

/// A message of the exchange.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Message {
    /// Its id.
    pub id: String,
    /// How many messages before it grew too old.
    pub generation: u32,
    /// When it was made.
    pub at: Timestamp,
}

/// States of a request (PROCEDURE-06).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EvidenceState {
    /// Waits for its job.
    Queued,
    /// Sent, not answered.
    Sent,
    /// Answered with facts.
    Answered,
    /// Answered: there is nothing.
    Absent,
    /// Cannot be answered.
    Failed,
    /// Silent past the norm; a late answer may still come.
    Overdue,
}

impl EvidenceState {
    /// May an answer still come in time?
    pub fn outstanding(self) -> bool {
        matches!(self, Self::Queued | Self::Sent)
    }
}
