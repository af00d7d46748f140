//! Diagrams that end in labels: where each way of answering leads.
//!
//! Ordered, reduced and shared, so a diagram is a leaf exactly when nothing unknown can change
//! where it leads, and it names exactly the variables that can.

use std::collections::{BTreeSet, HashMap};

/// Most nodes of all diagrams of one inquiry.
const NODES: usize = 60_000;

/// Most joins; the other half of the bound on cost.
const JOINS: usize = 400_000;

/// Ids below this are leaves.
const LEAVES: u32 = 1 << 16;

/// A node or a leaf.
pub(super) type Id = u32;

/// The leaf «no» of a condition.
pub(super) const NO: Id = 0;
/// The leaf «yes» of a condition.
pub(super) const YES: Id = 1;
/// The leaf of what nobody can tell here: it depends on what cannot be had.
pub(super) const OPEN: Id = 2;

/// The bound on cost was met.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct TooLarge;

/// All diagrams of one inquiry.
#[derive(Default)]
pub(super) struct Forest {
    nodes: Vec<(usize, Vec<Id>)>,
    shared: HashMap<(usize, Vec<Id>), Id>,
    chosen: HashMap<(Id, Id, Id), Id>,
    merged: HashMap<(Id, Id), Id>,
    restricted: HashMap<(Id, usize, usize), Id>,
    labels: Vec<String>,
}

impl Forest {
    /// The leaf of a label.
    pub fn leaf(&mut self, label: &str) -> Result<Id, TooLarge> {
        let at = self.labels.iter().position(|known| known == label).unwrap_or_else(|| {
            self.labels.push(label.to_owned());
            self.labels.len() - 1
        });
        u32::try_from(at).ok().map(|at| at + OPEN + 1).filter(|id| *id < LEAVES).ok_or(TooLarge)
    }

    /// The label of a leaf; `None` for a node and for the leaf that is open.
    pub fn label(&self, id: Id) -> Option<&str> {
        let at = id.checked_sub(OPEN + 1).filter(|_| id < LEAVES)?;
        self.labels.get(at as usize).map(String::as_str)
    }

    /// The branch at a node; `None` at a leaf.
    pub fn node(&self, id: Id) -> Option<(usize, &[Id])> {
        let at = id.checked_sub(LEAVES)?;
        self.nodes.get(at as usize).map(|(variable, children)| (*variable, children.as_slice()))
    }

    /// A branch on a variable, one child for each of its cells.
    pub fn branch(&mut self, variable: usize, children: Vec<Id>) -> Result<Id, TooLarge> {
        let Some(first) = children.first().copied() else { return Ok(OPEN) };
        if children.iter().all(|child| *child == first) {
            return Ok(first);
        }
        let key = (variable, children);
        if let Some(id) = self.shared.get(&key) {
            return Ok(*id);
        }
        if self.nodes.len() >= NODES {
            return Err(TooLarge);
        }
        let id = u32::try_from(self.nodes.len()).map_err(|_| TooLarge)? + LEAVES;
        self.nodes.push(key.clone());
        self.shared.insert(key, id);
        Ok(id)
    }

    /// Where the condition is yes the second, elsewhere the third.
    pub fn choose(&mut self, condition: Id, yes: Id, no: Id) -> Result<Id, TooLarge> {
        match condition {
            YES => return Ok(yes),
            NO | OPEN => return Ok(no),
            _ if yes == no => return Ok(yes),
            _ if yes == YES && no == NO && !self.has_open(condition) => return Ok(condition),
            _ => {}
        }
        let key = (condition, yes, no);
        if let Some(id) = self.chosen.get(&key) {
            return Ok(*id);
        }
        if self.chosen.len() >= JOINS {
            return Err(TooLarge);
        }
        let parts = [condition, yes, no];
        let (variable, cells) = self.first(&parts).ok_or(TooLarge)?;
        let mut children = Vec::with_capacity(cells);
        for cell in 0..cells {
            let [condition, yes, no] = parts.map(|id| self.step(id, variable, cell));
            children.push(self.choose(condition, yes, no)?);
        }
        let id = self.branch(variable, children)?;
        self.chosen.insert(key, id);
        Ok(id)
    }

    fn has_open(&self, id: Id) -> bool {
        self.leaves(id).contains(&OPEN)
    }

    /// The condition that a diagram ends in one of these leaves.
    pub fn reaches(&mut self, id: Id, leaves: &BTreeSet<Id>) -> Result<Id, TooLarge> {
        self.reach(id, leaves, &mut HashMap::new())
    }

