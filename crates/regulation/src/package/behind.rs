//! What derived facts rest on: nobody can be asked for a sum, only for what is added up.

use std::collections::BTreeSet;

use super::Regulation;
use crate::fact::{FactName, Facts};

impl Regulation {
    /// These facts, where each derived one gives way to what it rests on and what is still open
    /// there; derived facts behind derived ones do the same.
    pub fn behind(&self, names: BTreeSet<FactName>, facts: &Facts) -> BTreeSet<FactName> {
        let mut open = BTreeSet::new();
        let mut seen = BTreeSet::new();
        let mut waiting: Vec<FactName> = names.into_iter().collect();
        while let Some(name) = waiting.pop() {
            if !seen.insert(name.clone()) {
                continue;
            }
            let Some(rule) = self.fact(&name).and_then(|fact| fact.derive.as_ref()) else {
                open.insert(name);
                continue;
            };
            let known = |name: &FactName| facts.get(name).is_some_and(|known| !known.contested);
            waiting.extend(rule.reads_all(self).into_iter().filter(|name| !known(name)));
        }
        open
    }
}
