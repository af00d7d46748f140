//! How several rules and values may still turn out, over one set of cells.
//!
//! The questionnaire and the fee look through this: every rule becomes a diagram over the same
//! variables, every value is weighed under suppositions. A derived fact that is not known yet is
//! replaced by what it follows from, so that only facts somebody can give are left.

use std::borrow::Cow;
use std::cell::Cell as Counter;
use std::collections::BTreeSet;

use jiff::civil::Date;
use rust_decimal::Decimal;

use super::bounds;
use super::diagram::Id;
use super::eval::{Eval, Key};
use super::node::Node;
use super::settle::Settler;
use super::types::Domain;
use super::value::{Truth, Val};
use super::{Expression, World};
use crate::fact::FactName;

/// Most nodes that replacing derived facts may add to one rule; beyond it they stay as they are.
const INLINED: u32 = 4_000;

/// An expression in which derived facts that are not known give way to their derivation.
pub(crate) struct Rule<'a>(Cow<'a, Node>);

impl<'a> Rule<'a> {
    pub fn of(expression: &'a Expression, world: &World<'a>) -> Self {
        let left = Counter::new(INLINED);
        if needs_inlining(expression, world) {
            Self(Cow::Owned(inlined(expression.root(), world, &left)))
        } else {
            Self(Cow::Borrowed(expression.root()))
        }
    }
}

fn needs_inlining(expression: &Expression, world: &World<'_>) -> bool {
    expression.reads_all(world.regulation).iter().any(|name| derivation(name, world).is_some())
}

/// What an unknown fact follows from.
fn derivation<'a>(name: &str, world: &World<'a>) -> Option<&'a Expression> {
    let known = world.facts.get(name).is_some_and(|known| !known.contested);
    world.regulation.fact(name)?.derive.as_ref().filter(|_| !known)
}

fn inlined(node: &Node, world: &World<'_>, left: &Counter<u32>) -> Node {
    left.set(left.get().saturating_sub(1));
    match node {
        _ if left.get() == 0 => node.clone(),
        Node::Fact(fact) => match derivation(&fact.name, world) {
            Some(rule) => inlined(rule.root(), world, left),
            None => node.clone(),
        },
        Node::Criterion(name) => match world.regulation.criteria.get(name) {
            Some(criterion) if needs_inlining(&criterion.rule, world) => inlined(criterion.rule.root(), world, left),
            _ => node.clone(),
        },
        _ => node.with_parts(&mut |part, _| inlined(part, world, left)),
    }
}

/// One value out of a cell, as it can be said to people.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Cell {
    Absent,
    YesNo(bool),
    Code(String),
    /// The numbers from the first to the second, `None` where there is no bound; a number
    /// alone is its own bounds. Whether a bound itself lies inside is told beside it.
    Numbers {
        from: Option<(Decimal, bool)>,
        to: Option<(Decimal, bool)>,
    },
    /// From the first day until before the second; `None` where there is no bound.
    Days {
        from: Option<Date>,
        before: Option<Date>,
    },
    /// This very text, or any that is not named.
    Text(Option<String>),
    /// A condition of its own that holds or does not.
    Holds(bool),
}

/// What a value is while something is supposed.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Weighed {
    Unknown,
    Absent,
    Number(Decimal),
    Other,
}

/// Rules and values over one set of variables.
pub(crate) struct Outlook<'a> {
    settler: Settler<'a>,
}

