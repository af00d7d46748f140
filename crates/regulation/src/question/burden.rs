//! How many questions a person is asked before the variant and the decision are settled.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use serde::Serialize;

use super::board::{Board, Way};
use super::forest::{Id, TooLarge};
use super::inquiry::Reach;
use super::plan::Planner;
use super::service::{Aim, of_service};
use crate::fact::{FactName, Facts};
use crate::package::Regulation;

/// Most states of the inquiry that are walked; beyond them nothing is said.
const STATES: usize = 20_000;

/// Questions of one variant.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Burden {
    /// Id of the variant.
    pub variant: String,
    /// Fewest questions on any way to it.
    pub fewest: usize,
    /// Most questions.
    pub most: usize,
    /// Average over all ways, answers taken as equally likely.
    pub average: f64,
}

#[derive(Debug, Clone, Copy)]
struct Ways {
    fewest: usize,
    most: usize,
    likely: f64,
    questions: f64,
}

/// Questions until the variant and the decision are settled, by variant, in the author's order.
/// Empty when the service is too large to walk all its ways.
pub fn questions_per_variant(regulation: &Regulation) -> Vec<Burden> {
    let inquiry = of_service(regulation, &[Aim::Variant, Aim::Intake, Aim::Decision]);
    let Ok(mut board) = Board::of(&inquiry, &Facts::default(), regulation.from, &Reach::everybody()) else {
        return Vec::new();
    };
    let open = board.open_facts(&inquiry);
    let ways = board.ways.clone();
    let free: BTreeSet<FactName> =
        open.iter().filter(|name| !matches!(ways.get(*name), Some(Way::Ask(_)))).cloned().collect();
    let (planner, state) = Planner::new(&mut board, &inquiry, &open);
    let mut walk = Walk { planner, free, known: HashMap::new() };
    let Ok(found) = walk.from(&state) else { return Vec::new() };
    let burdens = regulation.variants.iter().filter_map(|variant| {
        let ways = found.get(variant.id.as_str())?;
        let average = if ways.likely > 0.0 { ways.questions / ways.likely } else { 0.0 };
        Some(Burden { variant: variant.id.clone(), fewest: ways.fewest, most: ways.most, average })
    });
    burdens.collect()
}

struct Walk<'b> {
    planner: Planner<'b>,
    /// Facts that somebody else gives.
    free: BTreeSet<FactName>,
    known: HashMap<Vec<Id>, BTreeMap<String, Ways>>,
}

impl Walk<'_> {
    /// By the variant reached, what is asked from a state on.
    fn from(&mut self, state: &Vec<Id>) -> Result<BTreeMap<String, Ways>, TooLarge> {
        if let Some(known) = self.known.get(state) {
            return Ok(known.clone());
        }
        if self.known.len() >= STATES {
            return Err(TooLarge);
        }
        let open = self.planner.facts(state);
        let free = open.iter().find(|fact| self.free.contains(*fact)).cloned();
        let (fact, cost) = match free {
            Some(free) => (Some(free), 0),
            None => (self.planner.best(state, &open), 1),
        };
        let mut found: BTreeMap<String, Ways> = BTreeMap::new();
        match fact {
            None => {
                if let Some(label) = self.planner.label(state) {
                    found.insert(label, Ways { fewest: 0, most: 0, likely: 1.0, questions: 0.0 });
                }
            }
            Some(fact) => {
                for (weight, next) in self.planner.led(state, &fact)? {
                    if next == *state {
                        continue;
                    }
                    for (label, ways) in self.from(&next)? {
                        join(&mut found, label, &ways, weight, cost);
                    }
                }
            }
        }
        self.known.insert(state.clone(), found.clone());
        Ok(found)
    }
}

fn join(found: &mut BTreeMap<String, Ways>, label: String, ways: &Ways, weight: f64, cost: usize) {
    let likely = weight * ways.likely;
    let extra = if cost == 0 { 0.0 } else { likely };
    let next =
        Ways { fewest: ways.fewest + cost, most: ways.most + cost, likely, questions: weight * ways.questions + extra };
    let merged = found.get(&label).map_or(next, |before| Ways {
        fewest: before.fewest.min(next.fewest),
        most: before.most.max(next.most),
        likely: before.likely + next.likely,
        questions: before.questions + next.questions,
    });
    found.insert(label, merged);
}
