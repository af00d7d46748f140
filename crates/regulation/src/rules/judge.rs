//! What a rule set says of a service: one verdict per action, with everything it rests on.
//!
//! A verdict on one action may hang on what was chosen for another («пункт не применяется, если
//! запрос формируется электронно»). What was not chosen but follows for certain is learnt, in
//! turns, until nothing new follows; what remains open is said to be open.

use std::collections::BTreeSet;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::read::numbers;
use super::service::ServiceFacts;
use super::set::{ActionRules, Rule, RuleSet};
use super::{Action, ActionVerdict, Cell, Composition, FactUsed, Ground, SetVersion, Verdict};
use crate::assess::shown;
use crate::expression::{self, World};
use crate::fact::{Facts, Known, Source, Value};
use crate::package::FactType;

/// Verdicts on all nine actions of one service under one version of a rule set (RULE-07).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Judgement {
    /// Id of the service.
    pub service: String,
    /// The set and version it was made under.
    pub set: SetVersion,
    /// In the official order.
    pub actions: Vec<ActionVerdict>,
}

impl Judgement {
    /// The verdict on one action.
    pub fn of(&self, action: Action) -> Option<&ActionVerdict> {
        self.actions.iter().find(|one| one.action == action)
    }
}

/// Verdicts on a service before anything is chosen.
pub fn judge(set: &RuleSet, service: &ServiceFacts) -> Judgement {
    judge_chosen(set, service, None)
}

/// Verdicts on a service for which a composition was chosen, wholly or in part.
pub fn judge_chosen(set: &RuleSet, service: &ServiceFacts, composition: Option<&Composition>) -> Judgement {
    let mut facts = service.facts(set);
    facts.0.extend(numbers(set).0);
    if let Some(composition) = composition {
        for (action, chosen) in &composition.actions {
            learn(&mut facts, *action, chosen.cells.on());
        }
    }
    loop {
        let before = facts.0.len();
        let actions: Vec<ActionVerdict> = Action::ALL.into_iter().map(|one| verdict(set, one, &facts)).collect();
        for one in &actions {
            if let (Some(cell), None) = (one.cell, facts.get(&one.action.fact())) {
                learn(&mut facts, one.action, cell == Cell::Yes);
            }
        }
        if facts.0.len() == before {
            return Judgement { service: service.service.clone(), set: set.key(), actions };
        }
    }
}

fn learn(facts: &mut Facts, action: Action, on: bool) {
    let value = Some(Value::YesNo(on));
    facts.learn(action.fact(), Known { value, source: Source::Derived, at: Timestamp::UNIX_EPOCH, contested: false });
}

fn verdict(set: &RuleSet, action: Action, facts: &Facts) -> ActionVerdict {
    match set.actions.get(&action) {
        None => silent(set, action),
        Some(rules) => spoken(set, action, rules, facts),
    }
}

fn silent(set: &RuleSet, action: Action) -> ActionVerdict {
    ActionVerdict {
        action,
        verdict: Verdict::Silent,
        strength: Verdict::Silent.strength(),
        cell: None,
        channels: Vec::new(),
        grounds: Vec::new(),
        rule: String::new(),
        clause: String::new(),
        say: "Набор правил об этом действии ничего не говорит.".to_owned(),
        facts: Vec::new(),
        missing: Vec::new(),
        proof: Vec::new(),
        set: set.key(),
    }
}

/// The rules that can still decide, and the facts that they wait for.
struct Open<'r> {
    rules: Vec<&'r Rule>,
    missing: BTreeSet<String>,
    read: BTreeSet<String>,
}

