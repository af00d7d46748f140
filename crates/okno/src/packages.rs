//! Regulation packages and region data on disk, or inside the program.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use regulation::diagnostic::Sources;

use crate::embedded;

/// Largest file of a package that is read; a regulation is text written by people.
const LARGEST_FILE: u64 = 4 << 20;

/// A package with the place it came from.
pub struct Folder {
    /// Shown in front of diagnostics.
    pub path: String,
    /// Its files.
    pub sources: Sources,
}

/// Reads the package at a path, or every package one level below it, in order of name.
pub fn read(path: &Path) -> Result<Vec<Folder>> {
    if path.join("regulation.yaml").is_file() {
        return Ok(vec![read_one(path)?]);
    }
    let mut folders: Vec<PathBuf> = fs::read_dir(path)
        .with_context(|| format!("cannot open the folder {}", path.display()))?
        .flatten()
        .map(|entry| entry.path())
        .filter(|folder| folder.join("regulation.yaml").is_file())
        .collect();
    folders.sort();
    if folders.is_empty() {
        bail!("{} holds no regulation.yaml, neither itself nor in a folder below it", path.display());
    }
    folders.iter().map(|folder| read_one(folder)).collect()
}

fn read_one(folder: &Path) -> Result<Folder> {
    Ok(Folder { path: folder.display().to_string(), sources: read_sources(folder)? })
}

/// Reads every text file below a folder; names are relative to it.
pub fn read_sources(folder: &Path) -> Result<Sources> {
    let mut files = BTreeMap::new();
    gather(folder, folder, &mut files)?;
    Ok(Sources(files))
}

fn gather(root: &Path, folder: &Path, files: &mut BTreeMap<String, String>) -> Result<()> {
    for entry in fs::read_dir(folder).with_context(|| format!("cannot open the folder {}", folder.display()))? {
        let path = entry?.path();
        if path.is_dir() {
            gather(root, &path, files)?;
        } else if path.extension().is_some_and(|ending| ending == "yaml" || ending == "typ") {
            let size = fs::metadata(&path)?.len();
            if size > LARGEST_FILE {
                bail!("{} is {size} bytes; a file of a package may have {LARGEST_FILE}", path.display());
            }
            let text = fs::read_to_string(&path).with_context(|| format!("cannot read {} as UTF-8", path.display()))?;
            let name = path.strip_prefix(root).unwrap_or(&path).to_string_lossy().replace('\\', "/");
            files.insert(name, text);
        }
    }
    Ok(())
}

/// The packages inside the program: the demo region's services.
pub fn built_in() -> Vec<Folder> {
    let mut packages: BTreeMap<String, BTreeMap<String, String>> = BTreeMap::new();
    for (name, text) in embedded::regulations() {
        if let Some((package, file)) = name.split_once('/') {
            packages.entry(package.to_owned()).or_default().insert(file.to_owned(), text);
        }
    }
    packages
        .into_iter()
        .filter(|(_, files)| files.contains_key("regulation.yaml"))
        .map(|(package, files)| Folder { path: format!("regulations/{package}"), sources: Sources(files) })
        .collect()
}

/// The demo region inside the program.
pub fn built_in_region() -> Sources {
    Sources(embedded::region().into_iter().collect())
}
