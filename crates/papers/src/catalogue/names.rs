//! Addresses of what the catalogue speaks of. A thing is a part of the page that shows it, so
//! the address of a service leads to its page where the base is that of a portal.

use regulation::package::{Clause, Regulation};

use super::graph::part;

/// Russian, as the vocabulary of languages names it.
pub const RUSSIAN: &str = "http://publications.europa.eu/resource/authority/language/RUS";
/// The rouble, as the vocabulary of currencies names it.
pub const ROUBLE: &str = "http://publications.europa.eu/resource/authority/currency/RUB";

/// Where addresses begin.
#[derive(Debug, Clone)]
pub struct Names {
    base: String,
}

impl Names {
    /// Addresses under a base that ends with `/` or `:`.
    pub fn new(base: impl Into<String>) -> Self {
        Self { base: base.into() }
    }

    /// Is the base a site, so that addresses are pages?
    pub fn are_pages(&self) -> bool {
        self.base.starts_with("http")
    }

    /// The whole catalogue.
    pub fn catalogue(&self) -> String {
        format!("{}services#catalogue", self.base)
    }

    /// The services that are provided electronically.
    pub fn electronic(&self) -> String {
        format!("{}services#electronic", self.base)
    }

    /// The page of a service.
    pub fn page(&self, service: &str) -> String {
        format!("{}services/{}", self.base, part(service))
    }

    /// A service.
    pub fn service(&self, service: &str) -> String {
        format!("{}#service", self.page(service))
    }

    /// Something of a service: `fee`, `requirement`.
    pub fn of(&self, service: &str, what: &str, id: &str) -> String {
        format!("{}#{what}-{}", self.page(service), part(id))
    }

    /// A rule of a service: the clause that something rests on.
    pub fn clause(&self, regulation: &Regulation, clause: &Clause) -> String {
        self.of(&regulation.service, "clause", &format!("{}.{}", clause.act, clause.clause))
    }

    /// An authority.
    pub fn authority(&self, id: &str) -> String {
        format!("{}authorities/{}#authority", self.base, part(id))
    }

    /// Something of an authority: `contact`, `hours`.
    pub fn of_authority(&self, id: &str, what: &str) -> String {
        format!("{}authorities/{}#{what}", self.base, part(id))
    }

    /// A concept of the region's own: `kind`, `municipal`.
    pub fn concept(&self, scheme: &str, id: &str) -> String {
        format!("{}concepts#{scheme}-{}", self.base, part(id))
    }

    /// The region as a place.
    pub fn region(&self, id: &str) -> String {
        format!("{}concepts#region-{}", self.base, part(id))
    }
}
