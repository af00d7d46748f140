//! Adds a fee up for every way the unknown may turn out.
//!
//! Conditions are settled cell by cell. Inside a cell amounts follow their numbers in straight
//! lines, so the sum is least and most at the cell's ends; what is no straight line has no bound.

mod bill;
mod ends;

use std::collections::BTreeSet;

use crate::expression::Expression;
use crate::expression::outlook::{Cell, Outlook, Rule, Weighed};
use crate::fact::FactName;
use crate::package::{Fee, Regulation};

pub(crate) use bill::Bill;

/// Most ways that are looked at one by one.
const WAYS: usize = 4_096;

/// A sum under suppositions.
pub(crate) enum Sum {
    /// It is known, but follows these numbers within their cells.
    Known { kopecks: i128, follows: Vec<usize> },
    /// It waits for these variables.
    Waits(Vec<usize>),
}

/// The fee while every way is tried.
pub(crate) struct Reckoning<'a, 'o> {
    fee: &'a Fee,
    regulation: &'a Regulation,
    rules: &'a [Rule<'a>],
    values: &'a [Rule<'a>],
    outlook: &'o mut Outlook<'a>,
    /// Bills that differ.
    pub bills: Vec<Bill>,
    pub least: i128,
    pub most: Option<i128>,
    /// There is no upper bound.
    pub unbounded: bool,
    pub mattered: BTreeSet<FactName>,
    ways: usize,
    supposed: Vec<(usize, usize)>,
}

