//! Every term that a regulation sets, under the path where it is written.

use super::model::Regulation;
use crate::clock::Term;

impl Regulation {
    /// All terms by path: `variants.enrol.term`, `procedures.queries.within`. Terms by condition
    /// go by their place in the list: `variants.enrol.terms.0.term`.
    pub fn terms(&self) -> Vec<(String, Term)> {
        let mut terms = Terms(Vec::new());
        for source in self.sources.values() {
            terms.one(&["sources", &source.id, "within"], Some(source.within));
        }
        for variant in &self.variants {
            terms.one(&["variants", &variant.id, "term"], Some(variant.term));
            for (at, rule) in variant.terms.iter().enumerate() {
                terms.one(&["variants", &variant.id, "terms", &at.to_string(), "term"], Some(rule.term));
            }
        }
        for one in &self.suspend {
            terms.one(&["suspend", &one.ground.id, "limit"], one.limit);
        }
        for one in &self.give_back {
            terms.one(&["return", &one.ground.id, "within"], Some(one.within));
        }
        for one in &self.forward {
            terms.one(&["forward", &one.ground.id, "within"], Some(one.within));
        }
        for one in &self.prolong {
            terms.one(&["prolong", &one.ground.id, "to"], Some(one.to));
        }
        for one in &self.procedures {
            terms.one(&["procedures", &one.id, "within"], Some(one.within));
        }
        for one in &self.results {
            terms.one(&["results", &one.id, "valid"], one.valid);
            terms.one(&["results", &one.id, "keep"], one.keep);
        }
        self.later_terms(&mut terms);
        terms.0
    }

    fn later_terms(&self, terms: &mut Terms) {
        for one in &self.parties {
            terms.one(&["parties", &one.id, "within"], one.within);
        }
        for one in &self.resources {
            terms.one(&["resources", &one.id, "hold"], one.hold);
            terms.one(&["resources", &one.id, "offer"], one.offer);
            for (at, limit) in one.limits.iter().enumerate() {
                terms.one(&["resources", &one.id, "limits", &at.to_string(), "within"], limit.within);
            }
        }
        for one in &self.bookings {
            terms.one(&["bookings", &one.id, "earliest"], one.earliest);
            terms.one(&["bookings", &one.id, "latest"], one.latest);
            terms.one(&["bookings", &one.id, "hold"], one.hold);
        }
        for one in &self.assessments {
            terms.one(&["assessments", &one.id, "keeps"], one.keeps);
        }
        for one in &self.afterwards {
            terms.one(&["afterwards", &one.id, "within"], one.within);
            terms.one(&["afterwards", &one.id, "every"], one.every);
            terms.one(&["afterwards", &one.id, "blocks"], one.blocks);
        }
    }
}

struct Terms(Vec<(String, Term)>);

impl Terms {
    fn one(&mut self, path: &[&str], term: Option<Term>) {
        self.0.extend(term.map(|term| (path.join("."), term)));
    }
}