    fn reach(&mut self, id: Id, leaves: &BTreeSet<Id>, done: &mut HashMap<Id, Id>) -> Result<Id, TooLarge> {
        if let Some(known) = done.get(&id) {
            return Ok(*known);
        }
        let Some((variable, children)) = self.node(id) else {
            return Ok(if leaves.contains(&id) { YES } else { NO });
        };
        let children = children.to_vec();
        let parts = children.into_iter().map(|child| self.reach(child, leaves, done));
        let parts = parts.collect::<Result<Vec<Id>, TooLarge>>()?;
        let reached = self.branch(variable, parts)?;
        done.insert(id, reached);
        Ok(reached)
    }

    /// Where both lead to the same, that; elsewhere nobody can tell.
    fn merge(&mut self, one: Id, other: Id) -> Result<Id, TooLarge> {
        if one == other {
            return Ok(one);
        }
        let key = (one.min(other), one.max(other));
        if let Some(id) = self.merged.get(&key) {
            return Ok(*id);
        }
        if self.merged.len() >= JOINS {
            return Err(TooLarge);
        }
        // An open leaf stays open whatever the other says.
        let id = match self.first(&[one, other]) {
            None => OPEN,
            Some(_) if one == OPEN || other == OPEN => OPEN,
            Some((variable, cells)) => {
                let mut children = Vec::with_capacity(cells);
                for cell in 0..cells {
                    let (one, other) = (self.step(one, variable, cell), self.step(other, variable, cell));
                    children.push(self.merge(one, other)?);
                }
                self.branch(variable, children)?
            }
        };
        self.merged.insert(key, id);
        Ok(id)
    }

    /// The same diagram for one who cannot know a variable.
    pub fn without(&mut self, id: Id, variable: usize) -> Result<Id, TooLarge> {
        self.forget(id, variable, &mut HashMap::new())
    }

    fn forget(&mut self, id: Id, variable: usize, done: &mut HashMap<Id, Id>) -> Result<Id, TooLarge> {
        let Some((at, children)) = self.node(id) else { return Ok(id) };
        if at > variable {
            return Ok(id);
        }
        if let Some(known) = done.get(&id) {
            return Ok(*known);
        }
        let children = children.to_vec();
        let forgotten = if at == variable {
            let mut whole = children[0];
            for child in &children[1..] {
                whole = self.merge(whole, *child)?;
            }
            whole
        } else {
            let parts = children.into_iter().map(|child| self.forget(child, variable, done));
            let parts = parts.collect::<Result<Vec<Id>, TooLarge>>()?;
            self.branch(at, parts)?
        };
        done.insert(id, forgotten);
        Ok(forgotten)
    }

    /// The same diagram once a variable is known to lie in a cell.
    pub fn restrict(&mut self, id: Id, variable: usize, cell: usize) -> Result<Id, TooLarge> {
        let Some((at, children)) = self.node(id) else { return Ok(id) };
        if at > variable {
            return Ok(id);
        }
        if at == variable {
            return Ok(children.get(cell).copied().unwrap_or(OPEN));
        }
        let key = (id, variable, cell);
        if let Some(known) = self.restricted.get(&key) {
            return Ok(*known);
        }
        let children = children.to_vec();
        let parts = children.into_iter().map(|child| self.restrict(child, variable, cell));
        let parts = parts.collect::<Result<Vec<Id>, TooLarge>>()?;
        let restricted = self.branch(at, parts)?;
        self.restricted.insert(key, restricted);
        Ok(restricted)
    }

    /// Variables that can still change where a diagram leads.
    pub fn support(&self, id: Id) -> BTreeSet<usize> {
        let mut variables = BTreeSet::new();
        self.walk(id, |found| {
            if let Ok(variable) = found {
                variables.insert(variable);
            }
        });
        variables
    }

    /// Leaves that a diagram can still lead to.
    pub fn leaves(&self, id: Id) -> BTreeSet<Id> {
        let mut leaves = BTreeSet::new();
        self.walk(id, |found| {
            if let Err(leaf) = found {
                leaves.insert(leaf);
            }
        });
        leaves
    }

    fn walk(&self, id: Id, mut visit: impl FnMut(Result<usize, Id>)) {
        let mut seen = BTreeSet::new();
        let mut waiting = vec![id];
        while let Some(id) = waiting.pop() {
            if !seen.insert(id) {
                continue;
            }
            match self.node(id) {
                Some((variable, children)) => {
                    visit(Ok(variable));
                    waiting.extend(children);
                }
                None => visit(Err(id)),
            }
        }
    }

    /// The first variable of some diagrams, with the number of its cells.
    fn first(&self, ids: &[Id]) -> Option<(usize, usize)> {
        ids.iter().filter_map(|id| self.node(*id)).map(|(variable, children)| (variable, children.len())).min()
    }

    fn step(&self, id: Id, variable: usize, cell: usize) -> Id {
        match self.node(id) {
            Some((at, children)) if at == variable => children.get(cell).copied().unwrap_or(OPEN),
            _ => id,
        }
    }
}
