//! Every way a citizen can go through a service, with where it ends: the questions that decide,
//! answers to them in groups that change nothing among themselves, and the outcome.
//!
//! The variant is settled first, then the grounds in the order in which a case meets them; a
//! way ends at the first ground that holds. What only a person can see stands beside the outcome.

use std::collections::BTreeSet;

use jiff::Timestamp;
use serde::Serialize;

use super::Unexplored;
use super::conditions::{At, Grounds, conditions};
use crate::assess::{Cost, cost};
use crate::clock::Term;
use crate::expression::{Asked, Node, Premises, Region, Space, Variable, World};
use crate::fact::{FactName, Facts, Known, Source};
use crate::package::{FactType, Regulation};

/// Most ends that are listed; the rest is counted as not explored.
pub const MOST_PATHS: usize = 2_000;

/// Every way through a service.
#[derive(Debug, Clone, Serialize)]
pub struct Paths {
    /// The first question, or the end when there is none.
    pub root: Branch,
    /// What was not explored, and why.
    pub unexplored: Vec<Unexplored>,
}

/// A point on the way.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Branch {
    /// A question with the ways that lead on from it.
    Question {
        /// The fact; of a condition that could not be divided, its text.
        fact: FactName,
        /// What is asked, in plain words.
        label: String,
        /// Answers, and where they lead.
        ways: Vec<Way>,
    },
    /// The end.
    End(End),
    /// Further ways were not explored.
    Cut,
}

/// A group of answers that lead the same way.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Way {
    /// Answers as the language writes them: codes, numbers, stretches in words.
    pub answers: Vec<String>,
    /// The same for people.
    pub shown: Vec<String>,
    /// What follows.
    pub then: Branch,
}

/// Where a way ends.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct End {
    /// The variant; `None` when none fits.
    pub variant: Option<String>,
    /// Its title in plain words.
    pub title: Option<String>,
    /// The first ground that ends the case: list and id. `None`: the result is given.
    pub ground: Option<(&'static str, String)>,
    /// Grounds that only a person can see.
    pub discretion: Vec<String>,
    /// The whole term; without special ones.
    pub term: Option<Term>,
    /// What it costs, as far as the answers on the way tell.
    pub fee: Cost,
}

/// One way from the first question to its end.
#[derive(Debug, Clone, Serialize)]
pub struct Path<'p> {
    /// Facts with the answers given.
    pub answers: Vec<(&'p str, &'p [String])>,
    /// Labels of the facts with the answers for people.
    pub shown: Vec<(&'p str, &'p [String])>,
    /// Where it ends.
    pub end: &'p End,
}

impl Paths {
    /// All ways, in the order of the answers.
    pub fn list(&self) -> Vec<Path<'_>> {
        let mut paths = Vec::new();
        collect(&self.root, &mut Vec::new(), &mut Vec::new(), &mut paths);
        paths
    }
}

fn collect<'p>(
    branch: &'p Branch,
    answers: &mut Vec<(&'p str, &'p [String])>,
    shown: &mut Vec<(&'p str, &'p [String])>,
    paths: &mut Vec<Path<'p>>,
) {
    match branch {
        Branch::End(end) => paths.push(Path { answers: answers.clone(), shown: shown.clone(), end }),
        Branch::Cut => {}
        Branch::Question { fact, label, ways } => {
            for way in ways {
                answers.push((fact, &way.answers));
                shown.push((label, &way.shown));
                collect(&way.then, answers, shown, paths);
                answers.pop();
                shown.pop();
            }
        }
    }
}

/// Lists every way through a service, at most `most` of them.
pub fn paths(regulation: &Regulation, most: usize) -> Paths {
    let premises = Premises::of(regulation);
    let facts = Facts::default();
    let world = World { regulation, facts: &facts, today: regulation.from };
    let conditions: Vec<_> = conditions(regulation)
        .into_iter()
        .filter(|(at, _)| match at {
            At::Variant(_) => true,
            At::Ground(list, _) => list.ends_the_case(),
            _ => false,
        })
        .collect();
    let space = Space::new(world, conditions.iter().map(|(_, when)| *when), &premises);
    let mut explorer =
        Explorer { regulation, space, most, ends: 0, known: Facts::default(), unexplored: Vec::new(), cut: 0 };
    let mut state = State::default();
    for (place, (at, when)) in conditions.iter().enumerate() {
        let Some(region) = explorer.space.region(place) else {
            let why = "Условие слишком велико, чтобы разложить его на значения.".to_owned();
            explorer.unexplored.push(Unexplored { what: format!("`{}`", when.text), why });
            continue;
        };
        match at {
            At::Variant(variant) => state.variants.push((*variant, region)),
            At::Ground(list, ground) => state.grounds.push((*list, *ground, region)),
            _ => {}
        }
    }
    state.premises = explorer.premises(&state);
    let root = explorer.grow(state);
    if explorer.cut > 0 {
        let why = format!("Перечислено {most} путей, больше не показывается; ветвей осталось {}.", explorer.cut);
        explorer.unexplored.push(Unexplored { what: "остальные пути".to_owned(), why });
    }
    Paths { root, unexplored: explorer.unexplored }
}

