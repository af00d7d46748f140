//! Rule sets side by side: two regions over the same services, or two versions of one (RULE-07).

use std::collections::BTreeSet;

use serde::Serialize;

use super::check::{Finding, check};
use super::judge::judge;
use super::service::ServiceFacts;
use super::set::{ActionRules, Amount, Change, Position, Rule, RuleSet};
use super::{Action, ActionVerdict, SetVersion};
use crate::diagnostic::Severity;

/// Two rule sets over the same services.
#[derive(Debug, Clone, Serialize)]
pub struct Comparison {
    /// The one.
    pub a: SetVersion,
    /// The other.
    pub b: SetVersion,
    /// Every matter, in the order of the list, whether or not they differ.
    pub matters: Vec<MatterPair>,
    /// Where verdicts differ, by service and action.
    pub services: Vec<VerdictPair>,
    /// Parameters that only one has or that differ.
    pub parameters: Vec<ParameterPair>,
}

/// What two sets say on one matter.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct MatterPair {
    /// Its number in the list.
    pub number: u32,
    /// Its key.
    pub key: String,
    /// What it is.
    pub title: String,
    /// What the one says.
    pub a: Option<Position>,
    /// What the other says.
    pub b: Option<Position>,
    /// They differ.
    pub differs: bool,
}

/// Two verdicts on one action of one service.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct VerdictPair {
    /// Id of the service.
    pub service: String,
    /// The action.
    pub action: Action,
    /// What the one says.
    pub a: ActionVerdict,
    /// What the other says.
    pub b: ActionVerdict,
}

/// Two values of one parameter.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ParameterPair {
    /// Its name.
    pub name: String,
    /// Its row in the table of all terms.
    pub row: String,
    /// The value in the one.
    pub a: Option<Amount>,
    /// The value in the other.
    pub b: Option<Amount>,
}

/// Compares two sets over services.
pub fn compare(a: &RuleSet, b: &RuleSet, services: &[ServiceFacts]) -> Comparison {
    Comparison {
        a: a.key(),
        b: b.key(),
        matters: matters(a, b),
        services: services.iter().flat_map(|service| verdicts(a, b, service)).collect(),
        parameters: parameters(a, b),
    }
}

fn matters(a: &RuleSet, b: &RuleSet) -> Vec<MatterPair> {
    let keys: BTreeSet<(u32, &str)> =
        a.matters.values().chain(b.matters.values()).map(|one| (one.number, one.key.as_str())).collect();
    keys.into_iter().filter_map(|(_, key)| matter(a, b, key)).collect()
}

fn matter(a: &RuleSet, b: &RuleSet, key: &str) -> Option<MatterPair> {
    let (one, other) = (a.matters.get(key), b.matters.get(key));
    let named = one.or(other)?;
    let position = |matter: Option<&super::Matter>| matter.and_then(|matter| matter.position.clone());
    let (left, right) = (position(one), position(other));
    let code = |position: &Option<Position>| position.as_ref().map(|position| position.is.clone());
    let differs = code(&left) != code(&right);
    let (number, title) = (named.number, named.title.clone());
    Some(MatterPair { number, key: key.to_owned(), title, a: left, b: right, differs })
}

fn verdicts(a: &RuleSet, b: &RuleSet, service: &ServiceFacts) -> Vec<VerdictPair> {
    let pairs = judge(a, service).actions.into_iter().zip(judge(b, service).actions);
    let different = pairs.filter(|(one, other)| (one.verdict, one.cell) != (other.verdict, other.cell));
    different.map(|(a, b)| VerdictPair { service: service.service.clone(), action: a.action, a, b }).collect()
}

fn parameters(a: &RuleSet, b: &RuleSet) -> Vec<ParameterPair> {
    let names: BTreeSet<&String> = a.parameters.keys().chain(b.parameters.keys()).collect();
    let mut pairs = Vec::new();
    for name in names {
        let (one, other) = (a.parameters.get(name), b.parameters.get(name));
        let value = |parameter: Option<&super::Parameter>| parameter.map(|parameter| parameter.value);
        let bound = |parameter: Option<&super::Parameter>| parameter.map(|parameter| parameter.bound);
        if (value(one), bound(one)) == (value(other), bound(other)) {
            continue;
        }
        let row = one.or(other).map(|parameter| parameter.row.clone()).unwrap_or_default();
        pairs.push(ParameterPair { name: name.clone(), row, a: value(one), b: value(other) });
    }
    pairs
}

