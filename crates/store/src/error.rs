//! What can go wrong in storage, in three words: conflict, broken, unavailable.

use thiserror::Error;

/// Why a read or a commit did not happen.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum StoreError {
    /// Somebody was faster, or the thing already exists. Read again and decide again.
    #[error("conflict at {write}: the row changed meanwhile or already exists")]
    Conflict {
        /// Name of the statement that did not touch the rows it had to.
        write: &'static str,
    },
    /// A fault of ours: a wrong statement, or a row that cannot be what it says it is.
    #[error("storage is broken: {0}")]
    Broken(String),
    /// The database cannot be used now. Try later.
    #[error("storage is not available: {why}")]
    Unavailable {
        /// What the database or the network said.
        why: String,
        /// The commit may have happened: ask again under the same idempotency key.
        unknown: bool,
    },
}

impl StoreError {
    /// A fault, in words.
    pub fn broken(what: impl Into<String>) -> Self {
        Self::Broken(what.into())
    }

    /// Not now; nothing was written.
    pub fn unavailable(why: impl Into<String>) -> Self {
        Self::Unavailable { why: why.into(), unknown: false }
    }

    /// Whether this is a conflict at the named statement, for example `drafts.file`.
    pub fn is_conflict_at(&self, name: &str) -> bool {
        matches!(self, Self::Conflict { write } if *write == name)
    }

    /// Whether this is any conflict.
    pub fn is_conflict(&self) -> bool {
        matches!(self, Self::Conflict { .. })
    }
}
