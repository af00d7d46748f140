//! Walking a space of answers question by question: what a region asks first, what is left of
//! it after an answer, and how a group of cells is said.

use std::collections::BTreeSet;

use super::cells::Open;
use super::diagram::{Id, TooLarge};
use super::eval::Key;
use super::node::Node;
use super::space::{Region, Space, Variable};
use super::types::Domain;
use super::value::Val;
use crate::fact::{FactName, Value};
use crate::package::FactType;

/// What a variable of a space asks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Asked {
    /// The value of a fact.
    Fact(String),
    /// How many records a list has.
    Count(String),
    /// Whether something is known of a fact.
    Known(String),
    /// A condition that could not be divided into cells; its number.
    Condition(usize),
}

impl<'a> Space<'a> {
    /// The first question on which a region depends.
    pub fn top(&self, region: Region) -> Option<Variable> {
        self.settler.diagram.node(region.0).map(|(variable, _)| *variable)
    }

    /// What is left of a region after an answer; `None` when it is too large.
    pub fn after(&mut self, region: Region, variable: Variable, cell: usize) -> Option<Region> {
        if let Some(known) = self.restricted.get(&(region, variable, cell)) {
            return Some(*known);
        }
        let left = Region(self.restrict(region.0, variable, cell).ok()?);
        self.restricted.insert((region, variable, cell), left);
        Some(left)
    }

    fn restrict(&mut self, id: Id, variable: Variable, cell: usize) -> Result<Id, TooLarge> {
        let Some((top, children)) = self.settler.diagram.node(id).cloned() else { return Ok(id) };
        if top > variable {
            return Ok(id);
        }
        if top == variable {
            return children.get(cell).copied().ok_or(TooLarge);
        }
        let children = children.into_iter().map(|child| match self.after(Region(child), variable, cell) {
            Some(left) => Ok(left.0),
            None => Err(TooLarge),
        });
        let children = children.collect::<Result<Vec<Id>, TooLarge>>()?;
        self.settler.diagram.branch(top, children)
    }

    /// What a variable asks.
    pub fn asked(&self, variable: Variable) -> Asked {
        match self.settler.open.get(variable).map(|open| &open.key) {
            Some(Key::Fact(name)) => Asked::Fact((*name).to_owned()),
            Some(Key::Count(name)) => Asked::Count((*name).to_owned()),
            Some(Key::Known(name)) => Asked::Known((*name).to_owned()),
            None => Asked::Condition(variable - self.settler.open.len()),
        }
    }

    /// The condition of a variable that could not be divided.
    pub fn condition(&self, number: usize) -> Option<&'a Node> {
        self.settler.atoms.get(number).map(|atom| atom.node)
    }

    /// Facts that a condition names.
    pub fn facts_below(&self, node: &Node) -> BTreeSet<FactName> {
        let mut facts = BTreeSet::new();
        super::facts_below(node, &mut facts);
        facts
    }

    /// Cells of a variable that an applicant can answer.
    pub fn answers(&self, variable: Variable) -> Vec<usize> {
        let Some(cells) = self.settler.cells.get(variable) else { return vec![0, 1] };
        let possible = |cell: &usize| match (&self.settler.open[variable].key, &cells[*cell]) {
            (Key::Known(_), _) => *cell == 0,
            (_, Val::Text(text)) if text.is_empty() => false,
            (Key::Fact(name), Val::Absent) => self.may_be_absent(name),
            _ => true,
        };
        (0..cells.len()).filter(possible).collect()
    }

    /// A value from a cell as a fact: `None` for what has no value of its own, an inner `None` for
    /// known to be absent.
    pub fn value(&self, variable: Variable, cell: usize, kind: &FactType) -> Option<Option<Value>> {
        let value = self.settler.cells.get(variable)?.get(cell)?.clone();
        match (&self.settler.open.get(variable)?.key, value) {
            (Key::Fact(_), Val::Absent) => Some(None),
            (Key::Fact(_), value) => value.into_fact(kind).map(Some),
            _ => None,
        }
    }

    /// A group of cells in words, neighbours on a line as one stretch.
    pub fn said(&self, variable: Variable, group: &[usize]) -> Vec<String> {
        let Some(cells) = self.settler.cells.get(variable) else {
            return group.iter().map(|cell| if *cell == 0 { "да" } else { "нет" }.to_owned()).collect();
        };
        let open = &self.settler.open[variable];
        let line = matches!(open.domain, Domain::Number { .. } | Domain::Date);
        let mut said = Vec::new();
        let mut at = 0;
        while at < group.len() {
            let start = at;
            let on_line = |cell: usize| line && !matches!(cells[cell], Val::Absent);
            while at + 1 < group.len() && group[at + 1] == group[at] + 1 && on_line(group[at]) && on_line(group[at + 1])
            {
                at += 1;
            }
            said.push(if on_line(group[start]) {
                stretch(open, cells, group[start], group[at])
            } else {
                match &cells[group[start]] {
                    Val::Absent => "не указано".to_owned(),
                    Val::Text(text) if !text.starts_with('\u{1}') => text.to_string(),
                    other => other.words(),
                }
            });
            at += 1;
        }
        said
    }
}

/// Cells `first..=last` of a line in words.
fn stretch(open: &Open<'_>, cells: &[Val<'_>], first: usize, last: usize) -> String {
    let points = cells.iter().filter(|cell| !matches!(cell, Val::Absent)).count();
    let (from_start, to_end) = (first == 0, last + 1 == points);
    if from_start && to_end {
        return "любое значение".to_owned();
    }
    let word = |cell: usize| cells[cell].words();
    match &open.domain {
        // A cell of days begins with its day and ends before the next one.
        Domain::Date => match (from_start, to_end) {
            (true, _) => format!("до {}", word(last + 1)),
            (_, true) => format!("с {}", word(first)),
            _ => format!("с {} до {}", word(first), word(last + 1)),
        },
        Domain::Number { whole: true, .. } => match (from_start, to_end) {
            (true, _) => format!("не больше {}", word(last)),
            (_, true) => format!("не меньше {}", word(first)),
            _ if first == last => word(first),
            _ => format!("от {} до {}", word(first), word(last)),
        },
        Domain::Number { min, .. } => {
            // Bounds and stretches between them take turns; a smallest value is a bound.
            let is_bound = |cell: usize| cell.is_multiple_of(2) == min.is_some();
            if first == last && is_bound(first) {
                return word(first);
            }
            let low = if is_bound(first) {
                format!("не меньше {}", word(first))
            } else {
                format!("больше {}", word(first.saturating_sub(1)))
            };
            let high = if is_bound(last) {
                format!("не больше {}", word(last))
            } else {
                format!("меньше {}", word((last + 1).min(points - 1)))
            };
            match (from_start, to_end) {
                (true, _) => high,
                (_, true) => low,
                _ => format!("{low} и {high}"),
            }
        }
        _ => word(first),
    }
}
