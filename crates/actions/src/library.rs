//! The library: every edition of every regulation this installation knows, in memory.

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::civil::Date;
use regulation::package::{Regulation, Status};

/// All loaded regulations. Cases stay on the edition they began with (CAR-05).
#[derive(Debug, Default, Clone)]
pub struct Library {
    editions: BTreeMap<String, Vec<Arc<Regulation>>>,
}

impl Library {
    /// Puts regulations on the shelf, each service's editions by their first day in force.
    pub fn new(regulations: impl IntoIterator<Item = Regulation>) -> Self {
        let mut editions: BTreeMap<String, Vec<Arc<Regulation>>> = BTreeMap::new();
        for regulation in regulations {
            editions.entry(regulation.service.clone()).or_default().push(Arc::new(regulation));
        }
        for list in editions.values_mut() {
            list.sort_by_key(|regulation| regulation.from);
        }
        Self { editions }
    }

    /// The edition in force on that day, published ones only (CAT-03).
    pub fn current(&self, service: &str, today: Date) -> Option<&Arc<Regulation>> {
        self.editions
            .get(service)?
            .iter()
            .rev()
            .find(|regulation| regulation.from <= today)
            .filter(|regulation| regulation.status == Status::Published && !is_template(regulation))
    }

    /// What a person gets who is sent to a service: itself, or, where it is only a template, the
    /// services that municipalities made of it.
    pub fn offered(&self, service: &str, today: Date) -> Vec<&Arc<Regulation>> {
        let own = self.current(service, today);
        let made = self.published(today).filter(|one| one.parent.as_ref().is_some_and(|from| from.service == service));
        own.into_iter().chain(made).collect()
    }

    /// One edition, whatever its state: running cases need theirs to the end.
    pub fn edition(&self, service: &str, version: &str) -> Option<&Arc<Regulation>> {
        self.editions.get(service)?.iter().find(|regulation| regulation.version == version)
    }

    /// Every edition of a service, oldest first (CAT-18).
    pub fn editions(&self, service: &str) -> &[Arc<Regulation>] {
        self.editions.get(service).map_or(&[], Vec::as_slice)
    }

    /// The published services in force on that day, by id.
    pub fn published(&self, today: Date) -> impl Iterator<Item = &Arc<Regulation>> {
        self.editions.keys().filter_map(move |service| self.current(service, today))
    }
}

/// A typical regulation that leaves something to be set locally: nobody provides it as it is.
fn is_template(regulation: &Regulation) -> bool {
    let set = regulation.parent.as_ref().map_or(&[][..], |parent| parent.set.as_slice());
    regulation.local.iter().any(|mark| mark.required && !set.contains(&mark.what))
}
