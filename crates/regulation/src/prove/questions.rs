//! Questions that need not be asked: those that change nothing, and those whose answer is held.

use std::collections::BTreeSet;

use super::reads;
use crate::fact::FactName;
use crate::identifier::IdentifierKind;
use crate::package::{ApplicantKind, Fact, FactType, Purpose, Regulation};

/// Claims of the account that go by these names of an applicant's facts (FORM-10).
const HELD: [(&str, &str); 6] = [
    ("last_name", "lastName"),
    ("first_name", "firstName"),
    ("middle_name", "middleName"),
    ("birthdate", "birthDate"),
    ("birth_date", "birthDate"),
    ("born", "birthDate"),
];

/// Facts that the form asks.
pub(super) fn asked(regulation: &Regulation) -> impl Iterator<Item = &Fact> {
    let fields = regulation.form.iter().flat_map(|step| &step.fields);
    fields.filter_map(|name| regulation.facts.get(name))
}

/// Questions asked to decide on whose answer no decision depends (PROFILE-04).
pub fn dead(regulation: &Regulation, matter: &BTreeSet<FactName>) -> Vec<FactName> {
    let needed = reads::needed(regulation);
    let decides = |fact: &&Fact| fact.purpose == Purpose::Decision && !matches!(fact.kind, FactType::Document(_));
    // A yes that must be said, or a choice that may not be made, stops the filing.
    let stops = |fact: &&Fact| matches!(fact.kind, FactType::YesNo | FactType::Choice(_)) && !fact.checks.is_empty();
    let names = asked(regulation).filter(decides).filter(|fact| !stops(fact)).map(|fact| &fact.name);
    names.filter(|name| !matter.contains(*name) && !needed.contains(*name)).cloned().collect()
}

/// Questions about the applicant that the account answers, each with the claim that does
/// (PROFILE-03, FORMBUILDER-04).
pub fn held_by_account(regulation: &Regulation) -> Vec<(FactName, &'static str)> {
    if !regulation.applicants.contains(&ApplicantKind::Person) {
        return Vec::new();
    }
    let unbound = asked(regulation).filter(|fact| fact.from.is_empty());
    unbound.filter_map(|fact| Some((fact.name.clone(), claim(fact)?))).collect()
}

fn claim(fact: &Fact) -> Option<&'static str> {
    let name = fact.name.strip_prefix("applicant.")?;
    match &fact.kind {
        FactType::Identifier(IdentifierKind::Snils) => Some("snils"),
        FactType::Identifier(IdentifierKind::InnPerson) => Some("inn"),
        FactType::Identifier(IdentifierKind::Phone) => Some("mobile"),
        FactType::Identifier(IdentifierKind::Email) => Some("email"),
        FactType::Text { .. } | FactType::Date => {
            HELD.iter().find(|(known, _)| *known == name).map(|(_, claim)| *claim)
        }
        _ => None,
    }
}

/// Documents that must be attached although an authority holds them: the source of each.
pub fn held_documents(regulation: &Regulation) -> Vec<(FactName, String)> {
    let mut found = Vec::new();
    for fact in asked(regulation).filter(|fact| fact.required) {
        let Some(terms) = &fact.document else { continue };
        if terms.held != "applicant" && terms.replaced_by.is_empty() {
            found.push((fact.name.clone(), terms.held.clone()));
        }
    }
    found
}

/// Parameters, tables and dictionaries that nothing reads.
pub fn unused_definitions(regulation: &Regulation) -> Vec<(&'static str, String)> {
    let words = reads::words(regulation);
    let named = |id: &String| words.contains(id.as_str());
    let mut found: Vec<(&'static str, String)> = Vec::new();
    found.extend(regulation.params.keys().filter(|id| !named(id)).map(|id| ("params", id.clone())));
    found.extend(regulation.tables.keys().filter(|id| !named(id)).map(|id| ("tables", id.clone())));
    found
}
