//! Which question settles most: the fewest questions to come where that can be reckoned out,
//! otherwise the one after which the goals are least mixed.

use std::collections::{BTreeSet, HashMap};
use std::rc::Rc;

use super::board::{Board, Way};
use super::forest::{Forest, Id, TooLarge, YES};
use super::inquiry::Inquiry;
use crate::expression::outlook::Cell;
use crate::fact::FactName;

/// Most answers tried out to find the best plan; beyond it the greedy measure counts.
const TRIED: usize = 2_000;

/// Most questions for which the best plan is looked for at all.
const QUESTIONS: usize = 10;

/// That there is nothing is an answer, but a rare one.
const ABSENT: f64 = 0.125;

/// Diagrams of the sought goals and of the conditions of questions, under some answers.
type State = Vec<Id>;

/// Finds the best question on a board.
pub(super) struct Planner<'b> {
    board: &'b mut Board,
    /// Facts that may be asked for, by order of preference, with the place of their condition.
    asked: Vec<(FactName, Option<usize>)>,
    goals: usize,
    known: HashMap<State, f64>,
    spread: HashMap<Id, HashMap<Id, f64>>,
    supports: HashMap<Id, Rc<BTreeSet<usize>>>,
    /// Answers tried out for the question at hand, and the most of them.
    tried: usize,
    most: usize,
    exact: bool,
}

impl<'b> Planner<'b> {
    /// A planner for questions among these facts.
    pub fn new(board: &'b mut Board, inquiry: &Inquiry<'_>, facts: &BTreeSet<FactName>) -> (Self, State) {
        let sought = inquiry.goals.iter().zip(&board.goals).filter(|(goal, _)| goal.sought);
        let mut state: State = sought.map(|(_, id)| *id).collect();
        let goals = state.len();
        let mut asked = Vec::new();
        for fact in order(inquiry, facts) {
            let condition = match board.ways.get(&fact) {
                Some(Way::Ask(YES)) | None => None,
                Some(Way::Ask(when)) => {
                    state.push(*when);
                    Some(state.len() - 1)
                }
                Some(_) => None,
            };
            asked.push((fact, condition));
        }
        let exact = asked.len() <= QUESTIONS;
        let (known, spread, supports) = (HashMap::new(), HashMap::new(), HashMap::new());
        (Self { board, asked, goals, known, spread, supports, tried: 0, most: TRIED, exact }, state)
    }

    /// The best of some questions that may be asked now.
    pub fn best(&mut self, state: &State, now: &BTreeSet<FactName>) -> Option<FactName> {
        let candidates: Vec<usize> = (0..self.asked.len()).filter(|at| now.contains(&self.asked[*at].0)).collect();
        if candidates.len() < 2 {
            return candidates.first().map(|at| self.asked[*at].0.clone());
        }
        self.tried = 0;
        let exact = if self.exact { self.cheapest(state, &candidates).ok().flatten() } else { None };
        let best = exact.or_else(|| self.least_mixed(state, &candidates));
        best.map(|at| self.asked[at].0.clone())
    }

    /// The fewest questions that any order of them comes to, with so many answers tried.
    pub fn fewest(&mut self, state: &State, most: usize) -> Result<f64, TooLarge> {
        (self.tried, self.most) = (0, most);
        let fewest = self.cost(state);
        self.most = TRIED;
        fewest
    }

    /// The question with the fewest to come, one's own counted.
    fn cheapest(&mut self, state: &State, candidates: &[usize]) -> Result<Option<usize>, TooLarge> {
        let mut best: Option<(f64, usize)> = None;
        for at in candidates {
            let cost = self.after(state, *at)?;
            if best.is_none_or(|(least, _)| cost < least - 1e-9) {
                best = Some((cost, *at));
            }
        }
        Ok(best.map(|(_, at)| at))
    }

    /// Questions to come from a state on, by the best plan.
    fn cost(&mut self, state: &State) -> Result<f64, TooLarge> {
        let open = self.open(state);
        if open.is_empty() {
            return Ok(0.0);
        }
        if let Some(known) = self.known.get(state) {
            return Ok(*known);
        }
        let mut least = f64::INFINITY;
        for at in open {
            let cost = self.after(state, at)?;
            least = least.min(cost);
        }
        self.known.insert(state.clone(), least);
        Ok(least)
    }

    fn after(&mut self, state: &State, at: usize) -> Result<f64, TooLarge> {
        let mut cost = 1.0;
        if self.tried >= self.most {
            return Err(TooLarge);
        }
        let answers = self.answers(state, at)?;
        self.tried += answers.len();
        for (weight, next) in answers {
            cost += weight * self.cost(&next)?;
        }
        Ok(cost)
    }

    /// Variables that can still change where a diagram leads.
    fn support(&mut self, id: Id) -> Rc<BTreeSet<usize>> {
        let forest = &self.board.forest;
        self.supports.entry(id).or_insert_with(|| Rc::new(forest.support(id))).clone()
    }

