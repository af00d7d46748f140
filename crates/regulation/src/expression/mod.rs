//! Criteria: a subset of FEEL (OMG DMN 1.5) over facts, in three-valued logic.

use std::collections::BTreeSet;

use crate::diagnostic::Span;
use crate::fact::FactName;

/// A parsed, type-checked expression with its place in the source.
#[derive(Debug, Clone)]
pub struct Expression {
    /// The source text.
    pub text: String,
    /// Where it stands.
    pub span: Span,
}

/// Yes, no, or not known yet with the facts that can still flip it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// Holds for every completion of what is unknown.
    Yes,
    /// Holds for none.
    No,
    /// Depends on these facts.
    Unknown(BTreeSet<FactName>),
}
