//! Adds a fee up for every way the unknown may turn out.
//!
//! Conditions are settled cell by cell. Inside a cell amounts follow their numbers in straight
//! lines, so the sum is least and most at the cell's ends; what is no straight line has no bound.

use std::collections::BTreeSet;

use rust_decimal::{Decimal, RoundingStrategy};

use crate::expression::Expression;
use crate::expression::outlook::{Cell, Outlook, Rule, Weighed};
use crate::fact::FactName;
use crate::package::{FactType, Fee, Regulation};

/// Most ways that are looked at one by one.
const WAYS: usize = 4_096;

/// The sum for one way, in kopecks; `i128` holds any sum of amounts.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Bill {
    /// By line; `None`: not due, or not known.
    pub lines: Vec<Option<i128>>,
    /// Places of the exemptions that hold, with what each takes off.
    holding: Vec<(usize, i128)>,
}

impl Bill {
    /// The exemption that counts: the largest, of equal ones the first.
    pub fn exempt(&self) -> Option<(usize, i128)> {
        self.holding.iter().copied().reduce(|best, next| if next.1 > best.1 { next } else { best })
    }

    fn whole(&self) -> i128 {
        self.lines.iter().flatten().sum()
    }

    fn total(&self) -> i128 {
        self.whole() - self.exempt().map_or(0, |(_, saved)| saved)
    }
}

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
                if !order.contains(&variable) && self.outlook.cells(variable) > 0 {
                    order.push(variable);
                }
            }
        }
        order
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

    /// Does an amount due follow a number in no straight line, as far as is supposed? Then the
    /// sum is known at the cell's own number only.
    fn bends(&mut self, bill: &Bill) -> bool {
        let moving = self.moving(bill);
        let due = self.due(bill);
        moving.iter().any(|(variable, _)| !due.iter().all(|value| self.outlook.is_line(value, *variable)))
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

    /// Does another number of the same cell make another sum?
    fn changes(&mut self, variable: usize, cell: usize, bill: &Bill) -> bool {
        let (from, to) = self.reach(variable, cell);
        let Some(at) = self.outlook.number(variable, cell) else { return false };
        let one = |number: Decimal| number.checked_add(Decimal::ONE).unwrap_or(number);
        let (from, to) = (from.unwrap_or(at), to.unwrap_or_else(|| one(at)));
        let mut at_ends = [from, to].map(|end| {
            self.outlook.suppose_number(variable, end);
            let moved = self.moved(bill).map(|moved| moved.total());
            self.outlook.forget();
            moved
        });
        at_ends.sort_unstable();
        at_ends[0] != at_ends[1] || self.bends(bill)
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

    /// Lines that are due and known under what is supposed.
    fn lines(&self) -> Vec<Option<i128>> {
        let (mut rules, mut times) = self.iterators();
        let lines = self.fee.lines.iter().enumerate().map(|(at, line)| {
            let when = line.when.as_ref().and_then(|_| rules.next());
            let times = line.times.as_ref().and_then(|_| times.next());
            let due = when.is_none_or(|when| self.outlook.holds(when) == Some(true));
            due.then(|| self.line(&self.values[at], times)).flatten()
        });
        lines.collect()
    }

    fn iterators(&self) -> (std::slice::Iter<'a, Rule<'a>>, std::slice::Iter<'a, Rule<'a>>) {
        (self.rules.iter(), self.values[self.fee.lines.len()..].iter())
    }

    fn exempt_rules(&self) -> &'a [Rule<'a>] {
        &self.rules[self.rules.len() - self.fee.exemptions.len()..]
    }

    /// Amounts, and how many times, of the lines of a bill.
    fn due(&self, bill: &Bill) -> Vec<&'a Rule<'a>> {
        let (_, mut times) = self.iterators();
        let mut due = Vec::new();
        for (at, line) in self.fee.lines.iter().enumerate() {
            let times = line.times.as_ref().and_then(|_| times.next());
            if bill.lines[at].is_some() {
                due.extend([&self.values[at]].into_iter().chain(times));
            }
        }
        due
    }

    /// Supposed numbers that some amount due follows and that may be others in their cells.
    fn moving(&mut self, bill: &Bill) -> Vec<(usize, usize)> {
        let mut follows = Vec::new();
        for value in self.due(bill) {
            follows.extend(self.outlook.variables_of(value));
        }
        let moves = |reckoning: &Self, variable: usize, cell: usize| {
            let (from, to) = reckoning.reach(variable, cell);
            let number = reckoning.outlook.is_number(variable) && reckoning.outlook.number(variable, cell).is_some();
            number && follows.contains(&variable) && (from.is_none() || from != to)
        };
        self.supposed.iter().copied().filter(|(variable, cell)| moves(self, *variable, *cell)).collect()
    }

    /// The sum at every combination of the cells' ends.
    fn ends(&mut self, numbers: &[(usize, usize)], bill: &Bill) {
        if self.bends(bill) {
            self.no_bound();
            return;
        }
        let mut corners: Vec<Vec<(usize, Decimal)>> = vec![Vec::new()];
        for (variable, cell) in numbers {
            let Some(at) = self.outlook.number(*variable, *cell) else { continue };
            let (from, to) = self.reach(*variable, *cell);
            if from.is_none() {
                self.runs_on(*variable, at.checked_sub(Decimal::ONE), bill);
            }
            if to.is_none() {
                self.runs_on(*variable, at.checked_add(Decimal::ONE), bill);
            }
            let ends: BTreeSet<Decimal> = [from.unwrap_or(at), to.unwrap_or(at)].into();
            let longer = |corner: &Vec<(usize, Decimal)>| {
                ends.iter().map(|end| [corner.as_slice(), &[(*variable, *end)]].concat()).collect::<Vec<_>>()
            };
            corners = corners.iter().flat_map(longer).collect();
        }
        self.corners(&corners, bill);
    }

    /// Least and most over the corners. Of several exemptions the largest counts, so the sum is
    /// nowhere above what any one of them leaves.
    fn corners(&mut self, corners: &[Vec<(usize, Decimal)>], bill: &Bill) {
        let mut left: Vec<i128> = Vec::new();
        for corner in corners {
            for (variable, number) in corner {
                self.outlook.suppose_number(*variable, *number);
            }
            let moved = self.moved(bill);
            corner.iter().for_each(|_| self.outlook.forget());
            let Some(moved) = moved else {
                self.no_bound();
                continue;
            };
            self.least = self.least.min(moved.total());
            let each = |saved: i128| moved.whole() - saved;
            let now: Vec<i128> = match moved.holding.as_slice() {
                [] => vec![each(0)],
                holding => holding.iter().map(|(_, saved)| each(*saved)).collect(),
            };
            left.resize(now.len(), i128::MIN);
            left.iter_mut().zip(now).for_each(|(most, now)| *most = (*most).max(now));
        }
        if let Some(most) = left.into_iter().min() {
            self.bound(most.min(self.least), most);
        }
    }

    /// A number without a bound: where the sum grows with it, there is no most; where it falls,
    /// it ends at nothing.
    fn runs_on(&mut self, variable: usize, next: Option<Decimal>, bill: &Bill) {
        let moved = next.and_then(|next| {
            self.outlook.suppose_number(variable, next);
            let moved = self.moved(bill);
            self.outlook.forget();
            moved
        });
        match moved.map(|moved| moved.total().cmp(&bill.total())) {
            Some(std::cmp::Ordering::Equal) => {}
            Some(std::cmp::Ordering::Less) => self.least = self.least.min(0),
            Some(std::cmp::Ordering::Greater) | None => self.unbounded = true,
        }
    }

    /// Ends of a cell; a count ends where its list does.
    fn reach(&self, variable: usize, cell: usize) -> (Option<Decimal>, Option<Decimal>) {
        let Cell::Numbers { from, to } = self.outlook.cell(variable, cell) else { return (None, None) };
        let to = to.map(|(to, _)| to).or_else(|| {
            let list = self.outlook.facts(variable).into_iter().find_map(|name| self.regulation.fact(&name))?;
            match &list.kind {
                FactType::List { max, .. } => Some(Decimal::from(*max)),
                _ => None,
            }
        });
        (from.map(|(from, _)| from), to)
    }

    /// Adds up under what is supposed; `None` while a condition or an amount is not known.
    fn add(&mut self) -> Option<Bill> {
        let (mut rules, mut times) = self.iterators();
        let mut lines = Vec::with_capacity(self.fee.lines.len());
        for (at, line) in self.fee.lines.iter().enumerate() {
            let when = line.when.as_ref().and_then(|_| rules.next());
            let times = line.times.as_ref().and_then(|_| times.next());
            let due = when.map_or(Some(true), |when| self.outlook.holds(when))?;
            lines.push(if due { Some(self.line(&self.values[at], times)?) } else { None });
        }
        let mut bill = Bill { lines, holding: Vec::new() };
        if bill.whole() == 0 && self.moving(&bill).is_empty() {
            // Who pays nothing needs no exemption, and nobody is asked about one.
            return Some(bill);
        }
        for (at, rule) in self.exempt_rules().iter().enumerate() {
            if self.outlook.holds(rule)? {
                bill.holding.push((at, self.saved(&bill, at)));
            }
        }
        Some(bill)
    }

    /// A bill with its conditions as they were and its amounts under what is supposed now: at the
    /// very end of a cell the conditions may be others, just before it they are not.
    fn moved(&self, bill: &Bill) -> Option<Bill> {
        let (_, mut times) = self.iterators();
        let mut lines = Vec::with_capacity(bill.lines.len());
        for (at, line) in self.fee.lines.iter().enumerate() {
            let times = line.times.as_ref().and_then(|_| times.next());
            let due = bill.lines[at].is_some();
            lines.push(if due { Some(self.line(&self.values[at], times)?) } else { None });
        }
        let mut moved = Bill { lines, holding: Vec::new() };
        moved.holding = bill.holding.iter().map(|(at, _)| (*at, self.saved(&moved, *at))).collect();
        Some(moved)
    }

    /// What an exemption takes off a bill.
    fn saved(&self, bill: &Bill, at: usize) -> i128 {
        let exemption = &self.fee.exemptions[at];
        let covered = self
            .fee
            .lines
            .iter()
            .zip(&bill.lines)
            .filter(|(line, _)| exemption.lines.is_empty() || exemption.lines.contains(&line.id));
        let whole: i128 = covered.filter_map(|(_, amount)| *amount).sum();
        // Half a kopeck goes in favour of the one who pays.
        (whole * i128::from(exemption.percent.min(100)) + 50) / 100
    }

    /// Kopecks of one line; `None` while they are not known.
    fn line(&self, amount: &'a Rule<'a>, times: Option<&'a Rule<'a>>) -> Option<i128> {
        let Weighed::Number(roubles) = self.outlook.weigh(amount) else { return None };
        let times = match times {
            None => Decimal::ONE,
            Some(times) => match self.outlook.weigh(times) {
                Weighed::Number(times) => times.max(Decimal::ZERO),
                _ => return None,
            },
        };
        let kopecks = roubles.checked_mul(times)?.checked_mul(Decimal::ONE_HUNDRED)?;
        let whole = kopecks.round_dp_with_strategy(0, RoundingStrategy::MidpointAwayFromZero);
        // A line is never below nothing, and what money cannot hold is not known.
        i64::try_from(whole).ok().map(|whole| i128::from(whole.max(0)))
    }
}
