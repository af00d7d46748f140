//! Mistakes of design that one element shows on its own: pauses without end, prolongations that
//! shorten, templates that name what they are not given, names that mean two things.

use std::collections::BTreeSet;

use super::Check;
use crate::identifier::IdentifierKind;
use crate::package::codes;
use crate::package::model::{Fact, FactType, Prolongation, Variant};

impl Check<'_> {
    pub(super) fn design(&mut self) {
        self.suspensions();
        for prolongation in &self.regulation.prolong {
            self.prolongation(prolongation);
        }
        self.templates();
        self.shadowed();
        self.people();
        self.supply();
        self.languages();
        self.newer_acts();
    }

    /// A pause ends by something or after some time (PROCEDURE-07).
    fn suspensions(&mut self) {
        for one in self.regulation.suspend.iter().filter(|one| one.until.is_none() && one.limit.is_none()) {
            self.reader.warning(
                codes::ENDLESS_SUSPENSION,
                &one.ground.span,
                format!("Приостановление `{}` ничем не ограничено.", one.ground.id),
                "нет ни `until`, ни `limit`",
                "Напишите в `until`, что его прекращает, или в `limit`, сколько оно длится самое большее.",
            );
        }
    }

    /// Prolonging makes the term longer.
    fn prolongation(&mut self, one: &Prolongation) {
        let concerns = |variant: &&Variant| one.ground.variants.is_empty() || one.ground.variants.contains(&variant.id);
        let shorter = |variant: &&Variant| {
            let (to, term) = (one.to, variant.term);
            if to.unit == term.unit { to.amount <= term.amount } else { to.most_days() <= term.fewest_days() }
        };
        let Some(variant) = self.regulation.variants.iter().filter(concerns).find(shorter) else { return };
        self.reader.error(
            codes::SHORT_PROLONGATION,
            &self.at(&format!("prolong.{}.to", one.ground.id)),
            format!(
                "Продление `{}` до {} не длиннее срока варианта `{}`: {}.",
                one.ground.id, one.to, variant.id, variant.term
            ),
            "срок не вырос",
            "Напишите в `to` весь срок вместе с продлением или исправьте срок варианта.",
        );
    }

    /// A template names facts that its result holds, and shows all that it holds.
    fn templates(&mut self) {
        for result in &self.regulation.results {
            let Some(text) = self.regulation.templates.get(&result.template) else { continue };
            let named = names_in(text);
            if let Some(name) = named.iter().find(|name| !result.holds.iter().any(|held| held == *name)) {
                self.reader.error(
                    codes::TEMPLATE_UNBOUND,
                    &self.at(&format!("results.{}.template", result.id)),
                    format!(
                        "Шаблон `{}` берёт сведение `{name}`, которого результат `{}` не содержит.",
                        result.template, result.id
                    ),
                    "такого сведения у результата нет",
                    format!("Добавьте `{name}` в `holds` или исправьте шаблон."),
                );
            }
            if text.contains("data.lines") {
                continue;
            }
            let Some(unused) = result.holds.iter().find(|name| !named.contains(name.as_str())) else { continue };
            self.reader.warning(
                codes::TEMPLATE_UNUSED,
                &self.at(&format!("results.{}.holds", result.id)),
                format!(
                    "Результат `{}` содержит `{unused}`, а шаблон `{}` его не показывает.",
                    result.id, result.template
                ),
                "в документ не попадёт",
                format!("Покажите его в шаблоне: `#fact(data, \"{unused}\")` или `#lines-table(data.lines)`."),
            );
        }
    }

    /// A name means one thing: facts, criteria, parameters, tables and fields of records.
    fn shadowed(&mut self) {
        let all = self.regulation;
        let mut told = BTreeSet::new();
        for (id, criterion) in &all.criteria {
            if all.facts.contains_key(id) && told.insert(id.clone()) {
                self.reader.error(
                    codes::SHADOWED,
                    &criterion.span,
                    format!("Имя `{id}` носят и критерий, и сведение."),
                    "имя занято",
                    "Назовите критерий иначе: в выражении имя должно значить одно.",
                );
            }
        }
        for fact in all.facts.values() {
            self.shadowing_fields(fact);
        }
    }

    fn shadowing_fields(&mut self, list: &Fact) {
        let FactType::List { item, .. } = &list.kind else { return };
        let all = self.regulation;
        for (name, field) in item {
            let taken = [
                (all.facts.contains_key(name), "сведение"),
                (all.criteria.contains_key(name), "критерий"),
                (all.params.contains_key(name), "величина"),
                (all.tables.contains_key(name), "таблица"),
            ];
            if let Some((_, what)) = taken.iter().find(|(taken, _)| *taken) {
                self.reader.warning(
                    codes::SHADOWED,
                    &field.span,
                    format!("Поле `{name}` записи `{}` заслоняет собой: {what} `{name}`.", list.name),
                    "имя занято",
                    "Назовите поле иначе: в выражении имя должно значить одно.",
                );
            }
            self.shadowing_fields(field);
        }
    }

    /// Who is invited is found by a СНИЛС.
    fn people(&mut self) {
        for party in &self.regulation.parties {
            let Some(invite) = &party.invite else { continue };
            let list = party.each.as_ref().and_then(|list| self.regulation.facts.get(list));
            let field = match list.map(|list| &list.kind) {
                Some(FactType::List { item, .. }) => item.get(invite),
                _ => None,
            };
            let kind = field.or_else(|| self.regulation.facts.get(invite)).map(|fact| &fact.kind);
            if kind.is_none_or(|kind| matches!(kind, FactType::Identifier(IdentifierKind::Snils))) {
                continue;
            }
            self.reader.error(
                codes::BAD_INVITE,
                &self.at(&format!("parties.{}.invite", party.id)),
                format!("Участника `{}` зовут по `{invite}`, а это не СНИЛС.", party.id),
                "так человека не найти",
                "Назовите сведение с типом `snils`.",
            );
        }
    }

    fn supply(&mut self) {
        for resource in &self.regulation.resources {
            let sum: u32 = resource.shares.iter().map(|share| u32::from(share.percent)).sum();
            if sum > 100 {
                self.reader.error(
                    codes::SHARES_EXCEED,
                    &self.at(&format!("resources.{}.shares", resource.id)),
                    format!("Доли ресурса `{}` вместе составляют {sum} процентов.", resource.id),
                    "больше целого",
                    "Уменьшите доли: вместе они не больше 100 процентов.",
                );
            }
        }
        for booking in &self.regulation.bookings {
            let day = booking.date.as_ref().and_then(|name| self.regulation.fact(name));
            if let Some(fact) = day.filter(|fact| !matches!(fact.kind, FactType::Date)) {
                self.reader.error(
                    codes::BAD_BOOKING,
                    &self.at(&format!("bookings.{}.date", booking.id)),
                    format!("`{}` не день: день приёма пишется в сведение с типом `date`.", fact.name),
                    "здесь нужна дата",
                    "Назовите сведение с типом `date` или уберите `date`.",
                );
            }
            let (Some(earliest), Some(latest)) = (booking.earliest, booking.latest) else { continue };
            let never = if earliest.unit == latest.unit {
                latest.amount <= earliest.amount
            } else {
                latest.most_days() <= earliest.fewest_days()
            };
            if never {
                self.reader.error(
                    codes::BAD_BOOKING,
                    &self.at(&format!("bookings.{}.latest", booking.id)),
                    format!(
                        "На `{}` записаться нельзя: не раньше чем через {earliest} и не позже чем через {latest}.",
                        booking.id
                    ),
                    "не позже начала",
                    "Исправьте `earliest` и `latest`: между ними должны быть дни для записи.",
                );
            }
        }
    }

    /// Where texts are kept by language, every language has every text.
    fn languages(&mut self) {
        let texts = &self.regulation.texts;
        let split = |name: &'_ str| name.split_once('.').map(|(language, rest)| (language.to_owned(), rest.to_owned()));
        let parts: Option<Vec<(String, String)>> = texts.keys().map(|name| split(name)).collect();
        let Some(parts) = parts else { return };
        let languages: BTreeSet<&String> = parts.iter().map(|(language, _)| language).collect();
        let codes = |language: &&String| language.len() == 2 && language.chars().all(|c| c.is_ascii_lowercase());
        if languages.len() < 2 || !languages.iter().all(codes) {
            return;
        }
        let span = crate::diagnostic::Span { file: "texts.yaml".to_owned(), start: 0, end: 1 };
        let names: BTreeSet<&String> = parts.iter().map(|(_, name)| name).collect();
        for name in names {
            for language in &languages {
                if texts.contains_key(&format!("{language}.{name}")) {
                    continue;
                }
                self.reader.error(
                    codes::MISSING_LANGUAGE,
                    &span,
                    format!("Текста `{name}` нет на языке `{language}`."),
                    "не переведено",
                    format!("Добавьте в `{language}` текст `{name}`."),
                );
            }
        }
    }

    /// An act later than the edition may have changed what the edition says (CAT-18).
    fn newer_acts(&mut self) {
        for (id, act) in &self.regulation.acts {
            let from = self.regulation.from;
            let Some(date) = act.date.filter(|date| from != jiff::civil::Date::MIN && *date > from) else { continue };
            self.reader.warning(
                codes::NEWER_ACT,
                &self.at(&format!("acts.{id}.date")),
                format!(
                    "Акт `{id}` от {date} новее редакции регламента, которая действует с {}.",
                    self.regulation.from
                ),
                "редакция могла устареть",
                "Сверьте регламент с актом и выпустите новую редакцию: `version` и `from`.",
            );
        }
    }
}

/// Facts that a template takes by name: `fact(data, "name")`, `data.facts.at("name")`.
fn names_in(text: &str) -> BTreeSet<&str> {
    let mut names = BTreeSet::new();
    for way in ["fact(data,", "data.facts.at("] {
        for rest in text.split(way).skip(1) {
            let name = rest.trim_start().strip_prefix('"').and_then(|rest| rest.split_once('"'));
            names.extend(name.map(|(name, _)| name));
        }
    }
    names
}
