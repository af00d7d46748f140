//! Settles exactly what the fast path leaves unknown: by expansion over the cells of the
//! unknown facts, as a decision diagram.
//!
//! Every way the unknown may turn out is looked at, so a verdict is never a guess, and the
//! facts named are those that can still flip it. Cost is bounded by the diagram's size; beyond
//! it the verdict stays unknown with all facts that were open.

use std::collections::{BTreeMap, BTreeSet};

use super::Verdict;
use super::bounds;
use super::cells::{self, Bound, Open};
use super::diagram::{Diagram, Id, NO, TooLarge, YES};
use super::eval::{Eval, Key};
use super::functions::Function;
use super::node::Node;
use super::types::Domain;
use super::value::{Truth, Val};
use crate::fact::FactName;

/// Most combinations of finite facts tried within one condition.
const COMBINATIONS: usize = 256;

/// Most options of a choice that have a cell each, whatever the conditions are.
const OPTIONS: usize = 12;

/// A condition that is still open.
pub(super) struct Atom<'a> {
    pub(super) node: &'a Node,
    /// What it depends on, by place in [`Settler::open`].
    pub(super) open: Vec<usize>,
    /// It could be divided into cells.
    pub(super) divided: bool,
}

pub(super) struct Settler<'a> {
    pub(super) eval: Eval<'a>,
    pub(super) open: Vec<Open<'a>>,
    pub(super) cells: Vec<Vec<Val<'a>>>,
    pub(super) atoms: Vec<Atom<'a>>,
    /// Values that are weighed beside the conditions: cells must tell theirs apart too.
    pub(super) values: Vec<&'a Node>,
    walked: BTreeSet<&'a str>,
    /// Diagrams of criteria; an open one is a circle, which the reader refuses.
    built: BTreeMap<&'a str, Option<Id>>,
    pub(super) diagram: Diagram,
}

/// The verdict on a rule that the fast path left unknown.
pub(crate) fn settle<'a>(eval: Eval<'a>, rule: &'a Node) -> Verdict {
    let mut settler = Settler::new(eval);
    let built = settler.whole(rule);
    match built {
        Ok(YES) => Verdict::Yes,
        Ok(NO) => Verdict::No,
        Ok(root) => Verdict::Unknown(settler.facts_of(root)),
        Err(TooLarge) => Verdict::Unknown(settler.every_fact()),
    }
}

/// Facts, none of them absent, under which a rule is yes; `None` when there are none for certain.
pub(crate) fn example<'a>(eval: Eval<'a>, rule: &'a Node) -> Option<Vec<(FactName, Val<'a>)>> {
    let mut settler = Settler::new(eval);
    let root = settler.whole(rule).ok()?;
    let real = |variable: usize, cell: usize| match settler.cells.get(variable).and_then(|cells| cells.get(cell)) {
        None | Some(Val::Absent) => false,
        Some(_) => matches!(settler.open[variable].key, Key::Fact(_) | Key::Count(_)),
    };
    let way = settler.diagram.way_to_yes(root, &real)?;
    Some(
        way.into_iter()
            .map(|(variable, cell)| (settler.name(variable), settler.cells[variable][cell].clone()))
            .collect(),
    )
}

impl<'a> Settler<'a> {
    pub(super) fn new(eval: Eval<'a>) -> Self {
        Self {
            eval,
            open: Vec::new(),
            cells: Vec::new(),
            atoms: Vec::new(),
            values: Vec::new(),
            walked: BTreeSet::new(),
            built: BTreeMap::new(),
            diagram: Diagram::default(),
        }
    }

    pub(super) fn whole(&mut self, rule: &'a Node) -> Result<Id, TooLarge> {
        self.gather(rule);
        self.divide();
        let built = self.build(rule);
        if self.eval.exhausted() { Err(TooLarge) } else { built }
    }

