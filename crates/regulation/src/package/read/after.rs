//! Related services and life after the decision.

use std::collections::BTreeSet;

use super::Reading;
use crate::package::codes;
use crate::package::fields::Fields;
use crate::package::model::{Afterwards, AfterwardsKind, Relation, RelationKind};
use crate::package::yaml::Node;

const RELATIONS: [(&str, RelationKind); 4] = [
    ("before", RelationKind::Before),
    ("after", RelationKind::After),
    ("instead", RelationKind::Instead),
    ("beside", RelationKind::Beside),
];
const AFTERWARDS: [(&str, AfterwardsKind); 6] = [
    ("report", AfterwardsKind::Report),
    ("recheck", AfterwardsKind::Recheck),
    ("suspend-entry", AfterwardsKind::SuspendEntry),
    ("end-entry", AfterwardsKind::EndEntry),
    ("renewal", AfterwardsKind::Renewal),
    ("closing", AfterwardsKind::Closing),
];

impl Reading<'_> {
    pub(super) fn relations(&mut self, node: &Node) -> Vec<Relation> {
        let mut relations = Vec::new();
        for (at, element) in self.reader.list(node).iter().enumerate() {
            let Some(mut fields) = Fields::element(element, "relations", at, &mut self.reader) else { continue };
            let service = fields.text("service", "имя другой услуги: `large-family`", &mut self.reader);
            let kind = fields.need("kind", "`before`, `after`, `instead` или `beside`", &mut self.reader);
            let kind = kind.and_then(|node| self.reader.word(node, &RELATIONS));
            let say = self.words(&mut fields, "say", "почему она связана, словами для заявителя");
            let span = fields.head.clone();
            fields.finish(&mut self.reader);
            relations.extend(kind.map(|kind| Relation { service, kind, say, span }));
        }
        relations
    }

    pub(super) fn afterwards(&mut self, node: &Node) -> Vec<Afterwards> {
        let mut later = Vec::new();
        let mut met = BTreeSet::new();
        let sources: BTreeSet<String> = self.names.sources.keys().cloned().collect();
        for (at, element) in self.reader.list(node).iter().enumerate() {
            let Some(mut fields) = Fields::element(element, "afterwards", at, &mut self.reader) else { continue };
            let id = self.id(&mut fields, &mut met);
            let title = fields.text("title", "что происходит после решения, простыми словами", &mut self.reader);
            let kind = fields.need("kind", "вид, например `report` или `recheck`", &mut self.reader);
            let kind = kind.and_then(|node| self.reader.word(node, &AFTERWARDS));
            let when = fields.maybe("when").and_then(|node| self.condition(node));
            let variants = self.variants_of(&mut fields);
            let [within, every, blocks] =
                ["within", "every", "blocks"].map(|key| fields.maybe(key).and_then(|node| self.reader.term(node)));
            let asks = fields
                .maybe("asks")
                .map(|node| self.known_names(node, codes::UNKNOWN_SOURCE, "Имя источника", &sources))
                .unwrap_or_default();
            self.notes.asked_sources.extend(asks.iter().cloned());
            let say = self.words(&mut fields, "say", "что происходит, словами для заявителя");
            let mend = self.words(&mut fields, "mend", "что заявитель может сделать");
            let because = self.because(&mut fields);
            let span = fields.head.clone();
            fields.finish(&mut self.reader);
            let Some(kind) = kind else { continue };
            later.push(Afterwards {
                id,
                title,
                kind,
                when,
                variants,
                within,
                every,
                asks,
                blocks,
                say,
                mend,
                because,
                span,
            });
        }
        later
    }
}
