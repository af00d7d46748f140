//! Named definitions that expand inside expressions: parameters, decision tables, columns of
//! dictionaries.
//!
//! A definition is a piece of the compiled tree with places for its inputs, checked once, where
//! the author wrote it. Where its name stands the piece is put in, with the inputs filled: a
//! parameter is a choice between its editions by the day, a table a choice between its rows, a
//! column a choice by code. Nothing after that needs to know about definitions.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use jiff::civil::Date;

use super::cell::{constant, unary};
use super::check::lower;
use super::check_values::misfit;
use super::codes;
use super::fold;
use super::functions::Function;
use super::node::{FactNode, Node};
use super::syntax::{Found, Operation, Relation, Syntax};
use super::types::{Domain, Type};
use super::{Expression, Scope, natural, parser, placed};
use crate::diagnostic::{Diagnostic, Span};
use crate::package::{FactType, HitPolicy};

/// Most rows of a summing table whose rows may hold together and still be settled exactly.
const SUMMED: usize = 8;

/// Text of the author with its place.
#[derive(Debug, Clone, Copy)]
pub struct Written<'a> {
    /// The text.
    pub text: &'a str,
    /// Where it stands.
    pub span: &'a Span,
}

/// What holds from the first day until before the second; `None` where there is no bound.
pub type Dated<T> = (Option<Date>, Option<Date>, T);

/// Named definitions that expand inside expressions; cloning is cheap.
#[derive(Debug, Clone, Default)]
pub struct Definitions {
    named: Arc<BTreeMap<String, Arc<Definition>>>,
    /// By fact and column.
    columns: Arc<BTreeMap<(String, String), Arc<Piece>>>,
}

/// A parameter (without inputs) or a decision table.
#[derive(Debug)]
pub(super) struct Definition {
    pub inputs: Vec<Input>,
    pub piece: Piece,
}

/// An input of a table.
#[derive(Debug)]
pub(super) struct Input {
    pub text: String,
    pub tree: Option<Syntax>,
    pub kind: Type,
}

/// A compiled piece with places for inputs.
#[derive(Debug)]
pub(super) struct Piece {
    root: Node,
    pub kind: Type,
}

impl Piece {
    /// The piece with its places filled.
    pub fn with(&self, inputs: &[Node]) -> Node {
        if inputs.is_empty() { self.root.clone() } else { fill(&self.root, inputs, 0) }
    }
}

/// The name under which an input stands in a piece.
fn place_of(input: usize) -> String {
    format!("_input_{input}")
}

fn fill(node: &Node, inputs: &[Node], depth: usize) -> Node {
    if let Node::Fact(fact) = node {
        let input = fact.name.strip_prefix("_input_").and_then(|at| inputs.get(at.parse::<usize>().ok()?));
        return input.map_or_else(|| node.clone(), |input| deeper(input, depth, 0));
    }
    fold::plain(node.with_parts(&mut |part, inner| fill(part, inputs, depth + usize::from(inner))))
}

/// Free variables of a node that is put under further records are counted from there.
fn deeper(node: &Node, by: usize, bound: usize) -> Node {
    match node {
        _ if by == 0 => node.clone(),
        Node::Local(outwards) if *outwards >= bound => Node::Local(outwards + by),
        _ => node.with_parts(&mut |part, inner| deeper(part, by, bound + usize::from(inner))),
    }
}

