//! Lays the rules of an inquiry out as diagrams over one set of variables.

use std::collections::{BTreeMap, HashMap};

use super::{Board, Variable};
use crate::assess::reckon::{Reckoning, Sum};
use crate::expression::Expression;
use crate::expression::outlook::{Cell, Outlook, Rule};
use crate::fact::FactName;
use crate::package::{Fee, Regulation};
use crate::question::forest::{Forest, Id, NO, OPEN, TooLarge, YES};
use crate::question::inquiry::{Condition, GoalKind, Inquiry};

/// An expression's place among the rules of the board.
pub(super) type Place = usize;

pub(super) enum Numbered {
    Rule(Place),
    All(Vec<Numbered>),
    Any(Vec<Numbered>),
    Not(Box<Numbered>),
    Reached(usize, Vec<String>),
}

/// Lays rules out as diagrams.
pub(super) struct Laying<'a> {
    outlook: Outlook<'a>,
    rules: &'a [Rule<'a>],
    forest: Forest,
    variables: Vec<Variable>,
    /// Cells of each variable that are possible.
    kept: Vec<Vec<usize>>,
    pub(super) whole: Vec<Id>,
    taken: HashMap<u32, Id>,
}

impl<'a> Laying<'a> {
    pub(super) fn new(inquiry: &Inquiry<'_>, outlook: Outlook<'a>, rules: &'a [Rule<'a>]) -> Self {
        let mut laying = Self {
            rules,
            forest: Forest::default(),
            variables: Vec::new(),
            kept: Vec::new(),
            whole: Vec::new(),
            taken: HashMap::new(),
            outlook,
        };
        for variable in 0..laying.outlook.variables() {
            let facts = laying.outlook.facts(variable);
            let all = laying.outlook.cells(variable);
            let cells: Vec<Cell> = (0..all).map(|cell| laying.outlook.cell(variable, cell)).collect();
            // Who must answer a question cannot answer that there is nothing.
            let must =
                |name: &FactName| inquiry.questions.iter().any(|one| one.fact.name == *name && one.fact.required);
            let kept: Vec<usize> = if facts.iter().all(must) {
                (0..all).filter(|cell| cells[*cell] != Cell::Absent).collect()
            } else {
                (0..all).collect()
            };
            let cells = kept.iter().map(|cell| cells[*cell].clone()).collect();
            laying.variables.push(Variable { facts, cells, is_value: laying.outlook.is_value(variable) });
            laying.kept.push(kept);
        }
        // For amounts that follow a fact without cells: behind all others, the same or another.
        for variable in 0..laying.outlook.open() {
            let facts = laying.outlook.facts(variable);
            let cells = vec![Cell::Holds(true), Cell::Holds(false)];
            laying.variables.push(Variable { facts, cells, is_value: false });
            laying.kept.push(vec![0, 1]);
        }
        laying
    }

    pub(super) fn board(self) -> Board {
        let Self { forest, variables, whole, .. } = self;
        Board { forest, goals: Vec::new(), whole, variables, ways: BTreeMap::new() }
    }

    pub(super) fn first(&mut self, branches: &[(Numbered, &str)], otherwise: &str) -> Result<Id, TooLarge> {
        let mut whole = self.forest.leaf(otherwise)?;
        for (condition, label) in branches.iter().rev() {
            let condition = self.condition(condition)?;
            let label = self.forest.leaf(label)?;
            whole = self.forest.choose(condition, label, whole)?;
        }
        Ok(whole)
    }

    fn condition(&mut self, condition: &Numbered) -> Result<Id, TooLarge> {
        match condition {
            Numbered::Rule(place) => self.rule(*place),
            Numbered::Not(inner) => {
                let inner = self.condition(inner)?;
                self.forest.choose(inner, NO, YES)
            }
            Numbered::All(parts) => {
                let mut whole = YES;
                for part in parts {
                    let part = self.condition(part)?;
                    whole = self.forest.choose(whole, part, NO)?;
                }
                Ok(whole)
            }
            Numbered::Any(parts) => {
                let mut whole = NO;
                for part in parts {
                    let part = self.condition(part)?;
                    whole = self.forest.choose(part, YES, whole)?;
                }
                Ok(whole)
            }
            Numbered::Reached(goal, labels) => {
                let leaves = labels.iter().map(|label| self.forest.leaf(label)).collect::<Result<_, TooLarge>>()?;
                let goal = self.whole.get(*goal).copied().unwrap_or(OPEN);
                self.forest.reaches(goal, &leaves)
            }
        }
    }

    pub(super) fn all(&mut self, places: &[Place]) -> Result<Id, TooLarge> {
        let mut whole = YES;
        for place in places {
            let part = self.rule(*place)?;
            whole = self.forest.choose(whole, part, NO)?;
        }
        Ok(whole)
    }

    fn rule(&mut self, place: Place) -> Result<Id, TooLarge> {
        let rules = self.rules;
        let id = self.outlook.diagram(&rules[place]).ok_or(TooLarge)?;
        self.take(id)
    }

    /// A diagram of the outlook in the forest, without the cells that are not possible.
    fn take(&mut self, id: u32) -> Result<Id, TooLarge> {
        if let Some(known) = self.taken.get(&id) {
            return Ok(*known);
        }
        let Some((variable, children)) = self.outlook.branch(id) else {
            return Ok(if id == 1 { YES } else { NO });
        };
        let children: Vec<u32> = self.kept[variable].iter().filter_map(|cell| children.get(*cell).copied()).collect();
        let parts = children.into_iter().map(|child| self.take(child)).collect::<Result<Vec<Id>, TooLarge>>()?;
        let taken = self.forest.branch(variable, parts)?;
        self.taken.insert(id, taken);
        Ok(taken)
    }

    /// The sum of a fee, variable by variable.
    pub(super) fn amount(
        &mut self,
        fee: &'a Fee,
        regulation: &'a Regulation,
        rules: &'a [Rule<'a>],
        values: &'a [Rule<'a>],
    ) -> Result<Id, TooLarge> {
        let mut reckoning = Reckoning::new(fee, regulation, rules, values, &mut self.outlook);
        let order = reckoning.order();
        sum(&mut reckoning, &mut self.forest, &self.kept, self.variables.len(), &order)
    }
}

