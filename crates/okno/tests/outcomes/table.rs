//! The table of services and outcomes, for people to review: what was reached, what was not and
//! why not.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use regulation::package::{Ground, Regulation};

use crate::driven::Outcomes;

/// One service of the table.
pub fn of(service: &str, outcomes: &Outcomes) -> String {
    let mut text = format!("{service}\n");
    let reached: Vec<&str> = outcomes.reached.keys().map(String::as_str).collect();
    let _ = writeln!(text, "    reached: {}", listed(&reached));
    let missing = missing(&outcomes.service, outcomes);
    let missing: Vec<&str> = missing.iter().map(String::as_str).collect();
    if !missing.is_empty() {
        let _ = writeln!(text, "    no case reaches: {}", listed(&missing));
    }
    for why in &outcomes.not_filed {
        let _ = writeln!(text, "    not filed: {why}");
    }
    for why in &outcomes.wrong {
        let _ = writeln!(text, "    OTHERWISE: {why}");
    }
    text
}

/// Outcomes that the regulation has and no application reached.
pub fn missing(regulation: &Regulation, outcomes: &Outcomes) -> Vec<String> {
    let grounds: BTreeSet<&str> = outcomes.grounds.iter().map(String::as_str).collect();
    let of_criteria = |grounds: &[Ground]| -> Vec<String> {
        grounds.iter().filter(|ground| ground.when.is_some()).map(|ground| ground.id.clone()).collect()
    };
    let mut wanted: Vec<String> = Vec::new();
    for variant in &regulation.variants {
        let granted = format!("granted {}", variant.id);
        if !outcomes.reached.contains_key(&granted) {
            wanted.push(granted);
        }
    }
    let refusals = [of_criteria(&regulation.refuse_intake), of_criteria(&regulation.refuse_provision)].concat();
    let turned =
        regulation.give_back.iter().map(|one| &one.ground).chain(regulation.forward.iter().map(|one| &one.ground));
    let turned = turned.filter(|ground| ground.when.is_some()).map(|ground| ground.id.clone());
    let suspended = regulation.suspend.iter().map(|one| one.ground.id.clone());
    wanted.extend(refusals.into_iter().chain(turned).chain(suspended).filter(|id| !grounds.contains(id.as_str())));
    wanted
}

fn listed(words: &[&str]) -> String {
    if words.is_empty() { "nothing".to_owned() } else { words.join(", ") }
}
