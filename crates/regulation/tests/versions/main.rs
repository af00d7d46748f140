//! Two editions side by side: what changed, whose outcome would change, what becomes of drafts.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod cases;
mod change;
mod complete;
mod drafts;
#[path = "../package_folder/mod.rs"]
mod folder;

use std::collections::BTreeMap;

use regulation::diagnostic::{Severity, Sources, render};
use regulation::package::{self, Regulation};

/// The edition in force of the made-up camp.
pub const CAMP: &str = include_str!("regulation.yaml");

/// The camp with this text of its regulation.
pub fn camp(text: &str) -> Regulation {
    let mut files = BTreeMap::new();
    files.insert("regulation.yaml".to_owned(), text.to_owned());
    files.insert("result.typ".to_owned(), "= Путёвка".to_owned());
    files.insert("cases/basic.yaml".to_owned(), include_str!("case.yaml").to_owned());
    let sources = Sources(files);
    let (regulation, found) = package::read(&sources);
    let errors: Vec<_> = found.into_iter().filter(|one| one.severity == Severity::Error).collect();
    regulation.unwrap_or_else(|| panic!("{}", render(&errors, &sources, false)))
}

/// The camp with one edit, which must be there to make.
pub fn edited(from: &str, to: &str) -> Regulation {
    assert_eq!(CAMP.matches(from).count(), 1, "«{from}» must stand once");
    camp(&CAMP.replace(from, to))
}
