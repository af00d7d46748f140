//! Procedures, sources, results: the four parts (PROCEDURE-02), the norms (PROCEDURE-04).

use std::cmp::Ordering;
use std::collections::BTreeSet;

use super::Check;
use crate::clock::Term;
use crate::package::codes;
use crate::package::model::{Procedure, ProcedureKind, Variant};

/// Outputs that the case itself takes over.
const TAKEN: [&str; 4] = ["registration", "decision", "result", "notice"];

impl Check<'_> {
    pub(super) fn procedures(&mut self) {
        for procedure in &self.regulation.procedures {
            self.both_ends(procedure);
            self.exchange(procedure);
        }
        self.slow_sources();
        self.unused_outputs();
        self.way();
        for variant in &self.regulation.variants {
            self.norms(variant);
        }
    }

    /// Input and output may not be empty lists.
    fn both_ends(&mut self, procedure: &Procedure) {
        for (key, names) in [("input", &procedure.input), ("output", &procedure.output)] {
            let path = format!("procedures.{}.{key}", procedure.id);
            let Some(span) = self.reader.place(&path) else { continue };
            // A list whose only names are unknown was reported already.
            let reported = self.reader.found.iter().any(|one| {
                one.code == codes::UNKNOWN_FACT && one.span.file == span.file && one.span.start >= span.start
            });
            if names.is_empty() && !reported {
                self.reader.error(
                    codes::BARE_PROCEDURE,
                    &span,
                    format!("У процедуры `{}` пусто в `{key}`.", procedure.id),
                    "ничего не названо",
                    "Назовите сведения или итог, с которыми процедура начинается и кончается.",
                );
            }
        }
    }

    fn exchange(&mut self, procedure: &Procedure) {
        let is_exchange = procedure.kind == ProcedureKind::Exchange;
        let path = format!("procedures.{}.asks", procedure.id);
        let written = self.reader.knows(&path);
        if is_exchange && !written {
            self.reader.error(
                codes::BAD_EXCHANGE,
                &procedure.span,
                format!("Процедура обмена `{}` никого не спрашивает.", procedure.id),
                "здесь нет `asks`",
                "Добавьте `asks` с именами источников: `asks: [mvd.conviction]`.",
            );
        } else if !is_exchange && !procedure.asks.is_empty() {
            self.reader.error(
                codes::BAD_EXCHANGE,
                &self.at(&path),
                format!("Процедура `{}` — не обмен, а запросы идут только в обмене.", procedure.id),
                "спрашивать нельзя",
                "Перенесите запрос в процедуру вида `exchange`.",
            );
        }
    }

    /// A source answers before the longest exchange that asks it ends, unless the clock can stand
    /// still or the term be prolonged meanwhile.
    fn slow_sources(&mut self) {
        let all = self.regulation;
        if !all.suspend.is_empty() || !all.prolong.is_empty() {
            return;
        }
        for (id, source) in &all.sources {
            let asking: Vec<&Procedure> = all.procedures.iter().filter(|one| one.asks.contains(id)).collect();
            let slow = |one: &&Procedure| source.within.surely(one.within) == Some(Ordering::Greater);
            let Some(first) = asking.first().filter(|_| asking.iter().all(slow)) else { continue };
            self.reader.error(
                codes::SLOW_SOURCE,
                &self.at(&format!("sources.{id}.within")),
                format!(
                    "Норма ответа источника `{id}` — {}, а у процедуры `{}` — {}.",
                    source.within, first.id, first.within
                ),
                "ответ придёт после конца обмена",
                "Увеличьте `within` процедуры, исправьте норму источника или опишите приостановление (`suspend`) или продление (`prolong`).",
            );
        }
    }

    /// An output is a fact, something the case takes over, or another procedure's input.
    fn unused_outputs(&mut self) {
        let procedures = &self.regulation.procedures;
        let inputs: BTreeSet<&String> = procedures.iter().flat_map(|one| &one.input).collect();
        for procedure in procedures {
            for output in &procedure.output {
                let used = TAKEN.contains(&output.as_str())
                    || inputs.contains(output)
                    || self.names.facts.contains(output)
                    || self.notes.meant.contains(output)
                    || self.notes.procedures_incomplete;
                if used {
                    continue;
                }
                self.reader.warning(
                    codes::UNUSED_OUTPUT,
                    &self.at(&format!("procedures.{}.output.{output}", procedure.id)),
                    format!("Выход `{output}` процедуры `{}` никому не нужен.", procedure.id),
                    "никто не берёт",
                    "Назовите его во входе следующей процедуры или уберите.",
                );
            }
        }
    }

    /// A case must be taken in and decided.
    fn way(&mut self) {
        if self.notes.procedures_incomplete || !self.reader.knows("procedures") {
            return;
        }
        let kinds = [(ProcedureKind::Intake, "intake"), (ProcedureKind::Decision, "decision")];
        for (kind, word) in kinds {
            if self.regulation.procedures.iter().any(|one| one.kind == kind) {
                continue;
            }
            self.reader.error(
                codes::WAY_HAS_GAP,
                &self.at("procedures"),
                format!("Среди процедур нет ни одной вида `{word}`: дело не дойдёт до конца."),
                "не хватает процедуры",
                format!("Добавьте процедуру с `kind: {word}`."),
            );
        }
    }

    /// Norms of the procedures after registration together fit the variant's whole term, and the
    /// shortest of its special ones (PROCEDURE-04).
    fn norms(&mut self, variant: &Variant) {
        let concerns = |one: &&Procedure| one.variants.is_empty() || one.variants.contains(&variant.id);
        let counted: Vec<&Procedure> =
            self.regulation.procedures.iter().filter(|one| runs_in_term(one.kind)).filter(concerns).collect();
        let shortest: u64 = counted.iter().map(|one| one.within.fewest_days()).sum();
        let fits = |term: &Term| {
            let same = counted.iter().filter(|one| one.within.unit == term.unit);
            let same: u32 = same.fold(0, |sum, one| sum.saturating_add(one.within.amount));
            same <= term.amount && shortest <= term.most_days()
        };
        let parts: Vec<String> = counted.iter().map(|one| format!("`{}` — {}", one.id, one.within)).collect();
        let message = |term: &Term| {
            format!("Нормы процедур не укладываются в срок варианта `{}`, {term}: {}.", variant.id, parts.join(", "))
        };
        let label = "меньше суммы норм";
        if !fits(&variant.term) {
            self.reader.error(
                codes::NORMS_EXCEED,
                &self.at(&format!("variants.{}.term", variant.id)),
                message(&variant.term),
                label,
                "Сократите нормы процедур в `procedures` или исправьте срок варианта по акту.",
            );
            return;
        }
        let Some((at, rule)) = variant.terms.iter().enumerate().find(|(_, rule)| !fits(&rule.term)) else { return };
        // The same special term usually stands at many variants: once is enough.
        let told = self.reader.found.iter().any(|one| one.code == codes::NORMS_EXCEED);
        if told {
            return;
        }
        self.reader.warning(
            codes::NORMS_EXCEED,
            &self.at(&format!("variants.{}.terms.{at}.term", variant.id)),
            message(&rule.term),
            label,
            "Сократите нормы процедур или ограничьте процедуры вариантами, к которым они относятся (`variants`).",
        );
    }

    pub(super) fn sources(&mut self) {
        let nobody_named = self.reader.found.iter().any(|one| one.code == codes::BAD_EXCHANGE);
        if self.notes.procedures_incomplete || nobody_named || !self.reader.knows("procedures") {
            return;
        }
        for (source, span) in &self.names.sources {
            if self.notes.asked_sources.contains(source) || self.notes.meant.contains(source) {
                continue;
            }
            self.reader.error(
                codes::SOURCE_NOT_ASKED,
                span,
                format!("Источник `{source}` не спрашивает ни одна процедура."),
                "никто не спрашивает",
                "Назовите его в `asks` процедуры обмена или уберите.",
            );
        }
    }

    pub(super) fn results(&mut self) {
        if self.notes.results_incomplete || !self.reader.knows("results") {
            return;
        }
        for variant in &self.regulation.variants {
            let meant = self.notes.meant.contains(&variant.id);
            if meant || self.regulation.outputs_for(&variant.id).next().is_some() {
                continue;
            }
            self.reader.error(
                codes::NO_RESULT,
                &variant.span,
                format!("Вариант `{}` заявителю ничего не даёт.", variant.id),
                "нет результата",
                "Добавьте в `results` то, что получает заявитель, и назовите в нём этот вариант.",
            );
        }
    }
}

/// Intake comes before registration, and suspension stops the term.
fn runs_in_term(kind: ProcedureKind) -> bool {
    !matches!(kind, ProcedureKind::Profiling | ProcedureKind::Intake | ProcedureKind::Suspension)
}
