//! What the checker says to an author: code, place, what is wrong, why, how to mend it.

use serde::Serialize;

/// A place in one file of a package, in bytes from its start.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default, Serialize)]
pub struct Span {
    /// File name relative to the package folder.
    pub file: String,
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
}

/// How bad it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// The package cannot be published.
    Error,
    /// Worth a look; publication is possible.
    Warning,
}

/// One finding.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Diagnostic {
    /// Stable code, for example `R012`.
    pub code: &'static str,
    /// How bad it is.
    pub severity: Severity,
    /// What is wrong, one sentence.
    pub message: String,
    /// Words at the caret.
    pub label: String,
    /// How to mend it.
    pub help: String,
    /// Where.
    pub span: Span,
}
