//! `proactive`: events of registers that set the service off (PROACTIVE-01, PROACTIVE-02).

use std::collections::{BTreeMap, BTreeSet};

use indexmap::IndexMap;

use super::Reading;
use crate::package::codes;
use crate::package::fields::Fields;
use crate::package::model::{ConsentRule, Fact, Trigger};
use crate::package::needs::EVENTS;
use crate::package::yaml::Node;

const RULES: [(&str, ConsentRule); 2] = [("required", ConsentRule::Required), ("by-law", ConsentRule::ByLaw)];

/// Kinds of events with the names of their fields.
type Kinds = BTreeMap<String, BTreeSet<String>>;

impl Reading<'_> {
    pub(super) fn proactive(&mut self, node: &Node, facts: &IndexMap<String, Fact>) -> Vec<Trigger> {
        let kinds = self.event_kinds();
        let mut triggers = Vec::new();
        let mut met = BTreeSet::new();
        for (at, element) in self.reader.list(node).iter().enumerate() {
            let Some(mut fields) = Fields::element(element, "proactive", at, &mut self.reader) else { continue };
            let id = self.id(&mut fields, &mut met);
            let on = fields.need("on", "вид события из `events.yaml` региона", &mut self.reader);
            let told = on.and_then(|node| self.event_kind(node, kinds.as_ref()));
            let need = fields.need("need", "условие из `criteria`: действительно ли услуга нужна", &mut self.reader);
            let need = need.and_then(|node| self.need(node));
            let consent = fields.need("consent", "`required` или `by-law`", &mut self.reader);
            let consent = consent.and_then(|node| self.reader.word(node, &RULES));
            let within = fields.need("within", "сколько действует предложение, например `30 cd`", &mut self.reader);
            let within = within.and_then(|node| self.reader.term(node));
            let from = fields.maybe("facts");
            let told_fields = told.as_ref().and_then(|(_, fields)| fields.as_ref());
            let from = from.map(|node| self.of_event(node, told_fields)).unwrap_or_default();
            let with = fields.maybe("with");
            let with = with.map(|node| self.values(node, &format!("proactive.{id}.with"), facts, true));
            let say = self.words(&mut fields, "say", "что произойдёт, если человек согласится");
            let because = self.because(&mut fields);
            let span = fields.head.clone();
            fields.finish(&mut self.reader);
            let (Some((on, _)), Some(need), Some(consent), Some(within)) = (told, need, consent, within) else {
                continue;
            };
            let with = with.unwrap_or_default();
            triggers.push(Trigger { id, on, need, consent, within, facts: from, with, say, because, span });
        }
        triggers
    }

    /// Kinds of events of the region with the names of their fields; none where no region was lent.
    fn event_kinds(&mut self) -> Option<Kinds> {
        self.sources.0.get(EVENTS)?;
        let Some(root) = self.file(EVENTS) else { return Some(Kinds::new()) };
        let kinds = root.get("kinds").map(Node::entries).unwrap_or_default();
        let fields = |kind: &Node| {
            let fields = kind.get("fields").map(Node::entries).unwrap_or_default();
            fields.iter().map(|(key, _)| key.text.clone()).collect()
        };
        Some(kinds.iter().map(|(key, kind)| (key.text.clone(), fields(kind))).collect())
    }

    /// The kind, and its fields where the region is known.
    fn event_kind(&mut self, node: &Node, kinds: Option<&Kinds>) -> Option<(String, Option<BTreeSet<String>>)> {
        let name = self.reader.text(node)?;
        let Some(kinds) = kinds else { return Some((name, None)) };
        if let Some(fields) = kinds.get(&name) {
            return Some((name, Some(fields.clone())));
        }
        let known = kinds.keys().cloned().collect();
        self.unknown(codes::UNKNOWN_EVENT, &node.span, "Событие", &name, &known);
        None
    }

    /// The name of a declared criterion.
    fn need(&mut self, node: &Node) -> Option<String> {
        let name = self.reader.text(node)?;
        if self.names.criteria.contains(&name) {
            self.notes.criteria.insert(name.clone());
            return Some(name);
        }
        let known = self.names.criteria.clone();
        self.unknown(codes::UNKNOWN_FACT, &node.span, "Условие", &name, &known);
        None
    }

    /// `facts: { children: children }`: fact ← field of the event.
    fn of_event(&mut self, node: &Node, told: Option<&BTreeSet<String>>) -> IndexMap<String, String> {
        let mut facts = IndexMap::new();
        for (key, value) in node.entries() {
            if !self.names.facts.contains(&key.text) {
                let known = self.names.facts.clone();
                self.unknown(codes::UNKNOWN_FACT, &key.span, "Сведение", &key.text, &known);
                continue;
            }
            let Some(field) = self.reader.text(value) else { continue };
            if let Some(fields) = told.filter(|fields| !fields.contains(&field)) {
                self.unknown(codes::UNKNOWN_EVENT, &value.span, "Поле события", &field, fields);
                continue;
            }
            facts.insert(key.text.clone(), field);
        }
        facts
    }
}
