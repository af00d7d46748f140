//! Acts, sources, lists, procedures, results.

use std::collections::BTreeSet;

use indexmap::IndexMap;

use super::Reading;
use crate::money::Money;
use crate::package::codes;
use crate::package::fields::Fields;
use crate::package::model::{
    Act, EvidenceSource, ListMembership, Output, OutputKind, Performer, Procedure, ProcedureKind, TacitConsent,
    Unverified,
};
use crate::package::outside;
use crate::package::yaml::{Content, Node};

const PROCEDURES: [(&str, ProcedureKind); 10] = [
    ("profiling", ProcedureKind::Profiling),
    ("intake", ProcedureKind::Intake),
    ("exchange", ProcedureKind::Exchange),
    ("suspension", ProcedureKind::Suspension),
    ("decision", ProcedureKind::Decision),
    ("provision", ProcedureKind::Provision),
    ("extra-data", ProcedureKind::ExtraData),
    ("distribution", ProcedureKind::Distribution),
    ("assessment", ProcedureKind::Assessment),
    ("proactive", ProcedureKind::Proactive),
];

const PERFORMERS: [(&str, Performer); 3] = [
    ("machine", Performer::Machine),
    ("machine-else-official", Performer::MachineElseOfficial),
    ("official", Performer::Official),
];

