//! To whom the machine gives a case that needs a person: each authority's own rule, as data.

use indexmap::IndexMap;
use serde::Serialize;

use crate::data_file::{Node, Reading};

/// Whose turn it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum AssignRule {
    /// Nobody's: officials take cases themselves.
    #[default]
    ByHand,
    /// Whoever was given one longest ago.
    RoundRobin,
    /// Whoever holds the fewest.
    LeastLoaded,
}

/// How an authority gives out its cases.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct Assignment {
    /// Whose turn it is.
    pub rule: AssignRule,
    /// Sign-in names of those who work on a service; a service not named is everybody's.
    pub services: IndexMap<String, Vec<String>>,
}

/// Reads `assignment: { rule, services }` of an authority.
pub(super) fn read(reading: &mut Reading<'_>, node: &Node) -> Assignment {
    reading.only(node, &["rule", "services"]);
    let rule = match node.get("rule").and_then(|rule| reading.text(rule, "rule")) {
        None | Some("by-hand") => AssignRule::ByHand,
        Some("round-robin") => AssignRule::RoundRobin,
        Some("least-loaded") => AssignRule::LeastLoaded,
        Some(other) => {
            let message = format!("Правила распределения «{other}» нет");
            reading.wrong(&node.span, &message, "Напишите by-hand, round-robin или least-loaded.");
            AssignRule::ByHand
        }
    };
    let mut services = IndexMap::new();
    if let Some(section) = node.get("services") {
        for (service, _, logins) in reading.map(section, "services") {
            let logins: Vec<String> = reading
                .list(logins, "services")
                .iter()
                .filter_map(|login| reading.text(login, "services").map(str::to_owned))
                .collect();
            services.insert(service.clone(), logins);
        }
    }
    Assignment { rule, services }
}
