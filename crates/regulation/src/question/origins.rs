//! Who can be asked for a fact before the person is: the account, the case, registers, services.

use super::board::Way;
use super::forest::YES;
use super::inquiry::{Inquiry, Origin, Reach};
use crate::fact::{FactName, Facts};
use crate::package::SourcePath;

/// The origin that a path leads to.
pub(super) fn origin(path: &SourcePath) -> Origin {
    match path {
        SourcePath::Identity(_) => Origin::Identity,
        SourcePath::Case(_) => Origin::Case,
        SourcePath::Register { source, .. } => Origin::Register(source.clone()),
        SourcePath::Service { service, result, .. } => {
            Origin::Service { service: service.clone(), result: result.clone() }
        }
    }
}

/// How a fact can be had. What is known is not asked again: not what the person disputes, nor a
/// list whose records lack something; those are for an official.
pub(super) fn way(inquiry: &Inquiry<'_>, facts: &Facts, reach: &Reach, name: &str) -> Way {
    let Some(fact) = inquiry.regulation.fact(name) else { return Way::Never };
    if facts.get(name).is_some() {
        return Way::Never;
    }
    let mut needs_keys = None;
    for origin in fact.from.iter().map(origin).filter(|origin| reach.has(origin)) {
        match missing_keys(inquiry, facts, &origin) {
            Some(keys) if keys.is_empty() => return Way::Fetch(origin),
            Some(keys)
                if keys.iter().all(|key| held(inquiry, facts, reach, key) || question(inquiry, key).is_some()) =>
            {
                if let (None, Origin::Register(source)) = (&needs_keys, origin) {
                    needs_keys = Some(Way::Keys(source, keys));
                }
            }
            _ => {}
        }
    }
    let asked = || question(inquiry, name).map(|_| Way::Ask(YES));
    needs_keys.or_else(asked).unwrap_or(Way::Never)
}

/// Keys of a request that are not known yet; `None` when there is no such source.
fn missing_keys(inquiry: &Inquiry<'_>, facts: &Facts, origin: &Origin) -> Option<Vec<FactName>> {
    let Origin::Register(source) = origin else { return Some(Vec::new()) };
    let keys = &inquiry.regulation.sources.get(source)?.keys;
    Some(keys.iter().filter(|key| facts.get(key).is_none()).cloned().collect())
}

/// Does somebody hold a key who needs none themselves?
pub(super) fn held(inquiry: &Inquiry<'_>, facts: &Facts, reach: &Reach, key: &str) -> bool {
    holder(inquiry, facts, reach, key).is_some()
}

/// Who holds a key and can be asked now.
pub(super) fn holder(inquiry: &Inquiry<'_>, facts: &Facts, reach: &Reach, key: &str) -> Option<Origin> {
    let fact = inquiry.regulation.fact(key)?;
    fact.from
        .iter()
        .map(origin)
        .find(|origin| reach.has(origin) && missing_keys(inquiry, facts, origin).is_some_and(|keys| keys.is_empty()))
}

/// The place of the question that asks for a fact.
pub(super) fn question(inquiry: &Inquiry<'_>, name: &str) -> Option<usize> {
    inquiry.questions.iter().position(|question| question.fact.name == name)
}
