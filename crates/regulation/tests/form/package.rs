//! The made-up service that the tests of form and assessment fill in.

use std::collections::BTreeMap;

use regulation::diagnostic::{Severity, Sources, render};
use regulation::package::{self, Regulation};

/// A family's voucher for a summer camp: lists, hidden branches, two registers, a derived fact.
pub fn camp() -> Regulation {
    let mut files = BTreeMap::new();
    files.insert("regulation.yaml".to_owned(), include_str!("regulation.yaml").to_owned());
    files.insert("result.typ".to_owned(), "= Путёвка".to_owned());
    files.insert("cases/basic.yaml".to_owned(), include_str!("case.yaml").to_owned());
    let sources = Sources(files);
    let (regulation, found) = package::read(&sources);
    let errors: Vec<_> = found.into_iter().filter(|one| one.severity == Severity::Error).collect();
    regulation.unwrap_or_else(|| panic!("{}", render(&errors, &sources, false)))
}
