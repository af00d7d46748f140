//! Criteria that rest on themselves: found before anything is evaluated.

use std::collections::BTreeSet;

use super::codes;
use crate::diagnostic::Diagnostic;
use crate::package::Regulation;

/// Every criterion that rests on itself, each as an error at its place.
pub fn cycles(regulation: &Regulation) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for (name, criterion) in &regulation.criteria {
        let Some(way) = way_back(regulation, name) else { continue };
        found.push(Diagnostic::error(
            codes::CYCLE,
            criterion.rule.span.clone(),
            format!("Критерий `{name}` опирается сам на себя: {}.", way.join(" → ")),
            "круг",
            "Разорвите круг: критерий может опираться только на сведения и на другие критерии.",
        ));
    }
    found
}

/// The shortest way from a criterion back to itself.
fn way_back(regulation: &Regulation, name: &str) -> Option<Vec<String>> {
    let mut ways = vec![vec![name.to_owned()]];
    let mut seen = BTreeSet::new();
    while !ways.is_empty() {
        let mut longer = Vec::new();
        for way in ways {
            let Some(criterion) = way.last().and_then(|last| regulation.criteria.get(last)) else { continue };
            for next in criterion.rule.criteria() {
                let mut way = way.clone();
                way.push(next.clone());
                if next == name {
                    return Some(way);
                }
                if seen.insert(next.clone()) {
                    longer.push(way);
                }
            }
        }
        ways = longer;
    }
    None
}
