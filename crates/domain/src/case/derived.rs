//! Derived facts follow what is learnt: a sum that waited for a register is known once the register
//! has answered. What was derived from other facts stays as it was on its own day.

use std::collections::BTreeSet;

use regulation::expression::{Derived, World};
use regulation::fact::{FactName, Known, Source};

use super::changing::Changing;
use crate::journal::Event;

/// Derives anew what rests on these facts, and what could not be derived before.
pub(super) fn follow(work: &mut Changing<'_>, learnt: impl IntoIterator<Item = FactName>) {
    let regulation = work.context.regulation;
    let today = work.context.clock.local_date(work.now);
    let mut fresh: BTreeSet<FactName> = learnt.into_iter().collect();
    let mut names: BTreeSet<FactName> = BTreeSet::new();
    let derived = || regulation.facts.values().filter_map(|fact| Some((fact, fact.derive.as_ref()?)));
    // One may rest on another, so it goes on until nothing changes; never longer than there are facts.
    for _ in derived() {
        let mut changed = false;
        for (fact, rule) in derived() {
            let known = work.case.facts.get(&fact.name);
            // What a person said instead stands, and so does what is contested.
            if known.is_some_and(|known| known.source != Source::Derived || known.contested) {
                continue;
            }
            if known.is_some() && !rule.reads_all(regulation).iter().any(|name| fresh.contains(name)) {
                continue;
            }
            let value = match rule.derived(&World { regulation, facts: &work.case.facts, today }, None, &fact.kind) {
                Derived::Unknown if known.is_none() => continue,
                Derived::Unknown => None,
                Derived::Absent => Some(None),
                Derived::Known(value) => Some(Some(value)),
            };
            if known.map(|known| &known.value) == value.as_ref() {
                continue;
            }
            match value {
                Some(value) => {
                    let known = Known { value, source: Source::Derived, at: work.now, contested: false };
                    work.case.facts.learn(fact.name.clone(), known);
                }
                None => {
                    work.case.facts.0.remove(&fact.name);
                }
            }
            fresh.insert(fact.name.clone());
            names.insert(fact.name.clone());
            changed = true;
        }
        if !changed {
            break;
        }
    }
    if !names.is_empty() {
        let facts = names.into_iter().collect();
        work.happened(Event::Learnt { source: "derived".to_owned(), facts });
    }
}
