//! The smallest reasons of a verdict: known facts that alone keep it.

use std::collections::BTreeSet;

use crate::expression::{Expression, Verdict, World};
use crate::fact::{FactName, Facts};

/// Known facts that alone keep a verdict of yes or no; without any one of them it is lost.
///
/// Facts are let go one by one, and those whose loss changes nothing stay away. What is not
/// known yet has no reasons.
pub(super) fn reasons(world: &World<'_>, rule: &Expression, verdict: &Verdict) -> BTreeSet<FactName> {
    if matches!(verdict, Verdict::Unknown(_)) {
        return BTreeSet::new();
    }
    let mut kept = Facts::default();
    for name in rule.reads_all(world.regulation) {
        if let Some(known) = world.facts.get(&name).filter(|known| !known.contested) {
            kept.learn(name, known.clone());
        }
    }
    let same = |facts: &Facts| rule.verdict(&World { facts, ..*world }) == *verdict;
    if kept.0.is_empty() || same(&Facts::default()) {
        return BTreeSet::new();
    }
    let names: Vec<FactName> = kept.0.keys().cloned().collect();
    // A single fact is the shortest reason there is.
    if let Some(alone) = names.iter().find(|name| names.len() > 1 && same(&only(&kept, name))) {
        return BTreeSet::from([alone.clone()]);
    }
    for name in names {
        let Some(known) = kept.0.remove(&name) else { continue };
        if kept.0.is_empty() || !same(&kept) {
            kept.learn(name, known);
        }
    }
    kept.0.into_keys().collect()
}

fn only(facts: &Facts, name: &str) -> Facts {
    let mut alone = Facts::default();
    if let Some(known) = facts.get(name) {
        alone.learn(name, known.clone());
    }
    alone
}
