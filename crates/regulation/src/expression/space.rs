//! Many conditions over one space of answers: where they hold together, where none does.
//!
//! All conditions share one decision diagram, so that a question about any of them, two of them
//! or all of them is a walk through it. What a form rules out (a hidden question, a failed check)
//! stands beside the conditions as premises. The answer is exact wherever conditions could be
//! divided into cells; where they could not, it says so.

use std::collections::{BTreeMap, BTreeSet};

use super::diagram::{Diagram, Id, NO, TooLarge, YES};
use super::eval::{Eval, Key};
use super::node::Node;
use super::premises::Premises;
use super::settle::Settler;
use super::value::{Truth, Val};
use super::{Expression, World};
use crate::fact::FactName;

/// Most nodes and joins of a whole regulation: some hundreds of conditions.
const ROOM: (usize, usize) = (400_000, 2_000_000);

/// Most steps of evaluation for a whole regulation.
const STEPS: u32 = 40_000_000;

/// A set of answers: where some condition holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct Region(pub(super) Id);

impl Region {
    /// No answers at all.
    pub const NOWHERE: Self = Self(NO);
    /// Any answers.
    pub const EVERYWHERE: Self = Self(YES);
}

/// A question of the space: a fact with its cells.
pub(crate) type Variable = usize;

/// What is taken for granted while answers are sought.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Under {
    /// Which questions are shown and must be answered, and what is derived.
    Form,
    /// The same, and that answers have passed the checks of their fields.
    Checks,
}

/// What was found in a region.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Sought {
    /// These answers lie in it.
    Answers(Vec<(FactName, String)>),
    /// It is empty, for certain.
    Nothing,
    /// It may be empty or not: conditions over these facts could not be divided into cells.
    Unsure(BTreeSet<FactName>),
    /// The diagram would be too large.
    TooLarge,
}

pub(crate) struct Space<'a> {
    pub(super) settler: Settler<'a>,
    rules: Vec<&'a Node>,
    regions: Vec<Option<Option<Region>>>,
    premises: &'a Premises,
    built: BTreeMap<usize, Option<Region>>,
    /// Conditions of the rules come first; those behind them only premises speak of.
    of_rules: usize,
    pub(super) restricted: BTreeMap<(Region, Variable, usize), Region>,
}

impl<'a> Space<'a> {
    /// The space of some conditions.
    pub fn new(world: World<'a>, rules: impl IntoIterator<Item = &'a Expression>, premises: &'a Premises) -> Self {
        let mut eval = Eval::new(world, None);
        eval.most = STEPS;
        let mut settler = Settler::new(eval);
        settler.diagram.most = ROOM;
        let rules: Vec<&'a Node> = rules.into_iter().map(Expression::root).collect();
        for rule in &rules {
            settler.gather(rule);
        }
        let of_rules = settler.atoms.len();
        for node in premises.nodes() {
            settler.gather(node);
        }
        settler.divide();
        let regions = vec![None; rules.len()];
        Self { settler, rules, regions, premises, built: BTreeMap::new(), of_rules, restricted: BTreeMap::new() }
    }

    /// Where a rule holds; `None` when it is too large.
    pub fn region(&mut self, rule: usize) -> Option<Region> {
        if let Some(Some(known)) = self.regions.get(rule) {
            return *known;
        }
        let built = self.build(self.rules.get(rule).copied()?);
        self.regions[rule] = Some(built);
        built
    }

    fn build(&mut self, node: &'a Node) -> Option<Region> {
        let built = self.settler.build(node).ok()?;
        (!self.settler.eval.exhausted()).then_some(Region(built))
    }

    /// Does the rule's answer change with the day alone? Then nothing is claimed for ever.
    pub fn is_timed(&self, rule: usize) -> bool {
        self.rules.get(rule).is_some_and(|node| self.timed(node))
    }

    fn timed(&self, node: &'a Node) -> bool {
        match node {
            Node::And(_) | Node::Or(_) | Node::Not(_) | Node::Choose { .. } => {
                node.parts().into_iter().any(|part| self.timed(part))
            }
            Node::Criterion(name) => {
                let criterion = self.settler.eval.world.regulation.criteria.get(name);
                criterion.is_some_and(|criterion| self.timed(criterion.rule.root()))
            }
            _ => self.settler.eval.truth(node) != Truth::Unknown && mentions_today(node),
        }
    }

    pub fn and(&mut self, one: Region, other: Region) -> Option<Region> {
        self.joined(|diagram| diagram.and(one.0, other.0))
    }

    pub fn or(&mut self, one: Region, other: Region) -> Option<Region> {
        self.joined(|diagram| diagram.or(one.0, other.0))
    }

    pub fn not(&mut self, region: Region) -> Option<Region> {
        self.joined(|diagram| diagram.not(region.0))
    }

    /// What is in one and not in the other.
    pub fn without(&mut self, one: Region, other: Region) -> Option<Region> {
        let other = self.not(other)?;
        self.and(one, other)
    }

    fn joined(&mut self, join: impl FnOnce(&mut Diagram) -> Result<Id, TooLarge>) -> Option<Region> {
        join(&mut self.settler.diagram).ok().map(Region)
    }

    /// Facts on which it still depends where a region ends.
    pub fn reads(&self, region: Region) -> BTreeSet<FactName> {
        let mut facts = BTreeSet::new();
        for variable in self.settler.diagram.support(region.0) {
            match variable.checked_sub(self.settler.open.len()) {
                None => {
                    facts.insert(self.fact(variable).to_owned());
                }
                Some(atom) => self.settler.facts_of_atom(atom, &mut facts),
            }
        }
        facts
    }

