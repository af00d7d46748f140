//! The smallest reasons of a verdict: known facts that alone keep it.

use std::collections::BTreeSet;

use crate::expression::{Expression, Verdict, World};
use crate::fact::FactName;

/// Known facts that alone keep a verdict of yes or no; without any one of them it is lost.
/// What is not known yet has no reasons.
pub(super) fn reasons(world: &World<'_>, rule: &Expression, verdict: &Verdict) -> BTreeSet<FactName> {
    if matches!(verdict, Verdict::Unknown(_)) {
        return BTreeSet::new();
    }
    let mut bound = rule.bind(world.regulation, world.today);
    bound.set_all(world.facts);
    let slots: Vec<usize> = bound.reasons().iter().collect();
    let facts = bound.facts().enumerate().filter(|(slot, _)| slots.contains(slot));
    facts.map(|(_, fact)| fact.to_owned()).collect()
}