/// What a new version of a set would change for one action of a service, had it been decided
/// anew: a report, never a change.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Recheck {
    /// Id of the service.
    pub service: String,
    /// The verdict on the action was and is.
    pub verdicts: Vec<VerdictPair>,
    /// Findings on the chosen composition that the new version adds.
    pub added: Vec<Finding>,
    /// Findings that it takes away.
    pub removed: Vec<Finding>,
    /// The composition was in order and is not any more.
    pub broken: bool,
}

/// Every service for which a new version of a set says something else.
pub fn recheck(old: &RuleSet, new: &RuleSet, services: &[ServiceFacts]) -> Vec<Recheck> {
    services.iter().map(|service| recheck_one(old, new, service)).filter(Recheck::says_something).collect()
}

fn recheck_one(old: &RuleSet, new: &RuleSet, service: &ServiceFacts) -> Recheck {
    let findings = |set: &RuleSet| match &service.composition {
        Some(composition) => check(set, service, composition),
        None => Vec::new(),
    };
    let (before, after) = (findings(old), findings(new));
    let in_order = |findings: &[Finding]| findings.iter().all(|one| one.severity != Severity::Error);
    let only = |these: &[Finding], those: &[Finding]| -> Vec<Finding> {
        let same = |a: &Finding, b: &Finding| (a.code, a.action, a.channel) == (b.code, b.action, b.channel);
        these.iter().filter(|one| !those.iter().any(|other| same(one, other))).cloned().collect()
    };
    Recheck {
        service: service.service.clone(),
        verdicts: verdicts(old, new, service),
        added: only(&after, &before),
        removed: only(&before, &after),
        broken: in_order(&before) && !in_order(&after),
    }
}

impl Recheck {
    fn says_something(&self) -> bool {
        !self.verdicts.is_empty() || !self.added.is_empty() || !self.removed.is_empty()
    }
}

/// Rules that two versions of a set do not share (RULE-06).
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RuleChanges {
    /// Ids of rules that are new.
    pub added: Vec<String>,
    /// Ids of rules that are gone.
    pub removed: Vec<String>,
    /// Ids of rules that say something else.
    pub changed: Vec<String>,
    /// Lines of the tables of changes that came between, with the rules resting on their clauses.
    pub touched: Vec<Touched>,
}

/// A line of the table of changes with the rules that rest on its clauses.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Touched {
    /// Version of the methodology.
    pub version: String,
    /// What was changed.
    pub what: String,
    /// Ids of rules.
    pub rules: Vec<String>,
}

/// What changed between two versions of a set.
pub fn rule_changes(old: &RuleSet, new: &RuleSet) -> RuleChanges {
    let ids = |set: &RuleSet| -> Vec<String> { rules(set).map(|rule| rule.id.clone()).collect() };
    let (before, after) = (ids(old), ids(new));
    let later = new.methodology.iter().filter(|version| !old.methodology.contains(version));
    let lines = later.flat_map(|version| version.changes.iter().map(move |change| (&version.version, change)));
    RuleChanges {
        added: after.iter().filter(|id| !before.contains(id)).cloned().collect(),
        removed: before.iter().filter(|id| !after.contains(id)).cloned().collect(),
        changed: after.iter().filter(|id| before.contains(id) && said(old, id) != said(new, id)).cloned().collect(),
        touched: lines.map(|(version, change)| touched(new, version, change)).collect(),
    }
}

fn rules(set: &RuleSet) -> impl Iterator<Item = &Rule> {
    set.actions.values().flat_map(|rules: &ActionRules| &rules.rules)
}

/// Everything a rule says, its place in the file left out.
fn said<'s>(set: &'s RuleSet, id: &str) -> Option<impl PartialEq + use<'s>> {
    let rule = rules(set).find(|rule| rule.id == id)?;
    let when = rule.when.as_ref().map(|when| when.text.as_str());
    Some((when, rule.verdict, rule.ground.as_deref(), rule.proof.as_slice(), &rule.because))
}

fn touched(set: &RuleSet, version: &str, change: &Change) -> Touched {
    let rests = |rule: &&Rule| {
        change
            .clauses
            .iter()
            .any(|clause| clause.act == rule.because.act && inside(&rule.because.clause, &clause.clause))
    };
    let ids = rules(set).filter(rests).map(|rule| rule.id.clone()).collect();
    Touched { version: version.to_owned(), what: change.what.clone(), rules: ids }
}

/// Is `3.1.4.1` the clause `3.1` or a part of it?
fn inside(clause: &str, whole: &str) -> bool {
    clause.strip_prefix(whole).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
}
