//! The questionnaire: what to ask next, why, and what would follow from each answer.
//!
//! Exact over the finite cells of what is unknown: a question is asked only while its answer can
//! still change what is sought, what others hold is fetched first, and the end is the one that
//! full knowledge would have given. Nothing here knows what a service is: [`of_service`] makes
//! the inquiry of a service, and scripts or surveys make their own.

mod board;
mod burden;
mod forest;
mod inquiry;
mod minimum;
mod origins;
mod plan;
mod roughly;
mod service;
mod words;

use std::collections::BTreeSet;

use jiff::civil::Date;
use serde::Serialize;

use crate::fact::{FactName, Facts};

use board::{Board, Way};
use forest::{Id, OPEN, YES};
use plan::Planner;

pub use burden::{Burden, questions_per_variant};
pub use inquiry::{Condition, Goal, GoalKind, Inquiry, Origin, Question, Reach};
pub use minimum::{Minimum, minimum};
pub use service::{ACCEPT, Aim, FORWARD, GRANT, NO_VARIANT, PERSON, REFUSE, RETURN, of_service};

/// What to do next.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Step {
    /// Ask this one for these facts; the person is not troubled.
    Fetch {
        /// Whom.
        origin: Origin,
        /// Facts that matter and that it may give.
        facts: Vec<FactName>,
    },
    /// Ask the person.
    Ask(Box<Ask>),
    /// Nothing that can be asked changes anything any more.
    Done(Vec<Reached>),
}

/// A question to the person.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Ask {
    /// The fact that is asked for.
    pub fact: FactName,
    /// Its label.
    pub label: String,
    /// Why it is asked, whole sentences with the clause.
    pub why: String,
    /// What it is asked for.
    pub because: Because,
    /// What follows from each answer; empty where answers have no finite kinds.
    pub answers: Vec<Answer>,
    /// Nothing needless is asked for certain; no when the inquiry is too large to be exact.
    pub exact: bool,
}

/// What a question is asked for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Because {
    /// It changes these goals.
    Goals(Vec<String>),
    /// It tells whether questions that change the goals are to be asked at all.
    Opens(BTreeSet<FactName>),
    /// It is a key of the request to this source, which then is asked instead of the person.
    Key(String),
}

/// Answers that lead to the same.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Answer {
    /// The answers in words: «да», «от 18 лет», the label of a choice.
    pub words: String,
    /// Where they lead.
    pub leads: Vec<Reached>,
}

/// How far a goal is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Reached {
    /// Id of the goal.
    pub goal: String,
    /// Where it ends.
    pub end: End,
}

/// The end of a goal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum End {
    /// This label, whatever else is learnt.
    Settled(String),
    /// One of these labels.
    Open {
        /// Labels still possible.
        possible: BTreeSet<String>,
        /// Facts that it waits for.
        waiting: BTreeSet<FactName>,
    },
}

/// The next step of an inquiry.
pub fn next(inquiry: &Inquiry<'_>, facts: &Facts, today: Date, reach: &Reach) -> Step {
    let Ok(mut board) = Board::of(inquiry, facts, today, reach) else {
        return roughly::next(inquiry, facts, today, reach);
    };
    let open = board.open_facts(inquiry);
    if let Some(step) = fetch(inquiry, facts, reach, &board, &open) {
        return step;
    }
    let shown: BTreeSet<FactName> =
        open.iter().filter(|name| matches!(board.ways.get(*name), Some(Way::Ask(YES)))).cloned().collect();
    let (mut planner, state) = Planner::new(&mut board, inquiry, &open);
    if let Some(best) = planner.best(&state, &shown) {
        return Step::Ask(Box::new(ask(inquiry, &mut board, &best)));
    }
    if let Some((source, key)) = open_key(inquiry, facts, today, reach, &board, &open) {
        return words::key(inquiry, &source, &key);
    }
    Step::Done(reached(inquiry, &board, &board.goals))
}

/// What would follow from each answer to one question, the others left as they are: also for a
/// question that has been answered already.
pub fn what_if(inquiry: &Inquiry<'_>, facts: &Facts, today: Date, reach: &Reach, fact: &str) -> Vec<Answer> {
    let mut others = facts.clone();
    others.0.remove(fact);
    // What follows from the answer is not known without it.
    for (name, known) in &facts.0 {
        if known.source == crate::fact::Source::Derived {
            others.0.remove(name);
        }
    }
    match Board::of(inquiry, &others, today, reach) {
        Ok(mut board) => answers(inquiry, &mut board, fact),
        Err(forest::TooLarge) => Vec::new(),
    }
}

/// How far every sought goal is.
pub fn outcome(inquiry: &Inquiry<'_>, facts: &Facts, today: Date, reach: &Reach) -> Vec<Reached> {
    match Board::of(inquiry, facts, today, reach) {
        Ok(board) => reached(inquiry, &board, &board.goals),
        Err(forest::TooLarge) => roughly::reached(inquiry, facts, today),
    }
}

