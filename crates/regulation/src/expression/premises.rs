//! What a form and the derived facts rule out: a hidden question has no answer, a shown one that
//! must be answered has one, a checked answer has passed its checks.

use std::collections::{BTreeMap, BTreeSet};

use super::functions::Function;
use super::node::{FactNode, Node};
use super::syntax::Relation;
use super::types::Domain;
use crate::package::{ApplicantKind, Fact, FactType, Regulation, SourcePath};

/// Conditions that hold in every application of a regulation.
#[derive(Debug, Default)]
pub(crate) struct Premises {
    nodes: Vec<Node>,
    about: BTreeMap<String, Vec<usize>>,
    checks: BTreeSet<usize>,
    hidden: BTreeSet<String>,
    blank: BTreeSet<String>,
    reckoned: BTreeMap<String, BTreeSet<String>>,
}

impl Premises {
    /// The premises of a regulation.
    pub fn of(regulation: &Regulation) -> Self {
        let mut premises = Self::default();
        for step in &regulation.form {
            for fact in step.fields.iter().filter_map(|name| regulation.facts.get(name)) {
                premises.asked(fact, step.when.as_ref().map(|when| when.root()));
            }
        }
        for fact in regulation.facts.values() {
            premises.derived(fact, regulation);
            premises.applicant(fact, regulation);
        }
        premises
    }

    /// All of them, by number.
    pub fn nodes(&self) -> impl Iterator<Item = &Node> {
        self.nodes.iter()
    }

    /// Numbers of those about a fact.
    pub fn about(&self, fact: &str) -> impl Iterator<Item = usize> {
        self.about.get(fact).into_iter().flatten().copied()
    }

    /// Does it say that an answer has passed a check of its field?
    pub fn is_check(&self, premise: usize) -> bool {
        self.checks.contains(&premise)
    }

    /// Is the question shown only under a condition?
    pub fn may_be_hidden(&self, fact: &str) -> bool {
        self.hidden.contains(fact)
    }

    /// May the question be left without an answer?
    pub fn may_be_blank(&self, fact: &str) -> bool {
        self.blank.contains(fact)
    }

    /// Facts from which a number or date is reckoned.
    pub fn reckoned_from(&self, fact: &str) -> impl Iterator<Item = &str> {
        self.reckoned.get(fact).into_iter().flatten().map(String::as_str)
    }

    fn add(&mut self, fact: &Fact, node: Node) {
        self.about.entry(fact.name.clone()).or_default().push(self.nodes.len());
        self.nodes.push(node);
    }

    fn asked(&mut self, fact: &Fact, step: Option<&Node>) {
        let domain = Domain::of(&fact.kind);
        if matches!(domain, Domain::Other) {
            return;
        }
        if !fact.required {
            self.blank.insert(fact.name.clone());
        }
        let shown: Vec<Node> = step.into_iter().chain(fact.when.as_ref().map(|when| when.root())).cloned().collect();
        let absent = is_absent(fact);
        if !shown.is_empty() {
            self.hidden.insert(fact.name.clone());
            let shown = Node::And(shown);
            self.add(fact, Node::Or(vec![shown.clone(), absent.clone()]));
            if fact.required {
                self.add(fact, Node::Or(vec![negated(shown), negated(absent.clone())]));
            }
        } else if fact.required {
            self.add(fact, negated(absent.clone()));
        }
        for check in &fact.checks {
            self.checks.insert(self.nodes.len());
            self.add(fact, Node::Or(vec![absent.clone(), check.rule.root().clone()]));
        }
    }

    /// A derived yes-no or choice is what its rule says; numbers and dates are kept apart.
    fn derived(&mut self, fact: &Fact, regulation: &Regulation) {
        let Some(rule) = &fact.derive else { return };
        match &fact.kind {
            FactType::YesNo => self.add(fact, same(named(fact), rule.root().clone())),
            FactType::Choice(options) => {
                for code in options.keys() {
                    let is =
                        |node: Node| Node::Related(Relation::Equal, Box::new(node), Box::new(Node::Text(code.clone())));
                    self.add(fact, same(is(named(fact)), is(rule.root().clone())));
                }
            }
            _ => {
                self.reckoned.insert(fact.name.clone(), rule.reads_all(regulation));
            }
        }
    }

    /// The kind of applicant is one of those who may apply.
    fn applicant(&mut self, fact: &Fact, regulation: &Regulation) {
        let from_case = fact.from.iter().any(|path| matches!(path, SourcePath::Case(name) if name == "applicant"));
        if !from_case || regulation.applicants.is_empty() {
            return;
        }
        let is = |kind: &ApplicantKind| {
            let code = match kind {
                ApplicantKind::Person => "person",
                ApplicantKind::SoleTrader => "sole-trader",
                ApplicantKind::Organisation => "organisation",
            };
            Node::Related(Relation::Equal, Box::new(named(fact)), Box::new(Node::Text(code.to_owned())))
        };
        self.add(fact, Node::Or(regulation.applicants.iter().map(is).collect()));
    }
}

fn named(fact: &Fact) -> Node {
    Node::Fact(FactNode { name: fact.name.clone(), domain: Domain::of(&fact.kind) })
}

fn is_absent(fact: &Fact) -> Node {
    Node::Call(Function::IsAbsent, vec![named(fact)])
}

fn negated(node: Node) -> Node {
    Node::Not(Box::new(node))
}

fn same(one: Node, other: Node) -> Node {
    let both = Node::And(vec![one.clone(), other.clone()]);
    Node::Or(vec![both, Node::And(vec![negated(one), negated(other)])])
}
