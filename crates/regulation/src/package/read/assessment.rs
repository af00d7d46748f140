//! How the applicant or an object is assessed: the sheet, the experts, the declared rule.

use std::collections::BTreeSet;

use indexmap::IndexMap;
use rust_decimal::Decimal;

use super::Reading;
use crate::package::codes;
use crate::package::fields::Fields;
use crate::package::model::{
    Assessed, AssessmentRule, Averaging, Fact, FactType, Method, Procedure, ProcedureKind, SheetItem,
};
use crate::package::yaml::Node;

const OF: [(&str, Assessed); 2] = [("applicant", Assessed::Applicant), ("object", Assessed::Object)];
const RULES: [(&str, Averaging); 4] =
    [("mean", Averaging::Mean), ("median", Averaging::Median), ("sum", Averaging::Sum), ("all", Averaging::All)];
/// Experts of the largest commission anybody heard of.
const MOST_EXPERTS: u64 = 99;
/// More digits after the point no act asks for.
const MOST_DIGITS: u64 = 6;
const MOST_POINTS: u64 = 1_000_000;

impl Reading<'_> {
    pub(super) fn assessments(
        &mut self,
        node: &Node,
        procedures: &[Procedure],
        facts: &IndexMap<String, Fact>,
    ) -> Vec<AssessmentRule> {
        let mut assessments: Vec<AssessmentRule> = Vec::new();
        let mut met = BTreeSet::new();
        for (at, element) in self.reader.list(node).iter().enumerate() {
            let Some(mut fields) = Fields::element(element, "assessments", at, &mut self.reader) else { continue };
            let id = self.id(&mut fields, &mut met);
            let path = fields.path.clone();
            let title = fields.text("title", "что оценивают, простыми словами", &mut self.reader);
            let taken: Vec<&str> = assessments.iter().map(|one| one.procedure.as_str()).collect();
            let procedure = self.assessing(&mut fields, procedures, &taken);
            let of = fields.need("of", "кого или что оценивают: `applicant` или `object`", &mut self.reader);
            let of = of.and_then(|node| self.reader.word(node, &OF));
            let methods = self.methods(&mut fields);
            let experts = fields.need("experts", "сколько экспертов дают листы", &mut self.reader);
            let experts = experts.and_then(|node| self.reader.whole(node, 1, MOST_EXPERTS));
            let sheet = fields.need("sheet", "строки листа: `[{ id, title, most, because }]`", &mut self.reader);
            let sheet = sheet.map(|node| self.sheet(node, &path)).unwrap_or_default();
            let rule = fields.need("rule", "как сводят листы: `mean`, `median`, `sum` или `all`", &mut self.reader);
            let rule = rule.and_then(|node| self.reader.word(node, &RULES));
            let round = fields.maybe("round").and_then(|node| self.reader.whole(node, 0, MOST_DIGITS)).unwrap_or(0);
            let gives = self.given_fact(&mut fields, facts);
            let passes = fields.maybe("passes").and_then(|node| self.condition(node));
            let apart = fields.maybe("apart").and_then(|node| self.points(node));
            let retry = fields.maybe("retry").and_then(|node| self.reader.whole(node, 0, 9)).unwrap_or(0);
            let guidance = fields.maybe("guidance").map(|node| self.reader.text(node).unwrap_or_default());
            let consent = fields.maybe("consent").map(|node| self.reader.text(node).unwrap_or_default());
            let keeps = fields.maybe("keeps").and_then(|node| self.reader.term(node));
            let because = self.because(&mut fields);
            let span = fields.head.clone();
            fields.finish(&mut self.reader);
            let whole = (procedure, of, methods, experts, rule, gives);
            let (Some(procedure), Some(of), Some(methods), Some(experts), Some(rule), Some(gives)) = whole else {
                continue;
            };
            let (experts, round) = (u32::try_from(experts).unwrap_or(1), u32::try_from(round).unwrap_or(0));
            let retry = u32::try_from(retry).unwrap_or(0);
            assessments.push(AssessmentRule {
                id,
                title,
                procedure,
                of,
                methods,
                experts,
                sheet,
                rule,
                round,
                gives,
                passes,
                apart,
                retry,
                guidance,
                consent,
                keeps,
                because,
                span,
            });
        }
        assessments
    }

    /// The procedure in which it happens: of that kind, and nobody else's.
    fn assessing(&mut self, fields: &mut Fields<'_>, procedures: &[Procedure], taken: &[&str]) -> Option<String> {
        let node = fields.need("procedure", "имя процедуры вида `assessment`", &mut self.reader)?;
        let name = self.reader.text(node)?;
        let named = procedures.iter().find(|one| one.id == name);
        if named.is_some_and(|one| one.kind == ProcedureKind::Assessment) && !taken.contains(&name.as_str()) {
            return Some(name);
        }
        if named.is_none() && self.notes.procedures_incomplete {
            return None;
        }
        let free = procedures.iter().filter(|one| one.kind == ProcedureKind::Assessment);
        let free: Vec<&str> = free.map(|one| one.id.as_str()).filter(|id| !taken.contains(id)).collect();
        let label = match named {
            None => "такой процедуры нет",
            Some(one) if one.kind != ProcedureKind::Assessment => "процедура другого вида",
            Some(_) => "у неё уже есть оценка",
        };
        let help = if free.is_empty() {
            "Добавьте процедуру вида `assessment`: в ней эксперты дают листы, и она кончается последним из них."
                .to_owned()
        } else {
            format!("Назовите процедуру вида `assessment`: {}.", crate::package::fields::quoted(&free))
        };
        let message = format!("Оценке негде пройти: `{name}` не годится.");
        self.reader.error(codes::ASSESSMENT_NOWHERE, &node.span, message, label, help);
        None
    }

    /// Any contact beyond filing and receiving has a remote way (REMOTE-01).
    fn methods(&mut self, fields: &mut Fields<'_>) -> Option<Vec<Method>> {
        let node =
            fields.need("methods", "способы, из которых выбирает заявитель: `[video, recording]`", &mut self.reader)?;
        let mut methods = Vec::new();
        for element in self.reader.list(node) {
            methods.push(self.reader.word(element, &Method::ALL)?);
        }
        if !methods.iter().any(|one| one.remote()) {
            self.reader.error(
                codes::NOT_REMOTE,
                &node.span,
                "Оценку нельзя пройти, никуда не приходя.",
                "нет удалённого способа",
                "Добавьте способ, для которого не нужно приходить: `video`, `recording`, `self-declaration` или \
                 `sensors`. Прийти можно только по выбору заявителя (Концепция, IV.5).",
            );
        }
        Some(methods)
    }

    fn sheet(&mut self, node: &Node, path: &str) -> Vec<SheetItem> {
        let mut items = Vec::new();
        let mut met = BTreeSet::new();
        for (at, element) in self.reader.list(node).iter().enumerate() {
            let path = format!("{path}.sheet");
            let Some(mut fields) = Fields::element(element, &path, at, &mut self.reader) else { continue };
            let id = self.id(&mut fields, &mut met);
            let title = fields.text("title", "на что смотрит эксперт, простыми словами", &mut self.reader);
            let most = fields.maybe("most").and_then(|node| self.points(node));
            let because = self.because(&mut fields);
            fields.finish(&mut self.reader);
            items.push(SheetItem { id, title, most, because });
        }
        items
    }

    /// A number of points: whole or with digits after a point, above nothing.
    fn points(&mut self, node: &Node) -> Option<Decimal> {
        let number: Option<Decimal> = node.scalar().and_then(|text| text.parse().ok());
        let Some(number) = number else {
            self.reader.wrong_kind(node, "число баллов", "Напишите число баллов цифрами: `10` или `2.5`.");
            return None;
        };
        if number > Decimal::ZERO && number <= Decimal::from(MOST_POINTS) {
            return Some(number);
        }
        self.reader.error(
            codes::BAD_LIMITS,
            &node.span,
            format!("Баллов не может быть {number}."),
            "вне пределов",
            format!("Напишите число больше нуля и не больше {MOST_POINTS}."),
        );
        None
    }

    /// The fact that the sheets give.
    fn given_fact(&mut self, fields: &mut Fields<'_>, facts: &IndexMap<String, Fact>) -> Option<String> {
        let node = fields.need("gives", "сведение, которое узнают из листов", &mut self.reader)?;
        let name = self.reader.text(node)?;
        match facts.get(&name) {
            Some(fact) if matches!(fact.kind, FactType::Number { .. } | FactType::YesNo) => Some(name),
            Some(_) => {
                self.reader.error(
                    codes::BAD_ASSESSMENT,
                    &node.span,
                    format!("Листы экспертов не дают сведения `{name}`."),
                    "не число и не да-нет",
                    "Назовите сведение вида `number`, а для правила `all` — вида `yes-no`.",
                );
                None
            }
            None if self.names.facts.contains(&name) => None,
            None => {
                let known = self.names.facts.clone();
                self.unknown(codes::UNKNOWN_FACT, &node.span, "Сведение", &name, &known);
                None
            }
        }
    }
}