    /// Finds the conditions that are still open.
    pub(super) fn gather(&mut self, node: &'a Node) {
        if self.eval.truth(node) != Truth::Unknown {
            return;
        }
        match node {
            Node::And(_) | Node::Or(_) | Node::Not(_) => {
                for part in node.parts() {
                    self.gather(part);
                }
            }
            Node::Choose { arms, otherwise, .. } => {
                for (condition, value) in arms {
                    self.gather(condition);
                    match self.eval.truth(condition) {
                        Truth::Yes => return self.gather(value),
                        Truth::No => {}
                        Truth::Unknown => self.gather(value),
                    }
                }
                self.gather(otherwise);
            }
            Node::Criterion(name) => {
                let criterion = self.eval.world.regulation.criteria.get(name);
                if let Some(criterion) = criterion.filter(|_| self.walked.insert(name)) {
                    self.gather(criterion.rule.root());
                }
            }
            _ => {
                if self.atoms.iter().all(|atom| atom.node != node) {
                    let mut open = Vec::new();
                    self.unknowns(node, &mut open, &mut BTreeSet::new());
                    self.atoms.push(Atom { node, open, divided: false });
                }
            }
        }
    }

    /// What a condition needs and does not have.
    pub(super) fn unknowns(&mut self, node: &'a Node, open: &mut Vec<usize>, walked: &mut BTreeSet<&'a str>) {
        let found = match node {
            Node::Fact(fact) if self.is_open(&fact.name) => Some(Open::new(Key::Fact(&fact.name), fact.domain.clone())),
            Node::Call(Function::Count, arguments) => match arguments.as_slice() {
                [Node::Fact(fact)] if self.is_open(&fact.name) => {
                    let domain = Domain::Number { whole: true, min: Some(rust_decimal::Decimal::ZERO), max: None };
                    Some(Open::new(Key::Count(&fact.name), domain))
                }
                _ => None,
            },
            Node::Call(Function::IsKnown, arguments) => match arguments.as_slice() {
                [Node::Fact(fact)] if self.is_open(&fact.name) => {
                    Some(Open::new(Key::Known(&fact.name), Domain::YesNo))
                }
                _ => None,
            },
            Node::Criterion(name) => {
                let criterion = self.eval.world.regulation.criteria.get(name);
                if let Some(criterion) = criterion.filter(|_| walked.insert(name)) {
                    self.unknowns(criterion.rule.root(), open, walked);
                }
                None
            }
            _ => None,
        };
        match found {
            Some(found) => {
                let known = self.open.iter().position(|one| one.key == found.key);
                let place = known.unwrap_or_else(|| {
                    self.open.push(found);
                    self.open.len() - 1
                });
                if !open.contains(&place) {
                    open.push(place);
                }
            }
            None => {
                for part in node.parts() {
                    self.unknowns(part, open, walked);
                }
            }
        }
    }

    fn is_open(&self, name: &str) -> bool {
        matches!(self.eval.stated(name), Val::Unknown)
    }

    /// Cuts every open fact into cells, by the bounds of all conditions on it.
    pub(super) fn divide(&mut self) {
        self.group_options();
        let mut bounds: Vec<Vec<Bound>> = vec![Vec::new(); self.open.len()];
        for at in 0..self.atoms.len() {
            let (finite, rest): (Vec<usize>, Vec<usize>) =
                self.atoms[at].open.iter().partition(|place| self.open[**place].is_finite());
            let divided = match rest.as_slice() {
                [] => self.combinations(&finite).is_some(),
                [one] => match self.combinations(&finite) {
                    Some(ways) => self.bounds_of(self.atoms[at].node, *one, &ways, &mut bounds[*one]),
                    None => false,
                },
                _ => false,
            };
            self.atoms[at].divided = divided && !self.atoms[at].open.is_empty();
        }
        self.cells = self.open.iter().zip(&bounds).map(|(open, bounds)| open.cells(bounds)).collect();
    }

