//! The made-up service that the tests of form and assessment fill in.

use std::collections::BTreeMap;

use regulation::diagnostic::{Diagnostic, Severity, Sources, render};
use regulation::package::{self, Regulation};

/// A family's voucher for a summer camp: lists, hidden branches, two registers, a derived fact.
pub fn camp() -> Regulation {
    camp_with(&[])
}

/// The camp with these parts of its file replaced.
pub fn camp_with(changes: &[(&str, &str)]) -> Regulation {
    let sources = sources(changes);
    let (regulation, found) = package::read(&sources);
    let errors: Vec<_> = found.into_iter().filter(|one| one.severity == Severity::Error).collect();
    regulation.unwrap_or_else(|| panic!("{}", render(&errors, &sources, false)))
}

/// The changed camp as far as it reads, with everything that was found.
#[allow(dead_code)] // Not every test that shares the camp looks at findings.
pub fn found_with(changes: &[(&str, &str)]) -> (Option<Regulation>, Vec<Diagnostic>) {
    package::read(&sources(changes))
}

fn sources(changes: &[(&str, &str)]) -> Sources {
    let mut text = include_str!("regulation.yaml").to_owned();
    for (old, new) in changes {
        assert!(text.contains(old), "the camp has no `{old}`");
        text = text.replacen(old, new, 1);
    }
    let mut files = BTreeMap::new();
    files.insert("regulation.yaml".to_owned(), text);
    files.insert("result.typ".to_owned(), "= Путёвка".to_owned());
    files.insert("cases/basic.yaml".to_owned(), include_str!("case.yaml").to_owned());
    Sources(files)
}
