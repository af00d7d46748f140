//! What a region says of quality ratings (RATE-02, RATE-06): dated sets of criteria with their scale,
//! how long a chance is open, how long a rating may be changed, which mark is low.
//! `region/ratings.yaml`.

use indexmap::IndexMap;
use jiff::civil::Date;
use serde::Serialize;

use super::Norm;
use super::file::{norm, number, term};
use crate::clock::Term;
use crate::data_file::{Node, Reading};
use crate::diagnostic::{Diagnostic, Sources};

/// A set of criteria as an act gives it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CriteriaSet {
    /// First day it counts.
    pub from: Date,
    /// Lowest mark.
    pub least: u8,
    /// Highest mark.
    pub most: u8,
    /// The act.
    pub because: String,
    /// Criteria: id → title.
    pub criteria: IndexMap<String, String>,
}

/// Everything of `ratings.yaml`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Ratings {
    /// From the end of a procedure on so long it can be rated.
    pub open_for: Norm<Term>,
    /// A rating given can be changed for so long.
    pub change_within: Norm<Term>,
    /// This mark or a lower one opens a follow-up.
    pub low: Norm<u8>,
    /// Sets of criteria by id.
    pub sets: IndexMap<String, CriteriaSet>,
}

impl Ratings {
    /// The set that counts on a day: the youngest that had begun.
    pub fn on(&self, day: Date) -> Option<(&String, &CriteriaSet)> {
        self.sets.iter().filter(|(_, set)| set.from <= day).max_by_key(|(_, set)| set.from)
    }
}

/// Reads `ratings.yaml`, where the region has one.
pub(super) fn read(sources: &Sources, found: &mut Vec<Diagnostic>) -> Option<Ratings> {
    let (file, text) = sources.0.iter().find(|(name, _)| name.rsplit('/').next() == Some("ratings.yaml"))?;
    let mut reading = Reading { code: "G001", found };
    let root = reading.open(file, text)?;
    reading.only(&root, &["okno", "open-for", "change-within", "low", "sets"]);
    let open_for = norm(&mut reading, &root, "open-for", term);
    let change_within = norm(&mut reading, &root, "change-within", term);
    let low = norm(&mut reading, &root, "low", number);
    let sets = root.get("sets").map(|node| sets(&mut reading, node)).unwrap_or_default();
    if sets.is_empty() {
        reading.wrong(&root.span, "Нет наборов критериев", "Перечислите их в разделе «sets».");
    }
    Some(Ratings { open_for: open_for?, change_within: change_within?, low: low?, sets })
}

fn sets(reading: &mut Reading<'_>, section: &Node) -> IndexMap<String, CriteriaSet> {
    let mut found = IndexMap::new();
    for (id, _, node) in reading.map(section, "sets") {
        reading.only(node, &["from", "least", "most", "because", "criteria"]);
        let from = reading.required(node, "from").map(str::to_owned).and_then(|text| text.parse::<Date>().ok());
        let least = node.get("least").and_then(|value| number::<u8>(reading, value));
        let most = node.get("most").and_then(|value| number::<u8>(reading, value));
        let because = reading.required(node, "because").unwrap_or_default().to_owned();
        let mut criteria = IndexMap::new();
        for (name, _, title) in node.get("criteria").map(|node| reading.map(node, "criteria")).unwrap_or_default() {
            criteria.insert(name.clone(), reading.text(title, name).unwrap_or_default().to_owned());
        }
        match (from, least, most) {
            (Some(from), Some(least), Some(most)) if least < most && !criteria.is_empty() => {
                found.insert(id.clone(), CriteriaSet { from, least, most, because, criteria });
            }
            _ => {
                let message = format!("Набор критериев «{id}» нельзя прочесть");
                let mend = "Нужны from (дата вида 2013-01-01), least меньше most и хотя бы один критерий.";
                reading.wrong(&node.span, &message, mend);
            }
        }
    }
    found
}
