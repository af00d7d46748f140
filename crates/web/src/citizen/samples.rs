//! What tests of pages draw: the shipped services and region, and a bare shell.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::collections::BTreeMap;
use std::path::Path;

use regulation::diagnostic::Sources;
use regulation::package::{self, Regulation};
use regulation::region::{self, Region};

use crate::shell::Page;

/// A shell nobody asked for.
pub fn page() -> Page {
    Page::bare("Приозёрье", jiff::tz::TimeZone::UTC)
}

fn sources(folder: &str) -> Sources {
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
    let mut files = BTreeMap::new();
    read(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").join(folder), "", &mut files);
    Sources(files)
}

/// The shipped region.
pub fn region() -> Region {
    let (region, found) = region::read(&sources("region"));
    region.unwrap_or_else(|| panic!("{found:#?}"))
}

/// The shipped services.
pub fn services() -> Vec<Regulation> {
    let one = |service: &str| {
        let mut own = sources(&format!("regulations/{service}"));
        package::lend(&mut own, None, &sources("region"));
        let (regulation, found) = package::read(&own);
        regulation.unwrap_or_else(|| panic!("{found:#?}"))
    };
    ["hunting-ticket", "land-plan", "large-family"].map(one).into()
}
