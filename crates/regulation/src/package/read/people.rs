//! The people of a case beside the one who files.

use std::collections::BTreeSet;

use indexmap::IndexMap;

use super::Reading;
use crate::package::codes;
use crate::package::fields::Fields;
use crate::package::model::{Beneficiary, Fact, FactType, Party, PartyRole, Signature};
use crate::package::outside;
use crate::package::yaml::Node;

const ROLES: [(&str, PartyRole); 4] = [
    ("applicant", PartyRole::Applicant),
    ("joint", PartyRole::Joint),
    ("consent", PartyRole::Consent),
    ("representative", PartyRole::Representative),
];
const SIGNATURES: [(&str, Signature); 3] =
    [("simple", Signature::Simple), ("qualified", Signature::Qualified), ("none", Signature::None)];

impl Reading<'_> {
    pub(super) fn parties(&mut self, node: &Node, facts: &IndexMap<String, Fact>) -> Vec<Party> {
        let mut parties = Vec::new();
        let mut met = BTreeSet::new();
        for (at, element) in self.reader.list(node).iter().enumerate() {
            let Some(mut fields) = Fields::element(element, "parties", at, &mut self.reader) else { continue };
            let id = self.id(&mut fields, &mut met);
            let title = fields.text("title", "кто это, простыми словами", &mut self.reader);
            let role = fields.need("role", "`applicant`, `joint`, `consent` или `representative`", &mut self.reader);
            let role = role.and_then(|node| self.reader.word(node, &ROLES));
            let each = self.one_fact(&mut fields, "each");
            let item = each.as_ref().and_then(|name| match &facts.get(name)?.kind {
                FactType::List { item, .. } => Some(item),
                _ => None,
            });
            let known = item.map_or_else(|| self.known.clone(), |item| self.known.with(item));
            let when = fields.maybe("when").and_then(|node| self.expression(node, &known, outside::condition));
            let own = fields.maybe("facts").map(|node| self.prefixed(node)).unwrap_or_default();
            let private = fields.maybe("private").map(|node| self.prefixed(node)).unwrap_or_default();
            let invite = match (item, fields.maybe("invite").and_then(Node::scalar)) {
                // Who is invited stands in the record of each.
                (Some(item), Some(name)) if item.contains_key(name) => Some(name.to_owned()),
                _ => self.one_fact(&mut fields, "invite"),
            };
            let within = fields.maybe("within").and_then(|node| self.reader.term(node));
            let consent = fields
                .maybe("consent")
                .is_some()
                .then(|| self.words(&mut fields, "consent", "с чем именно человек соглашается"));
            let signs = fields.maybe("signs").and_then(|node| self.reader.word(node, &SIGNATURES));
            let because = self.because(&mut fields);
            let span = fields.head.clone();
            fields.finish(&mut self.reader);
            let Some(role) = role else { continue };
            let signs = signs.unwrap_or(Signature::Simple);
            parties.push(Party {
                id,
                title,
                role,
                when,
                each,
                facts: own,
                private,
                invite,
                within,
                consent,
                signs,
                because,
                span,
            });
        }
        parties
    }

    pub(super) fn beneficiaries(&mut self, node: &Node) -> Vec<Beneficiary> {
        let mut people = Vec::new();
        let mut met = BTreeSet::new();
        for (at, element) in self.reader.list(node).iter().enumerate() {
            let Some(mut fields) = Fields::element(element, "beneficiaries", at, &mut self.reader) else { continue };
            let id = self.id(&mut fields, &mut met);
            let title = fields.text("title", "кто это, простыми словами", &mut self.reader);
            let facts = fields.need("facts", "сведения о нём: `[\"child.*\"]`", &mut self.reader);
            let facts = facts.map(|node| self.prefixed(node)).unwrap_or_default();
            let because = self.because(&mut fields);
            let span = fields.head.clone();
            fields.finish(&mut self.reader);
            people.push(Beneficiary { id, title, facts, because, span });
        }
        people
    }

    /// The name of one declared fact.
    pub(super) fn one_fact(&mut self, fields: &mut Fields<'_>, key: &'static str) -> Option<String> {
        let node = fields.maybe(key)?;
        let name = self.reader.text(node)?;
        if !self.names.facts.contains(&name) {
            let known = self.names.facts.clone();
            self.unknown(codes::UNKNOWN_FACT, &node.span, "Сведение", &name, &known);
            return None;
        }
        self.notes.read.insert(name.clone());
        Some(name)
    }

    /// Names of facts; `bride.*` is every fact that begins so, and fields of records go as
    /// `trees.species`.
    pub(super) fn prefixed(&mut self, node: &Node) -> Vec<String> {
        let mut names = Vec::new();
        for (text, span) in self.reader.texts(node) {
            let fitting: Vec<String> = match text.strip_suffix('*') {
                Some(prefix) => self.names.facts.iter().filter(|name| name.starts_with(prefix)).cloned().collect(),
                None => self.names.facts.get(&text).cloned().into_iter().collect(),
            };
            if fitting.is_empty() && self.known.kind(&text).is_some() {
                names.push(text);
                continue;
            }
            if fitting.is_empty() {
                let known = self.names.facts.clone();
                self.unknown(codes::UNKNOWN_FACT, &span, "Сведение", &text, &known);
            }
            self.notes.read.extend(fitting.iter().cloned());
            names.extend(fitting);
        }
        names
    }
}
