//! The shipped rule sets, small sets written in a test, and invented services.

use std::fs;
use std::path::Path;

use regulation::diagnostic::{Diagnostic, Sources};
use regulation::fact::Value;
use regulation::rules::{self, RuleBook, RuleSet, ServiceFacts};

/// The sets of the folder `rules`, as the program carries them.
pub fn shipped() -> RuleBook {
    let (book, found) = rules::read(&shipped_files());
    assert!(found.is_empty(), "{}", regulation::diagnostic::render(&found, &shipped_files(), false));
    book.unwrap()
}

pub fn shipped_files() -> Sources {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../rules");
    let mut files = Sources::default();
    for entry in fs::read_dir(folder).unwrap().flatten() {
        let name = entry.file_name().into_string().unwrap();
        if name.ends_with(".yaml") {
            files.0.insert(name, fs::read_to_string(entry.path()).unwrap());
        }
    }
    files
}

pub fn kos() -> RuleSet {
    shipped().latest("kos-44").unwrap().clone()
}

pub fn kam() -> RuleSet {
    shipped().latest("kam-41").unwrap().clone()
}

/// Sets written in a test.
pub fn files(texts: &[(&str, &str)]) -> Sources {
    Sources(texts.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())).collect())
}

pub fn codes(found: &[Diagnostic]) -> Vec<&'static str> {
    found.iter().map(|one| one.code).collect()
}

/// A service like most: paid, much asked for, nothing stands in the way.
pub fn plain(requests: u32, provisions: u32) -> ServiceFacts {
    let yes_no = [
        ("payment.exists", true),
        ("payment.budget", true),
        ("result.material", false),
        ("result.paper_only", false),
        ("request.paper_only", false),
        ("request.feasible", true),
        ("originals.required", false),
        ("originals.on_result", false),
        ("originals.object", false),
        ("reception.own", true),
        ("reception.mfc", true),
        ("reception.none_by_law", false),
        ("reception.inexpedient", false),
        ("evaluation.required", true),
        ("service.majority", false),
        ("service.priority", false),
    ];
    let mut service = ServiceFacts::new("probe")
        .with("demand.requests", Value::Number(requests.into()))
        .with("demand.provisions", Value::Number(provisions.into()));
    for (name, yes) in yes_no {
        service = service.with(name, Value::YesNo(yes));
    }
    service
}

/// The same asked for as often as it is provided.
pub fn asked(times: u32) -> ServiceFacts {
    plain(times, times)
}

pub fn but(service: ServiceFacts, changes: &[(&str, bool)]) -> ServiceFacts {
    changes.iter().fold(service, |service, (name, yes)| service.with(name, Value::YesNo(*yes)))
}
