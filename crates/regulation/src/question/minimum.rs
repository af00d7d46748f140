//! The proof that few questions are the fewest: what the plan asks on average beside the least that
//! any order of questions could (PROFILE-04).

use std::collections::HashMap;

use jiff::civil::Date;
use serde::Serialize;

use super::board::Board;
use super::forest::{Id, TooLarge};
use super::inquiry::{Inquiry, Reach};
use super::plan::Planner;
use crate::fact::Facts;

/// Answers tried out for the proof.
const TRIED: usize = 400_000;

/// Questions on average over all answers, from nothing known.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Minimum {
    /// Asked by the plan.
    pub asked: f64,
    /// The fewest, over every order in which the questions could stand.
    pub fewest: f64,
}

/// Compares the plan with every other; `None` when there are too many to try them all.
pub fn minimum(inquiry: &Inquiry<'_>, facts: &Facts, today: Date, reach: &Reach) -> Option<Minimum> {
    let mut board = Board::of(inquiry, facts, today, reach).ok()?;
    // What the proof learns must not help the plan: each has a board of its own.
    let mut other = Board::of(inquiry, facts, today, reach).ok()?;
    let open = board.open_facts(inquiry);
    let (mut every, state) = Planner::new(&mut other, inquiry, &open);
    let fewest = every.fewest(&state, TRIED).ok()?;
    let (planner, state) = Planner::new(&mut board, inquiry, &open);
    let asked = Followed { planner, known: HashMap::new() }.from(&state).ok()?;
    Some(Minimum { asked, fewest })
}

struct Followed<'b> {
    planner: Planner<'b>,
    known: HashMap<Vec<Id>, f64>,
}

impl Followed<'_> {
    /// Questions that the plan asks from a state on.
    fn from(&mut self, state: &Vec<Id>) -> Result<f64, TooLarge> {
        if let Some(known) = self.known.get(state) {
            return Ok(*known);
        }
        if self.known.len() >= TRIED {
            return Err(TooLarge);
        }
        let open = self.planner.facts(state);
        let mut asked = 0.0;
        if let Some(fact) = self.planner.best(state, &open) {
            asked += 1.0;
            for (weight, next) in self.planner.led(state, &fact)? {
                asked += weight * self.from(&next)?;
            }
        }
        self.known.insert(state.clone(), asked);
        Ok(asked)
    }
}
