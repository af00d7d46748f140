//! Evaluation in three-valued logic (Kleene): the fast path, without allocation for plain rules.
//!
//! What is not known stays unknown; comparisons with what is known to be absent are no. Cost is
//! bounded by steps and depth, and what would exceed them is unknown, never a guess.

use std::cell::{Cell, RefCell};

use super::functions::Function;
use super::node::{FactNode, Node};
use super::operations::{at, contains, field, reckoned, related, until};
use super::value::{Truth, Val};
use super::{Item, World};

/// Most steps of one question.
const STEPS: u32 = 400_000;

/// Deepest chain of nodes, criteria included.
const DEEPEST: u32 = 400;

/// What is supposed of a fact while cells are tried out.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) enum Key<'a> {
    /// The value of a fact.
    Fact(&'a str),
    /// How many records a list has.
    Count(&'a str),
    /// Whether a fact is known.
    Known(&'a str),
}

/// The values bound by quantifiers and filters, inner ones first.
pub(crate) struct Frame<'f, 'a> {
    pub value: &'f Val<'a>,
    pub outer: Outer<'f, 'a>,
}

pub(crate) struct Eval<'a> {
    pub world: World<'a>,
    pub item: Option<Item<'a>>,
    /// Suppositions; while there are any, nothing is remembered.
    pub supposed: Vec<(Key<'a>, Val<'a>)>,
    /// Most steps of this question.
    pub most: u32,
    steps: Cell<u32>,
    depth: Cell<u32>,
    /// Verdicts of criteria by their place in the regulation; empty until one is asked.
    known: RefCell<Vec<Option<Truth>>>,
}

pub(crate) type Outer<'f, 'a> = Option<&'f Frame<'f, 'a>>;

impl<'a> Eval<'a> {
    pub fn new(world: World<'a>, item: Option<Item<'a>>) -> Self {
        Self {
            world,
            item,
            supposed: Vec::new(),
            most: STEPS,
            steps: Cell::new(0),
            depth: Cell::new(0),
            known: RefCell::new(Vec::new()),
        }
    }

    /// Has the bound on cost been met? Then every answer is unknown.
    pub fn exhausted(&self) -> bool {
        self.steps.get() >= self.most
    }

    fn enter(&self) -> bool {
        self.steps.set(self.steps.get().saturating_add(1));
        self.depth.set(self.depth.get() + 1);
        self.steps.get() < self.most && self.depth.get() < DEEPEST
    }

    fn leave(&self) {
        self.depth.set(self.depth.get() - 1);
    }

    /// Is it so?
    pub fn truth(&self, node: &'a Node) -> Truth {
        self.truth_in(node, None)
    }

    /// Is it so with these records at hand?
    pub fn truth_in(&self, node: &'a Node, outer: Outer<'_, 'a>) -> Truth {
        let truth = if self.enter() { self.truth_of(node, outer) } else { Truth::Unknown };
        self.leave();
        truth
    }

    fn truth_of(&self, node: &'a Node, outer: Outer<'_, 'a>) -> Truth {
        match node {
            Node::YesNo(yes) => Truth::of(*yes),
            Node::Not(inner) => self.truth_in(inner, outer).not(),
            Node::And(parts) => until(Truth::No, parts.iter().map(|part| self.truth_in(part, outer))),
            Node::Or(parts) => until(Truth::Yes, parts.iter().map(|part| self.truth_in(part, outer))),
            Node::Choose { arms, otherwise, .. } => self.chosen_truth(arms, otherwise, outer),
            Node::OneOf { of, codes } => match self.value_in(of, outer) {
                Val::Text(text) => Truth::of(codes.contains(text.as_ref())),
                Val::Absent => Truth::No,
                _ => Truth::Unknown,
            },
            Node::Matches(text, pattern) => match self.value_in(text, outer) {
                Val::Text(text) => Truth::of(pattern.matches(&text)),
                Val::Absent => Truth::No,
                _ => Truth::Unknown,
            },
            Node::Related(relation, left, right) => {
                related(*relation, &self.value_in(left, outer), &self.value_in(right, outer))
            }
            Node::Criterion(name) => self.criterion(name),
            Node::Quantified { every, list, body } => self.quantified(*every, list, body, outer),
            Node::Call(function, arguments) => self.asked(*function, arguments, outer),
            _ => self.value_in(node, outer).truth(),
        }
    }

    /// Of the arms that may still be the one, all must agree.
    fn chosen_truth(&self, arms: &'a [(Node, Node)], otherwise: &'a Node, outer: Outer<'_, 'a>) -> Truth {
        let mut agreed: Option<Truth> = None;
        for (condition, value) in arms {
            let condition = self.truth_in(condition, outer);
            if condition == Truth::No {
                continue;
            }
            let truth = self.truth_in(value, outer);
            if agreed.is_some_and(|agreed| agreed != truth) {
                return Truth::Unknown;
            }
            if condition == Truth::Yes || truth == Truth::Unknown {
                return truth;
            }
            agreed = Some(truth);
        }
        let truth = self.truth_in(otherwise, outer);
        if agreed.is_none_or(|agreed| agreed == truth) { truth } else { Truth::Unknown }
    }

    fn chosen(&self, arms: &'a [(Node, Node)], otherwise: &'a Node, outer: Outer<'_, 'a>) -> Val<'a> {
        let mut agreed: Option<Val<'a>> = None;
        for (condition, value) in arms {
            let condition = self.truth_in(condition, outer);
            if condition == Truth::No {
                continue;
            }
            let value = self.value_in(value, outer);
            if agreed.as_ref().is_some_and(|agreed| !agreed.same(&value)) {
                return Val::Unknown;
            }
            if condition == Truth::Yes || matches!(value, Val::Unknown) {
                return value;
            }
            agreed = Some(value);
        }
        let value = self.value_in(otherwise, outer);
        if agreed.is_none_or(|agreed| agreed.same(&value)) { value } else { Val::Unknown }
    }

    fn criterion(&self, name: &str) -> Truth {
        let Some((place, _, criterion)) = self.world.regulation.criteria.get_full(name) else {
            return Truth::Unknown;
        };
        let root = criterion.rule.root();
        if !self.supposed.is_empty() {
            return self.truth_in(root, None);
        }
        {
            let mut known = self.known.borrow_mut();
            if known.is_empty() {
                known.resize(self.world.regulation.criteria.len(), None);
            }
            if let Some(Some(truth)) = known.get(place) {
                return *truth;
            }
            // A criterion that asks itself finds this; the reader refuses such packages.
            if let Some(slot) = known.get_mut(place) {
                *slot = Some(Truth::Unknown);
            }
        }
        // A criterion of the regulation sees no record, whoever asks it.
        let truth = self.truth_in(root, None);
        if let Some(slot) = self.known.borrow_mut().get_mut(place) {
            *slot = Some(truth);
        }
        truth
    }

    fn quantified(&self, every: bool, list: &'a Node, body: &'a Node, outer: Outer<'_, 'a>) -> Truth {
        let decisive = if every { Truth::No } else { Truth::Yes };
        let each = |value: Val<'a>| self.truth_in(body, Some(&Frame { value: &value, outer }));
        match self.value_in(list, outer) {
            Val::Unknown => Truth::Unknown,
            Val::Records(records) => until(decisive, records.iter().map(|record| each(Val::Record(record)))),
            Val::List(elements) => until(decisive, elements.into_iter().map(each)),
            _ => decisive.not(),
        }
    }

    /// Calls whose result is yes or no.
    fn asked(&self, function: Function, arguments: &'a [Node], outer: Outer<'_, 'a>) -> Truth {
        match (function, arguments) {
            (Function::IsKnown, [Node::Fact(fact)]) => self.is_known(&fact.name),
            (Function::IsKnown, [inner]) => match self.value_in(inner, outer) {
                Val::Unknown => Truth::Unknown,
                _ => Truth::Yes,
            },
            (Function::IsAbsent, [inner]) => match self.value_in(inner, outer) {
                Val::Unknown => Truth::Unknown,
                Val::Absent => Truth::Yes,
                _ => Truth::No,
            },
            (Function::All | Function::Any, [list]) => {
                let decisive = if function == Function::All { Truth::No } else { Truth::Yes };
                match self.value_in(list, outer) {
                    Val::Unknown => Truth::Unknown,
                    Val::List(elements) => until(decisive, elements.iter().map(Val::truth)),
                    _ => decisive.not(),
                }
            }
            (Function::Contains, [whole, part]) => contains(&self.value_in(whole, outer), &self.value_in(part, outer)),
            (Function::StartsWith | Function::EndsWith, [whole, part]) => {
                match (self.value_in(whole, outer), self.value_in(part, outer)) {
                    (Val::Absent, _) | (_, Val::Absent) => Truth::No,
                    (Val::Text(whole), Val::Text(part)) if function == Function::StartsWith => {
                        Truth::of(whole.starts_with(part.as_ref()))
                    }
                    (Val::Text(whole), Val::Text(part)) => Truth::of(whole.ends_with(part.as_ref())),
                    _ => Truth::Unknown,
                }
            }
            _ => self.called(function, arguments, outer).truth(),
        }
    }

    /// Whether a fact is known is never supposed away: it is yes, or not known yet.
    fn is_known(&self, name: &str) -> Truth {
        let supposed = self.supposed.iter().find(|(key, _)| *key == Key::Known(name));
        match supposed {
            Some((_, value)) => value.truth(),
            None => match self.stated(name) {
                Val::Unknown => Truth::Unknown,
                _ => Truth::Yes,
            },
        }
    }

    /// What the facts say, suppositions left aside. Contested facts count as unknown.
    pub fn stated(&self, name: &str) -> Val<'a> {
        let facts = match self.item {
            Some(item) if item.declared.contains_key(name) => item.known,
            _ => self.world.facts,
        };
        match facts.get(name) {
            None => Val::Unknown,
            Some(known) if known.contested => Val::Unknown,
            Some(known) => known.value.as_ref().map_or(Val::Absent, Val::of),
        }
    }

    fn fact(&self, fact: &FactNode) -> Val<'a> {
        match self.supposed.iter().find(|(key, _)| *key == Key::Fact(&fact.name)) {
            Some((_, value)) => value.clone(),
            None => self.stated(&fact.name),
        }
    }

    /// Its value.
    pub fn value(&self, node: &'a Node) -> Val<'a> {
        self.value_in(node, None)
    }

    /// Its value with these records at hand.
    pub fn value_in(&self, node: &'a Node, outer: Outer<'_, 'a>) -> Val<'a> {
        let value = if self.enter() { self.value_of(node, outer) } else { Val::Unknown };
        self.leave();
        value
    }

    fn value_of(&self, node: &'a Node, outer: Outer<'_, 'a>) -> Val<'a> {
        match node {
            Node::Number(number) => Val::Number(*number),
            Node::Text(text) => Val::Text(text.as_str().into()),
            Node::Date(date) => Val::Date(*date),
            Node::Length(length) => Val::Length(*length),
            Node::Today => Val::Date(self.world.today),
            Node::Fact(fact) => self.fact(fact),
            Node::Local(outwards) => local(*outwards, outer),
            Node::Field { of, name, required } => field(self.value_in(of, outer), name, *required),
            Node::Absent => Val::Absent,
            Node::Choose { arms, otherwise, .. } => self.chosen(arms, otherwise, outer),
            Node::Reckoned(operation, left, right) => {
                reckoned(*operation, self.value_in(left, outer), self.value_in(right, outer))
            }
            Node::Negative(inner) => match self.value_in(inner, outer) {
                Val::Number(number) => Val::Number(-number),
                other => other,
            },
            Node::Filter { list, condition } => self.filtered(list, condition, outer),
            Node::For { list, value } => match self.elements(list, outer) {
                Ok(elements) => Val::List(
                    elements
                        .into_iter()
                        .map(|element| self.value_in(value, Some(&Frame { value: &element, outer })))
                        .collect(),
                ),
                Err(other) => other,
            },
            Node::At { list, place } => match self.elements(list, outer) {
                Ok(elements) => at(elements, *place),
                Err(other) => other,
            },
            Node::List(elements) => Val::List(elements.iter().map(|element| self.value_in(element, outer)).collect()),
            Node::Call(function, arguments) if !gives_truth(*function) => self.called(*function, arguments, outer),
            _ => match self.truth_of(node, outer) {
                Truth::Yes => Val::YesNo(true),
                Truth::No => Val::YesNo(false),
                Truth::Unknown => Val::Unknown,
            },
        }
    }

    /// The elements of a list, or what stands in its place: unknown or absent.
    pub fn elements(&self, list: &'a Node, outer: Outer<'_, 'a>) -> Result<Vec<Val<'a>>, Val<'a>> {
        match self.value_in(list, outer) {
            Val::Records(records) => Ok(records.iter().map(Val::Record).collect()),
            Val::List(elements) => Ok(elements),
            other => Err(other),
        }
    }

    fn filtered(&self, list: &'a Node, condition: &'a Node, outer: Outer<'_, 'a>) -> Val<'a> {
        let elements = match self.elements(list, outer) {
            Ok(elements) => elements,
            Err(other) => return other,
        };
        let mut kept = Vec::new();
        for value in elements {
            match self.truth_in(condition, Some(&Frame { value: &value, outer })) {
                Truth::Yes => kept.push(value),
                Truth::No => {}
                Truth::Unknown => return Val::Unknown,
            }
        }
        Val::List(kept)
    }

    fn called(&self, function: Function, arguments: &'a [Node], outer: Outer<'_, 'a>) -> Val<'a> {
        if let (Function::Count, [Node::Fact(fact)]) = (function, arguments)
            && let Some((_, value)) = self.supposed.iter().find(|(key, _)| *key == Key::Count(&fact.name))
        {
            return value.clone();
        }
        match arguments {
            [one] => super::calls::one(function, self.value_in(one, outer)),
            [one, other] => super::calls::two(function, self.value_in(one, outer), self.value_in(other, outer)),
            _ => Val::Absent,
        }
    }
}

/// Does the call give yes or no?
pub(crate) fn gives_truth(function: Function) -> bool {
    use Function::{All, Any, Contains, EndsWith, IsAbsent, IsKnown, StartsWith};
    matches!(function, All | Any | Contains | EndsWith | IsAbsent | IsKnown | StartsWith)
}

fn local<'a>(outwards: usize, outer: Outer<'_, 'a>) -> Val<'a> {
    let mut frame = outer;
    for _ in 0..outwards {
        frame = frame.and_then(|inner| inner.outer);
    }
    frame.map_or(Val::Unknown, |frame| frame.value.clone())
}
