//! What a case costs: the lines of the fee over what is known.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::expression::{Derived, Expression, Verdict, World};
use crate::fact::{Facts, Value};
use crate::money::Money;
use crate::package::{FactType, Fee, Regulation};

/// What a case costs, as far as it is known.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Cost {
    /// The least it can be.
    pub least: Money,
    /// The most it can be; `None` while there is no bound.
    pub most: Option<Money>,
    /// Lines that are due for certain, each with its amount.
    pub lines: Vec<CostLine>,
    /// Id of the exemption that holds.
    pub exempt: Option<String>,
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
        self.most.is_some_and(|most| most.kopecks() == 0)
    }
}

/// What a case with these facts costs on that day.
pub fn cost(regulation: &Regulation, facts: &Facts, today: Date) -> Cost {
    let world = World { regulation, facts, today };
    let mut cost = Cost { most: Some(Money::from_kopecks(0)), ..Cost::default() };
    let Fee { lines, .. } = &regulation.fee;
    for line in lines {
        let due = line.when.as_ref().map_or(Verdict::Yes, |when| when.verdict(&world));
        let amount = times(line.times.as_ref(), &world).zip(amount(&line.amount, &world));
        let amount = amount.and_then(|(times, amount)| amount.kopecks().checked_mul(times).map(Money::from_kopecks));
        match (due, amount) {
            (Verdict::No, _) => {}
            (Verdict::Yes, Some(amount)) => {
                cost.least = cost.least.checked_add(amount).unwrap_or(cost.least);
                cost.most = cost.most.and_then(|most| most.checked_add(amount));
                let clause = regulation.clause_text(&line.because);
                cost.lines.push(CostLine { id: line.id.clone(), title: line.title.clone(), amount, clause });
            }
            (_, Some(amount)) => cost.most = cost.most.and_then(|most| most.checked_add(amount)),
            (_, None) => cost.most = None,
        }
    }
    cost
}

fn amount(expression: &Expression, world: &World<'_>) -> Option<Money> {
    match expression.derived(world, None, &FactType::Money) {
        Derived::Known(Value::Money(money)) => Some(money),
        _ => None,
    }
}

fn times(expression: Option<&Expression>, world: &World<'_>) -> Option<i64> {
    let Some(expression) = expression else { return Some(1) };
    let whole = FactType::Number { whole: true, min: None, max: None, unit: None };
    match expression.derived(world, None, &whole) {
        Derived::Known(Value::Number(number)) => number.trunc().to_string().parse().ok(),
        _ => None,
    }
}