fn spoken(set: &RuleSet, action: Action, rules: &ActionRules, facts: &Facts) -> ActionVerdict {
    let open = still_open(set, rules, facts);
    let decided = open.rules.first().filter(|first| open.rules.iter().all(|one| one.verdict == first.verdict));
    let verdict = decided.map_or(Verdict::Unknown, |rule| rule.verdict);
    let missing = if decided.is_some() { Vec::new() } else { open.missing.into_iter().collect() };
    let certain = decided.filter(|_| open.rules.len() == 1);
    let say = match (decided, verdict) {
        (Some(rule), _) => rule.say.clone(),
        (None, _) => "Решение зависит от того, что ещё не известно или не выбрано.".to_owned(),
    };
    ActionVerdict {
        action,
        verdict,
        strength: verdict.strength(),
        cell: cell(verdict, facts),
        channels: rules.channels.clone(),
        grounds: grounds(set, rules, facts),
        rule: decided.map(|rule| rule.id.clone()).unwrap_or_default(),
        clause: decided.map(|rule| set.cite(&rule.because)).unwrap_or_default(),
        say,
        facts: used(set, &open.read, facts),
        missing,
        proof: certain.or(decided).map(|rule| rule.proof.clone()).unwrap_or_default(),
        set: set.key(),
    }
}

fn still_open<'r>(set: &RuleSet, rules: &'r ActionRules, facts: &Facts) -> Open<'r> {
    let mut open = Open { rules: Vec::new(), missing: BTreeSet::new(), read: BTreeSet::new() };
    for rule in &rules.rules {
        match holds(set, rule, facts) {
            expression::Verdict::No => read(set, rule, &mut open.read),
            expression::Verdict::Yes => {
                read(set, rule, &mut open.read);
                open.rules.push(rule);
                break;
            }
            expression::Verdict::Unknown(missing) => {
                read(set, rule, &mut open.read);
                open.rules.push(rule);
                open.missing.extend(missing);
            }
        }
    }
    open
}

fn holds(set: &RuleSet, rule: &Rule, facts: &Facts) -> expression::Verdict {
    let world = World { regulation: &set.host, facts, today: set.from };
    rule.when.as_ref().map_or(expression::Verdict::Yes, |when| when.verdict(&world))
}

fn read(set: &RuleSet, rule: &Rule, read: &mut BTreeSet<String>) {
    if let Some(when) = &rule.when {
        read.extend(when.reads_all(&set.host));
    }
}

/// Every ground that holds for certain, whichever rule decided.
fn grounds(set: &RuleSet, rules: &ActionRules, facts: &Facts) -> Vec<Ground> {
    let holding = rules.rules.iter().filter(|rule| holds(set, rule, facts) == expression::Verdict::Yes);
    let codes = holding.filter_map(|rule| rule.ground.as_ref());
    codes.filter_map(|code| set.grounds.get(code).cloned()).collect()
}

/// The code that follows for certain.
fn cell(verdict: Verdict, facts: &Facts) -> Option<Cell> {
    match verdict {
        Verdict::Must => Some(Cell::Yes),
        Verdict::Off | Verdict::NotSubject => Some(Cell::No),
        Verdict::Absent => Some(Cell::Absent),
        Verdict::Follows(action) => match facts.value(&action.fact())? {
            Value::YesNo(true) => Some(Cell::Yes),
            _ => Some(Cell::No),
        },
        _ => None,
    }
}

fn used(set: &RuleSet, names: &BTreeSet<String>, facts: &Facts) -> Vec<FactUsed> {
    names.iter().map(|name| one_used(set, name, facts)).collect()
}

fn one_used(set: &RuleSet, name: &str, facts: &Facts) -> FactUsed {
    let (label, kind) = if let Some(fact) = set.facts.get(name) {
        (fact.label.clone(), fact.kind.clone())
    } else if let Some(parameter) = set.parameters.get(name) {
        let unit = parameter.unit.clone();
        (parameter.title.clone(), FactType::Number { whole: false, min: None, max: None, unit })
    } else {
        let action = Action::ALL.into_iter().find(|action| action.fact() == name);
        let title = action.map(|action| format!("Выбрано электронным: {action}")).unwrap_or_default();
        (title, FactType::YesNo)
    };
    let value = facts.value(name).map(|value| shown(&kind, value));
    FactUsed { name: name.to_owned(), label, value }
}