/// What is still open at a point of the way.
#[derive(Debug, Clone, Default, PartialEq)]
struct State {
    variants: Vec<(usize, Region)>,
    decided: Option<Option<usize>>,
    grounds: Vec<(Grounds, usize, Region)>,
    premises: Vec<Region>,
}

struct Explorer<'a> {
    regulation: &'a Regulation,
    space: Space<'a>,
    most: usize,
    ends: usize,
    known: Facts,
    unexplored: Vec<Unexplored>,
    cut: usize,
}

impl<'a> Explorer<'a> {
    /// Premises about everything that may be asked, and about what those rest on.
    fn premises(&mut self, state: &State) -> Vec<Region> {
        let regions = state.variants.iter().map(|(_, region)| *region);
        let regions = regions.chain(state.grounds.iter().map(|(_, _, region)| *region));
        let mut waiting: BTreeSet<FactName> = regions.flat_map(|region| self.space.reads(region)).collect();
        let (mut met, mut numbers, mut found) = (BTreeSet::new(), BTreeSet::new(), Vec::new());
        while let Some(fact) = waiting.pop_first() {
            if !met.insert(fact.clone()) {
                continue;
            }
            for number in self.space.premises_about(&fact) {
                if let Some(region) = self.space.premise(number).filter(|_| numbers.insert(number)) {
                    waiting.extend(self.space.reads(region));
                    found.push(region);
                }
            }
        }
        found
    }

    fn grow(&mut self, mut state: State) -> Branch {
        if self.ends >= self.most {
            self.cut += 1;
            return Branch::Cut;
        }
        self.settle(&mut state);
        match self.next(&state) {
            Some(variable) => self.question(&state, variable),
            None => {
                self.ends += 1;
                Branch::End(self.end(&state))
            }
        }
    }

    /// Drops what is out of the question, and settles the variant once it is known.
    fn settle(&self, state: &mut State) {
        if state.decided.is_none() {
            state.variants.retain(|(_, region)| *region != Region::NOWHERE);
            state.decided = match state.variants.first() {
                None => Some(None),
                Some((variant, Region::EVERYWHERE)) => Some(Some(*variant)),
                Some(_) => None,
            };
        }
        let Some(decided) = state.decided else { return };
        state.variants.clear();
        let id = decided.and_then(|at| self.regulation.variants.get(at)).map(|one| &one.id);
        state.grounds.retain(|(list, at, region)| {
            let ground = list.of(self.regulation);
            let concerns = ground
                .get(*at)
                .is_some_and(|one| one.variants.is_empty() || id.is_some_and(|id| one.variants.contains(id)));
            concerns && *region != Region::NOWHERE
        });
        // What comes after a ground that holds is not asked.
        if let Some(first) = state.grounds.iter().position(|(_, _, region)| *region == Region::EVERYWHERE) {
            state.grounds.truncate(first + 1);
        }
    }

    /// The next question that still decides something.
    fn next(&self, state: &State) -> Option<Variable> {
        let variant = state.variants.first().and_then(|(_, region)| self.space.top(*region));
        let grounds = || state.grounds.iter().find_map(|(_, _, region)| self.space.top(*region));
        if state.decided.is_none() { variant } else { grounds() }
    }

    fn question(&mut self, state: &State, variable: Variable) -> Branch {
        let mut groups: Vec<(State, Vec<usize>)> = Vec::new();
        for cell in self.space.answers(variable) {
            let Some(mut after) = self.after(state, variable, cell) else { continue };
            if after.premises.contains(&Region::NOWHERE) {
                continue;
            }
            self.settle(&mut after);
            match groups.iter_mut().find(|(known, _)| *known == after) {
                Some((_, cells)) => cells.push(cell),
                None => groups.push((after, vec![cell])),
            }
        }
        let asked = self.space.asked(variable);
        // A question that the form has answered already by hiding others is not asked.
        if let [(_, _)] = groups.as_slice()
            && let Some((only, cells)) = groups.pop()
        {
            return self.told(&asked, variable, cells.first().copied(), |explorer| explorer.grow(only));
        }
        let mut ways = Vec::new();
        for (after, cells) in groups {
            let answers = self.space.said(variable, &cells);
            let shown = self.shown(&asked, &answers);
            let then = self.told(&asked, variable, cells.first().copied(), |explorer| explorer.grow(after));
            ways.push(Way { answers, shown, then });
        }
        let (fact, label) = self.named(&asked);
        if ways.is_empty() { Branch::Cut } else { Branch::Question { fact, label, ways } }
    }

