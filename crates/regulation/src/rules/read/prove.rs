//! Proofs over a set that was read whole: no service falls between rules, none meets two where
//! one is promised, and no rule is there in vain (RULE-02).

use jiff::Timestamp;

use super::{Draft, codes};
use crate::diagnostic::{Diagnostic, Span};
use crate::expression::{self, Expression, World};
use crate::fact::{Facts, Known, Source, Value};
use crate::rules::set::{ActionRules, Hit, Rule, RuleSet};
use crate::rules::{Action, Verdict};

impl Draft<'_> {
    pub(super) fn prove(&mut self) {
        let numbers = numbers(&self.set);
        let world = World { regulation: &self.set.host, facts: &numbers, today: self.set.from };
        let mut found = Vec::new();
        for (action, rules) in &self.set.actions {
            gap(*action, rules, &world, &mut found);
            dead(*action, rules, &world, &mut found);
            if rules.hit == Hit::Unique {
                two_fit(*action, rules, &world, &mut found);
            }
            circle(&self.set, *action, rules, &mut found);
        }
        found.extend(expression::cycles(&self.set.host));
        self.reading.reader.found.extend(found);
    }
}

/// The numbers of a set's parameters as facts that are known.
pub(in crate::rules) fn numbers(set: &RuleSet) -> Facts {
    let mut facts = Facts::default();
    for (name, number) in set.numbers() {
        let value = Some(Value::Number(number));
        facts.learn(name, Known { value, source: Source::Derived, at: Timestamp::UNIX_EPOCH, contested: false });
    }
    facts
}

fn gap(action: Action, rules: &ActionRules, world: &World<'_>, found: &mut Vec<Diagnostic>) {
    let whens: Vec<&Expression> = rules.rules.iter().filter_map(|rule| rule.when.as_ref()).collect();
    if whens.len() < rules.rules.len() {
        return;
    }
    let Some(example) = expression::example(&[], &whens, world) else { return };
    let message =
        format!("Для действия {action} есть услуга, к которой не подходит ни одно правило: {}.", shown(&example));
    let help = "Добавьте правило для этого случая; последнее правило без `when` подходит всегда.";
    found.push(Diagnostic::error(codes::GAP, rules.span.clone(), message, "есть пробел", help));
}

fn dead(action: Action, rules: &ActionRules, world: &World<'_>, found: &mut Vec<Diagnostic>) {
    for (at, rule) in rules.rules.iter().enumerate() {
        let before = if rules.hit == Hit::First { &rules.rules[..at] } else { &[] };
        let always = before.iter().any(|one| one.when.is_none());
        let unwanted: Vec<&Expression> = before.iter().filter_map(|one| one.when.as_ref()).collect();
        let wanted: Vec<&Expression> = rule.when.iter().collect();
        let nothing_asked = wanted.is_empty() && unwanted.is_empty();
        if !always && (nothing_asked || expression::example(&wanted, &unwanted, world).is_some()) {
            continue;
        }
        let message = format!("Правило `{}` действия {action} никогда не решает.", rule.id);
        let help = "Уберите его или поставьте выше тех, которые его закрывают.";
        found.push(Diagnostic::error(codes::DEAD_RULE, rule.span.clone(), message, "никогда", help));
    }
}

fn two_fit(action: Action, rules: &ActionRules, world: &World<'_>, found: &mut Vec<Diagnostic>) {
    for (at, one) in rules.rules.iter().enumerate() {
        for other in &rules.rules[at + 1..] {
            let both: Vec<&Expression> = one.when.iter().chain(&other.when).collect();
            let example = if both.is_empty() { Some(Vec::new()) } else { expression::example(&both, &[], world) };
            let Some(example) = example else { continue };
            found.push(overlap(action, one, other, &shown(&example)));
        }
    }
}

fn overlap(action: Action, one: &Rule, other: &Rule, example: &str) -> Diagnostic {
    let message = format!("Правила `{}` и `{}` действия {action} подходят сразу оба: {example}.", one.id, other.id);
    let help = "Сузьте одно из них или поставьте `hit: first`, если решает верхнее.";
    Diagnostic::error(codes::TWO_FIT, other.span.clone(), message, "второе подходящее", help)
}

/// An action that follows another must not be followed by it, and the other must have rules.
fn circle(set: &RuleSet, action: Action, rules: &ActionRules, found: &mut Vec<Diagnostic>) {
    for rule in &rules.rules {
        let Verdict::Follows(followed) = rule.verdict else { continue };
        let back = |rules: &ActionRules| {
            rules.rules.iter().any(|rule| {
                rule.verdict == Verdict::Follows(action)
                    || matches!(rule.verdict, Verdict::Follows(one) if one == followed)
            })
        };
        let wrong = followed == action || set.actions.get(&followed).is_none_or(back);
        if wrong {
            found.push(in_vain(&rule.span, action, followed));
        }
    }
}

fn in_vain(span: &Span, action: Action, followed: Action) -> Diagnostic {
    let message = format!("Действие {action} следует за {followed}, а само {followed} не решается.");
    let help = "Дайте второму действию собственные правила, без следования по кругу.";
    Diagnostic::error(codes::UNKNOWN, span.clone(), message, "не за чем следовать", help)
}

fn shown(example: &[(String, String)]) -> String {
    if example.is_empty() {
        return "любая услуга".to_owned();
    }
    example.iter().map(|(name, value)| format!("{name} = {value}")).collect::<Vec<_>>().join(", ")
}
