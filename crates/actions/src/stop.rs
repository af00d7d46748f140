//! Why an action stopped: the few words pages and the worker know (docs/ARCHITECTURE.md, "Errors").

use domain::refusal::Refusal;
use regulation::form::Problem;
use thiserror::Error;

/// Everything an action can end with besides success.
#[derive(Debug, Error)]
pub enum Stop {
    /// Not there, or not yours to see: both look the same from outside.
    #[error("not found")]
    Missing,
    /// A rule says no.
    #[error("refused: {0}")]
    Refused(Refusal),
    /// Answers are wrong: all of them at once, each with its field.
    #[error("{} answers are wrong", .0.len())]
    Problems(Vec<Problem>),
    /// Somebody was faster; read again and repeat.
    #[error("changed meanwhile")]
    Conflict,
    /// Nobody is signed in, or the session has ended.
    #[error("sign in first")]
    SignInNeeded,
    /// An outside system cannot answer now; nothing is lost.
    #[error("{system} does not answer now: {why}")]
    Later {
        /// Which system, in words for people.
        system: &'static str,
        /// For the log.
        why: String,
    },
    /// Too many attempts.
    #[error("too many attempts")]
    TooMany,
    /// A fault: what we were doing and what broke. Logged once, at the edge.
    #[error("while {doing}: {source}")]
    Broken {
        /// What we were doing, in words.
        doing: &'static str,
        /// What broke.
        #[source]
        source: Box<dyn std::error::Error + Send + Sync>,
    },
}

impl From<Refusal> for Stop {
    fn from(refusal: Refusal) -> Self {
        match refusal {
            Refusal::NotFound => Self::Missing,
            other => Self::Refused(other),
        }
    }
}

impl Stop {
    /// Makes a fault out of an error and what we were doing.
    pub fn broken<E>(doing: &'static str) -> impl FnOnce(E) -> Self
    where
        E: Into<Box<dyn std::error::Error + Send + Sync>>,
    {
        move |error| Self::Broken { doing, source: error.into() }
    }
}
