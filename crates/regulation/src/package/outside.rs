//! The few calls of this folder into its neighbours: clock, money, identifiers, expressions.

use std::collections::{BTreeMap, BTreeSet};

use indexmap::IndexMap;

use super::model::{Fact, FactType};
use crate::clock::Term;
use crate::diagnostic::{Diagnostic, Span};
use crate::expression::{Expression, Scope};
use crate::fact::FactName;
use crate::identifier::IdentifierKind;
use crate::money::Money;

/// `5 wd`, `14 cd`, `3 months`, `1 year`.
pub(crate) fn term(text: &str) -> Option<Term> {
    Term::parse(text).ok()
}

/// Names of the identifier types, as the language writes them.
pub(crate) fn identifiers() -> impl Iterator<Item = &'static str> {
    IdentifierKind::ALL.into_iter().map(IdentifierKind::name)
}

/// The kind of identifier a type's name means.
pub(crate) fn identifier_kind(name: &str) -> Option<IdentifierKind> {
    IdentifierKind::parse(name)
}

/// What expressions may read: facts with their types, and criteria.
#[derive(Default, Clone)]
pub(crate) struct Known {
    /// Facts by name.
    pub facts: BTreeMap<FactName, FactType>,
    /// Names of criteria.
    pub criteria: BTreeSet<String>,
}

impl Known {
    /// The same as a scope of the expression language.
    pub fn scope(&self) -> Scope<'_> {
        Scope { facts: &self.facts, criteria: &self.criteria }
    }

    /// These names and, nearer, the fields of one record.
    pub fn with(&self, item: &IndexMap<String, Fact>) -> Self {
        let mut inner = self.clone();
        inner.facts.extend(item.iter().map(|(name, fact)| (name.clone(), fact.kind.clone())));
        inner
    }
}

/// Parses and type-checks an expression that must be yes or no.
pub(crate) fn condition(text: &str, span: &Span, known: &Known) -> Result<Expression, Vec<Diagnostic>> {
    Expression::parse_rule(text, span.clone(), &known.scope())
}

/// Parses an expression whose value must fit a type.
pub(crate) fn value(text: &str, span: &Span, known: &Known, kind: &FactType) -> Result<Expression, Vec<Diagnostic>> {
    Expression::parse_value(text, span.clone(), &known.scope(), kind)
}

/// Roubles with kopecks after a point: `1500.00`.
pub(crate) fn money(text: &str) -> Option<Money> {
    Money::parse(text).ok()
}
