//! The packages that are measured, read from disk as `okno` reads them.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use anyhow::{Context, Result};
use regulation::diagnostic::Sources;
use regulation::package;

/// Reads every package below a folder, with what it needs from beside it.
pub fn read(folder: &Path, region: &Path) -> Result<Vec<Sources>> {
    let region = sources(region)?;
    let mut packages: BTreeMap<String, Sources> = BTreeMap::new();
    for entry in fs::read_dir(folder).with_context(|| format!("cannot open {}", folder.display()))? {
        let entry = entry?;
        if entry.path().join("regulation.yaml").is_file() {
            packages.insert(entry.file_name().to_string_lossy().into_owned(), sources(&entry.path())?);
        }
    }
    let lent = packages.values().map(|own| {
        let mut whole = own.clone();
        let parent = package::needs(own).parent.and_then(|parent| packages.get(&parent));
        package::lend(&mut whole, parent, &region);
        whole
    });
    Ok(lent.collect())
}

/// Bytes of a package's files.
pub fn size(sources: &Sources) -> usize {
    sources.0.values().map(String::len).sum()
}

fn sources(folder: &Path) -> Result<Sources> {
    let mut files = BTreeMap::new();
    gather(folder, "", &mut files)?;
    Ok(Sources(files))
}

fn gather(folder: &Path, name: &str, files: &mut BTreeMap<String, String>) -> Result<()> {
    for entry in fs::read_dir(folder).with_context(|| format!("cannot open {}", folder.display()))? {
        let entry = entry?;
        let own = entry.file_name().to_string_lossy().into_owned();
        let own = if name.is_empty() { own } else { format!("{name}/{own}") };
        if entry.path().is_dir() {
            gather(&entry.path(), &own, files)?;
        } else if own.ends_with(".yaml") || own.ends_with(".typ") {
            files.insert(own, fs::read_to_string(entry.path())?);
        }
    }
    Ok(())
}
