//! How the sheets of experts become one value, by the rule the regulation declares: exact
//! decimals, the same in whatever order the sheets came.

use std::collections::BTreeSet;

use regulation::fact::Value;
use regulation::package::{AssessmentRule, Averaging, SheetItem};
use rust_decimal::{Decimal, RoundingStrategy};

use super::parts::{Score, Sheet};
use crate::refusal::Refusal;

/// Digits after the point that a score may have.
const DIGITS: u32 = 2;

/// What follows from the sheets.
#[derive(Debug, Clone, PartialEq)]
pub struct Reckoned {
    /// The value that is learnt.
    pub value: Value,
    /// Totals of the sheets, least first.
    pub totals: Vec<Decimal>,
    /// The totals lie further apart than the regulation lets pass.
    pub apart: bool,
}

/// Is the sheet whole: every line scored once, within its bounds, and nothing else?
pub fn whole(rule: &AssessmentRule, sheet: &Sheet) -> Result<(), Refusal> {
    let mut met = BTreeSet::new();
    for score in &sheet.scores {
        let item = rule.sheet.iter().find(|item| item.id == score.criterion);
        let item = item.ok_or_else(|| Refusal::ScoreOutOfBounds(score.criterion.clone()))?;
        if !met.insert(&score.criterion) || !within(item, score.score) {
            return Err(Refusal::ScoreOutOfBounds(score.criterion.clone()));
        }
    }
    match rule.sheet.iter().find(|item| !met.contains(&item.id)) {
        Some(item) => Err(Refusal::SheetIncomplete(item.title.clone())),
        None => Ok(()),
    }
}

fn within(item: &SheetItem, score: Decimal) -> bool {
    match item.most {
        Some(most) => score >= Decimal::ZERO && score <= most && score.normalize().scale() <= DIGITS,
        None => score == Decimal::ZERO || score == Decimal::ONE,
    }
}

/// Reckons the value of whole sheets; `None` while there are none.
pub fn reckon(rule: &AssessmentRule, sheets: &[Sheet]) -> Option<Reckoned> {
    if sheets.is_empty() {
        return None;
    }
    let total = |sheet: &Sheet| sheet.scores.iter().map(|score: &Score| score.score).sum::<Decimal>();
    let mut totals: Vec<Decimal> = sheets.iter().map(total).collect();
    totals.sort();
    let (least, most) = (totals.first().copied()?, totals.last().copied()?);
    let apart = rule.apart.is_some_and(|apart| most - least > apart);
    let sum: Decimal = totals.iter().sum();
    let middle = totals.len() / 2;
    let number = match rule.rule {
        Averaging::Mean => sum / Decimal::from(totals.len()),
        Averaging::Sum => sum,
        Averaging::Median if totals.len() % 2 == 1 => *totals.get(middle)?,
        Averaging::Median => (totals.get(middle - 1)? + totals.get(middle)?) / Decimal::TWO,
        Averaging::All => {
            let all = sheets.iter().flat_map(|sheet| &sheet.scores).all(|score| score.score == Decimal::ONE);
            return Some(Reckoned { value: Value::YesNo(all), totals, apart });
        }
    };
    let rounded = number.round_dp_with_strategy(rule.round, RoundingStrategy::MidpointAwayFromZero);
    Some(Reckoned { value: Value::Number(rounded.normalize()), totals, apart })
}