    /// Facts that a rule names, whether or not it depends on them.
    pub fn named(&self, rule: usize) -> BTreeSet<FactName> {
        let mut facts = BTreeSet::new();
        if let Some(node) = self.rules.get(rule) {
            super::facts_below(node, &mut facts);
        }
        facts
    }

    /// Answers in a region that the form lets through.
    pub fn seek(&mut self, region: Region, under: Under) -> Sought {
        if region == Region::NOWHERE {
            return Sought::Nothing;
        }
        let Some(region) = self.under_premises(region, under) else { return Sought::TooLarge };
        if region == Region::NOWHERE {
            return Sought::Nothing;
        }
        for blank in [false, true] {
            if let Some(way) = self.way(region, blank, false) {
                return if self.hangs_together(&way) {
                    Sought::Answers(self.words(&way))
                } else {
                    Sought::Unsure(self.reads(region))
                };
            }
        }
        match self.way(region, true, true) {
            Some(way) => Sought::Unsure(self.opaque(&way)),
            None => Sought::Nothing,
        }
    }

    /// The region cut down to what the form lets through, as far as its own facts go.
    pub fn under_premises(&mut self, region: Region, under: Under) -> Option<Region> {
        let mut region = region;
        let mut met: BTreeSet<usize> = BTreeSet::new();
        loop {
            let support = self.settler.diagram.support(region.0);
            let facts: BTreeSet<String> = support
                .into_iter()
                .filter(|variable| *variable < self.settler.open.len())
                .map(|variable| self.fact(variable).to_owned())
                .collect();
            let about = facts.iter().flat_map(|fact| self.premises.about(fact));
            let counts = |at: &usize| under == Under::Checks || !self.premises.is_check(*at);
            let news: Vec<usize> = about.filter(counts).filter(|at| met.insert(*at)).collect();
            if news.is_empty() || region == Region::NOWHERE {
                return Some(region);
            }
            for at in news {
                let premise = self.premise(at)?;
                region = self.and(region, premise)?;
            }
        }
    }

    /// Where a premise holds.
    pub fn premise(&mut self, at: usize) -> Option<Region> {
        if let Some(built) = self.built.get(&at) {
            return *built;
        }
        let node = self.premises.nodes().nth(at)?;
        let built = self.build(node);
        self.built.insert(at, built);
        built
    }

    /// May nothing be known of the fact for ever?
    pub(super) fn may_be_absent(&self, fact: &str) -> bool {
        self.premises.may_be_hidden(fact) || self.premises.may_be_blank(fact)
    }

    /// Numbers of the premises about a fact, those of its checks left out.
    pub fn premises_about(&self, fact: &str) -> Vec<usize> {
        self.premises.about(fact).filter(|at| !self.premises.is_check(*at)).collect()
    }

    fn way(&self, region: Region, blank: bool, opaque: bool) -> Option<Vec<(usize, usize)>> {
        let allowed = |variable: usize, cell: usize| match variable.checked_sub(self.settler.open.len()) {
            Some(atom) => opaque || atom >= self.of_rules,
            None => match (&self.settler.open[variable].key, self.settler.cells[variable].get(cell)) {
                // A text left empty is no answer.
                (_, None) => false,
                (_, Some(Val::Text(text))) if text.is_empty() => false,
                // Sooner or later something is known of every fact.
                (Key::Known(_), Some(_)) => cell == 0,
                (Key::Fact(name), Some(Val::Absent)) => {
                    self.premises.may_be_hidden(name) || blank && self.premises.may_be_blank(name)
                }
                _ => true,
            },
        };
        self.settler.diagram.way_to_yes(region.0, &allowed)
    }

    /// A reckoned number or date beside what it is reckoned from: such a way may contradict itself.
    fn hangs_together(&self, way: &[(usize, usize)]) -> bool {
        let named: BTreeSet<&str> = way
            .iter()
            .filter(|(variable, _)| *variable < self.settler.open.len())
            .map(|(variable, _)| self.fact(*variable))
            .collect();
        named.iter().all(|fact| !self.premises.reckoned_from(fact).any(|other| other != *fact && named.contains(other)))
    }

    fn words(&self, way: &[(usize, usize)]) -> Vec<(FactName, String)> {
        let known = way.iter().filter(|(variable, _)| *variable < self.settler.open.len());
        let known = known.filter(|(variable, _)| !matches!(self.settler.open[*variable].key, Key::Known(_)));
        known.map(|(variable, cell)| (self.fact(*variable).to_owned(), in_words(self.cell(*variable, *cell)))).collect()
    }

    fn opaque(&self, way: &[(usize, usize)]) -> BTreeSet<FactName> {
        let mut facts = BTreeSet::new();
        for (variable, _) in way {
            if let Some(atom) = variable.checked_sub(self.settler.open.len()).filter(|atom| *atom < self.of_rules) {
                self.settler.facts_of_atom(atom, &mut facts);
            }
        }
        facts
    }

    /// The fact of a variable.
    pub fn fact(&self, variable: Variable) -> &'a str {
        match self.settler.open[variable].key {
            Key::Fact(name) | Key::Count(name) | Key::Known(name) => name,
        }
    }

    fn cell(&self, variable: Variable, cell: usize) -> &Val<'a> {
        self.settler.cells[variable].get(cell).unwrap_or(&Val::Unknown)
    }
}

fn in_words(value: &Val<'_>) -> String {
    if matches!(value, Val::Absent) { "не указано".to_owned() } else { value.words() }
}

fn mentions_today(node: &Node) -> bool {
    matches!(node, Node::Today) || node.parts().into_iter().any(mentions_today)
}
