//! Acts, facts of a service, matters of difference, approval chains, methodology.

use super::{Draft, codes};
use crate::package::Clause;
use crate::package::fields::Fields;
use crate::package::yaml::Node;
use crate::rules::set::{
    Approval, ApprovalStep, Change, Matter, MethodologyVersion, Position, RuleAct, ServiceFact, StepKind,
};

const STEPS: [(&str, StepKind); 7] = [
    ("proposes", StepKind::Proposes),
    ("reviews", StepKind::Reviews),
    ("agrees", StepKind::Agrees),
    ("approves", StepKind::Approves),
    ("confirms", StepKind::Confirms),
    ("signs", StepKind::Signs),
    ("informed", StepKind::Informed),
];

impl Draft<'_> {
    /// Two acts are the same only when issuer, kind, date and number agree (RULE-06).
    pub(super) fn acts(&mut self, node: &Node) {
        for (key, value) in node.entries() {
            let path = format!("acts.{}", key.text);
            let reader = &mut self.reading.reader;
            let Some(mut fields) = Fields::open(value, &key.span, &path, reader) else { continue };
            let title = fields.text("title", "название акта", reader);
            let short = fields.text("short", "как на него ссылаются: «Правила № 236»", reader);
            let issuer = fields.text("issuer", "кто издал", reader);
            let kind = fields.text("kind", "вид акта: «распоряжение»", reader);
            let number = fields.maybe_text("number", reader);
            let date = fields.maybe("date").and_then(|node| reader.date(node));
            fields.finish(reader);
            let act = RuleAct { title, short, issuer, kind, number, date };
            let same = |other: &RuleAct| {
                (&other.issuer, &other.kind, &other.number, other.date)
                    == (&act.issuer, &act.kind, &act.number, act.date)
            };
            let twin = self.set.acts.iter().find(|(id, other)| **id != key.text && same(other));
            if let Some((id, _)) = twin {
                let message = format!("Акты `{id}` и `{}` — один и тот же акт.", key.text);
                let help = "Акт узнают по издавшему, виду, дате и номеру вместе: исправьте их или оставьте один акт.";
                reader.error(codes::SAME_ACT, &key.span, message, "тот же акт", help);
            }
            self.set.acts.insert(key.text.clone(), act);
        }
    }

    pub(super) fn facts(&mut self, node: &Node) {
        for (key, value) in node.entries() {
            let path = format!("facts.{}", key.text);
            let Some(mut fields) = Fields::open(value, &key.span, &path, &mut self.reading.reader) else { continue };
            let kind = self.reading.kind(&mut fields);
            let label = fields.text("label", "что это за сведение об услуге", &mut self.reading.reader);
            fields.finish(&mut self.reading.reader);
            let Some(kind) = kind else { continue };
            let name = key.text.clone();
            self.set.facts.insert(name.clone(), ServiceFact { name, label, kind });
        }
    }

    /// A set names a matter, or takes a position on one that is named above.
    pub(super) fn matters(&mut self, node: &Node) {
        for (key, value) in node.entries() {
            let path = format!("matters.{}", key.text);
            let Some(mut fields) = Fields::open(value, &key.span, &path, &mut self.reading.reader) else { continue };
            let known = self.set.matters.get(&key.text).cloned();
            let matter = known.or_else(|| self.matter(&key.text, &mut fields));
            let position = fields.maybe("is").is_some().then(|| self.position(&mut fields));
            fields.finish(&mut self.reading.reader);
            let Some(mut matter) = matter else { continue };
            matter.position = position.or(matter.position);
            self.set.matters.insert(key.text.clone(), matter);
        }
    }

    fn matter(&mut self, key: &str, fields: &mut Fields<'_>) -> Option<Matter> {
        let number = fields.need("number", "номер в перечне различий", &mut self.reading.reader);
        let number = number.and_then(|node| self.reading.reader.whole(node, 1, 999));
        let title = fields.text("title", "о чём это, простыми словами", &mut self.reading.reader);
        let number = u32::try_from(number?).ok()?;
        Some(Matter { number, key: key.to_owned(), title, position: None })
    }

    fn position(&mut self, fields: &mut Fields<'_>) -> Position {
        let is = fields.text("is", "короткий код", &mut self.reading.reader);
        let say = fields.text("say", "то же словами", &mut self.reading.reader);
        let clause = self.cited(fields);
        Position { is, say, clause }
    }

    pub(super) fn approvals(&mut self, node: &Node) {
        for (key, value) in node.entries() {
            let path = format!("approvals.{}", key.text);
            let Some(mut fields) = Fields::open(value, &key.span, &path, &mut self.reading.reader) else { continue };
            let title = fields.text("title", "что согласуют", &mut self.reading.reader);
            let steps = fields.need("steps", "шаги по порядку", &mut self.reading.reader);
            let steps = steps.map(|node| self.steps(node, &path)).unwrap_or_default();
            fields.finish(&mut self.reading.reader);
            let object = key.text.clone();
            self.set.approvals.insert(object.clone(), Approval { object, title, steps });
        }
    }

    fn steps(&mut self, node: &Node, path: &str) -> Vec<ApprovalStep> {
        let mut steps = Vec::new();
        for (at, element) in self.reading.reader.list(node).iter().enumerate() {
            let Some(mut fields) = Fields::element(element, path, at, &mut self.reading.reader) else { continue };
            let act = fields.need("act", "что делает: `proposes`, `approves`…", &mut self.reading.reader);
            let act = act.and_then(|node| self.reading.reader.word(node, &STEPS));
            let body = fields.text("by", "кто, словами", &mut self.reading.reader);
            let document = fields.maybe_text("with", &mut self.reading.reader);
            let clause = self.cited(&mut fields);
            fields.finish(&mut self.reading.reader);
            let Some(act) = act else { continue };
            steps.push(ApprovalStep { act, body, document, clause });
        }
        steps
    }

    /// The table of versions; a child adds its own documents to those above.
    pub(super) fn methodology(&mut self, node: &Node) {
        for (at, element) in self.reading.reader.list(node).iter().enumerate() {
            let reader = &mut self.reading.reader;
            let Some(mut fields) = Fields::element(element, "methodology", at, reader) else { continue };
            let act = fields.need("act", "акт из `acts`", reader);
            let act = act.and_then(|node| Some((reader.text(node)?, node.span.clone())));
            let version = fields.text("version", "версия документа, например `\"1.1\"`", reader);
            let date = fields.need("date", "дата версии", reader).and_then(|node| reader.date(node));
            let author = fields.text("author", "кто подготовил", reader);
            let changes = fields.maybe("changes").map(|node| self.changes(node)).unwrap_or_default();
            fields.finish(&mut self.reading.reader);
            let (Some((act, span)), Some(date)) = (act, date) else { continue };
            if !self.set.acts.contains_key(&act) {
                let message = format!("Акт `{act}` не объявлен в `acts`.");
                let help = "Объявите акт, которым принята методика.";
                self.reading.reader.error(codes::UNKNOWN, &span, message, "нет такого акта", help);
            }
            self.set.methodology.push(MethodologyVersion { act, version, date, author, changes });
        }
    }

    fn changes(&mut self, node: &Node) -> Vec<Change> {
        let mut changes = Vec::new();
        for (at, element) in self.reading.reader.list(node).iter().enumerate() {
            let opened = Fields::element(element, "methodology.changes", at, &mut self.reading.reader);
            let Some(mut fields) = opened else { continue };
            let what = fields.text("what", "что изменено", &mut self.reading.reader);
            let clauses: Vec<Clause> = match fields.maybe("clauses") {
                Some(node) => {
                    let elements = self.reading.reader.list(node);
                    elements.iter().filter_map(|element| self.reading.clause(element)).collect()
                }
                None => Vec::new(),
            };
            fields.finish(&mut self.reading.reader);
            changes.push(Change { what, clauses });
        }
        changes
    }
}
