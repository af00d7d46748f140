//! Decision diagrams over variables with finitely many cells: ordered, reduced, shared.
//!
//! Being canonical, a diagram is a leaf exactly when the verdict is settled, and it names
//! exactly the variables that can still flip it.

use std::collections::{BTreeSet, HashMap};

/// Most nodes of one diagram; beyond it the verdict stays unknown.
const NODES: usize = 20_000;

/// Most joins; the other half of the bound on cost.
const JOINS: usize = 200_000;

/// A node: 0 is no, 1 is yes, others branch.
pub(crate) type Id = u32;

/// The leaf «no».
pub(crate) const NO: Id = 0;
/// The leaf «yes».
pub(crate) const YES: Id = 1;

/// The bound on cost was met.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct TooLarge;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Join {
    And,
    Or,
}

/// All nodes of one question.
pub(crate) struct Diagram {
    /// Most nodes, most joins.
    pub most: (usize, usize),
    nodes: Vec<(usize, Vec<Id>)>,
    shared: HashMap<(usize, Vec<Id>), Id>,
    joined: HashMap<(Join, Id, Id), Id>,
    negated: HashMap<Id, Id>,
}

impl Default for Diagram {
    fn default() -> Self {
        Self {
            most: (NODES, JOINS),
            nodes: Vec::new(),
            shared: HashMap::new(),
            joined: HashMap::new(),
            negated: HashMap::new(),
        }
    }
}

impl Diagram {
    pub(super) fn node(&self, id: Id) -> Option<&(usize, Vec<Id>)> {
        // Leaves are not stored.
        id.checked_sub(2).and_then(|at| self.nodes.get(at as usize))
    }

    /// A branch on a variable, one child for each of its cells.
    pub fn branch(&mut self, variable: usize, children: Vec<Id>) -> Result<Id, TooLarge> {
        if let Some(first) = children.first()
            && children.iter().all(|child| child == first)
        {
            return Ok(*first);
        }
        let key = (variable, children);
        if let Some(id) = self.shared.get(&key) {
            return Ok(*id);
        }
        if self.nodes.len() >= self.most.0 {
            return Err(TooLarge);
        }
        let id = Id::try_from(self.nodes.len() + 2).map_err(|_| TooLarge)?;
        self.nodes.push(key.clone());
        self.shared.insert(key, id);
        Ok(id)
    }

    pub fn and(&mut self, one: Id, other: Id) -> Result<Id, TooLarge> {
        self.join(Join::And, one, other)
    }

    pub fn or(&mut self, one: Id, other: Id) -> Result<Id, TooLarge> {
        self.join(Join::Or, one, other)
    }

    fn join(&mut self, how: Join, one: Id, other: Id) -> Result<Id, TooLarge> {
        let (decisive, neutral) = if how == Join::And { (NO, YES) } else { (YES, NO) };
        if one == decisive || other == decisive {
            return Ok(decisive);
        }
        if one == neutral || one == other {
            return Ok(other);
        }
        if other == neutral {
            return Ok(one);
        }
        let key = (how, one.min(other), one.max(other));
        if let Some(id) = self.joined.get(&key) {
            return Ok(*id);
        }
        if self.joined.len() >= self.most.1 {
            return Err(TooLarge);
        }
        let (Some((a, left)), Some((b, right))) = (self.node(one).cloned(), self.node(other).cloned()) else {
            return Err(TooLarge);
        };
        let variable = a.min(b);
        let cells = if a == variable { left.len() } else { right.len() };
        let mut children = Vec::with_capacity(cells);
        for cell in 0..cells {
            let pick = |id: Id, at: usize, of: &[Id]| {
                if at == variable { of.get(cell).copied().unwrap_or(id) } else { id }
            };
            let child = self.join(how, pick(one, a, &left), pick(other, b, &right))?;
            children.push(child);
        }
        let id = self.branch(variable, children)?;
        self.joined.insert(key, id);
        Ok(id)
    }

    pub fn not(&mut self, id: Id) -> Result<Id, TooLarge> {
        match id {
            NO => return Ok(YES),
            YES => return Ok(NO),
            _ => {}
        }
        if let Some(known) = self.negated.get(&id) {
            return Ok(*known);
        }
        let Some((variable, children)) = self.node(id).cloned() else { return Err(TooLarge) };
        let children = children.into_iter().map(|child| self.not(child)).collect::<Result<Vec<Id>, TooLarge>>()?;
        let negated = self.branch(variable, children)?;
        self.negated.insert(id, negated);
        Ok(negated)
    }

    /// Variables that can still change where the diagram ends.
    pub fn support(&self, root: Id) -> BTreeSet<usize> {
        let mut variables = BTreeSet::new();
        let mut seen = BTreeSet::new();
        let mut waiting = vec![root];
        while let Some(id) = waiting.pop() {
            if !seen.insert(id) {
                continue;
            }
            if let Some((variable, children)) = self.node(id) {
                variables.insert(*variable);
                waiting.extend(children);
            }
        }
        variables
    }

    /// Cells, by variable, of one way from the root to the leaf «yes» through allowed cells.
    pub fn way_to_yes(&self, root: Id, allowed: &impl Fn(usize, usize) -> bool) -> Option<Vec<(usize, usize)>> {
        let mut way = Vec::new();
        self.seek(root, allowed, &mut way, &mut BTreeSet::new()).then_some(way)
    }

    fn seek(
        &self,
        id: Id,
        allowed: &impl Fn(usize, usize) -> bool,
        way: &mut Vec<(usize, usize)>,
        dead: &mut BTreeSet<Id>,
    ) -> bool {
        let Some((variable, children)) = self.node(id) else { return id == YES };
        if dead.contains(&id) {
            return false;
        }
        for (cell, child) in children.iter().enumerate().filter(|(cell, _)| allowed(*variable, *cell)) {
            way.push((*variable, cell));
            if self.seek(*child, allowed, way, dead) {
                return true;
            }
            way.pop();
        }
        dead.insert(id);
        false
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn a_variable_that_cannot_matter_leaves_the_diagram() {
        let mut diagram = Diagram::default();
        let a = diagram.branch(0, vec![YES, NO]).unwrap();
        let r = diagram.branch(1, vec![YES, NO]).unwrap();
        let not_a = diagram.not(a).unwrap();
        let one = diagram.and(a, r).unwrap();
        let other = diagram.and(not_a, r).unwrap();
        let either = diagram.or(one, other).unwrap();
        assert_eq!(diagram.support(either), BTreeSet::from([1]));
        let always = diagram.or(a, not_a).unwrap();
        assert_eq!(always, YES);
        assert_eq!(diagram.way_to_yes(one, &|_, _| true), Some(vec![(0, 0), (1, 0)]));
    }
}