/// The diagram of a sum under what is supposed.
fn sum(
    reckoning: &mut Reckoning<'_, '_>,
    forest: &mut Forest,
    kept: &[Vec<usize>],
    variables: usize,
    rest: &[usize],
) -> Result<Id, TooLarge> {
    if !reckoning.goes_on() {
        return Err(TooLarge);
    }
    match (reckoning.sum(!rest.is_empty()), rest.split_first()) {
        (Sum::Known { kopecks, follows }, _) => free(reckoning, forest, variables, &kopecks.to_string(), &follows),
        (Sum::Waits(_), Some((variable, rest))) => {
            let mut children = Vec::with_capacity(kept[*variable].len());
            for cell in &kept[*variable] {
                children.push(
                    reckoning.supposing(*variable, *cell, |reckoning| sum(reckoning, forest, kept, variables, rest))?,
                );
            }
            // Facts are tried in the order of the fee, so the way is put in order of variables.
            join(forest, *variable, &children)
        }
        (Sum::Waits(open), None) => free(reckoning, forest, variables, "?", &open),
    }
}

/// A label that follows facts in a way that has no cells: each of them can change it.
fn free(
    reckoning: &Reckoning<'_, '_>,
    forest: &mut Forest,
    variables: usize,
    label: &str,
    follows: &[usize],
) -> Result<Id, TooLarge> {
    let mut id = forest.leaf(label)?;
    let base = variables - reckoning.open();
    for (at, variable) in follows.iter().enumerate().rev() {
        let other = forest.leaf(&format!("{label}~{at}"))?;
        id = join(forest, base + variable, &[id, other])?;
    }
    Ok(id)
}

/// A branch whose children may speak of earlier variables.
fn join(forest: &mut Forest, variable: usize, children: &[Id]) -> Result<Id, TooLarge> {
    let Some((last, before)) = children.split_last() else { return Ok(OPEN) };
    let mut whole = *last;
    for (cell, child) in before.iter().enumerate().rev() {
        let mut lies = vec![NO; children.len()];
        lies[cell] = YES;
        let lies = forest.branch(variable, lies)?;
        whole = forest.choose(lies, *child, whole)?;
    }
    Ok(whole)
}

pub(super) fn put<'r>(expression: &'r Expression, expressions: &mut Vec<&'r Expression>) -> Place {
    expressions.push(expression);
    expressions.len() - 1
}

pub(super) fn numbered_goal<'g, 'r: 'g>(
    kind: &'g GoalKind<'r>,
    expressions: &mut Vec<&'r Expression>,
) -> Vec<(Numbered, &'g str)> {
    match kind {
        GoalKind::First { branches, .. } => {
            branches.iter().map(|(condition, label)| (numbered(condition, expressions), label.as_str())).collect()
        }
        GoalKind::Amount(_) => Vec::new(),
    }
}

fn numbered<'r>(condition: &Condition<'r>, expressions: &mut Vec<&'r Expression>) -> Numbered {
    match condition {
        Condition::Rule(rule) => Numbered::Rule(put(rule, expressions)),
        Condition::All(parts) => Numbered::All(parts.iter().map(|part| numbered(part, expressions)).collect()),
        Condition::Any(parts) => Numbered::Any(parts.iter().map(|part| numbered(part, expressions)).collect()),
        Condition::Not(inner) => Numbered::Not(Box::new(numbered(inner, expressions))),
        Condition::Reached(goal, labels) => Numbered::Reached(*goal, labels.clone()),
    }
}