/// Whoever holds something that matters is asked first, in the order in which facts are declared.
fn fetch(
    inquiry: &Inquiry<'_>,
    facts: &Facts,
    reach: &Reach,
    board: &Board,
    open: &BTreeSet<FactName>,
) -> Option<Step> {
    let declared: Vec<&FactName> = inquiry.regulation.facts.keys().filter(|name| open.contains(*name)).collect();
    let origin = declared.iter().find_map(|name| match board.ways.get(*name) {
        Some(Way::Fetch(origin)) => Some(origin.clone()),
        _ => None,
    });
    // Keys that the account or the case holds are fetched for a request that matters.
    let origin = origin.or_else(|| {
        declared.iter().find_map(|name| match board.ways.get(*name) {
            Some(Way::Keys(_, keys)) => keys.iter().find_map(|key| origins::holder(inquiry, facts, reach, key)),
            _ => None,
        })
    })?;
    let same = |name: &FactName| {
        inquiry.regulation.fact(name).is_some_and(|fact| fact.from.iter().any(|path| origins::origin(path) == origin))
    };
    let facts = declared.into_iter().filter(|name| same(name)).cloned().collect();
    Some(Step::Fetch { origin, facts })
}

/// The first key that a request still needs and that may be asked for now.
fn open_key(
    inquiry: &Inquiry<'_>,
    facts: &Facts,
    today: Date,
    reach: &Reach,
    board: &Board,
    open: &BTreeSet<FactName>,
) -> Option<(String, FactName)> {
    let world = crate::expression::World { regulation: inquiry.regulation, facts, today };
    let shown = |key: &str| {
        origins::question(inquiry, key).is_some_and(|at| {
            let when = &inquiry.questions[at].when;
            when.iter().all(|when| when.verdict(&world) == crate::expression::Verdict::Yes)
        })
    };
    let wanted = open.iter().filter_map(|name| match board.ways.get(name) {
        Some(Way::Keys(source, keys)) => Some((source, keys)),
        _ => None,
    });
    let mut possible =
        wanted.filter(|(_, keys)| keys.iter().all(|key| shown(key) || origins::held(inquiry, facts, reach, key)));
    possible.find_map(|(source, keys)| Some((source.clone(), keys.iter().find(|key| shown(key))?.clone())))
}

fn ask(inquiry: &Inquiry<'_>, board: &mut Board, fact: &str) -> Ask {
    let moves = |id: Id| board.facts_of(id).contains(fact);
    let direct: Vec<String> = (0..inquiry.goals.len())
        .filter(|at| inquiry.goals[*at].sought && moves(board.whole[*at]) && moves(board.goals[*at]))
        .map(|at| inquiry.goals[at].id.clone())
        .collect();
    let because = if direct.is_empty() { Because::Opens(opened(inquiry, board, fact)) } else { Because::Goals(direct) };
    let answers = answers(inquiry, board, fact);
    words::ask(inquiry, fact, because, answers)
}

/// Questions whose conditions read a fact.
fn opened(inquiry: &Inquiry<'_>, board: &Board, fact: &str) -> BTreeSet<FactName> {
    let conditional = board.ways.iter().filter_map(|(name, way)| match way {
        Way::Ask(when) => Some((name, *when)),
        _ => None,
    });
    let reads = conditional.filter(|(_, when)| board.facts_of(*when).contains(fact));
    let mut opened: BTreeSet<FactName> = reads.map(|(name, _)| name.clone()).collect();
    for (name, way) in &board.ways {
        let Way::Keys(_, keys) = way else { continue };
        let asked = keys.iter().filter_map(|key| origins::question(inquiry, key));
        let mut whens = asked.flat_map(|at| &inquiry.questions[at].when);
        if whens.any(|when| when.reads_all(inquiry.regulation).contains(fact)) {
            opened.insert(name.clone());
        }
    }
    opened
}

/// Where each answer leads, answers that lead to the same taken together.
fn answers(inquiry: &Inquiry<'_>, board: &mut Board, fact: &str) -> Vec<Answer> {
    let Some(declared) = inquiry.regulation.fact(fact) else { return Vec::new() };
    let Some(variable) = board.variables_of(fact).into_iter().find(|at| board.variables[*at].is_value) else {
        return Vec::new();
    };
    let mut alike: Vec<(Vec<Id>, Vec<usize>)> = Vec::new();
    for cell in 0..board.variables[variable].cells.len() {
        let goals = board.goals.clone();
        let led = goals.iter().map(|id| board.forest.restrict(*id, variable, cell)).collect::<Result<Vec<Id>, _>>();
        let Ok(led) = led else { return Vec::new() };
        match alike.iter_mut().find(|(other, _)| *other == led) {
            Some((_, cells)) => cells.push(cell),
            None => alike.push((led, vec![cell])),
        }
    }
    let said = alike.into_iter().map(|(led, cells)| Answer {
        words: words::cells(declared, &board.variables[variable].cells, &cells),
        leads: reached(inquiry, board, &led),
    });
    said.collect()
}

/// The ends of the sought goals.
fn reached(inquiry: &Inquiry<'_>, board: &Board, ends: &[Id]) -> Vec<Reached> {
    let goals = inquiry.goals.iter().zip(ends).zip(&board.whole).filter(|((goal, _), _)| goal.sought);
    let reached = goals.map(|((goal, end), whole)| {
        let end = match board.forest.label(*end) {
            Some(label) => End::Settled(label.to_owned()),
            None => {
                let leaves = board.forest.leaves(if *end == OPEN { *whole } else { *end });
                let mut possible: BTreeSet<String> =
                    leaves.iter().filter_map(|leaf| board.forest.label(*leaf)).map(str::to_owned).collect();
                if *end != OPEN && leaves.contains(&OPEN) {
                    let all = board.forest.leaves(*whole);
                    possible.extend(all.iter().filter_map(|leaf| board.forest.label(*leaf)).map(str::to_owned));
                }
                let waiting = board.facts_of(if *end == OPEN { *whole } else { *end });
                End::Open { possible, waiting }
            }
        };
        Reached { goal: goal.id.clone(), end }
    });
    reached.collect()
}
