//! Questions that should not be asked, and definitions that nobody reads.

use std::collections::BTreeSet;

use super::Check;
use crate::fact::FactName;
use crate::package::codes;
use crate::prove;

impl Check<'_> {
    pub(super) fn questions(&mut self, matter: &BTreeSet<FactName>) {
        let told = |check: &Self, name: &str| {
            let span = check.regulation.facts.get(name).map(|fact| &fact.span);
            check.reader.found.iter().any(|one| Some(&one.span) == span)
        };
        for name in prove::dead(self.regulation, matter) {
            if told(self, &name) {
                continue;
            }
            self.reader.warning(
                codes::DEAD_QUESTION,
                &self.at(&format!("facts.{name}")),
                format!("Ответ на вопрос `{name}` ничего не меняет."),
                "вопрос впустую",
                "Уберите его из формы, назовите в условии, которое от него зависит, или в `input` процедуры, где на него смотрит человек; если оно нужно не для решения, исправьте `purpose`.",
            );
        }
        for (name, claim) in prove::held_by_account(self.regulation) {
            self.reader.warning(
                codes::ASKED_THOUGH_HELD,
                &self.at(&format!("facts.{name}")),
                format!("Сведение `{name}` спрашивают, хотя его знает учётная запись."),
                "уже известно",
                format!("Добавьте `from: [esia.{claim}]`: тогда поле будет заполнено."),
            );
        }
        for (name, source) in prove::held_documents(self.regulation) {
            self.reader.warning(
                codes::ASKED_THOUGH_HELD,
                &self.at(&format!("facts.{name}.required")),
                format!("Документ `{name}` требуют приложить, хотя он есть у источника `{source}`."),
                "есть у ведомства",
                "Уберите `required` или назовите в `replaced-by` сведения, которые его заменяют.",
            );
        }
        for demand in prove::paper_demands(self.regulation).into_iter().filter(|one| one.removal.is_none()) {
            self.reader.warning(
                codes::PAPER_WITHOUT_PLAN,
                &self.at(&format!("facts.{}", demand.fact)),
                format!("Подлинник «{}» требуют, а как и когда обойдутся без него, не сказано.", demand.label),
                "бумага без плана",
                "Напишите рядом с `original` ключ `removal: { instead: status, by: ДАТА }`; вместо `status` бывает `duplicate` и `declaration`.",
            );
        }
        for (section, id) in prove::unused_definitions(self.regulation) {
            if self.notes.meant.contains(&id) {
                continue;
            }
            let what = if section == "params" { "Величину" } else { "Таблицу" };
            self.reader.warning(
                codes::UNUSED_DEFINITION,
                &self.at(&format!("{section}.{id}")),
                format!("{what} `{id}` ничто не использует."),
                "нигде не названа",
                "Назовите её в выражении или уберите.",
            );
        }
    }
}
