//! Proofs about regulations: each finding with the edit that brings it, and the provers against
//! plain enumeration.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[path = "../package_folder/mod.rs"]
mod package_folder;

mod burden;
mod findings;
mod library;
mod paths;
mod services;
mod space;
mod tables;

use regulation::diagnostic::{Diagnostic, Sources, render};
use regulation::package::{self, Regulation};

/// The plain package with some edits of `regulation.yaml`, each of a text that is there once.
pub fn edited(edits: &[(&str, &str)]) -> Sources {
    let mut sources = package_folder::fixture("plain");
    for (from, to) in edits {
        edit(&mut sources, "regulation.yaml", from, to);
    }
    sources
}

/// Replaces a text that is there exactly once.
pub fn edit(sources: &mut Sources, file: &str, from: &str, to: &str) {
    let text = sources.0.get_mut(file).expect("the file is there");
    assert_eq!(text.matches(from).count(), 1, "`{from}` must be in {file} once");
    *text = text.replace(from, to);
}

/// A package that must have no errors.
pub fn whole(sources: &Sources) -> Regulation {
    let (regulation, found) = package::read(sources);
    regulation.unwrap_or_else(|| panic!("{}", render(&found, sources, false)))
}

/// The one finding of a package: this code, marked at this text.
pub fn one_finding(sources: &Sources, code: &str, at: &str) -> Diagnostic {
    let (_, found) = package::read(sources);
    let shown = render(&found, sources, false);
    let [one] = found.as_slice() else { panic!("{code} must be the one finding:\n{shown}") };
    assert_eq!(one.code, code, "{shown}");
    let text = &sources.0[&one.span.file];
    let marked = &text[one.span.start..one.span.end];
    assert!(marked.starts_with(at), "marked `{marked}`, not `{at}`:\n{shown}");
    assert!(!one.help.is_empty() && !one.label.is_empty() && one.message.ends_with('.'), "{shown}");
    one.clone()
}