impl Reading<'_> {
    pub(super) fn acts(&mut self, node: &Node) -> IndexMap<String, Act> {
        let mut acts = IndexMap::new();
        for (key, value) in node.entries() {
            let path = format!("acts.{}", key.text);
            self.reader.remember(path.clone(), &key.span);
            let Some(mut fields) = Fields::open(value, &key.span, &path, &mut self.reader) else {
                continue;
            };
            let title = fields.text("title", "название акта, как его цитируют", &mut self.reader);
            let number = fields.text("number", "номер акта, например `209-ФЗ`", &mut self.reader);
            let date = fields.maybe("date").and_then(|node| self.reader.date(node));
            fields.finish(&mut self.reader);
            acts.insert(key.text.clone(), Act { title, number, date });
        }
        acts
    }

    pub(super) fn sources(&mut self, node: &Node) -> IndexMap<String, EvidenceSource> {
        let mut sources = IndexMap::new();
        let facts = self.names.facts.clone();
        for (key, value) in node.entries() {
            let path = format!("sources.{}", key.text);
            self.reader.remember(path.clone(), &key.span);
            let Some(mut fields) = Fields::open(value, &key.span, &path, &mut self.reader) else {
                continue;
            };
            if !key.text.contains('.') || key.text.starts_with("esia.") {
                self.reader.error(
                    codes::BAD_VALUE,
                    &key.span,
                    format!("Имя источника `{}` не годится.", key.text),
                    "не `ведомство.сведения`",
                    "Назовите ведомство и сведения через точку: `mvd.conviction`; имя `esia` занято учётной записью.",
                );
            }
            let title = fields.text("title", "кто и что отвечает, словами", &mut self.reader);
            let keys = fields.need("keys", "сведения, с которыми идёт запрос", &mut self.reader);
            let keys =
                keys.map(|node| self.known_names(node, codes::UNKNOWN_FACT, "Сведение", &facts)).unwrap_or_default();
            let within = fields.need("within", "срок ответа, например `2 wd`", &mut self.reader);
            let within = within.and_then(|node| self.reader.term(node));
            let fresh = fields.maybe("fresh").and_then(|node| self.reader.term(node));
            let because = self.because(&mut fields);
            fields.finish(&mut self.reader);
            if let Some(within) = within {
                let id = key.text.clone();
                sources.insert(id.clone(), EvidenceSource { id, title, keys, within, fresh, because });
            }
        }
        sources
    }

    /// Named lists with their approving act (CAT-16).
    pub(super) fn lists(&mut self, node: &Node) -> Vec<ListMembership> {
        let mut lists = Vec::new();
        for (at, element) in self.reader.list(node).iter().enumerate() {
            let Some(mut fields) = Fields::element(element, "lists", at, &mut self.reader) else {
                continue;
            };
            let list = fields.text("list", "код перечня, например `priority`", &mut self.reader);
            let meaning = "реквизиты акта, которым утверждён перечень";
            let act = fields.need_as(codes::LIST_WITHOUT_ACT, "act", meaning, &mut self.reader);
            let act = act.and_then(|node| self.reader.text(node)).unwrap_or_default();
            let from = fields.need("from", "первый день в перечне", &mut self.reader);
            let from = from.and_then(|node| self.reader.date(node));
            let until_node = fields.maybe("until");
            let until = until_node.and_then(|node| self.reader.date(node));
            fields.finish(&mut self.reader);
            if let (Some(from), Some(until), Some(node)) = (from, until, until_node)
                && until <= from
            {
                self.reader.error(
                    codes::BAD_LIMITS,
                    &node.span,
                    "Перечень кончается раньше, чем начинается.",
                    "не позже `from`",
                    "В `until` стоит первый день, когда услуги в перечне уже нет.",
                );
            }
            if let Some(from) = from {
                lists.push(ListMembership { list, act, from, until });
            }
        }
        lists
    }

    pub(super) fn procedures(&mut self, node: &Node) -> Vec<Procedure> {
        let mut procedures = Vec::new();
        let mut met = BTreeSet::new();
        let mut made = self.names.facts.clone();
        for (at, element) in self.reader.list(node).iter().enumerate() {
            let Some(mut fields) = Fields::element(element, "procedures", at, &mut self.reader) else {
                continue;
            };
            let id = self.id(&mut fields, &mut met);
            let kind = fields.need("kind", "вид процедуры, например `intake`", &mut self.reader);
            let kind = kind.and_then(|node| self.reader.word(node, &PROCEDURES));
            let title = fields.text("title", "название процедуры простыми словами", &mut self.reader);
            let within = fields.need("within", "норма времени, например `2 wd`", &mut self.reader);
            let within = within.and_then(|node| self.reader.term(node));
            let by =
                fields.need("by", "исполнитель: `machine`, `machine-else-official` или `official`", &mut self.reader);
            let by = by.and_then(|node| self.reader.word(node, &PERFORMERS));
            let meaning = "что процедура берёт: сведения или выход прежних процедур";
            let input = fields.need_as(codes::BARE_PROCEDURE, "input", meaning, &mut self.reader);
            let input = input
                .map(|node| self.known_names(node, codes::UNKNOWN_FACT, "Входное сведение", &made))
                .unwrap_or_default();
            let meaning = "что процедура даёт: сведения или итог, например `[decision]`";
            let output = fields.need_as(codes::BARE_PROCEDURE, "output", meaning, &mut self.reader);
            let output: Vec<String> = output
                .map(|node| self.reader.texts(node).into_iter().map(|(name, _)| name).collect())
                .unwrap_or_default();
            made.extend(output.iter().cloned());
            let start = fields.maybe("start").and_then(|node| self.condition(node));
            let end = fields.maybe("end").and_then(|node| self.condition(node));
            let variants = self.variants_of(&mut fields);
            let known: BTreeSet<String> = self.names.sources.keys().cloned().collect();
            let asks = fields
                .maybe("asks")
                .map(|node| self.known_names(node, codes::UNKNOWN_SOURCE, "Имя источника", &known))
                .unwrap_or_default();
            let tacit_consent = fields.maybe("tacit-consent").and_then(|node| self.tacit_consent(node, kind));
            let because = self.because(&mut fields);
            let span = fields.head.clone();
            fields.finish(&mut self.reader);
            self.notes.asked_sources.extend(asks.iter().cloned());
            let (Some(kind), Some(within), Some(by)) = (kind, within, by) else {
                self.notes.procedures_incomplete = true;
                continue;
            };
            procedures.push(Procedure {
                id,
                kind,
                title,
                within,
                by,
                input,
                output,
                start,
                end,
                variants,
                asks,
                tacit_consent,
                because,
                span,
            });
        }
        procedures
    }

    /// `tacit-consent: { because: fz.5.2, say: … }` of the decision.
    fn tacit_consent(&mut self, node: &Node, kind: Option<ProcedureKind>) -> Option<TacitConsent> {
        let mut fields = Fields::open(node, &node.span, "tacit-consent", &mut self.reader)?;
        let because = self.because(&mut fields);
        let say = self.words(&mut fields, "say", "что решение считается принятым, словами для заявителя");
        fields.finish(&mut self.reader);
        if kind.is_some_and(|kind| kind != ProcedureKind::Decision) {
            self.reader.error(
                codes::CONSENT_ELSEWHERE,
                &node.span,
                "Молчаливое согласие бывает только у решения.".to_owned(),
                "процедура ничего не решает",
                "Перенесите `tacit-consent` к процедуре вида `decision` или уберите его.",
            );
        }
        Some(TacitConsent { because, say })
    }

    pub(super) fn results(&mut self, node: &Node) -> Vec<Output> {
        let mut results = Vec::new();
        let mut met = BTreeSet::new();
        let facts = self.names.facts.clone();
        for (at, element) in self.reader.list(node).iter().enumerate() {
            let Some(mut fields) = Fields::element(element, "results", at, &mut self.reader) else {
                continue;
            };
            let id = self.id(&mut fields, &mut met);
            let title = fields.text("title", "название результата простыми словами", &mut self.reader);
            let kind = fields.need(
                "kind",
                "`document`, `information`, `{ register: имя }` или `{ object: предмет }`",
                &mut self.reader,
            );
            let kind = kind.and_then(|node| self.output_kind(node));
            let variants = self.variants_of(&mut fields);
            let when = fields.maybe("when").and_then(|node| self.condition(node));
            let template = fields.text("template", "файл шаблона, например `result.typ`", &mut self.reader);
            let holds = fields
                .maybe("holds")
                .map(|node| self.known_names(node, codes::UNKNOWN_FACT, "Сведение", &facts))
                .unwrap_or_default();
            let valid = fields.maybe("valid").and_then(|node| self.reader.term(node));
            let keep = fields.maybe("keep").and_then(|node| self.reader.term(node));
            let prefix = fields.text("prefix", "буквы перед номером, например `ОБ`", &mut self.reader);
            let because = self.because(&mut fields);
            fields.finish(&mut self.reader);
            let Some(kind) = kind else {
                self.notes.results_incomplete = true;
                continue;
            };
            results.push(Output { id, title, kind, variants, when, template, holds, valid, keep, prefix, because });
        }
        results
    }

    fn output_kind(&mut self, node: &Node) -> Option<OutputKind> {
        if let Content::Map(_) = node.content {
            let mut fields = Fields::open(node, &node.span, "", &mut self.reader)?;
            if let Some(node) = fields.maybe("object") {
                let object = self.reader.text(node).map(OutputKind::Object);
                fields.finish(&mut self.reader);
                return object;
            }
            let register = fields.text("register", "имя реестра латиницей", &mut self.reader);
            fields.finish(&mut self.reader);
            self.fit_id(&register, &node.span);
            return Some(OutputKind::Register(register));
        }
        let words = [("document", false), ("information", true)];
        let information = self.reader.word(node, &words)?;
        Some(if information { OutputKind::Information } else { OutputKind::Document })
    }

    pub(super) fn amount(&mut self, node: &Node) -> Option<Money> {
        let text = node.scalar().unwrap_or_default();
        if text == "free" {
            return Some(Money::from_kopecks(0));
        }
        let money = outside::money(text);
        if money.is_none() {
            self.reader.error(
                codes::BAD_VALUE,
                &node.span,
                format!("`{text}` — не сумма."),
                "не сумма",
                "Напишите `free` или рубли с копейками через точку: `1500.00`.",
            );
        }
        money
    }

    pub(super) fn unverified(&mut self, node: &Node) -> Vec<Unverified> {
        let mut marks = Vec::new();
        for (at, element) in self.reader.list(node).iter().enumerate() {
            let Some(mut fields) = Fields::element(element, "unverified", at, &mut self.reader) else {
                continue;
            };
            let meaning = "путь к элементу: `procedures.provision.within`";
            let what = fields.text("what", meaning, &mut self.reader);
            let note = fields.text("note", "чего именно нет в источнике", &mut self.reader);
            fields.finish(&mut self.reader);
            marks.push(Unverified { what, note });
        }
        marks
    }
}
