//! What sets a service off without an application (упреждающее предоставление, C24 IV.4).

use indexmap::IndexMap;
use serde::Serialize;

use super::Clause;
use crate::clock::Term;
use crate::diagnostic::Span;

/// An event of a register that sets the service off, and when there is a real need for it.
#[derive(Debug, Clone)]
pub struct Trigger {
    /// Id: `third-child`.
    pub id: String,
    /// Kind of the event in the region's `events.yaml`.
    pub on: String,
    /// The criterion that says whether the person really needs the service (PROACTIVE-02).
    pub need: String,
    /// What allows to begin without an application.
    pub consent: ConsentRule,
    /// How long an offer stands.
    pub within: Term,
    /// What the event tells: fact → field of the event.
    pub facts: IndexMap<String, String>,
    /// Answers that follow from the event itself: fact → raw answer.
    pub with: IndexMap<String, serde_json::Value>,
    /// What happens if the person agrees, a whole sentence.
    pub say: String,
    /// The clause.
    pub because: Clause,
    /// Where it is declared.
    pub span: Span,
}

/// What allows to begin without an application.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum ConsentRule {
    /// The person must have agreed (PROACTIVE-04).
    Required,
    /// An act lets it begin without asking.
    ByLaw,
}
