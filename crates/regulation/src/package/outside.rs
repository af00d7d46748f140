//! The few calls of this folder into its neighbours: clock, money, identifiers, expressions.

use std::collections::{BTreeMap, BTreeSet};

use indexmap::IndexMap;

use super::model::{Fact, FactType};
use crate::clock::Term;
use crate::diagnostic::{Diagnostic, Span};
use crate::expression::{self, Definitions, Expression, Scope};
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
    /// Parameters, tables and columns of dictionaries.
    pub definitions: Definitions,
}

impl Known {
    /// The same as a scope of the expression language.
    pub fn scope(&self) -> Scope<'_> {
        Scope { facts: &self.facts, criteria: &self.criteria, definitions: &self.definitions }
    }

    /// These names and, nearer, the fields of one record.
    pub fn with(&self, item: &IndexMap<String, Fact>) -> Self {
        let mut inner = self.clone();
        inner.facts.extend(item.iter().map(|(name, fact)| (name.clone(), fact.kind.clone())));
        inner
    }
}

impl Known {
    /// Type of a fact, or of a field of a record named with its lists: `groups.trees.species`.
    pub fn kind(&self, name: &str) -> Option<FactType> {
        if let Some(kind) = self.facts.get(name) {
            return Some(kind.clone());
        }
        let (list, field) = self.facts.iter().find_map(|(fact, kind)| match kind {
            FactType::List { item, .. } => Some((item, name.strip_prefix(fact.as_str())?.strip_prefix('.')?)),
            _ => None,
        })?;
        inside(list, field)
    }
}

fn inside(item: &IndexMap<String, Fact>, path: &str) -> Option<FactType> {
    let (first, rest) = path.split_once('.').map_or((path, None), |(first, rest)| (first, Some(rest)));
    match (&item.get(first)?.kind, rest) {
        (kind, None) => Some(kind.clone()),
        (FactType::List { item, .. }, Some(rest)) => inside(item, rest),
        _ => None,
    }
}

/// Parses an expression of any type.
pub(crate) fn any(text: &str, span: &Span, known: &Known) -> Result<Expression, Vec<Diagnostic>> {
    Expression::parse(text, span.clone(), &known.scope())
}

/// A unary test over an input as a condition.
pub(crate) fn unary(of: &str, kind: &FactType, test: &str) -> Result<String, String> {
    expression::unary(of, kind, test)
}

/// The type of an expression's value.
pub(crate) fn kind_of(text: &str, span: &Span, known: &Known) -> Result<FactType, Vec<Diagnostic>> {
    expression::kind_of(text, span, &known.scope())
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
