//! Facts: each is had from somewhere, used for something, and derived without a circle.

use std::collections::BTreeSet;

use super::Check;
use crate::package::codes;
use crate::package::model::{Fact, FactType, Purpose};

impl Check<'_> {
    pub(super) fn facts(&mut self) {
        let asked: BTreeSet<&str> =
            self.regulation.form.iter().flat_map(|step| &step.fields).map(String::as_str).collect();
        let found_later: BTreeSet<&str> =
            self.regulation.procedures.iter().flat_map(|one| &one.output).map(String::as_str).collect();
        for fact in self.regulation.facts.values() {
            if self.notes.meant.contains(&fact.name) {
                continue;
            }
            let given = !fact.from.is_empty()
                || fact.derive.is_some()
                || asked.contains(fact.name.as_str())
                || found_later.contains(fact.name.as_str());
            let written = self.reader.knows(&format!("facts.{}.from", fact.name))
                || self.reader.knows(&format!("facts.{}.derive", fact.name));
            if !given && !written && !self.notes.form_incomplete && self.reader.knows("form") {
                self.nobody_gives(fact);
            } else if !self.is_used(fact) {
                self.reader.warning(
                    codes::UNUSED_FACT,
                    &fact.span,
                    format!("Сведение `{}` ничего не решает и никуда не попадает.", fact.name),
                    "нигде не используется",
                    "Уберите его или назовите там, где оно нужно: в условии, в `input`, в `keys` или в `holds`.",
                );
            }
            if fact.derive.is_some() && !fact.from.is_empty() {
                self.reader.error(
                    codes::MUST_NOT_BE_ASKED,
                    &self.at(&format!("facts.{}.from", fact.name)),
                    format!("Сведение `{}` и вычисляется, и берётся из источника.", fact.name),
                    "лишний источник",
                    "Оставьте либо `derive`, либо `from`.",
                );
            }
        }
        self.derive_cycles();
        self.reader.found.extend(crate::expression::cycles(self.regulation));
    }

    fn nobody_gives(&mut self, fact: &Fact) {
        let must = if fact.required { "Обязательное сведение" } else { "Сведение" };
        self.reader.error(
            codes::UNREACHABLE_FACT,
            &fact.span,
            format!("{must} `{}` никто не даёт: его не спрашивает форма и нет источника.", fact.name),
            "взять неоткуда",
            "Добавьте его в шаг `form`, назовите источник в `from` или правило в `derive`.",
        );
    }

    fn is_used(&self, fact: &Fact) -> bool {
        let named = |names: &[String]| names.contains(&fact.name);
        // A person reads what is uploaded, and identity and contacts are a use in themselves.
        matches!(fact.purpose, Purpose::Identification | Purpose::Contact)
            || matches!(fact.kind, FactType::Document(_))
            || self.notes.read.contains(&fact.name)
            || self.regulation.sources.values().any(|source| named(&source.keys))
            || self.regulation.procedures.iter().any(|one| named(&one.input))
            || self.regulation.results.iter().any(|result| named(&result.holds))
            || self.notes.procedures_incomplete
            || self.notes.results_incomplete
    }

    /// A derived fact that rests on itself can never be known.
    fn derive_cycles(&mut self) {
        let mut told: BTreeSet<&str> = BTreeSet::new();
        for fact in self.regulation.facts.values() {
            let Some(rule) = &fact.derive else { continue };
            if told.contains(fact.name.as_str()) {
                continue;
            }
            let Some(way) = self.way_back(fact) else { continue };
            told.extend(way.iter().copied());
            self.reader.error(
                codes::DERIVE_CYCLE,
                &rule.span,
                format!("Сведение `{}` вычисляется через само себя: {}.", fact.name, way.join(" → ")),
                "замкнутый круг",
                "Разорвите круг: одно из этих сведений должно приходить от заявителя или из источника.",
            );
        }
    }

    /// The shortest way from a derived fact back to it.
    fn way_back<'r>(&self, start: &'r Fact) -> Option<Vec<&'r str>>
    where
        Self: 'r,
    {
        let facts = &self.regulation.facts;
        let mut ways: Vec<Vec<&str>> = vec![vec![&start.name]];
        let mut met: BTreeSet<&str> = BTreeSet::new();
        let mut next = 0;
        while let Some(way) = ways.get(next).cloned() {
            next += 1;
            let last = way.last().copied().unwrap_or_default();
            let Some(rule) = facts.get(last).and_then(|fact| fact.derive.as_ref()) else { continue };
            for name in rule.reads_all(self.regulation) {
                let Some(fact) = facts.get(&name) else { continue };
                let mut longer = way.clone();
                longer.push(&fact.name);
                if fact.name == start.name {
                    return Some(longer);
                }
                if met.insert(&fact.name) {
                    ways.push(longer);
                }
            }
        }
        None
    }

    /// Criteria that no condition names decide nothing.
    pub(super) fn criteria(&mut self) {
        for criterion in self.regulation.criteria.values() {
            if self.notes.criteria.contains(&criterion.id) || self.notes.meant.contains(&criterion.id) {
                continue;
            }
            self.reader.warning(
                codes::UNUSED_CRITERION,
                &criterion.span,
                format!("Критерий `{}` ничего не решает.", criterion.id),
                "нигде не назван",
                "Назовите его в условии основания или варианта либо уберите.",
            );
        }
    }
}
