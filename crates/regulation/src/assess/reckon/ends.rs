//! How far a sum reaches while its numbers move inside their cells: at the ends it is least and most.

use std::collections::BTreeSet;

use rust_decimal::Decimal;

use super::{Bill, Reckoning};
use crate::expression::outlook::Cell;
use crate::package::FactType;

impl Reckoning<'_, '_> {
    /// Does an amount due follow a number in no straight line, as far as is supposed? Then the
    /// sum is known at the cell's own number only.
    pub(super) fn bends(&mut self, bill: &Bill) -> bool {
        let moving = self.moving(bill);
        let due = self.due(bill);
        moving.iter().any(|(variable, _)| !due.iter().all(|value| self.outlook.is_line(value, *variable)))
    }

    /// Does another number of the same cell make another sum?
    pub(super) fn changes(&mut self, variable: usize, cell: usize, bill: &Bill) -> bool {
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

    /// Supposed numbers that some amount due follows and that may be others in their cells.
    pub(super) fn moving(&mut self, bill: &Bill) -> Vec<(usize, usize)> {
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
    pub(super) fn ends(&mut self, numbers: &[(usize, usize)], bill: &Bill) {
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
    pub(super) fn corners(&mut self, corners: &[Vec<(usize, Decimal)>], bill: &Bill) {
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
    pub(super) fn runs_on(&mut self, variable: usize, next: Option<Decimal>, bill: &Bill) {
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
    pub(super) fn reach(&self, variable: usize, cell: usize) -> (Option<Decimal>, Option<Decimal>) {
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
}
