//! Jobs: effects written in the same batch as the change that wants them, done after it.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::id::{CaseId, EvidenceRequestId, JobId, NoticeId, SendingId};

/// A piece of work for a worker; done at least once, recognisable by its key.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Job {
    /// Id, in the bucket of what it is about. Ids are made by the action that commits.
    pub id: JobId,
    /// What to do.
    pub work: Work,
    /// The earliest moment.
    pub due_at: Timestamp,
    /// Idempotency key: two jobs with one key are one job.
    pub key: String,
}

/// What a job does.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(tag = "work", rename_all = "snake_case")]
pub enum Work {
    /// Bring a filed case into the system that serves it and try to register it (INTAKE-01, 09).
    Intake {
        /// The case.
        case: CaseId,
    },
    /// Run the machine over a case: start, decide or end what the criteria allow.
    Advance {
        /// The case.
        case: CaseId,
    },
    /// Send an interagency request or ask for its answer.
    Ask {
        /// The request.
        request: EvidenceRequestId,
    },
    /// Send a notice by e-mail.
    Mail {
        /// The notice.
        notice: NoticeId,
    },
    /// Send a notice by SMS.
    Sms {
        /// The notice.
        notice: NoticeId,
    },
    /// Send a result on to another authority (RESULT-04).
    SendResult {
        /// The sending.
        sending: SendingId,
    },
}

impl Work {
    /// Short name used in the table, in logs and metrics.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Intake { .. } => "intake",
            Self::Advance { .. } => "advance",
            Self::Ask { .. } => "ask",
            Self::Mail { .. } => "mail",
            Self::Sms { .. } => "sms",
            Self::SendResult { .. } => "send_result",
        }
    }
}
