//! Criteria: a subset of FEEL (OMG DMN 1.5) over facts, in three-valued logic.
//!
//! From text to verdict: `lexer`, `parser` (tree as written), `check` (names and types, lowered
//! to `node`), `eval` (the fast path), `settle` (exact, over cells). What is unknown never
//! counts as no; what is known to be absent makes comparisons no; a contested fact is unknown.

mod bound;
mod bound_plan;
mod bounds;
mod calls;
mod cell;
mod cells;
mod check;
mod check_lists;
mod check_names;
mod check_values;
mod codes;
mod cycle;
mod dates;
mod define;
mod diagram;
mod eval;
mod fold;
mod functions;
mod lexer;
mod node;
mod operations;
pub(crate) mod outlook;
mod parser;
mod parser_values;
mod pattern;
mod premises;
mod settle;
mod space;
mod space_walk;
mod syntax;
mod types;
mod value;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use indexmap::IndexMap;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::diagnostic::{Diagnostic, Span};
use crate::fact::{FactName, Facts, Value};
use crate::package::{Fact, FactType, Regulation};

use eval::Eval;
pub(crate) use node::Node;
use syntax::Found;
use types::Type;
use value::{Truth, Val};

pub use bound::{Bound, Reasons};
pub use cell::{bare, constant, feel, unary};
pub use cycle::cycles;
pub use define::{Dated, Definitions, Written, kind_of};

pub(crate) use premises::Premises;
pub(crate) use space::{Region, Sought, Space, Under, Variable};
pub(crate) use space_walk::Asked;

/// What an expression may name: facts with their types, and criteria. `today` is always there.
#[derive(Debug, Clone, Copy)]
pub struct Scope<'a> {
    /// Facts by name; fields of the record at hand by their short name.
    pub facts: &'a BTreeMap<FactName, FactType>,
    /// Names of criteria.
    pub criteria: &'a BTreeSet<String>,
    /// Parameters, decision tables and columns of dictionaries.
    pub definitions: &'a Definitions,
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

/// One record of a repeating group, for expressions that stand inside it.
#[derive(Debug, Clone, Copy)]
pub struct Item<'a> {
    /// Fields that a record may have.
    pub declared: &'a IndexMap<String, Fact>,
    /// What is known of this one, by short names.
    pub known: &'a Facts,
}

/// A parsed, type-checked expression with its place in the source.
#[derive(Debug, Clone)]
pub struct Expression {
    /// The source text.
    pub text: String,
    /// Where it stands.
    pub span: Span,
    compiled: Arc<Compiled>,
}

#[derive(Debug)]
struct Compiled {
    root: Node,
    kind: Type,
    reads: BTreeSet<FactName>,
    criteria: BTreeSet<String>,
    definitions: BTreeSet<String>,
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

/// What is known of a derived value.
#[derive(Debug, Clone, PartialEq)]
pub enum Derived {
    /// Not known yet.
    Unknown,
    /// It does not exist: it rests on what is absent, or does not fit the fact's type.
    Absent,
    /// The value.
    Known(Value),
}

impl Expression {
    /// Reads an expression of any type.
    pub fn parse(text: &str, span: Span, scope: &Scope<'_>) -> Result<Self, Vec<Diagnostic>> {
        Self::read(text, span, scope, |_, _| None)
    }

    /// Reads an expression that must be yes or no.
    pub fn parse_rule(text: &str, span: Span, scope: &Scope<'_>) -> Result<Self, Vec<Diagnostic>> {
        Self::read(text, span, scope, |tree, kind| match kind {
            Type::YesNo | Type::Unsure => None,
            other => Some(Found::new(
                codes::NOT_YES_NO,
                tree.place,
                format!("Здесь нужно условие (да или нет), а выражение даёт: {}.", other.words()),
                other.words(),
                "Сравните значение: `имя >= 18`, `имя = \"код\"`.",
            )),
        })
    }

    /// Reads an expression whose value must fit a fact's type.
    pub fn parse_value(text: &str, span: Span, scope: &Scope<'_>, target: &FactType) -> Result<Self, Vec<Diagnostic>> {
        Self::read(text, span, scope, |tree, kind| check_values::misfit(tree, kind, target))
    }

    fn read(
        text: &str,
        span: Span,
        scope: &Scope<'_>,
        fit: impl FnOnce(&syntax::Syntax, &Type) -> Option<Found>,
    ) -> Result<Self, Vec<Diagnostic>> {
        let tree = parser::parse(text).map_err(|found| vec![placed(found, text, &span)])?;
        let mut lowered = check::lower(&tree, scope);
        if lowered.found.is_empty() {
            lowered.found.extend(fit(&tree, &lowered.kind));
        }
        if !lowered.found.is_empty() {
            return Err(lowered.found.into_iter().map(|found| placed(found, text, &span)).collect());
        }
        let check::Lowered { root, kind, reads, criteria, definitions, .. } = lowered;
        let compiled = Arc::new(Compiled { root, kind, reads, criteria, definitions });
        Ok(Self { text: text.to_owned(), span, compiled })
    }

    /// Is this its compiled tree?
    pub(crate) fn is(&self, node: &Node) -> bool {
        self.root() == node
    }

    /// Is this a part of its compiled tree?
    pub(crate) fn has(&self, node: &Node) -> bool {
        fn below(whole: &Node, node: &Node) -> bool {
            whole == node || whole.parts().into_iter().any(|part| below(part, node))
        }
        below(self.root(), node)
    }

