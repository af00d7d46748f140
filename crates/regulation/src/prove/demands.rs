//! Demands for paper that only the applicant has: what is asked, by which act, and how it ends (CAR-04).

use serde::Serialize;

use crate::package::{Fact, FactType, Regulation, Removal};

/// A paper original that an applicant must show or hand over.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PaperDemand {
    /// The document: `passport.scan`; of a record `documents.item.scan`.
    pub fact: String,
    /// What it is, in plain words.
    pub label: String,
    /// The act and clause that demand it, as cited.
    pub act: String,
    /// What stands in for it and by when; `None` while nobody has planned that.
    pub removal: Option<Removal>,
}

/// Every demand for paper of a service, in the order of its facts, records included.
pub fn paper_demands(regulation: &Regulation) -> Vec<PaperDemand> {
    let mut found = Vec::new();
    for fact in regulation.facts.values() {
        look(regulation, fact, fact.name.clone(), &mut found);
    }
    found
}

fn look(regulation: &Regulation, fact: &Fact, path: String, found: &mut Vec<PaperDemand>) {
    if let FactType::List { item, .. } = &fact.kind {
        for field in item.values() {
            look(regulation, field, format!("{path}.item.{}", field.name), found);
        }
    }
    if let Some(terms) = fact.document.as_ref().filter(|terms| terms.original) {
        let act = regulation.clause_text(&fact.because);
        found.push(PaperDemand { fact: path, label: fact.label.clone(), act, removal: terms.removal.clone() });
    }
}
