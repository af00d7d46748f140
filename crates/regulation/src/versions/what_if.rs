//! Past decisions under a new edition: whose outcome would have been another.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::assess::{self, Assessment, Cost, Decision, GroundFinding, VariantFit, assess};
use crate::clock::Term;
use crate::expression::Verdict;
use crate::fact::{Facts, Value};
use crate::package::{FactType, Regulation};

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
    /// It is returned unconsidered.
    Returned,
    /// It is passed on to another body.
    Forwarded,
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
    /// Labels of facts that the new edition needs and the case does not have.
    pub missing: Vec<String>,
}

/// How many cases went from one outcome to another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Class {
    /// What they came to.
    pub before: Outcome,
    /// What they would come to.
    pub after: Outcome,
    /// How many.
    pub count: usize,
}

/// Past decisions under a new edition.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct WhatIf {
    /// How many were replayed.
    pub replayed: usize,
    /// How many come out the same in everything.
    pub same: usize,
    /// From what to what, how many; outcomes that stay are among them.
    pub classes: Vec<Class>,
    /// The cases that differ.
    pub shifts: Vec<Shift>,
}

/// Replays past decisions under a new edition, each on its own day.
pub fn what_if(new: &Regulation, decisions: &[Decision]) -> WhatIf {
    let mut report = WhatIf { replayed: decisions.len(), ..WhatIf::default() };
    let mut classes: BTreeMap<(Outcome, Outcome), usize> = BTreeMap::new();
    for (case, decision) in decisions.iter().enumerate() {
        let after = assess(new, &carried(new, &decision.facts), decision.as_of);
        let before = &decision.assessment;
        let pair = (outcome(before), outcome(&after));
        *classes.entry(pair).or_default() += 1;
        let differences = differences(new, before, &after);
        if differences.is_empty() {
            report.same += 1;
            continue;
        }
        let missing = missing(new, before, &after);
        report.shifts.push(Shift { case, before: pair.0, after: pair.1, differences, missing });
    }
    let classes = classes.into_iter().map(|((before, after), count)| Class { before, after, count });
    report.classes = classes.collect();
    report
}

/// What a case knows that the new edition still speaks of; a value of another type, or an option
/// that is gone, is not known.
fn carried(new: &Regulation, facts: &Facts) -> Facts {
    let fits = |name: &String, value: Option<&Value>| {
        let Some(fact) = new.facts.get(name) else { return false };
        value.is_none_or(|value| fits(&fact.kind, value))
    };
    let known = facts.0.iter().filter(|(name, known)| fits(name, known.value.as_ref()));
    Facts(known.map(|(name, known)| (name.clone(), known.clone())).collect())
}

fn fits(kind: &FactType, value: &Value) -> bool {
    match (kind, value) {
        (FactType::YesNo, Value::YesNo(_))
        | (FactType::Number { .. }, Value::Number(_))
        | (FactType::Money, Value::Money(_))
        | (FactType::Date, Value::Date(_))
        | (FactType::Text { .. }, Value::Text(_))
        | (FactType::Identifier(_), Value::Identifier(_))
        | (FactType::Address, Value::Address(_))
        | (FactType::Document(_), Value::Document(_)) => true,
        (FactType::Choice(options), Value::Choice(code)) => options.contains_key(code),
        (FactType::List { item, .. }, Value::List(records)) => records.iter().all(|record| {
            record.iter().all(|(name, value)| item.get(name).is_none_or(|field| fits(&field.kind, value)))
        }),
        _ => false,
    }
}

fn outcome(assessment: &Assessment) -> Outcome {
    let holds = |grounds: &[GroundFinding]| grounds.iter().any(|ground| ground.verdict == Some(Verdict::Yes));
    match (&assessment.accept, &assessment.decision) {
        _ if holds(&assessment.forward) => Outcome::Forwarded,
        _ if holds(&assessment.give_back) => Outcome::Returned,
        (assess::Outcome::Negative(_), _) => Outcome::NotTaken,
        (_, assess::Outcome::Negative(_)) => Outcome::Refused,
        (assess::Outcome::NotYet(_), _) | (_, assess::Outcome::NotYet(_)) => Outcome::Open,
        (_, assess::Outcome::Positive) => Outcome::Granted,
    }
}

