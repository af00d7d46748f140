//! Nothing that changes a regulation escapes the comparison.

use proptest::prelude::*;
use regulation::diagnostic::Sources;
use regulation::package::mutate::{self, Mutant};
use regulation::package::{self, Regulation};
use regulation::versions::diff;

use crate::folder;

/// Proves: CAR-05.
#[test]
fn an_edition_does_not_differ_from_itself() {
    for path in folder::all() {
        let regulation = package::read(&folder::sources(&path)).0.unwrap_or_else(|| panic!("{}", path.display()));
        assert_eq!(diff(&regulation, &regulation), [], "{}", path.display());
    }
}

fn packages() -> Vec<(Sources, Regulation, Vec<Mutant>)> {
    let read = |path: &std::path::PathBuf| {
        let sources = folder::sources(path);
        let regulation = package::read(&sources).0.unwrap_or_else(|| panic!("{}", path.display()));
        let mutants = mutate::mutants(&sources);
        (sources, regulation, mutants)
    };
    folder::all().iter().map(read).filter(|(_, _, mutants)| !mutants.is_empty()).collect()
}

/// Proves: CAR-05.
#[test]
fn every_edit_of_a_package_is_told() {
    let packages = packages();
    let picks = (any::<prop::sample::Index>(), any::<prop::sample::Index>());
    proptest!(ProptestConfig { cases: 96, failure_persistence: None, ..ProptestConfig::default() }, |((one, at) in picks)| {
        let (sources, old, mutants) = &packages[one.index(packages.len())];
        let mutant = &mutants[at.index(mutants.len())];
        if let Some(new) = mutant.regulation(sources) {
            let changes = diff(old, &new);
            prop_assert!(!changes.is_empty(), "{}: {}: {}", old.service, mutant.path, mutant.what);
            for change in &changes {
                prop_assert!(change.sentence.ends_with('.') && !change.sentence.contains("  "), "{}", change.sentence);
            }
        }
    });
}
