//! Everything an inquiry can still lead to: one diagram for each goal, over what is unknown.
//!
//! A question that is hidden, and a fact that nobody can be asked for, cannot move a goal: where
//! it would, the goal stays open. A question that is shown only under a condition moves it only
//! where that condition is yes; so the questions that open others are found, too.

mod laying;

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use super::forest::{Forest, Id, NO, TooLarge, YES};
use super::inquiry::{GoalKind, Inquiry, Origin, Reach};
use super::origins;
use crate::assess::reckon::Reckoning;
use crate::expression::outlook::{Cell, Outlook, Rule};
use crate::expression::{Expression, World};
use crate::fact::{FactName, Facts};

use laying::{Laying, Numbered, Place, numbered_goal, put};

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
    /// needs keys, then the questions with conditions in their order: a condition reads what
    /// stands before it, so it is already without what is hidden there, and a question behind a
    /// hidden one is hidden with it.
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
        for (at, question) in inquiry.questions.iter().enumerate() {
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
