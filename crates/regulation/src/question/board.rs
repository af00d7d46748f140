//! Everything an inquiry can still lead to: one diagram for each goal, over what is unknown.
//!
//! A question that is hidden, and a fact that nobody can be asked for, cannot move a goal: where
//! it would, the goal stays open. A question that is shown only under a condition moves it only
//! where that condition is yes; so the questions that open others are found, too.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use jiff::civil::Date;

use super::forest::{Forest, Id, NO, OPEN, TooLarge, YES};
use super::inquiry::{Condition, GoalKind, Inquiry, Origin, Reach};
use super::origins;
use crate::assess::reckon::{Reckoning, Sum};
use crate::expression::outlook::{Cell, Outlook, Rule};
use crate::expression::{Expression, World};
use crate::fact::{FactName, Facts};
use crate::package::{Fee, Regulation};

/// A variable of the board.
#[derive(Debug, Clone)]
pub(super) struct Variable {
    /// Facts it waits for; more than one for a condition that could not be divided.
    pub facts: BTreeSet<FactName>,
    /// Its cells; a condition of its own is yes or no.
    pub cells: Vec<Cell>,
    /// It is the value of one fact.
    pub is_value: bool,
}

/// How a fact can be had.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Way {
    /// Somebody else holds it and can be asked now.
    Fetch(Origin),
    /// Somebody else holds it, but these keys of the request are not known yet.
    Keys(String, Vec<FactName>),
    /// The person can be asked once the condition, a diagram, is yes.
    Ask(Id),
    /// Nobody can be asked.
    Never,
}

/// The state of an inquiry.
pub(super) struct Board {
    pub forest: Forest,
    /// A diagram for each goal, as far as anybody can know.
    pub goals: Vec<Id>,
    /// The same as if everything could be known.
    pub whole: Vec<Id>,
    pub variables: Vec<Variable>,
    pub ways: BTreeMap<FactName, Way>,
}

/// An expression's place among the rules of the board.
type Place = usize;

enum Numbered {
    Rule(Place),
    All(Vec<Numbered>),
    Any(Vec<Numbered>),
    Not(Box<Numbered>),
    Reached(usize, Vec<String>),
}

impl Board {
    /// Lays an inquiry out over what is known.
    pub fn of(inquiry: &Inquiry<'_>, facts: &Facts, today: Date, reach: &Reach) -> Result<Self, TooLarge> {
        let world = World { regulation: inquiry.regulation, facts, today };
        let mut expressions: Vec<&Expression> = Vec::new();
        let goals: Vec<Vec<(Numbered, &str)>> =
            inquiry.goals.iter().map(|goal| numbered_goal(&goal.kind, &mut expressions)).collect();
        let whens: Vec<Vec<Place>> = inquiry
            .questions
            .iter()
            .map(|question| question.when.iter().map(|when| put(when, &mut expressions)).collect())
            .collect();
        let fee = inquiry.goals.iter().find_map(|goal| match goal.kind {
            GoalKind::Amount(fee) => Some(fee),
            GoalKind::First { .. } => None,
        });
        let amounts = expressions.len();
        let mut values: Vec<&Expression> = Vec::new();
        if let Some(fee) = fee {
            expressions.extend(Reckoning::conditions(fee));
            values.extend(Reckoning::amounts(fee));
        }
        let rules: Vec<Rule<'_>> = expressions.iter().map(|one| Rule::of(one, &world)).collect();
        let values: Vec<Rule<'_>> = values.iter().map(|one| Rule::of(one, &world)).collect();
        let mut laying = Laying::new(inquiry, Outlook::over(world, &rules, &values), &rules);
        for (goal, branches) in inquiry.goals.iter().zip(&goals) {
            let laid = match &goal.kind {
                GoalKind::First { otherwise, .. } => laying.first(branches, otherwise)?,
                GoalKind::Amount(fee) => laying.amount(fee, inquiry.regulation, &rules[amounts..], &values)?,
            };
            laying.whole.push(laid);
        }
        let whens = whens.iter().map(|places| laying.all(places)).collect::<Result<Vec<Id>, TooLarge>>()?;
        let mut board = laying.board();
        board.find_ways(inquiry, facts, reach);
        board.hide(inquiry, (facts, reach), whens)?;
        Ok(board)
    }

    /// Facts that can still change a sought goal.
    pub fn open_facts(&self, inquiry: &Inquiry<'_>) -> BTreeSet<FactName> {
        let sought = inquiry.goals.iter().zip(&self.goals).filter(|(goal, _)| goal.sought);
        sought.flat_map(|(_, id)| self.facts_of(*id)).collect()
    }

