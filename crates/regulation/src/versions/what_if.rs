//! Past decisions under a new edition: whose outcome would have been another.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::assess::{self, Assessment, Decision, VariantFit, assess};
use crate::fact::Facts;
use crate::package::Regulation;

/// What a case came to, in the words of the shift table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// The service is provided.
    Granted,
    /// It is refused.
    Refused,
    /// The application is not taken in.
    NotTaken,
    /// The machine cannot tell from these facts.
    Open,
}

/// One case whose outcome changes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Shift {
    /// Its place in the list that was given.
    pub case: usize,
    /// What it came to.
    pub before: Outcome,
    /// What it would come to.
    pub after: Outcome,
    /// Everything that differs, in whole sentences.
    pub differences: Vec<String>,
    /// Facts that the new edition needs and the case does not have.
    pub missing: Vec<String>,
}

/// Past decisions under a new edition.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct WhatIf {
    /// How many were replayed.
    pub replayed: usize,
    /// How many come out the same in everything.
    pub same: usize,
    /// Class by class: from what to what, how many.
    pub classes: BTreeMap<(Outcome, Outcome), usize>,
    /// The cases that differ.
    pub shifts: Vec<Shift>,
}

/// Replays past decisions under a new edition, each on its own day.
pub fn what_if(new: &Regulation, decisions: &[Decision]) -> WhatIf {
    let mut report = WhatIf { replayed: decisions.len(), ..WhatIf::default() };
    for (case, decision) in decisions.iter().enumerate() {
        let facts = carried(new, &decision.facts);
        let after = assess(new, &facts, decision.as_of);
        let before = &decision.assessment;
        let pair = (outcome(before), outcome(&after));
        *report.classes.entry(pair).or_default() += 1;
        let differences = differences(new, before, &after);
        if differences.is_empty() {
            report.same += 1;
            continue;
        }
        let missing = missing(&after);
        report.shifts.push(Shift { case, before: pair.0, after: pair.1, differences, missing });
    }
    report
}

/// What a case knows that the new edition still speaks of.
fn carried(new: &Regulation, facts: &Facts) -> Facts {
    Facts(
        facts
            .0
            .iter()
            .filter(|(name, _)| new.facts.contains_key(*name))
            .map(|(name, known)| (name.clone(), known.clone()))
            .collect(),
    )
}

fn outcome(assessment: &Assessment) -> Outcome {
    match (&assessment.accept, &assessment.decision) {
        (assess::Outcome::Negative(_), _) => Outcome::NotTaken,
        (_, assess::Outcome::Positive) => Outcome::Granted,
        (_, assess::Outcome::Negative(_)) => Outcome::Refused,
        (_, assess::Outcome::NotYet(_)) => Outcome::Open,
    }
}

fn missing(assessment: &Assessment) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for outcome in [&assessment.accept, &assessment.decision] {
        if let assess::Outcome::NotYet(facts) = outcome {
            names.extend(facts.iter().cloned());
        }
    }
    names.sort_unstable();
    names.dedup();
    names
}

fn differences(new: &Regulation, before: &Assessment, after: &Assessment) -> Vec<String> {
    let mut found = Vec::new();
    let (was, is) = (outcome(before), outcome(after));
    if was != is {
        found.push(format!("Исход: {} → {}.", said(was), said(is)));
    }
    let (was, is) = (variant(new, &before.variant), variant(new, &after.variant));
    if was != is {
        found.push(format!("Вариант: {was} → {is}."));
    }
    let (was, is) = (fired(before), fired(after));
    if was != is {
        found.push(format!("Основания: {} → {}.", listed(&was), listed(&is)));
    }
    if before.term.term != after.term.term {
        let shown =
            |term: Option<crate::clock::Term>| term.map_or_else(|| "не определён".to_owned(), |term| term.to_string());
        found.push(format!("Срок: {} → {}.", shown(before.term.term), shown(after.term.term)));
    }
    if (before.fee.least, before.fee.most) != (after.fee.least, after.fee.most) {
        let shown = |cost: &assess::Cost| match cost.exact() {
            Some(amount) => amount.shown(),
            None => format!("от {}", cost.least.shown()),
        };
        found.push(format!("Плата: {} → {}.", shown(&before.fee), shown(&after.fee)));
    }
    found
}

fn said(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Granted => "услуга предоставлена",
        Outcome::Refused => "отказано в предоставлении",
        Outcome::NotTaken => "отказано в приёме",
        Outcome::Open => "решает человек или не хватает сведений",
    }
}

fn variant(regulation: &Regulation, fit: &VariantFit) -> String {
    match fit {
        VariantFit::One(id) => regulation.variant(id).map_or_else(|| id.clone(), |variant| variant.title.clone()),
        VariantFit::None => "ни один".to_owned(),
        VariantFit::NotYet(_) => "не определён".to_owned(),
    }
}

fn fired(assessment: &Assessment) -> Vec<&str> {
    let lists = [
        &assessment.intake,
        &assessment.provision,
        &assessment.suspend,
        &assessment.give_back,
        &assessment.forward,
        &assessment.prolong,
    ];
    let all = lists.into_iter().flatten();
    let mut ids: Vec<&str> = all
        .filter(|ground| ground.verdict == Some(crate::expression::Verdict::Yes))
        .map(|ground| ground.id.as_str())
        .collect();
    ids.sort_unstable();
    ids
}

fn listed(ids: &[&str]) -> String {
    if ids.is_empty() { "нет".to_owned() } else { ids.join(", ") }
}