impl<'a> Outlook<'a> {
    /// Cuts what is open in the rules and values into cells.
    pub fn over(world: World<'a>, rules: &'a [Rule<'a>], values: &'a [Rule<'a>]) -> Self {
        let mut settler = Settler::new(Eval::new(world, None));
        for Rule(node) in rules {
            settler.gather(node);
        }
        for Rule(node) in values {
            settler.unknowns(node, &mut Vec::new(), &mut BTreeSet::new());
            settler.values.push(node);
            conditions(&mut settler, node);
        }
        settler.divide();
        Self { settler }
    }

    /// The diagram of one of the rules; `None` when it would cost too much.
    pub fn diagram(&mut self, rule: &'a Rule<'a>) -> Option<Id> {
        let built = self.settler.build(&rule.0).ok();
        built.filter(|_| !self.settler.eval.exhausted())
    }

    /// A branch of a diagram; `None` is a leaf.
    pub fn branch(&self, id: Id) -> Option<(usize, &[Id])> {
        self.settler.diagram.node(id).map(|(variable, children)| (*variable, children.as_slice()))
    }

    /// Variables that are facts, or parts of facts; those above are conditions of their own.
    pub fn open(&self) -> usize {
        self.settler.open.len()
    }

    /// How many variables there are.
    pub fn variables(&self) -> usize {
        self.settler.open.len() + self.settler.atoms.len()
    }

    /// The facts that a variable waits for.
    pub fn facts(&self, variable: usize) -> BTreeSet<FactName> {
        let mut facts = BTreeSet::new();
        match variable.checked_sub(self.settler.open.len()) {
            None => {
                facts.insert(self.name(variable).to_owned());
            }
            Some(atom) => self.settler.facts_of_atom(atom, &mut facts),
        }
        facts
    }

    fn name(&self, variable: usize) -> &'a str {
        match self.settler.open[variable].key {
            Key::Fact(name) | Key::Count(name) | Key::Known(name) => name,
        }
    }

    /// Is the variable the value of a fact, not its count nor whether it is known?
    pub fn is_value(&self, variable: usize) -> bool {
        self.settler.open.get(variable).is_some_and(|open| matches!(open.key, Key::Fact(_)))
    }

    /// Is the variable a number?
    pub fn is_number(&self, variable: usize) -> bool {
        self.settler.open.get(variable).is_some_and(|open| matches!(open.domain, Domain::Number { .. }))
    }

    /// How many cells a variable has; none when it cannot be divided.
    pub fn cells(&self, variable: usize) -> usize {
        self.settler.cells.get(variable).map_or(2, Vec::len)
    }

    /// Open facts, by variable, that a rule or value rests on.
    pub fn variables_of(&mut self, rule: &'a Rule<'a>) -> Vec<usize> {
        let mut open = Vec::new();
        self.settler.unknowns(&rule.0, &mut open, &mut BTreeSet::new());
        // What no rule waits for has no cells: it cannot matter.
        let divided = self.settler.cells.len();
        self.settler.open.truncate(divided);
        open.retain(|variable| *variable < divided);
        open
    }

    /// Supposes that a variable lies in a cell, until that is forgotten.
    pub fn suppose(&mut self, variable: usize, cell: usize) {
        let value = self.settler.cells[variable][cell].clone();
        self.push(variable, value);
    }

    /// Supposes that a number is exactly that, until that is forgotten.
    pub fn suppose_number(&mut self, variable: usize, number: Decimal) {
        self.push(variable, Val::Number(number));
    }

    /// Forgets the latest supposition.
    pub fn forget(&mut self) {
        self.settler.eval.supposed.remove(0);
    }

    fn push(&mut self, variable: usize, value: Val<'a>) {
        let key = self.settler.open[variable].key.clone();
        // The first one of a kind counts, so the latest stands in front.
        self.settler.eval.supposed.insert(0, (key, value));
    }

    /// The number that stands for a cell.
    pub fn number(&self, variable: usize, cell: usize) -> Option<Decimal> {
        self.settler.cells[variable][cell].number()
    }

    /// Is a rule so under what is supposed? `None` when that does not settle it.
    pub fn holds(&self, rule: &'a Rule<'a>) -> Option<bool> {
        match self.settler.eval.truth(&rule.0) {
            Truth::Yes => Some(true),
            Truth::No => Some(false),
            Truth::Unknown => None,
        }
    }

    /// What a value is under what is supposed.
    pub fn weigh(&self, value: &'a Rule<'a>) -> Weighed {
        match self.settler.eval.value(&value.0) {
            Val::Unknown => Weighed::Unknown,
            Val::Absent => Weighed::Absent,
            Val::Number(number) => Weighed::Number(number),
            _ => Weighed::Other,
        }
    }

    /// Does a value follow a number in a straight line, under what is supposed of all others?
    pub fn is_line(&self, value: &'a Rule<'a>, variable: usize) -> bool {
        let eval = &self.settler.eval;
        let open = &self.settler.open[variable];
        !bounds::mentions(eval, &value.0, &open.key) || bounds::is_monotone(eval, &value.0, open, None)
    }

    /// A cell in a form that can be said.
    pub fn cell(&self, variable: usize, cell: usize) -> Cell {
        let Some(open) = self.settler.open.get(variable) else { return Cell::Holds(cell == 0) };
        let values = &self.settler.cells[variable];
        match (&open.domain, &values[cell]) {
            (_, Val::Absent) => Cell::Absent,
            (_, Val::YesNo(yes)) => Cell::YesNo(*yes),
            (Domain::Choice(_), Val::Text(code)) => Cell::Code(code.to_string()),
            (_, Val::Text(text)) if text.starts_with('\u{1}') => Cell::Text(None),
            (_, Val::Text(text)) => Cell::Text(Some(text.to_string())),
            (Domain::Date, Val::Date(day)) => {
                let before = values.get(cell + 1).and_then(|next| match next {
                    Val::Date(next) => Some(*next),
                    _ => None,
                });
                Cell::Days { from: Some(*day).filter(|_| cell > 0), before }
            }
            (Domain::Number { whole, min, max }, Val::Number(_)) => {
                let numbers: Vec<Decimal> = values.iter().filter_map(Val::number).collect();
                if *whole { whole_cell(&numbers, cell, *min, *max) } else { decimal_cell(&numbers, cell, *min, *max) }
            }
            _ => Cell::Text(None),
        }
    }
}

/// Whole numbers: a cell reaches to just before the next one.
fn whole_cell(numbers: &[Decimal], cell: usize, min: Option<Decimal>, max: Option<Decimal>) -> Cell {
    let from = if cell == 0 { min.map(|min| min.ceil()) } else { Some(numbers[cell]) };
    let to = match numbers.get(cell + 1) {
        Some(next) => Some(next - Decimal::ONE),
        None => max.map(|max| max.floor()),
    };
    Cell::Numbers { from: from.map(|from| (from, true)), to: to.map(|to| (to, true)) }
}

/// Decimals: bounds and the stretches between them take turns, as `cells` lays them out.
fn decimal_cell(numbers: &[Decimal], cell: usize, min: Option<Decimal>, max: Option<Decimal>) -> Cell {
    if numbers.len() == 1 && (min.is_none() || max.is_none()) {
        return Cell::Numbers { from: min.map(|min| (min, true)), to: max.map(|max| (max, true)) };
    }
    let below = usize::from(min.is_none());
    if cell >= below && (cell - below).is_multiple_of(2) {
        return Cell::Numbers { from: Some((numbers[cell], true)), to: Some((numbers[cell], true)) };
    }
    let from = cell.checked_sub(1).map(|before| (numbers[before], false));
    let to = numbers.get(cell + 1).map(|after| (*after, false));
    Cell::Numbers { from, to }
}

/// Conditions inside a value cut the cells as well.
fn conditions<'a>(settler: &mut Settler<'a>, node: &'a Node) {
    if let Node::Choose { arms, .. } = node {
        for (condition, _) in arms {
            settler.gather(condition);
        }
    }
    for part in node.parts() {
        conditions(settler, part);
    }
}
