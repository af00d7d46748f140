//! Grounds: to refuse, to suspend, to return, to forward, to prolong.

use std::collections::BTreeSet;

use super::Reading;
use crate::package::fields::Fields;
use crate::package::model::{Forwarding, Ground, Prolongation, Return, Suspension};
use crate::package::yaml::Node;

impl Reading<'_> {
    /// Grounds that need nothing beside themselves.
    pub(super) fn grounds(&mut self, node: &Node, path: &str, met: &mut BTreeSet<String>) -> Vec<Ground> {
        self.each_ground(node, path, met, |_, _, ground| Some(ground))
    }

    pub(super) fn suspensions(&mut self, node: &Node, met: &mut BTreeSet<String>) -> Vec<Suspension> {
        self.each_ground(node, "suspend", met, |reading, fields, ground| {
            let until = fields.maybe("until").and_then(|node| reading.condition(node));
            let limit = fields.maybe("limit").and_then(|node| reading.reader.term(node));
            Some(Suspension { ground, until, limit })
        })
    }

    pub(super) fn returns(&mut self, node: &Node, met: &mut BTreeSet<String>) -> Vec<Return> {
        self.each_ground(node, "return", met, |reading, fields, ground| {
            let within = fields.need("within", "за какой срок возвращают: `10 cd`", &mut reading.reader);
            let within = within.and_then(|node| reading.reader.term(node))?;
            Some(Return { ground, within })
        })
    }

    pub(super) fn forwardings(&mut self, node: &Node, met: &mut BTreeSet<String>) -> Vec<Forwarding> {
        self.each_ground(node, "forward", met, |reading, fields, ground| {
            let to = fields.text("to", "кому перенаправляют: код органа или его название", &mut reading.reader);
            let within = fields.need("within", "за какой срок перенаправляют: `1 wd`", &mut reading.reader);
            let within = within.and_then(|node| reading.reader.term(node))?;
            Some(Forwarding { ground, to, within })
        })
    }

    pub(super) fn prolongations(&mut self, node: &Node, met: &mut BTreeSet<String>) -> Vec<Prolongation> {
        self.each_ground(node, "prolong", met, |reading, fields, ground| {
            let to = fields.need("to", "каким становится весь срок: `30 wd`", &mut reading.reader);
            let to = to.and_then(|node| reading.reader.term(node))?;
            Some(Prolongation { ground, to })
        })
    }

    /// Reads the common part of every ground and lets the kind take its own keys.
    fn each_ground<T>(
        &mut self,
        node: &Node,
        path: &str,
        met: &mut BTreeSet<String>,
        mut own: impl FnMut(&mut Self, &mut Fields<'_>, Ground) -> Option<T>,
    ) -> Vec<T> {
        let mut grounds = Vec::new();
        for (at, element) in self.reader.list(node).iter().enumerate() {
            let Some(mut fields) = Fields::element(element, path, at, &mut self.reader) else { continue };
            let id = self.id(&mut fields, met);
            let title = fields.text("title", "основание словами акта", &mut self.reader);
            let condition = fields.maybe("when");
            let when = condition.and_then(|node| self.condition(node));
            let variants = self.variants_of(&mut fields);
            let because = self.because(&mut fields);
            let say = self.words(&mut fields, "say", "что произошло и почему, словами для заявителя");
            let mend = self.words(&mut fields, "mend", "что заявитель может сделать");
            let readable = condition.is_none() || when.is_some();
            let ground = Ground { id, title, when, variants, because, say, mend, span: fields.head.clone() };
            let whole = own(self, &mut fields, ground);
            fields.finish(&mut self.reader);
            grounds.extend(whole.filter(|_| readable));
        }
        grounds
    }
}
