//! Form steps, criteria, variants, grounds.

use std::collections::BTreeSet;

use indexmap::IndexMap;

use super::Reading;
use crate::diagnostic::Span;
use crate::package::codes;
use crate::package::fields::Fields;
use crate::package::model::{Criterion, Fact, FormStep};
use crate::package::yaml::{Content, Node};

impl Reading<'_> {
    /// An id: Latin letters, digits, hyphens; it becomes part of addresses and journals.
    pub(super) fn id(&mut self, fields: &mut Fields<'_>, met: &mut BTreeSet<String>) -> String {
        let meaning = "имя латиницей, по которому на элемент ссылаются";
        let Some(node) = fields.need("id", meaning, &mut self.reader) else {
            return String::new();
        };
        let id = self.reader.text(node).unwrap_or_default();
        self.fit_id(&id, &node.span);
        self.unique(met, &id, &node.span);
        id
    }

    pub(super) fn fit_id(&mut self, id: &str, span: &Span) {
        let fits = id.chars().all(|c| c.is_ascii_alphanumeric() || c == '-' || c == '_');
        if id.is_empty() || fits {
            return;
        }
        self.reader.error(
            codes::BAD_VALUE,
            span,
            format!("Имя `{id}` не годится: из него делаются адреса."),
            "не латиница",
            "Напишите латинские буквы, цифры, `-` и `_`.",
        );
    }

    pub(super) fn form(&mut self, node: &Node, declared: &IndexMap<String, Fact>) -> Vec<FormStep> {
        let mut steps = Vec::new();
        let mut met = BTreeSet::new();
        let mut asked_before = BTreeSet::new();
        let facts = std::mem::take(&mut self.names.facts);
        for (at, element) in self.reader.list(node).iter().enumerate() {
            let Some(mut fields) = Fields::element(element, "form", at, &mut self.reader) else {
                continue;
            };
            let id = self.id(&mut fields, &mut met);
            let title = fields.text("title", "название шага простыми словами", &mut self.reader);
            let lead = fields.maybe_text("lead", &mut self.reader);
            let asked = fields.need("fields", "сведения, которые спрашивает шаг", &mut self.reader);
            let when = fields.maybe("when").and_then(|node| self.condition(node));
            self.notes.form_incomplete |= asked.is_none();
            if let Some(node) = asked {
                self.asked_rightly(node, declared, &mut asked_before);
            }
            let asked =
                asked.map(|node| self.known_names(node, codes::UNKNOWN_FACT, "Сведение", &facts)).unwrap_or_default();
            fields.finish(&mut self.reader);
            steps.push(FormStep { id, title, lead, fields: asked, when });
        }
        self.names.facts = facts;
        steps
    }

    /// Each fact is asked once, and only if it may be asked.
    fn asked_rightly(&mut self, node: &Node, declared: &IndexMap<String, Fact>, before: &mut BTreeSet<String>) {
        for element in node.elements() {
            let Some(name) = element.scalar() else { continue };
            if !before.insert(name.to_owned()) {
                self.reader.error(
                    codes::ASKED_TWICE,
                    &element.span,
                    format!("Сведение `{name}` форма уже спрашивает выше."),
                    "второй раз",
                    "Уберите его из одного из шагов: одно и то же не спрашивают дважды.",
                );
            }
            let derived = declared.get(name).is_some_and(|fact| fact.derive.is_some());
            if !derived && !self.notes.never_asked.contains(name) {
                continue;
            }
            let why =
                if derived { "вычисляется из других" } else { "помечено `ask: never`" };
            self.reader.error(
                codes::MUST_NOT_BE_ASKED,
                &element.span,
                format!("Сведение `{name}` {why}, а форма его спрашивает."),
                "спрашивать нельзя",
                "Уберите его из шага или снимите пометку в `facts`.",
            );
        }
    }

    pub(crate) fn criteria(&mut self, node: &Node) -> IndexMap<String, Criterion> {
        let mut criteria = IndexMap::new();
        if !matches!(node.content, Content::Map(_)) {
            self.reader.wrong_kind(node, "набор критериев", "Напишите `имя: { rule: …, because: …, say: … }`.");
        }
        for (key, value) in node.entries() {
            let path = format!("criteria.{}", key.text);
            self.reader.remember(path.clone(), &key.span);
            let Some(mut fields) = Fields::open(value, &key.span, &path, &mut self.reader) else {
                continue;
            };
            let rule = fields.need("rule", "условие, на которое отвечают да или нет", &mut self.reader);
            let rule = rule.and_then(|node| self.condition(node));
            let because = self.because(&mut fields);
            let meaning = "предложения `yes`, `no` и `unknown`, которыми объясняется решение";
            let say = fields.need_as(codes::NO_WORDS, "say", meaning, &mut self.reader);
            let [say_yes, say_no, say_unknown] = self.three_says(say, &key.span, &path);
            let span = key.span.clone();
            fields.finish(&mut self.reader);
            let Some(rule) = rule else { continue };
            let id = key.text.clone();
            criteria.insert(id.clone(), Criterion { id, rule, because, say_yes, say_no, say_unknown, span });
        }
        criteria
    }

    fn three_says(&mut self, say: Option<&Node>, head: &Span, path: &str) -> [String; 3] {
        let path = format!("{path}.say");
        let fields = say.and_then(|node| Fields::open(node, head, &path, &mut self.reader));
        let Some(mut fields) = fields else { return Default::default() };
        let yes = self.words(&mut fields, "yes", "предложение на случай «да»");
        let no = self.words(&mut fields, "no", "предложение на случай «нет»");
        let unknown = self.words(&mut fields, "unknown", "предложение, пока ответ неизвестен");
        fields.finish(&mut self.reader);
        [yes, no, unknown]
    }

    /// `variants:` of a ground or a result; none means all.
    pub(super) fn variants_of(&mut self, fields: &mut Fields<'_>) -> Vec<String> {
        let Some(node) = fields.maybe("variants") else { return Vec::new() };
        let known = self.names.variants.clone();
        self.known_names(node, codes::UNKNOWN_VARIANT, "Название варианта", &known)
    }
}
