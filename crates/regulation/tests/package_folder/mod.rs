//! Packages on disk as sources for the tests.
#![allow(dead_code)]

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use regulation::diagnostic::Sources;

/// Folders of the packages of the project.
pub fn all() -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../regulations");
    let entries = std::fs::read_dir(root).expect("there are regulations");
    let mut folders: Vec<PathBuf> = entries
        .map(|entry| entry.expect("the entry is readable").path())
        .filter(|path| path.join("regulation.yaml").is_file())
        .collect();
    folders.sort();
    folders
}

/// A fixture by name.
pub fn fixture(name: &str) -> Sources {
    sources(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures").join(name))
}

/// Calendars of the demonstration region, by the names of their files.
pub fn calendars() -> Sources {
    sources(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../../region/calendars"))
}

/// All text files of a package folder, with what it needs from beside it.
pub fn sources(root: &Path) -> Sources {
    let mut own = bare(root);
    let region = bare(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../../region"));
    let parent = regulation::package::needs(&own).parent.map(|parent| bare(&root.join("..").join(parent)));
    regulation::package::lend(&mut own, parent.as_ref(), &region);
    own
}

fn bare(root: &Path) -> Sources {
    let mut files = BTreeMap::new();
    walk(root, root, &mut files);
    Sources(files)
}

fn walk(root: &Path, at: &Path, files: &mut BTreeMap<String, String>) {
    for entry in std::fs::read_dir(at).expect("the folder is readable") {
        let path = entry.expect("the entry is readable").path();
        if path.is_dir() {
            walk(root, &path, files);
            continue;
        }
        let name = path.strip_prefix(root).expect("inside the root").to_string_lossy().into_owned();
        if name.ends_with(".yaml") || name.ends_with(".typ") {
            files.insert(name, std::fs::read_to_string(&path).expect("the file is text"));
        }
    }
}