    /// A long choice has a cell for each group of options that the conditions can tell apart.
    fn group_options(&mut self) {
        let nodes: Vec<&Node> = self.atoms.iter().map(|atom| atom.node).chain(self.values.iter().copied()).collect();
        for open in &mut self.open {
            let (Key::Fact(name), Domain::Choice(options)) = (&open.key, &open.domain) else { continue };
            if options.len() <= OPTIONS {
                continue;
            }
            if let Some(groups) = cells::groups(&self.eval, name, options.keys(), &nodes) {
                let kept = options.iter().filter(|(code, _)| groups.contains_key(*code));
                let kept = kept.map(|(code, label)| (code.clone(), label.clone())).collect();
                open.domain = Domain::Choice(std::sync::Arc::new(kept));
                open.alike = groups;
            }
        }
    }

    /// Every way some finite facts may turn out; `None` when there are too many.
    fn combinations(&self, places: &[usize]) -> Option<Vec<Vec<(Key<'a>, Val<'a>)>>> {
        let mut ways = vec![Vec::new()];
        for place in places {
            let open = &self.open[*place];
            let cells = open.cells(&[]);
            if ways.len() * cells.len() > COMBINATIONS {
                return None;
            }
            let mut longer = Vec::with_capacity(ways.len() * cells.len());
            for way in &ways {
                for cell in &cells {
                    let mut way: Vec<(Key<'a>, Val<'a>)> = way.clone();
                    way.push((open.key.clone(), cell.clone()));
                    longer.push(way);
                }
            }
            ways = longer;
        }
        Some(ways)
    }

    fn bounds_of(
        &mut self,
        node: &'a Node,
        place: usize,
        ways: &[Vec<(Key<'a>, Val<'a>)>],
        bounds: &mut Vec<Bound>,
    ) -> bool {
        let open = self.open[place].clone();
        let mut all = true;
        for way in ways {
            self.eval.supposed.clone_from(way);
            all &= bounds::bounds(&mut self.eval, node, &open, bounds);
        }
        self.eval.supposed.clear();
        all
    }

    /// The diagram of a rule.
    pub(super) fn build(&mut self, node: &'a Node) -> Result<Id, TooLarge> {
        match self.eval.truth(node) {
            Truth::Yes => return Ok(YES),
            Truth::No => return Ok(NO),
            Truth::Unknown => {}
        }
        match node {
            Node::And(parts) => {
                let mut whole = YES;
                for part in parts {
                    let part = self.build(part)?;
                    whole = self.diagram.and(whole, part)?;
                }
                Ok(whole)
            }
            Node::Or(parts) => {
                let mut whole = NO;
                for part in parts {
                    let part = self.build(part)?;
                    whole = self.diagram.or(whole, part)?;
                }
                Ok(whole)
            }
            Node::Not(inner) => {
                let inner = self.build(inner)?;
                self.diagram.not(inner)
            }
            Node::Choose { arms, otherwise, .. } => self.chosen(arms, otherwise),
            Node::Criterion(name) => self.criterion(name),
            _ => match self.atoms.iter().position(|atom| atom.node == node) {
                Some(atom) => self.atom(atom),
                None => Err(TooLarge),
            },
        }
    }

    /// From the last arm to the first, so that each stands before those after it.
    fn chosen(&mut self, arms: &'a [(Node, Node)], otherwise: &'a Node) -> Result<Id, TooLarge> {
        let sure = arms.iter().position(|(condition, _)| self.eval.truth(condition) == Truth::Yes);
        let (arms, last) = match sure {
            Some(at) => (&arms[..at], &arms[at].1),
            None => (arms, otherwise),
        };
        let mut whole = self.build(last)?;
        for (condition, value) in arms.iter().rev() {
            let condition = self.build(condition)?;
            if condition == NO {
                continue;
            }
            let value = self.build(value)?;
            let elsewhere = self.diagram.not(condition)?;
            let (here, rest) = (self.diagram.and(condition, value)?, self.diagram.and(elsewhere, whole)?);
            whole = self.diagram.or(here, rest)?;
        }
        Ok(whole)
    }

