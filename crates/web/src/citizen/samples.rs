//! What tests of pages draw: the shipped services and region, and a bare shell.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::LazyLock;

use actions::library::Library;
use regulation::diagnostic::Sources;
use regulation::package::{self, Regulation};
use regulation::region::{self, Region};

use crate::shell::Page;

/// A shell nobody asked for.
pub fn page() -> Page {
    let mut page = Page::bare("Приозёрье", jiff::tz::TimeZone::UTC);
    page.today = jiff::civil::date(2026, 3, 2);
    page
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

/// The shipped services that are offered, local ones with what they have of their parents.
pub fn services() -> Vec<Regulation> {
    static READ: LazyLock<Vec<Regulation>> = LazyLock::new(read_services);
    READ.clone()
}

fn read_services() -> Vec<Regulation> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../regulations");
    let mut names: Vec<String> =
        std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    let region = sources("region");
    let read = names.iter().map(|name| {
        let mut own = sources(&format!("regulations/{name}"));
        let parent = package::needs(&own).parent.map(|parent| sources(&format!("regulations/{parent}")));
        package::lend(&mut own, parent.as_ref(), &region);
        let (regulation, found) = package::read(&own);
        regulation.unwrap_or_else(|| panic!("{name}: {found:#?}"))
    });
    let library = Library::new(read);
    let offered = library.published(jiff::civil::date(2026, 3, 2));
    offered.map(|service| Regulation::clone(service)).collect()
}
