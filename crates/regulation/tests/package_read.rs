//! Reading the packages that come with the project.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod package_folder;

use std::path::Path;

use regulation::diagnostic::render;
use regulation::package;

#[test]
fn every_package_of_the_project_is_read_without_findings() {
    let mut shown = String::new();
    for path in package_folder::all() {
        let sources = package_folder::sources(&path);
        let (regulation, found) = package::read(&sources);
        if !found.is_empty() {
            shown += &format!("{}:\n{}", path.display(), render(&found, &sources, false));
        }
        let Some(regulation) = regulation else { continue };
        assert_eq!(Some(regulation.service.as_str()), path.file_name().and_then(|name| name.to_str()));
    }
    assert!(shown.is_empty(), "{shown}");
    assert!(Path::new(env!("CARGO_MANIFEST_DIR")).join("../../regulations/hunting-ticket").is_dir());
}
