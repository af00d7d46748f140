//! What an assessment promises can come about: every line fits the rule, the value fits its fact
//! and can suffice.

use rust_decimal::Decimal;

use super::Check;
use crate::expression::{Verdict, World};
use crate::fact::{Facts, Known, Source, Value};
use crate::package::codes;
use crate::package::model::{AssessmentRule, Averaging, FactType, Method};

/// Values of the result that are tried before nothing is claimed.
const TRIED: i64 = 20_000;

impl Check<'_> {
    pub(super) fn assessments(&mut self) {
        for rule in &self.regulation.assessments {
            self.sheet_fits(rule);
            self.value_fits(rule);
            self.recording(rule);
        }
    }

    fn bad(&mut self, rule: &AssessmentRule, key: &str, message: String, label: &str, help: &str) {
        let place = self.at(&format!("assessments.{}.{key}", rule.id));
        self.reader.error(codes::BAD_ASSESSMENT, &place, message, label, help);
    }

    /// Points where totals are reckoned, yes and no where all must agree.
    fn sheet_fits(&mut self, rule: &AssessmentRule) {
        if rule.sheet.is_empty() {
            let message = format!("В листе оценки `{}` нет ни одной строки.", rule.id);
            self.bad(
                rule,
                "sheet",
                message,
                "пустой лист",
                "Назовите, что оценивает эксперт: `{ id, title, most, because }`.",
            );
        }
        let all = rule.rule == Averaging::All;
        for item in rule.sheet.iter().filter(|item| item.most.is_some() == all) {
            let (message, help) = if all {
                (
                    format!("Строка `{}` оценивается баллами, а правило `all` спрашивает «да» или «нет».", item.id),
                    "Уберите `most` или возьмите правило `mean`, `median` или `sum`.",
                )
            } else {
                (
                    format!("В строке `{}` не сказано, сколько баллов самое большее.", item.id),
                    "Добавьте `most`, а для ответов «да» и «нет» возьмите правило `all`.",
                )
            };
            self.bad(rule, &format!("sheet.{}", item.id), message, "не подходит к правилу", help);
        }
    }

    /// The value fits its fact, nobody else tells the fact, and some sheets suffice.
    fn value_fits(&mut self, rule: &AssessmentRule) {
        let Some(fact) = self.regulation.facts.get(&rule.gives) else { return };
        let asked = self.regulation.form.iter().any(|step| step.fields.contains(&rule.gives));
        if asked || !fact.from.is_empty() || fact.derive.is_some() {
            let message = format!("Сведение `{}` узнают не только от экспертов.", rule.gives);
            self.bad(
                rule,
                "gives",
                message,
                "есть другой источник",
                "Оставьте у него только листы экспертов: без `from`, `derive` и вопроса в форме, с `ask: never`.",
            );
        }
        let procedure = self.regulation.procedures.iter().find(|one| one.id == rule.procedure);
        if procedure.is_some_and(|one| !one.output.contains(&rule.gives)) {
            let message = format!("Процедура `{}` не даёт сведения `{}`.", rule.procedure, rule.gives);
            self.bad(rule, "gives", message, "нет в её `output`", "Добавьте сведение в `output` процедуры.");
        }
        match (&fact.kind, rule.ceiling()) {
            (FactType::YesNo, None) => {}
            (FactType::Number { min, max, .. }, Some(most)) => {
                if min.is_some_and(|min| min > Decimal::ZERO) || max.is_some_and(|max| max < most) {
                    let message = format!("Оценка бывает от 0 до {most}, а пределы сведения `{}` у́же.", rule.gives);
                    self.bad(
                        rule,
                        "gives",
                        message,
                        "не поместится",
                        "Исправьте `min` и `max` сведения или `most` в строках листа.",
                    );
                    return;
                }
                self.can_suffice(rule, most);
                let apart = rule.apart.filter(|apart| *apart >= rule.sheet.iter().filter_map(|item| item.most).sum());
                if let Some(apart) = apart {
                    let message = format!("Мнения экспертов не могут разойтись больше чем на {apart}.");
                    self.bad(
                        rule,
                        "apart",
                        message,
                        "больше всего листа",
                        "Напишите число меньше суммы `most` всех строк.",
                    );
                }
            }
            _ => {
                let message = format!("Правило оценки `{}` не даёт сведения `{}` такого вида.", rule.id, rule.gives);
                self.bad(
                    rule,
                    "rule",
                    message,
                    "виды не подходят",
                    "Правило `all` даёт `yes-no`, остальные дают `number`.",
                );
            }
        }
    }

    /// Is there a result that is enough? From the best down; claimed only when all were tried.
    fn can_suffice(&mut self, rule: &AssessmentRule, most: Decimal) {
        let Some(passes) = &rule.passes else { return };
        let step = Decimal::new(1, rule.round);
        let mut value = most.round_dp(rule.round);
        for _ in 0..TRIED {
            if value < Decimal::ZERO {
                let message = format!("Наибольшая оценка {most}, и её не хватает: `passes` не бывает «да».");
                self.bad(rule, "passes", message, "недостижимо", "Снизьте порог или увеличьте `most` в строках листа.");
                return;
            }
            let mut facts = Facts::default();
            let at = jiff::Timestamp::UNIX_EPOCH;
            let known = Known { value: Some(Value::Number(value)), source: Source::Derived, at, contested: false };
            facts.learn(rule.gives.clone(), known);
            let world = World { regulation: self.regulation, facts: &facts, today: self.regulation.from };
            if passes.verdict(&world) != Verdict::No {
                return;
            }
            value -= step;
        }
    }

    /// Nobody is recorded without having agreed (REMOTE-02).
    fn recording(&mut self, rule: &AssessmentRule) {
        let recorded = rule.methods.iter().any(|one| one.recorded());
        if recorded && rule.consent.as_ref().is_none_or(|words| words.trim().is_empty()) {
            self.reader.error(
                codes::NO_CONSENT,
                &self.at(&format!("assessments.{}.methods", rule.id)),
                format!("Для оценки `{}` записывают видео, а согласие на это не спрашивают.", rule.id),
                "нет `consent`",
                "Добавьте `consent`: на что именно соглашается заявитель, целым предложением.",
            );
        }
        if rule.methods.contains(&Method::Recording) && rule.retry > 0 && rule.guidance.is_none() {
            self.reader.error(
                codes::NO_WORDS,
                &self.at(&format!("assessments.{}.retry", rule.id)),
                format!("Запись для оценки `{}` можно сделать заново, но не сказано, как сделать её лучше.", rule.id),
                "нет `guidance`",
                "Добавьте `guidance`: совет заявителю, как снять ещё раз.",
            );
        }
    }
}
