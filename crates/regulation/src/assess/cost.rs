//! What a case costs: the lines of the fee over what is known, less the largest exemption.
//!
//! Where facts are missing the cost is an interval: every way they may still turn out is looked
//! at (PAY-09). A number without a bound leaves the interval open above; a sum too large for
//! money does so, too, and never wraps around.

use std::collections::BTreeSet;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::reckon::{Bill, Reckoning};
use crate::expression::World;
use crate::expression::outlook::{Outlook, Rule};
use crate::fact::{FactName, Facts};
use crate::money::Money;
use crate::package::Regulation;

/// What a case costs, as far as it is known.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Cost {
    /// The least it can be.
    pub least: Money,
    /// The most it can be; `None` while there is no bound.
    pub most: Option<Money>,
    /// Lines that are due for certain, each with its amount before any exemption.
    pub lines: Vec<CostLine>,
    /// Id of the exemption that holds for certain.
    pub exempt: Option<String>,
    /// What that exemption takes off, when it is certain.
    #[serde(default)]
    pub saved: Money,
    /// Facts that can still change it.
    #[serde(default)]
    pub unknown: BTreeSet<FactName>,
}

/// One line that is due.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CostLine {
    /// Id of the line.
    pub id: String,
    /// What is paid for.
    pub title: String,
    /// Amount.
    pub amount: Money,
    /// The clause, in words.
    pub clause: String,
}

impl Cost {
    /// The amount, once it is known.
    pub fn exact(&self) -> Option<Money> {
        self.most.filter(|most| *most == self.least)
    }

    /// Nothing is due, for certain.
    pub fn is_free(&self) -> bool {
        self.most.is_some_and(Money::is_zero)
    }

    /// In words: «бесплатно», «1 500 ₽», «от 500 ₽ до 1 500 ₽», «от 500 ₽».
    pub fn shown(&self) -> String {
        match (self.exact(), self.most) {
            (Some(amount), _) if amount.is_zero() => "бесплатно".to_owned(),
            (Some(amount), _) => amount.shown(),
            (None, Some(most)) => format!("от {} до {}", self.least.shown(), most.shown()),
            (None, None) if self.least.is_zero() => "пока не определена".to_owned(),
            (None, None) => format!("от {}", self.least.shown()),
        }
    }
}

/// What a case with these facts costs on that day.
pub fn cost(regulation: &Regulation, facts: &Facts, today: Date) -> Cost {
    if regulation.fee.is_free() {
        return Cost { most: Some(Money::ZERO), ..Cost::default() };
    }
    let world = World { regulation, facts, today };
    let rules: Vec<Rule<'_>> = Reckoning::conditions(&regulation.fee).map(|when| Rule::of(when, &world)).collect();
    let values: Vec<Rule<'_>> = Reckoning::amounts(&regulation.fee).map(|value| Rule::of(value, &world)).collect();
    let mut outlook = Outlook::over(world, &rules, &values);
    let mut reckoning = Reckoning::new(&regulation.fee, regulation, &rules, &values, &mut outlook);
    reckoning.all();
    certain(regulation, reckoning)
}

/// What all the ways have in common.
fn certain(regulation: &Regulation, reckoning: Reckoning<'_, '_>) -> Cost {
    let fee = &regulation.fee;
    let Reckoning { bills, least, most, unbounded, mattered, .. } = reckoning;
    let least = Money::from_kopecks(i64::try_from(least.max(0)).unwrap_or(i64::MAX));
    let most = most.filter(|_| !unbounded).and_then(|most| i64::try_from(most.max(0)).ok()).map(Money::from_kopecks);
    let mut cost = Cost { least, most, unknown: mattered, ..Cost::default() };
    let Some(first) = bills.first() else { return cost };
    for (at, line) in fee.lines.iter().enumerate() {
        let amount = first
            .lines
            .get(at)
            .copied()
            .flatten()
            .filter(|amount| bills.iter().all(|bill| bill.lines.get(at).copied().flatten() == Some(*amount)));
        if let Some(amount) = amount.and_then(|amount| i64::try_from(amount).ok()) {
            cost.lines.push(CostLine {
                id: line.id.clone(),
                title: line.title.clone(),
                amount: Money::from_kopecks(amount),
                clause: regulation.clause_text(&line.because),
            });
        }
    }
    let exempt = |bill: &Bill| bill.exempt().map(|(at, _)| at);
    if let Some((at, saved)) = first.exempt().filter(|_| bills.iter().all(|bill| exempt(bill) == exempt(first))) {
        cost.exempt = fee.exemptions.get(at).map(|one| one.id.clone());
        if bills.iter().all(|bill| bill.exempt().map(|(_, saved)| saved) == Some(saved)) {
            cost.saved = Money::from_kopecks(i64::try_from(saved).unwrap_or(i64::MAX));
        }
    }
    if cost.exact().is_some() {
        cost.unknown.clear();
    }
    cost
}