    /// Goes on while an answer is among the known facts.
    fn told(
        &mut self,
        asked: &Asked,
        variable: Variable,
        cell: Option<usize>,
        on: impl FnOnce(&mut Self) -> Branch,
    ) -> Branch {
        let Asked::Fact(name) = asked else { return on(self) };
        let kind = self.regulation.facts.get(name).map(|fact| &fact.kind);
        let value = kind.zip(cell).and_then(|(kind, cell)| self.space.value(variable, cell, kind));
        let Some(value) = value else { return on(self) };
        let known = Known { value, source: Source::Applicant, at: Timestamp::UNIX_EPOCH, contested: false };
        self.known.learn(name.clone(), known);
        let then = on(self);
        self.known.0.remove(name);
        then
    }

    fn after(&mut self, state: &State, variable: Variable, cell: usize) -> Option<State> {
        let mut after = state.clone();
        for (_, region) in &mut after.variants {
            *region = self.space.after(*region, variable, cell)?;
        }
        for (_, _, region) in &mut after.grounds {
            *region = self.space.after(*region, variable, cell)?;
        }
        for region in &mut after.premises {
            *region = self.space.after(*region, variable, cell)?;
        }
        after.premises.retain(|region| *region != Region::EVERYWHERE);
        Some(after)
    }

    fn named(&self, asked: &Asked) -> (FactName, String) {
        let label =
            |name: &String| self.regulation.facts.get(name).map_or_else(|| name.clone(), |fact| fact.label.clone());
        match asked {
            Asked::Fact(name) => (name.clone(), label(name)),
            Asked::Count(name) => (format!("count({name})"), format!("{}: сколько", label(name))),
            Asked::Known(name) => (format!("is known({name})"), format!("{}: известно ли", label(name))),
            Asked::Condition(number) => {
                let text = self.space.condition(*number).and_then(|node| self.text_of(node));
                let text = text.unwrap_or_else(|| format!("условие {}", number + 1));
                (text.clone(), text)
            }
        }
    }

    /// The author's words for a condition that could not be divided: its own text where it stands
    /// alone, else the element that it is a part of.
    fn text_of(&self, node: &Node) -> Option<String> {
        let criteria = &self.regulation.criteria;
        if let Some(whole) = criteria.values().find(|one| one.rule.is(node)) {
            return Some(whole.id.clone());
        }
        let all = conditions(self.regulation);
        if let Some((_, whole)) = all.iter().find(|(_, when)| when.is(node)) {
            return Some(whole.text.clone());
        }
        let facts: Vec<String> = self.space.facts_below(node).into_iter().map(|fact| format!("`{fact}`")).collect();
        let facts = facts.join(", ");
        if let Some(whole) = criteria.values().find(|one| one.rule.has(node)) {
            return Some(format!("часть критерия `{}` о {facts}", whole.id));
        }
        let (_, whole) = all.iter().find(|(_, when)| when.has(node))?;
        Some(format!("часть условия «{}» о {facts}", whole.text))
    }

    fn shown(&self, asked: &Asked, answers: &[String]) -> Vec<String> {
        let kind = match asked {
            Asked::Fact(name) => self.regulation.facts.get(name).map(|fact| &fact.kind),
            _ => None,
        };
        let label = |code: &String| match kind {
            Some(FactType::Choice(options)) => options.get(code).cloned().unwrap_or_else(|| code.clone()),
            _ => code.clone(),
        };
        answers.iter().map(label).collect()
    }

    fn end(&self, state: &State) -> End {
        let variant = state.decided.flatten().and_then(|at| self.regulation.variants.get(at));
        let ground = state.grounds.first().and_then(|(list, at, _)| {
            let id = list.of(self.regulation).get(*at).map(|one| one.id.clone())?;
            Some((list.key(), id))
        });
        let seen = Grounds::ALL.into_iter().filter(|list| list.ends_the_case());
        let discretion = seen.flat_map(|list| list.of(self.regulation)).filter(|one| {
            let concerns = one.variants.is_empty() || variant.is_some_and(|variant| one.variants.contains(&variant.id));
            one.when.is_none() && concerns
        });
        End {
            variant: variant.map(|one| one.id.clone()),
            title: variant.map(|one| one.title.clone()),
            ground,
            discretion: discretion.map(|one| one.id.clone()).collect(),
            term: variant.map(|one| one.term),
            fee: cost(self.regulation, &self.known, self.regulation.from),
        }
    }
}