    fn criterion(&mut self, name: &'a str) -> Result<Id, TooLarge> {
        if let Some(built) = self.built.get(name) {
            return built.ok_or(TooLarge);
        }
        let criterion = self.eval.world.regulation.criteria.get(name).ok_or(TooLarge)?;
        self.built.insert(name, None);
        let built = self.build(criterion.rule.root())?;
        self.built.insert(name, Some(built));
        Ok(built)
    }

    fn atom(&mut self, atom: usize) -> Result<Id, TooLarge> {
        let mut places = self.atoms[atom].open.clone();
        places.sort_unstable();
        if self.atoms[atom].divided { self.branches(atom, &places) } else { self.opaque(atom) }
    }

    /// A condition that could not be divided: a variable of its own, after all facts.
    fn opaque(&mut self, atom: usize) -> Result<Id, TooLarge> {
        self.diagram.branch(self.open.len() + atom, vec![YES, NO])
    }

    fn branches(&mut self, atom: usize, places: &[usize]) -> Result<Id, TooLarge> {
        let Some((first, rest)) = places.split_first() else {
            let truth = self.eval.truth(self.atoms[atom].node);
            return match truth {
                Truth::Yes => Ok(YES),
                Truth::No => Ok(NO),
                Truth::Unknown => self.opaque(atom),
            };
        };
        let key = self.open[*first].key.clone();
        let mut children = Vec::with_capacity(self.cells[*first].len());
        for cell in 0..self.cells[*first].len() {
            self.eval.supposed.push((key.clone(), self.cells[*first][cell].clone()));
            let child = self.branches(atom, rest);
            self.eval.supposed.pop();
            children.push(child?);
        }
        self.diagram.branch(*first, children)
    }

    fn facts_of(&self, root: Id) -> BTreeSet<FactName> {
        let mut facts = BTreeSet::new();
        for variable in self.diagram.support(root) {
            match variable.checked_sub(self.open.len()) {
                None => {
                    facts.insert(self.name(variable));
                }
                Some(atom) => self.facts_of_atom(atom, &mut facts),
            }
        }
        facts
    }

    pub(super) fn facts_of_atom(&self, atom: usize, facts: &mut BTreeSet<FactName>) {
        let Some(atom) = self.atoms.get(atom) else { return };
        let mut own: BTreeSet<FactName> = atom.open.iter().map(|place| self.name(*place)).collect();
        self.incomplete(atom.node, &mut own);
        if own.is_empty() {
            // Cost alone keeps it open.
            super::facts_below(atom.node, &mut own);
        }
        facts.append(&mut own);
    }

    /// Lists that are known and yet leave a condition open: a record lacks a required field.
    fn incomplete(&self, node: &'a Node, facts: &mut BTreeSet<FactName>) {
        let mut needed = BTreeSet::new();
        let mut below = BTreeSet::new();
        required_fields(node, &mut needed);
        super::facts_below(node, &mut below);
        for name in below {
            let Val::Records(records) = self.eval.stated(&name) else { continue };
            if records.iter().any(|record| needed.iter().any(|field| !record.contains_key(*field))) {
                facts.insert(name);
            }
        }
    }

    fn every_fact(&self) -> BTreeSet<FactName> {
        let mut facts = BTreeSet::new();
        for atom in 0..self.atoms.len() {
            self.facts_of_atom(atom, &mut facts);
        }
        facts
    }

    fn name(&self, place: usize) -> FactName {
        match self.open[place].key {
            Key::Fact(name) | Key::Count(name) | Key::Known(name) => name.to_owned(),
        }
    }
}

fn required_fields<'a>(node: &'a Node, names: &mut BTreeSet<&'a str>) {
    if let Node::Field { name, required: true, .. } = node {
        names.insert(name);
    }
    for part in node.parts() {
        required_fields(part, names);
    }
}
