//! Checks over the whole package, after its parts were read.
//!
//! Each check skips what a mistake already reported made uncertain: one mistake, one finding.

mod assessment;
mod design;
mod facts;
mod files;
mod process;
mod proofs;
mod questions;

use super::fields::Reader;
use super::model::Regulation;
use super::read::{Draft, Names, Notes};
use crate::diagnostic::{Severity, Span};

/// A package under check.
pub(crate) struct Check<'c> {
    pub regulation: &'c Regulation,
    pub names: &'c Names,
    pub notes: &'c Notes,
    pub reader: &'c mut Reader,
}

/// All checks over a draft; findings are added to those of the reading.
pub(crate) fn all(draft: &mut Draft<'_>) {
    let read_whole = !draft.reading.reader.found.iter().any(|one| one.severity == Severity::Error);
    let mut check = Check {
        regulation: &draft.regulation,
        names: &draft.reading.names,
        notes: &draft.reading.notes,
        reader: &mut draft.reading.reader,
    };
    check.facts();
    check.criteria();
    check.procedures();
    check.sources();
    check.results();
    check.files();
    check.references();
    check.design();
    check.assessments();
    let sound = !check.reader.found.iter().any(|one| one.severity == Severity::Error);
    check.proofs(sound);
    if read_whole {
        check.sample_passes();
    }
}

impl Check<'_> {
    /// The place of a path, or of the nearest path above it.
    fn at(&self, path: &str) -> Span {
        let mut path = path;
        loop {
            if let Some(span) = self.reader.place(path) {
                return span;
            }
            match path.rsplit_once('.') {
                Some((above, _)) => path = above,
                None => return self.reader.place("service").unwrap_or_default(),
            }
        }
    }
}
