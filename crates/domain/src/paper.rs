//! Paper: what was accepted electronically is not asked for again on paper (INTAKE-02), unless
//! a federal law, a presidential decree or a government act says so (INTAKE-03).
//!
//! No wish, procedure or notice of a case can demand paper; this exception is the only way, and
//! a demand without one is refused.

use regulation::package::{Fact, Regulation};
use regulation::region::Region;
use serde::{Deserialize, Serialize};

use crate::refusal::Refusal;

/// Kinds of act by who adopts them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ActKind {
    /// Федеральный закон.
    FederalLaw,
    /// Указ Президента.
    PresidentialDecree,
    /// Акт Правительства Российской Федерации.
    GovernmentAct,
    /// An act of a ministry or agency.
    Departmental,
    /// An act of a region.
    Regional,
    /// An act of a municipality.
    Municipal,
}

/// A lawful exception, recorded with its ground.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PaperException {
    act: ActKind,
    details: String,
    clause: String,
}

impl PaperException {
    /// Records an exception; only three kinds of act can carry one, with details and clause.
    pub fn new(act: ActKind, details: &str, clause: &str) -> Result<Self, Refusal> {
        if !matches!(act, ActKind::FederalLaw | ActKind::PresidentialDecree | ActKind::GovernmentAct) {
            return Err(Refusal::PaperNotAllowed);
        }
        let (details, clause) = (details.trim(), clause.trim());
        if details.is_empty() || clause.is_empty() {
            return Err(Refusal::ReasonNeeded);
        }
        Ok(Self { act, details: details.to_owned(), clause: clause.to_owned() })
    }

    /// The act, its details and the clause, for the record.
    pub fn ground(&self) -> (ActKind, &str, &str) {
        (self.act, &self.details, &self.clause)
    }
}

/// A demand for paper in an official's words is refused, unless what is asked for is shown as an
/// original by the regulation itself, or a federal act the region names lets it be asked for
/// (INTAKE-02, INTAKE-03). `facts` are what is asked for; none for a message.
pub fn demanded(words: &str, facts: &[&Fact], regulation: &Regulation, region: &Region) -> Result<(), Refusal> {
    let words = words.to_lowercase();
    let delivery = &region.delivery;
    let Some(word) = delivery.paper_words.iter().find(|word| words.contains(word.as_str())) else { return Ok(()) };
    let excepted = |fact: Option<&Fact>| {
        let names =
            |name: &Option<String>| name.as_ref().is_none_or(|name| fact.is_some_and(|fact| fact.name == *name));
        delivery.paper.iter().any(|rule| rule.service == regulation.service && names(&rule.fact))
    };
    let original = |fact: &&Fact| fact.document.as_ref().is_some_and(|terms| terms.original);
    if facts.is_empty() {
        let lawful = excepted(None) || regulation.facts.values().any(|fact| original(&fact));
        return if lawful { Ok(()) } else { Err(Refusal::PaperDemanded { what: format!("«{word}…»") }) };
    }
    match facts.iter().find(|fact| !original(fact) && !excepted(Some(fact))) {
        None => Ok(()),
        Some(fact) => {
            let clause = regulation.clause_text(&fact.because);
            Err(Refusal::PaperDemanded { what: format!("«{}»: {clause}", fact.label) })
        }
    }
}

/// May paper be demanded for something accepted electronically?
pub fn may_demand(exception: Option<&PaperException>) -> Result<&PaperException, Refusal> {
    exception.ok_or(Refusal::PaperNotAllowed)
}