impl Definitions {
    /// Defines a parameter: its editions with the first day and the day after the last one.
    pub fn parameter(&mut self, id: &str, kind: &FactType, editions: &[Dated<Written<'_>>]) -> Vec<Diagnostic> {
        let mut found = Vec::new();
        let mut arms = Vec::new();
        for (from, until, written) in editions {
            match self.value(kind, *written) {
                Ok(value) => arms.push((in_force(*from, *until), value)),
                Err(wrong) => found.extend(wrong),
            }
        }
        self.name(id, Vec::new(), chosen(arms, Node::Absent), kind);
        found
    }

    /// Defines a decision table: inputs with their types, rows of unary tests with a value each.
    pub fn table(
        &mut self,
        id: &str,
        hit: HitPolicy,
        inputs: &[(Written<'_>, FactType)],
        output: &FactType,
        rows: &[(Vec<Written<'_>>, Written<'_>)],
    ) -> Vec<Diagnostic> {
        let mut found = Vec::new();
        let mut arms = Vec::new();
        let places: BTreeMap<String, FactType> =
            inputs.iter().enumerate().map(|(at, (_, kind))| (place_of(at), kind.clone())).collect();
        for (tests, value) in rows {
            if tests.len() != inputs.len() {
                found.push(uneven(tests.len(), inputs.len(), value.span));
                continue;
            }
            let mut conditions = Vec::new();
            for (at, (test, (_, kind))) in tests.iter().zip(inputs).enumerate() {
                match self.test(&place_of(at), kind, &places, *test) {
                    Ok(condition) => conditions.push(condition),
                    Err(wrong) => found.extend(wrong),
                }
            }
            match self.value(output, *value) {
                Ok(value) => arms.push((fold::and(conditions), value)),
                Err(wrong) => found.extend(wrong),
            }
        }
        if hit == HitPolicy::Collect && !Type::of(output).is_number() {
            found.extend(rows.first().map(|(_, value)| not_summed(output, value.span)));
        }
        let root = if hit == HitPolicy::Collect { summed(arms) } else { chosen(arms, Node::Absent) };
        let inputs = inputs.iter().map(|(written, kind)| Input {
            text: written.text.to_owned(),
            tree: parser::parse(written.text).ok(),
            kind: Type::of(kind),
        });
        self.name(id, inputs.collect(), root, output);
        found
    }

    /// Defines a column of the dictionary that a fact chooses from: values by code.
    pub fn column(
        &mut self,
        fact: &str,
        column: &str,
        kind: &FactType,
        editions: &[Dated<Vec<(String, String)>>],
    ) -> Vec<Diagnostic> {
        let nowhere = Span::default();
        let mut found = Vec::new();
        let of = Node::Fact(FactNode { name: place_of(0), domain: Domain::Text });
        let mut arms = Vec::new();
        for (from, until, values) in editions {
            let mut codes: BTreeMap<&str, BTreeSet<String>> = BTreeMap::new();
            for (code, value) in values.iter().filter(|(_, value)| value != "null") {
                codes.entry(value).or_default().insert(code.clone());
            }
            let mut entries = Vec::new();
            for (text, codes) in codes {
                match self.value(kind, Written { text, span: &nowhere }) {
                    Ok(value) => entries.push((Node::OneOf { of: of.clone().into(), codes: codes.into() }, value)),
                    Err(wrong) => found.extend(wrong),
                }
            }
            arms.push((in_force(*from, *until), fold::choose(entries, Node::Absent, true)));
        }
        let piece = Piece { root: chosen(arms, Node::Absent), kind: Type::of(kind) };
        Arc::make_mut(&mut self.columns).insert((fact.to_owned(), column.to_owned()), Arc::new(piece));
        found
    }

    fn name(&mut self, id: &str, inputs: Vec<Input>, root: Node, kind: &FactType) {
        let definition = Definition { inputs, piece: Piece { root, kind: Type::of(kind) } };
        Arc::make_mut(&mut self.named).insert(id.to_owned(), Arc::new(definition));
    }

    pub(super) fn get(&self, name: &str) -> Option<Arc<Definition>> {
        self.named.get(name).cloned()
    }

    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        self.named.keys().map(String::as_str)
    }

    /// A column by the fact's full name, or by the name of its field alone where that is clear.
    pub(super) fn column_of(&self, fact: &str, column: &str) -> Option<Arc<Piece>> {
        let key = (fact.to_owned(), column.to_owned());
        if let Some(piece) = self.columns.get(&key) {
            return Some(piece.clone());
        }
        let mut near = self.columns.iter().filter(|((known, name), _)| name == column && is_end(known, fact));
        let piece = near.next()?.1.clone();
        near.all(|(_, other)| Arc::ptr_eq(other, &piece)).then_some(piece)
    }

    pub(super) fn columns_of(&self, fact: &str) -> Vec<&str> {
        let columns = self.columns.keys().filter(|(known, _)| known == fact || is_end(known, fact));
        columns.map(|(_, column)| column.as_str()).collect()
    }

    /// A test of a cell over the place of its input.
    fn test(
        &self,
        of: &str,
        kind: &FactType,
        places: &BTreeMap<String, FactType>,
        test: Written<'_>,
    ) -> Result<Node, Vec<Diagnostic>> {
        let text = unary(of, kind, test.text).map_err(|message| vec![unreadable(message, test.span)])?;
        let (node, kind) = self.lowered(&text, places, test.span, |_, _| None)?;
        match kind {
            Type::YesNo | Type::Unsure => Ok(fold::truthful(node)),
            other => Err(vec![unreadable(format!("В ячейке нужна проверка, а стоит {}.", other.words()), test.span)]),
        }
    }

    /// A value of a cell or an edition: a constant, or a reckoning over parameters.
    fn value(&self, kind: &FactType, written: Written<'_>) -> Result<Node, Vec<Diagnostic>> {
        if written.text.trim() == "-" {
            return Ok(Node::Absent);
        }
        let text = constant(kind, written.text);
        self.lowered(&text, &BTreeMap::new(), written.span, |tree, found| misfit(tree, found, kind))
            .map(|(node, _)| node)
    }

    fn lowered(
        &self,
        text: &str,
        facts: &BTreeMap<String, FactType>,
        span: &Span,
        fit: impl FnOnce(&Syntax, &Type) -> Option<Found>,
    ) -> Result<(Node, Type), Vec<Diagnostic>> {
        let whole = |found: Found| Diagnostic::error(found.code, span.clone(), found.message, found.label, found.help);
        let tree = parser::parse(text).map_err(|found| vec![whole(found)])?;
        let scope = Scope { facts, criteria: &BTreeSet::new(), definitions: self };
        let mut lowered = lower(&tree, &scope);
        if lowered.found.is_empty() {
            lowered.found.extend(fit(&tree, &lowered.kind));
        }
        if !lowered.found.is_empty() {
            return Err(lowered.found.into_iter().map(whole).collect());
        }
        Ok((lowered.root, lowered.kind))
    }
}

/// Is one name the end of the other, after a dot?
fn is_end(one: &str, other: &str) -> bool {
    let ends = |long: &str, short: &str| long.strip_suffix(short).is_some_and(|rest| rest.ends_with('.'));
    ends(one, other) || ends(other, one)
}

/// The days of an edition.
fn in_force(from: Option<Date>, until: Option<Date>) -> Node {
    let today = |relation, day| Node::Related(relation, Node::Today.into(), Node::Date(day).into());
    let from = from.map(|day| today(Relation::GreaterOrEqual, day));
    let until = until.map(|day| today(Relation::Less, day));
    fold::and(from.into_iter().chain(until).collect())
}

fn chosen(arms: Vec<(Node, Node)>, otherwise: Node) -> Node {
    let conditions: Vec<&Node> = arms.iter().map(|(condition, _)| condition).collect();
    let apart = fold::are_apart(&conditions);
    fold::choose(arms, otherwise, apart)
}

/// The sum of the values of all rows that fit.
fn summed(arms: Vec<(Node, Node)>) -> Node {
    let zero = || Node::Number(0.into());
    let arms: Vec<(Node, Node)> = arms
        .into_iter()
        .map(|(condition, value)| (condition, if value == Node::Absent { zero() } else { value }))
        .collect();
    let conditions: Vec<&Node> = arms.iter().map(|(condition, _)| condition).collect();
    if fold::are_apart(&conditions) {
        return fold::choose(arms, zero(), true);
    }
    let few = arms.len() <= SUMMED;
    let parts = arms.into_iter().map(|(condition, value)| fold::choose(vec![(condition, value)], zero(), true));
    if few {
        return parts.fold(zero(), |sum, part| fold::plain(Node::Reckoned(Operation::Add, sum.into(), part.into())));
    }
    Node::Call(Function::Sum, vec![Node::List(parts.collect())])
}

fn uneven(cells: usize, inputs: usize, span: &Span) -> Diagnostic {
    let message = format!("В строке проверок: {cells}, а входов у таблицы: {inputs}.");
    let help = "Напишите по одной проверке на каждый вход, потом значение; где всё равно, поставьте `-`.";
    Diagnostic::error(codes::BAD_CELL, span.clone(), message, "не столько ячеек", help)
}

fn not_summed(output: &FactType, span: &Span) -> Diagnostic {
    let message =
        format!("Строки таблицы с `hit: collect` складываются, а её значение — {}.", Type::of(output).words());
    let help = "Сделайте значение числом или суммой, либо напишите `hit: unique` или `hit: first`.";
    Diagnostic::error(codes::BAD_CELL, span.clone(), message, "не складывается", help)
}

fn unreadable(message: String, span: &Span) -> Diagnostic {
    let help = "Проверка пишется так: `-`, `код`, `код, другой`, `not(код)`, `>= 18`, `[18..60]`.";
    Diagnostic::error(codes::BAD_CELL, span.clone(), message, "не проверка", help)
}

/// Type of an expression's value as a fact type, for tables' inputs; of a list, that of its elements.
pub fn kind_of(text: &str, span: &Span, scope: &Scope<'_>) -> Result<FactType, Vec<Diagnostic>> {
    let read = Expression::parse(text, span.clone(), scope)?;
    let mut kind = &read.compiled.kind;
    while let Type::List(element) = kind {
        kind = element;
    }
    natural(kind).ok_or_else(|| {
        let help = "Столбец смотрит на да/нет, число, сумму, дату, текст или выбор; о записях спросите `count(...)`.";
        let found = Found::new(
            codes::WRONG_VALUE,
            super::syntax::Place { start: 0, end: text.len() },
            format!("На это таблица смотреть не может: здесь {}.", kind.words()),
            kind.words(),
            help,
        );
        vec![placed(found, text, span)]
    })
}
