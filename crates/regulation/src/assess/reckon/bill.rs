//! The bill under what is supposed: which lines are due, what they come to, which exemptions hold.

use rust_decimal::{Decimal, RoundingStrategy};

use super::Reckoning;
use crate::expression::outlook::{Rule, Weighed};

/// The sum for one way, in kopecks; `i128` holds any sum of amounts.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Bill {
    /// By line; `None`: not due, or not known.
    pub lines: Vec<Option<i128>>,
    /// Places of the exemptions that hold, with what each takes off.
    pub(super) holding: Vec<(usize, i128)>,
}

impl Bill {
    /// The exemption that counts: the largest, of equal ones the first.
    pub fn exempt(&self) -> Option<(usize, i128)> {
        self.holding.iter().copied().reduce(|best, next| if next.1 > best.1 { next } else { best })
    }

    pub(super) fn whole(&self) -> i128 {
        self.lines.iter().flatten().sum()
    }

    pub(super) fn total(&self) -> i128 {
        self.whole() - self.exempt().map_or(0, |(_, saved)| saved)
    }
}

impl<'a> Reckoning<'a, '_> {
    /// Lines that are due and known under what is supposed.
    pub(super) fn lines(&self) -> Vec<Option<i128>> {
        let (mut rules, mut times) = self.iterators();
        let lines = self.fee.lines.iter().enumerate().map(|(at, line)| {
            let when = line.when.as_ref().and_then(|_| rules.next());
            let times = line.times.as_ref().and_then(|_| times.next());
            let due = when.is_none_or(|when| self.outlook.holds(when) == Some(true));
            due.then(|| self.line(&self.values[at], times)).flatten()
        });
        lines.collect()
    }

    pub(super) fn iterators(&self) -> (std::slice::Iter<'a, Rule<'a>>, std::slice::Iter<'a, Rule<'a>>) {
        (self.rules.iter(), self.values[self.fee.lines.len()..].iter())
    }

    pub(super) fn exempt_rules(&self) -> &'a [Rule<'a>] {
        &self.rules[self.rules.len() - self.fee.exemptions.len()..]
    }

    /// Amounts, and how many times, of the lines of a bill.
    pub(super) fn due(&self, bill: &Bill) -> Vec<&'a Rule<'a>> {
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

    /// Adds up under what is supposed; `None` while a condition or an amount is not known.
    pub(super) fn add(&mut self) -> Option<Bill> {
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
    pub(super) fn moved(&self, bill: &Bill) -> Option<Bill> {
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
    pub(super) fn saved(&self, bill: &Bill, at: usize) -> i128 {
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
    pub(super) fn line(&self, amount: &'a Rule<'a>, times: Option<&'a Rule<'a>>) -> Option<i128> {
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