    /// Facts that a diagram waits for.
    pub fn facts_of(&self, id: Id) -> BTreeSet<FactName> {
        let support = self.forest.support(id);
        support.into_iter().flat_map(|variable| self.variables[variable].facts.iter().cloned()).collect()
    }

    /// Variables that wait for a fact.
    pub fn variables_of(&self, fact: &str) -> Vec<usize> {
        (0..self.variables.len()).filter(|at| self.variables[*at].facts.contains(fact)).collect()
    }

    fn find_ways(&mut self, inquiry: &Inquiry<'_>, facts: &Facts, reach: &Reach) {
        let names: BTreeSet<FactName> = self.variables.iter().flat_map(|one| one.facts.iter().cloned()).collect();
        for name in names {
            let way = origins::way(inquiry, facts, reach, &name);
            self.ways.insert(name, way);
        }
    }

    /// Takes from every goal what nobody can know: what cannot be had at all first, then what
    /// needs keys, then the questions with conditions, the last first, since conditions read
    /// what stands before them.
    fn hide(
        &mut self,
        inquiry: &Inquiry<'_>,
        (facts, reach): (&Facts, &Reach),
        mut whens: Vec<Id>,
    ) -> Result<(), TooLarge> {
        self.goals = self.whole.clone();
        let ways: Vec<(FactName, Way)> = self.ways.iter().map(|(name, way)| (name.clone(), way.clone())).collect();
        for (name, way) in &ways {
            match way {
                Way::Never => self.hide_where_not(NO, name, &mut whens)?,
                Way::Keys(_, keys) => {
                    let mut condition = YES;
                    for key in keys.iter().filter(|key| !origins::held(inquiry, facts, reach, key)) {
                        let when = origins::question(inquiry, key).map_or(NO, |at| whens[at]);
                        condition = self.forest.choose(condition, when, NO)?;
                    }
                    self.hide_where_not(condition, name, &mut whens)?;
                }
                Way::Fetch(_) | Way::Ask(_) => {}
            }
        }
        for (at, question) in inquiry.questions.iter().enumerate().rev() {
            let name = &question.fact.name;
            if matches!(self.ways.get(name), Some(Way::Ask(_))) {
                self.hide_where_not(whens[at], name, &mut whens)?;
            }
        }
        for (question, when) in inquiry.questions.iter().zip(whens) {
            if let Some(way @ Way::Ask(_)) = self.ways.get_mut(&question.fact.name) {
                *way = Way::Ask(when);
            }
        }
        Ok(())
    }

    fn hide_where_not(&mut self, condition: Id, fact: &str, whens: &mut [Id]) -> Result<(), TooLarge> {
        if condition == YES {
            return Ok(());
        }
        for place in 0..self.goals.len() {
            self.goals[place] = self.only_where(condition, self.goals[place], fact)?;
        }
        for when in whens {
            *when = self.only_where(condition, *when, fact)?;
        }
        Ok(())
    }

    fn only_where(&mut self, condition: Id, id: Id, fact: &str) -> Result<Id, TooLarge> {
        let mut hidden = id;
        for variable in self.variables_of(fact) {
            hidden = self.forest.without(hidden, variable)?;
        }
        self.forest.choose(condition, id, hidden)
    }
}

/// Lays rules out as diagrams.
struct Laying<'a> {
    outlook: Outlook<'a>,
    rules: &'a [Rule<'a>],
    forest: Forest,
    variables: Vec<Variable>,
    /// Cells of each variable that are possible.
    kept: Vec<Vec<usize>>,
    whole: Vec<Id>,
    taken: HashMap<u32, Id>,
}

impl<'a> Laying<'a> {
    fn new(inquiry: &Inquiry<'_>, outlook: Outlook<'a>, rules: &'a [Rule<'a>]) -> Self {
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

    fn board(self) -> Board {
        let Self { forest, variables, whole, .. } = self;
        Board { forest, goals: Vec::new(), whole, variables, ways: BTreeMap::new() }
    }

    fn first(&mut self, branches: &[(Numbered, &str)], otherwise: &str) -> Result<Id, TooLarge> {
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

    fn all(&mut self, places: &[Place]) -> Result<Id, TooLarge> {
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
    fn amount(
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

fn put<'r>(expression: &'r Expression, expressions: &mut Vec<&'r Expression>) -> Place {
    expressions.push(expression);
    expressions.len() - 1
}

fn numbered_goal<'g, 'r: 'g>(
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