impl<'a, 'o> Reckoning<'a, 'o> {
    pub fn new(
        fee: &'a Fee,
        regulation: &'a Regulation,
        rules: &'a [Rule<'a>],
        values: &'a [Rule<'a>],
        outlook: &'o mut Outlook<'a>,
    ) -> Self {
        Self {
            fee,
            regulation,
            rules,
            values,
            outlook,
            bills: Vec::new(),
            least: i128::MAX,
            most: None,
            unbounded: false,
            mattered: BTreeSet::new(),
            ways: 0,
            supposed: Vec::new(),
        }
    }

    /// Conditions of a fee, in the order in which they are added up.
    pub fn conditions(fee: &'a Fee) -> impl Iterator<Item = &'a Expression> {
        let lines = fee.lines.iter().filter_map(|line| line.when.as_ref());
        lines.chain(fee.exemptions.iter().map(|one| &one.when))
    }

    /// Amounts of a fee, then how many times they are due.
    pub fn amounts(fee: &'a Fee) -> impl Iterator<Item = &'a Expression> {
        let amounts = fee.lines.iter().map(|line| &line.amount);
        amounts.chain(fee.lines.iter().filter_map(|line| line.times.as_ref()))
    }

    /// Variables to suppose, those that conditions rest on first: they end most ways early.
    pub fn order(&mut self) -> Vec<usize> {
        let mut order: Vec<usize> = Vec::new();
        for rule in self.rules.iter().chain(self.values) {
            for variable in self.outlook.variables_of(rule) {
                if !order.contains(&variable) && self.divides(variable) {
                    order.push(variable);
                }
            }
        }
        order
    }

    /// Has it cells beside the absent one? A list has none: whatever it may hold cannot be gone
    /// through, so a sum over it stays unknown.
    fn divides(&self, variable: usize) -> bool {
        (0..self.outlook.cells(variable)).any(|cell| self.outlook.cell(variable, cell) != Cell::Absent)
    }

    /// Facts that are open, by number of variables.
    pub fn open(&self) -> usize {
        self.outlook.open()
    }

    /// Counts one more way; no when there are too many.
    pub fn goes_on(&mut self) -> bool {
        self.ways += 1;
        self.ways <= WAYS
    }

    /// Looks at every way.
    pub fn all(&mut self) {
        let order = self.order();
        self.way(&order);
        if self.ways > WAYS {
            // Too many ways to look at: nothing is claimed.
            (self.least, self.most, self.unbounded) = (0, None, true);
            self.bills.clear();
        }
        if self.least == i128::MAX {
            self.least = 0;
        }
    }

    fn way(&mut self, rest: &[usize]) {
        if self.ways > WAYS {
            return;
        }
        match (self.add(), rest.split_first()) {
            (Some(bill), None) => self.note(bill),
            (Some(bill), Some(_)) if !self.bends(&bill) => self.note(bill),
            (None, None) => self.no_bound(),
            (_, Some((variable, rest))) => {
                let facts = self.outlook.facts(*variable);
                self.mattered.extend(facts);
                for cell in self.possible(*variable) {
                    self.supposing(*variable, cell, |reckoning| reckoning.way(rest));
                }
                return;
            }
        }
        self.ways += 1;
    }

    /// Cells of a variable: what must be answered cannot be absent when the fee is due.
    fn possible(&self, variable: usize) -> Vec<usize> {
        let facts = self.outlook.facts(variable);
        let must = facts.iter().all(|name| self.regulation.fact(name).is_some_and(|fact| fact.required));
        let cells = 0..self.outlook.cells(variable);
        cells.filter(|cell| !must || self.outlook.cell(variable, *cell) != Cell::Absent).collect()
    }

    /// The sum under what is supposed, or what it waits for; `more` can still be supposed.
    pub fn sum(&mut self, more: bool) -> Sum {
        let bill = match self.add() {
            Some(bill) if !(more && self.bends(&bill)) => bill,
            _ => return Sum::Waits(self.waits()),
        };
        let moving = self.moving(&bill);
        let follows = moving.into_iter().filter(|(variable, cell)| self.changes(*variable, *cell, &bill));
        Sum::Known { kopecks: bill.total(), follows: follows.map(|(variable, _)| variable).collect() }
    }

    /// Variables that what is due, or may be, still waits for.
    fn waits(&mut self) -> Vec<usize> {
        let (rules, values) = (self.rules, self.values);
        let open: Vec<&Rule<'a>> = rules.iter().filter(|rule| self.outlook.holds(rule).is_none()).collect();
        let unknown = values.iter().filter(|value| self.outlook.weigh(value) == Weighed::Unknown);
        let waiting: Vec<&Rule<'a>> = open.into_iter().chain(unknown).collect();
        let mut variables = Vec::new();
        for rule in waiting {
            for variable in self.outlook.variables_of(rule) {
                let supposed = self.supposed.iter().any(|(other, _)| *other == variable);
                if !supposed && !variables.contains(&variable) {
                    variables.push(variable);
                }
            }
        }
        variables
    }

    /// Adds up while a variable is supposed to lie in a cell.
    pub fn supposing<R>(&mut self, variable: usize, cell: usize, then: impl FnOnce(&mut Self) -> R) -> R {
        self.supposed.push((variable, cell));
        self.outlook.suppose(variable, cell);
        let answer = then(self);
        self.outlook.forget();
        self.supposed.pop();
        answer
    }

    /// A bill at the representatives of the cells; its numbers move it to the cells' ends.
    fn note(&mut self, bill: Bill) {
        let numbers = self.moving(&bill);
        if numbers.is_empty() {
            self.bound(bill.total(), bill.total());
        } else {
            self.ends(&numbers, &bill);
        }
        self.keep(bill);
    }

    fn keep(&mut self, bill: Bill) {
        if !self.bills.contains(&bill) {
            self.bills.push(bill);
        }
    }

    fn bound(&mut self, least: i128, most: i128) {
        self.least = self.least.min(least);
        self.most = Some(self.most.map_or(most, |known| known.max(most)));
    }

    /// Something due has no bound: only what is known of the other lines is certain.
    fn no_bound(&mut self) {
        self.unbounded = true;
        let values = self.values;
        let lines = self.lines();
        let none_exempt = self.exempt_rules().iter().all(|rule| self.outlook.holds(rule) == Some(false));
        let partial = Bill { lines, holding: Vec::new() };
        self.least = self.least.min(if none_exempt { partial.whole() } else { 0 });
        self.keep(partial);
        for value in values {
            for variable in self.outlook.variables_of(value) {
                let facts = self.outlook.facts(variable);
                self.mattered.extend(facts);
            }
        }
    }
}