    fn root(&self) -> &Node {
        &self.compiled.root
    }

    /// Is it so?
    pub fn verdict(&self, world: &World<'_>) -> Verdict {
        self.judged(Eval::new(*world, None))
    }

    /// The same for one record of a repeating group, whose facts go by their short names.
    pub fn verdict_of_item(&self, world: &World<'_>, item: Item<'_>) -> Verdict {
        self.judged(Eval::new(*world, Some(item)))
    }

    fn judged<'a>(&'a self, eval: Eval<'a>) -> Verdict {
        match eval.truth(self.root()) {
            Truth::Yes => Verdict::Yes,
            Truth::No => Verdict::No,
            Truth::Unknown => settle::settle(eval, self.root()),
        }
    }

    /// Its value, when it is known and present.
    pub fn value(&self, world: &World<'_>) -> Option<Value> {
        let kind = natural(&self.compiled.kind)?;
        match self.derived(world, None, &kind) {
            Derived::Known(value) => Some(value),
            Derived::Unknown | Derived::Absent => None,
        }
    }

    /// Its value as a fact of that type.
    pub fn derived(&self, world: &World<'_>, item: Option<Item<'_>>, kind: &FactType) -> Derived {
        if matches!(self.compiled.kind, Type::YesNo) {
            return match self.judged(Eval::new(*world, item)) {
                Verdict::Yes => Derived::Known(Value::YesNo(true)),
                Verdict::No => Derived::Known(Value::YesNo(false)),
                Verdict::Unknown(_) => Derived::Unknown,
            };
        }
        match Eval::new(*world, item).value(self.root()) {
            Val::Unknown => Derived::Unknown,
            value => value.into_fact(kind).map_or(Derived::Absent, Derived::Known),
        }
    }

    /// Facts it names itself; those behind its criteria are in [`Expression::reads_all`].
    pub fn reads(&self) -> &BTreeSet<FactName> {
        &self.compiled.reads
    }

    /// Criteria it names itself.
    pub fn criteria(&self) -> &BTreeSet<String> {
        &self.compiled.criteria
    }

    /// Parameters and decision tables it names, those behind the tables' inputs included.
    pub fn definitions(&self) -> &BTreeSet<String> {
        &self.compiled.definitions
    }

    /// Facts it rests on, those behind its criteria included.
    pub fn reads_all(&self, regulation: &Regulation) -> BTreeSet<FactName> {
        let mut facts = self.reads().clone();
        let mut seen: BTreeSet<&str> = BTreeSet::new();
        let mut waiting: Vec<&str> = self.criteria().iter().map(String::as_str).collect();
        while let Some(name) = waiting.pop() {
            let Some(criterion) = regulation.criteria.get(name).filter(|_| seen.insert(name)) else { continue };
            facts.extend(criterion.rule.reads().iter().cloned());
            waiting.extend(criterion.rule.criteria().iter().map(String::as_str));
        }
        facts
    }
}

/// Facts under which all of `wanted` are yes and all of `unwanted` are no, with values in words
/// of the language; none of them absent. `None` when there are none for certain.
pub fn example(wanted: &[&Expression], unwanted: &[&Expression], world: &World<'_>) -> Option<Vec<(FactName, String)>> {
    let mut parts: Vec<Node> = wanted.iter().map(|one| one.root().clone()).collect();
    parts.extend(unwanted.iter().map(|one| Node::Not(one.root().clone().into())));
    let whole = Node::And(parts);
    let found = settle::example(Eval::new(*world, None), &whole)?;
    Some(found.into_iter().map(|(name, value)| (name, value.words())).collect())
}

/// Facts named anywhere in a node.
fn facts_below(node: &Node, facts: &mut BTreeSet<FactName>) {
    if let Node::Fact(fact) = node {
        facts.insert(fact.name.clone());
    }
    for part in node.parts() {
        facts_below(part, facts);
    }
}

/// The plainest fact type that holds values of a type.
fn natural(kind: &Type) -> Option<FactType> {
    Some(match kind {
        Type::YesNo => FactType::YesNo,
        Type::Number => FactType::Number { whole: false, min: None, max: None, unit: None },
        Type::Money => FactType::Money,
        Type::Date => FactType::Date,
        Type::Text => FactType::Text { max: usize::MAX, long: false },
        Type::Choice(options) => FactType::Choice(options.as_ref().clone()),
        Type::Identifier(kind) => FactType::Identifier(*kind),
        Type::Address => FactType::Address,
        Type::List(element) if matches!(**element, Type::Record(_)) => {
            FactType::List { item: IndexMap::new(), min: 0, max: usize::MAX, one: String::new() }
        }
        Type::Length | Type::Document | Type::List(_) | Type::Record(_) | Type::Unsure => return None,
    })
}

/// A finding at its place in the file. A text folded over lines has no exact place of its own:
/// then the whole of it is pointed at.
fn placed(found: Found, text: &str, span: &Span) -> Diagnostic {
    let exact = span.end.saturating_sub(span.start) == text.len();
    let (start, end) = if exact {
        let end = found.place.end.min(text.len());
        (span.start + found.place.start.min(end), span.start + end)
    } else {
        (span.start, span.end)
    };
    let span = Span { file: span.file.clone(), start, end };
    Diagnostic::error(found.code, span, found.message, found.label, found.help)
}