/// What keeps the new outcome open and did not keep the old one.
fn missing(new: &Regulation, before: &Assessment, after: &Assessment) -> Vec<String> {
    let waits = |assessment: &Assessment| {
        let mut names = std::collections::BTreeSet::new();
        for outcome in [&assessment.accept, &assessment.decision] {
            if let assess::Outcome::NotYet(facts) = outcome {
                names.extend(facts.iter().cloned());
            }
        }
        names
    };
    let names = waits(after);
    let fresh = names.difference(&waits(before)).cloned().collect::<Vec<_>>();
    fresh.into_iter().map(|name| new.fact(&name).map_or(name, |fact| fact.label.clone())).collect()
}

fn differences(new: &Regulation, before: &Assessment, after: &Assessment) -> Vec<String> {
    let mut found = Vec::new();
    let (was, is) = (outcome(before), outcome(after));
    if was != is {
        found.push(format!("Исход: {} → {}.", said(was), said(is)));
    }
    if before.variant != after.variant {
        let (was, is) = (variant(new, before), variant(new, after));
        if was != is {
            found.push(format!("Вариант услуги: {was} → {is}."));
        }
    }
    let (was, is) = (fired(before), fired(after));
    for (id, title) in was.iter().filter(|(id, _)| !is.contains_key(*id)) {
        found.push(format!("Больше нет основания {id}: «{title}»."));
    }
    for (id, title) in is.iter().filter(|(id, _)| !was.contains_key(*id)) {
        found.push(format!("Появилось основание {id}: «{title}»."));
    }
    if before.term.term != after.term.term {
        let shown = |term: Option<Term>| term.map_or_else(|| "не определён".to_owned(), |term| term.to_string());
        found.push(format!("Срок: {} → {}.", shown(before.term.term), shown(after.term.term)));
    }
    if (before.fee.least, before.fee.most) != (after.fee.least, after.fee.most) {
        found.push(format!("Плата: {} → {}.", price(&before.fee), price(&after.fee)));
    }
    found
}

fn price(cost: &Cost) -> String {
    match (cost.exact(), cost.most) {
        (Some(amount), _) => amount.shown(),
        (None, Some(most)) => format!("от {} до {}", cost.least.shown(), most.shown()),
        (None, None) => format!("от {}", cost.least.shown()),
    }
}

fn said(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Granted => "услуга предоставлена",
        Outcome::Refused => "отказано в предоставлении",
        Outcome::NotTaken => "отказано в приёме",
        Outcome::Returned => "возвращено без рассмотрения",
        Outcome::Forwarded => "перенаправлено",
        Outcome::Open => "решает человек или не хватает сведений",
    }
}

/// The variant by the title it had when it was found.
fn variant(new: &Regulation, assessment: &Assessment) -> String {
    match (&assessment.variant, &assessment.because) {
        (VariantFit::One(_), Some(because)) => format!("«{}»", because.title),
        (VariantFit::One(id), None) => {
            format!("«{}»", new.variant(id).map_or(id.as_str(), |variant| variant.title.as_str()))
        }
        (VariantFit::None, _) => "ни один".to_owned(),
        (VariantFit::NotYet(_), _) => "не определён".to_owned(),
    }
}

/// Grounds that hold: id and title.
fn fired(assessment: &Assessment) -> BTreeMap<&str, &str> {
    let Assessment { intake, provision, suspend, give_back, forward, prolong, .. } = assessment;
    let all = [intake, provision, suspend, give_back, forward, prolong].into_iter().flatten();
    let holding = all.filter(|ground| ground.verdict == Some(Verdict::Yes));
    holding.map(|ground| (ground.id.as_str(), ground.title.as_str())).collect()
}
