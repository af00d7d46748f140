//! Variants: exactly one fits. Shown by trying every combination of choices and yes-no answers.

use jiff::Timestamp;

use super::Check;
use crate::expression::{Verdict, World};
use crate::fact::{Facts, Known, Source, Value};
use crate::package::codes;
use crate::package::model::{Fact, FactType, Regulation};

/// Most combinations that are tried; beyond it nothing is claimed.
const MOST: usize = 4096;

impl<'c> Check<'c> {
    pub(super) fn variants(&mut self) {
        let Some(facts) = self.finite() else { return };
        let mut told: Vec<(usize, usize)> = Vec::new();
        let mut gap = None;
        let sizes: Vec<usize> = facts.iter().map(|fact| values(&fact.kind).len()).collect();
        let all: usize = sizes.iter().product();
        for number in 0..all {
            let world = self.world(&facts, &sizes, number);
            let verdicts = self.verdicts(&world);
            let fitting: Vec<usize> = positions(&verdicts, &Verdict::Yes);
            if let [first, second, ..] = fitting[..]
                && !told.contains(&(first, second))
            {
                told.push((first, second));
                self.overlap(first, second, &world);
            }
            let none = positions(&verdicts, &Verdict::No).len() == verdicts.len();
            if none && !verdicts.is_empty() && gap.is_none() {
                gap = Some(in_words(&world));
            }
        }
        let complete = self.names.variants.len() == self.regulation.variants.len();
        if let (Some(answers), true) = (gap, complete) {
            self.reader.warning(
                codes::WAY_HAS_GAP,
                &self.at("variants"),
                format!("Ни один вариант не подходит, когда {answers}."),
                "есть пробел",
                "Расширьте условие одного из вариантов или добавьте вариант для этих ответов.",
            );
        }
    }

    /// Facts with finitely many values that the conditions of variants rest on.
    fn finite(&self) -> Option<Vec<&'c Fact>> {
        let regulation: &'c Regulation = self.regulation;
        let mut facts: Vec<&'c Fact> = Vec::new();
        for variant in &regulation.variants {
            for name in variant.when.reads_all(regulation) {
                let Some(fact) = regulation.facts.get(&name) else { continue };
                let known = facts.iter().any(|other| other.name == fact.name);
                if !known && !values(&fact.kind).is_empty() && fact.derive.is_none() {
                    facts.push(fact);
                }
            }
        }
        let all = facts.iter().try_fold(1usize, |all, fact| all.checked_mul(values(&fact.kind).len()));
        all.filter(|all| *all <= MOST).map(|_| facts)
    }

    /// The combination with this number; a fact that would not be asked stays unknown.
    fn world(&self, facts: &[&Fact], sizes: &[usize], number: usize) -> Facts {
        let mut rest = number;
        let mut world = Facts::default();
        for (fact, size) in facts.iter().zip(sizes) {
            if let Some(value) = values(&fact.kind).into_iter().nth(rest % size) {
                let known = Known {
                    value: Some(value),
                    source: Source::Applicant,
                    at: Timestamp::UNIX_EPOCH,
                    contested: false,
                };
                world.learn(fact.name.clone(), known);
            }
            rest /= size;
        }
        for fact in facts {
            let hidden = fact.when.as_ref().is_some_and(|when| {
                let world = World { regulation: self.regulation, facts: &world, today: self.regulation.from };
                when.verdict(&world) == Verdict::No
            });
            if hidden {
                world.0.remove(&fact.name);
            }
        }
        world
    }

    fn verdicts(&self, facts: &Facts) -> Vec<Verdict> {
        let world = World { regulation: self.regulation, facts, today: self.regulation.from };
        self.regulation.variants.iter().map(|variant| variant.when.verdict(&world)).collect()
    }

    fn overlap(&mut self, first: usize, second: usize, facts: &Facts) {
        let variants = &self.regulation.variants;
        let (Some(first), Some(second)) = (variants.get(first), variants.get(second)) else { return };
        self.reader.error(
            codes::VARIANTS_OVERLAP,
            &second.when.span,
            format!("Варианты `{}` и `{}` подходят одновременно, когда {}.", first.id, second.id, in_words(facts)),
            "подходит вместе с другим",
            "Сделайте условия исключающими друг друга: заявителю подходит ровно один вариант.",
        );
    }
}

fn positions(verdicts: &[Verdict], wanted: &Verdict) -> Vec<usize> {
    let all = verdicts.iter().enumerate();
    all.filter(|(_, verdict)| *verdict == wanted).map(|(at, _)| at).collect()
}

/// All values of a type that has few; none for other types.
fn values(kind: &FactType) -> Vec<Value> {
    match kind {
        FactType::YesNo => vec![Value::YesNo(true), Value::YesNo(false)],
        FactType::Choice(options) => options.keys().cloned().map(Value::Choice).collect(),
        _ => Vec::new(),
    }
}

fn in_words(facts: &Facts) -> String {
    let said: Vec<String> = facts
        .0
        .iter()
        .filter_map(|(name, known)| match known.value.as_ref()? {
            Value::YesNo(yes) => Some(format!("`{name}` — {}", if *yes { "да" } else { "нет" })),
            Value::Choice(code) => Some(format!("`{name}` — `{code}`")),
            _ => None,
        })
        .collect();
    if said.is_empty() { "угодно".to_owned() } else { said.join(", ") }
}
