//! The way on where an inquiry is too large to be exact: rule by rule, in the order of the form.

use std::collections::BTreeSet;

use jiff::civil::Date;

use super::board::Way;
use super::inquiry::{Condition, GoalKind, Inquiry, Reach};
use super::{Because, End, Reached, Step, origins, words};
use crate::assess::cost;
use crate::expression::{Verdict, World};
use crate::fact::{FactName, Facts};

/// The next step: the first question that some rule still waits for.
pub(super) fn next(inquiry: &Inquiry<'_>, facts: &Facts, today: Date, reach: &Reach) -> Step {
    let ends = reached(inquiry, facts, today);
    let world = World { regulation: inquiry.regulation, facts, today };
    let mut open: BTreeSet<FactName> = BTreeSet::new();
    for end in &ends {
        if let End::Open { waiting, .. } = &end.end {
            open.extend(waiting.iter().cloned());
        }
    }
    for question in &inquiry.questions {
        if open.contains(&question.fact.name) {
            for when in &question.when {
                if let Verdict::Unknown(more) = when.verdict(&world) {
                    open.extend(more);
                }
            }
        }
    }
    let open = given(inquiry, facts, open);
    let ways: Vec<(&FactName, Way)> =
        open.iter().map(|name| (name, origins::way(inquiry, facts, reach, name))).collect();
    if let Some((_, Way::Fetch(origin))) = ways.iter().find(|(_, way)| matches!(way, Way::Fetch(_))) {
        let same = ways.iter().filter(|(_, way)| *way == Way::Fetch(origin.clone()));
        return Step::Fetch { origin: origin.clone(), facts: same.map(|(name, _)| (*name).clone()).collect() };
    }
    let shown = inquiry.questions.iter().find(|question| {
        ways.iter().any(|(name, way)| **name == question.fact.name && matches!(way, Way::Ask(_)))
            && question.when.iter().all(|when| when.verdict(&world) == Verdict::Yes)
    });
    match shown {
        Some(question) => {
            let sought = inquiry.goals.iter().filter(|goal| goal.sought).map(|goal| goal.id.clone()).collect();
            let mut ask = words::ask(inquiry, &question.fact.name, Because::Goals(sought), Vec::new());
            ask.exact = false;
            Step::Ask(Box::new(ask))
        }
        None => Step::Done(ends),
    }
}

/// Facts behind derived ones, as far as nothing is known of them.
fn given(inquiry: &Inquiry<'_>, facts: &Facts, names: BTreeSet<FactName>) -> BTreeSet<FactName> {
    let open = inquiry.regulation.behind(names, facts);
    open.into_iter().filter(|name| facts.get(name).is_none()).collect()
}

/// How far every sought goal is, as far as rules one by one can tell.
pub(super) fn reached(inquiry: &Inquiry<'_>, facts: &Facts, today: Date) -> Vec<Reached> {
    let world = World { regulation: inquiry.regulation, facts, today };
    let mut ends: Vec<End> = Vec::new();
    for goal in &inquiry.goals {
        let end = match &goal.kind {
            GoalKind::First { branches, otherwise } => first(&world, branches, otherwise, &ends),
            GoalKind::Amount(_) => {
                let cost = cost(inquiry.regulation, facts, today);
                match cost.exact() {
                    Some(amount) => End::Settled(amount.kopecks().to_string()),
                    None => End::Open { possible: BTreeSet::new(), waiting: cost.unknown },
                }
            }
        };
        ends.push(end);
    }
    let goals = inquiry.goals.iter().zip(ends).filter(|(goal, _)| goal.sought);
    goals.map(|(goal, end)| Reached { goal: goal.id.clone(), end }).collect()
}

fn first(world: &World<'_>, branches: &[(Condition<'_>, String)], otherwise: &str, ends: &[End]) -> End {
    let mut possible = BTreeSet::new();
    let mut waiting = BTreeSet::new();
    let mut last = otherwise;
    for (condition, label) in branches {
        match verdict(world, condition, ends) {
            Verdict::No => {}
            Verdict::Yes => {
                last = label;
                break;
            }
            Verdict::Unknown(facts) => {
                possible.insert(label.clone());
                waiting.extend(facts);
            }
        }
    }
    possible.insert(last.to_owned());
    if possible.len() == 1 { End::Settled(last.to_owned()) } else { End::Open { possible, waiting } }
}

fn verdict(world: &World<'_>, condition: &Condition<'_>, ends: &[End]) -> Verdict {
    let all = |parts: &[Condition<'_>], decisive: &Verdict| {
        let mut waiting: Option<BTreeSet<FactName>> = None;
        for part in parts {
            match verdict(world, part, ends) {
                Verdict::Unknown(facts) => waiting.get_or_insert_default().extend(facts),
                found if found == *decisive => return found,
                _ => {}
            }
        }
        waiting.map_or_else(|| opposite(decisive.clone()), Verdict::Unknown)
    };
    match condition {
        Condition::Rule(rule) => rule.verdict(world),
        Condition::Not(inner) => opposite(verdict(world, inner, ends)),
        Condition::All(parts) => all(parts, &Verdict::No),
        Condition::Any(parts) => all(parts, &Verdict::Yes),
        Condition::Reached(goal, labels) => match ends.get(*goal) {
            Some(End::Settled(label)) if labels.contains(label) => Verdict::Yes,
            Some(End::Open { possible, waiting }) if labels.iter().any(|label| possible.contains(label)) => {
                Verdict::Unknown(waiting.clone())
            }
            _ => Verdict::No,
        },
    }
}

fn opposite(verdict: Verdict) -> Verdict {
    match verdict {
        Verdict::Yes => Verdict::No,
        Verdict::No => Verdict::Yes,
        unknown @ Verdict::Unknown(_) => unknown,
    }
}
