//! Regulation packages and region data on disk, or inside the program.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use regulation::diagnostic::Sources;
use regulation::package;

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

/// Reads the package at a path, or every package one level below it, in order of name, each
/// with what it needs from beside its folder.
pub fn read(path: &Path) -> Result<Vec<Folder>> {
    let mut folders = read_bare(path)?;
    let region = dictionaries(path)?;
    let parents: BTreeMap<String, Sources> =
        folders.iter().map(|folder| (name_of(&folder.path), folder.sources.clone())).collect();
    for folder in &mut folders {
        let parent = package::needs(&folder.sources).parent;
        let beside = parent.as_ref().map(|parent| Path::new(&folder.path).join("..").join(parent));
        let parent = match parent {
            Some(parent) if parents.contains_key(&parent) => parents.get(&parent).cloned(),
            Some(_) => beside.filter(|folder| folder.is_dir()).map(|folder| read_sources(&folder)).transpose()?,
            None => None,
        };
        package::lend(&mut folder.sources, parent.as_ref(), &region);
    }
    Ok(folders)
}

fn name_of(path: &str) -> String {
    Path::new(path).file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
}

/// Dictionaries of the region that lies beside the packages; of the demo region without one.
fn dictionaries(path: &Path) -> Result<Sources> {
    let path = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    for above in path.ancestors().take(4) {
        let region = above.join("region");
        if region.join("region.yaml").is_file() {
            return read_sources(&region);
        }
    }
    Ok(built_in_region())
}

fn read_bare(path: &Path) -> Result<Vec<Folder>> {
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
    let region = built_in_region();
    let packages: BTreeMap<String, Sources> =
        packages.into_iter().map(|(package, files)| (package, Sources(files))).collect();
    let whole = packages.iter().filter(|(_, sources)| sources.0.contains_key("regulation.yaml"));
    whole
        .map(|(package, sources)| {
            let mut sources = sources.clone();
            let parent = package::needs(&sources).parent.and_then(|parent| packages.get(&parent));
            package::lend(&mut sources, parent, &region);
            Folder { path: format!("regulations/{package}"), sources }
        })
        .collect()
}

/// The demo region inside the program.
pub fn built_in_region() -> Sources {
    Sources(embedded::region().into_iter().collect())
}
