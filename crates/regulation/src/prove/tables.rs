//! Decision tables: the partition of the columns finds what may be wrong, the space of answers
//! says whether it can happen.

use super::conditions::At;
use super::logic::Logic;
use super::table::{TableProof, table};
use super::{Answers, Claim};
use crate::expression::{Region, Sought, Under};
use crate::package::{DecisionTable, HitPolicy};

pub(super) fn prove(logic: &mut Logic<'_, '_>) {
    for (place, one) in logic.regulation.tables.values().enumerate() {
        // In the space of answers a column may be reckoned from others, so the rows are looked
        // at there whenever their tests are conditions over the facts themselves.
        let conditions = one.rows.iter().all(|row| row.when.is_some());
        match table(one) {
            Some(proof) if proof == TableProof::default() => {}
            Some(proof) if !conditions => by_columns(logic, place, one, proof),
            _ if conditions => by_answers(logic, place, one),
            _ => {
                let what = format!("таблица `{}`", one.id);
                logic.leave(what, &Sought::Unsure(one.inputs.iter().map(|input| input.of.clone()).collect()));
            }
        }
    }
}

/// Claims over the columns as they are: every combination of their values counts as possible.
fn by_columns(logic: &mut Logic<'_, '_>, place: usize, table: &DecisionTable, proof: TableProof) {
    let named =
        |values: Vec<String>| -> Answers { table.inputs.iter().map(|input| input.of.clone()).zip(values).collect() };
    let claims = &mut logic.proofs.claims;
    let mut told = None;
    for (first, second, values) in proof.overlaps {
        if told.replace(second) != Some(second) {
            claims.push(Claim::RowsOverlap { table: place, first, second, answers: named(values) });
        }
    }
    claims.extend(proof.gap.map(|values| Claim::RowsGap { table: place, answers: named(values) }));
    claims.extend(proof.never.into_iter().map(|row| Claim::Never(At::Row(place, row))));
}

/// Claims over the answers behind the columns.
fn by_answers(logic: &mut Logic<'_, '_>, place: usize, table: &DecisionTable) {
    let regions: Vec<Option<Region>> = (0..table.rows.len()).map(|row| logic.region(At::Row(place, row))).collect();
    let mut left = Some(Region::EVERYWHERE);
    for second in 0..regions.len() {
        let Some(region) = regions[second] else {
            logic.leave(format!("таблица `{}`, строка {}", table.id, second + 1), &Sought::TooLarge);
            left = None;
            continue;
        };
        // Of the first that fits, only what the rows above leave.
        let own = match (table.hit, left) {
            (HitPolicy::First, Some(left)) => logic.space.and(region, left).unwrap_or(region),
            _ => region,
        };
        if logic.space.seek(own, Under::Form) == Sought::Nothing {
            logic.proofs.claims.push(Claim::Never(At::Row(place, second)));
        } else if table.hit == HitPolicy::Unique {
            overlap(logic, place, &regions, second);
        }
        left = left.and_then(|left| logic.space.without(left, region));
    }
    if let Some(left) = left {
        match logic.space.seek(left, Under::Checks) {
            Sought::Answers(answers) => logic.proofs.claims.push(Claim::RowsGap { table: place, answers }),
            other => logic.leave(format!("пробелы таблицы `{}`", table.id), &other),
        }
    }
}

/// The first row above that fits together with this one.
fn overlap(logic: &mut Logic<'_, '_>, place: usize, regions: &[Option<Region>], second: usize) {
    for first in 0..second {
        let (Some(one), Some(other)) = (regions[first], regions[second]) else { continue };
        let Some(both) = logic.space.and(one, other) else { continue };
        match logic.space.seek(both, Under::Checks) {
            Sought::Answers(answers) => {
                logic.proofs.claims.push(Claim::RowsOverlap { table: place, first, second, answers });
                return;
            }
            other => {
                let id = logic.regulation.tables.get_index(place).map_or("", |(id, _)| id.as_str());
                logic.leave(format!("таблица `{id}`, строки {} и {}", first + 1, second + 1), &other);
            }
        }
    }
}