    /// Questions that may be asked in a state and can still change a goal.
    fn open(&mut self, state: &State) -> Vec<usize> {
        let goals = self.goals;
        let support: BTreeSet<usize> = state[..goals].iter().flat_map(|id| (*self.support(*id)).clone()).collect();
        let moves = |fact: &str| support.iter().any(|variable| self.board.variables[*variable].facts.contains(fact));
        let shown = |condition: Option<usize>| condition.is_none_or(|place| state[place] == YES);
        (0..self.asked.len()).filter(|at| shown(self.asked[*at].1) && moves(&self.asked[*at].0)).collect()
    }

    /// Facts that may be had in a state and can still change a goal.
    pub fn facts(&mut self, state: &State) -> BTreeSet<FactName> {
        self.open(state).into_iter().map(|at| self.asked[at].0.clone()).collect()
    }

    /// States after each answer to a question.
    pub fn led(&mut self, state: &State, fact: &str) -> Result<Vec<(f64, State)>, TooLarge> {
        match self.asked.iter().position(|(name, _)| name == fact) {
            Some(at) => self.answers(state, at),
            None => Ok(Vec::new()),
        }
    }

    /// The label that the first goal has reached.
    pub fn label(&self, state: &State) -> Option<String> {
        self.board.forest.label(*state.first()?).map(str::to_owned)
    }

    /// States after each answer, with how likely it is taken to be.
    fn answers(&mut self, state: &State, at: usize) -> Result<Vec<(f64, State)>, TooLarge> {
        let fact = self.asked[at].0.clone();
        let mut states = vec![(1.0, state.clone())];
        for variable in self.board.variables_of(&fact) {
            let ids: BTreeSet<Id> = states.iter().flat_map(|(_, state)| state.iter().copied()).collect();
            let touched = ids.into_iter().any(|id| self.support(id).contains(&variable));
            if !touched {
                continue;
            }
            let weights = weights(&self.board.variables[variable].cells);
            let mut next = Vec::with_capacity(states.len() * weights.len());
            for (likely, state) in &states {
                for (cell, weight) in weights.iter().enumerate() {
                    next.push((likely * weight, restricted(&mut self.board.forest, state, variable, cell)?));
                }
            }
            states = next;
        }
        Ok(states)
    }

    fn least_mixed(&mut self, state: &State, candidates: &[usize]) -> Option<usize> {
        let mut best: Option<(f64, usize)> = None;
        for at in candidates {
            let Ok(answers) = self.answers(state, *at) else { continue };
            let mut mixed = 0.0;
            for (weight, next) in answers {
                let goals = &next[..self.goals];
                let spread: f64 = goals.iter().map(|id| self.mixed(*id)).sum();
                mixed += weight * spread;
            }
            if best.is_none_or(|(least, _)| mixed < least - 1e-9) {
                best = Some((mixed, *at));
            }
        }
        best.map(|(_, at)| at)
    }

    /// How far a goal is from settled: none when one leaf is left.
    fn mixed(&mut self, id: Id) -> f64 {
        let spread = self.spread(id);
        // In order, so that the sum is the same every time.
        let mut shares: Vec<(Id, f64)> = spread.into_iter().collect();
        shares.sort_unstable_by_key(|(leaf, _)| *leaf);
        1.0 - shares.iter().map(|(_, share)| share * share).sum::<f64>()
    }

    /// How likely each leaf is.
    fn spread(&mut self, id: Id) -> HashMap<Id, f64> {
        let Some((variable, children)) = self.board.forest.node(id) else { return HashMap::from([(id, 1.0)]) };
        if let Some(known) = self.spread.get(&id) {
            return known.clone();
        }
        let children = children.to_vec();
        let weights = weights(&self.board.variables[variable].cells);
        let mut spread: HashMap<Id, f64> = HashMap::new();
        for (child, weight) in children.into_iter().zip(weights) {
            for (leaf, share) in self.spread(child) {
                *spread.entry(leaf).or_default() += weight * share;
            }
        }
        self.spread.insert(id, spread.clone());
        spread
    }
}

/// Each cell of a variable with its share.
fn weights(cells: &[Cell]) -> Vec<f64> {
    let weights: Vec<f64> = cells.iter().map(|cell| if *cell == Cell::Absent { ABSENT } else { 1.0 }).collect();
    let whole: f64 = weights.iter().sum();
    weights.into_iter().map(|weight| weight / whole).collect()
}

fn restricted(forest: &mut Forest, state: &State, variable: usize, cell: usize) -> Result<State, TooLarge> {
    state.iter().map(|id| forest.restrict(*id, variable, cell)).collect()
}

/// Facts in the order of their questions; those without one behind.
fn order(inquiry: &Inquiry<'_>, facts: &BTreeSet<FactName>) -> Vec<FactName> {
    let asked = inquiry.questions.iter().map(|question| &question.fact.name).filter(|name| facts.contains(*name));
    let mut order: Vec<FactName> = asked.cloned().collect();
    order.extend(facts.iter().filter(|name| !inquiry.questions.iter().any(|one| one.fact.name == **name)).cloned());
    order
}
