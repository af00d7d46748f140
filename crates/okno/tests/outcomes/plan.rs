//! What the packages promise: every case that ends in an outcome becomes an application that can
//! be filed.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::{Arc, OnceLock};

use regulation::assess::{self, VariantFit};
use regulation::clock::{Calendar, LegalClock};
use regulation::diagnostic::Sources;
use regulation::package::{self, Expectation, Regulation, TestCase};
use regulation::region::{self, Region};

use crate::kit::complete::complete;
use crate::kit::script::Script;

fn read(folder: &Path, below: &str, into: &mut BTreeMap<String, String>) {
    for entry in std::fs::read_dir(folder).unwrap().map(Result::unwrap) {
        let name = format!("{below}{}", entry.file_name().into_string().unwrap());
        if entry.path().is_dir() {
            read(&entry.path(), &format!("{name}/"), into);
        } else if let Ok(text) = std::fs::read_to_string(entry.path()) {
            into.insert(name, text);
        }
    }
}

pub fn sources(folder: &str) -> Sources {
    let mut files = BTreeMap::new();
    read(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").join(folder), "", &mut files);
    Sources(files)
}

/// Files of every package of the repository, with what each needs from beside its folder.
pub fn packages() -> Vec<(String, Sources)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../regulations");
    let names = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let region = sources("region");
    let mut found: Vec<(String, Sources)> = names
        .map(|name| {
            let mut own = sources(&format!("regulations/{name}"));
            let parent = package::needs(&own).parent.map(|parent| sources(&format!("regulations/{parent}")));
            package::lend(&mut own, parent.as_ref(), &region);
            (name, own)
        })
        .collect();
    found.sort_by(|one, other| one.0.cmp(&other.0));
    found
}

/// Every service of the repository.
pub fn services() -> Vec<Arc<Regulation>> {
    let read = |(name, sources): (String, Sources)| {
        let (regulation, found) = package::read(&sources);
        Arc::new(regulation.unwrap_or_else(|| panic!("{name}: {found:#?}")))
    };
    packages().into_iter().map(read).collect()
}

/// The demo region with its clock; read once.
pub fn region() -> (Region, LegalClock) {
    static READ: OnceLock<(Region, LegalClock)> = OnceLock::new();
    let read = || {
        let files = sources("region");
        let region = region::read(&files).0.unwrap();
        let years = files.0.into_iter().filter(|(name, _)| name.starts_with("calendars/")).collect();
        let clock = region.clock(Calendar::read(&Sources(years)).0.unwrap()).unwrap();
        (region, clock)
    };
    READ.get_or_init(read).clone()
}

/// Does the case say what must come of the application?
pub fn ends(case: &TestCase) -> bool {
    let said = |what: &Option<Vec<String>>| what.as_ref().is_some_and(|grounds| !grounds.is_empty());
    let decided = matches!(case.expect.decision.as_deref(), Some("grant" | "refuse"));
    let refused = case.expect.intake.as_deref() == Some("refuse");
    decided || refused || said(&case.expect.give_back) || said(&case.expect.forward) || said(&case.expect.suspend)
}

/// An application that a case of the package promises.
#[derive(Debug, Clone)]
pub struct Promise {
    /// File and name of the case.
    pub name: String,
    /// What must come of it.
    pub expect: Expectation,
    /// How it goes.
    pub script: Script,
}

/// Promises of a service, and of the cases that became none, why.
pub fn promises(service: &Arc<Regulation>, clock: &LegalClock) -> (Vec<Promise>, Vec<String>) {
    let (mut made, mut not) = (Vec::new(), Vec::new());
    for case in service.cases.iter().filter(|case| ends(case)) {
        let name = format!("{}: {}", case.file, case.name);
        match complete(service, case, clock) {
            Ok(script) => made.push(Promise { name, expect: case.expect.clone(), script }),
            Err(why) => not.push(format!("{name}: {why}")),
        }
    }
    for variant in &service.variants {
        if !made.iter().any(|one| grants(one, &variant.id, clock)) {
            made.extend(named(service, &variant.id, clock));
        }
    }
    made.sort_by_key(|one| (one.script.filed(), one.script.as_of));
    (made, not)
}

/// Does a promise end in that variant granted?
fn grants(promise: &Promise, variant: &str, clock: &LegalClock) -> bool {
    if promise.expect.decision.as_deref() != Some("grant") {
        return false;
    }
    let script = &promise.script;
    let known = script.known(clock.start_of_day(script.as_of), script.as_of);
    assess::outlook(&script.regulation, &known, script.as_of).variant == VariantFit::One(variant.to_owned())
}

/// A variant that cases name without saying what comes of it can be granted, too.
fn named(service: &Arc<Regulation>, variant: &str, clock: &LegalClock) -> Option<Promise> {
    let names = |case: &&TestCase| case.expect.variant.as_deref() == Some(variant) && !ends(case);
    service.cases.iter().filter(names).find_map(|case| {
        let decision = Some("grant".to_owned());
        let expect = Expectation { variant: Some(variant.to_owned()), decision, ..Expectation::default() };
        let case = TestCase { expect: expect.clone(), ..case.clone() };
        let script = complete(service, &case, clock).ok()?;
        Some(Promise { name: format!("{}: {}", case.file, case.name), expect, script })
    })
}
