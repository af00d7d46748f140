//! What an outside system can answer when it does not do what was asked: "not now" or "never".

use thiserror::Error;

/// Why an outside system did not do what was asked. Messages hold no personal data and no
/// addresses: they go to logs.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum Failure {
    /// Not now: the same call may succeed later.
    #[error("{system} does not answer now: {reason}")]
    Later {
        /// Which system.
        system: &'static str,
        /// What happened, for the log.
        reason: String,
    },
    /// Never: repeating the same call will not help.
    #[error("{system} rejected the call ({code}): {text}")]
    Rejected {
        /// Which system.
        system: &'static str,
        /// Code of the system (`ESIA-007053`) or ours (`TOKEN-EXPIRED`).
        code: String,
        /// A whole Russian sentence for a person.
        text: String,
    },
}

impl Failure {
    /// A failure that may pass.
    pub fn later(system: &'static str, reason: impl Into<String>) -> Self {
        Self::Later { system, reason: reason.into() }
    }

    /// A failure that will not pass by itself.
    pub fn rejected(system: &'static str, code: impl Into<String>, text: impl Into<String>) -> Self {
        Self::Rejected { system, code: code.into(), text: text.into() }
    }

    /// True when the same call may succeed later.
    pub fn is_later(&self) -> bool {
        matches!(self, Self::Later { .. })
    }

    /// The code of a rejection.
    pub fn code(&self) -> Option<&str> {
        match self {
            Self::Later { .. } => None,
            Self::Rejected { code, .. } => Some(code),
        }
    }
}
