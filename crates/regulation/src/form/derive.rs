//! Facts that follow from others by a declared rule.

use jiff::Timestamp;
use jiff::civil::Date;

use crate::expression::{Derived, World};
use crate::fact::{Facts, Known, Source};
use crate::package::{Fact, Regulation};

/// The derived facts of a regulation.
pub(super) struct Derivation<'r> {
    facts: Vec<&'r Fact>,
}

impl<'r> Derivation<'r> {
    pub fn of(regulation: &'r Regulation) -> Self {
        Self { facts: regulation.facts.values().filter(|fact| fact.derive.is_some()).collect() }
    }

    /// Computes them anew; one may rest on another, so it goes on until nothing changes.
    pub fn refresh(&self, facts: &mut Facts, regulation: &Regulation, at: Timestamp, today: Date) {
        for _ in 0..self.facts.len() {
            let mut changed = false;
            for fact in &self.facts {
                let Some(rule) = &fact.derive else { continue };
                let derived = rule.derived(&World { regulation, facts, today }, None, &fact.kind);
                changed |= put(facts, &fact.name, derived, at);
            }
            if !changed {
                return;
            }
        }
    }
}

/// Puts a derived value among the facts; says whether anything changed.
fn put(facts: &mut Facts, name: &str, derived: Derived, at: Timestamp) -> bool {
    let value = match derived {
        Derived::Unknown => return facts.0.remove(name).is_some(),
        Derived::Absent => None,
        Derived::Known(value) => Some(value),
    };
    if facts.get(name).is_some_and(|known| known.value == value) {
        return false;
    }
    facts.learn(name, Known { value, source: Source::Derived, at, contested: false });
    true
}

/// All facts with those that follow from them.
pub fn derive(regulation: &Regulation, facts: &Facts, at: Timestamp, today: Date) -> Facts {
    let mut facts = facts.clone();
    Derivation::of(regulation).refresh(&mut facts, regulation, at, today);
    facts
}
