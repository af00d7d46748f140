//! What was proved about the conditions, in words and with places.

use super::Check;
use crate::diagnostic::Span;
use crate::package::codes;
use crate::prove::{self, Answers, At, Claim, Grounds};

impl Check<'_> {
    /// Gaps, overlaps, and what can never happen. Of a package with mistakes only overlaps are
    /// certain: a part that was not read could not have filled a gap, but it may be the gap.
    pub(super) fn proofs(&mut self, read_whole: bool) {
        let proofs = prove::regulation(self.regulation);
        for claim in &proofs.claims {
            match claim {
                Claim::VariantsOverlap { first, second, answers } => self.variants_overlap(*first, *second, answers),
                _ if !read_whole => {}
                Claim::VariantsGap(answers) => self.variants_gap(answers),
                Claim::NeverGranted { variant, grounds } => self.never_granted(*variant, grounds),
                Claim::Never(at) => self.never(*at),
                Claim::Always(at) => self.always(*at),
                Claim::Same(list, first, second) => self.same(*list, *first, *second),
                Claim::Covered(larger, smaller) => self.covered(*larger, *smaller),
                Claim::ExemptionsOverlap { first, second, answers } => {
                    self.exemptions_overlap(*first, *second, answers);
                }
                Claim::RowsOverlap { table, first, second, answers } => {
                    self.rows_overlap(*table, *first, *second, answers);
                }
                Claim::RowsGap { table, answers } => self.rows_gap(*table, answers),
            }
        }
        if read_whole {
            self.questions(&proofs.matter);
        }
    }

    fn variants_overlap(&mut self, first: usize, second: usize, answers: &Answers) {
        let variants = &self.regulation.variants;
        let (Some(first), Some(second)) = (variants.get(first), variants.get(second)) else { return };
        self.reader.error(
            codes::VARIANTS_OVERLAP,
            &second.when.span,
            format!("Варианты `{}` и `{}` подходят одновременно, когда {}.", first.id, second.id, in_words(answers)),
            "подходит вместе с другим",
            "Сделайте условия исключающими друг друга: заявителю подходит ровно один вариант.",
        );
    }

    fn variants_gap(&mut self, answers: &Answers) {
        self.reader.warning(
            codes::WAY_HAS_GAP,
            &self.at("variants"),
            format!("Ни один вариант не подходит, когда {}.", in_words(answers)),
            "есть пробел",
            "Расширьте условие одного из вариантов, добавьте вариант или основание отказа для этих ответов.",
        );
    }

    fn never_granted(&mut self, variant: usize, grounds: &[String]) {
        let Some(variant) = self.regulation.variants.get(variant) else { return };
        let named: Vec<String> = grounds.iter().map(|id| format!("`{id}`")).collect();
        let (by, pass) = if grounds.len() == 1 {
            ("основание", "пропускает")
        } else {
            ("основания", "пропускают")
        };
        self.reader.error(
            codes::NEVER_GRANTED,
            &variant.span,
            format!("По варианту `{}` откажут каждому: {by} {} не {pass} никого.", variant.id, named.join(", ")),
            "положительного решения не бывает",
            "Сузьте условие основания, назовите в нём другие варианты (`variants`) или исправьте условие варианта.",
        );
    }

    fn never(&mut self, at: At) {
        let Some(span) = prove::condition(self.regulation, at).map(|when| when.span.clone()).or_else(|| self.row(at))
        else {
            return;
        };
        let (code, message, help) = self.never_words(at);
        let label = "всегда «нет»";
        if matches!(at, At::Variant(_)) {
            self.reader.error(code, &span, message, label, help);
        } else {
            self.reader.warning(code, &span, message, label, help);
        }
    }

    /// Rows over fields of records have no condition of their own.
    fn row(&self, at: At) -> Option<Span> {
        let At::Row(table, row) = at else { return None };
        let (_, table) = self.regulation.tables.get_index(table)?;
        table.rows.get(row).map(|row| row.span.clone())
    }

    /// Code, sentence, and how to mend it.
    fn never_words(&self, at: At) -> (&'static str, String, &'static str) {
        let id = prove::name_of(self.regulation, at);
        let mend = "Исправьте условие или уберите лишнее.";
        let (code, message, help) = match at {
            At::Variant(_) => (codes::VARIANT_NEVER, format!("Вариант `{id}` не подходит никому."), mend),
            At::Criterion(_) => (
                codes::CRITERION_CONSTANT,
                format!("Критерий `{id}` всегда «нет»."),
                "Исправьте правило: критерий должен различать заявителей.",
            ),
            At::Ground(..) => (
                codes::GROUND_NEVER,
                format!("Основание `{id}` не наступит никогда."),
                "Исправьте условие или перечень вариантов (`variants`) этого основания.",
            ),
            At::Row(_, row) => (
                codes::ROW_NEVER,
                format!("Строка {} таблицы `{id}` не срабатывает никогда.", row + 1),
                "Исправьте её проверки; если её случаи забирают строки выше, поставьте её раньше или уберите.",
            ),
            At::FeeLine(_) => (codes::FEE_NEVER, format!("Строку платы `{id}` не платит никто."), mend),
            At::Exemption(_) => (codes::FEE_NEVER, format!("Льгота `{id}` не положена никому."), mend),
            At::Step(_) => (codes::NEVER_SHOWN, format!("Шаг формы `{id}` не увидит никто."), mend),
            At::Question(_) => (codes::NEVER_SHOWN, format!("Вопрос `{id}` не увидит никто."), mend),
            At::Procedure(_) => (codes::NEVER_SHOWN, format!("Процедура `{id}` не начнётся никогда."), mend),
            At::Term(..) => (codes::NEVER_SHOWN, format!("Особый срок варианта `{id}` не наступит никогда."), mend),
            At::Party(_) => (codes::NEVER_SHOWN, format!("Участник `{id}` не понадобится никогда."), mend),
            At::Resource(_) => (codes::NEVER_SHOWN, format!("Ресурс `{id}` не понадобится никому."), mend),
            At::Booking(_) => (codes::NEVER_SHOWN, format!("Запись `{id}` не понадобится никому."), mend),
            At::Result(_) => (codes::NEVER_SHOWN, format!("Результат `{id}` не получит никто."), mend),
            At::Afterwards(_) => {
                (codes::NEVER_SHOWN, format!("То, что описано в `afterwards.{id}`, не наступит никогда."), mend)
            }
        };
        (code, message, help)
    }

    fn always(&mut self, at: At) {
        let At::Criterion(place) = at else { return };
        let Some((id, criterion)) = self.regulation.criteria.get_index(place) else { return };
        self.reader.warning(
            codes::CRITERION_CONSTANT,
            &criterion.rule.span,
            format!("Критерий `{id}` всегда «да»."),
            "ничего не различает",
            "Исправьте правило: критерий должен различать заявителей.",
        );
    }

    fn same(&mut self, list: Grounds, first: usize, second: usize) {
        let grounds = list.of(self.regulation);
        let (Some(first), Some(second)) = (grounds.get(first), grounds.get(second)) else { return };
        let Some(when) = &second.when else { return };
        self.reader.warning(
            codes::SAME_GROUNDS,
            &when.span,
            format!("Основания `{}` и `{}` наступают в одних и тех же случаях.", first.id, second.id),
            "повторяет другое основание",
            "Оставьте одно из них или уточните условия: человек должен знать одну причину.",
        );
    }

    fn covered(&mut self, larger: usize, smaller: usize) {
        let all = &self.regulation.fee.exemptions;
        let (Some(larger), Some(smaller)) = (all.get(larger), all.get(smaller)) else { return };
        self.reader.warning(
            codes::FEE_NEVER,
            &smaller.when.span,
            format!("Льгота `{}` не применяется: каждому, кому она положена, положена и `{}`.", smaller.id, larger.id),
            "ничего не меняет",
            "Уберите её или исправьте условия: действует одна льгота, самая большая.",
        );
    }

    fn exemptions_overlap(&mut self, first: usize, second: usize, answers: &Answers) {
        let all = &self.regulation.fee.exemptions;
        let (Some(first), Some(second)) = (all.get(first), all.get(second)) else { return };
        self.reader.warning(
            codes::EXEMPTIONS_OVERLAP,
            &second.when.span,
            format!(
                "Льготы `{}` и `{}` от разных строк платы положены вместе, когда {}.",
                first.id,
                second.id,
                in_words(answers)
            ),
            "действует только одна",
            "Сделайте условия исключающими друг друга или перечислите в одной льготе обе строки.",
        );
    }

    fn rows_overlap(&mut self, table: usize, first: usize, second: usize, answers: &Answers) {
        let Some((id, table)) = self.regulation.tables.get_index(table) else { return };
        let Some(row) = table.rows.get(second) else { return };
        let (first, second) = (first + 1, second + 1);
        self.reader.error(
            codes::ROWS_OVERLAP,
            &row.span,
            format!("Строки {first} и {second} таблицы `{id}` подходят вместе, когда {}.", in_words(answers)),
            "подходит вместе с другой",
            "Разведите проверки строк; если важен порядок, напишите `hit: first`.",
        );
    }

    fn rows_gap(&mut self, table: usize, answers: &Answers) {
        use crate::package::model::HitPolicy;
        let Some((id, table)) = self.regulation.tables.get_index(table) else { return };
        let span = self.at(&format!("tables.{id}.rows"));
        let message = format!("Ни одна строка таблицы `{id}` не подходит, когда {}.", in_words(answers));
        let help = "Добавьте строку для этих значений или расширьте одну из имеющихся.";
        match table.hit {
            HitPolicy::Unique => self.reader.error(codes::ROWS_GAP, &span, message, "есть пробел", help),
            HitPolicy::First => self.reader.warning(codes::ROWS_GAP, &span, message, "есть пробел", help),
            // Nothing that fits adds up to nothing.
            HitPolicy::Collect => {}
        }
    }
}

/// Answers as a part of a sentence: «`request.kind` — `issue`».
fn in_words(answers: &Answers) -> String {
    let plain = |value: &str| matches!(value, "да" | "нет" | "другой текст" | "не указано");
    let said: Vec<String> = answers
        .iter()
        .map(|(name, value)| {
            let value = value.trim_matches('"');
            if plain(value) { format!("`{name}` — {value}") } else { format!("`{name}` — `{value}`") }
        })
        .collect();
    if said.is_empty() { "ответы любые".to_owned() } else { said.join(", ") }
}
